//! Help: a short page per role, printable. A topic's code is its address.

mod accompanying;
mod asking;
mod figuring;
mod gathering;
mod planning;
mod supporting;
mod texts;

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use kernel::Error;
use maud::html;
use texts::{TOPICS, Topic};
use ui::{page::Page, parts};
use web::{Result, Shell};

/// The list, one's own role first.
pub async fn index(shell: Shell) -> Response {
    let own = shell.actor.as_ref().map(|actor| actor.role.as_str());
    let mine = TOPICS.iter().filter(|topic| Some(topic.code) == own);
    let others = TOPICS.iter().filter(|topic| Some(topic.code) != own);
    let page = Page::new("Помощь").narrow().lead("Коротко о том, что где находится. Каждую страницу можно напечатать.");
    shell
        .page(page.body(html! {
            ul { @for topic in mine.chain(others) { li { a href={ "/help/" (topic.code) } { (topic.title) } " — " (topic.about) } } }
        }))
        .into_response()
}

pub async fn topic(shell: Shell, Path(code): Path<String>) -> Result<Response> {
    let topic = TOPICS.iter().find(|topic| topic.code == code).ok_or(Error::NotFound)?;
    let page = Page::new(topic.title).narrow().trail([("Помощь", "/help")]).lead(topic.about);
    Ok(shell.page(page.body(body(topic))).into_response())
}

fn body(topic: &Topic) -> maud::Markup {
    html! {
        @for part in topic.parts {
            h2 { (part.heading) }
            ol { @for step in part.steps { li { (step) } } }
        }
        (parts::print_button())
    }
}

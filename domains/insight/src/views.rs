//! Pages of answers and lots.

pub mod change;
pub mod effect;
pub mod hub;
pub mod link;
pub mod lots;
pub mod method;
mod plot;
pub mod worked;

use crate::{model::Question, store::runs::Run};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use ui::{form, page::Page, ru, table, url::Query};

pub(crate) const HUB: (&str, &str) = ("Что помогло", "/insight");

/// What every answer's page has: where it comes from, how it is counted, the sheet, the button.
pub struct Frame<'a> {
    pub question: Question,
    pub run: Option<&'a Run>,
    pub zone: &'a TimeZone,
    pub query: &'a Query,
    /// May have it worked out anew: the key of the form.
    pub key: Option<String>,
    pub done: bool,
}

fn framed(frame: &Frame<'_>, lead: &str, answer: Markup) -> Page {
    let question = frame.question;
    let body = html! {
        @if frame.run.is_some() { (answer) } @else {
            (ui::parts::empty("Ответ ещё не посчитан", "Его считают ночью и по кнопке. Загляните завтра или попросите координатора пересчитать.", None))
        }
        (origin(frame))
    };
    let notice = frame.done.then(|| ui::page::Notice::done("Пересчитано по данным, которые есть сейчас"));
    Page::new(question.title()).wide().trail([(HUB.0.to_owned(), HUB.1.to_owned())]).notice(notice).lead(lead.to_owned()).body(body)
}

fn origin(frame: &Frame<'_>) -> Markup {
    let question = frame.question;
    html! {
        @if let Some(run) = frame.run {
            p.hint {
                "Посчитано " (ru::datetime(run.made_at, frame.zone)) ". Версия данных " code { (run.data_version) } @if let Some(day) = run.data_until { ", по " (ru::date(day)) }
                ". " a href={ "/insight/method/" (question.as_str()) } { "Как это считается" } "."
            }
            (table::sheet_link(question.url(), &frame.query.without("done")))
        } @else {
            p { a href={ "/insight/method/" (question.as_str()) } { "Как это считается" } }
        }
        @if let Some(key) = &frame.key {
            (form::form(&format!("/insight/method/{}/computing", question.as_str()), key, form::button_secondary("Пересчитать сейчас")))
        }
    }
}

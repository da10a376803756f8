//! The demo's clock: what day it is, and buttons that move it forward, so that a year can be played in an hour. Not routed outside a
//! demo, and 404 there should it ever be. The machine's own clock is never touched; a new start of the demo begins at today.

use axum::{Router, extract::State, response::IntoResponse, routing::get};
use jiff::{SignedDuration, Timestamp};
use kernel::Error;
use maud::html;
use ui::{
    form::{self, Form},
    page::Page,
    parts, ru,
};
use web::{App, Posted, Shell};

const URL: &str = "/demo/clock";
const DAY: i64 = 24;
/// What may be pressed: the word, the label, hours. A month is thirty days.
const MOVES: [(&str, &str, i64); 3] = [("day", "+1 день", DAY), ("week", "+1 неделя", 7 * DAY), ("month", "+1 месяц", 30 * DAY)];
/// A demo that is pressed on without end stays within the dates that forms understand.
const LAST_YEAR: i16 = 2150;

/// The page.
pub fn router() -> Router<App> {
    Router::new().route("/demo/clock", get(show).post(advance))
}

fn must_be_demo(app: &App) -> kernel::Result<()> {
    if app.settings.demo { Ok(()) } else { Err(Error::NotFound) }
}

async fn show(State(app): State<App>, shell: Shell) -> web::Result {
    must_be_demo(&app)?;
    let (today, now) = (app.clock().today(), app.clock().now());
    let body = html! {
        (parts::panel("Сейчас в учебной системе", html! { p { strong { (ru::date_weekday(today)) } ", " (time(now, &app)) } }))
        (Form::new(URL, shell.key()).body(form::buttons(html! {
            @for (word, label, _) in MOVES { (form::button_secondary_named(label, "by", word)) }
        })))
        p { "Время идёт только вперёд. Сроки, напоминания и письма придут так, как если бы эти дни прошли на самом деле. После большого шага придётся снова " a href="/demo" { "выбрать роль" } ": сеанс за это время закончится." }
    };
    Ok(shell.page(Page::new("Часы учебной системы").narrow().body(body)).into_response())
}

fn time(now: Timestamp, app: &App) -> String {
    ru::time(now, app.clock().zone())
}

async fn advance(State(app): State<App>, shell: Shell, posted: Posted) -> web::Result {
    must_be_demo(&app)?;
    let hours = MOVES.iter().find(|(word, ..)| *word == posted.answers.get("by")).map(|(.., hours)| *hours).ok_or(Error::NotFound)?;
    if app.clock().today().year() >= LAST_YEAR {
        return Err(Error::refusal("Дальше часы учебной системы не идут. Запустите её заново, и она начнёт с сегодняшнего дня.").into());
    }
    let before = app.clock().now();
    // The same button sent twice moves once: what was acted on stands under the form's key.
    let moved = app.act(&posted.key, shell.owner(), move |_| Ok(format!("{URL}?from={}", before.as_second()))).await?;
    if moved == format!("{URL}?from={}", before.as_second()) {
        app.clock().advance(SignedDuration::from_hours(hours));
    }
    Ok(web::see(&moved))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Db, news::Listeners};
    use web::testing::{Visitor, app_with};

    async fn press(app: &App) -> (u16, u16) {
        let mut visitor = Visitor::new(app, router());
        let shown = visitor.open(URL).await.status;
        let posted = visitor.post(URL, &[("by", "week")]).await.status;
        (shown, posted)
    }

    #[test]
    fn the_clock_moves_in_a_demo_and_is_absent_elsewhere() {
        kernel::db::testing::on_each_engine(|db: &Db| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let demo = app_with(db, Listeners::default(), |settings| settings.demo = true);
                let before = demo.clock().today();
                assert_eq!(press(&demo).await, (200, 200));
                assert_eq!(demo.clock().today(), before.checked_add(jiff::Span::new().days(7)).unwrap());
                let real = app_with(db, Listeners::default(), |_| ());
                let before = real.clock().today();
                assert_eq!(press(&real).await, (404, 404));
                assert_eq!(real.clock().today(), before);
            });
        });
    }
}

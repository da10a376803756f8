//! A teacher's cabinet: own cases, invitations, cases of others where one has a seat.

use super::light;
use crate::{helix, store::list::Row, team::Asked, url};
use access::Actor;
use kernel::Date;
use maud::{Markup, html};
use ui::{
    form,
    page::{Notice, Page},
    parts,
};
use web::Shell;

/// What there is.
pub struct Mine<'a> {
    pub rows: &'a [Row],
    pub waiting: &'a [Asked],
    pub today: Date,
    pub done: &'a str,
}

pub fn page(shell: &Shell, actor: &Actor, mine: &Mine<'_>) -> Markup {
    let done = match mine.done {
        "declined" => Some("Вы отказались. Последствий у отказа нет, содержание предложения удалено."),
        "left" => Some("Вы вышли из команды"),
        _ => None,
    };
    let (own, others): (Vec<&Row>, Vec<&Row>) = mine.rows.iter().partition(|row| actor.person == Some(row.case.person));
    let page = Page::new("Моё сопровождение").trail([("Мой кабинет", "/cabinet")]).notice(done.map(Notice::done)).action(form::button_link("Начать сопровождение", "/cases/new"));
    shell.page(page.lead("Сопровождение ваше: цель ставите вы, и без вашей подписи ничего не становится обязательным.").body(html! {
        @if !mine.waiting.is_empty() {
            h2 { "Вас приглашают в команду" }
            ul { @for asked in mine.waiting { li { a href={ "/cases/invitations/" (asked.seat.id) } { (asked.case.teacher) } ", " (asked.seat.role.label()) } } }
        }
        h2 { "Моё" }
        @if own.is_empty() { (parts::empty("Сопровождения пока нет", "Вы можете начать его сами: достаточно описать, что даётся трудно.", None)) }
        @for row in own { (one(row, mine.today)) }
        @if !others.is_empty() {
            h2 { "Где я в команде" }
            @for row in others { (one(row, mine.today)) }
        }
        @if !mine.rows.is_empty() { p { a href="/pathways" { "Маршруты списком" } } }
    }))
}

fn one(row: &Row, today: Date) -> Markup {
    let case = &row.case;
    parts::panel(
        "",
        html! {
            h3 { a href=(url::case(case.id)) { (case.teacher) } ", " (case.kind.label()) }
            p.hint { (case.number) ", " (case.place_name) }
            (helix::small(case, &row.stage))
            p { (helix::standing(&row.stage)) }
            p { (light(case, today)) }
        },
    )
}

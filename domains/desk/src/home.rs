//! What a visitor sees first.

use crate::figures::{self, Figure};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use ui::{
    form,
    page::Page,
    parts::{self, Tile},
    ru,
};
use web::{App, Result, Shell};

/// Whoever is logged in goes to work at once.
pub async fn show(State(app): State<App>, shell: Shell) -> Result<Response> {
    if shell.actor.is_some() {
        return Ok(web::see("/desk"));
    }
    let (figures, region) = app
        .read(|tx| {
            let region = if structure::is_set_up(tx)? { structure::profile(tx)?.region.name.clone() } else { String::new() };
            Ok((figures::by_kind(tx)?, region))
        })
        .await?;
    Ok(shell.page(Page::new("Региональный методический актив").body(body(&figures, &region))).into_response())
}

fn body(figures: &[Figure], region: &str) -> Markup {
    let total: u64 = figures.iter().map(|figure| figure.members).sum();
    let tiles: Vec<Tile> = figures.iter().map(|figure| Tile::new(figure.label.clone(), ru::number(figure.members))).collect();
    html! {
        p.lead { "Сильные учителя и руководители школ" @if !region.is_empty() { " (" (region) ")" } ", которые помогают коллегам учить лучше." }
        p { "Участник актива показывает открытые уроки, ведёт мастер-классы, сопровождает учителей после курсов и помогает найти и преодолеть затруднения. "
            "В актив включает комиссия по заявке самого учителя; участие подтверждает приказ." }
        (form::buttons(html! {
            (form::button_link("Участники актива", "/members"))
            (form::button_link_secondary("Подать заявку", "/apply"))
        }))
        @if total > 0 {
            h2 { "Сейчас в активе: " (ru::counted(total, "участник", "участника", "участников")) }
            (parts::tiles(&tiles))
        }
        h2 { "Если заявка уже начата" }
        p { "Откройте её по ссылке из письма. Письмо потерялось? " a href="/apply/again" { "Получить ссылку ещё раз" } "." }
        p { "Работаете в институте, муниципалитете или школе? " a href="/login" { "Войдите в систему" } "." }
    }
}

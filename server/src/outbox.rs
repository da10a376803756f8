//! The demo's post: every letter that would have been sent, newest first. Its links can be followed. 404 outside the demo.

use axum::{
    Router,
    extract::{Query, State},
    response::IntoResponse,
    routing::get,
};
use kernel::{Error, Slice};
use mail::Kept;
use maud::{Markup, html};
use std::collections::HashMap;
use ui::{page::Page, parts, ru, table};
use web::{App, Shell};

const URL: &str = "/demo/outbox";
const PER_PAGE: u32 = 20;

/// The page.
pub fn router() -> Router<App> {
    Router::new().route(URL, get(show))
}

async fn show(State(app): State<App>, shell: Shell, Query(query): Query<HashMap<String, String>>) -> web::Result {
    if !app.settings.demo {
        return Err(Error::NotFound.into());
    }
    let number = query.get("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    let letters = app.read(move |tx| mail::outbox(tx, Slice::new(number, PER_PAGE))).await?;
    let zone = app.clock().zone().clone();
    let body = html! {
        @if letters.rows.is_empty() { (parts::empty("Писем пока нет", "Они появятся, когда кто-нибудь подаст заявку или получит решение.", None)) }
        @for letter in &letters.rows { (article(letter, &zone, &app.settings.public_url)) }
        (table::pager(URL, &ui::url::Query::default(), letters.slice.number, PER_PAGE, letters.total))
    };
    Ok(shell.page(Page::new("Письма учебной системы").lead("Никуда не уходят: здесь видно всё, что получили бы люди.").body(body)).into_response())
}

fn article(letter: &Kept, zone: &jiff::tz::TimeZone, home: &str) -> Markup {
    html! {
        article.panel {
            h2 { (letter.subject) }
            p.hint { "Кому: " (letter.address) ", " (ru::datetime(letter.made_at, zone)) }
            @for line in letter.body.lines() { p { (linked(line, home)) } }
        }
    }
}

/// Our own addresses in a line become links; nothing else does.
fn linked(line: &str, home: &str) -> Markup {
    html! {
        @for (at, word) in line.split(' ').enumerate() {
            @if at > 0 { " " }
            @if let Some(path) = own_path(word, home) { a href=(path) { (word) } } @else { (word) }
        }
    }
}

/// The path of an address of ours; also of one at home on another port, from an earlier start of the demo.
fn own_path(word: &str, home: &str) -> Option<String> {
    let address = url::Url::parse(word).ok()?;
    let ours = url::Url::parse(home).ok()?;
    let is_ours = address.host() == ours.host() && address.scheme() == ours.scheme();
    is_ours.then(|| address[url::Position::BeforePath..].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_addresses_become_links_and_text_stays_text() {
        let html = linked("Откройте http://a.ru:81/apply/1?a=b или http://evil.ru/x <b>", "http://a.ru").into_string();
        assert!(html.contains(r#"<a href="/apply/1?a=b">"#) && !html.contains("evil.ru/x\">") && html.contains("&lt;b&gt;"), "{html}");
        assert!(!linked("http://a.ru.evil.ru/ javascript:alert(1) https://a.ru/", "http://a.ru").into_string().contains("href"));
    }
}

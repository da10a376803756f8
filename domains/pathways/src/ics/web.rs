//! The feed itself, and where it is made, replaced, removed.

use super::Source;
use access::Secret;
use axum::{
    Router,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use kernel::{Error, Timestamp};
use maud::{Markup, html};
use std::sync::Arc;
use ui::{
    form::{self, Form},
    page::{Notice, Page},
    parts, ru,
};
use web::{App, Posted, Result, Shell, Staff, see};

/// `/calendar/{token}.ics` for whoever knows the secret; `/cabinet/calendar` to its owner.
pub fn router(sources: Vec<Source>) -> Router<App> {
    let sources: Arc<[Source]> = sources.into();
    let feed = move |app: State<App>, file: Path<String>| feed(app, file, sources.clone());
    Router::new().route("/calendar/{file}", get(feed)).route("/cabinet/calendar", get(show).post(make)).route("/cabinet/calendar/removal", post(remove))
}

async fn feed(State(app): State<App>, Path(file): Path<String>, sources: Arc<[Source]>) -> Result {
    let token = file.strip_suffix(".ics").filter(|token| token.len() == 43).ok_or(Error::NotFound)?.to_owned();
    let entries = app.read(move |tx| super::entries(tx, &token, &sources)).await?;
    let site = app.settings.public_url.trim_end_matches('/');
    let host = site.split_once("://").map_or(site, |(_, rest)| rest);
    let body = super::feed(&entries, site, host, app.clock().now());
    Ok(([(CONTENT_TYPE, "text/calendar; charset=utf-8"), (CACHE_CONTROL, "private, max-age=3600")], body).into_response())
}

async fn show(State(app): State<App>, Staff { actor, shell }: Staff) -> Result<Markup> {
    let since = app.read(move |tx| super::since(tx, &actor)).await?;
    Ok(page(&shell, since, None, app.clock().zone()))
}

/// The address is shown once, on the answer to the form itself: it must not stand in an address line or be kept readable.
async fn make(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> Result<Response> {
    let secret = Secret::fresh();
    let (owner, kept, asked) = (actor.clone(), secret.clone(), secret.clone());
    app.act(&posted.key, shell.owner(), move |tx| super::make(tx, &owner, &kept).map(|()| "/cabinet/calendar".to_owned())).await?;
    let is_new = app.read(move |tx| super::answers(tx, &asked)).await?;
    // The same form sent twice made one address; the second answer doesn't know it.
    if !is_new {
        return Ok(see("/cabinet/calendar"));
    }
    let address = app.settings.absolute(&format!("/calendar/{}.ics", secret.as_str()));
    Ok(page(&shell, Some(app.clock().now()), Some(&address), app.clock().zone()).into_response())
}

async fn remove(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> Result {
    let done = app.act(&posted.key, shell.owner(), move |tx| super::remove(tx, &actor).map(|()| "/cabinet/calendar".to_owned()));
    Ok(see(&done.await?))
}

fn page(shell: &Shell, since: Option<Timestamp>, address: Option<&str>, zone: &jiff::tz::TimeZone) -> Markup {
    let sheet = Page::new("Сроки в моём календаре").narrow();
    shell.page(sheet.lead("Календарь телефона или компьютера будет сам показывать ваши мероприятия и заседания, сроки шагов, представления результатов и обсуждения.").body(html! {
        @if let Some(address) = address {
            (parts::notice(&Notice::done("Адрес готов, скопируйте его сейчас: больше его показать нельзя").more(html! { p { code { (address) } } p { "В календаре выберите «Подписаться на календарь» или «Добавить по адресу» и вставьте адрес." } })))
        }
        p { "Адрес секретный: его знаете только вы. Чужих имён в календаре нет: названия мероприятий и номера сопровождений. Если адрес кто-то узнал, замените его." }
        @if let Some(since) = since { p { "Адрес действует с " (ru::date(since.to_zoned_datetime(zone.clone()).date())) "." } }
        (Form::new("/cabinet/calendar", shell.key()).body(form::button(if since.is_some() { "Заменить адрес" } else { "Получить адрес" })))
        @if since.is_some() { (Form::new("/cabinet/calendar/removal", shell.key()).body(form::button_secondary("Убрать календарь"))) }
    }))
}

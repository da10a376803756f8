//! What verifiers of Open Badges ask for: the credential, its issuer and keys, the achievement, the list of those taken back. All of it is
//! public because a member has published it; a badge that was taken off is absent.

use super::papers::{Confirmed, cleaned, confirmed, site};
use crate::year::{badge, key, picture, store::papers, views};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use kernel::Error;
use maud::Markup;
use serde_json::{Value, json};
use web::{App, Result, Shell};

fn answer(kind: &'static str, body: String) -> Response {
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-cache")], body).into_response()
}

fn document_of(json: &Value) -> Response {
    answer(badge::JSON, json.to_string())
}

async fn published(app: &App, code: &str) -> Result<Confirmed> {
    let code = cleaned(code);
    let found = app.read(move |tx| confirmed(tx, &code)).await?;
    Ok(found.filter(|found| !found.paper.badge.is_empty() && found.paper.revoked_on.is_none()).ok_or(Error::NotFound)?)
}

pub async fn show(State(app): State<App>, shell: Shell, Path(code): Path<String>) -> Result<Markup> {
    let found = published(&app, &code).await?;
    Ok(views::papers::badge(&shell, &found))
}

pub async fn token(State(app): State<App>, Path(code): Path<String>) -> Result<Response> {
    Ok(answer(badge::MIME, published(&app, &code).await?.paper.badge))
}

/// The badge as a picture that carries its credential.
pub async fn png(State(app): State<App>, Path(code): Path<String>) -> Result<Response> {
    let token = published(&app, &code).await?.paper.badge;
    let bytes = tokio::task::spawn_blocking(move || picture::png(&token)).await.map_err(anyhow::Error::new).map_err(Error::from)?.map_err(Error::from)?;
    Ok(([(CONTENT_TYPE, "image/png"), (CACHE_CONTROL, "no-cache")], bytes).into_response())
}

/// As [`png`], drawn by lines.
pub async fn svg(State(app): State<App>, Path(code): Path<String>) -> Result<Response> {
    Ok(answer("image/svg+xml", picture::svg(&published(&app, &code).await?.paper.badge)))
}

/// The credential as its signature covers it, to be read without a decoder.
pub async fn document(State(app): State<App>, Path(code): Path<String>) -> Result<Response> {
    let found = published(&app, &code).await?;
    let keys = app.read(key::published).await?;
    let said = key::verified(&found.paper.badge, &keys).ok_or(Error::NotFound)?;
    Ok(document_of(&said))
}

pub async fn issuer(State(app): State<App>) -> Result<Response> {
    let profile = app.read(structure::profile).await?;
    Ok(document_of(&badge::issuer(&site(&app), &profile)))
}

pub async fn achievement(State(app): State<App>) -> Result<Response> {
    let profile = app.read(structure::profile).await?;
    let mut json = badge::achievement(&site(&app), &profile);
    if let Some(fields) = json.as_object_mut() {
        fields.insert("@context".into(), json!(badge::CONTEXT));
    }
    Ok(document_of(&json))
}

pub async fn revoked(State(app): State<App>) -> Result<Response> {
    let list = app.read(papers::revoked).await?;
    Ok(answer("application/json", badge::revocations(&site(&app), &list).to_string()))
}

pub async fn keys(State(app): State<App>) -> Result<Response> {
    let keys: Vec<Value> = app.read(key::published).await?.iter().map(key::Published::jwk).collect();
    Ok(answer("application/jwk-set+json", json!({"keys": keys}).to_string()))
}

pub async fn key(State(app): State<App>, Path(id): Path<String>) -> Result<Response> {
    let keys = app.read(key::published).await?;
    let found = keys.iter().find(|key| key.id == id).ok_or(Error::NotFound)?;
    Ok(answer("application/jwk+json", found.jwk().to_string()))
}

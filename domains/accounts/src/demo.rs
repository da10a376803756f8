//! The demo's doors: one button per persona, the second step counted as done. Answers 404 unless the program is a demo.

use crate::{next, session, views};
use access::{accounts, grants, sessions};
use audit::{By, Event, Record};
use axum::{
    Router,
    extract::{FromRequestParts, State},
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderMap, request};
use kernel::{Error, Result, Tx, id::AccountId, params};
use maud::Markup;
use serde::{Deserialize, Serialize};
use serde_json::json;
use web::{App, Failure, Posted, Shell};

/// Somebody to be in the demo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Persona {
    pub account: AccountId,
    /// «Координатор актива».
    pub title: String,
    /// What to try as this persona.
    pub hint: String,
}

const SETTING: &str = "demo_personas";

/// Says who can be chosen; the demo's generator calls it.
///
/// # Errors
/// The store fails.
pub fn offer(tx: &mut Tx<'_>, personas: &[Persona]) -> Result<()> {
    let (body, now) = (serde_json::to_string(personas).map_err(anyhow::Error::new)?, tx.now());
    tx.execute("INSERT INTO setting (name, body, changed_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE SET body = excluded.body, changed_at = excluded.changed_at", params![SETTING, body, now])?;
    Ok(())
}

/// Who can be chosen.
///
/// # Errors
/// The store fails.
pub fn personas(tx: &mut Tx<'_>) -> Result<Vec<Persona>> {
    let body: Option<String> = tx.maybe("SELECT body FROM setting WHERE name = $1", params![SETTING], |row| row.get(0))?;
    body.map_or_else(|| Ok(Vec::new()), |body| Ok(serde_json::from_str(&body).map_err(anyhow::Error::new)?))
}

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/demo", get(show)).route("/demo/login", get(show).post(enter))
}

/// Passes only in a demo.
struct Demo;

impl FromRequestParts<App> for Demo {
    type Rejection = Response;

    async fn from_request_parts(_: &mut request::Parts, app: &App) -> std::result::Result<Self, Response> {
        if app.settings.demo { Ok(Self) } else { Err(Failure::from(Error::NotFound).into_response()) }
    }
}

/// A persona with its role and place, as the page shows it.
pub(crate) struct Door {
    pub persona: Persona,
    pub name: String,
    pub place: String,
}

async fn show(_: Demo, State(app): State<App>, shell: Shell) -> web::Result<Markup> {
    let doors = app.read(doors).await?;
    Ok(shell.page(views::demo::page(&doors, &shell.key())))
}

fn doors(tx: &mut Tx<'_>) -> Result<Vec<Door>> {
    let mut doors = Vec::new();
    for persona in personas(tx)? {
        let account = accounts::find(tx, persona.account)?;
        let place = grants::active(tx, persona.account)?.first().map(|grant| grant.place_name.clone()).unwrap_or_default();
        doors.push(Door { name: account.name, place, persona });
    }
    Ok(doors)
}

async fn enter(_: Demo, State(app): State<App>, shell: Shell, headers: HeaderMap, posted: Posted) -> web::Result {
    let chosen = posted.answers.get("persona").to_owned();
    let agent = shell.client.agent.clone();
    let opened = app.write(move |tx| {
        let persona = personas(tx)?.into_iter().find(|persona| persona.account.to_string() == chosen).ok_or(Error::NotFound)?;
        tx.record(&By { account: Some(persona.account), actor: "account" }, Event::new("account.logged_in", "account", persona.account).with(json!({"way": "demo"})))?;
        sessions::open(tx, persona.account, true, &agent)
    });
    session::begin(&app, &headers, opened.await?, next::HOME).await
}

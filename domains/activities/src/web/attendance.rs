//! Attendance: the list, the code, the sheet for signatures.

use super::{identified, query, version};
use crate::{
    access::{Act, load},
    model::{ActivityId, SessionId},
    paper,
    presence::{self, Ticks, code, is_door_open},
    store, views,
    views::attendance::{Door, Shown},
};
use ::web::{Answers, App, Posted, Shell, Staff};
use access::{Actor, Scope};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use http::header::{CACHE_CONTROL, HeaderName, HeaderValue};
use kernel::{Error, FieldErrors, Result, id::PersonId};
use maud::Markup;
use ui::url::Query;

const WHY: &str = "who runs an activity notes who came to it";

async fn page(app: &App, actor: &Actor, shell: &Shell, id: ActivityId, asked: &Query, typed: Option<(&Answers, &FieldErrors)>) -> Result<Markup> {
    let is_done = asked.text("done") == "yes";
    let (who, asked) = (actor.clone(), asked.text("session").to_owned());
    let read = app.read(move |tx| {
        let one = load(tx, &who, Act::Run, id)?;
        let (_, next) = presence::door(tx, &who, id)?;
        let sessions = store::sessions(tx, id)?;
        let session = sessions.iter().find(|session| session.id.to_string() == asked).map_or(next.id, |session| session.id);
        Ok((store::people::of(tx, &Scope::program(WHY), id)?, sessions, session, one))
    });
    let (people, sessions, session, one) = read.await?;
    let none = FieldErrors::default();
    let (guests, errors) = typed.map_or_else(|| (one.guests.to_string(), &none), |(answers, errors)| (answers.get("guests").to_owned(), errors));
    let shown = Shown { one: &one, sessions: &sessions, session, people: &people, guests: &guests, errors, done: is_done, zone: app.clock().zone() };
    Ok(shell.page(views::attendance::page(&shown, &shell.key())))
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    let (id, query): (ActivityId, _) = (identified(&raw)?, query(asked));
    Ok(page(&app, &actor, &shell, id, &query, None).await?.into_response())
}

/// A number of people from none to a stadium.
fn guests(raw: &str) -> Result<i64> {
    match raw.trim() {
        "" => Ok(0),
        raw => raw.parse::<i64>().ok().filter(|count| (0..=5_000).contains(count)).ok_or_else(|| Error::field("guests", "Укажите число гостей от 0 до 5000")),
    }
}

pub async fn write(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let (id, session): (ActivityId, SessionId) = (identified(&raw)?, identified(posted.answers.get("session"))?);
    let (answers, who) = (posted.answers.clone(), actor.clone());
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            let ids = |name: &str| answers.all(name).into_iter().filter_map(|raw| raw.parse::<PersonId>().ok()).collect();
            let ticks = Ticks { here: ids("here"), were: ids("were"), guests: guests(answers.get("guests"))? };
            presence::write(tx, &who, id, session, version(&answers), &ticks)?;
            Ok(format!("{}/attendance?session={session}&done=yes", crate::url(id)))
        })
        .await;
    match done {
        Err(Error::Fields(errors)) => Ok(::web::unprocessable(page(&app, &actor, &shell, id, &Query::default().with("session", posted.answers.get("session")), Some((&posted.answers, &errors))).await?)),
        done => ::web::or_again(done, |_| Markup::default()),
    }
}

/// The screen at the door. It asks for itself again before its code grows old: no script is needed for that.
pub async fn door(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    let id: ActivityId = identified(&raw)?;
    let read = app.read(move |tx| {
        let (one, session) = presence::door(tx, &actor, id)?;
        let came = tx.count(&format!("SELECT COUNT(*) FROM activity_presence r WHERE r.session_id = $1 AND {}", presence::CAME), kernel::params![session.id])?;
        Ok((one, session, i64::try_from(came).unwrap_or(0), tx.now()))
    });
    let (one, session, came, now) = read.await?;
    let address = app.settings.absolute(&format!("{}/here?s={}&c={}", crate::url(id), session.id, code(&one.door_secret, session.id, now)));
    let svg = documents::qr_svg(&address);
    let door = Door { one: &one, session: &session, svg: &svg, address: &address, came, is_open: is_door_open(&session, now), zone: app.clock().zone() };
    let mut response = shell.page(views::attendance::door(&door)).into_response();
    response.headers_mut().insert(HeaderName::from_static("refresh"), HeaderValue::from_static("60"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// The code opened on a phone: the code itself is the proof, so opening is enough. Who isn't logged in logs in and comes back.
pub async fn here(State(app): State<App>, Staff { actor, .. }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    let (id, query): (ActivityId, _) = (identified(&raw)?, query(asked));
    let (session, code): (SessionId, String) = (identified(query.text("s"))?, query.text("c").to_owned());
    app.write(move |tx| presence::come(tx, &actor, id, session, &code)).await?;
    Ok(::web::see(&format!("{}?done=here", crate::url(id))))
}

pub async fn sheet(State(app): State<App>, Staff { actor, .. }: Staff, Path(raw): Path<String>) -> ::web::Result {
    let id: ActivityId = identified(&raw)?;
    let read = app.read(move |tx| {
        let one = load(tx, &actor, Act::Run, id)?;
        let people = store::people::of(tx, &Scope::program(WHY), id)?;
        let (profile, zone) = (structure::profile(tx)?, structure::zone(tx)?);
        let (sessions, hosts) = (store::sessions(tx, id)?, store::hosts::of(tx, id)?);
        Ok((paper::sheet(&profile, &paper::Sheet { one: &one, sessions: &sessions, hosts: &hosts, people: &people, zone: &zone }), one.number, tx.now()))
    });
    let (paper, number, now) = read.await?;
    let bytes = app.print(paper, now).await?;
    Ok(::web::show_file(&format!("Лист регистрации {number}.pdf"), ::web::PDF, bytes))
}

//! Opening a case: for whom, then what it rests on. A teacher opens one's own.

use super::{evidence, may_enter, site};
use crate::{form::OpeningForm, lists::Lists, opening, views};
use access::{Action, Actor};
use axum::{
    extract::{RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Slice, id::PersonId};
use maud::Markup;
use people::PersonRow;
use ui::url::Query;
use web::{App, Posted, Result, Shell, Staff};

/// Whom it is for: the teacher oneself, or who is asked for.
fn wanted(actor: &Actor, query: &Query) -> kernel::Result<Option<PersonId>> {
    if actor.can(Action::UseOwnCabinet) {
        return actor.person.map(Some).ok_or(Error::NotFound);
    }
    actor.may(Action::OpenCases)?;
    match query.text("person") {
        "" => Ok(None),
        raw => raw.parse().map(Some).map_err(|_| Error::NotFound),
    }
}

pub async fn ask(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result<Markup> {
    may_enter(&actor)?;
    let query = Query::parse(&raw.unwrap_or_default());
    if let Some(person) = wanted(&actor, &query)? {
        return page(&app, (&actor, &shell), person, &OpeningForm::default(), &FieldErrors::default()).await;
    }
    let (scope, text) = (actor.scope(), query.text("text").chars().take(100).collect::<String>());
    let filter = people::Filter { text, ..people::Filter::default() };
    let found: Vec<PersonRow> = if filter.text.is_empty() { Vec::new() } else { app.read(move |tx| Ok(people::list(tx, &scope, &filter, people::Sort::default(), Slice::new(1, 30))?.people.rows)).await? };
    Ok(views::new::choose(&shell, &found, &query))
}

async fn page(app: &App, (actor, shell): (&Actor, &Shell), person: PersonId, typed: &OpeningForm, errors: &FieldErrors) -> Result<Markup> {
    let who = actor.clone();
    let (teacher, within, lists) = app.read(move |tx| Ok((people::find(tx, &who.scope(), person)?, evidence::within(tx, &who, person)?, Lists::read(tx)?))).await?;
    let is_own = actor.person == Some(person);
    Ok(views::new::page(shell, &views::new::Asked { teacher: &teacher, within: &within, lists: &lists, is_own }, typed, errors))
}

pub async fn open(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery, posted: Posted) -> Result {
    may_enter(&actor)?;
    let person = wanted(&actor, &Query::parse(&raw.unwrap_or_default()))?.ok_or(Error::NotFound)?;
    let (typed, site, who) = (OpeningForm::of(&posted.answers), site(&app), actor.clone());
    let form = typed.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let opening = form.read(tx)?;
        let id = opening::open(tx, &who, person, &opening, &site)?;
        Ok(format!("/cases/{id}?done={}", if who.person == Some(person) { "opened" } else { "proposed" }))
    });
    match done.await {
        Ok(location) => Ok(web::see(&location)),
        Err(Error::Fields(errors)) => Ok(web::unprocessable(page(&app, (&actor, &shell), person, &typed, &errors).await?).into_response()),
        Err(other) => Err(other.into()),
    }
}

//! For staff: who has given what, under which version; one person's consents with their proof.

use super::{cabinet::print, stored_file};
use crate::{ConsentId, Held, WithdrawalId, of_person, people, people::Show, store, texts, views};
use access::Action;
use audit::{Event, Record};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, Slice, id::PersonId};
use ui::url::Query;
use web::{App, Staff};

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> web::Result {
    actor.may(Action::ViewConsents)?;
    let query = Query::parse(raw.as_deref().unwrap_or_default());
    let show: Show = query.text("show").parse().unwrap_or(Show::Given);
    let slice = Slice::new(query.page(), 25);
    let scope = actor.scope();
    let list = app
        .read(move |tx| {
            let people = people::list(tx, &scope, show, slice)?;
            let mut rows: Vec<(people::Person, Vec<Held>)> = Vec::new();
            for person in people.rows {
                let held = of_person(tx, &scope, person.id)?;
                rows.push((person, held));
            }
            let today = tx.today();
            Ok(views::staff::List { show, rows, total: people.total, slice, usage: texts::usage(tx, &scope, today)?, texts: texts::all(tx)?, today })
        })
        .await?;
    Ok(shell.page(views::staff::list(&list, &query, &actor)).into_response())
}

/// A look at another's consents is an event of the journal: the person sees who looked.
pub async fn person(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PersonId>) -> web::Result {
    actor.may(Action::ViewConsents)?;
    let looker = actor.clone();
    let (person, held, today) = app
        .write(move |tx| {
            let scope = looker.scope();
            let person = people::find(tx, &scope, id)?;
            tx.record(&looker.by(), Event::new("consent.viewed", "person", id).of(id))?;
            Ok((person, of_person(tx, &scope, id)?, tx.today()))
        })
        .await?;
    Ok(shell.page(views::staff::person(&person, &held, today, app.clock().zone(), &actor)).into_response())
}

pub async fn document(State(app): State<App>, Staff { actor, .. }: Staff, Path(id): Path<ConsentId>) -> web::Result {
    actor.may(Action::ViewConsents)?;
    Ok(print(&app, actor.scope(), id).await?)
}

pub async fn scan(State(app): State<App>, Staff { actor, .. }: Staff, Path(id): Path<ConsentId>) -> web::Result {
    actor.may(Action::ViewConsents)?;
    let scope = actor.scope();
    let found = app.read(move |tx| store::consent_scan(tx, &scope, id)).await?;
    Ok(stored_file(&app, found.ok_or(Error::NotFound)?, "Согласие на бумаге").await?)
}

pub async fn withdrawal_scan(State(app): State<App>, Staff { actor, .. }: Staff, Path(id): Path<WithdrawalId>) -> web::Result {
    actor.may(Action::ViewConsents)?;
    let scope = actor.scope();
    let found = app.read(move |tx| store::withdrawal_scan(tx, &scope, id)).await?;
    Ok(stored_file(&app, found.ok_or(Error::NotFound)?, "Требование на бумаге").await?)
}

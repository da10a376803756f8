//! For staff: who has given what, under which version; one person's consents with their proof.

use super::{cabinet::print, uploaded};
use crate::{ConsentId, Held, WithdrawalId, of_person, people, people::Show, store, texts, views};
use access::{Action, Scope};
use audit::{Event, Record};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, Paged, Slice, Tx, id::PersonId};
use ui::url::Query;
use web::{App, Staff};

/// The longest list that is taken out as a sheet.
const MOST_EXPORTED: u32 = 50_000;

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> web::Result {
    actor.may(Action::ViewConsents)?;
    let query = Query::parse(raw.as_deref().unwrap_or_default());
    let show: Show = query.text("show").parse().unwrap_or(Show::Given);
    let scope = actor.scope();
    if query.text("format") == "xlsx" {
        actor.may(Action::ExportLists)?;
        return web::lists::take_out(&app, &actor, "Согласия", &views::staff::COLUMNS, move |tx| sheet(tx, &scope, show)).await;
    }
    let slice = Slice::new(query.page(), 25);
    let list = app
        .read(move |tx| {
            let people = with_consents(tx, &scope, show, slice)?;
            let today = tx.today();
            Ok(views::staff::List { show, rows: people.rows, total: people.total, slice, usage: texts::usage(tx, &scope, today)?, texts: texts::all(tx)?, today })
        })
        .await?;
    Ok(shell.page(views::staff::list(&list, &query, &actor)).into_response())
}

/// People with all that each has given.
fn with_consents(tx: &mut Tx<'_>, scope: &Scope, show: Show, slice: Slice) -> kernel::Result<Paged<(people::Person, Vec<Held>)>> {
    let found = people::list(tx, scope, show, slice)?;
    let mut rows = Vec::new();
    for person in found.rows {
        let held = of_person(tx, scope, person.id)?;
        rows.push((person, held));
    }
    Ok(Paged { rows, total: found.total, slice: found.slice })
}

fn sheet(tx: &mut Tx<'_>, scope: &Scope, show: Show) -> kernel::Result<Vec<Vec<sheets::Value>>> {
    let (found, today) = (with_consents(tx, scope, show, Slice::all(MOST_EXPORTED))?, tx.today());
    Ok(found.rows.iter().map(|(person, held)| views::staff::cells(person, held, today)).collect())
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
    let looker = actor.clone();
    app.write(move |tx| {
        let held = store::held(tx, &looker.scope(), id)?;
        tx.record(&looker.by(), Event::new("consent.document_viewed", "consent", id).of(held.person))
    })
    .await?;
    Ok(print(&app, actor.scope(), id).await?)
}

pub async fn scan(State(app): State<App>, Staff { actor, .. }: Staff, Path(id): Path<ConsentId>) -> web::Result {
    actor.may(Action::ViewConsents)?;
    let found = app.write(move |tx| {
        let held = store::held(tx, &actor.scope(), id)?;
        tx.record(&actor.by(), Event::new("consent.document_viewed", "consent", id).of(held.person))?;
        store::consent_scan(tx, &actor.scope(), id)
    });
    Ok(uploaded(&app, found.await?.ok_or(Error::NotFound)?, "Согласие на бумаге").await?)
}

pub async fn withdrawal_scan(State(app): State<App>, Staff { actor, .. }: Staff, Path(id): Path<WithdrawalId>) -> web::Result {
    actor.may(Action::ViewConsents)?;
    let found = app.write(move |tx| {
        let (scan, person) = store::withdrawal_scan(tx, &actor.scope(), id)?;
        tx.record(&actor.by(), Event::new("consent.document_viewed", "withdrawal", id).of(person))?;
        Ok(scan)
    });
    Ok(uploaded(&app, found.await?.ok_or(Error::NotFound)?, "Требование на бумаге").await?)
}

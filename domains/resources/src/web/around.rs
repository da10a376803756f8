//! Choosing what goes with a resource: its mentor, and what must be walked before.

use super::{identified, query, text, version};
use crate::{
    model::{ResourceId, State as Stage},
    needs::{self, around, members},
    sight::Sight,
    store::list::{Filter, Sort, list},
    views,
    workflow::managed,
};
use ::web::{App, Posted, Staff};
use access::Action;
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Slice, id::PersonId};

pub async fn mentors(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::ManageResources)?;
    let (id, asked): (ResourceId, String) = (identified(&raw)?, text(&query(asked), "q"));
    let wanted = asked.clone();
    let (resource, found) = app
        .read(move |tx| {
            let resource = managed(tx, &actor, id)?;
            let found = if wanted.trim().is_empty() { Vec::new() } else { members(tx, &actor, &wanted)? };
            Ok((resource, found))
        })
        .await?;
    Ok(shell.page(views::around::mentors(&resource, &asked, &found, &|| shell.key())).into_response())
}

pub async fn name_mentor(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageResources)?;
    let (id, version): (ResourceId, i64) = (identified(&raw)?, version(&posted.answers));
    let person: PersonId = identified(posted.answers.get("person"))?;
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        needs::name_mentor(tx, &actor, id, person, version)?;
        Ok(format!("{}?done=mentor", crate::url(id)))
    });
    Ok(::web::see(&done.await?))
}

pub async fn needs(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::ManageResources)?;
    let (id, asked): (ResourceId, String) = (identified(&raw)?, text(&query(asked), "q"));
    let wanted = asked.clone();
    let (resource, before, found) = app
        .read(move |tx| {
            let resource = managed(tx, &actor, id)?;
            let sight = Sight::of(tx, &actor)?;
            let before = around(tx, &sight, id)?.before;
            let filter = Filter { text: wanted, ..Filter::default() };
            let mut found: Vec<_> = if filter.text.trim().is_empty() { Vec::new() } else { list(tx, &sight, &filter, (Sort::Title, false), Slice::new(1, 30))?.rows.into_iter().map(|row| row.resource).collect() };
            found.retain(|one| one.id != id && one.state != Stage::Withdrawn && !before.iter().any(|known| known.id == one.id));
            Ok((resource, before, found))
        })
        .await?;
    Ok(shell.page(views::around::needs(&resource, &before, &asked, &found, &|| shell.key())).into_response())
}

pub async fn change_needs(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageResources)?;
    let (id, version): (ResourceId, i64) = (identified(&raw)?, version(&posted.answers));
    let (is_less, other): (bool, ResourceId) = if posted.answers.has("without") { (true, identified(posted.answers.get("without"))?) } else { (false, identified(posted.answers.get("with"))?) };
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        if is_less {
            needs::unneed(tx, &actor, id, other, version)?
        } else {
            needs::need(tx, &actor, id, other, version)?
        }
        Ok(format!("{}/needs", crate::url(id)))
    });
    Ok(::web::see(&done.await?))
}

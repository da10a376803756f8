//! The register of destruction: requests, two approvals by two people, papers.

use super::{own_paper, version};
use crate::{
    DestructionId,
    destruction::{self, Approval, Workshop, approve_first, approve_second},
    form::{MediaForm, PaperForm},
    people,
    views::{self, destructions::Typed},
};
use access::{Action, Actor};
use audit::{Event, Record};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Slice, id::PersonId};
use std::sync::{Arc, Mutex, PoisonError};
use ui::url::Query;
use web::{App, Posted, Shell, Staff};

/// The longest list that is taken out as a sheet.
const MOST_EXPORTED: u32 = 50_000;

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> web::Result {
    actor.may(Action::ApproveDestruction)?;
    let query = Query::parse(raw.as_deref().unwrap_or_default());
    let scope = actor.scope();
    if query.text("format") == "xlsx" {
        actor.may(Action::ExportLists)?;
        let zone = app.clock().zone().clone();
        return web::lists::take_out(&app, &actor, "Реестр уничтожения", &views::destructions::COLUMNS, move |tx| {
            Ok(destruction::list(tx, &scope, Slice::all(MOST_EXPORTED))?.rows.iter().map(|line| views::destructions::cells(line, &zone)).collect())
        })
        .await;
    }
    let slice = Slice::new(query.page(), 25);
    let found = app.read(move |tx| destruction::list(tx, &scope, slice)).await?;
    Ok(shell.page(views::destructions::list(&found, &query, app.clock().zone(), &actor)).into_response())
}

/// As long as the person is named here, opening the page is a look at another's affairs.
pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<DestructionId>) -> web::Result {
    actor.may(Action::ApproveDestruction)?;
    let looker = actor.clone();
    let looked_at = app.write(move |tx| {
        let line = destruction::find(tx, &looker.scope(), id)?;
        if line.done_at.is_none() {
            tx.record(&looker.by(), Event::new("destruction.viewed", "destruction", id).of(line.person))?;
        }
        Ok(line)
    });
    let line = looked_at.await?;
    Ok(shell.page(views::destructions::show(&line, &actor, app.clock().zone(), &Typed::default(), &shell.key())).into_response())
}

pub async fn ask(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PersonId>) -> web::Result {
    actor.may(Action::StartDestruction)?;
    let looked_at = app.write(move |tx| {
        let person = people::find(tx, &actor.scope(), id)?;
        tx.record(&actor.by(), Event::new("consent.viewed", "person", id).of(id))?;
        Ok(person)
    });
    let person = looked_at.await?;
    Ok(shell.page(views::destructions::ask(&person, &PaperForm::default(), &FieldErrors::default(), &shell.key())).into_response())
}

pub async fn request(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PersonId>, posted: Posted) -> web::Result {
    actor.may(Action::StartDestruction)?;
    let (scope, form) = (actor.scope(), PaperForm::from(&posted.answers));
    let person = app.read(move |tx| people::find(tx, &scope, id)).await?;
    let done = match form.reason() {
        Err(errors) => Err(errors.into()),
        Ok(reason) => app.act(&posted.key, shell.owner(), move |tx| Ok(views::destructions::url(destruction::request(tx, &actor.by(), id, reason)?))).await,
    };
    web::or_again(done, |errors| shell.page(views::destructions::ask(&person, &form, errors, &shell.key())))
}

pub async fn first(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<DestructionId>, posted: Posted) -> web::Result {
    actor.may(Action::StartDestruction)?;
    let version = version(&posted)?;
    let approve = move |tx: &mut kernel::Tx<'_>| {
        approve_first(tx, &actor.by(), &actor.scope(), id, version)?;
        Ok(views::destructions::url(id))
    };
    Ok(web::see(&app.act(&posted.key, shell.owner(), approve).await?))
}

/// The erasure: one transaction, then the files and the register beside the database.
pub async fn second(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<DestructionId>, posted: Posted) -> web::Result {
    actor.may(Action::ApproveDestruction)?;
    let version = version(&posted)?;
    let form = MediaForm::from(&posted.answers);
    let media = match form.media() {
        Ok(media) => media,
        Err(errors) => return again(&app, &actor, &shell, id, Typed { media: form, why: String::new(), errors }).await,
    };
    let gone = Arc::new(Mutex::new(Vec::new()));
    let (house, left) = (app.clone(), gone.clone());
    let location = app
        .act(&posted.key, shell.owner(), move |tx| {
            let workshop = Workshop { listeners: &house.listeners, documents: &house.documents, files: &house.files, zone: house.clock().zone() };
            let done = approve_second(tx, workshop, &actor.by(), &actor.scope(), Approval { id, version, media })?;
            *left.lock().unwrap_or_else(PoisonError::into_inner) = done.gone;
            Ok(views::destructions::url(id))
        })
        .await?;
    let gone = std::mem::take(&mut *gone.lock().unwrap_or_else(PoisonError::into_inner));
    settle(&app, gone).await?;
    Ok(web::see(&location))
}

/// The page of a failed form, with what was typed.
async fn again(app: &App, actor: &Actor, shell: &Shell, id: DestructionId, typed: Typed) -> web::Result {
    let scope = actor.scope();
    let line = app.read(move |tx| destruction::find(tx, &scope, id)).await?;
    Ok(web::unprocessable(shell.page(views::destructions::show(&line, actor, app.clock().zone(), &typed, &shell.key()))))
}

pub async fn take_back(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<DestructionId>, posted: Posted) -> web::Result {
    actor.may(Action::StartDestruction)?;
    let (version, why, by) = (version(&posted)?, posted.answers.get("why").to_owned(), actor.clone());
    let (typed, scope) = (why.clone(), actor.scope());
    let take_back = move |tx: &mut kernel::Tx<'_>| {
        destruction::take_back(tx, &by.by(), &scope, id, version, &why)?;
        Ok(views::destructions::url(id))
    };
    match app.act(&posted.key, shell.owner(), take_back).await {
        Err(Error::Fields(errors)) => again(&app, &actor, &shell, id, Typed { why: typed, errors, ..Typed::default() }).await,
        other => Ok(web::see(&other?)),
    }
}

/// What follows a committed erasure. If the program dies before it ends, the sweep of files and the next start finish it.
async fn settle(app: &App, gone: Vec<files::Digest>) -> kernel::Result<()> {
    let done = app.read(destruction::lines).await?;
    let app = app.clone();
    let work = move || {
        gone.iter().try_for_each(|digest| app.files.remove(digest))?;
        destruction::write_register(&app.settings.data_dir, &done)
    };
    tokio::task::spawn_blocking(work).await.map_err(|cause| Error::Internal(cause.into()))?.map(|_| ())
}

pub async fn act(State(app): State<App>, Staff { actor, .. }: Staff, Path(id): Path<DestructionId>) -> web::Result {
    actor.may(Action::ApproveDestruction)?;
    let scope = actor.scope();
    let line = app.read(move |tx| destruction::find(tx, &scope, id)).await?;
    Ok(own_paper(&app, line.act_digest.ok_or(Error::NotFound)?, "Акт об уничтожении").await?)
}

pub async fn log(State(app): State<App>, Staff { actor, .. }: Staff, Path(id): Path<DestructionId>) -> web::Result {
    actor.may(Action::ApproveDestruction)?;
    let scope = actor.scope();
    let line = app.read(move |tx| destruction::find(tx, &scope, id)).await?;
    Ok(own_paper(&app, line.log_digest.ok_or(Error::NotFound)?, "Выгрузка из журнала").await?)
}

//! Lists of resources on screens.

use crate::{
    import::{self, Import, ImportRow, Uploaded},
    lists::own_places,
    model::ImportId,
    views, workflow,
};
use ::web::{App, Posted, Staff, identified, query, version};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use intake::Sheet;
use kernel::{FieldErrors, Result};

const PATH: &str = "/resources/import";

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ManageResources)?;
    let done = query(raw).text("done").to_owned();
    let page = start(&app, &actor, &actor.place.to_string(), &FieldErrors::default(), &shell.key(), &done).await?;
    Ok(shell.page(page).into_response())
}

async fn start(app: &App, actor: &Actor, place: &str, errors: &FieldErrors, key: &str, done: &str) -> Result<ui::page::Page> {
    let who = actor.clone();
    let (lists, places) = app.read(move |tx| Ok((import::list(tx, &who)?, own_places(tx, &who)?))).await?;
    let start = views::imports::Start { lists: &lists, places, place, errors, max_mb: ::web::most_mb(app), done };
    Ok(views::imports::start(start, app.clock().zone(), key))
}

pub async fn template(Staff { actor, .. }: Staff) -> ::web::Result {
    actor.may(Action::ManageResources)?;
    Ok(::web::download("Образец списка ресурсов.xlsx", ::web::XLSX, import::template()?))
}

pub async fn upload(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageResources)?;
    let place = posted.answers.get("place").to_owned();
    let done = match intake::sheet(&posted).await {
        Err(error) => Err(error),
        Ok(Sheet { file_name, table }) => {
            let (who, wanted) = (actor.clone(), Uploaded { place: place.clone(), file_name, table });
            app.act(&posted.key, shell.owner(), move |tx| Ok(format!("{PATH}/{}", import::read_in(tx, &who, &wanted)?))).await
        }
    };
    ::web::or_afresh(done, async |errors| Ok(shell.page(start(&app, &actor, &place, &errors, &shell.key(), "").await?))).await
}

async fn found(app: &App, actor: &Actor, id: ImportId) -> Result<(Import, Vec<ImportRow>)> {
    let who = actor.clone();
    app.read(move |tx| Ok((import::find(tx, &who, id)?, import::rows(tx, id)?))).await
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::ManageResources)?;
    let (list, rows) = found(&app, &actor, identified(&raw)?).await?;
    let query = query(asked);
    Ok(shell.page(views::imports::page(&list, &rows, &list.mapping, &FieldErrors::default(), &query, &|| shell.key())).into_response())
}

pub async fn remap(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageResources)?;
    let id: ImportId = identified(&raw)?;
    let (list, rows) = found(&app, &actor, id).await?;
    let columns = intake::columns(&posted.answers, &list.mapping);
    let wanted = list.mapping.with(columns.clone());
    let version = version(&posted.answers);
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            import::remap(tx, &actor, id, columns, version)?;
            Ok(format!("{PATH}/{id}"))
        })
        .await;
    ::web::or_again(done, |errors| shell.page(views::imports::page(&list, &rows, &wanted, errors, &ui::url::Query::default(), &|| shell.key())))
}

pub async fn choose(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageResources)?;
    let (choices, rest, back) = (intake::choices(&posted.answers), intake::rest(&posted.answers), intake::back(&posted.answers));
    intake::act(&app, &shell, &raw, &posted, move |tx, id, version| import::choose(tx, &actor, id, &choices, rest, version).map(|()| back.href(&format!("{PATH}/{id}")))).await
}

pub async fn load(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageResources)?;
    intake::act(&app, &shell, &raw, &posted, move |tx, id, version| import::load(tx, &actor, id, version).map(|_| format!("{PATH}/{id}"))).await
}

pub async fn undo(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageResources)?;
    intake::act(&app, &shell, &raw, &posted, move |tx, id, version| import::undo(tx, &actor, id, version).map(|()| format!("{PATH}/{id}"))).await
}

pub async fn discard(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageResources)?;
    intake::act(&app, &shell, &raw, &posted, move |tx, id, version| import::discard(tx, &actor, id, version).map(|()| format!("{PATH}?done=discarded"))).await
}

/// All drafts of somebody else's import at once.
pub async fn review(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageResources)?;
    let id: ImportId = identified(&raw)?;
    let done = app.act(&posted.key, shell.owner(), move |tx| Ok(format!("/resources?batch={id}&reviewed={}", workflow::review_batch(tx, &actor, id)?)));
    Ok(::web::see(&done.await?))
}

//! Lists of outside assessments on screens.

use crate::{
    import::{self, Import, ImportRow, Uploaded},
    model::ImportId,
    views,
};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use intake::Sheet;
use kernel::{FieldErrors, Result};
use web::{App, Posted, Staff, identified, query, version};

const PATH: &str = "/assessments/import";

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> web::Result {
    actor.may(Action::RecordAssessments)?;
    let done = query(raw).text("done").to_owned();
    let page = start(&app, &actor, &Uploaded::default(), &FieldErrors::default(), &shell.key(), &done).await?;
    Ok(shell.page(page).into_response())
}

async fn start(app: &App, actor: &Actor, typed: &Uploaded, errors: &FieldErrors, key: &str, done: &str) -> Result<ui::page::Page> {
    let who = actor.clone();
    let (lists, sources) = app.read(move |tx| Ok((import::list(tx, &who)?, crate::store::assessments::sources(tx)?))).await?;
    Ok(views::imports::start(&lists, typed, errors, sources, web::most_mb(app), app.clock().zone(), key, done))
}

pub async fn template(Staff { actor, .. }: Staff) -> web::Result {
    actor.may(Action::RecordAssessments)?;
    Ok(web::download("Образец списка внешних оценок.xlsx", web::XLSX, import::template()?))
}

pub async fn upload(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> web::Result {
    actor.may(Action::RecordAssessments)?;
    let text = |name: &str| posted.answers.get(name).to_owned();
    let typed = Uploaded { source: text("source"), title: text("title"), taken_on: text("taken_on"), ..Uploaded::default() };
    let done = match intake::sheet(&posted).await {
        Err(error) => Err(error),
        Ok(Sheet { file_name, table }) => {
            let (who, wanted) = (actor.clone(), Uploaded { file_name, table, ..typed.clone() });
            app.act(&posted.key, shell.owner(), move |tx| Ok(format!("{PATH}/{}", import::read_in(tx, &who, &wanted)?))).await
        }
    };
    web::or_afresh(done, async |errors| Ok(shell.page(start(&app, &actor, &typed, &errors, &shell.key(), "").await?))).await
}

async fn found(app: &App, actor: &Actor, id: ImportId) -> Result<(Import, Vec<ImportRow>)> {
    let who = actor.clone();
    app.read(move |tx| Ok((import::find(tx, &who, id)?, import::rows(tx, id)?))).await
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> web::Result {
    actor.may(Action::RecordAssessments)?;
    let (list, rows) = found(&app, &actor, identified(&raw)?).await?;
    let query = query(asked);
    Ok(shell.page(views::imports::page(&list, &rows, &list.mapping, &FieldErrors::default(), &query, &|| shell.key())).into_response())
}

pub async fn remap(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> web::Result {
    actor.may(Action::RecordAssessments)?;
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
    web::or_again(done, |errors| shell.page(views::imports::page(&list, &rows, &wanted, errors, &ui::url::Query::default(), &|| shell.key())))
}

pub async fn choose(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> web::Result {
    actor.may(Action::RecordAssessments)?;
    let (choices, rest, back) = (intake::choices(&posted.answers), intake::rest(&posted.answers), intake::back(&posted.answers));
    intake::act(&app, &shell, &raw, &posted, move |tx, id, version| import::choose(tx, &actor, id, &choices, rest, version).map(|()| back.href(&format!("{PATH}/{id}")))).await
}

pub async fn load(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> web::Result {
    actor.may(Action::RecordAssessments)?;
    intake::act(&app, &shell, &raw, &posted, move |tx, id, version| import::load(tx, &actor, id, version).map(|_| format!("{PATH}/{id}"))).await
}

pub async fn undo(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> web::Result {
    actor.may(Action::RecordAssessments)?;
    intake::act(&app, &shell, &raw, &posted, move |tx, id, version| import::undo(tx, &actor, id, version).map(|()| format!("{PATH}/{id}"))).await
}

pub async fn discard(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> web::Result {
    actor.may(Action::RecordAssessments)?;
    intake::act(&app, &shell, &raw, &posted, move |tx, id, version| import::discard(tx, &actor, id, version).map(|()| format!("{PATH}?done=discarded"))).await
}

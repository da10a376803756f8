//! Lists of outside assessments on screens.

use super::{identified, query};
use crate::{
    import::{self, Column, Import, ImportRow, Mapping, Uploaded},
    model::ImportId,
    views,
};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result, Tx};
use people::import::{Table, limits};
use web::{Answers, App, Posted, Staff, Upload};

const PATH: &str = "/assessments/import";

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> web::Result {
    actor.may(Action::RecordAssessments)?;
    let done = query(raw).text("done").to_owned();
    let page = start(&app, &actor, &Uploaded::default(), &FieldErrors::default(), &shell.key(), &done).await?;
    Ok(shell.page(page).into_response())
}

async fn start(app: &App, actor: &Actor, typed: &Uploaded, errors: &FieldErrors, key: &str, done: &str) -> Result<ui::page::Page> {
    let account = actor.account;
    let (lists, sources) = app.read(move |tx| Ok((import::list(tx, account)?, crate::store::assessments::sources(tx)?))).await?;
    let most = u32::try_from(app.settings.max_upload / 1_048_576).unwrap_or(1);
    Ok(views::imports::start(&lists, typed, errors, sources, most, app.clock().zone(), key, done))
}

pub async fn template(Staff { actor, .. }: Staff) -> web::Result {
    actor.may(Action::RecordAssessments)?;
    Ok(web::download("Образец списка внешних оценок.xlsx", web::XLSX, import::template()?))
}

/// The file is parsed by a child process before the store is touched.
pub async fn upload(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> web::Result {
    actor.may(Action::RecordAssessments)?;
    let text = |name: &str| posted.answers.get(name).to_owned();
    let mut sheet = Uploaded { source: text("source"), title: text("title"), taken_on: text("taken_on"), ..Uploaded::default() };
    let done = match posted.files.into_iter().find(|file| file.field == "file" && !file.bytes.is_empty()) {
        None => Err(Error::field("file", "Выберите файл .xlsx или .csv")),
        Some(file) => match tokio::task::spawn_blocking(move || parse(&file)).await.map_err(anyhow::Error::new)? {
            Err(error) => Err(error),
            Ok((table, file_name)) => {
                sheet.table = table;
                sheet.file_name = file_name;
                let (who, wanted) = (actor.clone(), sheet.clone());
                app.act(&posted.key, shell.owner(), move |tx| Ok(format!("{PATH}/{}", import::read_in(tx, &who, &wanted)?))).await
            }
        },
    };
    let again = match &done {
        Err(Error::Fields(errors)) => shell.page(start(&app, &actor, &sheet, errors, &shell.key(), "").await?),
        Ok(_) | Err(_) => maud::Markup::default(),
    };
    web::or_again(done, |_| again)
}

fn parse(file: &Upload) -> Result<(Table, String)> {
    let book = sheets::read_bytes(&file.bytes, &limits()).map_err(|error| Error::field("file", error.message()))?;
    let table = Table::of(book).map_err(|sentence| Error::field("file", sentence))?;
    Ok((table, file.name.clone()))
}

async fn found(app: &App, actor: &Actor, id: ImportId) -> Result<(Import, Vec<ImportRow>)> {
    let account = actor.account;
    app.read(move |tx| Ok((import::find(tx, account, id)?, import::rows(tx, id)?))).await
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> web::Result {
    actor.may(Action::RecordAssessments)?;
    let (list, rows) = found(&app, &actor, identified(&raw)?).await?;
    let query = query(asked);
    Ok(shell.page(views::imports::page(&list, &rows, &list.mapping, &FieldErrors::default(), &query, &|| shell.key())).into_response())
}

fn version(answers: &Answers) -> i64 {
    answers.get("version").parse().unwrap_or_default()
}

pub async fn remap(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> web::Result {
    actor.may(Action::RecordAssessments)?;
    let id: ImportId = identified(&raw)?;
    let (list, rows) = found(&app, &actor, id).await?;
    let columns: Vec<Option<Column>> = (0..list.mapping.columns.len()).map(|at| posted.answers.get(&format!("column-{at}")).parse().ok()).collect();
    let wanted = Mapping { titles: list.mapping.titles.clone(), columns: columns.clone() };
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
    let (id, version): (ImportId, i64) = (identified(&raw)?, version(&posted.answers));
    let choices: Vec<(u32, String)> = posted.answers.pairs().iter().filter_map(|(name, value)| Some((name.strip_prefix("choice-")?.parse().ok()?, value.clone()))).collect();
    let rest = if posted.answers.get("rest") == "skip" { import::Rest::Skip } else { import::Rest::Keep };
    let back = ui::url::Query::parse(posted.answers.get("back")).href(&format!("{PATH}/{id}"));
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            import::choose(tx, &actor, id, &choices, rest, version)?;
            Ok(back)
        })
        .await?;
    Ok(web::see(&done))
}

/// What is done to a list as it was shown; the page that follows.
async fn step(app: App, Staff { actor, shell }: Staff, raw: &str, posted: Posted, act: impl FnOnce(&mut Tx<'_>, &Actor, ImportId, i64) -> Result<String> + Send + 'static) -> web::Result {
    actor.may(Action::RecordAssessments)?;
    let (id, version): (ImportId, i64) = (identified(raw)?, version(&posted.answers));
    Ok(web::see(&app.act(&posted.key, shell.owner(), move |tx| act(tx, &actor, id, version)).await?))
}

pub async fn load(State(app): State<App>, staff: Staff, Path(raw): Path<String>, posted: Posted) -> web::Result {
    step(app, staff, &raw, posted, |tx, actor, id, version| import::load(tx, actor, id, version).map(|_| format!("{PATH}/{id}"))).await
}

pub async fn undo(State(app): State<App>, staff: Staff, Path(raw): Path<String>, posted: Posted) -> web::Result {
    step(app, staff, &raw, posted, |tx, actor, id, version| import::undo(tx, actor, id, version).map(|()| format!("{PATH}/{id}"))).await
}

pub async fn discard(State(app): State<App>, staff: Staff, Path(raw): Path<String>, posted: Posted) -> web::Result {
    step(app, staff, &raw, posted, |tx, actor, id, version| import::discard(tx, actor, id, version).map(|()| format!("{PATH}?done=discarded"))).await
}

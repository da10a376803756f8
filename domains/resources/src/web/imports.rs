//! Lists of resources on screens.

use super::{identified, query, version};
use crate::{
    import::{self, Column, Import, ImportRow, Mapping, Uploaded},
    lists::own_places,
    model::ImportId,
    views, workflow,
};
use ::web::{App, Posted, Staff, Upload};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result};
use people::import::{Table, limits};

const PATH: &str = "/resources/import";

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ManageResources)?;
    let done = query(raw).text("done").to_owned();
    let page = start(&app, &actor, &actor.place.to_string(), &FieldErrors::default(), &shell.key(), &done).await?;
    Ok(shell.page(page).into_response())
}

async fn start(app: &App, actor: &Actor, place: &str, errors: &FieldErrors, key: &str, done: &str) -> Result<ui::page::Page> {
    let who = actor.clone();
    let (lists, places) = app.read(move |tx| Ok((import::list(tx, who.account)?, own_places(tx, &who)?))).await?;
    let most = u32::try_from(app.settings.max_upload / 1_048_576).unwrap_or(1);
    let start = views::imports::Start { lists: &lists, places, place, errors, max_mb: most, done };
    Ok(views::imports::start(start, app.clock().zone(), key))
}

pub async fn template(Staff { actor, .. }: Staff) -> ::web::Result {
    actor.may(Action::ManageResources)?;
    Ok(::web::download("Образец списка ресурсов.xlsx", ::web::XLSX, import::template()?))
}

/// The file is parsed by a child process before the store is touched.
pub async fn upload(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageResources)?;
    let mut sheet = Uploaded { place: posted.answers.get("place").to_owned(), ..Uploaded::default() };
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
        Err(Error::Fields(errors)) => shell.page(start(&app, &actor, &sheet.place, errors, &shell.key(), "").await?),
        Ok(_) | Err(_) => maud::Markup::default(),
    };
    ::web::or_again(done, |_| again)
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
    let columns: Vec<Option<Column>> = (0..list.mapping.columns.len()).map(|at| posted.answers.get(&format!("column-{at}")).parse().ok()).collect();
    let wanted = Mapping { titles: list.mapping.titles.clone(), columns: columns.clone() };
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
    let (id, version): (ImportId, i64) = (identified(&raw)?, version(&posted.answers));
    let choices: Vec<(u32, String)> = posted.answers.pairs().iter().filter_map(|(name, value)| Some((name.strip_prefix("choice-")?.parse().ok()?, value.clone()))).collect();
    let rest = if posted.answers.get("rest") == "skip" { import::Rest::Skip } else { import::Rest::Keep };
    let back = ui::url::Query::parse(posted.answers.get("back")).href(&format!("{PATH}/{id}"));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        import::choose(tx, &actor, id, &choices, rest, version)?;
        Ok(back)
    });
    Ok(::web::see(&done.await?))
}

pub async fn load(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageResources)?;
    let (id, version): (ImportId, i64) = (identified(&raw)?, version(&posted.answers));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        import::load(tx, &actor, id, version)?;
        Ok(format!("{PATH}/{id}"))
    });
    Ok(::web::see(&done.await?))
}

pub async fn undo(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageResources)?;
    let (id, version): (ImportId, i64) = (identified(&raw)?, version(&posted.answers));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        import::undo(tx, &actor, id, version)?;
        Ok(format!("{PATH}/{id}"))
    });
    Ok(::web::see(&done.await?))
}

pub async fn discard(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageResources)?;
    let (id, version): (ImportId, i64) = (identified(&raw)?, version(&posted.answers));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        import::discard(tx, &actor, id, version)?;
        Ok(format!("{PATH}?done=discarded"))
    });
    Ok(::web::see(&done.await?))
}

/// All drafts of somebody else's import at once.
pub async fn review(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageResources)?;
    let id: ImportId = identified(&raw)?;
    let done = app.act(&posted.key, shell.owner(), move |tx| Ok(format!("/resources?batch={id}&reviewed={}", workflow::review_batch(tx, &actor, id)?)));
    Ok(::web::see(&done.await?))
}

//! Import on screens: choose a file, look at what would become of each row, decide, load, undo.

use super::import_views::{self, Shown};
use crate::import::{self, BatchId, Choice, Field, Mapping, Mode, RowFilter, Source, Table, Verdict};
use ::web::{Answers, App, Posted, Staff, Upload};
use access::{Action, Actor, Scope};
use audit::{Event, Record};
use axum::{
    extract::{Path, RawQuery, State},
    response::{IntoResponse, Response},
};
use kernel::{Error, FieldErrors, Result, Slice};
use sha2::{Digest, Sha256};
use ui::url::Query;

const PATH: &str = "/people/import";
/// Rows on a page: each has its own question.
const ROWS: u32 = 50;

fn url(id: BatchId) -> String {
    format!("{PATH}/{id}")
}

fn identified(raw: &str) -> Result<BatchId> {
    raw.parse().map_err(|_| Error::NotFound)
}

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ImportPeople)?;
    let page = start_page(&app, &actor, &shell.key(), &FieldErrors::default(), Query::parse(&raw.unwrap_or_default()).text("done")).await?;
    Ok(shell.page(page).into_response())
}

async fn start_page(app: &App, actor: &Actor, key: &str, errors: &FieldErrors, done: &str) -> Result<ui::page::Page> {
    let scope = actor.scope();
    let batches = app.read(move |tx| import::batches(tx, &scope)).await?;
    Ok(import_views::start(&batches, app.clock().zone(), app.settings.max_upload, key, errors, done))
}

pub async fn template(Staff { actor, .. }: Staff) -> ::web::Result {
    actor.may(Action::ImportPeople)?;
    Ok(::web::download("Образец списка.xlsx", ::web::XLSX, import::template()?))
}

pub async fn upload(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::ImportPeople)?;
    let done = keep(&app, &actor, &shell.owner(), posted).await;
    let again = match &done {
        Err(Error::Fields(errors)) => Some(start_page(&app, &actor, &shell.key(), errors, "").await?),
        _ => None,
    };
    ::web::or_again(done, |_| again.map(|page| shell.page(page)).unwrap_or_default())
}

/// The file is parsed by a child process before the store is touched.
async fn keep(app: &App, actor: &Actor, owner: &str, posted: Posted) -> Result<String> {
    let Some(file) = posted.files.into_iter().find(|file| file.field == "file" && !file.bytes.is_empty()) else {
        return Err(Error::field("file", "Выберите файл .xlsx или .csv"));
    };
    let (table, name, digest) = tokio::task::spawn_blocking(move || parse(&file)).await.map_err(anyhow::Error::new)??;
    let (scope, place, by) = (actor.scope(), actor.place.clone(), actor.by());
    app.act(&posted.key, owner, move |tx| {
        let source = Source { file_name: &name, digest: &digest, place: &place };
        Ok(url(import::read_in(tx, &by, &scope, &source, &table)?))
    })
    .await
}

fn parse(file: &Upload) -> Result<(Table, String, String)> {
    let book = sheets::read_bytes(&file.bytes, &import::limits()).map_err(|error| {
        if error.is_internal() {
            tracing::error!(%error, "a sheet could not be read");
        }
        Error::field("file", error.message())
    })?;
    let table = Table::of(book).map_err(|sentence| Error::field("file", sentence))?;
    Ok((table, file.name.clone(), data_encoding::HEXLOWER.encode(&Sha256::digest(&file.bytes))))
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(query): RawQuery) -> ::web::Result {
    actor.may(Action::ImportPeople)?;
    let shown = loaded(&app, actor.scope(), identified(&raw)?, Query::parse(&query.unwrap_or_default())).await?;
    Ok(shell.page(import_views::batch(&shown, app.clock().zone(), &|| shell.key(), None)).into_response())
}

async fn loaded(app: &App, scope: Scope, id: BatchId, query: Query) -> Result<Shown> {
    app.read(move |tx| {
        let batch = import::find(tx, &scope, id)?;
        let verdict = query.text("verdict").parse::<Verdict>().ok();
        let (rows, counts) = import::list_rows(tx, &scope, id, RowFilter { verdict }, Slice::new(query.page(), ROWS))?;
        Ok(Shown { batch, rows, counts, verdict, query })
    })
    .await
}

pub async fn remap(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ImportPeople)?;
    let (id, scope) = (identified(&raw)?, actor.scope());
    let shown = loaded(&app, actor.scope(), id, Query::default()).await?;
    let mapping = chosen_mapping(&shown.batch.mapping, &posted.answers);
    let (wanted, version) = (mapping.clone(), version_of(&posted.answers));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        import::remap(tx, &scope, id, &wanted, version)?;
        Ok(format!("{}?done=mapped", url(id)))
    });
    ::web::or_again(done.await, |errors| shell.page(import_views::batch(&shown, app.clock().zone(), &|| shell.key(), Some((&mapping, errors)))))
}

fn version_of(answers: &Answers) -> i64 {
    answers.get("version").parse().unwrap_or_default()
}

fn chosen_mapping(known: &Mapping, answers: &Answers) -> Mapping {
    let fields = (0..known.fields.len()).map(|column| answers.get(&format!("column-{column}")).parse::<Field>().ok());
    Mapping { sheet: known.sheet.clone(), titles: known.titles.clone(), fields: fields.collect() }
}

pub async fn choose(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ImportPeople)?;
    let (id, scope, version) = (identified(&raw)?, actor.scope(), version_of(&posted.answers));
    let back = Query::parse(posted.answers.get("back")).with("done", "chosen").href(&url(id));
    let bulk = posted.answers.get("bulk").parse::<Choice>().ok().filter(|choice| *choice != Choice::Undecided);
    let answers = posted.answers.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let choices = match bulk {
            Some(choice) => bulk_choices(tx, &scope, id, choice)?,
            None => typed_choices(&answers),
        };
        import::set_choices(tx, &scope, id, &choices, version)?;
        Ok(back)
    });
    Ok(::web::see(&done.await?))
}

fn typed_choices(answers: &Answers) -> Vec<(u32, Choice)> {
    let choices = answers.pairs().iter().filter_map(|(name, value)| Some((name.strip_prefix("choice-")?.parse().ok()?, value.parse().ok()?)));
    choices.collect()
}

/// One decision for all rows that ask the same question.
fn bulk_choices(tx: &mut kernel::Tx<'_>, scope: &Scope, id: BatchId, choice: Choice) -> Result<Vec<(u32, Choice)>> {
    let asks = if choice == Choice::Without { Verdict::Error } else { Verdict::Duplicate };
    let (rows, _) = import::list_rows(tx, scope, id, RowFilter { verdict: Some(asks) }, Slice::all(100_000))?;
    let fits = rows.rows.iter().filter(|row| choice != Choice::Without || row.has_only_gaps());
    Ok(fits.map(|row| (row.line, choice)).collect())
}

pub async fn commit(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ImportPeople)?;
    let (id, scope, by, version) = (identified(&raw)?, actor.scope(), actor.by(), version_of(&posted.answers));
    let mode = if posted.answers.get("mode") == "good" { Mode::OnlyGood } else { Mode::AllOrNothing };
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        import::commit(tx, &by, &scope, id, mode, version)?;
        Ok(format!("{}?done=loaded", url(id)))
    });
    Ok(::web::see(&done.await?))
}

pub async fn undo(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ImportPeople)?;
    let (id, scope, by, version) = (identified(&raw)?, actor.scope(), actor.by(), version_of(&posted.answers));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        import::undo(tx, &by, &scope, id, version)?;
        Ok(format!("{}?done=undone", url(id)))
    });
    Ok(::web::see(&done.await?))
}

pub async fn discard(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ImportPeople)?;
    let (id, scope, by) = (identified(&raw)?, actor.scope(), actor.by());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        import::discard(tx, &by, &scope, id)?;
        Ok(format!("{PATH}?done=discarded"))
    });
    Ok(::web::see(&done.await?))
}

pub async fn errors(State(app): State<App>, Staff { actor, .. }: Staff, Path(raw): Path<String>) -> ::web::Result<Response> {
    actor.may(Action::ImportPeople)?;
    let id = identified(&raw)?;
    let bytes = app.write(move |tx| {
        tx.record(&actor.by(), Event::new("import.exported", "import", id))?;
        import::errors_sheet(tx, &actor.scope(), id)
    });
    let bytes = bytes.await?;
    Ok(::web::download("Исправить.xlsx", ::web::XLSX, bytes))
}

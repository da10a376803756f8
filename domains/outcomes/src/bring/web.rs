//! Addresses of files with results.

use super::{
    batch::{self, About, Batch, BatchId},
    form::{BringForm, mismatch},
    load::{self, Outlook},
    meaning, undo, views,
};
use crate::{
    form::periods,
    web::{identified, query, schools, version},
};
use ::web::{App, Posted, Shell, Staff, Upload};
use access::{Action, Actor};
use axum::{
    Router,
    extract::{Path, RawQuery, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use gradefiles::{Found, Hints, Problems, Reader};
use http::StatusCode;
use kernel::{Error, FieldErrors, Result, Timestamp, Tx, id::PlaceId};
use maud::Markup;
use sheets::ReadError;
use structure::{Lists, places::Place, terms::Term};

const PATH: &str = "/outcomes/bring";
/// As many as the form has; each costs a child process.
const MOST_FILES: usize = 4;

/// Everything under `/outcomes/bring`.
pub fn router() -> Router<App> {
    Router::new()
        .route("/outcomes/bring", get(start).post(upload))
        .route("/outcomes/bring/template.xlsx", get(template))
        .route("/outcomes/bring/{id}", get(show))
        .route("/outcomes/bring/{id}/names", post(say))
        .route("/outcomes/bring/{id}/loading", post(load_all))
        .route("/outcomes/bring/{id}/undoing", post(take_back))
        .route("/outcomes/bring/{id}/discarding", post(discard))
}

pub fn url(id: BatchId) -> String {
    format!("{PATH}/{id}")
}

/// What the first page stands on.
pub struct Ground {
    pub schools: Vec<Place>,
    pub municipalities: Vec<Place>,
    pub lists: Lists,
    pub terms: Vec<Term>,
    pub files: Vec<Batch>,
    pub periods: Vec<crate::Period>,
    pub most_mb: u32,
}

async fn ground(app: &App, actor: &Actor) -> Result<Ground> {
    let who = actor.clone();
    let most_mb = u32::try_from(app.settings.max_upload.div_ceil(1 << 20)).unwrap_or(u32::MAX);
    app.read(move |tx| {
        let lists = Lists::read(tx)?;
        let periods = periods(lists.day);
        let municipalities = structure::places::municipalities(tx, lists.day)?;
        Ok(Ground { schools: schools(tx, &who)?, municipalities, terms: meaning::subjects(tx)?, files: batch::list(tx, who.account, &who.scope())?, periods, lists, most_mb })
    })
    .await
}

async fn template(Staff { actor, .. }: Staff) -> ::web::Result {
    actor.may(Action::EnterOutcomes)?;
    Ok(::web::download("Результаты классов, образец.xlsx", ::web::XLSX, gradefiles::template().map_err(anyhow::Error::new)?))
}

async fn start(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::EnterOutcomes)?;
    let ground = ground(&app, &actor).await?;
    let done = query(raw).text("done").to_owned();
    Ok(shell.page(views::start(&ground, (&BringForm::default(), &FieldErrors::default(), None), &done, &shell.key())).into_response())
}

/// The file is read by a child process before the store is touched, and is gone when this returns.
async fn upload(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::EnterOutcomes)?;
    let form = BringForm::of(&posted.answers);
    let ground = ground(&app, &actor).await?;
    let again = |errors: &FieldErrors, problems: Option<&Problems>| (StatusCode::UNPROCESSABLE_ENTITY, shell.page(views::start(&ground, (&form, errors, problems), "", &shell.key()))).into_response();
    let known = (meaning::subject_names(&ground.terms), meaning::place_names(&ground.schools, &ground.municipalities));
    let said = form.parse(&ground.lists.subjects(), known, ground.lists.day);
    let files: Vec<Upload> = posted.files.iter().filter(|file| file.field.starts_with("file") && !file.bytes.is_empty()).cloned().collect();
    let wrong = match files.len() {
        0 => Some("Выберите файл: XLSX, XLS или CSV"),
        1..=MOST_FILES => None,
        _ => Some("Файлов больше четырёх: загрузите их по частям"),
    };
    let said = match (said, wrong) {
        (Ok(said), None) => said,
        (said, wrong) => {
            let mut errors = said.err().unwrap_or_default();
            if let Some(wrong) = wrong {
                errors.add("file", wrong);
            }
            return Ok(again(&errors, None));
        }
    };
    let hints = said.hints.clone();
    let found = match tokio::task::spawn_blocking(move || read(&files, &hints)).await.map_err(anyhow::Error::new)? {
        Ok(found) => found,
        Err(problems) => return Ok(again(&FieldErrors::default(), Some(&problems))),
    };
    if let Some(why) = mismatch(&found, said.source) {
        let mut errors = FieldErrors::default();
        errors.add("source", why);
        return Ok(again(&errors, None));
    }
    let schools = ground.schools.clone();
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            let place = if said.place.is_empty() { None } else { Some(one_of(&schools, &said.place)?) };
            let body = meaning::guess(tx, &actor, &schools, &found, place)?;
            let about = About { source: said.source, period: said.period, title: said.title.clone(), body, had_people: found.had_people };
            Ok(url(batch::keep(tx, &actor, &about, &found)?))
        })
        .await;
    match done {
        Err(Error::Fields(errors)) => Ok(again(&errors, None)),
        done => Ok(::web::see(&done?)),
    }
}

fn one_of(schools: &[Place], asked: &str) -> Result<PlaceId> {
    schools.iter().find(|place| place.id.as_str() == asked).map(|place| place.id.clone()).ok_or_else(|| Error::field("place", "Выберите школу"))
}

/// What is wrong in any of the files, by file, sheet, row and cell.
fn read(files: &[Upload], hints: &Hints) -> Result<Found, Problems> {
    let mut all = Vec::new();
    let mut problems = Problems::default();
    for file in files {
        let number = file.field.strip_prefix("file-").and_then(|number| number.parse().ok()).unwrap_or(1);
        let (found, wrong) = match read_one(file, hints) {
            Ok(found) => (Some(found), None),
            Err(wrong) => (None, Some(wrong)),
        };
        // The only file needs no number; several have those of the form, since what they are called may be a pupil's name.
        let is_only = files.len() == 1;
        all.extend(found.map(|found| if is_only { found } else { found.of_file(number) }));
        problems = problems.and(wrong.map(|wrong| if is_only { wrong } else { wrong.of_file(number) }));
    }
    if problems.is_empty() { gradefiles::joined(all, hints) } else { Err(problems) }
}

fn read_one(file: &Upload, hints: &Hints) -> Result<Found, Problems> {
    let mut reader = Reader::new(hints);
    if let Err(error) = sheets::stream_bytes(&file.bytes, &gradefiles::limits(), &mut reader) {
        if error.is_internal() {
            tracing::error!(%error, "a file of outcomes could not be read");
        }
        return Err(Problems::one(nameless(error, hints).message()));
    }
    // What a file is called is looked at for this alone, and not kept.
    reader.finish().map(|found| Found { says_vpr: found.says_vpr || gradefiles::says_vpr(&file.name), ..found })
}

/// A tab may be called after a pupil: what is wrong is told without its name, unless it is that of a class or a subject.
fn nameless(error: ReadError, hints: &Hints) -> ReadError {
    let told = |sheet: String| gradefiles::tab_name(&sheet, hints).unwrap_or_default();
    match error {
        ReadError::TooManyRows { sheet, cell, limit } => ReadError::TooManyRows { sheet: told(sheet), cell, limit },
        ReadError::TooManyColumns { sheet, cell, limit } => ReadError::TooManyColumns { sheet: told(sheet), cell, limit },
        ReadError::TooMuch { sheet, cell } => ReadError::TooMuch { sheet: told(sheet), cell },
        ReadError::CellTooLong { sheet, cell, limit } => ReadError::CellTooLong { sheet: told(sheet), cell, limit },
        other => other,
    }
}

/// A file that was read, with what would become of it.
pub struct Shown {
    pub batch: Batch,
    pub schools: Vec<Place>,
    pub lists: Lists,
    pub is_whole: bool,
    pub outlook: Option<Outlook>,
    pub rows: Vec<gradefiles::Row>,
    pub now: Timestamp,
}

fn shown(tx: &mut Tx<'_>, actor: &Actor, id: BatchId) -> Result<Shown> {
    let batch = batch::find(tx, actor, id)?;
    let rows = batch::first_rows(tx, id)?;
    let is_waiting = batch.state == super::BatchState::Draft;
    let is_whole = is_waiting && meaning::is_whole(&batch.body);
    let outlook = if is_whole { Some(load::outlook(tx, actor, &batch)?) } else { None };
    Ok(Shown { schools: schools(tx, actor)?, lists: Lists::read(tx)?, is_whole, outlook, rows, now: tx.now(), batch })
}

async fn drawn(app: &App, (actor, shell): (&Actor, &Shell), id: BatchId, errors: &FieldErrors, done: &str) -> Result<Markup> {
    let who = actor.clone();
    let shown = app.read(move |tx| shown(tx, &who, id)).await?;
    Ok(shell.page(views::file(&shown, errors, done, &|| shell.key())))
}

async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::EnterOutcomes)?;
    let done = query(asked).text("done").to_owned();
    Ok(drawn(&app, (&actor, &shell), identified(&raw)?, &FieldErrors::default(), &done).await?.into_response())
}

/// Does it and shows what became of it, or the page once more with what is wrong.
async fn act(app: &App, (actor, shell): (&Actor, &Shell), id: BatchId, posted: &Posted, act: impl FnOnce(&mut Tx<'_>, &Actor) -> Result<String> + Send + 'static) -> ::web::Result<Response> {
    let who = actor.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| act(tx, &who)).await;
    let again = match &done {
        Err(Error::Fields(errors)) => drawn(app, (actor, shell), id, errors, "").await?,
        Ok(_) | Err(_) => Markup::default(),
    };
    ::web::or_again(done, |_| again)
}

async fn say(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::EnterOutcomes)?;
    let id = identified(&raw)?;
    let answers = posted.answers.clone();
    act(&app, (&actor, &shell), id, &posted, move |tx, actor| {
        let schools = schools(tx, actor)?;
        meaning::say(tx, actor, (id, version(&answers)), &schools, &answers)?;
        Ok(url(id))
    })
    .await
}

async fn load_all(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::EnterOutcomes)?;
    let id = identified(&raw)?;
    let (version, replaces) = (version(&posted.answers), posted.answers.get("replace") == "yes");
    act(&app, (&actor, &shell), id, &posted, move |tx, actor| {
        load::load(tx, actor, id, (version, replaces))?;
        Ok(format!("{}?done=loaded", url(id)))
    })
    .await
}

async fn take_back(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::EnterOutcomes)?;
    let id = identified(&raw)?;
    let version = version(&posted.answers);
    act(&app, (&actor, &shell), id, &posted, move |tx, actor| {
        undo::undo(tx, actor, id, version)?;
        Ok(format!("{}?done=undone", url(id)))
    })
    .await
}

async fn discard(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::EnterOutcomes)?;
    let id = identified(&raw)?;
    let version = version(&posted.answers);
    act(&app, (&actor, &shell), id, &posted, move |tx, actor| {
        batch::discard(tx, actor, id, version)?;
        Ok(format!("{PATH}?done=discarded"))
    })
    .await
}

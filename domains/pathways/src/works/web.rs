//! Screens of one's own works.

use super::{Typed, Work, WorkId, body::Body, store, upload, views, writing};
use crate::{
    model::ResultForm,
    proof::Sources,
    web::{self as pages, or_typed},
};
use ::files::Digest;
use access::Actor;
use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Path, RawQuery, State},
    response::IntoResponse,
    routing::{get, post},
};
use kernel::{Error, FieldErrors, Tx};
use maud::Markup;
use ui::url::Query;
use web::{Answers, App, Posted, Result, Shell, Staff, see, show_upload};

/// Everything under `/cabinet/works`.
pub fn router() -> Router<App> {
    Router::new()
        .route("/cabinet/works", get(list))
        .route("/cabinet/works/new", get(new).post(begin))
        .route("/cabinet/works/{id}", get(show).post(write).layer(DefaultBodyLimit::disable()))
        .route("/cabinet/works/{id}/draft", post(draft))
        .route("/cabinet/works/{id}/files/{digest}", get(file))
        .route("/cabinet/works/{id}/removal", post(remove))
}

async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result<Markup> {
    let person = writing::author(&actor)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let (works, standing) = app.read(move |tx| Ok((store::list(tx, person)?, store::standing(tx, person)?))).await?;
    Ok(views::list(&shell, &works, &standing, query.text("done")))
}

async fn new(Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result<Markup> {
    writing::author(&actor)?;
    let query = Query::parse(&raw.unwrap_or_default());
    Ok(views::new(&shell, query.text("form"), "", &FieldErrors::default()))
}

async fn begin(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> Result {
    writing::author(&actor)?;
    let (form, title) = (posted.answers.get("form").to_owned(), posted.answers.get("title").to_owned());
    let (wanted, named) = (form.clone(), title.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let form: ResultForm = wanted.parse().map_err(|_| Error::field("form", "Выберите форму"))?;
        Ok(format!("/cabinet/works/{}", writing::begin(tx, &actor, form, &named)?))
    });
    web::or_again(done.await, |errors| views::new(&shell, &form, &title, errors))
}

/// What the page shows besides what was typed.
async fn page((app, sources): (&App, &Sources), actor: &Actor, shell: &Shell, id: WorkId, typed: Option<(Typed, String)>, (errors, done): (&[(String, String)], &str)) -> Result<Markup> {
    let (reader, sources) = (actor.clone(), sources.clone());
    let (work, files, used, proofs) = app
        .read(move |tx| {
            let work = writing::own(tx, &reader, id)?;
            let proofs = sources.of(tx, work.person)?;
            Ok((work, store::files(tx, id)?, store::used_in(tx, id)?, proofs))
        })
        .await?;
    let chosen = work.proof.as_ref().map(|proof| proof.id.clone()).unwrap_or_default();
    let (typed, activity) = typed.unwrap_or_else(|| (Typed { title: work.title.clone(), body: work.body.clone() }, chosen));
    let largest = u32::try_from(app.files.largest() / (1024 * 1024)).unwrap_or(10);
    let zone = app.clock().zone();
    Ok(views::work(shell, &views::Shown { work: &work, typed: &typed, activity: &activity, files: &files, used: &used, proofs: &proofs, errors, done, largest, zone }))
}

async fn show(State(app): State<App>, Extension(sources): Extension<Sources>, Staff { actor, shell }: Staff, Path(id): Path<WorkId>, RawQuery(raw): RawQuery) -> Result<Markup> {
    let query = Query::parse(&raw.unwrap_or_default());
    page((&app, &sources), &actor, &shell, id, None, (&[], query.text("done"))).await
}

fn typed(form: ResultForm, answers: &Answers) -> Typed {
    Typed { title: answers.get("title").to_owned(), body: Body::typed(form, |code| answers.get(code)) }
}

async fn form_of(app: &App, actor: &Actor, id: WorkId) -> Result<Work> {
    let reader = actor.clone();
    Ok(app.read(move |tx| writing::own(tx, &reader, id)).await?)
}

/// Which button of the form was pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Press {
    Save,
    Attach,
    Detach(Digest),
    Prove,
    Portfolio(bool),
}

impl Press {
    fn of(answers: &Answers) -> Option<Self> {
        let (word, of) = pages::pressed(answers);
        Some(match word {
            "" => Self::Save,
            upload::ATTACH => Self::Attach,
            "detach" => Self::Detach(of.parse().ok()?),
            "prove" => Self::Prove,
            "in" => Self::Portfolio(true),
            "out" => Self::Portfolio(false),
            _ => return None,
        })
    }
}

/// One form, whichever button is pressed: what was typed is kept with it.
async fn write(State(app): State<App>, Extension(sources): Extension<Sources>, Staff { actor, shell }: Staff, Path(id): Path<WorkId>, posted: Posted) -> Result {
    let press = Press::of(&posted.answers).ok_or(Error::NotFound)?;
    let work = form_of(&app, &actor, id).await?;
    let (said, version, chosen) = (typed(work.form, &posted.answers), crate::walk::version(&posted.answers), posted.answers.get("activity").to_owned());
    let (writer, from, kept, activity) = (actor.clone(), sources.clone(), said.clone(), posted.answers.has("activity").then(|| chosen.clone()));
    let has_text = posted.answers.has("title");
    let done = upload::act(&app, &posted, shell.owner(), move |tx, file| {
        if press == Press::Save {
            writing::save(tx, &writer, id, version, &kept)?;
        } else if has_text {
            writing::keep(tx, &writer, id, version, &kept)?;
        }
        if let Some((stored, name)) = file {
            writing::attach(tx, &writer, id, stored, name)?;
        }
        if let Some(activity) = activity {
            prove(tx, (&writer, &from), id, &activity)?;
        }
        pressed(tx, &writer, id, version, press).map(|word| format!("/cabinet/works/{id}?done={word}"))
    });
    or_typed(done.await, async |errors| page((&app, &sources), &actor, &shell, id, Some((said, chosen)), (errors.all(), "")).await).await
}

/// The activity of the form, where another is chosen than stands there.
fn prove(tx: &mut Tx<'_>, (writer, sources): (&Actor, &Sources), id: WorkId, chosen: &str) -> kernel::Result<()> {
    let work = writing::own(tx, writer, id)?;
    if work.proof.as_ref().map_or("", |proof| proof.id.as_str()) == chosen {
        return Ok(());
    }
    let proof = sources.chosen(tx, work.person, chosen)?;
    writing::prove(tx, writer, id, proof)
}

/// The act beside writing, and what is said of it.
fn pressed(tx: &mut Tx<'_>, writer: &Actor, id: WorkId, version: i64, press: Press) -> kernel::Result<&'static str> {
    match press {
        Press::Save => Ok("saved"),
        Press::Attach => Ok("attached"),
        Press::Detach(digest) => writing::detach(tx, writer, id, &digest).map(|()| "detached"),
        Press::Prove => Ok(if writing::own(tx, writer, id)?.proof.is_some() { "proved" } else { "unproved" }),
        Press::Portfolio(is_in) => writing::set_for_portfolio(tx, writer, id, version, is_in).map(|()| "portfolio"),
    }
}

async fn draft(State(app): State<App>, Staff { actor, .. }: Staff, Path(id): Path<WorkId>, answers: Answers) -> Result {
    let work = form_of(&app, &actor, id).await?;
    let (said, version) = (typed(work.form, &answers), crate::walk::version(&answers));
    app.write(move |tx| writing::draft(tx, &actor, id, version, &said)).await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}

async fn file(State(app): State<App>, Staff { actor, .. }: Staff, Path((id, digest)): Path<(WorkId, String)>) -> Result {
    let digest: Digest = digest.parse().map_err(|_| Error::NotFound)?;
    let found = app
        .read(move |tx| {
            writing::own(tx, &actor, id)?;
            store::files(tx, id)?.into_iter().find(|file| file.digest == digest).ok_or(Error::NotFound)
        })
        .await?;
    Ok(show_upload(&found.name, found.kind, app.stored(found.digest).await?))
}

async fn remove(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<WorkId>, posted: Posted) -> Result {
    let done = app.act(&posted.key, shell.owner(), move |tx| writing::remove(tx, &actor, id).map(|()| "/cabinet/works?done=removed".to_owned()));
    Ok(see(&done.await?))
}

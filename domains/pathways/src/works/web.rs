//! Screens of one's own works.

use super::{Typed, Work, WorkId, body::Body, store, views, writing};
use crate::{model::ResultForm, proof::Sources, works::upload::check};
use ::files::Digest;
use access::Actor;
use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Path, RawQuery, State},
    response::IntoResponse,
    routing::{get, post},
};
use kernel::{Error, FieldErrors};
use maud::Markup;
use ui::url::Query;
use web::{Answers, App, Posted, Result, Shell, Staff, see, show_upload, unprocessable};

/// Everything under `/cabinet/works`.
pub fn router() -> Router<App> {
    Router::new()
        .route("/cabinet/works", get(list))
        .route("/cabinet/works/new", get(new).post(begin))
        .route("/cabinet/works/{id}", get(show).post(save))
        .route("/cabinet/works/{id}/draft", post(draft))
        .route("/cabinet/works/{id}/files", post(attach).layer(DefaultBodyLimit::disable()))
        .route("/cabinet/works/{id}/files/{digest}", get(file))
        .route("/cabinet/works/{id}/files/{digest}/removal", post(detach))
        .route("/cabinet/works/{id}/activity", post(prove))
        .route("/cabinet/works/{id}/portfolio", post(portfolio))
        .route("/cabinet/works/{id}/removal", post(remove))
}

async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result<Markup> {
    let person = writing::author(&actor)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let works = app.read(move |tx| store::list(tx, person)).await?;
    Ok(views::list(&shell, &works, query.text("done")))
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
async fn page((app, sources): (&App, &Sources), actor: &Actor, shell: &Shell, id: WorkId, (typed, errors): (Option<Typed>, &FieldErrors), done: &str) -> Result<Markup> {
    let (reader, sources) = (actor.clone(), sources.clone());
    let (work, files, used, proofs) = app
        .read(move |tx| {
            let work = writing::own(tx, &reader, id)?;
            let proofs = sources.of(tx, work.person)?;
            Ok((work, store::files(tx, id)?, store::used_in(tx, id)?, proofs))
        })
        .await?;
    let typed = typed.unwrap_or_else(|| Typed { title: work.title.clone(), body: work.body.clone() });
    let largest = u32::try_from(app.files.largest() / (1024 * 1024)).unwrap_or(10);
    Ok(views::work(shell, &views::Shown { work: &work, typed: &typed, files: &files, used: &used, proofs: &proofs, errors, done, largest }))
}

async fn show(State(app): State<App>, Extension(sources): Extension<Sources>, Staff { actor, shell }: Staff, Path(id): Path<WorkId>, RawQuery(raw): RawQuery) -> Result<Markup> {
    let query = Query::parse(&raw.unwrap_or_default());
    page((&app, &sources), &actor, &shell, id, (None, &FieldErrors::default()), query.text("done")).await
}

fn typed(form: ResultForm, answers: &Answers) -> Typed {
    Typed { title: answers.get("title").to_owned(), body: Body::typed(form, |code| answers.get(code)) }
}

async fn form_of(app: &App, actor: &Actor, id: WorkId) -> Result<Work> {
    let reader = actor.clone();
    Ok(app.read(move |tx| writing::own(tx, &reader, id)).await?)
}

async fn save(State(app): State<App>, Extension(sources): Extension<Sources>, Staff { actor, shell }: Staff, Path(id): Path<WorkId>, posted: Posted) -> Result {
    let work = form_of(&app, &actor, id).await?;
    let (said, version) = (typed(work.form, &posted.answers), crate::walk::version(&posted.answers));
    let (writer, kept) = (actor.clone(), said.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| writing::save(tx, &writer, id, version, &kept).map(|()| format!("/cabinet/works/{id}?done=saved")));
    match done.await {
        Ok(location) => Ok(see(&location)),
        Err(Error::Fields(errors)) => Ok(unprocessable(page((&app, &sources), &actor, &shell, id, (Some(said), &errors), "").await?)),
        Err(other) => Err(other.into()),
    }
}

async fn draft(State(app): State<App>, Staff { actor, .. }: Staff, Path(id): Path<WorkId>, answers: Answers) -> Result {
    let work = form_of(&app, &actor, id).await?;
    let (said, version) = (typed(work.form, &answers), crate::walk::version(&answers));
    app.write(move |tx| writing::draft(tx, &actor, id, version, &said)).await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}

async fn attach(State(app): State<App>, Extension(sources): Extension<Sources>, Staff { actor, shell }: Staff, Path(id): Path<WorkId>, posted: Posted) -> Result {
    form_of(&app, &actor, id).await?;
    let writer = actor.clone();
    let put = async {
        let (stored, name) = check(&app, &posted).await?;
        app.act(&posted.key, shell.owner(), move |tx| writing::attach(tx, &writer, id, &stored, &name).map(|()| format!("/cabinet/works/{id}?done=attached"))).await
    };
    match put.await {
        Ok(location) => Ok(see(&location)),
        Err(Error::Fields(errors)) => Ok(unprocessable(page((&app, &sources), &actor, &shell, id, (None, &errors), "").await?)),
        Err(other) => Err(other.into()),
    }
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

async fn detach(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, digest)): Path<(WorkId, String)>, posted: Posted) -> Result {
    let digest: Digest = digest.parse().map_err(|_| Error::NotFound)?;
    let done = app.act(&posted.key, shell.owner(), move |tx| writing::detach(tx, &actor, id, &digest).map(|()| format!("/cabinet/works/{id}?done=detached")));
    Ok(see(&done.await?))
}

async fn prove(State(app): State<App>, Extension(sources): Extension<Sources>, Staff { actor, shell }: Staff, Path(id): Path<WorkId>, posted: Posted) -> Result {
    let (chosen, writer, from) = (posted.answers.get("activity").to_owned(), actor.clone(), sources.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let person = writing::own(tx, &writer, id)?.person;
        let proof = from.chosen(tx, person, &chosen)?;
        let word = if proof.is_some() { "proved" } else { "unproved" };
        writing::prove(tx, &writer, id, proof)?;
        Ok(format!("/cabinet/works/{id}?done={word}"))
    });
    match done.await {
        Ok(location) => Ok(see(&location)),
        Err(Error::Fields(errors)) => Ok(unprocessable(page((&app, &sources), &actor, &shell, id, (None, &errors), "").await?)),
        Err(other) => Err(other.into()),
    }
}

async fn portfolio(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<WorkId>, posted: Posted) -> Result {
    let version = crate::walk::version(&posted.answers);
    let is_in = posted.answers.get("to") == "in";
    let done = app.act(&posted.key, shell.owner(), move |tx| writing::set_for_portfolio(tx, &actor, id, version, is_in).map(|()| format!("/cabinet/works/{id}?done=portfolio")));
    Ok(see(&done.await?))
}

async fn remove(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<WorkId>, posted: Posted) -> Result {
    let done = app.act(&posted.key, shell.owner(), move |tx| writing::remove(tx, &actor, id).map(|()| "/cabinet/works?done=removed".to_owned()));
    Ok(see(&done.await?))
}

//! Taking: one item a page, an overview, a check before sending.

use super::{id, or_again, stored_file};
use crate::{
    assign::store as assignments,
    attempt::{
        adaptive,
        answer::{self, Saving},
        files::{self as answer_files, AnswerFile},
        start, store, submit,
    },
    instrument::store as instruments,
    model::{Attempt, AttemptId, AttemptState},
    scored,
    views::attempts as views,
};
use access::Actor;
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use files::{Digest, Kind};
use items::{Answer, ItemBody};
use kernel::{Error, FieldErrors, Timestamp, Tx, id::PersonId};
use maud::Markup;
use std::collections::BTreeSet;
use ui::url::Query;
use web::{Answers, App, Posted, Result, Shell, Staff};

/// An attempt as its pages show it.
#[derive(Debug, Clone)]
pub struct Taking {
    pub attempt: Attempt,
    pub title: String,
    /// Positions from 1 in order.
    pub positions: Vec<i64>,
    pub answered: BTreeSet<i64>,
    /// From when on the result may be seen, once it is scored.
    pub due_at: Option<Timestamp>,
    pub now: Timestamp,
}

impl Taking {
    #[must_use]
    pub fn is_adaptive(&self) -> bool {
        self.attempt.form.is_none()
    }

    #[must_use]
    pub fn last(&self) -> i64 {
        self.positions.last().copied().unwrap_or(1)
    }

    #[must_use]
    pub fn unanswered(&self) -> Vec<i64> {
        self.positions.iter().copied().filter(|position| !self.answered.contains(position)).collect()
    }
}

fn taking(tx: &mut Tx<'_>, person: PersonId, id: AttemptId) -> kernel::Result<Taking> {
    let attempt = store::own(tx, person, id)?;
    let instrument = instruments::find(tx, attempt.instrument)?;
    let closes_at = assignments::own(tx, person, attempt.assignment)?.closes_at;
    let due_at = attempt.scored_at.map(|scored_at| scored::due_at(instrument.shows, scored_at, closes_at));
    Ok(Taking { title: instrument.title, positions: store::positions(tx, id)?, answered: store::answered(tx, id)?, due_at, now: tx.now(), attempt })
}

/// The attempt, closed first if its time is over.
async fn read(app: &App, actor: &Actor, id: AttemptId) -> kernel::Result<Taking> {
    let person = start::own(actor)?;
    let found = app.read(move |tx| taking(tx, person, id)).await?;
    if found.attempt.state != AttemptState::Running || found.now < found.attempt.ends_at {
        return Ok(found);
    }
    let listeners = app.listeners.clone();
    app.write(move |tx| {
        submit::close_if_over(tx, &listeners, &found.attempt)?;
        taking(tx, person, id)
    })
    .await
}

pub async fn overview(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> Result<Markup> {
    let taking = read(&app, &actor, id(&raw)?).await?;
    Ok(views::overview(&shell, &taking, app.clock().zone()))
}

/// What the page of an item is made of.
pub struct Shown {
    pub taking: Taking,
    pub position: i64,
    pub body: ItemBody,
    pub answer: Option<Answer>,
    pub saved_at: Option<Timestamp>,
    pub seen: i64,
    pub files: Vec<AnswerFile>,
}

fn shown(tx: &mut Tx<'_>, taking: Taking, position: i64) -> kernel::Result<Shown> {
    let place = store::place(tx, taking.attempt.person, taking.attempt.id, position)?;
    let newest = store::answer(tx, taking.attempt.id, position)?;
    let body = items::body(tx, place.item, place.revision)?;
    let files = if body.takes_file() { answer_files::of(tx, taking.attempt.id, position)? } else { Vec::new() };
    let (answer, saved_at, seen) = newest.map_or((None, None, 0), |(answer, at, seq)| (answer, Some(at), seq));
    Ok(Shown { taking, position, body, answer, saved_at, seen, files })
}

pub async fn item(State(app): State<App>, Staff { actor, shell }: Staff, Path((raw, position)): Path<(String, String)>, RawQuery(query): RawQuery) -> Result {
    let (id, position) = (id::<AttemptId>(&raw)?, id::<i64>(&position)?);
    let query = Query::parse(&query.unwrap_or_default());
    item_page(&app, &actor, &shell, (id, position), (query.text("done"), FieldErrors::default())).await
}

async fn item_page(app: &App, actor: &Actor, shell: &Shell, (id, position): (AttemptId, i64), (done, errors): (&str, FieldErrors)) -> Result {
    let taking = read(app, actor, id).await?;
    if taking.attempt.state != AttemptState::Running {
        return Ok(web::see(&format!("/attempts/{id}")));
    }
    // An adaptive attempt has one open item: the last.
    if taking.is_adaptive() && position != taking.last() {
        return Ok(web::see(&format!("/attempts/{id}/items/{}", taking.last())));
    }
    let shown = app.read(move |tx| shown(tx, taking, position)).await?;
    let page = views::item(shell, &shown, app.clock().zone(), done, &errors);
    Ok(if errors.is_empty() { page.into_response() } else { web::unprocessable(page) })
}

/// «Сохранить и дальше»: the answer, then the next item (chosen by the answers in an adaptive attempt), then the check.
pub async fn save(State(app): State<App>, Staff { actor, shell }: Staff, Path((raw, position)): Path<(String, String)>, posted: Posted) -> Result {
    let (person, id, position) = (start::own(&actor)?, id::<AttemptId>(&raw)?, id::<i64>(&position)?);
    let to = posted.answers.get("to").to_owned();
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        answer::save(tx, person, &Saving::of(id, position, &posted.answers), &posted.answers)?;
        next(tx, person, id, position, &to)
    });
    Ok(web::see(&done.await?))
}

fn next(tx: &mut Tx<'_>, person: PersonId, id: AttemptId, position: i64, to: &str) -> kernel::Result<String> {
    let place = store::place(tx, person, id, position)?;
    if place.is_adaptive {
        let attempt = store::own(tx, person, id)?;
        let instrument = instruments::find(tx, attempt.instrument)?;
        return Ok(match adaptive::give_next(tx, &attempt, &instrument)? {
            Some(next) => format!("/attempts/{id}/items/{next}"),
            None => format!("/attempts/{id}/submission"),
        });
    }
    Ok(match to {
        "overview" => format!("/attempts/{id}"),
        "stay" => format!("/attempts/{id}/items/{position}?done=saved"),
        "back" if position > 1 => format!("/attempts/{id}/items/{}", position - 1),
        _ if position < place.last => format!("/attempts/{id}/items/{}", position + 1),
        _ => format!("/attempts/{id}/submission"),
    })
}

/// What is typed, kept while one types; nothing is answered.
pub async fn draft(State(app): State<App>, Staff { actor, .. }: Staff, Path((raw, position)): Path<(String, String)>, answers: Answers) -> Result {
    let (person, id, position) = (start::own(&actor)?, id::<AttemptId>(&raw)?, id::<i64>(&position)?);
    app.write(move |tx| answer::save(tx, person, &Saving::of(id, position, &answers), &answers)).await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}

pub async fn attach(State(app): State<App>, Staff { actor, shell }: Staff, Path((raw, position)): Path<(String, String)>, posted: Posted) -> Result {
    let (person, id, position) = (start::own(&actor)?, id::<AttemptId>(&raw)?, id::<i64>(&position)?);
    // Whose it is and whether it is taken now is asked before anything touches the disk.
    app.read(move |tx| {
        let place = store::place(tx, person, id, position)?;
        answer::must_take(place.state, place.ends_at, tx.now())
    })
    .await?;
    let kept = keep(&app, &posted).await;
    let done = match kept {
        Ok((stored, name)) => {
            app.act(&posted.key, shell.owner(), move |tx| {
                answer_files::attach(tx, person, id, position, &stored, &name)?;
                Ok(format!("/attempts/{id}/items/{position}?done=attached#files"))
            })
            .await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(location) => Ok(web::see(&location)),
        Err(Error::Fields(errors)) => item_page(&app, &actor, &shell, (id, position), ("", errors)).await,
        Err(other) => Err(other.into()),
    }
}

async fn keep(app: &App, posted: &Posted) -> kernel::Result<(files::Stored, String)> {
    let upload = posted.files.iter().find(|upload| upload.field == "file").ok_or_else(|| Error::field("file", "Выберите файл: PDF, JPG или PNG"))?;
    let (bytes, name, store) = (upload.bytes.clone(), upload.name.clone(), app.files.clone());
    let put = tokio::task::spawn_blocking(move || store.put(&bytes, &[Kind::Pdf, Kind::Jpg, Kind::Png])).await.map_err(anyhow::Error::new)?;
    let stored = put.map_err(|cause| if let Error::Refusal(sentence) = cause { Error::field("file", sentence) } else { cause })?;
    Ok((stored, name))
}

pub async fn detach(State(app): State<App>, Staff { actor, shell }: Staff, Path((raw, position, digest)): Path<(String, String, String)>, posted: Posted) -> Result {
    let (person, id, position, digest) = (start::own(&actor)?, id::<AttemptId>(&raw)?, id::<i64>(&position)?, id::<Digest>(&digest)?);
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        answer_files::detach(tx, person, id, position, &digest)?;
        Ok(format!("/attempts/{id}/items/{position}?done=detached#files"))
    });
    Ok(web::see(&done.await?))
}

pub async fn own_file(State(app): State<App>, Staff { actor, .. }: Staff, Path((raw, position, digest)): Path<(String, String, String)>) -> Result {
    let (person, id, position, digest) = (start::own(&actor)?, id::<AttemptId>(&raw)?, id::<i64>(&position)?, id::<Digest>(&digest)?);
    let wanted = digest.clone();
    let name = app
        .read(move |tx| {
            store::place(tx, person, id, position)?;
            answer_files::of(tx, id, position)?.into_iter().find(|file| file.digest == wanted).map(|file| file.name).ok_or(Error::NotFound)
        })
        .await?;
    stored_file(&app, digest, &name).await
}

/// A file of the item itself, while the attempt runs.
pub async fn material(State(app): State<App>, Staff { actor, .. }: Staff, Path((raw, position, digest)): Path<(String, String, String)>) -> Result {
    let (person, id, position, digest) = (start::own(&actor)?, id::<AttemptId>(&raw)?, id::<i64>(&position)?, id::<Digest>(&digest)?);
    let wanted = digest.clone();
    let name = app
        .read(move |tx| {
            let place = store::place(tx, person, id, position)?;
            answer::must_take(place.state, place.ends_at, tx.now())?;
            items::file_name(tx, place.item, place.revision, &wanted)
        })
        .await?;
    stored_file(&app, digest, &name).await
}

pub async fn check(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> Result {
    let taking = read(&app, &actor, id(&raw)?).await?;
    if taking.attempt.state != AttemptState::Running {
        return Ok(web::see(&format!("/attempts/{}", taking.attempt.id)));
    }
    Ok(views::check(&shell, &taking, app.clock().zone()).into_response())
}

pub async fn submit(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> Result {
    let (person, id) = (start::own(&actor)?, id::<AttemptId>(&raw)?);
    let listeners = app.listeners.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        submit::submit(tx, &listeners, &actor.by(), person, id)?;
        Ok(format!("/attempts/{id}?done=sent"))
    });
    or_again(done.await, |_| async { Err(Error::NotFound.into()) }).await
}

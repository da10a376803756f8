//! Materials and the read check.

use super::{identified, query};
use crate::{
    access::{Act, load, may, standing},
    model::{ActivityId, MaterialId, Phase, SeatState},
    packet,
    sight::Sight,
    signing, store, views,
    views::packet::{Desk, Reading},
};
use ::web::{Answers, App, Posted, Shell, Staff};
use access::Actor;
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result, params};
use maud::Markup;

async fn reading(app: &App, actor: &Actor, shell: &Shell, id: ActivityId, typed: (&Answers, &FieldErrors)) -> Result<Markup> {
    let who = actor.clone();
    let read = app.read(move |tx| {
        let one = packet::of_participant(tx, &who, id)?;
        let mut materials = packet::materials(tx, id)?;
        materials.retain(|material| material.phase == Phase::Before);
        let has_read = tx.count("SELECT COUNT(*) FROM activity_seat WHERE activity_id = $1 AND person_id = $2 AND read_at IS NOT NULL", params![id, who.person])? > 0;
        Ok((materials, packet::questions(tx, id)?, has_read, one))
    });
    let (materials, questions, has_read, one) = read.await?;
    let shown = Reading { one: &one, materials: &materials, questions: &questions, has_read, answers: typed.0, errors: typed.1 };
    Ok(shell.page(views::packet::reading(&shown, &shell.key())))
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    let id: ActivityId = identified(&raw)?;
    let page = reading(&app, &actor, &shell, id, (&Answers::default(), &FieldErrors::default())).await?;
    if let Some(person) = actor.person {
        let is_first = app.read(move |tx| Ok(tx.count("SELECT COUNT(*) FROM activity_seat WHERE activity_id = $1 AND person_id = $2 AND opened_at IS NULL", params![id, person])? > 0)).await?;
        if is_first {
            app.write(move |tx| packet::open(tx, id, person)).await?;
        }
    }
    Ok(page.into_response())
}

pub async fn read(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let id: ActivityId = identified(&raw)?;
    let (answers, who) = (posted.answers.clone(), actor.clone());
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            packet::read(tx, &who, id, &answers)?;
            Ok(format!("{}?done=read", crate::url(id)))
        })
        .await;
    match done {
        Err(Error::Fields(errors)) => Ok(::web::unprocessable(reading(&app, &actor, &shell, id, (&posted.answers, &errors)).await?)),
        done => ::web::or_again(done, |_| Markup::default()),
    }
}

/// The check as the answers of its form.
fn kept(questions: &[packet::Question]) -> Answers {
    Answers::of(questions.iter().enumerate().flat_map(|(at, question)| {
        let options = question.options.iter().enumerate().map(move |(option, text)| (format!("option-{at}-{option}"), text.clone()));
        [(format!("words-{at}"), question.words.clone()), (format!("answer-{at}"), question.answer.to_string())].into_iter().chain(options)
    }))
}

/// What was typed and which of the two forms it was.
#[derive(Default)]
struct Typed {
    material: Answers,
    check: Option<Answers>,
    errors: FieldErrors,
}

async fn desk(app: &App, actor: &Actor, shell: &Shell, id: ActivityId, done: &str, typed: &Typed) -> Result<Markup> {
    let who = actor.clone();
    let read = app.read(move |tx| {
        let one = load(tx, &who, Act::Run, id)?;
        let unread = i64::try_from(packet::unread(tx, id)?.len()).unwrap_or(0);
        Ok((packet::materials(tx, id)?, packet::questions(tx, id)?, unread, store::people::counts(tx, id)?, one))
    });
    let (materials, questions, unread, counts, one) = read.await?;
    let check = typed.check.clone().unwrap_or_else(|| kept(&questions));
    let max_mb = ::web::most_mb(app);
    let shown = Desk { one: &one, materials: &materials, check: &check, answers: &typed.material, errors: &typed.errors, unread, signed: counts.signed, done, max_mb };
    Ok(shell.page(views::packet::desk(&shown, &|| shell.key())))
}

pub async fn editor(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    let (id, done): (ActivityId, _) = (identified(&raw)?, query(asked).text("done").to_owned());
    Ok(desk(&app, &actor, &shell, id, &done, &Typed::default()).await?.into_response())
}

pub async fn add(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let (id, who): (ActivityId, Actor) = (identified(&raw)?, actor.clone());
    app.read(move |tx| load(tx, &who, Act::Run, id)).await?;
    let done = add_checked(&app, &actor, &shell, id, &posted).await;
    match done {
        Err(Error::Fields(errors)) => Ok(::web::unprocessable(desk(&app, &actor, &shell, id, "", &Typed { material: posted.answers.clone(), check: None, errors }).await?)),
        done => ::web::or_again(done, |_| Markup::default()),
    }
}

async fn add_checked(app: &App, actor: &Actor, shell: &Shell, id: ActivityId, posted: &Posted) -> Result<String> {
    let file = posted.files.iter().find(|file| file.field == "file" && !file.bytes.is_empty());
    let new = packet::material(&posted.answers, file.is_some())?;
    let stored = match file {
        Some(file) => {
            let (store, bytes) = (app.files.clone(), file.bytes.clone());
            let stored = tokio::task::spawn_blocking(move || store.put(&bytes, files::Kind::ALL)).await.map_err(anyhow::Error::new)?;
            let stored = stored.map_err(|error| if let Error::Refusal(sentence) = error { Error::field("file", sentence) } else { error })?;
            Some((stored, file.name.clone()))
        }
        None => None,
    };
    let who = actor.clone();
    let act = move |tx: &mut kernel::Tx<'_>| {
        packet::add_material(tx, &who, id, &new, stored.as_ref().map(|(stored, name)| (stored, name.as_str())))?;
        Ok(format!("{}/materials?done=added", crate::url(id)))
    };
    app.act(&posted.key, shell.owner(), act).await
}

pub async fn remove(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let (id, material): (ActivityId, MaterialId) = (identified(&raw)?, identified(posted.answers.get("material"))?);
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        packet::remove_material(tx, &actor, id, material)?;
        Ok(format!("{}/materials?done=removed", crate::url(id)))
    });
    Ok(::web::see(&done.await?))
}

pub async fn check(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let id: ActivityId = identified(&raw)?;
    let (answers, who) = (posted.answers.clone(), actor.clone());
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            packet::set_check(tx, &who, id, &packet::check(&answers)?)?;
            Ok(format!("{}/materials?done=check", crate::url(id)))
        })
        .await;
    match done {
        Err(Error::Fields(errors)) => Ok(::web::unprocessable(desk(&app, &actor, &shell, id, "", &Typed { material: Answers::default(), check: Some(posted.answers.clone()), errors }).await?)),
        done => ::web::or_again(done, |_| Markup::default()),
    }
}

pub async fn remind(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let id: ActivityId = identified(&raw)?;
    let done = app.act(&posted.key, shell.owner(), move |tx| Ok(format!("{}/materials?done={}", crate::url(id), packet::remind(tx, &actor, id)?)));
    Ok(::web::see(&done.await?))
}

/// A file of a material, to those who run the activity and those who take part.
pub async fn file(State(app): State<App>, Staff { actor, .. }: Staff, Path((raw, material)): Path<(String, String)>) -> ::web::Result {
    let (id, material): (ActivityId, MaterialId) = (identified(&raw)?, identified(&material)?);
    let read = app.read(move |tx| {
        let sight = Sight::of(tx, &actor)?;
        let one = store::find(tx, &sight, id)?;
        let takes_part = match actor.person {
            Some(person) => matches!(signing::seat(tx, id, person)?, Some(SeatState::Signed | SeatState::Waiting | SeatState::Invited)),
            None => false,
        };
        if !takes_part && !may(Act::Run, standing(tx, &actor, &one)?) {
            return Err(Error::NotFound);
        }
        let found = packet::materials(tx, id)?.into_iter().find(|found| found.id == material).ok_or(Error::NotFound)?;
        let digest = found.digest.ok_or(Error::NotFound)?;
        Ok((found.file_name, files::find(tx, &digest)?))
    });
    let (name, kept) = read.await?;
    let bytes = app.stored(kept.digest).await?;
    Ok(::web::show_upload(&name, kept.kind, bytes))
}

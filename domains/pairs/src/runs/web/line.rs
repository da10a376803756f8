//! One teacher of a run: why this methodist, who else, and what a person decides.

use super::{answer, card, id, query, version};
use crate::{
    lists::Lists,
    model::RunId,
    runs::{
        store::{self, lines},
        views,
        workflow::{self, Change},
    },
    url,
};
use ::web::{App, Posted, Staff};
use access::Action;
use audit::{Event, Record};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, id::PersonId};

/// A look at one person is noted.
pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path((raw, person)): Path<(String, String)>, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::ManagePairs)?;
    let (run, person): (RunId, PersonId) = (id(&raw)?, id(&person)?);
    let done = query(asked).text("done").to_owned();
    let shown = app
        .write(move |tx| {
            let run = store::find(tx, &actor, run)?;
            let line = store::one(tx, &actor.scope(), run.id, person)?;
            let others = line.others.iter().map(|other| other.methodist);
            let people: Vec<PersonId> = std::iter::once(person).chain(line.methodist).chain(others).collect();
            tx.record(&actor.by(), Event::new("matching.viewed", "matching_run", run.id).of(person))?;
            Ok(views::line::Shown { names: lines::names(tx, &people)?, lists: Lists::read(tx)?, choices: card::choices(tx, &run)?, is_banned: store::has_bans(tx, run.id, person)?, run, line })
        })
        .await?;
    Ok(shell.page(views::line::page(&shown, &done, &|| shell.key())).into_response())
}

/// Pins, forbids or frees, and works the run out with that.
pub async fn change(State(app): State<App>, Staff { actor, shell }: Staff, Path((raw, person)): Path<(String, String)>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManagePairs)?;
    let (run, person): (RunId, PersonId) = (id(&raw)?, id(&person)?);
    let answers = &posted.answers;
    let methodist = answers.get("methodist").parse::<PersonId>().map_err(|_| Error::NotFound);
    let (change, done) = match answers.get("act") {
        "pin" => (Change::Pin(person, methodist.map_err(|_| Error::refusal("Выберите методиста из списка и нажмите «Закрепить» ещё раз."))?), "pinned"),
        "forbid" => (Change::Forbid(person, methodist?), "forbidden"),
        "free" => (Change::Free(person), "freed"),
        _ => return Err(Error::NotFound.into()),
    };
    let (version, who) = (version(answers), actor.clone());
    let question = app.read(move |tx| workflow::ask(tx, &who, run, Some(change))).await?;
    let (question, answer) = answer(question).await?;
    let acted = app.act(&posted.key, shell.owner(), move |tx| {
        workflow::put(tx, &actor, (run, version), Some(change), (&question, &answer))?;
        Ok(format!("{}?done={done}", url::line(run, person)))
    });
    Ok(::web::see(&acted.await?))
}

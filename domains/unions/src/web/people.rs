//! Members and offices.

use super::{card, identified, query, text};
use crate::{
    access::{self as rights, Act},
    form,
    model::{Office, UnionId},
    store::people as store,
    url, views,
    workflow::people as workflow,
};
use ::web::{Answers, App, Posted, Shell, Staff};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result, Tx, id::PersonId};
use maud::Markup;
use views::people::{Failed, Shown};

fn read(tx: &mut Tx<'_>, actor: &Actor, id: UnionId, asked: String) -> Result<Shown> {
    let (union, standing) = rights::load(tx, actor, Act::View, id)?;
    let (today, rights) = (tx.today(), card::rights_of(actor, &union, &standing));
    let members = store::on(tx, id, today)?;
    let total = members.len();
    // Whoever oversees the place may take anybody there; a head takes teachers of the subject.
    let only_subjects = !rights.manages && !crate::store::body::subjects(tx, id)?.is_empty();
    let found = if rights.leads { store::candidates(tx, &union, &asked, only_subjects)? } else { Vec::new() };
    let former = if rights.sees_people { store::former(tx, id, today)? } else { Vec::new() };
    let terms = if rights.sees_people { store::terms(tx, id)? } else { Vec::new() };
    Ok(Shown { members: card::seen(actor, rights, members), total, former, terms, asked, found, rights, today, union })
}

async fn page(app: &App, actor: &Actor, shell: &Shell, id: UnionId, (done, asked): (&str, String), failed: &Failed) -> Result<Markup> {
    let who = actor.clone();
    let shown = app.read(move |tx| read(tx, &who, id, asked)).await?;
    Ok(shell.page(views::people::page(&shown, done, failed, &|| shell.key())))
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let query = query(asked);
    Ok(page(&app, &actor, &shell, identified(&raw)?, (query.text("done"), text(&query, "q")), &Failed::default()).await?.into_response())
}

/// Acts, and shows the page again with what is wrong.
async fn act(app: &App, (actor, shell): (&Actor, &Shell), id: UnionId, posted: &Posted, does: impl FnOnce(&mut Tx<'_>, &Actor, &Answers) -> Result<&'static str> + Send + 'static) -> ::web::Result {
    let (answers, who) = (posted.answers.clone(), actor.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| Ok(format!("{}/people?done={}", url::union(id), does(tx, &who, &answers)?))).await;
    let again = match &done {
        Err(Error::Fields(errors)) => page(app, actor, shell, id, ("", String::new()), &Failed { errors: errors.clone() }).await?,
        Ok(_) | Err(_) => Markup::default(),
    };
    ::web::or_again(done, |_| again)
}

fn person(answers: &Answers) -> Result<PersonId> {
    answers.get("person").parse().map_err(|_| Error::field("person", "Выберите участника"))
}

fn office(answers: &Answers) -> Result<Office> {
    answers.get("office").parse().map_err(|_| Error::field("office", "Выберите должность"))
}

pub async fn join(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let id = identified(&raw)?;
    let does = move |tx: &mut Tx<'_>, actor: &Actor, answers: &Answers| {
        rights::load(tx, actor, Act::Lead, id)?;
        workflow::join(tx, actor, id, person(answers)?, form::day(answers, "on")?)?;
        Ok("joined")
    };
    act(&app, (&actor, &shell), id, &posted, does).await
}

pub async fn leave(State(app): State<App>, Staff { actor, shell }: Staff, Path((raw, who)): Path<(String, String)>, posted: Posted) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let (id, who) = (identified(&raw)?, identified::<PersonId>(&who)?);
    let does = move |tx: &mut Tx<'_>, actor: &Actor, answers: &Answers| {
        rights::load(tx, actor, Act::Lead, id)?;
        workflow::leave(tx, actor, id, who, form::day(answers, "on")?)?;
        Ok("left")
    };
    act(&app, (&actor, &shell), id, &posted, does).await
}

pub async fn appoint(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageUnions)?;
    let id = identified(&raw)?;
    let does = move |tx: &mut Tx<'_>, actor: &Actor, answers: &Answers| {
        rights::load(tx, actor, Act::Manage, id)?;
        let mut errors = FieldErrors::default();
        let (who, which) = (answers.get("person").parse::<PersonId>(), answers.get("office").parse::<Office>());
        let who = errors.take("person", who.map_err(|_| "Выберите участника"));
        let which = errors.take("office", which.map_err(|_| "Выберите должность"));
        let on = errors.take("on", kernel::date::parse(answers.get("on").trim()));
        let ((who, which), on) = errors.or(who.zip(which).zip(on))?;
        workflow::appoint(tx, actor, id, (who, which), on)?;
        Ok("appointed")
    };
    act(&app, (&actor, &shell), id, &posted, does).await
}

pub async fn dismiss(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageUnions)?;
    let id = identified(&raw)?;
    let does = move |tx: &mut Tx<'_>, actor: &Actor, answers: &Answers| {
        rights::load(tx, actor, Act::Manage, id)?;
        workflow::dismiss(tx, actor, id, (person(answers)?, office(answers)?), form::day(answers, "on")?)?;
        Ok("dismissed")
    };
    act(&app, (&actor, &shell), id, &posted, does).await
}

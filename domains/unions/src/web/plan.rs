//! The year plan.

use super::{card, identified, query, version};
use crate::{
    access::{self as rights, Act},
    form,
    lists::Lists,
    model::{Line, LineId, UnionId, school_year},
    store::{body, people, plan as store},
    url, views,
    workflow::plan as workflow,
};
use ::web::{Answers, App, Posted, Shell, Staff};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result, Tx};
use maud::Markup;
use views::plan::Shown;

/// A year of a plan is one between the first and the next after this.
fn year_of(raw: &str, today: kernel::Date) -> i16 {
    let now = school_year(today);
    raw.parse::<i16>().ok().filter(|year| (2000..=now + 1).contains(year)).unwrap_or(now)
}

fn read(tx: &mut Tx<'_>, actor: &Actor, id: UnionId, year: i16) -> Result<Shown> {
    let (union, standing) = rights::load(tx, actor, Act::View, id)?;
    let (today, rights) = (tx.today(), card::rights_of(actor, &union, &standing));
    let leads = rights.leads && union.is_open_on(today) && union.kind.is_ours();
    let mut years = store::years(tx, id)?;
    years.extend([school_year(today), school_year(today) + 1]);
    years.sort_unstable_by(|one, other| other.cmp(one));
    years.dedup();
    let members = if leads { people::on(tx, id, today)? } else { Vec::new() };
    Ok(Shown {
        lines: store::of_year(tx, id, year)?,
        has_last_year: !store::of_year(tx, id, year - 1)?.is_empty(),
        lists: Lists::read(tx)?,
        sees_people: rights.sees_people,
        person: actor.person,
        union,
        year,
        years,
        members,
        leads,
    })
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let (id, query) = (identified(&raw)?, query(asked));
    let year = year_of(query.text("year"), app.clock().today());
    let shown = app.read(move |tx| read(tx, &actor, id, year)).await?;
    Ok(shell.page(views::plan::page(&shown, (query.text("done"), &Answers::default()), &FieldErrors::default(), &|| shell.key())).into_response())
}

pub async fn add(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let (id, year) = (identified(&raw)?, year_of(posted.answers.get("year"), app.clock().today()));
    let (answers, who) = (posted.answers.clone(), actor.clone());
    let act = move |tx: &mut Tx<'_>| {
        rights::load(tx, &who, Act::Lead, id)?;
        workflow::add(tx, &who, id, year, &form::line(&answers)?)?;
        Ok(format!("{}/plan?year={year}&done=added", url::union(id)))
    };
    let done = app.act(&posted.key, shell.owner(), act).await;
    let again = match &done {
        Err(Error::Fields(errors)) => {
            let shown = app.read(move |tx| read(tx, &actor, id, year)).await?;
            shell.page(views::plan::page(&shown, ("", &posted.answers), errors, &|| shell.key()))
        }
        Ok(_) | Err(_) => Markup::default(),
    };
    ::web::or_again(done, |_| again)
}

pub async fn copy(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let (id, year) = (identified::<UnionId>(&raw)?, year_of(posted.answers.get("year"), app.clock().today()));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        workflow::copy(tx, &actor, id, year)?;
        Ok(format!("{}/plan?year={year}&done=copied", url::union(id)))
    });
    Ok(::web::see(&done.await?))
}

/// A line of a plan that the actor writes, with its page.
async fn own(app: &App, actor: &Actor, id: LineId) -> Result<(Line, Shown)> {
    let who = actor.clone();
    app.read(move |tx| {
        let line = store::find(tx, id)?;
        rights::load(tx, &who, Act::Lead, line.union)?;
        let shown = read(tx, &who, line.union, line.school_year)?;
        Ok((line, shown))
    })
    .await
}

fn line_page(shell: &Shell, (line, shown): &(Line, Shown), answers: &Answers, errors: &FieldErrors) -> Markup {
    shell.page(views::plan::line_page(shown, line, answers, errors, &|| shell.key()))
}

pub async fn line(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let found = own(&app, &actor, identified(&raw)?).await?;
    Ok(line_page(&shell, &found, &form::line_answers(&found.0), &FieldErrors::default()).into_response())
}

pub async fn edit(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let id = identified(&raw)?;
    let found = own(&app, &actor, id).await?;
    let (answers, year) = (posted.answers.clone(), found.0.school_year);
    let act = move |tx: &mut Tx<'_>| {
        let union = workflow::edit(tx, &actor, id, &form::line(&answers)?, version(&answers))?;
        Ok(format!("{}/plan?year={year}&done=edited", url::union(union)))
    };
    let done = app.act(&posted.key, shell.owner(), act).await;
    ::web::or_again(done, |errors| line_page(&shell, &found, &posted.answers, errors))
}

pub async fn remove(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let (id, version) = (identified(&raw)?, version(&posted.answers));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let (union, year) = workflow::remove(tx, &actor, id, version)?;
        Ok(format!("{}/plan?year={year}&done=removed", url::union(union)))
    });
    Ok(::web::see(&done.await?))
}

pub async fn proofs(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let id = identified(&raw)?;
    let (union, line, proofs) = app.read(move |tx| to_mark(tx, &actor, id)).await?;
    Ok(shell.page(views::plan::done_page(&union, &line, &proofs, &FieldErrors::default(), &shell.key())).into_response())
}

fn to_mark(tx: &mut Tx<'_>, actor: &Actor, id: LineId) -> Result<(crate::model::Union, Line, Vec<workflow::Proof>)> {
    let (line, proofs) = workflow::to_mark(tx, actor, id)?;
    let today = tx.today();
    Ok((body::find(tx, line.union, today)?, line, proofs))
}

pub async fn mark(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let (id, who) = (identified(&raw)?, actor.clone());
    let (union, line, proofs) = app.read(move |tx| to_mark(tx, &who, id)).await?;
    let (answers, year) = (posted.answers.clone(), line.school_year);
    let act = move |tx: &mut Tx<'_>| {
        let union = workflow::mark(tx, &actor, id, answers.get("proof"), version(&answers))?;
        Ok(format!("{}/plan?year={year}&done=marked", url::union(union)))
    };
    let done = app.act(&posted.key, shell.owner(), act).await;
    ::web::or_again(done, |errors| shell.page(views::plan::done_page(&union, &line, &proofs, errors, &shell.key())))
}

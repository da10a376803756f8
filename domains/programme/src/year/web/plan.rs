//! Forms of the plan.

use super::page::{act, version, year};
use crate::year::{
    form::LineForm,
    lists::Lists,
    model::{Line, LineId, Year},
    plan::{self, Verdict},
    sight, store, views,
};
use access::Actor;
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Tx, id::PersonId};
use maud::Markup;
use ui::url::Query;
use web::{Answers, App, Posted, Result, Staff};

pub async fn add(State(app): State<App>, Staff { actor, shell }: Staff, Path(person): Path<PersonId>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (person, posted), move |tx, answers, year| {
        plan::put_line(tx, &who, (person, year), None, (&LineForm::from(answers), version(answers)))?;
        Ok("line")
    })
    .await
}

/// A line with the plan it is of, for its own page.
pub struct One {
    pub person: PersonId,
    pub year: Year,
    pub line: Line,
    pub version: i64,
    pub lists: Lists,
}

fn one(tx: &mut Tx<'_>, actor: &Actor, (person, asked): (PersonId, &str), id: LineId) -> kernel::Result<One> {
    sight::load(tx, actor, person)?.own()?;
    let (year, lists) = (year(asked, tx.today()), Lists::read(tx)?);
    let plan = store::plan_of(tx, person, year)?.ok_or(Error::NotFound)?;
    let line = store::lines(tx, plan.id)?.into_iter().find(|line| line.id == id).ok_or(Error::NotFound)?;
    Ok(One { person, year, line, version: plan.version, lists })
}

pub async fn edit(State(app): State<App>, Staff { actor, shell }: Staff, Path((person, id)): Path<(PersonId, LineId)>, RawQuery(raw): RawQuery) -> Result<Markup> {
    let query = Query::parse(&raw.unwrap_or_default());
    let found = app.read(move |tx| one(tx, &actor, (person, query.text("year")), id)).await?;
    Ok(views::plan::line(&shell, &found, &LineForm::from(&found.line), &FieldErrors::default()))
}

pub async fn change(State(app): State<App>, Staff { actor, shell }: Staff, Path((person, id)): Path<(PersonId, LineId)>, posted: Posted) -> Result {
    let (who, typed) = (actor.clone(), posted.answers.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let year = year(typed.get("year"), tx.today());
        plan::put_line(tx, &who, (person, year), Some(id), (&LineForm::from(&typed), version(&typed)))?;
        Ok(format!("/cabinet/year?year={}&done=changed", year.number()))
    });
    match done.await {
        Ok(location) => Ok(web::see(&location)),
        Err(Error::Fields(errors)) => {
            let asked = posted.answers.get("year").to_owned();
            let found = app.read(move |tx| one(tx, &actor, (person, &asked), id)).await?;
            Ok(web::unprocessable(views::plan::line(&shell, &found, &LineForm::from(&posted.answers), &errors)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

pub async fn remove(State(app): State<App>, Staff { actor, shell }: Staff, Path((person, id)): Path<(PersonId, LineId)>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (person, posted), move |tx, answers, year| {
        plan::remove_line(tx, &who, (person, year), id, version(answers))?;
        Ok("removed")
    })
    .await
}

pub async fn copy(State(app): State<App>, Staff { actor, shell }: Staff, Path(person): Path<PersonId>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (person, posted), move |tx, answers, year| {
        plan::copy_last(tx, &who, person, (year, version(answers)))?;
        Ok("copied")
    })
    .await
}

type Step = fn(&mut Tx<'_>, &Actor, PersonId, (Year, i64)) -> kernel::Result<()>;

async fn step(app: App, Staff { actor, shell }: Staff, (person, posted): (PersonId, Posted), (work, word): (Step, &'static str)) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (person, posted), move |tx, answers: &Answers, year| {
        work(tx, &who, person, (year, version(answers)))?;
        Ok(word)
    })
    .await
}

pub async fn send(State(app): State<App>, staff: Staff, Path(person): Path<PersonId>, posted: Posted) -> Result {
    step(app, staff, (person, posted), (plan::send, "sent")).await
}

pub async fn take_back(State(app): State<App>, staff: Staff, Path(person): Path<PersonId>, posted: Posted) -> Result {
    step(app, staff, (person, posted), (plan::take_back, "back")).await
}

pub async fn reopen(State(app): State<App>, staff: Staff, Path(person): Path<PersonId>, posted: Posted) -> Result {
    step(app, staff, (person, posted), (plan::reopen, "back")).await
}

pub async fn decide(State(app): State<App>, Staff { actor, shell }: Staff, Path(person): Path<PersonId>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (person, posted), move |tx, answers, year| {
        // Whose plan it is not may not learn from a form's error that there is one.
        sight::load(tx, &who, person)?.overseer()?;
        let verdict = Verdict::read(answers.get("word"), answers.get("words"))?;
        plan::decide(tx, &who, person, (year, version(answers)), &verdict)?;
        Ok("decided")
    })
    .await
}

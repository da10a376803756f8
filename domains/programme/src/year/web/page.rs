//! A member's year on one page.

use crate::year::{
    fact::Snapshot,
    form::LineForm,
    lists::Lists,
    load::{self, Load},
    model::{Line, Part, Plan, Report, Year},
    report, sight,
    sight::Standing,
    store, views,
};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Tx, id::PersonId};
use maud::Markup;
use ui::url::Query;
use web::{Answers, App, Posted, Result, Shell, Staff};

/// What the page is made of.
pub struct Data {
    pub standing: Standing,
    pub year: Year,
    pub plan: Option<Plan>,
    /// Of one's own plan, in the order of the snapshot's rows: what may be changed.
    pub lines: Vec<Line>,
    pub snapshot: Snapshot,
    pub reports: Vec<Report>,
    pub load: Option<Load>,
    pub has_last: bool,
    pub lists: Lists,
}

/// What was typed into the page's forms and what is wrong with it.
#[derive(Default)]
pub struct Typed {
    pub line: LineForm,
    pub answers: Answers,
    pub errors: FieldErrors,
    pub done: String,
}

/// The year that an address or a form asks for; the present one otherwise.
pub fn year(raw: &str, today: kernel::Date) -> Year {
    Year::parse(raw).unwrap_or_else(|| Year::of(today))
}

pub fn version(answers: &Answers) -> i64 {
    answers.get("version").parse().unwrap_or(0)
}

/// Reads the page; `standing` was judged by the caller.
pub fn gather(tx: &mut Tx<'_>, standing: Standing, year: Year) -> kernel::Result<Data> {
    let (person, lists) = (standing.person, Lists::read(tx)?);
    let plan = store::plan_of(tx, person, year)?;
    let lines = match plan.as_ref().filter(|_| standing.is_own) {
        Some(plan) => store::lines(tx, plan.id)?,
        None => Vec::new(),
    };
    let snapshot = report::standing(tx, (person, year, Part::Whole), (&lists, report::Reader::of(&standing)))?;
    let reports = store::reports_of(tx, person, year)?;
    let load = if standing.is_own { load::compare(tx, person, Part::Whole.period(year))? } else { None };
    let has_last = lines.is_empty() && store::plan_of(tx, person, year.before())?.is_some();
    Ok(Data { standing, year, plan, lines, snapshot, reports, load, has_last, lists })
}

pub async fn mine(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result<Markup> {
    actor.may(Action::UseOwnCabinet)?;
    let person = actor.person.ok_or(Error::NotFound)?;
    open(&app, (&actor, &shell), person, &raw.unwrap_or_default()).await
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(person): Path<PersonId>, RawQuery(raw): RawQuery) -> Result<Markup> {
    open(&app, (&actor, &shell), person, &raw.unwrap_or_default()).await
}

async fn open(app: &App, (actor, shell): (&Actor, &Shell), person: PersonId, raw: &str) -> Result<Markup> {
    let query = Query::parse(raw);
    let (asked, who) = (query.text("year").to_owned(), actor.clone());
    let work = move |tx: &mut Tx<'_>| {
        let year = year(&asked, tx.today());
        let standing = sight::view(tx, &who, person, year)?;
        gather(tx, standing, year)
    };
    // Looking at somebody else's year is an event; one's own is only read.
    let data = if actor.person == Some(person) { app.read(work).await? } else { app.write(work).await? };
    Ok(views::page::page(shell, &data, &Typed { done: query.text("done").to_owned(), ..Typed::default() }))
}

/// Acts on a form of the page; a failed one is the page again.
pub async fn act(app: &App, (actor, shell): (&Actor, &Shell), (person, posted): (PersonId, Posted), work: impl FnOnce(&mut Tx<'_>, &Answers, Year) -> kernel::Result<&'static str> + Send + 'static) -> Result {
    let typed = posted.answers.clone();
    let is_own = actor.person == Some(person);
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let year = year(typed.get("year"), tx.today());
        let word = work(tx, &typed, year)?;
        let home = if is_own { "/cabinet/year".to_owned() } else { format!("/year/{person}") };
        Ok(format!("{home}?year={}&done={word}", year.number()))
    });
    match done.await {
        Ok(location) => Ok(web::see(&location)),
        Err(Error::Fields(errors)) => {
            let (who, asked) = (actor.clone(), posted.answers.get("year").to_owned());
            let data = app
                .read(move |tx| {
                    let standing = sight::load(tx, &who, person)?;
                    let year = year(&asked, tx.today());
                    gather(tx, standing, year)
                })
                .await?;
            let typed = Typed { line: LineForm::from(&posted.answers), answers: posted.answers, errors, done: String::new() };
            Ok(web::unprocessable(views::page::page(shell, &data, &typed)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

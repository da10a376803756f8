//! The report of a half or of a year.

use super::page::{version, year};
use crate::year::{
    event,
    fact::Snapshot,
    form::Words,
    lists::Lists,
    model::{Part, Report, Year},
    plan::Verdict,
    print, report,
    sight::{self, Standing},
    store, views,
};
use access::Actor;
use audit::Record;
use axum::{
    extract::{Path, RawQuery, State},
    response::{IntoResponse, Response},
};
use kernel::{Error, FieldErrors, Tx, id::PersonId, params};
use maud::Markup;
use structure::profile::MembershipKind;
use ui::url::Query;
use web::{Answers, App, Posted, Result, Staff};

/// What the page is made of.
pub struct Data {
    pub standing: Standing,
    pub year: Year,
    pub part: Part,
    pub report: Option<Report>,
    pub snapshot: Snapshot,
}

fn part(raw: &str, today: kernel::Date) -> Part {
    raw.parse().unwrap_or_else(|_| Part::of(today))
}

fn gather(tx: &mut Tx<'_>, standing: Standing, (asked_year, asked_part): (&str, &str)) -> kernel::Result<Data> {
    let (lists, person) = (Lists::read(tx)?, standing.person);
    let (year, part) = (year(asked_year, lists.today), part(asked_part, lists.today));
    let report = store::report_of(tx, person, year, part)?;
    let snapshot = report::shown(tx, (person, year, part), report.as_ref(), (&lists, report::Reader::of(&standing)))?;
    Ok(Data { standing, year, part, report, snapshot })
}

fn viewed(tx: &mut Tx<'_>, actor: &Actor, person: PersonId, query: &Query) -> kernel::Result<Data> {
    let year = year(query.text("year"), tx.today());
    let standing = sight::view(tx, actor, person, year)?;
    gather(tx, standing, (query.text("year"), query.text("part")))
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(person): Path<PersonId>, RawQuery(raw): RawQuery) -> Result<Markup> {
    let query = Query::parse(&raw.unwrap_or_default());
    let done = query.text("done").to_owned();
    let is_own = actor.person == Some(person);
    let work = move |tx: &mut Tx<'_>| viewed(tx, &actor, person, &query);
    let data = if is_own { app.read(work).await? } else { app.write(work).await? };
    let words = data.report.as_ref().map(|report| Words { done: report.done.clone(), hard: report.hard.clone(), next: report.next.clone() }).unwrap_or_default();
    Ok(views::report::page(&shell, &data, &views::report::Typed { words: &words, answers: &Answers::default(), errors: &FieldErrors::default(), done: &done }))
}

async fn act(app: &App, Staff { actor, shell }: Staff, (person, posted): (PersonId, Posted), work: impl FnOnce(&mut Tx<'_>, &Actor, report::Which, &Answers) -> kernel::Result<&'static str> + Send + 'static) -> Result {
    let (typed, who) = (posted.answers.clone(), actor.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let (year, part) = (year(typed.get("year"), tx.today()), part(typed.get("part"), tx.today()));
        let word = work(tx, &who, (person, year, part), &typed)?;
        Ok(format!("/year/{person}/report?year={}&part={part}&done={word}", year.number()))
    });
    match done.await {
        Ok(location) => Ok(web::see(&location)),
        Err(Error::Fields(errors)) => {
            let answers = posted.answers.clone();
            let data = app
                .read(move |tx| {
                    let standing = sight::load(tx, &actor, person)?;
                    gather(tx, standing, (answers.get("year"), answers.get("part")))
                })
                .await?;
            let words = Words::from(&posted.answers);
            let page = views::report::page(&shell, &data, &views::report::Typed { words: &words, answers: &posted.answers, errors: &errors, done: "" });
            Ok(web::unprocessable(page).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// `act` is `save` or `send`.
pub async fn write(State(app): State<App>, staff: Staff, Path(person): Path<PersonId>, posted: Posted) -> Result {
    act(&app, staff, (person, posted), |tx, actor, which, answers| {
        let words = Words::from(answers);
        if answers.get("act") == "send" {
            report::send(tx, actor, which, (&words, version(answers)))?;
            return Ok("sent");
        }
        report::save(tx, actor, which, (&words, version(answers)))?;
        Ok("saved")
    })
    .await
}

pub async fn take_back(State(app): State<App>, staff: Staff, Path(person): Path<PersonId>, posted: Posted) -> Result {
    act(&app, staff, (person, posted), |tx, actor, which, answers| {
        report::take_back(tx, actor, which, version(answers))?;
        Ok("back")
    })
    .await
}

pub async fn decide(State(app): State<App>, staff: Staff, Path(person): Path<PersonId>, posted: Posted) -> Result {
    act(&app, staff, (person, posted), |tx, actor, which, answers| {
        sight::load(tx, actor, which.0)?.overseer()?;
        let verdict = Verdict::read(answers.get("word"), answers.get("words"))?;
        report::decide(tx, actor, which, version(answers), &verdict)?;
        Ok("decided")
    })
    .await
}

/// Of whom the papers tell.
pub fn about(tx: &mut Tx<'_>, standing: &Standing) -> kernel::Result<print::About> {
    let (profile, today) = (structure::profile(tx)?, tx.today());
    let sql = "SELECT p.place_id FROM person p WHERE p.id = $1";
    let place: kernel::id::PlaceId = tx.one(sql, params![standing.person], |row| row.get(0))?;
    let kind: Option<String> = tx.one("SELECT MIN(kind) FROM membership WHERE person_id = $1 AND (ended_on IS NULL OR ended_on > $2)", params![standing.person, today], |row| row.get(0))?;
    let kind: Option<MembershipKind> = kind.and_then(|kind| kind.parse().ok());
    let kind = kind.and_then(|kind| profile.label(kind)).map(|label| label.name.clone()).unwrap_or_default();
    Ok(print::About { name: standing.name.clone(), place: structure::places::name_on(tx, &place, today)?, kind })
}

pub async fn sheet(State(app): State<App>, Staff { actor, .. }: Staff, Path(person): Path<PersonId>, RawQuery(raw): RawQuery) -> Result<Response> {
    let query = Query::parse(&raw.unwrap_or_default());
    let by = actor.name.clone();
    let data = app
        .write(move |tx| {
            let data = viewed(tx, &actor, person, &query)?;
            tx.record(&actor.by(), event::about("year.report_taken_out", person, data.year))?;
            Ok(data)
        })
        .await?;
    let title = format!("Отчёт {}", data.part.title(data.year));
    let made = sheets::Made { by, at: app.clock().zone().to_datetime(app.clock().now()), filter: String::new() };
    let bytes = print::book(&data.snapshot, format!("{}: {title}", data.standing.name), made)?;
    Ok(web::download(&format!("{}.xlsx", title.replace('/', "-")), web::XLSX, bytes))
}

pub async fn pdf(State(app): State<App>, Staff { actor, .. }: Staff, Path(person): Path<PersonId>, RawQuery(raw): RawQuery) -> Result<Response> {
    let query = Query::parse(&raw.unwrap_or_default());
    let (document, title, at) = app
        .write(move |tx| {
            let data = viewed(tx, &actor, person, &query)?;
            tx.record(&actor.by(), event::about("year.report_taken_out", person, data.year))?;
            let (about, profile) = (about(tx, &data.standing)?, structure::profile(tx)?);
            let document = print::report(&profile, &about, (data.year, data.part), (&data.snapshot, data.report.as_ref()));
            Ok((document, format!("Отчёт {}", data.part.title(data.year)), tx.now()))
        })
        .await?;
    let pdf = app.print(document, at).await?;
    Ok(web::show_file(&format!("{}.pdf", title.replace('/', "-")), web::PDF, pdf))
}

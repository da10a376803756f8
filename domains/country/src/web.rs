//! Addresses: the country's pages (read only), and a region's decision.

use crate::{
    contribution::handed_up,
    frozen::{self, SummaryId},
    giving, lines,
    site::{GIVING, PATH},
    store,
    summary::Part,
    views,
};
use ::web::{App, Posted, Shell, Staff, lists, see};
use access::{Action, Actor};
use axum::{
    Router,
    extract::{Path, RawQuery, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use kernel::{Error, Result, Timestamp, Tx};
use ui::{ru, url::Query};

/// The country's site: figures for those who may see figures; nothing can be changed.
pub fn router() -> Router<App> {
    Router::new()
        .route("/", get(home))
        .route("/desk", get(home))
        .route("/country", get(all))
        .route("/country/{code}", get(one))
        .route("/summary", get(summaries))
        .route("/summary/{part}", get(summary))
        .route("/help", get(help))
        .route("/policy", get(policy))
}

async fn help(shell: Shell) -> Response {
    shell.page(views::help()).into_response()
}

async fn policy(shell: Shell) -> Response {
    shell.page(views::policy()).into_response()
}

/// In a region: the coordinator's decision.
pub fn giving_router() -> Router<App> {
    Router::new()
        .route("/country-figures", get(show_giving).post(decide))
        .route("/country-figures/summary", get(back_to_giving).post(freeze))
        .route("/country-figures/summary/{id}/handover", post(hand_over))
        .route("/country-figures/summary/{id}/removal", post(remove))
}

/// Whoever may see no figures has accounts to keep.
async fn home(Staff { actor, .. }: Staff) -> Response {
    see(if actor.can(Action::ViewReports) { PATH } else { "/admin/accounts" })
}

/// The period of the address, if something was given for it; else the newest.
fn chosen(query: &Query, periods: &[reports::Period]) -> Option<reports::Period> {
    let is_asked = |period: &&reports::Period| (ru::date(period.from), ru::date(period.last())) == (query.text("from").to_owned(), query.text("until").to_owned());
    periods.iter().find(is_asked).or(periods.first()).copied()
}

struct Read {
    regions: Vec<store::Region>,
    periods: Vec<reports::Period>,
    period: Option<reports::Period>,
    figures: Vec<store::Kept>,
}

fn read(tx: &mut Tx<'_>, query: &Query) -> Result<Read> {
    let periods = store::periods(tx)?;
    let period = chosen(query, &periods);
    let figures = period.map(|period| store::figures(tx, (period.from, period.until))).transpose()?.unwrap_or_default();
    Ok(Read { regions: store::regions(tx)?, periods, period, figures })
}

fn may(actor: &Actor) -> Result<()> {
    actor.may(Action::ViewReports)
}

async fn all(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    may(&actor)?;
    let query = Query::parse(&raw.unwrap_or_default());
    if query.text("format") == "xlsx" {
        return lists::take_out(&app, &actor, views::TITLE, &views::COLUMNS, move |tx| Ok(views::rows(&read(tx, &query)?.figures))).await;
    }
    let found = app.read(move |tx| read(tx, &query)).await?;
    let zone = app.clock().zone().clone();
    let shown = views::Shown { regions: &found.regions, periods: &found.periods, period: found.period, figures: &found.figures, zone: &|at: Timestamp| ru::datetime(at, &zone) };
    Ok(shell.page(views::page(&shown)).into_response())
}

async fn one(State(app): State<App>, Staff { actor, shell }: Staff, Path(code): Path<String>, RawQuery(raw): RawQuery) -> ::web::Result {
    may(&actor)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let mut found = app.read(move |tx| read(tx, &query)).await?;
    found.figures.retain(|kept| kept.number.indicator == code);
    let Some(period) = found.period.filter(|_| !found.figures.is_empty()) else { return Err(Error::NotFound.into()) };
    let zone = app.clock().zone().clone();
    let shown = views::One { periods: &found.periods, period, figures: &found.figures, zone: &|at: Timestamp| ru::datetime(at, &zone) };
    Ok(shell.page(views::one(&shown)).into_response())
}

async fn show_giving(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::PublishOpenData)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let (decision, periods, waiting, in_force) = app.read(|tx| Ok((giving::decision(tx)?, handed_up(tx)?, frozen::waiting(tx)?, frozen::in_force(tx)?))).await?;
    let shown = views::giving::Shown { decision: decision.as_ref(), periods: &periods, waiting: waiting.as_ref(), in_force: in_force.as_ref(), done: query.text("done"), key: &|| shell.key() };
    Ok(shell.page(views::giving::page(&shown)).into_response())
}

async fn decide(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::PublishOpenData)?;
    let gives = match posted.answers.get("gives") {
        "yes" => true,
        "no" => false,
        _ => return Err(Error::refusal("Непонятно, что решено. Откройте страницу заново и нажмите кнопку.").into()),
    };
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        giving::decide(tx, &actor, gives)?;
        Ok(format!("{GIVING}?done=decided"))
    });
    Ok(see(&done.await?))
}

/// Whoever opens the address that a form was sent to.
async fn back_to_giving(Staff { actor, .. }: Staff) -> ::web::Result {
    actor.may(Action::PublishOpenData)?;
    Ok(see(GIVING))
}

async fn freeze(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        frozen::freeze(tx, &actor)?;
        Ok(format!("{GIVING}?done=frozen"))
    });
    Ok(see(&done.await?))
}

async fn hand_over(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<SummaryId>, posted: Posted) -> ::web::Result {
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        frozen::hand_over(tx, &actor, id)?;
        Ok(format!("{GIVING}?done=given"))
    });
    Ok(see(&done.await?))
}

async fn remove(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<SummaryId>, posted: Posted) -> ::web::Result {
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        frozen::remove(tx, &actor, id)?;
        Ok(format!("{GIVING}?done=removed"))
    });
    Ok(see(&done.await?))
}

/// What summaries say, for one source and period of results: the one asked for, else the first.
struct Summed {
    regions: Vec<store::Region>,
    lines: Vec<lines::KeptLine>,
    choices: Vec<outcomes::Choice>,
    choice: Option<outcomes::Choice>,
    subject: String,
}

impl Summed {
    fn read(tx: &mut Tx<'_>, query: &Query) -> Result<Self> {
        let choices = lines::choices(tx)?;
        let choice = lines::choice(query.text("choice")).filter(|asked| choices.contains(asked)).or_else(|| choices.first().copied());
        let lines = lines::lines(tx, &choice.map(|choice| choice.value()).unwrap_or_default())?;
        Ok(Self { regions: store::regions(tx)?, lines, choices, choice, subject: query.text("subject").to_owned() })
    }

    fn shown(&self) -> views::summary::Shown<'_> {
        views::summary::Shown { regions: &self.regions, lines: &self.lines, choices: &self.choices, choice: self.choice, subject: &self.subject }
    }
}

async fn summaries(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    may(&actor)?;
    let query = Query::parse(&raw.unwrap_or_default());
    if query.text("format") == "xlsx" {
        return lists::take_out(&app, &actor, views::summary::TITLE, &views::summary::COLUMNS, move |tx| Ok(views::summary::rows(&Summed::read(tx, &query)?.shown()))).await;
    }
    let found = app.read(move |tx| Summed::read(tx, &query)).await?;
    Ok(shell.page(views::summary::page(&found.shown())).into_response())
}

async fn summary(State(app): State<App>, Staff { actor, shell }: Staff, Path(part): Path<String>, RawQuery(raw): RawQuery) -> ::web::Result {
    may(&actor)?;
    let part: Part = part.parse().map_err(|_| Error::NotFound)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let found = app.read(move |tx| Summed::read(tx, &query)).await?;
    if found.lines.iter().all(|kept| kept.part != part) {
        return Err(Error::NotFound.into());
    }
    Ok(shell.page(views::summary::one(&found.shown(), part)).into_response())
}

//! Schools that are helped, on screens.

use super::{act, finish, identified, plain, query, text};
use crate::{
    form::version,
    pick::{self, Among},
    rules::{self, led_schools},
    schools::{self, FactorId, Filter, HelperId, LineId, LowSchool, LowSchoolId, figures as counts, store, study_year},
    views,
    words::Words,
};
use ::web::{Answers, App, Posted, Shell, Staff};
use access::{Action, Actor};
use audit::{Event, Record};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result, Tx, id::PersonId};
use maud::Markup;
use structure::{places, profile::TermKind};
use ui::{form::Group, url::Query};

fn filter(query: &Query) -> Filter {
    Filter { year: query.text("year").parse().ok().filter(|year| (2000..=2100).contains(year)), factor: text(query, "factor"), show: text(query, "show") }
}

/// A list of such schools is no place for who sees none by office: a helper comes by the card.
fn overseer(actor: &Actor) -> Result<()> {
    if rules::overseen_schools(actor) == rules::Range::nowhere() { Err(Error::NotFound) } else { Ok(()) }
}

fn leads(actor: &Actor) -> bool {
    led_schools(actor) != rules::Range::nowhere() && actor.can(Action::ManageSupport)
}

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    overseer(&actor)?;
    let query = query(raw);
    let (filter, who, leads) = (filter(&query), actor.clone(), leads(&actor));
    if query.text("format") == "xlsx" && leads {
        let columns = ["Школа", "Муниципалитет", "Учебный год", "Основание", "Факторов", "Последнее посещение", "Измерить снова", "Завершено"];
        return ::web::lists::take_out(&app, &actor, "Помощь школам (для служебного пользования)", &columns, move |tx| {
            Ok(schools::list(tx, &who, &filter)?.iter().map(views::schools::cells).collect())
        })
        .await;
    }
    let wanted = filter.clone();
    let (rows, words) = app.read(move |tx| Ok((schools::list(tx, &who, &wanted)?, Words::read(tx, TermKind::RiskFactor)?))).await?;
    Ok(shell.page(views::schools::list(&rows, &filter, &words, (&query, leads, app.clock().today()))).into_response())
}

/// Schools that the actor leads, under their municipalities.
fn groups(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Group>> {
    let (today, range) = (tx.today(), led_schools(actor));
    let mut groups = Vec::new();
    for municipality in places::municipalities(tx, today)?.into_iter().filter(|place| range.has(&place.path)) {
        let inside = places::schools_of(tx, &municipality.id, today)?.into_iter().map(|place| (place.id.to_string(), place.short_name));
        groups.push(Group::new(municipality.id.to_string(), municipality.short_name, inside));
    }
    Ok(groups)
}

async fn opening(app: &App, (actor, shell): (&Actor, &Shell), typed: &Answers, errors: &FieldErrors) -> Result<Markup> {
    let who = actor.clone();
    let groups = app.read(move |tx| groups(tx, &who)).await?;
    Ok(shell.page(views::schools::new(groups, typed, errors, &|| shell.key())))
}

pub async fn new(State(app): State<App>, Staff { actor, shell }: Staff) -> ::web::Result {
    if !leads(&actor) {
        return Err(Error::NotFound.into());
    }
    let year = study_year(app.clock().today()).to_string();
    Ok(opening(&app, (&actor, &shell), &Answers::of([("year".to_owned(), year)]), &FieldErrors::default()).await?.into_response())
}

pub async fn open(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    if !leads(&actor) {
        return Err(Error::NotFound.into());
    }
    let (who, answers) = (actor.clone(), posted.answers.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| schools::open(tx, &who, &answers).map(|id| format!("{}?done=added", schools::url(id)))).await;
    finish(done, |errors| async move { opening(&app, (&actor, &shell), &posted.answers, &errors).await }).await
}

pub(super) fn read(tx: &mut Tx<'_>, actor: &Actor, id: LowSchoolId) -> Result<views::schools::Card> {
    let card = store::find(tx, actor, id)?;
    let leads = leads(actor) && led_schools(actor).has(&card.place_path);
    Ok(views::schools::Card {
        factors: store::factors(tx, id)?,
        lines: store::lines(tx, id)?,
        helpers: store::helpers(tx, id)?,
        visits: store::visits(tx, id)?,
        words: Words::read(tx, TermKind::RiskFactor)?,
        leads,
        helps: store::helps(tx, actor, id)?,
        today: tx.today(),
        card,
    })
}

pub(super) async fn page(app: &App, (actor, shell): (&Actor, &Shell), id: LowSchoolId, query: &Query, typed: (&Answers, &FieldErrors)) -> Result<Markup> {
    let who = actor.clone();
    let card = app.read(move |tx| read(tx, &who, id)).await?;
    Ok(shell.page(views::schools::card(&card, query, typed, &|| shell.key())))
}

/// The look at a school's card is noted.
pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    rules::enter(&actor)?;
    let id: LowSchoolId = identified(&raw)?;
    let page = page(&app, (&actor, &shell), id, &query(asked), (&Answers::default(), &FieldErrors::default())).await?;
    app.write(move |tx| tx.record(&actor.by(), Event::new("school_help.viewed", "school_help", id))).await?;
    Ok(page.into_response())
}

/// A form on the card: acts, or draws the card again with its errors.
async fn on_card(
    app: App,
    (actor, shell): (Actor, Shell),
    (raw, posted): (String, Posted),
    word: &'static str,
    work: impl FnOnce(&mut Tx<'_>, &Actor, LowSchoolId, &Answers) -> Result<()> + Send + 'static,
) -> ::web::Result {
    rules::enter(&actor)?;
    let (id, who, answers): (LowSchoolId, _, _) = (identified(&raw)?, actor.clone(), posted.answers.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        work(tx, &who, id, &answers)?;
        Ok(format!("{}?done={word}", schools::url(id)))
    });
    let done = done.await;
    finish(done, |errors| async move { page(&app, (&actor, &shell), id, &Query::default(), (&posted.answers, &errors)).await }).await
}

pub async fn add_factor(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    on_card(app, (actor, shell), (raw, posted), "measured", |tx, actor, id, answers| schools::add_factor(tx, actor, id, answers).map(|_| ())).await
}

pub async fn measure(State(app): State<App>, Staff { actor, shell }: Staff, Path((raw, factor)): Path<(String, String)>, posted: Posted) -> ::web::Result {
    let id: FactorId = identified(&factor)?;
    on_card(app, (actor, shell), (raw, posted), "measured", move |tx, actor, low, answers| {
        let done = schools::measure(tx, actor, low, id, &plain(answers, &factor));
        // The summary names what is wrong; the form's own fields bear another name.
        done.map_err(|error| match error {
            Error::Fields(errors) => Error::refusal(errors.all().iter().map(|(_, message)| message.as_str()).collect::<Vec<_>>().join(". ")),
            other => other,
        })
    })
    .await
}

pub async fn add_line(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    on_card(app, (actor, shell), (raw, posted), "saved", |tx, actor, id, answers| schools::add_line(tx, actor, id, answers).map(|_| ())).await
}

pub async fn finish_line(State(app): State<App>, Staff { actor, shell }: Staff, Path((raw, line)): Path<(String, String)>, posted: Posted) -> ::web::Result {
    let line: LineId = identified(&line)?;
    on_card(app, (actor, shell), (raw, posted), "saved", move |tx, actor, id, answers| schools::finish_line(tx, actor, id, line, answers)).await
}

pub async fn strike_line(State(app): State<App>, Staff { actor, shell }: Staff, Path((raw, line)): Path<(String, String)>, posted: Posted) -> ::web::Result {
    let line: LineId = identified(&line)?;
    on_card(app, (actor, shell), (raw, posted), "removed", move |tx, actor, id, _| schools::strike_line(tx, actor, id, line)).await
}

pub async fn close(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    on_card(app, (actor, shell), (raw, posted), "closed", schools::close).await
}

pub async fn reopen(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    on_card(app, (actor, shell), (raw, posted), "reopened", |tx, actor, id, answers| schools::reopen(tx, actor, id, version(answers))).await
}

async fn led(app: &App, actor: &Actor, raw: &str) -> Result<(LowSchool, Vec<(String, String)>)> {
    if !leads(actor) {
        return Err(Error::NotFound);
    }
    let (id, who): (LowSchoolId, _) = (identified(raw)?, actor.clone());
    app.read(move |tx| {
        let card = store::find(tx, &who, id)?;
        Ok((card, own_factors(tx, id)?))
    })
    .await
}

fn own_factors(tx: &mut Tx<'_>, id: LowSchoolId) -> Result<Vec<(String, String)>> {
    let words = Words::read(tx, TermKind::RiskFactor)?;
    Ok(store::factors(tx, id)?.into_iter().map(|factor| (factor.code.clone(), words.label(&factor.code).to_owned())).collect())
}

pub async fn people(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    let (card, factors) = led(&app, &actor, &raw).await?;
    let query = query(asked);
    let (factor, asked) = (text(&query, "factor"), text(&query, "q"));
    let words = asked.clone();
    let found = app.read(move |tx| pick::search(tx, &actor, Among::Members, &words)).await?;
    Ok(shell.page(views::schools::people(&card, (&factor, &factors), (&asked, &found), &|| shell.key())).into_response())
}

pub async fn ask(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let id: LowSchoolId = identified(&raw)?;
    let person: PersonId = identified(posted.answers.get("person"))?;
    let factor = posted.answers.get("factor").to_owned();
    act(&app, &shell, &posted, move |tx| schools::ask(tx, &actor, id, &factor, person).map(|_| format!("{}?done=asked", schools::url(id)))).await
}

pub async fn release(State(app): State<App>, Staff { actor, shell }: Staff, Path(_): Path<String>, posted: Posted) -> ::web::Result {
    let helper: HelperId = identified(posted.answers.get("helper"))?;
    act(&app, &shell, &posted, move |tx| schools::release(tx, &actor, helper).map(|id| format!("{}?done=saved", schools::url(id)))).await
}

pub async fn answer(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    rules::own(&actor)?;
    let helper: HelperId = identified(&raw)?;
    let agrees = posted.answers.get("word") == "yes";
    act(&app, &shell, &posted, move |tx| schools::answer(tx, &actor, helper, agrees).map(|id| if agrees { format!("{}?done=answered", schools::url(id)) } else { "/support?done=answered".to_owned() })).await
}

async fn log_page(app: &App, (actor, shell): (&Actor, &Shell), id: LowSchoolId, typed: &Answers, errors: &FieldErrors) -> Result<Markup> {
    let who = actor.clone();
    let (card, factors) = app
        .read(move |tx| {
            let card = store::find(tx, &who, id)?;
            if !store::helps(tx, &who, id)? {
                return Err(Error::NotFound);
            }
            Ok((card, own_factors(tx, id)?))
        })
        .await?;
    Ok(shell.page(views::schools::log(&card, &factors, typed, errors, &|| shell.key())))
}

pub async fn logging(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    rules::own(&actor)?;
    Ok(log_page(&app, (&actor, &shell), identified(&raw)?, &Answers::default(), &FieldErrors::default()).await?.into_response())
}

pub async fn log(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    rules::own(&actor)?;
    let (id, who, answers): (LowSchoolId, _, _) = (identified(&raw)?, actor.clone(), posted.answers.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| schools::log_visit(tx, &who, id, &answers).map(|_| format!("{}?done=logged", schools::url(id)))).await;
    finish(done, |errors| async move { log_page(&app, (&actor, &shell), id, &posted.answers, &errors).await }).await
}

pub async fn figures(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ViewSupport)?;
    let query = query(raw);
    let year = filter(&query).year.unwrap_or_else(|| study_year(app.clock().today()));
    let (found, words) = app.read(move |tx| Ok((counts::of_year(tx, &actor, year)?, Words::read(tx, TermKind::RiskFactor)?))).await?;
    Ok(shell.page(views::schools::figures(&found, year, &words, &query)).into_response())
}

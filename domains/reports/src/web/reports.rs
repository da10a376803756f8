//! Reports: the list, one of them, what is done with it.

use super::{identified, query, version};
use crate::{
    compare,
    ground::{Ground, Level, above},
    model::{Edition, Report, ReportId, State as Stage},
    paper, period,
    sight::Sight,
    snapshot::{self, Figures, Words},
    store, views, workflow,
};
use ::web::{Answers, App, Posted, Shell, Staff};
use access::{Action, Actor};
use audit::{Event, Record};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result, Tx};
use maud::Markup;
use serde_json::json;

/// What a page of one report stands on.
struct Loaded {
    report: Report,
    figures: Figures,
    edition: Option<Edition>,
    editions: Vec<Edition>,
    differences: Vec<String>,
    owns: bool,
    receives: bool,
    level: Level,
}

fn load(tx: &mut Tx<'_>, actor: &Actor, id: ReportId, asked: Option<i64>) -> Result<Loaded> {
    let sight = Sight::of(actor)?;
    let report = store::find(tx, &sight, id)?;
    let is_own_place = report.place == sight.place && !sight.is_ministry;
    let mut editions = store::editions(tx, id)?;
    if !actor.can(Action::ViewPeople) {
        // The ministry reads figures and nobody's name.
        editions.iter_mut().for_each(|edition| edition.by.clear());
    }
    if !is_own_place {
        // Above is read what was handed in, not what is being made.
        editions.retain(|edition| edition.number <= report.handed_edition);
    }
    let receives = actor.can(Action::MakeReports) && above(tx, &report.place)?.as_ref() == Some(&sight.place);
    let ground = Ground::of(tx, &report.place, report.period)?;
    let is_draft = is_own_place && report.state == Stage::Draft && asked.is_none();
    let number = asked.or_else(|| editions.first().map(|edition| edition.number));
    let edition = if is_draft { None } else { editions.iter().find(|edition| Some(edition.number) == number).cloned() };
    let (figures, before) = match &edition {
        Some(edition) => (edition.snapshot.figures.clone(), editions.iter().find(|other| other.number + 1 == edition.number)),
        None if is_own_place && asked.is_none() => (snapshot::figures(tx, &ground)?, editions.first()),
        None => return Err(Error::NotFound),
    };
    let differences = before.map(|before| snapshot::differences(&before.snapshot.figures, &figures)).unwrap_or_default();
    Ok(Loaded { owns: sight.owns(&report.place), level: ground.level, report, figures, edition, editions, differences, receives })
}

fn draw(app: &App, shell: &Shell, ground: &Loaded, typed: Option<&Answers>, errors: &FieldErrors, done: &str) -> Markup {
    let words = match (typed, &ground.edition) {
        (Some(answers), None) => Words { done: answers.get("done").into(), hard: answers.get("hard").into(), next: answers.get("next").into() },
        (_, Some(edition)) => edition.snapshot.words.clone(),
        (None, None) => ground.report.words.clone(),
    };
    let text = |name: &str| typed.map_or("", |answers| answers.get(name));
    let shown = views::report::Shown {
        report: &ground.report,
        figures: &ground.figures,
        words: &words,
        edition: ground.edition.as_ref(),
        editions: &ground.editions,
        differences: &ground.differences,
        changed: text("changed"),
        answer: text("answer"),
        owns: ground.owns,
        receives: ground.receives,
        has_below: ground.level != Level::School && (ground.owns || ground.receives || ground.level == Level::Region),
        is_top: ground.level == Level::Region,
        zone: app.clock().zone(),
        errors,
        done,
    };
    shell.page(views::report::page(&shown, &|| shell.key()))
}

struct Lists {
    own: Vec<Report>,
    received: Vec<Report>,
}

fn lists(tx: &mut Tx<'_>, actor: &Actor) -> Result<Lists> {
    let sight = Sight::of(actor)?;
    Ok(Lists { own: store::own(tx, &sight)?, received: store::received(tx, &sight)? })
}

fn draw_list(app: &App, shell: &Shell, actor: &Actor, lists: &Lists, (query, errors): (&ui::url::Query, &FieldErrors)) -> Markup {
    let shown = views::list::Shown {
        own: &lists.own,
        received: &lists.received,
        makes: actor.can(Action::MakeReports),
        is_received: query.text("view") == "received",
        oversees: actor.role != access::Role::School,
        today: app.clock().today(),
        typed: (query.text("from"), query.text("until")),
        errors,
        done: query.text("done"),
    };
    shell.page(views::list::page(&shown, &|| shell.key()))
}

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ViewReports)?;
    let (query, who) = (query(raw), actor.clone());
    let found = app.read(move |tx| lists(tx, &who)).await?;
    Ok(draw_list(&app, &shell, &actor, &found, (&query, &FieldErrors::default())).into_response())
}

pub async fn begin(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::MakeReports)?;
    let (answers, who) = (posted.answers.clone(), actor.clone());
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            let period = period::typed(answers.get("from"), answers.get("until")).map_err(|sentence| Error::field("from", sentence))?;
            Ok(crate::url(workflow::begin(tx, &who, period)?))
        })
        .await;
    let who = actor.clone();
    let found = app.read(move |tx| lists(tx, &who)).await?;
    let typed = ui::url::Query::default().with("from", posted.answers.get("from")).with("until", posted.answers.get("until"));
    ::web::or_again(done, |errors| draw_list(&app, &shell, &actor, &found, (&typed, errors)))
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::ViewReports)?;
    let (id, query): (ReportId, _) = (identified(&raw)?, query(asked));
    let number = query.text("edition").parse().ok();
    let ground = app.read(move |tx| load(tx, &actor, id, number)).await?;
    Ok(draw(&app, &shell, &ground, None, &FieldErrors::default(), query.text("done")).into_response())
}

/// Acts on a report; where a field is wrong, its page comes again with what was typed.
async fn act(app: &App, (actor, shell): (Actor, Shell), id: ReportId, posted: Posted, act: impl FnOnce(&mut Tx<'_>, &Actor, &Answers) -> Result<String> + Send + 'static) -> ::web::Result {
    actor.may(Action::MakeReports)?;
    let (answers, who) = (posted.answers.clone(), actor.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| act(tx, &who, &answers)).await;
    let again = match &done {
        Err(Error::Fields(errors)) => {
            let ground = app.read(move |tx| load(tx, &actor, id, None)).await?;
            draw(app, &shell, &ground, Some(&posted.answers), errors, "")
        }
        Ok(_) | Err(_) => Markup::default(),
    };
    ::web::or_again(done, |_| again)
}

fn to(id: ReportId, done: &str) -> String {
    format!("{}?done={done}", crate::url(id))
}

pub async fn write(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let id: ReportId = identified(&raw)?;
    act(&app, (actor, shell), id, posted, move |tx, actor, answers| workflow::write(tx, actor, id, version(answers), &workflow::words(answers)?).map(|()| to(id, "written"))).await
}

pub async fn freeze(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let id: ReportId = identified(&raw)?;
    act(&app, (actor, shell), id, posted, move |tx, actor, answers| workflow::freeze(tx, actor, id, version(answers), (&workflow::words(answers)?, answers.get("changed"))).map(|_| to(id, "frozen"))).await
}

pub async fn hand_in(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let id: ReportId = identified(&raw)?;
    act(&app, (actor, shell), id, posted, move |tx, actor, answers| workflow::hand_in(tx, actor, id, version(answers)).map(|()| to(id, "handed"))).await
}

pub async fn give_back(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let id: ReportId = identified(&raw)?;
    act(&app, (actor, shell), id, posted, move |tx, actor, answers| workflow::give_back(tx, actor, id, version(answers), answers.get("answer")).map(|()| to(id, "returned"))).await
}

pub async fn accept(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let id: ReportId = identified(&raw)?;
    act(&app, (actor, shell), id, posted, move |tx, actor, answers| workflow::accept(tx, actor, id, version(answers)).map(|()| to(id, "accepted"))).await
}

pub async fn reopen(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let id: ReportId = identified(&raw)?;
    act(&app, (actor, shell), id, posted, move |tx, actor, answers| workflow::reopen(tx, actor, id, version(answers)).map(|()| to(id, "reopened"))).await
}

pub async fn discard(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let id: ReportId = identified(&raw)?;
    act(&app, (actor, shell), id, posted, move |tx, actor, answers| workflow::discard(tx, actor, id, version(answers)).map(|()| "/reports?done=discarded".to_owned())).await
}

pub async fn remind(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let id: ReportId = identified(&raw)?;
    act(&app, (actor, shell), id, posted, move |tx, actor, _| workflow::remind(tx, actor, id).map(|_| to(id, "reminded"))).await
}

pub async fn below(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    actor.may(Action::ViewReports)?;
    let id: ReportId = identified(&raw)?;
    let who = actor.clone();
    let (report, below, lines, owns) = app
        .read(move |tx| {
            let sight = Sight::of(&who)?;
            let report = store::find(tx, &sight, id)?;
            let ground = Ground::of(tx, &report.place, report.period)?;
            if !sight.sees_below(ground.level) {
                return Err(Error::NotFound);
            }
            let below = compare::below(tx, &sight, &ground)?;
            let lines = compare::compare(tx, &sight, &ground)?;
            let owns = sight.owns(&report.place);
            Ok((report, below, lines, owns))
        })
        .await?;
    Ok(shell.page(views::comparison::page(&report, &below, &lines, owns, &shell.key())).into_response())
}

fn taken(tx: &mut Tx<'_>, actor: &Actor, id: ReportId, number: Option<i64>) -> Result<(Report, Edition)> {
    let ground = load(tx, actor, id, number)?;
    let edition = ground.edition.ok_or_else(|| Error::refusal("Отчёт ещё черновик: сначала зафиксируйте цифры, потом скачивайте."))?;
    tx.record(&actor.by(), Event::new("figures_report.exported", "report", id).with(json!({"edition": edition.number})))?;
    Ok((ground.report, edition))
}

pub async fn print(State(app): State<App>, Staff { actor, .. }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::ViewReports)?;
    let (id, number): (ReportId, _) = (identified(&raw)?, query(asked).text("edition").parse().ok());
    let zone = app.clock().zone().clone();
    let (name, document, made_at) = app
        .write(move |tx| {
            let (report, edition) = taken(tx, &actor, id, number)?;
            let document = paper::report(&*structure::profile(tx)?, &report, &edition, &zone);
            Ok((format!("Отчёт {} {}.pdf", edition.snapshot.place_name, report.period.label()), document, edition.frozen_at))
        })
        .await?;
    let bytes = app.print(document, made_at).await?;
    Ok(::web::show_file(&name, ::web::PDF, bytes))
}

pub async fn sheet(State(app): State<App>, Staff { actor, .. }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::ViewReports)?;
    let (id, number): (ReportId, _) = (identified(&raw)?, query(asked).text("edition").parse().ok());
    let who = actor.clone();
    let read = move |tx: &mut Tx<'_>| {
        let (_, edition) = taken(tx, &who, id, number)?;
        Ok(views::indicators::rows(&edition.snapshot.figures))
    };
    ::web::lists::take_out(&app, &actor, "Отчёт", &views::indicators::COLUMNS, read).await
}

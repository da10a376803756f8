//! Lines: the form, the catalogue beside it, the word on a line, its place.

use super::{number, or_again, site};
use crate::{
    model::{PathwayId, Step, StepId},
    offers,
    steps::{self, Choices, LineForm, Say, Way},
    store::{self, Loaded},
    url, views,
    views::steps::{Chosen, Shown},
};
use access::Actor;
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result as Done, Slice, Tx};
use maud::Markup;
use resources::{Listed, ResourceId, Sight};
use ui::url::Query;
use web::{Answers, App, Posted, Result, Shell, Staff};

const MOST_OFFERED: u32 = 100;

fn form(answers: &Answers) -> LineForm {
    let text = |name: &str| answers.get(name).to_owned();
    LineForm {
        title: text("title"),
        task: text("task"),
        technology: text("technology"),
        level: text("level"),
        responsible: text("responsible"),
        hours: text("hours"),
        starts_on: text("starts_on"),
        due_on: text("due_on"),
        result_form: text("result_form"),
        deficits: answers.all("deficits").into_iter().map(str::to_owned).collect(),
        version: number(answers, "version"),
    }
}

/// The resource of a form, unless it is to go.
fn resource(answers: &Answers) -> Done<Option<ResourceId>> {
    let raw = answers.get("resource");
    if raw.is_empty() || answers.has("without") { Ok(None) } else { raw.parse().map(Some).map_err(|_| Error::NotFound) }
}

/// What a line's page needs.
struct Read {
    loaded: Loaded,
    choices: Choices,
    chosen: Chosen,
    is_suggestion: bool,
}

fn read(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId, resource: Option<ResourceId>) -> Done<Read> {
    let loaded = store::load(tx, actor, id)?;
    loaded.must_be_building()?;
    let pen = loaded.pen()?;
    let choices = steps::choices(tx, &loaded)?;
    let chosen = match resource {
        Some(resource) => offers::maybe(tx, resource)?.map(|offer| (offer.id.to_string(), offer.title)),
        None => None,
    };
    Ok(Read { loaded, choices, chosen, is_suggestion: !pen.is_editor })
}

/// Resources of the catalogue that the actor sees: by words, or those for the case's difficulties.
fn offered(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId, text: &str) -> Done<(Loaded, Vec<Listed>)> {
    let loaded = store::load(tx, actor, id)?;
    loaded.must_be_building()?;
    loaded.pen()?;
    let sight = Sight::of(tx, actor)?;
    if !text.is_empty() {
        let found = resources::search(tx, &sight, text, MOST_OFFERED)?;
        return Ok((loaded, found.rows));
    }
    let mut rows: Vec<Listed> = Vec::new();
    let today = tx.today();
    for deficit in cases::deficits(tx, &loaded.standing.case)?.iter().filter(|deficit| deficit.verdict.is_none_or(cases::Verdict::leaves_work)) {
        let filter = resources::Filter { competency: deficit.code.clone(), state: Some(resources::State::Live), on: Some(today), ..resources::Filter::default() };
        let found = resources::list(tx, &sight, &filter, (resources::Sort::Title, false), Slice::new(1, MOST_OFFERED))?.rows;
        rows.extend(found.into_iter().filter(|one| rows.iter().all(|known| known.resource.id != one.resource.id)).collect::<Vec<_>>());
    }
    Ok((loaded, rows))
}

async fn pick(app: &App, actor: &Actor, shell: &Shell, id: PathwayId, (query, here): (&Query, &str)) -> Result<Markup> {
    let (reader, text) = (actor.clone(), query.text("text").to_owned());
    let is_search = !text.is_empty();
    let (loaded, found) = app.read(move |tx| offered(tx, &reader, id, &text)).await?;
    Ok(views::steps::pick(shell, &loaded, (&found, is_search), query, here))
}

/// A line begun from a resource: what the catalogue knows is filled in.
fn filled(tx: &mut Tx<'_>, actor: &Actor, resource: Option<ResourceId>) -> Done<LineForm> {
    if let Some(id) = resource {
        // A draft of another place is nobody's here.
        let sight = resources::Sight::of(tx, actor)?;
        resources::find(tx, &sight, id)?;
    }
    let Some(offer) = resource.map(|id| offers::maybe(tx, id)).transpose()?.flatten() else { return Ok(LineForm::default()) };
    let day = |day: Option<kernel::Date>| day.map(ui::ru::date).unwrap_or_default();
    Ok(LineForm { title: offer.title, technology: offer.technology, hours: offer.hours.to_string(), starts_on: day(offer.starts_on), due_on: day(offer.ends_on), ..LineForm::default() })
}

fn asked(query: &Query) -> Done<Option<ResourceId>> {
    query.get("resource").filter(|raw| !raw.is_empty()).map(str::parse).transpose().map_err(|_| Error::NotFound)
}

pub async fn new(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PathwayId>, RawQuery(raw): RawQuery) -> Result {
    let query = Query::parse(&raw.unwrap_or_default());
    let here = url::of(id, "steps/new");
    if query.text("pick") == "yes" {
        return Ok(pick(&app, &actor, &shell, id, (&query, &here)).await?.into_response());
    }
    let resource = asked(&query)?;
    let reader = actor.clone();
    let typed = app
        .read(move |tx| {
            store::load(tx, &reader, id)?;
            filled(tx, &reader, resource)
        })
        .await?;
    Ok(page(&app, &actor, &shell, (id, "Новая строка", here), (&typed, resource, &FieldErrors::default())).await?.into_response())
}

async fn page(app: &App, actor: &Actor, shell: &Shell, (id, title, here): (PathwayId, &str, String), (typed, resource, errors): (&LineForm, Option<ResourceId>, &FieldErrors)) -> Result<Markup> {
    let reader = actor.clone();
    let all = app.read(move |tx| read(tx, &reader, id, resource)).await?;
    Ok(views::steps::page(shell, &Shown { loaded: &all.loaded, title, here, typed, choices: &all.choices, chosen: &all.chosen, is_suggestion: all.is_suggestion, errors }))
}

pub async fn add(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PathwayId>, posted: Posted) -> Result {
    let (line, resource, site, by) = (form(&posted.answers), resource(&posted.answers)?, site(&app), actor.clone());
    let typed = line.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| steps::add(tx, &by, id, (&line, resource), &site).map(|step| format!("{}?done=added#step-{step}", url::pathway(id))));
    or_again(done.await, async |errors| page(&app, &actor, &shell, (id, "Новая строка", url::of(id, "steps/new")), (&typed, resource, &errors)).await).await
}

async fn line(app: &App, actor: &Actor, id: PathwayId, step: StepId) -> kernel::Result<Step> {
    let reader = actor.clone();
    app.read(move |tx| {
        store::load(tx, &reader, id)?;
        store::step(tx, id, step)
    })
    .await
}

pub async fn edit(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, step)): Path<(PathwayId, StepId)>, RawQuery(raw): RawQuery) -> Result {
    let query = Query::parse(&raw.unwrap_or_default());
    let here = url::edit_step(id, step);
    let found = line(&app, &actor, id, step).await?;
    if query.text("pick") == "yes" {
        return Ok(pick(&app, &actor, &shell, id, (&query, &here)).await?.into_response());
    }
    let resource = asked(&query)?.or(found.resource);
    Ok(page(&app, &actor, &shell, (id, "Строка маршрута", here), (&LineForm::from_step(&found), resource, &FieldErrors::default())).await?.into_response())
}

pub async fn save(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, step)): Path<(PathwayId, StepId)>, posted: Posted) -> Result {
    let (line, resource, site, by) = (form(&posted.answers), resource(&posted.answers)?, site(&app), actor.clone());
    let typed = line.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| steps::edit(tx, &by, (id, step), (&line, resource), &site).map(|()| format!("{}?done=edited#step-{step}", url::pathway(id))));
    or_again(done.await, async |errors| page(&app, &actor, &shell, (id, "Строка маршрута", url::edit_step(id, step)), (&typed, resource, &errors)).await).await
}

pub async fn say(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, step)): Path<(PathwayId, StepId)>, posted: Posted) -> Result {
    let (version, site) = (number(&posted.answers, "version"), site(&app));
    let word = match posted.answers.get("word") {
        "keep" => Say::Keep,
        "strike" => Say::Strike,
        _ => return Err(Error::NotFound.into()),
    };
    let done = app.act(&posted.key, shell.owner(), move |tx| steps::say(tx, &actor, (id, step), version, word, &site).map(|()| format!("{}#steps", url::pathway(id))));
    Ok(web::see(&done.await?))
}

pub async fn shift(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, step)): Path<(PathwayId, StepId)>, posted: Posted) -> Result {
    let (version, site) = (number(&posted.answers, "version"), site(&app));
    let way = match posted.answers.get("way") {
        "up" => Way::Up,
        "down" => Way::Down,
        _ => return Err(Error::NotFound.into()),
    };
    let done = app.act(&posted.key, shell.owner(), move |tx| steps::shift(tx, &actor, (id, step), version, way, &site).map(|()| format!("{}#steps", url::pathway(id))));
    Ok(web::see(&done.await?))
}

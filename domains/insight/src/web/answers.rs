//! The four answers, each as a page and as a sheet.

use super::query;
use crate::{
    answer::{
        change::{ChangeAnswer, PlaceChange},
        effect::EffectAnswer,
        link::LinkAnswer,
        worked::{Grouping, WorkedAnswer},
    },
    compute,
    model::Question,
    sight::{Level, Sight, computes},
    store::runs::{self, Run},
    views::{self, Frame, change::Line as ChangeLine, hub::Card, link::Line as LinkLine},
};
use ::web::{App, Posted, Shell, Staff};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, Result, Tx, id::PlaceId};
use serde::de::DeserializeOwned;
use std::collections::HashSet;
use structure::places::{self, Place, REGION};
use ui::{parts::Kind, url::Query};

/// An answer with where it comes from; an empty one where it wasn't worked out yet.
fn read<T: DeserializeOwned>(tx: &mut Tx<'_>, question: Question, place: &PlaceId) -> Result<Option<(Run, T)>> {
    let Some(run) = runs::latest(tx, question, place)? else { return Ok(None) };
    let answer = serde_json::from_str(&run.result).map_err(anyhow::Error::new)?;
    Ok(Some((run, answer)))
}

fn region() -> PlaceId {
    PlaceId::from(REGION)
}

fn frame<'a>(question: Question, run: Option<&'a Run>, (app, shell, actor): (&'a App, &Shell, &Actor), query: &'a Query) -> Frame<'a> {
    Frame { question, run, zone: app.clock().zone(), query, key: computes(actor).then(|| shell.key()), done: query.text("done") == "computed" }
}

fn is_sheet(query: &Query) -> bool {
    query.text("format") == "xlsx"
}

// --- the hub ------------------------------------------------------------------------------------------------------------

pub async fn hub(State(app): State<App>, Staff { actor, shell }: Staff) -> ::web::Result {
    actor.may(Action::ViewInsight)?;
    let who = actor.clone();
    let cards = app.read(move |tx| cards(tx, &who)).await?;
    Ok(shell.page(views::hub::page(&cards, actor.can(Action::DrawLots))).into_response())
}

const UNASKED: &str = "Ещё не посчитано.";

fn cards(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Card>> {
    let sight = Sight::of(tx, actor)?;
    let card = |question, label, kind, sentence: Option<String>| Card { question, label, kind, sentence: sentence.unwrap_or_else(|| UNASKED.into()) };
    let worked = read::<WorkedAnswer>(tx, Question::Worked, &region())?;
    let link = read::<LinkAnswer>(tx, Question::Link, &region())?;
    let effect = read::<EffectAnswer>(tx, Question::Effect, &region())?;
    let change = read::<ChangeAnswer>(tx, Question::Change, &region())?;
    let lines = change.as_ref().map(|(_, answer)| change_lines(tx, &sight, answer)).transpose()?.unwrap_or_default();
    let own = lines.first().map(|line| line.shown.map_or_else(|| views::change::silence(line), |one| views::change::sentence(&line.name, one)));
    let direction = lines.first().and_then(|line| line.shown).map_or("данных мало", |one| crate::words::direction(&one.change));
    let main = effect.as_ref().and_then(|(_, answer)| answer.main());
    Ok(vec![
        card(Question::Worked, views::worked::LABEL, Kind::Neutral, worked.map(|(_, answer)| views::worked::sentence(&answer))),
        card(Question::Link, views::link::LABEL, Kind::Doing, link.map(|(_, answer)| views::link::sentence(&answer))),
        card(
            Question::Effect,
            main.map_or("данных мало", |one| one.label()),
            if main.is_some() { Kind::Doing } else { Kind::Neutral },
            main.map(views::effect::sentence).or_else(|| effect.as_ref().map(|_| "Данных мало: сказать об эффекте пока нечего.".to_owned())),
        ),
        card(Question::Change, direction, Kind::Neutral, own),
    ])
}

// --- what worked --------------------------------------------------------------------------------------------------------

pub async fn worked(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ViewInsight)?;
    let query = query(raw);
    if is_sheet(&query) {
        let rows = |tx: &mut Tx<'_>| Ok(read::<WorkedAnswer>(tx, Question::Worked, &region())?.map(|(_, answer)| views::worked::rows(&answer)).unwrap_or_default());
        return ::web::lists::take_out(&app, &actor, "Что помогло", &views::worked::COLUMNS, rows).await;
    }
    let who = actor.clone();
    let (run, answer, seen) = app
        .read(move |tx| {
            let found = read::<WorkedAnswer>(tx, Question::Worked, &region())?;
            let (run, answer) = found.map_or((None, WorkedAnswer::default()), |(run, answer)| (Some(run), answer));
            let seen = seen(tx, &who, &answer)?;
            Ok((run, answer, seen))
        })
        .await?;
    let grouping = Grouping::ALL.into_iter().find(|one| one.word() == query.text("by")).unwrap_or(Grouping::Kind);
    let frame = frame(Question::Worked, run.as_ref(), (&app, &shell, &actor), &query);
    Ok(shell.page(views::worked::page(&frame, &answer, grouping, &seen)).into_response())
}

/// The resources among the lines that the viewer may look at; the others are named without a link.
fn seen(tx: &mut Tx<'_>, actor: &Actor, answer: &WorkedAnswer) -> Result<HashSet<String>> {
    if !actor.can(Action::ViewResources) {
        return Ok(HashSet::new());
    }
    let sight = resources::Sight::of(tx, actor)?;
    let mut seen = HashSet::new();
    for item in answer.of(Grouping::Resource).into_iter().map(|line| &line.item).collect::<HashSet<_>>() {
        let Ok(id) = item.parse() else { continue };
        match resources::find(tx, &sight, id) {
            Ok(_) => seen.insert(item.clone()),
            Err(Error::NotFound) => continue,
            Err(error) => return Err(error),
        };
    }
    Ok(seen)
}

/// One table of what worked, suppressed once: a second one beside it would tell by its difference what this one hides.
pub async fn worked_before(Staff { actor, .. }: Staff) -> ::web::Result {
    actor.may(Action::ViewInsight)?;
    Ok(::web::see("/insight/worked?by=resource"))
}

// --- the link -----------------------------------------------------------------------------------------------------------

/// The own municipality's answer, then the region's, into which small places are pooled.
fn links(tx: &mut Tx<'_>, actor: &Actor, asked: &str) -> Result<(Option<Run>, Vec<(String, LinkAnswer)>)> {
    let (sight, today) = (Sight::of(tx, actor)?, tx.today());
    let own = match sight.level {
        Level::Municipality => Some(sight.place.clone()),
        Level::School => places::load(tx, &sight.place, today)?.parent,
        Level::Region => (!asked.is_empty()).then(|| PlaceId::from(asked)),
    };
    let mut lines = Vec::new();
    if let Some(own) = own {
        let place = places::municipalities(tx, today)?.into_iter().find(|place| place.id == own).ok_or(Error::NotFound)?;
        if let Some((_, answer)) = read::<LinkAnswer>(tx, Question::Link, &own)? {
            lines.push((place.short_name, answer));
        }
    }
    let region = read::<LinkAnswer>(tx, Question::Link, &region())?;
    let run = region.map(|(run, answer)| {
        lines.push(("Край".to_owned(), answer));
        run
    });
    Ok((run, lines))
}

fn link_lines(lines: &[(String, LinkAnswer)]) -> Vec<LinkLine<'_>> {
    lines.iter().map(|(name, answer)| LinkLine { name: name.clone(), answer }).collect()
}

pub async fn link(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ViewInsight)?;
    let query = query(raw);
    let (who, asked) = (actor.clone(), query.text("place").to_owned());
    if is_sheet(&query) {
        let rows = move |tx: &mut Tx<'_>| Ok(views::link::rows(&link_lines(&links(tx, &who, &asked)?.1)));
        return ::web::lists::take_out(&app, &actor, "Связь затруднения и результата", &views::link::COLUMNS, rows).await;
    }
    let (run, lines) = app.read(move |tx| links(tx, &who, &asked)).await?;
    let frame = frame(Question::Link, run.as_ref(), (&app, &shell, &actor), &query);
    Ok(shell.page(views::link::page(&frame, &link_lines(&lines))).into_response())
}

// --- the effect ---------------------------------------------------------------------------------------------------------

pub async fn effect(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ViewInsight)?;
    let query = query(raw);
    if is_sheet(&query) {
        let rows = |tx: &mut Tx<'_>| Ok(read::<EffectAnswer>(tx, Question::Effect, &region())?.map(|(_, answer)| views::effect::rows(&answer)).unwrap_or_default());
        return ::web::lists::take_out(&app, &actor, "Эффект маршрута", &views::effect::COLUMNS, rows).await;
    }
    let found = app.read(|tx| read::<EffectAnswer>(tx, Question::Effect, &region())).await?;
    let (run, answer) = found.map_or((None, EffectAnswer::default()), |(run, answer)| (Some(run), answer));
    let frame = frame(Question::Effect, run.as_ref(), (&app, &shell, &actor), &query);
    Ok(shell.page(views::effect::page(&frame, &answer, actor.can(Action::DrawLots))).into_response())
}

// --- the change ---------------------------------------------------------------------------------------------------------

const SMALL: &str = "Мест мало: число подтянуто к обычному сильно";

/// A school sees itself; a municipality itself and its schools; the region and the ministry the municipalities. By name, never by size.
fn change_lines<'a>(tx: &mut Tx<'_>, sight: &Sight, answer: &'a ChangeAnswer) -> Result<Vec<ChangeLine<'a>>> {
    let today = tx.today();
    let outside = |name: String, found: Option<&'a PlaceChange>| {
        let shown = found.filter(|one| one.outside);
        ChangeLine { name, shown, note: if shown.is_none() { views::change::FEW.to_owned() } else { String::new() } }
    };
    let of = |place: &Place| outside(place.short_name.clone(), answer.of(place.id.as_str()));
    let own = places::load(tx, &sight.place, today)?;
    Ok(match sight.level {
        Level::School => {
            // The school may know its own classes.
            let found = answer.of(own.id.as_str());
            let shown = found.filter(|one| one.inside);
            let note = match (found, shown) {
                (_, Some(one)) if one.parts < 5 => SMALL.to_owned(),
                (_, Some(_)) => String::new(),
                (Some(one), None) => views::change::own_few(one.before_pupils.min(one.after_pupils)),
                (None, None) => views::change::FEW.to_owned(),
            };
            vec![ChangeLine { name: own.short_name, shown, note }]
        }
        Level::Municipality => std::iter::once(of(&own)).chain(places::schools_of(tx, &sight.place, today)?.iter().map(of)).collect(),
        Level::Region => std::iter::once(outside("Край".to_owned(), answer.region.as_ref())).chain(places::municipalities(tx, today)?.iter().map(of)).collect(),
    })
}

pub async fn change(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ViewInsight)?;
    let query = query(raw);
    let who = actor.clone();
    if is_sheet(&query) {
        let rows = move |tx: &mut Tx<'_>| {
            let sight = Sight::of(tx, &who)?;
            let Some((_, answer)) = read::<ChangeAnswer>(tx, Question::Change, &region())? else { return Ok(Vec::new()) };
            Ok(views::change::rows(&change_lines(tx, &sight, &answer)?))
        };
        return ::web::lists::take_out(&app, &actor, "Изменение доли ниже минимума", &views::change::COLUMNS, rows).await;
    }
    let frame_query = query.clone();
    let (run, answer, names) = app
        .read(move |tx| {
            let sight = Sight::of(tx, &who)?;
            let (run, answer) = read::<ChangeAnswer>(tx, Question::Change, &region())?.map_or((None, ChangeAnswer::default()), |(run, answer)| (Some(run), answer));
            let lines = change_lines(tx, &sight, &answer)?.into_iter().map(|line| (line.name, line.shown.cloned(), line.note)).collect::<Vec<_>>();
            Ok((run, answer, lines))
        })
        .await?;
    let lines: Vec<ChangeLine<'_>> = names.iter().map(|(name, shown, note)| ChangeLine { name: name.clone(), shown: shown.as_ref(), note: note.clone() }).collect();
    let frame = frame(Question::Change, run.as_ref(), (&app, &shell, &actor), &frame_query);
    Ok(shell.page(views::change::page(&frame, &answer, &lines)).into_response())
}

// --- how, and anew ------------------------------------------------------------------------------------------------------

fn question(raw: &str) -> Result<Question> {
    raw.parse().map_err(|_| Error::NotFound)
}

pub async fn method(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    actor.may(Action::ViewInsight)?;
    let question = question(&raw)?;
    let run = app.read(move |tx| runs::latest(tx, question, &region())).await?;
    Ok(shell.page(views::method::page(question, run.as_ref(), app.clock().zone())).into_response())
}

/// Reads, works out with no transaction open, keeps.
pub async fn anew(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    if !computes(&actor) {
        return Err(Error::NotFound.into());
    }
    let question = question(&raw)?;
    let asked = app.read(move |tx| compute::ask(tx, question)).await?;
    let (by, now) = (actor.clone(), app.clock().now());
    let made = tokio::task::spawn_blocking(move || compute::work_out(&asked, now)).await.map_err(anyhow::Error::new)?.map_err(kernel::Error::from)?;
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        compute::keep(tx, &made, Some(&by))?;
        Ok(format!("{}?done=computed", question.url()))
    });
    Ok(::web::see(&done.await?))
}

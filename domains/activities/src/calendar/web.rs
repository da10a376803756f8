//! The address of the calendar.

use super::{
    month::{Month, begins},
    others::{Source, Sources},
    store::{Filter, entries},
    view,
};
use crate::sight::Sight;
use ::web::{App, Staff};
use access::{Action, Actor, Role};
use axum::{
    Extension, Router,
    extract::{RawQuery, State},
    response::IntoResponse,
    routing::get,
};
use kernel::{Date, Result, Tx, params};
use structure::{
    places::{self, PlaceKind},
    profile::TermKind,
    terms,
};
use ui::url::Query;

/// `/activities/calendar`, with what other domains have on its days.
pub(crate) fn router(sources: Vec<Source>) -> Router<App> {
    Router::new().route("/activities/calendar", get(show)).layer(Extension(Sources::new(sources)))
}

fn filter(tx: &mut Tx<'_>, query: &Query, has_card: bool) -> Result<Filter> {
    let text = |name: &str| -> String { query.text(name).chars().take(100).collect() };
    let place = match text("place") {
        code if code.is_empty() => String::new(),
        // A place that isn't there has no activities.
        code => tx.maybe("SELECT path FROM place WHERE id = $1", params![code], |row| row.get(0))?.unwrap_or_else(|| "~".to_owned()),
    };
    Ok(Filter { direction: text("direction"), kind: query.text("kind").parse().ok(), place, is_mine: has_card && query.text("mine") == "yes" })
}

/// Places to choose from: those one step below one's own.
fn choices(tx: &mut Tx<'_>, actor: &Actor, today: Date) -> Result<Vec<(String, String)>> {
    if actor.role == Role::Member {
        return Ok(Vec::new());
    }
    let below = match places::load(tx, &actor.place, today)?.kind {
        PlaceKind::Region | PlaceKind::Institute | PlaceKind::Ministry => places::municipalities(tx, today)?,
        PlaceKind::Municipality => places::schools_of(tx, &actor.place, today)?,
        PlaceKind::School => Vec::new(),
    };
    Ok(below.into_iter().map(|place| (place.id.to_string(), place.short_name)).collect())
}

async fn show(State(app): State<App>, Extension(sources): Extension<Sources>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ViewActivities)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let (today, zone) = (app.clock().today(), app.clock().zone().clone());
    let day = kernel::date::parse(query.text("day")).ok();
    let month = day.map(Month::of).or_else(|| Month::parse(query.text("month"))).unwrap_or_else(|| Month::of(today));
    let days = day.map_or((month.first(), month.end()), |day| (day, day.tomorrow().unwrap_or(day)));
    let span = (begins(days.0, &zone), begins(days.1, &zone));
    let (asked, has_card) = (query.clone(), actor.person.is_some());
    let (found, others, directions, places) = app
        .read(move |tx| {
            let sight = Sight::of(tx, &actor)?;
            let filter = filter(tx, &asked, has_card)?;
            let directions: Vec<(String, String)> = terms::terms(tx, TermKind::WorkDirection, today)?.into_iter().map(|term| (term.code, term.label)).collect();
            let others = sources.days(tx, &actor, &filter, days)?;
            Ok((entries(tx, &sight, &filter, span)?, others, directions, choices(tx, &actor, today)?))
        })
        .await?;
    let shown = view::Shown { month, day, entries: &found, others: &others, directions: &directions, places: &places, query: &query, zone: &zone, today, has_card };
    Ok(shell.page(view::page(&shown)).into_response())
}

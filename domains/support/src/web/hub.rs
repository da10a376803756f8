//! The hub.

use super::query;
use crate::{attestation, contests, courses::store::tasks, rules, schools, views, views::hub::Hub, words::Words};
use ::web::{App, Staff};
use access::{Action, Actor, Role};
use axum::{
    extract::{RawQuery, State},
    response::IntoResponse,
};
use kernel::{Result, Tx};
use structure::profile::TermKind;

fn read(tx: &mut Tx<'_>, actor: &Actor) -> Result<Hub> {
    let range = rules::overseen_schools(actor);
    let manages = actor.can(Action::ManageSupport);
    let mut hub = Hub {
        waits: crate::waits(tx, actor)?,
        sees_courses: actor.can(Action::ViewSupport),
        sees_schools: range != rules::Range::nowhere(),
        sees_directions: actor.can(Action::ViewActivities),
        sees_figures: rules::sees_region_counts(actor) || actor.role == Role::Municipal,
        sees_experts: manages || actor.can(Action::UseOwnCabinet),
        has_cabinet: actor.can(Action::UseOwnCabinet) && actor.person.is_some(),
        ..Hub::default()
    };
    let Some(person) = actor.person else { return Ok(hub) };
    let factors = Words::read(tx, TermKind::RiskFactor)?;
    hub.tasks = tasks::of_supporter(tx, person)?;
    hub.asked = schools::asked_of(tx, person)?.into_iter().map(|(id, low, school, factor)| (id, low, school, if factor.is_empty() { factor } else { factors.label(&factor).to_owned() })).collect();
    hub.schools = schools::helped_by(tx, person)?;
    hub.tracks = contests::helped_by(tx, person)?;
    hub.attestations = attestation::helped_by(tx, person)?;
    Ok(hub)
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    rules::enter(&actor)?;
    let hub = app.read(move |tx| read(tx, &actor)).await?;
    Ok(shell.page(views::hub::page(&hub, app.clock().today(), &query(raw), &|| shell.key())).into_response())
}

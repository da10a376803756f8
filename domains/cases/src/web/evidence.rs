//! What rests on what: signals and results pointed at.

use super::{Form, Look, content, may_enter};
use crate::{
    model::CaseId,
    opening::First,
    pointing::{self, Pointed},
    views,
};
use access::Actor;
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use deficits::{Assessment, Deficit, Sight, Taken};
use kernel::{Error, FieldErrors, Slice, Tx, id::PersonId};
use maud::Markup;
use observation::{Eye, Filter, Row};
use web::{Answers, App, Posted, Result, Shell, Staff};

/// What of the teacher the actor may point at.
#[derive(Default)]
pub struct Within {
    pub visits: Vec<Row>,
    pub deficits: Vec<Deficit>,
    pub results: Vec<Taken>,
    pub assessments: Vec<Assessment>,
}

/// Reads what is within sight: the teacher's own, or what the teacher has opened to the actor.
pub fn within(tx: &mut Tx<'_>, actor: &Actor, person: PersonId) -> kernel::Result<Within> {
    let sight = Sight::of(actor);
    let filter = Filter { person: person.to_string(), ..Filter::default() };
    let visits = observation::list(tx, &Eye::of(actor), &filter, "", Slice::all(50))?.rows.into_iter().filter(|row| row.observation.state.is_filled()).collect();
    Ok(Within { visits, deficits: deficits::deficits_of(tx, &sight, person)?, results: deficits::results_of(tx, &sight, person)?, assessments: deficits::assessments_of(tx, &sight, person)? })
}

async fn page(app: &App, (actor, shell): (&Actor, &Shell), id: CaseId, (typed, errors, done): (&Answers, &FieldErrors, &str), look: Look) -> Result<Markup> {
    let card = content(app, actor, id, look).await?;
    let (who, person) = (actor.clone(), card.standing.case.person);
    let within = app.read(move |tx| within(tx, &who, person)).await?;
    Ok(views::evidence::page(&Form { shell, card: &card, typed, errors, done }, &within))
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>, RawQuery(raw): RawQuery) -> Result<Markup> {
    let query = ui::url::Query::parse(&raw.unwrap_or_default());
    page(&app, (&actor, &shell), id, (&Answers::default(), &FieldErrors::default(), query.text("done")), Look::First).await
}

/// `what` is `words`, or a kind with an id: `signal-observation:…`, `signal-deficit:…`, `attempt:…`, `observation:…`, `assessment:…`.
pub async fn give(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>, posted: Posted) -> Result {
    may_enter(&actor)?;
    let (who, listeners, typed) = (actor.clone(), app.listeners.clone(), posted.answers.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let what = typed.get("what").to_owned();
        let (kind, raw) = what.split_once(':').unwrap_or((what.as_str(), ""));
        match kind {
            "words" => pointing::signal(tx, &listeners, &who, id, &First::Words(typed.get("words").to_owned()))?,
            "signal-observation" => pointing::signal(tx, &listeners, &who, id, &First::Observation(parsed(raw)?))?,
            "signal-deficit" => pointing::signal(tx, &listeners, &who, id, &First::Deficit(parsed(raw)?))?,
            "attempt" => pointing::point_at(tx, &who, id, Pointed::Attempt(parsed(raw)?))?,
            "observation" => pointing::point_at(tx, &who, id, Pointed::Observation(parsed(raw)?))?,
            "assessment" => pointing::point_at(tx, &who, id, Pointed::Assessment(parsed(raw)?))?,
            _ => return Err(Error::field("what", "Выберите, на что вы указываете")),
        }
        Ok(format!("/cases/{id}/evidence?done=given"))
    });
    match done.await {
        Ok(location) => Ok(web::see(&location)),
        Err(Error::Fields(errors)) => Ok(web::unprocessable(page(&app, (&actor, &shell), id, (&posted.answers, &errors, ""), Look::Again).await?).into_response()),
        Err(other) => Err(other.into()),
    }
}

fn parsed<T: std::str::FromStr>(raw: &str) -> kernel::Result<T> {
    raw.parse().map_err(|_| Error::NotFound)
}

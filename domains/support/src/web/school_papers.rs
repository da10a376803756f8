//! The papers of a school that is helped: the plan and the act. Whoever sees the card prints them.

use super::{
    identified, query,
    schools::{page, read},
};
use crate::{
    rules,
    schools::{self, Asked, LowSchoolId, VisitId},
    words::Words,
};
use ::web::{Answers, App, PDF, Staff, show_file, unprocessable};
use audit::{Event, Record};
use axum::{
    extract::{Path, RawQuery, State},
    response::Response,
};
use kernel::{Date, Error, FieldErrors, Result};
use serde_json::json;
use structure::profile::TermKind;
use ui::url::Query;

pub async fn plan(State(app): State<App>, Staff { actor, .. }: Staff, Path(raw): Path<String>) -> ::web::Result<Response> {
    rules::enter(&actor)?;
    let id: LowSchoolId = identified(&raw)?;
    let paper = app
        .write(move |tx| {
            let shown = read(tx, &actor, id)?;
            let profile = structure::profile(tx)?;
            tx.record(&actor.by(), Event::new("school_help.plan_printed", "school_help", id))?;
            Ok(schools::plan(&profile, &shown.card, (&shown.factors, &shown.lines, &shown.helpers), &shown.words, shown.today))
        })
        .await?;
    let bytes = app.print(paper, app.clock().now()).await?;
    Ok(show_file("План помощи школе.pdf", PDF, bytes))
}

/// Of which help: one visit, or the days typed; none typed is all there is.
fn asked(query: &Query) -> Result<Asked> {
    if let Some(visit) = query.get("visit") {
        return identified::<VisitId>(visit).map(Asked::Visit);
    }
    let mut errors = FieldErrors::default();
    let mut day = |name: &str| -> Option<Date> {
        let typed = query.text(name).trim();
        if typed.is_empty() { None } else { errors.take(name, kernel::date::parse(typed)) }
    };
    let (from, until) = (day("from"), day("until"));
    errors.or(Some(Asked::Days(from, until))).map_err(Error::from)
}

/// The act of help that was given; with days that don't do, the card again with what is wrong beside them.
pub async fn act(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(raw_query): RawQuery) -> ::web::Result<Response> {
    rules::enter(&actor)?;
    let (id, query): (LowSchoolId, _) = (identified(&raw)?, query(raw_query));
    let (who, wanted) = (actor.clone(), query.clone());
    let made = app.write(move |tx| {
        let given = schools::given(tx, &who, id, asked(&wanted)?)?;
        let (profile, words) = (structure::profile(tx)?, Words::read(tx, TermKind::RiskFactor)?);
        tx.record(&who.by(), Event::new("school_help.act_printed", "school_help", id).with(json!({"visits": given.visits.len()})))?;
        Ok(schools::act(&profile, &given, &words))
    });
    match made.await {
        Ok(paper) => Ok(show_file("Акт о помощи школе.pdf", PDF, app.print(paper, app.clock().now()).await?)),
        Err(Error::Fields(errors)) => {
            let typed = Answers::of(["from", "until"].map(|name| (name.to_owned(), query.text(name).to_owned())));
            Ok(unprocessable(page(&app, (&actor, &shell), id, &Query::default(), (&typed, &errors)).await?))
        }
        Err(other) => Err(other.into()),
    }
}

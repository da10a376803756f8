//! Pages of the form. What was posted is kept before it is judged.

use crate::{
    apply::{self, Desk},
    field::Section,
    link::Token,
    shown::PlaceNames,
    views::{desk as desk_view, sections, sections::Offer},
};
use ::web::{Answers, App, Posted, Result, Shell, see, unprocessable};
use axum::{
    body::Bytes,
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use http::StatusCode;
use kernel::{Error, FieldErrors, id::PlaceId, search::fold};
use structure::places;
use ui::url::Query;

pub async fn desk(State(app): State<App>, shell: Shell, Path(token): Path<String>) -> Result {
    let token = Token::parse(&token)?;
    let opened = token.clone();
    let (desk, consents) = app
        .read(move |tx| {
            let desk = apply::desk(tx, &opened)?;
            let consents = apply::consents_answered(tx, &desk)?;
            Ok((desk, consents))
        })
        .await?;
    Ok(shell.page(desk_view::page(&desk, &consents, &token, app.clock())).into_response())
}

pub async fn show(State(app): State<App>, shell: Shell, Path((token, section)): Path<(String, String)>, RawQuery(query): RawQuery) -> Result {
    let (token, section) = (Token::parse(&token)?, named(&section)?);
    let query = Query::parse(&query.unwrap_or_default());
    let opened = token.clone();
    let desk = app.read(move |tx| apply::desk(tx, &opened)).await?;
    if !desk.application.state.is_open_to_applicant() {
        return Ok(see(&token.path("")));
    }
    let errors = if query.text("errors").is_empty() { FieldErrors::default() } else { desk.errors_of(section) };
    let offer = offer(&app, &desk, section, query.text("q")).await?;
    Ok(shell.page(sections::page(&desk, section, &token, &sections::Asked { errors: &errors, offer: &offer, back: back(query.text("back")), key: &shell.key() }, app.clock())).into_response())
}

pub async fn save(State(app): State<App>, shell: Shell, Path((token, section)): Path<(String, String)>, posted: Posted) -> Result {
    let (token, section) = (Token::parse(&token)?, named(&section)?);
    let (opened, answers) = (token.clone(), posted.answers.clone());
    // Not once per key: whoever goes back in the browser and mends an answer must not lose it.
    let desk = app.write(move |tx| apply::save(tx, &opened, section, &answers)).await?;
    let back = back(posted.answers.get("back"));
    if let Some(here) = stays(&posted.answers) {
        let query = Query::parse("").with("q", &here).with("back", back);
        return Ok(see(&query.href(&token.path(&format!("/{section}")))));
    }
    let errors = desk.errors_of(section);
    if errors.is_empty() {
        return Ok(see(&token.path(&next(section, &desk, back))));
    }
    let offer = offer(&app, &desk, section, "").await?;
    Ok(unprocessable(shell.page(sections::page(&desk, section, &token, &sections::Asked { errors: &errors, offer: &offer, back, key: &shell.key() }, app.clock()))))
}

/// While one types. The body has no key: nothing ends here.
pub async fn keep(State(app): State<App>, Path((token, section)): Path<(String, String)>, body: Bytes) -> Result {
    let (token, section) = (Token::parse(&token)?, named(&section)?);
    let answers = Answers::parse(&body);
    app.write(move |tx| apply::keep(tx, &token, section, &answers).map(|_| ())).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn named(section: &str) -> kernel::Result<Section> {
    section.parse::<Section>().ok().filter(|section| *section != Section::Evidence).ok_or(Error::NotFound)
}

/// Only one page is ever returned to.
fn back(raw: &str) -> &'static str {
    if raw == "check" { "check" } else { "" }
}

/// A button that keeps one on the page: show schools, one more row. Gives what schools to look for.
fn stays(answers: &Answers) -> Option<String> {
    (!answers.get("do").is_empty()).then(|| kernel::name::clean_line(answers.get("school_q")).chars().take(100).collect())
}

fn next(section: Section, desk: &Desk, back: &str) -> String {
    match section.next() {
        _ if back == "check" => "/check".into(),
        _ if desk.application.state == crate::State::Returned => String::new(),
        Some(next) => format!("/{next}"),
        None => String::new(),
    }
}

/// Municipalities and the schools of the chosen one, for the page that asks for them.
async fn offer(app: &App, desk: &Desk, section: Section, wanted: &str) -> kernel::Result<Offer> {
    if section != Section::Work {
        return Ok(Offer::default());
    }
    let (chosen, school, wanted) = (desk.application.answers.municipality.clone(), desk.application.answers.school.clone(), wanted.to_owned());
    let PlaceNames { municipality, .. } = desk.places.clone();
    app.read(move |tx| {
        let today = tx.today();
        let municipalities = places::municipalities(tx, today)?.into_iter().map(|place| (place.id.0, place.name)).collect();
        let schools = if chosen.is_empty() { Vec::new() } else { places::schools_of(tx, &PlaceId::from(chosen.as_str()), today)? };
        let words = fold(&wanted);
        let fits = |place: &places::Place| place.id.as_str() == school || words.split(' ').all(|word| fold(&place.name).contains(word));
        let schools: Vec<_> = schools.into_iter().filter(fits).map(|place| (place.id.0, place.name)).collect();
        Ok(Offer { municipalities, municipality, schools, wanted })
    })
    .await
}

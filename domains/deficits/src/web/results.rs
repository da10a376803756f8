//! Results that teachers have opened: a list, one with its look written down, its protocol.

use super::{ROWS, identified, query, text};
use crate::{
    lists::Narrowing,
    model::{AttemptId, Growth, ResultLine, Taken},
    paper,
    sight::Sight,
    store::{growth, results},
    views,
};
use access::Action;
use audit::{Event, Record};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use diagnostics::ScoredAttempt;
use kernel::{Result, Slice, Tx};
use maud::{Markup, html};
use ui::{form, page::Page, url::Query};
use web::{App, Staff};

/// What a page of one result shows.
pub struct Seen {
    pub taken: Taken,
    lines: Vec<ResultLine>,
    growth: Vec<Growth>,
    before: Vec<ResultLine>,
    repeats: Vec<AttemptId>,
    rationale: Markup,
}

impl Seen {
    /// Everything within sight: the growth is shown only if its first measurement may be seen as well. `own` is given to the teacher
    /// alone: the items' explanations are for whoever answered.
    ///
    /// # Errors
    /// Not found: not within sight.
    pub fn read(tx: &mut Tx<'_>, sight: &Sight, attempt: AttemptId, own: Option<&ScoredAttempt>) -> Result<Self> {
        let taken = results::find(tx, sight, attempt)?;
        let mut grown = growth::of_second(tx, attempt)?;
        let mut before = Vec::new();
        if let Some(first) = grown.first().map(|one| one.first) {
            match results::find(tx, sight, first) {
                Ok(_) => before = results::lines(tx, first)?,
                Err(kernel::Error::NotFound) => grown.clear(),
                Err(other) => return Err(other),
            }
        }
        let mut repeats = growth::repeats_of(tx, attempt)?;
        repeats.retain(|repeat| results::find(tx, sight, *repeat).is_ok());
        let rationale = match own.filter(|scored| scored.shows_rationale) {
            Some(scored) => crate::rationale::section(tx, scored)?,
            None => html! {},
        };
        Ok(Self { taken, lines: results::lines(tx, attempt)?, growth: grown, before, repeats, rationale })
    }

    pub fn shown<'a>(&'a self, base: &'a str) -> views::results::Shown<'a> {
        views::results::Shown { taken: &self.taken, lines: &self.lines, growth: &self.growth, before: &self.before, rationale: self.rationale.clone(), repeats: &self.repeats, base }
    }
}

pub fn filter(query: &Query) -> results::Filter {
    results::Filter { text: text(query, "text"), place: text(query, "place"), competency: text(query, "competency"), zone: text(query, "zone"), year: query.text("year").parse().ok() }
}

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> web::Result {
    actor.may(Action::ViewResults)?;
    let query = query(raw);
    let (sight, wanted) = (Sight::of(&actor), filter(&query));
    if let Some(columns) = super::sheet_asked(&actor, &query, views::lists::RESULT_COLUMNS)? {
        return web::lists::take_out(&app, &actor, "Результаты диагностики", &columns, move |tx| {
            Ok(results::list(tx, &sight, &wanted, ("name", false), super::WHOLE)?.rows.iter().map(views::lists::result_cells).collect())
        })
        .await;
    }
    let (asked, viewer) = (query.clone(), actor.clone());
    let (found, by) = app.read(move |tx| Ok((results::list(tx, &sight, &wanted, asked.sort().unwrap_or(("taken", false)), Slice::new(asked.page(), ROWS))?, Narrowing::read(tx, &viewer)?))).await?;
    let page = Page::new("Результаты диагностики").wide().lead("Здесь те результаты, которые педагоги открыли вам. Закрытое педагогом исчезает отсюда сразу.");
    Ok(shell.page(page.body(views::lists::results(&found, &query, &by, &actor))).into_response())
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> web::Result {
    actor.may(Action::ViewResults)?;
    let attempt = identified::<AttemptId>(&raw)?;
    let viewer = actor.clone();
    let (seen, instrument) = app
        .write(move |tx| {
            let seen = Seen::read(tx, &Sight::of(&viewer), attempt, None)?;
            tx.record(&viewer.by(), Event::new("result.viewed", "attempt", attempt).of(seen.taken.person))?;
            let instrument = diagnostics::scored_attempt(tx, &access::Scope::program("whether it may be seen was asked just now"), attempt)?.instrument;
            Ok((seen, instrument))
        })
        .await?;
    let person = seen.taken.person;
    let page = Page::new(seen.taken.name.clone()).trail([("Результаты диагностики", "/results")]).lead(html! { (seen.taken.title) ", " (seen.taken.place_name) });
    let page = if actor.can(Action::AssignDiagnostics) {
        page.action(form::button_link_secondary("Назначить повторную", &format!("/assignments/new?instrument={instrument}&person={person}&repeat_of={attempt}")))
    } else {
        page
    };
    Ok(shell
        .page(page.body(html! {
            (views::results::body(&seen.shown("/results")))
            p { a href={ "/people/" (person) } { "Карточка" } " · " a href={ "/deficits?text=" (ui::url::encode(&seen.taken.name)) } { "Затруднения" } }
        }))
        .into_response())
}

pub async fn protocol(State(app): State<App>, Staff { actor, .. }: Staff, Path(raw): Path<String>) -> web::Result {
    actor.may(Action::ViewResults)?;
    let attempt = identified::<AttemptId>(&raw)?;
    let (document, at) = app
        .write(move |tx| {
            let sight = Sight::of(&actor);
            let taken = results::find(tx, &sight, attempt)?;
            tx.record(&actor.by(), Event::new("result.protocol_taken", "attempt", attempt).of(taken.person))?;
            Ok((paper::protocol(tx, &sight, &taken)?, tx.now()))
        })
        .await?;
    Ok(web::show_file("Протокол диагностики.pdf", web::PDF, app.print(document, at).await?))
}

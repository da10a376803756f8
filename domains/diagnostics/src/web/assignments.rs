//! Assigning: choosing people, a look at who it reaches, the act; the list of assignments.

use super::{id, or_again};
use crate::{
    assign::{
        form::AssignForm,
        store::{self, Filter},
        workflow::{self, MOST_PEOPLE, Preview},
    },
    instrument::store as instruments,
    model::{AssignmentId, FormState, InstrumentId, InstrumentState},
    views::{
        assignments as views,
        choosing::{self, Choosing},
    },
};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{FieldErrors, Slice, Tx, id::PersonId};
use maud::Markup;
use people::{Found, PersonRow};
use std::collections::BTreeSet;
use structure::{places, profile::TermKind, terms};
use ui::url::Query;
use web::{App, Posted, Result, Shell, Staff};

/// Rows of people on one page.
const PEOPLE: u32 = 50;
const ROWS: u32 = 50;

fn filter(query: &Query) -> Filter {
    let text = |name: &str| query.text(name).to_owned();
    Filter { instrument: text("instrument"), state: text("state"), municipality: text("municipality"), school: text("school"), text: text("q") }
}

/// What the lists of choices hold.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    pub instruments: Vec<(String, String)>,
    pub forms: Vec<(String, String)>,
    pub municipalities: Vec<(String, String)>,
    pub schools: Vec<(String, String)>,
    pub subjects: Vec<(String, String)>,
}

/// Choices within what the actor sees: own municipality's schools, all for the region.
fn lists(tx: &mut Tx<'_>, actor: &Actor, municipality: &str, instrument: &str, only_open: OnlyOpen) -> kernel::Result<Lists> {
    let today = tx.today();
    let inside = |path: &str| path.starts_with(&actor.place_path);
    let all = places::municipalities(tx, today)?;
    let municipalities: Vec<_> = all.iter().filter(|place| inside(&place.path)).map(|place| (place.id.to_string(), place.short_name.clone())).collect();
    let chosen = if municipality.is_empty() && municipalities.len() == 1 { municipalities.first().map(|(id, _)| id.clone()) } else { Some(municipality.to_owned()).filter(|id| !id.is_empty()) };
    let schools = match chosen {
        Some(id) => places::schools_of(tx, &id.as_str().into(), today)?.into_iter().filter(|place| inside(&place.path)).map(|place| (place.id.to_string(), place.short_name)).collect(),
        None => Vec::new(),
    };
    let wanted = |state: InstrumentState| matches!(only_open, OnlyOpen::No) || state == InstrumentState::Open;
    let found = instruments::list(tx)?.into_iter().map(|row| row.instrument).filter(|one| wanted(one.state));
    let choices: Vec<(String, String)> = found.map(|one| (one.id.to_string(), format!("{} ({})", one.title, one.code))).collect();
    let forms = match instrument.parse::<InstrumentId>() {
        Ok(id) => instruments::forms(tx, id)?.into_iter().filter(|form| form.state == FormState::Ready).map(|form| (form.id.to_string(), format!("Вариант {}", form.letter))).collect(),
        Err(_) => Vec::new(),
    };
    let subjects = terms::choices(tx, TermKind::Subject, today)?;
    Ok(Lists { instruments: choices, forms, municipalities, schools, subjects })
}

enum OnlyOpen {
    Yes,
    No,
}

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result {
    actor.may(Action::AssignDiagnostics)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let filter = filter(&query);
    let zone = app.clock().zone().clone();
    if query.text("format") == "xlsx" {
        let (scope, day) = (actor.scope(), zone);
        return web::lists::take_out(&app, &actor, "Назначения диагностики", &views::COLUMNS, move |tx| {
            let rows = store::list(tx, &scope, &filter, Some(("name", false)), Slice::all(20_000))?.rows;
            Ok(rows.iter().map(|row| views::cells(row, &day)).collect())
        })
        .await;
    }
    let (viewer, asked) = (actor.clone(), query.clone());
    let (found, lists, now) = app
        .read(move |tx| {
            let found = store::list(tx, &viewer.scope(), &filter, asked.sort(), Slice::new(asked.page(), ROWS))?;
            Ok((found, lists(tx, &viewer, &filter.municipality, "", OnlyOpen::No)?, tx.now()))
        })
        .await?;
    Ok(views::list(&shell, &query, &found, &lists, &zone, now).into_response())
}

pub async fn new(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result<Markup> {
    actor.may(Action::AssignDiagnostics)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let form = AssignForm::proposed(&query, app.clock().today());
    choosing(&app, &actor, &shell, form, query.page(), FieldErrors::default()).await
}

/// The same page again with what was typed and ticked: another page of the list, another filter, the way back from the check.
pub async fn again(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> Result<Markup> {
    actor.may(Action::AssignDiagnostics)?;
    let page = posted.answers.get("page").parse().unwrap_or(1);
    choosing(&app, &actor, &shell, AssignForm::of(&posted.answers), page, FieldErrors::default()).await
}

/// The page on which people are chosen: the filter's people, or the ones a link names.
async fn choosing(app: &App, actor: &Actor, shell: &Shell, form: AssignForm, page: u32, errors: FieldErrors) -> Result<Markup> {
    let (viewer, typed) = (actor.clone(), form.clone());
    let (found, chosen, lists): (Found, Vec<PersonRow>, Lists) = app
        .read(move |tx| {
            let lists = lists(tx, &viewer, &typed.filter.municipality, &typed.instrument, OnlyOpen::Yes)?;
            let ids: BTreeSet<PersonId> = typed.persons.iter().filter_map(|raw| raw.parse().ok()).take(MOST_PEOPLE as usize).collect();
            let chosen = people::rows(tx, &viewer.scope(), &ids.into_iter().collect::<Vec<_>>())?;
            let found = if typed.repeat_of.is_empty() {
                people::list(tx, &viewer.scope(), &typed.filter, people::Sort::default(), Slice::new(page, PEOPLE))?
            } else {
                Found { people: kernel::Paged { total: chosen.len() as u64, rows: chosen.clone(), slice: Slice::first() }, is_guess: false }
            };
            Ok((found, chosen, lists))
        })
        .await?;
    Ok(choosing::page(shell, &Choosing { typed: &form, found: &found, chosen: &chosen, lists: &lists, errors: &errors }))
}

pub async fn preview(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> Result {
    actor.may(Action::AssignDiagnostics)?;
    let form = AssignForm::of(&posted.answers);
    let zone = app.clock().zone().clone();
    let (asker, typed, day) = (actor.clone(), form.clone(), zone.clone());
    let found: kernel::Result<Preview> = app
        .read(move |tx| {
            let asked = typed.parse(tx.today())?;
            workflow::preview(tx, &asker, &asked, &day)
        })
        .await;
    match found {
        Ok(found) => Ok(views::preview(&shell, &form, &found, &zone).into_response()),
        Err(kernel::Error::Fields(errors)) => Ok(web::unprocessable(choosing(&app, &actor, &shell, form, 1, errors).await?)),
        Err(other) => Err(other.into()),
    }
}

pub async fn assign(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> Result {
    actor.may(Action::AssignDiagnostics)?;
    let form = AssignForm::of(&posted.answers);
    let (zone, site) = (app.clock().zone().clone(), app.settings.public_url.clone());
    let (assigner, typed) = (actor.clone(), form.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let asked = typed.parse(tx.today())?;
        let (people, letters) = workflow::assign(tx, &assigner, &asked, typed.expected.parse().unwrap_or(0), &zone, &site)?;
        Ok(format!("/assignments?instrument={}&done={people}&letters={letters}", asked.instrument))
    });
    or_again(done.await, |errors| async { choosing(&app, &actor, &shell, form, 1, errors).await }).await
}

pub async fn take_back(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> Result {
    actor.may(Action::AssignDiagnostics)?;
    let id = id::<AssignmentId>(&raw)?;
    // Back to the list as it was filtered.
    let back = Query::parse(posted.answers.get("back"));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        workflow::take_back(tx, &actor, id)?;
        Ok(back.without("done").with("done", "taken_back").href("/assignments"))
    });
    Ok(web::see(&done.await?))
}

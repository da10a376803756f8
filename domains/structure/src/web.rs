//! Screens for staff, and the public list of schools for the form's cascade.

use ::web::{
    App, Posted, Shell, Staff,
    lists::{Format, take_out},
};
use access::{Action, Actor};
use axum::{
    Json, Router,
    extract::{Path, RawQuery, State},
    response::IntoResponse,
    routing::{get, post},
};
use kernel::{Error, FieldErrors, Tx, id::PlaceId};
use maud::Markup;
use serde::Serialize;
use ui::url::Query;

use crate::{
    form::{ClosingForm, RenameForm, SchoolForm},
    in_force, places,
    places::{Place, PlaceKind},
    profile::TermKind,
    school_list, terms,
    views::{self, Card, Municipalities, place_url},
    workflow,
};

pub fn router() -> Router<App> {
    Router::new()
        .route("/places", get(list))
        .route(school_list::PATH, get(school_list::show))
        .route("/places/{id}", get(show))
        .route("/places/{id}/rename", get(rename_form))
        .route("/places/{id}/names", post(rename))
        .route("/places/{id}/schools/new", get(school_form))
        .route("/places/{id}/schools", post(add_school))
        .route("/places/{id}/closing", get(closing_form).post(close))
        .route("/places/{id}/reopening", post(reopen))
        .route("/dictionaries", get(dictionaries))
        .route("/dictionaries/calendar", get(calendar))
        .route("/dictionaries/{kind}", get(dictionary))
        .route("/api/schools", get(schools_json))
}

async fn list(State(app): State<App>, Staff { actor, shell }: Staff) -> ::web::Result<Markup> {
    actor.may(Action::ManagePlaces)?;
    let list = app.read(read_municipalities).await?;
    Ok(shell.page(views::municipalities(&list)))
}

fn read_municipalities(tx: &mut Tx<'_>) -> kernel::Result<Municipalities> {
    let today = tx.today();
    let counts = places::school_counts(tx, today)?;
    let schools = |place: &Place| counts.iter().find(|(id, _)| *id == place.id).map_or(0, |(_, count)| *count);
    let rows = places::municipalities(tx, today)?.into_iter().map(|place| (place.clone(), schools(&place))).collect();
    let has_sample_requisites = in_force::is_set_up(tx)? && in_force::profile(tx)?.operator.is_sample;
    Ok(Municipalities { rows, has_sample_requisites })
}

async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PlaceId>, RawQuery(query): RawQuery) -> ::web::Result<Markup> {
    actor.may(Action::ManagePlaces)?;
    let card = app.read(move |tx| read_card(tx, &id)).await?;
    let query = Query::parse(&query.unwrap_or_default());
    Ok(shell.page(views::card(&card, query.text("done"), &shell.key())))
}

fn read_card(tx: &mut Tx<'_>, id: &PlaceId) -> kernel::Result<Card> {
    let today = tx.today();
    let place = places::load(tx, id, today)?;
    let parent = match &place.parent {
        Some(parent) => places::find(tx, parent, today)?,
        None => None,
    };
    let names = places::names(tx, id)?;
    let schools = if place.kind == PlaceKind::Municipality { places::all_schools_of(tx, id, today)? } else { Vec::new() };
    Ok(Card { place, parent, names, schools, today })
}

/// A place that the actor may change; any other is absent.
async fn for_change(app: &App, actor: &Actor, id: PlaceId) -> ::web::Result<Place> {
    actor.may(Action::ManagePlaces)?;
    Ok(app.read(move |tx| load_today(tx, &id)).await?)
}

fn load_today(tx: &mut Tx<'_>, id: &PlaceId) -> kernel::Result<Place> {
    let today = tx.today();
    places::load(tx, id, today)
}

/// The place of now, with the version of the page that the form stood on.
fn load_as_shown(tx: &mut Tx<'_>, id: &PlaceId, version: i64) -> kernel::Result<Place> {
    Ok(Place { version, ..load_today(tx, id)? })
}

async fn rename_form(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PlaceId>) -> ::web::Result<Markup> {
    let place = for_change(&app, &actor, id).await?;
    let typed = RenameForm { name: place.name.clone(), short_name: place.short_name.clone(), type_label: place.type_label.clone(), from: String::new(), version: place.version };
    Ok(shell.page(views::rename_page(&place, &typed, &FieldErrors::default(), &shell.key())))
}

async fn rename(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PlaceId>, posted: Posted) -> ::web::Result {
    let place = for_change(&app, &actor, id).await?;
    let form = RenameForm::of(&posted.answers);
    let (typed, id, by) = (form.clone(), place.id.clone(), actor.by());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let place = load_as_shown(tx, &id, typed.version)?;
        workflow::rename(tx, &by, &place, &typed.parse()?)?;
        Ok(format!("{}?done=renamed", place_url(&place)))
    });
    ::web::or_again(done.await, |errors| shell.page(views::rename_page(&place, &form, errors, posted.key.as_str())))
}

async fn school_form(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PlaceId>) -> ::web::Result<Markup> {
    let municipality = municipality_for_change(&app, &actor, id).await?;
    Ok(shell.page(views::school_page(&municipality, &SchoolForm::default(), &FieldErrors::default(), &shell.key())))
}

async fn municipality_for_change(app: &App, actor: &Actor, id: PlaceId) -> ::web::Result<Place> {
    let place = for_change(app, actor, id).await?;
    if place.kind == PlaceKind::Municipality { Ok(place) } else { Err(Error::NotFound.into()) }
}

async fn add_school(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PlaceId>, posted: Posted) -> ::web::Result {
    let municipality = municipality_for_change(&app, &actor, id).await?;
    let form = SchoolForm::of(&posted.answers);
    let (typed, parent, by) = (form.clone(), municipality.id.clone(), actor.by());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let id = workflow::add_school(tx, &by, &parent, &typed.parse()?)?;
        Ok(format!("/places/{id}?done=added"))
    });
    ::web::or_again(done.await, |errors| shell.page(views::school_page(&municipality, &form, errors, posted.key.as_str())))
}

async fn closing_form(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PlaceId>) -> ::web::Result<Markup> {
    let school = school_for_change(&app, &actor, id).await?;
    let typed = ClosingForm { closed_on: String::new(), version: school.version };
    Ok(shell.page(views::closing_page(&school, &typed, &FieldErrors::default(), &shell.key())))
}

async fn school_for_change(app: &App, actor: &Actor, id: PlaceId) -> ::web::Result<Place> {
    let place = for_change(app, actor, id).await?;
    if place.kind == PlaceKind::School { Ok(place) } else { Err(Error::NotFound.into()) }
}

async fn close(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PlaceId>, posted: Posted) -> ::web::Result {
    let school = school_for_change(&app, &actor, id).await?;
    let form = ClosingForm::of(&posted.answers);
    let (typed, id, by) = (form.clone(), school.id.clone(), actor.by());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let school = load_as_shown(tx, &id, typed.version)?;
        workflow::close_school(tx, &by, &school, Some(typed.parse()?))?;
        Ok(format!("{}?done=closed", place_url(&school)))
    });
    ::web::or_again(done.await, |errors| shell.page(views::closing_page(&school, &form, errors, posted.key.as_str())))
}

async fn reopen(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PlaceId>, posted: Posted) -> ::web::Result {
    let school = school_for_change(&app, &actor, id).await?;
    let (id, by, version) = (school.id, actor.by(), ClosingForm::of(&posted.answers).version);
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let school = load_as_shown(tx, &id, version)?;
        workflow::close_school(tx, &by, &school, None)?;
        Ok(format!("{}?done=reopened", place_url(&school)))
    });
    Ok(::web::see(&done.await?))
}

async fn dictionaries(Staff { actor, shell }: Staff) -> ::web::Result<Markup> {
    actor.may(Action::ManagePlaces)?;
    Ok(shell.page(views::dictionaries()))
}

async fn dictionary(State(app): State<App>, Staff { actor, shell }: Staff, Path(kind): Path<String>, RawQuery(query): RawQuery) -> ::web::Result {
    actor.may(Action::ManagePlaces)?;
    let kind = TermKind::from_code(&kind).ok_or(Error::NotFound)?;
    if Format::asked(&Query::parse(&query.unwrap_or_default())) == Some(Format::Xlsx) {
        return take_out(&app, &actor, kind.title(), &views::DICTIONARY_COLUMNS, move |tx| {
            let today = tx.today();
            Ok(terms::terms(tx, kind, today)?.iter().map(views::cells).collect())
        })
        .await;
    }
    let terms = app.read(move |tx| {
        let today = tx.today();
        terms::terms(tx, kind, today)
    });
    Ok(shell.page(views::dictionary(kind, &terms.await?)).into_response())
}

async fn calendar(State(app): State<App>, Staff { actor, shell }: Staff) -> ::web::Result<Markup> {
    actor.may(Action::ManagePlaces)?;
    let calendar = app.read(in_force::calendar).await?;
    Ok(shell.page(views::calendar(&calendar)))
}

#[derive(Debug, Serialize)]
struct SchoolJson {
    code: PlaceId,
    name: String,
    settlement: String,
}

/// Open schools of a municipality; an unknown one has none. Public, like the form that asks for it.
async fn schools_json(State(app): State<App>, _: Shell, RawQuery(query): RawQuery) -> ::web::Result<Json<Vec<SchoolJson>>> {
    let municipality = PlaceId::from(Query::parse(&query.unwrap_or_default()).text("municipality"));
    let schools = app.read(move |tx| {
        let today = tx.today();
        places::schools_of(tx, &municipality, today)
    });
    let json = |school: Place| SchoolJson { code: school.id, name: school.short_name, settlement: school.facts.settlement };
    Ok(Json(schools.await?.into_iter().map(json).collect()))
}

//! Screens for those who keep places; a place's own page, which everybody reads, is the desk's.

mod dictionaries;
mod heads;
mod life;
mod names;
mod reach;

use ::web::{App, Staff};
use access::{Action, Actor};
use axum::{
    Router,
    extract::{Path, RawQuery, State},
    routing::{get, post},
};
use kernel::{Error, Tx, id::PlaceId};
use maud::Markup;
use ui::url::Query;

use crate::{
    contacts, heads as terms_of_heads,
    places::{self, Place, PlaceKind},
    school_list, services,
    views::{self, Card},
};

pub fn router() -> Router<App> {
    Router::new()
        .route(school_list::PATH, get(school_list::show))
        .route("/places/{id}/edit", get(edit))
        .route("/places/{id}/rename", get(names::form))
        .route("/places/{id}/names", post(names::rename))
        .route("/places/{id}/names/mending", get(names::mend_form).post(names::mend))
        .route("/places/{id}/heads", get(heads::show).post(heads::appoint))
        .route("/places/{id}/heads/{head}/leaving", post(heads::relieve))
        .route("/places/{id}/heads/{head}/striking", post(heads::strike))
        .route("/places/{id}/service", get(reach::service_form).post(reach::service))
        .route("/places/{id}/contact", get(reach::contact_form).post(reach::contact))
        .route("/places/{id}/schools/new", get(life::school_form))
        .route("/places/{id}/schools", post(life::add_school))
        .route("/places/{id}/closing", get(life::closing_form).post(life::close))
        .route("/places/{id}/reopening", post(life::reopen))
        .route("/dictionaries", get(dictionaries::dictionaries))
        .route("/dictionaries/calendar", get(dictionaries::calendar))
        .route("/dictionaries/{kind}", get(dictionaries::dictionary))
        .route("/api/schools", get(dictionaries::schools_json))
}

async fn edit(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PlaceId>, RawQuery(query): RawQuery) -> ::web::Result<Markup> {
    actor.may(Action::ManagePlaces)?;
    let sees_heads = actor.can(Action::EditPeople);
    let card = app.read(move |tx| read_card(tx, &id)).await?;
    let card = Card { heads: card.heads.filter(|_| sees_heads), ..card };
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
    let (names, heads) = (places::names(tx, id)?, terms_of_heads::of(tx, id)?);
    let (services, contact) = (services::history(tx, id)?, contacts::of(tx, id)?);
    let schools = if place.kind == PlaceKind::Municipality { places::all_schools_of(tx, id, today)? } else { Vec::new() };
    Ok(Card { place, parent, names, heads: Some(heads), services, contact, schools, today })
}

/// A place that the actor may change; any other is absent.
async fn for_change(app: &App, actor: &Actor, id: PlaceId) -> ::web::Result<Place> {
    actor.may(Action::ManagePlaces)?;
    Ok(app.read(move |tx| load_today(tx, &id)).await?)
}

/// As [`for_change`], of one kind only.
async fn kind_for_change(app: &App, actor: &Actor, id: PlaceId, kinds: &[PlaceKind]) -> ::web::Result<Place> {
    let place = for_change(app, actor, id).await?;
    if kinds.contains(&place.kind) { Ok(place) } else { Err(Error::NotFound.into()) }
}

fn load_today(tx: &mut Tx<'_>, id: &PlaceId) -> kernel::Result<Place> {
    let today = tx.today();
    places::load(tx, id, today)
}

/// The place of now, with the version of the page that the form stood on.
fn load_as_shown(tx: &mut Tx<'_>, id: &PlaceId, version: i64) -> kernel::Result<Place> {
    Ok(Place { version, ..load_today(tx, id)? })
}

//! Addresses of results of classes.

mod classes;
mod entering;
mod list;
mod one;

pub(crate) use classes::Ground as Grid;
pub(crate) use entering::Ground;
pub(crate) use list::{Shown as Listed, Summed};
pub(crate) use one::Loaded;

use ::web::App;
pub(crate) use ::web::{identified, query, version};
use access::{Action, Actor};
use axum::{
    Router,
    routing::{get, post},
};
use kernel::{Error, Result, Tx, id::PlaceId};
use structure::places::{self, Place};

/// Everything under `/outcomes`.
pub fn router() -> Router<App> {
    Router::new()
        .route("/outcomes", get(list::show))
        .route("/outcomes/new", get(entering::ask).post(entering::enter))
        .route("/outcomes/sources", get(list::sources))
        .route("/outcomes/classes", get(classes::show).post(classes::assign))
        .route("/outcomes/classes/relieving", post(classes::relieve))
        .merge(crate::bring::router())
        .route("/outcomes/{id}", get(one::show))
        .route("/outcomes/{id}/replacement", get(one::ask).post(one::replace))
        .route("/outcomes/{id}/withdrawal", post(one::withdraw))
}

/// Schools for which the actor may enter, in order; the school's own is the only one.
pub(crate) fn schools(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Place>> {
    actor.may(Action::EnterOutcomes)?;
    let today = tx.today();
    let scope = actor.scope();
    Ok(places::schools(tx, today)?.into_iter().filter(|place| place.is_open_on(today) && scope.covers(&place.path, None)).collect())
}

/// The school that is meant: the one asked for, or the only one.
pub(crate) fn school(schools: &[Place], asked: &str) -> Result<Option<PlaceId>> {
    match schools {
        [only] if asked.is_empty() || asked == only.id.as_str() => Ok(Some(only.id.clone())),
        _ if asked.is_empty() => Ok(None),
        all => all.iter().find(|place| place.id.as_str() == asked).map(|place| Some(place.id.clone())).ok_or(Error::NotFound),
    }
}

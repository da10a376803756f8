//! Screens: a teacher's own results and deficits, those shared with staff, outside assessments, groups.

mod assessments;
mod cabinet;
mod deficits;
pub(crate) mod groups;
mod imports;
mod observed;
mod results;

use access::{Action, Actor};
use axum::{
    Router,
    routing::{get, post},
};
use kernel::{Error, Result, Slice, id::PersonId};
use ui::url::Query;
use web::{App, identified, query, text};

/// Everything under `/cabinet/results`, `/cabinet/deficits`, `/results`, `/deficits`, `/assessments`, `/groups`.
pub fn router() -> Router<App> {
    own_routes().merge(staff_routes()).merge(assessment_routes())
}

fn own_routes() -> Router<App> {
    Router::new()
        .route("/cabinet/results", get(cabinet::list))
        .route("/cabinet/results/sharing", get(cabinet::sharing).post(cabinet::share))
        .route("/cabinet/results/{attempt}", get(cabinet::show))
        .route("/cabinet/results/{attempt}/protocol.pdf", get(cabinet::protocol))
        .route("/cabinet/results/assessments/{id}", get(cabinet::assessment).post(cabinet::object))
        .route("/cabinet/results/assessments/{id}/file", get(cabinet::file))
        .route("/cabinet/deficits", get(deficits::own))
        .route("/cabinet/deficits/new", get(deficits::ask).post(deficits::declare))
        .route("/cabinet/deficits/{id}", get(deficits::own_card).post(deficits::own_turn))
}

fn staff_routes() -> Router<App> {
    Router::new()
        .route("/results", get(results::list))
        .route("/results/{attempt}", get(results::show))
        .route("/results/{attempt}/protocol.pdf", get(results::protocol))
        .route("/deficits", get(deficits::list))
        .route("/deficits/observed/{observation}", get(observed::ask).post(observed::confirm))
        .route("/deficits/{id}", get(deficits::card).post(deficits::turn))
        .route("/groups", get(groups::show))
}

fn assessment_routes() -> Router<App> {
    Router::new()
        .route("/assessments", get(assessments::list))
        .route("/assessments/new", get(assessments::ask).post(assessments::record))
        .route("/assessments/import", get(imports::list).post(imports::upload))
        .route("/assessments/import/template.xlsx", get(imports::template))
        .route("/assessments/import/{id}", get(imports::show))
        .route("/assessments/import/{id}/mapping", post(imports::remap))
        .route("/assessments/import/{id}/choices", post(imports::choose))
        .route("/assessments/import/{id}/loading", post(imports::load))
        .route("/assessments/import/{id}/undoing", post(imports::undo))
        .route("/assessments/import/{id}/discarding", post(imports::discard))
        .route("/assessments/{id}", get(assessments::show))
        .route("/assessments/{id}/file", get(assessments::file))
}

/// The person in whose cabinet this is.
fn own(actor: &Actor) -> Result<PersonId> {
    actor.may(Action::UseOwnCabinet)?;
    actor.person.ok_or(Error::NotFound)
}

const ROWS: u32 = 50;

/// A list as a sheet.
const WHOLE: Slice = Slice { number: 1, size: 50_000 };

/// The columns if the list is asked for as a sheet; whoever may take no lists out finds none.
fn sheet_asked<const N: usize>(actor: &Actor, query: &Query, columns: [&'static str; N]) -> Result<Option<[&'static str; N]>> {
    if query.text("format") != "xlsx" {
        return Ok(None);
    }
    actor.may(Action::ExportLists)?;
    Ok(Some(columns))
}

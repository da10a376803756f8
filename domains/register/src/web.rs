//! `/members` and `/api/public/members`. Neither is ever cached: a copy kept anywhere would outlive a withdrawal, and an `ETag`
//! would save only bytes, since the answer must be computed to be compared.

use crate::{
    feed,
    filter::{Filter, Lists},
    model::Found,
    store, views,
};
use axum::{
    Json, Router,
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
    routing::get,
};
use http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL};
use kernel::{Paged, Slice};
use ui::url::Query;
use web::{App, Result, Shell};

const PER_PAGE: u32 = 25;
const NEVER_STORED: (http::HeaderName, &str) = (CACHE_CONTROL, "no-store");

/// The pages of this domain; both are open to everybody.
pub fn router() -> Router<App> {
    Router::new().route("/members", get(page)).route("/api/public/members", get(data))
}

async fn page(State(app): State<App>, shell: Shell, RawQuery(raw): RawQuery) -> Result<Response> {
    let query = Query::parse(&raw.unwrap_or_default());
    let filter = Filter::of(&query);
    let (found, lists) = read(&app, filter.clone(), query.page()).await?;
    Ok(([NEVER_STORED], views::page(&shell, &filter, &found, &lists)).into_response())
}

/// Readable from pages of other sites: everything here is public by the consent of those it is about.
async fn data(State(app): State<App>, RawQuery(raw): RawQuery) -> Result<Response> {
    let query = Query::parse(&raw.unwrap_or_default());
    let filter = Filter::of(&query);
    let (found, lists) = read(&app, filter.clone(), query.page()).await?;
    let feed = feed::Feed::of(&found, &lists, &filter.query(), &app.settings);
    Ok(([NEVER_STORED, (ACCESS_CONTROL_ALLOW_ORIGIN, "*")], Json(feed)).into_response())
}

async fn read(app: &App, filter: Filter, page: u32) -> kernel::Result<(Found, Lists)> {
    let wanted = Slice::new(page, PER_PAGE);
    app.read(move |tx| {
        let today = tx.today();
        let lists = Lists::read(tx, today)?;
        let mut found = store::find_among(tx, &filter, &lists, wanted)?;
        // A page beyond the end (an old link): the last one instead of an empty one.
        if found.members.is_empty() && !found.total.is_nobody() {
            // Where nobody counted there is no last page to be known: the first one then.
            let last = Paged::<()> { rows: Vec::new(), total: found.total.counted, slice: wanted }.pages();
            found = store::find_among(tx, &filter, &lists, Slice::new(last, PER_PAGE))?;
        }
        Ok((found, lists))
    })
    .await
}

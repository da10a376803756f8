//! The queue of staff: the same list for the coordinator, the commission and a municipality, cut by the scope.

use crate::{
    lists::Lists,
    queue::{self, Filter, Sort},
    views::queue as views,
};
use ::web::{
    App, Result, Staff,
    lists::{Format, Taken, take},
};
use access::{Action, Actor};
use audit::Event;
use axum::{
    extract::{RawQuery, State},
    response::IntoResponse,
};
use kernel::{Slice, Tx};
use serde_json::json;
use structure::places;
use ui::url::Query;

const TITLE: &str = "Заявки";
const PER_PAGE: u32 = 25;
const MOST_EXPORTED: u32 = 20_000;

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(query): RawQuery) -> Result {
    actor.may(Action::ViewApplications)?;
    let query = Query::parse(&query.unwrap_or_default());
    if let Some(format) = Format::asked(&query) {
        return export(&app, &actor, &query, format).await;
    }
    let (filter, scope) = (filter(&query), actor.scope());
    let slice = Slice::new(query.page(), PER_PAGE);
    let shown = app
        .read(move |tx| {
            let rows = queue::page(tx, &scope, &filter, slice)?;
            let counts = queue::counts(tx, &scope)?;
            let today = tx.today();
            let municipalities = places::municipalities(tx, today)?.into_iter().filter(|place| scope_holds(&scope, &place.path)).map(|place| (place.id.0, place.short_name)).collect();
            Ok(views::Shown { rows, counts, municipalities, lists: Lists::new(structure::profile(tx)?, today) })
        })
        .await?;
    Ok(shell.page(views::page(&shown, &actor, &query, app.clock())).into_response())
}

/// Whether a municipality may be chosen: it lies in the scope, or the scope in it.
fn scope_holds(scope: &access::Scope, path: &str) -> bool {
    scope.covers(path, None) || scope.from().starts_with(path)
}

fn filter(query: &Query) -> Filter {
    let sort = query.get("sort").and_then(|word| word.parse::<Sort>().ok()).unwrap_or_default();
    let text = |key: &str| kernel::name::clean_line(query.text(key)).chars().take(100).collect::<String>();
    Filter { state: text("state"), municipality: text("municipality"), subject: text("subject"), kind: text("kind"), text: text("q"), sort }
}

/// The list as seen, to a file: an event that names the filter.
async fn export(app: &App, actor: &Actor, query: &Query, format: Format) -> Result {
    actor.may(Action::ExportLists)?;
    let (filter, words, clock) = (filter(query), views::filter_words(query), app.clock().clone());
    let (scope, account) = (actor.scope(), actor.account);
    let read = move |tx: &mut Tx<'_>| {
        let found = queue::page(tx, &scope, &filter, Slice::all(MOST_EXPORTED))?.rows;
        let lists = Lists::new(structure::profile(tx)?, tx.today());
        let asked = json!({"rows": found.len(), "state": filter.state, "municipality": filter.municipality, "subject": filter.subject, "kind": filter.kind});
        let event = Event::new("application.exported", "application_list", account).with(asked);
        Ok(Taken { name: TITLE.into(), filter: words, rows: found.iter().map(|row| views::cells(row, &lists, &clock)).collect(), event })
    };
    take(app, actor, (TITLE, views::columns()), format, read).await
}

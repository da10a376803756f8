//! The queue of staff: the same list for the coordinator, the commission and a municipality, cut by the scope.

use crate::{
    lists::Lists,
    queue::{self, Filter, Sort},
    views::queue as views,
};
use ::web::{App, CSV, Result, Staff, XLSX, download};
use access::{Action, Actor};
use audit::{Event, Record};
use axum::{
    extract::{RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, Slice, Tx};
use serde_json::json;
use structure::places;
use ui::url::Query;

const PER_PAGE: u32 = 25;
const MOST_EXPORTED: u32 = 20_000;

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(query): RawQuery) -> Result {
    actor.may(Action::ViewApplications)?;
    let query = Query::parse(&query.unwrap_or_default());
    if !query.text("format").is_empty() {
        return export(&app, actor, &query).await;
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
async fn export(app: &App, actor: Actor, query: &Query) -> Result {
    actor.may(Action::ExportLists)?;
    let (filter, csv) = (filter(query), query.text("format") == "csv");
    let words = views::filter_words(query);
    let clock = app.clock().clone();
    let bytes = app
        .write(move |tx| {
            let rows = queue::page(tx, &actor.scope(), &filter, Slice::all(MOST_EXPORTED))?;
            let lists = Lists::new(structure::profile(tx)?, tx.today());
            record_export(tx, &actor, rows.rows.len(), &filter)?;
            let made = sheets::Made { by: actor.name.clone(), at: clock.zone().to_datetime(tx.now()), filter: words };
            let table: Vec<Vec<sheets::Value>> = rows.rows.iter().map(|row| views::cells(row, &lists, &clock)).collect();
            views::written(&table, &made, csv).map_err(|error| Error::refusal(error.message()))
        })
        .await?;
    Ok(if csv { download("Заявки.csv", CSV, bytes) } else { download("Заявки.xlsx", XLSX, bytes) })
}

fn record_export(tx: &mut Tx<'_>, actor: &Actor, rows: usize, filter: &Filter) -> kernel::Result<()> {
    let asked = json!({"rows": rows, "state": filter.state, "municipality": filter.municipality, "subject": filter.subject, "kind": filter.kind});
    tx.record(&actor.by(), Event::new("application.exported", "application_list", actor.account).with(asked))
}

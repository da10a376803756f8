//! The log as a list, a sheet, a paper, and as figures for overseers.

use crate::quick::{
    model::ConsultationId,
    paper,
    store::{self, Filter},
    views::{self, Words},
    workflow::{may_read, may_write},
};
use ::web::{App, Staff};
use access::{Action, Actor};
use audit::{Event, Record};
use axum::{
    extract::{RawQuery, State},
    response::IntoResponse,
};
use jiff::civil::date;
use kernel::{Date, Slice, Tx};
use serde_json::json;
use ui::url::Query;

const ROWS: u32 = 50;
const TITLE: &str = "Журнал консультаций";

fn filter(query: &Query) -> Filter {
    let text = |name: &str| -> String { query.text(name).chars().take(100).collect() };
    Filter {
        from: kernel::date::parse(query.text("from")).ok(),
        until: kernel::date::parse(query.text("until")).ok(),
        direction: text("direction"),
        form: query.text("form").parse().ok(),
        state: query.text("state").parse().ok(),
        text: text("q"),
    }
}

/// Whether the actor sees figures of a place besides the own log.
fn oversees(actor: &Actor) -> bool {
    actor.can(Action::PlanActivities)
}

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    may_read(&actor)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let (wanted, who) = (filter(&query), actor.clone());
    if query.text("format") == "xlsx" {
        let read = move |tx: &mut Tx<'_>| {
            let today = tx.today();
            let words = Words::read(tx, today)?;
            Ok(store::list(tx, &who, &wanted, Slice::all(100_000))?.rows.iter().map(|one| views::log::cells(one, &words)).collect())
        };
        return ::web::lists::take_out(&app, &actor, TITLE, &views::log::COLUMNS, read).await;
    }
    let slice = Slice::new(query.page(), ROWS);
    let logged: Option<ConsultationId> = query.text("logged").parse().ok();
    let (rows, words, writes, fresh) = app
        .read(move |tx| {
            let today = tx.today();
            let fresh = match logged {
                Some(id) => store::own(tx, &who, id).ok().filter(|one| one.can_be_undone(tx.now())),
                None => None,
            };
            Ok((store::list(tx, &who, &wanted, slice)?, Words::read(tx, today)?, may_write(tx, &who).is_ok(), fresh))
        })
        .await?;
    let viewer = views::log::Viewer { writes, done: query.text("done"), oversees: oversees(&actor), undoable: fresh.as_ref() };
    Ok(shell.page(views::log::page(&rows, &words, &query.without("logged").without("done"), &viewer, &shell.key())).into_response())
}

/// From the first of September to today.
fn study_year(today: Date) -> (Date, Date) {
    let year = if today.month() >= 9 { today.year() } else { today.year() - 1 };
    (date(year, 9, 1), today)
}

fn period(query: &Query, today: Date) -> (Date, Date) {
    let usual = study_year(today);
    (kernel::date::parse(query.text("from")).unwrap_or(usual.0), kernel::date::parse(query.text("until")).unwrap_or(usual.1))
}

pub async fn figures(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::PlanActivities)?;
    let (query, scope) = (Query::parse(&raw.unwrap_or_default()), actor.scope());
    let days = period(&query, app.clock().today());
    let (sums, words) = app
        .read(move |tx| {
            let today = tx.today();
            Ok((store::sums(tx, &scope, days.0, days.1)?, Words::read(tx, today)?))
        })
        .await?;
    Ok(shell.page(views::log::figures(&sums, &words, days, &actor.place_name, true)).into_response())
}

pub async fn print(State(app): State<App>, Staff { actor, .. }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    may_read(&actor)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let days = period(&query, app.clock().today());
    let wanted = Filter { from: Some(days.0), until: Some(days.1), ..filter(&query) };
    let document = app
        .write(move |tx| {
            let today = tx.today();
            let (profile, words) = (structure::profile(tx)?, Words::read(tx, today)?);
            let mut rows = store::list(tx, &actor, &wanted, Slice::all(5_000))?.rows;
            rows.reverse();
            tx.record(&actor.by(), Event::new("list.exported", "list", TITLE).with(json!({"list": TITLE, "rows": rows.len()})))?;
            Ok(paper::log(&profile, &actor.name, &rows, &words, days, today))
        })
        .await?;
    let bytes = app.print(document, app.clock().now()).await?;
    Ok(::web::show_file(&format!("{TITLE}.pdf"), ::web::PDF, bytes))
}

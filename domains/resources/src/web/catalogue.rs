//! The list of the catalogue.

use super::{query, text};
use crate::{
    lists::Lists,
    model::State as Stage,
    sight::Sight,
    store::list::{Filter, Sort, list as read_list},
    views,
};
use ::web::{App, Staff};
use access::{Action, Actor};
use axum::{
    extract::{RawQuery, State},
    response::IntoResponse,
};
use kernel::Slice;
use ui::url::Query;

const ROWS: u32 = 50;

/// What the address asks for. Who doesn't manage the catalogue is shown what is offered, whatever the address says.
fn filter(query: &Query, actor: &Actor) -> Filter {
    let manages = actor.can(Action::ManageResources);
    let state = match query.text("state") {
        "all" if manages => None,
        raw if manages => Some(raw.parse().unwrap_or(Stage::Live)),
        _ => Some(Stage::Live),
    };
    Filter {
        text: text(query, "q"),
        state,
        kind: query.text("kind").parse().ok(),
        form: query.text("form").parse().ok(),
        subject: text(query, "subject"),
        competency: text(query, "competency"),
        hours: query.text("hours").trim().parse().ok(),
        on: kernel::date::parse(query.text("on")).ok(),
        author: (query.text("mine") == "yes").then_some(actor.account),
        batch: query.text("batch").parse().ok(),
        link: if manages {
            query.get("link").filter(|raw| *raw != "any").and_then(|raw| if raw == "unchecked" { Some(crate::LinkState::Unchecked) } else { raw.parse().ok().filter(|state| *state != crate::LinkState::Unchecked) })
        } else {
            None
        },
        is_unreviewed: manages && query.text("unreviewed") == "yes",
        is_returned: manages && query.text("returned") == "yes",
    }
}

fn sort(query: &Query) -> (Sort, bool) {
    let (name, downwards) = query.sort().unwrap_or(("title", false));
    let sort = match name {
        "hours" => Sort::Hours,
        "starts" => Sort::Starts,
        "changed" => Sort::Changed,
        _ => Sort::Title,
    };
    (sort, downwards)
}

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ViewResources)?;
    let query = query(raw);
    let (wanted, order, who) = (filter(&query, &actor), sort(&query), actor.clone());
    if query.text("format") == "xlsx" {
        let read = move |tx: &mut kernel::Tx<'_>| {
            let (sight, lists) = (Sight::of(tx, &who)?, Lists::read(tx)?);
            Ok(read_list(tx, &sight, &wanted, order, Slice::all(100_000))?.rows.iter().map(|row| views::catalogue::cells(row, &lists)).collect())
        };
        return ::web::lists::take_out(&app, &actor, "Каталог ресурсов", &views::catalogue::COLUMNS, read).await;
    }
    let slice = Slice::new(query.page(), ROWS);
    let batch = wanted.batch;
    let (rows, lists, is_own_batch) = app
        .read(move |tx| {
            let sight = Sight::of(tx, &who)?;
            let is_own = match batch {
                Some(batch) => crate::import::is_own(tx, &who, batch)?,
                None => true,
            };
            Ok((read_list(tx, &sight, &wanted, order, slice)?, Lists::read(tx)?, is_own))
        })
        .await?;
    let reviewed = batch.filter(|_| !is_own_batch && actor.can(Action::ManageResources));
    Ok(shell.page(views::catalogue::page(&rows, &lists, &query, &views::catalogue::Viewer { manages: actor.can(Action::ManageResources), today: app.clock().today(), reviews: reviewed }, &shell.key())).into_response())
}

//! The list of activities.

use super::{query, text};
use crate::{
    access::places,
    lists::Lists,
    sight::Sight,
    store::list::{Filter, Mine, Sort, list as read_list},
    views,
};
use ::web::{App, Staff};
use access::{Action, Actor};
use axum::{
    extract::{RawQuery, State},
    response::IntoResponse,
};
use kernel::{Date, Slice, Tx};
use ui::url::Query;

const ROWS: u32 = 50;

/// What the address asks for; without a word about days, what is ahead.
fn filter(query: &Query, actor: &Actor, today: Date) -> Filter {
    let mine = actor.person.and_then(|person| match query.text("mine") {
        "hosted" => Some(Mine::Hosted(person)),
        "signed" => Some(Mine::SignedUp(person)),
        _ => None,
    });
    let from = match query.text("when") {
        "all" | "past" | "unfinished" => kernel::date::parse(query.text("from")).ok(),
        _ => kernel::date::parse(query.text("from")).ok().or(Some(today)),
    };
    let to = kernel::date::parse(query.text("to")).ok().or_else(|| (query.text("when") == "past").then_some(today));
    let state = query.text("state").parse().ok();
    Filter {
        text: text(query, "q"),
        from,
        to,
        direction: text(query, "direction"),
        kind: query.text("kind").parse().ok(),
        level: query.text("level").parse().ok(),
        state,
        is_alive: false,
        place: text(query, "place"),
        subject: text(query, "subject"),
        mine,
        unfinished: (query.text("when") == "unfinished" && actor.can(Action::PlanActivities)).then(|| actor.place_path.clone()),
    }
}

fn sort(query: &Query) -> (Sort, bool) {
    let (name, downwards) = query.sort().unwrap_or(("starts", matches!(query.text("when"), "past" | "unfinished")));
    let sort = match name {
        "title" => Sort::Title,
        "place" => Sort::Place,
        _ => Sort::Starts,
    };
    (sort, downwards)
}

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ViewActivities)?;
    let query = query(raw);
    let (wanted, order, who, zone) = (filter(&query, &actor, app.clock().today()), sort(&query), actor.clone(), app.clock().zone().clone());
    if query.text("format") == "xlsx" {
        let read = move |tx: &mut Tx<'_>| {
            let (sight, lists) = (Sight::of(tx, &who)?, Lists::read(tx)?);
            Ok(read_list(tx, &sight, &wanted, order, Slice::all(100_000))?.rows.iter().map(|row| views::list::cells(row, &lists, &zone)).collect())
        };
        return ::web::lists::take_out(&app, &actor, "Мероприятия", &views::list::COLUMNS, read).await;
    }
    let slice = Slice::new(query.page(), ROWS);
    let (rows, lists, plans) = app
        .read(move |tx| {
            let sight = Sight::of(tx, &who)?;
            Ok((read_list(tx, &sight, &wanted, order, slice)?, Lists::read(tx)?, !places(tx, &who)?.is_empty()))
        })
        .await?;
    let viewer = views::list::Viewer { plans, has_card: actor.person.is_some(), now: app.clock().now(), zone };
    Ok(shell.page(views::list::page(&rows, &lists, &query, &viewer)).into_response())
}

//! Lists of unions and meetings, the tree.

use super::{query, text};
use crate::{
    access::{self as rights, Act, Standing},
    lists::Lists,
    model::UnionId,
    store::{
        list::{Filter, Listed, MeetingFilter, Sort, Which, meetings as read_meetings, unions as read_unions},
        people, tree as branches,
    },
    views,
};
use ::web::{App, Staff};
use access::{Action, Actor};
use axum::{
    extract::{RawQuery, State},
    response::IntoResponse,
};
use kernel::{Result, Slice, Tx};
use ui::url::Query;
use views::list::Heads;

const ROWS: u32 = 40;

fn filter(query: &Query, actor: &Actor) -> Filter {
    Filter {
        text: text(query, "q"),
        kind: query.text("kind").parse().ok(),
        subject: text(query, "subject"),
        under: text(query, "place"),
        of: actor.person.filter(|_| query.text("mine") == "yes"),
        is_closed: query.text("state") == "closed",
    }
}

fn sort(query: &Query) -> (Sort, bool) {
    let (name, downwards) = query.sort().unwrap_or(("title", false));
    let sort = match name {
        "members" => Sort::Members,
        "last" => Sort::Last,
        _ => Sort::Title,
    };
    (sort, downwards)
}

/// Heads of those unions whose people the actor sees.
fn heads(tx: &mut Tx<'_>, actor: &Actor, rows: &[Listed]) -> Result<Heads> {
    let own = match actor.person {
        Some(person) => people::unions_of(tx, person)?,
        None => Vec::new(),
    };
    let seen: Vec<UnionId> =
        rows.iter().filter(|row| rights::may(actor, Act::SeePeople, row.union.kind, &row.union.place_path, &Standing { offices: Vec::new(), is_member: own.contains(&row.union.id) })).map(|row| row.union.id).collect();
    people::heads(tx, &seen)
}

pub async fn unions(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let query = query(raw);
    let (wanted, order, who) = (filter(&query, &actor), sort(&query), actor.clone());
    if query.text("format") == "xlsx" {
        let read = move |tx: &mut Tx<'_>| {
            let rows = read_unions(tx, &wanted, order, Slice::all(20_000))?.rows;
            let heads = heads(tx, &who, &rows)?;
            Ok(rows.iter().map(|row| views::list::cells(row, &heads)).collect())
        };
        return ::web::lists::take_out(&app, &actor, "Объединения", &views::list::COLUMNS, read).await;
    }
    let slice = Slice::new(query.page(), ROWS);
    let (rows, heads, lists) = app
        .read(move |tx| {
            let rows = read_unions(tx, &wanted, order, slice)?;
            let heads = heads(tx, &who, &rows.rows)?;
            Ok((rows, heads, Lists::read(tx)?))
        })
        .await?;
    let viewer = views::list::Viewer { makes: actor.can(Action::ManageUnions), is_person: actor.person.is_some() };
    Ok(shell.page(views::list::page(&rows, &heads, &lists, &query, &viewer)).into_response())
}

pub async fn tree(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let at: Option<UnionId> = match query(raw).text("at") {
        "" => None,
        raw => Some(super::identified(raw)?),
    };
    let branch = app.read(move |tx| branches::branch(tx, at)).await?;
    Ok(shell.page(views::tree::page(&branch, actor.can(Action::ManageUnions))).into_response())
}

pub async fn meetings(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let query = query(raw);
    let which = query.text("which").parse().unwrap_or(Which::Coming);
    let mine = actor.person.filter(|_| query.text("mine") == "yes");
    // Minutes are written by those who lead; everything else of «mine» is where one is a member.
    let (of, led_by) = if which == Which::Unwritten { (None, mine) } else { (mine, None) };
    let wanted = MeetingFilter { which, under: text(&query, "place"), of, led_by, union: query.text("union").parse().ok() };
    if query.text("format") == "xlsx" {
        let read = move |tx: &mut Tx<'_>| Ok(read_meetings(tx, &wanted, Slice::all(50_000))?.rows.iter().map(views::meetings::cells).collect());
        return ::web::lists::take_out(&app, &actor, "Заседания объединений", &views::meetings::COLUMNS, read).await;
    }
    let slice = Slice::new(query.page(), ROWS);
    let (rows, lists) = app.read(move |tx| Ok((read_meetings(tx, &wanted, slice)?, Lists::read(tx)?))).await?;
    Ok(shell.page(views::meetings::page(&rows, &lists, &query, (actor.person.is_some(), app.clock().today()))).into_response())
}

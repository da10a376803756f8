//! The list of cases.

use super::may_enter;
use crate::{
    lists::Lists,
    store::list::{self as found, Filter},
    views,
};
use access::Action;
use axum::{
    extract::{RawQuery, State},
    response::IntoResponse,
};
use kernel::Slice;
use ui::url::Query;
use web::{App, Result, Staff};

fn filter(query: &Query) -> Filter {
    let text = |name: &str| query.text(name).chars().take(100).filter(|c| *c != '\0').collect::<String>();
    Filter { text: text("text"), kind: text("kind"), state: text("state"), rung: query.text("rung").parse().ok(), place: text("place"), whose: text("whose"), is_late: query.text("late") == "yes" }
}

fn sort(query: &Query) -> Option<(String, bool)> {
    query.sort().map(|(column, downwards)| (column.to_owned(), downwards))
}

const COLUMNS: [&str; 9] = ["Номер", "Педагог", "Организация", "Вид", "Состояние", "Ступень", "Дней на ступени", "Начато", "Итог"];

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result {
    may_enter(&actor)?;
    actor.may(Action::ViewCases)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let (wanted, order) = (filter(&query), sort(&query));
    let who = actor.clone();
    if query.text("format") == "xlsx" {
        return web::lists::take_out(&app, &actor, "Сопровождение", &COLUMNS, move |tx| {
            let today = tx.today();
            let order = order.as_ref().map(|(column, downwards)| (column.as_str(), *downwards));
            Ok(found::list(tx, &who, &wanted, order, Slice::all(100_000))?.rows.iter().map(|row| views::list::cells(row, today)).collect())
        })
        .await;
    }
    let slice = Slice::new(query.page(), query.text("size").parse().unwrap_or(50));
    let (rows, places, lists) = app
        .read(move |tx| {
            let order = order.as_ref().map(|(column, downwards)| (column.as_str(), *downwards));
            let rows = found::list(tx, &who, &wanted, order, slice)?;
            let today = tx.today();
            Ok((rows, structure::places::municipalities(tx, today)?, Lists::read(tx)?))
        })
        .await?;
    Ok(views::list::page(&shell, &actor, &rows, &views::list::Around { query: &query, municipalities: &places, lists: &lists }).into_response())
}

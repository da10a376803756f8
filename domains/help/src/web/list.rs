//! The queue of those who keep it; everybody's own requests.

use super::{query, text};
use crate::{
    lists::Lists,
    private,
    standing::may_enter,
    store::{
        figures,
        list::{self as found, Filter},
    },
    views,
};
use ::web::{App, Result, Staff};
use access::{Action, Actor, Role};
use axum::{
    extract::{RawQuery, State},
    response::IntoResponse,
};
use kernel::{Date, Slice, Tx};
use ui::url::Query;

const COLUMNS: [&str; 12] = ["Номер", "Спрошено", "Срок", "Направление", "Предмет", "Организация", "Кто просит", "Кто отвечает", "Состояние", "Рабочих дней до ответа", "Минут", "Итог"];

fn filter(query: &Query) -> Filter {
    Filter {
        state: text(query, "state"),
        direction: text(query, "direction"),
        subject: text(query, "subject"),
        place: text(query, "place"),
        whose: text(query, "whose"),
        number: text(query, "number"),
        is_late: query.text("late") == "yes",
    }
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result {
    may_enter(&actor)?;
    if !actor.can(Action::AnswerHelp) {
        return own_page(&app, (&actor, &shell), "").await;
    }
    let query = query(raw);
    let (wanted, order, who) = (filter(&query), query.sort().map(|(column, downwards)| (column.to_owned(), downwards)), actor.clone());
    if query.text("format") == "xlsx" {
        return ::web::lists::take_out(&app, &actor, "Обращения за помощью", &COLUMNS, move |tx| {
            let lists = Lists::read(tx)?;
            let order = order.as_ref().map(|(column, downwards)| (column.as_str(), *downwards));
            Ok(found::queue(tx, &who, &wanted, order, Slice::all(100_000))?.rows.iter().map(|row| views::list::cells(row, &lists)).collect())
        })
        .await;
    }
    let slice = Slice::new(query.page(), query.text("size").parse().unwrap_or(50));
    let (rows, places, lists) = app
        .read(move |tx| {
            let order = order.as_ref().map(|(column, downwards)| (column.as_str(), *downwards));
            let rows = found::queue(tx, &who, &wanted, order, slice)?;
            let today = tx.today();
            Ok((rows, structure::places::municipalities(tx, today)?, Lists::read(tx)?))
        })
        .await?;
    Ok(shell.page(views::list::queue(&rows, &views::list::Around { query: &query, municipalities: &places, lists: &lists, actor: &actor })).into_response())
}

pub async fn own(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result {
    may_enter(&actor)?;
    own_page(&app, (&actor, &shell), query(raw).text("done")).await
}

async fn own_page(app: &App, (actor, shell): (&Actor, &::web::Shell), done: &str) -> Result {
    let who = actor.clone();
    let own = app.read(move |tx| gather(tx, &who)).await?;
    Ok(shell.page(views::own::page(&own, actor, done)).into_response())
}

fn gather(tx: &mut Tx<'_>, actor: &Actor) -> kernel::Result<views::own::Own> {
    let asked = if actor.can(Action::AskForHelp) { found::of(tx, actor, "asker")? } else { Vec::new() };
    let mut own = views::own::Own { asked, held: found::of(tx, actor, "helper")?, lists: Lists::read(tx)?, opened: Vec::new(), of_school: None, may_take: private::helpers::may_take(tx, actor)?, has_private: false };
    if let Some(person) = actor.person {
        own.has_private = !private::store::of(tx, person)?.is_empty();
    }
    if actor.role == Role::School {
        let scope = actor.scope();
        own.opened = found::opened_to_school(tx, &scope)?.into_iter().filter(|request| !request.asker.is(actor)).collect();
        let (today, first) = (tx.today(), |year: i16| Date::new(year, 1, 1).unwrap_or(Date::MAX));
        own.of_school = Some(figures::of_place(tx, &scope, first(today.year()), first(today.year().saturating_add(1)))?);
    }
    Ok(own)
}

//! Lists: who needs a mentor, mentorings of the scope, one's own.

use crate::mentoring::{
    need::{self, newcomers},
    sight, store, survey, views,
};
use ::web::{App, Result, Staff};
use access::Action;
use axum::{
    extract::{RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, Slice};
use maud::Markup;
use structure::{profile::TermKind, terms};
use ui::url::Query;

fn text(query: &Query, name: &str) -> String {
    query.text(name).chars().take(100).filter(|c| *c != '\0').collect()
}

fn sort(query: &Query) -> Option<(String, bool)> {
    query.sort().map(|(column, downwards)| (column.to_owned(), downwards))
}

const NEED_COLUMNS: [&str; 6] = ["Педагог", "Организация", "Предмет", "Почему в списке", "С какого дня", "Наставник"];

pub async fn needs(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result {
    actor.may(Action::ViewPairs)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let filter = need::Filter { why: text(&query, "why"), help: text(&query, "help"), place: text(&query, "place"), subject: text(&query, "subject"), text: text(&query, "text") };
    let (scope, order) = (actor.scope(), sort(&query));
    if query.text("format") == "xlsx" {
        return ::web::lists::take_out(&app, &actor, "Кому нужен наставник", &NEED_COLUMNS, move |tx| {
            let today = tx.today();
            let subjects = terms::terms(tx, TermKind::Subject, today)?;
            let order = order.as_ref().map(|(column, downwards)| (column.as_str(), *downwards));
            Ok(newcomers(tx, &scope, &filter, (order, Slice::all(100_000)))?.rows.iter().map(|row| views::lists::need_cells(row, &subjects)).collect())
        })
        .await;
    }
    let slice = Slice::new(query.page(), 50);
    let (rows, places, subjects) = app
        .read(move |tx| {
            let today = tx.today();
            let order = order.as_ref().map(|(column, downwards)| (column.as_str(), *downwards));
            Ok((newcomers(tx, &scope, &filter, (order, slice))?, structure::places::municipalities(tx, today)?, terms::terms(tx, TermKind::Subject, today)?))
        })
        .await?;
    Ok(views::lists::needs(&shell, &rows, &query, (&places, &subjects)).into_response())
}

const COLUMNS: [&str; 11] = ["Наставник", "Наставляемые", "Организация", "Вид", "Состояние", "С", "По", "Встреч", "Последняя встреча", "Приказ о закреплении", "Приказ о доплате"];

pub async fn mentorings(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result {
    actor.may(Action::ViewPairs)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let filter = store::list::Filter { state: text(&query, "state"), form: text(&query, "form"), place: text(&query, "place"), text: text(&query, "text") };
    let (scope, order) = (actor.scope(), sort(&query));
    if query.text("format") == "xlsx" {
        return ::web::lists::take_out(&app, &actor, "Наставничество", &COLUMNS, move |tx| {
            let order = order.as_ref().map(|(column, downwards)| (column.as_str(), *downwards));
            Ok(store::list::list(tx, &scope, &filter, (order, Slice::all(100_000)))?.rows.iter().map(views::lists::cells).collect())
        })
        .await;
    }
    let (slice, who) = (Slice::new(query.page(), 50), actor.clone());
    let (rows, places, figures) = app
        .read(move |tx| {
            let today = tx.today();
            let order = order.as_ref().map(|(column, downwards)| (column.as_str(), *downwards));
            Ok((store::list::list(tx, &scope, &filter, (order, slice))?, structure::places::municipalities(tx, today)?, survey::figures(tx, &who)?))
        })
        .await?;
    Ok(views::lists::mentorings(&shell, &rows, &query, (&places, &figures)).into_response())
}

/// One's own mentorings, in whichever role one is logged in.
pub async fn mine(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result<Markup> {
    sight::may_enter(&actor)?;
    let person = actor.person.ok_or(Error::NotFound)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let rows = app
        .read(move |tx| {
            let mut rows = Vec::new();
            for mentoring in store::of_person(tx, person)? {
                let standing = sight::load(tx, &actor, mentoring.id)?;
                rows.push((standing, store::progress(tx, mentoring.id)?));
            }
            Ok(rows)
        })
        .await?;
    Ok(views::lists::mine(&shell, &rows, query.text("done")))
}

//! The board of quotas and its change.

use crate::{board::Board, quota, views};
use access::{Action, Actor};
use audit::Event;
use axum::{
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
};
use kernel::{Date, Error, FieldErrors, Tx};
use maud::Markup;
use serde_json::json;
use ui::url::Query;
use web::{
    Answers, App, Posted, Result, Staff,
    lists::{Format, Taken, take},
};

pub async fn board(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result<Response> {
    actor.may(Action::ViewQuotas)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let mut errors = FieldErrors::default();
    let on = if query.text("on").is_empty() { None } else { errors.take("on", kernel::date::parse(query.text("on"))) };
    if Format::asked(&query) == Some(Format::Xlsx) {
        actor.may(Action::ExportLists)?;
        return export(&app, &actor, query, on).await;
    }
    let board = app.read(move |tx| read(tx, on)).await?;
    let page = views::board::page(&shell, &actor, &board, &query, &errors);
    Ok(if errors.is_empty() { page.into_response() } else { web::unprocessable(page) })
}

fn read(tx: &mut Tx<'_>, on: Option<Date>) -> kernel::Result<Board> {
    let today = tx.today();
    Board::read(tx, on.unwrap_or(today))
}

/// The cells as filtered, or the quotas.
async fn export(app: &App, actor: &Actor, query: Query, on: Option<Date>) -> Result<Response> {
    let of_cells = query.text("list") == "cells";
    let title = if of_cells { "Доска квот" } else { "Квоты" };
    let columns: &[&str] = if of_cells { &views::board::CELL_COLUMNS } else { &views::quotas::COLUMNS };
    let columns = (title, columns.iter().copied().map(sheets::Column::new).collect());
    let read = move |tx: &mut Tx<'_>| {
        let board = read(tx, on)?;
        let rows = if of_cells { views::board::sheet(&board, &query) } else { views::quotas::cells(&board.lines) };
        let event = Event::new("list.exported", "list", title).with(json!({"list": title, "rows": rows.len()}));
        Ok(Taken { name: title.to_owned(), filter: views::board::filter_words(&board, &query), rows, event })
    };
    take(app, actor, columns, Format::Xlsx, read).await
}

pub async fn form(State(app): State<App>, Staff { actor, shell }: Staff) -> Result<Markup> {
    actor.may(Action::ManageQuotas)?;
    let lines = app
        .read(|tx| {
            let today = tx.today();
            quota::board(tx, today, &[])
        })
        .await?;
    Ok(views::quotas::form(&shell, &lines, &Answers::default(), &FieldErrors::default()))
}

pub async fn change(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> Result<Response> {
    actor.may(Action::ManageQuotas)?;
    let answers = posted.answers.clone();
    let by = actor.by();
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            let (changes, from) = parse(&answers)?;
            quota::change(tx, &by, &changes, from)?;
            Ok("/quotas".to_owned())
        })
        .await;
    match done {
        Ok(location) => Ok(web::see(&location)),
        Err(Error::Fields(errors)) => {
            let lines = app
                .read(|tx| {
                    let today = tx.today();
                    quota::board(tx, today, &[])
                })
                .await?;
            Ok(web::unprocessable(views::quotas::form(&shell, &lines, &posted.answers, &errors)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

fn parse(answers: &Answers) -> kernel::Result<(Vec<quota::Change>, kernel::Date)> {
    let mut errors = FieldErrors::default();
    let from = errors.take("from", kernel::date::parse(answers.get("from")));
    let mut changes = Vec::new();
    for (name, value) in answers.pairs() {
        let Some(line) = name.strip_prefix("places-") else { continue };
        match value.trim().parse::<i64>() {
            Ok(places) if (0..=100_000).contains(&places) => changes.push(quota::Change { line: line.to_owned(), places }),
            _ => errors.add(name.clone(), "Укажите число мест: целое, от 0"),
        }
    }
    Ok(errors.or(from.map(|from| (changes, from)))?)
}

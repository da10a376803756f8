//! The board of quotas and its change.

use crate::{quota, views};
use access::Action;
use axum::{
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
};
use kernel::{Error, FieldErrors, Tx};
use maud::Markup;
use ui::url::Query;
use web::{Answers, App, Posted, Result, Staff};

pub async fn board(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result<Response> {
    actor.may(Action::ViewQuotas)?;
    if Query::parse(&raw.unwrap_or_default()).text("format") == "xlsx" {
        actor.may(Action::ExportLists)?;
        return web::lists::take_out(&app, &actor, "Квоты", &views::quotas::COLUMNS, |tx| Ok(views::quotas::cells(&filled(tx)?.0))).await;
    }
    let (lines, today) = app.read(filled).await?;
    Ok(views::quotas::board(&shell, &lines, today, &actor).into_response())
}

/// The quotas today, with all that is promised.
fn filled(tx: &mut Tx<'_>) -> kernel::Result<(Vec<quota::QuotaLine>, kernel::Date)> {
    let today = tx.today();
    let planned = crate::order::planned(tx)?;
    Ok((quota::board(tx, today, &planned)?, today))
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

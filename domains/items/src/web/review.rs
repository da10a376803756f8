//! Many drafts on one page, and a step of a whole list.

use super::bank::{filter, lists};
use crate::{
    many::{self, Opinion},
    model::{ItemId, ItemState},
    store::list::Filter,
    views::review::{self as views, Shown},
};
use ::web::{Answers, App, Posted, Shell, Staff};
use access::{Action, Actor};
use axum::{
    extract::{RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result, Slice};
use maud::Markup;
use ui::url::Query;

async fn drawn(app: &App, actor: &Actor, shell: &Shell, query: &Query, answers: &Answers, errors: &FieldErrors) -> Result<Markup> {
    let asked = Filter { state: Some(ItemState::Draft), waits_for: Some(actor.account), ..filter(query) };
    let slice = Slice::new(query.page(), views::ROWS);
    let (found, lists) = app.read(move |tx| Ok((many::readings(tx, &asked, slice)?, lists(tx)?))).await?;
    Ok(shell.page(views::page(&Shown { found: &found, lists: &lists, query, answers, errors }, &shell.key())))
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ManageItems)?;
    let query = Query::parse(&raw.unwrap_or_default());
    Ok(drawn(&app, &actor, &shell, &query, &Answers::default(), &FieldErrors::default()).await?.into_response())
}

/// What was chosen; items of which nothing is said are left out.
fn opinions(answers: &Answers) -> Vec<Opinion> {
    let said = answers.pairs().iter().filter_map(|(name, value)| {
        let (item, verdict): (ItemId, _) = (name.strip_prefix("verdict-")?.parse().ok()?, value.parse().ok()?);
        let of = |name: &str| answers.get(&Opinion::field(name, item)).to_owned();
        Some(Opinion { item, version: of("version").parse().unwrap_or(0), verdict, note: of("note") })
    });
    said.collect()
}

/// Words beside an item of which nothing was decided would be lost with the page.
fn unsaid(answers: &Answers) -> Result<()> {
    let mut errors = FieldErrors::default();
    for (name, words) in answers.pairs() {
        let Some(item) = name.strip_prefix("note-").and_then(|id| id.parse::<ItemId>().ok()) else { continue };
        let verdict = Opinion::field("verdict", item);
        if !words.trim().is_empty() && answers.get(&verdict).is_empty() {
            errors.add(verdict, "Вы написали, что исправить. Отметьте, годится задание или его нужно вернуть, либо сотрите написанное");
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

pub async fn record(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageItems)?;
    let (who, said, unsaid) = (actor.clone(), opinions(&posted.answers), unsaid(&posted.answers));
    let back = Query::parse(posted.answers.get("back"));
    // What was judged leaves the list, so the next ones stand on the first page.
    let on = back.without("page");
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            unsaid?;
            Ok(on.with("reviewed", many::review_many(tx, &who, &said)?).href(views::PATH))
        })
        .await;
    let again = match &done {
        Err(Error::Fields(errors)) => drawn(&app, &actor, &shell, &back, &posted.answers, errors).await?,
        Ok(_) | Err(_) => Markup::default(),
    };
    ::web::or_again(done, |_| again)
}

/// Takes everything that a filter of the bank finds a step further.
pub async fn put(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageItems)?;
    let list = Query::parse(posted.answers.get("list"));
    let (by, asked) = (actor.by(), filter(&list));
    let next: ItemState = posted.answers.get("to").parse().map_err(|_| Error::refusal("Непонятно, в какое состояние перевести задания. Нажмите кнопку под списком."))?;
    let expected = posted.answers.get("expected").parse().unwrap_or(0);
    let done = app.act(&posted.key, shell.owner(), move |tx| Ok(list.without("page").with("state", next.as_str()).with("moved", many::put_many(tx, &by, &asked, next, expected)?).href("/items")));
    Ok(::web::see(&done.await?))
}

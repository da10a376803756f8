//! Receivers: connected, changed, tried, taken off.

use super::tokens::NEVER_STORED;
use crate::{
    hooks::{self, Hook, HookId, Message, NewHook},
    views,
};
use ::web::{Answers, App, Posted, Shell, Staff};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{FieldErrors, Result, Tx};
use maud::Markup;
use std::sync::{Arc, Mutex, PoisonError};
use ui::url::Query;

const SHOWN: u32 = 50;

fn parsed(answers: &Answers) -> NewHook {
    let text = |name: &str| answers.get(name).trim().to_owned();
    NewHook { name: text("name"), address: text("address"), topics: answers.all("topics").into_iter().filter_map(|word| word.parse().ok()).filter(|topic| *topic != hooks::Topic::Test).collect() }
}

fn as_typed(hook: &Hook) -> Answers {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Answers::of([pair("name", &hook.name), pair("address", &hook.address)].into_iter().chain(hook.topics.iter().map(|topic| pair("topics", topic.as_str()))))
}

async fn draw_list(app: &App, shell: &Shell, typed: &Answers, errors: &FieldErrors, done: &str) -> Result<Markup> {
    let (hooks, given_up) = app.read(|tx| Ok((hooks::list(tx)?, hooks::deliver::given_up(tx)?))).await?;
    Ok(shell.page(views::webhooks::list(&hooks, &given_up, typed, errors, &shell.key(), done)))
}

fn draw(app: &App, shell: &Shell, (hook, messages): &(Hook, Vec<Message>), (typed, errors): (Option<&Answers>, &FieldErrors), fresh: Option<&str>, done: &str) -> Markup {
    let own = as_typed(hook);
    let shown = views::webhooks::Shown { hook, messages, typed: typed.unwrap_or(&own), errors, fresh, zone: app.clock().zone(), done };
    shell.page(views::webhooks::one(&shown, &|| shell.key()))
}

fn load(tx: &mut Tx<'_>, id: HookId) -> Result<(Hook, Vec<Message>)> {
    Ok((hooks::load(tx, id)?, hooks::messages(tx, id, SHOWN)?))
}

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ManageExchange)?;
    let query = Query::parse(&raw.unwrap_or_default());
    Ok(draw_list(&app, &shell, &Answers::default(), &FieldErrors::default(), query.text("done")).await?.into_response())
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::ManageExchange)?;
    let (id, query): (HookId, _) = (super::identified(&raw)?, Query::parse(&asked.unwrap_or_default()));
    let ground = app.read(move |tx| load(tx, id)).await?;
    Ok(draw(&app, &shell, &ground, (None, &FieldErrors::default()), None, query.text("done")).into_response())
}

/// What came of an act that gives a secret: the secret, if the act was really done now.
type Slot = Arc<Mutex<Option<(HookId, String)>>>;

fn taken(slot: &Slot) -> Option<(HookId, String)> {
    slot.lock().unwrap_or_else(PoisonError::into_inner).take()
}

async fn with_secret(app: &App, shell: &Shell, (id, secret): (HookId, String)) -> ::web::Result {
    let ground = app.read(move |tx| load(tx, id)).await?;
    Ok(([NEVER_STORED], draw(app, shell, &ground, (None, &FieldErrors::default()), Some(&secret), "")).into_response())
}

pub async fn make(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageExchange)?;
    let slot = Slot::default();
    let (new, out, own) = (parsed(&posted.answers), slot.clone(), app.clone());
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            let (id, secret) = hooks::make(tx, &own, &actor.by(), &new)?;
            *out.lock().unwrap_or_else(PoisonError::into_inner) = Some((id, secret));
            Ok(format!("/exchange/webhooks/{id}"))
        })
        .await;
    if let (Ok(_), Some(fresh)) = (&done, taken(&slot)) {
        return with_secret(&app, &shell, fresh).await;
    }
    let again = match &done {
        Err(kernel::Error::Fields(errors)) => draw_list(&app, &shell, &posted.answers, errors, "").await?,
        Ok(_) | Err(_) => Markup::default(),
    };
    ::web::or_again(done, |_| again)
}

pub async fn edit(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageExchange)?;
    let id: HookId = super::identified(&raw)?;
    let (new, own) = (parsed(&posted.answers), app.clone());
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            hooks::edit(tx, &own, &actor.by(), id, &new)?;
            Ok(format!("/exchange/webhooks/{id}?done=edited"))
        })
        .await;
    let again = match &done {
        Err(kernel::Error::Fields(errors)) => {
            let ground = app.read(move |tx| load(tx, id)).await?;
            draw(&app, &shell, &ground, (Some(&posted.answers), errors), None, "")
        }
        Ok(_) | Err(_) => Markup::default(),
    };
    ::web::or_again(done, |_| again)
}

pub async fn change_secret(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageExchange)?;
    let id: HookId = super::identified(&raw)?;
    let slot = Slot::default();
    let (out, own) = (slot.clone(), app.clone());
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            let secret = hooks::change_secret(tx, &own, &actor.by(), id)?;
            *out.lock().unwrap_or_else(PoisonError::into_inner) = Some((id, secret));
            Ok(format!("/exchange/webhooks/{id}"))
        })
        .await?;
    match taken(&slot) {
        Some(fresh) => with_secret(&app, &shell, fresh).await,
        None => Ok(::web::see(&done)),
    }
}

async fn act(app: App, (actor, shell): (Actor, Shell), raw: &str, posted: Posted, act: impl FnOnce(&mut Tx<'_>, &Actor, HookId) -> Result<String> + Send + 'static) -> ::web::Result {
    actor.may(Action::ManageExchange)?;
    let id: HookId = super::identified(raw)?;
    let done = app.act(&posted.key, shell.owner(), move |tx| act(tx, &actor, id)).await?;
    Ok(::web::see(&done))
}

fn to(id: HookId, done: &str) -> String {
    format!("/exchange/webhooks/{id}?done={done}")
}

pub async fn pause(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    act(app, (actor, shell), &raw, posted, |tx, actor, id| hooks::switch(tx, &actor.by(), id, false).map(|()| to(id, "paused"))).await
}

pub async fn resume(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    act(app, (actor, shell), &raw, posted, |tx, actor, id| hooks::switch(tx, &actor.by(), id, true).map(|()| to(id, "resumed"))).await
}

pub async fn test(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let public_url = app.settings.public_url.trim_end_matches('/').to_owned();
    act(app, (actor, shell), &raw, posted, move |tx, actor, id| hooks::test(tx, &actor.by(), id, &public_url).map(|()| to(id, "tested"))).await
}

pub async fn remove(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    act(app, (actor, shell), &raw, posted, |tx, actor, id| hooks::remove(tx, &actor.by(), id).map(|()| "/exchange/webhooks?done=removed".to_owned())).await
}

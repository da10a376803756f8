//! The page of a request and what is done on it.

use super::{identified, query, version};
use crate::{
    asking, form, helping, leading,
    lists::Lists,
    model::{HelpId, Message, Turn},
    standing::{self, Standing},
    store::talk,
    views,
};
use ::web::{Answers, App, Posted, Result, Shell, Staff};
use access::Actor;
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Tx};
use maud::Markup;

/// All that the page shows.
pub struct Card {
    pub standing: Standing,
    pub talk: Vec<Message>,
    pub turns: Vec<Turn>,
    pub lists: Lists,
    pub may_become_case: bool,
    pub actor: Actor,
}

/// What was typed into one of the page's forms, and what is wrong with it.
pub struct Typed<'a> {
    pub answers: &'a Answers,
    pub errors: &'a FieldErrors,
    pub done: &'a str,
}

pub fn gather(tx: &mut Tx<'_>, actor: &Actor, standing: Standing) -> kernel::Result<Card> {
    let id = standing.request.id;
    let may_become_case = leading::may_become_case(&standing, actor);
    Ok(Card { talk: talk::of(tx, id)?, turns: talk::turns(tx, id)?, lists: Lists::read(tx)?, may_become_case, standing, actor: actor.clone() })
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> Result {
    let (id, query) = (identified::<HelpId>(&raw)?, query(asked));
    let card = app
        .write(move |tx| {
            let standing = standing::view(tx, &actor, id)?;
            gather(tx, &actor, standing)
        })
        .await?;
    // An activity that was planned from here comes back with its number.
    let answers = Answers::of([("activity".to_owned(), query.text("activity").to_owned())]);
    let typed = Typed { answers: &answers, errors: &FieldErrors::default(), done: query.text("done") };
    Ok(page(&shell, &card, &typed).into_response())
}

fn page(shell: &Shell, card: &Card, typed: &Typed<'_>) -> Markup {
    shell.page(views::card::page(card, typed, &|| shell.key()))
}

/// After it the helper may see the request no more: the way leads to one's own list.
const RETURNED: &str = "returned";

/// Acts once; a failed form is the same page with what was typed.
async fn act(app: &App, (actor, shell): (&Actor, &Shell), (raw, posted): (&str, &Posted), done: &'static str, work: impl FnOnce(&mut Tx<'_>, HelpId, &Answers) -> kernel::Result<()> + Send + 'static) -> Result {
    let (id, typed) = (identified::<HelpId>(raw)?, posted.answers.clone());
    let acted = app.act(&posted.key, shell.owner(), move |tx| {
        work(tx, id, &typed)?;
        let page = if done == RETURNED { "/help-requests/own".to_owned() } else { crate::model::url(id) };
        Ok(format!("{page}?done={done}"))
    });
    match acted.await {
        Ok(location) => Ok(::web::see(&location)),
        Err(Error::Fields(errors)) => {
            let who = actor.clone();
            let card = app
                .read(move |tx| {
                    let standing = standing::load(tx, &who, id)?;
                    gather(tx, &who, standing)
                })
                .await?;
            Ok(::web::unprocessable(page(shell, &card, &Typed { answers: &posted.answers, errors: &errors, done: "" })).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

pub async fn take(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (&raw, &posted), "taken", move |tx, id, typed| helping::take(tx, &who, id, version(typed))).await
}

pub async fn write(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (&raw, &posted), "written", move |tx, id, typed| asking::write(tx, &who, id, typed.get("words"))).await
}

pub async fn answer(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (&raw, &posted), "answered", move |tx, id, typed| {
        // Who may not answer learns nothing of what is wrong with an answer.
        let standing = standing::load(tx, &who, id)?;
        standing.must(standing.is_helper)?;
        let (words, minutes) = form::answer(typed)?;
        helping::answer(tx, &who, id, (&words, minutes), version(typed))
    })
    .await
}

pub async fn close(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (&raw, &posted), "closed", move |tx, id, typed| asking::close(tx, &who, id, (typed.get("outcome"), typed.get("outcome_words")), version(typed))).await
}

pub async fn reopen(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (&raw, &posted), "reopened", move |tx, id, typed| asking::reopen(tx, &who, id, typed.get("again"), version(typed))).await
}

pub async fn withdraw(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (&raw, &posted), "withdrawn", move |tx, id, typed| asking::withdraw(tx, &who, id, version(typed))).await
}

pub async fn activity(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (&raw, &posted), "activity", move |tx, id, typed| leading::became_activity(tx, &who, id, typed.get("activity"), version(typed)).map(|_| ())).await
}

pub async fn give_back(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (&raw, &posted), RETURNED, move |tx, id, typed| helping::give_back(tx, &who, id, typed.get("reason"), version(typed))).await
}

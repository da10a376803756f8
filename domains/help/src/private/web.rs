//! Addresses of the confidential kind. No look is noted in the journal: the line itself would tell who asked whom.

use super::{
    asking,
    helpers::{self, Flag},
    model::PrivateId,
    store, views,
};
use crate::{
    form,
    web::{identified, query, version},
};
use ::web::{Answers, App, Posted, Result, Shell, Staff};
use access::{Action, Actor};
use axum::{
    Router,
    extract::{Path, RawQuery, State},
    response::IntoResponse,
    routing::{get, post},
};
use kernel::{Error, FieldErrors, Tx, id::PersonId};
use maud::Markup;

/// Everything under `/private-help`.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/private-help", get(list))
        .route("/private-help/new", get(asking_form).post(ask))
        .route("/private-help/helper", get(flag).post(set_flag))
        .route("/private-help/{id}", get(show))
        .route("/private-help/{id}/messages", post(write))
        .route("/private-help/{id}/answer", post(answer))
        .route("/private-help/{id}/closing", post(close))
        .route("/private-help/{id}/declining", post(decline))
        .route("/private-help/{id}/chosen", get(choosing).post(choose))
}

fn person(actor: &Actor) -> kernel::Result<PersonId> {
    crate::standing::may_enter(actor)?;
    actor.person.ok_or(Error::NotFound)
}

async fn list(State(app): State<App>, Staff { actor, shell }: Staff) -> Result {
    crate::standing::may_enter(&actor)?;
    let who = actor.clone();
    let (all, may_take) = app
        .read(move |tx| {
            let all = who.person.map(|person| store::of(tx, person)).transpose()?.unwrap_or_default();
            Ok((all, helpers::may_take(tx, &who)?))
        })
        .await?;
    Ok(shell.page(views::list(&all, &actor, may_take)).into_response())
}

async fn asking_form(State(app): State<App>, Staff { actor, shell }: Staff) -> Result {
    actor.may(Action::AskForHelp)?;
    Ok(asking_page(&app, (&actor, &shell), (&Answers::default(), &FieldErrors::default())).await?.into_response())
}

async fn asking_page(app: &App, (actor, shell): (&Actor, &Shell), (typed, errors): (&Answers, &FieldErrors)) -> kernel::Result<Markup> {
    let person = actor.person;
    let takers = app.read(move |tx| person.map(|person| helpers::takers(tx, person)).transpose()).await?;
    Ok(shell.page(views::new(takers.as_deref(), (typed, errors), &shell.key())))
}

async fn ask(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> Result {
    actor.may(Action::AskForHelp)?;
    let (who, typed) = (actor.clone(), posted.answers.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| Ok(format!("{}?done=asked", super::url(asking::ask(tx, &who, &typed)?)))).await;
    match done {
        Ok(location) => Ok(::web::see(&location)),
        Err(Error::Fields(errors)) => Ok(::web::unprocessable(asking_page(&app, (&actor, &shell), (&posted.answers, &errors)).await?).into_response()),
        Err(other) => Err(other.into()),
    }
}

async fn flag(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result {
    let person = person(&actor)?;
    let kept = app.read(move |tx| if helpers::may_take(tx, &actor)? { helpers::flag(tx, person) } else { Err(Error::NotFound) }).await?;
    let is_saved = query(raw).text("done") == "saved";
    Ok(shell.page(views::flag(&kept, &FieldErrors::default(), is_saved, &shell.key())).into_response())
}

async fn set_flag(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> Result {
    person(&actor)?;
    let typed = &posted.answers;
    let wished = Flag { field: typed.get("field").to_owned(), reach: typed.get("reach").to_owned(), is_open: typed.get("is_open") == "yes", version: version(typed) };
    let asked = wished.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| helpers::set(tx, &actor, &asked).map(|()| "/private-help/helper?done=saved".to_owned()));
    ::web::or_again(done.await, |errors| shell.page(views::flag(&wished, errors, false, &shell.key())))
}

async fn page(app: &App, (actor, shell): (&Actor, &Shell), id: PrivateId, (typed, errors, done): (&Answers, &FieldErrors, &str)) -> kernel::Result<Markup> {
    let me = person(actor)?;
    let (one, talk, terms, zone) = app
        .read(move |tx| {
            let one = store::find(tx, me, id)?;
            let talk = store::talk(tx, &one, me)?;
            Ok((one, talk, crate::terms::read(tx)?, structure::zone(tx)?))
        })
        .await?;
    let shown = views::Shown { one: &one, talk: &talk, me, zone: &zone, erase_days: terms.erase_days };
    Ok(shell.page(views::page(&shown, (typed, errors, done), &|| shell.key())))
}

async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> Result {
    let (id, query) = (identified(&raw)?, query(asked));
    Ok(page(&app, (&actor, &shell), id, (&Answers::default(), &FieldErrors::default(), query.text("done"))).await?.into_response())
}

/// Acts once and comes back; a failed form is the same page with what was typed.
async fn act(app: &App, (actor, shell): (&Actor, &Shell), (raw, posted): (&str, &Posted), to: &'static str, work: impl FnOnce(&mut Tx<'_>, PrivateId, &Answers) -> kernel::Result<()> + Send + 'static) -> Result {
    person(actor)?;
    let (id, typed) = (identified::<PrivateId>(raw)?, posted.answers.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        work(tx, id, &typed)?;
        // Who declined sees it no more.
        Ok(if to == DECLINED { "/private-help".to_owned() } else { format!("{}?done={to}", super::url(id)) })
    });
    match done.await {
        Ok(location) => Ok(::web::see(&location)),
        Err(Error::Fields(errors)) => Ok(::web::unprocessable(page(app, (actor, shell), id, (&posted.answers, &errors, "")).await?).into_response()),
        Err(other) => Err(other.into()),
    }
}

const DECLINED: &str = "declined";

async fn write(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (&raw, &posted), "written", move |tx, id, typed| asking::write(tx, &who, id, typed.get("words"))).await
}

async fn answer(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (&raw, &posted), "answered", move |tx, id, typed| {
        let me = person(&who)?;
        if store::find(tx, me, id)?.helper != Some(me) {
            return Err(Error::NotFound);
        }
        let (words, minutes) = form::answer(typed)?;
        asking::answer(tx, &who, id, (&words, minutes), version(typed))
    })
    .await
}

async fn close(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (&raw, &posted), "closed", move |tx, id, typed| asking::close(tx, &who, id, version(typed))).await
}

async fn decline(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (&raw, &posted), DECLINED, move |tx, id, typed| asking::decline(tx, &who, id, version(typed))).await
}

async fn choosing_page(app: &App, (actor, shell): (&Actor, &Shell), id: PrivateId, (typed, errors): (&Answers, &FieldErrors)) -> kernel::Result<Markup> {
    let me = person(actor)?;
    let (one, takers) = app
        .read(move |tx| {
            let one = store::find(tx, me, id)?;
            if one.asker != me {
                return Err(Error::NotFound);
            }
            one.must_be_open()?;
            let takers = helpers::takers(tx, me)?;
            Ok((one, takers))
        })
        .await?;
    Ok(shell.page(views::choose(&one, &takers, (typed, errors), &shell.key())))
}

async fn choosing(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> Result {
    Ok(choosing_page(&app, (&actor, &shell), identified(&raw)?, (&Answers::default(), &FieldErrors::default())).await?.into_response())
}

async fn choose(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> Result {
    person(&actor)?;
    let (id, who, typed) = (identified::<PrivateId>(&raw)?, actor.clone(), posted.answers.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        asking::choose(tx, &who, id, typed.get("helper"), version(&typed))?;
        Ok(format!("{}?done=chosen", super::url(id)))
    });
    match done.await {
        Ok(location) => Ok(::web::see(&location)),
        Err(Error::Fields(errors)) => Ok(::web::unprocessable(choosing_page(&app, (&actor, &shell), id, (&posted.answers, &errors)).await?).into_response()),
        Err(other) => Err(other.into()),
    }
}

//! Whom a keeper asks to answer.

use super::{identified, query, text, version};
use crate::{
    helpers::{self, Candidate},
    helping,
    lists::Lists,
    model::HelpId,
    standing::{Standing, load},
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
use ui::url::Query;

struct Found {
    standing: Standing,
    candidates: Vec<Candidate>,
    lists: Lists,
}

/// At first those of the request's subject; whoever looks for another subject or a name says so.
fn find(tx: &mut Tx<'_>, actor: &Actor, id: HelpId, asked: &Query) -> kernel::Result<Found> {
    let standing = load(tx, actor, id)?;
    standing.must(standing.is_keeper)?;
    let subject = asked.get("subject").map_or_else(|| standing.request.subject.clone(), |_| text(asked, "subject"));
    let mut candidates = helpers::candidates(tx, actor, &subject, &text(asked, "text"))?;
    candidates.retain(|one| Some(one.person) != standing.request.asker.person && Some(one.person) != standing.request.helper.person);
    Ok(Found { standing, candidates, lists: Lists::read(tx)? })
}

async fn page(app: &App, (actor, shell): (&Actor, &Shell), (id, asked): (HelpId, Query), (typed, errors): (&Answers, &FieldErrors)) -> kernel::Result<Markup> {
    let (who, sought) = (actor.clone(), asked.clone());
    let found = app.read(move |tx| find(tx, &who, id, &sought)).await?;
    let shown = views::helper::Shown { request: &found.standing.request, candidates: &found.candidates, lists: &found.lists, query: &asked };
    Ok(shell.page(views::helper::page(&shown, (typed, errors), &shell.key())))
}

pub async fn choose(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> Result {
    let id = identified::<HelpId>(&raw)?;
    Ok(page(&app, (&actor, &shell), (id, query(asked)), (&Answers::default(), &FieldErrors::default())).await?.into_response())
}

pub async fn assign(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery, posted: Posted) -> Result {
    let (id, typed, who) = (identified::<HelpId>(&raw)?, posted.answers.clone(), actor.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let standing = load(tx, &who, id)?;
        standing.must(standing.is_keeper)?;
        let person = typed.get("person").parse().map_err(|_| Error::field("person", "Выберите, кто ответит"))?;
        helping::assign(tx, &who, id, (person, typed.get("reason")), version(&typed))?;
        Ok(format!("{}?done=assigned", crate::model::url(id)))
    });
    match done.await {
        Ok(location) => Ok(::web::see(&location)),
        Err(Error::Fields(errors)) => Ok(::web::unprocessable(page(&app, (&actor, &shell), (id, query(asked)), (&posted.answers, &errors)).await?).into_response()),
        Err(other) => Err(other.into()),
    }
}

//! Deficits of a case: taken in, judged; the end and another round.

use super::{Form, act, content, version};
use crate::{
    ending,
    model::{CaseId, Verdict},
    standing::load,
    taking, views,
};
use access::Actor;
use axum::extract::{Path, RawQuery, State};
use deficits::{Deficit, DeficitId, Sight};
use kernel::Error;
use maud::Markup;
use web::{Answers, App, Posted, Result, Staff};

fn draw(form: &Form<'_>) -> Markup {
    views::deficits::page(form, &[])
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>, RawQuery(raw): RawQuery) -> Result<Markup> {
    let query = ui::url::Query::parse(&raw.unwrap_or_default());
    let card = content(&app, &actor, id, super::Look::First).await?;
    let person = card.standing.case.person;
    let who = actor.clone();
    let seen: Vec<Deficit> = app.read(move |tx| deficits::deficits_of(tx, &Sight::of(&who), person)).await?;
    let free: Vec<Deficit> = seen.into_iter().filter(|one| one.status.is_open() && card.deficits.iter().all(|taken| taken.id != one.id)).collect();
    let form = Form { shell: &shell, card: &card, typed: &Answers::default(), errors: &kernel::FieldErrors::default(), done: query.text("done") };
    Ok(views::deficits::page(&form, &free))
}

pub async fn take(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (id, posted), draw, move |tx, typed| {
        let chosen = typed.all("deficit");
        if chosen.is_empty() {
            return Err(Error::field("deficit", "Отметьте хотя бы одно затруднение"));
        }
        for raw in chosen {
            let deficit: DeficitId = raw.parse().map_err(|_| Error::NotFound)?;
            taking::take_in(tx, &who, id, deficit)?;
        }
        Ok(format!("/cases/{id}/deficits?done=taken"))
    })
    .await
}

pub async fn leave(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, deficit)): Path<(CaseId, DeficitId)>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (id, posted), draw, move |tx, _| taking::leave_out(tx, &who, id, deficit).map(|()| format!("/cases/{id}/deficits?done=left"))).await
}

pub async fn judge(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, deficit)): Path<(CaseId, DeficitId)>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (id, posted), draw, move |tx, typed| {
        let standing = load(tx, &who, id)?;
        let verdict: Verdict = typed.get("verdict").parse().map_err(|_| Error::field("verdict", "Выберите итог"))?;
        ending::set_verdict(tx, &standing, &who, deficit, (verdict, typed.get("words")), version(typed)).map(|()| format!("/cases/{id}/deficits?done=judged"))
    })
    .await
}

pub async fn close(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>, posted: Posted) -> Result {
    let (who, listeners): (Actor, _) = (actor.clone(), app.listeners.clone());
    act(&app, (&actor, &shell), (id, posted), draw, move |tx, typed| ending::close(tx, &listeners, &who, id, version(typed)).map(|()| format!("/cases/{id}?done=closed"))).await
}

pub async fn next_round(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (id, posted), draw, move |tx, typed| ending::begin_next_round(tx, &who, id, version(typed)).map(|_| format!("/cases/{id}?done=round"))).await
}

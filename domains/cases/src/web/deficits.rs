//! Deficits of a case: taken in, judged; the end and another round.

use super::{Form, Look, content, may_enter, version};
use crate::{
    ending,
    model::{CaseId, Verdict},
    standing::load,
    taking, views,
};
use access::Actor;
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use deficits::{Deficit, DeficitId, Sight};
use kernel::{Error, FieldErrors, Tx};
use maud::Markup;
use web::{Answers, App, Posted, Result, Shell, Staff};

async fn page(app: &App, (actor, shell): (&Actor, &Shell), id: CaseId, (typed, errors, done): (&Answers, &FieldErrors, &str), look: Look) -> Result<Markup> {
    let card = content(app, actor, id, look).await?;
    let (who, person) = (actor.clone(), card.standing.case.person);
    let seen: Vec<Deficit> = app.read(move |tx| deficits::deficits_of(tx, &Sight::of(&who), person)).await?;
    let free: Vec<Deficit> = seen.into_iter().filter(|one| one.status.is_open() && card.deficits.iter().all(|taken| taken.id != one.id)).collect();
    Ok(views::deficits::page(&Form { shell, card: &card, typed, errors, done }, &free))
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>, RawQuery(raw): RawQuery) -> Result<Markup> {
    let query = ui::url::Query::parse(&raw.unwrap_or_default());
    page(&app, (&actor, &shell), id, (&Answers::default(), &FieldErrors::default(), query.text("done")), Look::First).await
}

/// As [`super::act`], but the page needs the deficits found again.
async fn act(app: &App, (actor, shell): (&Actor, &Shell), (id, posted): (CaseId, Posted), work: impl FnOnce(&mut Tx<'_>, &Answers) -> kernel::Result<String> + Send + 'static) -> Result {
    may_enter(actor)?;
    let typed = posted.answers.clone();
    match app.act(&posted.key, shell.owner(), move |tx| work(tx, &typed)).await {
        Ok(location) => Ok(web::see(&location)),
        Err(Error::Fields(errors)) => Ok(web::unprocessable(page(app, (actor, shell), id, (&posted.answers, &errors, ""), Look::Again).await?).into_response()),
        Err(other) => Err(other.into()),
    }
}

pub async fn take(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>, posted: Posted) -> Result {
    let (who, listeners) = (actor.clone(), app.listeners.clone());
    act(&app, (&actor, &shell), (id, posted), move |tx, typed| {
        let chosen = typed.all("deficit");
        if chosen.is_empty() {
            return Err(Error::field("deficit", "Отметьте хотя бы одно затруднение"));
        }
        for raw in chosen {
            let deficit: DeficitId = raw.parse().map_err(|_| Error::NotFound)?;
            taking::take_in(tx, &listeners, &who, id, deficit)?;
        }
        Ok(format!("/cases/{id}/deficits?done=taken"))
    })
    .await
}

pub async fn leave(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, deficit)): Path<(CaseId, DeficitId)>, posted: Posted) -> Result {
    let (who, listeners) = (actor.clone(), app.listeners.clone());
    act(&app, (&actor, &shell), (id, posted), move |tx, _| taking::leave_out(tx, &listeners, &who, id, deficit).map(|()| format!("/cases/{id}/deficits?done=left"))).await
}

pub async fn judge(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, deficit)): Path<(CaseId, DeficitId)>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (id, posted), move |tx, typed| {
        let standing = load(tx, &who, id)?;
        let (chosen, words) = (format!("verdict-{deficit}"), format!("words-{deficit}"));
        let verdict: Verdict = typed.get(&chosen).parse().map_err(|_| Error::field(chosen.as_str(), "Выберите итог"))?;
        let done = ending::set_verdict(tx, &standing, &who, deficit, (verdict, typed.get(&words)), version(typed));
        match done {
            // A page has as many such fields as deficits.
            Err(Error::Fields(errors)) => Err(errors.of("words").map_or(Error::Fields(errors.clone()), |message| Error::field(words.as_str(), message))),
            other => other.map(|()| format!("/cases/{id}/deficits?done=judged")),
        }
    })
    .await
}

//! The team's page.

use super::{Form, Look, may_enter, page::gated, site, version};
use crate::{
    model::{CaseId, SeatId},
    rules::{Act, may},
    standing::Standing,
    store::candidates::{self, Candidate},
    team::{self, Invitation},
    views,
};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors};
use maud::Markup;
use ui::url::Query;
use web::{Answers, App, Posted, Result, Shell, Staff};

struct Asked<'a> {
    text: String,
    typed: &'a Answers,
    errors: &'a FieldErrors,
    done: &'a str,
    look: Look,
}

/// The content, or the office of whoever mends a team that has nobody to lead it: names and roles only.
fn names(standing: &Standing) -> kernel::Result<()> {
    if standing.is_coordinators() { Ok(()) } else { standing.content() }
}

async fn page(app: &App, (actor, shell): (&access::Actor, &Shell), id: CaseId, asked: &Asked<'_>) -> Result<Markup> {
    let card = gated(app, actor, id, (asked.look, names)).await?;
    let found: Vec<Candidate> = if may(Act::Invite, &card.standing, actor.role) {
        let (actor, case, text) = (actor.clone(), card.standing.case.clone(), asked.text.clone());
        app.read(move |tx| candidates::search(tx, &actor, &case, &text)).await?
    } else {
        Vec::new()
    };
    let form = Form { shell, card: &card, typed: asked.typed, errors: asked.errors, done: asked.done };
    Ok(views::team::page(&form, &asked.text, &found))
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>, RawQuery(raw): RawQuery) -> Result<Markup> {
    let query = Query::parse(&raw.unwrap_or_default());
    let text: String = query.text("text").chars().take(100).collect();
    page(&app, (&actor, &shell), id, &Asked { text, typed: &Answers::default(), errors: &FieldErrors::default(), done: query.text("done"), look: Look::First }).await
}

/// As [`super::act`], but the page needs the people found again.
async fn act(app: &App, (actor, shell): (&access::Actor, &Shell), (id, posted): (CaseId, Posted), work: impl FnOnce(&mut kernel::Tx<'_>, &Answers) -> kernel::Result<String> + Send + 'static) -> Result {
    may_enter(actor)?;
    let typed = posted.answers.clone();
    match app.act(&posted.key, shell.owner(), move |tx| work(tx, &typed)).await {
        Ok(location) => Ok(web::see(&location)),
        Err(Error::Fields(errors)) => {
            let text: String = posted.answers.get("text").chars().take(100).collect();
            let again = page(app, (actor, shell), id, &Asked { text, typed: &posted.answers, errors: &errors, done: "", look: Look::Again }).await?;
            Ok(web::unprocessable(again).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

pub async fn invite(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>, posted: Posted) -> Result {
    let (who, site) = (actor.clone(), site(&app));
    act(&app, (&actor, &shell), (id, posted), move |tx, typed| {
        let form = Invitation { person: typed.get("person").to_owned(), role: typed.get("role").to_owned() };
        team::invite(tx, &who, id, &form, &site).map(|_| format!("/cases/{id}/team?done=invited"))
    })
    .await
}

pub async fn school(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (id, posted), move |tx, typed| {
        let is_open = match typed.get("to") {
            "open" => true,
            "closed" => false,
            _ => return Err(Error::NotFound),
        };
        team::open_to_school(tx, &who, id, (is_open, version(typed))).map(|()| format!("/cases/{id}/team?done={}", if is_open { "opened" } else { "closed" }))
    })
    .await
}

/// Leaving oneself, or taking another out: whose seat it is decides.
pub async fn leave(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, seat)): Path<(CaseId, SeatId)>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (id, posted), move |tx, typed| {
        let (reason, version) = (typed.get("reason").to_owned(), version(typed));
        let is_own = crate::standing::load(tx, &who, id)?.seats.iter().any(|own| own.id == seat);
        if is_own {
            team::leave(tx, &who, id, seat, (&reason, version))?;
            // Without a seat the page may be closed to who left.
            return Ok(if who.can(access::Action::ViewCases) { "/cases?done=left" } else { "/cabinet/cases?done=left" }.to_owned());
        }
        team::remove(tx, &who, id, seat, (&reason, version)).map(|()| format!("/cases/{id}/team?done=removed"))
    })
    .await
}

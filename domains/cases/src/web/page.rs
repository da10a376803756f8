//! What the pages of a case have in common: who may enter, a page with a form, the same page again with its errors.

use super::card::{self, Card};
use crate::{
    model::CaseId,
    standing::{self, Standing},
};
use access::{Action, Actor};
use axum::response::IntoResponse;
use kernel::{Error, FieldErrors};
use maud::Markup;
use web::{Answers, App, Posted, Result, Shell};

/// The address of the site, as letters name it.
pub fn site(app: &App) -> String {
    app.settings.public_url.trim_end_matches('/').to_owned()
}

/// The `version` of a form; what is no number fits nothing.
pub fn version(answers: &Answers) -> i64 {
    answers.get("version").parse().unwrap_or(0)
}

/// Whoever may have to do with cases at all.
pub fn may_enter(actor: &Actor) -> kernel::Result<()> {
    if actor.can(Action::ViewCases) || actor.can(Action::UseOwnCabinet) { Ok(()) } else { Err(Error::NotFound) }
}

/// A page of a case's content: opened by a link, the look is noted; after a failed form it is drawn again without.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Look {
    First,
    Again,
}

pub async fn content(app: &App, actor: &Actor, id: CaseId, look: Look) -> Result<Card> {
    gated(app, actor, id, (look, Standing::content)).await
}

/// As [`content`], with another gate.
pub async fn gated(app: &App, actor: &Actor, id: CaseId, (look, gate): (Look, fn(&Standing) -> kernel::Result<()>)) -> Result<Card> {
    may_enter(actor)?;
    let actor = actor.clone();
    let read = move |tx: &mut kernel::Tx<'_>| {
        let standing = match look {
            Look::First => standing::view(tx, &actor, id)?,
            Look::Again => standing::load(tx, &actor, id)?,
        };
        gate(&standing)?;
        card::gather(tx, standing, actor.role)
    };
    Ok(match look {
        Look::First => app.write(read).await?,
        Look::Again => app.read(read).await?,
    })
}

/// A page with a form of a case: what was typed and what is wrong with it.
pub struct Form<'a> {
    pub shell: &'a Shell,
    pub card: &'a Card,
    pub typed: &'a Answers,
    pub errors: &'a FieldErrors,
    pub done: &'a str,
}

/// Opens such a page.
pub async fn open(app: &App, (actor, shell): (&Actor, &Shell), id: CaseId, raw: Option<String>, page: fn(&Form<'_>) -> Markup) -> Result<Markup> {
    let query = ui::url::Query::parse(&raw.unwrap_or_default());
    let card = content(app, actor, id, Look::First).await?;
    Ok(page(&Form { shell, card: &card, typed: &Answers::default(), errors: &FieldErrors::default(), done: query.text("done") }))
}

/// Acts on such a page's form once; a failed one is drawn again.
pub async fn act(
    app: &App,
    (actor, shell): (&Actor, &Shell),
    (id, posted): (CaseId, Posted),
    page: fn(&Form<'_>) -> Markup,
    work: impl FnOnce(&mut kernel::Tx<'_>, &Answers) -> kernel::Result<String> + Send + 'static,
) -> Result {
    may_enter(actor)?;
    let typed = posted.answers.clone();
    match app.act(&posted.key, shell.owner(), move |tx| work(tx, &typed)).await {
        Ok(location) => Ok(web::see(&location)),
        Err(Error::Fields(errors)) => {
            let card = content(app, actor, id, Look::Again).await?;
            Ok(web::unprocessable(page(&Form { shell, card: &card, typed: &posted.answers, errors: &errors, done: "" })).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

//! Tokens: made, listed, taken back.

use crate::{
    token::{self, NewToken, Token, TokenId},
    views,
};
use ::web::{Answers, App, Posted, Shell, Staff};
use access::Action;
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Date, FieldErrors, Result, Tx};
use maud::Markup;
use std::sync::{Arc, Mutex, PoisonError};
use structure::places::{self, REGION};
use ui::url::Query;

struct Ground {
    tokens: Vec<Token>,
    places: Vec<(String, String)>,
}

fn load(tx: &mut Tx<'_>) -> Result<Ground> {
    let today = tx.today();
    let mut found = vec![(REGION.to_owned(), places::name_on(tx, &REGION.into(), today)?)];
    found.extend(places::municipalities(tx, today)?.into_iter().map(|place| (place.id.to_string(), place.short_name)));
    Ok(Ground { tokens: token::list(tx)?, places: found })
}

fn draw(app: &App, shell: &Shell, ground: &Ground, (typed, errors): (&Answers, &FieldErrors), fresh: Option<&str>, done: &str) -> Markup {
    let shown = views::tokens::Shown { tokens: &ground.tokens, places: &ground.places, today: app.clock().today(), typed, errors, fresh, done };
    shell.page(views::tokens::page(&shown, &|| shell.key()))
}

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ManageExchange)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let ground = app.read(load).await?;
    Ok(draw(&app, &shell, &ground, (&Answers::default(), &FieldErrors::default()), None, query.text("done")).into_response())
}

fn parsed(answers: &Answers) -> NewToken {
    // What is no date is too early, and is told with the rest.
    let expires_on = kernel::date::parse(answers.get("expires_on")).unwrap_or(Date::MIN);
    let text = |name: &str| answers.get(name).trim().to_owned();
    NewToken { name: text("name"), owner: text("owner"), scopes: answers.all("scopes").into_iter().filter_map(|word| word.parse().ok()).collect(), place: text("place").into(), expires_on }
}

/// The token is on the answer itself and nowhere else: an address would stay in histories and logs.
pub async fn make(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageExchange)?;
    let slot = Arc::new(Mutex::new(None));
    let (answers, out) = (posted.answers.clone(), slot.clone());
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            let (_, text) = token::make(tx, &actor.by(), &parsed(&answers))?;
            *out.lock().unwrap_or_else(PoisonError::into_inner) = Some(text);
            Ok("/exchange/tokens".to_owned())
        })
        .await;
    let fresh = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
    let ground = app.read(load).await?;
    match (&done, fresh) {
        (Ok(_), Some(fresh)) => Ok(([NEVER_STORED], draw(&app, &shell, &ground, (&Answers::default(), &FieldErrors::default()), Some(&fresh), "")).into_response()),
        _ => ::web::or_again(done, |errors| draw(&app, &shell, &ground, (&posted.answers, errors), None, "")),
    }
}

pub(super) const NEVER_STORED: (http::HeaderName, &str) = (http::header::CACHE_CONTROL, "no-store");

pub async fn revoke(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageExchange)?;
    let id: TokenId = super::identified(&raw)?;
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            token::revoke(tx, &actor.by(), id)?;
            Ok("/exchange/tokens?done=revoked".to_owned())
        })
        .await?;
    Ok(::web::see(&done))
}

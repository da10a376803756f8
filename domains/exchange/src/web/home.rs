//! `/exchange` and `/api/v1`.

use crate::{hooks, nightly, token, views};
use ::web::{App, Shell, Staff};
use access::Action;
use axum::{
    extract::{RawQuery, State},
    response::IntoResponse,
};
use ui::url::Query;

pub async fn explain(State(app): State<App>, shell: Shell) -> ::web::Result {
    Ok(shell.page(views::home::explain(&app.settings.public_url)).into_response())
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ManageExchange)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let (tokens, hooks, given_up, is_on, nights) = app
        .read(|tx| {
            let today = tx.today();
            let tokens = token::list(tx)?.iter().filter(|token| token.works_on(today)).count();
            let given_up = hooks::deliver::given_up(tx)?.iter().map(|(_, count)| count).sum();
            Ok((tokens, hooks::list(tx)?.len(), given_up, nightly::is_on(tx)?, nightly::nights(tx)?))
        })
        .await?;
    let shown = views::home::Shown { tokens, hooks, given_up, is_on, nights: &nights, zone: app.clock().zone(), done: query.text("done") };
    Ok(shell.page(views::home::page(&shown, &shell.key())).into_response())
}

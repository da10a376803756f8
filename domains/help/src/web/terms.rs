//! The region's terms.

use super::query;
use crate::{
    terms::{self, Terms},
    views,
};
use ::web::{App, Posted, Result, Staff};
use axum::{
    extract::{RawQuery, State},
    response::IntoResponse,
};
use kernel::FieldErrors;

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result {
    terms::may_set(&actor)?;
    let now = app.read(terms::read).await?;
    let answer = |name: &str| {
        let number = match name {
            "answer_days" => now.answer_days,
            "silent_days" => now.silent_days,
            _ => now.erase_days,
        };
        number.to_string()
    };
    let is_saved = query(raw).text("done") == "saved";
    Ok(shell.page(views::figures::terms(&answer, &FieldErrors::default(), is_saved, &shell.key())).into_response())
}

pub async fn set(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> Result {
    terms::may_set(&actor)?;
    let typed = posted.answers.clone();
    let done = match Terms::parse(|name| typed.get(name)) {
        Ok(wished) => app.act(&posted.key, shell.owner(), move |tx| terms::set(tx, &actor, &wished).map(|()| "/help-requests/terms?done=saved".to_owned())).await,
        Err(errors) => Err(errors.into()),
    };
    ::web::or_again(done, |errors| shell.page(views::figures::terms(&|name: &str| typed.get(name).to_owned(), errors, false, &shell.key())))
}

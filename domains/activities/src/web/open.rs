//! `/calendar`: what anybody may know of activities marked open.

use crate::{store, views};
use ::web::{App, Shell};
use axum::{extract::State, response::IntoResponse};

pub async fn show(State(app): State<App>, shell: Shell) -> ::web::Result {
    let read = app.read(|tx| {
        let mut found = Vec::new();
        for one in store::list::open(tx)? {
            found.push((store::sessions(tx, one.id)?, one));
        }
        Ok(found)
    });
    let found: Vec<_> = read.await?.into_iter().map(|(sessions, one)| (one, sessions)).collect();
    Ok(shell.page(views::open::page(&found, app.clock().zone())).into_response())
}

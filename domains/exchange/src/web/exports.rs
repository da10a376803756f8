//! The night's export.

use crate::nightly;
use ::web::{App, Posted, Staff};
use access::Action;
use axum::{
    extract::{Path, State},
    response::Response,
};
use kernel::Date;

pub async fn switch(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageExchange)?;
    let on = posted.answers.get("on") == "yes";
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            nightly::switch(tx, &actor.by(), on)?;
            Ok(format!("/exchange?done={}", if on { "on" } else { "off" }))
        })
        .await?;
    Ok(::web::see(&done))
}

pub async fn take(State(app): State<App>, Staff { actor, .. }: Staff, Path((day, file)): Path<(String, String)>) -> ::web::Result<Response> {
    actor.may(Action::ManageExchange)?;
    let (day, name, folder): (Date, _, _) = (super::identified(&day)?, file.clone(), app.settings.data_dir.clone());
    let bytes = app.write(move |tx| nightly::take(tx, &folder, &actor.by(), day, &name)).await?;
    let mime = if file.ends_with(".csv") { ::web::CSV } else { "application/vnd.apache.parquet" };
    Ok(::web::download(&format!("{day}-{file}"), mime, bytes))
}

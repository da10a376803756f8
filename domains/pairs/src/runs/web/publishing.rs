//! Publishing a run: what is stale is shown first.

use super::{id, version};
use crate::{
    model::RunId,
    runs::{
        publish::{self, Published},
        store::{self, lines},
        views,
    },
    url,
};
use ::web::{App, Posted, Staff};
use access::Action;
use axum::{
    extract::{Path, State},
    response::IntoResponse,
};
use kernel::id::PersonId;

pub async fn ask(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    actor.may(Action::ManagePairs)?;
    let run: RunId = id(&raw)?;
    let (run, stale, names) = app
        .read(move |tx| {
            let run = store::find(tx, &actor, run)?;
            store::must_be_pending(&run)?;
            let stale = publish::stale(tx, &actor, &run)?;
            let people: Vec<PersonId> = stale.iter().flat_map(|one| [one.teacher, one.methodist]).collect();
            let names = lines::names(tx, &people)?;
            Ok((run, stale, names))
        })
        .await?;
    Ok(shell.page(views::publishing::page(&run, &stale, &names, &shell.key())).into_response())
}

pub async fn publish(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManagePairs)?;
    let (run, version): (RunId, i64) = (id(&raw)?, version(&posted.answers));
    let seen: usize = posted.answers.get("stale").parse().unwrap_or(usize::MAX);
    let site = app.settings.absolute("");
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let Published { pairs, stale, invited } = publish::publish(tx, &actor, (run, version), seen, &site)?;
        Ok(format!("{}?done=published&pairs={pairs}&left={stale}&invited={invited}", url::run(run)))
    });
    Ok(::web::see(&done.await?))
}

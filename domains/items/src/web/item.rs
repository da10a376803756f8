//! One item: its page, preview, review, states, statistics, files.

use super::{bank::lists, path, version};
use crate::{
    model::{ItemId, ItemState, Verdict},
    store, views, workflow,
};
use ::web::{Answers, App, Posted, Staff};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result, Tx};
use ui::url::Query;

fn read(tx: &mut Tx<'_>, id: ItemId, actor: &Actor) -> Result<views::item::Shown> {
    let item = store::find(tx, id)?;
    let revision = store::revision(tx, id, item.revision)?;
    let lists = lists(tx)?;
    let mapping = views::newest_mapping(tx, id, &lists)?;
    let reviews = store::reviews(tx, id)?;
    let mut names = std::collections::BTreeMap::new();
    for account in reviews.iter().filter_map(|review| review.account).chain(item.author).chain(revision.made_by) {
        if let Ok(found) = access::accounts::find(tx, account) {
            names.insert(account, found.name);
        }
    }
    let is_own = [item.author, revision.made_by].contains(&Some(actor.account));
    let statistics = store::scales::statistics(tx, id)?;
    let subject = if item.subject.is_empty() { String::new() } else { structure::terms::label(tx, structure::profile::TermKind::Subject, &item.subject, tx.today()).unwrap_or_default() };
    Ok(views::item::Shown { item, revision, mapping, lists, reviews, names, is_own, statistics: statistics.map(|(_, found)| found), subject })
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<String>, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ManageItems)?;
    let id = path(&id)?;
    let done = Query::parse(&raw.unwrap_or_default()).text("done").to_owned();
    let shown = app.read(move |tx| read(tx, id, &actor)).await?;
    Ok(shell.page(views::item::page(&shown, &done, &FieldErrors::default(), "", app.clock().zone(), &|| shell.key())).into_response())
}

pub async fn review(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageItems)?;
    let id: ItemId = path(&id)?;
    let (answers, who) = (posted.answers.clone(), actor.clone());
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            let verdict: Verdict = answers.get("verdict").parse().map_err(|_| Error::field("verdict", "Выберите, годится ли задание"))?;
            workflow::review(tx, &who, id, version(&answers), verdict, answers.get("note"))?;
            Ok(format!("/items/{id}?done=reviewed"))
        })
        .await;
    let shown = app.read(move |tx| read(tx, id, &actor)).await?;
    ::web::or_again(done, |errors| shell.page(views::item::page(&shown, "", errors, posted.answers.get("note"), app.clock().zone(), &|| shell.key())))
}

pub async fn put(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageItems)?;
    let id: ItemId = path(&id)?;
    let next: ItemState = posted.answers.get("to").parse().map_err(|_| Error::refusal("Непонятно, в какое состояние перевести задание. Нажмите кнопку на его странице."))?;
    let (by, seen) = (actor.by(), version(&posted.answers));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        workflow::put(tx, &by, id, seen, next)?;
        Ok(format!("/items/{id}?done=state"))
    });
    Ok(::web::see(&done.await?))
}

/// As the teacher sees it; with an answer in the address, what it would be worth.
pub async fn preview(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<String>, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ManageItems)?;
    let id = path(&id)?;
    let (item, revision) = app
        .read(move |tx| {
            let item = store::find(tx, id)?;
            let revision = store::revision(tx, id, item.revision)?;
            Ok((item, revision))
        })
        .await?;
    let answers = Answers::parse(raw.unwrap_or_default().as_bytes());
    let tried = answers.has("tried");
    let given = crate::read_answer(&revision.body, "answer", &answers);
    Ok(shell.page(views::item::preview(&item, &revision, given.as_ref(), tried)).into_response())
}

pub async fn statistics(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<String>) -> ::web::Result {
    actor.may(Action::ManageItems)?;
    let id: ItemId = path(&id)?;
    let shown = app
        .read(move |tx| {
            let item = store::find(tx, id)?;
            let body = store::body(tx, id, item.revision)?;
            let found = store::scales::statistics(tx, id)?;
            let mut calibrations = Vec::new();
            for calibration in store::scales::calibrations(tx)?.into_iter().filter(|one| one.state == crate::CalibrationState::Done) {
                if let Some(parameters) = store::scales::parameters(tx, calibration.id)?.remove(&(id, item.revision)) {
                    calibrations.push((calibration, parameters));
                }
            }
            Ok(views::statistics::Shown { guess: crate::Parameters::guessed(&body), item, body, found, calibrations })
        })
        .await?;
    Ok(shell.page(views::statistics::page(&shown, app.clock().zone())).into_response())
}

pub async fn file(State(app): State<App>, Staff { actor, .. }: Staff, Path((id, digest)): Path<(String, String)>) -> ::web::Result {
    actor.may(Action::ManageItems)?;
    let (id, digest): (ItemId, files::Digest) = (path(&id)?, path(&digest)?);
    let wanted = digest.clone();
    let (name, kind) = app
        .read(move |tx| {
            let item = store::find(tx, id)?;
            Ok((store::file_name(tx, id, item.revision, &wanted)?, files::find(tx, &wanted)?.kind))
        })
        .await?;
    Ok(::web::show_file(&name, kind.mime(), app.stored(digest).await?))
}

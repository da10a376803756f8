//! The list of agreement and its acts.

use super::{number, or_again, renamed, site};
use crate::{
    agreement::{self, Signing},
    model::{Component, PathwayId},
    store, url, views,
};
use access::Actor;
use axum::extract::{Path, RawQuery, State};
use kernel::{Error, FieldErrors};
use maud::Markup;
use ui::url::Query;
use web::{Answers, App, Posted, Result, Shell, Staff};

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PathwayId>, RawQuery(raw): RawQuery) -> Result<Markup> {
    let query = Query::parse(&raw.unwrap_or_default());
    page(&app, &actor, &shell, id, ("", &FieldErrors::default(), query.text("done"))).await
}

async fn page(app: &App, actor: &Actor, shell: &Shell, id: PathwayId, (words, errors, done): (&str, &FieldErrors, &str)) -> Result<Markup> {
    let reader = actor.clone();
    let (loaded, whole, sheet, zone) = app
        .write(move |tx| {
            let loaded = store::view(tx, &reader, id)?;
            let (whole, sheet) = agreement::read(tx, &loaded)?;
            Ok((loaded, whole, sheet, crate::zone(tx)?))
        })
        .await?;
    let pen = loaded.pen().ok();
    Ok(views::agreement::page(shell, &views::agreement::Shown { loaded: &loaded, whole: &whole, sheet: &sheet, pen: pen.as_ref(), words, errors, done, zone: &zone }))
}

pub async fn send(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PathwayId>, posted: Posted) -> Result {
    let (version, site) = (number(&posted.answers, "version"), site(&app));
    let done = app.act(&posted.key, shell.owner(), move |tx| agreement::send(tx, &actor, id, version, &site).map(|()| format!("{}?done=sent", url::agreement(id))));
    Ok(web::see(&done.await?))
}

/// The sections ticked, or all that stood on the page, each with the digest of what was read.
fn signing(answers: &Answers) -> kernel::Result<Signing> {
    let is_all = answers.get("which") == "all";
    let chosen = |component: &Component| is_all || answers.all("sections").contains(&component.as_str());
    let seen = |component: &Component| Some((*component, answers.get(&format!("digest-{component}")).to_owned())).filter(|(_, digest)| !digest.is_empty());
    let sections: Vec<_> = Component::ALL.iter().filter(|component| chosen(component)).filter_map(seen).collect();
    if sections.is_empty() {
        return Err(Error::field("sections", "Отметьте хотя бы один раздел, с которым вы согласны"));
    }
    Ok(Signing { sections, words: answers.get("words").to_owned() })
}

pub async fn sign(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PathwayId>, posted: Posted) -> Result {
    let (answers, site, by) = (posted.answers.clone(), site(&app), actor.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        // Whose it is comes before what is wrong with the form.
        store::load(tx, &by, id)?;
        agreement::sign(tx, &by, id, &signing(&answers)?, &site).map(|()| format!("{}?done=signed", url::agreement(id)))
    });
    or_again(done.await, async |errors| page(&app, &actor, &shell, id, (posted.answers.get("words"), &errors, "")).await).await
}

pub async fn sign_whole(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PathwayId>, posted: Posted) -> Result {
    let (digest, words, site, by) = (posted.answers.get("digest").to_owned(), posted.answers.get("words").to_owned(), site(&app), actor.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| agreement::sign_whole(tx, &by, id, &digest, &words, &site).map(|()| format!("{}?done=agreed", url::pathway(id))));
    or_again(done.await, async |errors| page(&app, &actor, &shell, id, (posted.answers.get("words"), &errors, "")).await).await
}

pub async fn object(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PathwayId>, posted: Posted) -> Result {
    let (raw, words, site, by) = (posted.answers.get("component").to_owned(), posted.answers.get("objection").to_owned(), site(&app), actor.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        store::load(tx, &by, id)?;
        let component: Component = raw.parse().map_err(|_| Error::field("component", "Выберите раздел"))?;
        agreement::object(tx, &by, id, component, &words, &site).map(|()| format!("{}?done=objected", url::agreement(id)))
    });
    or_again(done.await, async |errors| page(&app, &actor, &shell, id, ("", &renamed(&errors, "words", "objection"), "")).await).await
}

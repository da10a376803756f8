//! Closing, certificates and their public verification.

use super::{identified, query, version};
use crate::{
    access::{Act, load, may, standing},
    closing::{self, Again},
    model::{ActivityId, CertificateId},
    paper,
    sight::Sight,
    store, views,
    views::certificates::{Closing, Shown},
};
use ::web::{App, Posted, Shell, Staff};
use access::{Actor, Scope};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use consent::PublicationItem;
use kernel::{Error, FieldErrors, Result, Tx, id::PersonId};
use maud::Markup;

pub async fn closing(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    let id: ActivityId = identified(&raw)?;
    let read = app.read(move |tx| {
        let one = load(tx, &actor, Act::Run, id)?;
        let is_begun = store::sessions(tx, id)?.last().is_some_and(|last| last.starts_at <= tx.now());
        Ok((store::hosts::of(tx, id)?, store::people::counts(tx, id)?, is_begun, one))
    });
    let (hosts, counts, is_begun, one) = read.await?;
    Ok(shell.page(views::certificates::closing(&Closing { one: &one, hosts: &hosts, counts, is_begun }, &shell.key())).into_response())
}

pub async fn close(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let (id, version): (ActivityId, i64) = (identified(&raw)?, version(&posted.answers));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        closing::close(tx, &actor, id, version)?;
        Ok(format!("{}?done=closed", crate::url(id)))
    });
    Ok(::web::see(&done.await?))
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    let (id, done): (ActivityId, _) = (identified(&raw)?, query(asked).text("done") == "yes");
    let read = app.read(move |tx| {
        let one = load(tx, &actor, Act::Run, id)?;
        let people = store::people::of(tx, &Scope::program("who runs an activity corrects its certificates"), id)?;
        Ok((closing::of_activity(tx, id)?, people.into_iter().filter(|person| person.was_at.is_empty()).collect::<Vec<_>>(), one))
    });
    let (papers, forgotten, one) = read.await?;
    Ok(shell.page(views::certificates::page(&Shown { one: &one, papers: &papers, forgotten: &forgotten, done }, &|| shell.key())).into_response())
}

pub async fn issue(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let (id, person): (ActivityId, PersonId) = (identified(&raw)?, identified(posted.answers.get("person"))?);
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        closing::issue_late(tx, &actor, id, person)?;
        Ok(format!("{}/certificates?done=yes", crate::url(id)))
    });
    Ok(::web::see(&done.await?))
}

/// One's own certificate, or one of an activity that the actor runs.
pub async fn paper(State(app): State<App>, Staff { actor, .. }: Staff, Path(raw): Path<String>) -> ::web::Result {
    let (id, site): (CertificateId, String) = (identified(&raw)?, app.settings.public_url.trim_end_matches('/').to_owned());
    let read = app.read(move |tx| {
        let found = closing::certificate(tx, id)?;
        let is_own = found.person.is_some() && found.person == actor.person;
        let sight = if is_own { Sight::program() } else { Sight::of(tx, &actor)? };
        let one = store::find(tx, &sight, found.activity)?;
        if !is_own && !may(Act::Run, standing(tx, &actor, &one)?) {
            return Err(Error::NotFound);
        }
        let school = match found.person {
            Some(person) => place_name(tx, person)?,
            None => String::new(),
        };
        let (profile, zone) = (structure::profile(tx)?, structure::zone(tx)?);
        let url = format!("{site}/verify/a/{}", found.code);
        Ok((paper::certificate(&profile, &one, &found, &school, &zone, url), found.code, tx.now()))
    });
    let (document, code, now) = read.await?;
    let bytes = app.print(document, now).await?;
    Ok(::web::show_file(&format!("Сертификат {code}.pdf"), ::web::PDF, bytes))
}

fn place_name(tx: &mut Tx<'_>, person: PersonId) -> Result<String> {
    let today = tx.today();
    match people::find(tx, &Scope::program("whose certificate is printed"), person) {
        Ok(found) => Ok(structure::places::load(tx, &found.place, today)?.short_name),
        Err(Error::NotFound) => Ok(String::new()),
        Err(other) => Err(other),
    }
}

pub async fn annulling(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    let id: CertificateId = identified(&raw)?;
    Ok(annulment(&app, &actor, &shell, id, &::web::Answers::default(), &FieldErrors::default()).await?.into_response())
}

async fn annulment(app: &App, actor: &Actor, shell: &Shell, id: CertificateId, answers: &::web::Answers, errors: &FieldErrors) -> Result<Markup> {
    let who = actor.clone();
    let read = app.read(move |tx| {
        let found = closing::certificate(tx, id)?;
        Ok((load(tx, &who, Act::Correct, found.activity)?, found))
    });
    let (one, found) = read.await?;
    Ok(shell.page(views::certificates::annulling(&one, &found, answers, errors, &shell.key())))
}

pub async fn annul(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let id: CertificateId = identified(&raw)?;
    let (answers, who) = (posted.answers.clone(), actor.clone());
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            let again = match answers.get("again") {
                "no" => Again::No,
                _ => Again::WithMinutes(answers.get("minutes").trim().parse().ok().filter(|minutes| (5..=6_000).contains(minutes)).ok_or_else(|| Error::field("minutes", "Укажите минуты целым числом от 5 до 6000"))?),
            };
            closing::annul(tx, &who, id, answers.get("reason"), again)?;
            let activity = closing::certificate(tx, id)?.activity;
            Ok(format!("{}/certificates?done=yes", crate::url(activity)))
        })
        .await;
    match done {
        Err(Error::Fields(errors)) => Ok(::web::unprocessable(annulment(&app, &actor, &shell, id, &posted.answers, &errors).await?)),
        done => ::web::or_again(done, |_| Markup::default()),
    }
}

/// The page behind the code on a certificate. A name only with a live consent to publish it.
pub async fn verify(State(app): State<App>, shell: Shell, Path(code): Path<String>) -> ::web::Result {
    let code: String = code.chars().filter(char::is_ascii_alphanumeric).take(40).collect::<String>().to_ascii_uppercase();
    let zone = app.clock().zone().clone();
    let found = app
        .read(move |tx| {
            let Some(found) = closing::by_code(tx, &code)? else { return Ok(None) };
            let one = store::find(tx, &Sight::program(), found.activity)?;
            let name = published_name(tx, &found)?;
            Ok(Some((one, found, name)))
        })
        .await?;
    let dates = found.as_ref().map(|(one, ..)| views::when(one, &zone)).unwrap_or_default();
    let shown = found.as_ref().map(|(one, paper, name)| (one, paper, name.as_deref(), dates.as_str()));
    Ok(shell.page(views::certificates::verify(shown)).into_response())
}

fn published_name(tx: &mut Tx<'_>, found: &closing::Certificate) -> Result<Option<String>> {
    let today = tx.today();
    let Some(person) = found.person else { return Ok(None) };
    let is_public = consent::live_items(tx, person, today)?.contains(&PublicationItem::FullName);
    Ok(is_public.then(|| found.name.clone()))
}

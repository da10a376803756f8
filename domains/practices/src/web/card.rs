//! One practice: its page, files, certificate, resource.

use super::{identified, most_mb, query};
use crate::{
    lists::Lists,
    model::{PracticeId, State as Stage, Verdict, VersionState},
    paper,
    sight::{self, Sight},
    store::{reviews, uses, versions},
    url,
    views::{self, card::Shown},
    workflow::keeping,
};
use ::web::{Answers, App, Posted, Shell, Staff};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result, Tx};
use maud::Markup;

fn read(tx: &mut Tx<'_>, actor: &Actor, id: PracticeId, max_mb: u32) -> Result<Shown> {
    let (practice, sight) = sight::load(tx, actor, id)?;
    let newest = versions::newest(tx, id)?;
    let text = match sight {
        Sight::Reader => versions::find(tx, id, practice.published_number)?,
        // What is under review is what reviewers read; a published one without a new version is what everybody reads.
        Sight::Author | Sight::Keeper | Sight::Reviewer => newest.clone(),
    };
    let reviews = reviews::of_version(tx, id, newest.number)?;
    let mine = sight::mine(actor, &reviews);
    let (is_reading, has_answered) = (mine.is_some_and(|review| review.verdict == Verdict::None), mine.is_some_and(|review| review.verdict != Verdict::None));
    let may_take = newest.state == VersionState::Review && !is_reading && !has_answered && sight::for_review(tx, actor, id).is_ok();
    let uses = uses::of_practice(tx, id)?;
    let decides = uses.iter().filter(|one| sight::may_confirm(actor, &practice, one.person, &one.place_path)).map(|one| one.id).collect();
    Ok(Shown {
        files: versions::files_of(tx, id, text.number)?,
        lists: Lists::read(tx)?,
        may_use: practice.state == Stage::Published && actor.person.is_some() && practice.author != actor.person,
        may_make_resource: practice.state == Stage::Published && practice.resource.is_empty() && actor.can(Action::ManageResources),
        person: actor.person,
        practice,
        text,
        newest,
        reviews,
        uses,
        sight,
        may_take,
        is_reading,
        decides,
        max_mb,
    })
}

/// The page again, with what is wrong in one of its forms.
pub(super) async fn page(app: &App, actor: &Actor, shell: &Shell, id: PracticeId, (done, answers): (&str, &Answers), errors: &FieldErrors) -> Result<Markup> {
    let (who, max_mb) = (actor.clone(), most_mb(app));
    let shown = app.read(move |tx| read(tx, &who, id, max_mb)).await?;
    Ok(shell.page(views::card::page(&shown, (done, answers), errors, &|| shell.key())))
}

/// After an act on this page: on, or the page again.
pub(super) async fn again(app: &App, (actor, shell): (&Actor, &Shell), id: PracticeId, answers: &Answers, done: Result<String>) -> ::web::Result {
    let again = match &done {
        Err(Error::Fields(errors)) => page(app, actor, shell, id, ("", answers), errors).await?,
        Ok(_) | Err(_) => Markup::default(),
    };
    ::web::or_again(done, |_| again)
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    let id = identified(&raw)?;
    let done = query(asked).text("done").to_owned();
    Ok(page(&app, &actor, &shell, id, (&done, &Answers::default()), &FieldErrors::default()).await?.into_response())
}

pub async fn file(State(app): State<App>, Staff { actor, .. }: Staff, Path((raw, digest)): Path<(String, String)>, RawQuery(asked): RawQuery) -> ::web::Result {
    let id: PracticeId = identified(&raw)?;
    let number = query(asked).text("version").parse::<i64>().ok();
    let found = app
        .read(move |tx| {
            let (practice, sight) = sight::load(tx, &actor, id)?;
            let newest = versions::newest(tx, id)?.number;
            // Readers have files of the version in force only.
            let number = match sight {
                Sight::Reader => practice.published_number,
                Sight::Author | Sight::Keeper => number.unwrap_or(newest),
                Sight::Reviewer => newest,
            };
            versions::files_of(tx, id, number)?.into_iter().find(|file| file.digest.as_str() == digest).ok_or(Error::NotFound)
        })
        .await?;
    let bytes = app.stored(found.digest).await?;
    Ok(::web::show_upload(&found.name, found.kind, bytes))
}

pub async fn make_resource(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageResources)?;
    let (id, site) = (identified(&raw)?, app.settings.public_url.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        keeping::make_resource(tx, &actor, id, &site)?;
        Ok(format!("{}?done=resource", url::practice(id)))
    });
    Ok(::web::see(&done.await?))
}

/// For the author and whoever keeps the bank.
pub async fn certificate(State(app): State<App>, Staff { actor, .. }: Staff, Path(raw): Path<String>) -> ::web::Result {
    let id = identified(&raw)?;
    let (profile, practice, text) = app
        .read(move |tx| {
            let (practice, sight) = sight::load(tx, &actor, id)?;
            if practice.state != Stage::Published || !matches!(sight, Sight::Author | Sight::Keeper) {
                return Err(Error::NotFound);
            }
            let text = versions::find(tx, id, practice.published_number)?;
            Ok((structure::profile(tx)?, practice, text))
        })
        .await?;
    let verify = app.settings.absolute(&format!("/practices/check/{}", practice.certificate_code));
    let bytes = app.print(paper::certificate(&profile, &practice, &text, verify), app.clock().now()).await?;
    Ok(::web::show_file("Свидетельство о публикации.pdf", ::web::PDF, bytes))
}

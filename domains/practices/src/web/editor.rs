//! What the author does.

use super::{card, identified, query, version};
use crate::{
    form,
    lists::Lists,
    model::{Practice, PracticeId},
    sight,
    store::versions,
    url, views,
    workflow::writing as workflow,
};
use ::web::{Answers, App, Posted, Shell, Staff};
use access::Actor;
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result, Tx};
use maud::Markup;
use pathways::works::{self, WorkId};

async fn page(app: &App, actor: &Actor, shell: &Shell, practice: Option<&Practice>, answers: &Answers, errors: &FieldErrors) -> Result<Markup> {
    let (person, is_new) = (sight::writer(actor)?, practice.is_none());
    let (lists, own) = app
        .read(move |tx| {
            let own = if is_new { works::list(tx, person)? } else { Vec::new() };
            Ok((Lists::read(tx)?, own))
        })
        .await?;
    let own: Vec<(String, String)> = own.iter().map(|work| (work.id.to_string(), work.caption().to_owned())).collect();
    Ok(shell.page(views::editor::page(&views::editor::Editor { practice, answers, lists: &lists, errors, works: &own }, &shell.key())))
}

pub async fn new(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(asked): RawQuery) -> ::web::Result {
    let person = sight::writer(&actor)?;
    let answers = match query(asked).text("work") {
        "" => Answers::default(),
        raw => {
            let id: WorkId = identified(raw)?;
            let work = app.read(move |tx| works::of_person(tx, person, id)).await?;
            let draft = workflow::from_work(&work);
            Answers::of([("work", id.to_string()), ("title", draft.title), ("steps", draft.steps), ("direction", draft.direction)].map(|(name, value)| (name.to_owned(), value)))
        }
    };
    Ok(page(&app, &actor, &shell, None, &answers, &FieldErrors::default()).await?.into_response())
}

pub async fn begin(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    sight::writer(&actor)?;
    let (answers, who) = (posted.answers.clone(), actor.clone());
    let act = move |tx: &mut Tx<'_>| {
        let work = match answers.get("work") {
            "" => None,
            raw => Some(identified(raw)?),
        };
        let id = workflow::begin(tx, &who, &form::draft(&answers)?, work)?;
        Ok(format!("{}?done=begun", url::practice(id)))
    };
    let done = app.act(&posted.key, shell.owner(), act).await;
    let again = match &done {
        Err(Error::Fields(errors)) => page(&app, &actor, &shell, None, &posted.answers, errors).await?,
        Ok(_) | Err(_) => Markup::default(),
    };
    ::web::or_again(done, |_| again)
}

async fn own(app: &App, actor: &Actor, id: PracticeId) -> Result<Practice> {
    let who = actor.clone();
    app.read(move |tx| sight::own(tx, &who, id)).await
}

pub async fn edit_form(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    let id = identified(&raw)?;
    let practice = own(&app, &actor, id).await?;
    let text = app.read(move |tx| versions::newest(tx, id)).await?;
    Ok(page(&app, &actor, &shell, Some(&practice), &form::answers(&text, practice.version), &FieldErrors::default()).await?.into_response())
}

pub async fn edit(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let id = identified(&raw)?;
    let practice = own(&app, &actor, id).await?;
    let (answers, who) = (posted.answers.clone(), actor.clone());
    let act = move |tx: &mut Tx<'_>| {
        workflow::edit(tx, &who, id, &form::draft(&answers)?, version(&answers))?;
        Ok(format!("{}?done=edited", url::practice(id)))
    };
    let done = app.act(&posted.key, shell.owner(), act).await;
    let again = match &done {
        Err(Error::Fields(errors)) => page(&app, &actor, &shell, Some(&practice), &posted.answers, errors).await?,
        Ok(_) | Err(_) => Markup::default(),
    };
    ::web::or_again(done, |_| again)
}

/// An act of the author with the form on the practice's own page.
async fn act(app: &App, (actor, shell): (&Actor, &Shell), id: PracticeId, posted: &Posted, does: impl FnOnce(&mut Tx<'_>, &Actor, &Answers) -> Result<&'static str> + Send + 'static) -> ::web::Result {
    own(app, actor, id).await?;
    let (answers, who) = (posted.answers.clone(), actor.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| Ok(format!("{}?done={}", url::practice(id), does(tx, &who, &answers)?))).await;
    card::again(app, (actor, shell), id, &posted.answers, done).await
}

pub async fn submit(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let id = identified(&raw)?;
    let does = move |tx: &mut Tx<'_>, actor: &Actor, answers: &Answers| {
        workflow::submit(tx, actor, id, form::agreement(answers)?, version(answers))?;
        Ok("submitted")
    };
    act(&app, (&actor, &shell), id, &posted, does).await
}

pub async fn recall(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let id = identified(&raw)?;
    let does = move |tx: &mut Tx<'_>, actor: &Actor, answers: &Answers| {
        workflow::recall(tx, actor, id, version(answers))?;
        Ok("recalled")
    };
    act(&app, (&actor, &shell), id, &posted, does).await
}

pub async fn name(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let id = identified(&raw)?;
    let does = move |tx: &mut Tx<'_>, actor: &Actor, answers: &Answers| {
        workflow::name(tx, actor, id, form::naming_again(answers)?, version(answers))?;
        Ok("named")
    };
    act(&app, (&actor, &shell), id, &posted, does).await
}

/// The file of the form, checked and safe on disk; what is wrong is an error of the field.
async fn stored(app: &App, posted: &Posted) -> Result<(files::Stored, String)> {
    let file = posted.files.iter().find(|file| file.field == "file" && !file.bytes.is_empty()).cloned().ok_or_else(|| Error::field("file", "Выберите файл на своём устройстве"))?;
    let (store, bytes) = (app.files.clone(), file.bytes);
    let put = tokio::task::spawn_blocking(move || store.put(&bytes, files::Kind::ALL)).await.map_err(anyhow::Error::new)?;
    let stored = put.map_err(|error| if let Error::Refusal(sentence) = error { Error::field("file", sentence) } else { error })?;
    Ok((stored, file.name))
}

pub async fn attach(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let id = identified(&raw)?;
    own(&app, &actor, id).await?;
    match stored(&app, &posted).await {
        Ok((stored, name)) => {
            let does = move |tx: &mut Tx<'_>, actor: &Actor, _: &Answers| {
                workflow::attach(tx, actor, id, (&stored, &name))?;
                Ok("attached")
            };
            act(&app, (&actor, &shell), id, &posted, does).await
        }
        Err(error) => card::again(&app, (&actor, &shell), id, &posted.answers, Err(error)).await,
    }
}

pub async fn detach(State(app): State<App>, Staff { actor, shell }: Staff, Path((raw, digest)): Path<(String, String)>, posted: Posted) -> ::web::Result {
    let id = identified(&raw)?;
    let does = move |tx: &mut Tx<'_>, actor: &Actor, _: &Answers| {
        let newest = versions::newest(tx, id)?;
        let known = versions::files_of(tx, id, newest.number)?.into_iter().find(|file| file.digest.as_str() == digest).ok_or(Error::NotFound)?;
        workflow::detach(tx, actor, id, &known.digest)?;
        Ok("detached")
    };
    act(&app, (&actor, &shell), id, &posted, does).await
}

async fn titled(app: &App, actor: &Actor, id: PracticeId) -> Result<(Practice, String)> {
    let practice = own(app, actor, id).await?;
    let title = app.read(move |tx| Ok(versions::newest(tx, id)?.title)).await?;
    Ok((practice, title))
}

pub async fn leaving(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    let (practice, title) = titled(&app, &actor, identified(&raw)?).await?;
    Ok(shell.page(views::card::leaving(&practice, &title, "", &FieldErrors::default(), &shell.key())).into_response())
}

pub async fn withdraw(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let id = identified(&raw)?;
    let (practice, title) = titled(&app, &actor, id).await?;
    let (answers, listeners) = (posted.answers.clone(), app.listeners.clone());
    let act = move |tx: &mut Tx<'_>| {
        let why = kernel::name::clean_text(answers.get("why"));
        if why.chars().count() > 500 {
            return Err(Error::field("why", "Слишком длинно. Сократите до 500 знаков"));
        }
        workflow::withdraw(tx, &listeners, &actor, id, (&why, version(&answers)))?;
        Ok(format!("{}?done=withdrawn", url::practice(id)))
    };
    let done = app.act(&posted.key, shell.owner(), act).await;
    ::web::or_again(done, |errors| shell.page(views::card::leaving(&practice, &title, posted.answers.get("why"), errors, &shell.key())))
}

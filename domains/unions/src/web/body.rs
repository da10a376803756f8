//! Making, changing, renaming, closing; documents received.

use super::{identified, query, version};
use crate::{
    access::{self as rights, Act},
    form,
    lists::{Choices, Lists},
    model::{Union, UnionId},
    store::{body as store, papers as kept},
    url, views,
    workflow::body as workflow,
};
use ::web::{Answers, App, Posted, Shell, Staff};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result};
use maud::Markup;

async fn editor(app: &App, actor: &Actor, shell: &Shell, union: Option<&Union>, answers: &Answers, errors: &FieldErrors) -> Result<Markup> {
    let (who, own) = (actor.clone(), union.cloned());
    let (lists, choices) = app.read(move |tx| Ok((Lists::read(tx)?, Choices::read(tx, &who, own.as_ref())?))).await?;
    Ok(shell.page(views::editor::page(&views::editor::Editor { union, answers, lists: &lists, choices: &choices, errors }, &shell.key())))
}

pub async fn new(State(app): State<App>, Staff { actor, shell }: Staff) -> ::web::Result {
    actor.may(Action::ManageUnions)?;
    let answers = Answers::of([("place".to_owned(), actor.place.to_string())]);
    Ok(editor(&app, &actor, &shell, None, &answers, &FieldErrors::default()).await?.into_response())
}

pub async fn open(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageUnions)?;
    let (answers, who) = (posted.answers.clone(), actor.clone());
    let act = move |tx: &mut kernel::Tx<'_>| {
        let draft = form::draft(&answers, None, tx.today())?;
        Ok(format!("{}?done=opened", url::union(workflow::open(tx, &who, &draft)?)))
    };
    let done = app.act(&posted.key, shell.owner(), act).await;
    let again = match &done {
        Err(Error::Fields(errors)) => editor(&app, &actor, &shell, None, &posted.answers, errors).await?,
        Ok(_) | Err(_) => Markup::default(),
    };
    ::web::or_again(done, |_| again)
}

/// A union that the actor manages.
async fn managed(app: &App, actor: &Actor, raw: &str) -> Result<Union> {
    actor.may(Action::ManageUnions)?;
    let (id, who) = (identified::<UnionId>(raw)?, actor.clone());
    app.read(move |tx| Ok(rights::load(tx, &who, Act::Manage, id)?.0)).await
}

pub async fn edit_form(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    let union = managed(&app, &actor, &raw).await?;
    let id = union.id;
    let subjects = app.read(move |tx| store::subjects(tx, id)).await?;
    Ok(editor(&app, &actor, &shell, Some(&union), &form::answers(&union, &subjects), &FieldErrors::default()).await?.into_response())
}

pub async fn edit(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let union = managed(&app, &actor, &raw).await?;
    let (answers, who, before) = (posted.answers.clone(), actor.clone(), union.clone());
    let act = move |tx: &mut kernel::Tx<'_>| {
        let draft = form::draft(&answers, Some(&before), tx.today())?;
        workflow::edit(tx, &who, before.id, &draft, version(&answers))?;
        Ok(format!("{}?done=edited", url::union(before.id)))
    };
    let done = app.act(&posted.key, shell.owner(), act).await;
    let again = match &done {
        Err(Error::Fields(errors)) => editor(&app, &actor, &shell, Some(&union), &posted.answers, errors).await?,
        Ok(_) | Err(_) => Markup::default(),
    };
    ::web::or_again(done, |_| again)
}

pub async fn title(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    let union = managed(&app, &actor, &raw).await?;
    let id = union.id;
    let titles = app.read(move |tx| store::titles(tx, id)).await?;
    let answers = Answers::of([("title".to_owned(), union.title.clone()), ("on".to_owned(), kernel::date::short(app.clock().today()))]);
    Ok(shell.page(views::editor::title_page(&union, &titles, &answers, &FieldErrors::default(), &shell.key())).into_response())
}

pub async fn rename(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let union = managed(&app, &actor, &raw).await?;
    let (answers, id) = (posted.answers.clone(), union.id);
    let act = move |tx: &mut kernel::Tx<'_>| {
        let (title, on) = form::renaming(&answers)?;
        workflow::rename(tx, &actor, id, (&title, on), version(&answers))?;
        Ok(format!("{}?done=renamed", url::union(id)))
    };
    let done = app.act(&posted.key, shell.owner(), act).await;
    let titles = app.read(move |tx| store::titles(tx, id)).await?;
    ::web::or_again(done, |errors| shell.page(views::editor::title_page(&union, &titles, &posted.answers, errors, &shell.key())))
}

pub async fn closing(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    let union = managed(&app, &actor, &raw).await?;
    let answers = Answers::of([("on".to_owned(), kernel::date::short(app.clock().today()))]);
    Ok(shell.page(views::editor::closing_page(&union, &answers, &FieldErrors::default(), &shell.key())).into_response())
}

pub async fn close(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    let union = managed(&app, &actor, &raw).await?;
    let (answers, id) = (posted.answers.clone(), union.id);
    let act = move |tx: &mut kernel::Tx<'_>| {
        let (on, why) = (form::day(&answers, "on")?, form::reason(&answers, "why", "Напишите, почему объединение закрывают")?);
        workflow::close(tx, &actor, id, (on, &why), version(&answers))?;
        Ok(format!("{}?done=closed", url::union(id)))
    };
    let done = app.act(&posted.key, shell.owner(), act).await;
    ::web::or_again(done, |errors| shell.page(views::editor::closing_page(&union, &posted.answers, errors, &shell.key())))
}

/// The list of documents: with whether the actor may write it.
async fn papers_page(app: &App, actor: &Actor, shell: &Shell, id: UnionId, (done, answers): (&str, &Answers), errors: &FieldErrors) -> Result<Markup> {
    let who = actor.clone();
    let (union, leads, papers) = app
        .read(move |tx| {
            let (union, standing) = rights::load(tx, &who, Act::View, id)?;
            let leads = rights::may(&who, Act::Lead, union.kind, &union.place_path, &standing) && union.is_open_on(tx.today());
            let papers = kept::of(tx, id, 200)?;
            Ok((union, leads, papers))
        })
        .await?;
    let largest = u32::try_from(app.files.largest() / 1_048_576).unwrap_or(10);
    Ok(shell.page(views::papers::page(&union, &papers, leads.then_some(largest), (done, answers), errors, &|| shell.key())))
}

pub async fn papers(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    Ok(papers_page(&app, &actor, &shell, identified(&raw)?, (query(asked).text("done"), &Answers::default()), &FieldErrors::default()).await?.into_response())
}

pub async fn receive(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let (id, who) = (identified::<UnionId>(&raw)?, actor.clone());
    // Whether one may write here is asked before anything is put on the disk.
    app.read(move |tx| rights::load(tx, &who, Act::Lead, id)).await?;
    let done = received(&app, &actor, &shell, id, &posted).await;
    let again = match &done {
        Err(Error::Fields(errors)) => papers_page(&app, &actor, &shell, id, ("", &posted.answers), errors).await?,
        Ok(_) | Err(_) => Markup::default(),
    };
    ::web::or_again(done, |_| again)
}

async fn received(app: &App, actor: &Actor, shell: &Shell, id: UnionId, posted: &Posted) -> Result<String> {
    let draft = form::paper(&posted.answers)?;
    let file = match posted.files.iter().find(|file| file.field == "file" && !file.bytes.is_empty()) {
        Some(file) => {
            let (store, bytes) = (app.files.clone(), file.bytes.clone());
            let stored = tokio::task::spawn_blocking(move || store.put(&bytes, files::Kind::ALL)).await.map_err(anyhow::Error::new)?;
            let stored = stored.map_err(|error| if let Error::Refusal(sentence) = error { Error::field("file", sentence) } else { error })?;
            Some((stored, file.name.clone()))
        }
        None => None,
    };
    let who = actor.clone();
    let act = move |tx: &mut kernel::Tx<'_>| {
        workflow::receive(tx, &who, id, &draft, file.as_ref().map(|(stored, name)| (stored, name.as_str())))?;
        Ok(format!("{}/papers?done=added", url::union(id)))
    };
    app.act(&posted.key, shell.owner(), act).await
}

/// The file of a paper, to everybody who sees the union.
pub async fn paper_file(State(app): State<App>, Staff { actor, .. }: Staff, Path((raw, paper)): Path<(String, String)>) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let (id, paper) = (identified::<UnionId>(&raw)?, identified(&paper)?);
    let read = app.read(move |tx| {
        rights::load(tx, &actor, Act::View, id)?;
        let paper = kept::find(tx, id, paper)?;
        let digest = paper.digest.ok_or(Error::NotFound)?;
        Ok((paper.file_name, files::find(tx, &digest)?))
    });
    let (name, kept) = read.await?;
    let bytes = app.stored(kept.digest).await?;
    Ok(::web::show_upload(&name, kept.kind, bytes))
}

pub async fn drop_paper(State(app): State<App>, Staff { actor, shell }: Staff, Path((raw, paper)): Path<(String, String)>, posted: Posted) -> ::web::Result {
    actor.may(Action::ViewUnions)?;
    let (id, paper) = (identified::<UnionId>(&raw)?, identified(&paper)?);
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        workflow::drop_paper(tx, &actor, id, paper)?;
        Ok(format!("{}/papers?done=removed", url::union(id)))
    });
    Ok(::web::see(&done.await?))
}

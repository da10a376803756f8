//! Writing an item.

use super::{bank::lists, path, version};
use crate::{
    content::{ItemKind, Material},
    form, store, views, workflow,
};
use ::web::{Answers, App, Posted, Staff};
use access::Action;
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use files::{Kind, Stored};
use kernel::{Error, FieldErrors, Result};
use ui::url::Query;

/// Files that may be attached to one item.
const MOST_FILES: usize = 3;

pub async fn new(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ManageItems)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let Ok(kind) = query.text("kind").parse::<ItemKind>() else {
        return Ok(shell.page(views::editor::kinds()).into_response());
    };
    let lists = app.read(lists).await?;
    let answers = Answers::of([("expected".to_owned(), "0".to_owned()), ("points".to_owned(), "1".to_owned()), ("main".to_owned(), query.text("competency").to_owned())]);
    Ok(shell.page(views::editor::page(&views::editor::Editor { kind, item: None, kept: &[], answers: &answers, lists: &lists, errors: &FieldErrors::default() }, &shell.key())).into_response())
}

/// Files of the form, checked and safe on disk; what is wrong is an error of the field.
async fn attached(app: &App, posted: &Posted, kept: usize) -> Result<Vec<(Stored, Material)>> {
    let mut found = Vec::new();
    for file in posted.files.iter().filter(|file| file.field == "file" && !file.bytes.is_empty()) {
        if kept + found.len() >= MOST_FILES {
            return Err(Error::field("file", format!("К заданию можно приложить до {MOST_FILES} файлов")));
        }
        let (store, bytes) = (app.files.clone(), file.bytes.clone());
        let stored = tokio::task::spawn_blocking(move || store.put(&bytes, &[Kind::Pdf, Kind::Jpg, Kind::Png])).await.map_err(anyhow::Error::new)?;
        let stored = stored.map_err(|error| if let Error::Refusal(sentence) = error { Error::field("file", sentence) } else { error })?;
        let material = Material::File { digest: stored.digest.to_string(), name: files::display_name(&file.name, stored.kind) };
        found.push((stored, material));
    }
    Ok(found)
}

pub async fn add(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageItems)?;
    let kind: ItemKind = posted.answers.get("kind").parse().map_err(|_| Error::refusal("Не выбран вид задания. Начните с выбора вида."))?;
    let (answers, by) = (posted.answers.clone(), actor.by());
    let done = match attached(&app, &posted, 0).await {
        Ok(files) => {
            let act = move |tx: &mut kernel::Tx<'_>| {
                files.iter().try_for_each(|(stored, _)| files::record(tx, stored))?;
                let draft = form::draft(kind, &answers, files.into_iter().map(|(_, material)| material).collect())?;
                Ok(format!("/items/{}?done=added", workflow::add(tx, &by, &draft)?))
            };
            app.act(&posted.key, shell.owner(), act).await
        }
        Err(error) => Err(error),
    };
    let lists = app.read(lists).await?;
    ::web::or_again(done, |errors| shell.page(views::editor::page(&views::editor::Editor { kind, item: None, kept: &[], answers: &posted.answers, lists: &lists, errors }, &shell.key())))
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<String>) -> ::web::Result {
    actor.may(Action::ManageItems)?;
    let id = path(&id)?;
    let (item, revision, mapping, lists) = app
        .read(move |tx| {
            let item = store::find(tx, id)?;
            let (revision, lists) = (store::revision(tx, id, item.revision)?, lists(tx)?);
            Ok((item, revision, views::newest_mapping(tx, id, &lists)?, lists))
        })
        .await?;
    let answers = form::answers(&item.code, &item.subject, &mapping, &revision.body, &revision.key, &revision.rationale);
    let kept = files_of(&revision.body.materials);
    let editor = views::editor::Editor { kind: item.kind, item: Some(&item), kept: &kept, answers: &answers, lists: &lists, errors: &FieldErrors::default() };
    Ok(shell.page(views::editor::page(&editor, &shell.key())).into_response())
}

fn files_of(materials: &[Material]) -> Vec<Material> {
    materials.iter().filter(|material| matches!(material, Material::File { .. })).cloned().collect()
}

pub async fn edit(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageItems)?;
    let id = path(&id)?;
    let (item, revision, lists) = app
        .read(move |tx| {
            let item = store::find(tx, id)?;
            Ok((item.clone(), store::revision(tx, id, item.revision)?, lists(tx)?))
        })
        .await?;
    let gone: Vec<&str> = posted.answers.all("without");
    let all = files_of(&revision.body.materials);
    let kept: Vec<Material> = all.iter().filter(|material| !matches!(material, Material::File { digest, .. } if gone.contains(&digest.as_str()))).cloned().collect();
    let (answers, by, kind, mut materials) = (posted.answers.clone(), actor.by(), item.kind, kept);
    let done = match attached(&app, &posted, materials.len()).await {
        Ok(files) => {
            let act = move |tx: &mut kernel::Tx<'_>| {
                files.iter().try_for_each(|(stored, _)| files::record(tx, stored))?;
                materials.extend(files.into_iter().map(|(_, material)| material));
                workflow::edit(tx, &by, id, version(&answers), &form::draft(kind, &answers, materials)?)?;
                Ok(format!("/items/{id}?done=edited"))
            };
            app.act(&posted.key, shell.owner(), act).await
        }
        Err(error) => Err(error),
    };
    ::web::or_again(done, |errors| {
        let editor = views::editor::Editor { kind: item.kind, item: Some(&item), kept: &all, answers: &posted.answers, lists: &lists, errors };
        shell.page(views::editor::page(&editor, &shell.key()))
    })
}

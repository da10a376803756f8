//! Bringing items in: the file, the dry run, the load.

use super::{bank::lists, path};
use crate::{
    import::{self, Around, Brought, Read, qti, sheet},
    store::list::written_moment,
    views::{self, import::Form},
};
use ::web::{Answers, App, Posted, Staff, Upload};
use access::Action;
use axum::{extract::State, response::IntoResponse};
use competencies::{CompetencyId, FrameworkId};
use files::Stored;
use kernel::{Error, FieldErrors, Result};
use sheets::{Limits, titled::Titled};
use ui::url::Query;

pub async fn form(State(app): State<App>, Staff { actor, shell }: Staff) -> ::web::Result {
    actor.may(Action::ManageItems)?;
    let lists = app.read(lists).await?;
    Ok(shell.page(views::import::page(&Form { lists: &lists, answers: &Answers::default(), errors: &FieldErrors::default(), read: None }, &shell.key())).into_response())
}

pub async fn template(Staff { actor, .. }: Staff) -> ::web::Result {
    actor.may(Action::ManageItems)?;
    let bytes = sheet::template().map_err(|error| Error::refusal(error.message()))?;
    Ok(::web::download("Образец заданий.xlsx", ::web::XLSX, bytes))
}

/// The dry run.
pub async fn check(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageItems)?;
    let read = read(&app, &posted).await;
    let lists = app.read(lists).await?;
    let page = |errors: &FieldErrors, read: Option<(FrameworkId, &Read)>| shell.page(views::import::page(&Form { lists: &lists, answers: &posted.answers, errors, read }, &shell.key()));
    match read {
        Ok((framework, read)) => Ok(page(&FieldErrors::default(), Some((framework, &read))).into_response()),
        Err(Error::Fields(errors)) => Ok(::web::unprocessable(page(&errors, None))),
        Err(other) => Err(other.into()),
    }
}

async fn read(app: &App, posted: &Posted) -> Result<(FrameworkId, Read)> {
    let mut errors = FieldErrors::default();
    let chosen = posted.answers.get("competency").to_owned();
    let framework = errors.take("framework", posted.answers.get("framework").parse::<FrameworkId>().map_err(|_| "Выберите рамку, компетенции которой измеряют задания"));
    let file = errors.take("file", posted.files.iter().find(|file| file.field == "file" && !file.bytes.is_empty()).cloned().ok_or("Выберите файл"));
    let is_sheet = file.as_ref().is_none_or(|file| ["xlsx", "xls", "csv", "ods"].iter().any(|end| file.name.to_lowercase().ends_with(end)));
    if !is_sheet && chosen.parse::<CompetencyId>().is_err() {
        errors.add("competency", "Для QTI выберите компетенцию: в самом файле её нет");
    }
    let (framework, file): (FrameworkId, Upload) = errors.or(framework.zip(file))?;
    let around = app.read(move |tx| Around::read(tx, framework)).await?;
    let parse = move || {
        let of_field = |sentence: String| Error::field("file", sentence);
        if !is_sheet {
            return qti::read(&file.name, &file.bytes, &chosen, &around).map_err(of_field);
        }
        let book = sheets::read_bytes(&file.bytes, &Limits::default()).map_err(|error| of_field(error.message()))?;
        Ok(sheet::read(&Titled::of(&book, sheet::ASKED).map_err(of_field)?, &around))
    };
    let read = tokio::task::spawn_blocking(parse).await.map_err(anyhow::Error::new)??;
    let (store, pictures) = (app.files.clone(), read.pictures.clone());
    let keep = move || pictures.iter().try_for_each(|bytes| store.put(bytes, &import::PICTURES).map(|_| ()));
    // Without a row they are rubbish that the sweep takes away if the load never comes.
    let kept = tokio::task::spawn_blocking(keep).await.map_err(anyhow::Error::new)?;
    kept.map_err(|error| if let Error::Refusal(sentence) = error { Error::field("file", sentence) } else { error })?;
    Ok((framework, read))
}

/// The pictures that the dry run kept, looked at again: a digest that came with a form is believed no more than a file.
async fn pictures(app: &App, items: &[Brought]) -> Result<Vec<Stored>> {
    let (store, wanted) = (app.files.clone(), import::pictures_of(items)?);
    let look = move || {
        let stored = wanted.iter().map(|digest| store.put(&store.get(digest)?, &import::PICTURES));
        stored.collect::<Result<Vec<_>>>()
    };
    let found = tokio::task::spawn_blocking(look).await.map_err(anyhow::Error::new)?;
    found.map_err(|error| {
        if let Error::NotFound = error {
            Error::refusal("С проверки прошло больше часа, и картинки файла уже убраны. Выберите файл и проверьте его ещё раз.")
        } else {
            error
        }
    })
}

/// The load: what the dry run understood comes back with the form, and is checked again.
pub async fn load(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageItems)?;
    let (by, framework) = (actor.by(), path::<FrameworkId>(posted.answers.get("framework"))?);
    let items: Vec<Brought> = serde_json::from_str(posted.answers.get("items")).map_err(|_| Error::refusal("Проверенные задания не дошли до сервера. Выберите файл и проверьте его ещё раз."))?;
    let pictures = pictures(&app, &items).await?;
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        pictures.iter().try_for_each(|stored| files::record(tx, stored))?;
        let (count, batch) = (import::load(tx, &by, framework, &items)?.len(), written_moment(tx.now()));
        Ok(Query::default().with("loaded", count).with("batch", batch).href("/items"))
    });
    Ok(::web::see(&done.await?))
}

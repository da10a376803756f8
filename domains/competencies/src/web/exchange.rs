//! Sheets and CASE packages in and out.

use super::{frameworks::url, may_view, path, version};
use crate::{
    case,
    model::{Framework, FrameworkId},
    sheet::{self, Words},
    store, views,
};
use ::web::{App, Posted, Staff, Upload};
use access::Action;
use audit::{Event, Record};
use axum::{
    extract::{Path, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result};
use sheets::{Limits, titled::Titled};

pub async fn form(Staff { actor, shell }: Staff) -> ::web::Result {
    actor.may(Action::ManageFrameworks)?;
    Ok(shell.page(views::exchange::case_form(&FieldErrors::default(), &shell.key())).into_response())
}

pub async fn take_case(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageFrameworks)?;
    let by = actor.by();
    let done = match chosen(&posted).and_then(|file| case::parse(&file.bytes).map_err(|sentence| Error::field("file", sentence))) {
        Ok(package) => app.act(&posted.key, shell.owner(), move |tx| Ok(format!("{}?done=imported", url(case::load(tx, &by, &package)?)))).await,
        Err(error) => Err(error),
    };
    ::web::or_again(done, |errors| shell.page(views::exchange::case_form(errors, &shell.key())))
}

fn chosen(posted: &Posted) -> Result<&Upload> {
    posted.files.iter().find(|file| file.field == "file" && !file.bytes.is_empty()).ok_or_else(|| Error::field("file", "Выберите файл"))
}

pub async fn case(State(app): State<App>, Staff { actor, .. }: Staff, Path(id): Path<String>) -> ::web::Result {
    may_view(&actor)?;
    let (id, site, by) = (path::<FrameworkId>(&id)?, app.settings.public_url.clone(), actor.by());
    let (framework, package) = app
        .write(move |tx| {
            tx.record(&by, Event::new("framework.exported", "framework", id))?;
            Ok((store::framework(tx, id)?, case::package(tx, id, &site)?))
        })
        .await?;
    let bytes = serde_json::to_vec_pretty(&package).map_err(anyhow::Error::new)?;
    Ok(::web::download(&format!("{}.json", framework.full_title()), "application/json", bytes))
}

pub async fn sheet(State(app): State<App>, Staff { actor, .. }: Staff, Path(id): Path<String>) -> ::web::Result {
    may_view(&actor)?;
    let (id, by) = (path::<FrameworkId>(&id)?, actor.by());
    let (framework, rows) = app
        .write(move |tx| {
            tx.record(&by, Event::new("framework.exported", "framework", id))?;
            let (tree, targets) = (store::tree(tx, id)?, store::targets(tx, id)?);
            Ok((store::framework(tx, id)?, sheet::cells(&tree, &targets)))
        })
        .await?;
    let bytes = sheets::export(&framework.title, &sheet::COLUMNS.map(sheets::Column::new), rows, None).map_err(|error| Error::refusal(error.message()))?;
    Ok(::web::download(&format!("{}.xlsx", framework.full_title()), ::web::XLSX, bytes))
}

async fn draft(app: &App, id: FrameworkId) -> Result<(Framework, Words)> {
    app.read(move |tx| Ok((store::framework(tx, id)?, Words::read(tx)?))).await
}

pub async fn sheet_form(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<String>) -> ::web::Result {
    actor.may(Action::ManageFrameworks)?;
    let (framework, words) = draft(&app, path(&id)?).await?;
    Ok(shell.page(views::exchange::sheet_form(&framework, &words, None, &FieldErrors::default(), &shell.key())).into_response())
}

/// The dry run: what would become of the file, cell by cell.
pub async fn check_sheet(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageFrameworks)?;
    let (framework, words) = draft(&app, path(&id)?).await?;
    let read = match chosen(&posted) {
        Ok(file) => read(file.bytes.to_vec()).await,
        Err(error) => Err(error),
    };
    match read {
        Ok(titled) => {
            let checked = sheet::check(&titled, &words);
            Ok(shell.page(views::exchange::sheet_form(&framework, &words, Some((&titled, &checked)), &FieldErrors::default(), &shell.key())).into_response())
        }
        Err(Error::Fields(errors)) => Ok(::web::unprocessable(shell.page(views::exchange::sheet_form(&framework, &words, None, &errors, &shell.key())))),
        Err(other) => Err(other.into()),
    }
}

async fn read(bytes: Vec<u8>) -> Result<Titled> {
    let parse = move || {
        let book = sheets::read_bytes(&bytes, &Limits::default()).map_err(|error| Error::field("file", error.message()))?;
        Titled::of(&book, sheet::ASKED).map_err(|sentence| Error::field("file", sentence))
    };
    tokio::task::spawn_blocking(parse).await.map_err(anyhow::Error::new)?
}

/// The load: the rows of the dry run come back with the form and are checked again.
pub async fn load_sheet(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageFrameworks)?;
    let (id, by, seen) = (path::<FrameworkId>(&id)?, actor.by(), version(&posted.answers));
    let titled: Titled = serde_json::from_str(posted.answers.get("rows")).map_err(|_| Error::refusal("Проверенные строки не дошли до сервера. Выберите файл и проверьте его ещё раз."))?;
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let rows = sheet::check(&titled, &Words::read(tx)?).map_err(|_| Error::refusal("За это время изменились справочники или уровни, и файл больше не подходит. Проверьте его ещё раз."))?;
        sheet::load(tx, &by, id, seen, &rows)?;
        Ok(format!("{}?done=imported", url(id)))
    });
    Ok(::web::see(&done.await?))
}

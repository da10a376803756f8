//! Documents of an application: list, add, remove, read. The content is checked before the transaction.

use crate::{apply, link::Token, model::FileId, views::evidence as views};
use ::web::{App, Posted, Result, Shell, see, show_upload, unprocessable};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use files::{Kind, Stored};
use kernel::{Error, FieldErrors};
use ui::url::Query;

pub const KINDS: [Kind; 3] = [Kind::Pdf, Kind::Jpg, Kind::Png];

pub async fn show(State(app): State<App>, shell: Shell, Path(token): Path<String>, RawQuery(query): RawQuery) -> Result {
    let token = Token::parse(&token)?;
    let chosen = Query::parse(&query.unwrap_or_default()).text("for").to_owned();
    let opened = token.clone();
    let desk = app.read(move |tx| apply::desk(tx, &opened)).await?;
    Ok(shell.page(views::page(&desk, &token, &chosen, &FieldErrors::default(), &shell.key())).into_response())
}

pub async fn attach(State(app): State<App>, shell: Shell, Path(token): Path<String>, posted: Posted) -> Result {
    let token = Token::parse(&token)?;
    let purpose = posted.answers.get("evidence").to_owned();
    // Whether there is such an application is asked before anything is put on the disk.
    let opened = token.clone();
    app.read(move |tx| apply::open(tx, &opened).map(|_| ())).await?;
    match put(&app, &token, &posted, &purpose).await {
        Ok(rest) => Ok(see(&token.path(&rest))),
        Err(Error::Fields(errors)) => {
            let opened = token.clone();
            let desk = app.read(move |tx| apply::desk(tx, &opened)).await?;
            Ok(unprocessable(shell.page(views::page(&desk, &token, &purpose, &errors, &shell.key()))))
        }
        Err(other) => Err(other.into()),
    }
}

async fn put(app: &App, token: &Token, posted: &Posted, purpose: &str) -> kernel::Result<String> {
    let upload = posted.files.iter().find(|upload| upload.field == "file").cloned().ok_or_else(|| Error::field("file", "Выберите файл на своём устройстве"))?;
    let stored = check(app, upload.bytes).await?;
    let (token, purpose) = (token.clone(), purpose.to_owned());
    app.act(&posted.key, token.hash(), move |tx| apply::attach(tx, &token, &purpose, &stored, &upload.name).map(|()| "/evidence".to_owned())).await
}

/// A refusal of the file is an error at the field: the page stays.
async fn check(app: &App, bytes: axum::body::Bytes) -> kernel::Result<Stored> {
    let files = app.files.clone();
    let put = tokio::task::spawn_blocking(move || files.put(&bytes, &KINDS)).await.map_err(anyhow::Error::new)?;
    put.map_err(|error| match error {
        Error::Refusal(sentence) => Error::field("file", sentence),
        other => other,
    })
}

pub async fn download(State(app): State<App>, Path((token, file)): Path<(String, String)>) -> Result {
    let (token, file) = (Token::parse(&token)?, named(&file)?);
    let found = app.read(move |tx| apply::attached(tx, &token, file)).await?;
    read(&app, found).await
}

/// The content of a document.
pub async fn read(app: &App, found: crate::record::Evidence) -> Result {
    Ok(show_upload(&found.name, found.file_kind, app.stored(found.digest).await?))
}

pub async fn detach(State(app): State<App>, Path((token, file)): Path<(String, String)>, posted: Posted) -> Result {
    let (token, file) = (Token::parse(&token)?, named(&file)?);
    let opened = token.clone();
    let rest = app.act(&posted.key, token.hash(), move |tx| apply::detach(tx, &opened, file).map(|()| "/evidence".to_owned())).await?;
    Ok(see(&token.path(&rest)))
}

pub fn named(file: &str) -> kernel::Result<FileId> {
    file.parse().map_err(|_| Error::NotFound)
}

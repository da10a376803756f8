//! A file sent with a form of several buttons: checked and safe on disk before the transaction begins.

use crate::{
    web::{of_button, pressed},
    works::KINDS,
};
use files::Stored;
use kernel::{Error, Result, Tx};
use web::{App, Posted};

/// The button that attaches: without a file it does nothing. Every other takes a chosen file along.
pub(crate) const ATTACH: &str = "attach";

/// Acts on such a form once, with the file of the field `file` and the name it was sent under, if there is one.
///
/// # Errors
/// A field error at `file`: none was chosen and one is needed, or it isn't one of ours. Whatever `act` returns.
pub(crate) async fn act(app: &App, posted: &Posted, owner: String, act: impl FnOnce(&mut Tx<'_>, Option<&(Stored, String)>) -> Result<String> + Send + 'static) -> Result<String> {
    let is_chosen = posted.files.iter().any(|upload| upload.field == "file");
    let file = if is_chosen || pressed(&posted.answers).0 == ATTACH { Some(check(app, posted).await?) } else { None };
    app.act(&posted.key, of_button(&owner, posted.answers.get("act")), move |tx| act(tx, file.as_ref())).await
}

async fn check(app: &App, posted: &Posted) -> Result<(Stored, String)> {
    let upload = posted.files.iter().find(|upload| upload.field == "file").cloned().ok_or_else(|| Error::field("file", "Выберите файл на своём устройстве"))?;
    let (files, bytes) = (app.files.clone(), upload.bytes);
    let put = tokio::task::spawn_blocking(move || files.put(&bytes, &KINDS)).await.map_err(anyhow::Error::new)?;
    let stored = put.map_err(|error| match error {
        Error::Refusal(sentence) => Error::field("file", sentence),
        other => other,
    })?;
    Ok((stored, upload.name))
}

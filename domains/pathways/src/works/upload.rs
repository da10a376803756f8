//! A file sent with a form: checked and safe on disk before the transaction begins.

use crate::works::KINDS;
use files::Stored;
use kernel::{Error, Result};
use web::{App, Posted};

/// Whether a file came with the form.
pub(crate) fn is_chosen(posted: &Posted) -> bool {
    posted.files.iter().any(|upload| upload.field == "file")
}

/// The file of the field `file`, with the name it was sent under.
///
/// # Errors
/// A field error at `file`: none was chosen, or it isn't one of ours.
pub(crate) async fn check(app: &App, posted: &Posted) -> Result<(Stored, String)> {
    let upload = posted.files.iter().find(|upload| upload.field == "file").cloned().ok_or_else(|| Error::field("file", "Выберите файл на своём устройстве"))?;
    let (files, bytes) = (app.files.clone(), upload.bytes);
    let put = tokio::task::spawn_blocking(move || files.put(&bytes, &KINDS)).await.map_err(anyhow::Error::new)?;
    let stored = put.map_err(|error| match error {
        Error::Refusal(sentence) => Error::field("file", sentence),
        other => other,
    })?;
    Ok((stored, upload.name))
}

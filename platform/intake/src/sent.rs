//! What a form about a list sends: its sheet, what its columns hold, what is decided about rows.

use crate::{Content, Mapping, Rest, SKIP, Table, limits};
use kernel::{Error, Result, Tx};
use std::str::FromStr;
use ui::url::Query;
use web::{Answers, App, Posted, Shell, identified, version};

/// A sheet as sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    pub file_name: String,
    pub table: Table,
}

/// The table of the file that was sent at the field `file`, parsed by a child process before the store is touched.
///
/// # Errors
/// Fields: no file, or one that isn't understood.
pub async fn sheet(posted: &Posted) -> Result<Sheet> {
    let Some(file) = posted.files.iter().find(|file| file.field == "file" && !file.bytes.is_empty()).cloned() else {
        return Err(Error::field("file", "Выберите файл .xlsx или .csv"));
    };
    let parse = move || -> Result<Sheet> {
        let book = sheets::read_bytes(&file.bytes, &limits()).map_err(|error| Error::field("file", error.message()))?;
        let table = Table::of(book).map_err(|sentence| Error::field("file", sentence))?;
        Ok(Sheet { file_name: file.name, table })
    };
    tokio::task::spawn_blocking(parse).await.map_err(anyhow::Error::new)?
}

/// What the columns hold by the form `column-0`, `column-1`, …
#[must_use]
pub fn columns<C: Content>(answers: &Answers, mapping: &Mapping<C>) -> Vec<Option<C>> {
    (0..mapping.columns.len()).map(|at| answers.get(&format!("column-{at}")).parse().ok()).collect()
}

/// What is decided about rows by the form `choice-7`, `choice-8`, …: their lines, and the choices.
#[must_use]
pub fn choices(answers: &Answers) -> Vec<(u32, String)> {
    answers.pairs().iter().filter_map(|(name, value)| Some((name.strip_prefix("choice-")?.parse().ok()?, value.clone()))).collect()
}

/// What becomes of the rest: by the button that was pressed.
#[must_use]
pub fn rest(answers: &Answers) -> Rest {
    if answers.get("rest") == SKIP { Rest::Skip } else { Rest::Keep }
}

/// Does something once to a list as it was shown, by its id and version, and leads on.
///
/// # Errors
/// Not found: no id. Whatever `work` returns.
pub async fn act<I>(app: &App, shell: &Shell, raw: &str, posted: &Posted, work: impl FnOnce(&mut Tx<'_>, I, i64) -> Result<String> + Send + 'static) -> web::Result
where
    I: FromStr + Send + 'static,
{
    let (id, version): (I, i64) = (identified(raw)?, version(&posted.answers));
    Ok(web::see(&app.act(&posted.key, shell.owner(), move |tx| work(tx, id, version)).await?))
}

/// The query of the page that the rows were decided on, for whoever comes back to it.
#[must_use]
pub fn back(answers: &Answers) -> Query {
    Query::parse(answers.get("back"))
}

//! Lists taken out of the house as sheets. That somebody took one out is an event, in the very transaction that reads it.

use crate::{App, CSV, Result, XLSX, download};
use access::Actor;
use audit::{Event, Record};
use axum::response::Response;
use kernel::{Error, Tx};
use serde_json::json;
use sheets::{Column, Made, Value};
use ui::url::Query;

/// As which kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Xlsx,
    Csv,
}

impl Format {
    /// What `?format=` asks for; nothing where the page itself is asked for.
    #[must_use]
    pub fn asked(query: &Query) -> Option<Self> {
        match query.text("format") {
            "xlsx" => Some(Self::Xlsx),
            "csv" => Some(Self::Csv),
            _ => None,
        }
    }
}

/// A list as read for a sheet.
pub struct Taken {
    /// Of the file, without its ending.
    pub name: String,
    /// The filter in force, in words; empty when none was.
    pub filter: String,
    pub rows: Vec<Vec<Value>>,
    /// What the journal notes.
    pub event: Event,
}

/// A list as a file. `read` reads it in the transaction that notes its event; whether the actor may take it out is for the caller
/// to ask.
///
/// # Errors
/// Whatever `read` returns, or the list is longer than a sheet.
pub async fn take(app: &App, actor: &Actor, (sheet, columns): (&'static str, Vec<Column>), format: Format, read: impl FnOnce(&mut Tx<'_>) -> kernel::Result<Taken> + Send + 'static) -> Result<Response> {
    let by = actor.by();
    let taken = app.write(move |tx| {
        let Taken { name, filter, rows, event } = read(tx)?;
        tx.record(&by, event)?;
        Ok((name, filter, rows))
    });
    let (name, filter, rows) = taken.await?;
    let made = Made { by: actor.name.clone(), at: app.clock().zone().to_datetime(app.clock().now()), filter };
    let bytes = match format {
        Format::Xlsx => sheets::export(sheet, &columns, rows, Some(&made)),
        Format::Csv => sheets::export_csv(&columns, rows),
    };
    let bytes = bytes.map_err(|error| {
        tracing::warn!(%error, sheet, "a list was not written");
        Error::refusal(error.message())
    })?;
    Ok(match format {
        Format::Xlsx => download(&format!("{name}.xlsx"), XLSX, bytes),
        Format::Csv => download(&format!("{name}.csv"), CSV, bytes),
    })
}

/// As [`take`], for a list without a filter or an event of its own: an XLSX file named by its title.
///
/// # Errors
/// As [`take`].
pub async fn take_out(app: &App, actor: &Actor, title: &'static str, columns: &[&str], rows: impl FnOnce(&mut Tx<'_>) -> kernel::Result<Vec<Vec<Value>>> + Send + 'static) -> Result<Response> {
    let columns = columns.iter().copied().map(Column::new).collect();
    let read = move |tx: &mut Tx<'_>| {
        let rows = rows(tx)?;
        let event = Event::new("list.exported", "list", title).with(json!({"list": title, "rows": rows.len()}));
        Ok(Taken { name: title.to_owned(), filter: String::new(), rows, event })
    };
    take(app, actor, (title, columns), Format::Xlsx, read).await
}

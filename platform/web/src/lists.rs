//! Lists taken out of the house as sheets. That somebody took one out is an event.

use crate::{App, Result, XLSX, download};
use access::Actor;
use audit::{Event, Record};
use axum::response::Response;
use kernel::Tx;
use serde_json::json;
use sheets::{Column, Made, Value};

/// A list as an XLSX file named by its title. `rows` reads it in the transaction that notes the event; whether the actor may
/// take it out is for the caller to ask.
///
/// # Errors
/// Whatever `rows` returns, or the list is longer than a sheet.
pub async fn take_out(app: &App, actor: &Actor, title: &'static str, columns: &[&str], rows: impl FnOnce(&mut Tx<'_>) -> kernel::Result<Vec<Vec<Value>>> + Send + 'static) -> Result<Response> {
    let made = Made { by: actor.name.clone(), at: app.clock().zone().to_datetime(app.clock().now()), filter: String::new() };
    let by = actor.by();
    let rows = app
        .write(move |tx| {
            let rows = rows(tx)?;
            tx.record(&by, Event::new("list.exported", "list", title).with(json!({"list": title, "rows": rows.len()})))?;
            Ok(rows)
        })
        .await?;
    let columns: Vec<Column> = columns.iter().copied().map(Column::new).collect();
    let bytes = sheets::export(title, &columns, rows, Some(&made)).map_err(|error| kernel::Error::refusal(error.message()))?;
    Ok(download(&format!("{title}.xlsx"), XLSX, bytes))
}

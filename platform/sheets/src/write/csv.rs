//! RFC 4180 with what Excel in Russia wants: a byte order mark, `;`, a decimal comma, CRLF. Written for people: a text
//! that a spreadsheet program would take for a formula gets an apostrophe before it, a phone `+7…` as well; reading
//! such a file back takes the apostrophe away again.

use csv::{Terminator, WriterBuilder};

use super::{Column, Value, WriteError};

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

pub fn export_csv<R>(columns: &[Column], rows: R) -> Result<Vec<u8>, WriteError>
where
    R: IntoIterator<Item = Vec<Value>>,
{
    let mut writer = WriterBuilder::new().delimiter(b';').terminator(Terminator::CRLF).flexible(true).from_writer(BYTE_ORDER_MARK.to_vec());
    if !columns.is_empty() {
        writer.write_record(columns.iter().map(|column| guarded(&column.title)))?;
    }
    for row in rows {
        writer.write_record(row.iter().map(field))?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()).into())
}

fn field(value: &Value) -> String {
    match value {
        Value::Text(text) => guarded(text),
        Value::Date(date) => crate::book::plain_date(*date),
        Value::Number(number) if number.is_finite() => number.to_string().replace('.', ","),
        Value::Integer(number) => number.to_string(),
        Value::Number(_) | Value::Empty => String::new(),
    }
}

/// What makes a spreadsheet program see a formula or a command at the start of a text (OWASP's list and the full-width
/// forms of the same signs).
const TRIGGERS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Apostrophes already there are counted too, so that [`unguarded`] gives back exactly what was written.
fn is_risky(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(TRIGGERS)
}

fn guarded(text: &str) -> String {
    if is_risky(text) { format!("'{text}") } else { text.to_owned() }
}

/// The text behind a guarding apostrophe.
pub(crate) fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'').filter(|_| is_risky(text)).unwrap_or(text)
}

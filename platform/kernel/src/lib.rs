//! What everything else stands on: the database port, errors, time, ids, names, dates, search keys.
//!
//! Knows no domain and no web. The one shape of work with data:
//!
//! ```ignore
//! db.write(|tx| { tx.execute("UPDATE place SET name = $1 WHERE id = $2", params![name, id])?; Ok(()) })?;
//! let rows = db.read(|tx| tx.query("SELECT id, name FROM place ORDER BY name", params![], row!(PlaceRow { id, name })))?;
//! ```
//!
//! * One SQL text for SQLite and PostgreSQL: `$n` parameters; types TEXT, BIGINT (also 0/1 for yes/no), DOUBLE PRECISION, BLOB.
//!   Dates are TEXT `2026-11-23`, instants TEXT UTC with microseconds: both sort as text. `CAST(SUM(x) AS BIGINT)`; an untyped parameter is `CAST($1 AS TEXT)`.
//! * A write is one transaction and the only one at that moment, on either engine; a read sees one snapshot.
//! * Stores are synchronous; handlers reach them through `db.reading(..).await` / `db.writing(..).await`.

pub mod clock;
pub mod contact;
pub mod date;
pub mod db;
pub mod error;
pub mod form;
pub mod id;
pub mod name;
pub mod news;
pub mod page;
pub mod search;
mod threads;

pub use clock::Clock;
pub use db::{Db, Row, ToValue, Tx, Value};
pub use error::{Error, FieldErrors, Result};
pub use form::FormKey;
pub use jiff::{Timestamp, civil::Date};
pub use page::{Paged, Slice};
pub use threads::{beside, in_parts};

//! Files kept by the digest of their content: evidence that people attach, documents that the program makes.
//!
//! ```ignore
//! let stored = app.files.put(&upload.bytes, &[Kind::Pdf, Kind::Jpg, Kind::Png])?;      // before the transaction: checked and safe on disk
//! app.act(&key, owner, move |tx| {
//!     files::record(tx, &stored)?;                                                      // the row that other tables refer to
//!     store::attach(tx, id, stored.digest, &files::display_name(&upload.name, stored.kind))
//! }).await
//! ```
//! * A file's address is the SHA-256 of its bytes, so the same content lies there once and a changed byte is noticed when read.
//! * A file is written beside its place, synced, then renamed: what is at an address is always whole.
//! * The disk comes first, the row second. A file without a row is rubbish that [`Store::sweep`] takes away after an hour;
//!   a row without a file would be a loss, which `metodaktiv doctor` looks for.
//! * Erasure: [`forget_unused`] in the transaction, after the rows that refer to it; the sweep removes the content once no row is left.

mod content;
mod digest;
mod name;
mod store;
mod table;
mod used;

pub use content::{Kind, check};
pub use digest::Digest;
pub use name::display_name;
pub use store::{Store, Stored};
pub use table::{Kept, find, forget, list, record};
pub use used::{HOLDERS, MENTIONS, forget_unused, is_used};

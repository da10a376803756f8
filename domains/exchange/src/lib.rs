//! Data out: what programs read by a token, what they are told, what everybody may take, what is exported at night.
//!
//! * One table of resources ([`Resource`]) makes the routes, their description (OpenAPI 3.1), the scopes of tokens and the columns of files.
//! * People by name stand in one list only, `members`: read at the very request by live consents, never kept, never in files.
//! * Results of classes leave as sums of published sources with small numbers out and whatever would give them away; ВПР never does.
//! * What was published and is no longer leaves a tombstone with its id alone.
//! * Programs that want to be told are told by the journal of events: ids and addresses, signed, tried for days, given up aloud, each at its own pace.
//! * A token opens what it names within one place, until its day; it is kept as a digest and shown once.
//!
//! Like `reports` this crate reads other domains' tables; it writes its own only.

mod feed;
pub mod hooks;
mod listen;
pub mod nightly;
pub mod open_data;
mod openapi;
mod problem;
mod rate;
mod read;
mod resource;
mod shape;
mod state;
mod table;
mod token;
mod views;
mod web;

pub use self::web::router;
pub use feed::{Asked, Page, page, refresh, refresh_one};
pub use hooks::deliver::tell;
pub use listen::listen;
pub use openapi::document as openapi;
use rate::Meter;
pub use rate::PER_MINUTE;
pub use resource::Resource;
pub use shape::{Field, Kind};
pub use token::{NewToken, Token, TokenId, list as tokens, make as make_token, note_days, revoke as revoke_token};

/// Writes down what programs asked for, and the journal's line of days that are over. For the schedule.
///
/// # Errors
/// The store fails.
pub fn tend(app: &::web::App) -> kernel::Result<u64> {
    Meter::of(app).save(&app.db)?;
    let is_due = app.db.read(|tx| {
        let today = tx.today();
        Ok(tx.count("SELECT COUNT(*) FROM exchange_use WHERE is_noted = 0 AND day < $1", kernel::params![today])? > 0)
    })?;
    if is_due { app.db.write(note_days) } else { Ok(0) }
}

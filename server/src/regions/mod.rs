//! Several regions in one process (`[[regions]]` of the settings): told apart by the name of the site, sharing the machine and nothing
//! else.
//!
//! * A region is what a whole installation is elsewhere: database, folder, key, profile, texts, accounts, letters, jobs. Its pages are
//!   the same router over its own [`web::App`]; no page, job or query of a domain knows that there are others, so none can mix them up.
//! * A database carries the name of its region ([`mark`]): two regions never open one, whatever the addresses say.
//! * A region that can't start answers 503 at its own name and is tried again; the others don't notice.
//! * The machine is shared by counting: connections, memory for pages, requests at once, turns of jobs.
//! * The country ([`country`]) is one more site with a database of its own. It gets numbers that regions decided to give, by one call
//!   for each region; it can't reach into a region's database.

mod commands;
pub mod country;
mod demo;
pub mod mark;
mod serve;

pub use self::demo::run as run_demo;
pub use commands::{Regions, doctor_all, migrate, run as command};
pub use serve::{House, Opened, Purpose, run};

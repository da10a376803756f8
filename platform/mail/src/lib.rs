//! Letters: put into the outbox in the transaction of the act that causes them, sent by a job afterwards.
//!
//! ```ignore
//! mail::enqueue(tx, Letter { once_key: format!("returned/{id}/{version}"), person: Some(person), address, subject, body })?;
//! ```
//! * A letter lives or dies with its act, and the same `once_key` never makes a second letter.
//! * Before a letter is handed over, the attempt and the time of the next one are committed; after the mail server took it,
//!   the moment of sending is. A crash between the two sends the letter again at that next time, with the same
//!   `Message-ID`, by which mail programs know it for the same letter. So a letter is never lost and never sent twice
//!   except after such a crash: a second copy of a link does no harm, a link that never comes does.
//! * Links in a letter are secrets, and the body must be sent as it is: it is emptied in the same step that notes the sending, and with
//!   letters given up after a time ([`trim_sent`]).
//! * What can wait ([`enqueue_by_day`]) is not sent at night where its reader lives.
//! * Without a mail server letters wait in the outbox, where the demo shows them on a page.
//! * Plain text only; nothing in a subject or an address can become a header.

mod deliver;
mod night;
mod outbox;
mod post;

pub use deliver::{Delivered, deliver_due};
pub use night::by_day;
pub use outbox::{Kept, Letter, State, Tally, enqueue, enqueue_by_day, erase_address, hear, is_made, outbox, tally, trim_sent};
pub use post::{BadPost, Post};

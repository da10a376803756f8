//! The first visit of `metodaktiv serve`: the region's profile, the operator's card, the first administrator and coordinator.
//!
//! Only whoever sees the console gets in: a code is printed there. Until the end everything lies in memory; the end is one
//! transaction, after which the server shows the site and these pages are gone.

mod card;
mod form;
mod pages;
mod web;

pub use self::web::router;

use access::Secret;
use jiff::SignedDuration;
use kernel::{Error, Result, Timestamp};
use std::sync::{Arc, Mutex, PoisonError};
use structure::profile::Profile;
use subtle::ConstantTimeEq;
use tokio::sync::oneshot;

/// Ready once the set-up is done.
pub type Finished = oneshot::Receiver<()>;

/// The state of the set-up, shared by its pages.
#[derive(Clone)]
pub struct Wizard(Arc<Inner>);

struct Inner {
    code: String,
    desk: Mutex<Desk>,
}

/// What was chosen so far.
struct Desk {
    /// The cookie's secret of whoever gave the right code.
    visitor: Option<Secret>,
    wrong_codes: u32,
    last_wrong: Option<Timestamp>,
    profile: Option<Profile>,
    has_card: bool,
    done: Option<form::Done>,
    finish: Option<oneshot::Sender<()>>,
}

/// Letters and figures that aren't mistaken for one another.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const FREE_TRIES: u32 = 5;
const PAUSE: SignedDuration = SignedDuration::from_secs(10);

impl Wizard {
    /// A new set-up with a code of its own.
    #[must_use]
    pub fn begin() -> (Self, Finished) {
        let (finish, finished) = oneshot::channel();
        let desk = Desk { visitor: None, wrong_codes: 0, last_wrong: None, profile: None, has_card: false, done: None, finish: Some(finish) };
        (Self(Arc::new(Inner { code: fresh_code(), desk: Mutex::new(desk) })), finished)
    }

    /// What is printed in the console.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0.code
    }

    fn desk<T>(&self, work: impl FnOnce(&mut Desk) -> T) -> T {
        work(&mut self.0.desk.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Lets in whoever gives the code; the secret is for a cookie.
    fn enter(&self, typed: &str, now: Timestamp) -> Result<Secret> {
        let plain = |text: &str| -> String { text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect() };
        let is_right = bool::from(plain(typed).as_bytes().ct_eq(plain(self.code()).as_bytes()));
        self.desk(|desk| {
            let is_hasty = desk.wrong_codes >= FREE_TRIES && desk.last_wrong.is_some_and(|last| now.duration_since(last) < PAUSE);
            if is_hasty {
                return Err(Error::TooMany { seconds: PAUSE.as_secs().unsigned_abs() });
            }
            if !is_right {
                desk.wrong_codes += 1;
                desk.last_wrong = Some(now);
                return Err(Error::field("code", "Код не подошёл. Перепишите его из окна, в котором запущена программа: он напечатан после слов «код настройки»"));
            }
            let secret = Secret::fresh();
            desk.visitor = Some(secret.clone());
            desk.wrong_codes = 0;
            Ok(secret)
        })
    }

    fn knows(&self, cookie: &str) -> bool {
        self.desk(|desk| desk.visitor.as_ref().is_some_and(|secret| secret.as_str().as_bytes().ct_eq(cookie.as_bytes()).into()))
    }

    fn finish(&self, done: form::Done) {
        self.desk(|desk| {
            desk.done = Some(done);
            if let Some(finish) = desk.finish.take() {
                let _ = finish.send(());
            }
        });
    }
}

/// Sixty bits, in groups of four.
fn fresh_code() -> String {
    let letters: Vec<char> = rand::random::<[u8; 12]>().iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

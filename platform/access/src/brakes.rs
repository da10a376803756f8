//! Brakes on guessing: each failure makes the next try wait longer. Nobody is ever locked out: the longest wait is minutes,
//! and it is long only for the pair of account and address that fails, so that a stranger can't keep the owner out.

use crate::secret;
use jiff::{SignedDuration, Timestamp};
use kernel::{Error, Result, Tx, id::AccountId, params};

/// Failures are forgotten after a day of quiet.
const FORGOTTEN_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// One thing that is slowed down, and how: so many tries free, then 1, 2, 4 … seconds up to the longest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brake {
    name: String,
    free: u32,
    longest: i64,
}

impl Brake {
    fn new(parts: &[&str], free: u32, longest: i64) -> Self {
        Self { name: secret::hash(&parts.join("\n")), free, longest }
    }

    /// The three brakes on a login: who from where (hard), from where (a school's many teachers share an address), who (mild).
    #[must_use]
    pub fn of_login(email: &str, address: &str) -> [Self; 3] {
        [Self::new(&["login", email, address], 5, 900), Self::of_address(address), Self::new(&["account", email], 20, 60)]
    }

    /// Everything tried from one address.
    #[must_use]
    pub fn of_address(address: &str) -> Self {
        Self::new(&["address", address], 60, 300)
    }

    /// Second factor's codes of an account whose password is known already.
    #[must_use]
    pub fn of_second_factor(account: AccountId) -> Self {
        Self::new(&["second_factor", &account.to_string()], 5, 300)
    }

    /// The password asked again by an open session.
    #[must_use]
    pub fn of_reproof(account: AccountId) -> Self {
        Self::new(&["reproof", &account.to_string()], 5, 300)
    }

    /// Wrong tokens of programs, from one address: apart from logins, so that a forgotten program keeps nobody of its house out.
    #[must_use]
    pub fn of_token(address: &str) -> Self {
        Self::new(&["token", address], 20, 300)
    }

    /// Letters asked for an address.
    #[must_use]
    pub fn of_letter(email: &str) -> Self {
        Self::new(&["letter", email], 2, 3600)
    }

    fn wait_after(&self, failures: u32) -> SignedDuration {
        let seconds = failures.checked_sub(self.free).map_or(0, |over| 1i64.checked_shl(over.min(20)).unwrap_or(self.longest).min(self.longest));
        SignedDuration::from_secs(seconds)
    }
}

/// Begins a try, or says how long to wait. The try counts as failed until [`release`] says otherwise, so a volley of
/// simultaneous tries gains nothing.
///
/// # Errors
/// [`Error::TooMany`] with the seconds to wait; then the try didn't count.
pub fn attempt(tx: &mut Tx<'_>, brakes: &[Brake]) -> Result<()> {
    let now = tx.now();
    let mut longest = SignedDuration::ZERO;
    let mut counts = Vec::new();
    for brake in brakes {
        let failures = failures(tx, brake, now)?;
        longest = longest.max(failures.map_or(SignedDuration::ZERO, |(count, last)| brake.wait_after(count) - now.duration_since(last)));
        counts.push(failures.map_or(0, |(count, _)| count));
    }
    if longest > SignedDuration::ZERO {
        let seconds = u64::try_from(longest.as_millis()).unwrap_or(0).div_ceil(1000);
        return Err(Error::TooMany { seconds });
    }
    for (brake, count) in brakes.iter().zip(counts) {
        tx.execute("INSERT INTO brake (name, failures, last_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at", params![brake.name, count + 1, now])?;
    }
    Ok(())
}

/// The try succeeded: what it counted is taken back, all failures where the brake is the account's own.
///
/// # Errors
/// The store fails.
pub fn release(tx: &mut Tx<'_>, own: &[Brake], shared: &[Brake]) -> Result<()> {
    for brake in own {
        tx.execute("DELETE FROM brake WHERE name = $1", params![brake.name])?;
    }
    for brake in shared {
        tx.execute("UPDATE brake SET failures = failures - 1 WHERE name = $1 AND failures > 0", params![brake.name])?;
    }
    Ok(())
}

fn failures(tx: &mut Tx<'_>, brake: &Brake, now: Timestamp) -> Result<Option<(u32, Timestamp)>> {
    let found = tx.maybe("SELECT failures, last_at FROM brake WHERE name = $1", params![brake.name], |row| Ok((row.get::<u32>(0)?, row.get::<Timestamp>(1)?)))?;
    // A clock set back must not make anybody wait for it to catch up.
    Ok(found.filter(|(_, last)| now.duration_since(*last) < FORGOTTEN_AFTER).map(|(count, last)| (count, last.min(now))))
}

/// Forgets what is a day old; how many brakes went.
///
/// # Errors
/// The store fails.
pub fn sweep(tx: &mut Tx<'_>) -> Result<u64> {
    let before = tx.now() - FORGOTTEN_AFTER;
    Ok(tx.execute("DELETE FROM brake WHERE last_at < $1", params![before])?)
}

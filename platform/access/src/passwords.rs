//! Passwords: Argon2id (19 MiB, two passes) in a bounded pool, never inside a database transaction.
//!
//! The pool belongs to the process: as many hashes at once as leaves a core for other pages, a short queue behind, and
//! [`Error::Busy`] (503 with Retry-After) when that is full. So two hundred logins in one moment cost them a wait, not everyone.

mod rules;

pub use rules::{LONGEST, Owner, check};

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, ParamsString, PasswordHash, Salt},
};
use kernel::{Error, Result};
use std::{
    fmt,
    sync::{Arc, LazyLock},
};
use subtle::ConstantTimeEq;
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

/// A password as typed, brought to NFKC so that every keyboard gives the same.
#[derive(Clone)]
pub struct Password(String);

impl Password {
    #[must_use]
    pub fn typed(raw: &str) -> Self {
        // What is far too long is cut before it costs anything; the rules refuse it by its length.
        Self(raw.chars().take(4 * LONGEST).nfkc().collect())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// Hashes a password, waiting for a turn.
///
/// # Errors
/// [`Error::Busy`] if too many wait already.
pub async fn hash(password: Password) -> Result<String> {
    HOUSE.pool.run(move || hash_blocking(&password)).await
}

/// Whether a password is the one behind a stored hash. Without a hash the same work is done and the answer is no,
/// so that time doesn't tell which accounts exist.
///
/// # Errors
/// [`Error::Busy`] if too many wait already.
pub async fn verify(stored: Option<String>, password: Password) -> Result<bool> {
    HOUSE.pool.run(move || Ok(verify_blocking(stored.as_deref(), &password))).await
}

/// As [`hash`], in the caller's thread and out of turn: command line, first start.
///
/// # Errors
/// The machine gives no memory or no random numbers.
pub fn hash_blocking(password: &Password) -> Result<String> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(internal)?;
    let salt = Salt::new(&rand::random::<[u8; 16]>()).map_err(internal)?;
    let (algorithm, version) = (Algorithm::Argon2id, Version::V0x13);
    let mut digest = [0; Params::DEFAULT_OUTPUT_LEN];
    fill(&Argon2::new(algorithm, version, params.clone()), password, &salt, &mut digest).map_err(internal)?;
    let params = ParamsString::try_from(&params).map_err(internal)?;
    let hash = Some(Output::new(&digest).map_err(internal)?);
    Ok(PasswordHash { algorithm: algorithm.ident(), version: Some(version.into()), params, salt: Some(salt), hash }.to_string())
}

fn verify_blocking(stored: Option<&str>, password: &Password) -> bool {
    let known = stored.is_some();
    let matches = opens(stored.unwrap_or(&HOUSE.nobodys), password).unwrap_or(false);
    known && matches
}

/// Whether the password gives this hash; `None` if it is no hash of Argon2's.
fn opens(stored: &str, password: &Password) -> Option<bool> {
    let stored = PasswordHash::new(stored).ok()?;
    let (salt, expected) = (stored.salt?, stored.hash?);
    let algorithm = Algorithm::try_from(stored.algorithm.as_str()).ok()?;
    let version = stored.version.map(Version::try_from).transpose().ok()?.unwrap_or_default();
    let argon2 = Argon2::new(algorithm, version, Params::try_from(&stored).ok()?);
    let mut digest = vec![0; expected.len()];
    fill(&argon2, password, &salt, &mut digest).ok()?;
    Some(digest.ct_eq(expected.as_bytes()).into())
}

/// From 32 MiB on glibc asks the system for memory and gives it back when done. Below, it would keep 19 MiB for every thread that
/// has ever hashed. Only what is touched counts, so that reserving more than is used costs nothing.
const RESERVED: usize = 33 << 10;

fn fill(argon2: &Argon2<'_>, password: &Password, salt: &[u8], digest: &mut [u8]) -> argon2::Result<()> {
    let blocks = argon2.params().block_count();
    let mut memory = Vec::with_capacity(blocks.max(RESERVED));
    memory.resize(blocks, Block::new());
    argon2.hash_password_into_with_memory(password.0.as_bytes(), salt, digest, memory)
}

fn internal(cause: impl fmt::Display) -> Error {
    Error::Internal(anyhow::anyhow!("argon2: {cause}"))
}

struct House {
    pool: Pool,
    /// The hash of a password that nobody has.
    nobodys: String,
}

static HOUSE: LazyLock<House> = LazyLock::new(|| {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let workers = cores.saturating_sub(1).max(1);
    let nobodys = hash_blocking(&Password(crate::secret::Secret::fresh().as_str().to_owned())).unwrap_or_default();
    House { pool: Pool::new(workers, 64 * workers), nobodys }
});

/// So many at work, so many waiting, the rest turned away.
struct Pool {
    seats: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

impl Pool {
    fn new(workers: usize, queue: usize) -> Self {
        Self { seats: Arc::new(Semaphore::new(workers + queue)), turns: Arc::new(Semaphore::new(workers)) }
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let seat = self.seats.clone().try_acquire_owned().map_err(|_| Error::Busy)?;
        let turn = self.turns.clone().acquire_owned().await.map_err(|_| Error::Busy)?;
        // The permits go with the work: a client that leaves doesn't make room that isn't there.
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop((seat, turn));
            done
        });
        done.await.map_err(|cause| Error::Internal(anyhow::anyhow!("hashing was cut off: {cause}")))?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_opens_its_hash_however_the_keyboard_composed_it() {
        let stored = hash(Password::typed("Е\u{308}лка и ﬁалки 42")).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(verify(Some(stored.clone()), Password::typed("Ёлка и фиалки 42")).await.is_ok_and(|same| !same));
        assert!(verify(Some(stored.clone()), Password::typed("Ёлка и fiалки 42")).await.unwrap());
        assert!(!verify(Some("not a hash".into()), Password::typed("Ёлка")).await.unwrap());
        assert!(!verify(None, Password::typed("Ёлка")).await.unwrap());
    }

    #[tokio::test]
    async fn an_unknown_account_costs_as_much_as_a_known_one() {
        let stored = hash(Password::typed("сорок сорок сорок")).await.unwrap();
        let cost = async |stored: Option<String>| {
            let begun = std::time::Instant::now();
            for _ in 0..8 {
                assert!(!verify(stored.clone(), Password::typed("неверно")).await.unwrap());
            }
            begun.elapsed().as_secs_f64()
        };
        let (known, unknown) = (cost(Some(stored)).await, cost(None).await);
        assert!(unknown > known / 3.0 && unknown < known * 3.0, "known {known:.3} s, unknown {unknown:.3} s");
    }

    #[tokio::test]
    async fn a_full_queue_turns_away_at_once_and_works_on_after() {
        let pool = Pool::new(1, 1);
        let (release, gate) = std::sync::mpsc::channel::<()>();
        let first = pool.run(move || gate.recv().map_err(|_| Error::Busy));
        let second = pool.run(|| Ok(()));
        let third = async {
            tokio::task::yield_now().await;
            let refused = pool.run(|| Ok(())).await;
            release.send(()).unwrap();
            refused
        };
        let (first, second, third) = tokio::join!(first, second, third);
        assert!(first.is_ok() && second.is_ok());
        assert!(matches!(third, Err(Error::Busy)));
        assert!(pool.run(|| Ok(())).await.is_ok());
    }
}

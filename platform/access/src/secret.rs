//! Secrets: 256 random bits handed out once; the database keeps only their hash, so a stolen copy opens nothing.

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};
use std::fmt;

/// A secret for a cookie or a link.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A new one.
    #[must_use]
    pub fn fresh() -> Self {
        Self(BASE64URL_NOPAD.encode(&rand::random::<[u8; 32]>()))
    }

    /// As the cookie or the link carries it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As the database keeps it.
    #[must_use]
    pub fn hash(&self) -> String {
        hash(&self.0)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The hash of a secret as it came back. One round is enough: nobody guesses 60 or more random bits.
pub(crate) fn hash(raw: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(raw.as_bytes()))
}

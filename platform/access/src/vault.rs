//! Secrets that must be read again (the seeds of second factors) lie sealed in the database: a stolen copy of it opens nothing.
//!
//! XChaCha20-Poly1305 under the installation's one key, with a fresh nonce each time, bound to the account they belong to: a sealed
//! secret moved to another account does not open.

use chacha20poly1305::{
    Key, KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use kernel::id::AccountId;
use std::fmt;

/// What every sealed secret begins with: the way it is sealed.
pub(crate) const SEALED: &str = "x1.";
const KEY: usize = 32;
const NONCE: usize = 24;

/// The installation's key.
#[derive(Clone, PartialEq, Eq)]
pub struct Vault([u8; KEY]);

/// The text is no key, or the key does not open this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the key does not fit")]
pub struct WrongKey;

impl Vault {
    /// A new key.
    #[must_use]
    pub fn fresh() -> Self {
        Self(rand::random())
    }

    /// From its text: 32 bytes in base64.
    ///
    /// # Errors
    /// The text is something else.
    pub fn from_text(text: &str) -> Result<Self, WrongKey> {
        let bytes = BASE64.decode(text.trim().as_bytes()).map_err(|_| WrongKey)?;
        bytes.try_into().map(Self).map_err(|_| WrongKey)
    }

    /// As the file of the key and the setting have it.
    #[must_use]
    pub fn text(&self) -> String {
        BASE64.encode(&self.0)
    }

    pub(crate) fn seal(&self, account: AccountId, secret: &str) -> Result<String, WrongKey> {
        self.seal_for(&account.to_string(), secret)
    }

    pub(crate) fn open(&self, account: AccountId, sealed: &str) -> Result<String, WrongKey> {
        self.open_for(&account.to_string(), sealed)
    }

    /// Seals a secret of the installation itself (a signing key): it opens for the same purpose only, and a purpose is never an id of
    /// an account.
    ///
    /// # Errors
    /// The secret is longer than the cipher takes.
    pub fn seal_for(&self, purpose: &str, secret: &str) -> Result<String, WrongKey> {
        let nonce: [u8; NONCE] = rand::random();
        let aad = purpose;
        let payload = Payload { msg: secret.as_bytes(), aad: aad.as_bytes() };
        let closed = self.cipher().encrypt(&XNonce::from(nonce), payload).map_err(|_| WrongKey)?;
        Ok(format!("{SEALED}{}", BASE64URL_NOPAD.encode(&[nonce.as_slice(), &closed].concat())))
    }

    /// What [`Vault::seal_for`] sealed.
    ///
    /// # Errors
    /// Another key, another purpose, or no sealed secret at all.
    pub fn open_for(&self, purpose: &str, sealed: &str) -> Result<String, WrongKey> {
        let body = sealed.strip_prefix(SEALED).ok_or(WrongKey)?;
        let bytes = BASE64URL_NOPAD.decode(body.as_bytes()).map_err(|_| WrongKey)?;
        let (nonce, closed) = bytes.split_first_chunk::<NONCE>().ok_or(WrongKey)?;
        let aad = purpose;
        let opened = self.cipher().decrypt(&XNonce::from(*nonce), Payload { msg: closed, aad: aad.as_bytes() }).map_err(|_| WrongKey)?;
        String::from_utf8(opened).map_err(|_| WrongKey)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&Key::from(self.0))
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_secret_opens_with_its_key_for_its_account_only() {
        let (vault, anna, olga) = (Vault::fresh(), AccountId::fresh(), AccountId::fresh());
        let sealed = vault.seal(anna, "JBSWY3DPEHPK3PXP").unwrap();
        assert!(sealed.starts_with(SEALED) && !sealed.contains("JBSWY3DP"));
        assert_ne!(sealed, vault.seal(anna, "JBSWY3DPEHPK3PXP").unwrap(), "a fresh nonce each time");
        assert_eq!(vault.open(anna, &sealed).unwrap(), "JBSWY3DPEHPK3PXP");
        assert_eq!(vault.open(olga, &sealed), Err(WrongKey));
        assert_eq!(Vault::fresh().open(anna, &sealed), Err(WrongKey));
        for broken in ["", "x1.", "x1.!!", "JBSWY3DPEHPK3PXP", &sealed[..sealed.len() - 2]] {
            assert_eq!(vault.open(anna, broken), Err(WrongKey), "{broken}");
        }
    }

    #[test]
    fn the_key_survives_its_text_and_nonsense_is_no_key() {
        let vault = Vault::fresh();
        assert_eq!(Vault::from_text(&format!("{}\n", vault.text())), Ok(vault.clone()));
        assert!(!format!("{vault:?}").contains(&vault.text()));
        for nonsense in ["", "key", "0123456789abcdef0123456789abcdef", &BASE64.encode(&[1; 31])] {
            assert_eq!(Vault::from_text(nonsense), Err(WrongKey), "{nonsense}");
        }
    }
}

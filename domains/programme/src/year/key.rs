//! The key that certificates and badges are signed by: ES256, its secret part sealed by the installation's key. Public parts of all keys
//! ever used stay published, so that a paper outlives its key.

use access::Vault;
use data_encoding::BASE64URL_NOPAD;
use kernel::{Error, Result, Timestamp, Tx, params};
use p256::ecdsa::{
    Signature, SigningKey, VerifyingKey,
    signature::{Signer as _, Verifier as _},
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// What the secret is sealed for.
const PURPOSE: &str = "issuer-key";

/// A key ready to sign.
pub struct Issuer {
    /// Thumbprint of the public part (RFC 7638).
    pub id: String,
    key: SigningKey,
    x: String,
    y: String,
}

/// A public key as published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    pub id: String,
    pub x: String,
    pub y: String,
}

impl Published {
    /// As a JWK (RFC 7517).
    #[must_use]
    pub fn jwk(&self) -> Value {
        json!({"kty": "EC", "crv": "P-256", "x": self.x, "y": self.y, "kid": self.id, "alg": "ES256", "use": "sig"})
    }

    fn verifying(&self) -> Option<VerifyingKey> {
        let (x, y) = (BASE64URL_NOPAD.decode(self.x.as_bytes()).ok()?, BASE64URL_NOPAD.decode(self.y.as_bytes()).ok()?);
        VerifyingKey::from_sec1_bytes(&[&[4][..], &x, &y].concat()).ok()
    }
}

impl Issuer {
    /// A JWS in compact form (RFC 7515) of a payload under a header; `alg` is put in here.
    #[must_use]
    pub fn sign(&self, mut header: Value, payload: &Value) -> String {
        if let Some(header) = header.as_object_mut() {
            header.insert("alg".into(), "ES256".into());
        }
        let text = format!("{}.{}", part(&header), part(payload));
        let signature: Signature = self.key.sign(text.as_bytes());
        format!("{text}.{}", BASE64URL_NOPAD.encode(&signature.to_bytes()))
    }

    /// The public part, as it stands in the header of a token: the secret never does.
    #[must_use]
    pub fn published(&self) -> Published {
        Published { id: self.id.clone(), x: self.x.clone(), y: self.y.clone() }
    }

    fn of(secret: &[u8]) -> Option<Self> {
        let key = SigningKey::from_slice(secret).ok()?;
        let point = key.verifying_key().to_encoded_point(false);
        let (x, y) = (BASE64URL_NOPAD.encode(point.x()?), BASE64URL_NOPAD.encode(point.y()?));
        Some(Self { id: thumbprint(&x, &y), key, x, y })
    }

    fn fresh() -> Self {
        loop {
            // A number outside the group is drawn once in 2^32 times.
            if let Some(issuer) = Self::of(&rand::random::<[u8; 32]>()) {
                return issuer;
            }
        }
    }
}

fn part(json: &Value) -> String {
    BASE64URL_NOPAD.encode(json.to_string().as_bytes())
}

/// The members that RFC 7638 names, in its order and without blanks.
fn thumbprint(x: &str, y: &str) -> String {
    BASE64URL_NOPAD.encode(&Sha256::digest(format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#)))
}

/// The newest key that opens; a new one where there is none, or where the installation's key was lost.
///
/// # Errors
/// The store fails.
pub fn current(tx: &mut Tx<'_>, vault: &Vault) -> Result<Issuer> {
    let sealed: Vec<String> = tx.query("SELECT sealed FROM issuer_key ORDER BY made_at DESC, id", params![], |row| row.get(0))?;
    let opened = sealed.iter().find_map(|sealed| {
        let text = vault.open_for(PURPOSE, sealed).ok()?;
        Issuer::of(&BASE64URL_NOPAD.decode(text.as_bytes()).ok()?)
    });
    if let Some(issuer) = opened {
        return Ok(issuer);
    }
    let issuer = Issuer::fresh();
    let secret = BASE64URL_NOPAD.encode(&issuer.key.to_bytes());
    let sealed = vault.seal_for(PURPOSE, &secret).map_err(|cause| Error::Internal(anyhow::Error::new(cause)))?;
    let now: Timestamp = tx.now();
    tx.execute("INSERT INTO issuer_key (id, sealed, x, y, made_at) VALUES ($1, $2, $3, $4, $5)", params![issuer.id, sealed, issuer.x, issuer.y, now])?;
    Ok(issuer)
}

/// Every public key, the newest first.
///
/// # Errors
/// The store fails.
pub fn published(tx: &mut Tx<'_>) -> Result<Vec<Published>> {
    Ok(tx.query("SELECT id, x, y FROM issuer_key ORDER BY made_at DESC, id", params![], |row| Ok(Published { id: row.get(0)?, x: row.get(1)?, y: row.get(2)? }))?)
}

/// What a token of ours says, if one of these keys signed it.
#[must_use]
pub fn verified(token: &str, keys: &[Published]) -> Option<Value> {
    let (text, signature) = token.rsplit_once('.')?;
    let (header, payload) = text.split_once('.')?;
    let read = |part: &str| serde_json::from_slice::<Value>(&BASE64URL_NOPAD.decode(part.as_bytes()).ok()?).ok();
    if read(header)?.get("alg")?.as_str()? != "ES256" {
        return None;
    }
    let signature = Signature::from_slice(&BASE64URL_NOPAD.decode(signature.as_bytes()).ok()?).ok()?;
    let signed = keys.iter().filter_map(Published::verifying).any(|key| key.verify(text.as_bytes(), &signature).is_ok());
    signed.then(|| read(payload)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_signed_is_verified_by_the_public_key_and_nothing_else() {
        let (ours, other) = (Issuer::fresh(), Issuer::fresh());
        let token = ours.sign(json!({"typ": "JWT"}), &json!({"id": "1"}));
        assert_eq!(verified(&token, &[ours.published()]), Some(json!({"id": "1"})));
        assert_eq!(verified(&token, &[other.published()]), None);
        let forged = token.replacen(&part(&json!({"id": "1"})), &part(&json!({"id": "2"})), 1);
        assert_eq!(verified(&forged, &[ours.published()]), None);
        let unsigned = format!("{}.{}.", part(&json!({"alg": "none"})), part(&json!({"id": "1"})));
        assert_eq!(verified(&unsigned, &[ours.published()]), None);
        for broken in ["", ".", "..", "a.b.c", "a.b"] {
            assert_eq!(verified(broken, &[ours.published()]), None, "{broken}");
        }
    }

    #[test]
    fn the_thumbprint_is_that_of_the_standard_and_the_key_comes_back_from_its_bytes() {
        let issuer = Issuer::fresh();
        let again = Issuer::of(&issuer.key.to_bytes()).unwrap();
        assert_eq!((issuer.id.len(), &issuer.id), (43, &again.id));
        assert!(issuer.published().jwk().get("d").is_none(), "the secret part is never published");
    }
}

//! Signatures by Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`, so that a receiver knows who sent it, that nothing was changed, and when.

use data_encoding::BASE64;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

const PREFIX: &str = "whsec_";

/// A secret as the receiver keeps it.
#[must_use]
pub fn fresh_secret() -> String {
    format!("{PREFIX}{}", BASE64.encode(&rand::random::<[u8; 32]>()))
}

/// The header `webhook-signature`; nothing where the secret is none.
#[must_use]
pub fn sign(secret: &str, id: &str, seconds: i64, body: &str) -> Option<String> {
    let key = BASE64.decode(secret.strip_prefix(PREFIX)?.as_bytes()).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{id}.{seconds}.{body}").as_bytes());
    Some(format!("v1,{}", BASE64.encode(&mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vector_of_the_standard_comes_out() {
        let signed = sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#);
        assert_eq!(signed.as_deref(), Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
    }

    #[test]
    fn what_is_no_secret_signs_nothing() {
        assert!(sign("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "a", 1, "").is_none() && sign("whsec_!", "a", 1, "").is_none());
        assert!(sign(&fresh_secret(), "a", 1, "").is_some() && fresh_secret() != fresh_secret());
    }
}

//! An Open Badges 3.0 credential: an `OpenBadgeCredential` of the Verifiable Credentials data model 2.0, secured as a VC-JWT (section 8.2
//! of the specification: the payload is the credential itself, `validFrom` is `nbf`, the header bears the public key).
//!
//! ES256 rather than the RS256 that every verifier must know: the program already has the curve and no RSA; the header carries the key, so
//! a verifier of JOSE needs nothing from us. Whose badge it is, is told by the salted hash of an e-mail address; a full name stands in it
//! only by a live consent to publish it.

use super::{
    fact::Snapshot,
    key::Issuer,
    model::{Paper, hours},
};
use kernel::{Date, Timestamp};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use structure::profile::Profile;

pub const CONTEXT: [&str; 2] = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"];
/// Media type of the token.
pub const MIME: &str = "application/vc+jwt";
/// Media type of the documents around it.
pub const JSON: &str = "application/ld+json";

/// Where a badge is shown; the credential's id.
#[must_use]
pub fn address(site: &str, code: &str) -> String {
    format!("{site}/badges/{code}")
}

/// Whose badge it is.
pub struct Subject<'a> {
    pub email: Option<&'a str>,
    /// By consent only.
    pub name: Option<&'a str>,
}

/// The organisation as the specification's `Profile`.
#[must_use]
pub fn issuer(site: &str, profile: &Profile) -> Value {
    let mut json = json!({
        "@context": CONTEXT,
        "id": format!("{site}/badges/issuer"),
        "type": ["Profile"],
        "name": profile.operator.full_name,
        "url": site,
    });
    if let Some(fields) = json.as_object_mut()
        && !profile.operator.email.is_empty()
    {
        fields.insert("email".into(), profile.operator.email.clone().into());
    }
    json
}

/// The achievement that all badges are of.
#[must_use]
pub fn achievement(site: &str, profile: &Profile) -> Value {
    json!({
        "id": format!("{site}/badges/achievement"),
        "type": ["Achievement"],
        "achievementType": "Badge",
        "inLanguage": "ru",
        "name": format!("Работа в региональном методическом активе {}", profile.region.genitive),
        "description": "Подтверждённые часы работы методиста или управленца: мероприятия, консультации, наставничество, помощь школам и коллегам.",
        "criteria": {"narrative": "Каждое дело записано в системе тем, кто его видел: проведённое мероприятие, консультация, встреча с наставляемым. Часы подсчитаны по этим записям за указанный срок."},
    })
}

/// The credential before it is signed.
#[must_use]
pub fn credential(site: &str, profile: &Profile, paper: &Paper, subject: &Subject<'_>, now: Timestamp) -> Value {
    let snapshot = Snapshot::read(&paper.snapshot);
    let last = paper.until_on.yesterday().unwrap_or(paper.until_on);
    let identifiers: Vec<Value> = subject.email.map(|email| hashed(email, &paper.code)).into_iter().chain(subject.name.map(plain)).collect();
    let lines: Vec<String> = snapshot.hours.iter().map(|sum| format!("- {}: {}", sum.direction, hours(sum.minutes))).collect();
    let id = address(site, &paper.code);
    let issuer_id = format!("{site}/badges/issuer");
    json!({
        "@context": CONTEXT,
        "id": id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Участник регионального методического актива",
        "issuer": {"id": issuer_id, "type": ["Profile"], "name": profile.operator.full_name, "url": site},
        "validFrom": second(now),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": identifiers,
            "activityStartDate": midnight(paper.from_on),
            "activityEndDate": midnight(last),
            "narrative": format!("Всего {} за срок с {} по {}.\n\n{}", hours(snapshot.minutes), ui::ru::date(paper.from_on), ui::ru::date(last), lines.join("\n")),
            "achievement": achievement(site, profile),
        },
        "credentialStatus": {"id": format!("{site}/badges/revoked"), "type": "1EdTechRevocationList"},
    })
}

/// The credential as a VC-JWT.
#[must_use]
pub fn token(issuer: &Issuer, site: &str, credential: &Value, now: Timestamp) -> String {
    let mut payload = credential.clone();
    if let Some(fields) = payload.as_object_mut() {
        fields.insert("iss".into(), format!("{site}/badges/issuer").into());
        fields.insert("jti".into(), credential.get("id").cloned().unwrap_or_default());
        fields.insert("nbf".into(), now.as_second().into());
    }
    let key = issuer.published();
    issuer.sign(json!({"typ": "JWT", "kid": format!("{site}/badges/keys/{}", key.id), "jwk": {"kty": "EC", "crv": "P-256", "x": key.x, "y": key.y}}), &payload)
}

/// The public list of badges taken back.
#[must_use]
pub fn revocations(site: &str, revoked: &[String]) -> Value {
    json!({
        "id": format!("{site}/badges/revoked"),
        "issuer": format!("{site}/badges/issuer"),
        "revokedCredential": revoked.iter().map(|id| json!({"id": id, "revoked": true})).collect::<Vec<_>>(),
    })
}

fn hashed(email: &str, salt: &str) -> Value {
    let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(format!("{email}{salt}")));
    json!({"type": "IdentityObject", "hashed": true, "identityHash": format!("sha256${digest}"), "identityType": "emailAddress", "salt": salt})
}

fn plain(name: &str) -> Value {
    json!({"type": "IdentityObject", "hashed": false, "identityHash": name, "identityType": "name"})
}

fn midnight(day: Date) -> String {
    format!("{day}T00:00:00Z")
}

fn second(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

//! A small OpenID Connect provider on this machine: tells where it is, shows its key, exchanges a code for a signed token.

use data_encoding::BASE64URL_NOPAD as B64;
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
};

/// How the provider's token is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    None,
    Nonce,
    Audience,
    Issuer,
    Expired,
    ForeignKey,
    Unsigned,
}

pub struct Provider {
    pub issuer: String,
    granted: Arc<Mutex<HashMap<String, Granted>>>,
}

/// What was granted under a code.
struct Granted {
    subject: String,
    nonce: String,
    challenge: String,
    fault: Fault,
}

impl Provider {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let granted: Arc<Mutex<HashMap<String, Granted>>> = Arc::default();
        let (own, shared) = (issuer.clone(), granted.clone());
        std::thread::spawn(move || {
            let key = new_key();
            listener.incoming().flatten().for_each(|stream| answer(stream, &own, &key, &shared));
        });
        Self { issuer, granted }
    }

    /// What a person does at the provider: comes by `url`, says who they are, and goes back with this code and state.
    pub fn approve(&self, url: &str, subject: &str, fault: Fault) -> (String, String) {
        let asked: HashMap<String, String> = url::Url::parse(url).unwrap().query_pairs().into_owned().collect();
        assert_eq!((asked["response_type"].as_str(), asked["client_id"].as_str(), asked["scope"].as_str(), asked["code_challenge_method"].as_str()), ("code", "metodaktiv", "openid", "S256"));
        let code = format!("code-{subject}-{fault:?}");
        let granted = Granted { subject: subject.into(), nonce: asked["nonce"].clone(), challenge: asked["code_challenge"].clone(), fault };
        self.granted.lock().unwrap().insert(code.clone(), granted);
        (code, asked["state"].clone())
    }
}

fn new_key() -> SigningKey {
    SigningKey::from_slice(&rand::random::<[u8; 32]>()).unwrap()
}

fn answer(stream: TcpStream, issuer: &str, key: &SigningKey, granted: &Mutex<HashMap<String, Granted>>) {
    let mut reader = BufReader::new(stream);
    let (mut first, mut length) = (String::new(), 0);
    reader.read_line(&mut first).unwrap();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let (status, json) = match first.split(' ').nth(1).unwrap() {
        "/.well-known/openid-configuration" => (200, configuration(issuer)),
        "/keys" => (200, keys(key)),
        "/token" => token(&body, issuer, key, granted),
        _ => (404, json!({})),
    };
    let text = json.to_string();
    write!(reader.into_inner(), "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{text}", text.len()).unwrap();
}

fn configuration(issuer: &str) -> Value {
    json!({
        "issuer": issuer, "authorization_endpoint": format!("{issuer}/authorize"), "token_endpoint": format!("{issuer}/token"), "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"], "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["ES256"],
    })
}

fn keys(key: &SigningKey) -> Value {
    let point = key.verifying_key().to_encoded_point(false);
    json!({"keys": [{"kty": "EC", "use": "sig", "alg": "ES256", "crv": "P-256", "kid": "k1", "x": B64.encode(point.x().unwrap()), "y": B64.encode(point.y().unwrap())}]})
}

fn token(body: &[u8], issuer: &str, key: &SigningKey, granted: &Mutex<HashMap<String, Granted>>) -> (u16, Value) {
    let sent: HashMap<String, String> = url::form_urlencoded::parse(body).into_owned().collect();
    let Some(grant) = granted.lock().unwrap().remove(&sent["code"]) else { return (400, json!({"error": "invalid_grant"})) };
    if B64.encode(&Sha256::digest(sent["code_verifier"].as_bytes())) != grant.challenge {
        return (400, json!({"error": "invalid_grant"}));
    }
    (200, json!({"access_token": "opaque", "token_type": "Bearer", "id_token": id_token(&grant, issuer, key)}))
}

#[expect(clippy::disallowed_methods, reason = "the library checks a token's times by the machine's clock")]
fn id_token(grant: &Granted, issuer: &str, key: &SigningKey) -> String {
    let now = jiff::Timestamp::now().as_second();
    let wrong = |fault: Fault, bad: &str, good: &str| if grant.fault == fault { bad.to_owned() } else { good.to_owned() };
    let alg = wrong(Fault::Unsigned, "none", "ES256");
    let expires = if grant.fault == Fault::Expired { now - 3600 } else { now + 300 };
    let claims = json!({
        "iss": wrong(Fault::Issuer, "https://other.example.ru", issuer), "aud": wrong(Fault::Audience, "another", "metodaktiv"), "sub": grant.subject,
        "nonce": wrong(Fault::Nonce, "another", &grant.nonce), "iat": now, "exp": expires,
    });
    let signed = format!("{}.{}", B64.encode(json!({"alg": alg, "kid": "k1"}).to_string().as_bytes()), B64.encode(claims.to_string().as_bytes()));
    let signature: Signature = if grant.fault == Fault::ForeignKey { new_key().sign(signed.as_bytes()) } else { key.sign(signed.as_bytes()) };
    let tail = if grant.fault == Fault::Unsigned { String::new() } else { B64.encode(&signature.to_bytes()) };
    format!("{signed}.{tail}")
}

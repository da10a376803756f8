//! The certificate and the Open Badges 3.0 credential, verified with the public key as a verifier would.

use crate::stage::{self, absent, deed, refused, tell};
use consent::{Channel, ConsentKind, Given, PublicationItem, texts};
use data_encoding::BASE64URL_NOPAD;
use jiff::civil::date;
use kernel::{Db, db::testing::on_each_engine, news::News};
use ledger::DeedKind;
use programme::year::{self, PaperId};
use serde_json::Value;
use stage::Stage;

fn made(db: &Db, stage: &Stage) -> (PaperId, String) {
    deed(db, stage.person, (date(2026, 11, 5), "d12", DeedKind::Activity, 90));
    let period = (date(2026, 9, 1), date(2026, 11, 24));
    let id = db.write(|tx| year::make_paper(tx, &stage.tamara, stage.person, period, &stage.app.vault)).unwrap();
    let code = db.read(|tx| tx.one("SELECT code FROM activity_paper WHERE id = $1", kernel::params![id], |row| row.get(0))).unwrap();
    (id, code)
}

fn part(token: &str, at: usize) -> Value {
    serde_json::from_slice(&BASE64URL_NOPAD.decode(token.split('.').nth(at).unwrap().as_bytes()).unwrap()).unwrap()
}

#[test]
fn a_badge_has_every_field_the_specification_requires_and_its_signature_verifies() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let (id, code) = made(db, &stage);
        absent(db.write(|tx| year::publish(tx, &stage.coordinator, (stage.person, id), (&stage.app.vault, "http://test.local"))));
        db.write(|tx| year::publish(tx, &stage.tamara, (stage.person, id), (&stage.app.vault, "http://test.local"))).unwrap();
        let mut verifier = stage.stranger();
        tell(async {
            let token = verifier.open(&format!("/badges/{code}/credential.jwt")).await.html.clone();
            let (header, payload) = (part(&token, 0), part(&token, 1));
            for (pointer, expected) in [
                ("/@context/0", "https://www.w3.org/ns/credentials/v2"),
                ("/@context/1", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"),
                ("/id", &format!("http://test.local/badges/{code}")),
                ("/type/0", "VerifiableCredential"),
                ("/type/1", "OpenBadgeCredential"),
                ("/issuer/id", "http://test.local/badges/issuer"),
                ("/issuer/type/0", "Profile"),
                ("/validFrom", "2026-11-23T00:00:00Z"),
                ("/credentialSubject/type/0", "AchievementSubject"),
                ("/credentialSubject/identifier/0/type", "IdentityObject"),
                ("/credentialSubject/identifier/0/identityType", "emailAddress"),
                ("/credentialSubject/achievement/id", "http://test.local/badges/achievement"),
                ("/credentialSubject/achievement/type/0", "Achievement"),
                ("/credentialStatus/type", "1EdTechRevocationList"),
                ("/iss", "http://test.local/badges/issuer"),
                ("/jti", &format!("http://test.local/badges/{code}")),
            ] {
                assert_eq!(payload.pointer(pointer).and_then(Value::as_str), Some(expected), "{pointer} of {payload}");
            }
            for pointer in
                ["/name", "/credentialSubject/achievement/name", "/credentialSubject/achievement/description", "/credentialSubject/achievement/criteria/narrative", "/credentialSubject/identifier/0/identityHash"]
            {
                assert!(payload.pointer(pointer).and_then(Value::as_str).is_some_and(|text| !text.is_empty()), "{pointer}");
            }
            assert_eq!(payload.pointer("/credentialSubject/identifier/0/hashed"), Some(&Value::Bool(true)));
            assert_eq!(payload["nbf"].as_i64(), Some(1_795_392_000), "nbf is validFrom");
            assert!(payload.get("sub").is_none(), "a subject without an id has no sub");
            assert!(!payload.to_string().contains("Опытнова") && !payload.to_string().contains("@example"), "no name without a consent, no address in plain");
            assert_eq!((header["alg"].as_str(), header["typ"].as_str()), (Some("ES256"), Some("JWT")));
            assert!(header["jwk"].get("d").is_none());

            let kid = header["kid"].as_str().unwrap().strip_prefix("http://test.local").unwrap().to_owned();
            let jwk: Value = serde_json::from_str(&verifier.open(&kid).await.html).unwrap();
            assert_eq!((&jwk["x"], &jwk["y"]), (&header["jwk"]["x"], &header["jwk"]["y"]));
            let set: Value = serde_json::from_str(&verifier.open("/badges/keys").await.html).unwrap();
            assert_eq!(set["keys"][0], jwk);
            assert!(verifies(&token, &jwk), "the public key verifies the token");
            let document: Value = serde_json::from_str(&verifier.open(&format!("/badges/{code}/credential.json")).await.html).unwrap();
            assert_eq!(document, payload);
            let picture = verifier.open(&format!("/badges/{code}/badge.png")).await;
            assert_eq!(picture.headers["content-type"], "image/png");
            let read = png::Decoder::new(std::io::Cursor::new(&picture.bytes)).read_info().unwrap();
            let baked = read.info().utf8_text.iter().find(|chunk| chunk.keyword == year::picture::KEYWORD).unwrap().get_text().unwrap();
            assert_eq!(baked, token, "the picture carries the token that was published");
            assert!(verifies(&baked, &jwk));
            assert!(verifier.open(&format!("/badges/{code}/badge.svg")).await.html.contains(&format!("verify=\"{token}\"")));
            assert!(verifier.open(&format!("/badges/{code}")).await.says("badge.png"));
            assert_eq!(serde_json::from_str::<Value>(&verifier.open("/badges/issuer").await.html).unwrap()["type"][0], "Profile");
            assert!(verifier.open("/badges/achievement").await.html.contains("criteria"));
        });
    });
}

/// As a verifier does it: the key out of the JWK, the signature over the first two parts.
fn verifies(token: &str, jwk: &Value) -> bool {
    use p256::ecdsa::{Signature, VerifyingKey, signature::Verifier};
    let bytes = |name: &str| BASE64URL_NOPAD.decode(jwk[name].as_str().unwrap().as_bytes()).unwrap();
    let key = VerifyingKey::from_sec1_bytes(&[vec![4], bytes("x"), bytes("y")].concat()).unwrap();
    let (text, signature) = token.rsplit_once('.').unwrap();
    key.verify(text.as_bytes(), &Signature::from_slice(&BASE64URL_NOPAD.decode(signature.as_bytes()).unwrap()).unwrap()).is_ok()
}

#[test]
fn a_name_stands_in_a_badge_by_consent_only_and_goes_with_it() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        db.write(|tx| {
            let profile = structure::profile(tx)?;
            texts::load_initial(tx, &audit::By::system(), &profile.operator)?;
            let text_id = texts::current(tx, ConsentKind::Publication, stage::TODAY)?.id;
            let given = Given {
                person: stage.person,
                kind: ConsentKind::Publication,
                text_id,
                items: vec![PublicationItem::FullName],
                conditions: String::new(),
                term_until: None,
                received_on: None,
                channel: Channel::Paper,
                evidence: serde_json::json!({}),
                account: None,
            };
            consent::give(tx, &audit::By::system(), given).map(|_| ())
        })
        .unwrap();
        let (id, code) = made(db, &stage);
        db.write(|tx| year::publish(tx, &stage.tamara, (stage.person, id), (&stage.app.vault, "http://test.local"))).unwrap();
        let mut stranger = stage.stranger();
        tell(async {
            assert!(stranger.open(&format!("/badges/{code}")).await.says("Опытнова Тамара"), "{}", stranger.page.html);
            assert!(stranger.open(&format!("/badges/{code}/credential.json")).await.says("Опытнова"));
            let done = db.write(|tx| stage.app.listeners.tell(tx, News::PublicationWithdrawn { person: stage.person })).unwrap();
            assert!(done.iter().any(|line| line.contains("Значки")), "{done:?}");
            assert_eq!(stranger.open(&format!("/badges/{code}")).await.status, 404);
            assert!(stranger.open("/badges/revoked").await.says(&code));
        });
    });
}

#[test]
fn a_certificate_is_true_until_it_is_changed_or_taken_back() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let empty = (date(2026, 1, 1), date(2026, 2, 1));
        assert!(refused(db.write(|tx| year::make_paper(tx, &stage.tamara, stage.person, empty, &stage.app.vault))).contains("нет ни одного дела"));
        let (id, code) = made(db, &stage);
        let mut stranger = stage.stranger();
        let mut tamara = stage.browser(db, &stage.tamara);
        tell(async {
            let page = format!("/verify/activity/{}", code.to_lowercase());
            assert!(stranger.open(&page).await.says("подлинная") && !stranger.page.says("Опытнова"), "{}", stranger.page.html);
            assert!(stranger.open("/verify/activity/XXXX").await.says("Справки с таким номером нет"));
            let pdf = tamara.open(&format!("/year/{}/papers/{id}/certificate.pdf", stage.person)).await.bytes.clone();
            assert!(pdf.starts_with(b"%PDF") && pdf == tamara.open(&format!("/year/{}/papers/{id}/certificate.pdf", stage.person)).await.bytes, "the same paper each time");
            db.write(|tx| Ok(tx.execute("UPDATE activity_paper SET snapshot = REPLACE(snapshot, '90', '900')", kernel::params![])?)).unwrap();
            assert!(stranger.open(&page).await.says("не подтверждена"), "{}", stranger.page.html);
            db.write(|tx| year::revoke(tx, &stage.tamara, stage.person, id)).unwrap();
            assert!(stranger.open(&page).await.says("отозвана"));
            assert_eq!(tamara.open(&format!("/year/{}/papers/{id}/certificate.pdf", stage.person)).await.status, 409);
        });
    });
}

#[test]
fn the_secret_lies_sealed_and_a_lost_key_of_the_installation_leaves_old_papers_true() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let (_, code) = made(db, &stage);
        let sealed: String = db.read(|tx| tx.one("SELECT sealed FROM issuer_key", kernel::params![], |row| row.get(0))).unwrap();
        assert!(sealed.starts_with("x1."), "{sealed}");
        let period = (date(2026, 9, 1), date(2026, 11, 24));
        db.write(|tx| year::make_paper(tx, &stage.tamara, stage.person, period, &access::Vault::fresh())).unwrap();
        assert_eq!(stage::count(db, "SELECT COUNT(*) FROM issuer_key"), 2, "another key was made");
        let mut stranger = stage.stranger();
        tell(async {
            assert!(stranger.open(&format!("/verify/activity/{code}")).await.says("подлинная"), "{}", stranger.page.html);
        });
    });
}

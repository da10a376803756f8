//! What is uploaded: too large, of a wrong kind, or the same content as somebody's proof.

use crate::region::{OURS, Region, tell};
use access::Role;
use applications::{
    apply,
    field::Section,
    link::{Site, Token},
};
use files::Kind;
use http::Method;
use kernel::{FormKey, params};
use web::Answers;

/// The workbooks made by hand that the tests of sheets are made of.
#[path = "../../../platform/sheets/tests/sheets/craft.rs"]
#[expect(dead_code, reason = "of the honest ones there is no use here")]
mod craft;

const SCAN: &[u8] = include_bytes!("../../../demo/sample.pdf");
const EDGE: (&str, &str) = ("content-type", "multipart/form-data; boundary=EDGE");

fn begun(region: &Region) -> Token {
    region
        .db()
        .write(|tx| {
            let token = apply::start(tx, &Site("http://test.local".into()), "nezvanaya@school.example", "203.0.113.1")?;
            apply::save(tx, &token, Section::Criteria, &Answers::of([("criteria".to_owned(), "experienced".to_owned())]))?;
            Ok(token)
        })
        .unwrap()
}

fn multipart(field: &str, name: &str, content: &[u8]) -> Vec<u8> {
    let key = FormKey::fresh();
    let fields = [("_key", key.as_str()), ("evidence", "experienced/diploma")].map(|(name, value)| format!("--EDGE\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    [fields.concat().as_bytes(), format!("--EDGE\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\n").as_bytes(), content, b"\r\n--EDGE--\r\n"].concat()
}

#[test]
fn an_applicant_cannot_make_the_program_forget_the_proof_of_a_consent() {
    let region = Region::new();
    let token = begun(&region);
    // A paper consent was scanned; whoever has the scan attaches it to an application, then takes it off or gives the draft up.
    let scan: Vec<u8> = [SCAN, b"\n% the signed consent\n%%EOF\n"].concat();
    let stored = region.app.files.put(&scan, &[Kind::Pdf]).unwrap();
    let consent = region.one::<String>("SELECT id FROM consent LIMIT 1");
    region
        .db()
        .write(|tx| {
            files::record(tx, &stored)?;
            let evidence = serde_json::json!({"clerk": null, "file": stored.digest.to_string()}).to_string();
            tx.execute("UPDATE consent SET evidence = $1, channel = 'paper' WHERE id = $2", params![evidence, consent])?;
            apply::attach(tx, &token, "experienced/diploma", &stored, "согласие.pdf")?;
            apply::withdraw(tx, &token, "передумала")
        })
        .unwrap();
    let kept = region.db().read(|tx| Ok(tx.count("SELECT COUNT(*) FROM file WHERE digest = $1", params![stored.digest])?)).unwrap();
    assert_eq!(kept, 1, "the row by which the sweep of files knows that the scan is wanted");
    tell(async {
        let answer = region.at_work(Role::DataProtection).open(&format!("/consents/{consent}/scan")).await;
        assert_eq!((answer.status, answer.bytes == scan), (200, true), "{}", answer.said());
    });
}

#[test]
fn a_picture_that_somebody_uploaded_is_shown_in_a_page_that_can_do_nothing() {
    let region = Region::new();
    let (application, file) = (region.one::<String>("SELECT application_id FROM application_file LIMIT 1"), region.one::<String>("SELECT id FROM application_file LIMIT 1"));
    let png = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89".as_slice(), b"<script>alert(7)</script>"].concat();
    let stored = region.app.files.put_own(&png, Kind::Png).unwrap();
    region
        .db()
        .write(|tx| {
            files::record(tx, &stored)?;
            Ok(tx.execute("UPDATE application_file SET digest = $1, name = 'снимок.png' WHERE id = $2", params![stored.digest, file])?)
        })
        .unwrap();
    tell(async {
        let answer = region.at_work(Role::Coordinator).open(&format!("/applications/{application}/files/{file}")).await;
        assert_eq!((answer.status, answer.header("content-type"), answer.header("x-content-type-options")), (200, "image/png", "nosniff"));
        assert!(answer.header("content-disposition").starts_with("inline"));
        assert_eq!(answer.header("content-security-policy"), "default-src 'none'; sandbox; frame-ancestors 'none'");
    });
}

#[test]
fn a_zip_bomb_offered_as_a_proof_is_refused_politely_and_at_once() {
    let region = Region::new();
    let token = begun(&region);
    let (bomb, before) = (craft::bomb(1 << 30), region.app.files.all().unwrap().len());
    tell(async {
        let begun = std::time::Instant::now();
        for name in ["диплом.pdf", "диплом.docx", "диплом.png"] {
            let answer = region.stranger().send(Method::POST, &token.path("/evidence"), &[EDGE, OURS], multipart("file", name, &bomb)).await;
            assert!(answer.status == 422 && answer.is_russian() && answer.text().contains("href=\"#file\""), "{name}: {}", answer.said());
        }
        assert!(begun.elapsed() < std::time::Duration::from_secs(5), "nothing is unpacked");
    });
    assert_eq!(region.app.files.all().unwrap().len(), before);
}

#[test]
fn too_large_or_of_a_wrong_kind_is_refused_in_words_and_nothing_is_kept() {
    let region = Region::new();
    let token = begun(&region);
    let before = region.app.files.all().unwrap().len();
    let large = [b"%PDF-1.7\n".as_slice(), &vec![b' '; 11 * 1024 * 1024]].concat();
    tell(async {
        let (mut anna, mut vera) = (region.stranger(), region.at_work(Role::Coordinator));
        let evidence = token.path("/evidence");
        for (path, field, somebody) in [(evidence.as_str(), "file", &mut anna), ("/people/import", "file", &mut vera)] {
            let answer = somebody.send(Method::POST, path, &[EDGE, OURS], multipart(field, "большой.pdf", &large)).await;
            assert!(answer.status == 413 && answer.text().contains("слишком много данных"), "{}", answer.said());
            let form = [b"_key=0123456789abcdef0123&family=".as_slice(), &vec![b'a'; 2 * 1024 * 1024]].concat();
            let answer = somebody.send(Method::POST, path, &[crate::region::FORM, OURS], form).await;
            assert!(answer.status == 413 && answer.is_russian(), "{}", answer.said());
        }
        let pages: [(&str, &[u8]); 4] =
            [("страница.html", b"<html><script>alert(7)</script>"), ("рисунок.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(7)'/>"), ("программа.pdf", b"MZ\x90\0\x03"), ("архив.pdf", b"PK\x03\x04")];
        for (name, content) in pages {
            let answer = anna.send(Method::POST, &evidence, &[EDGE, OURS], multipart("file", name, content)).await;
            assert!(answer.status == 422 && answer.is_russian(), "{name}: {}", answer.said());
        }
    });
    assert_eq!(region.app.files.all().unwrap().len(), before);
    assert_eq!(region.count("SELECT COUNT(*) FROM application_file f JOIN application a ON a.id = f.application_id WHERE a.state = 'draft' AND a.email = 'nezvanaya@school.example'"), 0);
}

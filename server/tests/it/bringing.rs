//! What methodists bring in over HTTP: a package of tasks with a picture, the certificate of an outside assessment.

use crate::region::{Answer, Browser, OURS, Region, tell};
use access::Role;
use http::Method;
use kernel::FormKey;
use std::io::Write;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
const PDF: &[u8] = include_bytes!("../../../demo/sample.pdf");

async fn upload(browser: &mut Browser<'_>, path: &str, fields: &[(&str, &str)], (field, name, content): (&str, &str, &[u8])) -> Answer {
    let key = FormKey::fresh();
    let part = |(name, value): (&str, &str)| format!("--EDGE\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let mut body: Vec<u8> = std::iter::once(("_key", key.as_str())).chain(fields.iter().copied()).map(part).collect::<String>().into_bytes();
    body.extend(format!("--EDGE\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n").into_bytes());
    body.extend([content, b"\r\n--EDGE--\r\n"].concat());
    browser.send(Method::POST, path, &[("content-type", "multipart/form-data; boundary=EDGE"), OURS], body).await
}

/// What a hidden field holds.
fn hidden(answer: &Answer, name: &str) -> String {
    let text = answer.text();
    let value = text.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("no {name}: {}", answer.said()));
    value.split('"').next().unwrap_or_default().replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

fn package() -> Vec<u8> {
    let item = r#"<qti-assessment-item identifier="с-картинкой"><qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="float"><qti-correct-response><qti-value>5</qti-value></qti-correct-response></qti-response-declaration><qti-item-body><p><img src="../media/scheme.png" alt="схема"/>Сколько? <qti-text-entry-interaction response-identifier="RESPONSE"/></p></qti-item-body></qti-assessment-item>"#;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in [("items/1.xml", item.as_bytes()), ("media/scheme.png", PNG), ("media/notes.txt", b"words")] {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_package_of_tasks_comes_in_with_its_picture_and_is_read_by_a_colleague() {
    let region = Region::new();
    let framework = region.one::<String>("SELECT id FROM framework WHERE state = 'live' ORDER BY number DESC LIMIT 1");
    let competency = region.one::<String>(&format!("SELECT id FROM competency WHERE framework_id = '{framework}' AND parent_id IS NOT NULL ORDER BY code LIMIT 1"));
    let (mut methodist, mut coordinator) = (region.at_work(Role::Methodist), region.at_work(Role::Coordinator));
    tell(async {
        let fields = [("framework", framework.as_str()), ("competency", competency.as_str())];
        let checked = upload(&mut methodist, "/items/import", &fields, ("file", "package.zip", &package())).await;
        assert!(checked.status == 200 && checked.text().contains("Всё понятно: 1\u{a0}задание") && checked.text().contains("media/notes.txt"), "{}", checked.said());
        let items = hidden(&checked, "items");
        let loaded = methodist.post("/items/import/loading", &[("framework", &framework), ("items", &items)]).await;
        assert!(loaded.status == 303 && loaded.location.contains("loaded=1") && loaded.location.contains("batch="), "{}", loaded.said());
        assert!(methodist.open(&loaded.location).await.text().contains("/items/review?batch="));
        let review = loaded.location.replace("/items?loaded=1&", "/items/review?");
        let page = coordinator.open(&review).await;
        assert!(page.status == 200 && page.text().contains("Задание с-картинкой"), "{review}: {}", page.said());
        let picture = page.text().split("href=\"/items/").find(|rest| rest.contains("/files/") && rest.split('"').next().is_some_and(|link| link.contains("/files/"))).unwrap().split('"').next().unwrap().to_owned();
        let shown = coordinator.open(&format!("/items/{picture}")).await;
        assert_eq!((shown.status, shown.header("content-type"), shown.bytes.as_slice()), (200, "image/png", PNG));
        // A digest that names no picture of the store is believed no more than any other field.
        let forged = items.replace("с-картинкой", "чужое").replace(&files::Digest::of(PNG).to_string(), &"0".repeat(64));
        let refused = methodist.post("/items/import/loading", &[("framework", &framework), ("items", &forged)]).await;
        assert!(refused.status == 409 && refused.is_russian(), "{}", refused.said());
    });
    assert_eq!(region.count("SELECT COUNT(*) FROM item WHERE code = 'чужое'"), 0);
}

#[test]
fn a_certificate_of_an_outside_assessment_is_kept_and_opened_by_its_teacher() {
    let region = Region::new();
    // A teacher with an account who agreed to diagnostics and belongs to somewhere within the methodist's reach.
    let person = region.one::<String>("SELECT p.id FROM person p JOIN account a ON a.person_id = p.id JOIN role_grant g ON g.account_id = a.id AND g.role = 'member' JOIN consent c ON c.person_id = p.id AND c.kind = 'diagnostics' WHERE p.erased_at IS NULL ORDER BY p.id LIMIT 1");
    let account = region.one::<String>(&format!("SELECT id FROM account WHERE person_id = '{person}'"));
    let (mut methodist, mut teacher) = (region.at_work(Role::Methodist), region.browser_of(account.parse().unwrap()));
    tell(async {
        let (path, fields) = (format!("/assessments/new?person={person}"), [("source", "ФОКО"), ("title", "Методические компетенции"), ("taken_on", "01.10.2026"), ("score", "17"), ("most", "25")]);
        let wrong = upload(&mut methodist, &path, &fields, ("file", "справка.docx", b"PK\x03\x04 no")).await;
        assert!(wrong.status == 422 && wrong.text().contains("href=\"#file\"") && wrong.text().contains("value=\"ФОКО\""), "{}", wrong.said());
        let kept = upload(&mut methodist, &path, &fields, ("file", "справка.pdf", PDF)).await;
        assert!(kept.status == 303 && kept.location.starts_with("/assessments/"), "{}", kept.said());
        let id = kept.location.trim_start_matches("/assessments/").split('?').next().unwrap().to_owned();
        assert!(methodist.open(&kept.location).await.text().contains("Открыть подтверждение"));
        for answer in [methodist.open(&format!("/assessments/{id}/file")).await, teacher.open(&format!("/cabinet/results/assessments/{id}/file")).await] {
            assert!(answer.status == 200 && answer.bytes == PDF, "{}", answer.said());
        }
        let listed = region.at_work(Role::Coordinator).open("/assessments?format=xlsx").await;
        assert!(listed.status == 200 && listed.bytes.starts_with(b"PK"), "{}", listed.said());
    });
}

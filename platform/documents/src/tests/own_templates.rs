//! The institute's folder: its files win, its mistakes are named by file and line, and it opens no door to the rest of the disk.

use super::*;
use std::fs;

fn institute(files: &[(&str, &str)]) -> (tempfile::TempDir, Documents) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let documents = Documents::new(Some(folder.path().to_owned()));
    (folder, documents)
}

fn refusal(template_text: &str) -> (String, usize, String) {
    let (_folder, documents) = institute(&[("order.typ", template_text)]);
    match documents.render(Template::Order, &samples::full(Template::Order), noon()) {
        Err(DocumentError::Template { file, line, message }) => (file, line, message),
        other => panic!("{other:?}"),
    }
}

const OWN: &str = "#import \"gost.typ\": *\n#let d = json(\"data.json\")\n#show: sheet.with(title: d.title)\n= Бланк института\n#d.signatory.name\n";

#[test]
fn its_own_template_is_used_and_an_edit_is_seen_at_once() {
    let (folder, documents) = institute(&[("order.typ", OWN)]);
    let data = samples::full(Template::Order);
    assert_eq!(printed(&documents, Template::Order, &data), "БланкинститутаА.В.Кедрова");
    fs::write(folder.path().join("order.typ"), OWN.replace("Бланк института", "Новый бланк края")).unwrap();
    assert_eq!(printed(&documents, Template::Order, &data), "НовыйбланккраяА.В.Кедрова");
    fs::remove_file(folder.path().join("order.typ")).unwrap();
    assert!(printed(&documents, Template::Order, &data).contains("ПРИКАЗЫВАЮ"));
}

#[test]
fn its_own_shared_layout_reaches_every_document() {
    let (_, shipped_gost) = shipped().find(|(name, _)| *name == "gost.typ").unwrap();
    let (_folder, documents) = institute(&[("gost.typ", &shipped_gost.replace("ДОКУМЕНТ ПОДПИСАН", "ПОДПИСАНО"))]);
    let paper = printed(&documents, Template::Consent, &samples::full(Template::Consent));
    assert!(paper.contains("ПОДПИСАНОЭЛЕКТРОННОЙ") && !paper.contains("ДОКУМЕНТПОДПИСАН"));
    assert!(documents.faults(noon()).is_empty());
}

#[test]
fn a_mistake_is_named_by_file_and_line() {
    let (file, line, message) = refusal("#let d = json(\"data.json\")\n\n#d.signatory.nmae\n");
    assert_eq!((file.as_str(), line), ("order.typ", 3), "{message}");
    assert!(message.contains("nmae"), "{message}");
}

#[test]
fn a_mistake_inside_the_shared_layout_is_found_there() {
    let (_folder, documents) = institute(&[("gost.typ", "#let sheet(title: \"\", body) = {\n  unknown(title)\n}\n"), ("order.typ", OWN)]);
    match documents.render(Template::Order, &samples::full(Template::Order), noon()) {
        Err(DocumentError::Template { file, line, .. }) => assert_eq!((file.as_str(), line), ("gost.typ", 2)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn doctor_hears_of_a_template_that_does_not_print() {
    let (_folder, documents) = institute(&[("certificate.typ", "#json(\"data.json\").no_such_field")]);
    let faults = documents.faults(noon());
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].0, Template::Certificate);
    assert!(faults[0].1.to_string().starts_with("Шаблон «certificate.typ», строка 1:"), "{}", faults[0].1);
}

#[test]
fn a_picture_without_a_description_is_refused_with_its_reason() {
    let (_folder, documents) = institute(&[("order.typ", "#import \"gost.typ\": *\n#show: sheet.with(title: \"а\")\n#image(\"qr.svg\")\n")]);
    let refused = documents.render(Template::Order, &samples::full(Template::Order), noon());
    assert!(matches!(refused, Err(DocumentError::Export { file: "order.typ", .. })), "{refused:?}");
}

#[test]
fn a_template_sees_nothing_but_its_folder_and_no_clock() {
    for line in ["#read(\"/etc/passwd\")", "#read(\"../../../../etc/passwd\")", "#read(\"/../etc/passwd\")", "#import \"@preview/cetz:0.3.0\"", "#image(\"https://example.org/a.png\")", "#datetime.today()"] {
        let (file, at, _) = refusal(line);
        assert_eq!((file.as_str(), at), ("order.typ", 1), "{line}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_not_followed() {
    let (folder, documents) = institute(&[("order.typ", "#read(\"secret.txt\")")]);
    std::os::unix::fs::symlink("/etc/hostname", folder.path().join("secret.txt")).unwrap();
    assert!(documents.render(Template::Order, &samples::full(Template::Order), noon()).is_err());
}

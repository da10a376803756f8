//! What is taken of QTI, what is listed, and what hostile files get.

use super::*;
use crate::content::{Ask, ItemKind, Key, text_of};
use std::io::Write;

fn item_xml(declaration: &str, body: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="q-1" title="Задание" adaptive="false" time-dependent="false">{declaration}<qti-outcome-declaration identifier="SCORE"/><qti-item-body>{body}</qti-item-body><qti-response-processing template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct"/></qti-assessment-item>"#
    )
}

fn declared(cardinality: &str, base: &str, values: &[&str]) -> String {
    let values: String = values.iter().map(|value| format!("<qti-value>{value}</qti-value>")).collect();
    format!(r#"<qti-response-declaration identifier="RESPONSE" cardinality="{cardinality}" base-type="{base}"><qti-correct-response>{values}</qti-correct-response></qti-response-declaration>"#)
}

fn read_one(xml: &str) -> Read {
    read("item.xml", xml.as_bytes(), "competency", &Around::default()).unwrap()
}

fn only(xml: &str) -> Brought {
    let found = read_one(xml);
    assert_eq!((found.wrong.len(), found.items.len()), (0, 1), "{found:?}");
    found.items.into_iter().next().unwrap()
}

#[test]
fn a_choice_is_taken_with_its_words_and_key() {
    let xml = item_xml(
        &declared("single", "identifier", &["B"]),
        r#"<p>Прочтите.</p><qti-choice-interaction response-identifier="RESPONSE" max-choices="1"><qti-prompt>Что <b>верно</b>?</qti-prompt><qti-simple-choice identifier="A">Первое</qti-simple-choice><qti-simple-choice identifier="B">Второе</qti-simple-choice></qti-choice-interaction>"#,
    );
    let found = only(&xml);
    assert_eq!(found.draft.body.stem, "Прочтите.\n\nЧто верно?");
    assert_eq!((found.draft.code.as_str(), found.draft.main.as_str()), ("q-1", "competency"));
    let (Ask::Single { choices }, Key::Single { right }) = (&found.draft.body.ask, &found.draft.key) else { panic!("{found:?}") };
    assert_eq!(text_of(choices, right), "Второе");
}

#[test]
fn several_orders_pairs_words_numbers_and_essays_are_taken() {
    let choice = |ids: &str| ids.chars().map(|id| format!(r#"<qti-simple-choice identifier="{id}">Шаг {id}</qti-simple-choice>"#)).collect::<String>();
    let associable = |ids: &str| ids.chars().map(|id| format!(r#"<qti-simple-associable-choice identifier="{id}" match-max="1">Слово {id}</qti-simple-associable-choice>"#)).collect::<String>();
    let cases = [
        (
            ItemKind::Multiple,
            item_xml(
                &declared("multiple", "identifier", &["A", "C"]),
                &format!(r#"<qti-choice-interaction response-identifier="RESPONSE" max-choices="0"><qti-prompt>Что?</qti-prompt>{}</qti-choice-interaction>"#, choice("ABC")),
            ),
        ),
        (
            ItemKind::Ordering,
            item_xml(&declared("ordered", "identifier", &["B", "A", "C"]), &format!(r#"<qti-order-interaction response-identifier="RESPONSE"><qti-prompt>Порядок?</qti-prompt>{}</qti-order-interaction>"#, choice("ABC"))),
        ),
        (
            ItemKind::Matching,
            item_xml(
                &declared("multiple", "directedPair", &["A X", "B Y"]),
                &format!(
                    r#"<qti-match-interaction response-identifier="RESPONSE"><qti-prompt>Пары?</qti-prompt><qti-simple-match-set>{}</qti-simple-match-set><qti-simple-match-set>{}</qti-simple-match-set></qti-match-interaction>"#,
                    associable("AB"),
                    associable("XY")
                ),
            ),
        ),
        (
            ItemKind::Matching,
            item_xml(
                &declared("multiple", "pair", &["A X", "B Y"]),
                &format!(r#"<qti-associate-interaction response-identifier="RESPONSE"><qti-prompt>Пары?</qti-prompt>{}</qti-associate-interaction>"#, associable("AXBY")),
            ),
        ),
        (ItemKind::Text, item_xml(&declared("single", "string", &["медиана"]), r#"<p>Середина ряда — <qti-text-entry-interaction response-identifier="RESPONSE"/>.</p>"#)),
        (ItemKind::Number, item_xml(&declared("single", "float", &["12.5"]), r#"<p>Сколько? <qti-text-entry-interaction response-identifier="RESPONSE"/></p>"#)),
        (
            ItemKind::Open,
            item_xml(
                r#"<qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="string"/>"#,
                r#"<qti-extended-text-interaction response-identifier="RESPONSE"><qti-prompt>Объясните.</qti-prompt></qti-extended-text-interaction>"#,
            ),
        ),
    ];
    for (kind, xml) in cases {
        assert_eq!(only(&xml).draft.body.kind(), kind);
    }
}

#[test]
fn an_order_listed_rightly_is_shown_mixed_and_still_scored_right() {
    let xml = item_xml(
        &declared("ordered", "identifier", &["A", "B", "C"]),
        r#"<qti-order-interaction response-identifier="RESPONSE"><qti-prompt>Порядок?</qti-prompt><qti-simple-choice identifier="A">раз</qti-simple-choice><qti-simple-choice identifier="B">два</qti-simple-choice><qti-simple-choice identifier="C">три</qti-simple-choice></qti-order-interaction>"#,
    );
    let found = only(&xml);
    let (Ask::Ordering { elements }, Key::Ordering { order }) = (&found.draft.body.ask, &found.draft.key) else { panic!("{found:?}") };
    assert_eq!(order.iter().map(|id| text_of(elements, id)).collect::<Vec<_>>(), ["раз", "два", "три"]);
    assert_ne!(elements.iter().map(|element| element.text.as_str()).collect::<Vec<_>>(), ["раз", "два", "три"]);
}

#[test]
fn the_older_spelling_is_understood_and_a_mapping_tells_what_is_right() {
    let xml = r#"<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="old"><responseDeclaration identifier="R" cardinality="multiple" baseType="identifier"><mapping defaultValue="0"><mapEntry mapKey="A" mappedValue="1"/><mapEntry mapKey="B" mappedValue="1"/><mapEntry mapKey="C" mappedValue="-1"/></mapping></responseDeclaration><itemBody><choiceInteraction responseIdentifier="R" maxChoices="0"><prompt>Что?</prompt><simpleChoice identifier="A">а</simpleChoice><simpleChoice identifier="B">б</simpleChoice><simpleChoice identifier="C">в</simpleChoice></choiceInteraction></itemBody></assessmentItem>"#;
    let found = read_one(xml);
    assert_eq!(found.items[0].draft.body.points, 2);
    assert_eq!(found.items[0].draft.key, Key::Multiple { right: vec!["a".into(), "b".into()] });
    assert!(found.left.iter().any(|remark| remark.message.contains("отрицательные")), "{found:?}");
}

#[test]
fn what_is_not_taken_is_listed_by_file_and_element() {
    let picture = item_xml(
        &declared("single", "identifier", &["A"]),
        r#"<p><img src="a.png" alt=""/></p><qti-choice-interaction response-identifier="RESPONSE" max-choices="1" shuffle="true"><qti-prompt>Что?</qti-prompt><qti-simple-choice identifier="A">а</qti-simple-choice><qti-simple-choice identifier="B">б</qti-simple-choice></qti-choice-interaction>"#,
    );
    let found = read_one(&picture);
    assert_eq!(found.items.len(), 1);
    assert_eq!(found.left.iter().map(|remark| remark.at.as_str()).collect::<Vec<_>>(), ["item.xml, <img>", "item.xml, <choice-interaction>"]);
    let hotspot = item_xml(&declared("single", "identifier", &["A"]), r#"<qti-hotspot-interaction response-identifier="RESPONSE"/>"#);
    let found = read_one(&hotspot);
    assert!(found.items.is_empty() && found.left.iter().any(|remark| remark.at == "item.xml, <hotspot-interaction>" && remark.message.contains("не загружено")), "{found:?}");
    let two = item_xml(&declared("single", "string", &["a"]), r#"<qti-text-entry-interaction response-identifier="RESPONSE"/><qti-text-entry-interaction response-identifier="RESPONSE"/>"#);
    assert!(read_one(&two).left[0].message.contains("несколько вопросов"));
    let wrong = item_xml(
        &declared("single", "identifier", &["Z"]),
        r#"<qti-choice-interaction response-identifier="RESPONSE" max-choices="1"><qti-prompt>Что?</qti-prompt><qti-simple-choice identifier="A">а</qti-simple-choice><qti-simple-choice identifier="B">б</qti-simple-choice></qti-choice-interaction>"#,
    );
    assert_eq!(read_one(&wrong).wrong[0].at, "item.xml, <choice-interaction>");
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated)).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_package_is_read_file_by_file() {
    let xml = item_xml(&declared("single", "float", &["5"]), r#"<p>Сколько? <qti-text-entry-interaction response-identifier="RESPONSE"/></p>"#);
    let bytes = zipped(&[("imsmanifest.xml", b"<manifest/>"), ("items/1.xml", xml.as_bytes()), ("items/2.xml", xml.as_bytes()), ("test.xml", b"<qti-assessment-test/>"), ("media/a.png", b"x"), ("bad.xml", b"<a>")]);
    let found = read("package.zip", &bytes, "competency", &Around::default()).unwrap();
    assert_eq!(found.items.len(), 1);
    assert_eq!(found.wrong.iter().map(|remark| remark.at.as_str()).collect::<Vec<_>>(), ["items/2.xml", "bad.xml, строка 1"]);
    assert_eq!(found.left.iter().map(|remark| remark.at.as_str()).collect::<Vec<_>>(), ["media/a.png", "test.xml"]);
}

/// The smallest sound PNG.
fn png() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89".to_vec();
    bytes.extend_from_slice(b"\x00\x00\x00\x0dIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82");
    bytes
}

#[test]
fn pictures_of_the_text_become_files_by_their_content_and_no_others() {
    let xml = item_xml(
        &declared("single", "identifier", &["A"]),
        r#"<p><img src="../media/a.png" alt="схема"/><img src="../media/fake.png" alt=""/></p><qti-choice-interaction response-identifier="RESPONSE" max-choices="1"><qti-prompt>Что?</qti-prompt><qti-simple-choice identifier="A"><img src="../media/b.png" alt=""/>а</qti-simple-choice><qti-simple-choice identifier="B">б</qti-simple-choice></qti-choice-interaction>"#,
    );
    let mut other = png();
    other.push(0);
    let bytes = zipped(&[("items/1.xml", xml.as_bytes()), ("media/a.png", &png()), ("media/b.png", &other), ("media/fake.png", b"MZ not a picture")]);
    let found = read("package.zip", &bytes, "competency", &Around::default()).unwrap();
    assert_eq!(found.pictures, [png()], "{found:?}");
    let [crate::content::Material::File { digest, name }] = found.items[0].draft.body.materials.as_slice() else { panic!("{found:?}") };
    assert_eq!((digest.as_str(), name.as_str()), (files::Digest::of(&png()).as_str(), "a.png"));
    assert!(found.left.iter().any(|remark| remark.at == "media/b.png") && found.left.iter().any(|remark| remark.at == "media/fake.png"), "{found:?}");
    assert_eq!(crate::import::pictures_of(&found.items).unwrap(), [files::Digest::of(&png())]);
}

#[test]
fn hostile_files_get_a_sentence() {
    let entity = r#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><qti-assessment-item identifier="q"><qti-item-body>&x;</qti-item-body></qti-assessment-item>"#;
    assert!(read_one(entity).wrong[0].message.contains("DTD"));
    let many = format!("<a>{}</a>", "<b/>".repeat(200_000));
    assert!(read_one(&many).wrong[0].message.contains("больше"));
    let deep = format!("{}{}", "<a>".repeat(50_000), "</a>".repeat(50_000));
    let _ = read("deep.xml", deep.as_bytes(), "competency", &Around::default());
    let deep_item = item_xml(&declared("single", "float", &["5"]), &format!("{}Сколько? <qti-text-entry-interaction response-identifier=\"RESPONSE\"/>{}", "<div>".repeat(5_000), "</div>".repeat(5_000)));
    let _ = read("deep.xml", deep_item.as_bytes(), "competency", &Around::default());
    let bomb = zipped(&[("a.xml", &vec![b' '; 60 << 20])]);
    assert!(read("bomb.zip", &bomb, "competency", &Around::default()).is_err_and(|sentence| sentence.contains("слишком большой")));
    let tight = zipped(&[("a.xml", &vec![b' '; 5 << 20])]);
    assert!(read("tight.zip", &tight, "competency", &Around::default()).is_err());
    assert!(read("broken.zip", b"PK\x03\x04rubbish", "competency", &Around::default()).is_err_and(|sentence| sentence.contains("повреждён")));
    for rubbish in [&b""[..], b"\xff\xfe", b"<", b"<!--", b"PK"] {
        let _ = read("rubbish.xml", rubbish, "competency", &Around::default());
    }
}

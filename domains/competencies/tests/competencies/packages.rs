//! CASE packages go in and out without loss; sheets are checked first.

use crate::stage::{self, tell};
use access::Role;
use kernel::db::testing;
use serde_json::{Value, json};

/// A package with members that we don't use, relations that make no tree, an item under two parents, one under none.
fn package() -> Value {
    let uri = |id: &str| json!({"identifier": id, "title": id, "uri": format!("https://example.org/{id}"), "targetType": "CASE"});
    let item = |id: &str, code: &str, more: Value| {
        let mut item = json!({"identifier": id, "uri": format!("https://example.org/{id}"), "fullStatement": format!("Умеет {code}"), "humanCodingScheme": code, "lastChangeDateTime": "2026-01-01T00:00:00+00:00"});
        item.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        item
    };
    let link = |id: &str, kind: &str, from: &str, to: &str, number: u32| json!({"identifier": id, "uri": format!("https://example.org/{id}"), "associationType": kind, "originNodeURI": uri(from), "destinationNodeURI": uri(to), "sequenceNumber": number, "lastChangeDateTime": "2026-01-01T00:00:00+00:00", "extensions": {"theirs": [1, 2.5, null]}});
    json!({
        "CFDocument": {"identifier": "doc-1", "uri": "https://example.org/doc-1", "title": "Чужая рамка", "creator": "Кто-то", "adoptionStatus": "Draft", "caseVersion": "1.1", "notes": "важно", "lastChangeDateTime": "2026-01-01T00:00:00+00:00"},
        "CFItems": [
            item("i-2", "А1", json!({"educationLevel": ["05", "06"], "alternativeLabel": "сложение", "notes": "пояснение"})),
            item("i-1", "А", json!({"CFItemTypeURI": uri("type")})),
            item("i-3", "А1", json!({"extensions": {"theirs": {"x": true}}})),
            item("i-4", "Б", json!({"abbreviatedStatement": ""})),
        ],
        "CFAssociations": [
            link("l-1", "isChildOf", "i-2", "i-1", 2),
            link("l-2", "isRelatedTo", "i-2", "i-4", 1),
            link("l-3", "isChildOf", "i-1", "doc-1", 1),
            link("l-4", "isChildOf", "i-3", "i-1", 1),
            link("l-5", "isChildOf", "i-3", "i-4", 1),
            link("l-6", "exactMatchOf", "i-4", "elsewhere", 1),
        ],
        "CFDefinitions": {"CFItemTypes": [{"identifier": "type", "title": "навык"}]},
        "CFRubrics": [],
        "somethingNew": {"deep": [{"a": 1}]}
    })
}

fn exported(page: &web::testing::Page) -> Value {
    serde_json::from_slice(&page.bytes).unwrap()
}

#[test]
fn a_package_comes_back_as_it_came_in_also_from_the_next_version() {
    for test in testing::databases() {
        stage::region(&test.db);
        let mut anna = stage::browser(&test.db, Role::Methodist);
        tell(async {
            anna.open("/competencies/import").await;
            let bytes = serde_json::to_vec(&package()).unwrap();
            let page = anna.upload("/competencies/import", &[], &[("file", "p.json", &bytes)]).await;
            assert!(page.status == 200 && page.says("Чужая рамка") && page.says("Другие связи CASE"), "{}", page.html);
            let path = page.path.split('?').next().unwrap().to_owned();
            // Sequence numbers order siblings: i-3 before i-2.
            assert!(page.html.find("i-3").unwrap() < page.html.find("Умеет А1").unwrap().max(page.html.find("пояснение").unwrap()));
            assert_eq!(exported(anna.open(&format!("{path}/case.json")).await), package());
            anna.open(&path).await;
            let page = anna.upload("/competencies/import", &[], &[("file", "p.json", &bytes)]).await;
            assert_eq!(page.status, 409, "its draft is there");
            anna.open(&path).await;
            anna.post(&format!("{path}/introduction"), &[("version", "1")]).await;
            let page = anna.post(&format!("{path}/copy"), &[]).await;
            let copy = page.path.split('?').next().unwrap().to_owned();
            assert_ne!(copy, path);
            assert_eq!(exported(anna.open(&format!("{copy}/case.json")).await), package());
        });
    }
}

#[test]
fn what_is_changed_here_is_changed_in_the_package_and_nothing_else() {
    let test = testing::sqlite();
    stage::region(&test.db);
    let mut anna = stage::browser(&test.db, Role::Methodist);
    tell(async {
        anna.open("/competencies/import").await;
        let bytes = serde_json::to_vec(&package()).unwrap();
        let path = anna.upload("/competencies/import", &[], &[("file", "p.json", &bytes)]).await.path.split('?').next().unwrap().to_owned();
        let node = anna.page.html.split("/nodes/").filter_map(|rest| rest.split('"').next()).find(|rest| rest.len() == 36).unwrap().to_owned();
        anna.open(&format!("{path}/nodes/{node}")).await;
        anna.post(&format!("{path}/nodes/{node}"), &[("version", "1"), ("code", "А"), ("title", "Умеет иначе")]).await;
        let mut expected = package();
        expected["CFItems"][1]["fullStatement"] = "Умеет иначе".into();
        assert_eq!(exported(anna.open(&format!("{path}/case.json")).await), expected);
    });
}

#[test]
fn our_own_framework_survives_the_way_through_a_package_with_its_targets() {
    let test = testing::sqlite();
    let db = &test.db;
    stage::region(db);
    let (framework, _) = db.write(|tx| competencies::load_sample(tx, &audit::By::system())).unwrap();
    let mut anna = stage::browser(db, Role::Methodist);
    tell(async {
        let first = exported(anna.open(&format!("/competencies/{framework}/case.json")).await);
        assert_eq!((first["CFItems"].as_array().unwrap().len(), first["CFAssociations"].as_array().unwrap().len()), (24, 24));
        anna.open("/competencies/import").await;
        let path = anna.upload("/competencies/import", &[], &[("file", "p.json", &serde_json::to_vec(&first).unwrap())]).await.path.split('?').next().unwrap().to_owned();
        assert_eq!(exported(anna.open(&format!("{path}/case.json")).await), first);
        assert!(anna.open(&path).await.says("цель: высокий"));
    });
}

#[test]
fn a_broken_package_is_refused_with_the_place_named() {
    let test = testing::sqlite();
    stage::region(&test.db);
    let mut anna = stage::browser(&test.db, Role::Methodist);
    let with = |change: &dyn Fn(&mut Value)| {
        let mut package = package();
        change(&mut package);
        serde_json::to_vec(&package).unwrap()
    };
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (b"{\"CFDocument\"".to_vec(), "строка 1"),
        (b"[]".to_vec(), "CFPackage"),
        (b"{}".to_vec(), "CFDocument"),
        (with(&|package| package["CFItems"] = json!("x")), "не список"),
        (with(&|package| package["CFItems"][2] = json!(7)), "элемент 3"),
        (with(&|package| package["CFItems"][3]["identifier"] = json!("i-1")), "повторяется"),
        (with(&|package| package["CFItems"][0]["fullStatement"] = json!(" ")), "fullStatement"),
        (with(&|package| package["CFAssociations"][2]["destinationNodeURI"]["identifier"] = json!("i-2")), "внутри самого себя"),
    ];
    tell(async {
        anna.open("/competencies/import").await;
        for (bytes, said) in &cases {
            let page = anna.upload("/competencies/import", &[], &[("file", "p.json", bytes)]).await;
            assert!(page.status == 422 && page.says(said), "{said}: {}", page.html);
        }
        assert!(anna.open("/competencies").await.says("Рамок пока нет"), "nothing was half-imported");
    });
}

//! The description is true: it has every route and no other, and every answer is as it says.

use crate::{
    receiver::{connect, happened},
    stage::{self, HOME, SCHOOL, activity, set, tell},
};
use consent::PublicationItem;
use exchange::{
    Resource,
    hooks::{self, Topic},
};
use kernel::db::testing::on_each_engine;
use serde_json::Value;

fn document() -> Value {
    exchange::openapi("https://active.example.ru")
}

/// Follows `#/…` within the document.
fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(reference) => {
            let found = document.pointer(reference.strip_prefix('#').unwrap());
            resolved(document, found.unwrap_or_else(|| panic!("nothing at {reference}")))
        }
        None => schema,
    }
}

fn is_of(kind: &str, value: &Value) -> bool {
    match kind {
        "string" => value.is_string(),
        "integer" => value.is_i64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        other => panic!("unknown type {other}"),
    }
}

/// What of JSON Schema the description uses.
fn faults(document: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let schema = resolved(document, schema);
    let mut found = Vec::new();
    if let Some(some) = schema["oneOf"].as_array() {
        let fit = some.iter().filter(|one| faults(document, one, value).is_empty()).count();
        return if fit == 1 { found } else { vec![format!("{fit} of oneOf fit {value}")] };
    }
    let kinds: Vec<&str> = schema["type"].as_array().map_or_else(|| schema["type"].as_str().into_iter().collect(), |kinds| kinds.iter().filter_map(Value::as_str).collect());
    if !kinds.is_empty() && !kinds.iter().any(|kind| is_of(kind, value)) {
        found.push(format!("{value} is none of {kinds:?}"));
    }
    if schema.get("const").is_some_and(|only| only != value) {
        found.push(format!("{value} is not the constant"));
    }
    if schema["enum"].as_array().is_some_and(|words| !words.contains(value)) {
        found.push(format!("{value} is not in the list"));
    }
    if let (Some("date-time"), Some(text)) = (schema["format"].as_str(), value.as_str()) {
        found.extend(text.parse::<jiff::Timestamp>().err().map(|cause| cause.to_string()));
    }
    if let (Some("date"), Some(text)) = (schema["format"].as_str(), value.as_str()) {
        found.extend(text.parse::<jiff::civil::Date>().err().map(|cause| cause.to_string()));
    }
    if let Some(fields) = value.as_object() {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).filter(|name| !fields.contains_key(*name)) {
            found.push(format!("no {name}"));
        }
        for (name, inner) in fields {
            match schema["properties"].get(name) {
                Some(known) => found.extend(faults(document, known, inner).into_iter().map(|fault| format!("{name}: {fault}"))),
                None => found.push(format!("{name} is not described")),
            }
        }
    }
    if let Some(items) = value.as_array() {
        found.extend(items.iter().flat_map(|item| faults(document, &schema["items"], item)));
    }
    found
}

fn walk(value: &Value, seen: &mut impl FnMut(&Value)) {
    seen(value);
    match value {
        Value::Object(fields) => fields.values().for_each(|inner| walk(inner, seen)),
        Value::Array(items) => items.iter().for_each(|inner| walk(inner, seen)),
        _ => {}
    }
}

#[test]
fn the_document_is_whole() {
    let document = document();
    assert_eq!(document["openapi"], "3.1.0");
    walk(&document, &mut |value| {
        resolved(&document, value);
    });
    let mut names = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let operation = &item["get"];
        assert_eq!(item.as_object().unwrap().len(), 1, "{path} is read only");
        names.push(operation["operationId"].as_str().unwrap().to_owned());
        let parameters: Vec<&Value> = operation["parameters"].as_array().unwrap().iter().map(|parameter| resolved(&document, parameter)).collect();
        assert!(parameters.iter().all(|parameter| parameter["name"].is_string() && parameter["schema"].is_object()));
        assert_eq!(path.contains("{id}"), parameters.iter().any(|parameter| parameter["in"] == "path" && parameter["required"] == true), "{path}");
        for (status, response) in operation["responses"].as_object().unwrap() {
            let response = resolved(&document, response);
            assert!(status.parse::<u16>().is_ok() && response["description"].is_string(), "{path} {status}");
        }
    }
    let all = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), all, "ids of operations are unique");
}

#[test]
fn every_message_is_as_described() {
    on_each_engine(|db| {
        let stage = set(db);
        let (id, _) = connect(db, &stage.app, &stage.administrator.by(), "https://site.example.ru/hook", &Topic::offered().collect::<Vec<_>>());
        let open = db
            .write(|tx| {
                stage::practice(tx, stage.open);
                Ok(activity(tx, HOME, "announced", true))
            })
            .unwrap();
        let practice: String = db.read(|tx| tx.one("SELECT id FROM practice WHERE is_open = 1", kernel::params![], |row| row.get(0))).unwrap();
        let report = stage::report(db, &stage.coordinator).to_string();
        for (action, object) in [
            ("membership.began", "m1"),
            ("place.renamed", SCHOOL),
            ("activity.announced", open.as_str()),
            ("activity.cancelled", open.as_str()),
            ("figures_report.frozen", report.as_str()),
            ("figures_report.handed_in", report.as_str()),
            ("practice.decided", practice.as_str()),
            ("open_data.published", "places.1"),
            ("open_data.withdrawn", "places.1"),
        ] {
            happened(db, action, "x", object);
        }
        db.write(|tx| hooks::test(tx, &stage.administrator.by(), id, "https://active.example.ru")).unwrap();
        hooks::gather(&stage.app).unwrap();
        let (document, messages) = (document(), db.read(|tx| hooks::messages(tx, id, 50)).unwrap());
        for topic in Topic::ALL {
            let operation = &document["webhooks"][topic.as_str()]["post"];
            let names: Vec<&str> = operation["parameters"].as_array().unwrap().iter().filter_map(|header| header["name"].as_str()).collect();
            assert_eq!(names, ["webhook-id", "webhook-timestamp", "webhook-signature"]);
            let told = messages.iter().find(|message| message.topic == *topic).unwrap_or_else(|| panic!("nobody was told {topic}"));
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            assert_eq!(faults(&document, schema, &serde_json::from_str(&told.body).unwrap()), Vec::<String>::new(), "{topic}");
        }
    });
}

#[test]
fn routes_and_description_are_made_of_one_table() {
    on_each_engine(|db| {
        let stage = set(db);
        let token = stage.token(db, "region", Resource::ALL);
        let document = document();
        let mut described: Vec<String> = document["paths"].as_object().unwrap().keys().filter(|path| path.starts_with("/api/v1/")).cloned().collect();
        let mut routed: Vec<String> = Resource::ALL.iter().flat_map(|resource| [resource.url(), format!("{}/{{id}}", resource.url())]).collect();
        described.sort();
        routed.sort();
        assert_eq!(described, routed);
        for path in described {
            let status = tell(stage.ask(&path.replace("{id}", "nobody"), &token, &[])).status;
            assert_eq!(status, if path.contains("{id}") { 404 } else { 200 }, "{path}");
        }
        assert_eq!(tell(stage.ask("/api/v1/nonsense", &token, &[])).json()["type"], "/api/v1#not-found");
        let served = tell(stage.ask("/api/v1/openapi.json", "", &[])).json();
        assert_eq!(served["paths"], document["paths"]);
        let page = tell(stage.ask("/api/v1", "", &[])).text();
        for resource in Resource::ALL {
            assert!(page.contains(&resource.url()) && page.contains(resource.title()), "{resource}");
        }
    });
}

#[test]
fn every_answer_is_as_described() {
    on_each_engine(|db| {
        let stage = set(db);
        stage::publish(db, stage.open, &[PublicationItem::FullName, PublicationItem::School]);
        let cancelled = db
            .write(|tx| {
                stage::sum(tx, SCHOOL, "oge", (40, 900, 90));
                stage::resource(tx);
                stage::practice(tx, stage.open);
                // Fewer than five people would be hidden, however many cases they have.
                for family in ["Первова", "Вторушина", "Третьякова", "Четверикова", "Пятакова"] {
                    let who = scene::person(tx, family, SCHOOL);
                    stage::case(tx, who);
                }
                activity(tx, SCHOOL, "announced", true);
                Ok(activity(tx, HOME, "announced", true))
            })
            .unwrap();
        stage::report(db, &stage.coordinator);
        exchange::refresh(db).unwrap();
        db.write(|tx| Ok(tx.execute("UPDATE activity SET state = 'cancelled' WHERE id = $1", kernel::params![cancelled])?)).unwrap();
        exchange::refresh(db).unwrap();
        let token = stage.token(db, "region", Resource::ALL);
        let document = document();
        let described = |path: &str, status: &str| {
            let response = resolved(&document, &document["paths"][path]["get"]["responses"][status]);
            response["content"].as_object().unwrap().values().next().unwrap()["schema"].clone()
        };
        for resource in Resource::ALL {
            let url = resource.url();
            let page = tell(stage.ask(&format!("{url}?limit=500"), &token, &[])).json();
            assert_eq!(faults(&document, &described(&url, "200"), &page), Vec::<String>::new(), "{resource}");
            let things = page["data"].as_array().unwrap();
            let live = things.iter().find(|thing| thing["deleted"] == false).unwrap_or_else(|| panic!("nothing of {resource}"));
            let one = tell(stage.ask(&format!("{url}/{}", live["id"].as_str().unwrap()), &token, &[])).json();
            assert_eq!(faults(&document, &described(&format!("{url}/{{id}}"), "200"), &one), Vec::<String>::new(), "{resource}");
            let wrong = tell(stage.ask(&format!("{url}?limit=0"), &token, &[])).json();
            assert_eq!(faults(&document, &described(&url, "400"), &wrong), Vec::<String>::new());
        }
        let register = tell(async { web::testing::Visitor::new(&stage.app, register::router()).open("/api/public/members").await.html.clone() });
        assert_eq!(faults(&document, &described("/api/public/members", "200"), &serde_json::from_str(&register).unwrap()), Vec::<String>::new());
    });
}

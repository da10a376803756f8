//! The API's description, made from the very table that the routes are made from.

use crate::{hooks::Topic, problem::Problem, resource::Resource};
use serde_json::{Map, Value, json};

/// OpenAPI 3.1.
#[must_use]
pub fn document(server: &str) -> Value {
    let mut paths = Map::new();
    for resource in Resource::ALL.iter().copied() {
        paths.insert(resource.url(), json!({"get": list(resource)}));
        paths.insert(format!("{}/{{id}}", resource.url()), json!({"get": one(resource)}));
    }
    paths.insert("/api/public/members".into(), json!({"get": public_members()}));
    let mut schemas = Map::new();
    for resource in Resource::ALL.iter().copied() {
        schemas.insert(thing_name(resource), thing(resource));
        schemas.insert(list_name(resource), page(resource));
    }
    schemas.insert("Tombstone".into(), tombstone());
    schemas.insert("Problem".into(), problem());
    schemas.insert("PublicMembers".into(), public_members_schema());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Методактив: данные для программ",
            "version": "1",
            "description": "Только чтение. Поля добавляются, но не переименовываются и не исчезают. Объяснение по-русски: /api/v1.",
            "license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        },
        "servers": [{"url": server}],
        "security": [{"token": []}],
        "paths": paths,
        "webhooks": webhooks(),
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "Ключ выдаёт администратор: /exchange/tokens"}},
            "parameters": parameters(),
            "headers": {"RetryAfter": {"description": "Через сколько секунд повторить", "schema": {"type": "integer"}}, "ETag": {"description": "Отпечаток ответа", "schema": {"type": "string"}}},
            "responses": responses(),
            "schemas": schemas,
        },
    })
}

fn thing_name(resource: Resource) -> String {
    format!("{resource}_item")
}

fn list_name(resource: Resource) -> String {
    format!("{resource}_list")
}

fn reference(kind: &str, name: &str) -> Value {
    json!({"$ref": format!("#/components/{kind}/{name}")})
}

fn answers(ok: Value, resource: Resource, more: &[&str]) -> Value {
    let mut found = Map::new();
    found.insert("200".into(), ok);
    if !resource.is_personal() {
        found.insert("304".into(), json!({"description": "С прошлого раза ничего не изменилось"}));
    }
    for status in ["401", "403", "429", "503"].iter().chain(more) {
        found.insert((*status).to_owned(), reference("responses", status));
    }
    Value::Object(found)
}

fn ok(resource: Resource, schema: &str) -> Value {
    let mut answer = json!({"description": resource.title(), "content": {"application/json": {"schema": reference("schemas", schema)}}});
    if !resource.is_personal() {
        answer["headers"] = json!({"ETag": reference("headers", "ETag")});
    }
    answer
}

fn list(resource: Resource) -> Value {
    let mut parameters = vec![reference("parameters", "updated_since"), reference("parameters", "cursor"), reference("parameters", "limit")];
    if !resource.is_personal() {
        parameters.push(reference("parameters", "if_none_match"));
    }
    json!({"operationId": format!("list_{resource}"), "summary": resource.title(), "description": resource.note(), "parameters": parameters, "responses": answers(ok(resource, &list_name(resource)), resource, &["400"])})
}

fn one(resource: Resource) -> Value {
    let mut parameters = vec![reference("parameters", "id")];
    if !resource.is_personal() {
        parameters.push(reference("parameters", "if_none_match"));
    }
    json!({"operationId": format!("get_{resource}"), "summary": format!("{}: одна запись", resource.title()), "parameters": parameters, "responses": answers(ok(resource, &thing_name(resource)), resource, &["404", "410"])})
}

fn parameters() -> Value {
    json!({
        "updated_since": {"name": "updated_since", "in": "query", "required": false, "description": "Только то, что появилось, изменилось или снято с этого времени (RFC 3339). Берите наибольшее updated_at из прочитанного, не свои часы", "schema": {"type": "string", "format": "date-time"}},
        "cursor": {"name": "cursor", "in": "query", "required": false, "description": "Откуда продолжать: значение из прошлого ответа", "schema": {"type": "string", "pattern": "^[0-7][0-9a-f]{15}$"}},
        "limit": {"name": "limit", "in": "query", "required": false, "description": "Сколько записей на странице", "schema": {"type": "integer", "minimum": 1, "maximum": 500, "default": 100}},
        "id": {"name": "id", "in": "path", "required": true, "description": "Номер записи", "schema": {"type": "string", "minLength": 1}},
        "if_none_match": {"name": "If-None-Match", "in": "header", "required": false, "description": "ETag прошлого ответа", "schema": {"type": "string"}},
    })
}

fn responses() -> Value {
    let mut found = Map::new();
    for problem in Problem::ALL {
        let status = problem.status().as_str().to_owned();
        let entry = found.entry(status).or_insert_with(|| json!({"description": problem.title(), "content": {"application/problem+json": {"schema": reference("schemas", "Problem")}}}));
        if matches!(problem, Problem::TooMany { .. }) {
            entry["headers"] = json!({"Retry-After": reference("headers", "RetryAfter")});
        }
    }
    Value::Object(found)
}

/// What receivers are told, by Standard Webhooks.
fn webhooks() -> Value {
    let header = |name: &str, words: &str| json!({"name": name, "in": "header", "required": true, "description": words, "schema": {"type": "string"}});
    let parameters = [
        header("webhook-id", "Номер уведомления: у повтора тот же"),
        header("webhook-timestamp", "Секунды Unix, когда отправлено; слишком старые отклоняйте"),
        header("webhook-signature", "v1,<base64 HMAC-SHA256 от id.timestamp.тело>"),
    ];
    let told = |topic: &Topic| {
        let operation = json!({
            "operationId": format!("told_{}", topic.as_str().replace('.', "_")), "summary": topic.label(), "security": [], "parameters": parameters,
            "requestBody": {"required": true, "content": {"application/json": {"schema": message(*topic)}}},
            "responses": {"2XX": {"description": "Принято"}, "410": {"description": "Больше не присылать: приёмник будет приостановлен"}},
        });
        (topic.to_string(), json!({"post": operation}))
    };
    Topic::ALL.iter().map(told).collect::<Map<_, _>>().into()
}

/// The schema of a message.
fn message(topic: Topic) -> Value {
    let data: Map<String, Value> = topic.holds().iter().map(|name| ((*name).to_owned(), json!({"type": "string"}))).collect();
    json!({
        "type": "object", "required": ["type", "timestamp", "data"],
        "properties": {
            "type": {"const": topic.as_str()}, "timestamp": {"type": "string", "format": "date-time", "description": "когда произошло"},
            "data": {"type": "object", "required": topic.holds(), "properties": data},
        },
    })
}

/// The schema of a thing that is published.
#[must_use]
pub fn thing(resource: Resource) -> Value {
    let mut properties = Map::new();
    properties.insert("id".into(), json!({"type": "string"}));
    properties.insert("deleted".into(), json!({"const": false}));
    properties.insert("updated_at".into(), json!({"type": "string", "format": "date-time"}));
    for field in resource.fields() {
        properties.insert(field.name.into(), field.schema());
    }
    let required: Vec<String> = properties.keys().cloned().collect();
    json!({"type": "object", "title": resource.title(), "properties": properties, "required": required})
}

/// The schema of what is no longer published.
#[must_use]
pub fn tombstone() -> Value {
    json!({
        "type": "object", "title": "Снято с публикации", "additionalProperties": false, "required": ["id", "deleted", "updated_at"],
        "properties": {"id": {"type": "string"}, "deleted": {"const": true}, "updated_at": {"type": "string", "format": "date-time"}},
    })
}

fn page(resource: Resource) -> Value {
    json!({
        "type": "object", "required": ["data", "next", "cursor"],
        "properties": {
            "data": {"type": "array", "items": {"oneOf": [reference("schemas", &thing_name(resource)), reference("schemas", "Tombstone")]}},
            "next": {"type": ["string", "null"], "description": "Адрес следующей страницы; null — это последняя"},
            "cursor": {"type": "string", "description": "Отсюда можно продолжить в другой день: придёт только новое"},
        },
    })
}

fn problem() -> Value {
    let words: Vec<String> = Problem::ALL.iter().map(|problem| format!("/api/v1#{}", problem.word())).collect();
    json!({
        "type": "object", "required": ["type", "title", "status", "detail"],
        "properties": {"type": {"type": "string", "enum": words}, "title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"}},
    })
}

/// The register, as it has been since before this API: `docs/public-api.md`.
fn public_members() -> Value {
    let query = |name: &str, kind: Value, words: &str| json!({"name": name, "in": "query", "required": false, "description": words, "schema": kind});
    json!({
        "operationId": "public_members", "summary": "Открытый список участников", "security": [],
        "description": "Без ключа, для сайта института. Ответ вычисляется по действующим согласиям; хранить копию нельзя.",
        "parameters": [
            query("q", json!({"type": "string"}), "слова имени"), query("subject", json!({"type": "string"}), "код предмета"),
            query("municipality", json!({"type": "string"}), "код муниципалитета"), // Old links and hand-typed ones are forgiven, so any text will do.
            query("page", json!({"type": "string"}), "номер страницы с 1, по 25; что не номер, то первая"),
        ],
        "responses": {"200": {"description": "Страница списка", "content": {"application/json": {"schema": reference("schemas", "PublicMembers")}}}},
    })
}

fn public_members_schema() -> Value {
    let named = json!({"type": ["object", "null"], "required": ["code", "name"], "properties": {"code": {"type": "string"}, "name": {"type": "string"}}});
    json!({
        "type": "object", "required": ["members", "page", "per_page", "total", "is_guess", "next", "html"],
        "properties": {
            "members": {"type": "array", "items": {
                "type": "object", "required": ["full_name", "subject", "school", "municipality", "conditions"],
                "properties": {"full_name": {"type": "string"}, "subject": named, "school": {"type": ["string", "null"]}, "municipality": named, "conditions": {"type": ["string", "null"]}},
            }},
            "page": {"type": "integer"}, "per_page": {"type": "integer"}, "total": {"type": ["integer", "null"]}, "unpublished": {"type": "integer"},
            "is_guess": {"type": "boolean"}, "next": {"type": ["string", "null"]}, "html": {"type": "string"},
        },
    })
}

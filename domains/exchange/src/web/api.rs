//! Answers of the API.

use crate::{
    feed::{self, Asked},
    openapi,
    problem::Problem,
    rate::{Meter, Verdict},
    resource::Resource,
    token::{self, Token},
};
use ::web::{App, Shell};
use access::brakes::{self, Brake};
use axum::{
    body::Body,
    extract::{Path, RawQuery, State, rejection::PathRejection},
    response::{IntoResponse, Response},
};
use data_encoding::HEXLOWER;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use kernel::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use ui::url::Query;

const MOST: u32 = 500;
const USUAL: u32 = 100;

type Answer = Result<Response, Problem>;
/// Names out of an address, which may be no text at all.
type Named<T> = Result<Path<T>, PathRejection>;

/// The description itself is open to everybody.
pub async fn describe(State(app): State<App>, headers: HeaderMap) -> Response {
    let document = openapi::document(app.settings.public_url.trim_end_matches('/'));
    tagged(&headers, &document, "public, max-age=300")
}

pub async fn list(State(app): State<App>, shell: Shell, headers: HeaderMap, named: Named<String>, RawQuery(raw): RawQuery) -> Answer {
    let wanted = named.ok().and_then(|Path(name)| name.parse().ok());
    let (token, resource) = admitted(&app, &shell, &headers, wanted).await?;
    let query = Query::parse(&raw.unwrap_or_default());
    let asked = asked(&query)?;
    let (path, wanted) = (token.place_path, asked.clone());
    let page = app.read(move |tx| feed::page(tx, resource, &path, &wanted)).await?;
    let next = page.next.map(|seq| query.with("cursor", cursor(seq)).href(&resource.url()));
    Ok(answer(&headers, resource, &json!({"data": page.things, "next": next, "cursor": cursor(page.last)})))
}

pub async fn one(State(app): State<App>, shell: Shell, headers: HeaderMap, named: Named<(String, String)>) -> Answer {
    let (wanted, id) = named.ok().map_or((None, String::new()), |Path((name, id))| (name.parse().ok(), id));
    let (token, resource) = admitted(&app, &shell, &headers, wanted).await?;
    // No id has a NUL, and PostgreSQL takes none.
    if id.contains('\0') {
        return Err(Problem::NotFound);
    }
    let path = token.place_path;
    let thing = app.read(move |tx| feed::one(tx, resource, &path, &id)).await?.ok_or(Problem::NotFound)?;
    if thing["deleted"] == json!(true) { Err(Problem::Gone) } else { Ok(answer(&headers, resource, &thing)) }
}

/// Whoever asks, if they may: a token that works, not too often, of this resource. Without a token nobody learns what there is.
async fn admitted(app: &App, shell: &Shell, headers: &HeaderMap, wanted: Option<Resource>) -> Result<(Token, Resource), Problem> {
    let text =
        headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(|line| line.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, text)| text.trim().to_owned());
    let Some(text) = text else { return Err(Problem::NoToken) };
    let Some(token) = app.read(move |tx| token::find(tx, &text)).await? else {
        let brake = Brake::of_token(&shell.client.address);
        app.write(move |tx| brakes::attempt(tx, &[brake])).await?;
        return Err(Problem::NoToken);
    };
    let meter = Meter::of(app);
    match meter.pass(token.id, app.clock().now(), app.clock().today()) {
        Verdict::Goes => {}
        Verdict::GoesFirst => meter.save_soon(&app.db).await?,
        Verdict::Waits { seconds } => return Err(Problem::TooMany { seconds }),
    }
    let resource = wanted.ok_or(Problem::NotFound)?;
    if token.scopes.contains(&resource) { Ok((token, resource)) } else { Err(Problem::Scope) }
}

fn asked(query: &Query) -> Result<Asked, Problem> {
    // An empty value is not the same as none: a program that sends one has lost what it wanted to send.
    let since = query.get("updated_since").map(|text| text.trim().parse::<Timestamp>().map_err(|_| Problem::Since)).transpose()?;
    let after = query.get("cursor").map(|text| place_of(text).ok_or(Problem::Cursor)).transpose()?.unwrap_or(0);
    let limit = query.get("limit").map(|text| text.parse().ok().filter(|limit| (1..=MOST).contains(limit)).ok_or(Problem::Limit)).transpose()?.unwrap_or(USUAL);
    Ok(Asked { since, after, limit })
}

fn cursor(seq: i64) -> String {
    HEXLOWER.encode(&seq.to_be_bytes())
}

fn place_of(text: &str) -> Option<i64> {
    let bytes: [u8; 8] = HEXLOWER.decode(text.as_bytes()).ok()?.try_into().ok()?;
    Some(i64::from_be_bytes(bytes)).filter(|seq| *seq >= 0)
}

fn answer(headers: &HeaderMap, resource: Resource, body: &Value) -> Response {
    if resource.is_personal() {
        // A copy anywhere would outlive a withdrawal: no tag invites to keep one.
        let mut response = json_of(body.to_string());
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        return response;
    }
    tagged(headers, body, "private, no-cache")
}

fn json_of(text: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], Body::from(text)).into_response()
}

fn tagged(headers: &HeaderMap, body: &Value, cache: &'static str) -> Response {
    let text = body.to_string();
    let digest = HEXLOWER.encode(&Sha256::digest(text.as_bytes()));
    let tag = format!("\"{}\"", digest.get(..32).unwrap_or(&digest));
    let mut response = if knows(headers, &tag) { StatusCode::NOT_MODIFIED.into_response() } else { json_of(text) };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    response
}

/// Whether the asker has this very answer (RFC 9110, 13.1.2: weakly compared, `*` is anything).
fn knows(headers: &HeaderMap, tag: &str) -> bool {
    let lines = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(str::trim).any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_what_was_given_out_and_nothing_else() {
        assert_eq!(place_of(&cursor(42)), Some(42));
        for strange in ["", "42", "zzzzzzzzzzzzzzzz", "ffffffffffffffff", "000000000000002A", "000000000000002a00"] {
            assert_eq!(place_of(strange), None, "{strange}");
        }
    }

    #[test]
    fn a_tag_is_known_alone_in_a_list_and_weakly() {
        let with = |line: &'static str| HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_static(line))]);
        for known in ["\"a\"", "\"x\", \"a\"", "W/\"a\"", "*"] {
            assert!(knows(&with(known), "\"a\""), "{known}");
        }
        assert!(!knows(&with("\"b\""), "\"a\"") && !knows(&HeaderMap::new(), "\"a\""));
    }
}

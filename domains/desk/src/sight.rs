//! Size of text, contrast, spacing: for everybody, without an account and without a script.

use axum::{
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
};
use http::header::SET_COOKIE;
use ui::{
    page::Page,
    prefs::{self, Prefs},
    url::Query,
};
use web::{Answers, App, Result, Shell, guard};

const A_YEAR: u64 = 365 * 24 * 3600;

pub async fn form(shell: Shell, RawQuery(raw): RawQuery) -> Response {
    let query = Query::parse(&raw.unwrap_or_default());
    let body = prefs::view_settings(shell.prefs, &shell.key(), own_path(query.text("back")));
    shell.page(Page::new("Размер текста и контраст").narrow().body(body)).into_response()
}

/// Nothing of anybody's is changed, so a repeat needs no key. The choice lives in the reader's browser only.
pub async fn save(State(app): State<App>, answers: Answers) -> Result<Response> {
    let chosen = Prefs::from_words(answers.get("size"), answers.get("contrast"), answers.get("spacing"));
    let cookie = guard::cookie(&app, prefs::COOKIE, &chosen.to_cookie(), Some(A_YEAR));
    Ok(([(SET_COOKIE, cookie)], web::see(own_path(answers.get("back")))).into_response())
}

/// A path of this site, or the first page: `//host`, `/\host` and whole addresses lead elsewhere.
fn own_path(asked: &str) -> &str {
    let is_ours = asked.starts_with('/') && !asked.starts_with("//") && asked.len() <= 2_000 && asked.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if is_ours { asked } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn only_paths_of_this_site_are_returned_to() {
        for good in ["/", "/members?q=%D0%B0&page=2", "/applications/7#answers"] {
            assert_eq!(own_path(good), good);
        }
        for bad in ["", "//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/a\r\nSet-Cookie: x=1", "/а", "members", "/\t/evil.example"] {
            assert_eq!(own_path(bad), "/", "{bad:?}");
        }
    }
}

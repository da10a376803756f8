//! What every screen needs: the application's state, who asks, what was posted, how it is answered.
//!
//! ```ignore
//! pub fn router() -> axum::Router<App> {
//!     Router::new().route("/orders/{id}", get(show)).route("/orders/{id}/signature", post(sign))
//! }
//! async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<OrderId>) -> web::Result {
//!     actor.may(Action::ViewOrders)?;
//!     let scope = actor.scope();
//!     let order = app.read(move |tx| store::find(tx, &scope, id)).await?;
//!     Ok(shell.page(Page::new("Приказ").body(views::order(&order, &shell.key()))))
//! }
//! async fn sign(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<OrderId>, posted: Posted) -> web::Result {
//!     actor.may(Action::SignOrders)?;
//!     let form = SignForm::from(&posted.answers);
//!     let signed = app.act(&posted.key, shell.owner(), { let form = form.clone(); move |tx| workflow::sign(tx, &actor, id, &form) }).await;
//!     web::or_again(signed, |errors| sign_page(&shell, id, &form, &errors))      // 303, or 422 with the same page and the values kept
//! }
//! ```
//! Guards are middleware ([`guard`]): a POST from another site is refused, a failure becomes a Russian page.

mod app;
mod asked;
mod failure;
pub mod guard;
mod kept;
pub mod lists;
mod nav;
mod posted;
mod session;
mod shell;
pub mod testing;

pub use app::{App, OwnNav, Parts, Settings};
pub use asked::{identified, most_mb, query, text, version};
pub use failure::{Failure, Result};
pub use nav::entries as usual_nav;
pub use posted::{Answers, Posted, Upload};
pub use shell::{Client, RequestId, Shell, Staff};

use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Error, FieldErrors};
use maud::Markup;

/// After an act: to the address it led to, or the same page again with its errors (422) and what was typed.
///
/// # Errors
/// Everything but field errors, for the page of failures.
pub fn or_again(done: kernel::Result<String>, again: impl FnOnce(&FieldErrors) -> Markup) -> Result {
    match done {
        Ok(location) => Ok(see(&location)),
        Err(Error::Fields(errors)) => Ok(unprocessable(again(&errors))),
        Err(other) => Err(other.into()),
    }
}

/// As [`or_again`], where the page has to be read afresh.
///
/// # Errors
/// Everything but field errors, for the page of failures; whatever `again` returns.
pub async fn or_afresh(done: kernel::Result<String>, again: impl AsyncFnOnce(FieldErrors) -> Result<Markup>) -> Result {
    match done {
        Ok(location) => Ok(see(&location)),
        Err(Error::Fields(errors)) => Ok(unprocessable(again(errors).await?)),
        Err(other) => Err(other.into()),
    }
}

/// 303 to an address of ours.
#[must_use]
pub fn see(location: &str) -> Response {
    Redirect::to(location).into_response()
}

/// The page of a failed form: 422.
#[must_use]
pub fn unprocessable(page: Markup) -> Response {
    (http::StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// A file to keep: name as the reader will see it (Cyrillic is fine), never shown in place.
#[must_use]
pub fn download(name: &str, mime: &'static str, bytes: Vec<u8>) -> Response {
    attachment("attachment", name, mime, bytes)
}

/// A PDF or picture of our own making, to look at in the browser.
#[must_use]
pub fn show_file(name: &str, mime: &'static str, bytes: Vec<u8>) -> Response {
    attachment("inline", name, mime, bytes)
}

/// What somebody uploaded. A picture is shown, in a page of its own that can do nothing; a PDF is saved, because viewers of PDF don't
/// work in such a page and a stranger's PDF is better opened outside of ours (OWASP ASVS 5.0, 3.2.1 and 5.4).
#[must_use]
pub fn show_upload(name: &str, kind: files::Kind, bytes: Vec<u8>) -> Response {
    let way = match kind {
        files::Kind::Jpg | files::Kind::Png => "inline",
        files::Kind::Pdf => "attachment",
    };
    let mut response = attachment(way, name, kind.mime(), bytes);
    response.headers_mut().insert(http::header::CONTENT_SECURITY_POLICY, http::HeaderValue::from_static(SHUT));
    response
}

/// Nothing runs, nothing is fetched, nobody frames it.
const SHUT: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

fn attachment(way: &str, name: &str, mime: &'static str, bytes: Vec<u8>) -> Response {
    use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
    let encoded = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC);
    let disposition = format!("{way}; filename*=UTF-8''{encoded}");
    ([(CONTENT_TYPE, mime.to_owned()), (CONTENT_DISPOSITION, disposition)], bytes).into_response()
}

/// The MIME of sheets.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
pub const CSV: &str = "text/csv; charset=utf-8";
pub const PDF: &str = "application/pdf";

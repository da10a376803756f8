//! The page behind a certificate's QR: whether the membership stands. A name only with a live consent to publish it.

use crate::{store, views};
use axum::extract::{Path, State};
use consent::PublicationItem;
use kernel::id::PersonId;
use maud::Markup;
use web::{App, Result, Shell};

pub async fn show(State(app): State<App>, shell: Shell, Path(code): Path<String>) -> Result<Markup> {
    let code: String = code.chars().filter(char::is_ascii_alphanumeric).take(40).collect::<String>().to_ascii_uppercase();
    let found = app
        .read(move |tx| {
            let today = tx.today();
            let Some(found) = store::by_certificate(tx, &code, today)? else { return Ok(None) };
            let name = published_name(tx, found.membership.person)?;
            Ok(Some((found, name, today)))
        })
        .await?;
    Ok(views::verify::page(&shell, found.as_ref()))
}

fn published_name(tx: &mut kernel::Tx<'_>, person: PersonId) -> kernel::Result<Option<String>> {
    let today = tx.today();
    if !consent::live_items(tx, person, today)?.contains(&PublicationItem::FullName) {
        return Ok(None);
    }
    store::full_name(tx, person).map(Some)
}

//! What an address and a form tell besides their fields, read alike on every screen.

use crate::{Answers, App};
use kernel::{Error, Result};
use ui::url::Query;

/// The `version` that was shown with the form; what is no number fits nothing.
#[must_use]
pub fn version(answers: &Answers) -> i64 {
    answers.get("version").parse().unwrap_or_default()
}

/// An id out of an address; what is none is nobody's.
///
/// # Errors
/// [`Error::NotFound`].
pub fn identified<T: std::str::FromStr>(raw: &str) -> Result<T> {
    raw.parse().map_err(|_| Error::NotFound)
}

/// The query of an address, from axum's `RawQuery`.
#[must_use]
pub fn query(raw: Option<String>) -> Query {
    Query::parse(&raw.unwrap_or_default())
}

/// A value of a filter, not longer than any of ours.
#[must_use]
pub fn text(query: &Query, name: &str) -> String {
    query.text(name).chars().take(100).filter(|c| *c != '\0').collect()
}

/// The largest upload in megabytes, for a form's hint.
#[must_use]
pub fn most_mb(app: &App) -> u32 {
    u32::try_from(app.settings.max_upload / 1_048_576).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_odd_in_an_address_or_a_form_fits_nothing() {
        assert_eq!(version(&Answers::parse(b"version=7")), 7);
        assert_eq!((version(&Answers::parse(b"version=x")), version(&Answers::default())), (0, 0));
        assert!(matches!(identified::<kernel::id::PersonId>("me"), Err(Error::NotFound)));
        let long = query(Some(format!("q=%00{}", "я".repeat(300))));
        assert_eq!(text(&long, "q").chars().count(), 99);
        assert_eq!(text(&query(None), "q"), "");
    }
}

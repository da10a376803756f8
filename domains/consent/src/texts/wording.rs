//! The words that the program comes with. An institute's lawyer may replace them on the screen at any time.

use crate::ConsentKind;

/// Title and body as typed.
pub fn of(kind: ConsentKind) -> (&'static str, &'static str) {
    let text = match kind {
        ConsentKind::Inclusion => include_str!("inclusion.txt"),
        ConsentKind::Processing => include_str!("processing.txt"),
        ConsentKind::Publication => include_str!("publication.txt"),
        ConsentKind::Diagnostics => include_str!("diagnostics.txt"),
    };
    let (title, body) = text.split_once('\n').unwrap_or((text, ""));
    (title.trim_start_matches("# "), body)
}

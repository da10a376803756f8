//! What somebody said of their education, category and years in an application, to be offered to that person again elsewhere.
//!
//! It was given to be judged for the active: nobody but the applicant carries it over to another paper, so ask only for one's own.

use crate::{lists::Lists, model::State, store};
use kernel::{Date, Result, Tx, date, id::PersonId};
use structure::profile::TermKind;
use ui::ru;

/// Facts in words, empty where nothing was said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    pub education: String,
    pub category: String,
    pub teaching_since: Option<Date>,
}

/// Of the newest application that was sent and not taken back. For the person's own eyes only.
///
/// # Errors
/// The store fails.
pub fn own_facts(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<Facts>> {
    let newest = store::of_person(tx, person)?.into_iter().find(|one| one.sent.is_some() && one.state != State::Withdrawn);
    let Some(sent) = newest.and_then(|one| one.sent) else { return Ok(None) };
    let lists = Lists::new(structure::profile(tx)?, tx.today());
    let label = |kind: TermKind, code: &str| if code.is_empty() { String::new() } else { lists.label(kind, code) };
    let education = [label(TermKind::EducationLevel, &sent.education), sent.education_text.trim().to_owned()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let given = date::parse(&sent.category_on).map(|day| format!(", с {}", ru::date(day))).unwrap_or_default();
    let category = label(TermKind::Category, &sent.category);
    let category = if category.is_empty() { category } else { format!("{category}{given}") };
    Ok(Some(Facts { education, category, teaching_since: date::parse(&sent.teaching_since).ok() }))
}

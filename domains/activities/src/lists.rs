//! Lists that forms and filters choose from.

use kernel::{Result, Tx};
use structure::{places, profile::TermKind, terms};

/// What a page names by code and chooses by code.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    pub directions: Vec<(String, String)>,
    pub short_directions: Vec<(String, String)>,
    pub subjects: Vec<(String, String)>,
    pub developments: Vec<(String, String)>,
    pub municipalities: Vec<(String, String)>,
}

impl Lists {
    /// # Errors
    /// The store fails.
    pub fn read(tx: &mut Tx<'_>) -> Result<Self> {
        let today = tx.today();
        let mut all = |kind| terms::terms(tx, kind, today);
        let directions = all(TermKind::WorkDirection)?;
        let named = |terms: Vec<terms::Term>| terms.into_iter().map(|term| (term.code, term.label)).collect::<Vec<_>>();
        let (subjects, developments) = (named(all(TermKind::Subject)?), named(all(TermKind::DevelopmentDirection)?));
        let municipalities = places::municipalities(tx, today)?.into_iter().map(|place| (place.id.to_string(), place.short_name)).collect();
        let short_directions = directions.iter().map(|term| (term.code.clone(), term.short.clone())).collect();
        Ok(Self { short_directions, directions: named(directions), subjects, developments, municipalities })
    }

    /// Of a code; of one that is no longer there, the code.
    #[must_use]
    pub fn direction<'a>(&'a self, code: &'a str) -> &'a str {
        terms::called(&self.directions, code)
    }

    #[must_use]
    pub fn short_direction<'a>(&'a self, code: &'a str) -> &'a str {
        terms::called(&self.short_directions, code)
    }

    #[must_use]
    pub fn subject<'a>(&'a self, code: &'a str) -> &'a str {
        terms::called(&self.subjects, code)
    }

    #[must_use]
    pub fn development<'a>(&'a self, code: &'a str) -> &'a str {
        terms::called(&self.developments, code)
    }
}

/// Schools that a visit may go to: within a range of paths, by name.
pub(crate) fn schools(tx: &mut Tx<'_>, path: &str) -> Result<Vec<ui::form::Group>> {
    let today = tx.today();
    let mut groups = Vec::new();
    for municipality in places::municipalities(tx, today)? {
        if !(municipality.path.starts_with(path) || path.starts_with(&municipality.path)) {
            continue;
        }
        let inside: Vec<(String, String)> = places::schools_of(tx, &municipality.id, today)?.into_iter().map(|school| (school.id.to_string(), school.short_name)).collect();
        groups.push(ui::form::Group::new(municipality.id.to_string(), municipality.short_name, inside));
    }
    Ok(groups)
}

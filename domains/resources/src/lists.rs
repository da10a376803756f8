//! Lists that forms and filters choose from.

use access::Actor;
use competencies::Competency;
use kernel::{Result, Tx};
use std::collections::{BTreeMap, BTreeSet};
use structure::{
    places::{self, PlaceKind},
    profile::TermKind,
    terms,
};
use ui::form::Group;

/// What a page names by code and chooses by code.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    pub subjects: Vec<(String, String)>,
    /// Blocks of the frameworks in force, each with codes and titles.
    blocks: Vec<(String, Vec<(String, String)>)>,
    titles: BTreeMap<String, String>,
}

impl Lists {
    /// # Errors
    /// The store fails.
    pub fn read(tx: &mut Tx<'_>) -> Result<Self> {
        let today = tx.today();
        let subjects = terms::choices(tx, TermKind::Subject, today)?;
        let mut lists = Self { subjects, ..Self::default() };
        for framework in competencies::live_frameworks(tx)? {
            for block in competencies::tree(tx, framework.id)? {
                let inside: Vec<(String, String)> = competencies::flat(&block.children).into_iter().map(|(one, _)| (one.code.clone(), one.title.clone())).collect();
                lists.titles.extend(inside.iter().cloned());
                lists.blocks.push((block.competency.title.clone(), inside));
            }
        }
        Ok(lists)
    }

    /// Competencies to choose from, under their blocks.
    #[must_use]
    pub fn competencies(&self) -> Vec<Group> {
        self.blocks.iter().map(|(title, inside)| Group::new("", title.clone(), inside.iter().map(|(code, title)| (code.clone(), format!("{code} {title}"))))).collect()
    }

    /// Of a code; of one that is in no framework now, the code.
    #[must_use]
    pub fn title<'a>(&'a self, code: &'a str) -> &'a str {
        self.titles.get(code).map_or(code, String::as_str)
    }

    #[must_use]
    pub fn subject<'a>(&'a self, code: &'a str) -> &'a str {
        terms::called(&self.subjects, code)
    }
}

/// Codes of the competencies in force.
pub fn codes(tx: &mut Tx<'_>) -> Result<BTreeSet<String>> {
    Ok(in_force(tx)?.into_iter().map(|competency| competency.code).collect())
}

/// Competencies in force, blocks left out.
pub fn in_force(tx: &mut Tx<'_>) -> Result<Vec<Competency>> {
    let mut found = Vec::new();
    for framework in competencies::live_frameworks(tx)? {
        found.extend(competencies::measurable(tx, framework.id)?);
    }
    Ok(found)
}

/// Whose catalogue the actor may write, one's own place first.
pub fn own_places(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<(String, String)>> {
    let today = tx.today();
    let own = places::load(tx, &actor.place, today)?;
    let below = match own.kind {
        PlaceKind::Region => places::municipalities(tx, today)?,
        PlaceKind::Municipality => places::schools_of(tx, &own.id, today)?,
        PlaceKind::Ministry | PlaceKind::Institute | PlaceKind::School => Vec::new(),
    };
    let own_name = match own.kind {
        PlaceKind::Region => "весь регион".to_owned(),
        PlaceKind::Municipality | PlaceKind::Ministry | PlaceKind::Institute | PlaceKind::School => own.short_name.clone(),
    };
    Ok(std::iter::once((own.id.to_string(), own_name)).chain(below.into_iter().map(|place| (place.id.to_string(), place.short_name))).collect())
}

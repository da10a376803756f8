//! Dictionaries and places that pages name by code and forms choose from.

use crate::{
    model::{Kind, Union},
    workflow::body::own_kinds,
};
use access::Actor;
use kernel::{Result, Tx};
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
    pub directions: Vec<(String, String)>,
    pub municipalities: Vec<(String, String)>,
}

impl Lists {
    /// # Errors
    /// The store fails.
    pub fn read(tx: &mut Tx<'_>) -> Result<Self> {
        let today = tx.today();
        let (subjects, directions) = (terms::choices(tx, TermKind::Subject, today)?, terms::choices(tx, TermKind::WorkDirection, today)?);
        let municipalities = places::municipalities(tx, today)?.into_iter().map(|place| (place.path, place.short_name)).collect();
        Ok(Self { subjects, directions, municipalities })
    }

    #[must_use]
    pub fn subject<'a>(&'a self, code: &'a str) -> &'a str {
        terms::called(&self.subjects, code)
    }

    #[must_use]
    pub fn direction<'a>(&'a self, code: &'a str) -> &'a str {
        terms::called(&self.directions, code)
    }
}

/// What the form of a new union chooses from.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    pub kinds: Vec<Kind>,
    pub places: Vec<Group>,
    pub parents: Vec<Group>,
}

impl Choices {
    /// For an actor who makes or changes a union; `kind` limits who may stand above.
    ///
    /// # Errors
    /// The store fails.
    pub fn read(tx: &mut Tx<'_>, actor: &Actor, union: Option<&Union>) -> Result<Self> {
        let today = tx.today();
        let own = places::load(tx, &actor.place, today)?;
        let kinds = own_kinds(actor, own.kind);
        let above = match union {
            Some(union) => crate::store::body::candidates(tx, union.kind.above(), &union.place_path)?,
            None => crate::store::body::able_to_be_above(tx, &own.path)?,
        };
        let places = if union.is_none() { places_of(tx, &own)? } else { Vec::new() };
        let group = |kind: &Kind| {
            let inside: Vec<(String, String)> = above.iter().filter(|one| one.kind == *kind && union.is_none_or(|own| own.id != one.id)).map(|one| (one.id.to_string(), one.title.clone())).collect();
            (!inside.is_empty()).then(|| Group::new("", kind.label(), inside))
        };
        Ok(Self { kinds, places, parents: Kind::ALL.iter().filter_map(group).collect() })
    }
}

/// One's own place and those below, schools under their municipalities.
fn places_of(tx: &mut Tx<'_>, own: &places::Place) -> Result<Vec<Group>> {
    let today = tx.today();
    let pair = |place: &places::Place| (place.id.to_string(), place.short_name.clone());
    Ok(match own.kind {
        PlaceKind::Region => {
            let municipalities = places::municipalities(tx, today)?;
            let schools = places::schools(tx, today)?;
            let mut groups = vec![Group::new("", "Регион", [(own.id.to_string(), own.name.clone())]), Group::new("", "Муниципалитеты", municipalities.iter().map(pair))];
            groups.extend(municipalities.iter().map(|municipality| Group::new("", municipality.short_name.clone(), schools.iter().filter(|school| school.parent.as_ref() == Some(&municipality.id)).map(pair))));
            groups
        }
        PlaceKind::Municipality => vec![Group::new("", "Муниципалитет", [pair(own)]), Group::new("", "Школы", places::schools_of(tx, &own.id, today)?.iter().map(pair))],
        PlaceKind::School | PlaceKind::Institute | PlaceKind::Ministry => vec![Group::new("", "Школа", [pair(own)])],
    })
}

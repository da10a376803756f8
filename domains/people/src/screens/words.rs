//! Words for codes, and the lists that forms choose from.

use kernel::{Result, Tx, id::PlaceId};
use structure::{
    places::{self, INSTITUTE, Place},
    profile::TermKind,
    terms::{self, Term},
};
use ui::form::Group;

/// What a screen of people needs to speak in words.
pub struct Words {
    pub municipalities: Vec<Place>,
    pub schools: Vec<Place>,
    pub institute: Option<Place>,
    pub positions: Vec<Term>,
    pub subjects: Vec<Term>,
}

impl Words {
    pub fn load(tx: &mut Tx<'_>) -> Result<Self> {
        let today = tx.today();
        Ok(Self {
            municipalities: places::municipalities(tx, today)?,
            schools: places::schools(tx, today)?,
            institute: places::find(tx, &PlaceId::from(INSTITUTE), today)?,
            positions: terms::terms(tx, TermKind::Position, today)?,
            subjects: terms::terms(tx, TermKind::Subject, today)?,
        })
    }

    pub fn subject<'a>(&'a self, code: &'a str) -> &'a str {
        label(&self.subjects, code)
    }

    /// The position in the person's own words, or the dictionary's.
    pub fn position<'a>(&'a self, code: &'a str, text: &'a str) -> &'a str {
        if text.is_empty() { label(&self.positions, code) } else { text }
    }

    pub fn municipality<'a>(&'a self, id: Option<&'a PlaceId>) -> &'a str {
        let Some(id) = id else { return "" };
        self.municipalities.iter().find(|place| place.id == *id).map_or(id.as_str(), |place| place.short_name.as_str())
    }

    /// The short name of any place, open or known by its code only.
    pub fn place<'a>(&'a self, id: &'a PlaceId) -> &'a str {
        let all = self.schools.iter().chain(&self.municipalities).chain(&self.institute);
        all.into_iter().find(|place| place.id == *id).map_or(id.as_str(), |place| place.short_name.as_str())
    }

    pub fn municipality_choices(&self) -> Vec<(String, String)> {
        self.municipalities.iter().map(|place| (place.id.to_string(), place.short_name.clone())).collect()
    }

    pub fn subject_choices(&self) -> Vec<(String, String)> {
        self.subjects.iter().map(|term| (term.code.clone(), term.label.clone())).collect()
    }

    pub fn position_choices(&self) -> Vec<(String, String)> {
        self.positions.iter().map(|term| (term.code.clone(), term.label.clone())).collect()
    }

    /// Places to work at: each municipality's authority and schools, and the institute.
    pub fn place_groups(&self) -> Vec<Group> {
        let of = |municipality: &Place| {
            let authority = (municipality.id.to_string(), format!("{}: орган управления образованием", municipality.short_name));
            let schools = self.schools.iter().filter(|school| school.parent.as_ref() == Some(&municipality.id)).map(|school| (school.id.to_string(), school.short_name.clone()));
            Group::new(municipality.id.to_string(), municipality.short_name.clone(), std::iter::once(authority).chain(schools))
        };
        let house = self.institute.iter().map(|house| Group::new(house.id.to_string(), "Институт", [(house.id.to_string(), house.short_name.clone())]));
        self.municipalities.iter().map(of).chain(house).collect()
    }
}

fn label<'a>(terms: &'a [Term], code: &'a str) -> &'a str {
    terms.iter().find(|term| term.code == code).map_or(code, |term| term.label.as_str())
}

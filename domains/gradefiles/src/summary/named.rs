//! What schools and subjects are called in a summary, and what of it may be kept.

use super::{Summary, said::once};
use crate::{
    School, Spot,
    grid::Grid,
    key::words,
    people::{is_no_school, is_no_subject, is_plain_subject, is_surely_a_person, without_people},
    places::{NO_MUNICIPALITY, NO_SCHOOL},
};
use sheets::Row;

impl Summary {
    /// What of a row's place may not be kept, and why: a word that the register doesn't know may be a pupil's.
    pub(super) fn no_place(&mut self, (column, name): (usize, &str), municipality: &str) -> Option<(Option<usize>, &'static str)> {
        let places = &self.places;
        let is_school = name.is_empty() || once(&mut self.said.schools, name, |name| places.may_be_school(name));
        let is_municipality = once(&mut self.said.municipalities, municipality, |name| places.may_be_municipality(name));
        match (is_school, is_municipality) {
            (true, true) => None,
            (false, _) if is_no_school(name) => Some((Some(column), "здесь имя человека, а должно быть название школы")),
            (false, _) => Some((Some(column), NO_SCHOOL)),
            (true, false) if is_surely_a_person(municipality) => Some((self.columns.municipality, "здесь имя человека, а должно быть название муниципалитета")),
            (true, false) => Some((self.columns.municipality, NO_MUNICIPALITY)),
        }
    }

    /// Whether what stands over a group of marks may be kept as a subject; nothing stands over the only group.
    pub(super) fn is_subject(&self, title: Option<&str>) -> bool {
        title.is_none_or(|title| self.known.contains(&words(title)) || is_plain_subject(title))
    }

    /// The subject of the row; nothing if the cell says something that is no subject.
    pub(super) fn own_subject(&mut self, grid: &Grid<'_>, row: &Row) -> Option<Option<u32>> {
        let typed = self.columns.subject.map(|column| grid.text(row, column)).unwrap_or_default();
        let known = &self.known;
        let named = once(&mut self.said.subjects, &typed, |typed| {
            if known.contains(&words(typed)) {
                return Some(typed.to_owned());
            }
            let title = without_people(typed);
            (!is_no_subject(typed) && (typed.is_empty() || !title.is_empty())).then_some(title)
        });
        let Some(title) = named else {
            self.wrong(grid, row, self.columns.subject, "здесь имя человека, а должно быть название предмета");
            return None;
        };
        if !title.is_empty() {
            self.subject = Some(self.subject_named(&title, Spot::here(row.number(), self.columns.subject)));
        } else if self.subject.is_none()
            && let Some(above) = self.context.subject.clone()
        {
            self.subject = Some(self.subject_named(&above, Spot::here(row.number(), None)));
        }
        Some(self.subject)
    }

    pub(super) fn school_named(&mut self, school: School, spot: Spot) -> u32 {
        if let Some(known) = self.schools.get(&school) {
            return *known;
        }
        let at = u32::try_from(self.found.schools.len()).unwrap_or(u32::MAX);
        self.found.schools.push(school.clone());
        self.found.school_spots.push(spot);
        self.schools.insert(school, at);
        at
    }

    pub(super) fn subject_named(&mut self, title: &str, spot: Spot) -> u32 {
        if let Some(known) = self.subjects.get(title) {
            return *known;
        }
        let at = u32::try_from(self.found.subjects.len()).unwrap_or(u32::MAX);
        self.found.subjects.push(title.to_owned());
        self.found.subject_spots.push(spot);
        self.subjects.insert(title.to_owned(), at);
        at
    }
}

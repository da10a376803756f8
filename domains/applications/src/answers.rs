//! The applicant's card as typed. Nothing here is checked: what was typed is kept, whatever it is.
//!
//! Stored as JSON; an older version without a field reads as an empty answer.

use crate::field::{Field, Section};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use web::Answers as Posted;

/// The longest single answer that is kept; longer ones are cut, the field then says so.
const LONGEST: usize = 12_000;
/// More rows than this nobody needs, and a hostile form must not make.
pub const MOST_ROWS: usize = 12;

/// All answers, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Answers {
    pub family: String,
    pub given: String,
    pub patronymic: String,
    pub birth_on: String,
    pub phone: String,
    pub email: String,
    pub education: String,
    pub education_text: String,
    pub category: String,
    pub category_on: String,
    pub category_order: String,
    pub municipality: String,
    pub school: String,
    pub position: String,
    pub position_text: String,
    pub subjects: Vec<String>,
    pub main_subject: String,
    /// `yes`: teaches no subject now.
    pub no_subject: String,
    pub position_since: String,
    pub speciality_since: String,
    pub teaching_since: String,
    pub courses: Vec<Course>,
    pub assessments: Vec<Assessment>,
    pub kind: String,
    pub wish_subject: String,
    pub wish_direction: String,
    pub work_directions: Vec<String>,
    pub methodical_day: String,
    pub travel: String,
    pub roles: Vec<String>,
    pub criteria: Vec<String>,
    pub criterion_notes: BTreeMap<String, String>,
    /// Sections that were saved at least once.
    pub seen: BTreeSet<String>,
}

/// A further-education course, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Course {
    pub topic: String,
    pub hours: String,
    pub year: String,
    pub provider: String,
    pub document: String,
}

/// An outside assessment of competencies, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Assessment {
    pub source: String,
    pub passed_on: String,
    pub subject: String,
    pub score: String,
    pub best: String,
    pub level: String,
    pub document: String,
}

impl Course {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        [&self.topic, &self.hours, &self.year, &self.provider, &self.document].iter().all(|text| text.trim().is_empty())
    }
}

impl Assessment {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        [&self.source, &self.passed_on, &self.subject, &self.score, &self.best, &self.level, &self.document].iter().all(|text| text.trim().is_empty())
    }
}

impl Answers {
    /// Reads what is stored; what can't be read is no answer.
    #[must_use]
    pub fn read(json: &str) -> Self {
        serde_json::from_str(json).unwrap_or_default()
    }

    /// As stored.
    #[must_use]
    pub fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Takes over what was posted for a section; fields that may not be changed now stay.
    pub fn take(&mut self, section: Section, posted: &Posted, open: &dyn Fn(Field) -> bool) {
        for field in Field::ALL.iter().copied().filter(|field| field.section() == section && open(*field)) {
            self.take_field(field, posted);
        }
        self.seen.insert(section.as_str().to_owned());
    }

    fn take_field(&mut self, field: Field, posted: &Posted) {
        let text = |name: &str| kept(posted.get(name));
        let list = |name: &str| -> Vec<String> { posted.all(name).into_iter().filter(|code| !code.is_empty()).take(100).map(kept).collect() };
        match field {
            Field::FullName => (self.family, self.given, self.patronymic) = (text("family"), text("given"), text("patronymic")),
            Field::BirthDate => self.birth_on = text("birth_on"),
            Field::Phone => self.phone = text("phone"),
            Field::Email => self.email = text("email"),
            Field::Education => (self.education, self.education_text) = (text("education"), text("education_text")),
            Field::Category => (self.category, self.category_on, self.category_order) = (text("category"), text("category_on"), text("category_order")),
            Field::School => self.take_school(&text("municipality"), &text("school")),
            Field::Position => (self.position, self.position_text) = (text("position"), text("position_text")),
            Field::Subjects => (self.subjects, self.main_subject, self.no_subject) = (list("subjects"), text("main_subject"), text("no_subject")),
            Field::PositionSince => (self.position_since, self.speciality_since, self.teaching_since) = (text("position_since"), text("speciality_since"), text("teaching_since")),
            Field::Courses => self.courses = rows(posted, "course").map(|at| course(posted, at)).filter(|course| !course.is_empty()).collect(),
            Field::Assessment => self.assessments = rows(posted, "assessment").map(|at| assessment(posted, at)).filter(|one| !one.is_empty()).collect(),
            Field::Wish => (self.kind, self.wish_subject, self.wish_direction) = (text("kind"), text("wish_subject"), text("wish_direction")),
            Field::WorkDirections => self.work_directions = list("work_directions"),
            Field::Conditions => (self.methodical_day, self.travel) = (text("methodical_day"), text("travel")),
            Field::Roles => self.roles = list("roles"),
            Field::Criteria => {
                self.criteria = list("criteria");
                self.criterion_notes = self.criteria.iter().map(|code| (code.clone(), text(&format!("note-{code}")))).filter(|(_, note)| !note.is_empty()).collect();
            }
            Field::Evidence => {}
        }
    }

    /// A school belongs to its municipality: with another municipality the old school goes.
    fn take_school(&mut self, municipality: &str, school: &str) {
        let moved = municipality != self.municipality;
        let kept_old = moved && school == self.school;
        municipality.clone_into(&mut self.municipality);
        self.school = if kept_old { String::new() } else { school.to_owned() };
    }
}

fn kept(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

/// Numbers of the rows that were posted: `course-0-topic`, `course-1-topic` …
fn rows(posted: &Posted, prefix: &'static str) -> impl Iterator<Item = usize> {
    let gone: Vec<usize> = posted.all("remove").into_iter().filter_map(|row| row.strip_prefix(prefix)?.strip_prefix('-')?.parse().ok()).collect();
    let present: Vec<usize> = (0..MOST_ROWS).filter(|at| posted.pairs().iter().any(|(name, _)| name.starts_with(&format!("{prefix}-{at}-")))).collect();
    present.into_iter().filter(move |at| !gone.contains(at))
}

fn course(posted: &Posted, at: usize) -> Course {
    let text = |name: &str| kept(posted.get(&format!("course-{at}-{name}")));
    Course { topic: text("topic"), hours: text("hours"), year: text("year"), provider: text("provider"), document: text("document") }
}

fn assessment(posted: &Posted, at: usize) -> Assessment {
    let text = |name: &str| kept(posted.get(&format!("assessment-{at}-{name}")));
    Assessment { source: text("source"), passed_on: text("passed_on"), subject: text("subject"), score: text("score"), best: text("best"), level: text("level"), document: text("document") }
}

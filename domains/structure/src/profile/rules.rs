//! Entry criteria as rules over the card's data: declared here, evaluated by the applications domain.
//!
//! A rule is a table with exactly one key. `all` and `any` hold further rules; the others are
//! questions to the card. A criterion also says what no rule can decide and a person must look at.

use super::{
    reader::Table,
    terms::{Dictionaries, TermKind},
};

/// One of the criteria by which a person may enter the active.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    pub number: u32,
    pub code: String,
    pub title: String,
    pub rule: Rule,
    /// What the coordinator still has to check by eye.
    pub person_must_look: String,
}

/// Codes inside are codes of dictionary terms, checked when the profile is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// Every part holds.
    All(Vec<Rule>),
    /// At least one part holds.
    Any(Vec<Rule>),
    /// The category's rank is not below the rank of this one.
    CategoryAtLeast(String),
    /// The level of education is one of these.
    EducationIs(Vec<String>),
    /// Whole years since the start in the speciality (not in the present position).
    YearsInSpecialityAtLeast(u32),
    /// Whole years since the start in the present position.
    YearsInPositionAtLeast(u32),
    /// Whole years of pedagogical work.
    YearsOfTeachingAtLeast(u32),
    /// The applicant names at least one of these roles.
    HasRole(Vec<String>),
    /// An outside assessment is entered whose level is not below this one.
    HasAssessmentLevel(String),
    /// A file of this kind is attached to the criterion.
    EvidenceRequired(String),
}

const RULE_KEYS: [&str; 10] =
    ["all", "any", "category_at_least", "education_is", "years_in_speciality_at_least", "years_in_position_at_least", "years_of_teaching_at_least", "has_role", "has_assessment_level", "evidence_required"];

/// Deeper nesting than this is surely a mistake of the hand.
const MAX_DEPTH: u32 = 6;

pub(super) fn read_criteria(root: &Table<'_>, dictionaries: &Dictionaries) -> Vec<Criterion> {
    let mut criteria: Vec<Criterion> = Vec::new();
    for entry in root.tables("criterion") {
        let (number, code) = (entry.whole("number", 1..=99), entry.code("code"));
        if criteria.iter().any(|other| other.number == number || other.code == code) {
            entry.report_at("number", "Номер или код критерия повторяется.", "Дайте каждому критерию свои номер и код.");
        }
        let title = entry.text("title");
        let person_must_look = entry.text("person_must_look");
        let rule = entry.table("rule").and_then(|rule| read_rule(rule, dictionaries, 0));
        if let Some(rule) = rule {
            criteria.push(Criterion { number, code, title, rule, person_must_look });
        }
        entry.done();
    }
    criteria
}

fn read_rule(table: Table<'_>, dictionaries: &Dictionaries, depth: u32) -> Option<Rule> {
    let present: Vec<&str> = RULE_KEYS.into_iter().filter(|key| table.has(key)).collect();
    let [key] = present[..] else {
        table.reader().report(table.span(), "В правиле должен быть ровно один ключ.", format!("Оставьте один из: {}. Несколько условий сразу пишут внутри all или any.", RULE_KEYS.join(", ")));
        return None;
    };
    let rule = match key {
        "all" => parts(&table, "all", dictionaries, depth).map(Rule::All),
        "any" => parts(&table, "any", dictionaries, depth).map(Rule::Any),
        "category_at_least" => one(&table, "category_at_least", TermKind::Category, dictionaries).map(Rule::CategoryAtLeast),
        "education_is" => some_of(&table, "education_is", TermKind::EducationLevel, dictionaries).map(Rule::EducationIs),
        "years_in_speciality_at_least" => Some(Rule::YearsInSpecialityAtLeast(table.whole("years_in_speciality_at_least", 0..=60))),
        "years_in_position_at_least" => Some(Rule::YearsInPositionAtLeast(table.whole("years_in_position_at_least", 0..=60))),
        "years_of_teaching_at_least" => Some(Rule::YearsOfTeachingAtLeast(table.whole("years_of_teaching_at_least", 0..=60))),
        "has_role" => some_of(&table, "has_role", TermKind::ApplicantRole, dictionaries).map(Rule::HasRole),
        "has_assessment_level" => one(&table, "has_assessment_level", TermKind::AssessmentLevel, dictionaries).map(Rule::HasAssessmentLevel),
        _ => one(&table, "evidence_required", TermKind::EvidenceKind, dictionaries).map(Rule::EvidenceRequired),
    };
    table.done();
    rule
}

fn parts(table: &Table<'_>, key: &'static str, dictionaries: &Dictionaries, depth: u32) -> Option<Vec<Rule>> {
    if depth >= MAX_DEPTH {
        table.report_at(key, "Правило вложено слишком глубоко.", format!("Обойдитесь {MAX_DEPTH} уровнями."));
        return None;
    }
    Some(table.tables(key).into_iter().filter_map(|part| read_rule(part, dictionaries, depth + 1)).collect())
}

fn one(table: &Table<'_>, key: &'static str, kind: TermKind, dictionaries: &Dictionaries) -> Option<String> {
    let code = table.code(key);
    report_unknown(table, key, kind, &code, dictionaries);
    Some(code)
}

fn some_of(table: &Table<'_>, key: &'static str, kind: TermKind, dictionaries: &Dictionaries) -> Option<Vec<String>> {
    let codes = table.texts(key);
    if codes.is_empty() {
        table.report_at(key, format!("Список «{key}» пуст."), "Впишите хотя бы один код.");
    }
    for code in &codes {
        report_unknown(table, key, kind, code, dictionaries);
    }
    Some(codes)
}

fn report_unknown(table: &Table<'_>, key: &str, kind: TermKind, code: &str, dictionaries: &Dictionaries) {
    if !code.is_empty() && !dictionaries.has(kind, code) {
        let known: Vec<_> = dictionaries.of(kind).map(|term| term.code.as_str()).collect();
        table.report_at(key, format!("Кода «{code}» нет в словаре «{}».", kind.title()), format!("Возможны: {}.", known.join(", ")));
    }
}

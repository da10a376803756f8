//! Criteria of entry: the region's rules put to a card and its documents on a day. Pure.
//!
//! A rule can only say what the answers say. Whether a document proves it, a person looks at: so a rule that holds
//! with documents is [`Holds::NeedsPerson`], never `Yes`.

use crate::{card::Card, lists::Lists};
use kernel::{Date, date};
use structure::profile::{Criterion, Rule, TermKind};

kernel::text_enum! {
    /// Whether a criterion holds, as far as rules can tell.
    Holds { Yes = "yes", No = "no", NeedsPerson = "needs_person" }
}

/// A part of a rule, in words, and whether it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub text: String,
    pub ok: bool,
}

/// What the rules found about one criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub criterion: String,
    pub title: String,
    pub claimed: bool,
    pub holds: Holds,
    pub parts: Vec<Part>,
    /// What no rule can decide.
    pub must_look: Vec<String>,
}

/// A document added to a criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    pub criterion: String,
    pub kind: String,
}

/// Puts every criterion of the region to a card on a day, in the region's order.
#[must_use]
pub fn evaluate(lists: &Lists, card: &Card, proofs: &[Proof], on: Date) -> Vec<Finding> {
    lists.criteria().iter().map(|criterion| Question { lists, card, proofs, criterion, on }.finding()).collect()
}

/// Whether so many criteria as the region asks for are claimed and do not fail.
#[must_use]
pub fn enough(lists: &Lists, findings: &[Finding]) -> bool {
    let good = findings.iter().filter(|finding| finding.claimed && finding.holds != Holds::No).count();
    good >= usize::try_from(lists.profile.membership.criteria_needed).unwrap_or(usize::MAX)
}

/// Kinds of documents that a criterion asks for.
#[must_use]
pub fn documents(rule: &Rule) -> Vec<String> {
    match rule {
        Rule::All(parts) | Rule::Any(parts) => parts.iter().flat_map(documents).collect(),
        Rule::EvidenceRequired(kind) => vec![kind.clone()],
        Rule::CategoryAtLeast(_) | Rule::EducationIs(_) | Rule::YearsInSpecialityAtLeast(_) | Rule::YearsInPositionAtLeast(_) | Rule::YearsOfTeachingAtLeast(_) | Rule::HasRole(_) | Rule::HasAssessmentLevel(_) => {
            Vec::new()
        }
    }
}

struct Question<'a> {
    lists: &'a Lists,
    card: &'a Card,
    proofs: &'a [Proof],
    criterion: &'a Criterion,
    on: Date,
}

impl Question<'_> {
    fn finding(&self) -> Finding {
        let rule = &self.criterion.rule;
        let must_look: Vec<String> = Some(self.criterion.person_must_look.clone()).filter(|text| !text.is_empty()).into_iter().collect();
        let holds = match (self.holds(rule), must_look.is_empty() && documents(rule).is_empty()) {
            (false, _) => Holds::No,
            (true, true) => Holds::Yes,
            (true, false) => Holds::NeedsPerson,
        };
        Finding {
            criterion: self.criterion.code.clone(),
            title: self.criterion.title.clone(),
            claimed: self.card.claims.iter().any(|claim| claim.criterion == self.criterion.code),
            holds,
            parts: self.parts(rule),
            must_look,
        }
    }

    fn holds(&self, rule: &Rule) -> bool {
        let years = |since: Date, least: u32| i64::from(date::full_years(since, self.on)) >= i64::from(least);
        match rule {
            Rule::All(parts) => parts.iter().all(|part| self.holds(part)),
            Rule::Any(parts) => parts.iter().any(|part| self.holds(part)),
            Rule::CategoryAtLeast(code) => self.reaches(TermKind::Category, &self.card.category.code, code),
            Rule::EducationIs(codes) => codes.contains(&self.card.education),
            Rule::YearsInSpecialityAtLeast(least) => years(self.card.speciality_since, *least),
            Rule::YearsInPositionAtLeast(least) => years(self.card.position_since, *least),
            Rule::YearsOfTeachingAtLeast(least) => years(self.card.teaching_since, *least),
            Rule::HasRole(codes) => codes.iter().any(|code| self.card.roles.contains(code)),
            Rule::HasAssessmentLevel(code) => self.card.assessments.iter().any(|one| self.reaches(TermKind::AssessmentLevel, &one.level, code)),
            Rule::EvidenceRequired(kind) => self.proofs.iter().any(|proof| proof.criterion == self.criterion.code && &proof.kind == kind),
        }
    }

    fn reaches(&self, kind: TermKind, has: &str, least: &str) -> bool {
        match (self.lists.rank(kind, has), self.lists.rank(kind, least)) {
            (Some(has), Some(least)) => has >= least,
            _ => false,
        }
    }

    /// The parts that must all hold, each in words; an `any` is one part.
    fn parts(&self, rule: &Rule) -> Vec<Part> {
        match rule {
            Rule::All(parts) => parts.iter().flat_map(|part| self.parts(part)).collect(),
            other => vec![Part { text: self.words(other), ok: self.holds(other) }],
        }
    }

    fn words(&self, rule: &Rule) -> String {
        let names = |kind: TermKind, codes: &[String]| codes.iter().map(|code| format!("«{}»", self.lists.label(kind, code))).collect::<Vec<_>>().join(" или ");
        let years = |what: &str, least: u32, since: Date| format!("{what}: нужно {}, сейчас {}", spoken(i64::from(least)), spoken(i64::from(date::full_years(since, self.on))));
        match rule {
            Rule::All(parts) => parts.iter().map(|part| self.words(part)).collect::<Vec<_>>().join("; "),
            Rule::Any(parts) => parts.iter().map(|part| self.words(part)).collect::<Vec<_>>().join(", либо "),
            Rule::CategoryAtLeast(code) => {
                format!("Категория не ниже «{}», в анкете: «{}»", self.lists.label(TermKind::Category, code), self.lists.label(TermKind::Category, &self.card.category.code))
            }
            Rule::EducationIs(codes) => format!("Образование: {}, в анкете: «{}»", names(TermKind::EducationLevel, codes), self.lists.label(TermKind::EducationLevel, &self.card.education)),
            Rule::YearsInSpecialityAtLeast(least) => years("Стаж по специальности", *least, self.card.speciality_since),
            Rule::YearsInPositionAtLeast(least) => years("Стаж в должности", *least, self.card.position_since),
            Rule::YearsOfTeachingAtLeast(least) => years("Педагогический стаж", *least, self.card.teaching_since),
            Rule::HasRole(codes) => format!("Роль: {}", names(TermKind::ApplicantRole, codes)),
            Rule::HasAssessmentLevel(code) => format!("Внешняя оценка с уровнем не ниже «{}»", self.lists.label(TermKind::AssessmentLevel, code)),
            Rule::EvidenceRequired(kind) => format!("Документ «{}»", self.lists.label(TermKind::EvidenceKind, kind)),
        }
    }
}

fn spoken(years: i64) -> String {
    ui::ru::counted(years, "год", "года", "лет")
}

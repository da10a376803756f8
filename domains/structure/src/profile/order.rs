//! The order of things: term of membership, the commission's rules, deadlines set by law.

use jiff::{ToSpan, civil::Date};

use super::reader::Table;
use crate::calendar::{Calendar, working_days_after};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MembershipOrder {
    pub term_years: u32,
    /// How many of the criteria must hold; the deck asks for any one.
    pub criteria_needed: u32,
    /// How many days before the end of a term its renewal is put on the desk.
    pub renewal_notice_days: u32,
    /// How many years after the membership the data are kept: what the consent to process says.
    pub kept_years: u32,
    /// How many years after the decision the data of those who were refused are kept: what the same consent says.
    pub refused_kept_years: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommissionOrder {
    /// A meeting is valid when more than this share of the members attends.
    pub quorum_more_than: Share,
    /// A decision passes when more than this share of the votes cast is for it.
    pub majority_more_than: Share,
    pub chair_breaks_a_tie: bool,
}

/// From how many teachers a union is usual. Figures that only warn: small schools have their own ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnionOrder {
    pub school_from: u32,
    pub municipal_from: u32,
}

impl Default for UnionOrder {
    fn default() -> Self {
        Self { school_from: 3, municipal_from: 5 }
    }
}

/// A share as a fraction, so that counting people needs no rounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    pub numerator: u32,
    pub denominator: u32,
}

impl Share {
    /// Whether `part` is strictly more than this share of `whole`.
    pub fn is_exceeded(self, part: usize, whole: usize) -> bool {
        let (part, whole) = (part as u128, whole as u128);
        part * u128::from(self.denominator) > whole * u128::from(self.numerator)
    }
}

kernel::text_enum! {
    DeadlineKind {
        /// Stop publishing, and tell those who got the data.
        PublicationStop = "publication_stop",
        /// Publish the conditions and bans that a person has set.
        PublicationConditions = "publication_conditions",
        /// Stop and destroy after the consent to process is withdrawn.
        ConsentWithdrawal = "consent_withdrawal",
        /// Stop processing on demand.
        ProcessingStop = "processing_stop",
        /// Destroy what an application that came to nothing, or a membership long over, has left.
        PurposeReached = "purpose_reached",
        /// Answer a person's request.
        SubjectRequest = "subject_request",
        /// Correct wrong data.
        DataCorrection = "data_correction",
        /// Keep the act of destruction and the log extract.
        DestructionRecords = "destruction_records",
    }
}

kernel::text_enum! {
    DeadlineUnit { WorkingDays = "working_days", CalendarDays = "calendar_days", Years = "years" }
}

/// A term set by law, with the place in the law where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    pub kind: DeadlineKind,
    pub title: String,
    pub amount: u32,
    pub unit: DeadlineUnit,
    /// By how much it may be prolonged with a reasoned notice, in the same unit; 0 = not at all.
    pub extension: u32,
    pub source: String,
}

impl Deadline {
    /// The last day, counted from the day after the event.
    pub fn due(&self, calendar: &Calendar, event: Date) -> Date {
        match self.unit {
            DeadlineUnit::WorkingDays => working_days_after(calendar, event, self.amount),
            DeadlineUnit::CalendarDays => event.saturating_add(i64::from(self.amount).days()),
            DeadlineUnit::Years => event.saturating_add(i64::from(self.amount).years()),
        }
    }
}

pub(super) fn read_membership(section: &Table<'_>) -> MembershipOrder {
    MembershipOrder {
        term_years: section.whole("term_years", 1..=10),
        criteria_needed: section.whole("criteria_needed", 1..=99),
        renewal_notice_days: section.whole("renewal_notice_days", 1..=365),
        kept_years: section.whole_or("kept_years", 3, 0..=75),
        refused_kept_years: section.whole_or("refused_kept_years", 1, 0..=75),
    }
}

pub(super) fn read_commission(section: &Table<'_>) -> CommissionOrder {
    CommissionOrder { quorum_more_than: share(section, "quorum_more_than"), majority_more_than: share(section, "majority_more_than"), chair_breaks_a_tie: section.flag("chair_breaks_a_tie") }
}

pub(super) fn read_unions(section: &Table<'_>) -> UnionOrder {
    let usual = UnionOrder::default();
    UnionOrder { school_from: section.whole_or("school_from", usual.school_from, 1..=99), municipal_from: section.whole_or("municipal_from", usual.municipal_from, 1..=99) }
}

fn share(section: &Table<'_>, key: &'static str) -> Share {
    let parts = section.wholes(key, 2, 1..=100);
    let (numerator, denominator) = (parts.first().copied().unwrap_or(1), parts.last().copied().unwrap_or(2));
    if numerator >= denominator && denominator > 0 {
        section.report_at(key, "Доля должна быть меньше целого.", "Запишите её дробью, например [1, 2] — половина.");
    }
    Share { numerator, denominator }
}

pub(super) fn read_deadlines(root: &Table<'_>) -> Vec<Deadline> {
    let mut deadlines: Vec<Deadline> = Vec::new();
    for entry in root.tables("deadline") {
        let kind = entry.word("code", DeadlineKind::ALL);
        let unit = entry.word("unit", DeadlineUnit::ALL);
        let (title, source) = (entry.text("title"), entry.text("source"));
        let (amount, extension) = (entry.whole("amount", 1..=3_650), entry.whole_or("extension", 0, 0..=365));
        if let (Some(kind), Some(unit)) = (kind, unit) {
            deadlines.push(Deadline { kind, title, amount, unit, extension, source });
        }
        entry.done();
    }
    for kind in DeadlineKind::ALL {
        if root.has("deadline") && deadlines.iter().filter(|deadline| deadline.kind == *kind).count() != 1 {
            root.report_at("deadline", format!("Срок «{kind}» должен быть задан ровно один раз."), "Добавьте запись [[deadline]] или уберите лишнюю.");
        }
    }
    deadlines
}

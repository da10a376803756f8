//! The region profile: everything regional as one file of data, none of it in code.
//!
//! The file is read strictly: an unknown key, a wrong value, a quota that does not add up or a code
//! that leads nowhere is refused with file, line and remedy, all mistakes at once.

mod dated;
mod order;
mod places;
mod programme;
mod quotas;
mod reader;
mod rules;
mod support;
mod taken;
mod terms;
mod year;

use jiff::civil::Date;
use toml::de::DeTable;

pub use dated::{Dated, at};
pub use order::{CommissionOrder, Deadline, DeadlineKind, DeadlineUnit, MembershipOrder, Share, UnionOrder};
pub use places::{Ministry, Municipality, MunicipalityName, MunicipalityType, Operator, Region};
pub use programme::{Counter, FIRST_MONTH, StagePlan, StudyDay};
pub use quotas::{ActiveHalf, MembershipKind, MembershipKindLabel, Quota, QuotaAxis};
pub use reader::{Problem, ProfileErrors};
pub use rules::{Criterion, Rule};
pub use support::SupportTerms;
pub use terms::{Dictionaries, Term, TermKind, TermName};

use crate::calendar::Calendar;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    pub source: Source,
    pub region: Region,
    pub operator: Operator,
    pub ministry: Ministry,
    pub municipalities: Vec<Municipality>,
    pub dictionaries: Dictionaries,
    pub membership_kinds: Vec<MembershipKindLabel>,
    pub membership: MembershipOrder,
    pub commission: CommissionOrder,
    pub unions: UnionOrder,
    pub quotas: Vec<Quota>,
    pub criteria: Vec<Criterion>,
    pub deadlines: Vec<Deadline>,
    pub support: SupportTerms,
    pub calendar: Calendar,
    /// The year of the active as the region proposes it; empty where the profile is silent.
    pub stages: Vec<StagePlan>,
}

/// The file that a profile was read from: its text is kept, so that an installation holds its own profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub file: String,
    pub text: String,
}

/// A profile that comes with the program, for the first visit's choice and for the demo.
pub struct Bundled {
    pub code: &'static str,
    pub name: &'static str,
    pub file: &'static str,
    pub text: &'static str,
}

pub const BUNDLED: &[Bundled] = &[Bundled { code: "khabarovsk", name: "Хабаровский край", file: "regions/khabarovsk.toml", text: include_str!("../../../regions/khabarovsk.toml") }];

impl Profile {
    /// Reads a profile; `file` is only named in the messages.
    pub fn parse(file: &str, text: &str) -> Result<Self, ProfileErrors> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let document = DeTable::parse(text).map_err(|error| reader::syntax_errors(text, file, &error))?;
        let reader = reader::Reader::new(text);
        let root = reader.root(document.span(), document.get_ref());
        let source = Source { file: file.to_owned(), text: text.to_owned() };
        let profile = read(&root, source);
        if profile.is_some() {
            root.done();
        }
        reader.finish(file)?;
        profile.ok_or_else(|| ProfileErrors { file: file.to_owned(), problems: Vec::new() })
    }

    pub fn municipality(&self, code: &str) -> Option<&Municipality> {
        self.municipalities.iter().find(|municipality| municipality.code == code)
    }

    pub fn label(&self, kind: MembershipKind) -> Option<&MembershipKindLabel> {
        self.membership_kinds.iter().find(|label| label.kind == kind)
    }

    pub fn deadline(&self, kind: DeadlineKind) -> Option<&Deadline> {
        self.deadlines.iter().find(|deadline| deadline.kind == kind)
    }

    /// The quota in force on a day: the latest one that has begun.
    pub fn quota_on(&self, kind: MembershipKind, day: Date) -> Option<&Quota> {
        let begun = self.quotas.iter().filter(|quota| quota.kind == kind && quota.from <= day);
        begun.max_by_key(|quota| quota.from)
    }
}

fn read(root: &reader::Table<'_>, source: Source) -> Option<Profile> {
    let region = section(root, "region", places::read_region);
    let operator = section(root, "operator", places::read_operator);
    let dictionaries = section(root, "dictionaries", terms::read);
    let membership = section(root, "membership", order::read_membership);
    let commission = section(root, "commission", order::read_commission);
    let calendar = section(root, "calendar", year::read);
    let deadlines = order::read_deadlines(root);
    let support = support::read(root);
    // Both came later: a profile that an installation has kept from before them must still be read.
    let ministry = section_if_any(root, "ministry", places::read_ministry);
    let stages = section_if_any(root, "programme", programme::read).unwrap_or_default();
    let unions = section_if_any(root, "unions", order::read_unions).unwrap_or_default();
    let (region, operator, mut dictionaries) = (region?, operator?, dictionaries?);
    let ministry = ministry.unwrap_or_else(|| places::ministry_of(&operator));
    let municipalities = places::read_municipalities(root, &region);
    let membership_kinds = quotas::read_kinds(root, &mut dictionaries);
    let quotas = quotas::read_quotas(root, &dictionaries, &municipalities);
    let criteria = rules::read_criteria(root, &dictionaries);
    Some(Profile {
        source,
        region,
        operator,
        ministry,
        municipalities,
        dictionaries,
        membership_kinds,
        membership: membership?,
        commission: commission?,
        unions,
        quotas,
        criteria,
        deadlines,
        support,
        calendar: calendar?,
        stages,
    })
}

fn section<'d, T>(root: &reader::Table<'d>, key: &'static str, read: impl Fn(&reader::Table<'d>) -> T) -> Option<T> {
    let section = root.table(key)?;
    let value = read(&section);
    section.done();
    Some(value)
}

fn section_if_any<'d, T>(root: &reader::Table<'d>, key: &'static str, read: impl Fn(&reader::Table<'d>) -> T) -> Option<T> {
    let section = root.table_if_any(key)?;
    let value = read(&section);
    section.done();
    Some(value)
}

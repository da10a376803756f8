//! Kinds of membership and their quotas: how many places, from which day, split over what.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{
    places::Municipality,
    reader::Table,
    terms::{Dictionaries, Term, TermKind, read_term},
};

kernel::text_enum! {
    /// The four kinds of membership. What the region calls them is a label of the profile.
    MembershipKind {
        SubjectMethodist = "subject_methodist",
        DirectionMethodist = "direction_methodist",
        MunicipalManager = "municipal_manager",
        SchoolManager = "school_manager",
    }
}

kernel::text_enum! {
    /// Which half of the active a kind belongs to.
    ActiveHalf { Methodical = "methodical", Managerial = "managerial" }
}

/// What a kind's quota is split over, and so what a member is included for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuotaAxis {
    Subject,
    Direction,
    Municipality,
}

impl MembershipKind {
    pub const fn axis(self) -> QuotaAxis {
        match self {
            Self::SubjectMethodist => QuotaAxis::Subject,
            Self::DirectionMethodist => QuotaAxis::Direction,
            Self::MunicipalManager | Self::SchoolManager => QuotaAxis::Municipality,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MembershipKindLabel {
    pub kind: MembershipKind,
    pub name: String,
    pub short: String,
    pub half: ActiveHalf,
    /// Who such members are for the teachers they support, e.g. «наставник».
    pub works_as: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quota {
    pub kind: MembershipKind,
    pub from: Date,
    pub total: u32,
    /// Places by code of subject, direction or municipality; their sum is `total`.
    pub places: BTreeMap<String, u32>,
}

/// Reads the labels and adds them to the dictionaries, so that screens find all names in one place.
pub(super) fn read_kinds(root: &Table<'_>, dictionaries: &mut Dictionaries) -> Vec<MembershipKindLabel> {
    let mut labels: Vec<MembershipKindLabel> = Vec::new();
    for entry in root.tables("membership_kind") {
        let kind = entry.word("code", MembershipKind::ALL);
        let term = read_term(TermKind::MembershipKind, &entry);
        let half = entry.word("half", ActiveHalf::ALL);
        let works_as = entry.text("works_as");
        if let (Some(kind), Some(half)) = (kind, half) {
            labels.push(label(kind, half, works_as, &term));
        }
        dictionaries.add(term);
        entry.done();
    }
    for kind in MembershipKind::ALL.iter().copied() {
        if root.has("membership_kind") && labels.iter().filter(|label| label.kind == kind).count() != 1 {
            root.report_at("membership_kind", format!("Вид участия «{}» должен быть описан ровно один раз.", kind.as_str()), "Добавьте запись [[membership_kind]] или уберите лишнюю.");
        }
    }
    labels
}

fn label(kind: MembershipKind, half: ActiveHalf, works_as: String, term: &Term) -> MembershipKindLabel {
    let (name, short) = term.names.last().map(|state| (state.value.name.clone(), state.value.short.clone())).unwrap_or_default();
    MembershipKindLabel { kind, name, short, half, works_as }
}

pub(super) fn read_quotas(root: &Table<'_>, dictionaries: &Dictionaries, municipalities: &[Municipality]) -> Vec<Quota> {
    let mut quotas: Vec<Quota> = Vec::new();
    for entry in root.tables("quota") {
        if let Some(quota) = read_quota(&entry, dictionaries, municipalities) {
            if quotas.iter().any(|other| other.kind == quota.kind && other.from == quota.from) {
                entry.report_at("from", "Квота этого вида с этого дня уже задана.", "Оставьте одну из двух записей или измените дату.");
            }
            quotas.push(quota);
        }
        entry.done();
    }
    for kind in MembershipKind::ALL.iter().copied() {
        if root.has("quota") && !quotas.iter().any(|quota| quota.kind == kind) {
            root.report_at("quota", format!("Нет квоты для вида «{}».", kind.as_str()), "Добавьте запись [[quota]] с этим видом.");
        }
    }
    quotas
}

fn read_quota(entry: &Table<'_>, dictionaries: &Dictionaries, municipalities: &[Municipality]) -> Option<Quota> {
    let kind = entry.word("kind", MembershipKind::ALL);
    let from = entry.date("from");
    let total = entry.whole("total", 0..=100_000);
    let section = entry.table("places")?;
    let kind = kind?;
    let known = |code: &str| match kind.axis() {
        QuotaAxis::Subject => dictionaries.has(TermKind::Subject, code),
        QuotaAxis::Direction => dictionaries.has(TermKind::DevelopmentDirection, code),
        QuotaAxis::Municipality => municipalities.iter().any(|place| place.code == code),
    };
    let mut places = BTreeMap::new();
    for (code, span, count) in section.counts() {
        if !known(&code) {
            entry.reader().report(&span, format!("Код «{code}» в профиле не найден."), "Возьмите код предмета, направления или муниципалитета из этого же файла.");
        }
        places.insert(code, count);
    }
    let sum: u32 = places.values().sum();
    if sum != total {
        entry.report_at("total", format!("Места в разбивке дают {sum}, а всего указано {total}."), "Исправьте разбивку или «total», чтобы числа сошлись.");
    }
    Some(Quota { kind, from, total, places })
}

//! Dictionaries: lists that differ by region and by year, so they are data and every entry is dated.

use jiff::civil::Date;

use kernel::search::fold;

use super::{
    dated::{self, Dated, history},
    reader::Table,
    taken::Taken,
};

macro_rules! term_kinds {
    ($($variant:ident $code:literal $title:literal)*) => {
        /// Which dictionary a term belongs to.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum TermKind { $($variant,)* }

        impl TermKind {
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name in the profile, in the database and in addresses.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The heading of the dictionary on screens.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }

            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.code() == code)
            }
        }
    };
}

term_kinds! {
    SubjectArea "subject_area" "Предметные области"
    Subject "subject" "Предметы"
    DevelopmentDirection "direction" "Направления развития образования"
    WorkDirection "work_direction" "Направления работы актива"
    MembershipKind "membership_kind" "Виды участия в активе"
    EducationLevel "education" "Уровни образования"
    Category "category" "Квалификационные категории"
    Position "position" "Должности"
    ApplicantRole "applicant_role" "Роли, дающие право войти в актив"
    AssessmentLevel "assessment_level" "Уровни оценки компетенций"
    EvidenceKind "evidence_kind" "Подтверждающие документы"
    ReturnReason "return_reason" "Причины возврата на исправление"
    DeclineReason "decline_reason" "Причины отказа в поддержке муниципалитетом"
    RefusalReason "refusal_reason" "Причины отказа во включении"
    PauseReason "pause_reason" "Причины приостановки участия"
    EndReason "end_reason" "Причины прекращения участия"
    ConflictKind "conflict_kind" "Виды конфликта интересов"
    RiskFactor "risk_factor" "Факторы риска школ с низкими результатами"
    AttestationItem "attestation_item" "Шаги подготовки к аттестации"
}

/// One entry of a dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    pub kind: TermKind,
    pub code: String,
    pub names: Vec<Dated<TermName>>,
    /// Other spellings that people and old tables use; former names need not be repeated here.
    pub synonyms: Vec<String>,
    /// Subjects: the code of the subject area.
    pub area: Option<String>,
    /// Categories and assessment levels: the higher, the better.
    pub rank: Option<u32>,
    /// Return reasons: the field of the application form they are about; `any` fits every field.
    pub field: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermName {
    pub name: String,
    /// A short form for tables; equals `name` when the profile gives none.
    pub short: String,
}

impl Term {
    pub fn name_on(&self, day: Date) -> &str {
        dated::at(&self.names, day).map_or(&self.code, |state| &state.value.name)
    }

    pub fn is_valid_on(&self, day: Date) -> bool {
        self.names.iter().any(|state| state.holds_on(day))
    }

    /// Whether what someone typed means this term: any of its names ever, short forms and synonyms.
    pub fn is_called(&self, typed: &str) -> bool {
        let typed = fold(typed);
        self.all_names().any(|name| fold(name) == typed)
    }

    fn all_names(&self) -> impl Iterator<Item = &String> {
        self.names.iter().flat_map(|state| [&state.value.name, &state.value.short]).chain(&self.synonyms)
    }
}

/// All dictionaries of a profile, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dictionaries(Vec<Term>);

impl Dictionaries {
    pub fn all(&self) -> &[Term] {
        &self.0
    }

    pub fn of(&self, kind: TermKind) -> impl Iterator<Item = &Term> {
        self.0.iter().filter(move |term| term.kind == kind)
    }

    pub fn find(&self, kind: TermKind, code: &str) -> Option<&Term> {
        self.of(kind).find(|term| term.code == code)
    }

    pub fn has(&self, kind: TermKind, code: &str) -> bool {
        self.find(kind, code).is_some()
    }
}

pub(super) fn read(section: &Table<'_>) -> Dictionaries {
    let mut terms: Vec<Term> = Vec::new();
    for kind in TermKind::ALL.iter().copied().filter(|kind| *kind != TermKind::MembershipKind) {
        let mut taken = Taken::default();
        // Profiles written before these two lists existed stay readable.
        let entries = if matches!(kind, TermKind::RiskFactor | TermKind::AttestationItem) { section.tables_if_any(kind.code()) } else { section.tables(kind.code()) };
        for entry in entries {
            let term = read_term(kind, &entry);
            if terms.iter().any(|other| other.kind == kind && other.code == term.code) {
                entry.report_at("code", format!("Код «{}» в этом словаре уже есть.", term.code), "Дайте записи другой код.");
            }
            taken.claim(&term.code, term.all_names(), &entry);
            report_unknown_area(&terms, &term, &entry);
            terms.push(term);
            entry.done();
        }
    }
    Dictionaries(terms)
}

pub(super) fn read_term(kind: TermKind, entry: &Table<'_>) -> Term {
    let ranked = matches!(kind, TermKind::Category | TermKind::AssessmentLevel);
    Term {
        kind,
        code: entry.code("code"),
        names: history(entry, read_name),
        synonyms: entry.texts("synonyms"),
        area: (kind == TermKind::Subject).then(|| entry.code("area")),
        rank: ranked.then(|| entry.whole("rank", 0..=100)),
        field: (kind == TermKind::ReturnReason).then(|| entry.code("field")),
    }
}

impl Dictionaries {
    pub(super) fn add(&mut self, term: Term) {
        self.0.push(term);
    }
}

fn read_name(entry: &Table<'_>) -> TermName {
    let name = entry.text("name");
    let short = entry.text_if_any("short").unwrap_or_else(|| name.clone());
    TermName { name, short }
}

fn report_unknown_area(terms: &[Term], new: &Term, entry: &Table<'_>) {
    let Some(area) = &new.area else { return };
    if !terms.iter().any(|term| term.kind == TermKind::SubjectArea && &term.code == area) {
        entry.report_at("area", format!("Предметной области «{area}» в профиле нет."), "Возьмите код из списка subject_area.");
    }
}

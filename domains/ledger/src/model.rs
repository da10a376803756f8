//! A deed and what is counted over deeds.

use kernel::{Date, id::PersonId, id::PlaceId};

kernel::uuid_id! {
    /// A row of the ledger.
    DeedId
}

kernel::text_enum! {
    /// What kind of work it was.
    DeedKind {
        Activity = "activity",
        Consultation = "consultation",
        Visit = "visit",
        Meeting = "meeting",
        Help = "help",
        /// An answer to a confidential request: the member's own hours, in no figure of a place.
        PrivateHelp = "private_help",
        CaseStep = "case_step",
        Mentoring = "mentoring",
        Course = "course",
        SchoolHelp = "school_help",
        Expert = "expert",
        Practice = "practice",
        Observation = "observation",
        Other = "other",
    }
}

/// Leaves a confidential kind out of a figure of many: `d` is the deed. One answer must not be seen by place and day.
pub const NOT_PRIVATE: &str = "d.kind <> 'private_help'";

impl DeedKind {
    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Activity => "Мероприятие",
            Self::Consultation => "Консультация",
            Self::Visit => "Выезд или посещение",
            Self::Meeting => "Заседание объединения",
            Self::Help => "Ответ на обращение",
            Self::PrivateHelp => "Ответ на личное обращение",
            Self::CaseStep => "Сопровождение: шаг маршрута",
            Self::Mentoring => "Наставничество",
            Self::Course => "Поддержка после курсов",
            Self::SchoolHelp => "Помощь школе",
            Self::Expert => "Экспертная работа",
            Self::Practice => "Практики",
            Self::Observation => "Наблюдение урока",
            Self::Other => "Другое",
        }
    }

    /// Whether only the member's own hours hold it.
    #[must_use]
    pub fn is_private(self) -> bool {
        self == Self::PrivateHelp
    }
}

/// What somebody did, as the code that saw it tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    pub person: PersonId,
    pub kind: DeedKind,
    /// Id of the row that saw it: one deed per kind, source and person.
    pub source: String,
    /// Code of `work_direction`.
    pub direction: String,
    pub on: Date,
    pub minutes: i64,
    /// As whom: `host`, `cohost`, `expert`, `mentor` …
    pub part: &'static str,
    /// Names nobody.
    pub title: String,
    /// Address of the page.
    pub url: String,
    /// How many people took part.
    pub reached: i64,
}

/// A deed as it stands in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub id: DeedId,
    pub person: Option<PersonId>,
    pub place: PlaceId,
    pub kind: DeedKind,
    pub source: String,
    pub direction: String,
    pub on: Date,
    pub minutes: i64,
    pub part: String,
    pub title: String,
    pub url: String,
    pub reached: i64,
}

/// Work in one direction over a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    pub direction: String,
    pub deeds: i64,
    pub minutes: i64,
    pub reached: i64,
}

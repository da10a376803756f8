//! A pathway without storage: its states, its five components, its lines.

use cases::{CaseId, SeatId};
use deficits::DeficitId;
use kernel::{Date, Error, Result, Timestamp, id::AccountId};
use resources::ResourceId;

kernel::uuid_id! {
    /// A version of a teacher's pathway.
    PathwayId,
    /// A line of a pathway: a resource or an own task.
    StepId,
    /// Somebody else's text, shown beside.
    SuggestionId,
    /// Words to a section.
    CommentId,
    /// A signature in the list of agreement.
    SignatureId,
}

kernel::text_enum! {
    /// How far a pathway has come.
    State {
        /// Is being built and signed.
        Draft = "draft",
        /// The list of agreement is full; the first day hasn't come.
        Agreed = "agreed",
        /// Is being walked.
        Active = "active",
        /// Its results were presented or reviewed.
        Presented = "presented",
        Closed = "closed",
        /// A new version was begun: this one stays as it was.
        Revised = "revised",
        /// Ended before, with a reason.
        Stopped = "stopped",
    }
}

impl State {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "составляется",
            Self::Agreed => "согласован",
            Self::Active => "в работе",
            Self::Presented => "результаты представлены",
            Self::Closed => "завершён",
            Self::Revised => "заменён новой версией",
            Self::Stopped => "прекращён",
        }
    }

    /// Whether this is the version that the case works by now: a case has one at most.
    #[must_use]
    pub fn is_current(self) -> bool {
        match self {
            Self::Draft | Self::Agreed | Self::Active | Self::Presented => true,
            Self::Closed | Self::Revised | Self::Stopped => false,
        }
    }

    /// Whether the teacher has signed it: its body is frozen.
    #[must_use]
    pub fn is_binding(self) -> bool {
        match self {
            Self::Agreed | Self::Active | Self::Presented | Self::Closed => true,
            Self::Draft | Self::Revised | Self::Stopped => false,
        }
    }

    /// The table of transitions. A new version may be begun from whatever was signed and isn't closed.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        match (self, next) {
            (Self::Draft, Self::Agreed | Self::Active | Self::Stopped)
            | (Self::Agreed, Self::Active | Self::Revised | Self::Stopped)
            | (Self::Active, Self::Presented | Self::Revised | Self::Stopped)
            | (Self::Presented, Self::Closed | Self::Revised | Self::Stopped) => true,
            (Self::Draft | Self::Agreed | Self::Active | Self::Presented | Self::Closed | Self::Revised | Self::Stopped, _) => false,
        }
    }
}

kernel::text_enum! {
    /// The five components of a pathway, each a section of its screen and of its document.
    Component { Target = "target", Diagnostic = "diagnostic", Content = "content", Technological = "technological", Results = "results" }
}

impl Component {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Target => "Целевой компонент",
            Self::Diagnostic => "Диагностический компонент",
            Self::Content => "Содержательный компонент",
            Self::Technological => "Технологический компонент",
            Self::Results => "Результативный компонент",
        }
    }

    /// The head of a narrow column.
    #[must_use]
    pub fn short(self) -> &'static str {
        match self {
            Self::Target => "Цель",
            Self::Diagnostic => "Диагностика",
            Self::Content => "Содержание",
            Self::Technological => "Технологии",
            Self::Results => "Результаты",
        }
    }

    /// What it is for, in a sentence under the heading.
    #[must_use]
    pub fn what(self) -> &'static str {
        match self {
            Self::Target => "Цель, мотив и потребность: зачем этот маршрут и по чему будет видно, что цель достигнута.",
            Self::Diagnostic => "Чем измеряем до, по ходу и после.",
            Self::Content => "Что изучаем и делаем и как это сгруппировано по затруднениям.",
            Self::Technological => "Какими технологиями, методами и в какой форме идёт работа.",
            Self::Results => "Что получится и по каким признакам это подтвердится.",
        }
    }
}

kernel::text_enum! {
    /// Whose thought a line was.
    Origin { Proposed = "proposed", Written = "written" }
}

kernel::text_enum! {
    /// What the team said of a line.
    Fate {
        /// Nobody of those who decide has said yet.
        Open = "open",
        Kept = "kept",
        Edited = "edited",
        Struck = "struck",
    }
}

impl Fate {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "ещё не решено",
            Self::Kept => "принято",
            Self::Edited => "изменено",
            Self::Struck => "вычеркнуто",
        }
    }

    /// Whether the line is a part of the pathway.
    #[must_use]
    pub fn is_in(self) -> bool {
        match self {
            Self::Kept | Self::Edited => true,
            Self::Open | Self::Struck => false,
        }
    }
}

kernel::text_enum! {
    /// How far a line has come.
    StepState {
        Planned = "planned",
        InWork = "in_work",
        /// A report waits for an answer.
        Submitted = "submitted",
        Accepted = "accepted",
        /// The report was returned with a reason.
        Returned = "returned",
        /// Struck, or replaced by a new version.
        Dropped = "dropped",
    }
}

impl StepState {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Planned => "не начато",
            Self::InWork => "в работе",
            Self::Submitted => "отчёт на проверке",
            Self::Accepted => "выполнено",
            Self::Returned => "отчёт возвращён",
            Self::Dropped => "снято",
        }
    }

    /// Whether something is still to be done.
    #[must_use]
    pub fn is_undone(self) -> bool {
        match self {
            Self::Planned | Self::InWork | Self::Submitted | Self::Returned => true,
            Self::Accepted | Self::Dropped => false,
        }
    }
}

kernel::text_enum! {
    /// At which level a line is carried out.
    Level { School = "school", Municipal = "municipal", Regional = "regional", Federal = "federal" }
}

impl Level {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::School => "школьный",
            Self::Municipal => "муниципальный",
            Self::Regional => "региональный",
            Self::Federal => "федеральный",
        }
    }
}

kernel::text_enum! {
    /// The ten forms of result.
    ResultForm {
        Lessons = "lessons",
        InnovationReport = "innovation_report",
        Project = "project",
        Product = "product",
        Portfolio = "portfolio",
        MasterClass = "master_class",
        Presentation = "presentation",
        Contest = "contest",
        CreativeReport = "creative_report",
        Workshop = "workshop",
    }
}

impl ResultForm {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Lessons => "серия учебных занятий",
            Self::InnovationReport => "отчёт о результатах (ходе) инновационной деятельности",
            Self::Project => "педагогический проект",
            Self::Product => "методическая продукция",
            Self::Portfolio => "анализ образцов профессиональной деятельности (портфолио)",
            Self::MasterClass => "мастер-класс",
            Self::Presentation => "презентация опыта работы по выявленной проблеме",
            Self::Contest => "конкурс профессионального мастерства",
            Self::CreativeReport => "творческий отчёт",
            Self::Workshop => "методическая мастерская",
        }
    }
}

/// A version of a pathway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pathway {
    pub id: PathwayId,
    pub case: CaseId,
    /// 1, 2, … within the case.
    pub number: i64,
    /// The version that this one goes on from.
    pub follows: Option<PathwayId>,
    pub state: State,
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    /// The teacher's academic hours.
    pub hours_limit: Option<i64>,
    /// Since when it asks to be signed.
    pub sent_at: Option<Timestamp>,
    pub agreed_at: Option<Timestamp>,
    /// JSON: all as it was signed; empty before.
    pub agreed_body: String,
    pub presented_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    pub stop_reason: String,
    pub made_by: Option<AccountId>,
    pub made_at: Timestamp,
    pub version: i64,
}

impl Pathway {
    /// # Errors
    /// A refusal, if the pathway isn't in one of these states.
    pub fn must_be(&self, states: &[State], sentence: &str) -> Result<()> {
        if states.contains(&self.state) { Ok(()) } else { Err(Error::refusal(format!("{sentence} Сейчас маршрут {}.", self.state.label()))) }
    }

    /// As it is named in texts: «ИОМ, версия 2».
    #[must_use]
    pub fn caption(&self) -> String {
        format!("ИОМ, версия {}", self.number)
    }
}

/// A line of a pathway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub id: StepId,
    pub pathway: PathwayId,
    pub position: i64,
    pub title: String,
    /// What exactly to do.
    pub task: String,
    pub resource: Option<ResourceId>,
    pub technology: String,
    pub level: Option<Level>,
    /// Who helps; nobody: the teacher alone.
    pub responsible: Option<SeatId>,
    pub hours: i64,
    pub starts_on: Option<Date>,
    pub due_on: Option<Date>,
    pub result_form: Option<ResultForm>,
    /// Why it is proposed, in words.
    pub because: String,
    pub origin: Origin,
    pub fate: Fate,
    pub author: Option<SeatId>,
    pub state: StepState,
    /// 0..100, marked by the teacher.
    pub progress: i64,
    pub accepted_on: Option<Date>,
    /// Where both sides moved the day during the walk; what was signed stays as it was signed.
    pub moved_to: Option<Date>,
    /// Which deficits of the case it serves, in a steady order.
    pub deficits: Vec<DeficitId>,
    pub version: i64,
}

impl Step {
    /// Whether the line is a part of the pathway and isn't dropped.
    #[must_use]
    pub fn is_in(&self) -> bool {
        self.fate.is_in() && self.state != StepState::Dropped
    }

    /// The day by which it is to be done: as signed, or where both sides moved it.
    #[must_use]
    pub fn due(&self) -> Option<Date> {
        self.moved_to.or(self.due_on)
    }

    /// Whether the teacher is late with it on this day.
    #[must_use]
    pub fn is_late(&self, day: Date) -> bool {
        self.is_in() && self.state.is_undone() && self.state != StepState::Submitted && self.due().is_some_and(|due| due < day)
    }
}

/// A word of a closed list out of a column where '' is none.
///
/// # Errors
/// The word is unknown.
pub(crate) fn maybe<T: std::str::FromStr>(raw: &str) -> Result<Option<T>, kernel::db::DbError> {
    if raw.is_empty() { Ok(None) } else { raw.parse().map(Some).map_err(|_| kernel::db::DbError::Shape(format!("unknown word {raw:?}"))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_stays_over_and_nothing_leads_back_to_a_draft() {
        for state in State::ALL {
            assert!(!state.may_become(State::Draft) && !state.may_become(*state), "{state}");
            if !state.is_current() {
                assert!(State::ALL.iter().all(|next| !state.may_become(*next)), "{state}");
            }
        }
    }

    #[test]
    fn only_what_was_signed_is_replaced_by_a_new_version() {
        let replaced: Vec<_> = State::ALL.iter().filter(|state| state.may_become(State::Revised)).collect();
        assert_eq!(replaced, [&State::Agreed, &State::Active, &State::Presented]);
    }
}

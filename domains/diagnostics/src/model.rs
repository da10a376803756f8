//! Instruments, forms, assignments, attempts and marks: what they are and what may follow what.

use kernel::{
    Timestamp,
    id::{AccountId, PersonId, PlaceId},
};
use serde::{Deserialize, Serialize};

kernel::uuid_id! {
    /// An instrument: what is measured and how.
    InstrumentId,
    /// A fixed form of an instrument.
    FormId,
    /// An instrument offered to a person.
    AssignmentId,
    /// One taking of an instrument.
    AttemptId,
    /// An expert's marks for one open answer.
    MarkId,
}

pub use competencies::{CompetencyId, FrameworkId, ScaleId};
pub use items::{CalibrationId, ItemId};

kernel::text_enum! {
    /// Whether everybody gets the same items, or each the ones that tell most.
    Mode { Fixed = "fixed", Adaptive = "adaptive" }
}

kernel::text_enum! {
    InstrumentState { Draft = "draft", Open = "open", Closed = "closed" }
}

kernel::text_enum! {
    FormState { Draft = "draft", Ready = "ready", Retired = "retired" }
}

kernel::text_enum! {
    /// When the teacher sees the result of an attempt.
    Shows {
        /// As soon as it is scored.
        AtOnce = "at_once",
        /// When the time of the assignment is over: nobody can pass the items on.
        AfterWindow = "after_window",
    }
}

kernel::text_enum! {
    AssignmentState { Offered = "offered", Accepted = "accepted", Declined = "declined", Finished = "finished", TakenBack = "taken_back" }
}

kernel::text_enum! {
    AttemptState { Running = "running", Submitted = "submitted", Scored = "scored", Void = "void" }
}

impl Mode {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Fixed => "одинаковые варианты (А, Б, …)",
            Self::Adaptive => "задания подбираются по ответам",
        }
    }
}

impl InstrumentState {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "составляется",
            Self::Open => "открыта",
            Self::Closed => "закрыта",
        }
    }
}

impl FormState {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "составляется",
            Self::Ready => "готов",
            Self::Retired => "снят",
        }
    }
}

impl Shows {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::AtOnce => "сразу, как только проверены все ответы",
            Self::AfterWindow => "когда закончится срок диагностики",
        }
    }
}

impl AssignmentState {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Offered => "предложена",
            Self::Accepted => "согласие дано",
            Self::Declined => "отказ",
            Self::Finished => "пройдена",
            Self::TakenBack => "отозвана",
        }
    }

    /// Whether the teacher may still act on it.
    #[must_use]
    pub fn is_live(self) -> bool {
        matches!(self, Self::Offered | Self::Accepted)
    }
}

impl AttemptState {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Running => "проходит",
            Self::Submitted => "на проверке",
            Self::Scored => "проверена",
            Self::Void => "не засчитана",
        }
    }
}

/// How an instrument decides, and what its page says to the teacher.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// What the diagnostic is about and what for, as the teacher reads it.
    pub about: String,
    /// A deficit is told from this probability on.
    pub deficit_from: f64,
    /// No deficit is told up to this probability.
    pub none_to: f64,
    /// Adaptive: a competency is decided at `P ≥ stop_at` or `P ≤ 1 − stop_at`.
    pub stop_at: f64,
    /// Adaptive: no item is given to a greater share of people.
    pub exposure_cap: f64,
    /// A third expert marks when any criterion differs by so much.
    pub criterion_gap: u32,
    /// A third expert marks when the totals differ by more.
    pub total_gap: u32,
    /// Items that parallel forms may share.
    pub anchors: Vec<ItemId>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { about: String::new(), deficit_from: 0.8, none_to: 0.2, stop_at: 0.9, exposure_cap: 0.3, criterion_gap: 2, total_gap: 1, anchors: Vec::new() }
    }
}

/// An instrument.
#[derive(Debug, Clone, PartialEq)]
pub struct Instrument {
    pub id: InstrumentId,
    pub code: String,
    pub title: String,
    pub framework: FrameworkId,
    pub scale: ScaleId,
    pub mode: Mode,
    pub state: InstrumentState,
    /// Code of a subject; empty: for any.
    pub subject: String,
    /// `None`: no limit within the window.
    pub minutes: Option<i64>,
    pub attempts: i64,
    /// Between attempts.
    pub rest_days: i64,
    pub shows: Shows,
    pub shows_rationale: bool,
    pub settings: Settings,
    pub version: i64,
}

/// How many items of a competency an instrument has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlueprintLine {
    pub competency: CompetencyId,
    /// Fixed: exactly so many; adaptive: at least.
    pub items: i64,
    /// Adaptive: at most.
    pub most: Option<i64>,
}

/// A fixed form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    pub id: FormId,
    pub instrument: InstrumentId,
    /// А, Б, В …
    pub letter: String,
    pub state: FormState,
    pub version: i64,
}

/// An item at its place in a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormItem {
    pub position: i64,
    pub item: ItemId,
    pub revision: i64,
    pub competency: CompetencyId,
}

/// An instrument offered to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    pub id: AssignmentId,
    pub instrument: InstrumentId,
    /// `None`: chosen at the start.
    pub form: Option<FormId>,
    pub person: PersonId,
    pub place: PlaceId,
    /// The attempt whose growth it shows.
    pub repeat_of: Option<AttemptId>,
    pub reason: String,
    pub opens_at: Timestamp,
    /// Exclusive.
    pub closes_at: Timestamp,
    pub state: AssignmentState,
    pub version: i64,
}

/// One taking of an instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    pub id: AttemptId,
    pub assignment: AssignmentId,
    pub instrument: InstrumentId,
    pub form: Option<FormId>,
    /// Whose parameters were frozen.
    pub calibration: Option<CalibrationId>,
    pub person: PersonId,
    pub number: i64,
    pub state: AttemptState,
    pub started_at: Timestamp,
    /// The server's clock decides.
    pub ends_at: Timestamp,
    pub submitted_at: Option<Timestamp>,
    pub scored_at: Option<Timestamp>,
    pub shown_at: Option<Timestamp>,
}

impl Attempt {
    /// Whether an answer saved at this moment counts.
    #[must_use]
    pub fn takes_answers_at(&self, now: Timestamp) -> bool {
        self.state == AttemptState::Running && now < self.ends_at
    }

    /// Where chance comes from in this attempt: the same at every reading.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.id.0.as_u64_pair().1
    }
}

kernel::text_enum! {
    /// How the steps of an item follow from ability.
    Family { PartialCredit = "partial_credit", Graded = "graded" }
}

/// Parameters of an item as they were when it was given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parameters {
    pub family: Family,
    pub slope: f64,
    pub intercepts: Vec<f64>,
    /// Guessed from the author's expected difficulty: results say so, and no change is told by them.
    #[serde(default)]
    pub preliminary: bool,
}

/// The bank's own parameters, guesses too, as an attempt keeps them: without errors and flags.
impl From<items::Parameters> for Parameters {
    fn from(known: items::Parameters) -> Self {
        let family = match known.family {
            items::Family::PartialCredit => Family::PartialCredit,
            items::Family::Graded => Family::Graded,
        };
        Self { family, slope: known.slope, intercepts: known.intercepts, preliminary: known.preliminary }
    }
}

/// An item as it was given in an attempt.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenItem {
    pub position: i64,
    pub item: ItemId,
    pub revision: i64,
    pub competency: CompetencyId,
    pub max_score: i64,
    pub parameters: Parameters,
    pub score: Option<i64>,
}

/// An expert's marks for one open answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub id: MarkId,
    pub attempt: AttemptId,
    pub position: i64,
    /// 1 and 2; 3 when they diverge.
    pub turn: i64,
    pub account: Option<AccountId>,
    pub taken_at: Option<Timestamp>,
    /// Points per criterion.
    pub criteria: Vec<u32>,
    pub score: Option<i64>,
    pub note: String,
    pub marked_at: Option<Timestamp>,
    pub version: i64,
}

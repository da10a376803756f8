//! A help request: what it says, where it stands, whose hands it is in.

use access::Actor;
use activities::ActivityId;
use cases::CaseId;
use kernel::{
    Date, Error, Result, Timestamp,
    id::{AccountId, PersonId, PlaceId},
    text_enum, uuid_id,
};

uuid_id! {
    /// A help request of the open kind.
    HelpId,
    MessageId,
    TurnId,
}

/// Where what becomes of a request is found, beside its id.
pub const URL: &str = "/help-requests";

text_enum! {
    State {
        New = "new",
        Taken = "taken",
        Answered = "answered",
        Closed = "closed",
        Withdrawn = "withdrawn",
    }
}

impl State {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::New => "ждёт, кто возьмёт",
            Self::Taken => "в работе",
            Self::Answered => "есть ответ",
            Self::Closed => "закрыто",
            Self::Withdrawn => "снято педагогом",
        }
    }

    /// Whether somebody waits for an answer.
    #[must_use]
    pub fn is_waiting(self) -> bool {
        match self {
            Self::New | Self::Taken => true,
            Self::Answered | Self::Closed | Self::Withdrawn => false,
        }
    }
}

text_enum! {
    HowSoon { Urgent = "urgent", Usual = "usual", Calm = "calm" }
}

impl HowSoon {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Urgent => "срочно: на следующий рабочий день",
            Self::Usual => "в обычный срок",
            Self::Calm => "не спешу",
        }
    }
}

text_enum! {
    Form { Any = "any", Call = "call", Visit = "visit", Materials = "materials", Lesson = "lesson" }
}

impl Form {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Any => "как удобнее",
            Self::Call => "созвониться",
            Self::Visit => "встретиться",
            Self::Materials => "прислать материалы",
            Self::Lesson => "посетить урок",
        }
    }
}

text_enum! {
    SeenBy { Helpers = "helpers", School = "school" }
}

impl SeenBy {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Helpers => "только тот, кто отвечает, и те, кто распределяет обращения",
            Self::School => "ещё и руководство моей школы",
        }
    }
}

text_enum! {
    Outcome { Helped = "helped", Partly = "partly", Not = "not" }
}

impl Outcome {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Helped => "помогло",
            Self::Partly => "помогло отчасти",
            Self::Not => "не помогло",
        }
    }
}

text_enum! {
    Author { Asker = "asker", Helper = "helper" }
}

text_enum! {
    MessageKind { Message = "message", Answer = "answer", Reopened = "reopened" }
}

text_enum! {
    TurnKind { Taken = "taken", Assigned = "assigned", Handed = "handed", Returned = "returned" }
}

impl TurnKind {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Taken => "Взято в работу",
            Self::Assigned => "Поручено",
            Self::Handed => "Передано",
            Self::Returned => "Возвращено в очередь",
        }
    }
}

/// Somebody's side: a person with a card, an account without one, or both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Party {
    pub person: Option<PersonId>,
    pub account: Option<AccountId>,
    pub name: String,
}

impl Party {
    /// Whoever is at work.
    #[must_use]
    pub fn of(actor: &Actor) -> Self {
        Self { person: actor.person, account: Some(actor.account), name: actor.name.clone() }
    }

    #[must_use]
    pub fn is_nobody(&self) -> bool {
        self.person.is_none() && self.account.is_none()
    }

    #[must_use]
    pub fn is(&self, actor: &Actor) -> bool {
        self.account == Some(actor.account) || (self.person.is_some() && self.person == actor.person)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpRequest {
    pub id: HelpId,
    pub number: String,
    pub asker: Party,
    pub place: PlaceId,
    pub place_path: String,
    pub place_name: String,
    pub is_place: bool,
    pub direction: String,
    pub subject: String,
    pub words: String,
    pub how_soon: HowSoon,
    pub form: Form,
    pub seen_by: SeenBy,
    pub state: State,
    pub helper: Party,
    pub asked_at: Timestamp,
    pub asked_on: Date,
    pub due_on: Date,
    pub answered_at: Option<Timestamp>,
    pub response_days: Option<i64>,
    pub minutes: i64,
    pub closed_at: Option<Timestamp>,
    pub outcome: Option<Outcome>,
    pub outcome_words: String,
    pub case: Option<CaseId>,
    pub activity: Option<ActivityId>,
    pub version: i64,
}

impl HelpRequest {
    #[must_use]
    pub fn url(&self) -> String {
        url(self.id)
    }

    #[must_use]
    pub fn is_late(&self, today: Date) -> bool {
        self.state.is_waiting() && self.due_on < today
    }

    /// # Errors
    /// Somebody was first.
    pub fn must_be_at(&self, version: i64) -> Result<()> {
        if self.version == version { Ok(()) } else { Err(Error::stale(&format!("Обращение {}", self.number))) }
    }

    /// # Errors
    /// A refusal that says where it stands and what may be done.
    pub fn must_be(&self, states: &[State], instead: &str) -> Result<()> {
        if states.contains(&self.state) { Ok(()) } else { Err(Error::refusal(format!("Обращение {}: {}. {instead}", self.number, self.state.label()))) }
    }
}

/// Where a request is looked at.
#[must_use]
pub fn url(id: HelpId) -> String {
    format!("{URL}/{id}")
}

/// A line of the talk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub author: Author,
    pub name: String,
    pub kind: MessageKind,
    pub words: String,
    pub made_at: Timestamp,
}

/// A change of hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    pub kind: TurnKind,
    pub to: String,
    pub reason: String,
    pub made_at: Timestamp,
}

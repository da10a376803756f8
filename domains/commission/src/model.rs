//! Meetings, the people at them, the items of the agenda, the votes.

use applications::ApplicationId;
use kernel::{
    Date, Error, Result, Timestamp,
    id::{AccountId, PersonId, PlaceId},
};
use membership::Seat;
use serde::{Deserialize, Serialize};
use structure::profile::MembershipKind;

kernel::uuid_id! {
    /// A meeting of the commission.
    MeetingId,
    /// An item of the agenda: one candidate.
    ItemId,
}

kernel::text_enum! {
    MeetingState { Planned = "planned", Open = "open", Closed = "closed" }
}

kernel::text_enum! {
    /// What was decided about a candidate.
    Outcome {
        Undecided = "",
        Include = "include",
        Reserve = "reserve",
        Refuse = "refuse",
        Postponed = "postponed",
        /// The application was withdrawn before the meeting closed: nothing to decide.
        Withdrawn = "withdrawn",
    }
}

kernel::text_enum! {
    /// How a member of the commission voted on including a candidate.
    Voice { For = "for", Against = "against", Abstain = "abstain", Conflict = "conflict" }
}

impl MeetingState {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Planned => "назначено",
            Self::Open => "идёт",
            Self::Closed => "закрыто",
        }
    }
}

impl Outcome {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Undecided => "не решено",
            Self::Include => "включить",
            Self::Reserve => "в резерв",
            Self::Refuse => "отказать",
            Self::Postponed => "отложить",
            Self::Withdrawn => "заявка отозвана",
        }
    }
}

impl Voice {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::For => "за",
            Self::Against => "против",
            Self::Abstain => "воздержался",
            Self::Conflict => "конфликт интересов",
        }
    }
}

/// A meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    pub id: MeetingId,
    /// Number of the minutes within the year.
    pub number: i64,
    pub held_on: Date,
    pub state: MeetingState,
    /// Members of the commission on that day.
    pub seats: i64,
    pub chair: Option<AccountId>,
    pub secretary: Option<AccountId>,
    pub opened_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    /// Digest of the minutes as closed.
    pub minutes: Option<String>,
    pub version: i64,
}

impl Meeting {
    /// `№ 4 от 23.11.2026`.
    #[must_use]
    pub fn caption(&self) -> String {
        format!("№ {} от {}", self.number, kernel::date::short(self.held_on))
    }

    /// # Errors
    /// A refusal unless the meeting waits to be opened.
    pub fn must_be_planned(&self) -> Result<()> {
        match self.state {
            MeetingState::Planned => Ok(()),
            MeetingState::Open => Err(Error::refusal("Заседание уже открыто: менять его назначение и убирать вопросы из повестки нельзя. Отложите кандидатуру решением.")),
            MeetingState::Closed => Err(closed()),
        }
    }

    /// # Errors
    /// A refusal unless the meeting goes on.
    pub fn must_be_open(&self) -> Result<()> {
        match self.state {
            MeetingState::Open => Ok(()),
            MeetingState::Planned => Err(Error::refusal("Заседание ещё не открыто. Голосовать и решать можно после того, как координатор отметит присутствующих и откроет его.")),
            MeetingState::Closed => Err(closed()),
        }
    }

    /// # Errors
    /// A refusal once the meeting is closed.
    pub fn must_not_be_closed(&self) -> Result<()> {
        match self.state {
            MeetingState::Planned | MeetingState::Open => Ok(()),
            MeetingState::Closed => Err(closed()),
        }
    }
}

fn closed() -> Error {
    Error::refusal("Заседание закрыто, протокол подписан этим составом: изменить в нём ничего нельзя. Новое решение принимают на следующем заседании.")
}

/// A member's seat at a meeting, frozen with the name of that day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendee {
    pub account: AccountId,
    pub name: String,
    pub present: bool,
}

/// What the agenda says of a candidate: frozen when the item is added, empty once the person's data are destroyed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Words {
    pub number: String,
    pub name: String,
    pub post: String,
    pub school: String,
    pub school_name: String,
    pub municipality: String,
    pub municipality_name: String,
    /// What the applicant asks for.
    pub kind: Option<MembershipKind>,
    pub subject: String,
    pub direction: String,
    /// Criteria found to hold.
    pub criteria: Vec<String>,
    pub from_reserve: bool,
}

impl Words {
    /// The name, or that there is none any more.
    #[must_use]
    pub fn shown_name(&self) -> &str {
        if self.name.is_empty() { "данные удалены" } else { &self.name }
    }

    /// The seat that the applicant asks for, as far as it is complete.
    #[must_use]
    pub fn wished(&self) -> Option<Seat> {
        Seat::new(self.kind?, &self.subject, &self.direction, PlaceId::from(self.municipality.as_str())).ok().filter(|seat| !seat.municipality.as_str().is_empty())
    }
}

/// A candidate on the agenda, and what was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub id: ItemId,
    pub meeting: MeetingId,
    pub application: ApplicationId,
    pub person: PersonId,
    pub position: i64,
    pub outcome: Outcome,
    /// Where to, for those included.
    pub seat: Option<Seat>,
    /// Code of a refusal's reason.
    pub reason: String,
    pub note: String,
    pub over_quota: bool,
    pub decided_at: Option<Timestamp>,
    pub version: i64,
    pub words: Words,
    /// The application left the commission's hands (withdrawn) while the meeting goes on.
    pub gone: bool,
}

impl Item {
    /// Whether nothing more is to be done about it before closing.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.outcome != Outcome::Undecided || self.gone
    }

    /// # Errors
    /// A refusal once it is decided, or its application was withdrawn.
    pub fn must_be_undecided(&self) -> Result<()> {
        if self.gone {
            return Err(Error::refusal(format!("{}: заявка отозвана, решать по ней не нужно.", self.words.shown_name())));
        }
        if self.outcome == Outcome::Undecided {
            return Ok(());
        }
        Err(Error::refusal(format!("{}: решение уже принято ({}). Пока заседание не закрыто, председатель или координатор могут вернуть вопрос к обсуждению.", self.words.shown_name(), self.outcome.label())))
    }
}

/// A vote that counts: the last one of a member on an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote {
    pub item: ItemId,
    pub account: AccountId,
    pub voice: Voice,
    /// Code of the kind of conflict.
    pub conflict: String,
    /// Who wrote down the raised hand; nobody: cast in person.
    pub entered_by: Option<AccountId>,
    pub cast_at: Timestamp,
}

impl Vote {
    /// What it says, in a word: by it a form knows which vote stood when it was opened.
    #[must_use]
    pub fn said(&self) -> String {
        if self.conflict.is_empty() { self.voice.to_string() } else { format!("{}/{}", self.voice, self.conflict) }
    }
}

//! Seats, memberships and orders.

use kernel::{
    Date, Error, Result,
    id::{PersonId, PlaceId},
};
use structure::profile::{MembershipKind, QuotaAxis};

kernel::uuid_id! {
    MembershipId,
    OrderId,
    OrderLineId,
}

kernel::text_enum! {
    /// What an order does.
    OrderKind {
        Include = "include",
        Renew = "renew",
        Pause = "pause",
        Resume = "resume",
        End = "end",
    }
}

kernel::text_enum! {
    OrderState { Draft = "draft", Signed = "signed" }
}

impl OrderKind {
    /// «О включении …»: the heading for the text of the order.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Include => "О включении в региональный методический актив",
            Self::Renew => "О продлении участия в региональном методическом активе",
            Self::Pause => "О приостановлении участия в региональном методическом активе",
            Self::Resume => "О возобновлении участия в региональном методическом активе",
            Self::End => "Об исключении из регионального методического актива",
        }
    }

    /// In lists and on buttons.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Include => "включение",
            Self::Renew => "продление",
            Self::Pause => "приостановление",
            Self::Resume => "возобновление",
            Self::End => "исключение",
        }
    }
}

/// The place in the active that a person is included for: its kind, what for, and where.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Seat {
    pub kind: MembershipKind,
    /// Set exactly for subject methodists.
    pub subject: Option<String>,
    /// Set exactly for direction methodists.
    pub direction: Option<String>,
    pub municipality: PlaceId,
}

impl Seat {
    /// A seat whose subject or direction fits its kind.
    ///
    /// # Errors
    /// Field errors at `subject` or `direction`.
    pub fn new(kind: MembershipKind, subject: &str, direction: &str, municipality: PlaceId) -> Result<Self> {
        let some = |code: &str| (!code.is_empty()).then(|| code.to_owned());
        let (subject, direction) = match kind.axis() {
            QuotaAxis::Subject => (Some(some(subject).ok_or_else(|| Error::field("subject", "Выберите предмет, по которому человек включается в актив"))?), None),
            QuotaAxis::Direction => (None, Some(some(direction).ok_or_else(|| Error::field("direction", "Выберите направление, по которому человек включается в актив"))?)),
            QuotaAxis::Municipality => (None, None),
        };
        Ok(Self { kind, subject, direction, municipality })
    }
}

/// A membership as it stands in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    pub id: MembershipId,
    pub person: PersonId,
    pub seat: Seat,
    pub order: OrderId,
    pub valid_from: Date,
    /// End of the term, exclusive.
    pub valid_to: Option<Date>,
    /// Ended before its term.
    pub ended_on: Option<Date>,
    pub end_reason: String,
    /// Paused on the day that was asked for.
    pub paused: bool,
    pub certificate_code: String,
    pub version: i64,
}

/// How a membership stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    NotYet,
    Active,
    Paused,
    TermOver,
    Ended,
}

impl Membership {
    /// How it stands on `day` (`paused` was read for that day).
    #[must_use]
    pub fn standing(&self, day: Date) -> Standing {
        if self.ended_on.is_some_and(|ended| ended <= day) {
            Standing::Ended
        } else if day < self.valid_from {
            Standing::NotYet
        } else if self.valid_to.is_some_and(|end| end <= day) {
            Standing::TermOver
        } else if self.paused {
            Standing::Paused
        } else {
            Standing::Active
        }
    }

    /// Whether an order of this kind can touch it on `day`.
    ///
    /// # Errors
    /// A sentence saying why not.
    pub fn admits(&self, kind: OrderKind, day: Date) -> Result<(), &'static str> {
        use OrderKind::{End, Include, Pause, Renew, Resume};
        if self.ended_on.is_some_and(|ended| ended > day) {
            return Err("прекращение участия уже назначено приказом");
        }
        match (kind, self.standing(day)) {
            (Renew, Standing::Active | Standing::Paused | Standing::TermOver) | (Pause, Standing::Active) | (Resume, Standing::Paused) | (End, Standing::NotYet | Standing::Active | Standing::Paused) => Ok(()),
            (Include, _) => Err("включают по решению комиссии, а не из списка участников"),
            (_, Standing::Ended) => Err("участие уже прекращено"),
            (Renew | Pause | Resume, Standing::NotYet) => Err("участие ещё не началось"),
            (Pause, Standing::Paused) => Err("участие уже приостановлено"),
            (Pause | End, Standing::TermOver) => Err("срок участия уже истёк"),
            (Resume, Standing::Active | Standing::TermOver) => Err("участие не приостановлено"),
        }
    }
}

impl Standing {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::NotYet => "ещё не началось",
            Self::Active => "действует",
            Self::Paused => "приостановлено",
            Self::TermOver => "срок истёк",
            Self::Ended => "прекращено",
        }
    }
}

/// A membership in a list, with the words it is shown by.
#[derive(Debug, Clone)]
pub struct MembershipRow {
    pub membership: Membership,
    pub name: String,
    pub school: String,
    pub municipality: String,
    /// Subject or direction; empty for managers.
    pub field: String,
}

/// An order.
#[derive(Debug, Clone)]
pub struct Order {
    pub id: OrderId,
    pub kind: OrderKind,
    pub state: OrderState,
    pub meeting: Option<String>,
    pub number: Option<String>,
    pub signed_on: Option<Date>,
    pub effective_on: Option<Date>,
    pub title: String,
    pub document: Option<String>,
    pub version: i64,
    pub lines: u64,
}

impl Order {
    /// `№ 15 от 23.11.2026`, or «проект».
    #[must_use]
    pub fn caption(&self) -> String {
        match (&self.number, self.signed_on) {
            (Some(number), Some(on)) => format!("№ {number} от {}", kernel::date::short(on)),
            _ => "проект".to_owned(),
        }
    }

    /// # Errors
    /// A refusal if the order is signed: what is signed is not changed.
    pub fn must_be_draft(&self) -> Result<()> {
        match self.state {
            OrderState::Draft => Ok(()),
            OrderState::Signed => Err(Error::refusal("Приказ уже подписан, изменить его нельзя. Подготовьте новый приказ, который исправит этот.")),
        }
    }
}

/// A person in an order, as its annex shows it.
#[derive(Debug, Clone)]
pub struct OrderLine {
    pub id: OrderLineId,
    pub position: i64,
    pub person: PersonId,
    pub application: Option<String>,
    pub membership: Option<MembershipId>,
    pub seat: Option<Seat>,
    pub until_on: Option<Date>,
    pub reason: String,
    pub note: String,
    pub words: LineWords,
}

/// What the annex says of the person: as ordered once the order is signed, as of now before.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct LineWords {
    pub name: String,
    pub post: String,
    pub school: String,
    pub municipality: String,
    pub field: String,
    pub reason: String,
}

/// A person to put into a draft.
#[derive(Debug, Clone)]
pub struct NewLine {
    pub person: PersonId,
    pub application: Option<String>,
    pub membership: Option<MembershipId>,
    pub seat: Option<Seat>,
    pub reason: String,
    pub note: String,
}

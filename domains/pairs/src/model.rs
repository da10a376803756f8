//! Runs, what is needed, and pairs.

use kernel::{
    Date, Timestamp,
    id::{AccountId, PersonId, PlaceId, Uuid},
};

kernel::uuid_id! {
    /// A matching run.
    RunId,
    /// A teacher with a methodist.
    PairId,
    /// A teacher's word on whom to be with.
    WishId,
}

kernel::text_enum! {
    /// A run waits until somebody publishes it; nothing of it is in force before.
    RunState { Pending = "pending", Published = "published", Dropped = "dropped" }
}

impl RunState {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Pending => "ждёт публикации",
            Self::Published => "опубликован",
            Self::Dropped => "отменён",
        }
    }
}

kernel::text_enum! {
    /// Whom a run is for.
    Source { Need = "need", List = "list" }
}

impl Source {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Need => "кому нужна поддержка",
            Self::List => "по списку",
        }
    }
}

kernel::text_enum! {
    PairState { Active = "active", Ended = "ended" }
}

impl PairState {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Active => "работает",
            Self::Ended => "завершена",
        }
    }
}

kernel::text_enum! {
    /// Why a pair ended.
    EndReason {
        Reached = "reached",
        Term = "term",
        NoTime = "no_time",
        Moved = "moved",
        NotTogether = "not_together",
        Left = "left",
        Withdrawn = "withdrawn",
    }
}

impl EndReason {
    /// Those that people choose; the rest are the program's own.
    pub const CHOSEN: [Self; 5] = [Self::Reached, Self::Term, Self::NoTime, Self::Moved, Self::NotTogether];

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Reached => "цель достигнута",
            Self::Term => "срок вышел",
            Self::NoTime => "нет возможности продолжать",
            Self::Moved => "перешли в другое место",
            Self::NotTogether => "лучше работать с другим человеком",
            Self::Left => "методист больше не участник актива",
            Self::Withdrawn => "отозвано согласие на обработку данных",
        }
    }

    /// Such two are not proposed to each other again.
    #[must_use]
    pub fn parts_for_good(self) -> bool {
        match self {
            Self::NotTogether => true,
            Self::Reached | Self::Term | Self::NoTime | Self::Moved | Self::Left | Self::Withdrawn => false,
        }
    }
}

/// What somebody needs help with: a subject or a development direction.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    Subject(String),
    Direction(String),
}

impl Code {
    /// As stored: `subject:fizika`.
    #[must_use]
    pub fn stored(&self) -> String {
        match self {
            Self::Subject(code) => format!("subject:{code}"),
            Self::Direction(code) => format!("direction:{code}"),
        }
    }

    #[must_use]
    pub fn parse(raw: &str) -> Option<Self> {
        match raw.split_once(':')? {
            ("subject", code) if !code.is_empty() => Some(Self::Subject(code.to_owned())),
            ("direction", code) if !code.is_empty() => Some(Self::Direction(code.to_owned())),
            _ => None,
        }
    }
}

impl serde::Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.stored())
    }
}

impl<'de> serde::Deserialize<'de> for Code {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = String::deserialize(deserializer)?;
        Self::parse(&raw).ok_or_else(|| serde::de::Error::custom("neither a subject nor a direction"))
    }
}

/// A run as its page's head shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    pub id: RunId,
    pub place: PlaceId,
    pub title: String,
    pub starts_on: Date,
    pub ends_on: Date,
    pub source: Source,
    /// Kinds of membership that help.
    pub kinds: Vec<String>,
    pub usual_places: u32,
    /// Hours of a member's year that one teacher takes; 0: hours aren't counted.
    pub hours_each: u32,
    pub state: RunState,
    pub report: crate::runs::Report,
    pub made_at: Timestamp,
    pub solved_at: Timestamp,
    pub published_at: Option<Timestamp>,
    pub version: i64,
    pub place_name: String,
    pub place_path: String,
    /// Of who made it.
    pub made_by: String,
}

/// A teacher and the methodist who accompanies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    pub id: PairId,
    pub teacher: PersonId,
    pub teacher_name: String,
    pub teacher_place: String,
    pub methodist: PersonId,
    pub methodist_name: String,
    pub methodist_place: String,
    pub code: String,
    pub run: Option<RunId>,
    pub case: Option<Uuid>,
    pub state: PairState,
    pub starts_on: Date,
    pub ends_on: Date,
    pub ended_on: Option<Date>,
    pub end_reason: Option<EndReason>,
    pub end_words: String,
    pub made_by: Option<AccountId>,
    pub version: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_comes_back_as_it_was_stored() {
        for code in [Code::Subject("fizika".into()), Code::Direction("inklyuziya".into())] {
            assert_eq!(Code::parse(&code.stored()), Some(code));
        }
        for raw in ["", "subject:", "fizika", "school:x"] {
            assert_eq!(Code::parse(raw), None, "{raw}");
        }
    }
}

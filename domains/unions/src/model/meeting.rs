//! Meetings: where one stands, who comes, what was asked and decided.

use super::{DecisionId, ItemId, MeetingId, Member, UnionId};
use kernel::{Date, id::PersonId};

kernel::text_enum! {
    /// Where a meeting stands.
    State {
        Planned = "planned",
        /// There are approved minutes, or there were.
        Held = "held",
        Cancelled = "cancelled",
    }
}

impl State {
    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Planned => "назначено",
            Self::Held => "состоялось",
            Self::Cancelled => "отменено",
        }
    }
}

kernel::text_enum! {
    /// Whether somebody means to come.
    Answer {
        None = "",
        Yes = "yes",
        No = "no",
    }
}

impl Answer {
    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::None => "не ответил(а)",
            Self::Yes => "придёт",
            Self::No => "не придёт",
        }
    }
}

kernel::text_enum! {
    /// What weight a decision has.
    Force {
        /// The minutes aren't approved yet.
        Draft = "draft",
        Binding = "binding",
        /// There was no quorum: not a decision, a recommendation.
        Advice = "advice",
        /// The minutes were annulled.
        Void = "void",
    }
}

impl Force {
    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "протокол не утверждён",
            Self::Binding => "принято",
            Self::Advice => "не принято, рекомендация",
            Self::Void => "протокол аннулирован",
        }
    }
}

/// A meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    pub id: MeetingId,
    pub union: UnionId,
    pub number: i64,
    pub title: String,
    pub held_on: Date,
    /// `HH:MM` in the zone of the union's place.
    pub begins: String,
    pub minutes: i64,
    pub venue: String,
    pub link: String,
    pub direction: String,
    pub invited: String,
    pub state: State,
    pub cancelled_why: String,
    /// Version of the minutes in force; 0: none.
    pub minutes_number: i64,
    /// Approved minutes are being corrected.
    pub is_correcting: bool,
    pub version: i64,
}

impl Meeting {
    /// Whether attendance, agenda and minutes may be written.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state != State::Cancelled && (self.minutes_number == 0 || self.is_correcting)
    }

    /// `14:00–15:30`.
    #[must_use]
    pub fn hours(&self) -> String {
        let (from, until) = (minute_of_day(&self.begins), minute_of_day(&self.begins) + self.minutes);
        format!("{}–{}", clock(from), clock(until))
    }
}

/// Minutes since midnight of `HH:MM`; nonsense is midnight.
#[must_use]
pub fn minute_of_day(text: &str) -> i64 {
    let (hours, minutes) = text.split_once(':').unwrap_or(("0", "0"));
    hours.parse::<i64>().unwrap_or(0) * 60 + minutes.parse::<i64>().unwrap_or(0)
}

/// `14:05`; past midnight begins anew.
#[must_use]
pub fn clock(minute: i64) -> String {
    format!("{:02}:{:02}", (minute / 60) % 24, minute % 60)
}

/// A question of the agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub id: ItemId,
    pub title: String,
    pub speaker: Option<PersonId>,
    pub speaker_name: String,
    pub lasts: i64,
    pub heard: String,
}

/// A member on the list of a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendee {
    pub member: Member,
    pub answer: Answer,
    pub is_present: bool,
    pub by_self: bool,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub id: DecisionId,
    pub meeting: MeetingId,
    pub item: Option<ItemId>,
    pub what: String,
    pub owner: Option<PersonId>,
    pub owner_name: String,
    pub due_on: Option<Date>,
    pub force: Force,
    pub done_on: Option<Date>,
    pub done_note: String,
    pub version: i64,
}

impl Decision {
    /// Whether its owner has missed the day.
    #[must_use]
    pub fn is_late(&self, today: Date) -> bool {
        self.force == Force::Binding && self.done_on.is_none() && self.due_on.is_some_and(|due| due < today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_of_a_meeting_are_told_from_and_until() {
        assert_eq!(minute_of_day("14:05"), 845);
        assert_eq!(clock(845 + 90), "15:35");
        assert_eq!(minute_of_day("как-нибудь"), 0);
    }
}

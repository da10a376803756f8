//! Unions, their offices, meetings, decisions: types and the rules that need no storage.

use kernel::{
    Date,
    id::{PersonId, PlaceId},
};
use structure::places::PlaceKind;

kernel::uuid_id! {
    /// A union of teachers.
    UnionId,
    /// A line of a year plan.
    LineId,
    /// A document received from above.
    PaperId,
    /// A meeting of a union.
    MeetingId,
    /// A question of a meeting's agenda.
    ItemId,
    /// What a meeting decided.
    DecisionId,
}

kernel::text_enum! {
    /// Which floor of the second tree it stands on.
    Kind {
        /// An outside body: sends documents and recommendations, isn't led from here.
        Federal = "federal",
        Krai = "krai",
        Regional = "regional",
        Municipal = "municipal",
        /// Of several small schools, none of which has enough teachers of the subject.
        Cluster = "cluster",
        School = "school",
    }
}

impl Kind {
    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Federal => "федеральное УМО",
            Self::Krai => "краевое УМО",
            Self::Regional => "региональное МО (РМО)",
            Self::Municipal => "районное МО",
            Self::Cluster => "межшкольное МО",
            Self::School => "школьное МО",
        }
    }

    /// What kind of place it belongs to.
    #[must_use]
    pub fn place(self) -> PlaceKind {
        match self {
            Self::Federal | Self::Krai | Self::Regional => PlaceKind::Region,
            Self::Municipal | Self::Cluster => PlaceKind::Municipality,
            Self::School => PlaceKind::School,
        }
    }

    /// Kinds that it may stand under, the nearest first. To stand under none is allowed too.
    #[must_use]
    pub fn above(self) -> &'static [Self] {
        match self {
            Self::Federal => &[],
            Self::Krai => &[Self::Federal],
            Self::Regional => &[Self::Krai],
            Self::Municipal => &[Self::Regional, Self::Krai],
            Self::Cluster => &[Self::Municipal, Self::Regional],
            Self::School => &[Self::Municipal, Self::Cluster, Self::Regional],
        }
    }

    /// Whether its people, plan and meetings are kept here.
    #[must_use]
    pub fn is_ours(self) -> bool {
        match self {
            Self::Federal => false,
            Self::Krai | Self::Regional | Self::Municipal | Self::Cluster | Self::School => true,
        }
    }
}

kernel::text_enum! {
    /// What somebody is in a union besides a member.
    Office {
        Head = "head",
        Deputy = "deputy",
        Secretary = "secretary",
    }
}

impl Office {
    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Head => "руководитель",
            Self::Deputy => "заместитель",
            Self::Secretary => "секретарь",
        }
    }
}

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

/// A union as it is called on the day asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Union {
    pub id: UnionId,
    pub kind: Kind,
    pub parent: Option<UnionId>,
    pub place: PlaceId,
    /// Code of `work_direction`, or empty for the usual one.
    pub direction: String,
    pub about: String,
    pub link: String,
    /// 0: more than half; otherwise at least so many of a hundred.
    pub quorum_percent: u32,
    pub opened_on: Date,
    /// The first day without it.
    pub closed_on: Option<Date>,
    pub closed_why: String,
    pub version: i64,
    // Joined for display.
    pub title: String,
    pub place_name: String,
    pub place_path: String,
}

/// The direction that meetings count for where a union names none: support of unions and communities.
pub const USUAL_DIRECTION: &str = "d06";

impl Union {
    #[must_use]
    pub fn is_open_on(&self, day: Date) -> bool {
        self.closed_on.is_none_or(|closed| day < closed)
    }

    /// What its meetings count for.
    #[must_use]
    pub fn counts_for(&self) -> &str {
        if self.direction.is_empty() { USUAL_DIRECTION } else { &self.direction }
    }
}

/// Somebody in a union over a period: `[joined, left)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub person: PersonId,
    /// In full.
    pub name: String,
    pub school: String,
    pub place_path: String,
    pub joined_on: Date,
    pub left_on: Option<Date>,
    /// Held on the day that was asked for.
    pub offices: Vec<Office>,
}

/// A name of a union with its days: `[from, until)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastTitle {
    pub from: Date,
    pub until: Option<Date>,
    pub title: String,
}

/// A term of office: `[from, until)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    pub person: PersonId,
    pub name: String,
    pub place_path: String,
    pub office: Office,
    pub from: Date,
    pub until: Option<Date>,
}

/// A line of a year plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub id: LineId,
    pub union: UnionId,
    pub school_year: i16,
    pub month: i8,
    pub what: String,
    pub direction: String,
    pub owner: Option<PersonId>,
    pub owner_name: String,
    pub expected: String,
    pub done_url: String,
    pub done_title: String,
    pub done_on: Option<Date>,
    pub version: i64,
}

/// A document or recommendation received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    pub id: PaperId,
    pub title: String,
    pub number: String,
    pub received_on: Date,
    pub summary: String,
    pub link: String,
    pub digest: Option<files::Digest>,
    pub file_name: String,
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

/// The school year that a day is in: the year in which it begins, on the first of September.
#[must_use]
pub fn school_year(day: Date) -> i16 {
    if day.month() >= 9 { day.year() } else { day.year() - 1 }
}

/// Months of a school year as they go, from September to August.
pub const MONTHS: [i8; 12] = [9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8];

/// «сентябрь».
#[must_use]
pub fn month_name(month: i8) -> &'static str {
    const NAMES: [&str; 12] = ["январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"];
    usize::try_from(month - 1).ok().and_then(|at| NAMES.get(at)).copied().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_school_year_begins_in_september() {
        assert_eq!(school_year(date(2026, 8, 31)), 2025);
        assert_eq!(school_year(date(2026, 9, 1)), 2026);
        assert_eq!(MONTHS.map(month_name)[0], "сентябрь");
    }

    #[test]
    fn no_kind_stands_under_itself_or_in_a_circle() {
        for kind in Kind::ALL {
            let mut seen = vec![*kind];
            let mut next: Vec<Kind> = kind.above().to_vec();
            while let Some(above) = next.pop() {
                assert!(!seen[..1].contains(&above), "{kind} stands above itself");
                next.extend(above.above());
                seen.push(above);
            }
        }
    }

    #[test]
    fn hours_of_a_meeting_are_told_from_and_until() {
        assert_eq!(minute_of_day("14:05"), 845);
        assert_eq!(clock(845 + 90), "15:35");
        assert_eq!(minute_of_day("как-нибудь"), 0);
    }
}

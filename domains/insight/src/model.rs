//! Questions, lots and their lines, without storage.

use kernel::{
    Date, Timestamp,
    id::{PersonId, PlaceId},
};

kernel::uuid_id! {
    /// An answer as it was worked out once.
    RunId,
    /// A lot over the queue to accompaniment.
    LotId,
}

kernel::text_enum! {
    /// What is asked of the region's data; each has a label of its own, for they mean different things.
    Question { Worked = "worked", Link = "link", Effect = "effect", Change = "change" }
}

impl Question {
    /// As on the screen.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Worked => "Что помогло",
            Self::Link => "Связь: где затруднение, там и результаты ниже?",
            Self::Effect => "Эффект: помог ли маршрут?",
            Self::Change => "Изменения: где доля стала другой?",
        }
    }

    /// Where it is answered.
    #[must_use]
    pub fn url(self) -> &'static str {
        match self {
            Self::Worked => "/insight/worked",
            Self::Link => "/insight/link",
            Self::Effect => "/insight/effect",
            Self::Change => "/insight/change",
        }
    }
}

kernel::text_enum! {
    /// How far a lot has come.
    LotState { Announced = "announced", Drawn = "drawn", Cancelled = "cancelled" }
}

impl LotState {
    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Announced => "объявлен",
            Self::Drawn => "проведён",
            Self::Cancelled => "отменён",
        }
    }
}

kernel::text_enum! {
    /// Why somebody is no longer in the queue. None of it is counted against anybody.
    LeftWhy { OwnWish = "own_wish", Moved = "moved", Case = "case", Consent = "consent", Erased = "erased" }
}

impl LeftWhy {
    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::OwnWish => "не захотел(а)",
            Self::Moved => "больше не работает здесь",
            Self::Case => "сопровождение уже открыто",
            Self::Consent => "согласие отозвано",
            Self::Erased => "данные удалены",
        }
    }
}

/// A lot: who begins in which month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lot {
    pub id: LotId,
    pub number: String,
    pub place: PlaceId,
    pub place_name: String,
    /// Code and title of the competency; empty for any.
    pub competency: String,
    pub competency_title: String,
    /// How many begin in a month.
    pub capacity: i64,
    /// The first day of the first month.
    pub first_month: Date,
    pub draws_on: Date,
    pub state: LotState,
    pub list_digest: String,
    /// Hex; empty until the lot is drawn.
    pub secret: String,
    pub commitment: String,
    /// Which public figure the draw mixes in; the figure is empty until the lot is drawn.
    pub public_source: String,
    pub public_value: String,
    pub cancelled_why: String,
    pub announced_at: Timestamp,
    pub drawn_at: Option<Timestamp>,
    pub version: i64,
    /// Lines of its list.
    pub size: i64,
}

/// A line of the frozen list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// In the frozen list, from 1.
    pub number: i64,
    /// What the person is called where the draw is checked.
    pub label: String,
    pub person: Option<PersonId>,
    /// Empty where the reader may not know it.
    pub name: String,
    pub place_name: String,
    pub position: Option<i64>,
    pub starts_on: Option<Date>,
    pub left_on: Option<Date>,
    pub left_why: Option<LeftWhy>,
    pub case: Option<cases::CaseId>,
}

/// «март 2027».
#[must_use]
pub fn month(day: Date) -> String {
    const NAMES: [&str; 12] = ["январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"];
    format!("{} {}", name_of(NAMES, day), day.year())
}

/// «в марте 2027».
#[must_use]
pub fn in_month(day: Date) -> String {
    const NAMES: [&str; 12] = ["январе", "феврале", "марте", "апреле", "мае", "июне", "июле", "августе", "сентябре", "октябре", "ноябре", "декабре"];
    format!("в {} {}", name_of(NAMES, day), day.year())
}

fn name_of(names: [&'static str; 12], day: Date) -> &'static str {
    usize::try_from(day.month() - 1).ok().and_then(|at| names.get(at).copied()).unwrap_or_default()
}

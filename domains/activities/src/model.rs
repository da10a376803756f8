//! An activity: its kinds, states and rows.

use kernel::{
    Date, Error, Result, Timestamp,
    id::{AccountId, PlaceId, Uuid},
    text_enum, uuid_id,
};
use serde::{Deserialize, Serialize};

uuid_id! {
    ActivityId,
    SessionId,
    MaterialId,
    QuestionId,
    CertificateId,
}

text_enum! {
    Kind {
        MasterClass = "master_class",
        OpenLesson = "open_lesson",
        GroupSession = "group_session",
        Workshop = "workshop",
        Visit = "visit",
        Webinar = "webinar",
        Contest = "contest",
        ExpertWork = "expert_work",
        Practice = "practice",
        RoundTable = "round_table",
        Other = "other",
    }
}

impl Kind {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::MasterClass => "мастер-класс",
            Self::OpenLesson => "открытый урок",
            Self::GroupSession => "групповое занятие",
            Self::Workshop => "методическая мастерская",
            Self::Visit => "выезд в школу",
            Self::Webinar => "вебинар",
            Self::Contest => "конкурс",
            Self::ExpertWork => "экспертная работа",
            Self::Practice => "показ практики",
            Self::RoundTable => "круглый стол",
            Self::Other => "другое",
        }
    }

    /// As what the ledger counts the work of those who held it.
    #[must_use]
    pub fn deed(self) -> ledger::DeedKind {
        match self {
            Self::Visit => ledger::DeedKind::Visit,
            Self::ExpertWork => ledger::DeedKind::Expert,
            Self::Practice => ledger::DeedKind::Practice,
            Self::MasterClass | Self::OpenLesson | Self::GroupSession | Self::Workshop | Self::Webinar | Self::Contest | Self::RoundTable | Self::Other => ledger::DeedKind::Activity,
        }
    }

    /// As what it may stand in the catalogue, if it can: what was held once is nothing to choose.
    #[must_use]
    pub fn resource(self) -> Option<resources::Kind> {
        match self {
            Self::MasterClass | Self::GroupSession | Self::Workshop | Self::Webinar => Some(resources::Kind::MasterClass),
            Self::OpenLesson => Some(resources::Kind::OpenLesson),
            Self::Practice => Some(resources::Kind::Practice),
            Self::Visit | Self::Contest | Self::ExpertWork | Self::RoundTable | Self::Other => None,
        }
    }
}

text_enum! {
    Level {
        School = "school",
        Municipal = "municipal",
        Intermunicipal = "intermunicipal",
        Regional = "regional",
    }
}

impl Level {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::School => "школьный",
            Self::Municipal => "муниципальный",
            Self::Intermunicipal => "межмуниципальный",
            Self::Regional => "региональный",
        }
    }
}

text_enum! {
    /// Who may sign up.
    Audience {
        Everybody = "everybody",
        Subject = "subject",
        Invited = "invited",
        Union = "union",
    }
}

impl Audience {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Everybody => "все педагоги этого уровня",
            Self::Subject => "учителя предмета",
            Self::Invited => "только приглашённые",
            Self::Union => "участники объединения",
        }
    }
}

text_enum! {
    State {
        /// Seen by those who hold it.
        Draft = "draft",
        /// In the calendar; people sign up.
        Announced = "announced",
        /// It took place: who was there is being noted.
        Held = "held",
        /// Certificates are issued, the work is in the ledger.
        Closed = "closed",
        Cancelled = "cancelled",
    }
}

impl State {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "черновик",
            Self::Announced => "объявлено",
            Self::Held => "проведено",
            Self::Closed => "итоги подведены",
            Self::Cancelled => "отменено",
        }
    }

    /// The one table of transitions.
    ///
    /// # Errors
    /// A refusal that says what may be done instead.
    pub fn into(self, next: Self) -> Result<Self> {
        match (self, next) {
            (Self::Draft, Self::Announced) | (Self::Announced, Self::Held) | (Self::Held, Self::Closed) | (Self::Draft | Self::Announced, Self::Cancelled) => Ok(next),
            (Self::Cancelled, Self::Draft | Self::Announced | Self::Held | Self::Closed | Self::Cancelled) => {
                Err(Error::refusal("Мероприятие отменено. Если оно всё-таки состоится, запланируйте новое: записавшиеся уже получили сообщение об отмене."))
            }
            (Self::Closed, Self::Draft | Self::Announced | Self::Held | Self::Closed | Self::Cancelled) => {
                Err(Error::refusal("Итоги мероприятия подведены, сертификаты выданы. Исправить сведения можно на странице «Сертификаты»."))
            }
            (Self::Held, Self::Draft | Self::Announced | Self::Held | Self::Cancelled) => Err(Error::refusal("Мероприятие уже проведено. Отметьте, кто был, и подведите итоги.")),
            (Self::Announced, Self::Draft | Self::Announced) => Err(Error::refusal("Мероприятие уже объявлено. Обновите страницу.")),
            (Self::Draft, Self::Draft | Self::Held) => Err(Error::refusal("Это ещё черновик. Сначала объявите мероприятие: тогда на него смогут записаться.")),
            (Self::Draft | Self::Announced, Self::Closed) => Err(Error::refusal("Сначала отметьте, что мероприятие проведено, и кто на нём был.")),
        }
    }
}

text_enum! {
    /// Of those who hold it.
    Part { Host = "host", Cohost = "cohost" }
}

impl Part {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Host => "ведёт",
            Self::Cohost => "ведёт вместе с другими",
        }
    }
}

text_enum! {
    HostState {
        /// Waits for a yes.
        Invited = "invited",
        Joined = "joined",
        Declined = "declined",
    }
}

text_enum! {
    SeatState {
        Invited = "invited",
        Signed = "signed",
        /// In the waiting list.
        Waiting = "waiting",
        Left = "left",
    }
}

impl SeatState {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Invited => "приглашение без ответа",
            Self::Signed => "запись есть",
            Self::Waiting => "лист ожидания",
            Self::Left => "запись снята",
        }
    }
}

text_enum! {
    /// When a material is for.
    Phase { Before = "before", During = "during", After = "after" }
}

impl Phase {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Before => "до встречи",
            Self::During => "на встрече",
            Self::After => "после встречи",
        }
    }
}

/// The few fields that only some kinds have.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Extra {
    /// Visit: the school that is visited.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub school: String,
    /// Contest: which one; expert work: which procedure.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub procedure: String,
    /// Contest: its stage; visit: what is asked for.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub stage: String,
    /// Expert work: how many works were looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub works: Option<u32>,
    /// Another kind: what it is.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind: String,
}

/// One meeting of an activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    pub id: ActivityId,
    pub number: String,
    pub kind: Kind,
    pub title: String,
    pub summary: String,
    /// The main one.
    pub direction: String,
    pub subject: String,
    pub development: String,
    pub level: Level,
    pub place: PlaceId,
    pub reach: String,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub where_text: String,
    pub link: String,
    pub audience: Audience,
    pub union: String,
    pub is_public: bool,
    pub seats: Option<u32>,
    pub apply_by: Option<Date>,
    pub minutes: i64,
    pub extra: Extra,
    pub state: State,
    pub cancel_why: String,
    pub guests: i64,
    pub door_secret: String,
    pub resource: Option<Uuid>,
    pub made_by: Option<AccountId>,
    pub made_at: Timestamp,
    pub closed_on: Option<Date>,
    pub version: i64,
    // Joined for display.
    pub place_name: String,
    pub place_path: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_activity_goes_one_way_and_what_was_held_is_not_cancelled() {
        assert!(State::Draft.into(State::Announced).is_ok() && State::Announced.into(State::Held).is_ok() && State::Held.into(State::Closed).is_ok());
        assert!(State::Draft.into(State::Cancelled).is_ok() && State::Announced.into(State::Cancelled).is_ok());
        for late in [State::Held, State::Closed, State::Cancelled] {
            assert!(late.into(State::Cancelled).is_err());
            assert!(late.into(State::Announced).is_err());
        }
        for first in State::ALL.iter().copied() {
            assert!(first.into(State::Draft).is_err());
        }
    }
}

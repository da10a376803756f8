//! A case without storage: its kinds, states, strands, seats, and what they are called.

use deficits::{DeficitId, Source, Status};
use kernel::{
    Date, Error, Result, Timestamp,
    id::{AccountId, PersonId, PlaceId},
};

kernel::uuid_id! {
    /// One teacher's whole loop.
    CaseId,
    /// A place in a case's team.
    SeatId,
    /// What a rung was reached by.
    EvidenceId,
    /// A class as a whole, measured once.
    MeasureId,
    /// A pupils' gap put beside a deficit.
    LinkId,
    /// What one of the team wrote to the others.
    NoteId,
}

kernel::text_enum! {
    /// Which loop it is.
    Kind { Full = "full", NewTeacher = "new_teacher", PostCourse = "post_course", Attestation = "attestation", Manager = "manager" }
}

impl Kind {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Full => "полный цикл",
            Self::NewTeacher => "молодой специалист",
            Self::PostCourse => "после курсов",
            Self::Attestation => "к аттестации",
            Self::Manager => "рост руководителя",
        }
    }

    /// Whether results of pupils belong to it. Where they don't, they may still be given.
    #[must_use]
    pub fn has_pupils(self) -> bool {
        match self {
            Self::Full => true,
            Self::NewTeacher | Self::PostCourse | Self::Attestation | Self::Manager => false,
        }
    }
}

kernel::text_enum! {
    /// Who signalled.
    Channel { DeputyHead = "deputy_head", Methodist = "methodist", HelpRequest = "help_request", Teacher = "teacher" }
}

impl Channel {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::DeputyHead => "школа",
            Self::Methodist => "методист",
            Self::HelpRequest => "обращение за помощью",
            Self::Teacher => "сам педагог",
        }
    }
}

kernel::text_enum! {
    /// How far a case has come as a whole.
    State { Proposed = "proposed", Open = "open", Closed = "closed", Stopped = "stopped", Declined = "declined" }
}

impl State {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Proposed => "ждёт согласия педагога",
            Self::Open => "идёт",
            Self::Closed => "завершено",
            Self::Stopped => "остановлено",
            Self::Declined => "педагог отказался",
        }
    }

    /// The table of transitions.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        matches!((self, next), (Self::Proposed, Self::Open | Self::Declined | Self::Stopped) | (Self::Open, Self::Closed | Self::Stopped))
    }
}

kernel::text_enum! {
    /// What one does in a team.
    TeamRole {
        Teacher = "teacher",
        RegionalMethodist = "regional_methodist",
        MunicipalMethodist = "municipal_methodist",
        DeputyHead = "deputy_head",
        Union = "union",
        Mentor = "mentor",
        Tutor = "tutor",
    }
}

impl TeamRole {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Teacher => "педагог",
            Self::RegionalMethodist => "региональный методист",
            Self::MunicipalMethodist => "муниципальный методист",
            Self::DeputyHead => "заместитель директора",
            Self::Union => "методическое объединение",
            Self::Mentor => "учитель-методист, наставник",
            Self::Tutor => "тьютор",
        }
    }

    #[must_use]
    pub fn is_methodist(self) -> bool {
        match self {
            Self::RegionalMethodist | Self::MunicipalMethodist => true,
            Self::Teacher | Self::DeputyHead | Self::Union | Self::Mentor | Self::Tutor => false,
        }
    }
}

kernel::text_enum! {
    /// An invited person says yes or no; who leaves keeps the name in the history.
    SeatState { Invited = "invited", Joined = "joined", Declined = "declined", Left = "left" }
}

impl SeatState {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Invited => "приглашение отправлено",
            Self::Joined => "в команде",
            Self::Declined => "не сможет",
            Self::Left => "вышел(а) из команды",
        }
    }
}

kernel::text_enum! {
    /// What became of a deficit at the end of a round.
    Verdict { Removed = "removed", Partly = "partly", NotRemoved = "not_removed", NotAssessed = "not_assessed" }
}

impl Verdict {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Removed => "устранено",
            Self::Partly => "устранено частично",
            Self::NotRemoved => "не устранено",
            Self::NotAssessed => "не оценивали",
        }
    }

    /// What is left of it is ground for another round.
    #[must_use]
    pub fn leaves_work(self) -> bool {
        match self {
            Self::Partly | Self::NotRemoved => true,
            Self::Removed | Self::NotAssessed => false,
        }
    }

    /// The outcome of a case by its verdicts: all alike is that word, a mixture is «partly». What was not assessed says nothing
    /// against the rest.
    #[must_use]
    pub fn together(verdicts: &[Self]) -> Self {
        let told: Vec<Self> = verdicts.iter().copied().filter(|one| *one != Self::NotAssessed).collect();
        match told.split_first() {
            None => Self::NotAssessed,
            Some((first, rest)) if rest.iter().all(|one| one == first) => *first,
            Some(_) => Self::Partly,
        }
    }
}

/// A case with the words that every screen needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    pub id: CaseId,
    pub number: String,
    pub kind: Kind,
    pub person: PersonId,
    /// The teacher's full name.
    pub teacher: String,
    /// Where the teacher worked when the case last looked; it follows a move.
    pub place: PlaceId,
    pub place_name: String,
    pub subject: String,
    pub direction: String,
    pub channel: Channel,
    /// In neutral words; content.
    pub reason: String,
    pub state: State,
    /// 1 to 7: the first whose end on the teacher's strand is missing; 8 when none is.
    pub rung: i64,
    pub rung_since: Date,
    pub round: i64,
    pub is_open_to_school: bool,
    pub review_days: i64,
    pub next_review_on: Option<Date>,
    pub outcome: Option<Verdict>,
    pub stop_reason: String,
    pub opened_by: Option<AccountId>,
    pub opened_on: Date,
    pub answered_at: Option<Timestamp>,
    pub closed_on: Option<Date>,
    pub version: i64,
}

impl Case {
    /// # Errors
    /// A refusal that says how things are now.
    pub fn must_be_open(&self) -> Result<()> {
        match self.state {
            State::Open => Ok(()),
            State::Proposed => Err(Error::refusal("Педагог ещё не ответил на предложение. Дождитесь его согласия.")),
            State::Closed | State::Stopped | State::Declined => Err(Error::refusal(format!("Это сопровождение больше не ведётся: {}. Если работа нужна, откройте новое.", self.state.label()))),
        }
    }

    /// # Errors
    /// Somebody changed it first.
    pub fn must_be_at(&self, version: i64) -> Result<()> {
        if self.version == version { Ok(()) } else { Err(Error::stale("Сопровождение")) }
    }

    /// Whole days on the present rung.
    #[must_use]
    pub fn days(&self, today: Date) -> i64 {
        days_between(self.rung_since, today).max(0)
    }
}

/// Whole days from one day to another; negative backwards.
#[must_use]
pub fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// A seat of the viewer's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    pub id: SeatId,
    pub case: CaseId,
    pub person: PersonId,
    pub role: TeamRole,
    pub state: SeatState,
    pub version: i64,
}

/// A seat with the name of who sits there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub seat: SeatId,
    pub person: PersonId,
    pub name: String,
    /// Where this person works.
    pub place_name: String,
    pub role: TeamRole,
    pub state: SeatState,
    pub invited_at: Timestamp,
    pub answered_at: Option<Timestamp>,
    pub left_at: Option<Timestamp>,
    pub words: String,
    pub version: i64,
}

/// A deficit that a case works on, and its verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenDeficit {
    pub id: DeficitId,
    /// Of the competency.
    pub code: String,
    pub title: String,
    pub source: Source,
    pub status: Status,
    pub taken_on: Date,
    pub verdict: Option<Verdict>,
    pub verdict_words: String,
    pub verdict_on: Option<Date>,
    pub version: i64,
}

/// What one of the team wrote to the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub id: NoteId,
    pub who: String,
    pub role: TeamRole,
    pub words: String,
    pub made_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_ended_never_goes_on() {
        for ended in [State::Closed, State::Stopped, State::Declined] {
            assert!(State::ALL.iter().all(|next| !ended.may_become(*next)));
        }
        assert!(State::ALL.iter().all(|state| !state.may_become(State::Proposed)), "nobody is asked twice by one case");
        assert!(!State::Proposed.may_become(State::Closed), "nothing is closed that the teacher hasn't agreed to");
    }

    #[test]
    fn verdicts_together_make_one_outcome() {
        use Verdict::{NotAssessed, NotRemoved, Partly, Removed};
        for (all, together) in [
            (&[][..], NotAssessed),
            (&[NotAssessed], NotAssessed),
            (&[Removed, NotAssessed], Removed),
            (&[Removed, Removed], Removed),
            (&[Removed, NotRemoved], Partly),
            (&[NotRemoved, NotRemoved], NotRemoved),
            (&[Partly, Removed], Partly),
        ] {
            assert_eq!(Verdict::together(all), together, "{all:?}");
        }
    }
}

//! A course, its graduates, what they are asked and what they answer.

use kernel::{
    Date, Error, Result, Timestamp,
    id::{PersonId, PlaceId},
    text_enum, uuid_id,
};

uuid_id! { CourseId, GraduateId, TaskId, TrainerId, MaterialId, ImportId }

text_enum! {
    /// What a step of a cascade is.
    Kind { Course = "course", Activity = "activity" }
}

impl Kind {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Course => "курс (ДПП ПК)",
            Self::Activity => "занятие каскада",
        }
    }
}

text_enum! {
    /// From the top of a cascade down.
    Level { Federal = "federal", Regional = "regional", Municipal = "municipal", School = "school" }
}

impl Level {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Federal => "федеральный",
            Self::Regional => "региональный",
            Self::Municipal => "муниципальный",
            Self::School => "школьный",
        }
    }
}

text_enum! {
    GraduateState { Invited = "invited", Declined = "declined" }
}

text_enum! {
    /// An answer about lessons: asked, shown, accepted or returned with words.
    TaskState { Asked = "asked", Shown = "shown", Accepted = "accepted", Returned = "returned" }
}

impl TaskState {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Asked => "ждёт рассказа",
            Self::Shown => "ждёт ответа",
            Self::Accepted => "принято",
            Self::Returned => "есть вопрос",
        }
    }

    /// The graduate shows, or mends what nobody has answered yet.
    ///
    /// # Errors
    /// A refusal: it was accepted.
    pub fn show(self) -> Result<Self> {
        match self {
            Self::Asked | Self::Shown | Self::Returned => Ok(Self::Shown),
            Self::Accepted => Err(Error::refusal("Этот рассказ уже принят. Если хотите что-то добавить, напишите об этом при следующем сроке.")),
        }
    }

    /// The supporter answers.
    ///
    /// # Errors
    /// A refusal: nothing to answer.
    pub fn answer(self, is_accepted: bool) -> Result<Self> {
        match self {
            Self::Shown if is_accepted => Ok(Self::Accepted),
            Self::Shown => Ok(Self::Returned),
            Self::Asked => Err(Error::refusal("Выпускник ещё ничего не показал. Дождитесь его рассказа.")),
            Self::Accepted | Self::Returned => Err(Error::refusal("Ответ уже дан. Обновите страницу: там видно, что сделано дальше.")),
        }
    }
}

text_enum! {
    /// Whether what was learnt is used in lessons, in the graduate's own words.
    Uses { Yes = "yes", Partly = "partly", No = "no" }
}

impl Uses {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Yes => "применяю",
            Self::Partly => "применяю частично",
            Self::No => "пока не применяю",
        }
    }
}

text_enum! {
    /// What of one's own an answer points at.
    LinkKind { None = "", Observation = "observation", Work = "work" }
}

/// A course or a step of a cascade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    pub id: CourseId,
    pub kind: Kind,
    pub level: Level,
    pub title: String,
    pub about: String,
    pub provider: String,
    pub hours: u32,
    pub starts_on: Date,
    pub ends_on: Date,
    pub subject: String,
    pub direction: String,
    pub place: PlaceId,
    pub parent: Option<CourseId>,
    /// The activity that this step was.
    pub activity: Option<activities::ActivityId>,
    pub version: i64,
    // Joined for display.
    pub place_name: String,
    pub place_path: String,
    pub parent_title: String,
    /// Of the activity, as printed.
    pub activity_number: String,
    pub activity_title: String,
    pub is_activity_closed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trainer {
    pub id: TrainerId,
    pub person: Option<PersonId>,
    pub name: String,
    pub minutes: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Material {
    pub id: MaterialId,
    pub title: String,
    pub number: i64,
    pub link: String,
    pub changed: String,
    pub made_at: Timestamp,
}

/// Who supports graduates of a municipality, or (with none) of all that nobody else was named for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supporter {
    pub municipality: String,
    pub municipality_name: String,
    pub person: PersonId,
    pub name: String,
}

/// One of a course's graduates as listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graduate {
    pub id: GraduateId,
    pub person: PersonId,
    pub name: String,
    pub place_name: String,
    pub state: GraduateState,
    pub supporter: Option<PersonId>,
    pub supporter_name: String,
    pub version: i64,
    pub tasks: Vec<Brief>,
}

/// What of a task a list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    pub id: TaskId,
    pub months: u32,
    pub due_on: Date,
    pub state: TaskState,
    pub uses: Option<Uses>,
}

impl Brief {
    /// The graduate hasn't answered in time, or the supporter lets wait.
    #[must_use]
    pub fn is_late(&self, today: Date) -> bool {
        match self.state {
            TaskState::Asked | TaskState::Returned => self.due_on < today,
            TaskState::Shown | TaskState::Accepted => false,
        }
    }
}

/// A task with everything around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    pub id: TaskId,
    pub graduate: GraduateId,
    pub graduate_state: GraduateState,
    pub person: Option<PersonId>,
    pub name: String,
    pub place_path: String,
    pub supporter: Option<PersonId>,
    pub supporter_name: String,
    pub course: CourseId,
    pub course_title: String,
    pub course_about: String,
    pub course_path: String,
    pub months: u32,
    pub asked_on: Date,
    pub due_on: Date,
    pub state: TaskState,
    pub uses: Option<Uses>,
    pub words: String,
    pub digest: Option<files::Digest>,
    pub file_name: String,
    pub link_kind: LinkKind,
    pub link_id: String,
    pub answer: String,
    pub version: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_accepted_is_not_shown_again_and_nothing_is_answered_twice() {
        assert!(TaskState::Accepted.show().is_err());
        assert_eq!(TaskState::Returned.show().ok(), Some(TaskState::Shown));
        assert_eq!(TaskState::Shown.answer(false).ok(), Some(TaskState::Returned));
        for state in [TaskState::Asked, TaskState::Accepted, TaskState::Returned] {
            assert!(state.answer(true).is_err());
        }
    }
}

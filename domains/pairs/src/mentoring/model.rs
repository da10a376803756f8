//! A mentoring, its sides and what they leave behind.

use kernel::{
    Date,
    id::{AccountId, PersonId},
};

kernel::uuid_id! {
    MentoringId,
    SideId,
    LineId,
    MeetingId,
}

kernel::text_enum! {
    /// Who mentors a teacher.
    Form { Teacher = "teacher", Manager = "manager", University = "university" }
}

impl Form {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Teacher => "учитель — учитель",
            Self::Manager => "руководитель — учитель",
            Self::University => "вуз — учитель",
        }
    }
}

kernel::text_enum! {
    State { Proposed = "proposed", Active = "active", Declined = "declined", Ended = "ended" }
}

impl State {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Proposed => "ждёт согласия",
            Self::Active => "идёт",
            Self::Declined => "не состоялось",
            Self::Ended => "завершено",
        }
    }
}

kernel::text_enum! {
    Role { Mentor = "mentor", Mentee = "mentee" }
}

impl Role {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Mentor => "наставник",
            Self::Mentee => "наставляемый",
        }
    }
}

kernel::text_enum! {
    Answer { Waits = "waits", Yes = "yes", No = "no" }
}

kernel::text_enum! {
    /// Why a mentoring ended.
    EndReason {
        Done = "done",
        TakenBack = "taken_back",
        Term = "term",
        OwnWish = "own_wish",
        Handover = "handover",
        Moved = "moved",
        Consent = "consent",
    }
}

impl EndReason {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Done => "цель достигнута",
            Self::TakenBack => "предложение забрали",
            Self::Term => "срок закончился",
            Self::OwnWish => "по желанию участника",
            Self::Handover => "передано другому наставнику",
            Self::Moved => "сменилась работа",
            Self::Consent => "отозвано согласие на обработку данных",
        }
    }

    /// Those that people choose; the rest come of what happens.
    pub const CHOSEN: [Self; 3] = [Self::Done, Self::OwnWish, Self::Moved];
}

/// A pair or a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mentoring {
    pub id: MentoringId,
    pub form: Form,
    pub state: State,
    pub starts_on: Date,
    /// The last day as planned.
    pub ends_on: Date,
    pub started_on: Option<Date>,
    pub ended_on: Option<Date>,
    pub end_reason: Option<EndReason>,
    /// What it takes over once everybody has agreed.
    pub follows: Option<MentoringId>,
    pub curator: Option<AccountId>,
    pub curator_name: String,
    pub goals: String,
    pub expected: String,
    pub version: i64,
}

/// Somebody who takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    pub id: SideId,
    /// None once erased.
    pub person: Option<PersonId>,
    pub name: String,
    pub place: String,
    pub place_path: String,
    pub role: Role,
    pub answer: Answer,
    pub answered_on: Option<Date>,
    pub left_on: Option<Date>,
}

impl Side {
    /// Whether it still counts: neither declined nor left.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.answer != Answer::No && self.left_on.is_none() && self.person.is_some()
    }
}

/// What the answers come to.
#[must_use]
pub fn outcome(sides: &[Side]) -> State {
    let mentor = sides.iter().find(|side| side.role == Role::Mentor);
    let mentees: Vec<&Side> = sides.iter().filter(|side| side.role == Role::Mentee && side.counts()).collect();
    match mentor {
        Some(mentor) if mentor.counts() && !mentees.is_empty() => {
            if mentor.answer == Answer::Yes && mentees.iter().all(|side| side.answer == Answer::Yes) {
                State::Active
            } else {
                State::Proposed
            }
        }
        Some(_) | None => State::Declined,
    }
}

/// An event of the personal programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub id: LineId,
    pub title: String,
    pub due_on: Option<Date>,
    pub expected: String,
    pub done_on: Option<Date>,
}

/// Themes of a meeting: a tap, not an essay.
pub const THEMES: [(&str, &str); 10] = [
    ("lesson", "Подготовка и разбор урока"),
    ("assessment", "Оценивание и обратная связь"),
    ("discipline", "Порядок и мотивация в классе"),
    ("planning", "Рабочая программа и планирование"),
    ("subject", "Содержание предмета"),
    ("parents", "Работа с родителями"),
    ("documents", "Документы и журнал"),
    ("inclusion", "Особые образовательные потребности"),
    ("digital", "Цифровые средства на уроке"),
    ("adaptation", "Знакомство со школой и коллегами"),
];

/// As on the screen.
#[must_use]
pub fn theme(code: &str) -> &'static str {
    THEMES.iter().find(|(known, _)| *known == code).map_or("Другая тема", |(_, label)| label)
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    pub id: MeetingId,
    pub held_on: Date,
    pub minutes: i64,
    pub theme: String,
    pub is_lesson: bool,
    pub next: String,
}

/// Progress: all that whoever oversees may see of what the pair does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    pub meetings: i64,
    pub lessons: i64,
    pub minutes: i64,
    pub last_on: Option<Date>,
    pub lines: i64,
    pub lines_done: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(role: Role, answer: Answer) -> Side {
        Side { id: SideId::fresh(), person: Some(PersonId::fresh()), name: String::new(), place: String::new(), place_path: String::new(), role, answer, answered_on: None, left_on: None }
    }

    #[test]
    fn it_is_active_only_when_everybody_who_takes_part_said_yes() {
        use Answer::{No, Waits, Yes};
        use Role::{Mentee, Mentor};
        let of = |answers: &[(Role, Answer)]| outcome(&answers.iter().map(|(role, answer)| side(*role, *answer)).collect::<Vec<_>>());
        assert_eq!(of(&[(Mentor, Yes), (Mentee, Yes)]), State::Active);
        assert_eq!(of(&[(Mentor, Yes), (Mentee, Waits)]), State::Proposed);
        assert_eq!(of(&[(Mentor, Waits), (Mentee, Yes)]), State::Proposed);
        assert_eq!(of(&[(Mentor, No), (Mentee, Yes)]), State::Declined);
        assert_eq!(of(&[(Mentor, Yes), (Mentee, No)]), State::Declined, "a pair without a mentee is no pair");
        assert_eq!(of(&[(Mentor, Yes), (Mentee, No), (Mentee, Yes)]), State::Active, "a group goes on without who said no");
        assert_eq!(of(&[(Mentor, Yes), (Mentee, No), (Mentee, Waits)]), State::Proposed);
        let gone = [Side { person: None, ..side(Mentor, Yes) }, side(Mentee, Yes)];
        assert_eq!(outcome(&gone), State::Declined, "an erased mentor mentors nobody");
    }
}

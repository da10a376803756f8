//! The walk: the teacher marks progress and hands in, one of the team accepts or returns with a reason.
//!
//! * Each handing-in is a row; earlier ones stay. What was answered is a snapshot that nothing changes later.
//! * Nobody answers a report of one's own; who answers: the tutor, else who is responsible for the step, else a methodist.
//! * A step is taken out, and its day moved, by two: one gives a reason, the other agrees, and the teacher is one of them.
//! * All that is left accepted → evidence of rung 5.

mod about;
mod answering;
mod dropping;
mod handing;
mod hinting;
pub(crate) mod letters;
mod listen;
mod snapshot;
pub(crate) mod store;
mod tasks;
mod today;
mod views;
mod web;

pub use self::web::router;
pub use about::about_me;
pub(crate) use answering::settle;
pub use answering::{Answer, answer, is_walked};
pub use dropping::{answer_drop, propose_drop, propose_move};
pub use handing::{Draft, attach, detach, draft, keep, mark, send, take_back};
pub use hinting::find_missing_repeats;
pub use listen::listen;
pub use snapshot::Snapshot;
pub use store::{Drop, Report, Tally, reports, tally};
pub(crate) use tasks::ANSWER_WITHIN;
pub use tasks::tasks;
pub use today::waits;

use crate::{
    model::{PathwayId, State, Step, StepId},
    store::Loaded,
};
use cases::{Case, Member, SeatState, TeamRole};
use kernel::{Error, Result};

kernel::uuid_id! {
    /// What was handed in once.
    ReportId,
    /// A step proposed to be taken out, or its day to be moved.
    DropId,
}

kernel::text_enum! {
    /// How far a report has come.
    ReportState { Draft = "draft", Waiting = "waiting", Accepted = "accepted", Returned = "returned" }
}

impl ReportState {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "черновик",
            Self::Waiting => "на проверке",
            Self::Accepted => "принят",
            Self::Returned => "возвращён",
        }
    }
}

/// The page of a step.
#[must_use]
pub fn url(pathway: PathwayId, step: StepId) -> String {
    format!("/pathways/{pathway}/steps/{step}")
}

/// The words for a stored state.
pub(crate) fn report_words(state: &str) -> &'static str {
    state.parse().map_or("", ReportState::label)
}

/// How far a step has come, by words; the teacher marks it.
pub const MARKS: [(i64, &str); 5] = [(0, "ещё не начато"), (25, "начато"), (50, "сделана половина"), (75, "почти готово"), (100, "сделано, осталось отчитаться")];

/// The `version` of a form; what is no number fits nothing.
pub(crate) fn version(answers: &::web::Answers) -> i64 {
    answers.get("version").parse().unwrap_or(-1)
}

/// Who may answer reports about a step, best first kind only: tutors, else who is responsible for it, else methodists.
/// The teacher never, whatever other seat the teacher holds.
#[must_use]
pub fn answerers<'a>(team: &'a [Member], case: &Case, step: &Step) -> Vec<&'a Member> {
    let joined: Vec<&Member> = team.iter().filter(|member| member.state == SeatState::Joined && member.person != case.person && member.role != TeamRole::Teacher).collect();
    let of = |fits: &dyn Fn(&Member) -> bool| joined.iter().copied().filter(|member| fits(member)).collect::<Vec<_>>();
    let tutors = of(&|member| member.role == TeamRole::Tutor);
    if !tutors.is_empty() {
        return tutors;
    }
    let responsible = of(&|member| Some(member.seat) == step.responsible);
    if responsible.is_empty() { of(&|member| member.role.is_methodist()) } else { responsible }
}

/// The pathway is being walked and the case is open.
pub(crate) fn must_walk(loaded: &Loaded) -> Result<()> {
    loaded.standing.case.must_be_open()?;
    loaded.pathway.must_be(&[State::Active], "Отмечать шаги и отчитываться можно, пока маршрут в работе.")
}

/// The teacher's own hand.
pub(crate) fn must_be_teacher(loaded: &Loaded) -> Result<()> {
    if loaded.standing.is_teacher() { Ok(()) } else { Err(Error::NotFound) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_words_for_quarters() {
        assert_eq!(MARKS.map(|(progress, _)| progress), [0, 25, 50, 75, 100]);
        for state in ReportState::ALL {
            assert_eq!(report_words(state.as_str()), state.label());
        }
        assert_eq!(report_words("nonsense"), "");
    }
}

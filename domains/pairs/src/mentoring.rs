//! Mentoring: who needs a mentor, pairs and groups with the consent of each, the personal programme, meetings, the end.
//!
//! * Nobody is mentored or mentors without saying yes (ТК, ст. 351.8); a no has no consequence and is shown to nobody.
//! * What the pair writes is read by the pair; whoever oversees sees counts and dates. Words of the surveys at the start and at the end are read by whom they are for.
//! * Of the mentor's allowance only the order is known, by number and date: to whoever leads and to the mentor.
//! * A meeting written in a minute becomes a deed of the mentor's by itself.
//! * Who is new is found from dates of the card, never typed.

mod about;
mod answering;
mod ending;
mod event;
mod form;
mod listen;
mod meeting;
mod model;
mod need;
mod papers;
mod print;
mod programme;
mod proposing;
mod remind;
mod sight;
mod start;
mod store;
mod survey;
mod telling;
mod views;
mod waits;
mod web;

pub use about::about_me;
pub use answering::answer;
pub use ending::{end, hand_over};
pub use form::{LineForm, MeetingForm, PapersForm, ProgrammeForm, ProposalForm, StartForm, SurveyForm};
pub use listen::listen;
pub use meeting::{strike, write as write_meeting};
pub use model::{EndReason, Form, Mentoring, MentoringId, Role, Side, State};
pub use need::{Filter as NeedFilter, Needed, Newcomer, newcomers};
pub use papers::{Paper, Papers, note as note_orders};
pub use programme::save as save_programme;
pub use proposing::propose;
pub use remind::remind;
pub use start::answer as answer_start;
pub use survey::{answer as answer_survey, figures};
pub use waits::waits;

pub use self::web::router;

use kernel::{Date, Result, Tx, id::PersonId};

/// Days of a person's mentoring for a calendar: ends of periods and dates of the programme. Names nobody.
///
/// # Errors
/// The store fails.
pub fn entries(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<(String, Date, String, String)>> {
    store::entries(tx, person)
}

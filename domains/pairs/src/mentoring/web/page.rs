//! What the pages of a mentoring are made of.

use crate::mentoring::{
    form::{MeetingForm, PapersForm, ProgrammeForm, StartForm, Survey, SurveyForm},
    model::{Line, Meeting, MentoringId, Progress, Role},
    papers::{self, Papers},
    sight::Standing,
    start::{self, Start},
    store, survey,
};
use kernel::{Date, FieldErrors, Result, Tx};

/// The card: what the actor may see of it.
pub struct Card {
    pub standing: Standing,
    pub progress: Progress,
    /// Empty for whoever isn't inside.
    pub lines: Vec<Line>,
    pub meetings: Vec<Meeting>,
    pub words: Vec<String>,
    /// For the curator only.
    pub curator_words: Vec<(Role, String)>,
    pub own_survey: Option<Survey>,
    /// What mentees want help with: all of it for the mentor, one's own for a mentee.
    pub starts: Vec<Start>,
    /// A programme out of that, while there is none.
    pub draft: Option<ProgrammeForm>,
    pub is_group: bool,
    pub papers: Papers,
    pub sees_pay: bool,
    /// What takes over, or what was taken over, as far as it is proposed.
    pub next: Option<MentoringId>,
    pub today: Date,
}

/// Reads the card; content only for those who agreed to take part, and of a group one has left only what was before.
pub fn gather(tx: &mut Tx<'_>, standing: Standing) -> Result<Card> {
    let id = standing.mentoring.id;
    let progress = store::progress(tx, id)?;
    let (mut lines, mut meetings, mut words, mut own_survey) = (Vec::new(), Vec::new(), Vec::new(), None);
    let (mut starts, mut draft) = (Vec::new(), None);
    let is_group = standing.mentees().count() > 1;
    if let Ok(own) = standing.inside() {
        lines = store::lines(tx, id)?;
        meetings = store::meetings(tx, id)?;
        if let Some(left) = own.left_on {
            meetings.retain(|meeting| meeting.held_on <= left);
        }
        words = survey::words_for(tx, id, own)?;
        own_survey = survey::own(tx, own)?;
        starts = start::of(tx, id, own)?;
        if lines.is_empty() && standing.mentoring.goals.is_empty() && standing.going().is_ok() {
            draft = start::draft(&starts, is_group);
        }
        starts.retain(|start| own.role == Role::Mentor || start.is_own);
    }
    let sees_pay = standing.oversees || standing.inside().is_ok_and(|own| own.role == Role::Mentor);
    let papers = if sees_pay { papers::of(tx, id)? } else { Papers { pay: None, ..papers::of(tx, id)? } };
    let curator_words = if standing.is_curator { survey::words_for_curator(tx, id)? } else { Vec::new() };
    let next = tx.maybe("SELECT id FROM mentoring WHERE follows_id = $1 AND state IN ('proposed', 'active') ORDER BY id", kernel::params![id], |row| row.get(0))?;
    let today = tx.today();
    Ok(Card { standing, progress, lines, meetings, words, curator_words, own_survey, starts, draft, is_group, papers, sees_pay, next, today })
}

/// What was typed into the forms of a card.
#[derive(Default)]
pub struct Typed {
    pub meeting: MeetingForm,
    pub programme: ProgrammeForm,
    pub survey: SurveyForm,
    pub start: StartForm,
    pub papers: PapersForm,
    pub reason: String,
    pub errors: FieldErrors,
    pub done: String,
}

//! The personal programme: written together by those who take part.

use super::{
    event,
    form::ProgrammeForm,
    model::{LineId, Mentoring, MentoringId},
    sight, store,
};
use access::Actor;
use audit::Record;
use kernel::{Result, Tx};

/// Saves the programme whole.
///
/// # Errors
/// Not found: not one of those who take part. Refused: it doesn't go on. Fields. Stale: the other side was first.
pub fn save(tx: &mut Tx<'_>, actor: &Actor, id: MentoringId, (typed, version): (&ProgrammeForm, i64)) -> Result<()> {
    let standing = sight::load(tx, actor, id)?;
    standing.inside()?;
    standing.going()?;
    let mut read = typed.read(tx.today())?;
    // An id that another programme has is none of ours.
    let known: Vec<LineId> = store::lines(tx, id)?.iter().map(|line| line.id).collect();
    for line in &mut read.lines {
        if !known.contains(&line.id) {
            line.id = LineId::fresh();
        }
    }
    store::set_programme(tx, &Mentoring { version, ..standing.mentoring }, (&read.goals, &read.expected), &read.lines)?;
    tx.record(&actor.by(), event::about("mentoring.programme_saved", id))
}

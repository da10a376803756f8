//! The log of meetings: written in a minute; each becomes a deed of the mentor's.

use super::{
    event,
    form::MeetingForm,
    model::{Meeting, MeetingId, MentoringId, theme},
    sight, store,
};
use access::Actor;
use audit::Record;
use kernel::{Error, Result, Tx};
use ledger::{Deed, DeedKind};

/// Direction 5: young specialists and newcomers, mentoring.
const DIRECTION: &str = "d05";

/// Writes a meeting that was held.
///
/// # Errors
/// Not found: not one of those who take part. Refused: it doesn't go on. Fields.
pub fn write(tx: &mut Tx<'_>, actor: &Actor, id: MentoringId, typed: &MeetingForm) -> Result<MeetingId> {
    let standing = sight::load(tx, actor, id)?;
    let own = standing.inside()?.person.ok_or(Error::NotFound)?;
    standing.going()?;
    let meeting = typed.read((standing.mentoring.started_on.unwrap_or(standing.mentoring.starts_on).min(standing.mentoring.starts_on), tx.today()))?;
    // Each side writes for both: the same meeting written twice would give its hours twice.
    if store::meetings(tx, id)?.iter().any(|known| known.held_on == meeting.held_on) {
        return Err(Error::field("held_on", "Встреча этого дня уже записана. Посмотрите список встреч: её могла записать другая сторона"));
    }
    store::add_meeting(tx, id, &meeting, own)?;
    let reached = i64::try_from(standing.mentees().count()).unwrap_or(1);
    if let Some(mentor) = standing.mentor().and_then(|side| side.person) {
        ledger::write(tx, &deed(id, mentor, &meeting, reached))?;
    }
    tx.record(&actor.by(), event::about("mentoring.meeting_written", id))?;
    Ok(meeting.id)
}

fn deed(id: MentoringId, person: kernel::id::PersonId, meeting: &Meeting, reached: i64) -> Deed {
    let what = if meeting.is_lesson { "Совместный урок с наставляемым" } else { "Встреча с наставляемым" };
    Deed {
        person,
        kind: DeedKind::Mentoring,
        source: meeting.id.to_string(),
        direction: DIRECTION.into(),
        on: meeting.held_on,
        minutes: meeting.minutes,
        part: "mentor",
        title: format!("{what}: {}", theme(&meeting.theme).to_lowercase()),
        url: store::url(id),
        reached,
    }
}

/// Strikes out a meeting that was written by mistake, and the deed with it.
///
/// # Errors
/// Not found: another wrote it. Refused: the mentoring has ended.
pub fn strike(tx: &mut Tx<'_>, actor: &Actor, id: MentoringId, meeting: MeetingId) -> Result<()> {
    let standing = sight::load(tx, actor, id)?;
    let own = standing.inside()?.person.ok_or(Error::NotFound)?;
    standing.going()?;
    // The hours are the mentor's, so the mentor may strike any record of them.
    let by = if standing.mentor().and_then(|side| side.person) == Some(own) { None } else { Some(own) };
    if !store::remove_meeting(tx, id, meeting, by)? {
        return Err(Error::refusal("Удалить запись может тот, кто её сделал, или наставник. Обновите страницу: возможно, она уже удалена."));
    }
    ledger::strike(tx, DeedKind::Mentoring, &meeting.to_string(), None)?;
    tx.record(&actor.by(), event::about("mentoring.meeting_struck", id))
}

//! Minutes: drafted, approved and frozen, corrected by a next version, annulled; what decisions owe.

use super::meeting::open;
use crate::{
    access::{self as rights, Act},
    deeds,
    form::{DecisionDraft, MinutesDraft},
    model::{Attendee, Decision, DecisionId, Force, Item, Meeting, MeetingId, Union},
    quorum::Quorum,
    snapshot::{Snapshot, count},
    store::{decisions, meeting as meetings, minutes as store, people},
    tell,
};
use access::Actor;
use audit::{Event, Record};
use kernel::{Error, Result, Tx};
use serde_json::json;

/// A meeting with all that its minutes are made of.
#[derive(Debug, Clone)]
pub struct Whole {
    pub union: Union,
    pub meeting: Meeting,
    pub attendees: Vec<Attendee>,
    pub items: Vec<Item>,
    pub decisions: Vec<Decision>,
}

impl Whole {
    /// # Errors
    /// The store fails.
    pub(crate) fn read(tx: &mut Tx<'_>, union: Union, meeting: Meeting) -> Result<Self> {
        let attendees = meetings::attendees(tx, &meeting)?;
        let items = meetings::items(tx, meeting.id)?;
        let decisions = decisions::of_meeting(tx, meeting.id)?;
        Ok(Self { union, meeting, attendees, items, decisions })
    }

    #[must_use]
    pub fn quorum(&self) -> Quorum {
        Quorum::new(count(self.attendees.len()), count(self.attendees.iter().filter(|one| one.is_present).count()), self.union.quorum_percent)
    }

    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot::of(&self.union, &self.meeting, &self.attendees, &self.items, &self.decisions)
    }
}

/// An owner is a member on the day; one who was named before stays.
fn known(tx: &mut Tx<'_>, meeting: &Meeting, drafts: &[DecisionDraft]) -> Result<()> {
    let members = people::on(tx, meeting.union, meeting.held_on)?;
    let before = decisions::of_meeting(tx, meeting.id)?;
    for (at, draft) in drafts.iter().enumerate() {
        let Some(owner) = draft.owner else { continue };
        let stays = before.iter().any(|known| Some(known.id) == draft.id && known.owner == Some(owner));
        if !stays && !members.iter().any(|member| member.person == owner) {
            return Err(Error::field(&format!("owner-{at}"), "Ответственным может быть участник объединения. Выберите его из списка"));
        }
    }
    Ok(())
}

/// Writes what was heard and decided.
///
/// # Errors
/// Fields; not found; refused: minutes are approved, or somebody was first.
pub fn save(tx: &mut Tx<'_>, actor: &Actor, id: MeetingId, draft: &MinutesDraft, version: i64) -> Result<()> {
    let (_, meeting) = open(tx, actor, Act::Lead, id)?;
    known(tx, &meeting, &draft.decisions)?;
    meetings::touch(tx, id, version)?;
    for (item, heard) in &draft.heard {
        meetings::set_heard(tx, id, *item, heard)?;
    }
    decisions::replace(tx, id, &draft.decisions)?;
    tx.record(&actor.by(), Event::new("union_meeting.minutes_written", "union_meeting", id))
}

/// Approves the minutes as they stand: frozen, decisions come into force if there was a quorum, deeds are written.
///
/// # Errors
/// Not found; refused: not held yet, nobody was there, no agenda, or somebody was first.
pub fn approve(tx: &mut Tx<'_>, actor: &Actor, id: MeetingId, version: i64) -> Result<i64> {
    let (_, meeting) = open(tx, actor, Act::Approve, id)?;
    let today = tx.today();
    if meeting.held_on > today {
        return Err(Error::refusal("Заседание ещё не прошло. Протокол утверждают после него."));
    }
    // The union is named as on the day of the meeting.
    let union = crate::store::body::find(tx, meeting.union, meeting.held_on)?;
    let whole = Whole::read(tx, union, meeting)?;
    if whole.items.is_empty() {
        return Err(Error::refusal("В повестке нет ни одного вопроса. Откройте «Изменить заседание» и впишите, что обсуждали."));
    }
    if whole.attendees.iter().all(|one| !one.is_present) {
        return Err(Error::refusal("Не отмечен никто из присутствующих. Откройте «Отметить присутствующих»."));
    }
    let quorum = whole.quorum();
    let number = store::approve(tx, id, &whole.snapshot(), quorum, actor.account, version)?;
    let force = if quorum.is_there() { Force::Binding } else { Force::Advice };
    decisions::set_force(tx, id, force)?;
    deeds::write(tx, &whole)?;
    if quorum.is_there() {
        tell::decided(tx, &whole, actor.person)?;
    }
    tx.record(&actor.by(), Event::new("union_meeting.minutes_approved", "union_meeting", id).with(json!({"number": number, "quorum": quorum.is_there()})))?;
    Ok(number)
}

/// Opens approved minutes for a correction; the version in force stays in force till the next is approved.
///
/// # Errors
/// Not found; refused: there are none, or somebody was first.
pub fn correct(tx: &mut Tx<'_>, actor: &Actor, id: MeetingId, version: i64) -> Result<()> {
    let meeting = meetings::find(tx, id)?;
    rights::load(tx, actor, Act::Approve, meeting.union)?;
    if meeting.minutes_number == 0 || meeting.is_correcting {
        return Err(Error::refusal("Исправлять нечего: протокол не утверждён или уже исправляется. Обновите страницу."));
    }
    store::correct(tx, id, version)?;
    tx.record(&actor.by(), Event::new("union_meeting.minutes_reopened", "union_meeting", id))
}

/// Annuls the minutes in force: decisions lose their weight, hours are struck out; what was written stays to be read.
///
/// # Errors
/// Not found; refused: there are none, or somebody was first.
pub fn annul(tx: &mut Tx<'_>, actor: &Actor, id: MeetingId, why: &str, version: i64) -> Result<()> {
    let meeting = meetings::find(tx, id)?;
    rights::load(tx, actor, Act::Approve, meeting.union)?;
    if meeting.minutes_number == 0 {
        return Err(Error::refusal("Утверждённого протокола нет, аннулировать нечего. Обновите страницу."));
    }
    store::annul(tx, id, meeting.minutes_number, why, version)?;
    deeds::strike(tx, id)?;
    tx.record(&actor.by(), Event::new("union_meeting.minutes_annulled", "union_meeting", id).with(json!({"number": meeting.minutes_number})))
}

/// A decision that the actor may mark: its owner, or whoever leads the union.
///
/// # Errors
/// Not found.
pub fn to_mark(tx: &mut Tx<'_>, actor: &Actor, id: DecisionId) -> Result<(Decision, Union)> {
    let decision = decisions::find(tx, id)?;
    let meeting = meetings::find(tx, decision.meeting)?;
    let is_owner = decision.owner.is_some() && decision.owner == actor.person;
    let (union, _) = rights::load(tx, actor, if is_owner { Act::View } else { Act::Lead }, meeting.union)?;
    Ok((decision, union))
}

/// Marks a decision done with a word of what was done, or takes the mark away.
///
/// # Errors
/// Fields: `note`; not found; refused: it isn't in force, or somebody was first.
pub fn mark(tx: &mut Tx<'_>, actor: &Actor, id: DecisionId, (is_done, note): (bool, &str), version: i64) -> Result<MeetingId> {
    let (decision, _) = to_mark(tx, actor, id)?;
    match decision.force {
        Force::Binding => {}
        Force::Draft | Force::Advice | Force::Void => return Err(Error::refusal(format!("Это решение не действует ({}), отмечать исполнение не нужно.", decision.force.label()))),
    }
    let note = kernel::name::clean_text(note);
    if is_done && note.is_empty() {
        return Err(Error::field("note", "Напишите одной фразой, что сделано"));
    }
    if note.chars().count() > 500 {
        return Err(Error::field("note", "Слишком длинно. Сократите до 500 знаков"));
    }
    let today = tx.today();
    decisions::set_done(tx, id, is_done.then_some(today), if is_done { &note } else { "" }, version)?;
    tx.record(&actor.by(), Event::new("union_decision.marked", "union_decision", id).with(json!({"done": is_done})))?;
    Ok(decision.meeting)
}

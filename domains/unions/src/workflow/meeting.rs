//! A meeting: planned, moved, called off; who means to come and who came.

use super::known_direction;
use crate::{
    access::{self as rights, Act},
    form::MeetingDraft,
    model::{Answer, Meeting, MeetingId, State, Union, UnionId},
    store::{meeting as store, people},
    tell,
};
use access::Actor;
use audit::{Event, Record};
use kernel::{Error, Result, Tx, id::PersonId};
use std::collections::BTreeSet;

/// What the draft refers to must be there: a speaker is a member on the day or was one when the meeting was planned.
fn known(tx: &mut Tx<'_>, union: &Union, draft: &MeetingDraft, before: Option<&Meeting>) -> Result<()> {
    known_direction(tx, &draft.direction)?;
    if draft.held_on < union.opened_on {
        return Err(Error::field("held_on", "Этот день раньше, чем начало работы объединения. Проверьте дату"));
    }
    let members = people::on(tx, union.id, draft.held_on)?;
    let items = match before {
        Some(meeting) => store::items(tx, meeting.id)?,
        None => Vec::new(),
    };
    for (at, item) in draft.items.iter().enumerate() {
        let Some(speaker) = item.speaker else { continue };
        let stays = items.iter().any(|known| Some(known.id) == item.id && known.speaker == Some(speaker));
        if !stays && !members.iter().any(|member| member.person == speaker) {
            return Err(Error::field(&format!("speaker-{at}"), "Докладчиком может быть участник объединения. Выберите его из списка"));
        }
    }
    Ok(())
}

/// Plans a meeting; members are told.
///
/// # Errors
/// Fields; not found; refused: an outside body, a closed union.
pub fn plan(tx: &mut Tx<'_>, actor: &Actor, union: UnionId, draft: &MeetingDraft) -> Result<MeetingId> {
    let (union, _) = rights::load(tx, actor, Act::Lead, union)?;
    if !union.kind.is_ours() {
        return Err(Error::refusal("Это внешнее объединение: его заседания здесь не ведут. Запишите полученный документ."));
    }
    known(tx, &union, draft, None)?;
    let id = store::insert(tx, union.id, draft, actor.account)?;
    let meeting = store::find(tx, id)?;
    tell::planned(tx, &union, &meeting, actor.person)?;
    tx.record(&actor.by(), Event::new("union_meeting.planned", "union_meeting", id))?;
    Ok(id)
}

/// A meeting that the actor may write: planned, or minutes not approved, or being corrected.
pub(crate) fn open(tx: &mut Tx<'_>, actor: &Actor, act: Act, id: MeetingId) -> Result<(Union, Meeting)> {
    let meeting = store::find(tx, id)?;
    let (union, _) = rights::load(tx, actor, act, meeting.union)?;
    if meeting.state == State::Cancelled {
        return Err(Error::refusal("Заседание отменено. Назначьте новое."));
    }
    if !meeting.is_open() {
        return Err(Error::refusal("Протокол утверждён. Чтобы изменить его, нажмите «Исправить протокол»: прежняя версия сохранится."));
    }
    Ok((union, meeting))
}

/// Changes day, place, agenda. If whoever comes would miss it, members are told again.
///
/// # Errors
/// Fields; not found; refused: minutes are approved, it is called off, or somebody was first.
pub fn edit(tx: &mut Tx<'_>, actor: &Actor, id: MeetingId, draft: &MeetingDraft, version: i64) -> Result<()> {
    let (union, before) = open(tx, actor, Act::Lead, id)?;
    known(tx, &union, draft, Some(&before))?;
    store::change(tx, id, draft, version)?;
    let after = store::find(tx, id)?;
    let is_moved = (before.held_on, &before.begins, &before.venue, &before.link) != (after.held_on, &after.begins, &after.venue, &after.link);
    let today = tx.today();
    if is_moved && after.held_on >= today {
        tell::moved(tx, &union, &after, actor.person)?;
    }
    tx.record(&actor.by(), Event::new("union_meeting.replanned", "union_meeting", id))
}

/// Calls a planned meeting off; members learn why.
///
/// # Errors
/// Not found; refused: it was held, or somebody was first.
pub fn cancel(tx: &mut Tx<'_>, actor: &Actor, id: MeetingId, why: &str, version: i64) -> Result<()> {
    let (union, meeting) = open(tx, actor, Act::Lead, id)?;
    match meeting.state {
        State::Planned => {}
        State::Held | State::Cancelled => return Err(Error::refusal("Заседание уже состоялось: его не отменяют. Если протокол ошибочный, аннулируйте его.")),
    }
    store::cancel(tx, id, why, version)?;
    tell::cancelled(tx, &union, &meeting, why, actor.person)?;
    tx.record(&actor.by(), Event::new("union_meeting.cancelled", "union_meeting", id))
}

/// The actor as a member on the day of a meeting that is still to be written.
fn invited(tx: &mut Tx<'_>, actor: &Actor, id: MeetingId) -> Result<(Meeting, PersonId)> {
    let person = actor.person.ok_or(Error::NotFound)?;
    let meeting = store::find(tx, id)?;
    rights::load(tx, actor, Act::View, meeting.union)?;
    if !people::on(tx, meeting.union, meeting.held_on)?.iter().any(|member| member.person == person) {
        return Err(Error::NotFound);
    }
    if !meeting.is_open() {
        return Err(Error::refusal("Заседание отменено или его протокол уже утверждён. Если отметка неверна, скажите об этом руководителю объединения."));
    }
    Ok((meeting, person))
}

/// A member says whether they mean to come.
///
/// # Errors
/// Not found: no member; refused: it is over.
pub fn answer(tx: &mut Tx<'_>, actor: &Actor, id: MeetingId, answer: Answer) -> Result<()> {
    let (meeting, person) = invited(tx, actor, id)?;
    let today = tx.today();
    if meeting.held_on < today {
        return Err(Error::refusal("Заседание уже прошло. Кто был, отмечает руководитель."));
    }
    store::set_answer(tx, id, person, answer)?;
    tx.record(&actor.by(), Event::new("union_meeting.answered", "union_meeting", id).of(person))
}

/// A member says that they are here: on the day only, so that nobody is here afterwards.
///
/// # Errors
/// Not found: no member; refused: another day.
pub fn be_present(tx: &mut Tx<'_>, actor: &Actor, id: MeetingId) -> Result<()> {
    let (meeting, person) = invited(tx, actor, id)?;
    let today = tx.today();
    if meeting.held_on != today {
        return Err(Error::refusal("Отметиться самому можно только в день заседания. В другой день отметку ставит руководитель объединения."));
    }
    store::set_present(tx, id, person, true, true)?;
    tx.record(&actor.by(), Event::new("union_meeting.presence_told", "union_meeting", id).of(person))
}

/// Who is ticked on the screen of a meeting.
#[derive(Debug, Clone, Default)]
pub struct Ticks {
    pub here: BTreeSet<PersonId>,
    /// As the screen showed it: only what the leader changed is written, so that members who marked themselves meanwhile stay.
    pub were: BTreeSet<PersonId>,
}

/// Writes what the leader changed in the list of those who were there.
///
/// # Errors
/// Not found; refused: not yet held, minutes approved.
pub fn attend(tx: &mut Tx<'_>, actor: &Actor, id: MeetingId, ticks: &Ticks) -> Result<()> {
    let (_, meeting) = open(tx, actor, Act::Lead, id)?;
    let today = tx.today();
    if meeting.held_on > today {
        return Err(Error::refusal("Заседание ещё не наступило. Присутствующих отмечают в день заседания."));
    }
    for one in store::attendees(tx, &meeting)? {
        let is_here = ticks.here.contains(&one.member.person);
        if is_here != ticks.were.contains(&one.member.person) && is_here != one.is_present {
            store::set_present(tx, id, one.member.person, is_here, false)?;
        }
    }
    tx.record(&actor.by(), Event::new("union_meeting.attendance_taken", "union_meeting", id))
}

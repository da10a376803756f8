//! Votes: each member from the own account, or a raised hand written down by the coordinator. The last one counts until the decision.

use crate::{
    form::{Ballot, Hand, Mark, conflict_kind},
    model::{Item, ItemId, MeetingId, Voice, Vote},
    rules::Conflict,
    sitting::{self, Sitting, sitting},
    store::items,
};
use access::{Action, Actor};
use audit::{Event, Record};
use kernel::{Error, FieldErrors, Result, Tx, id::AccountId};
use serde_json::json;

/// A member votes on the marked items of the own ballot. How many votes are new or changed.
///
/// # Errors
/// Not found for those without a seat; refusals: not open, no quorum, not marked present; field errors at `voice-{item}` and `conflict-{item}`.
pub fn cast(tx: &mut Tx<'_>, actor: &Actor, meeting: MeetingId, ballot: &Ballot) -> Result<usize> {
    actor.may(Action::Vote)?;
    let sitting = sitting(tx, actor, meeting)?;
    let seat = sitting.seat_of(actor.account).ok_or(Error::NotFound)?;
    sitting.must_have_quorum()?;
    if !seat.present {
        return Err(Error::refusal("Вы не отмечены присутствующим на этом заседании. Скажите координатору, что вы здесь, и проголосуйте снова."));
    }
    let own = sitting::voter(tx, actor.account)?;
    let mut errors = FieldErrors::default();
    let mut votes = Vec::new();
    for mark in &ballot.0 {
        let item = sitting.item(mark.of)?;
        if Conflict::find(&own, item) == Some(Conflict::Own) && mark.voice != Voice::Conflict {
            errors.add(format!("voice-{}", item.id), format!("{}: это ваша кандидатура. Отметьте «конфликт интересов»", item.words.shown_name()));
            continue;
        }
        votes.extend(checked(tx, &sitting, item, (actor.account, None), mark, &mut errors, &item.id.to_string()));
    }
    let votes = errors.or(Some(votes))?;
    write(tx, actor, &sitting, &votes, "meeting.vote_cast")
}

/// The coordinator writes down raised hands on an item, for members who are in the room.
///
/// # Errors
/// As [`cast`], at `voice-{account}` and `conflict-{account}`; also where the member's vote has changed since the form was opened.
pub fn hands(tx: &mut Tx<'_>, actor: &Actor, meeting: MeetingId, item: ItemId, hands: &[Hand]) -> Result<usize> {
    actor.may(Action::RunMeetings)?;
    let sitting = sitting(tx, actor, meeting)?;
    let item = sitting.item(item)?;
    sitting.must_have_quorum()?;
    item.must_be_undecided()?;
    let mut errors = FieldErrors::default();
    let mut votes = Vec::new();
    for Hand { mark, stood } in hands {
        let seat = sitting.seat_of(mark.of).ok_or(Error::NotFound)?;
        if !seat.present {
            errors.add(format!("voice-{}", mark.of), format!("{}: не отмечен(а) присутствующим. Сначала отметьте присутствие", seat.name));
            continue;
        }
        if let Some(now) = sitting.vote_of(item.id, mark.of).filter(|vote| vote.said() != *stood && vote.voice != mark.voice) {
            let way = if now.entered_by.is_some() { "записал(а) другой сотрудник" } else { "подан лично" };
            errors.add(format!("voice-{}", mark.of), format!("{}: пока форма была открыта, голос изменился. Теперь он «{}», {way}. Проверьте и запишите ещё раз", seat.name, now.voice.label()));
            continue;
        }
        let own = sitting::voter(tx, mark.of)?;
        if Conflict::find(&own, item) == Some(Conflict::Own) && mark.voice != Voice::Conflict {
            errors.add(format!("voice-{}", mark.of), format!("{}: голосует о собственной кандидатуре. Отметьте «конфликт интересов»", seat.name));
            continue;
        }
        votes.extend(checked(tx, &sitting, item, (mark.of, Some(actor.account)), mark, &mut errors, &mark.of.to_string()));
    }
    let votes = errors.or(Some(votes))?;
    write(tx, actor, &sitting, &votes, "meeting.vote_entered")
}

/// A vote that may be written; nothing if it is the one that stands already.
fn checked<K>(tx: &Tx<'_>, sitting: &Sitting, item: &Item, (account, entered_by): (AccountId, Option<AccountId>), mark: &Mark<K>, errors: &mut FieldErrors, key: &str) -> Option<Vote> {
    let conflict = match conflict_kind(&sitting.lists, mark.voice, &mark.conflict) {
        Ok(code) => code,
        Err(help) => {
            errors.add(format!("conflict-{key}"), format!("{}: {help}", item.words.shown_name()));
            return None;
        }
    };
    let stands = sitting.vote_of(item.id, account).is_some_and(|vote| vote.voice == mark.voice && vote.conflict == conflict);
    if stands {
        return None;
    }
    if let Err(Error::Refusal(why)) = item.must_be_undecided() {
        errors.add(format!("voice-{key}"), format!("{why} Ваш голос не изменён."));
        return None;
    }
    Some(Vote { item: item.id, account, voice: mark.voice, conflict, entered_by, cast_at: tx.now() })
}

fn write(tx: &mut Tx<'_>, actor: &Actor, sitting: &Sitting, votes: &[Vote], action: &'static str) -> Result<usize> {
    for vote in votes {
        items::put_vote(tx, vote)?;
        let person = sitting.item(vote.item)?.person;
        let facts = json!({"item": vote.item, "member": vote.account, "voice": vote.voice, "conflict": vote.conflict});
        tx.record(&actor.by(), Event::new(action, "meeting", sitting.meeting.id).of(person).with(facts))?;
    }
    Ok(votes.len())
}

/// Open meetings that wait for the member's votes, and on how many items: for the desk.
///
/// # Errors
/// The store fails.
pub fn waiting_for(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<(MeetingId, i64)>> {
    if actor.can(Action::Vote) { items::waiting(tx, actor.account) } else { Ok(Vec::new()) }
}

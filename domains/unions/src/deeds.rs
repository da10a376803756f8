//! Hours of members of the active, written when minutes are approved.

use crate::{
    model::{Attendee, MeetingId, Office},
    url,
    workflow::minutes::Whole,
};
use access::Scope;
use kernel::{Date, Result, Tx, id::PersonId};
use ledger::{Deed, DeedKind};
use membership::Standing;

/// A deed for each member of the active who was there; who isn't there any more after a correction has none.
pub(crate) fn write(tx: &mut Tx<'_>, whole: &Whole) -> Result<()> {
    let meeting = &whole.meeting;
    strike(tx, meeting.id)?;
    let present: Vec<&Attendee> = whole.attendees.iter().filter(|one| one.is_present).collect();
    for one in &present {
        if !is_of_the_active(tx, one.member.person, meeting.held_on)? {
            continue;
        }
        let deed = Deed {
            person: one.member.person,
            kind: DeedKind::Meeting,
            source: meeting.id.to_string(),
            direction: meeting.direction.clone(),
            on: meeting.held_on,
            minutes: meeting.minutes,
            part: part(whole, one),
            title: format!("Заседание: {}", whole.union.title),
            url: url::meeting(meeting.id),
            reached: crate::snapshot::count(present.len()),
        };
        ledger::write(tx, &deed)?;
    }
    Ok(())
}

pub(crate) fn strike(tx: &mut Tx<'_>, meeting: MeetingId) -> Result<()> {
    ledger::strike(tx, DeedKind::Meeting, &meeting.to_string(), None)
}

/// Who leads it, who spoke, who came.
fn part(whole: &Whole, one: &Attendee) -> &'static str {
    let speaks = whole.items.iter().any(|item| item.speaker == Some(one.member.person));
    if one.member.offices.contains(&Office::Head) {
        "host"
    } else if speaks {
        "speaker"
    } else if one.member.offices.is_empty() {
        "member"
    } else {
        "cohost"
    }
}

fn is_of_the_active(tx: &mut Tx<'_>, person: PersonId, on: Date) -> Result<bool> {
    Ok(membership::current_of(tx, &Scope::person(person), person, on)?.iter().any(|row| row.membership.standing(on) == Standing::Active))
}

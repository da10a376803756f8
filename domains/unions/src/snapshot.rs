//! Minutes as approved: people by id with the names of the day, so that erasure reaches them in every version.

use crate::{
    model::{Attendee, Decision, Item, Meeting, Office, Union},
    quorum::Quorum,
};
use kernel::{Date, id::PersonId};
use serde::{Deserialize, Serialize};

/// Somebody named in minutes; erased: no id and no name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub person: Option<PersonId>,
    pub name: String,
    pub school: String,
    pub role: String,
}

/// What stands for a name that was erased.
pub const ERASED: &str = "данные удалены";

impl Named {
    fn forget(&mut self, gone: PersonId) -> bool {
        let is_it = self.person == Some(gone);
        if is_it {
            *self = Self { person: None, name: ERASED.to_owned(), school: String::new(), role: std::mem::take(&mut self.role) };
        }
        is_it
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    pub what: String,
    pub owner: Option<Named>,
    pub due_on: Option<Date>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub title: String,
    pub speaker: Option<Named>,
    pub heard: String,
    pub decisions: Vec<Decided>,
}

/// All that the paper says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    pub number: i64,
    pub title: String,
    pub held_on: Date,
    pub hours: String,
    pub venue: String,
    pub union: String,
    pub place: String,
    pub present: Vec<Named>,
    pub absent: Vec<Named>,
    pub invited: String,
    pub quorum: String,
    pub has_quorum: bool,
    pub agenda: Vec<Question>,
    /// Decided without a question of the agenda.
    pub other: Vec<Decided>,
    pub chair: Option<Named>,
    pub secretary: Option<Named>,
}

impl Snapshot {
    /// What is known of a meeting now, as its minutes would say it.
    #[must_use]
    pub fn of(union: &Union, meeting: &Meeting, attendees: &[Attendee], items: &[Item], decisions: &[Decision]) -> Self {
        let (present, absent): (Vec<&Attendee>, Vec<&Attendee>) = attendees.iter().partition(|one| one.is_present);
        let quorum = Quorum::new(count(attendees.len()), count(present.len()), union.quorum_percent);
        let with = |office: Office| present.iter().find(|one| one.member.offices.contains(&office)).map(|one| named(one));
        let decided = |decision: &Decision| Decided {
            what: decision.what.clone(),
            owner: decision.owner.map(|person| Named { person: Some(person), name: decision.owner_name.clone(), ..Named::default() }),
            due_on: decision.due_on,
        };
        let of_item = |item: &Item| decisions.iter().filter(|decision| decision.item == Some(item.id)).map(decided).collect();
        let is_of_none = |decision: &&Decision| decision.item.is_none_or(|id| !items.iter().any(|item| item.id == id));
        Self {
            number: meeting.number,
            title: meeting.title.clone(),
            held_on: meeting.held_on,
            hours: meeting.hours(),
            venue: if meeting.venue.is_empty() && !meeting.link.is_empty() { "дистанционно".to_owned() } else { meeting.venue.clone() },
            union: union.title.clone(),
            place: union.place_name.clone(),
            present: present.iter().map(|one| named(one)).collect(),
            absent: absent.iter().map(|one| named(one)).collect(),
            invited: meeting.invited.clone(),
            quorum: quorum.sentence(),
            has_quorum: quorum.is_there(),
            agenda: items
                .iter()
                .map(|item| Question {
                    title: item.title.clone(),
                    speaker: item.speaker.map(|person| Named { person: Some(person), name: item.speaker_name.clone(), ..Named::default() }),
                    heard: item.heard.clone(),
                    decisions: of_item(item),
                })
                .collect(),
            other: decisions.iter().filter(is_of_none).map(decided).collect(),
            chair: with(Office::Head).or_else(|| with(Office::Deputy)),
            secretary: with(Office::Secretary),
        }
    }

    /// Takes a person out; whether the person was in it.
    pub fn forget(&mut self, gone: PersonId) -> bool {
        let Self { present, absent, agenda, other, chair, secretary, number: _, title: _, held_on: _, hours: _, venue: _, union: _, place: _, invited: _, quorum: _, has_quorum: _ } = self;
        let mut was_there = false;
        let mut all: Vec<&mut Named> = present.iter_mut().chain(absent.iter_mut()).chain(chair.iter_mut()).chain(secretary.iter_mut()).collect();
        all.extend(other.iter_mut().filter_map(|decided| decided.owner.as_mut()));
        for question in agenda.iter_mut() {
            all.extend(question.speaker.iter_mut());
            all.extend(question.decisions.iter_mut().filter_map(|decided| decided.owner.as_mut()));
        }
        for named in all {
            was_there |= named.forget(gone);
        }
        was_there
    }
}

fn named(one: &Attendee) -> Named {
    let role = one.member.offices.first().map_or("участник", |office| office.label());
    Named { person: Some(one.member.person), name: one.member.name.clone(), school: one.member.school.clone(), role: role.to_owned() }
}

pub(crate) fn count(of: usize) -> i64 {
    i64::try_from(of).unwrap_or(i64::MAX)
}

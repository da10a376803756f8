//! A meeting read whole: what every screen, decision and paper of it is made from.

use crate::{
    lists::Lists,
    model::{Attendee, Item, ItemId, Meeting, MeetingId, Vote},
    rules::{Quorum, Tally, Verdict, Voter},
    store::{self, items},
};
use access::{Action, Actor, Scope, accounts};
use kernel::{Error, Result, Tx, id::AccountId};

/// A meeting with its people, agenda and votes.
#[derive(Debug, Clone)]
pub struct Sitting {
    pub meeting: Meeting,
    pub attendees: Vec<Attendee>,
    /// Who keeps the minutes.
    pub secretary: String,
    pub items: Vec<Item>,
    pub votes: Vec<Vote>,
    pub quorum: Quorum,
    pub lists: Lists,
}

/// A meeting as the viewer may see it.
///
/// # Errors
/// Not found for roles that have no business with meetings.
pub fn sitting(tx: &mut Tx<'_>, actor: &Actor, id: MeetingId) -> Result<Sitting> {
    actor.may(Action::ViewMeetings)?;
    read(tx, &actor.scope(), id)
}

pub(crate) fn read(tx: &mut Tx<'_>, scope: &Scope, id: MeetingId) -> Result<Sitting> {
    let meeting = store::find(tx, id)?;
    let attendees = store::attendees(tx, id)?;
    let lists = Lists::read(tx)?;
    let present = attendees.iter().filter(|attendee| attendee.present).count();
    let quorum = Quorum::count(lists.profile.commission.quorum_more_than, present, attendees.len());
    let secretary = match meeting.secretary {
        Some(account) => accounts::find(tx, account)?.name,
        None => String::new(),
    };
    let (items, votes) = (items::of_meeting(tx, scope, &meeting)?, items::votes(tx, id)?);
    Ok(Sitting { meeting, attendees, secretary, items, votes, quorum, lists })
}

impl Sitting {
    /// # Errors
    /// Not found.
    pub fn item(&self, id: ItemId) -> Result<&Item> {
        self.items.iter().find(|item| item.id == id).ok_or(Error::NotFound)
    }

    #[must_use]
    pub fn seat_of(&self, account: AccountId) -> Option<&Attendee> {
        self.attendees.iter().find(|attendee| attendee.account == account)
    }

    #[must_use]
    pub fn chair_name(&self) -> &str {
        self.meeting.chair.and_then(|chair| self.seat_of(chair)).map_or("", |attendee| attendee.name.as_str())
    }

    /// The name of whoever voted.
    #[must_use]
    pub fn name_of(&self, account: AccountId) -> &str {
        self.seat_of(account).map_or("", |attendee| attendee.name.as_str())
    }

    pub fn votes_on(&self, item: ItemId) -> impl Iterator<Item = &Vote> {
        self.votes.iter().filter(move |vote| vote.item == item)
    }

    #[must_use]
    pub fn vote_of(&self, item: ItemId, account: AccountId) -> Option<&Vote> {
        self.votes_on(item).find(|vote| vote.account == account)
    }

    #[must_use]
    pub fn tally(&self, item: ItemId) -> Tally {
        Tally::of(self.votes_on(item).map(|vote| (vote.account, vote.voice)), self.meeting.chair)
    }

    #[must_use]
    pub fn verdict(&self, item: ItemId) -> Verdict {
        Verdict::of(&self.lists.profile.commission, self.tally(item))
    }

    /// How many of those present have not voted on an item.
    #[must_use]
    pub fn silent(&self, item: ItemId) -> usize {
        self.attendees.iter().filter(|attendee| attendee.present && self.vote_of(item, attendee.account).is_none()).count()
    }

    /// Items nobody has decided on yet.
    #[must_use]
    pub fn unsettled(&self) -> usize {
        self.items.iter().filter(|item| !item.is_settled()).count()
    }

    /// Whether the actor leads: the coordinator, or the chair of this meeting.
    #[must_use]
    pub fn may_decide(&self, actor: &Actor) -> bool {
        actor.can(Action::RunMeetings) || (actor.can(Action::Vote) && self.meeting.chair == Some(actor.account))
    }

    /// # Errors
    /// A refusal unless the meeting is open and enough members are present.
    pub fn must_have_quorum(&self) -> Result<()> {
        self.meeting.must_be_open()?;
        if self.quorum.is_met() {
            return Ok(());
        }
        Err(Error::refusal(format!("{} Без кворума голосовать и решать нельзя. Отметьте тех, кто подошёл, или отложите все вопросы и закройте заседание.", self.quorum.sentence())))
    }
}

/// What the register knows of a member of the commission: for hints about conflicts only.
pub(crate) fn voter(tx: &mut Tx<'_>, account: AccountId) -> Result<Voter> {
    let found = accounts::find(tx, account)?;
    let everywhere = Scope::program("a member's own school, compared with candidates' to warn that member of a conflict");
    let school = match found.person {
        Some(person) => match people::find(tx, &everywhere, person) {
            Ok(card) => Some(card.place.to_string()),
            Err(Error::NotFound) => None,
            Err(other) => return Err(other),
        },
        None => None,
    };
    Ok(Voter { person: found.person, name: found.name, school })
}

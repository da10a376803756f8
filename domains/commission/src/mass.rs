//! «Включить всех, за кого большинство»: shown first with what would happen, then done in one transaction.

use crate::{
    decide::{is_full, led, room_after, write},
    form::Decision,
    model::{Item, ItemId, MeetingId},
    sitting::Sitting,
};
use access::Actor;
use kernel::{Error, Result, Tx};
use membership::{QuotaLine, Seat};

/// A candidate with a majority, and what including them as wished would mean.
#[derive(Debug, Clone)]
pub struct Proposal {
    pub item: Item,
    /// As the applicant wishes; none if the wish lacks a subject or a direction.
    pub seat: Option<Seat>,
    /// The quotas after those above in the list.
    pub room: Vec<QuotaLine>,
    /// Everybody present has voted: more votes can't change the majority any more.
    pub all_voted: bool,
}

impl Proposal {
    /// Why this one must be decided apart, if so.
    #[must_use]
    pub fn obstacle(&self) -> Option<&'static str> {
        if !self.all_voted {
            return Some("проголосовали не все присутствующие: подождите или решите отдельно");
        }
        if self.seat.is_none() {
            return Some("в заявке не указан предмет или направление: решите отдельно");
        }
        is_full(&self.room).then_some("мест больше нет: решите отдельно и напишите, почему сверх квоты")
    }
}

/// Everybody undecided for whom there is a majority, in the order of the agenda; each takes a place before the next is looked at.
///
/// # Errors
/// As [`crate::decide`].
pub fn proposals(tx: &mut Tx<'_>, actor: &Actor, meeting: MeetingId) -> Result<(Sitting, Vec<Proposal>)> {
    let sitting = led(tx, actor, meeting)?;
    sitting.must_have_quorum()?;
    let mut found: Vec<Proposal> = Vec::new();
    for item in sitting.items.iter().filter(|item| !item.is_settled() && sitting.verdict(item.id).is_for()) {
        let seat = item.words.wished();
        let before: Vec<Seat> = found.iter().filter(|one| one.obstacle().is_none()).filter_map(|one| one.seat.clone()).collect();
        let room = match &seat {
            Some(seat) => room_after(tx, seat, item.id, &before)?,
            None => Vec::new(),
        };
        found.push(Proposal { item: item.clone(), seat, room, all_voted: sitting.silent(item.id) == 0 });
    }
    Ok((sitting, found))
}

/// Includes the chosen ones as they wish; all of them or nobody. How many.
///
/// # Errors
/// A field error if nobody is chosen; a refusal naming the first who can't be included any more.
pub fn include_all(tx: &mut Tx<'_>, actor: &Actor, meeting: MeetingId, chosen: &[ItemId]) -> Result<usize> {
    if chosen.is_empty() {
        return Err(Error::field("item", "Отметьте хотя бы одного кандидата"));
    }
    let (sitting, possible) = proposals(tx, actor, meeting)?;
    for id in chosen {
        let item = sitting.item(*id)?;
        let refusal = |why: &str| Error::refusal(format!("{}: {why}. Никто не включён. Откройте список заново.", item.words.shown_name()));
        let proposal = possible.iter().find(|one| one.item.id == *id).ok_or_else(|| refusal("решение уже принято или большинства больше нет"))?;
        let able = proposal.all_voted.then(|| proposal.seat.clone()).flatten();
        let seat = able.ok_or_else(|| refusal("проголосовали не все присутствующие или в заявке не указан предмет или направление"))?;
        let decision = Decision::Include { seat, note: String::new() };
        write(tx, actor, &sitting, item, &decision).map_err(|error| match error {
            Error::Fields(_) => refusal("свободных мест больше нет"),
            other => other,
        })?;
    }
    Ok(chosen.len())
}

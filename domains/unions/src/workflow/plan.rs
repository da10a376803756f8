//! The year plan: lines, copying last year's, what did them.

use super::known_direction;
use crate::{
    access::{self as rights, Act},
    form::LineDraft,
    model::{Line, LineId, UnionId, school_year},
    store::{people, plan as store},
};
use access::Actor;
use audit::{Event, Record};
use kernel::{Date, Error, Result, Tx, id::PersonId};
use ledger::DeedKind;
use serde_json::json;

fn known(tx: &mut Tx<'_>, union: UnionId, draft: &LineDraft) -> Result<()> {
    known_direction(tx, &draft.direction)?;
    let today = tx.today();
    if let Some(owner) = draft.owner
        && !people::on(tx, union, today)?.iter().any(|member| member.person == owner)
    {
        return Err(Error::field("owner", "Ответственным может быть участник объединения. Выберите его из списка"));
    }
    Ok(())
}

/// Adds a line.
///
/// # Errors
/// Fields; not found; refused: the union is closed.
pub fn add(tx: &mut Tx<'_>, actor: &Actor, union: UnionId, year: i16, draft: &LineDraft) -> Result<LineId> {
    rights::load(tx, actor, Act::Lead, union)?;
    known(tx, union, draft)?;
    let id = store::insert(tx, union, year, draft)?;
    tx.record(&actor.by(), Event::new("union.plan_changed", "union", union).with(json!({"year": year, "line": id})))?;
    Ok(id)
}

/// A line of a plan that the actor writes.
fn own(tx: &mut Tx<'_>, actor: &Actor, id: LineId) -> Result<Line> {
    let line = store::find(tx, id)?;
    rights::load(tx, actor, Act::Lead, line.union)?;
    Ok(line)
}

/// Changes a line.
///
/// # Errors
/// Fields; not found; refused: somebody was first.
pub fn edit(tx: &mut Tx<'_>, actor: &Actor, id: LineId, draft: &LineDraft, version: i64) -> Result<UnionId> {
    let line = own(tx, actor, id)?;
    // An owner who has left stays with what was theirs.
    if draft.owner == line.owner {
        known_direction(tx, &draft.direction)?
    } else {
        known(tx, line.union, draft)?
    }
    store::change(tx, id, draft, version)?;
    tx.record(&actor.by(), Event::new("union.plan_changed", "union", line.union).with(json!({"year": line.school_year, "line": id})))?;
    Ok(line.union)
}

/// Takes a line away.
///
/// # Errors
/// Not found; refused: it is done, or somebody was first.
pub fn remove(tx: &mut Tx<'_>, actor: &Actor, id: LineId, version: i64) -> Result<(UnionId, i16)> {
    let line = own(tx, actor, id)?;
    if line.done_on.is_some() {
        return Err(Error::refusal("Эта строка исполнена, её не убирают. Сначала снимите отметку об исполнении."));
    }
    store::remove(tx, id, version)?;
    tx.record(&actor.by(), Event::new("union.plan_changed", "union", line.union).with(json!({"year": line.school_year, "removed": id})))?;
    Ok((line.union, line.school_year))
}

/// Copies the lines of the year before into a plan that is empty. How many.
///
/// # Errors
/// Not found; refused: there is nothing to copy, or something here already.
pub fn copy(tx: &mut Tx<'_>, actor: &Actor, union: UnionId, year: i16) -> Result<u64> {
    rights::load(tx, actor, Act::Lead, union)?;
    if !store::of_year(tx, union, year)?.is_empty() {
        return Err(Error::refusal("В плане этого года уже есть строки. Копируют в пустой план, чтобы ничего не задвоилось."));
    }
    let before = store::of_year(tx, union, year - 1)?;
    if before.is_empty() {
        return Err(Error::refusal("В прошлом учебном году плана нет, копировать нечего. Добавьте строки сами."));
    }
    let today = tx.today();
    let members = people::on(tx, union, today)?;
    let mut count = 0;
    for line in before {
        // Who has left can't be asked for next year's work.
        let owner = line.owner.filter(|owner| members.iter().any(|member| member.person == *owner));
        store::insert(tx, union, year, &LineDraft { month: line.month, what: line.what, direction: line.direction, owner, expected: line.expected })?;
        count += 1;
    }
    tx.record(&actor.by(), Event::new("union.plan_copied", "union", union).with(json!({"year": year, "lines": count})))?;
    Ok(count)
}

/// Something that may have done a line: a meeting of the union, or an activity out of the owner's ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    pub url: String,
    pub title: String,
    pub on: Date,
}

/// What may have done a line within its school year, the newest first.
///
/// # Errors
/// The store fails.
pub fn proofs(tx: &mut Tx<'_>, line: &Line) -> Result<Vec<Proof>> {
    let (from, to) = bounds(line.school_year);
    let mut found: Vec<Proof> = crate::store::meeting::of_union(tx, line.union, from, to)?
        .into_iter()
        .filter(|meeting| meeting.minutes_number > 0)
        .map(|meeting| Proof { url: crate::url::meeting(meeting.id), title: format!("Заседание № {}: {}", meeting.number, meeting.title), on: meeting.held_on })
        .collect();
    if let Some(owner) = line.owner {
        // Activities stand in the region's calendar; other deeds of a person are nobody's business here.
        let deeds = ledger::of_person(tx, owner, from, to)?.into_iter().filter(|deed| deed.kind == DeedKind::Activity && !deed.url.is_empty());
        found.extend(deeds.map(|deed| Proof { url: deed.url, title: deed.title, on: deed.on }));
    }
    found.sort_by(|one, other| (other.on, &one.title).cmp(&(one.on, &other.title)));
    found.truncate(60);
    Ok(found)
}

/// First day of a school year and of the next.
#[must_use]
pub fn bounds(year: i16) -> (Date, Date) {
    (jiff::civil::date(year, 9, 1), jiff::civil::date(year + 1, 9, 1))
}

/// Whether a person may mark a line: its owner, or whoever leads.
fn markable(tx: &mut Tx<'_>, actor: &Actor, id: LineId) -> Result<Line> {
    let line = store::find(tx, id)?;
    let is_owner = line.owner.is_some() && line.owner == actor.person;
    rights::load(tx, actor, if is_owner { Act::View } else { Act::Lead }, line.union)?;
    Ok(line)
}

/// A line and what may have done it, for whoever may mark it.
///
/// # Errors
/// Not found.
pub fn to_mark(tx: &mut Tx<'_>, actor: &Actor, id: LineId) -> Result<(Line, Vec<Proof>)> {
    let line = markable(tx, actor, id)?;
    let proofs = proofs(tx, &line)?;
    Ok((line, proofs))
}

/// Marks a line done by a meeting or an activity; an empty address takes the mark away.
///
/// # Errors
/// Fields: `proof`; not found; refused: somebody was first.
pub fn mark(tx: &mut Tx<'_>, actor: &Actor, id: LineId, proof: &str, version: i64) -> Result<UnionId> {
    let (line, proofs) = to_mark(tx, actor, id)?;
    let done = match proof {
        "" => None,
        url => Some(proofs.into_iter().find(|one| one.url == url).ok_or_else(|| Error::field("proof", "Выберите из списка, чем это исполнено"))?),
    };
    store::set_done(tx, id, done.as_ref().map(|proof| (proof.url.as_str(), proof.title.as_str(), proof.on)), version)?;
    tx.record(&actor.by(), Event::new("union.plan_marked", "union", line.union).with(json!({"line": id, "done": done.is_some()})))?;
    Ok(line.union)
}

/// Lines whose month has come and that their owner hasn't done.
pub(crate) fn waiting(tx: &mut Tx<'_>, person: PersonId) -> Result<u64> {
    let today = tx.today();
    let year = school_year(today);
    // The month itself is still for doing; it waits once it is over.
    let past: Vec<i8> = crate::model::MONTHS.into_iter().take_while(|month| *month != today.month()).collect();
    store::waiting(tx, person, year, &past)
}

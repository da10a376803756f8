//! Commit of a batch: the check once more, then all rows in one transaction, each with what undo needs.

use super::{
    Checked, Draft, Table,
    batch::{self, Batch, BatchId, BatchState, StoredRow},
    check::{check, has_other_position},
    plan::{Plan, Step},
};
use crate::{
    model::{Changes, Move, NewPerson, Person},
    store, workflow,
    writer::{Cards, Clerk},
};
use access::Scope;
use audit::{By, Event, Record};
use kernel::{
    Date, Error, Result, Tx, beside,
    id::{PersonId, PlaceId},
    params,
    search::fold,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Whether rows that still need somebody keep the rest from being loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    AllOrNothing,
    OnlyGood,
}

/// What a commit did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    pub made: usize,
    pub updated: usize,
    pub skipped: usize,
    /// Rows left for later.
    pub left: usize,
}

/// What undo brings back.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Before {
    Made { version: i64 },
    Changed { was: Box<Was>, version: i64 },
}

/// A card before it was updated.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Was {
    pub name: kernel::name::FullName,
    pub birth_on: Option<Date>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub place: PlaceId,
    pub subjects: Vec<(String, bool)>,
    pub jobs: Vec<WasJob>,
    /// The day of the earlier name that the update added.
    pub name_until: Option<Date>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct WasJob {
    pub id: String,
    pub place: PlaceId,
    pub position: String,
    pub position_text: String,
    pub is_main: bool,
    pub from: Option<Date>,
    pub until: Option<Date>,
}

/// A row written: whose card it is now, and what undo needs.
pub(super) struct Written {
    pub line: u32,
    pub card: PersonId,
    pub before: Option<Before>,
}

/// Loads a batch that was read.
///
/// # Errors
/// Refusal: rows still need somebody (`AllOrNothing`), nothing to load, the batch isn't waiting; somebody else was first.
pub fn commit(tx: &mut Tx<'_>, by: &By, scope: &Scope, id: BatchId, mode: Mode, version: i64) -> Result<Summary> {
    let found = batch::find(tx, scope, id)?;
    if found.state != BatchState::Read {
        return Err(Error::refusal("Эта таблица уже загружена или отменена. Чтобы загрузить её снова, выберите файл ещё раз."));
    }
    batch::touch(tx, id, version)?;
    let rows = batch::rows(tx, id)?;
    let checked = recheck(tx, scope, &found, &rows)?;
    let plan = Plan::of(checked.iter().zip(rows.iter().map(|row| row.choice)));
    let (summary, written) = apply(tx, by, id, plan, mode)?;
    batch::mark_written(tx, id, &written)?;
    close(tx, by, id, summary)?;
    Ok(summary)
}

/// The check of stored rows as they would be loaded now.
fn recheck(tx: &mut Tx<'_>, scope: &Scope, batch: &Batch, rows: &[StoredRow]) -> Result<Vec<Checked>> {
    batch.mapping.check()?;
    let table = Table { sheet: batch.mapping.sheet.clone(), titles: batch.mapping.titles.clone(), rows: rows.iter().map(StoredRow::table_row).collect() };
    check(tx, scope, &table, &batch.mapping)
}

/// Marks the batch as loaded; the event is the last of the commit, so that undo knows what came after.
pub(super) fn close(tx: &mut Tx<'_>, by: &By, id: BatchId, summary: Summary) -> Result<()> {
    let now = tx.now();
    tx.execute("UPDATE import_batch SET state = 'committed', committed_at = $1 WHERE id = $2", params![now, id])?;
    tx.record(by, Event::new("import.committed", "import", id).with(json!({ "made": summary.made, "updated": summary.updated, "skipped": summary.skipped, "left": summary.left })))
}

/// Writes the cards of a plan.
pub(super) fn apply(tx: &mut Tx<'_>, by: &By, id: BatchId, plan: Plan, mode: Mode) -> Result<(Summary, Vec<Written>)> {
    let left = plan.blocked.len();
    if left > 0 && mode == Mode::AllOrNothing {
        let first: Vec<String> = plan.blocked.iter().take(10).map(ToString::to_string).collect();
        return Err(Error::refusal(format!("Загружать рано: строк, которые нужно исправить или решить, — {left} (строки {}). Разберите их или загрузите только готовые строки.", first.join(", "))));
    }
    if plan.steps.is_empty() {
        return Err(Error::refusal("Загружать нечего: в таблице нет ни одной готовой новой или изменённой строки."));
    }
    let mut summary = Summary { skipped: plan.skipped.len(), left, ..Summary::default() };
    let mut written = Vec::with_capacity(plan.steps.len());
    tx.expect_much()?;
    let pieces = Pieces { steps: plan.steps.into_iter(), clerk: Clerk::of(tx), pen: audit::Pen::at_the_end(tx, by)?, batch: id };
    beside(pieces, |piece: Piece| -> Result<()> {
        for Taken { line, joined, card, update: draft } in piece.taken {
            let before = match draft {
                None => {
                    summary.made += 1;
                    Before::Made { version: 1 }
                }
                Some(draft) => {
                    summary.updated += 1;
                    update(tx, card, &draft)?
                }
            };
            written.push(Written { line, card, before: Some(before) });
            written.extend(joined.into_iter().map(|line| Written { line, card, before: None }));
        }
        piece.cards.write(tx)?;
        piece.events.write(tx)
    })?;
    Ok((summary, written))
}

/// Steps that go into the tables together.
const TOGETHER: usize = 512;

/// Steps made into rows, in a thread of its own: new cards and the events of all. A card that is there already is brought up to its row
/// by the thread that writes, because that reads it first; nothing there records an event.
struct Pieces {
    steps: std::vec::IntoIter<Step>,
    clerk: Clerk,
    pen: audit::Pen,
    batch: BatchId,
}

struct Piece {
    taken: Vec<Taken>,
    cards: Cards,
    events: audit::Lines,
}

struct Taken {
    line: u32,
    joined: Vec<u32>,
    card: PersonId,
    /// What a card that is there already is to say.
    update: Option<Draft>,
}

impl Iterator for Pieces {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let Self { steps, clerk, pen, batch } = self;
        let take = |Step { line, joined, card: known, draft }: Step| {
            let card = known.unwrap_or_else(PersonId::fresh);
            pen.link(&Event::new("person.imported", "person", card).of(card).with(json!({ "batch": batch, "line": line })));
            let update = if known.is_some() {
                Some(draft)
            } else {
                clerk.add(card, &new_person(draft));
                None
            };
            Taken { line, joined, card, update }
        };
        let taken: Vec<Taken> = steps.by_ref().take(TOGETHER).map(take).collect();
        (!taken.is_empty()).then(|| Piece { taken, cards: self.clerk.cards(), events: self.pen.lines() })
    }
}

fn new_person(draft: Draft) -> NewPerson {
    let Draft { name, birth_on, phone, email, place, municipality: _, position, position_text, since, subjects } = draft;
    let subjects = subjects.into_iter().enumerate().map(|(at, code)| (code, at == 0)).collect();
    NewPerson { name, birth_on, phone, email, place, position, position_text, since, subjects }
}

/// Brings a card up to a row: what the row says replaces, what it doesn't stays.
fn update(tx: &mut Tx<'_>, card: PersonId, draft: &Draft) -> Result<Before> {
    let person = workflow::present(tx, card)?;
    let mut was = was(tx, &person)?;
    store::touch(tx, card, person.version)?;
    if fold(&person.name.full()) != fold(&draft.name.full()) {
        was.name_until = change_name(tx, &person, draft)?;
    }
    let changes = changes(&person, draft);
    if draft.place == person.place {
        workflow::write(tx, &person, &changes)?;
    } else {
        change_place(tx, &person, &changes, &draft.place)?;
    }
    Ok(Before::Changed { was: Box::new(was), version: person.version + 1 })
}

fn changes(person: &Person, draft: &Draft) -> Changes {
    let mut changes = Changes::of(person);
    changes.birth_on = draft.birth_on.or(changes.birth_on);
    changes.phone = draft.phone.clone().or(changes.phone);
    changes.email = draft.email.clone().or(changes.email);
    changes.since = draft.since.or(changes.since);
    if has_other_position(draft, &person.position, &person.position_text) {
        changes.position.clone_from(&draft.position);
        changes.position_text.clone_from(&draft.position_text);
    }
    let new: Vec<&String> = draft.subjects.iter().filter(|code| !person.subjects.iter().any(|(known, _)| known == *code)).collect();
    changes.subjects.extend(new.into_iter().map(|code| (code.clone(), false)));
    changes
}

/// Another family name is a change of name with its history; a letter put right is not.
fn change_name(tx: &mut Tx<'_>, person: &Person, draft: &Draft) -> Result<Option<Date>> {
    let today = tx.today();
    let is_new_family = fold(&person.name.family) != fold(&draft.name.family) && !crate::duplicates::is_near(&person.name, &draft.name);
    let is_taken = tx.maybe("SELECT person_id FROM person_name WHERE person_id = $1 AND until_on >= $2 LIMIT 1", params![person.id, today], |row| row.get::<PersonId>(0))?.is_some();
    let until = (is_new_family && !is_taken).then_some(today);
    if let Some(day) = until {
        store::add_past_name(tx, person.id, day, &person.name)?;
    }
    store::set_name(tx, person.id, &draft.name)?;
    Ok(until)
}

/// Another place of work, from the day the sheet names or from today.
fn change_place(tx: &mut Tx<'_>, person: &Person, changes: &Changes, place: &PlaceId) -> Result<()> {
    let today = tx.today();
    store::set_contacts(tx, person.id, changes.birth_on, changes.phone.as_deref(), changes.email.as_deref())?;
    if person.subjects != changes.subjects {
        store::replace_subjects(tx, person.id, &changes.subjects)?;
    }
    let on = changes.since.filter(|since| Some(*since) != person.since && *since <= today).unwrap_or(today);
    if person.since.is_some_and(|since| since >= on) {
        store::set_place(tx, person.id, place)?;
        return store::correct_job(tx, person.id, place, (&changes.position, &changes.position_text), Some(on));
    }
    let to = Move { place: place.clone(), position: changes.position.clone(), position_text: changes.position_text.clone(), on };
    workflow::write_move(tx, person.id, &to)
}

fn was(tx: &mut Tx<'_>, person: &Person) -> Result<Was> {
    let scope = Scope::program("an import keeps what its undo brings back");
    let jobs = store::jobs(tx, &scope, person.id)?.into_iter().map(|job| WasJob {
        id: job.id,
        place: job.place,
        position: job.position,
        position_text: job.position_text,
        is_main: job.is_main,
        from: job.from,
        until: job.until,
    });
    Ok(Was {
        name: person.name.clone(),
        birth_on: person.birth_on,
        phone: person.phone.clone(),
        email: person.email.clone(),
        place: person.place.clone(),
        subjects: person.subjects.clone(),
        jobs: jobs.collect(),
        name_until: None,
    })
}

//! Many items at once: a reviewer's opinions of a page of drafts, a step of everything a list holds. All of it or none.

use crate::{
    model::{Item, ItemId, ItemState, Verdict},
    store::{
        self,
        list::{Filter, Sort, list},
    },
    workflow,
};
use access::Actor;
use audit::By;
use kernel::{Error, FieldErrors, Result, Slice, Tx};

/// What a reviewer says of one item, as it was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    pub item: ItemId,
    pub version: i64,
    pub verdict: Verdict,
    pub note: String,
}

impl Opinion {
    /// The name of its field of a form.
    #[must_use]
    pub fn field(name: &str, item: ItemId) -> String {
        format!("{name}-{item}")
    }
}

/// Records the opinions, each as a review of its own. What can't be recorded stands beside its item, and nothing is recorded then.
///
/// # Errors
/// Fields: nothing was chosen, a return says nothing, an item was changed meanwhile or is one's own.
pub fn review_many(tx: &mut Tx<'_>, actor: &Actor, opinions: &[Opinion]) -> Result<usize> {
    let mut errors = FieldErrors::default();
    if opinions.is_empty() {
        errors.add("reviews", "Отметьте хотя бы одно задание: годится оно или его нужно вернуть автору");
    }
    for opinion in opinions {
        let at = |name: &str| Opinion::field(name, opinion.item);
        match workflow::review(tx, actor, opinion.item, opinion.version, opinion.verdict, &opinion.note) {
            Ok(()) => {}
            Err(Error::Fields(wrong)) => wrong.all().iter().for_each(|(name, message)| errors.add(at(name), message.clone())),
            Err(Error::Refusal(sentence)) => errors.add(at("verdict"), sentence),
            Err(Error::NotFound) => errors.add("reviews", "Одного из заданий больше нет. Откройте страницу заново"),
            Err(other) => return Err(other),
        }
    }
    errors.or(Some(opinions.len())).map_err(Into::into)
}

/// Most items that one step takes along.
pub const MOST_MOVED: u64 = 2_000;

/// Puts every item that a filter finds into a state; `expected` is how many the page showed.
///
/// # Errors
/// A refusal: the list has changed, it holds too many, or the rules forbid the step.
pub fn put_many(tx: &mut Tx<'_>, by: &By, filter: &Filter, next: ItemState, expected: u64) -> Result<u64> {
    let found = list(tx, filter, (Sort::Code, false), Slice::all(MOST_MOVED as u32))?;
    if found.total != expected {
        return Err(Error::refusal("Пока вы смотрели, список изменился: в нём стало другое число заданий. Откройте его заново и проверьте отбор."));
    }
    if found.total > MOST_MOVED {
        return Err(Error::refusal(format!("За один раз переводим до {MOST_MOVED} заданий. Сузьте отбор.")));
    }
    for row in found.rows {
        workflow::put(tx, by, row.item.id, row.item.version, next)?;
    }
    Ok(expected)
}

/// A draft as its reviewer reads it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    pub item: Item,
    pub revision: crate::model::Revision,
    /// Code and title of what it measures.
    pub competency: String,
}

/// A page of drafts with their keys.
///
/// # Errors
/// The store fails.
pub fn readings(tx: &mut Tx<'_>, filter: &Filter, slice: Slice) -> Result<kernel::Paged<Reading>> {
    let found = list(tx, filter, (Sort::Code, false), slice)?;
    let mut rows = Vec::new();
    for row in found.rows {
        let revision = store::revision(tx, row.item.id, row.item.revision)?;
        rows.push(Reading { item: row.item, revision, competency: row.competency });
    }
    Ok(kernel::Paged { rows, total: found.total, slice: found.slice })
}

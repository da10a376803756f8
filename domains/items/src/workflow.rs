//! Use cases of the bank: write, review by another person, put on trial, use, retire.

use crate::{
    form::Draft,
    model::{Item, ItemId, ItemState, Mapping, Review, ReviewId, Revision, Verdict},
    store,
};
use access::Actor;
use audit::{By, Event, Record};
use competencies::{CompetencyId, FrameworkId, FrameworkState};
use kernel::{Error, Result, Tx};
use serde_json::json;

/// What the draft measures, checked: competencies of one framework that is live, none of them a block.
fn mapping(tx: &mut Tx<'_>, draft: &Draft) -> Result<(FrameworkId, Mapping)> {
    let main: CompetencyId = draft.main.parse().map_err(|_| Error::field("main", "Выберите компетенцию из списка"))?;
    let found = competencies::find(tx, main).map_err(|_| Error::field("main", "Такой компетенции нет. Выберите её из списка"))?;
    let framework = competencies::framework(tx, found.framework)?;
    if framework.state != FrameworkState::Live || found.parent.is_none() {
        return Err(Error::field("main", "Выберите компетенцию действующей рамки, не блок"));
    }
    let known = competencies::measurable(tx, framework.id)?;
    let others = draft.others.iter().filter_map(|raw| raw.parse().ok()).filter(|id| known.iter().any(|competency| competency.id == *id));
    Ok((framework.id, Mapping { main: Some(main), others: others.collect() }))
}

fn code_is_free(tx: &mut Tx<'_>, code: &str, own: Option<ItemId>) -> Result<()> {
    match store::by_code(tx, code)? {
        Some(other) if Some(other.id) != own => Err(Error::field("code", "Задание с таким кодом уже есть. Укажите другой код")),
        _ => Ok(()),
    }
}

/// Adds an item as a draft.
///
/// # Errors
/// The code is taken, or the competency can't be measured.
pub fn add(tx: &mut Tx<'_>, by: &By, draft: &Draft) -> Result<ItemId> {
    code_is_free(tx, &draft.code, None)?;
    let (framework, mapping) = mapping(tx, draft)?;
    let now = tx.now();
    let item = Item {
        id: ItemId::fresh(),
        code: draft.code.clone(),
        kind: draft.body.kind(),
        state: ItemState::Draft,
        subject: draft.subject.clone(),
        revision: 1,
        author: by.account,
        made_at: now,
        changed_at: now,
        version: 1,
    };
    store::insert(tx, &item)?;
    store::put_revision(tx, &item.code, &revised(&item, draft, by, now))?;
    store::map(tx, item.id, framework, &mapping)?;
    tx.record(by, Event::new("item.added", "item", item.id).with(json!({"code": item.code, "kind": item.kind})))?;
    Ok(item.id)
}

fn revised(item: &Item, draft: &Draft, by: &By, now: kernel::Timestamp) -> Revision {
    Revision { item: item.id, number: item.revision, max_score: draft.body.max_score(), body: draft.body.clone(), key: draft.key.clone(), rationale: draft.rationale.clone(), made_at: now, made_by: by.account }
}

/// Changes an item. One that was given to anybody gets a next revision; it must be reviewed again.
///
/// # Errors
/// As [`add`], or somebody was first.
pub fn edit(tx: &mut Tx<'_>, by: &By, id: ItemId, version: i64, draft: &Draft) -> Result<()> {
    let before = store::find(tx, id)?;
    if before.version != version {
        return Err(Error::stale("Задание"));
    }
    code_is_free(tx, &draft.code, Some(id))?;
    let (framework, mapping) = mapping(tx, draft)?;
    let revision = if before.state.is_unseen() { before.revision } else { before.revision + 1 };
    let after = Item { code: draft.code.clone(), kind: draft.body.kind(), state: ItemState::Draft, subject: draft.subject.clone(), revision, ..before };
    let now = tx.now();
    store::put_revision(tx, &after.code, &revised(&after, draft, by, now))?;
    store::change(tx, &after)?;
    store::map(tx, id, framework, &mapping)?;
    tx.record(by, Event::new("item.edited", "item", id).with(json!({"revision": revision})))
}

/// A review: approves a draft, or says what to mend. The author and whoever wrote the revision don't review it.
///
/// # Errors
/// It is one's own, it isn't a draft, a return says nothing, or somebody was first.
pub fn review(tx: &mut Tx<'_>, actor: &Actor, id: ItemId, version: i64, verdict: Verdict, note: &str) -> Result<()> {
    let item = store::find(tx, id)?;
    let revision = store::revision(tx, id, item.revision)?;
    if item.state != ItemState::Draft {
        return Err(Error::refusal("Проверяют черновики, а это задание уже не черновик. Обновите страницу."));
    }
    if item.version != version {
        return Err(Error::stale("Задание"));
    }
    if [item.author, revision.made_by].contains(&Some(actor.account)) {
        return Err(Error::refusal("Своё задание проверить нельзя: попросите коллегу. Проверяет тот, кто его не писал и не правил."));
    }
    let note = crate::form::clean(note);
    if verdict == Verdict::Return && note.is_empty() {
        return Err(Error::field("note", "Напишите, что исправить"));
    }
    if note.chars().count() > 4_000 {
        return Err(Error::field("note", "Сократите: можно до 4000 знаков"));
    }
    let made_at = tx.now();
    store::add_review(tx, &Review { id: ReviewId::fresh(), item: id, revision: item.revision, verdict, note, account: Some(actor.account), made_at })?;
    if verdict == Verdict::Fit {
        store::set_state(tx, &item, ItemState::Reviewed)?;
    }
    tx.record(&actor.by(), Event::new("item.reviewed", "item", id).with(json!({"verdict": verdict, "revision": item.revision})))
}

/// Puts an item into another state by the rules of [`ItemState::next`].
///
/// # Errors
/// The rules forbid it, or somebody was first.
pub fn put(tx: &mut Tx<'_>, by: &By, id: ItemId, version: i64, next: ItemState) -> Result<()> {
    let item = store::find(tx, id)?;
    if item.version != version {
        return Err(Error::stale("Задание"));
    }
    let state = item.state.into(next)?;
    store::set_state(tx, &item, state)?;
    tx.record(by, Event::new("item.state_changed", "item", id).with(json!({"from": item.state, "to": state})))
}

/// Maps items of older versions of a framework to the competencies of the same codes in this one. How many were mapped.
///
/// # Errors
/// Not found, or the store fails.
pub fn carry_over(tx: &mut Tx<'_>, by: &By, to: FrameworkId) -> Result<u64> {
    let framework = competencies::framework(tx, to)?;
    let (mut codes, mut count) = (std::collections::BTreeMap::new(), 0);
    for older in competencies::frameworks(tx)?.into_iter().filter(|older| older.code == framework.code && older.number < framework.number) {
        codes.extend(competencies::measurable(tx, older.id)?.into_iter().map(|competency| (competency.id, competency.code)));
    }
    let new: std::collections::BTreeMap<String, CompetencyId> = competencies::measurable(tx, to)?.into_iter().map(|competency| (competency.code, competency.id)).collect();
    let all = store::list::list(tx, &store::list::Filter::default(), (store::list::Sort::Code, false), kernel::Slice::all(1_000_000))?;
    for row in all.rows.into_iter().filter(|row| row.item.state != ItemState::Retired) {
        if store::mapping(tx, row.item.id, to)?.main.is_some() {
            continue;
        }
        let mapped = store::mapped(tx, row.item.id)?;
        let same = |is_main: bool| mapped.iter().filter(move |(_, main)| *main == is_main).filter_map(|(id, _)| new.get(codes.get(id)?).copied()).collect::<Vec<_>>();
        let mapping = Mapping { main: same(true).first().copied(), others: same(false) };
        if mapping.main.is_some() {
            store::map(tx, row.item.id, to, &mapping)?;
            count += 1;
        }
    }
    tx.record(by, Event::new("item.carried_over", "framework", to).with(json!({"items": count})))?;
    Ok(count)
}

//! Use cases of the catalogue: write, review by another person, withdraw, bring back.

use crate::{
    form::Draft,
    model::{ImportId, Kind, Resource, ResourceId, State},
    returning::{no_longer_asked, reviewable},
    sight::Sight,
    store,
};
use access::{Action, Actor};
use audit::{By, Event, Record};
use files::Stored;
use kernel::{
    Error, Result, Tx,
    id::PlaceId,
    news::{Listeners, News},
};
use serde_json::json;
use structure::{places, profile::TermKind, terms};

/// What becomes of the file of a resource.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Attached {
    /// As it is.
    #[default]
    Kept,
    /// Another, safe on disk already, with the name it was sent under.
    New(Stored, String),
    Removed,
}

/// A resource within sight that the actor may write.
pub(crate) fn managed(tx: &mut Tx<'_>, actor: &Actor, id: ResourceId) -> Result<Resource> {
    actor.may(Action::ManageResources)?;
    let sight = Sight::of(tx, actor)?;
    let found = store::find(tx, &sight, id)?;
    sight.must_manage(&found.place_path)?;
    Ok(found)
}

/// What the draft refers to must be there.
pub(crate) fn known(tx: &mut Tx<'_>, draft: &Draft) -> Result<()> {
    let today = tx.today();
    if !draft.subject.is_empty() && terms::find(tx, TermKind::Subject, &draft.subject, today)?.is_none() {
        return Err(Error::field("subject", "Такого предмета нет в справочнике. Выберите его из списка"));
    }
    let codes = crate::lists::codes(tx)?;
    if draft.tags.iter().any(|tag| !codes.contains(&tag.code)) {
        return Err(Error::field("tag-0", "Такой компетенции нет в действующей рамке. Выберите её из списка"));
    }
    Ok(())
}

/// Adds a resource as a draft to the catalogue of a place.
///
/// # Errors
/// Fields; not found: not a place of one's own.
pub fn add(tx: &mut Tx<'_>, actor: &Actor, place: &PlaceId, draft: &Draft, file: &Attached) -> Result<ResourceId> {
    actor.may(Action::ManageResources)?;
    let sight = Sight::of(tx, actor)?;
    let path = places::path(tx, place)?;
    sight.must_manage(&path)?;
    known(tx, draft)?;
    if store::is_known(tx, place, draft)? {
        return Err(Error::field("title", "Такой ресурс уже есть в этом каталоге: то же название, организатор и день начала. Найдите его поиском"));
    }
    let id = store::insert(tx, &store::Origin { place, by: Some(actor.account), batch: "" }, draft)?;
    attach(tx, id, None, file)?;
    tx.record(&actor.by(), Event::new("resource.added", "resource", id).with(json!({"kind": draft.kind})))?;
    Ok(id)
}

/// Changes a resource. What is offered stays offered and waits for another review.
///
/// # Errors
/// Fields; not found; refused: it is withdrawn, or somebody was first.
pub fn edit(tx: &mut Tx<'_>, actor: &Actor, id: ResourceId, version: i64, draft: &Draft, file: &Attached) -> Result<()> {
    let before = managed(tx, actor, id)?;
    if before.state == State::Withdrawn {
        return Err(Error::refusal("Ресурс снят, его не меняют. Сначала верните его в черновики."));
    }
    known(tx, draft)?;
    no_longer_asked(tx, id)?;
    store::change(tx, &before, draft, actor.account, version)?;
    attach(tx, id, before.digest.as_ref(), file)?;
    tx.record(&actor.by(), Event::new("resource.edited", "resource", id))
}

fn attach(tx: &mut Tx<'_>, id: ResourceId, before: Option<&files::Digest>, file: &Attached) -> Result<()> {
    match file {
        Attached::Kept => return Ok(()),
        Attached::New(stored, name) => {
            files::record(tx, stored)?;
            store::set_file(tx, id, Some((&stored.digest, &files::display_name(name, stored.kind))))?;
        }
        Attached::Removed => store::set_file(tx, id, None)?,
    }
    match before {
        Some(digest) => store::forget_file(tx, digest),
        None => Ok(()),
    }
}

/// What keeps a resource from being offered.
fn is_ready(tx: &mut Tx<'_>, resource: &Resource) -> Result<()> {
    let tags = store::tags_of(tx, &[resource.id])?;
    if tags.get(&resource.id).is_none_or(Vec::is_empty) {
        return Err(Error::refusal(format!("«{}»: не указано, с какими затруднениями он помогает. Без этого ресурс не предложат ни в один маршрут: выберите хотя бы одну компетенцию.", resource.title)));
    }
    if resource.kind == Kind::Mentor {
        let person = resource.person.ok_or_else(|| Error::refusal("Не указано, кто наставник. Выберите участника актива на странице ресурса."))?;
        if !crate::needs::is_member(tx, person)? {
            return Err(Error::refusal("Наставник сейчас не участник актива. Выберите другого или дождитесь приказа."));
        }
    }
    Ok(())
}

/// Another person than who wrote it last says that it may be offered.
///
/// # Errors
/// Refused: one's own, given back to its author, nothing to say for which deficits, a mentor who isn't a member, withdrawn, or somebody was
/// first.
pub fn review(tx: &mut Tx<'_>, actor: &Actor, id: ResourceId, version: i64) -> Result<()> {
    managed(tx, actor, id)?.state.into(State::Live)?;
    let found = reviewable(tx, actor, id)?;
    is_ready(tx, &found)?;
    store::set_live(tx, id, actor.account, version)?;
    tx.record(&actor.by(), Event::new("resource.reviewed", "resource", id).with(json!({"from": found.state, "to": State::Live})))
}

/// Reviews all drafts of one import at once. How many.
///
/// # Errors
/// Refused: one's own, or one of them can't be offered yet; then none is.
pub fn review_batch(tx: &mut Tx<'_>, actor: &Actor, batch: ImportId) -> Result<u64> {
    actor.may(Action::ManageResources)?;
    let sight = Sight::of(tx, actor)?;
    let filter = store::list::Filter { batch: Some(batch), state: Some(State::Draft), ..store::list::Filter::default() };
    let drafts = store::list::list(tx, &sight, &filter, (store::list::Sort::Title, false), kernel::Slice::all(5_000))?;
    let mut count = 0;
    for row in drafts.rows.into_iter().filter(|row| row.resource.returned_on.is_none()) {
        review(tx, actor, row.resource.id, row.resource.version)?;
        count += 1;
    }
    if count == 0 {
        return Err(Error::refusal("В этой загрузке нет черновиков, которые вы можете проверить. Обновите страницу."));
    }
    tx.record(&actor.by(), Event::new("resource.batch_reviewed", "resource_import", batch).with(json!({"rows": count})))?;
    Ok(count)
}

/// Takes a resource out of the catalogue; whoever has it in a pathway hears.
///
/// # Errors
/// Fields: `reason`; not found; refused: withdrawn already, or somebody was first.
pub fn withdraw(tx: &mut Tx<'_>, listeners: &Listeners, actor: &Actor, id: ResourceId, reason: &str, version: i64) -> Result<()> {
    let found = managed(tx, actor, id)?;
    let state = found.state.into(State::Withdrawn)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::field("reason", "Напишите, почему ресурс снимают: это прочтут те, у кого он в маршруте"));
    }
    if reason.chars().count() > 500 {
        return Err(Error::field("reason", "Слишком длинно. Сократите до 500 знаков"));
    }
    no_longer_asked(tx, id)?;
    store::set_withdrawn(tx, id, reason, version)?;
    tx.record(&actor.by(), Event::new("resource.withdrawn", "resource", id).with(json!({"from": found.state, "to": state})))?;
    if found.state == State::Live {
        listeners.tell(tx, News::ResourceWithdrawn { resource: id.0 })?;
    }
    Ok(())
}

/// Brings a withdrawn resource back as a draft.
///
/// # Errors
/// Not found; refused: it isn't withdrawn, or somebody was first.
pub fn reopen(tx: &mut Tx<'_>, actor: &Actor, id: ResourceId, version: i64) -> Result<()> {
    let found = managed(tx, actor, id)?;
    found.state.into(State::Draft)?;
    no_longer_asked(tx, id)?;
    store::set_draft(tx, id, actor.account, version)?;
    tx.record(&actor.by(), Event::new("resource.reopened", "resource", id))
}

/// A resource that the program withdraws by itself: its mentor left. Those above hear the same news of the person.
pub(crate) fn mentor_left(tx: &mut Tx<'_>, id: ResourceId, why: &str) -> Result<()> {
    let found = store::find(tx, &Sight::program(), id)?;
    if found.state == State::Withdrawn {
        return Ok(());
    }
    no_longer_asked(tx, id)?;
    store::set_withdrawn(tx, id, why, found.version)?;
    tx.record(&By::system(), Event::new("resource.withdrawn", "resource", id).with(json!({"from": found.state, "to": State::Withdrawn})))
}

/// What the catalogue offered will not be held: those above hear as if it were withdrawn by hand. Nothing to do if it is withdrawn already.
///
/// # Errors
/// The store fails.
pub fn withdraw_unheld(tx: &mut Tx<'_>, listeners: &Listeners, id: ResourceId, why: &str) -> Result<()> {
    let found = store::find(tx, &Sight::program(), id)?;
    if found.state == State::Withdrawn {
        return Ok(());
    }
    no_longer_asked(tx, id)?;
    store::set_withdrawn(tx, id, why, found.version)?;
    tx.record(&By::system(), Event::new("resource.withdrawn", "resource", id).with(json!({"from": found.state, "to": State::Withdrawn})))?;
    if found.state == State::Live {
        listeners.tell(tx, News::ResourceWithdrawn { resource: id.0 })?;
    }
    Ok(())
}

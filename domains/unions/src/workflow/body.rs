//! Making, changing, renaming and closing a union; documents received.

use super::{known_direction, within};
use crate::{
    access::{self as rights, Act, Standing},
    form::{Draft, PaperDraft, Parent},
    model::{Kind, PaperId, UnionId},
    store::{body as store, papers},
};
use access::{Action, Actor};
use audit::{Event, Record};
use kernel::{Date, Error, Result, Tx};
use serde_json::json;
use structure::{places, profile::TermKind, terms};

fn known(tx: &mut Tx<'_>, draft: &Draft) -> Result<()> {
    let today = tx.today();
    for code in &draft.subjects {
        if terms::find(tx, TermKind::Subject, code, today)?.is_none() {
            return Err(Error::field("subjects", "Такого предмета нет в справочнике. Выберите его из списка"));
        }
    }
    if draft.direction.is_empty() { Ok(()) } else { known_direction(tx, &draft.direction) }
}

/// Which union it will stand under: one that may have it, not below itself.
fn parent(tx: &mut Tx<'_>, draft: &Draft, place_path: &str, own: Option<UnionId>) -> Result<Option<UnionId>> {
    let id = match draft.parent {
        Parent::None => return Ok(None),
        Parent::BySubject => return Ok(store::natural_parent(tx, draft.kind, place_path, &draft.subjects)?.filter(|id| Some(*id) != own)),
        Parent::Named(id) => id,
    };
    let fits = store::candidates(tx, draft.kind.above(), place_path)?.into_iter().any(|union| union.id == id && Some(union.id) != own);
    if fits {
        Ok(Some(id))
    } else {
        Err(Error::field("parent", format!("Под этим объединением {} не стоит. Выберите другое или «подобрать по предмету»", draft.kind.label())))
    }
}

/// Makes a union.
///
/// # Errors
/// Fields; not found: not a place of one's own.
pub fn open(tx: &mut Tx<'_>, actor: &Actor, draft: &Draft) -> Result<UnionId> {
    actor.may(Action::ManageUnions)?;
    let today = tx.today();
    let place = places::find(tx, &draft.place, today)?.ok_or_else(|| Error::field("place", "Выберите место из списка"))?;
    if !rights::may(actor, Act::Manage, draft.kind, &place.path, &Standing::default()) {
        return Err(Error::field("place", "Здесь вы объединения не ведёте. Выберите своё место из списка"));
    }
    if place.kind != draft.kind.place() {
        return Err(Error::field("place", format!("{} работает не на этом уровне. Проверьте вид и место", ui::ru::capital(draft.kind.label()))));
    }
    known(tx, draft)?;
    if store::twins(tx, draft.kind, &draft.place, &draft.title)? {
        return Err(Error::field("title", "Здесь уже есть такое объединение. Найдите его в списке"));
    }
    let parent = parent(tx, draft, &place.path, None)?;
    let id = store::insert(tx, draft, parent, actor.account)?;
    tx.record(&actor.by(), Event::new("union.opened", "union", id).with(json!({"kind": draft.kind, "place": draft.place})))?;
    Ok(id)
}

/// Changes what isn't history: subjects, parent, quorum, words.
///
/// # Errors
/// Fields; not found; refused: somebody was first.
pub fn edit(tx: &mut Tx<'_>, actor: &Actor, id: UnionId, draft: &Draft, version: i64) -> Result<()> {
    let (union, _) = rights::load(tx, actor, Act::Manage, id)?;
    known(tx, draft)?;
    let parent = parent(tx, draft, &union.place_path, Some(id))?;
    store::change(tx, id, draft, parent, version)?;
    tx.record(&actor.by(), Event::new("union.edited", "union", id))
}

/// Another name from a day on; papers of the days before keep the old one.
///
/// # Errors
/// Fields; not found; refused: somebody was first.
pub fn rename(tx: &mut Tx<'_>, actor: &Actor, id: UnionId, (title, from): (&str, Date), version: i64) -> Result<()> {
    let (union, _) = rights::load(tx, actor, Act::Manage, id)?;
    if from < union.opened_on {
        return Err(Error::field("on", "Этот день раньше, чем начало работы объединения. Проверьте дату"));
    }
    store::touch(tx, id, version)?;
    store::set_title(tx, id, from, title)?;
    tx.record(&actor.by(), Event::new("union.renamed", "union", id).with(json!({"from": from.to_string()})))
}

/// Closes a union: history stays, offices and memberships end.
///
/// # Errors
/// Fields; not found; refused: others stand under it, a meeting is planned, or somebody was first.
pub fn close(tx: &mut Tx<'_>, actor: &Actor, id: UnionId, (on, why): (Date, &str), version: i64) -> Result<()> {
    let (union, _) = rights::load(tx, actor, Act::Manage, id)?;
    let today = tx.today();
    within(on, union.opened_on, today, "on")?;
    let below = tx.count("SELECT COUNT(*) FROM union_body WHERE parent_id = $1 AND (closed_on IS NULL OR closed_on > $2)", kernel::params![id, today])?;
    if below > 0 {
        return Err(Error::refusal(format!("Под этим объединением стоят другие ({below}). Сначала укажите им другое вышестоящее или «без вышестоящего».")));
    }
    if tx.count("SELECT COUNT(*) FROM union_meeting WHERE union_id = $1 AND state = 'planned' AND held_on >= $2", kernel::params![id, today])? > 0 {
        return Err(Error::refusal("Назначено заседание, которое ещё не прошло. Отмените его с объяснением, тогда участники узнают, и закройте объединение."));
    }
    store::close(tx, id, on, why, version)?;
    tx.execute("UPDATE union_member SET left_on = $2 WHERE union_id = $1 AND (left_on IS NULL OR left_on > $2)", kernel::params![id, on])?;
    crate::store::people::end_terms(tx, id, None, None, on)?;
    tx.record(&actor.by(), Event::new("union.closed", "union", id))
}

/// Notes a document received, with its file if there is one.
///
/// # Errors
/// Not found; refused: it is closed.
pub fn receive(tx: &mut Tx<'_>, actor: &Actor, id: UnionId, draft: &PaperDraft, file: Option<(&files::Stored, &str)>) -> Result<PaperId> {
    rights::load(tx, actor, Act::Lead, id)?;
    let paper = papers::insert(tx, id, draft, file)?;
    tx.record(&actor.by(), Event::new("union.paper_received", "union", id))?;
    Ok(paper)
}

/// Takes a document out of the list.
///
/// # Errors
/// Not found.
pub fn drop_paper(tx: &mut Tx<'_>, actor: &Actor, id: UnionId, paper: PaperId) -> Result<()> {
    rights::load(tx, actor, Act::Lead, id)?;
    papers::remove(tx, id, paper)?;
    tx.record(&actor.by(), Event::new("union.paper_removed", "union", id))
}

/// Kinds of union that the actor may make from a place of this kind.
#[must_use]
pub fn own_kinds(actor: &Actor, place: places::PlaceKind) -> Vec<Kind> {
    let reached = |kind: &Kind| match place {
        places::PlaceKind::Region => true,
        places::PlaceKind::Municipality => kind.place() != places::PlaceKind::Region,
        places::PlaceKind::School => kind.place() == places::PlaceKind::School,
        places::PlaceKind::Institute | places::PlaceKind::Ministry => false,
    };
    Kind::ALL.iter().copied().filter(reached).filter(|kind| rights::may(actor, Act::Manage, *kind, &actor.place_path, &Standing::default())).collect()
}

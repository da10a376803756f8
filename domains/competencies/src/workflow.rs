//! Use cases of frameworks: only a draft is edited; what was made live never changes.

use crate::{
    form::{Aim, Named, Node},
    model::{Competency, CompetencyId, Framework, FrameworkId, FrameworkState, LinkId, Target},
    store,
};
use audit::{By, Event, Record};
use kernel::{Error, Result, Tx};
use serde_json::json;

const FIXED: &str = "Действующую или снятую версию менять нельзя: по ней уже измеряли. Сделайте из неё новую версию и правьте её.";

/// A framework that may be edited, if nobody edited it since `version` was shown.
pub(crate) fn draft(tx: &mut Tx<'_>, id: FrameworkId, version: i64) -> Result<Framework> {
    let framework = store::framework(tx, id)?;
    if framework.state != FrameworkState::Draft {
        return Err(Error::refusal(FIXED));
    }
    if framework.version != version {
        return Err(Error::stale("Рамка"));
    }
    Ok(framework)
}

/// Begins an empty framework.
///
/// # Errors
/// The code is taken.
pub fn begin(tx: &mut Tx<'_>, by: &By, named: &Named) -> Result<FrameworkId> {
    if store::newest(tx, &named.code)?.is_some() {
        return Err(Error::field("code", "Рамка с таким кодом уже есть. Укажите другой код или сделайте новую версию той рамки"));
    }
    let made_at = tx.now();
    let new = Framework { id: FrameworkId::fresh(), code: named.code.clone(), number: 1, title: named.title.clone(), state: FrameworkState::Draft, based_on: None, made_at, live_from: None, version: 1 };
    store::insert(tx, &new, "{}")?;
    tx.record(by, Event::new("framework.begun", "framework", new.id).with(json!({"code": new.code})))?;
    Ok(new.id)
}

/// Renames a draft.
///
/// # Errors
/// It is no draft, or somebody was first.
pub fn retitle(tx: &mut Tx<'_>, by: &By, id: FrameworkId, version: i64, title: &str) -> Result<()> {
    let framework = draft(tx, id, version)?;
    store::retitle(tx, &framework, title)?;
    tx.record(by, Event::new("framework.edited", "framework", id).with(json!({"fields": ["title"]})))
}

fn parent_of(tx: &mut Tx<'_>, framework: FrameworkId, raw: &str) -> Result<Option<CompetencyId>> {
    if raw.is_empty() {
        return Ok(None);
    }
    let parent = store::find(tx, raw.parse().map_err(|_| Error::NotFound)?)?;
    if parent.framework == framework { Ok(Some(parent.id)) } else { Err(Error::NotFound) }
}

fn code_is_free(tx: &mut Tx<'_>, framework: FrameworkId, code: &str, own: Option<CompetencyId>) -> Result<()> {
    match store::by_code(tx, framework, code)? {
        Some(other) if Some(other.id) != own => Err(Error::field("code", format!("Код «{code}» уже у «{}». Коды не повторяются", other.title))),
        _ => Ok(()),
    }
}

fn targets(competency: CompetencyId, aims: &[Aim]) -> Vec<Target> {
    aims.iter().map(|aim| Target { competency, subject: aim.subject.clone(), post: aim.post.clone(), level: aim.level.clone() }).collect()
}

/// Adds a block or a competency as the last of its siblings.
///
/// # Errors
/// The framework is no draft, somebody was first, or the code is taken.
pub fn add(tx: &mut Tx<'_>, by: &By, id: FrameworkId, version: i64, node: &Node) -> Result<CompetencyId> {
    let framework = draft(tx, id, version)?;
    let parent = parent_of(tx, id, &node.parent)?;
    code_is_free(tx, id, &node.code, None)?;
    let last = store::competencies(tx, id)?.iter().filter(|other| other.parent == parent).map(|other| other.position).max().unwrap_or(0);
    let new = Competency { id: CompetencyId::fresh(), framework: id, parent, code: node.code.clone(), title: node.title.clone(), description: node.description.clone(), position: last + 1 };
    store::add(tx, &new, "{}")?;
    store::set_targets(tx, new.id, &targets(new.id, &node.targets))?;
    store::touch(tx, &framework)?;
    tx.record(by, Event::new("framework.edited", "framework", id).with(json!({"added": node.code})))?;
    Ok(new.id)
}

/// A competency of this framework.
///
/// # Errors
/// Not found.
pub(crate) fn of(tx: &mut Tx<'_>, framework: FrameworkId, id: CompetencyId) -> Result<Competency> {
    let found = store::find(tx, id)?;
    if found.framework == framework { Ok(found) } else { Err(Error::NotFound) }
}

/// Changes words and targets; the place in the tree stays.
///
/// # Errors
/// As [`add`].
pub fn edit(tx: &mut Tx<'_>, by: &By, id: FrameworkId, version: i64, competency: CompetencyId, node: &Node) -> Result<()> {
    let framework = draft(tx, id, version)?;
    let before = of(tx, id, competency)?;
    code_is_free(tx, id, &node.code, Some(competency))?;
    store::change(tx, &Competency { code: node.code.clone(), title: node.title.clone(), description: node.description.clone(), ..before })?;
    store::set_targets(tx, competency, &targets(competency, &node.targets))?;
    store::touch(tx, &framework)?;
    tx.record(by, Event::new("framework.edited", "framework", id).with(json!({"edited": node.code})))
}

/// Which way among its siblings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Up,
    Down,
}

/// Exchanges places with the sibling before or after; at the edge nothing happens.
///
/// # Errors
/// The framework is no draft, or somebody was first.
pub fn shift(tx: &mut Tx<'_>, by: &By, id: FrameworkId, version: i64, competency: CompetencyId, way: Way) -> Result<()> {
    let framework = draft(tx, id, version)?;
    let moved = of(tx, id, competency)?;
    let mut siblings: Vec<Competency> = store::competencies(tx, id)?.into_iter().filter(|other| other.parent == moved.parent).collect();
    let Some(at) = siblings.iter().position(|other| other.id == competency) else { return Err(Error::NotFound) };
    let to = match way {
        Way::Up => at.checked_sub(1),
        Way::Down => Some(at + 1).filter(|next| *next < siblings.len()),
    };
    let Some(to) = to else { return Ok(()) };
    siblings.swap(at, to);
    for (position, sibling) in (1..).zip(siblings) {
        store::change(tx, &Competency { position, ..sibling })?;
    }
    store::touch(tx, &framework)?;
    tx.record(by, Event::new("framework.edited", "framework", id).with(json!({"moved": moved.code})))
}

/// Deletes one that has none under it.
///
/// # Errors
/// It has some, the framework is no draft, or somebody was first.
pub fn remove(tx: &mut Tx<'_>, by: &By, id: FrameworkId, version: i64, competency: CompetencyId) -> Result<()> {
    let framework = draft(tx, id, version)?;
    let gone = of(tx, id, competency)?;
    if store::competencies(tx, id)?.iter().any(|other| other.parent == Some(competency)) {
        return Err(Error::refusal(format!("В «{}» есть вложенные компетенции. Сначала удалите или перенесите их.", gone.title)));
    }
    store::delete(tx, competency)?;
    store::touch(tx, &framework)?;
    tx.record(by, Event::new("framework.edited", "framework", id).with(json!({"deleted": gone.code})))
}

/// Makes a draft live; the version before it is retired.
///
/// # Errors
/// There is nothing to measure in it, it is no draft, or somebody was first.
pub fn make_live(tx: &mut Tx<'_>, by: &By, id: FrameworkId, version: i64) -> Result<()> {
    let framework = draft(tx, id, version)?;
    if store::measurable(tx, id)?.is_empty() {
        return Err(Error::refusal("В рамке нет ни одной компетенции внутри блоков. Добавьте их, потом вводите рамку в действие."));
    }
    let today = tx.today();
    for other in store::frameworks(tx)?.into_iter().filter(|other| other.code == framework.code && other.state == FrameworkState::Live) {
        store::set_state(tx, &other, FrameworkState::Retired, other.live_from)?;
    }
    store::set_state(tx, &framework, FrameworkState::Live, Some(today))?;
    tx.record(by, Event::new("framework.made_live", "framework", id))
}

/// Takes a live version out of use for anything new.
///
/// # Errors
/// It is not live, or somebody was first.
pub fn retire(tx: &mut Tx<'_>, by: &By, id: FrameworkId, version: i64) -> Result<()> {
    let framework = store::framework(tx, id)?;
    if framework.state != FrameworkState::Live || framework.version != version {
        return Err(Error::stale("Рамка"));
    }
    store::set_state(tx, &framework, FrameworkState::Retired, framework.live_from)?;
    tx.record(by, Event::new("framework.retired", "framework", id))
}

/// The next version as a copy: codes, texts, targets and everything of a CASE package.
///
/// # Errors
/// There is a draft already.
pub fn copy(tx: &mut Tx<'_>, by: &By, id: FrameworkId) -> Result<FrameworkId> {
    let from = store::framework(tx, id)?;
    let newest = store::newest(tx, &from.code)?.unwrap_or_else(|| from.clone());
    if newest.state == FrameworkState::Draft {
        return Err(Error::refusal(format!("Черновик следующей версии уже есть: версия {}. Правьте его или удалите.", newest.number)));
    }
    let made_at = tx.now();
    let new = Framework { id: FrameworkId::fresh(), number: newest.number + 1, state: FrameworkState::Draft, based_on: Some(id), made_at, live_from: None, version: 1, ..from };
    let facts = store::facts(tx, id)?;
    store::insert(tx, &new, &facts)?;
    copy_tree(tx, id, new.id)?;
    tx.record(by, Event::new("framework.copied", "framework", new.id).with(json!({"from": id.to_string()})))?;
    Ok(new.id)
}

fn copy_tree(tx: &mut Tx<'_>, from: FrameworkId, to: FrameworkId) -> Result<()> {
    let (tree, facts, aims) = (store::tree(tx, from)?, store::competency_facts(tx, from)?, store::targets(tx, from)?);
    let mut known = std::collections::BTreeMap::new();
    for (old, _) in crate::model::flat(&tree) {
        let new = Competency { id: CompetencyId::fresh(), framework: to, parent: old.parent.and_then(|parent| known.get(&parent).copied()), ..old.clone() };
        known.insert(old.id, new.id);
        store::add(tx, &new, facts.get(&old.id).map_or("{}", String::as_str))?;
        let own: Vec<Target> = aims.iter().filter(|target| target.competency == old.id).map(|target| Target { competency: new.id, ..target.clone() }).collect();
        store::set_targets(tx, new.id, &own)?;
    }
    for link in store::links(tx, from)? {
        store::add_link(tx, to, &store::Link { id: LinkId::fresh(), ..link })?;
    }
    Ok(())
}

/// Throws a draft away.
///
/// # Errors
/// It is no draft, or somebody was first.
pub fn discard(tx: &mut Tx<'_>, by: &By, id: FrameworkId, version: i64) -> Result<()> {
    let framework = draft(tx, id, version)?;
    store::discard(tx, id)?;
    tx.record(by, Event::new("framework.discarded", "framework", id).with(json!({"code": framework.code, "number": framework.number})))
}

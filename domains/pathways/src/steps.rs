//! What people do with lines: add, edit, keep, strike, reorder. The walk has its own acts.

mod form;

pub use form::{Choices, Line, LineForm};
pub(crate) use form::{day as day_of, hours as hours_of};

use crate::{
    agreement, building,
    model::{Fate, Origin, PathwayId, Step, StepId, StepState},
    offers,
    sections::Pen,
    store::{self, Loaded, steps as kept},
    whole::Whole,
};
use access::Actor;
use audit::{Event, Record};
use kernel::{Error, Result, Tx};
use resources::ResourceId;
use serde_json::json;

/// More than any pathway needs; a form sent in a loop must not fill the table.
const MOST_LINES: usize = 100;

/// Whether a pen may change the words of a line: one's own, the program's, and the teacher any.
#[must_use]
pub fn may_edit(pen: &Pen, step: &Step) -> bool {
    let is_own = step.author.is_some_and(|author| pen.own.contains(&author));
    pen.is_teacher || is_own || (pen.is_editor && (step.origin == Origin::Proposed || step.author.is_none()))
}

/// What may be chosen in a line's form.
///
/// # Errors
/// The store fails.
pub fn choices(tx: &mut Tx<'_>, loaded: &Loaded) -> Result<Choices> {
    Ok(Choices::of(&Whole::read(tx, &loaded.pathway, &loaded.standing.case)?))
}

/// After a change of lines: signatures over changed sections fall, the evidence of rung 3 follows.
fn settled(tx: &mut Tx<'_>, actor: &Actor, loaded: &Loaded, site: &str) -> Result<()> {
    building::weigh(tx, &actor.by(), loaded.pathway.id)?;
    agreement::changed(tx, actor, loaded, site)
}

/// Adds a line: an own task, or a resource of the catalogue that the actor sees. What others than editors add waits for their word.
///
/// # Errors
/// Not found; refusals: it isn't being built, the resource isn't offered; fields of the form.
pub fn add(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId, (form, resource): (&LineForm, Option<ResourceId>), site: &str) -> Result<StepId> {
    let loaded = store::load(tx, actor, id)?;
    loaded.must_be_building()?;
    let pen = loaded.pen()?;
    if kept::list(tx, id)?.len() >= MOST_LINES {
        return Err(Error::refusal(format!("В маршруте уже {MOST_LINES} строк. Вычеркните лишние или разделите работу на два маршрута.")));
    }
    if let Some(resource) = resource {
        seen(tx, actor, resource)?;
    }
    let line = form.parse(&choices(tx, &loaded)?)?;
    let step = Step {
        id: StepId::fresh(),
        pathway: id,
        position: kept::next_position(tx, id)?,
        resource,
        because: String::new(),
        origin: Origin::Written,
        fate: if pen.is_editor { Fate::Kept } else { Fate::Open },
        author: Some(pen.seat),
        state: StepState::Planned,
        progress: 0,
        accepted_on: None,
        moved_to: None,
        version: 1,
        title: line.title,
        task: line.task,
        technology: line.technology,
        level: line.level,
        responsible: line.responsible,
        hours: line.hours,
        starts_on: line.starts_on,
        due_on: line.due_on,
        result_form: line.result_form,
        deficits: line.deficits,
    };
    kept::insert(tx, &step)?;
    tx.record(&actor.by(), Event::new("pathway.step_added", "pathway", id).of(loaded.standing.case.person).with(json!({"step": step.id, "resource": resource})))?;
    settled(tx, actor, &loaded, site)?;
    Ok(step.id)
}

/// A resource that is offered where the actor works.
fn seen(tx: &mut Tx<'_>, actor: &Actor, id: ResourceId) -> Result<()> {
    offers::live(tx, id)?;
    let sight = resources::Sight::of(tx, actor)?;
    match resources::find(tx, &sight, id) {
        Ok(_) => Ok(()),
        Err(Error::NotFound) => Err(Error::refusal("Этот ресурс вам не открыт. Выберите другой из каталога.")),
        Err(other) => Err(other),
    }
}

/// A line within a pathway that is being built, at the version that the form was made from.
fn found(tx: &mut Tx<'_>, actor: &Actor, (id, step, version): (PathwayId, StepId, i64)) -> Result<(Loaded, Pen, Step)> {
    let loaded = store::load(tx, actor, id)?;
    loaded.must_be_building()?;
    let pen = loaded.pen()?;
    let mut step = kept::find(tx, id, step)?;
    step.version = version;
    Ok((loaded, pen, step))
}

/// Changes a line. What the program proposed counts as decided by it.
///
/// # Errors
/// Not found; refusals: another's line, it isn't being built; stale; fields of the form.
pub fn edit(tx: &mut Tx<'_>, actor: &Actor, at: (PathwayId, StepId), (form, resource): (&LineForm, Option<ResourceId>), site: &str) -> Result<()> {
    let (loaded, pen, before) = found(tx, actor, (at.0, at.1, form.version))?;
    if !may_edit(&pen, &before) {
        return Err(Error::refusal("Эту строку написал другой человек: изменить её может он сам или учитель. Вы можете добавить свою строку, а эту предложить вычеркнуть в комментарии."));
    }
    if let Some(resource) = resource.filter(|id| before.resource != Some(*id)) {
        seen(tx, actor, resource)?;
    }
    let line = form.parse(&choices(tx, &loaded)?)?;
    let fate = match (before.fate, before.origin, pen.is_editor) {
        (Fate::Open, _, false) | (Fate::Struck, _, _) => before.fate,
        (Fate::Open | Fate::Kept | Fate::Edited, Origin::Proposed, _) => Fate::Edited,
        (fate @ (Fate::Kept | Fate::Edited), Origin::Written, _) => fate,
        (Fate::Open, Origin::Written, true) => Fate::Kept,
    };
    let after = Step { resource, fate, ..line.onto(&before) };
    kept::save(tx, &after)?;
    tx.record(&actor.by(), Event::new("pathway.step_edited", "pathway", at.0).of(loaded.standing.case.person).with(json!({"step": at.1})))?;
    settled(tx, actor, &loaded, site)
}

/// The word on a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Say {
    Keep,
    Strike,
}

/// An editor keeps a line or strikes it; whoever proposed one takes it out while nobody has said anything. A struck one may come back.
///
/// # Errors
/// Not found; refusals; stale.
pub fn say(tx: &mut Tx<'_>, actor: &Actor, at: (PathwayId, StepId), version: i64, say: Say, site: &str) -> Result<()> {
    let (loaded, pen, mut step) = found(tx, actor, (at.0, at.1, version))?;
    let takes_own_out = say == Say::Strike && step.fate == Fate::Open && step.author.is_some_and(|author| pen.own.contains(&author));
    if !takes_own_out {
        loaded.editor()?;
    }
    let action = match say {
        Say::Keep => {
            (step.fate, step.state) = (Fate::Kept, StepState::Planned);
            "pathway.step_kept"
        }
        Say::Strike => {
            (step.fate, step.state) = (Fate::Struck, StepState::Dropped);
            "pathway.step_struck"
        }
    };
    kept::save(tx, &step)?;
    tx.record(&actor.by(), Event::new(action, "pathway", at.0).of(loaded.standing.case.person).with(json!({"step": at.1})))?;
    settled(tx, actor, &loaded, site)
}

/// Where a line goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Up,
    Down,
}

/// Moves a line past its neighbour among those that aren't struck.
///
/// # Errors
/// Not found; refusals; stale.
pub fn shift(tx: &mut Tx<'_>, actor: &Actor, at: (PathwayId, StepId), version: i64, way: Way, site: &str) -> Result<()> {
    let (loaded, _, mut step) = found(tx, actor, (at.0, at.1, version))?;
    loaded.editor()?;
    let shown: Vec<Step> = kept::list(tx, at.0)?.into_iter().filter(|one| one.fate != Fate::Struck).collect();
    let Some(here) = shown.iter().position(|one| one.id == step.id) else { return Err(Error::NotFound) };
    let next = match way {
        Way::Up => here.checked_sub(1),
        Way::Down => Some(here + 1),
    };
    let Some(mut other) = next.and_then(|there| shown.get(there)).cloned() else { return Ok(()) };
    std::mem::swap(&mut step.position, &mut other.position);
    kept::save(tx, &step)?;
    kept::save(tx, &other)?;
    tx.record(&actor.by(), Event::new("pathway.step_moved", "pathway", at.0).of(loaded.standing.case.person).with(json!({"step": at.1})))?;
    settled(tx, actor, &loaded, site)
}

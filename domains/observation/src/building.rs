//! Building rubrics: drafts are edited part by part, a version made live never changes, the next one is a copy.

use crate::{
    parts::{self, IndicatorForm},
    rubric::{At, Body, Part, Rubric, RubricId, RubricState, Way},
    sample,
    store::rubrics as store,
};
use access::{Action, Actor};
use audit::{By, Event, Record};
use kernel::{Error, FieldErrors, Result, Tx};
use serde_json::json;

/// A new rubric as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RubricForm {
    pub title: String,
    /// Id of a framework, or empty.
    pub framework: String,
    /// `sample` or `empty`.
    pub origin: String,
}

/// What is done with a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    AddTitled(String),
    AddIndicator(IndicatorForm),
    Retitle(String),
    Change(IndicatorForm),
    Remove,
    Shift(Way),
}

fn fresh(code: String, number: i64, title: String, framework: Option<String>, body: Body) -> Rubric {
    Rubric { id: RubricId::fresh(), code, number, title, framework, state: RubricState::Draft, body, version: 1 }
}

/// Begins a rubric.
///
/// # Errors
/// Not found for those who may not; field errors.
pub fn begin(tx: &mut Tx<'_>, actor: &Actor, form: &RubricForm) -> Result<RubricId> {
    actor.may(Action::ManageInstruments)?;
    let (title, framework) = head(tx, form)?;
    let body = if form.origin == "sample" { sample::body() } else { Body::default() };
    keep(tx, actor, title, framework, body)
}

/// Keeps a rubric that came from elsewhere (a sheet) as a draft.
pub(crate) fn keep(tx: &mut Tx<'_>, actor: &Actor, title: String, framework: Option<String>, body: Body) -> Result<RubricId> {
    let new = fresh(format!("r-{}", kernel::id::Uuid::now_v7().simple()), 1, title, framework, body);
    store::insert(tx, &new, Some(actor.account))?;
    tx.record(&actor.by(), Event::new("rubric.begun", "rubric", new.id))?;
    Ok(new.id)
}

fn head(tx: &mut Tx<'_>, form: &RubricForm) -> Result<(String, Option<String>)> {
    let mut errors = FieldErrors::default();
    let title = errors.take("title", parts::title(&form.title));
    let framework = (!form.framework.is_empty()).then(|| form.framework.clone());
    if let Some(id) = &framework
        && !store::frameworks(tx, Some(id))?.iter().any(|(known, _)| known == id)
    {
        errors.add("framework", "Такой рамки компетенций нет. Выберите из списка");
    }
    Ok((errors.or(title)?, framework))
}

/// Gives a draft another title or framework; competencies of another framework are forgotten.
///
/// # Errors
/// As [`begin`]; stale; a refusal for what is live.
pub fn rename(tx: &mut Tx<'_>, actor: &Actor, id: RubricId, version: i64, form: &RubricForm) -> Result<()> {
    let mut rubric = draft(tx, actor, id, version)?;
    let (title, framework) = head(tx, form)?;
    if framework != rubric.framework {
        let known = store::competencies(tx, framework.as_deref())?;
        for indicator in rubric.body.blocks.iter_mut().flat_map(|block| &mut block.criteria).flat_map(|criterion| &mut criterion.indicators) {
            if !known.iter().any(|(code, _)| *code == indicator.competency) {
                indicator.competency.clear();
            }
        }
    }
    (rubric.title, rubric.framework) = (title, framework);
    save(tx, actor, &rubric)
}

fn draft(tx: &mut Tx<'_>, actor: &Actor, id: RubricId, version: i64) -> Result<Rubric> {
    actor.may(Action::ManageInstruments)?;
    let rubric = store::find(tx, id)?;
    rubric.must_be_draft()?;
    Ok(Rubric { version, ..rubric })
}

fn save(tx: &mut Tx<'_>, actor: &Actor, rubric: &Rubric) -> Result<()> {
    store::save(tx, rubric)?;
    tx.record(&actor.by(), Event::new("rubric.changed", "rubric", rubric.id))
}

/// Edits a part of a draft.
///
/// # Errors
/// Not found, field errors, stale, a refusal for what is live.
pub fn edit(tx: &mut Tx<'_>, actor: &Actor, id: RubricId, version: i64, at: At, edit: &Edit) -> Result<()> {
    let mut rubric = draft(tx, actor, id, version)?;
    let titled = |raw: &str| parts::title(raw).map(Part::Titled).map_err(|help| Error::field("title", help));
    let competencies = store::competencies(tx, rubric.framework.as_deref())?;
    let indicator = |form: &IndicatorForm| form.parse(&competencies).map(Part::Indicator).map_err(Error::from);
    match edit {
        Edit::AddTitled(raw) => rubric.body.add(at, titled(raw)?)?,
        Edit::AddIndicator(form) => rubric.body.add(at, indicator(form)?)?,
        Edit::Retitle(raw) => rubric.body.replace(at, titled(raw)?)?,
        Edit::Change(form) => rubric.body.replace(at, indicator(form)?)?,
        Edit::Remove => rubric.body.remove(at)?,
        Edit::Shift(way) => rubric.body.shift(at, *way)?,
    }
    save(tx, actor, &rubric)
}

/// Makes a draft live; the version that was live before retires.
///
/// # Errors
/// A refusal: something in it is empty, or it isn't a draft.
pub fn make_live(tx: &mut Tx<'_>, actor: &Actor, id: RubricId, version: i64) -> Result<()> {
    let rubric = draft(tx, actor, id, version)?;
    rubric.body.must_be_whole()?;
    store::set_state(tx, &rubric, RubricState::Live)?;
    store::retire_others(tx, &rubric)?;
    tx.record(&actor.by(), Event::new("rubric.made_live", "rubric", id).with(json!({"number": rubric.number})))
}

/// Retires a live version, or throws a draft away.
///
/// # Errors
/// Stale; a refusal for what is retired already.
pub fn retire(tx: &mut Tx<'_>, actor: &Actor, id: RubricId, version: i64) -> Result<()> {
    actor.may(Action::ManageInstruments)?;
    let rubric = Rubric { version, ..store::find(tx, id)? };
    match rubric.state {
        RubricState::Draft => {
            store::remove_draft(tx, &rubric)?;
            tx.record(&actor.by(), Event::new("rubric.discarded", "rubric", id))
        }
        RubricState::Live => {
            store::set_state(tx, &rubric, RubricState::Retired)?;
            tx.record(&actor.by(), Event::new("rubric.retired", "rubric", id))
        }
        RubricState::Retired => Err(Error::refusal("Эта версия уже в архиве.")),
    }
}

/// Copies a version to the next one; a draft that is already there is given instead.
///
/// # Errors
/// Not found.
pub fn copy(tx: &mut Tx<'_>, actor: &Actor, id: RubricId) -> Result<RubricId> {
    actor.may(Action::ManageInstruments)?;
    let from = store::find(tx, id)?;
    let (number, draft) = store::next(tx, &from.code)?;
    if let Some(draft) = draft {
        return Ok(draft);
    }
    let new = fresh(from.code, number, from.title, from.framework, from.body);
    store::insert(tx, &new, Some(actor.account))?;
    tx.record(&actor.by(), Event::new("rubric.copied", "rubric", new.id).with(json!({"from": id, "number": number})))?;
    Ok(new.id)
}

/// Puts our own sample into a region that has no rubric yet, ready for use.
///
/// # Errors
/// The store fails.
pub fn load_sample(tx: &mut Tx<'_>, by: &By) -> Result<()> {
    if store::any(tx)? {
        return Ok(());
    }
    let new = Rubric { state: RubricState::Live, ..fresh("sample".into(), 1, sample::TITLE.into(), None, sample::body()) };
    store::insert(tx, &new, None)?;
    tx.record(by, Event::new("rubric.made_live", "rubric", new.id).with(json!({"number": 1})))
}

//! A pathway begins, gets its dates, is replaced by a new version; and the evidence of rung 3 that follows from its lines.

mod copy;

use crate::{
    agreement,
    model::{Pathway, PathwayId, State, StepState},
    steps::{day_of, hours_of},
    store::{self, Loaded, pathways, signatures},
    url,
    whole::Whole,
};
use access::Actor;
use audit::{By, Event, Record};
use cases::{CaseId, EventKind, EvidenceKind, Given, SourceKind, Strand};
use kernel::{Date, Error, FieldErrors, Result, Tx, name::clean_line};
use serde_json::json;

/// The rung from which a pathway is built: the deficits are known.
pub const FROM_RUNG: i64 = 3;
/// The rung that is reached by the full list of agreement.
const AGREEMENT_RUNG: i64 = 4;

/// Dates and hours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Frame {
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    pub hours_limit: Option<i64>,
}

/// As typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FrameForm {
    pub starts_on: String,
    pub ends_on: String,
    pub hours_limit: String,
}

impl FrameForm {
    #[must_use]
    pub fn from_pathway(pathway: &Pathway) -> Self {
        let day = |day: Option<Date>| day.map(ui::ru::date).unwrap_or_default();
        Self { starts_on: day(pathway.starts_on), ends_on: day(pathway.ends_on), hours_limit: pathway.hours_limit.map(|hours| hours.to_string()).unwrap_or_default() }
    }

    /// Everything may stay empty while it is being built.
    ///
    /// # Errors
    /// All fields that are wrong.
    pub fn parse(&self) -> Result<Frame, FieldErrors> {
        let mut errors = FieldErrors::default();
        let (starts_on, ends_on) = (day_of(&mut errors, "starts_on", &self.starts_on), day_of(&mut errors, "ends_on", &self.ends_on));
        if let (Some(first), Some(last)) = (starts_on, ends_on)
            && last <= first
        {
            errors.add("ends_on", "Последний день раньше первого. Исправьте одну из дат");
        }
        let hours_limit = hours_of(&mut errors, "hours_limit", &self.hours_limit);
        errors.or(Some(Frame { starts_on, ends_on, hours_limit }))
    }
}

/// Begins a pathway. A case whose earlier one has ended goes on from it: its sections and what was left undone are there already.
///
/// # Errors
/// Not found; refusals: the case isn't so far, there is one already, not for this seat to begin.
pub fn begin(tx: &mut Tx<'_>, actor: &Actor, case: CaseId, frame: Frame) -> Result<PathwayId> {
    let standing = cases::load(tx, actor, case)?;
    standing.content()?;
    standing.case.must_be_open()?;
    if !standing.is_teacher() && standing.methodist().is_none() {
        return Err(Error::refusal("Маршрут начинают педагог или методист его команды. Напишите им, если пора."));
    }
    if standing.case.rung < FROM_RUNG {
        return Err(Error::refusal("Маршрут составляют, когда затруднения уже подтверждены. Сначала нужен результат диагностики или наблюдения."));
    }
    let versions = store::of_case(tx, case)?;
    if versions.iter().any(|pathway| pathway.state.is_current()) {
        return Err(Error::refusal("У этого сопровождения уже есть маршрут. Откройте его; чтобы изменить согласованный, начните новую версию."));
    }
    let last = versions.into_iter().next();
    let id = insert(tx, &actor.by(), case, last.as_ref(), frame)?;
    if let Some(last) = &last {
        let whole = Whole::read(tx, last, &standing.case)?;
        copy::onto(tx, &whole, id)?;
    }
    cases::tell(tx, &actor.by(), case, EventKind::PathwayBegun, &url::pathway(id), "")?;
    tx.record(&actor.by(), Event::new("pathway.begun", "pathway", id).of(standing.case.person).with(json!({"case": case})))?;
    weigh(tx, &actor.by(), id)?;
    Ok(id)
}

fn insert(tx: &mut Tx<'_>, by: &By, case: CaseId, last: Option<&Pathway>, frame: Frame) -> Result<PathwayId> {
    let new = Pathway {
        id: PathwayId::fresh(),
        case,
        number: last.map_or(1, |last| last.number + 1),
        follows: last.map(|last| last.id),
        state: State::Draft,
        starts_on: frame.starts_on,
        ends_on: frame.ends_on,
        hours_limit: frame.hours_limit,
        sent_at: None,
        agreed_at: None,
        agreed_body: String::new(),
        presented_at: None,
        closed_at: None,
        stop_reason: String::new(),
        made_by: by.account,
        made_at: tx.now(),
        version: 1,
    };
    pathways::insert(tx, &new)?;
    Ok(new.id)
}

/// Changes dates and hours; the signature for the whole falls with them.
///
/// # Errors
/// Not found; refusals; stale; fields of the form.
pub fn set_frame(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId, version: i64, form: &FrameForm, site: &str) -> Result<()> {
    let loaded = store::load(tx, actor, id)?;
    loaded.must_be_building()?;
    loaded.editor()?;
    let Frame { starts_on, ends_on, hours_limit } = form.parse()?;
    pathways::save(tx, &Pathway { starts_on, ends_on, hours_limit, version, ..loaded.pathway.clone() })?;
    tx.record(&actor.by(), Event::new("pathway.frame_changed", "pathway", id).of(loaded.standing.case.person))?;
    agreement::changed(tx, actor, &loaded, site)
}

/// Begins a new version of what was signed: the old one stays as it was, what is done stays done, what is undone goes on here.
///
/// # Errors
/// Not found; refusals: it isn't signed, a report waits for an answer; fields: `reason`; stale.
pub fn revise(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId, version: i64, reason: &str) -> Result<PathwayId> {
    let loaded = store::load(tx, actor, id)?;
    loaded.standing.case.must_be_open()?;
    loaded.editor()?;
    if !loaded.pathway.state.may_become(State::Revised) {
        loaded.pathway.must_be(&[State::Agreed, State::Active, State::Presented], "Новую версию начинают для согласованного маршрута.")?;
    }
    let reason = clean_line(&reason.chars().take(1000).collect::<String>());
    if reason.is_empty() {
        return Err(Error::field("reason", "Напишите, что и почему нужно изменить"));
    }
    replace(tx, &actor.by(), &Pathway { version, ..loaded.pathway.clone() }, &reason)
}

/// The old version stays as it was; the new one begins with its sections and what is undone. What the old one proved holds no more.
fn replace(tx: &mut Tx<'_>, by: &By, old: &Pathway, reason: &str) -> Result<PathwayId> {
    let case = cases::find(tx, old.case)?;
    let whole = Whole::read(tx, old, &case)?;
    if let Some(step) = whole.steps.iter().find(|step| step.state == StepState::Submitted) {
        return Err(Error::refusal(format!("Отчёт по шагу «{}» ждёт ответа. Примите его или верните, потом начните новую версию.", step.title)));
    }
    pathways::save(tx, &Pathway { state: State::Revised, ..old.clone() })?;
    let frame = Frame { starts_on: old.starts_on, ends_on: old.ends_on, hours_limit: old.hours_limit };
    let new = insert(tx, by, case.id, Some(old), frame)?;
    copy::onto(tx, &whole, new)?;
    cases::tell(tx, by, case.id, EventKind::PathwayRevised, &url::pathway(new), reason)?;
    tx.record(by, Event::new("pathway.revised", "pathway", old.id).of(case.person).with(json!({"new": new})))?;
    for kind in [EvidenceKind::Walk, EvidenceKind::Agreement] {
        cases::withdraw(tx, by, case.id, kind, &old.id.to_string(), WHY_REPLACED)?;
    }
    weigh(tx, by, new)?;
    cases::withdraw(tx, by, case.id, EvidenceKind::Resources, &old.id.to_string(), WHY_REPLACED)?;
    Ok(new)
}

const WHY_REPLACED: &str = "начата новая версия маршрута";

/// The case went back to a rung where pathways are still built: what was signed is replaced by a new version, and signatures under
/// what is still being built fall.
///
/// # Errors
/// A refusal: a report waits for an answer; the store fails.
pub(crate) fn turned_back(tx: &mut Tx<'_>, case: CaseId, to: i64) -> Result<()> {
    let Some(pathway) = store::current_of(tx, case)?.filter(|_| to <= AGREEMENT_RUNG) else { return Ok(()) };
    if pathway.state == State::Draft {
        for signature in signatures::list(tx, pathway.id)? {
            signatures::void(tx, signature.id)?;
        }
        return pathways::save(tx, &Pathway { sent_at: None, ..pathway });
    }
    replace(tx, &By::system(), &pathway, "сопровождение вернулось на более раннюю ступень").map(|_| ())
}

/// Evidence of rung 3: every deficit that the case works on has a line with a resource. Given when it is so, withdrawn when no longer.
/// What is signed is judged no more: its lines are frozen, and a new version is judged anew.
///
/// # Errors
/// The store fails.
pub(crate) fn weigh(tx: &mut Tx<'_>, by: &By, id: PathwayId) -> Result<()> {
    let pathway = pathways::by_id(tx, id)?;
    let case = cases::find(tx, pathway.case)?;
    if pathway.state != State::Draft || case.state != cases::State::Open {
        return Ok(());
    }
    let whole = Whole::read(tx, &pathway, &case)?;
    let (left, is_covered) = (whole.uncovered(), whole.open_deficits().next().is_some());
    match left.first() {
        None if is_covered => cases::give(tx, by, case.id, Given::new((FROM_RUNG, Strand::Teacher, EvidenceKind::Resources), SourceKind::Pathway, id).words(pathway.caption())),
        None => cases::withdraw(tx, by, case.id, EvidenceKind::Resources, &id.to_string(), "в сопровождении нет затруднений в работе"),
        Some(deficit) => cases::withdraw(tx, by, case.id, EvidenceKind::Resources, &id.to_string(), &format!("нет ресурса для затруднения «{}»", deficit.title)),
    }
}

/// As [`weigh`], for the version that a case works by: a deficit was taken into the case or left out of it.
///
/// # Errors
/// The store fails.
pub(crate) fn weigh_case(tx: &mut Tx<'_>, by: &By, case: CaseId) -> Result<()> {
    match store::current_of(tx, case)? {
        Some(pathway) => weigh(tx, by, pathway.id),
        None => Ok(()),
    }
}

/// Whether somebody may begin a pathway of this case now, for a screen.
#[must_use]
pub fn may_begin(standing: &cases::Standing) -> bool {
    standing.case.state == cases::State::Open && standing.case.rung >= FROM_RUNG && (standing.is_teacher() || standing.methodist().is_some())
}

/// Whether a new version may be begun, for a screen.
#[must_use]
pub fn may_revise(loaded: &Loaded) -> bool {
    loaded.standing.case.state == cases::State::Open && loaded.pathway.state.may_become(State::Revised) && loaded.editor().is_ok()
}

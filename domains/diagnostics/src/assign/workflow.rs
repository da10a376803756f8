//! Assigning to many in one act, after a look at who it would reach; taking back.

use super::{
    form::{Assigning, Whom},
    letters, store,
};
use crate::{
    attempt::{start::unseen_form, store as attempts},
    instrument::store as instruments,
    model::{Assignment, AssignmentId, AssignmentState, AttemptState, FormId, FormState, Instrument, InstrumentState, ItemId, Mode},
};
use access::{Action, Actor};
use audit::{Event, Record};
use jiff::tz::TimeZone;
use kernel::{Error, Result, Slice, Timestamp, Tx, id::Uuid};
use people::PersonRow;
use serde_json::json;
use std::collections::BTreeSet;

/// How many one act may reach.
pub const MOST_PEOPLE: u32 = 3_000;

/// Who would be reached and who would not, and why.
#[derive(Debug, Clone)]
pub struct Preview {
    pub instrument: Instrument,
    /// The form's letter, or nothing: chosen at the start.
    pub letter: String,
    pub opens_at: Timestamp,
    pub closes_at: Timestamp,
    pub able: Vec<PersonRow>,
    pub unable: Vec<(PersonRow, &'static str)>,
    /// Of those reached, how many have no address and no way in.
    pub without_email: usize,
    pub without_account: usize,
}

/// What an assignment of these would do.
///
/// # Errors
/// Not found; refusals: the instrument isn't open, nobody, too many.
pub fn preview(tx: &mut Tx<'_>, actor: &Actor, asked: &Assigning, zone: &TimeZone) -> Result<Preview> {
    actor.may(Action::AssignDiagnostics)?;
    let instrument = instruments::find(tx, asked.instrument)?;
    if instrument.state != InstrumentState::Open {
        return Err(Error::field("instrument", format!("«{}» сейчас не открыта ({}). Назначать можно открытые диагностики", instrument.title, instrument.state.label())));
    }
    let (opens_at, closes_at) = window(asked, zone)?;
    let letter = match asked.form {
        None => String::new(),
        Some(id) => {
            let form = instruments::form(tx, instrument.id, id).map_err(|_| Error::field("form", "Выберите вариант этой диагностики из списка"))?;
            if form.state != FormState::Ready {
                return Err(Error::field("form", format!("Вариант {} не готов ({}). Выберите готовый", form.letter, form.state.label())));
            }
            form.letter
        }
    };
    let people = chosen(tx, actor, &asked.whom)?;
    if people.is_empty() {
        return Err(Error::field("person", "По этому отбору никого нет. Измените отбор или отметьте людей"));
    }
    if asked.repeat_of.is_some() && people.len() != 1 {
        return Err(Error::field("person", "Повтор назначают одному человеку: тому, чей рост он покажет"));
    }
    let forms = form_sets(tx, &instrument)?;
    let mut found = Preview { letter, opens_at, closes_at, able: Vec::new(), unable: Vec::new(), without_email: 0, without_account: 0, instrument };
    for one in people {
        match obstacle(tx, &found.instrument, asked, &one, &forms, (opens_at, closes_at))? {
            Some(why) => found.unable.push((one, why)),
            None => {
                found.without_email += usize::from(one.email.as_deref().is_none_or(str::is_empty));
                found.without_account += usize::from(access::accounts::of_person(tx, one.id)?.is_none());
                found.able.push(one);
            }
        }
    }
    Ok(found)
}

fn window(asked: &Assigning, zone: &TimeZone) -> Result<(Timestamp, Timestamp)> {
    let start = |day: kernel::Date| day.to_datetime(jiff::civil::Time::midnight()).to_zoned_datetime(zone.clone()).map(|at| at.timestamp());
    let next = asked.to.tomorrow().map_err(anyhow::Error::new)?;
    Ok((start(asked.from).map_err(anyhow::Error::new)?, start(next).map_err(anyhow::Error::new)?))
}

/// The people chosen, within the actor's scope: others look like absent.
fn chosen(tx: &mut Tx<'_>, actor: &Actor, whom: &Whom) -> Result<Vec<PersonRow>> {
    let scope = actor.scope();
    match whom {
        Whom::Found(filter) => {
            let found = people::list(tx, &scope, filter, people::Sort::default(), Slice::all(MOST_PEOPLE + 1))?;
            if found.people.total > u64::from(MOST_PEOPLE) {
                return Err(Error::field("person", format!("По отбору {} человек, а за один раз можно назначить {MOST_PEOPLE}. Сузьте отбор: по муниципалитету, школе или предмету", found.people.total)));
            }
            Ok(found.people.rows)
        }
        Whom::Ticked(ids) => {
            let found = people::rows(tx, &scope, ids)?;
            if found.len() == ids.iter().collect::<BTreeSet<_>>().len() { Ok(found) } else { Err(Error::NotFound) }
        }
    }
}

type FormSets = Vec<(FormId, BTreeSet<ItemId>)>;

fn form_sets(tx: &mut Tx<'_>, instrument: &Instrument) -> Result<FormSets> {
    let mut sets = Vec::new();
    for form in instruments::forms(tx, instrument.id)?.into_iter().filter(|form| form.state == FormState::Ready) {
        sets.push((form.id, instruments::form_items(tx, form.id)?.into_iter().map(|one| one.item).collect()));
    }
    Ok(sets)
}

/// Why a person can't be offered this.
fn obstacle(tx: &mut Tx<'_>, instrument: &Instrument, asked: &Assigning, one: &PersonRow, forms: &FormSets, (opens_at, closes_at): (Timestamp, Timestamp)) -> Result<Option<&'static str>> {
    if store::overlaps(tx, instrument.id, one.id, opens_at, closes_at)? {
        return Ok(Some("эта диагностика уже назначена на эти дни"));
    }
    if let Some(repeat_of) = asked.repeat_of {
        let first = match attempts::own(tx, one.id, repeat_of) {
            Ok(first) => first,
            Err(Error::NotFound) => return Ok(Some("прежней попытки у этого человека нет")),
            Err(other) => return Err(other),
        };
        if !matches!(first.state, AttemptState::Submitted | AttemptState::Scored) {
            return Ok(Some("прежняя попытка не закончена"));
        }
    }
    if instrument.mode == Mode::Fixed {
        let seen = attempts::seen_items(tx, one.id)?;
        if unseen_form(forms, &seen, &instrument.settings.anchors, asked.form).is_none() {
            return Ok(Some(if asked.form.is_some() {
                "задания этого варианта человек уже видел"
            } else {
                "нет варианта с новыми для человека заданиями"
            }));
        }
    }
    Ok(None)
}

/// Assigns to all whom the preview counted, in one transaction with their letters. How many, and how many letters.
///
/// # Errors
/// As [`preview`]; a refusal when the count has changed since.
pub fn assign(tx: &mut Tx<'_>, actor: &Actor, asked: &Assigning, expected: usize, zone: &TimeZone, site: &str) -> Result<(usize, usize)> {
    let found = preview(tx, actor, asked, zone)?;
    if found.able.is_empty() {
        return Err(Error::refusal("Назначить некому: посмотрите причины в списке."));
    }
    if found.able.len() != expected {
        return Err(Error::refusal(format!("Пока страница была открыта, список изменился: было {expected}, стало {}. Посмотрите его ещё раз и назначьте.", found.able.len())));
    }
    let batch = Uuid::now_v7().to_string();
    let (mut letters, mut events) = (0, Vec::new());
    for one in &found.able {
        let new = Assignment {
            id: AssignmentId::fresh(),
            instrument: found.instrument.id,
            form: asked.form,
            person: one.id,
            place: one.place.clone(),
            repeat_of: asked.repeat_of,
            reason: asked.reason.clone(),
            opens_at: found.opens_at,
            closes_at: found.closes_at,
            state: AssignmentState::Offered,
            version: 1,
        };
        store::insert(tx, &new, &batch, actor.account)?;
        letters += usize::from(letters::offered(tx, &new, &found.instrument, one, zone, site)?);
        events.push(Event::new("assignment.made", "assignment", new.id).of(one.id).with(json!({"instrument": found.instrument.id, "repeat_of": asked.repeat_of})));
    }
    audit::record_all(tx, &actor.by(), &events)?;
    Ok((found.able.len(), letters))
}

/// Takes an assignment back that nobody has begun.
///
/// # Errors
/// Not found; a refusal once it was begun.
pub fn take_back(tx: &mut Tx<'_>, actor: &Actor, id: AssignmentId) -> Result<()> {
    actor.may(Action::AssignDiagnostics)?;
    let found = store::find(tx, &actor.scope(), id)?;
    if !found.state.is_live() {
        return Err(Error::refusal(format!("Отозвать нельзя: диагностика уже в состоянии «{}».", found.state.label())));
    }
    if attempts::of_assignment(tx, id)?.iter().any(|attempt| attempt.state != AttemptState::Void) {
        return Err(Error::refusal("Отозвать нельзя: педагог уже начал. Если начатое не нужно, он может не заканчивать или отозвать согласие."));
    }
    store::set_state(tx, &found, AssignmentState::TakenBack)?;
    tx.record(&actor.by(), Event::new("assignment.taken_back", "assignment", id).of(found.person))
}

//! Making, changing, opening and closing instruments: one function, one transaction, one event.

use super::{
    form::{BlueprintForm, Choices, InstrumentForm},
    made::read,
    store,
};
use crate::{
    bank,
    model::{FormState, Instrument, InstrumentId, InstrumentState, Settings},
};
use access::{Action, Actor};
use audit::{Event, Record};
use kernel::{Error, Result, Tx};
use serde_json::json;
use structure::{profile::TermKind, terms};

/// What may be chosen for an instrument today.
///
/// # Errors
/// The store fails.
pub fn choices(tx: &mut Tx<'_>) -> Result<Choices> {
    let today = tx.today();
    let subjects = terms::choices(tx, TermKind::Subject, today)?;
    Ok(Choices { frameworks: bank::frameworks(tx)?, scales: bank::scales(tx)?, subjects })
}

/// A new instrument in draft.
///
/// # Errors
/// Field errors.
pub fn create(tx: &mut Tx<'_>, actor: &Actor, form: &InstrumentForm) -> Result<InstrumentId> {
    actor.may(Action::ManageInstruments)?;
    let mut new = form.parse(&choices(tx)?, &Settings::default())?;
    new.code = store::next_code(tx)?;
    store::insert(tx, &new, Some(actor.account))?;
    tx.record(&actor.by(), Event::new("instrument.created", "instrument", new.id).with(json!({"code": new.code})))?;
    Ok(new.id)
}

/// A draft with the same settings and blueprint, for changing what is no longer changed.
///
/// # Errors
/// Not found.
pub fn copy(tx: &mut Tx<'_>, actor: &Actor, id: InstrumentId) -> Result<InstrumentId> {
    actor.may(Action::ManageInstruments)?;
    let old = store::find(tx, id)?;
    let new = Instrument { id: InstrumentId::fresh(), code: store::next_code(tx)?, title: format!("{} (копия)", old.title), state: InstrumentState::Draft, version: 1, ..old };
    store::insert(tx, &new, Some(actor.account))?;
    let lines = store::blueprint(tx, id)?;
    store::put_blueprint(tx, new.id, &lines)?;
    tx.record(&actor.by(), Event::new("instrument.created", "instrument", new.id).with(json!({"code": new.code, "from": id})))?;
    Ok(new.id)
}

/// Keeps the settings of a draft.
///
/// # Errors
/// Field errors; a refusal once it was opened, or when somebody else was first.
pub fn change(tx: &mut Tx<'_>, actor: &Actor, id: InstrumentId, form: &InstrumentForm) -> Result<()> {
    actor.may(Action::ManageInstruments)?;
    let old = drafted(tx, id)?;
    let parsed = form.parse(&choices_with(tx, &old)?, &old.settings)?;
    if parsed.framework != old.framework && !store::forms(tx, id)?.is_empty() {
        return Err(Error::field("framework", "Рамку менять нельзя, пока есть варианты: удалите их сначала"));
    }
    let changes_framework = parsed.framework != old.framework;
    store::save(tx, &Instrument { id, code: old.code, ..parsed }, form.version.parse().unwrap_or(0))?;
    if changes_framework {
        store::put_blueprint(tx, id, &[])?;
    }
    tx.record(&actor.by(), Event::new("instrument.changed", "instrument", id))
}

/// The choices of today with those that the instrument holds already.
///
/// # Errors
/// The store fails.
pub fn choices_with(tx: &mut Tx<'_>, instrument: &Instrument) -> Result<Choices> {
    let mut found = choices(tx)?;
    if !found.frameworks.iter().any(|(id, _)| *id == instrument.framework) {
        found.frameworks.push((instrument.framework, bank::framework_title(tx, instrument.framework)?));
    }
    if !found.scales.iter().any(|(id, _)| *id == instrument.scale) {
        found.scales.push((instrument.scale, bank::scale_title(tx, instrument.scale)?));
    }
    Ok(found)
}

fn drafted(tx: &mut Tx<'_>, id: InstrumentId) -> Result<Instrument> {
    let instrument = store::find(tx, id)?;
    match instrument.state {
        InstrumentState::Draft => Ok(instrument),
        InstrumentState::Open | InstrumentState::Closed => Err(Error::refusal("Диагностика уже открывалась: все, кому она дана, должны получить одно и то же. Сделайте копию и измените её.")),
    }
}

/// Keeps the blueprint of a draft.
///
/// # Errors
/// Field errors; a refusal once it was opened or while a form is ready.
pub fn set_blueprint(tx: &mut Tx<'_>, actor: &Actor, id: InstrumentId, form: &BlueprintForm) -> Result<()> {
    actor.may(Action::ManageInstruments)?;
    let instrument = drafted(tx, id)?;
    if store::forms(tx, id)?.iter().any(|one| one.state == FormState::Ready) {
        return Err(Error::refusal("Есть готовый вариант по прежнему плану. Снимите отметку готовности, измените план и заполните вариант заново."));
    }
    let lines = form.parse(instrument.mode)?;
    store::put_blueprint(tx, id, &lines)?;
    tx.record(&actor.by(), Event::new("instrument.changed", "instrument", id).with(json!({"lines": lines.len()})))
}

/// Opens or closes an instrument.
///
/// # Errors
/// A refusal with all that is missing.
pub fn set_state(tx: &mut Tx<'_>, actor: &Actor, id: InstrumentId, version: i64, state: InstrumentState) -> Result<()> {
    actor.may(Action::ManageInstruments)?;
    let made = read(tx, id)?;
    if made.instrument.state == state || state == InstrumentState::Draft {
        return Err(Error::refusal(format!("Диагностика уже в состоянии «{}». Обновите страницу.", made.instrument.state.label())));
    }
    let missing = made.whole().missing();
    if state == InstrumentState::Open && !missing.is_empty() {
        return Err(Error::refusal(format!("Открыть пока нельзя. {}", missing.join(" "))));
    }
    store::set_state(tx, id, version, state)?;
    let action = if state == InstrumentState::Open { "instrument.opened" } else { "instrument.closed" };
    tx.record(&actor.by(), Event::new(action, "instrument", id))
}

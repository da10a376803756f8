//! Who helps a school: asked, said yes, logged visits.

use super::{
    form::logged,
    model::{HelperId, HelperState, LowSchoolId, VisitId},
    store, workflow,
};
use crate::{
    pick::{self, Among},
    rules,
    tell::{self, Told},
};
use ::web::Answers;
use access::Actor;
use audit::{Event, Record};
use kernel::{Error, Result, Tx, id::PersonId};
use ledger::{Deed, DeedKind};
use serde_json::json;

/// Asks a member of the active to help with a factor, or the whole school.
///
/// # Errors
/// Fields: `factor`; not found; refused: no member, asked already, closed.
pub fn ask(tx: &mut Tx<'_>, actor: &Actor, id: LowSchoolId, factor: &str, person: PersonId) -> Result<HelperId> {
    let card = workflow::led(tx, actor, id)?;
    if !card.is_open() {
        return Err(Error::refusal("Помощь этой школе за этот год завершена: просить уже не о чем."));
    }
    if !factor.is_empty() && !store::factors(tx, id)?.iter().any(|known| known.code == factor) {
        return Err(Error::field("factor", "Выберите фактор этой школы из списка"));
    }
    if pick::one(tx, actor, Among::Members, person)?.is_none() {
        return Err(Error::refusal("Помогать школе может действующий участник актива. Выберите другого человека."));
    }
    if store::helpers(tx, id)?.iter().any(|helper| helper.person == Some(person) && helper.factor == factor && matches!(helper.state, HelperState::Asked | HelperState::Yes)) {
        return Err(Error::refusal("Этого человека уже попросили помочь с этим. Дождитесь ответа."));
    }
    let helper = store::insert_helper(tx, id, factor, person)?;
    // Which school it is, is read on the page: it stands in no letter.
    tell::tell(
        tx,
        &Told {
            key: format!("school-help/{helper}"), person, subject: "Вас просят помочь школе", body: "Откройте страницу, посмотрите, о чём речь, и ответьте, согласны ли вы.".into(), url: "/support".into()
        },
    )?;
    tx.record(&actor.by(), Event::new("school_help.methodist_asked", "school_help", id).of(person).with(json!({"factor": factor})))?;
    Ok(helper)
}

/// The answer of who was asked.
///
/// # Errors
/// Not found: another was asked; refused: answered already.
pub fn answer(tx: &mut Tx<'_>, actor: &Actor, helper: HelperId, agrees: bool) -> Result<LowSchoolId> {
    let person = rules::own(actor)?;
    let (id, asked, state) = store::helper(tx, helper)?;
    if asked != Some(person) {
        return Err(Error::NotFound);
    }
    if state != HelperState::Asked {
        return Err(Error::refusal(format!("Ответ уже дан: {}.", state.label())));
    }
    store::set_helper(tx, helper, (HelperState::Asked, if agrees { HelperState::Yes } else { HelperState::No }))?;
    tx.record(&actor.by(), Event::new("school_help.methodist_answered", "school_help", id).of(person).with(json!({"agrees": agrees})))?;
    Ok(id)
}

/// Ends the help of one: by who leads the card, or by the helper.
///
/// # Errors
/// Not found; refused: over already.
pub fn release(tx: &mut Tx<'_>, actor: &Actor, helper: HelperId) -> Result<LowSchoolId> {
    let (id, person, state) = store::helper(tx, helper)?;
    if actor.person.is_none() || actor.person != person {
        workflow::led(tx, actor, id)?;
    }
    if !matches!(state, HelperState::Asked | HelperState::Yes) {
        return Err(Error::refusal(format!("Заканчивать нечего: {}.", state.label())));
    }
    store::set_helper(tx, helper, (state, HelperState::Ended))?;
    tx.record(&actor.by(), Event::new("school_help.methodist_released", "school_help", id).of_maybe(person))?;
    Ok(id)
}

/// Logs a visit or a talk: a minute on a phone. It goes to the ledger.
///
/// # Errors
/// Fields; not found: the actor doesn't help there; refused: closed.
pub fn log_visit(tx: &mut Tx<'_>, actor: &Actor, id: LowSchoolId, answers: &Answers) -> Result<VisitId> {
    let person = rules::own(actor)?;
    let card = store::find(tx, actor, id)?;
    if !store::helps(tx, actor, id)? {
        return Err(Error::NotFound);
    }
    if !card.is_open() {
        return Err(Error::refusal("Помощь этой школе за этот год завершена: новых записей не добавить."));
    }
    let today = tx.today();
    let mut form = logged(answers, today)?;
    let known = store::factors(tx, id)?;
    form.factors.retain(|code| known.iter().any(|factor| factor.code == *code));
    let visit = store::insert_visit(tx, id, person, &form)?;
    let deed = Deed {
        person,
        kind: DeedKind::SchoolHelp,
        source: visit.to_string(),
        direction: "d04".into(),
        on: form.on,
        minutes: form.minutes.into(),
        part: "methodist",
        // The ledger is read for reports: which school it was stays on the card.
        title: "Помощь школе".into(),
        url: super::url(id),
        reached: 0,
    };
    ledger::write(tx, &deed)?;
    tx.record(&actor.by(), Event::new("school_help.visit_logged", "school_help", id).with(json!({"minutes": form.minutes})))?;
    Ok(visit)
}

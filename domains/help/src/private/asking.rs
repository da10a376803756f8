//! What the two sides of a confidential request do.

use super::{
    helpers, letters,
    model::{DIRECTION, Private, PrivateId, PrivateState},
    note, store,
};
use crate::form::{self, needed};
use access::{Action, Actor};
use kernel::{Error, FieldErrors, Result, Tx, id::PersonId};
use ledger::{Deed, DeedKind};
use web::Answers;

fn person(actor: &Actor) -> Result<PersonId> {
    actor.person.ok_or(Error::NotFound)
}

/// Asks a helper of the asker's own choice.
///
/// # Errors
/// Not found: the role doesn't ask. A refusal: no card. Fields: `words`, `helper`.
pub fn ask(tx: &mut Tx<'_>, actor: &Actor, answers: &Answers) -> Result<PrivateId> {
    actor.may(Action::AskForHelp)?;
    let asker = actor.person.ok_or_else(|| Error::refusal("Учётная запись не связана с карточкой в реестре. Сообщите об этом координатору актива: он свяжет, и можно будет обратиться."))?;
    let mut errors = FieldErrors::default();
    let words = needed(&mut errors, "words", answers.get("words"), "Напишите, о чём хотите поговорить: хватит одной фразы");
    let helper = match helpers::chosen(tx, asker, answers.get("helper")) {
        Ok(helper) => Some(helper),
        Err(Error::Fields(found)) => {
            found.all().iter().for_each(|(field, message)| errors.add(field, message));
            None
        }
        Err(other) => return Err(other),
    };
    let (words, helper) = errors.or(words.zip(helper))?;
    store::count_in(tx, asker, DIRECTION)?;
    let id = store::insert(tx, (asker, helper), &words)?;
    letters::came(tx, helper, id, 1)?;
    note(tx, "private_help.asked")?;
    Ok(id)
}

/// A line of the talk.
///
/// # Errors
/// Not found: neither side. A refusal: closed, or there is nobody to read it. Fields.
pub fn write(tx: &mut Tx<'_>, actor: &Actor, id: PrivateId, raw: &str) -> Result<()> {
    let me = person(actor)?;
    let one = store::find(tx, me, id)?;
    one.must_be_open()?;
    let Some(helper) = one.helper else { return Err(Error::refusal("Сначала выберите, к кому обратиться.")) };
    let words = form::one("words", raw, "Напишите сообщение")?;
    let message = store::write(tx, &one, me, &words)?;
    letters::written(tx, if me == one.asker { helper } else { one.asker }, id, message)?;
    note(tx, "private_help.message_written")
}

/// One deed for one request, however often it is answered. A digest isn't turned back into an id, and with the request the id is gone.
fn source(id: PrivateId) -> String {
    files::Digest::of(format!("private-help|{id}").as_bytes()).to_string().chars().take(32).collect()
}

/// The helper answers and says what it took. The ledger learns that such an answer was given, and not to whom.
///
/// # Errors
/// Not found: not the helper. A refusal: closed. Fields. Stale.
pub fn answer(tx: &mut Tx<'_>, actor: &Actor, id: PrivateId, (words, minutes): (&str, i64), version: i64) -> Result<()> {
    let me = person(actor)?;
    let one = store::find(tx, me, id)?;
    if one.helper != Some(me) {
        return Err(Error::NotFound);
    }
    one.must_be_open()?;
    one.must_be_at(version)?;
    store::set_state(tx, &one, PrivateState::Answered)?;
    let message = store::write(tx, &one, me, words)?;
    let on = tx.today();
    let source = source(id);
    let before = ledger::of_person(tx, me, kernel::Date::MIN, kernel::Date::MAX)?.into_iter().find(|deed| deed.kind == DeedKind::PrivateHelp && deed.source == source).map_or(0, |deed| deed.minutes);
    let deed = Deed {
        person: me,
        kind: DeedKind::PrivateHelp,
        source,
        direction: DIRECTION.into(),
        on,
        minutes: before + minutes,
        part: "helper",
        title: "Ответ на личное обращение".into(),
        url: crate::model::URL.into(),
        reached: 1,
    };
    ledger::write(tx, &deed)?;
    letters::answered(tx, one.asker, id, message)?;
    note(tx, "private_help.answered")
}

/// The asker closes: nothing more is asked. The term of keeping begins.
///
/// # Errors
/// Not found: not the asker. A refusal: closed. Stale.
pub fn close(tx: &mut Tx<'_>, actor: &Actor, id: PrivateId, version: i64) -> Result<()> {
    let me = person(actor)?;
    let one = store::find(tx, me, id)?;
    if one.asker != me {
        return Err(Error::NotFound);
    }
    one.must_be_open()?;
    one.must_be_at(version)?;
    store::set_state(tx, &one, PrivateState::Closed)?;
    note(tx, "private_help.closed")
}

/// The helper can't: the asker hears of it and chooses another.
///
/// # Errors
/// Not found: not the helper. A refusal: closed. Stale.
pub fn decline(tx: &mut Tx<'_>, actor: &Actor, id: PrivateId, version: i64) -> Result<()> {
    let me = person(actor)?;
    let one = store::find(tx, me, id)?;
    if one.helper != Some(me) {
        return Err(Error::NotFound);
    }
    one.must_be_open()?;
    one.must_be_at(version)?;
    release(tx, &one)?;
    note(tx, "private_help.declined")
}

/// Takes it out of a helper's hands.
///
/// # Errors
/// The store fails.
pub(super) fn release(tx: &mut Tx<'_>, one: &Private) -> Result<()> {
    store::set_helper(tx, one, None)?;
    letters::choose_another(tx, one.asker, one.id, one.version)
}

/// The asker chooses another helper, at any time: the first one sees nothing from then on, the new one reads what is written from then on.
///
/// # Errors
/// Not found: not the asker. A refusal: closed. Fields: `helper`. Stale.
pub fn choose(tx: &mut Tx<'_>, actor: &Actor, id: PrivateId, raw: &str, version: i64) -> Result<()> {
    let me = person(actor)?;
    let one = store::find(tx, me, id)?;
    if one.asker != me {
        return Err(Error::NotFound);
    }
    one.must_be_open()?;
    one.must_be_at(version)?;
    let helper = helpers::chosen(tx, me, raw)?;
    if one.helper == Some(helper) {
        return Err(Error::field("helper", "Обращение уже у этого человека. Выберите другого или оставьте как есть"));
    }
    store::set_helper(tx, &one, Some(helper))?;
    letters::came(tx, helper, id, one.version + 1)?;
    note(tx, "private_help.helper_chosen")
}

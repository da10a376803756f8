//! What keepers of the queue and helpers do: take, give out, hand over, give back, answer.

use crate::{
    asking::due_again,
    form::one,
    helpers, letters,
    model::{Author, HelpId, HelpRequest, MessageKind, Party, State, TurnKind},
    standing::load,
    store::{self, talk},
};
use access::Actor;
use audit::{Event, Record};
use kernel::{Error, Result, Tx, id::PersonId};
use ledger::{Deed, DeedKind};
use serde_json::json;
use structure::calendar::working_days_between;

/// A keeper takes it.
///
/// # Errors
/// Not found: not a keeper. A refusal: it is in somebody's hands. Stale.
pub fn take(tx: &mut Tx<'_>, actor: &Actor, id: HelpId, version: i64) -> Result<()> {
    let standing = load(tx, actor, id)?;
    let request = standing.must(standing.is_keeper)?;
    request.must_be(&[State::New], "Взять можно то, что ждёт в очереди; чужое передают.")?;
    request.must_be_at(version)?;
    let me = Party::of(actor);
    store::set_helper(tx, request, &me, request.due_on)?;
    talk::turn(tx, id, TurnKind::Taken, (&me, &me), "")?;
    letters::taken(tx, request)?;
    tx.record(&actor.by(), Event::new("help.taken", "help_request", id).of_maybe(request.asker.person))
}

/// A keeper gives it to somebody: a member of the active, or a colleague with a card. From hand to hand a reason is due.
///
/// # Errors
/// Not found: not a keeper. A refusal: it isn't waiting, or the person can't be asked. Fields. Stale.
pub fn assign(tx: &mut Tx<'_>, actor: &Actor, id: HelpId, (person, reason): (PersonId, &str), version: i64) -> Result<()> {
    let standing = load(tx, actor, id)?;
    let request = standing.must(standing.is_keeper)?;
    request.must_be(&[State::New, State::Taken], "Передать можно то, на что ещё не ответили.")?;
    request.must_be_at(version)?;
    let is_handed = request.state == State::Taken;
    let reason = if is_handed { one("reason", reason, "Напишите, почему передаёте: это увидит новый помощник")? } else { kernel::name::clean_text(reason) };
    if request.asker.person == Some(person) {
        return Err(Error::refusal("Этот человек и просит о помощи. Выберите другого."));
    }
    if request.helper.person == Some(person) {
        return Err(Error::refusal("Обращение уже у этого человека. Выберите другого."));
    }
    let helper = helpers::find(tx, actor, person)?;
    let kind = if is_handed { TurnKind::Handed } else { TurnKind::Assigned };
    store::set_helper(tx, request, &helper, request.due_on)?;
    talk::turn(tx, id, kind, (&helper, &Party::of(actor)), &reason)?;
    letters::assigned(tx, request, &helper)?;
    tx.record(&actor.by(), Event::new("help.assigned", "help_request", id).of_maybe(request.asker.person).with(json!({"helper": helper.person, "kind": kind})))
}

/// The helper can't: back into the queue with a reason, the term runs on.
///
/// # Errors
/// Not found: not the helper. A refusal: answered already. Fields. Stale.
pub fn give_back(tx: &mut Tx<'_>, actor: &Actor, id: HelpId, reason: &str, version: i64) -> Result<()> {
    let standing = load(tx, actor, id)?;
    let request = standing.must(standing.is_helper)?;
    request.must_be(&[State::Taken], "Вернуть в очередь можно то, что в работе.")?;
    request.must_be_at(version)?;
    let reason = one("reason", reason, "Напишите, почему возвращаете: это увидит тот, кто возьмёт")?;
    store::set_helper(tx, request, &Party::default(), request.due_on)?;
    talk::turn(tx, id, TurnKind::Returned, (&Party::default(), &Party::of(actor)), &reason)?;
    tx.record(&actor.by(), Event::new("help.returned", "help_request", id).of_maybe(request.asker.person))
}

/// The program takes it back from whoever left. The asker hears of it.
///
/// # Errors
/// The store fails.
pub(crate) fn release(tx: &mut Tx<'_>, request: &HelpRequest) -> Result<()> {
    let due = due_again(tx, request)?;
    store::set_helper(tx, request, &Party::default(), due)?;
    talk::turn(tx, request.id, TurnKind::Returned, (&Party::default(), &Party::default()), "")?;
    letters::released(tx, request)?;
    tx.record(&audit::By::system(), Event::new("help.returned", "help_request", request.id).of_maybe(request.asker.person))
}

/// The helper answers and says what it took; the work goes to the ledger.
///
/// # Errors
/// Not found: not the helper. A refusal: not in work. Stale.
pub fn answer(tx: &mut Tx<'_>, actor: &Actor, id: HelpId, (words, minutes): (&str, i64), version: i64) -> Result<()> {
    let standing = load(tx, actor, id)?;
    let request = standing.must(standing.is_helper)?;
    request.must_be(&[State::Taken], "Ответить можно на то, что в работе; написать ещё можно сообщением.")?;
    request.must_be_at(version)?;
    let today = tx.now().to_zoned_datetime(notices::zone_of_place(tx, &request.place)?).date();
    let days = i64::from(working_days_between(&structure::calendar(tx)?, request.asked_on, today));
    let total = request.minutes + minutes;
    store::set_answered(tx, request, days, total)?;
    let message = talk::write(tx, id, (Author::Helper, &Party::of(actor)), MessageKind::Answer, words)?;
    if let Some(person) = actor.person {
        write_deed(tx, request, person, minutes)?;
    }
    letters::answered(tx, request, message)?;
    tx.record(&actor.by(), Event::new("help.answered", "help_request", id).of_maybe(request.asker.person).with(json!({"minutes": minutes, "days": days})))
}

/// One deed per request and helper: answers after a reopening add to it.
fn write_deed(tx: &mut Tx<'_>, request: &HelpRequest, person: PersonId, minutes: i64) -> Result<()> {
    let (today, source) = (tx.today(), request.id.to_string());
    let before = ledger::of_person(tx, person, request.asked_on, kernel::Date::MAX)?.into_iter().find(|deed| deed.kind == DeedKind::Help && deed.source == source).map_or(0, |deed| deed.minutes);
    let deed = Deed {
        person,
        kind: DeedKind::Help,
        source,
        direction: request.direction.clone(),
        on: today,
        minutes: before + minutes,
        part: "helper",
        title: format!("Ответ на обращение {}", request.number),
        url: request.url(),
        reached: 1,
    };
    ledger::write(tx, &deed)
}

//! What the asker does: asks, writes, closes, asks again, takes it back.

use crate::{
    form::{Asked, one},
    helpers, letters,
    model::{Author, HelpId, HelpRequest, MessageKind, Outcome, Party, SeenBy, State, TurnKind},
    standing::load,
    store::{self, talk},
    terms,
};
use access::{Action, Actor, Role, Scope};
use audit::{Event, Record};
use jiff::SignedDuration;
use kernel::{Error, Result, Tx, id::PlaceId};
use serde_json::json;

/// After this a new request is plainer than an old one.
const REOPENED_WITHIN: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Where the asker works: a teacher where the card says, a school's or a municipality's manager where the role is held.
pub(crate) fn place_of(tx: &mut Tx<'_>, actor: &Actor) -> Result<(PlaceId, bool)> {
    match actor.role {
        Role::Member => {
            let person = actor.person.ok_or_else(|| Error::refusal("Учётная запись не связана с карточкой в реестре. Сообщите об этом координатору актива: он свяжет, и можно будет обратиться."))?;
            Ok((people::find(tx, &Scope::person(person), person)?.place, false))
        }
        Role::School | Role::Municipal => Ok((actor.place.clone(), true)),
        Role::Administrator | Role::Coordinator | Role::DataProtection | Role::Commission | Role::Methodist | Role::Expert | Role::Ministry => Err(Error::NotFound),
    }
}

/// Asks for help. It stands in the queue of the asker's municipality and of the region.
///
/// # Errors
/// Not found: the role doesn't ask. A refusal: no card.
pub fn ask(tx: &mut Tx<'_>, actor: &Actor, asked: &Asked) -> Result<HelpId> {
    actor.may(Action::AskForHelp)?;
    let (place, is_place) = place_of(tx, actor)?;
    let (calendar, terms, now) = (structure::calendar(tx)?, terms::read(tx)?, tx.now());
    let asked_on = now.to_zoned_datetime(notices::zone_of_place(tx, &place)?).date();
    let today = tx.today();
    let new = HelpRequest {
        id: HelpId::fresh(),
        number: store::next_number(tx, today)?,
        asker: Party::of(actor),
        place,
        place_path: String::new(),
        place_name: String::new(),
        is_place,
        direction: asked.direction.clone(),
        subject: asked.subject.clone(),
        words: asked.words.clone(),
        how_soon: asked.how_soon,
        form: asked.form,
        // A school that asks for itself has nobody to hide it from.
        seen_by: if is_place { SeenBy::School } else { asked.seen_by },
        state: State::New,
        helper: Party::default(),
        asked_at: now,
        asked_on,
        due_on: terms.due(&calendar, asked_on, asked.how_soon),
        answered_at: None,
        response_days: None,
        minutes: 0,
        closed_at: None,
        outcome: None,
        outcome_words: String::new(),
        case: None,
        activity: None,
        version: 1,
    };
    store::insert(tx, &new)?;
    let path = structure::places::path(tx, &new.place)?;
    letters::asked(tx, &new, &path)?;
    tx.record(&actor.by(), Event::new("help.asked", "help_request", new.id).of_maybe(actor.person).with(json!({"number": new.number, "direction": new.direction})))?;
    Ok(new.id)
}

/// A line of the talk, by the asker or by the helper.
///
/// # Errors
/// Not found: neither. A refusal: it has ended. Fields.
pub fn write(tx: &mut Tx<'_>, actor: &Actor, id: HelpId, raw: &str) -> Result<()> {
    let standing = load(tx, actor, id)?;
    let request = standing.must(standing.is_asker || standing.is_helper)?;
    request.must_be(&[State::New, State::Taken, State::Answered], "Писать можно, пока оно открыто: откройте его снова или начните новое.")?;
    let words = one("words", raw, "Напишите сообщение")?;
    let author = if standing.is_asker { Author::Asker } else { Author::Helper };
    let message = talk::write(tx, id, (author, &Party::of(actor)), MessageKind::Message, &words)?;
    let to = if standing.is_asker { &request.helper } else { &request.asker };
    letters::written(tx, request, to, message)?;
    tx.record(&actor.by(), Event::new("help.message_written", "help_request", id).of_maybe(request.asker.person))
}

/// The asker says whether it helped; then it is closed.
///
/// # Errors
/// Not found: not one's own. A refusal: nobody has answered yet. Stale.
pub fn close(tx: &mut Tx<'_>, actor: &Actor, id: HelpId, (outcome, raw): (&str, &str), version: i64) -> Result<()> {
    let standing = load(tx, actor, id)?;
    let request = standing.must(standing.is_asker)?;
    request.must_be(&[State::Answered], "Закрыть можно, когда есть ответ; если помощь больше не нужна, снимите обращение.")?;
    request.must_be_at(version)?;
    let mut errors = kernel::FieldErrors::default();
    let outcome = errors.take("outcome", outcome.parse::<Outcome>().map_err(|_| "Выберите, помогло ли"));
    let words = crate::form::words(&mut errors, "outcome_words", raw);
    let (outcome, words) = errors.or(outcome.zip(words))?;
    store::end(tx, request, State::Closed, (Some(outcome), &words))?;
    letters::closed(tx, request)?;
    tx.record(&actor.by(), Event::new("help.closed", "help_request", id).of_maybe(actor.person).with(json!({"outcome": outcome})))
}

/// It didn't help, or something more came up: back to the helper with words, and a new term; to the queue where the helper has left.
///
/// # Errors
/// Not found: not one's own. A refusal: closed too long ago. Fields. Stale.
pub fn reopen(tx: &mut Tx<'_>, actor: &Actor, id: HelpId, raw: &str, version: i64) -> Result<()> {
    let standing = load(tx, actor, id)?;
    let request = standing.must(standing.is_asker)?;
    request.must_be(&[State::Answered, State::Closed], "Продолжить можно то, на что уже ответили.")?;
    request.must_be_at(version)?;
    if request.closed_at.is_some_and(|closed| closed + REOPENED_WITHIN < tx.now()) {
        return Err(Error::refusal(format!("Обращение {} закрыто больше месяца назад. Начните новое: так на него ответят в обычный срок.", request.number)));
    }
    let words = one("again", raw, "Напишите, что осталось трудным")?;
    let due = due_again(tx, request)?;
    let stays = helpers::still_answers(tx, &request.helper)?;
    let helper = if stays { request.helper.clone() } else { Party::default() };
    store::reopen(tx, request, &helper, due)?;
    let message = talk::write(tx, id, (Author::Asker, &Party::of(actor)), MessageKind::Reopened, &words)?;
    if stays {
        letters::reopened(tx, request, message)?;
    } else {
        talk::turn(tx, id, TurnKind::Returned, (&Party::default(), &Party::default()), "")?;
        letters::released(tx, request)?;
    }
    tx.record(&actor.by(), Event::new("help.reopened", "help_request", id).of_maybe(actor.person))
}

/// The term, counted anew from today.
pub(crate) fn due_again(tx: &mut Tx<'_>, request: &HelpRequest) -> Result<kernel::Date> {
    let (calendar, terms, today) = (structure::calendar(tx)?, terms::read(tx)?, tx.today());
    Ok(terms.due(&calendar, today, request.how_soon))
}

/// Help is no longer needed.
///
/// # Errors
/// Not found: not one's own. A refusal: answered already. Stale.
pub fn withdraw(tx: &mut Tx<'_>, actor: &Actor, id: HelpId, version: i64) -> Result<()> {
    let standing = load(tx, actor, id)?;
    let request = standing.must(standing.is_asker)?;
    request.must_be(&[State::New, State::Taken], "На него уже ответили: скажите, помогло ли, и закройте.")?;
    request.must_be_at(version)?;
    store::end(tx, request, State::Withdrawn, (None, ""))?;
    letters::withdrawn(tx, request)?;
    tx.record(&actor.by(), Event::new("help.withdrawn", "help_request", id).of_maybe(actor.person))
}

//! What the coordinator does: looks, finds, accepts, sends back, passes on.

mod dossier;
mod remarks;

pub use dossier::{Dossier, dossier};
pub use remarks::ReturnForm;

use crate::{
    agenda::needed_until,
    apply::another_link,
    card,
    letters::{self, To},
    link::Site,
    lists::Lists,
    model::{Act, ApplicationId, State},
    record::{Application, Trouble},
    register,
    shown::PlaceNames,
    store::{self, Said, parts},
};
use access::{Action, Actor, Scope};
use audit::{By, Event, Record};
use kernel::{
    Error, Result, Tx,
    id::{PersonId, PlaceId},
    name::clean_text,
    news::Listeners,
};
use serde_json::json;
use structure::places;

/// Opens an application to look at: an event, because it is another's card.
///
/// # Errors
/// Not found, or not within the actor's scope.
pub fn look(tx: &mut Tx<'_>, actor: &Actor, id: ApplicationId) -> Result<Dossier> {
    actor.may(Action::ViewApplications)?;
    let found = dossier(tx, &actor.scope(), id)?;
    tx.record(&actor.by(), Event::new("application.viewed", "application", id).of_maybe(found.application.person))?;
    Ok(found)
}

/// Which application, as it stood when the page was opened.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    pub id: ApplicationId,
    pub version: i64,
}

/// The coordinator's finding about a criterion, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FindingForm {
    pub criterion: String,
    pub holds: String,
    pub note: String,
    /// Version of the finding that stood on the page; 0: there was none.
    pub version: i64,
}

/// The coordinator's finding about a criterion.
///
/// # Errors
/// Field errors at `holds-{criterion}` and `note-{criterion}`; a refusal when a correction came or somebody else found first.
pub fn find_criterion(tx: &mut Tx<'_>, actor: &Actor, seen: Seen, form: &FindingForm) -> Result<()> {
    let (id, criterion) = (seen.id, form.criterion.as_str());
    actor.may(Action::CheckApplications)?;
    let application = store::find(tx, &actor.scope(), id)?;
    if seen.version != application.version {
        return Err(store::clash(tx, &application)?);
    }
    if !matches!(application.state, State::Submitted | State::Checked) {
        return Err(Error::refusal("Отмечать основания можно, пока заявка на проверке. Обновите страницу и посмотрите, что с ней стало."));
    }
    let lists = Lists::new(structure::profile(tx)?, tx.today());
    let title = lists.criterion(criterion).ok_or(Error::NotFound)?.title.clone();
    must_be_seen(tx, form, id, &title)?;
    let holds = match form.holds.as_str() {
        "yes" => true,
        "no" => false,
        _ => return Err(Error::field(&format!("holds-{criterion}"), "Выберите: подтверждено или нет")),
    };
    let note = clean_text(&form.note);
    if !holds && note.is_empty() {
        return Err(Error::field(&format!("note-{criterion}"), "Напишите, чего не хватает: это пояснение увидит комиссия"));
    }
    let note = short(&note, &format!("note-{criterion}"))?;
    parts::put_verdict(tx, id, criterion, holds, (&Some(actor.account), &note))?;
    tx.record(&actor.by(), Event::new("application.criterion_found", "application", id).of_maybe(application.person).with(json!({"criterion": criterion, "holds": holds})))
}

/// Nobody has found anything else about this criterion since the page was opened.
fn must_be_seen(tx: &mut Tx<'_>, form: &FindingForm, id: ApplicationId, title: &str) -> Result<()> {
    let stands = parts::verdicts(tx, id)?.into_iter().find(|verdict| verdict.criterion == form.criterion);
    match stands {
        Some(verdict) if verdict.version != form.version => {
            let who = verdict.who.clone().unwrap_or_else(|| "сотрудник".into());
            Err(Error::refusal(format!("«{title}»: пока страница была открыта, это основание отметил(а) {who}: {}. Ваша отметка не записана. Обновите страницу и посмотрите, что изменилось.", verdict.word())))
        }
        _ => Ok(()),
    }
}

/// Accepts an application as checked. At least so many criteria as the region asks for must have been found to hold.
///
/// # Errors
/// A refusal when they were not, or somebody acted first.
pub fn accept(tx: &mut Tx<'_>, actor: &Actor, seen: Seen) -> Result<()> {
    actor.may(Action::CheckApplications)?;
    let application = store::find(tx, &actor.scope(), seen.id)?;
    let needed = structure::profile(tx)?.membership.criteria_needed;
    let found = parts::verdicts(tx, seen.id)?.iter().filter(|verdict| verdict.holds).count();
    if application.state == State::Submitted && found < usize::try_from(needed).unwrap_or(usize::MAX) {
        return Err(Error::refusal("Ни одно основание ещё не отмечено подтверждённым. Откройте раздел «Основания», посмотрите документы и отметьте, что подтверждено, или верните заявку на исправление."));
    }
    step(tx, actor, &application, seen.version, Act::Check, "")?;
    tell(tx, &application, State::Checked, "")
}

/// Sends an application back: a reason at each field that must be corrected.
///
/// # Errors
/// Field errors; a refusal when somebody acted first.
pub fn send_back(tx: &mut Tx<'_>, actor: &Actor, site: &Site, seen: Seen, form: &ReturnForm) -> Result<()> {
    actor.may(Action::CheckApplications)?;
    let application = store::find(tx, &actor.scope(), seen.id)?;
    let lists = Lists::new(structure::profile(tx)?, tx.today());
    let reasons = form.parse(&lists)?;
    step(tx, actor, &application, seen.version, Act::Return, "")?;
    parts::settle_remarks(tx, seen.id)?;
    for (field, reason) in &reasons {
        parts::add_remark(tx, seen.id, *field, reason)?;
    }
    // What is being typed starts from what was sent.
    store::save_answers(tx, seen.id, application.shown())?;
    let remarks = parts::open_remarks(tx, seen.id)?;
    let link = site.link(&another_link(tx, seen.id)?);
    letters::returned(tx, &to(&application), application.version, &remarks, &link)
}

/// Passes an application on to the commission where the municipality has no methodical service to endorse it.
///
/// # Errors
/// A refusal where there is one.
pub fn pass_on(tx: &mut Tx<'_>, actor: &Actor, seen: Seen) -> Result<()> {
    actor.may(Action::CheckApplications)?;
    let application = store::find(tx, &actor.scope(), seen.id)?;
    if has_service(tx, &application)? {
        return Err(Error::refusal("В этом муниципалитете есть методическая служба: поддержать или отклонить заявку должна она."));
    }
    step(tx, actor, &application, seen.version, Act::PassOn, "нет методической службы")?;
    tell(tx, &application, State::Endorsed, "")
}

/// After the municipality declined: asks it once more.
///
/// # Errors
/// A field error at `note`: it must be said why.
pub fn ask_again(tx: &mut Tx<'_>, actor: &Actor, seen: Seen, note: &str) -> Result<()> {
    actor.may(Action::CheckApplications)?;
    let note = said(note, "Напишите муниципалитету, почему просите рассмотреть заявку ещё раз")?;
    let application = store::find(tx, &actor.scope(), seen.id)?;
    step(tx, actor, &application, seen.version, Act::AskAgain, &note)
}

/// The suspicion of a duplicate was looked into: it is another person.
///
/// # Errors
/// Not found.
pub fn clear_duplicate(tx: &mut Tx<'_>, actor: &Actor, id: ApplicationId) -> Result<()> {
    actor.may(Action::CheckApplications)?;
    let application = store::find(tx, &actor.scope(), id)?;
    store::set_trouble(tx, id, Trouble { duplicate: false, ..application.trouble })?;
    tx.record(&actor.by(), Event::new("application.duplicate_cleared", "application", id).of_maybe(application.person))
}

/// The suspicion was right: the card that this application made and an older one are the same person's.
///
/// # Errors
/// Not found; a refusal when the older card is not among the suspects.
pub fn join(tx: &mut Tx<'_>, listeners: &Listeners, actor: &Actor, id: ApplicationId, same: PersonId) -> Result<()> {
    actor.may(Action::CheckApplications)?;
    actor.may(Action::EditPeople)?;
    let found = dossier(tx, &actor.scope(), id)?;
    let person = found.application.person.ok_or(Error::NotFound)?;
    if !found.suspects.iter().any(|suspect| suspect.person.id == same) {
        return Err(Error::refusal("Эта карточка больше не похожа на заявителя: её изменили или объединили с другой. Обновите страницу."));
    }
    people::merge(tx, listeners, &actor.by(), person, same)
}

/// Whether the register or the queue still seems to know this person.
pub(crate) fn refresh_duplicate(tx: &mut Tx<'_>, application: &Application) -> Result<()> {
    let Some(person) = application.person else { return Ok(()) };
    let lists = Lists::new(structure::profile(tx)?, tx.today());
    let names = PlaceNames::of(tx, application.shown())?;
    let Ok(card) = card::parse(application.shown(), &lists, names.fits) else { return Ok(()) };
    let everywhere = Scope::program("a duplicate may live in any municipality; only the fact of one is kept");
    let duplicate = !register::suspects(tx, &everywhere, person, &card)?.is_empty() || !store::namesakes(tx, &everywhere, application, &card.name.sort_key())?.is_empty();
    store::set_trouble(tx, application.id, Trouble { duplicate, ..application.trouble })
}

/// A step of the table by staff: the application, its history and the event.
pub(crate) fn step(tx: &mut Tx<'_>, actor: &Actor, application: &Application, version: i64, act: Act, note: &str) -> Result<()> {
    step_by(tx, &actor.by(), application, version, act, note)
}

pub(crate) fn step_by(tx: &mut Tx<'_>, by: &By, application: &Application, version: i64, act: Act, note: &str) -> Result<()> {
    let state = store::advance(tx, application, version, act, &Said { account: by.account, note: note.to_owned() })?;
    let action = match act {
        Act::Submit => "application.submitted",
        Act::Return => "application.returned",
        Act::Check => "application.checked",
        Act::Endorse => "application.endorsed",
        Act::PassOn => "application.passed_on",
        Act::Decline => "application.declined",
        Act::AskAgain => "application.asked_again",
        Act::Decide => "application.decided",
        Act::PutInReserve => "application.reserved",
        Act::Refuse => "application.refused",
        Act::Order => "application.ordered",
        Act::Withdraw => "application.withdrawn",
    };
    tx.record(by, Event::new(action, "application", application.id).of_maybe(application.person).with(json!({"state": state})))?;
    settle_purpose(tx, by, application.person, state)
}

/// What the data are for: over with the last application that came to nothing, there again once an order includes the person. After a
/// refusal the consent lets them be kept for a while yet; `membership::retention` opens the duty when that is over.
pub(crate) fn settle_purpose(tx: &mut Tx<'_>, by: &By, person: Option<PersonId>, state: State) -> Result<()> {
    let Some(person) = person else { return Ok(()) };
    match state {
        State::Refused | State::Withdrawn if is_over(tx, person)? => consent::duty::purpose_reached(tx, by, person),
        State::Ordered => consent::duty::purpose_again(tx, person, "Человек включён в актив приказом"),
        _ => Ok(()),
    }
}

/// Whether no application of the person goes on or has led into the active, and none that was refused must be kept.
fn is_over(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    let today = tx.today();
    let has_led = store::of_person(tx, person)?.iter().any(|one| one.state == State::Ordered);
    Ok(!has_led && needed_until(tx, person)?.is_some_and(|day| day <= today))
}

fn to(application: &Application) -> To<'_> {
    To { id: application.id, person: application.person, address: &application.email, title: application.title() }
}

/// Tells the applicant about a new state.
pub(crate) fn tell(tx: &mut Tx<'_>, application: &Application, state: State, note: &str) -> Result<()> {
    letters::moved(tx, &to(application), application.version, state.told(), note)
}

pub(crate) fn has_service(tx: &mut Tx<'_>, application: &Application) -> Result<bool> {
    let today = tx.today();
    let school = application.school.clone().unwrap_or_else(|| PlaceId::from(""));
    Ok(places::municipality_of(tx, &school, today)?.is_none_or(|municipality| municipality.has_methodical_service))
}

/// A note that must not be empty.
pub(crate) fn said(raw: &str, absent: &str) -> Result<String> {
    let note = clean_text(raw);
    if note.is_empty() {
        return Err(Error::field("note", absent));
    }
    short(&note, "note")
}

pub(crate) fn short(note: &str, input: &str) -> Result<String> {
    let length = note.chars().count();
    if length > 1_000 { Err(Error::field(input, format!("Слишком длинно: {length} знаков, можно до 1000. Сократите текст"))) } else { Ok(note.to_owned()) }
}

//! What an author does with a work: begin, write, attach, put into the portfolio, remove.

use super::{Body, MOST_FILES, Work, WorkId, lacks, store};
use crate::{model::ResultForm, proof::Proof};
use access::{Action, Actor};
use audit::{Event, Record};
use files::{Digest, Stored};
use kernel::{Error, Result, Tx, id::PersonId, name::clean_line};
use serde_json::json;

const LONGEST_TITLE: usize = 200;

/// What the form says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    pub title: String,
    pub body: Body,
}

/// Who asks, as an author.
pub(crate) fn author(actor: &Actor) -> Result<PersonId> {
    actor.may(Action::UseOwnCabinet)?;
    actor.person.ok_or(Error::NotFound)
}

/// One's own work.
///
/// # Errors
/// Not found: it is another's.
pub fn own(tx: &mut Tx<'_>, actor: &Actor, id: WorkId) -> Result<Work> {
    store::of_person(tx, author(actor)?, id)
}

/// Begins a work of a form.
///
/// # Errors
/// A field error at `title`.
pub fn begin(tx: &mut Tx<'_>, actor: &Actor, form: ResultForm, title: &str) -> Result<WorkId> {
    let person = author(actor)?;
    let title = titled(title)?;
    let new = Work { id: WorkId::fresh(), person, form, title, body: Body::default(), held_on: None, is_ready: false, for_portfolio: false, proof: None, made_at: tx.now(), version: 1 };
    store::insert(tx, &new)?;
    tx.record(&actor.by(), Event::new("work.begun", "work", new.id).of(person).with(json!({"form": form.as_str()})))?;
    Ok(new.id)
}

fn titled(raw: &str) -> Result<String> {
    let title = clean_line(&raw.chars().take(LONGEST_TITLE * 4).collect::<String>());
    match title.chars().count() {
        0 => Err(Error::field("title", "Назовите работу, чтобы потом её узнать")),
        long if long > LONGEST_TITLE => Err(Error::field("title", format!("Можно до {LONGEST_TITLE} знаков. Сократите название"))),
        _ => Ok(title),
    }
}

/// What the tutor reads now is what is accepted: it doesn't change under their eyes.
fn must_not_be_read(tx: &mut Tx<'_>, id: WorkId) -> Result<()> {
    if store::waiting_reports(tx, id)? == 0 {
        return Ok(());
    }
    Err(Error::refusal("Эта работа приложена к отчёту, который сейчас читает тьютор. Заберите отчёт в разделе «Прохождение» маршрута или дождитесь ответа, потом измените работу."))
}

/// Keeps a draft while it is typed: nothing is checked, nobody is told, the version stays.
///
/// # Errors
/// Not found; stale: the page is older than the work.
pub fn draft(tx: &mut Tx<'_>, actor: &Actor, id: WorkId, version: i64, typed: &Typed) -> Result<()> {
    let work = own(tx, actor, id)?;
    must_not_be_read(tx, id)?;
    let title: String = clean_line(&typed.title).chars().take(LONGEST_TITLE).collect();
    let changed = filled(tx, Work { title: if title.is_empty() { work.title.clone() } else { title }, version, ..work }, &typed.body)?;
    store::save(tx, &changed, version)
}

/// Keeps what was typed when another act of the page is done; nothing is written where nothing new was typed.
///
/// # Errors
/// As [`draft`].
pub fn keep(tx: &mut Tx<'_>, actor: &Actor, id: WorkId, version: i64, typed: &Typed) -> Result<()> {
    let work = own(tx, actor, id)?;
    if clean_line(&typed.title) == work.title && typed.body == work.body { Ok(()) } else { draft(tx, actor, id, version, typed) }
}

fn filled(tx: &mut Tx<'_>, work: Work, body: &Body) -> Result<Work> {
    let files = store::files(tx, work.id)?.len();
    Ok(Work { body: body.clone(), held_on: body.held_on(work.form), is_ready: !work.title.is_empty() && lacks(work.form, body, work.shows(files)).is_empty(), ..work })
}

/// Saves a work.
///
/// # Errors
/// Field errors; not found; stale.
pub fn save(tx: &mut Tx<'_>, actor: &Actor, id: WorkId, version: i64, typed: &Typed) -> Result<()> {
    let work = own(tx, actor, id)?;
    must_not_be_read(tx, id)?;
    let title = titled(&typed.title);
    match (title, typed.body.check(work.form)) {
        (Ok(title), Ok(())) => {
            let changed = filled(tx, Work { title, version, ..work }, &typed.body)?;
            store::save(tx, &changed, version + 1)?;
            tx.record(&actor.by(), Event::new("work.saved", "work", id).of(changed.person).with(json!({"is_ready": changed.is_ready})))
        }
        (Err(Error::Fields(mut errors)), Err(others)) => {
            others.all().iter().for_each(|(name, message)| errors.add(name.clone(), message.clone()));
            Err(errors.into())
        }
        (Err(error), _) => Err(error),
        (_, Err(errors)) => Err(errors.into()),
    }
}

/// Whether everything is there is asked anew: files count too.
fn weigh(tx: &mut Tx<'_>, id: WorkId, person: PersonId) -> Result<()> {
    let work = store::of_person(tx, person, id)?;
    let body = work.body.clone();
    let weighed = filled(tx, work, &body)?;
    let version = weighed.version;
    store::save(tx, &weighed, version)
}

/// Attaches a file that is safe in the store.
///
/// # Errors
/// Not found; a field error at `file`: too many.
pub fn attach(tx: &mut Tx<'_>, actor: &Actor, id: WorkId, stored: &Stored, name: &str) -> Result<()> {
    let work = own(tx, actor, id)?;
    must_not_be_read(tx, id)?;
    if store::files(tx, id)?.len() >= MOST_FILES {
        return Err(Error::field("file", format!("К работе можно приложить до {MOST_FILES} файлов. Уберите лишние")));
    }
    store::add_file(tx, id, stored, name)?;
    weigh(tx, id, work.person)?;
    tx.record(&actor.by(), Event::new("work.file_added", "work", id).of(work.person))
}

/// Says by which activity the work is shown, or by none.
///
/// # Errors
/// Not found. A refusal: a report with it is being read.
pub fn prove(tx: &mut Tx<'_>, actor: &Actor, id: WorkId, proof: Option<Proof>) -> Result<()> {
    let work = own(tx, actor, id)?;
    must_not_be_read(tx, id)?;
    let (person, version, activity) = (work.person, work.version, proof.as_ref().map(|proof| proof.id.clone()));
    store::save(tx, &Work { proof, ..work }, version)?;
    weigh(tx, id, person)?;
    tx.record(&actor.by(), Event::new("work.proved", "work", id).of(person).with(json!({"activity": activity})))
}

/// Takes a file off. What was accepted with a step keeps it.
///
/// # Errors
/// Not found.
pub fn detach(tx: &mut Tx<'_>, actor: &Actor, id: WorkId, digest: &Digest) -> Result<()> {
    let work = own(tx, actor, id)?;
    must_not_be_read(tx, id)?;
    if !store::remove_file(tx, id, digest)? {
        return Err(Error::NotFound);
    }
    store::forget_unused(tx, digest)?;
    weigh(tx, id, work.person)?;
    tx.record(&actor.by(), Event::new("work.file_removed", "work", id).of(work.person))
}

/// Puts a work into the portfolio for attestation, or takes it out: the author's choice alone.
///
/// # Errors
/// Not found; stale.
pub fn set_for_portfolio(tx: &mut Tx<'_>, actor: &Actor, id: WorkId, version: i64, is_in: bool) -> Result<()> {
    let work = own(tx, actor, id)?;
    let person = work.person;
    store::save(tx, &Work { for_portfolio: is_in, version, ..work }, version + 1)?;
    tx.record(&actor.by(), Event::new("work.portfolio_chosen", "work", id).of(person).with(json!({"is_in": is_in})))
}

/// Removes a work. Steps that were accepted with it keep what was accepted.
///
/// # Errors
/// Not found. A refusal: a report with it waits for an answer.
pub fn remove(tx: &mut Tx<'_>, actor: &Actor, id: WorkId) -> Result<()> {
    let work = own(tx, actor, id)?;
    if store::waiting_reports(tx, id)? > 0 {
        return Err(Error::refusal("Эта работа приложена к отчёту, который сейчас читает тьютор. Заберите отчёт в разделе «Прохождение» маршрута или дождитесь ответа, потом удалите работу."));
    }
    store::remove(tx, id)?;
    tx.record(&actor.by(), Event::new("work.removed", "work", id).of(work.person))
}

//! The author: begins, writes, attaches, sends to reviewers, takes back, chooses the naming, withdraws.

use crate::{
    form::{Agreement, Draft},
    model::{Practice, PracticeId, State, Text, Verdict, VersionState},
    sight,
    store::{self, reviews, versions},
};
use access::{Actor, Scope};
use audit::{Event, Record};
use files::{Digest, Stored};
use kernel::{Error, Result, Tx, news::Listeners};
use pathways::works::{self, Work, WorkId};
use serde_json::json;
use structure::{profile::TermKind, terms};

const MOST_FILES: usize = 6;

fn known(tx: &mut Tx<'_>, draft: &Draft) -> Result<()> {
    let today = tx.today();
    if !draft.subject.is_empty() && terms::find(tx, TermKind::Subject, &draft.subject, today)?.is_none() {
        return Err(Error::field("subject", "Такого предмета нет в справочнике. Выберите его из списка"));
    }
    if terms::find(tx, TermKind::WorkDirection, &draft.direction, today)?.is_none() {
        return Err(Error::field("direction", "Такого направления нет в справочнике. Выберите его из списка"));
    }
    Ok(())
}

/// Begins a practice, from nothing or from a work of one's own.
///
/// # Errors
/// Fields; not found: no card, another's work.
pub fn begin(tx: &mut Tx<'_>, actor: &Actor, draft: &Draft, work: Option<WorkId>) -> Result<PracticeId> {
    let author = sight::writer(actor)?;
    known(tx, draft)?;
    if let Some(work) = work {
        works::of_person(tx, author, work)?;
    }
    let person = people::find(tx, &Scope::person(author), author)?;
    let id = store::insert(tx, author, &person.place, &work.map(|id| id.to_string()).unwrap_or_default())?;
    versions::insert(tx, id, 1, draft)?;
    tx.record(&actor.by(), Event::new("practice.begun", "practice", id).of(author))?;
    Ok(id)
}

/// A work of one's own as the beginning of a practice: what was typed there isn't typed again.
#[must_use]
pub fn from_work(work: &Work) -> Draft {
    let parts = works::shown(work.form, &work.body);
    let told = parts.iter().map(|(label, text)| format!("{label}: {text}")).collect::<Vec<_>>().join("\n");
    Draft {
        title: work.title.clone(),
        problem: String::new(),
        idea: String::new(),
        steps: told.chars().take(6_000).collect(),
        results: String::new(),
        evidence: String::new(),
        subject: String::new(),
        direction: crate::form::USUAL_DIRECTION.to_owned(),
        audience: String::new(),
        link: String::new(),
    }
}

/// The version that the author writes into: an open one, or the next after one that was seen by reviewers.
fn open(tx: &mut Tx<'_>, practice: &Practice, draft: &Draft) -> Result<i64> {
    let newest = versions::newest(tx, practice.id)?;
    match newest.state {
        VersionState::Draft => {
            versions::change(tx, practice.id, newest.number, draft)?;
            Ok(newest.number)
        }
        VersionState::Review => Err(Error::refusal("Практику сейчас читают рецензенты. Чтобы изменить её, сначала заберите с рецензии.")),
        VersionState::Accepted | VersionState::Returned | VersionState::Declined => {
            let next = newest.number + 1;
            versions::insert(tx, practice.id, next, draft)?;
            versions::carry_files(tx, practice.id, newest.number, next)?;
            store::set_state(tx, practice.id, State::Draft)?;
            Ok(next)
        }
    }
}

/// Saves what is written. What is published stays as it is: a change is a new version, which is reviewed again.
///
/// # Errors
/// Fields; not found; refused: it is being read, or somebody was first.
pub fn edit(tx: &mut Tx<'_>, actor: &Actor, id: PracticeId, draft: &Draft, version: i64) -> Result<()> {
    let practice = sight::own(tx, actor, id)?;
    known(tx, draft)?;
    store::touch(tx, id, version)?;
    let number = open(tx, &practice, draft)?;
    if practice.state == State::Withdrawn {
        store::set_state(tx, id, State::Draft)?;
    }
    tx.record(&actor.by(), Event::new("practice.edited", "practice", id).of_maybe(practice.author).with(json!({"number": number})))
}

/// A draft that takes files.
fn drafted(tx: &mut Tx<'_>, actor: &Actor, id: PracticeId) -> Result<(Practice, Text)> {
    let practice = sight::own(tx, actor, id)?;
    let newest = versions::newest(tx, id)?;
    if newest.state.is_open() {
        Ok((practice, newest))
    } else {
        Err(Error::refusal("Файлы меняют в черновике. Нажмите «Изменить»: появится новая версия с теми же файлами."))
    }
}

/// Attaches a file to the draft.
///
/// # Errors
/// Fields: `file`; not found; refused: it is no draft.
pub fn attach(tx: &mut Tx<'_>, actor: &Actor, id: PracticeId, (stored, name): (&Stored, &str)) -> Result<()> {
    let (practice, newest) = drafted(tx, actor, id)?;
    if versions::files_of(tx, id, newest.number)?.len() >= MOST_FILES {
        return Err(Error::field("file", format!("Можно приложить до {MOST_FILES} файлов. Уберите лишний")));
    }
    versions::add_file(tx, id, newest.number, stored, name)?;
    tx.record(&actor.by(), Event::new("practice.file_added", "practice", id).of_maybe(practice.author))
}

/// Takes a file off the draft.
///
/// # Errors
/// Not found; refused: it is no draft.
pub fn detach(tx: &mut Tx<'_>, actor: &Actor, id: PracticeId, digest: &Digest) -> Result<()> {
    let (practice, newest) = drafted(tx, actor, id)?;
    if !versions::remove_file(tx, id, newest.number, digest)? {
        return Err(Error::NotFound);
    }
    tx.record(&actor.by(), Event::new("practice.file_removed", "practice", id).of_maybe(practice.author))
}

/// Sends the draft to reviewers with the author's consent to the publication.
///
/// # Errors
/// Not found; refused: something is missing, it is no draft, or somebody was first.
pub fn submit(tx: &mut Tx<'_>, actor: &Actor, id: PracticeId, agreement: Agreement, version: i64) -> Result<()> {
    let practice = sight::own(tx, actor, id)?;
    let newest = versions::newest(tx, id)?;
    if !newest.state.is_open() {
        return Err(Error::refusal("Отправляют черновик, а эта версия уже отправлена. Обновите страницу."));
    }
    let lacks = newest.lacks();
    if !lacks.is_empty() {
        return Err(Error::refusal(format!("Рецензентам не хватит: {}. Нажмите «Изменить» и допишите.", lacks.join(", "))));
    }
    store::touch(tx, id, version)?;
    store::agree(tx, id, agreement)?;
    versions::set_state(tx, id, newest.number, VersionState::Review)?;
    store::set_state(tx, id, State::Review)?;
    tx.record(&actor.by(), Event::new("practice.submitted", "practice", id).of_maybe(practice.author).with(json!({"number": newest.number, "with_name": agreement.with_name, "open": agreement.is_open})))
}

/// Takes a version back from reviewers while none has said anything.
///
/// # Errors
/// Not found; refused: somebody has answered, or it isn't there.
pub fn recall(tx: &mut Tx<'_>, actor: &Actor, id: PracticeId, version: i64) -> Result<()> {
    let practice = sight::own(tx, actor, id)?;
    let newest = versions::newest(tx, id)?;
    if newest.state != VersionState::Review {
        return Err(Error::refusal("У рецензентов этой практики нет. Обновите страницу."));
    }
    if reviews::of_version(tx, id, newest.number)?.iter().any(|review| review.verdict != Verdict::None) {
        return Err(Error::refusal("Один рецензент уже ответил. Дождитесь второго: его слова помогут доработать. Снять практику совсем можно в любой момент."));
    }
    store::touch(tx, id, version)?;
    reviews::release(tx, id, newest.number)?;
    versions::set_state(tx, id, newest.number, VersionState::Draft)?;
    store::set_state(tx, id, State::Draft)?;
    tx.record(&actor.by(), Event::new("practice.recalled", "practice", id).of_maybe(practice.author))
}

/// With a name or without, on the open page or not: at once, whatever was said before.
///
/// # Errors
/// Not found; refused: somebody was first.
pub fn name(tx: &mut Tx<'_>, actor: &Actor, id: PracticeId, agreement: Agreement, version: i64) -> Result<()> {
    let practice = sight::own(tx, actor, id)?;
    store::touch(tx, id, version)?;
    store::agree(tx, id, agreement)?;
    tx.record(&actor.by(), Event::new("practice.naming_chosen", "practice", id).of_maybe(practice.author).with(json!({"with_name": agreement.with_name, "open": agreement.is_open})))
}

/// The author withdraws: it is gone from the bank and from the catalogue at once.
///
/// # Errors
/// Not found; refused: withdrawn already, or somebody was first.
pub fn withdraw(tx: &mut Tx<'_>, listeners: &Listeners, actor: &Actor, id: PracticeId, (why, version): (&str, i64)) -> Result<()> {
    let practice = sight::own(tx, actor, id)?;
    if practice.state == State::Withdrawn {
        return Err(Error::refusal("Практика уже снята. Обновите страницу."));
    }
    store::withdraw(tx, id, why, version)?;
    stop_reviews(tx, id)?;
    let_resource_go(tx, listeners, &practice)?;
    tx.record(&actor.by(), Event::new("practice.withdrawn", "practice", id).of_maybe(practice.author))
}

/// Nobody reads any more what was withdrawn; the version can be sent again.
pub(crate) fn stop_reviews(tx: &mut Tx<'_>, id: PracticeId) -> Result<()> {
    let newest = versions::newest(tx, id)?;
    if newest.state == VersionState::Review {
        reviews::release(tx, id, newest.number)?;
        versions::set_state(tx, id, newest.number, VersionState::Draft)?;
    }
    Ok(())
}

/// What the catalogue had of the practice is no longer offered; whoever has it in a pathway hears.
pub(crate) fn let_resource_go(tx: &mut Tx<'_>, listeners: &Listeners, practice: &Practice) -> Result<()> {
    let Ok(resource) = practice.resource.parse() else { return Ok(()) };
    store::set_resource(tx, practice.id, "")?;
    resources::withdraw_unheld(tx, listeners, resource, "Автор снял практику из банка")
}

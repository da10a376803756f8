//! The way of a visit: proposed → agreed → filled → acknowledged. Every step is its side's own.

use crate::{
    form::Visit,
    letters,
    model::{Observation, ObservationId, Row, Side, State},
    record::{Sheet, Standing},
    rubric::{Evidence, Rubric, RubricState},
    store::{self, Eye, records, rubrics},
};
use access::{Action, Actor};
use audit::{Event, Record};
use consent::ConsentKind;
use kernel::{
    Error, Result, Tx,
    id::PersonId,
    name::clean_text,
    news::{Listeners, News},
};
use serde_json::json;

const LONGEST_COMMENT: usize = 4000;

/// Proposes a visit to a teacher within the observer's scope.
///
/// # Errors
/// Not found: the teacher is out of reach. Refusals: oneself, twice the same lesson, a rubric that isn't live.
pub fn propose(tx: &mut Tx<'_>, actor: &Actor, person: PersonId, visit: &Visit, site: &str) -> Result<ObservationId> {
    actor.may(Action::ObserveLessons)?;
    let teacher = people::find(tx, &actor.scope(), person)?;
    if actor.person == Some(person) {
        return Err(Error::refusal("Это вы сами. Свой урок можно оценить по карте, когда его посещает коллега."));
    }
    let rubric = rubrics::find(tx, visit.rubric).map_err(|_| Error::field("rubric", "Выберите карту наблюдения"))?;
    if rubric.state != RubricState::Live {
        return Err(Error::field("rubric", "Эта карта не действует. Выберите другую"));
    }
    if store::is_there(tx, actor.account, person, visit.held_on, &visit.lesson)? {
        return Err(Error::refusal("Вы уже предложили посетить этот урок. Откройте его в списке наблюдений."));
    }
    let post = if visit.post.is_empty() { actor.role.label().to_owned() } else { visit.post.clone() };
    let new = Observation {
        id: ObservationId::fresh(),
        rubric: rubric.id,
        person,
        place: teacher.place,
        observer: actor.account,
        observer_name: actor.name.clone(),
        observer_post: post,
        subject: visit.subject.clone(),
        grade: visit.grade.clone(),
        topic: visit.topic.clone(),
        held_on: visit.held_on,
        lesson: visit.lesson.clone(),
        state: State::Proposed,
        is_shared: false,
        comment: String::new(),
        made_at: tx.now(),
        answered_at: None,
        filled_at: None,
        acknowledged_at: None,
        version: 1,
    };
    store::insert(tx, &new)?;
    tx.record(&actor.by(), Event::new("observation.proposed", "observation", new.id).of(person).with(json!({"held_on": new.held_on.to_string()})))?;
    let row = store::find(tx, &Eye::of(actor), new.id)?;
    letters::proposed(tx, &row, site)?;
    Ok(new.id)
}

/// One's own visit as an observer.
///
/// # Errors
/// Not found: it is another's, or out of scope.
pub fn observed(tx: &mut Tx<'_>, actor: &Actor, id: ObservationId) -> Result<Row> {
    actor.may(Action::ObserveLessons)?;
    let row = store::find(tx, &Eye::of(actor), id)?;
    if row.observation.observer == actor.account { Ok(row) } else { Err(Error::NotFound) }
}

/// A visit to one's own lesson.
///
/// # Errors
/// Not found: it is another's.
pub fn own(tx: &mut Tx<'_>, actor: &Actor, id: ObservationId) -> Result<Row> {
    actor.may(Action::UseOwnCabinet)?;
    let row = store::find(tx, &Eye::of(actor), id)?;
    if actor.person == Some(row.observation.person) { Ok(row) } else { Err(Error::NotFound) }
}

fn at(row: &Row, version: i64) -> Observation {
    Observation { version, ..row.observation.clone() }
}

/// The teacher's word on a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    Agree,
    Decline,
}

/// Whether the teacher has allowed diagnostics.
///
/// # Errors
/// The store fails.
pub fn has_consent(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    let today = tx.today();
    consent::has_live(tx, person, ConsentKind::Diagnostics, today)
}

/// The teacher agrees or declines.
///
/// # Errors
/// Refusals: no live consent to diagnostics, answered or taken back already. Stale.
pub fn answer(tx: &mut Tx<'_>, actor: &Actor, id: ObservationId, version: i64, word: Word, site: &str) -> Result<()> {
    let row = own(tx, actor, id)?;
    let state = match word {
        Word::Agree => State::Agreed,
        Word::Decline => State::Declined,
    };
    // One may change one's mind until the observer has finished.
    let open: &[State] = match word {
        Word::Agree => &[State::Proposed, State::Declined],
        Word::Decline => &[State::Proposed, State::Agreed],
    };
    row.observation.must_be(open, "Ответить на это предложение уже нельзя.")?;
    if word == Word::Agree && !has_consent(tx, row.observation.person)? {
        return Err(Error::refusal("Чтобы согласиться, нужно ваше согласие на диагностику компетенций. Дайте его на странице «Мои согласия» и вернитесь сюда."));
    }
    store::answer(tx, &at(&row, version), state)?;
    if word == Word::Decline {
        // What was written of a lesson that may not be observed must not stay.
        store::remove_records(tx, id)?;
    }
    let action = if word == Word::Agree { "observation.agreed" } else { "observation.declined" };
    tx.record(&actor.by(), Event::new(action, "observation", id).of(row.observation.person))?;
    letters::answered(tx, &row, state, site)
}

/// The observer takes a visit back that isn't finished.
///
/// # Errors
/// A refusal if it is finished; stale.
pub fn take_back(tx: &mut Tx<'_>, actor: &Actor, id: ObservationId, version: i64) -> Result<()> {
    let row = observed(tx, actor, id)?;
    row.observation.must_be(&[State::Proposed, State::Agreed], "Отменить можно только незаконченное наблюдение.")?;
    store::set_state(tx, &at(&row, version), State::TakenBack)?;
    store::remove_records(tx, id)?;
    tx.record(&actor.by(), Event::new("observation.taken_back", "observation", id).of(row.observation.person))
}

/// What still keeps a card from being finished, in sentences.
#[must_use]
pub fn lacks(rubric: &Rubric, sheet: &Sheet) -> Vec<String> {
    let mut lacks = Vec::new();
    for indicator in rubric.body.indicators() {
        let why = match sheet.standing(&indicator.code) {
            Standing::Clash => "две разные записи с разных устройств, выберите одну",
            Standing::One(record) if record.score.is_some() && indicator.evidence == Evidence::Required && record.words.is_empty() => "нужен пример с урока",
            Standing::One(record) if record.score.is_some() => continue,
            Standing::One(_) | Standing::Empty => "нет балла",
        };
        lacks.push(format!("«{}»: {why}", indicator.title));
    }
    lacks
}

/// The observer has finished: now the teacher reads.
///
/// # Errors
/// A refusal that names what is lacking, or the day that has not come.
pub fn finish(tx: &mut Tx<'_>, actor: &Actor, id: ObservationId, version: i64, site: &str) -> Result<()> {
    let row = observed(tx, actor, id)?;
    row.observation.must_be(&[State::Agreed], "Закончить можно только согласованное наблюдение.")?;
    if row.observation.held_on > tx.today() {
        return Err(Error::refusal(format!("Урок будет только {}. Закончите карту после урока.", ui::ru::date(row.observation.held_on))));
    }
    let rubric = rubrics::find(tx, row.observation.rubric)?;
    let lacks = lacks(&rubric, &records::sheet(tx, id, Side::Observer)?);
    if let Some(first) = lacks.first() {
        let more = if lacks.len() > 1 { format!(" И ещё показателей: {}.", lacks.len() - 1) } else { String::new() };
        return Err(Error::refusal(format!("Карта заполнена не вся. {first}.{more} Вернитесь к карте и допишите.")));
    }
    store::fill(tx, &at(&row, version))?;
    tx.record(&actor.by(), Event::new("observation.filled", "observation", id).of(row.observation.person))?;
    let row = store::find(tx, &Eye::of(actor), id)?;
    letters::filled(tx, &row, site)
}

/// The observer opens a finished card again, while the teacher hasn't acknowledged it.
///
/// # Errors
/// A refusal if it isn't so; stale.
pub fn reopen(tx: &mut Tx<'_>, actor: &Actor, id: ObservationId, version: i64) -> Result<()> {
    let row = observed(tx, actor, id)?;
    row.observation.must_be(&[State::Filled], "Вернуть к заполнению можно карту, с которой учитель ещё не ознакомился.")?;
    store::set_state(tx, &at(&row, version), State::Agreed)?;
    tx.record(&actor.by(), Event::new("observation.reopened", "observation", id).of(row.observation.person))
}

/// The teacher has read; a comment may be left.
///
/// # Errors
/// A refusal if there is nothing to read yet; a field error; stale.
pub fn acknowledge(tx: &mut Tx<'_>, listeners: &Listeners, actor: &Actor, id: ObservationId, (version, comment): (i64, &str), site: &str) -> Result<()> {
    let row = own(tx, actor, id)?;
    row.observation.must_be(&[State::Filled], "Ознакомиться можно с картой, которую наблюдатель закончил.")?;
    let comment = clean_text(&comment.chars().take(LONGEST_COMMENT * 4).collect::<String>());
    if comment.chars().count() > LONGEST_COMMENT {
        return Err(Error::field("comment", format!("Слишком длинно: можно до {LONGEST_COMMENT} знаков")));
    }
    store::acknowledge(tx, &at(&row, version), &comment)?;
    tx.record(&actor.by(), Event::new("observation.acknowledged", "observation", id).of(row.observation.person))?;
    into_the_ledger(tx, &row.observation)?;
    letters::acknowledged(tx, &row, site)?;
    listeners.tell(tx, News::ObservationAcknowledged { observation: id.0 })?;
    Ok(())
}

/// A lesson, minutes. The talk after it isn't counted: nobody measured it.
const LESSON: i64 = 45;
/// Finding difficulties, of the twelve directions.
const FINDING: &str = "d03";

/// Both sides agree that the lesson was seen: it is work of the observer, who may have no card.
fn into_the_ledger(tx: &mut Tx<'_>, seen: &Observation) -> Result<()> {
    let Some(person) = access::accounts::find(tx, seen.observer)?.person else { return Ok(()) };
    ledger::write(
        tx,
        &ledger::Deed {
            person,
            kind: ledger::DeedKind::Observation,
            source: seen.id.to_string(),
            direction: FINDING.to_owned(),
            on: seen.held_on,
            minutes: LESSON,
            part: "observer",
            title: "Наблюдение урока".to_owned(),
            url: format!("/observations/{}", seen.id),
            reached: 1,
        },
    )
}

/// Who may read a finished card besides its two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    Open,
    Closed,
}

/// The teacher opens a finished card to those whose role sees results, or closes it again.
///
/// # Errors
/// A refusal if there is nothing to open; stale.
pub fn share(tx: &mut Tx<'_>, actor: &Actor, id: ObservationId, version: i64, sharing: Sharing) -> Result<()> {
    let row = own(tx, actor, id)?;
    row.observation.must_be(&[State::Filled, State::Acknowledged], "Открыть другим можно только законченную карту.")?;
    store::share(tx, &at(&row, version), sharing == Sharing::Open)?;
    let action = if sharing == Sharing::Open { "observation.shared" } else { "observation.closed" };
    tx.record(&actor.by(), Event::new(action, "observation", id).of(row.observation.person))
}

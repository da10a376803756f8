//! The graduate shows, the supporter answers.

use super::{
    model::{CourseId, GraduateId, GraduateState, LinkKind, Task, TaskId, TaskState, Uses},
    store::{self, tasks as kept},
};
use crate::{
    form::{Reading, TEXT, version},
    rules::{self, Range},
    tell::{self, Told},
};
use ::web::Answers;
use access::{Action, Actor};
use audit::{Event, Record};
use files::{Digest, Stored};
use jiff::ToSpan;
use kernel::{Error, Result, Slice, Tx, id::PersonId};
use ledger::{Deed, DeedKind};
use serde_json::json;

/// Minutes of a supporter's answer where none were named.
const USUAL_MINUTES: u32 = 15;

/// A task of one's own.
///
/// # Errors
/// Not found: it is another's.
pub fn as_graduate(tx: &mut Tx<'_>, actor: &Actor, id: TaskId) -> Result<Task> {
    let person = rules::cabinet(actor)?;
    let task = kept::find(tx, id)?;
    if task.person == Some(person) { Ok(task) } else { Err(Error::NotFound) }
}

/// A task that the actor answers, or may read: the supporter, and who keeps the course and sees the graduate.
///
/// # Errors
/// Not found.
pub fn as_supporter(tx: &mut Tx<'_>, actor: &Actor, id: TaskId) -> Result<Task> {
    rules::enter(actor)?;
    let task = kept::find(tx, id)?;
    let supports = actor.person.is_some() && task.supporter == actor.person;
    let keeps: Range = rules::kept(actor);
    let reads = keeps.has(&task.course_path) && task.person.is_some_and(|person| actor.can(Action::ViewPeople) && actor.scope().covers(&task.place_path, Some(person)));
    if task.person.is_some() && (supports || reads) { Ok(task) } else { Err(Error::NotFound) }
}

/// What of one's own may be pointed at: lessons acknowledged, works.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Value of the form and words.
    pub choices: Vec<(String, String)>,
}

/// # Errors
/// The store fails.
pub fn evidence(tx: &mut Tx<'_>, actor: &Actor) -> Result<Evidence> {
    let person = rules::cabinet(actor)?;
    let filter = observation::Filter { person: person.to_string(), state: Some(observation::State::Acknowledged), ..observation::Filter::default() };
    let seen = observation::list(tx, &observation::Eye::of(actor), &filter, "-held_on", Slice::new(1, 30))?;
    let lessons = seen.rows.into_iter().map(|row| (format!("observation:{}", row.observation.id), format!("Карта урока {}: {}", kernel::date::short(row.observation.held_on), row.observation.topic)));
    let works = pathways::works::list(tx, person)?;
    let works = works.iter().map(|work| (format!("work:{}", work.id), format!("Моя работа: {}", work.caption())));
    Ok(Evidence { choices: lessons.chain(works).collect() })
}

/// What was chosen, if it is one's own.
fn pointed(tx: &mut Tx<'_>, actor: &Actor, typed: &str) -> Result<(LinkKind, String)> {
    if typed.is_empty() {
        return Ok((LinkKind::None, String::new()));
    }
    if !evidence(tx, actor)?.choices.iter().any(|(value, _)| value == typed) {
        return Err(Error::field("link", "Выберите урок или работу из списка"));
    }
    let (kind, id) = typed.split_once(':').unwrap_or_default();
    let kind = kind.parse().map_err(|_| Error::field("link", "Выберите урок или работу из списка"))?;
    Ok((kind, id.to_owned()))
}

/// The graduate's answer: words, and a file or something of one's own if wished.
///
/// # Errors
/// Fields; not found; refused: declined, accepted already, or somebody was first.
pub fn show(tx: &mut Tx<'_>, actor: &Actor, id: TaskId, answers: &Answers, file: Option<(Stored, String)>) -> Result<()> {
    let task = as_graduate(tx, actor, id)?;
    if task.graduate_state == GraduateState::Declined {
        return Err(Error::refusal("Вы отказались от поддержки после этого курса. Если передумали, сначала вернитесь к ней в разделе «Мои курсы»."));
    }
    let state = task.state.show()?;
    let mut form = Reading::of(answers);
    let uses = form.word::<Uses>("uses", "Выберите, применяете ли вы изученное");
    let words = form.needed("words", TEXT, "Напишите два-три предложения: что попробовали, что получилось или что мешает");
    let uses = form.done(uses)?;
    let link = pointed(tx, actor, answers.get("link"))?;
    let before = task.digest.clone();
    let file_name = file.as_ref().map(|(stored, name)| files::display_name(name, stored.kind));
    let digest: Option<Digest> = match &file {
        Some((stored, _)) => {
            files::record(tx, stored)?;
            Some(stored.digest.clone())
        }
        None if answers.get("without_file") == "yes" => None,
        None => before.clone(),
    };
    let name = file_name.as_deref().unwrap_or(&task.file_name);
    kept::show(tx, id, state, &kept::Shown { uses, words: &words, file: digest.clone().map(|digest| (digest, name)), link: (link.0, &link.1) }, version(answers))?;
    if let Some(before) = before.filter(|before| Some(before) != digest.as_ref()) {
        files::forget_unused(tx, &before)?;
    }
    if let Some(supporter) = task.supporter {
        let key = format!("course-task/{id}/shown/{}", task.version);
        tell::tell(
            tx,
            &Told {
                key,
                person: supporter,
                subject: "Выпускник курса рассказал о своих уроках",
                body: format!("Курс «{}». Прочтите и ответьте несколькими словами.", task.course_title),
                url: format!("/support/tasks/{id}"),
            },
        )?;
    }
    tx.record(&actor.by(), Event::new("course.task_shown", "course_task", id).of_maybe(task.person).with(json!({"months": task.months, "uses": uses})))
}

/// The supporter accepts, or asks back with words.
///
/// # Errors
/// Fields; not found; refused: nothing to answer, or somebody was first.
pub fn answer(tx: &mut Tx<'_>, actor: &Actor, id: TaskId, answers: &Answers) -> Result<()> {
    let task = as_supporter(tx, actor, id)?;
    if actor.person.is_some() && actor.person == task.person {
        return Err(Error::refusal("Это ваш собственный рассказ: ответит на него другой человек. Попросите координатора назначить того, кто вас поддержит."));
    }
    let is_accepted = answers.get("word") == "accept";
    let state = task.state.answer(is_accepted)?;
    let mut form = Reading::of(answers);
    let words = if is_accepted {
        form.text("answer", TEXT)
    } else {
        form.needed("answer", TEXT, "Напишите, что хочется узнать или что попробовать ещё: без слов рассказ не возвращают")
    };
    let minutes = form.whole_if_any("minutes", 1..=600, "Минуты");
    form.done(Some(()))?;
    // Who is asked back has the same days anew.
    let (today, days) = (tx.today(), structure::profile(tx)?.support.answer_days);
    let due_on = if state == TaskState::Returned { today.saturating_add(i64::from(days).days()) } else { task.due_on };
    kept::answer(tx, id, state, (&words, actor.account), due_on, version(answers))?;
    if let Some(supporter) = actor.person {
        credit(tx, &task, supporter, i64::from(minutes.unwrap_or(USUAL_MINUTES)))?;
    }
    if let Some(person) = task.person {
        let subject = if is_accepted { "Ваш рассказ об уроках принят" } else { "На ваш рассказ об уроках есть вопрос" };
        tell::tell(
            tx,
            &Told {
                key: format!("course-task/{id}/answered/{}", task.version),
                person,
                subject,
                body: format!("Курс «{}». Ответ — на странице рассказа.", task.course_title),
                url: format!("/cabinet/courses/tasks/{id}"),
            },
        )?;
    }
    tx.record(&actor.by(), Event::new("course.task_answered", "course_task", id).of_maybe(task.person).with(json!({"state": state})))
}

fn credit(tx: &mut Tx<'_>, task: &Task, supporter: PersonId, minutes: i64) -> Result<()> {
    // Asking back took time too.
    let source = task.id.to_string();
    let before = ledger::of_person(tx, supporter, kernel::Date::MIN, kernel::Date::MAX)?.into_iter().find(|deed| deed.kind == DeedKind::Course && deed.source == source).map_or(0, |deed| deed.minutes);
    let deed = Deed {
        person: supporter,
        kind: DeedKind::Course,
        source,
        direction: "d01".into(),
        on: tx.today(),
        minutes: before + minutes,
        part: "supporter",
        title: format!("Поддержка после курса: {}", task.course_title),
        url: format!("/support/tasks/{}", task.id),
        reached: 1,
    };
    ledger::write(tx, &deed)
}

/// The graduate of one's own, with the course.
fn own(tx: &mut Tx<'_>, actor: &Actor, id: GraduateId) -> Result<(GraduateState, CourseId)> {
    let person = rules::cabinet(actor)?;
    tx.one("SELECT state, course_id FROM course_graduate WHERE id = $1 AND person_id = $2", kernel::params![id, person], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The graduate declines: nothing is asked any more, no reason is needed.
///
/// # Errors
/// Not found; refused: declined already, or somebody was first.
pub fn decline(tx: &mut Tx<'_>, actor: &Actor, id: GraduateId, version: i64) -> Result<()> {
    let (state, course) = own(tx, actor, id)?;
    if state == GraduateState::Declined {
        return Err(Error::refusal("Вы уже отказались. Ничего делать не нужно."));
    }
    store::graduates::set_state(tx, id, GraduateState::Declined, version)?;
    tx.record(&actor.by(), Event::new("course.graduate_declined", "course", course).of_maybe(actor.person))
}

/// The graduate comes back.
///
/// # Errors
/// Not found; refused: takes part already, or somebody was first.
pub fn return_to(tx: &mut Tx<'_>, actor: &Actor, id: GraduateId, version: i64) -> Result<()> {
    let (state, course) = own(tx, actor, id)?;
    if state == GraduateState::Invited {
        return Err(Error::refusal("Вы и так получаете поддержку после этого курса."));
    }
    store::graduates::set_state(tx, id, GraduateState::Invited, version)?;
    tx.record(&actor.by(), Event::new("course.graduate_returned", "course", course).of_maybe(actor.person))
}

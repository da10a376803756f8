//! The flipped classroom: materials before, at and after a meeting, and the short check of what was read.
//!
//! The check keeps no score: it is passed or not yet, and may be tried again as often as one likes.

use crate::{
    access::{Act, load},
    model::{Activity, ActivityId, MaterialId, Phase, QuestionId, SeatState, State},
    sight::Sight,
    signing, store, told,
    told::Words,
};
use ::web::Answers;
use access::Actor;
use audit::{Event, Record};
use files::{Digest, Stored};
use kernel::{Error, FieldErrors, Result, Tx, id::PersonId, params};
use serde_json::json;

/// Questions of a check.
pub const QUESTIONS: usize = 5;
/// Answers to choose from.
pub const OPTIONS: usize = 4;
const MOST_MATERIALS: u64 = 30;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Material {
    pub id: MaterialId,
    pub phase: Phase,
    pub title: String,
    pub link: String,
    pub digest: Option<Digest>,
    pub file_name: String,
}

/// A single choice; which one is right is told to hosts only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub id: QuestionId,
    pub words: String,
    pub options: Vec<String>,
    pub answer: usize,
}

/// Materials in the order of phases.
///
/// # Errors
/// The store fails.
pub fn materials(tx: &mut Tx<'_>, id: ActivityId) -> Result<Vec<Material>> {
    let sql = "SELECT id, phase, title, link, digest, file_name FROM activity_material WHERE activity_id = $1 ORDER BY CASE phase WHEN 'before' THEN 0 WHEN 'during' THEN 1 ELSE 2 END, made_at, id";
    Ok(tx.query(sql, params![id], kernel::row!(Material { id, phase, title, link, digest, file_name }))?)
}

/// The check.
///
/// # Errors
/// The store fails.
pub fn questions(tx: &mut Tx<'_>, id: ActivityId) -> Result<Vec<Question>> {
    Ok(tx.query("SELECT id, words, options, answer FROM activity_question WHERE activity_id = $1 ORDER BY position", params![id], |row| {
        let options: String = row.get(2)?;
        let answer: i64 = row.get(3)?;
        Ok(Question { id: row.get(0)?, words: row.get(1)?, options: serde_json::from_str(&options).unwrap_or_default(), answer: usize::try_from(answer).unwrap_or_default() })
    })?)
}

fn must_be_alive(one: &Activity) -> Result<()> {
    match one.state {
        State::Draft | State::Announced | State::Held | State::Closed => Ok(()),
        State::Cancelled => Err(Error::refusal("Мероприятие отменено: материалы больше не меняют.")),
    }
}

/// What is typed about a material.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMaterial {
    pub phase: Phase,
    pub title: String,
    pub link: String,
}

/// Reads the form of a material.
///
/// # Errors
/// By the names of the fields.
pub fn material(answers: &Answers, has_file: bool) -> Result<NewMaterial, FieldErrors> {
    let mut errors = FieldErrors::default();
    let phase = errors.take("phase", answers.get("phase").parse::<Phase>().map_err(|_| "Выберите, когда нужен материал"));
    let title = crate::form::text(&mut errors, answers, "title", 200);
    if title.is_empty() {
        errors.add("title", "Назовите материал");
    }
    let link = errors.take("link", crate::form::link(answers.get("link"))).unwrap_or_default();
    if answers.get("link").trim().is_empty() && !has_file {
        errors.add("link", "Укажите ссылку или приложите файл");
    }
    errors.or(phase.map(|phase| NewMaterial { phase, title, link }))
}

/// Adds a material.
///
/// # Errors
/// Not found; refused: cancelled, or there are too many.
pub fn add_material(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId, new: &NewMaterial, file: Option<(&Stored, &str)>) -> Result<MaterialId> {
    let one = load(tx, actor, Act::Run, id)?;
    must_be_alive(&one)?;
    if tx.count("SELECT COUNT(*) FROM activity_material WHERE activity_id = $1", params![id])? >= MOST_MATERIALS {
        return Err(Error::refusal("Материалов уже 30. Уберите лишние: длинный список никто не прочтёт."));
    }
    let (material, now) = (MaterialId::fresh(), tx.now());
    let (digest, name) = match file {
        Some((stored, name)) => {
            files::record(tx, stored)?;
            (Some(stored.digest.clone()), files::display_name(name, stored.kind))
        }
        None => (None, String::new()),
    };
    tx.execute(
        "INSERT INTO activity_material (id, activity_id, phase, title, link, digest, file_name, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![material, id, new.phase, new.title, new.link, digest, name, now],
    )?;
    tx.record(&actor.by(), Event::new("activity.material_added", "activity", id).with(json!({"phase": new.phase})))?;
    Ok(material)
}

/// Takes a material away; its file goes if nothing else needs it.
///
/// # Errors
/// Not found.
pub fn remove_material(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId, material: MaterialId) -> Result<()> {
    let one = load(tx, actor, Act::Run, id)?;
    must_be_alive(&one)?;
    let digest: Option<Digest> = tx.one("SELECT digest FROM activity_material WHERE id = $1 AND activity_id = $2", params![material, id], |row| row.get(0))?;
    tx.execute("DELETE FROM activity_material WHERE id = $1", params![material])?;
    if let Some(digest) = digest {
        files::forget_unused(tx, &digest)?;
    }
    tx.record(&actor.by(), Event::new("activity.material_removed", "activity", id))
}

/// Questions as typed: rows without words are left out.
///
/// # Errors
/// By the names of the fields.
pub fn check(answers: &Answers) -> Result<Vec<Question>, FieldErrors> {
    let mut errors = FieldErrors::default();
    let mut found = Vec::new();
    for at in 0..QUESTIONS {
        let words = crate::form::text(&mut errors, answers, &format!("words-{at}"), 300);
        let options: Vec<(usize, String)> = (0..OPTIONS).map(|option| (option, crate::form::text(&mut errors, answers, &format!("option-{at}-{option}"), 200))).filter(|(_, text)| !text.is_empty()).collect();
        if words.is_empty() {
            if !options.is_empty() {
                errors.add(format!("words-{at}"), "Есть варианты ответа, но нет вопроса. Напишите вопрос или сотрите варианты");
            }
            continue;
        }
        if options.len() < 2 {
            errors.add(format!("option-{at}-0"), "Нужно хотя бы два варианта ответа");
        }
        let chosen = answers.get(&format!("answer-{at}")).parse::<usize>().ok();
        match options.iter().position(|(option, _)| Some(*option) == chosen) {
            Some(answer) => found.push(Question { id: QuestionId::fresh(), words, options: options.into_iter().map(|(_, text)| text).collect(), answer }),
            None => errors.add(format!("answer-{at}"), "Отметьте, какой из написанных вариантов верный"),
        }
    }
    errors.or(Some(found))
}

/// Writes the check anew. Who passed the former one has passed.
///
/// # Errors
/// Not found; refused: cancelled.
pub fn set_check(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId, questions: &[Question]) -> Result<()> {
    let one = load(tx, actor, Act::Run, id)?;
    must_be_alive(&one)?;
    tx.execute("DELETE FROM activity_question WHERE activity_id = $1", params![id])?;
    for (at, question) in questions.iter().enumerate() {
        let (position, answer) = (i64::try_from(at).unwrap_or_default(), i64::try_from(question.answer).unwrap_or_default());
        tx.execute(
            "INSERT INTO activity_question (id, activity_id, position, words, options, answer) VALUES ($1, $2, $3, $4, $5, $6)",
            params![question.id, id, position, question.words, json!(question.options).to_string(), answer],
        )?;
    }
    tx.record(&actor.by(), Event::new("activity.check_written", "activity", id).with(json!({"questions": questions.len()})))
}

/// What a participant finds before the meeting: the activity, if the person has a place or is asked to come.
///
/// # Errors
/// Not found.
pub fn of_participant(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId) -> Result<Activity> {
    let person = actor.person.ok_or(Error::NotFound)?;
    match signing::seat(tx, id, person)? {
        Some(SeatState::Signed | SeatState::Waiting | SeatState::Invited) => {}
        Some(SeatState::Left) | None => return Err(Error::NotFound),
    }
    let one = store::find(tx, &Sight::own(person), id)?;
    if one.state == State::Cancelled { Err(Error::NotFound) } else { Ok(one) }
}

/// Notes that the participant looked at the materials. Whether it is the first time.
///
/// # Errors
/// The store fails.
pub fn open(tx: &mut Tx<'_>, id: ActivityId, person: PersonId) -> Result<bool> {
    let now = tx.now();
    Ok(tx.execute("UPDATE activity_seat SET opened_at = $1 WHERE activity_id = $2 AND person_id = $3 AND opened_at IS NULL", params![now, id, person])? > 0)
}

/// «Прочитано»: with the check answered right, if there is one. Wrong answers are an error at their questions; one tries again.
///
/// # Errors
/// Fields: `q-0` … ; not found.
pub fn read(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId, answers: &Answers) -> Result<()> {
    of_participant(tx, actor, id)?;
    let person = actor.person.ok_or(Error::NotFound)?;
    let mut errors = FieldErrors::default();
    for (at, question) in questions(tx, id)?.iter().enumerate() {
        let name = format!("q-{at}");
        match answers.get(&name).parse::<usize>() {
            Ok(chosen) if chosen == question.answer => {}
            Ok(_) => errors.add(name, "Пока неверно. Загляните в материалы и попробуйте ещё раз"),
            Err(_) => errors.add(name, "Выберите ответ"),
        }
    }
    errors.or(Some(()))?;
    let now = tx.now();
    tx.execute("UPDATE activity_seat SET read_at = $1, opened_at = COALESCE(opened_at, $1) WHERE activity_id = $2 AND person_id = $3 AND read_at IS NULL", params![now, id, person])?;
    tx.record(&actor.by(), Event::new("activity.read", "activity", id).of(person))
}

/// Those with a place who haven't read yet.
pub(crate) fn unread(tx: &mut Tx<'_>, id: ActivityId) -> Result<Vec<PersonId>> {
    Ok(tx.query("SELECT person_id FROM activity_seat WHERE activity_id = $1 AND state = 'signed' AND read_at IS NULL ORDER BY person_id", params![id], |row| row.get(0))?)
}

/// Reminds those who haven't read: each once in all. How many were reminded now.
///
/// # Errors
/// Not found; refused: there is nothing to read, or it is over.
pub fn remind(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId) -> Result<u64> {
    let one = load(tx, actor, Act::Run, id)?;
    if one.state != State::Announced {
        return Err(Error::refusal("Напоминают перед встречей: мероприятие должно быть объявлено и ещё не проведено."));
    }
    if !has_packet(tx, id)? {
        return Err(Error::refusal("Читать пока нечего: добавьте материалы до встречи."));
    }
    let count = remind_of(tx, &one)?;
    tx.record(&actor.by(), Event::new("activity.reminded", "activity", id).with(json!({"people": count})))?;
    Ok(count)
}

pub(crate) fn has_packet(tx: &mut Tx<'_>, id: ActivityId) -> Result<bool> {
    Ok(tx.count("SELECT COUNT(*) FROM activity_material WHERE activity_id = $1 AND phase = 'before'", params![id])? > 0)
}

pub(crate) fn remind_of(tx: &mut Tx<'_>, one: &Activity) -> Result<u64> {
    let zone = structure::zone(tx)?;
    let mut count = 0;
    for person in unread(tx, one.id)? {
        if notices::is_told(tx, &format!("activity/{}/unread/{person}", one.id))? {
            continue;
        }
        let body = format!("{}, {}: ведущий просит прочесть материалы до встречи.", told::called(one), told::when(one.starts_at, &zone));
        told::tell(tx, one.id, person, &Words { once: "unread", subject: format!("Прочтите до встречи: {}", one.title), body, page: "/packet" })?;
        count += 1;
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Answers {
        Answers::of(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn a_right_answer_keeps_its_place_when_empty_options_are_left_out() {
        let found = check(&typed(&[("words-0", "Что такое формирующее оценивание?"), ("option-0-1", "Отметка"), ("option-0-3", "Обратная связь"), ("answer-0", "3")])).unwrap();
        assert_eq!((found[0].options.len(), found[0].answer), (2, 1));
        assert!(check(&typed(&[])).unwrap().is_empty(), "no check is a check");
    }

    #[test]
    fn a_question_without_a_right_answer_or_with_one_option_is_told_so() {
        let errors = check(&typed(&[("words-0", "Вопрос?"), ("option-0-0", "Да"), ("answer-0", "2"), ("option-1-0", "Сирота")])).err().unwrap();
        assert!(errors.of("option-0-0").is_some() && errors.of("answer-0").is_some() && errors.of("words-1").is_some());
    }

    #[test]
    fn a_material_is_a_link_or_a_file() {
        assert!(material(&typed(&[("phase", "before"), ("title", "Статья")]), false).err().unwrap().of("link").is_some());
        assert!(material(&typed(&[("phase", "before"), ("title", "Статья")]), true).is_ok());
        assert!(material(&typed(&[("phase", "before"), ("title", "Статья"), ("link", "https://example.ru/a")]), false).is_ok());
        assert!(material(&typed(&[("phase", "before"), ("title", "Статья"), ("link", "файл")]), false).err().unwrap().of("link").unwrap().contains("адрес"));
    }
}

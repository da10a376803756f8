//! Use cases of contests: the calendar by those who keep it, tracks by teachers and helpers.

use super::store::{self, Contest, ContestId, HelperState, LineId, StageId, Track, TrackId, TrackState, asked_helper, managed, stages, track};
use crate::{
    courses::Level,
    form::{LINE, Reading, TEXT, version},
    pick::{self, Among},
    rules::{self, kept},
    tell::{self, Told},
};
use ::web::Answers;
use access::{Action, Actor};
use audit::{Event, Record};
use kernel::{Error, Result, Tx, id::PersonId, id::PlaceId, params};
use ledger::{Deed, DeedKind};
use serde_json::json;
use structure::places;

struct Typed {
    title: String,
    organiser: String,
    level: Level,
    about: String,
    link: String,
}

fn typed(answers: &Answers) -> Result<Typed> {
    let mut form = Reading::of(answers);
    let title = form.needed("title", LINE, "Укажите название");
    let level = form.word::<Level>("level", "Выберите уровень");
    let (organiser, about, link) = (form.text("organiser", LINE), form.text("about", TEXT), form.link("link"));
    form.done(level.map(|level| Typed { title, organiser, level, about, link }))
}

/// Adds a contest to the calendar of a place.
///
/// # Errors
/// Fields; not found: not a place of one's own.
pub fn add(tx: &mut Tx<'_>, actor: &Actor, place: &PlaceId, answers: &Answers) -> Result<ContestId> {
    actor.may(Action::ManageSupport)?;
    if !kept(actor).has(&places::path(tx, place)?) {
        return Err(Error::NotFound);
    }
    let new = typed(answers)?;
    let (id, now) = (ContestId::fresh(), tx.now());
    tx.execute(
        "INSERT INTO contest (id, title, organiser, level, about, link, place_id, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![id, new.title, new.organiser, new.level, new.about, new.link, place, now],
    )?;
    tx.record(&actor.by(), Event::new("contest.added", "contest", id))?;
    Ok(id)
}

/// Changes a contest.
///
/// # Errors
/// Fields; not found; somebody was first.
pub fn edit(tx: &mut Tx<'_>, actor: &Actor, id: ContestId, answers: &Answers) -> Result<()> {
    managed(tx, actor, id)?;
    let new = typed(answers)?;
    let sql = "UPDATE contest SET title = $1, organiser = $2, level = $3, about = $4, link = $5, version = version + 1 WHERE id = $6 AND version = $7";
    tx.change_one("Конкурс", sql, params![new.title, new.organiser, new.level, new.about, new.link, id, version(answers)])?;
    tx.record(&actor.by(), Event::new("contest.edited", "contest", id))
}

/// A stage with its days.
///
/// # Errors
/// Fields; not found.
pub fn add_stage(tx: &mut Tx<'_>, actor: &Actor, id: ContestId, answers: &Answers) -> Result<StageId> {
    managed(tx, actor, id)?;
    let mut form = Reading::of(answers);
    let title = form.needed("stage", LINE, "Назовите этап: заочный, муниципальный, очный");
    let (starts_on, ends_on) = (form.day("starts_on"), form.day("ends_on"));
    if starts_on.zip(ends_on).is_some_and(|(starts, ends)| ends < starts) {
        form.errors.add("ends_on", "Окончание раньше начала. Проверьте даты");
    }
    let (starts_on, ends_on) = form.done(starts_on.zip(ends_on))?;
    let stage = StageId::fresh();
    tx.execute("INSERT INTO contest_stage (id, contest_id, title, starts_on, ends_on) VALUES ($1, $2, $3, $4, $5)", params![stage, id, title, starts_on, ends_on])?;
    tx.record(&actor.by(), Event::new("contest.stage_added", "contest", id))?;
    Ok(stage)
}

/// Takes a stage out that nobody has reached.
///
/// # Errors
/// Not found; refused: somebody has reached it.
pub fn remove_stage(tx: &mut Tx<'_>, actor: &Actor, id: ContestId, stage: StageId) -> Result<()> {
    managed(tx, actor, id)?;
    if tx.count("SELECT COUNT(*) FROM contest_track WHERE stage_id = $1", params![stage])? > 0 {
        return Err(Error::refusal("До этого этапа кто-то уже дошёл: убрать его нельзя, записи об участии опираются на него."));
    }
    tx.execute("DELETE FROM contest_stage WHERE id = $1 AND contest_id = $2", params![stage, id])?;
    tx.record(&actor.by(), Event::new("contest.stage_removed", "contest", id))
}

/// Begins a teacher's track: by the teacher, or by who keeps the contest for a teacher within the scope.
///
/// # Errors
/// Not found; refused: there is one.
pub fn begin(tx: &mut Tx<'_>, actor: &Actor, id: ContestId, person: Option<PersonId>) -> Result<TrackId> {
    let contest: Contest = store::find(tx, actor, id)?;
    let person = match person {
        None => rules::own(actor)?,
        Some(person) => {
            actor.may(Action::ManageSupport)?;
            people::find(tx, &actor.scope(), person)?;
            person
        }
    };
    if tx.count("SELECT COUNT(*) FROM contest_track WHERE contest_id = $1 AND person_id = $2", params![id, person])? > 0 {
        return Err(Error::refusal("Подготовка к этому конкурсу уже начата. Откройте её на странице конкурса или в своём кабинете."));
    }
    let (track, now) = (TrackId::fresh(), tx.now());
    tx.execute("INSERT INTO contest_track (id, contest_id, person_id, made_at) VALUES ($1, $2, $3, $4)", params![track, id, person, now])?;
    if actor.person != Some(person) {
        let body = format!("Для вас начата подготовка к конкурсу «{}». Если участвовать не хотите, отметьте это на странице: вопросов не будет.", contest.title);
        tell::tell(tx, &Told { key: format!("contest-track/{track}"), person, subject: "Вас приглашают готовиться к конкурсу", body, url: super::track_url(track) })?;
    }
    tx.record(&actor.by(), Event::new("contest.track_begun", "contest_track", track).of(person))?;
    Ok(track)
}

fn must_go_on(track: &Track) -> Result<()> {
    match track.state {
        TrackState::Preparing => Ok(()),
        TrackState::TookPart | TrackState::Left => Err(Error::refusal(format!("Подготовка завершена: {}. Изменить её уже нельзя.", track.state.label()))),
    }
}

/// Asks somebody to help: a member of the active whom the actor may choose.
///
/// # Errors
/// Not found; refused: no member, oneself, over, somebody was first.
pub fn ask_helper(tx: &mut Tx<'_>, actor: &Actor, id: TrackId, person: PersonId, version: i64) -> Result<()> {
    let found = track(tx, actor, id)?;
    must_go_on(&found)?;
    if found.person == Some(person) {
        return Err(Error::refusal("Помощником выбирают другого человека."));
    }
    if pick::one(tx, actor, Among::Members, person)?.is_none() {
        return Err(Error::refusal("Помочь может действующий участник актива. Выберите другого человека."));
    }
    let sql = "UPDATE contest_track SET helper_id = $1, helper_state = $2, version = version + 1 WHERE id = $3 AND version = $4";
    tx.change_one("Подготовка к конкурсу", sql, params![person, HelperState::Asked, id, version])?;
    let key = format!("contest-track/{id}/helper/{person}/{version}");
    tell::tell(
        tx,
        &Told {
            key, person, subject: "Вас просят помочь с подготовкой к конкурсу", body: format!("Конкурс «{}». Откройте страницу и ответьте, сможете ли.", found.contest_title), url: super::track_url(id)
        },
    )?;
    tx.record(&actor.by(), Event::new("contest.helper_asked", "contest_track", id).of(person))
}

/// The answer of who was asked.
///
/// # Errors
/// Not found; refused: answered already; somebody was first.
pub fn answer_helper(tx: &mut Tx<'_>, actor: &Actor, id: TrackId, agrees: bool, version: i64) -> Result<()> {
    let found = asked_helper(tx, actor, id)?;
    if found.helper_state != HelperState::Asked {
        return Err(Error::refusal(format!("Ответ уже дан: {}.", found.helper_state.label())));
    }
    let state = if agrees { HelperState::Yes } else { HelperState::No };
    tx.change_one("Подготовка к конкурсу", "UPDATE contest_track SET helper_state = $1, version = version + 1 WHERE id = $2 AND version = $3", params![state, id, version])?;
    if let Some(person) = found.person {
        let subject = if agrees { "С подготовкой к конкурсу вам помогут" } else { "Помощник не сможет участвовать" };
        tell::tell(tx, &Told { key: format!("contest-track/{id}/answered/{version}"), person, subject, body: format!("Конкурс «{}».", found.contest_title), url: super::track_url(id) })?;
    }
    tx.record(&actor.by(), Event::new("contest.helper_answered", "contest_track", id).of_maybe(actor.person).with(json!({"agrees": agrees})))
}

/// A line of the plan of preparation.
///
/// # Errors
/// Fields; not found; refused: over.
pub fn add_line(tx: &mut Tx<'_>, actor: &Actor, id: TrackId, answers: &Answers) -> Result<LineId> {
    let found = track(tx, actor, id)?;
    must_go_on(&found)?;
    let mut form = Reading::of(answers);
    let what = form.needed("what", LINE, "Напишите, что подготовить");
    let due_on = form.day("due_on");
    let due_on = form.done(due_on)?;
    let (line, now) = (LineId::fresh(), tx.now());
    tx.execute("INSERT INTO contest_line (id, track_id, what, due_on, made_at) VALUES ($1, $2, $3, $4, $5)", params![line, id, what, due_on, now])?;
    tx.record(&actor.by(), Event::new("contest.line_added", "contest_track", id))?;
    Ok(line)
}

/// Marks a line as done. Minutes that a helper names go to the helper's ledger.
///
/// # Errors
/// Fields: `minutes`; not found; refused: over.
pub fn finish_line(tx: &mut Tx<'_>, actor: &Actor, id: TrackId, line: LineId, answers: &Answers) -> Result<()> {
    let found = track(tx, actor, id)?;
    must_go_on(&found)?;
    let mut form = Reading::of(answers);
    let minutes = form.whole_if_any("minutes", 1..=1_440, "Минуты").unwrap_or_default();
    form.done(Some(()))?;
    let today = tx.today();
    let helper = actor.person.filter(|person| found.helper == Some(*person) && found.helper_state == HelperState::Yes);
    let minutes = if helper.is_some() { i64::from(minutes) } else { 0 };
    let changed = tx.execute("UPDATE contest_line SET done_on = $1, minutes = minutes + $2 WHERE id = $3 AND track_id = $4 AND done_on IS NULL", params![today, minutes, line, id])?;
    if changed == 0 {
        return Err(Error::refusal("Эта строка уже отмечена. Обновите страницу."));
    }
    if let Some(person) = helper.filter(|_| minutes > 0) {
        let deed = Deed {
            person,
            kind: DeedKind::Consultation,
            source: line.to_string(),
            direction: "d07".into(),
            on: today,
            minutes,
            part: "helper",
            title: format!("Подготовка к конкурсу: {}", found.contest_title),
            url: super::url(found.contest),
            reached: 1,
        };
        ledger::write(tx, &deed)?;
    }
    tx.record(&actor.by(), Event::new("contest.line_done", "contest_track", id))
}

/// Ends a track: took part (how far, in which words), or left. Taking part is a result by itself.
///
/// # Errors
/// Fields: `state`, `stage`; not found: a helper doesn't end it; refused: over; somebody was first.
pub fn conclude(tx: &mut Tx<'_>, actor: &Actor, id: TrackId, answers: &Answers) -> Result<()> {
    let found = track(tx, actor, id)?;
    let by_office = actor.can(Action::ManageSupport);
    if !by_office && actor.person != found.person {
        return Err(Error::NotFound);
    }
    must_go_on(&found)?;
    let mut form = Reading::of(answers);
    let state = form.word::<TrackState>("state", "Выберите, чем закончилась подготовка").filter(|state| *state != TrackState::Preparing);
    let stage: Option<StageId> = match (state, answers.get("stage")) {
        (Some(TrackState::TookPart), typed) if !typed.is_empty() => form.word("stage", "Выберите этап из списка"),
        _ => None,
    };
    let result = form.text("result", LINE);
    if state.is_none() && form.errors.is_empty() {
        form.errors.add("state", "Выберите, чем закончилась подготовка");
    }
    let state = form.done(state)?;
    if let Some(stage) = stage
        && !stages(tx, found.contest)?.iter().any(|known| known.id == stage)
    {
        return Err(Error::field("stage", "Выберите этап из списка"));
    }
    let sql = "UPDATE contest_track SET state = $1, stage_id = $2, result = $3, version = version + 1 WHERE id = $4 AND version = $5";
    tx.change_one("Подготовка к конкурсу", sql, params![state, stage, result, id, version(answers)])?;
    tx.record(&actor.by(), Event::new("contest.track_concluded", "contest_track", id).of_maybe(found.person).with(json!({"state": state})))
}

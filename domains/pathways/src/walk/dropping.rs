//! A step taken out of the walk, or its day moved: one gives a reason, another agrees; the teacher is always one of the two.
//! What was signed stays as it was signed: the moved day stands beside it.

use super::{Drop, DropId, answering, must_walk, store};
use crate::{
    model::{PathwayId, Step, StepId, StepState},
    store::{Loaded, load, steps},
};
use access::Actor;
use audit::{Event, Record};
use cases::{EventKind, SeatId, TeamRole};
use kernel::{Date, Error, FieldErrors, Result, Tx, name::clean_text};
use serde_json::json;

const LONGEST_REASON: usize = 1000;

fn open(tx: &mut Tx<'_>, actor: &Actor, (pathway, step): (PathwayId, StepId)) -> Result<(Loaded, Step, SeatId)> {
    let loaded = load(tx, actor, pathway)?;
    let step = steps::find(tx, pathway, step)?;
    let leads = |role: TeamRole| match role {
        TeamRole::Teacher | TeamRole::RegionalMethodist | TeamRole::MunicipalMethodist | TeamRole::Tutor => true,
        TeamRole::DeputyHead | TeamRole::Union | TeamRole::Mentor => false,
    };
    let seat = loaded.standing.seats.iter().find(|seat| leads(seat.role) && (seat.role == TeamRole::Teacher) == loaded.standing.is_teacher()).map(|seat| seat.id);
    must_walk(&loaded)?;
    let seat = seat.ok_or_else(|| Error::refusal("Исключить шаг предлагают педагог, методист или тьютор. Напишите им в сообщениях команды."))?;
    match step.state {
        StepState::Planned | StepState::InWork | StepState::Returned if step.fate.is_in() => Ok((loaded, step, seat)),
        StepState::Submitted => Err(Error::refusal("Об этом шаге сейчас читают отчёт. Дождитесь ответа, потом решайте, исключать ли шаг.")),
        StepState::Accepted => Err(Error::refusal("Этот шаг уже принят, исключить его нельзя.")),
        StepState::Planned | StepState::InWork | StepState::Returned | StepState::Dropped => Err(Error::NotFound),
    }
}

/// Proposes to take a step out, with a reason.
///
/// # Errors
/// Not found; a field error at `reason`; refusals: it is proposed already, the step is done or being read.
pub fn propose_drop(tx: &mut Tx<'_>, actor: &Actor, at: (PathwayId, StepId), reason: &str) -> Result<DropId> {
    let (loaded, step, seat) = open(tx, actor, at)?;
    let reason = worded("reason", reason, "Напишите, почему этот шаг больше не нужен")?;
    let id = keep(tx, &step, (seat, reason), None)?;
    tx.record(&actor.by(), Event::new("step.drop_proposed", "pathway_step", step.id).of(loaded.standing.case.person))?;
    Ok(id)
}

/// Proposes another day for a step, with a reason.
///
/// # Errors
/// Not found; field errors at `moved_to`, `why`; refusals: something is proposed already, the step is done or being read.
pub fn propose_move(tx: &mut Tx<'_>, actor: &Actor, at: (PathwayId, StepId), (day, why): (&str, &str)) -> Result<DropId> {
    let (loaded, step, seat) = open(tx, actor, at)?;
    let mut errors = FieldErrors::default();
    let today = tx.today();
    let day = errors.take("moved_to", kernel::date::parse(day));
    if day.is_some_and(|day| day < today) {
        errors.add("moved_to", "Новый срок не может быть в прошлом");
    }
    if let (Some(day), Some(last)) = (day, loaded.pathway.ends_on) {
        if day > last {
            errors.add("moved_to", format!("Маршрут заканчивается {}. Срок позже — это новая версия маршрута", ui::ru::date(last)));
        }
    }
    if day.is_some() && day == step.due() {
        errors.add("moved_to", "Это и есть срок шага");
    }
    let why = match worded("why", why, "Напишите, почему срок не подходит") {
        Err(Error::Fields(found)) => {
            for (field, message) in found.all() {
                errors.add(field, message.as_str());
            }
            None
        }
        other => Some(other?),
    };
    let (day, why) = errors.or(day.zip(why))?;
    let id = keep(tx, &step, (seat, why), Some(day))?;
    tx.record(&actor.by(), Event::new("step.move_proposed", "pathway_step", step.id).of(loaded.standing.case.person))?;
    Ok(id)
}

fn worded(field: &str, raw: &str, none: &str) -> Result<String> {
    let reason = clean_text(&raw.chars().take(LONGEST_REASON * 2).collect::<String>());
    match reason.chars().count() {
        0 => Err(Error::field(field, none)),
        long if long > LONGEST_REASON => Err(Error::field(field, format!("Можно до {LONGEST_REASON} знаков. Сократите"))),
        _ => Ok(reason),
    }
}

/// One question at a time.
fn keep(tx: &mut Tx<'_>, step: &Step, (seat, reason): (SeatId, String), due_on: Option<Date>) -> Result<DropId> {
    if store::drops(tx, step.id)?.iter().any(|drop| drop.answered_at.is_none()) {
        return Err(Error::refusal("Об этом шаге уже есть предложение без ответа. Ответьте на него на странице шага."));
    }
    let new = Drop { id: DropId::fresh(), step: step.id, seat, reason, made_at: tx.now(), answered_by: None, answered_at: None, is_yes: false, answer_words: String::new(), due_on };
    store::insert_drop(tx, &new)?;
    Ok(new.id)
}

/// Whose word is missing: the teacher's when another proposed, one of the leading seats' when the teacher did.
pub(super) fn may_answer(drop: &Drop, teacher_seats: &[SeatId], is_teacher: bool) -> bool {
    drop.answered_at.is_none() && is_teacher != teacher_seats.contains(&drop.seat)
}

/// The seats of the teacher's own person, whatever their role.
pub(super) fn teacher_seats(tx: &mut Tx<'_>, loaded: &Loaded) -> Result<Vec<SeatId>> {
    Ok(cases::team(tx, loaded.standing.case.id)?.into_iter().filter(|member| member.person == loaded.standing.case.person).map(|member| member.seat).collect())
}

/// Agrees to what was proposed about a step, or doesn't.
///
/// # Errors
/// Not found; refusals: one's own proposal, answered already, the step is done or being read.
pub fn answer_drop(tx: &mut Tx<'_>, actor: &Actor, at: (PathwayId, StepId), id: DropId, is_yes: bool) -> Result<()> {
    let (loaded, step, seat) = open(tx, actor, at)?;
    let drop = store::drops(tx, step.id)?.into_iter().find(|drop| drop.id == id).ok_or(Error::NotFound)?;
    let own = teacher_seats(tx, &loaded)?;
    if !may_answer(&drop, &own, loaded.standing.is_teacher()) {
        return Err(Error::refusal("На это предложение отвечает другая сторона: педагог — на предложение команды, методист или тьютор — на предложение педагога."));
    }
    store::answer_drop(tx, id, seat, is_yes, "")?;
    let noted = match (drop.due_on, is_yes) {
        (None, true) => "step.dropped",
        (None, false) => "step.drop_declined",
        (Some(_), true) => "step.moved",
        (Some(_), false) => "step.move_declined",
    };
    tx.record(&actor.by(), Event::new(noted, "pathway_step", step.id).of(loaded.standing.case.person).with(json!({"proposal": id})))?;
    if !is_yes {
        return Ok(());
    }
    if let Some(day) = drop.due_on {
        steps::move_to(tx, &step, day)?;
        return cases::tell(tx, &actor.by(), loaded.standing.case.id, EventKind::StepMoved, &super::url(at.0, at.1), &format!("{}: до {}", step.title, ui::ru::date(day)));
    }
    let last = steps::list(tx, at.0)?.into_iter().filter(Step::is_in).count() <= 1;
    if last {
        return Err(Error::refusal("Это последний шаг маршрута: без шагов проходить нечего. Прекратите маршрут с причиной или начните новую версию."));
    }
    steps::save(tx, &Step { state: StepState::Dropped, ..step.clone() })?;
    cases::tell(tx, &actor.by(), loaded.standing.case.id, EventKind::StepDropped, &super::url(at.0, at.1), &format!("{}: {}", step.title, drop.reason))?;
    answering::settle(tx, actor, &loaded)
}

//! What waits for whom while a pathway is built and signed: lines of the case's list.

use crate::{
    agreement::Sheet,
    building, complete, digests,
    model::{Fate, State},
    sections::{Pen, Section, decides, spec},
    store::{self, signatures, suggestions},
    url,
    whole::Whole,
};
use cases::{Case, SeatId, Task, TeamRole};
use kernel::{Date, Result, Tx};

/// After so many days a thing that waits is late.
const PATIENCE: i64 = 14;

struct List {
    tasks: Vec<Task>,
    today: Date,
}

impl List {
    fn add(&mut self, (what, hint): (String, String), url: String, whose: Vec<SeatId>, since: Date) {
        let is_late = cases::days_between(since, self.today) > PATIENCE;
        self.tasks.push(Task { what, hint, url, whose, since, by: None, is_late });
    }
}

/// The tasks of building and agreeing; what the walk waits for is the walk's own list.
///
/// # Errors
/// The store fails.
pub fn tasks(tx: &mut Tx<'_>, case: &Case) -> Result<Vec<Task>> {
    if case.state != cases::State::Open || case.rung < building::FROM_RUNG {
        return Ok(Vec::new());
    }
    let mut list = List { tasks: Vec::new(), today: tx.today() };
    let Some(pathway) = store::current_of(tx, case.id)? else {
        let team = cases::team(tx, case.id)?;
        let whose = team.iter().filter(|one| one.state == cases::SeatState::Joined && (one.role == TeamRole::Teacher || one.role.is_methodist())).map(|one| one.seat).collect();
        list.add(("Начать маршрут".into(), "Затруднения подтверждены: пора решить вместе, что с ними делать.".into()), cases::url::of(case.id, "pathway"), whose, case.rung_since);
        return Ok(list.tasks);
    };
    if pathway.state != State::Draft {
        return Ok(Vec::new());
    }
    let zone = crate::zone(tx)?;
    let day = |at: kernel::Timestamp| zone.to_datetime(at).date();
    let whole = Whole::read(tx, &pathway, case)?;
    let editors: Vec<SeatId> = whole.joined().filter(|one| one.role == TeamRole::Teacher || one.role.is_methodist()).map(|one| one.seat).collect();
    let open = suggestions::list(tx, pathway.id)?;
    for one in open.iter().filter(|one| one.state == suggestions::Answer::Open) {
        let Some(section) = whole.sections.iter().find(|section| section.component == one.component) else { continue };
        let hint = format!("{}: {}", one.component.label(), whole.name(Some(one.seat)));
        list.add(("Ответить на предложенный текст".into(), hint), url::section(pathway.id, one.component), deciders(&whole, section, &one.field), day(one.made_at));
    }
    let undecided = whole.steps.iter().filter(|step| step.fate == Fate::Open).count();
    if undecided > 0 {
        list.add((format!("Решить о предложенных строках: {undecided}"), "Оставить, изменить или вычеркнуть.".into()), format!("{}#steps", url::pathway(pathway.id)), editors.clone(), day(pathway.made_at));
    }
    match pathway.sent_at {
        None => to_build(&mut list, &whole, editors, day(pathway.made_at)),
        Some(sent) => to_sign(&mut list, &whole, &Sheet::of(&whole, digests::of(&whole)?, signatures::list(tx, pathway.id)?), day(sent)),
    }
    Ok(list.tasks)
}

fn deciders(whole: &Whole, section: &Section, field: &str) -> Vec<SeatId> {
    let Some(field) = spec(section.component, field) else { return Vec::new() };
    let decides = |one: &&cases::Member| {
        let is_teacher = one.role == TeamRole::Teacher;
        decides(section, field, &Pen { seat: one.seat, own: vec![one.seat], is_teacher, is_editor: is_teacher || one.role.is_methodist() })
    };
    whole.joined().filter(decides).map(|one| one.seat).collect()
}

fn to_build(list: &mut List, whole: &Whole, editors: Vec<SeatId>, since: Date) {
    let lacks = complete::lacks(whole);
    let id = whole.pathway.id;
    let Some(first) = lacks.first() else {
        list.add(("Отправить маршрут на согласование".into(), "Всё заполнено.".into()), url::agreement(id), editors, since);
        return;
    };
    let more = if lacks.len() > 1 { format!(" И ещё: {}.", lacks.len() - 1) } else { String::new() };
    list.add(("Составить маршрут".into(), format!("Сначала: {}.{more}", first.words)), url::pathway(id), editors, since);
}

fn to_sign(list: &mut List, whole: &Whole, sheet: &Sheet, since: Date) {
    let url = url::agreement(whole.pathway.id);
    for row in sheet.rows.iter().filter(|row| row.is_asked()) {
        let left = row.lacks().count();
        if left > 0 {
            let hint = format!("Осталось разделов: {left}. Роль: {}.", row.member.role.label());
            list.add(("Прочитать и подписать маршрут".into(), hint), url.clone(), vec![row.member.seat], since);
        }
    }
    if let Some(teacher) = whole.teacher().filter(|_| sheet.is_teachers_turn()) {
        list.add(("Подписать маршрут целиком".into(), "Команда подписала все разделы. Последнее слово за педагогом.".into()), url, vec![teacher.seat], since);
    }
}

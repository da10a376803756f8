//! What waits for somebody in cases, for the first page: counting only, a few words and where to go.

use crate::{
    model::{CaseId, days_between},
    stage,
    store::list::LATE_DAYS,
    url,
};
use access::{Action, Actor, Role};
use kernel::{Date, Result, Tx, id::PersonId, params};

/// Something that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wait {
    pub what: String,
    pub hint: String,
    pub url: String,
    pub count: u64,
    pub since: Option<Date>,
    pub is_late: bool,
}

/// All that waits for the actor.
///
/// # Errors
/// The store fails.
pub fn waits(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Wait>> {
    let mut waits = Vec::new();
    if !actor.can(Action::ViewCases) && !actor.can(Action::UseOwnCabinet) {
        return Ok(waits);
    }
    if let Some(person) = actor.person {
        waits.extend(invitations(tx, person)?);
        waits.extend(own(tx, person)?);
        waits.extend(caseload(tx, person)?);
    }
    if actor.can(Action::ViewCases) {
        waits.extend(overseen(tx, actor)?);
    }
    waits.retain(|wait| wait.count > 0);
    Ok(waits)
}

fn counted(tx: &mut Tx<'_>, sql: &str, params: &[kernel::Value<'_>]) -> Result<(u64, Option<Date>)> {
    tx.one(sql, params, |row| Ok((row.get(0)?, row.get(1)?)))
}

fn invitations(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Wait>> {
    let sql = "SELECT COUNT(*), MIN(SUBSTR(s.invited_at, 1, 10)) FROM case_seat s JOIN case_file c ON c.id = s.case_id WHERE s.person_id = $1 AND s.state = 'invited' AND s.role <> 'teacher' AND c.state = 'open'";
    let (count, since) = counted(tx, sql, params![person])?;
    Ok(vec![Wait {
        what: "Ответить на приглашение в команду".into(),
        hint: "Содержание сопровождения откроется, если вы согласитесь.".into(),
        url: "/cases/invitations".into(),
        count,
        since,
        is_late: late(tx, since, 7),
    }])
}

fn late(tx: &Tx<'_>, since: Option<Date>, days: i64) -> bool {
    since.is_some_and(|since| days_between(since, tx.today()) > days)
}

/// The teacher's own: a proposal to answer, the next step.
fn own(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Wait>> {
    let sql = "SELECT id, state, rung, rung_since FROM case_file WHERE person_id = $1 AND state IN ('proposed', 'open') ORDER BY state DESC, rung_since, id";
    let mine = tx.query(sql, params![person], |row| Ok((row.get::<CaseId>(0)?, row.get::<crate::model::State>(1)?, row.get::<i64>(2)?, row.get::<Date>(3)?)))?;
    Ok(mine
        .into_iter()
        .map(|(id, state, rung, since)| match state {
            crate::model::State::Proposed => Wait {
                what: "Ответить на предложение о сопровождении".into(), hint: "Отказ не имеет последствий.".into(), url: url::case(id), count: 1, since: Some(since), is_late: false
            },
            crate::model::State::Open | crate::model::State::Closed | crate::model::State::Stopped | crate::model::State::Declined => Wait {
                what: format!("Моё сопровождение: {}", stage::title(rung).to_lowercase()),
                hint: "Что дальше — на странице сопровождения.".into(),
                url: url::case(id),
                count: 1,
                since: Some(since),
                is_late: late(tx, Some(since), LATE_DAYS),
            },
        })
        .collect())
}

/// Cases of others where one has a seat.
fn caseload(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Wait>> {
    let today = tx.today();
    let seats = "FROM case_file c WHERE c.state = 'open' AND c.person_id <> $1 AND c.id IN (SELECT s.case_id FROM case_seat s WHERE s.person_id = $1 AND s.state = 'joined' AND s.role IN ('regional_methodist', 'municipal_methodist'))";
    let (all, first) = counted(tx, &format!("SELECT COUNT(*), MIN(c.rung_since) {seats}"), params![person])?;
    let (reviews, review) = counted(tx, &format!("SELECT COUNT(*), MIN(c.next_review_on) {seats} AND c.next_review_on <= $2"), params![person, today])?;
    let (verdicts, verdict) = counted(tx, &format!("SELECT COUNT(*), MIN(c.rung_since) {seats} AND c.rung >= 7"), params![person])?;
    let is_late = late(tx, first, LATE_DAYS);
    Ok(vec![
        Wait {
            what: "Подвести итоги сопровождения".into(), hint: "Повторная диагностика пройдена.".into(), url: "/cases?whose=mine&rung=7".into(), count: verdicts, since: verdict, is_late: late(tx, verdict, 14)
        },
        Wait {
            what: "Обсудить с командой ход работы".into(), hint: "Подошёл срок обсуждения.".into(), url: "/cases?whose=mine".into(), count: reviews, since: review, is_late: review.is_some_and(|day| day < today)
        },
        Wait {
            what: "Вести сопровождение".into(),
            hint: first.map(|day| format!("Дольше всех на одной ступени — {}.", ui::ru::counted(days_between(day, today), "день", "дня", "дней"))).unwrap_or_default(),
            url: "/cases?whose=mine&sort=-days".into(),
            count: all,
            since: first,
            is_late,
        },
    ])
}

/// What stands still at one's place: a school's, a municipality's, the region's.
fn overseen(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Wait>> {
    let words = match actor.role {
        Role::School => "Сопровождение в моей школе стоит на месте",
        Role::Municipal => "Сопровождение в муниципалитете стоит на месте",
        Role::Coordinator | Role::Methodist => "Сопровождение стоит на месте",
        Role::Administrator | Role::DataProtection | Role::Commission | Role::Expert | Role::Ministry | Role::Member => return Ok(Vec::new()),
    };
    let back = |days: i64| tx.today().checked_sub(jiff::Span::new().days(days)).unwrap_or(Date::MIN);
    let (usual, walk, scope) = (back(LATE_DAYS), back(LATE_DAYS * 3), actor.scope());
    let sql = "SELECT COUNT(*), MIN(c.rung_since) FROM case_file c WHERE c.state = 'open' AND ((c.rung <> 5 AND c.rung_since < $1) OR (c.rung = 5 AND c.rung_since < $2))
        AND c.place_id IN (SELECT pl.id FROM place pl WHERE pl.path >= $3 AND pl.path < $4)";
    let (count, since) = counted(tx, sql, params![usual, walk, scope.from(), scope.to()])?;
    Ok(vec![Wait { what: words.into(), hint: "Видны ступень и дни, без содержания.".into(), url: "/cases?whose=overseen&late=yes".into(), count, since, is_late: true }])
}

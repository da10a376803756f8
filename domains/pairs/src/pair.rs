//! Pairs in force: made by publishing a run, ended with a reason, seen by the two and by who oversees the teacher's place.

pub mod list;
mod views;
pub(crate) mod web;

use crate::model::{EndReason, Pair, PairId, PairState, RunId};
use access::{Action, Actor, Scope};
use audit::{By, Event, Record};
use kernel::{
    Date, Error, Result, Row, Tx,
    db::DbError,
    id::{AccountId, PersonId, Uuid},
    name::FullName,
    params,
};
use notices::{Notice, Topic};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// $1 is the day of the places' names.
const COLUMNS: &str = "x.id, t.id, t.family, t.given, t.patronymic, COALESCE((SELECT n.short_name FROM place_name n WHERE n.place_id = t.place_id AND n.valid_from <= $1 AND (n.valid_to IS NULL OR n.valid_to > $1) ORDER BY n.valid_from DESC LIMIT 1), t.place_id),
    m.id, m.family, m.given, m.patronymic, COALESCE((SELECT n.short_name FROM place_name n WHERE n.place_id = m.place_id AND n.valid_from <= $1 AND (n.valid_to IS NULL OR n.valid_to > $1) ORDER BY n.valid_from DESC LIMIT 1), m.place_id),
    x.code, x.run_id, x.case_id, x.state, x.starts_on, x.ends_on, x.ended_on, x.end_reason, x.end_words, x.made_by, x.version";
const FROM: &str = "FROM pair x JOIN person t ON t.id = x.person_id JOIN place pl ON pl.id = t.place_id JOIN person m ON m.id = x.methodist_id";

fn shape(row: &Row<'_>) -> Result<Pair, DbError> {
    let name = |at: usize| Ok::<_, DbError>(FullName { family: row.get(at)?, given: row.get(at + 1)?, patronymic: row.get(at + 2)? }.full());
    Ok(Pair {
        id: row.get(0)?,
        teacher: row.get(1)?,
        teacher_name: name(2)?,
        teacher_place: row.get(5)?,
        methodist: row.get(6)?,
        methodist_name: name(7)?,
        methodist_place: row.get(10)?,
        code: row.get(11)?,
        run: row.get(12)?,
        case: Uuid::parse_str(&row.get::<String>(13)?).ok(),
        state: row.get(14)?,
        starts_on: row.get(15)?,
        ends_on: row.get(16)?,
        ended_on: row.get(17)?,
        end_reason: row.get::<String>(18)?.parse().ok(),
        end_words: row.get(19)?,
        made_by: row.get(20)?,
        version: row.get(21)?,
    })
}

/// A pair about to be made.
pub(crate) struct NewPair {
    pub id: PairId,
    pub teacher: PersonId,
    pub methodist: PersonId,
    pub code: String,
    pub run: Option<RunId>,
    pub case: Option<cases::CaseId>,
    pub starts_on: Date,
    pub ends_on: Date,
}

pub(crate) fn insert(tx: &mut Tx<'_>, new: &NewPair, by: Option<AccountId>) -> Result<()> {
    let now = tx.now();
    let case = new.case.map(|case| case.to_string()).unwrap_or_default();
    tx.execute(
        "INSERT INTO pair (id, person_id, methodist_id, code, run_id, case_id, state, starts_on, ends_on, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, 'active', $7, $8, $9, $10)",
        params![new.id, new.teacher, new.methodist, new.code, new.run, case, new.starts_on, new.ends_on, by, now],
    )?;
    Ok(())
}

/// How many teachers each methodist has now.
pub(crate) fn busy(tx: &mut Tx<'_>) -> Result<BTreeMap<PersonId, u32>> {
    Ok(tx.query("SELECT methodist_id, COUNT(*) FROM pair WHERE state = 'active' GROUP BY methodist_id", params![], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
}

/// Teachers who have somebody now.
pub(crate) fn accompanied(tx: &mut Tx<'_>) -> Result<BTreeSet<PersonId>> {
    Ok(tx.query("SELECT person_id FROM pair WHERE state = 'active'", params![], |row| row.get(0))?.into_iter().collect())
}

/// With whom teachers were before.
#[derive(Debug, Default)]
pub(crate) struct Past {
    /// And it went well enough to go on.
    pub together: BTreeMap<PersonId, Vec<PersonId>>,
    /// And they parted for good.
    pub parted: BTreeMap<PersonId, Vec<PersonId>>,
}

pub(crate) fn past(tx: &mut Tx<'_>) -> Result<Past> {
    let rows = tx.query("SELECT DISTINCT person_id, methodist_id, end_reason FROM pair WHERE state = 'ended' ORDER BY person_id, methodist_id", params![], |row| {
        Ok((row.get::<PersonId>(0)?, row.get::<PersonId>(1)?, row.get::<String>(2)?))
    })?;
    let mut past = Past::default();
    for (teacher, methodist, reason) in rows {
        let for_good = reason.parse::<EndReason>().is_ok_and(EndReason::parts_for_good);
        let list = if for_good { &mut past.parted } else { &mut past.together };
        list.entry(teacher).or_default().push(methodist);
    }
    Ok(past)
}

/// A pair whose teacher is within the actor's reach.
///
/// # Errors
/// Not found.
pub fn find(tx: &mut Tx<'_>, actor: &Actor, id: PairId) -> Result<Pair> {
    actor.may(Action::ViewPairs)?;
    let (today, scope) = (tx.today(), actor.scope());
    tx.one(&format!("SELECT {COLUMNS} {FROM} WHERE x.id = $2 AND pl.path >= $3 AND pl.path < $4 AND t.erased_at IS NULL"), params![today, id, scope.from(), scope.to()], shape)
}

/// A pair of one's own, on either side.
///
/// # Errors
/// Not found: another's.
pub fn own(tx: &mut Tx<'_>, person: PersonId, id: PairId) -> Result<Pair> {
    let today = tx.today();
    tx.one(&format!("SELECT {COLUMNS} {FROM} WHERE x.id = $2 AND (x.person_id = $3 OR x.methodist_id = $3)"), params![today, id, person], shape)
}

/// All pairs of a person, on either side: those in force first, then the latest.
///
/// # Errors
/// The store fails.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Pair>> {
    let today = tx.today();
    let sql = format!("SELECT {COLUMNS} {FROM} WHERE x.person_id = $2 OR x.methodist_id = $2 ORDER BY CASE x.state WHEN 'active' THEN 0 ELSE 1 END, t.sort_key, x.starts_on DESC, x.id LIMIT 500");
    Ok(tx.query(&sql, params![today, person], shape)?)
}

/// Pairs of a case's teacher in force: who accompanies besides the team.
///
/// # Errors
/// The store fails.
pub fn methodists_of(tx: &mut Tx<'_>, teacher: PersonId) -> Result<Vec<PersonId>> {
    Ok(tx.query("SELECT methodist_id FROM pair WHERE person_id = $1 AND state = 'active' ORDER BY starts_on, id", params![teacher], |row| row.get(0))?)
}

/// Why a pair ends, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EndForm {
    pub reason: String,
    pub words: String,
    pub version: i64,
}

impl EndForm {
    /// # Errors
    /// All fields that are wrong.
    pub fn parse(&self) -> Result<(EndReason, String)> {
        let mut errors = kernel::FieldErrors::default();
        let reason = self.reason.parse::<EndReason>().ok().filter(|reason| EndReason::CHOSEN.contains(reason));
        let reason = errors.take("reason", reason.ok_or("Выберите, почему пара завершается"));
        let words = kernel::name::clean_text(&self.words);
        if words.chars().count() > 500 {
            errors.add("words", "Слишком длинно. Сократите до 500 знаков");
        }
        Ok(errors.or(reason.map(|reason| (reason, words)))?)
    }
}

/// Ends a pair: by who manages pairs, or by one of the two.
///
/// # Errors
/// Not found; fields; stale; a refusal: it ended already.
pub fn end(tx: &mut Tx<'_>, actor: &Actor, id: PairId, form: &EndForm) -> Result<()> {
    let pair = match (actor.can(Action::ManagePairs), actor.person) {
        (true, _) => find(tx, actor, id)?,
        (false, Some(person)) => own(tx, person, id)?,
        (false, None) => return Err(Error::NotFound),
    };
    let (reason, words) = form.parse()?;
    if pair.state == PairState::Ended {
        return Err(Error::refusal("Эта пара уже завершена. Обновите страницу: там написано, когда и почему."));
    }
    close(tx, &actor.by(), &Pair { version: form.version, ..pair.clone() }, reason, &words)?;
    let by_one = |person: PersonId| actor.person == Some(person);
    for (person, subject) in [(pair.teacher, "Работа с методистом завершена"), (pair.methodist, "Работа с педагогом завершена")] {
        if !by_one(person) {
            tell(tx, &pair, person, subject)?;
        }
    }
    Ok(())
}

fn close(tx: &mut Tx<'_>, by: &By, pair: &Pair, reason: EndReason, words: &str) -> Result<()> {
    let today = tx.today();
    tx.change_one(
        "Пара",
        "UPDATE pair SET state = 'ended', ended_on = $1, end_reason = $2, end_words = $3, version = version + 1 WHERE id = $4 AND version = $5 AND state = 'active'",
        params![today, reason, words, pair.id, pair.version],
    )?;
    tx.record(by, Event::new("pair.ended", "pair", pair.id).of(pair.teacher).with(json!({"reason": reason, "methodist": pair.methodist})))
}

fn tell(tx: &mut Tx<'_>, pair: &Pair, person: PersonId, subject: &str) -> Result<()> {
    let notice = Notice {
        once_key: format!("pair/{}/ended/{person}", pair.id),
        person,
        topic: Topic::Matching,
        subject: subject.to_owned(),
        body: "Закрепление завершено. С кем, написано в кабинете.".into(),
        url: crate::url::CABINET.into(),
    };
    notices::tell(tx, &notice)
}

/// Ends what can't go on: the methodist left the active, or one of the two wants no processing. The other is told.
pub(crate) fn end_all_of(tx: &mut Tx<'_>, person: PersonId, reason: EndReason) -> Result<u64> {
    let sides: &[&str] = match reason {
        // Who is no longer of the active accompanies nobody, but may be accompanied.
        EndReason::Left => &["methodist_id"],
        EndReason::Withdrawn | EndReason::Reached | EndReason::Term | EndReason::NoTime | EndReason::Moved | EndReason::NotTogether => &["methodist_id", "person_id"],
    };
    let today = tx.today();
    let mut ended = 0;
    for side in sides {
        let pairs = tx.query(&format!("SELECT {COLUMNS} {FROM} WHERE x.{side} = $2 AND x.state = 'active' ORDER BY x.id"), params![today, person], shape)?;
        for pair in pairs {
            close(tx, &By::system(), &pair, reason, "")?;
            let (other, subject) = if pair.methodist == person {
                (pair.teacher, "Ваш методист больше не сможет вам помогать")
            } else {
                (pair.methodist, "Работа с педагогом завершена")
            };
            tell(tx, &pair, other, subject)?;
            ended += 1;
        }
    }
    Ok(ended)
}

/// Pairs whose last day has passed end by themselves. How many; for the schedule.
///
/// # Errors
/// The store fails.
pub fn end_due(tx: &mut Tx<'_>) -> Result<u64> {
    let today = tx.today();
    let due = tx.query(&format!("SELECT {COLUMNS} {FROM} WHERE x.state = 'active' AND x.ends_on < $1 ORDER BY x.id LIMIT 2000"), params![today], shape)?;
    for pair in &due {
        close(tx, &By::system(), pair, EndReason::Term, "")?;
        for (person, subject) in [(pair.teacher, "Срок работы с методистом закончился"), (pair.methodist, "Срок работы с педагогом закончился")] {
            tell(tx, pair, person, subject)?;
        }
    }
    Ok(due.len() as u64)
}

/// How many pairs in force a scope of teachers has: for reports.
///
/// # Errors
/// The store fails.
pub fn count_active(tx: &mut Tx<'_>, scope: &Scope, on: Date) -> Result<u64> {
    Ok(tx.count(
        "SELECT COUNT(*) FROM pair x JOIN person t ON t.id = x.person_id JOIN place pl ON pl.id = t.place_id WHERE pl.path >= $1 AND pl.path < $2 AND (CAST($3 AS TEXT) = '' OR t.id = $3) AND x.starts_on <= $4 AND COALESCE(x.ended_on, '9999') > $4",
        params![scope.from(), scope.to(), scope.own(), on],
    )?)
}

/// How to reach those with whom a person is in a pair now: the address of the other's card, for the two only. Telephones stay on the cards:
/// whoever wants to give theirs writes it.
pub(crate) fn contacts(tx: &mut Tx<'_>, person: PersonId) -> Result<BTreeMap<PersonId, String>> {
    let sql = "SELECT p.id, COALESCE(p.email, '') FROM person p WHERE p.erased_at IS NULL AND p.id IN (
            SELECT methodist_id FROM pair WHERE person_id = $1 AND state = 'active' UNION SELECT person_id FROM pair WHERE methodist_id = $1 AND state = 'active')";
    Ok(tx.query(sql, params![person], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
}

//! What waits for an actor: what, how many, since when, where to go. Counting SQL only; the scope is a parameter of every count.

mod commission;
mod coordinator;
mod guardians;
mod places;
mod sql;

use access::{Action, Actor, Role};
use jiff::tz::TimeZone;
use kernel::{Date, Result, Tx, params};
use sql::Eye;

/// When it began to wait, or by when it must be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    Since(Date),
    By(Date),
    Anytime,
}

/// Something that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wait {
    pub what: String,
    /// Why it matters, or what to do; may be empty.
    pub hint: String,
    pub url: String,
    pub count: u64,
    pub due: Due,
    /// Past its term, or waits longer than is decent.
    pub is_late: bool,
}

/// Days after which an application that nobody touches is late; as the applications' own queue counts it.
const PATIENCE_DAYS: i64 = 5;

impl Wait {
    fn new(what: &str, url: &str, count: u64) -> Self {
        Self { what: what.to_owned(), hint: String::new(), url: url.to_owned(), count, due: Due::Anytime, is_late: false }
    }

    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Waits since a day; late after [`PATIENCE_DAYS`].
    fn since(mut self, day: Option<Date>, today: Date) -> Self {
        if let Some(day) = day {
            self.due = Due::Since(day);
            self.is_late = days_between(day, today) > PATIENCE_DAYS;
        }
        self
    }

    /// Must be done by a day; late when it has passed.
    fn by(mut self, day: Option<Date>, today: Date) -> Self {
        if let Some(day) = day {
            self.due = Due::By(day);
            self.is_late = day < today;
        }
        self
    }

    fn day(&self) -> Option<Date> {
        match self.due {
            Due::Since(day) | Due::By(day) => Some(day),
            Due::Anytime => None,
        }
    }
}

/// Whole days from one day to another; negative backwards.
pub(crate) fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// Lessons that the actor has seen and not yet written up.
fn lessons(tx: &mut Tx<'_>, eye: &Eye<'_>) -> Result<Wait> {
    let sql = "SELECT COUNT(*), MIN(held_on) FROM observation WHERE observer_id = $1 AND state = 'agreed' AND held_on <= $2";
    let (count, first) = eye.by(tx, sql, params![eye.actor.account, eye.today])?;
    Ok(Wait::new("Закончить карты прошедших уроков", "/observations?state=agreed&whose=mine", count).since(first, eye.today).hint("Учитель ждёт карту, чтобы прочесть её первым."))
}

/// Resources of the catalogue that colleagues wrote or changed: somebody else reviews.
fn resources(tx: &mut Tx<'_>, eye: &Eye<'_>) -> Result<Wait> {
    let sql = "SELECT COUNT(*), MIN(r.made_at) FROM resource r JOIN place pl ON pl.id = r.place_id WHERE pl.path >= $1 AND pl.path < $2 AND r.state <> 'withdrawn' AND r.reviewed_on IS NULL AND (r.made_by IS NULL OR r.made_by <> $3)
        AND NOT EXISTS (SELECT 1 FROM resource_return b WHERE b.resource_id = r.id AND b.mended_on IS NULL)";
    let (count, first) = eye.since(tx, sql, params![eye.scope.from(), eye.scope.to(), eye.actor.account])?;
    Ok(Wait::new("Проверить ресурсы каталога", "/resources?state=all&unreviewed=yes", count).since(first, eye.today).hint("Их добавили или изменили коллеги: своё не проверяют."))
}

/// Resources that came back to the actor with words.
fn returned_resources(tx: &mut Tx<'_>, eye: &Eye<'_>) -> Result<Wait> {
    let sql = "SELECT COUNT(*), MIN(b.returned_on) FROM resource r JOIN resource_return b ON b.resource_id = r.id WHERE r.made_by = $1 AND r.state <> 'withdrawn' AND b.mended_on IS NULL AND b.returned_on <= $2";
    let (count, first) = eye.by(tx, sql, params![eye.actor.account, eye.today])?;
    Ok(Wait::new("Исправить ресурсы каталога по словам проверяющих", "/resources?state=all&mine=yes&returned=yes", count).since(first, eye.today).hint("После правки ресурс снова уйдёт на проверку."))
}

/// What cases wait for; they know themselves what is late.
fn of_case(wait: cases::Wait) -> Wait {
    let due = wait.since.map_or(Due::Anytime, Due::Since);
    Wait { what: wait.what, hint: wait.hint, url: wait.url, count: wait.count, due, is_late: wait.is_late }
}

/// What reports wait for.
fn of_report(wait: reports::Wait, today: Date) -> Wait {
    Wait::new(&wait.what, &wait.url, wait.count).by(wait.by, today).hint(wait.hint)
}

/// What unions and the bank of practices wait for, as the cabinet and the first page show it.
///
/// # Errors
/// The store fails.
pub fn of_unions_and_practices(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<cases::Wait>> {
    let mut waits = Vec::new();
    if let Some(person) = actor.person.filter(|_| actor.can(Action::ViewUnions)) {
        waits.extend(unions::waits(tx, person)?.into_iter().map(|wait| cases::Wait { what: wait.what, hint: wait.hint, url: wait.url, count: wait.count, since: wait.since, is_late: wait.is_late }));
    }
    waits.extend(practices::waits(tx, actor)?.into_iter().map(|wait| cases::Wait { what: wait.what, hint: wait.hint, url: wait.url, count: wait.count, since: wait.since, is_late: wait.is_late }));
    Ok(waits)
}

/// All that waits for the actor: late first, then the earliest date, then what has none. Days are counted in `zone`.
///
/// # Errors
/// The store fails.
pub fn waiting(tx: &mut Tx<'_>, actor: &Actor, zone: &TimeZone) -> Result<Vec<Wait>> {
    let eye = Eye::of(tx, actor, zone);
    let mut waits = match actor.role {
        Role::Coordinator => coordinator::waits(tx, &eye)?,
        Role::DataProtection => guardians::data_protection(tx, &eye)?,
        Role::Administrator => guardians::administrator(tx, &eye)?,
        Role::Commission => commission::waits(tx, &eye)?,
        Role::Municipal => places::municipal(tx, &eye)?,
        Role::School => places::school(tx, &eye)?,
        Role::Methodist | Role::Expert | Role::Ministry | Role::Member => Vec::new(),
    };
    if actor.can(Action::ObserveLessons) {
        waits.push(lessons(tx, &eye)?);
    }
    if actor.can(Action::ManageResources) {
        waits.push(resources(tx, &eye)?);
        waits.push(returned_resources(tx, &eye)?);
    }
    if let Some(person) = actor.person {
        waits.extend(pathways::walk::waits(tx, person)?.into_iter().map(of_case));
    }
    waits.extend(cases::waits(tx, actor)?.into_iter().map(of_case));
    waits.extend(support::waits(tx, actor)?.into_iter().map(of_case));
    waits.extend(activities::waits(tx, actor)?.into_iter().map(of_case));
    waits.extend(::help::waits(tx, actor)?.into_iter().map(of_case));
    waits.extend(pairs::mentoring::waits(tx, actor)?.into_iter().map(of_case));
    waits.extend(pairs::runs::waits(tx, actor)?.into_iter().map(of_case));
    waits.extend(programme::year::waits(tx, actor)?.into_iter().map(of_case));
    waits.extend(of_unions_and_practices(tx, actor)?.into_iter().map(of_case));
    waits.extend(reports::waits(tx, actor)?.into_iter().map(|wait| of_report(wait, eye.today)));
    waits.push(Wait::new("Ответить на возражения о консультациях", "/consultations?state=disputed", activities::quick::disputed(tx, actor)?).hint("Педагог говорит, что консультации не было."));
    waits.retain(|wait| wait.count > 0);
    waits.sort_by_key(|wait| (!wait.is_late, wait.day().is_none(), wait.day()));
    Ok(waits)
}

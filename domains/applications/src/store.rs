//! SQL of this domain's tables. Names of places are joined for display.

pub mod parts;
pub mod queue;

use crate::{
    answers::Answers,
    model::{Act, ApplicationId, State},
    record::{Application, Trouble},
};
use access::Scope;
use kernel::{
    Error, Result, Row, Tx,
    db::DbError,
    id::{AccountId, PersonId, PlaceId},
    params,
};

const COLUMNS: &str = "a.id, a.number, a.email, a.person_id, a.place_id, a.state, a.answers, a.sent, a.sent_before, a.trouble, a.started_at, a.saved_at, a.submitted_at, a.state_since, a.version";

/// $1–$3 are the scope. What was never submitted nobody but its author sees.
const IN_SCOPE: &str = "a.submitted_at IS NOT NULL AND pl.path >= $1 AND pl.path < $2 AND (CAST($3 AS TEXT) = '' OR a.person_id = $3)";

fn application(row: &Row<'_>) -> Result<Application, DbError> {
    let frozen = |json: String| (!json.is_empty()).then(|| Answers::read(&json));
    Ok(Application {
        id: row.get(0)?,
        number: row.get(1)?,
        email: row.get(2)?,
        person: row.get(3)?,
        school: row.get(4)?,
        state: row.get(5)?,
        answers: Answers::read(&row.get::<String>(6)?),
        sent: frozen(row.get(7)?),
        sent_before: frozen(row.get(8)?),
        trouble: Trouble::read(row.get(9)?),
        started_at: row.get(10)?,
        saved_at: row.get(11)?,
        submitted_at: row.get(12)?,
        state_since: row.get(13)?,
        version: row.get(14)?,
    })
}

pub fn insert(tx: &mut Tx<'_>, id: ApplicationId, link_hash: &str, email: &str, answers: &Answers) -> Result<()> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO application (id, link_hash, email, state, answers, started_at, saved_at, state_since) VALUES ($1, $2, $3, $4, $5, $6, $6, $6)",
        params![id, link_hash, email, State::Draft, answers.json(), now],
    )?;
    Ok(())
}

/// Another link to the same application.
pub fn add_link(tx: &mut Tx<'_>, id: ApplicationId, link_hash: &str) -> Result<()> {
    let now = tx.now();
    tx.execute("INSERT INTO application_link (link_hash, application_id, made_at) VALUES ($1, $2, $3)", params![link_hash, id, now])?;
    Ok(())
}

/// By the hash of a link's secret: whoever holds the secret is the applicant.
pub fn by_link(tx: &mut Tx<'_>, link_hash: &str) -> Result<Application> {
    let sql = format!("SELECT {COLUMNS} FROM application a WHERE a.link_hash = $1 OR a.id IN (SELECT l.application_id FROM application_link l WHERE l.link_hash = $1)");
    tx.one(&sql, params![link_hash], application)
}

/// An application within a scope.
pub fn find(tx: &mut Tx<'_>, scope: &Scope, id: ApplicationId) -> Result<Application> {
    let sql = format!("SELECT {COLUMNS} FROM application a JOIN place pl ON pl.id = a.place_id WHERE {IN_SCOPE} AND a.id = $4");
    tx.one(&sql, params![scope.from(), scope.to(), scope.own(), id], application)
}

pub fn state_of(tx: &mut Tx<'_>, id: ApplicationId) -> Result<State> {
    tx.one("SELECT state FROM application WHERE id = $1", params![id], |row| row.get(0))
}

/// Applications of a person, newest first.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Application>> {
    Ok(tx.query(&format!("SELECT {COLUMNS} FROM application a WHERE a.person_id = $1 ORDER BY a.started_at DESC"), params![person], application)?)
}

/// Everybody who was refused, cards that are still there.
pub fn refused(tx: &mut Tx<'_>) -> Result<Vec<PersonId>> {
    let sql = "SELECT DISTINCT a.person_id FROM application a JOIN person p ON p.id = a.person_id WHERE a.state = 'refused' AND p.erased_at IS NULL AND p.merged_into IS NULL ORDER BY a.person_id";
    Ok(tx.query(sql, params![], |row| row.get(0))?)
}

/// Applications of an address that are not over, newest first.
pub fn open_of_email(tx: &mut Tx<'_>, email: &str) -> Result<Vec<Application>> {
    let sql = format!("SELECT {COLUMNS} FROM application a WHERE a.email = $1 AND a.state NOT IN ('withdrawn', 'refused') ORDER BY a.saved_at DESC LIMIT 5");
    Ok(tx.query(&sql, params![email], application)?)
}

/// Applications in a state within a scope, those that wait longest first.
pub fn in_states(tx: &mut Tx<'_>, scope: &Scope, states: [State; 2]) -> Result<Vec<Application>> {
    let sql = format!("SELECT {COLUMNS} FROM application a JOIN place pl ON pl.id = a.place_id WHERE {IN_SCOPE} AND a.state IN ($4, $5) ORDER BY a.state_since, a.id");
    Ok(tx.query(&sql, params![scope.from(), scope.to(), scope.own(), states[0], states[1]], application)?)
}

/// Drafts that nobody has touched since an instant.
pub fn stale_drafts(tx: &mut Tx<'_>, before: kernel::Timestamp) -> Result<Vec<ApplicationId>> {
    Ok(tx.query("SELECT id FROM application WHERE state = 'draft' AND saved_at < $1 ORDER BY saved_at LIMIT 200", params![before], |row| row.get(0))?)
}

/// Other applications that may be the same person's: the same name, or the same address.
pub fn namesakes(tx: &mut Tx<'_>, scope: &Scope, one: &Application, sort_key: &str) -> Result<Vec<Application>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM application a JOIN place pl ON pl.id = a.place_id WHERE {IN_SCOPE} AND a.id <> $4 AND a.state <> 'withdrawn' AND ((a.sort_key <> '' AND a.sort_key = $5) OR a.email = $6) ORDER BY a.submitted_at"
    );
    Ok(tx.query(&sql, params![scope.from(), scope.to(), scope.own(), one.id, sort_key, one.email], application)?)
}

/// Keeps what is typed. The version stays: it guards the acts of staff, and nobody but the applicant writes answers.
pub fn save_answers(tx: &mut Tx<'_>, id: ApplicationId, answers: &Answers) -> Result<()> {
    let now = tx.now();
    tx.execute("UPDATE application SET answers = $2, saved_at = $3 WHERE id = $1", params![id, answers.json(), now])?;
    Ok(())
}

/// What a submission fixes.
pub struct Submitted<'a> {
    pub number: &'a str,
    pub person: PersonId,
    pub school: &'a PlaceId,
    pub email: &'a str,
    pub sort_key: &'a str,
    pub kind: &'a str,
    pub main_subject: &'a str,
    pub trouble: Trouble,
}

/// Freezes the answers as sent; what was sent before is kept beside them.
pub fn freeze(tx: &mut Tx<'_>, application: &Application, what: &Submitted<'_>) -> Result<()> {
    let (now, json) = (tx.now(), application.answers.json());
    tx.change_one(
        &application.title(),
        "UPDATE application SET number = $3, person_id = $4, place_id = $5, email = $6, sort_key = $7, wish_kind = $8, main_subject = $9, trouble = $10, submitted_at = $11, sent_before = sent, sent = $12 WHERE id = $1 AND version = $2",
        params![application.id, application.version, what.number, what.person, what.school, what.email, what.sort_key, what.kind, what.main_subject, what.trouble.stored(), now, json],
    )
}

pub fn set_trouble(tx: &mut Tx<'_>, id: ApplicationId, trouble: Trouble) -> Result<()> {
    tx.execute("UPDATE application SET trouble = $2 WHERE id = $1", params![id, trouble.stored()])?;
    Ok(())
}

/// Who acts and what they add to it.
#[derive(Debug, Clone, Default)]
pub struct Said {
    pub account: Option<AccountId>,
    pub note: String,
}

/// Takes a step of the table: state, history, version. `version` is the one the actor saw.
///
/// # Errors
/// The table knows no such step, or somebody changed the application in the meantime.
pub fn advance(tx: &mut Tx<'_>, application: &Application, version: i64, act: Act, said: &Said) -> Result<State> {
    if version != application.version {
        return Err(clash(tx, application)?);
    }
    let (state, now) = (application.state.after(act)?, tx.now());
    tx.change_one(&application.title(), "UPDATE application SET state = $3, state_since = $4, version = version + 1 WHERE id = $1 AND version = $2", params![application.id, version, state, now])?;
    parts::add_step(tx, application.id, state, said)?;
    Ok(state)
}

/// Who changed it and when, in a sentence.
pub fn clash(tx: &mut Tx<'_>, application: &Application) -> Result<Error> {
    let last = parts::steps(tx, application.id)?.pop();
    let Some(step) = last else { return Ok(Error::stale(&application.title())) };
    let who = step.who.unwrap_or_else(|| "заявитель".into());
    Ok(Error::refusal(format!(
        "{}: пока страница была открыта, состояние изменилось. Теперь заявка «{}», изменил(а): {who}. Ваше действие не выполнено. Обновите страницу и посмотрите, что изменилось.",
        application.title(),
        step.state.label()
    )))
}

/// The next number of a year.
pub fn next_number(tx: &mut Tx<'_>) -> Result<String> {
    let prefix = format!("РМА-{}-", tx.today().year());
    let last: Option<Option<String>> = tx.maybe("SELECT MAX(number) FROM application WHERE number >= $1 AND number < $2", params![prefix, kernel::search::after(&prefix)], |row| row.get(0))?;
    let last = last.flatten().and_then(|number| number.strip_prefix(&prefix).and_then(|tail| tail.parse::<u32>().ok())).unwrap_or(0);
    Ok(format!("{prefix}{:05}", last + 1))
}

/// Everything that hangs on an application goes with it; digests of its files come back.
pub fn delete(tx: &mut Tx<'_>, id: ApplicationId) -> Result<Vec<files::Digest>> {
    let digests = parts::files(tx, id)?.into_iter().map(|file| file.digest).collect();
    for table in ["application_file", "application_consent", "application_remark", "application_step", "application_link", "criterion_finding", "nomination"] {
        tx.execute(&format!("DELETE FROM {table} WHERE application_id = $1"), params![id])?;
    }
    tx.execute("DELETE FROM application WHERE id = $1", params![id])?;
    Ok(digests)
}

/// Erasure: what the application said goes, its bare row stays for the minutes and orders that refer to it.
pub fn empty(tx: &mut Tx<'_>, id: ApplicationId) -> Result<Vec<files::Digest>> {
    let digests = parts::files(tx, id)?.into_iter().map(|file| file.digest).collect();
    for table in ["application_file", "application_consent", "application_remark", "application_link", "criterion_finding"] {
        tx.execute(&format!("DELETE FROM {table} WHERE application_id = $1"), params![id])?;
    }
    tx.execute("UPDATE application_step SET note = '' WHERE application_id = $1", params![id])?;
    tx.execute("UPDATE nomination SET body = '' WHERE application_id = $1", params![id])?;
    tx.execute(
        "UPDATE application SET link_hash = $2, email = '', answers = '{}', sent = '', sent_before = '', sort_key = '', wish_kind = '', main_subject = '', trouble = 0, version = version + 1 WHERE id = $1",
        params![id, format!("erased/{id}")],
    )?;
    Ok(digests)
}

/// Two cards are one person.
pub fn repoint(tx: &mut Tx<'_>, gone: PersonId, kept: PersonId) -> Result<u64> {
    Ok(tx.execute("UPDATE application SET person_id = $2 WHERE person_id = $1", params![gone, kept])?)
}

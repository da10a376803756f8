//! A teacher up for attestation: the target, a list of what to prepare, a helper whom the teacher chose. Nobody else sees it: neither
//! the school nor the coordinator; nothing about it goes to the ledger or into figures.

use crate::{
    contests::HelperState,
    form::{Reading, TEXT, version},
    pick::{self, Among},
    rules,
    sql::name_of,
    tell::{self, Told},
    words::Words,
};
use ::web::Answers;
use access::Actor;
use audit::{Event, Record};
use kernel::{Date, Error, Result, Row, Tx, db::DbError, id::PersonId, params, uuid_id};
use structure::profile::TermKind;

uuid_id! { AttestationId }

/// A track.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Track {
    pub id: AttestationId,
    pub person: PersonId,
    pub name: String,
    pub category: String,
    pub target_on: Date,
    pub helper: Option<PersonId>,
    pub helper_name: String,
    pub helper_state: HelperState,
    pub note: String,
    pub closed_on: Option<Date>,
    pub version: i64,
}

fn select() -> String {
    format!("SELECT t.id, t.person_id, {}, t.category, t.target_on, t.helper_id, {}, t.helper_state, t.note, t.closed_on, t.version FROM attestation_track t", name_of("t.person_id"), name_of("t.helper_id"))
}

fn shape(row: &Row<'_>) -> Result<Track, DbError> {
    kernel::row!(Track { id, person, name, category, target_on, helper, helper_name, helper_state, note, closed_on, version })(row)
}

/// A teacher's own tracks, the open one first.
///
/// # Errors
/// Not found: no card; the store fails.
pub fn mine(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Track>> {
    let person = rules::cabinet(actor)?;
    Ok(tx.query(&format!("{} WHERE t.person_id = $1 ORDER BY CASE WHEN t.closed_on IS NULL THEN 0 ELSE 1 END, t.target_on DESC, t.id", select()), params![person], shape)?)
}

/// Tracks where somebody helps or was asked to.
///
/// # Errors
/// The store fails.
pub fn helped_by(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Track>> {
    Ok(tx.query(&format!("{} WHERE t.helper_id = $1 AND t.helper_state IN ('asked', 'yes') AND t.closed_on IS NULL ORDER BY t.target_on, t.id", select()), params![person], shape)?)
}

/// A track: the teacher's own, or of the helper who was asked or said yes.
///
/// # Errors
/// Not found.
pub fn find(tx: &mut Tx<'_>, actor: &Actor, id: AttestationId) -> Result<Track> {
    let person = rules::own(actor)?;
    let found = tx.one(&format!("{} WHERE t.id = $1", select()), params![id], shape)?;
    let helps = found.helper == Some(person) && matches!(found.helper_state, HelperState::Asked | HelperState::Yes) && found.closed_on.is_none();
    if found.person == person || helps { Ok(found) } else { Err(Error::NotFound) }
}

/// A track of one's own.
fn own(tx: &mut Tx<'_>, actor: &Actor, id: AttestationId) -> Result<Track> {
    let person = rules::cabinet(actor)?;
    let found = find(tx, actor, id)?;
    if found.person == person { Ok(found) } else { Err(Error::NotFound) }
}

/// What of the list is done: code and day.
///
/// # Errors
/// The store fails.
pub fn done(tx: &mut Tx<'_>, id: AttestationId) -> Result<Vec<(String, Date)>> {
    Ok(tx.query("SELECT item, done_on FROM attestation_done WHERE track_id = $1 ORDER BY item", params![id], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

struct Typed {
    category: String,
    target_on: Date,
    note: String,
}

fn typed(tx: &mut Tx<'_>, answers: &Answers) -> Result<Typed> {
    let mut form = Reading::of(answers);
    let category = form.needed("category", 60, "Выберите категорию");
    if !category.is_empty() && !Words::read(tx, TermKind::Category)?.has(&category) {
        form.errors.add("category", "Такой категории нет в справочнике. Выберите её из списка");
    }
    let target_on = form.day("target_on");
    let note = form.text("note", TEXT);
    form.done(target_on.map(|target_on| Typed { category, target_on, note }))
}

/// Begins one's own track.
///
/// # Errors
/// Fields; refused: one is open.
pub fn begin(tx: &mut Tx<'_>, actor: &Actor, answers: &Answers) -> Result<AttestationId> {
    let person = rules::cabinet(actor)?;
    if mine(tx, actor)?.iter().any(|track| track.closed_on.is_none()) {
        return Err(Error::refusal("Подготовка к аттестации уже идёт. Завершите её, прежде чем начинать новую."));
    }
    let new = typed(tx, answers)?;
    let (id, now) = (AttestationId::fresh(), tx.now());
    tx.execute("INSERT INTO attestation_track (id, person_id, category, target_on, note, made_at) VALUES ($1, $2, $3, $4, $5, $6)", params![id, person, new.category, new.target_on, new.note, now])?;
    tx.record(&actor.by(), Event::new("attestation.begun", "attestation", id).of(person))?;
    Ok(id)
}

/// Changes the target, or what is ticked in the list.
///
/// # Errors
/// Fields; not found; refused: closed; somebody was first.
pub fn edit(tx: &mut Tx<'_>, actor: &Actor, id: AttestationId, answers: &Answers) -> Result<()> {
    let found = own(tx, actor, id)?;
    must_be_open(&found)?;
    let new = typed(tx, answers)?;
    let sql = "UPDATE attestation_track SET category = $1, target_on = $2, note = $3, version = version + 1 WHERE id = $4 AND version = $5";
    tx.change_one("Подготовка к аттестации", sql, params![new.category, new.target_on, new.note, id, version(answers)])?;
    let (today, items) = (tx.today(), Words::read(tx, TermKind::AttestationItem)?);
    let before = done(tx, id)?;
    let ticked = answers.all("done");
    for code in items.codes() {
        let was = before.iter().any(|(known, _)| known == code);
        match (was, ticked.contains(&code)) {
            (false, true) => tx.execute("INSERT INTO attestation_done (track_id, item, done_on) VALUES ($1, $2, $3)", params![id, code, today])?,
            (true, false) => tx.execute("DELETE FROM attestation_done WHERE track_id = $1 AND item = $2", params![id, code])?,
            (true, true) | (false, false) => 0,
        };
    }
    tx.record(&actor.by(), Event::new("attestation.edited", "attestation", id).of(found.person))
}

fn must_be_open(track: &Track) -> Result<()> {
    if track.closed_on.is_none() { Ok(()) } else { Err(Error::refusal("Эта подготовка завершена. Начните новую, если снова готовитесь.")) }
}

/// Asks a member of the active to help. Who helped before no longer sees the track.
///
/// # Errors
/// Not found; refused: no member, oneself, closed, somebody was first.
pub fn ask_helper(tx: &mut Tx<'_>, actor: &Actor, id: AttestationId, person: PersonId, version: i64) -> Result<()> {
    let found = own(tx, actor, id)?;
    must_be_open(&found)?;
    if found.person == person {
        return Err(Error::refusal("Помощником выбирают другого человека."));
    }
    if pick::one(tx, actor, Among::Members, person)?.is_none() {
        return Err(Error::refusal("Помочь может действующий участник актива, который разрешил публиковать своё имя. Выберите другого человека."));
    }
    let sql = "UPDATE attestation_track SET helper_id = $1, helper_state = $2, version = version + 1 WHERE id = $3 AND version = $4";
    tx.change_one("Подготовка к аттестации", sql, params![person, HelperState::Asked, id, version])?;
    tell::tell(
        tx,
        &Told {
            key: format!("attestation/{id}/helper/{person}/{version}"),
            person,
            subject: "Вас просят помочь коллеге",
            body: "Откройте страницу и ответьте, сможете ли.".into(),
            url: format!("/support/attestation/{id}"),
        },
    )?;
    tx.record(&actor.by(), Event::new("attestation.helper_asked", "attestation", id).of(person))
}

/// The answer of who was asked.
///
/// # Errors
/// Not found; refused: answered already; somebody was first.
pub fn answer_helper(tx: &mut Tx<'_>, actor: &Actor, id: AttestationId, agrees: bool, version: i64) -> Result<()> {
    let found = find(tx, actor, id)?;
    if found.helper != actor.person {
        return Err(Error::NotFound);
    }
    if found.helper_state != HelperState::Asked {
        return Err(Error::refusal(format!("Ответ уже дан: {}.", found.helper_state.label())));
    }
    let state = if agrees { HelperState::Yes } else { HelperState::No };
    tx.change_one("Подготовка к аттестации", "UPDATE attestation_track SET helper_state = $1, version = version + 1 WHERE id = $2 AND version = $3", params![state, id, version])?;
    let subject = if agrees { "Коллега поможет вам" } else { "Коллега не сможет помочь" };
    tell::tell(tx, &Told { key: format!("attestation/{id}/answered/{version}"), person: found.person, subject, body: "Ответ — в вашем кабинете.".into(), url: "/cabinet/attestation".into() })?;
    tx.record(&actor.by(), Event::new("attestation.helper_answered", "attestation", id).of(found.person))
}

/// Lets the helper go: the track is the teacher's alone again.
///
/// # Errors
/// Not found; somebody was first.
pub fn release_helper(tx: &mut Tx<'_>, actor: &Actor, id: AttestationId, version: i64) -> Result<()> {
    let found = own(tx, actor, id)?;
    tx.change_one("Подготовка к аттестации", "UPDATE attestation_track SET helper_id = NULL, helper_state = '', version = version + 1 WHERE id = $1 AND version = $2", params![id, version])?;
    tx.record(&actor.by(), Event::new("attestation.helper_released", "attestation", id).of(found.person))
}

/// Ends the track: the helper no longer sees it.
///
/// # Errors
/// Not found; refused: closed; somebody was first.
pub fn close(tx: &mut Tx<'_>, actor: &Actor, id: AttestationId, version: i64) -> Result<()> {
    let found = own(tx, actor, id)?;
    must_be_open(&found)?;
    let today = tx.today();
    tx.change_one("Подготовка к аттестации", "UPDATE attestation_track SET closed_on = $1, version = version + 1 WHERE id = $2 AND version = $3", params![today, id, version])?;
    tx.record(&actor.by(), Event::new("attestation.closed", "attestation", id).of(found.person))
}

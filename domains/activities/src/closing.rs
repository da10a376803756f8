//! The end: work to the ledger, certificates to those who were there; a certificate that was wrong is annulled and another issued.

use crate::{
    access::{Act, is_member, load, load_version},
    model::{Activity, ActivityId, CertificateId, Kind, Part, State},
    planning::set_state,
    presence, signing, store, told,
    told::Words,
};
use access::Actor;
use audit::{Event, Record};
use kernel::{Date, Error, Result, Tx, id::PersonId, id::Uuid, name::FullName, params};
use ledger::{Deed, DeedKind};
use serde_json::json;

/// A certificate with the name it is for, as far as the card is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    pub id: CertificateId,
    pub activity: ActivityId,
    pub person: Option<PersonId>,
    pub name: String,
    /// `participant`, `host`, `cohost`.
    pub part: String,
    pub code: String,
    pub minutes: i64,
    pub issued_on: Date,
    pub annulled_on: Option<Date>,
    pub annul_why: String,
    pub is_replaced: bool,
}

impl Certificate {
    #[must_use]
    pub fn part_label(&self) -> &'static str {
        match self.part.as_str() {
            "host" => "ведущий",
            "cohost" => "соведущий",
            _ => "участник",
        }
    }
}

const SELECT: &str = "SELECT c.id, c.activity_id, c.person_id, p.family, p.given, p.patronymic, c.part, c.code, c.minutes, c.issued_on, c.annulled_on, c.annul_why, c.replaced_by FROM activity_certificate c LEFT JOIN person p ON p.id = c.person_id";

fn shape(row: &kernel::Row<'_>) -> Result<Certificate, kernel::db::DbError> {
    let family: Option<String> = row.get(3)?;
    let given: Option<String> = row.get(4)?;
    let name = family.map_or_else(|| Ok("данные удалены".to_owned()), |family| Ok::<_, kernel::db::DbError>(FullName { family, given: given.unwrap_or_default(), patronymic: row.get(5)? }.full()))?;
    Ok(Certificate {
        id: row.get(0)?,
        activity: row.get(1)?,
        person: row.get(2)?,
        name,
        part: row.get(6)?,
        code: row.get(7)?,
        minutes: row.get(8)?,
        issued_on: row.get(9)?,
        annulled_on: row.get(10)?,
        annul_why: row.get(11)?,
        is_replaced: !row.get::<String>(12)?.is_empty(),
    })
}

/// All that were issued for an activity: hosts first, then by name.
///
/// # Errors
/// The store fails.
pub fn of_activity(tx: &mut Tx<'_>, id: ActivityId) -> Result<Vec<Certificate>> {
    let sql = format!("{SELECT} WHERE c.activity_id = $1 ORDER BY CASE c.part WHEN 'host' THEN 0 WHEN 'cohost' THEN 1 ELSE 2 END, p.sort_key, c.issued_on, c.id");
    Ok(tx.query(&sql, params![id], shape)?)
}

/// One's own, the newest first.
///
/// # Errors
/// The store fails.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Certificate>> {
    Ok(tx.query(&format!("{SELECT} WHERE c.person_id = $1 ORDER BY c.issued_on DESC, c.id DESC"), params![person], shape)?)
}

/// By the code that is printed on it.
///
/// # Errors
/// The store fails.
pub fn by_code(tx: &mut Tx<'_>, code: &str) -> Result<Option<Certificate>> {
    Ok(tx.maybe(&format!("{SELECT} WHERE c.code = $1"), params![code], shape)?)
}

/// # Errors
/// Not found.
pub fn certificate(tx: &mut Tx<'_>, id: CertificateId) -> Result<Certificate> {
    tx.one(&format!("{SELECT} WHERE c.id = $1"), params![id], shape)
}

/// Twelve signs without those that look alike.
fn fresh_code() -> String {
    const SIGNS: &[u8] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let bytes = Uuid::new_v4().into_bytes();
    // The sixth and eighth bytes of such an id have fixed bits.
    bytes.iter().enumerate().filter(|(at, _)| !matches!(at, 6 | 8)).take(12).filter_map(|(_, byte)| SIGNS.get(usize::from(byte % 32)).map(|sign| char::from(*sign))).collect()
}

fn issue(tx: &mut Tx<'_>, one: &Activity, person: PersonId, part: &str, minutes: i64) -> Result<CertificateId> {
    let (id, today) = (CertificateId::fresh(), tx.today());
    tx.execute("INSERT INTO activity_certificate (id, activity_id, person_id, part, code, minutes, issued_on) VALUES ($1, $2, $3, $4, $5, $6, $7)", params![id, one.id, person, part, fresh_code(), minutes, today])?;
    told::tell(
        tx,
        one.id,
        person,
        &Words {
            once: &format!("certificate-{id}"), subject: format!("Сертификат: {}", one.title), body: format!("{}: ваш сертификат готов. Его можно скачать в кабинете.", told::called(one)), page: ""
        },
    )?;
    Ok(id)
}

/// Minutes of the meetings that the person was at.
pub(crate) fn attended(tx: &mut Tx<'_>, id: ActivityId, person: PersonId) -> Result<i64> {
    let at: Vec<crate::SessionId> = tx.query("SELECT session_id FROM activity_presence WHERE activity_id = $1 AND person_id = $2", params![id, person], |row| row.get(0))?;
    Ok(store::sessions(tx, id)?.into_iter().filter(|session| at.contains(&session.id)).map(|session| (session.ends_at - session.starts_at).as_mins()).sum())
}

/// How many were there, guests too.
///
/// # Errors
/// The store fails.
pub fn reached(tx: &mut Tx<'_>, one: &Activity) -> Result<i64> {
    Ok(i64::try_from(presence::present(tx, one.id)?.len()).unwrap_or(0) + one.guests)
}

/// Closes what was held: deeds, certificates, letters. An announced one whose last meeting has begun is held by that.
///
/// # Errors
/// Not found; refused: not held, nobody is noted, or somebody was first.
pub fn close(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId, version: i64) -> Result<()> {
    let mut one = load_version(tx, actor, Act::Run, id, version)?;
    if one.state == State::Announced {
        presence::hold(tx, actor, id, version)?;
        one = load(tx, actor, Act::Run, id)?;
    }
    one.state.into(State::Closed)?;
    let present = presence::present(tx, id)?;
    if present.is_empty() && one.guests == 0 && one.kind != Kind::ExpertWork {
        return Err(Error::refusal("Никто не отмечен. Отметьте на странице «Кто был» участников или число гостей."));
    }
    set_state(tx, &one, State::Closed)?;
    let today = tx.today();
    tx.execute("UPDATE activity SET closed_on = $1 WHERE id = $2", params![today, id])?;
    write_deeds(tx, &one, &present)?;
    for host in store::hosts::of(tx, id)?.into_iter().filter(|host| host.state == crate::HostState::Joined) {
        issue(tx, &one, host.person, host.part.as_str(), host.minutes.unwrap_or(one.minutes))?;
    }
    for person in &present {
        let minutes = attended(tx, id, *person)?;
        issue(tx, &one, *person, "participant", minutes)?;
    }
    tx.record(&actor.by(), Event::new("activity.closed", "activity", id).with(json!({"present": present.len(), "guests": one.guests})))
}

/// Each of those who held it has a deed with the same source; members who looked at works as experts have theirs.
fn write_deeds(tx: &mut Tx<'_>, one: &Activity, present: &[PersonId]) -> Result<()> {
    let zone = structure::zone(tx)?;
    let on = one.ends_at.to_zoned_datetime(zone).date();
    let reached = i64::try_from(present.len()).unwrap_or(0) + one.guests;
    let deed = |person: PersonId, kind: DeedKind, part: &'static str, minutes: i64| Deed {
        person,
        kind,
        source: one.id.to_string(),
        direction: one.direction.clone(),
        on,
        minutes,
        part,
        title: told::called(one),
        url: crate::url(one.id),
        reached,
    };
    for host in store::hosts::of(tx, one.id)?.into_iter().filter(|host| host.state == crate::HostState::Joined) {
        let part = match host.part {
            Part::Host => "host",
            Part::Cohost => "cohost",
        };
        ledger::write(tx, &deed(host.person, one.kind.deed(), part, host.minutes.unwrap_or(one.minutes)))?;
    }
    if one.kind == Kind::ExpertWork {
        for person in present {
            if is_member(tx, *person)? {
                let minutes = noted_minutes(tx, one.id, *person)?;
                ledger::write(tx, &deed(*person, DeedKind::Expert, "expert", minutes))?;
            }
        }
    }
    Ok(())
}

/// Minutes of the participant's certificate in force: what was corrected there is what is true.
fn certified(tx: &mut Tx<'_>, id: ActivityId, person: PersonId) -> Result<Option<i64>> {
    let sql = "SELECT minutes FROM activity_certificate WHERE activity_id = $1 AND person_id = $2 AND part = 'participant' AND annulled_on IS NULL ORDER BY issued_on DESC, id DESC LIMIT 1";
    Ok(tx.maybe(sql, params![id, person], |row| row.get(0))?)
}

/// Minutes that the person was there, as the certificate says where there is one.
pub(crate) fn noted_minutes(tx: &mut Tx<'_>, id: ActivityId, person: PersonId) -> Result<i64> {
    match certified(tx, id, person)? {
        Some(minutes) => Ok(minutes),
        None => attended(tx, id, person),
    }
}

/// Annuls a certificate; with `again` another is issued with what is true now.
///
/// # Errors
/// Fields: `reason`; not found; refused: annulled already, or its person is gone.
pub fn annul(tx: &mut Tx<'_>, actor: &Actor, id: CertificateId, reason: &str, again: Again) -> Result<()> {
    let old = certificate(tx, id)?;
    let one = load(tx, actor, Act::Correct, old.activity)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::field("reason", "Напишите, что было не так: причина останется в журнале"));
    }
    if reason.chars().count() > 300 {
        return Err(Error::field("reason", "Слишком длинно. Сократите до 300 знаков"));
    }
    if old.annulled_on.is_some() {
        return Err(Error::refusal("Этот сертификат уже аннулирован. Обновите страницу."));
    }
    let (today, person) = (tx.today(), old.person.ok_or_else(|| Error::refusal("Данные этого человека удалены: исправить его сертификат нельзя."))?);
    let new = match again {
        Again::No => String::new(),
        Again::WithMinutes(minutes) => issue(tx, &one, person, &old.part, minutes)?.to_string(),
    };
    tx.execute("UPDATE activity_certificate SET annulled_on = $1, annul_why = $2, replaced_by = $3 WHERE id = $4", params![today, reason, new, id])?;
    if again == Again::No {
        told::tell(tx, one.id, person, &Words { once: &format!("annulled-{id}"), subject: "Сертификат аннулирован".into(), body: format!("{}. Причина: {reason}", told::called(&one)), page: "" })?;
        take_back(tx, &one, person, &old.part)?;
    }
    if let (Again::WithMinutes(minutes), true) = (again, old.part != "participant") {
        tx.execute("UPDATE activity_host SET minutes = $1 WHERE activity_id = $2 AND person_id = $3", params![minutes, one.id, person])?;
    }
    correct_deeds(tx, &one)?;
    tx.record(&actor.by(), Event::new("activity.certificate_annulled", "activity", one.id).of(person).with(json!({"certificate": id, "again": again != Again::No})))
}

/// The person wasn't there, or didn't hold it after all: neither presence nor work stays.
fn take_back(tx: &mut Tx<'_>, one: &Activity, person: PersonId, part: &str) -> Result<()> {
    let kind = if part == "participant" {
        tx.execute("DELETE FROM activity_presence WHERE activity_id = $1 AND person_id = $2", params![one.id, person])?;
        DeedKind::Expert
    } else {
        tx.execute("UPDATE activity_host SET state = 'declined' WHERE activity_id = $1 AND person_id = $2", params![one.id, person])?;
        one.kind.deed()
    };
    ledger::strike(tx, kind, &one.id.to_string(), Some(person))
}

/// Whether another is issued instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    No,
    WithMinutes(i64),
}

/// A participant who was forgotten: noted at the first meeting, given a certificate.
///
/// # Errors
/// Not found: nobody with a seat; refused: not closed, or there is one.
pub fn issue_late(tx: &mut Tx<'_>, actor: &Actor, id: ActivityId, person: PersonId) -> Result<()> {
    let one = load(tx, actor, Act::Correct, id)?;
    if one.state != State::Closed {
        return Err(Error::refusal("Итоги ещё не подведены: отметьте участника на странице «Кто был»."));
    }
    if signing::seat(tx, id, person)?.is_none() {
        return Err(Error::NotFound);
    }
    if tx.count("SELECT COUNT(*) FROM activity_certificate WHERE activity_id = $1 AND person_id = $2 AND annulled_on IS NULL", params![id, person])? > 0 {
        return Err(Error::refusal("У этого участника уже есть сертификат. Обновите страницу."));
    }
    let first = store::sessions(tx, id)?.into_iter().next().ok_or(Error::NotFound)?;
    presence::mark(tx, &first, &one, person, "list")?;
    let minutes = attended(tx, id, person)?;
    issue(tx, &one, person, "participant", minutes)?;
    correct_deeds(tx, &one)?;
    tx.record(&actor.by(), Event::new("activity.certificate_issued", "activity", id).of(person))
}

fn correct_deeds(tx: &mut Tx<'_>, one: &Activity) -> Result<()> {
    if one.state != State::Closed {
        return Ok(());
    }
    let present = presence::present(tx, one.id)?;
    write_deeds(tx, one, &present)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_twelve_signs_that_are_not_mistaken_for_each_other() {
        let codes: std::collections::BTreeSet<String> = (0..500).map(|_| fresh_code()).collect();
        assert_eq!(codes.len(), 500);
        assert!(codes.iter().all(|code| code.len() == 12 && !code.contains(['0', '1', 'I', 'O'])));
    }
}

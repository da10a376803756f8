//! Quotas: how many places there are, how many are filled, and what a decision would do to them.

use crate::{board::Held, model::Seat};
use kernel::{Date, Result, Tx, params};
use structure::profile::{MembershipKind, Profile, QuotaAxis};

/// What a quota counts within its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Axis {
    Whole,
    Subject(String),
    Direction(String),
    Municipality(String),
}

/// A quota and how full it is on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotaLine {
    pub id: String,
    pub kind: MembershipKind,
    pub axis: Axis,
    /// Name of the subject, direction or municipality; of the kind for the whole.
    pub label: String,
    pub places: i64,
    /// Memberships of the day, paused ones included: their places are kept for them.
    pub filled: i64,
    /// Of them, ending within the notice period.
    pub ending: i64,
    /// Of the filled, paused on that day.
    pub paused: i64,
    /// Decided, not ordered yet.
    pub planned: i64,
}

impl QuotaLine {
    #[must_use]
    pub fn free(&self) -> i64 {
        (self.places - self.filled - self.planned).max(0)
    }

    #[must_use]
    pub fn over(&self) -> i64 {
        (self.filled + self.planned - self.places).max(0)
    }

    pub(crate) fn counts(&self, seat: &Seat) -> bool {
        self.kind == seat.kind
            && match &self.axis {
                Axis::Whole => true,
                Axis::Subject(code) => seat.subject.as_ref() == Some(code),
                Axis::Direction(code) => seat.direction.as_ref() == Some(code),
                Axis::Municipality(code) => seat.municipality.as_str() == code,
            }
    }
}

/// All quotas of a day, whole kinds first. `planned` are seats decided but not ordered yet.
///
/// # Errors
/// The store fails.
pub fn board(tx: &mut Tx<'_>, on: Date, planned: &[Seat]) -> Result<Vec<QuotaLine>> {
    let (mut lines, held, soon) = (quotas(tx, on)?, crate::board::held(tx, on)?, crate::board::soon(tx, on)?);
    fill(&mut lines, &held, planned, soon);
    Ok(lines)
}

/// Counts who holds a place into the quotas they belong to.
pub(crate) fn fill(lines: &mut [QuotaLine], held: &[Held], planned: &[Seat], soon: Date) {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    for line in lines {
        let mine: Vec<&Held> = held.iter().filter(|held| line.counts(&held.seat)).collect();
        line.filled = count(mine.len());
        line.ending = count(mine.iter().filter(|held| held.ends_by(soon)).count());
        line.paused = count(mine.iter().filter(|held| held.paused).count());
        line.planned = count(planned.iter().filter(|seat| line.counts(seat)).count());
    }
}

/// The quotas that one more person on `seat` would count in: what whoever decides must see.
///
/// # Errors
/// The store fails.
pub fn room(tx: &mut Tx<'_>, seat: &Seat, on: Date, planned: &[Seat]) -> Result<Vec<QuotaLine>> {
    Ok(board(tx, on, planned)?.into_iter().filter(|line| line.counts(seat)).collect())
}

pub(crate) fn quotas(tx: &mut Tx<'_>, on: Date) -> Result<Vec<QuotaLine>> {
    Ok(tx.query(
        "SELECT q.id, q.kind, q.subject, q.direction, q.municipality_id, q.places, t.label, n.short_name, k.label
         FROM quota q
         LEFT JOIN term t ON (t.kind = 'subject' AND t.code = q.subject) OR (t.kind = 'direction' AND t.code = q.direction)
         LEFT JOIN term k ON k.kind = 'membership_kind' AND k.code = q.kind
         LEFT JOIN place_name n ON n.place_id = q.municipality_id AND n.valid_from <= $1 AND (n.valid_to IS NULL OR n.valid_to > $1)
         WHERE q.valid_from <= $1 AND (q.valid_to IS NULL OR q.valid_to > $1)
         ORDER BY q.kind, CASE WHEN q.subject IS NULL AND q.direction IS NULL AND q.municipality_id IS NULL THEN 0 ELSE 1 END, t.position, n.sort_key",
        params![on],
        |row| {
            let (subject, direction, municipality): (Option<String>, Option<String>, Option<String>) = (row.get(2)?, row.get(3)?, row.get(4)?);
            let (term, place, kind): (Option<String>, Option<String>, Option<String>) = (row.get(6)?, row.get(7)?, row.get(8)?);
            let axis = match (subject, direction, municipality) {
                (Some(code), _, _) => Axis::Subject(code),
                (_, Some(code), _) => Axis::Direction(code),
                (_, _, Some(code)) => Axis::Municipality(code),
                _ => Axis::Whole,
            };
            let label = if axis == Axis::Whole { kind } else { term.or(place) };
            Ok(QuotaLine { id: row.get(0)?, kind: row.get(1)?, axis, label: label.unwrap_or_default(), places: row.get(5)?, filled: 0, ending: 0, paused: 0, planned: 0 })
        },
    )?)
}

/// Puts the profile's quotas in force; those already there from the same day stay as people have set them.
///
/// # Errors
/// The store fails.
pub fn load_from_profile(tx: &mut Tx<'_>, profile: &Profile) -> Result<()> {
    for quota in &profile.quotas {
        let known = tx.count("SELECT COUNT(*) FROM quota WHERE kind = $1 AND valid_from = $2", params![quota.kind, quota.from])?;
        if known > 0 {
            continue;
        }
        close_open(tx, quota.kind, quota.from)?;
        insert(tx, quota.kind, &Axis::Whole, quota.total.into(), quota.from)?;
        for (code, places) in &quota.places {
            let axis = match quota.kind.axis() {
                QuotaAxis::Subject => Axis::Subject(code.clone()),
                QuotaAxis::Direction => Axis::Direction(code.clone()),
                QuotaAxis::Municipality => Axis::Municipality(code.clone()),
            };
            insert(tx, quota.kind, &axis, (*places).into(), quota.from)?;
        }
    }
    Ok(())
}

fn close_open(tx: &mut Tx<'_>, kind: MembershipKind, from: Date) -> Result<()> {
    tx.execute("UPDATE quota SET valid_to = $1 WHERE kind = $2 AND valid_to IS NULL", params![from, kind])?;
    Ok(())
}

fn insert(tx: &mut Tx<'_>, kind: MembershipKind, axis: &Axis, places: i64, from: Date) -> Result<()> {
    let (mut subject, mut direction, mut municipality) = (None, None, None);
    match axis {
        Axis::Whole => {}
        Axis::Subject(code) => subject = Some(code),
        Axis::Direction(code) => direction = Some(code),
        Axis::Municipality(code) => municipality = Some(code),
    }
    tx.execute(
        "INSERT INTO quota (id, kind, subject, direction, municipality_id, places, valid_from) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![kernel::id::Uuid::now_v7().to_string(), kind, subject, direction, municipality, places, from],
    )?;
    Ok(())
}

/// A change of one quota.
#[derive(Debug, Clone)]
pub struct Change {
    pub line: String,
    pub places: i64,
}

/// Sets new numbers from a day on: the old ones stay true for the time before.
///
/// # Errors
/// A quota that isn't there, or one changed already from a later day.
pub fn change(tx: &mut Tx<'_>, by: &audit::By, changes: &[Change], from: Date) -> Result<u64> {
    use audit::Record;
    let mut changed = 0;
    for Change { line, places } in changes {
        let (kind, axis, was, since) = tx
            .one("SELECT kind, subject, direction, municipality_id, places, valid_from FROM quota WHERE id = $1 AND valid_to IS NULL", params![line], |row| {
                let axis = match (row.get::<Option<String>>(1)?, row.get::<Option<String>>(2)?, row.get::<Option<String>>(3)?) {
                    (Some(code), _, _) => Axis::Subject(code),
                    (_, Some(code), _) => Axis::Direction(code),
                    (_, _, Some(code)) => Axis::Municipality(code),
                    _ => Axis::Whole,
                };
                Ok((row.get::<MembershipKind>(0)?, axis, row.get::<i64>(4)?, row.get::<Date>(5)?))
            })
            .map_err(|error| match error {
                kernel::Error::NotFound => kernel::Error::stale("Квоты"),
                other => other,
            })?;
        if was == *places {
            continue;
        }
        if since >= from {
            tx.execute("UPDATE quota SET places = $1 WHERE id = $2", params![places, line])?;
        } else {
            tx.execute("UPDATE quota SET valid_to = $1 WHERE id = $2", params![from, line])?;
            insert(tx, kind, &axis, *places, from)?;
        }
        tx.record(by, audit::Event::new("quota.changed", "quota", line).with(serde_json::json!({"was": was, "places": places, "from": from.to_string()})))?;
        changed += 1;
    }
    Ok(changed)
}

//! Reading and writing memberships. Names of people and places are joined for display; the scope is a parameter.

use crate::model::{Membership, MembershipId, MembershipRow, OrderId, Seat};
use access::Scope;
use kernel::{Date, Paged, Result, Row, Slice, Tx, db::DbError, id::PersonId, name::FullName, params};
use structure::profile::MembershipKind;

/// Which memberships.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub kind: Option<MembershipKind>,
    pub municipality: String,
    pub subject: String,
    pub direction: String,
    /// Folded beginning of a name's word.
    pub text: String,
    /// `active` (default), `paused`, `ending`, `over`, `all`.
    pub standing: String,
}

const COLUMNS: &str = "m.id, m.person_id, m.kind, m.subject, m.direction, m.municipality_id, m.order_id, m.valid_from, m.valid_to, m.ended_on, m.end_reason, m.certificate_code, m.version,
    CASE WHEN EXISTS (SELECT 1 FROM membership_pause z WHERE z.membership_id = m.id AND z.valid_from <= $1 AND (z.valid_to IS NULL OR z.valid_to > $1)) THEN 1 ELSE 0 END";

fn membership(row: &Row<'_>) -> Result<Membership, DbError> {
    Ok(Membership {
        id: row.get(0)?,
        person: row.get(1)?,
        seat: Seat { kind: row.get(2)?, subject: row.get(3)?, direction: row.get(4)?, municipality: row.get(5)? },
        order: row.get(6)?,
        valid_from: row.get(7)?,
        valid_to: row.get(8)?,
        ended_on: row.get(9)?,
        end_reason: row.get(10)?,
        certificate_code: row.get(11)?,
        version: row.get(12)?,
        paused: row.get(13)?,
    })
}

const JOINS: &str = "FROM membership m
    JOIN person p ON p.id = m.person_id
    JOIN place pl ON pl.id = p.place_id
    LEFT JOIN place_name sn ON sn.place_id = p.place_id AND sn.valid_from <= $1 AND (sn.valid_to IS NULL OR sn.valid_to > $1)
    LEFT JOIN place_name mn ON mn.place_id = m.municipality_id AND mn.valid_from <= $1 AND (mn.valid_to IS NULL OR mn.valid_to > $1)
    LEFT JOIN term t ON (t.kind = 'subject' AND t.code = m.subject) OR (t.kind = 'direction' AND t.code = m.direction)";

const WHERE: &str = "WHERE pl.path >= $2 AND pl.path < $3 AND (CAST($4 AS TEXT) = '' OR p.id = $4)
    AND (CAST($5 AS TEXT) = '' OR m.kind = $5) AND (CAST($6 AS TEXT) = '' OR m.municipality_id = $6)
    AND (CAST($7 AS TEXT) = '' OR m.subject = $7) AND (CAST($8 AS TEXT) = '' OR m.direction = $8)
    AND (CAST($9 AS TEXT) = '' OR EXISTS (SELECT 1 FROM person_token pt WHERE pt.person_id = p.id AND pt.token >= $9 AND pt.token < $10))
    AND (CAST($11 AS TEXT) = 'all'
      OR ($11 = 'active' AND m.valid_from <= $1 AND (m.valid_to IS NULL OR m.valid_to > $1) AND (m.ended_on IS NULL OR m.ended_on > $1))
      OR ($11 = 'paused' AND (m.ended_on IS NULL OR m.ended_on > $1) AND EXISTS (SELECT 1 FROM membership_pause z WHERE z.membership_id = m.id AND z.valid_from <= $1 AND (z.valid_to IS NULL OR z.valid_to > $1)))
      OR ($11 = 'ending' AND m.valid_from <= $1 AND m.valid_to > $1 AND m.valid_to <= $12 AND (m.ended_on IS NULL OR m.ended_on > $1))
      OR ($11 = 'over' AND (m.valid_to <= $1 OR m.ended_on <= $1)))";

/// Memberships within the scope on a day, by name.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, scope: &Scope, filter: &Filter, on: Date, slice: Slice) -> Result<Paged<MembershipRow>> {
    let kind = filter.kind.map(MembershipKind::as_str).unwrap_or_default();
    let text = kernel::search::fold(&filter.text);
    let until = kernel::search::after(&text);
    let standing = if filter.standing.is_empty() { "active" } else { filter.standing.as_str() };
    let notice = i64::from(structure::profile(tx)?.membership.renewal_notice_days);
    let soon = on.checked_add(jiff::Span::new().days(notice)).unwrap_or(Date::MAX);
    let total = tx.count(&format!("SELECT COUNT(*) {JOINS} {WHERE}"), params![on, scope.from(), scope.to(), scope.own(), kind, filter.municipality, filter.subject, filter.direction, text, until, standing, soon])?;
    let rows = tx.query(
        &format!("SELECT {COLUMNS}, p.family, p.given, p.patronymic, sn.short_name, mn.short_name, t.label {JOINS} {WHERE} ORDER BY p.sort_key, m.valid_from LIMIT $13 OFFSET $14"),
        params![on, scope.from(), scope.to(), scope.own(), kind, filter.municipality, filter.subject, filter.direction, text, until, standing, soon, slice.limit(), slice.offset()],
        shown,
    )?;
    Ok(Paged { rows, total, slice })
}

fn shown(row: &Row<'_>) -> Result<MembershipRow, DbError> {
    let name = FullName { family: row.get(14)?, given: row.get(15)?, patronymic: row.get(16)? };
    let words = |at: usize| row.get::<Option<String>>(at).map(Option::unwrap_or_default);
    Ok(MembershipRow { membership: membership(row)?, name: name.full(), school: words(17)?, municipality: words(18)?, field: words(19)? })
}

/// A membership within the scope.
///
/// # Errors
/// [`kernel::Error::NotFound`].
pub fn find(tx: &mut Tx<'_>, scope: &Scope, id: MembershipId, on: Date) -> Result<MembershipRow> {
    tx.one(
        &format!("SELECT {COLUMNS}, p.family, p.given, p.patronymic, sn.short_name, mn.short_name, t.label {JOINS} WHERE pl.path >= $2 AND pl.path < $3 AND (CAST($4 AS TEXT) = '' OR p.id = $4) AND m.id = $5"),
        params![on, scope.from(), scope.to(), scope.own(), id],
        shown,
    )
}

/// A person's memberships within the scope, newest first.
///
/// # Errors
/// The store fails.
pub fn current_of(tx: &mut Tx<'_>, scope: &Scope, person: PersonId, on: Date) -> Result<Vec<MembershipRow>> {
    Ok(tx.query(
        &format!("SELECT {COLUMNS}, p.family, p.given, p.patronymic, sn.short_name, mn.short_name, t.label {JOINS} WHERE pl.path >= $2 AND pl.path < $3 AND (CAST($4 AS TEXT) = '' OR p.id = $4) AND m.person_id = $5 ORDER BY m.valid_from DESC"),
        params![on, scope.from(), scope.to(), scope.own(), person],
        shown,
    )?)
}

/// What the verification page may say: never more than the standing without a live consent.
pub struct Verified {
    pub membership: Membership,
    pub order_number: String,
    pub order_signed_on: Date,
}

/// The membership of a certificate's code.
///
/// # Errors
/// The store fails.
pub fn by_certificate(tx: &mut Tx<'_>, code: &str, on: Date) -> Result<Option<Verified>> {
    Ok(tx.maybe(&format!("SELECT {COLUMNS}, o.number, o.signed_on FROM membership m JOIN act_order o ON o.id = m.order_id WHERE m.certificate_code = $2"), params![on, code], |row| {
        Ok(Verified { membership: membership(row)?, order_number: row.get::<Option<String>>(14)?.unwrap_or_default(), order_signed_on: row.get(15)? })
    })?)
}

/// A person's name in full; whether it may be shown is the caller's question.
///
/// # Errors
/// Not found.
pub(crate) fn full_name(tx: &mut Tx<'_>, person: PersonId) -> Result<String> {
    let name = tx.one("SELECT family, given, patronymic FROM person WHERE id = $1", params![person], |row| Ok(FullName { family: row.get(0)?, given: row.get(1)?, patronymic: row.get(2)? }))?;
    Ok(name.full())
}

pub(crate) fn bare(tx: &mut Tx<'_>, id: MembershipId, on: Date) -> Result<Membership> {
    tx.one(&format!("SELECT {COLUMNS} FROM membership m WHERE m.id = $2"), params![on, id], membership)
}

pub(crate) fn open_of(tx: &mut Tx<'_>, person: PersonId, on: Date) -> Result<Vec<Membership>> {
    Ok(tx.query(&format!("SELECT {COLUMNS} FROM membership m WHERE m.person_id = $2 AND (m.ended_on IS NULL OR m.ended_on > $1) AND (m.valid_to IS NULL OR m.valid_to > $1)"), params![on, person], membership)?)
}

/// Whether a person has, had or will have a place in the active.
pub(crate) fn has_taken_part(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    Ok(tx.count("SELECT COUNT(*) FROM membership WHERE person_id = $1", params![person])? > 0)
}

/// Those of whom no membership is open any more, and the first day without one.
pub(crate) fn left(tx: &mut Tx<'_>, on: Date) -> Result<Vec<(PersonId, Date)>> {
    Ok(tx.query(
        "SELECT m.person_id, MAX(CASE WHEN m.valid_to IS NULL OR m.ended_on < m.valid_to THEN m.ended_on ELSE m.valid_to END)
         FROM membership m JOIN person p ON p.id = m.person_id WHERE p.erased_at IS NULL AND p.merged_into IS NULL
         GROUP BY m.person_id HAVING MIN(CASE WHEN m.ended_on <= $1 OR m.valid_to <= $1 THEN 1 ELSE 0 END) = 1 ORDER BY m.person_id",
        params![on],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}

pub(crate) fn insert(tx: &mut Tx<'_>, new: &Membership) -> Result<()> {
    tx.execute(
        "INSERT INTO membership (id, person_id, kind, subject, direction, municipality_id, order_id, valid_from, valid_to, certificate_code) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![new.id, new.person, new.seat.kind, new.seat.subject, new.seat.direction, new.seat.municipality, new.order, new.valid_from, new.valid_to, new.certificate_code],
    )?;
    people::public_list::enter(tx, new.person)
}

pub(crate) fn renew(tx: &mut Tx<'_>, id: MembershipId, until: Option<Date>) -> Result<()> {
    tx.execute("UPDATE membership SET valid_to = $1, version = version + 1 WHERE id = $2", params![until, id])?;
    Ok(())
}

pub(crate) fn end(tx: &mut Tx<'_>, id: MembershipId, on: Date, reason: &str) -> Result<()> {
    tx.execute("UPDATE membership SET ended_on = $1, end_reason = $2, version = version + 1 WHERE id = $3 AND (ended_on IS NULL OR ended_on > $1)", params![on, reason, id])?;
    Ok(())
}

pub(crate) fn pause(tx: &mut Tx<'_>, id: MembershipId, order: OrderId, from: Date, until: Option<Date>, reason: &str) -> Result<()> {
    tx.execute("INSERT INTO membership_pause (membership_id, valid_from, valid_to, order_id, reason) VALUES ($1, $2, $3, $4, $5)", params![id, from, until, order, reason])?;
    Ok(())
}

pub(crate) fn resume(tx: &mut Tx<'_>, id: MembershipId, on: Date) -> Result<()> {
    tx.execute("UPDATE membership_pause SET valid_to = $1 WHERE membership_id = $2 AND valid_from <= $1 AND (valid_to IS NULL OR valid_to > $1)", params![on, id])?;
    Ok(())
}

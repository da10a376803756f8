//! Orders: drafted, filled with people, read.

use crate::{
    model::{LineWords, Membership, NewLine, Order, OrderId, OrderKind, OrderLine, OrderLineId, OrderState, Seat},
    store,
};
use access::Scope;
use audit::{By, Event, Record};
use kernel::{Date, Error, Result, Row, Tx, db::DbError, params};
use serde_json::json;

const COLUMNS: &str = "o.id, o.kind, o.state, o.meeting_id, o.number, o.signed_on, o.effective_on, o.title, o.document_digest, o.version, (SELECT COUNT(*) FROM order_line l WHERE l.order_id = o.id)";

fn shape(row: &Row<'_>) -> Result<Order, DbError> {
    kernel::row!(Order { id, kind, state, meeting, number, signed_on, effective_on, title, document, version, lines })(row)
}

/// All orders: drafts first, then the newest.
///
/// # Errors
/// The store fails.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Order>> {
    Ok(tx.query(&format!("SELECT {COLUMNS} FROM act_order o ORDER BY CASE WHEN o.state = 'draft' THEN 0 ELSE 1 END, o.signed_on DESC, o.made_at DESC"), params![], shape)?)
}

/// An order; the people in it are [`lines`].
///
/// # Errors
/// [`Error::NotFound`].
pub fn find(tx: &mut Tx<'_>, id: OrderId) -> Result<Order> {
    tx.one(&format!("SELECT {COLUMNS} FROM act_order o WHERE o.id = $1"), params![id], shape)
}

/// The people of an order, within the scope, in the order of the annex: as ordered if it is signed, as of today if not.
///
/// # Errors
/// The store fails.
pub fn lines(tx: &mut Tx<'_>, scope: &Scope, order: &Order) -> Result<Vec<OrderLine>> {
    let today = tx.today();
    let signed = order.state == OrderState::Signed;
    let reasons = if order.kind == OrderKind::Pause { "pause_reason" } else { "end_reason" };
    Ok(tx.query(
        "SELECT l.id, l.position, l.person_id, l.application_id, l.membership_id, l.kind, l.subject, l.direction, l.municipality_id, l.until_on, l.reason, l.note, l.snapshot,
                p.family, p.given, p.patronymic, p.erased_at,
                COALESCE((SELECT CASE WHEN j.position_text = '' THEN pt.label ELSE j.position_text END FROM person_job j LEFT JOIN term pt ON pt.kind = 'position' AND pt.code = j.position
                          WHERE j.person_id = p.id AND (j.valid_to IS NULL OR j.valid_to > $1) ORDER BY j.is_main DESC, j.id LIMIT 1), ''),
                sn.name, mn.name, t.label, r.label
         FROM order_line l JOIN person p ON p.id = l.person_id JOIN place pl ON pl.id = p.place_id
         LEFT JOIN place_name sn ON sn.place_id = p.place_id AND sn.valid_from <= $1 AND (sn.valid_to IS NULL OR sn.valid_to > $1)
         LEFT JOIN place_name mn ON mn.place_id = l.municipality_id AND mn.valid_from <= $1 AND (mn.valid_to IS NULL OR mn.valid_to > $1)
         LEFT JOIN term t ON (t.kind = 'subject' AND t.code = l.subject) OR (t.kind = 'direction' AND t.code = l.direction)
         LEFT JOIN term r ON r.kind = $6 AND r.code = l.reason
         WHERE l.order_id = $2 AND pl.path >= $3 AND pl.path < $4 AND (CAST($5 AS TEXT) = '' OR p.id = $5)
         ORDER BY l.position",
        params![today, order.id, scope.from(), scope.to(), scope.own(), reasons],
        |row| line(row, signed),
    )?)
}

fn line(row: &Row<'_>, signed: bool) -> Result<OrderLine, DbError> {
    let kind: Option<structure::profile::MembershipKind> = row.get(5)?;
    let municipality: Option<kernel::id::PlaceId> = row.get(8)?;
    let (subject, direction) = (row.get(6)?, row.get(7)?);
    let seat = kind.zip(municipality).map(|(kind, municipality)| Seat { kind, subject, direction, municipality });
    let snapshot: LineWords = serde_json::from_str(&row.get::<String>(12)?).unwrap_or_default();
    let erased: Option<kernel::Timestamp> = row.get(16)?;
    let words = match (erased, signed) {
        (Some(_), _) => LineWords { name: "данные удалены".into(), ..snapshot },
        (None, true) => snapshot,
        (None, false) => now(row)?,
    };
    Ok(OrderLine { id: row.get(0)?, position: row.get(1)?, person: row.get(2)?, application: row.get(3)?, membership: row.get(4)?, seat, until_on: row.get(9)?, reason: row.get(10)?, note: row.get(11)?, words })
}

fn now(row: &Row<'_>) -> Result<LineWords, DbError> {
    let name = kernel::name::FullName { family: row.get(13)?, given: row.get(14)?, patronymic: row.get(15)? };
    let words = |at: usize| row.get::<Option<String>>(at).map(Option::unwrap_or_default);
    Ok(LineWords { name: name.full(), post: words(17)?, school: words(18)?, municipality: words(19)?, field: words(20)?, reason: words(21)? })
}

/// Drafts the inclusion of those a meeting has decided on.
///
/// # Errors
/// Nobody to include, or the store fails.
pub fn draft_inclusion(tx: &mut Tx<'_>, by: &By, meeting_id: &str, people: &[NewLine]) -> Result<OrderId> {
    draft(tx, by, OrderKind::Include, Some(meeting_id), people)
}

/// Drafts an order over some people.
///
/// # Errors
/// A refusal if there is nobody, or a membership doesn't admit this kind of order, or is in another draft already.
pub fn draft(tx: &mut Tx<'_>, by: &By, kind: OrderKind, meeting: Option<&str>, people: &[NewLine]) -> Result<OrderId> {
    if people.is_empty() {
        return Err(Error::refusal("В приказе никого нет. Отметьте в списке хотя бы одного человека."));
    }
    let (id, now) = (OrderId::fresh(), tx.now());
    tx.execute("INSERT INTO act_order (id, kind, state, meeting_id, title, made_at, made_by) VALUES ($1, $2, 'draft', $3, $4, $5, $6)", params![id, kind, meeting, kind.title(), now, by.account])?;
    for (position, person) in (1..).zip(people) {
        add_line(tx, id, kind, position, person)?;
    }
    tx.record(by, Event::new("order.drafted", "order", id).with(json!({"kind": kind, "people": people.len()})))?;
    Ok(id)
}

fn add_line(tx: &mut Tx<'_>, order: OrderId, kind: OrderKind, position: i64, line: &NewLine) -> Result<()> {
    if let Some(membership) = line.membership {
        let today = tx.today();
        let membership = store::bare(tx, membership, today)?;
        admit(tx, &membership, kind, today)?;
    }
    let seat = line.seat.as_ref();
    tx.execute(
        "INSERT INTO order_line (id, order_id, position, person_id, application_id, membership_id, kind, subject, direction, municipality_id, reason, note)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        params![
            OrderLineId::fresh(),
            order,
            position,
            line.person,
            line.application,
            line.membership,
            seat.map(|s| s.kind),
            seat.and_then(|s| s.subject.clone()),
            seat.and_then(|s| s.direction.clone()),
            seat.map(|s| s.municipality.clone()),
            line.reason,
            line.note
        ],
    )?;
    Ok(())
}

fn admit(tx: &mut Tx<'_>, membership: &Membership, kind: OrderKind, today: Date) -> Result<()> {
    let name = |tx: &mut Tx<'_>| tx.one("SELECT family, given FROM person WHERE id = $1", params![membership.person], |row| Ok(format!("{} {}", row.get::<String>(0)?, row.get::<String>(1)?)));
    if let Err(why) = membership.admits(kind, today) {
        return Err(Error::refusal(format!("{}: {why}. Снимите отметку с этого человека и подготовьте приказ снова.", name(tx)?)));
    }
    let drafted = tx.count("SELECT COUNT(*) FROM order_line l JOIN act_order o ON o.id = l.order_id WHERE l.membership_id = $1 AND o.state = 'draft'", params![membership.id])?;
    if drafted > 0 {
        return Err(Error::refusal(format!("{}: уже есть проект приказа с этим человеком. Подпишите или удалите тот проект.", name(tx)?)));
    }
    Ok(())
}

/// Takes a person out of a draft.
///
/// # Errors
/// The order is signed, or was changed by somebody else (`version`).
pub fn strike(tx: &mut Tx<'_>, by: &By, order: &Order, line: OrderLineId) -> Result<()> {
    order.must_be_draft()?;
    tx.change_one("Проект приказа", "UPDATE act_order SET version = version + 1 WHERE id = $1 AND version = $2 AND state = 'draft'", params![order.id, order.version])?;
    let person = tx.one("SELECT person_id FROM order_line WHERE id = $1 AND order_id = $2", params![line, order.id], |row| row.get(0))?;
    tx.execute("DELETE FROM order_line WHERE id = $1", params![line])?;
    tx.record(by, Event::new("order.line_struck", "order", order.id).of(person))
}

/// Throws a draft away; decisions of a meeting are drafted anew from the meeting.
///
/// # Errors
/// As [`strike`].
pub fn discard(tx: &mut Tx<'_>, by: &By, order: &Order) -> Result<()> {
    order.must_be_draft()?;
    tx.change_one("Проект приказа", "UPDATE act_order SET version = version + 1 WHERE id = $1 AND version = $2 AND state = 'draft'", params![order.id, order.version])?;
    tx.execute("DELETE FROM order_line WHERE order_id = $1", params![order.id])?;
    tx.execute("DELETE FROM act_order WHERE id = $1", params![order.id])?;
    tx.record(by, Event::new("order.discarded", "order", order.id).with(json!({"kind": order.kind})))
}

/// Seats in unsigned orders of inclusion: decided, not yet filled.
///
/// # Errors
/// The store fails.
pub fn planned(tx: &mut Tx<'_>) -> Result<Vec<Seat>> {
    Ok(tx.query(
        "SELECT l.kind, l.subject, l.direction, l.municipality_id FROM order_line l JOIN act_order o ON o.id = l.order_id WHERE o.state = 'draft' AND o.kind = 'include' AND l.kind IS NOT NULL",
        params![],
        |row| Ok(Seat { kind: row.get(0)?, subject: row.get(1)?, direction: row.get(2)?, municipality: row.get(3)? }),
    )?)
}

/// Applications that are in an order of inclusion already, signed or not.
///
/// # Errors
/// The store fails.
pub fn applications_in_orders(tx: &mut Tx<'_>) -> Result<Vec<String>> {
    Ok(tx.query("SELECT l.application_id FROM order_line l JOIN act_order o ON o.id = l.order_id WHERE o.kind = 'include' AND l.application_id IS NOT NULL", params![], |row| row.get(0))?)
}

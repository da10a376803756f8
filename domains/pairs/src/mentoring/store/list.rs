//! Mentorings within a scope: by the places of those who take part.

use super::super::{
    model::{Form, MentoringId, State},
    papers::{Papers, paper},
};
use access::Scope;
use kernel::{Date, Paged, Result, Slice, Tx, name::FullName, params};

/// Which ones; what is empty doesn't limit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// A state; empty: those that go on or wait; `all`: every one; `quiet`: active without a meeting for 30 days; `unordered`, `unpaid`: active, and no order noted
    /// that fixes the pair, or that is on the allowance.
    pub state: String,
    pub form: String,
    /// Code of a municipality or a school.
    pub place: String,
    /// Folded beginning of a word of a name.
    pub text: String,
}

/// A mentoring in the list: counts and dates only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub id: MentoringId,
    pub form: Form,
    pub state: State,
    pub mentor: String,
    pub mentees: String,
    pub place: String,
    pub starts_on: Date,
    pub ends_on: Date,
    pub ended_on: Option<Date>,
    pub meetings: i64,
    pub minutes: i64,
    pub last_on: Option<Date>,
    pub papers: Papers,
}

/// An active mentoring without a meeting for so many days is quiet.
pub const QUIET_DAYS: i64 = 30;

/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, scope: &Scope, filter: &Filter, (order, slice): (Option<(&str, bool)>, Slice)) -> Result<Paged<Row>> {
    let path: Option<String> = if filter.place.is_empty() { Some(String::new()) } else { tx.maybe("SELECT path FROM place WHERE id = $1", params![filter.place], |row| row.get(0))? };
    let path = path.unwrap_or_else(|| "~".into());
    let (end, text) = (kernel::search::after(&path), kernel::search::fold(&filter.text));
    let (after, back) = (kernel::search::after(&text), tx.today().checked_sub(jiff::Span::new().days(QUIET_DAYS)).unwrap_or(Date::MIN));
    let from = "FROM mentoring m WHERE EXISTS (SELECT 1 FROM mentoring_side s JOIN person p ON p.id = s.person_id JOIN place pl ON pl.id = p.place_id
            WHERE s.mentoring_id = m.id AND pl.path >= $1 AND pl.path < $2 AND pl.path >= $3 AND pl.path < $4)
        AND (CAST($5 AS TEXT) = 'all' OR m.state = $5 OR ($5 = '' AND m.state IN ('proposed', 'active'))
          OR ($5 = 'unordered' AND m.state = 'active' AND m.order_number = '') OR ($5 = 'unpaid' AND m.state = 'active' AND m.pay_number = '')
          OR ($5 = 'quiet' AND m.state = 'active' AND m.started_on < $9 AND NOT EXISTS (SELECT 1 FROM mentoring_meeting g WHERE g.mentoring_id = m.id AND g.held_on >= $9)))
        AND (CAST($6 AS TEXT) = '' OR m.form = $6)
        AND (CAST($7 AS TEXT) = '' OR EXISTS (SELECT 1 FROM mentoring_side s JOIN person_token t ON t.person_id = s.person_id WHERE s.mentoring_id = m.id AND t.token >= $7 AND t.token < $8))";
    let (first, last) = (scope.from(), scope.to());
    let values = params![first, last, path, end, filter.state, filter.form, text, after, back];
    let total = tx.count(&format!("SELECT COUNT(*) {from}"), values)?;
    let order = match order {
        Some(("ends", false)) => "m.ends_on, m.id",
        Some(("ends", true)) => "m.ends_on DESC, m.id",
        Some(("starts", true)) => "m.starts_on DESC, m.id",
        Some(("starts", false)) => "m.starts_on, m.id",
        Some(_) | None => "CASE m.state WHEN 'proposed' THEN 0 WHEN 'active' THEN 1 ELSE 2 END, m.ends_on, m.id",
    };
    let sql = format!(
        "SELECT m.id, m.form, m.state, m.starts_on, m.ends_on, m.ended_on, (SELECT COUNT(*) FROM mentoring_meeting g WHERE g.mentoring_id = m.id),
        (SELECT CAST(COALESCE(SUM(g.minutes), 0) AS BIGINT) FROM mentoring_meeting g WHERE g.mentoring_id = m.id), (SELECT MAX(g.held_on) FROM mentoring_meeting g WHERE g.mentoring_id = m.id), m.order_number, m.ordered_on, m.pay_number, m.pay_on
        {from} ORDER BY {order} LIMIT {} OFFSET {}",
        slice.limit(),
        slice.offset()
    );
    let mut rows = tx.query(&sql, values, |row| {
        Ok(Row {
            id: row.get(0)?,
            form: row.get(1)?,
            state: row.get(2)?,
            starts_on: row.get(3)?,
            ends_on: row.get(4)?,
            ended_on: row.get(5)?,
            meetings: row.get(6)?,
            minutes: row.get(7)?,
            last_on: row.get(8)?,
            papers: Papers { order: paper(row.get(9)?, row.get(10)?), pay: paper(row.get(11)?, row.get(12)?) },
            mentor: String::new(),
            mentees: String::new(),
            place: String::new(),
        })
    })?;
    for row in &mut rows {
        name(tx, row)?;
    }
    Ok(Paged { rows, total, slice })
}

/// At most a page of rows at a time, so one look for each is little; who said no isn't named.
fn name(tx: &mut Tx<'_>, row: &mut Row) -> Result<()> {
    let sql = format!(
        "SELECT s.role, p.family, p.given, p.patronymic, {} FROM mentoring_side s JOIN person p ON p.id = s.person_id WHERE s.mentoring_id = $1 AND p.erased_at IS NULL AND (s.answer <> 'no' OR CAST($2 AS TEXT) = 'declined') ORDER BY p.sort_key",
        super::PLACE_NAME
    );
    let sides: Vec<(String, String, String)> = tx.query(&sql, params![row.id, row.state], |row| {
        let name = FullName { family: row.get(1)?, given: row.get(2)?, patronymic: row.get(3)? };
        Ok((row.get(0)?, name.short(), row.get(4)?))
    })?;
    let names = |role: &str| sides.iter().filter(|side| side.0 == role).map(|side| side.1.clone()).collect::<Vec<_>>().join(", ");
    (row.mentor, row.mentees) = (names("mentor"), names("mentee"));
    row.place = sides.iter().find(|side| side.0 == "mentee").map(|side| side.2.clone()).unwrap_or_default();
    Ok(())
}

//! What waits for somebody in unions, for the first page: counting only.

use crate::workflow::plan;
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

/// All that waits for a person.
///
/// # Errors
/// The store fails.
pub fn waits(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Wait>> {
    let mut waits = vec![decisions(tx, person)?, unwritten(tx, person)?, invitations(tx, person)?];
    let lines = plan::waiting(tx, person)?;
    waits.push(Wait {
        what: "Отметить, что сделано по плану объединения".into(), hint: "Месяц этих строк уже прошёл.".into(), url: "/unions?mine=yes".into(), count: lines, since: None, is_late: lines > 0
    });
    waits.retain(|wait| wait.count > 0);
    Ok(waits)
}

fn decisions(tx: &mut Tx<'_>, person: PersonId) -> Result<Wait> {
    let today = tx.today();
    let sql = "SELECT COUNT(*), MIN(due_on) FROM union_decision WHERE owner_id = $1 AND force = 'binding' AND done_on IS NULL";
    let (count, since): (u64, Option<Date>) = tx.one(sql, params![person], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Wait {
        what: "Исполнить решения объединений".into(), hint: "Сделали — отметьте одной фразой.".into(), url: "/unions/decisions?mine=yes".into(), count, since, is_late: since.is_some_and(|due| due < today)
    })
}

/// Meetings of unions one leads that were held and have no minutes.
fn unwritten(tx: &mut Tx<'_>, person: PersonId) -> Result<Wait> {
    let today = tx.today();
    let sql = "SELECT COUNT(*), MIN(m.held_on) FROM union_meeting m WHERE m.state <> 'cancelled' AND m.minutes_number = 0 AND m.held_on < $2
        AND EXISTS (SELECT 1 FROM union_office o WHERE o.union_id = m.union_id AND o.person_id = $1 AND o.valid_from <= $2 AND (o.valid_to IS NULL OR o.valid_to > $2))";
    let (count, since): (u64, Option<Date>) = tx.one(sql, params![person, today], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let is_late = since.is_some_and(|day| day.saturating_add(jiff::Span::new().days(7)) < today);
    Ok(Wait {
        what: "Написать протокол заседания".into(), hint: "Заседание прошло, протокола ещё нет.".into(), url: "/unions/meetings?which=unwritten&mine=yes".into(), count, since, is_late
    })
}

fn invitations(tx: &mut Tx<'_>, person: PersonId) -> Result<Wait> {
    let today = tx.today();
    let sql = "SELECT COUNT(*), MIN(m.held_on) FROM union_meeting m JOIN union_member b ON b.union_id = m.union_id
        WHERE b.person_id = $1 AND m.state = 'planned' AND m.held_on >= $2 AND b.joined_on <= m.held_on AND (b.left_on IS NULL OR b.left_on > m.held_on)
        AND NOT EXISTS (SELECT 1 FROM union_attendance a WHERE a.meeting_id = m.id AND a.person_id = $1 AND (a.answer <> '' OR a.present = 1))";
    let (count, since): (u64, Option<Date>) = tx.one(sql, params![person, today], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Wait {
        what: "Ответить, придёте ли на заседание".into(), hint: "Руководителю нужно знать, будет ли кворум.".into(), url: "/unions/meetings?mine=yes".into(), count, since, is_late: false
    })
}

//! Links of rung 3 and the words of the three.

use crate::model::{Case, CaseId, LinkId, MeasureId, SeatId, TeamRole};
use deficits::DeficitId;
use kernel::{Result, Timestamp, Tx, id::PersonId, name::FullName, params};

/// A link that wasn't withdrawn, with what was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub id: LinkId,
    pub deficit: DeficitId,
    pub measure: MeasureId,
    pub grounds: String,
    pub proposed_by: SeatId,
    pub made_at: Timestamp,
    pub version: i64,
    pub answers: Vec<Answered>,
}

/// What one of the three said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    pub link: LinkId,
    pub seat: SeatId,
    pub person: PersonId,
    pub name: String,
    pub role: TeamRole,
    pub is_yes: bool,
    pub words: String,
}

/// The links of the present round.
///
/// # Errors
/// The store fails.
pub fn of(tx: &mut Tx<'_>, case: &Case) -> Result<Vec<Link>> {
    let sql = "SELECT id, deficit_id, measure_id, grounds, proposed_by, made_at, version FROM case_link WHERE case_id = $1 AND round = $2 AND withdrawn_at IS NULL ORDER BY made_at, id";
    let mut links: Vec<Link> = tx.query(sql, params![case.id, case.round], |row| {
        Ok(Link { id: row.get(0)?, deficit: row.get(1)?, measure: row.get(2)?, grounds: row.get(3)?, proposed_by: row.get(4)?, made_at: row.get(5)?, version: row.get(6)?, answers: Vec::new() })
    })?;
    if links.is_empty() {
        return Ok(links);
    }
    let sql = "SELECT a.link_id, a.seat_id, s.person_id, p.family, p.given, p.patronymic, a.role, a.is_yes, a.words FROM case_link_answer a JOIN case_link l ON l.id = a.link_id
        JOIN case_seat s ON s.id = a.seat_id JOIN person p ON p.id = s.person_id WHERE l.case_id = $1 AND l.round = $2 AND l.withdrawn_at IS NULL ORDER BY a.answered_at, a.seat_id";
    let answers: Vec<Answered> = tx.query(sql, params![case.id, case.round], |row| {
        let name = FullName { family: row.get(3)?, given: row.get(4)?, patronymic: row.get(5)? };
        Ok(Answered { link: row.get(0)?, seat: row.get(1)?, person: row.get(2)?, name: name.full(), role: row.get(6)?, is_yes: row.get(7)?, words: row.get(8)? })
    })?;
    for answer in answers {
        if let Some(link) = links.iter_mut().find(|link| link.id == answer.link) {
            link.answers.push(answer);
        }
    }
    Ok(links)
}

/// Keeps a proposal.
///
/// # Errors
/// The store fails.
pub fn insert(tx: &mut Tx<'_>, case: &Case, new: &Link) -> Result<()> {
    tx.execute(
        "INSERT INTO case_link (id, case_id, round, deficit_id, measure_id, grounds, proposed_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![new.id, case.id, case.round, new.deficit, new.measure, new.grounds, new.proposed_by, new.made_at],
    )?;
    Ok(())
}

/// One of the three says yes or no; the last word counts. The link's version turns, so that two don't answer unseen.
///
/// # Errors
/// The store fails.
pub fn answer(tx: &mut Tx<'_>, link: LinkId, (seat, role): (SeatId, TeamRole), is_yes: bool, words: &str) -> Result<()> {
    let now = tx.now();
    tx.execute("DELETE FROM case_link_answer WHERE link_id = $1 AND seat_id = $2", params![link, seat])?;
    tx.execute("INSERT INTO case_link_answer (link_id, seat_id, role, is_yes, words, answered_at) VALUES ($1, $2, $3, $4, $5, $6)", params![link, seat, role, is_yes, words, now])?;
    tx.execute("UPDATE case_link SET version = version + 1 WHERE id = $1", params![link])?;
    Ok(())
}

/// Withdraws a link; how many rows.
///
/// # Errors
/// The store fails.
pub fn withdraw(tx: &mut Tx<'_>, case: CaseId, id: LinkId) -> Result<u64> {
    let now = tx.now();
    Ok(tx.execute("UPDATE case_link SET withdrawn_at = $1, version = version + 1 WHERE case_id = $2 AND id = $3 AND withdrawn_at IS NULL", params![now, case, id])?)
}

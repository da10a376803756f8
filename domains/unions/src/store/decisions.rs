//! Decisions of meetings.

use super::{full_name_sql, title_sql};
use crate::{
    form::DecisionDraft,
    model::{Decision, DecisionId, Force, MeetingId, UnionId},
};
use kernel::{Date, Paged, Result, Row, Slice, Tx, db::DbError, id::PersonId, params};

fn columns() -> String {
    format!("d.id, d.meeting_id, d.agenda_id, d.what, d.owner_id, COALESCE({}, ''), d.due_on, d.force, d.done_on, d.done_note, d.version", full_name_sql("p"))
}

fn select() -> String {
    format!("SELECT {} FROM union_decision d LEFT JOIN person p ON p.id = d.owner_id", columns())
}

fn shape(row: &Row<'_>) -> Result<Decision, DbError> {
    kernel::row!(Decision { id, meeting, item, what, owner, owner_name, due_on, force, done_on, done_note, version })(row)
}

/// # Errors
/// The store fails.
pub fn of_meeting(tx: &mut Tx<'_>, meeting: MeetingId) -> Result<Vec<Decision>> {
    Ok(tx.query(&format!("{} WHERE d.meeting_id = $1 ORDER BY d.position, d.id", select()), params![meeting], shape)?)
}

/// # Errors
/// Not found.
pub fn find(tx: &mut Tx<'_>, id: DecisionId) -> Result<Decision> {
    tx.one(&format!("{} WHERE d.id = $1", select()), params![id], shape)
}

/// Which decisions; what is empty doesn't limit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub union: Option<UnionId>,
    pub owner: Option<PersonId>,
    /// A range of paths of the unions' places.
    pub places: Option<(String, String)>,
    pub show: Show,
}

kernel::text_enum! {
    /// Which of them.
    Show {
        Open = "open",
        Late = "late",
        Done = "done",
        All = "all",
    }
}

impl Default for Show {
    fn default() -> Self {
        Self::Open
    }
}

impl Show {
    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "ждут исполнения",
            Self::Late => "срок прошёл",
            Self::Done => "исполнены",
            Self::All => "все, и рекомендации",
        }
    }
}

/// A decision with the union and the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub decision: Decision,
    pub union: UnionId,
    pub union_title: String,
    pub held_on: Date,
}

/// Decisions with the nearest day first.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, filter: &Filter, slice: Slice) -> Result<Paged<Listed>> {
    let today = tx.today();
    let id = |id: Option<String>| id.unwrap_or_default();
    let (union, owner) = (id(filter.union.map(|id| id.to_string())), id(filter.owner.map(|id| id.to_string())));
    let (from, to) = filter.places.clone().unwrap_or_else(|| (String::new(), kernel::search::after("")));
    let shown = match filter.show {
        Show::Open => "d.force = 'binding' AND d.done_on IS NULL",
        Show::Late => "d.force = 'binding' AND d.done_on IS NULL AND d.due_on < $1",
        Show::Done => "d.done_on IS NOT NULL",
        Show::All => "d.force <> 'draft'",
    };
    let joined = "JOIN union_meeting m ON m.id = d.meeting_id JOIN union_body u ON u.id = m.union_id JOIN place pl ON pl.id = u.place_id";
    let fits = format!("CAST($1 AS TEXT) <> '' AND (CAST($2 AS TEXT) = '' OR u.id = $2) AND (CAST($3 AS TEXT) = '' OR d.owner_id = $3) AND pl.path >= $4 AND pl.path < $5 AND {shown}");
    let mut values = params![today, union, owner, from, to].to_vec();
    let total = tx.count(&format!("SELECT COUNT(*) FROM union_decision d {joined} WHERE {fits}"), &values)?;
    let (limit, offset) = (slice.limit(), slice.offset());
    values.extend(params![limit, offset].iter().cloned());
    let sql = format!(
        "SELECT {}, u.id, {}, m.held_on FROM union_decision d LEFT JOIN person p ON p.id = d.owner_id {joined} WHERE {fits} ORDER BY CASE WHEN d.done_on IS NULL THEN 0 ELSE 1 END, COALESCE(d.due_on, '9999'), d.id LIMIT $6 OFFSET $7",
        columns(),
        title_sql("u.id", "$1")
    );
    let rows = tx.query(&sql, &values, |row| Ok(Listed { decision: shape(row)?, union: row.get(11)?, union_title: row.get(12)?, held_on: row.get(13)? }))?;
    Ok(Paged { rows, total, slice })
}

/// Rows of the form in their order: those known by id stay themselves with their marks, those left out go.
pub(crate) fn replace(tx: &mut Tx<'_>, meeting: MeetingId, drafts: &[DecisionDraft]) -> Result<()> {
    let before: Vec<DecisionId> = tx.query("SELECT id FROM union_decision WHERE meeting_id = $1", params![meeting], |row| row.get(0))?;
    for gone in before.iter().filter(|id| !drafts.iter().any(|draft| draft.id == Some(**id))) {
        tx.execute("DELETE FROM union_decision WHERE id = $1", params![gone])?;
    }
    for (at, draft) in (1_i64..).zip(drafts) {
        let DecisionDraft { id, item, what, owner, due_on } = draft;
        match id.filter(|id| before.contains(id)) {
            Some(id) => tx.execute("UPDATE union_decision SET position = $1, agenda_id = $2, what = $3, owner_id = $4, due_on = $5, version = version + 1 WHERE id = $6", params![at, item, what, owner, due_on, id])?,
            None => tx.execute(
                "INSERT INTO union_decision (id, meeting_id, position, agenda_id, what, owner_id, due_on) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                params![DecisionId::fresh(), meeting, at, item, what, owner, due_on],
            )?,
        };
    }
    Ok(())
}

pub(crate) fn set_force(tx: &mut Tx<'_>, meeting: MeetingId, force: Force) -> Result<()> {
    tx.execute("UPDATE union_decision SET force = $1, version = version + 1 WHERE meeting_id = $2", params![force, meeting])?;
    Ok(())
}

pub(crate) fn set_done(tx: &mut Tx<'_>, id: DecisionId, on: Option<Date>, note: &str, version: i64) -> Result<()> {
    tx.change_one("Решение", "UPDATE union_decision SET done_on = $1, done_note = $2, version = version + 1 WHERE id = $3 AND version = $4", params![on, note, id, version])
}

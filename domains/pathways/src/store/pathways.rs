//! Table `pathway`.

use crate::{
    model::{Pathway, PathwayId, State},
    sections::Pen,
};
use access::Actor;
use audit::{Event, Record};
use cases::{CaseId, Standing};
use kernel::{Error, Result, Row, Tx, db::DbError, params};

const COLUMNS: &str = "id, case_id, number, follows_id, state, starts_on, ends_on, hours_limit, sent_at, agreed_at, agreed_body, presented_at, closed_at, stop_reason, made_by, made_at, version";
pub(crate) const WHAT: &str = "Маршрут";

fn pathway(row: &Row<'_>) -> Result<Pathway, DbError> {
    Ok(Pathway {
        id: row.get(0)?,
        case: row.get(1)?,
        number: row.get(2)?,
        follows: row.get(3)?,
        state: row.get(4)?,
        starts_on: row.get(5)?,
        ends_on: row.get(6)?,
        hours_limit: row.get(7)?,
        sent_at: row.get(8)?,
        agreed_at: row.get(9)?,
        agreed_body: row.get(10)?,
        presented_at: row.get(11)?,
        closed_at: row.get(12)?,
        stop_reason: row.get(13)?,
        made_by: row.get(14)?,
        made_at: row.get(15)?,
        version: row.get(16)?,
    })
}

/// A pathway with the viewer's standing in its case.
#[derive(Debug, Clone)]
pub struct Loaded {
    pub pathway: Pathway,
    pub standing: Standing,
}

impl Loaded {
    /// Who writes here: the actor by the seat that may most.
    ///
    /// # Errors
    /// [`Error::NotFound`]: the actor reads without sitting in the team.
    pub fn pen(&self) -> Result<Pen> {
        let methodist = self.standing.methodist();
        let seat = self.standing.holds(cases::TeamRole::Teacher).or(methodist).or_else(|| self.standing.seat()).ok_or(Error::NotFound)?;
        let is_teacher = self.standing.is_teacher();
        Ok(Pen { seat: seat.id, own: self.standing.seats.iter().map(|seat| seat.id).collect(), is_teacher, is_editor: is_teacher || methodist.is_some() })
    }

    /// As [`Loaded::pen`], of one who writes and doesn't only suggest.
    ///
    /// # Errors
    /// As [`Loaded::pen`]; a refusal for the rest of the team.
    pub fn editor(&self) -> Result<Pen> {
        let pen = self.pen()?;
        if pen.is_editor {
            Ok(pen)
        } else {
            Err(Error::refusal("Это решают учитель и методисты команды. Напишите им в комментарии к разделу или предложите свой вариант."))
        }
    }

    /// # Errors
    /// A refusal: the case doesn't run, or the pathway is signed or over.
    pub fn must_be_building(&self) -> Result<()> {
        self.standing.case.must_be_open()?;
        self.pathway.must_be(&[State::Draft], "Менять можно маршрут, который ещё составляется. Чтобы изменить согласованный, начните новую версию.")
    }
}

/// A pathway whose content the actor may read.
///
/// # Errors
/// [`kernel::Error::NotFound`]: there is none, or the actor isn't of the team.
pub fn load(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId) -> Result<Loaded> {
    let case = case_of(tx, id)?;
    let standing = cases::load(tx, actor, case)?;
    standing.content()?;
    let pathway = find(tx, &standing, id)?;
    Ok(Loaded { pathway, standing })
}

/// As [`load`], for a page: a look at another's pathway is noted in the journal.
///
/// # Errors
/// As [`load`].
pub fn view(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId) -> Result<Loaded> {
    let loaded = load(tx, actor, id)?;
    if !loaded.standing.is_teacher() {
        tx.record(&actor.by(), Event::new("pathway.viewed", "pathway", id).of(loaded.standing.case.person))?;
    }
    Ok(loaded)
}

/// The case of a pathway; nothing of its content.
///
/// # Errors
/// [`kernel::Error::NotFound`].
pub fn case_of(tx: &mut Tx<'_>, id: PathwayId) -> Result<CaseId> {
    tx.one("SELECT case_id FROM pathway WHERE id = $1", params![id], |row| row.get(0))
}

/// A pathway within a standing.
///
/// # Errors
/// [`kernel::Error::NotFound`]: it is of another case.
pub fn find(tx: &mut Tx<'_>, standing: &Standing, id: PathwayId) -> Result<Pathway> {
    tx.one(&format!("SELECT {COLUMNS} FROM pathway WHERE id = $1 AND case_id = $2"), params![id, standing.case.id], pathway)
}

/// By its id alone: for the program's own work, after the caller has asked who may.
///
/// # Errors
/// [`kernel::Error::NotFound`].
pub(crate) fn by_id(tx: &mut Tx<'_>, id: PathwayId) -> Result<Pathway> {
    tx.one(&format!("SELECT {COLUMNS} FROM pathway WHERE id = $1"), params![id], pathway)
}

/// All versions of a case, the newest first. The caller has a standing in it.
///
/// # Errors
/// The store fails.
pub fn of_case(tx: &mut Tx<'_>, case: CaseId) -> Result<Vec<Pathway>> {
    Ok(tx.query(&format!("SELECT {COLUMNS} FROM pathway WHERE case_id = $1 ORDER BY number DESC"), params![case], pathway)?)
}

/// The version that a case works by now.
///
/// # Errors
/// The store fails.
pub fn current_of(tx: &mut Tx<'_>, case: CaseId) -> Result<Option<Pathway>> {
    Ok(of_case(tx, case)?.into_iter().find(|pathway| pathway.state.is_current()))
}

/// All pathways in a state: for the daily work of the program.
///
/// # Errors
/// The store fails.
pub(crate) fn in_state(tx: &mut Tx<'_>, state: State) -> Result<Vec<Pathway>> {
    Ok(tx.query(&format!("SELECT {COLUMNS} FROM pathway WHERE state = $1 ORDER BY id"), params![state], pathway)?)
}

/// Keeps a new version.
///
/// # Errors
/// The store fails.
pub(crate) fn insert(tx: &mut Tx<'_>, new: &Pathway) -> Result<()> {
    tx.execute(
        "INSERT INTO pathway (id, case_id, number, follows_id, state, starts_on, ends_on, hours_limit, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![new.id, new.case, new.number, new.follows, new.state, new.starts_on, new.ends_on, new.hours_limit, new.made_by, new.made_at],
    )?;
    Ok(())
}

/// Writes everything of a pathway that changes; its version must still be the one that was read.
///
/// # Errors
/// Stale: somebody was first.
pub(crate) fn save(tx: &mut Tx<'_>, of: &Pathway) -> Result<()> {
    tx.change_one(
        WHAT,
        "UPDATE pathway SET state = $1, starts_on = $2, ends_on = $3, hours_limit = $4, sent_at = $5, agreed_at = $6, agreed_body = $7, presented_at = $8, closed_at = $9, stop_reason = $10, version = version + 1
         WHERE id = $11 AND version = $12",
        params![of.state, of.starts_on, of.ends_on, of.hours_limit, of.sent_at, of.agreed_at, of.agreed_body, of.presented_at, of.closed_at, of.stop_reason, of.id, of.version],
    )
}

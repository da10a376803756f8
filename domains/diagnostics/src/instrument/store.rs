//! SQL of instruments, blueprints and forms.

use crate::{
    model::{BlueprintLine, Form, FormId, FormItem, FormState, Instrument, InstrumentId, InstrumentState},
    store::{json, text},
};
use kernel::{Result, Row, Tx, db::DbError, id::AccountId, params};

const COLUMNS: &str = "i.id, i.code, i.title, i.framework_id, i.scale_id, i.mode, i.state, i.subject, i.minutes, i.attempts, i.rest_days, i.shows, i.shows_rationale, i.settings, i.version";

fn shape(row: &Row<'_>) -> Result<Instrument, DbError> {
    Ok(Instrument {
        id: row.get(0)?,
        code: row.get(1)?,
        title: row.get(2)?,
        framework: row.get(3)?,
        scale: row.get(4)?,
        mode: row.get(5)?,
        state: row.get(6)?,
        subject: row.get(7)?,
        minutes: row.get(8)?,
        attempts: row.get(9)?,
        rest_days: row.get(10)?,
        shows: row.get(11)?,
        shows_rationale: row.get(12)?,
        settings: json(&row.get::<String>(13)?)?,
        version: row.get(14)?,
    })
}

/// An instrument with how far it has come.
#[derive(Debug, Clone, PartialEq)]
pub struct InstrumentRow {
    pub instrument: Instrument,
    pub forms: i64,
    pub items: i64,
    pub assigned: i64,
    pub begun: i64,
}

/// All instruments: open ones first, then drafts, then closed ones, by title.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<InstrumentRow>> {
    let sql = format!(
        "SELECT {COLUMNS}, (SELECT COUNT(*) FROM form f WHERE f.instrument_id = i.id AND f.state = 'ready'),
            (SELECT CAST(COALESCE(SUM(b.items), 0) AS BIGINT) FROM blueprint_line b WHERE b.instrument_id = i.id),
            (SELECT COUNT(*) FROM assignment s WHERE s.instrument_id = i.id AND s.state <> 'taken_back'),
            (SELECT COUNT(*) FROM attempt a WHERE a.instrument_id = i.id AND a.state <> 'void')
         FROM instrument i ORDER BY CASE i.state WHEN 'open' THEN 0 WHEN 'draft' THEN 1 ELSE 2 END, i.title, i.id"
    );
    Ok(tx.query(&sql, params![], |row| Ok(InstrumentRow { instrument: shape(row)?, forms: row.get(15)?, items: row.get(16)?, assigned: row.get(17)?, begun: row.get(18)? }))?)
}

pub fn find(tx: &mut Tx<'_>, id: InstrumentId) -> Result<Instrument> {
    tx.one(&format!("SELECT {COLUMNS} FROM instrument i WHERE i.id = $1"), params![id], shape)
}

/// The next code: `Д-7`.
pub fn next_code(tx: &mut Tx<'_>) -> Result<String> {
    let made = tx.count("SELECT COUNT(*) FROM instrument", params![])?;
    let mut number = made + 1;
    loop {
        let code = format!("Д-{number}");
        if tx.count("SELECT COUNT(*) FROM instrument WHERE code = $1", params![code])? == 0 {
            return Ok(code);
        }
        number += 1;
    }
}

pub fn insert(tx: &mut Tx<'_>, new: &Instrument, by: Option<AccountId>) -> Result<()> {
    let now = tx.now();
    let settings = text(&new.settings)?;
    tx.execute(
        "INSERT INTO instrument (id, code, title, framework_id, scale_id, mode, state, subject, minutes, attempts, rest_days, shows, shows_rationale, settings, made_by, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        params![new.id, new.code, new.title, new.framework, new.scale, new.mode, new.state, new.subject, new.minutes, new.attempts, new.rest_days, new.shows, new.shows_rationale, settings, by, now],
    )?;
    Ok(())
}

/// Keeps what a form says; refuses when somebody else was first.
pub fn save(tx: &mut Tx<'_>, new: &Instrument, version: i64) -> Result<()> {
    let settings = text(&new.settings)?;
    tx.change_one(
        "Диагностика",
        "UPDATE instrument SET title = $1, framework_id = $2, scale_id = $3, mode = $4, subject = $5, minutes = $6, attempts = $7, rest_days = $8, shows = $9, shows_rationale = $10, settings = $11,
            version = version + 1 WHERE id = $12 AND version = $13",
        params![new.title, new.framework, new.scale, new.mode, new.subject, new.minutes, new.attempts, new.rest_days, new.shows, new.shows_rationale, settings, new.id, version],
    )
}

pub fn set_state(tx: &mut Tx<'_>, id: InstrumentId, version: i64, state: InstrumentState) -> Result<()> {
    tx.change_one("Диагностика", "UPDATE instrument SET state = $1, version = version + 1 WHERE id = $2 AND version = $3", params![state, id, version])
}

pub fn blueprint(tx: &mut Tx<'_>, id: InstrumentId) -> Result<Vec<BlueprintLine>> {
    let sql = "SELECT competency_id, items, most_items FROM blueprint_line WHERE instrument_id = $1 ORDER BY position";
    Ok(tx.query(sql, params![id], kernel::row!(BlueprintLine { competency, items, most }))?)
}

pub fn put_blueprint(tx: &mut Tx<'_>, id: InstrumentId, lines: &[BlueprintLine]) -> Result<()> {
    tx.execute("DELETE FROM blueprint_line WHERE instrument_id = $1", params![id])?;
    for (at, line) in lines.iter().enumerate() {
        tx.execute("INSERT INTO blueprint_line (instrument_id, competency_id, items, most_items, position) VALUES ($1, $2, $3, $4, $5)", params![id, line.competency, line.items, line.most, at + 1])?;
    }
    Ok(())
}

const FORM: &str = "id, instrument_id, letter, state, version";

fn form_shape(row: &Row<'_>) -> Result<Form, DbError> {
    kernel::row!(Form { id, instrument, letter, state, version })(row)
}

/// The forms of an instrument by letter.
pub fn forms(tx: &mut Tx<'_>, id: InstrumentId) -> Result<Vec<Form>> {
    Ok(tx.query(&format!("SELECT {FORM} FROM form WHERE instrument_id = $1 ORDER BY letter"), params![id], form_shape)?)
}

pub fn form(tx: &mut Tx<'_>, instrument: InstrumentId, id: FormId) -> Result<Form> {
    tx.one(&format!("SELECT {FORM} FROM form WHERE id = $1 AND instrument_id = $2"), params![id, instrument], form_shape)
}

pub fn insert_form(tx: &mut Tx<'_>, form: &Form) -> Result<()> {
    let now = tx.now();
    tx.execute("INSERT INTO form (id, instrument_id, letter, state, made_at) VALUES ($1, $2, $3, $4, $5)", params![form.id, form.instrument, form.letter, form.state, now])?;
    Ok(())
}

pub fn set_form_state(tx: &mut Tx<'_>, form: &Form, version: i64, state: FormState) -> Result<()> {
    tx.change_one("Вариант", "UPDATE form SET state = $1, version = version + 1 WHERE id = $2 AND version = $3", params![state, form.id, version])
}

pub fn form_items(tx: &mut Tx<'_>, form: FormId) -> Result<Vec<FormItem>> {
    let sql = "SELECT position, item_id, revision, competency_id FROM form_item WHERE form_id = $1 ORDER BY position";
    Ok(tx.query(sql, params![form], kernel::row!(FormItem { position, item, revision, competency }))?)
}

/// Puts the items of a form in their order, numbering them from 1; refuses when somebody else was first.
pub fn put_form_items(tx: &mut Tx<'_>, form: &Form, version: i64, items: &[FormItem]) -> Result<()> {
    tx.change_one("Вариант", "UPDATE form SET version = version + 1 WHERE id = $1 AND version = $2 AND state = 'draft'", params![form.id, version])?;
    tx.execute("DELETE FROM form_item WHERE form_id = $1", params![form.id])?;
    for (at, one) in items.iter().enumerate() {
        tx.execute("INSERT INTO form_item (form_id, position, item_id, revision, competency_id) VALUES ($1, $2, $3, $4, $5)", params![form.id, at + 1, one.item, one.revision, one.competency])?;
    }
    Ok(())
}

/// Whether anybody was given a form.
pub fn is_form_used(tx: &mut Tx<'_>, id: FormId) -> Result<bool> {
    Ok(tx.count("SELECT COUNT(*) FROM assignment WHERE form_id = $1", params![id])? + tx.count("SELECT COUNT(*) FROM attempt WHERE form_id = $1", params![id])? > 0)
}

pub fn delete_form(tx: &mut Tx<'_>, id: FormId) -> Result<()> {
    tx.execute("DELETE FROM form_item WHERE form_id = $1", params![id])?;
    tx.execute("DELETE FROM form WHERE id = $1", params![id])?;
    Ok(())
}

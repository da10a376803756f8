//! What this domain reads of the bank, the frameworks and the scales: by their faces, and the items of a form in one query of its own
//! (an adaptive attempt reads the bank at every answer).

use crate::model::{CalibrationId, CompetencyId, FrameworkId, ItemId, Parameters, ScaleId};
use kernel::{Result, Row, Tx, db::DbError, params};

/// An item that may be given, with what is known of it on the current scale.
#[derive(Debug, Clone, PartialEq)]
pub struct BankItem {
    pub item: ItemId,
    pub code: String,
    /// Word of the kind.
    pub kind: String,
    pub revision: i64,
    pub competency: CompetencyId,
    pub max_score: i64,
    pub parameters: Parameters,
}

impl BankItem {
    /// Experts mark it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        is_open(&self.kind)
    }
}

/// Whether answers to items of a kind are marked by experts.
#[must_use]
pub fn is_open(kind: &str) -> bool {
    matches!(kind, "open" | "task")
}

/// The kind of an item in words.
#[must_use]
pub fn kind_label(kind: &str) -> &str {
    match kind {
        "single" => "один ответ",
        "multiple" => "несколько ответов",
        "ordering" => "порядок",
        "matching" => "соответствие",
        "number" => "число",
        "text" => "короткий ответ",
        "open" => "развёрнутый ответ",
        "task" => "задание с файлами",
        other => other,
    }
}

/// $1 is the calibration (or an empty text), of which parameters are taken. The body is read only where a guess is needed.
const SELECT: &str = "SELECT i.id, i.code, i.kind, r.number, c.competency_id, r.max_score, p.family, p.slope, p.intercepts, CASE WHEN p.family IS NULL THEN r.body END
    FROM item i JOIN item_revision r ON r.item_id = i.id AND r.number = i.revision JOIN item_competency c ON c.item_id = i.id AND c.is_main = 1
    LEFT JOIN item_parameter p ON p.item_id = i.id AND p.revision = r.number AND p.calibration_id = $1";

fn shape(row: &Row<'_>) -> Result<BankItem, DbError> {
    Ok(BankItem { item: row.get(0)?, code: row.get(1)?, kind: row.get(2)?, revision: row.get(3)?, competency: row.get(4)?, max_score: row.get(5)?, parameters: known(row, 6)? })
}

/// Parameters of a calibration out of four columns from `at`, or the guess by the difficulty that the author expects: family, slope,
/// intercepts, body.
fn known(row: &Row<'_>, at: usize) -> Result<Parameters, DbError> {
    match row.get::<Option<crate::model::Family>>(at)? {
        Some(family) => Ok(Parameters { family, slope: row.get(at + 1)?, intercepts: crate::store::json(&row.get::<String>(at + 2)?)?, preliminary: false }),
        None => Ok(items::Parameters::guessed(&crate::store::json(&row.get::<String>(at + 3)?)?).into()),
    }
}

/// The calibration by which new attempts of a framework are measured.
///
/// # Errors
/// The store fails.
pub fn current_calibration(tx: &mut Tx<'_>, framework: FrameworkId) -> Result<Option<CalibrationId>> {
    Ok(items::current_calibration(tx, framework)?.map(|calibration| calibration.id))
}

/// Live items of a competency by code. Items on trial are given only by hand.
///
/// # Errors
/// The store fails.
pub fn live_items(tx: &mut Tx<'_>, competency: CompetencyId, calibration: Option<CalibrationId>) -> Result<Vec<BankItem>> {
    let scale = calibration.map(|id| id.to_string()).unwrap_or_default();
    Ok(tx.query(&format!("{SELECT} WHERE c.competency_id = $2 AND i.state = 'live' ORDER BY i.code"), params![scale, competency], shape)?)
}

/// An item as the bank has it now, whatever its state; the state's word with it.
///
/// # Errors
/// The store fails.
pub fn by_code(tx: &mut Tx<'_>, code: &str, calibration: Option<CalibrationId>) -> Result<Option<(BankItem, String)>> {
    let scale = calibration.map(|id| id.to_string()).unwrap_or_default();
    let found = tx.maybe(&format!("{SELECT} WHERE i.code = $2"), params![scale, code], shape)?;
    let Some(found) = found else { return Ok(None) };
    let state = tx.one("SELECT state FROM item WHERE id = $1", params![found.item], |row| row.get(0))?;
    Ok(Some((found, state)))
}

/// The parameters and the largest score of a revision on a scale.
///
/// # Errors
/// Not found: no such revision.
pub fn parameters(tx: &mut Tx<'_>, item: ItemId, revision: i64, calibration: Option<CalibrationId>) -> Result<(i64, Parameters)> {
    let scale = calibration.map(|id| id.to_string()).unwrap_or_default();
    let sql = "SELECT r.max_score, p.family, p.slope, p.intercepts, CASE WHEN p.family IS NULL THEN r.body END FROM item_revision r
        LEFT JOIN item_parameter p ON p.item_id = r.item_id AND p.revision = r.number AND p.calibration_id = $1 WHERE r.item_id = $2 AND r.number = $3";
    tx.one(sql, params![scale, item, revision], |row| Ok((row.get(0)?, known(row, 1)?)))
}

/// What a list says of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemWords {
    pub item: ItemId,
    pub code: String,
    pub kind: String,
    pub state: String,
    /// The newest revision.
    pub newest: i64,
}

/// Words of the items of a form, in its order.
///
/// # Errors
/// The store fails.
pub fn words_of_form(tx: &mut Tx<'_>, form: crate::model::FormId) -> Result<Vec<ItemWords>> {
    let sql = "SELECT i.id, i.code, i.kind, i.state, i.revision FROM form_item f JOIN item i ON i.id = f.item_id WHERE f.form_id = $1 ORDER BY f.position";
    Ok(tx.query(sql, params![form], kernel::row!(ItemWords { item, code, kind, state, newest }))?)
}

/// A competency as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompetencyWords {
    pub id: CompetencyId,
    /// The block it stands in; `None`: it is one.
    pub parent: Option<CompetencyId>,
    pub code: String,
    pub title: String,
}

/// The competencies of a framework, blocks and theirs, by position.
///
/// # Errors
/// The store fails.
pub fn competencies(tx: &mut Tx<'_>, framework: FrameworkId) -> Result<Vec<CompetencyWords>> {
    let all = competencies::competencies(tx, framework)?;
    Ok(all.into_iter().map(|one| CompetencyWords { id: one.id, parent: one.parent, code: one.code, title: one.title }).collect())
}

/// How many live items each competency of a framework has, those that experts mark apart.
///
/// # Errors
/// The store fails.
pub fn live_counts(tx: &mut Tx<'_>, framework: FrameworkId) -> Result<Vec<(CompetencyId, i64, i64)>> {
    let sql = "SELECT c.competency_id, COUNT(*), CAST(SUM(CASE WHEN i.kind IN ('open', 'task') THEN 1 ELSE 0 END) AS BIGINT)
        FROM item i JOIN item_competency c ON c.item_id = i.id AND c.is_main = 1 JOIN competency k ON k.id = c.competency_id
        WHERE k.framework_id = $1 AND i.state = 'live' GROUP BY c.competency_id";
    Ok(tx.query(sql, params![framework], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?)
}

/// Live versions of frameworks, and the one named even if it is no longer live: for choosing.
///
/// # Errors
/// The store fails.
pub fn frameworks(tx: &mut Tx<'_>) -> Result<Vec<(FrameworkId, String)>> {
    Ok(competencies::live_frameworks(tx)?.into_iter().map(|framework| (framework.id, framework.full_title())).collect())
}

/// A framework's title with its version.
///
/// # Errors
/// Not found.
pub fn framework_title(tx: &mut Tx<'_>, id: FrameworkId) -> Result<String> {
    Ok(competencies::framework(tx, id)?.full_title())
}

/// Versions of scales in force on a day.
///
/// # Errors
/// The store fails.
pub fn scales(tx: &mut Tx<'_>) -> Result<Vec<(ScaleId, String)>> {
    let today = tx.today();
    let in_force = |scale: &competencies::Scale| scale.valid_from <= today && scale.valid_to.is_none_or(|end| end > today);
    Ok(competencies::scales(tx)?.into_iter().filter(in_force).map(|scale| (scale.id, titled(&scale))).collect())
}

/// A scale's title with its version.
///
/// # Errors
/// Not found.
pub fn scale_title(tx: &mut Tx<'_>, id: ScaleId) -> Result<String> {
    Ok(titled(&competencies::scale(tx, id)?))
}

fn titled(scale: &competencies::Scale) -> String {
    format!("{}, версия {}", scale.title, scale.number)
}

/// The share of scored attempts of an instrument in which each item was given: what the exposure cap is held against.
///
/// # Errors
/// The store fails.
pub fn exposure(tx: &mut Tx<'_>, instrument: crate::model::InstrumentId) -> Result<Vec<(ItemId, i64)>> {
    let sql = "SELECT g.item_id, COUNT(*) FROM attempt_item g JOIN attempt a ON a.id = g.attempt_id WHERE a.instrument_id = $1 AND a.state <> 'void' GROUP BY g.item_id";
    Ok(tx.query(sql, params![instrument], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

//! What is done with the rows of a list: read, read anew, decided.

use crate::{Finding, Import, ImportRow, List, MOST_ROWS, Mapping, SKIP, Table, Verdict};
use kernel::{FieldErrors, Result, Tx};

/// What rows are looked up in, read once for a list.
pub trait Checks<L: List> {
    /// What a row says: its line, its cells, and what was chosen for it.
    ///
    /// # Errors
    /// The store fails.
    fn check(&mut self, tx: &mut Tx<'_>, mapping: &Mapping<L::Column>, row: (u32, &[String], &str)) -> Result<L::Found>;
}

/// What becomes of rows that nobody has decided about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    Keep,
    Skip,
}

/// Notes at the field `file` that a table is too long for one list.
pub fn check_size(errors: &mut FieldErrors, table: &Table) {
    if table.rows.len() > MOST_ROWS {
        errors.add("file", format!("В таблице {} строк, за один раз загружаем до {MOST_ROWS}. Разделите её на части", table.rows.len()));
    }
}

/// Keeps the rows of a sheet with what each is found to say.
///
/// # Errors
/// The store fails.
pub fn read_rows<L: List>(tx: &mut Tx<'_>, import: &Import<L>, table: &Table, checker: &mut impl Checks<L>) -> Result<()> {
    for row in &table.rows {
        let found = checker.check(tx, &import.mapping, (row.line, &row.cells, ""))?;
        import.insert_row(tx, row.line, &row.cells, &found)?;
    }
    Ok(())
}

/// Keeps another reading of the columns; every row is checked again and earlier choices go.
///
/// # Errors
/// Fields: what keeps the mapping from being used. Changed meanwhile.
pub fn read_anew<L: List>(tx: &mut Tx<'_>, import: &Import<L>, version: i64, checker: &mut impl Checks<L>) -> Result<()> {
    import.mapping.check()?;
    import.keep_mapping(tx, version)?;
    for row in Import::<L>::rows(tx, import.id)? {
        let found = checker.check(tx, &import.mapping, (row.line, &row.cells, ""))?;
        import.set_row(tx, row.line, &found, "")?;
    }
    Ok(())
}

/// What is chosen for a row now, or was before, if the row offers it; else nothing.
#[must_use]
pub fn chosen<'a, F: Finding>(row: &'a ImportRow<F>, choices: &'a [(u32, String)]) -> &'a str {
    let wanted = choices.iter().find(|(line, _)| *line == row.line).map_or(row.choice.as_str(), |(_, choice)| choice.as_str());
    if wanted == SKIP || row.found.offers(wanted) { wanted } else { "" }
}

/// Sets what was chosen for rows. [`Rest::Skip`] leaves out all that stand in the way of loading.
///
/// # Errors
/// Changed meanwhile.
pub fn set_choices<L: List>(tx: &mut Tx<'_>, import: &Import<L>, choices: &[(u32, String)], rest: Rest, version: i64) -> Result<()> {
    import.touch(tx, version)?;
    for row in Import::<L>::rows(tx, import.id)? {
        let wanted = chosen(&row, choices);
        let leaves = rest == Rest::Skip && row.found.verdict(wanted).waits();
        import.set_choice(tx, row.line, if leaves { SKIP } else { wanted })?;
    }
    Ok(())
}

/// A number of rows as its column holds it.
#[must_use]
pub fn as_count(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

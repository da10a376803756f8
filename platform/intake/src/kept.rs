//! Lists that were read, and their rows, in the tables of their domain.

use crate::{Finding, List, Mapping};
use kernel::{Error, Result, Row, Timestamp, ToValue, Tx, Value, db::DbError, id::AccountId, params};
use serde::{Serialize, de::DeserializeOwned};

/// Where a domain keeps its lists: `id, file_name, mapping, state, loaded, made_at, made_by, version` and its own columns; and their
/// rows: `import_id, line, cells, found, choice`.
#[derive(Debug, Clone, Copy)]
pub struct Tables {
    pub lists: &'static str,
    pub rows: &'static str,
}

kernel::text_enum! {
    /// How far a list has come.
    ImportState { Read = "read", Loaded = "loaded", Undone = "undone", Discarded = "discarded" }
}

impl ImportState {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Read => "прочитан, не загружен",
            Self::Loaded => "загружен",
            Self::Undone => "загрузка отменена",
            Self::Discarded => "удалён",
        }
    }
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import<L: List> {
    pub id: L::Id,
    /// What is the same for all its rows.
    pub about: L,
    pub file_name: String,
    pub mapping: Mapping<L::Column>,
    pub state: ImportState,
    pub loaded: i64,
    pub made_at: Timestamp,
    pub version: i64,
}

/// A row as it was read, with what was found and chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRow<F> {
    pub line: u32,
    pub cells: Vec<String>,
    pub found: F,
    /// Empty, `skip`, or one of those that the row offers.
    pub choice: String,
}

impl<F: Finding> ImportRow<F> {
    #[must_use]
    pub fn verdict(&self) -> F::Verdict {
        self.found.verdict(&self.choice)
    }

    /// The first two cells that hold something, for a row that has no name.
    #[must_use]
    pub fn first_cells(&self) -> String {
        self.cells.iter().filter(|cell| !cell.trim().is_empty()).take(2).cloned().collect::<Vec<_>>().join(", ")
    }
}

fn json<T: DeserializeOwned>(table: &str, raw: &str) -> Result<T, DbError> {
    serde_json::from_str(raw).map_err(|cause| DbError::Shape(format!("{table}: {cause}")))
}

fn text<T: Serialize + ?Sized>(value: &T) -> Result<String> {
    Ok(serde_json::to_string(value).map_err(anyhow::Error::new)?)
}

impl<L: List> Import<L> {
    /// A list about to be kept, its file's name cut to what a column shows.
    pub fn fresh(tx: &Tx<'_>, id: L::Id, about: L, file_name: &str, mapping: Mapping<L::Column>) -> Self {
        Self { id, about, file_name: file_name.chars().take(200).collect(), mapping, state: ImportState::Read, loaded: 0, made_at: tx.now(), version: 1 }
    }

    fn select() -> String {
        format!("SELECT id, file_name, mapping, state, loaded, made_at, version, {} FROM {}", L::ABOUT, L::TABLES.lists)
    }

    fn shape(row: &Row<'_>) -> Result<Self, DbError> {
        let mapping = json(L::TABLES.lists, &row.get::<String>(2)?)?;
        Ok(Self { id: row.get(0)?, about: L::about(row, 7)?, file_name: row.get(1)?, mapping, state: row.get(3)?, loaded: row.get(4)?, made_at: row.get(5)?, version: row.get(6)? })
    }

    /// A list that the account has read itself.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn find(tx: &mut Tx<'_>, by: AccountId, id: L::Id) -> Result<Self> {
        tx.one(&format!("{} WHERE id = $1 AND made_by = $2", Self::select()), params![id, by], Self::shape)
    }

    /// Lists that fit a condition and were not discarded, newest first.
    ///
    /// # Errors
    /// The store fails.
    pub fn list(tx: &mut Tx<'_>, (condition, values): (&str, &[Value<'_>]), most: u32) -> Result<Vec<Self>> {
        Ok(tx.query(&format!("{} WHERE {condition} AND state <> 'discarded' ORDER BY made_at DESC, id DESC LIMIT {most}", Self::select()), values, Self::shape)?)
    }

    /// Keeps a fresh list.
    ///
    /// # Errors
    /// The store fails.
    pub fn insert(&self, tx: &mut Tx<'_>, by: AccountId) -> Result<()> {
        let Self { id, about, file_name, mapping, state, loaded, made_at, version: _ } = self;
        let mapping = text(mapping)?;
        let mut values = vec![id.to_value(), file_name.to_value(), mapping.to_value(), state.to_value(), loaded.to_value(), made_at.to_value(), by.to_value()];
        values.extend(about.values());
        let marks: Vec<String> = (1..=values.len()).map(|at| format!("${at}")).collect();
        tx.execute(&format!("INSERT INTO {} (id, file_name, mapping, state, loaded, made_at, made_by, {}) VALUES ({})", L::TABLES.lists, L::ABOUT, marks.join(", ")), &values)?;
        Ok(())
    }

    /// Refuses unless the list was loaded and stands.
    ///
    /// # Errors
    /// Refused.
    pub fn must_be_loaded(&self) -> Result<()> {
        if self.state == ImportState::Loaded { Ok(()) } else { Err(Error::refusal("Этот список не загружен: отменять нечего.")) }
    }

    /// Refuses unless the list waits for loading.
    ///
    /// # Errors
    /// Refused.
    pub fn must_wait(&self) -> Result<()> {
        if self.state == ImportState::Read { Ok(()) } else { Err(Error::refusal("Удалить можно только список, который ещё не загружен.")) }
    }

    pub(crate) fn keep_mapping(&self, tx: &mut Tx<'_>, version: i64) -> Result<()> {
        let sql = format!("UPDATE {} SET mapping = $1, version = version + 1 WHERE id = $2 AND version = $3 AND state = 'read'", L::TABLES.lists);
        tx.change_one("Список", &sql, params![text(&self.mapping)?, self.id, version])
    }

    /// Ends the list: its rows go, only what was loaded stays.
    ///
    /// # Errors
    /// Changed meanwhile.
    pub fn end(&self, tx: &mut Tx<'_>, to: ImportState, loaded: i64, version: i64) -> Result<()> {
        let Tables { lists, rows } = L::TABLES;
        let from = if to == ImportState::Undone { ImportState::Loaded } else { ImportState::Read };
        tx.execute(&format!("DELETE FROM {rows} WHERE import_id = $1"), params![self.id])?;
        tx.change_one("Список", &format!("UPDATE {lists} SET state = $1, loaded = $2, version = version + 1 WHERE id = $3 AND version = $4 AND state = $5"), params![to, loaded, self.id, version, from])
    }

    /// Takes the list's turn: whoever saw an older version is behind.
    ///
    /// # Errors
    /// Changed meanwhile.
    pub fn touch(&self, tx: &mut Tx<'_>, version: i64) -> Result<()> {
        let sql = format!("UPDATE {} SET version = version + 1 WHERE id = $1 AND version = $2 AND state = 'read'", L::TABLES.lists);
        tx.change_one("Список", &sql, params![self.id, version])
    }

    /// The rows in the order of the sheet; none once the list was loaded or discarded.
    ///
    /// # Errors
    /// The store fails.
    pub fn rows(tx: &mut Tx<'_>, id: L::Id) -> Result<Vec<ImportRow<L::Found>>> {
        let table = L::TABLES.rows;
        Ok(tx.query(&format!("SELECT line, cells, found, choice FROM {table} WHERE import_id = $1 ORDER BY line"), params![id], |row| {
            Ok(ImportRow { line: row.get(0)?, cells: json(table, &row.get::<String>(1)?)?, found: json(table, &row.get::<String>(2)?)?, choice: row.get(3)? })
        })?)
    }

    pub(crate) fn insert_row(&self, tx: &mut Tx<'_>, line: u32, cells: &[String], found: &L::Found) -> Result<()> {
        tx.execute(&format!("INSERT INTO {} (import_id, line, cells, found) VALUES ($1, $2, $3, $4)", L::TABLES.rows), params![self.id, line, text(cells)?, text(found)?])?;
        Ok(())
    }

    /// What a row is found to say after a choice.
    ///
    /// # Errors
    /// The store fails.
    pub fn set_row(&self, tx: &mut Tx<'_>, line: u32, found: &L::Found, choice: &str) -> Result<()> {
        tx.execute(&format!("UPDATE {} SET found = $1, choice = $2 WHERE import_id = $3 AND line = $4", L::TABLES.rows), params![text(found)?, choice, self.id, line])?;
        Ok(())
    }

    pub(crate) fn set_choice(&self, tx: &mut Tx<'_>, line: u32, choice: &str) -> Result<()> {
        tx.execute(&format!("UPDATE {} SET choice = $1 WHERE import_id = $2 AND line = $3", L::TABLES.rows), params![choice, self.id, line])?;
        Ok(())
    }
}

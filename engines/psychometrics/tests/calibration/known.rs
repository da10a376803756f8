//! Cases of published data as calibration takes them.

use crate::reference::{self, Table, near};
use psychometrics::Responses;
use serde_json::Value;

/// One case: its description and its table.
pub struct Case {
    pub json: Value,
    pub names: Vec<String>,
    case: reference::Case,
    table: Table,
}

impl Case {
    /// Reads a case, or tells that it is not there.
    pub fn read(id: &str) -> Option<Self> {
        let case = reference::case(id)?;
        let table = case.table(case.json["data"].as_str().unwrap_or(&format!("{id}.csv")));
        Some(Self { json: case.json.clone(), names: table.header.clone(), case, table })
    }

    /// The columns of items, without those named.
    pub fn responses(&self, without: &[&str]) -> Responses {
        let columns: Vec<usize> = (0..self.names.len()).filter(|column| !without.contains(&self.names[*column].as_str())).collect();
        let rows: Vec<Vec<Option<u8>>> = self.table.rows.iter().map(|row| columns.iter().map(|column| row[*column].parse().ok()).collect()).collect();
        Responses::from_rows(&rows).unwrap()
    }

    /// Numbers of the groups named in a column, in the order of their names.
    pub fn groups(&self, column: &str) -> Vec<usize> {
        let labels = self.table.column(column);
        let mut names = labels.clone();
        names.sort();
        names.dedup();
        labels.iter().map(|label| names.binary_search(label).unwrap()).collect()
    }

    /// A second table of the case.
    pub fn other(&self, file: &str) -> Table {
        self.case.table(file)
    }
}

/// Numbers of a list, empty where one is missing.
pub fn numbers(list: &Value) -> Vec<Option<f64>> {
    list.as_array().unwrap().iter().map(Value::as_f64).collect()
}

#[track_caller]
pub fn close(what: &str, found: f64, wanted: f64, tolerance: f64) {
    near(found, wanted, tolerance, what);
}

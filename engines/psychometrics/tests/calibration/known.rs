//! Published data with reference estimates: read from a folder beside the repository, or from `METODAKTIV_KNOWN_ANSWERS`; without it these tests say so and pass.

use psychometrics::Responses;
use serde_json::Value;
use std::path::PathBuf;

/// One case: its description and its table.
pub struct Case {
    pub json: Value,
    pub names: Vec<String>,
    pub cells: Vec<Vec<String>>,
}

impl Case {
    /// Reads a case, or tells that it is not there.
    pub fn read(id: &str) -> Option<Self> {
        let Some(folder) = folder() else {
            println!("skipped: no known answers for {id}; set METODAKTIV_KNOWN_ANSWERS to their folder");
            return None;
        };
        let text = std::fs::read_to_string(folder.join(format!("{id}.json"))).unwrap();
        let json: Value = serde_json::from_str(&text).unwrap();
        let data = json["data"].as_str().map_or(format!("{id}.csv"), str::to_owned);
        let (names, cells) = table(&std::fs::read_to_string(folder.join(data)).unwrap());
        Some(Self { json, names, cells })
    }

    /// The columns of items, without those named.
    pub fn responses(&self, without: &[&str]) -> Responses {
        let columns: Vec<usize> = (0..self.names.len()).filter(|column| !without.contains(&self.names[*column].as_str())).collect();
        let rows: Vec<Vec<Option<u8>>> = self.cells.iter().map(|row| columns.iter().map(|column| row[*column].parse().ok()).collect()).collect();
        Responses::from_rows(&rows).unwrap()
    }

    /// Numbers of the groups named in a column, in the order of their names.
    pub fn groups(&self, column: &str) -> Vec<usize> {
        let at = self.names.iter().position(|name| name == column).unwrap();
        let mut names: Vec<&String> = self.cells.iter().map(|row| &row[at]).collect();
        names.sort();
        names.dedup();
        self.cells.iter().map(|row| names.iter().position(|name| **name == row[at]).unwrap()).collect()
    }
}

/// A second table of a case.
pub fn other_table(name: &str) -> Option<(Vec<String>, Vec<Vec<String>>)> {
    folder().map(|folder| table(&std::fs::read_to_string(folder.join(name)).unwrap()))
}

fn folder() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let places = std::env::var_os("METODAKTIV_KNOWN_ANSWERS").map(PathBuf::from).into_iter().chain((2..6).map(|up| {
        let root = beside.ancestors().nth(up).unwrap_or(&beside).to_path_buf();
        root.join("../shared/psychometrics")
    }));
    places.into_iter().find(|place| place.join("irt_lsat6.json").exists())
}

fn table(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut lines = text.lines().map(|line| line.split(',').map(|cell| cell.trim_matches('"').to_owned()).collect::<Vec<_>>());
    (lines.next().unwrap(), lines.collect())
}

/// Numbers of a list, empty where one is missing.
pub fn numbers(list: &Value) -> Vec<Option<f64>> {
    list.as_array().unwrap().iter().map(Value::as_f64).collect()
}

#[track_caller]
pub fn close(what: &str, ours: f64, reference: f64, tolerance: f64) {
    assert!((ours - reference).abs() <= tolerance, "{what}: {ours} where {reference} ± {tolerance} is known");
}

//! Published data with numbers from reference software. They lie beside the repository and are never part of it:
//! in the folder `METODAKTIV_KNOWN_ANSWERS`, or in `../shared/psychometrics` beside the repository's root.
#![allow(dead_code)]

use serde_json::Value;
use std::{env, fs, path::PathBuf};

pub struct Case {
    pub json: Value,
    folder: PathBuf,
}

/// A case by its id; a notice and `None` where the folder isn't there.
pub fn case(id: &str) -> Option<Case> {
    let Some(folder) = folder() else {
        eprintln!("skipped: no known answers for {id}; METODAKTIV_KNOWN_ANSWERS names their folder");
        return None;
    };
    let text = fs::read_to_string(folder.join(format!("{id}.json"))).unwrap();
    Some(Case { json: serde_json::from_str(&text).unwrap(), folder })
}

/// The folder named, or one beside the repository's root or above it, as a working copy may lie deeper.
fn folder() -> Option<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let beside = root.ancestors().skip(3).map(|above| above.join("shared/psychometrics"));
    env::var_os("METODAKTIV_KNOWN_ANSWERS").map(PathBuf::from).into_iter().chain(beside).find(|place| place.join("irt_lsat6.json").exists())
}

impl Case {
    /// What lies at a path as `/reference/ctt/alpha`.
    pub fn at(&self, path: &str) -> &Value {
        self.json.pointer(path).unwrap_or_else(|| panic!("no {path}"))
    }

    pub fn number(&self, path: &str) -> f64 {
        self.at(path).as_f64().unwrap_or_else(|| panic!("{path} is no number"))
    }

    pub fn numbers(&self, path: &str) -> Vec<f64> {
        numbers(self.at(path))
    }

    pub fn table(&self, file: &str) -> Table {
        let text = fs::read_to_string(self.folder.join(file)).unwrap();
        let cells = |line: &str| line.split(',').map(|cell| cell.trim().trim_matches('"').to_owned()).collect::<Vec<_>>();
        let mut lines = text.lines().filter(|line| !line.is_empty());
        let header = cells(lines.next().unwrap());
        Table { header, rows: lines.map(cells).collect() }
    }

    /// The case's own rows.
    pub fn data(&self) -> Table {
        self.table(self.at("/data").as_str().unwrap())
    }
}

pub fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|one| one.as_f64().unwrap()).collect()
}

pub struct Table {
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    pub fn column(&self, name: &str) -> Vec<String> {
        let at = self.header.iter().position(|head| head == name).unwrap();
        self.rows.iter().map(|row| row[at].clone()).collect()
    }

    /// Scores of the first `items` columns; an empty cell is no answer.
    pub fn scores(&self, items: usize) -> Vec<Vec<Option<usize>>> {
        self.rows.iter().map(|row| row[..items].iter().map(|cell| cell.parse().ok()).collect()).collect()
    }
}

#[track_caller]
pub fn near(found: f64, wanted: f64, tolerance: f64, what: &str) {
    assert!((found - wanted).abs() <= tolerance, "{what}: {found}, the reference has {wanted}");
}

//! Addresses that others link to.

use crate::model::CaseId;

/// A case.
#[must_use]
pub fn case(id: CaseId) -> String {
    format!("/cases/{id}")
}

/// A page of a case: `team`, `link`, `measures`, `notes`, `evidence`, `deficits`, `turn`, `stop`.
#[must_use]
pub fn of(id: CaseId, page: &str) -> String {
    format!("/cases/{id}/{page}")
}

/// Where a pathway is presented and its case closed, or another round begun.
#[must_use]
pub fn closing(pathway: &str) -> String {
    format!("/pathways/{pathway}/closing")
}

/// The screen where a rung's end is given. The pathway's own screens live at `/cases/{id}/pathway`.
#[must_use]
pub fn rung(id: CaseId, rung: i64) -> String {
    match rung {
        1 | 2 | 6 => of(id, "evidence"),
        3..=5 => of(id, "pathway"),
        _ => of(id, "deficits"),
    }
}

/// The screen of a rung's end on the pupils' strand.
#[must_use]
pub fn pupils(id: CaseId, rung: i64) -> String {
    match rung {
        3 => of(id, "link"),
        4 => of(id, "evidence"),
        _ => of(id, "measures"),
    }
}

//! What came of an act. Each panics at the line of the test that asked.

use kernel::{Db, Error, Result};

/// The sentence of a refusal.
#[track_caller]
pub fn refused<T>(done: Result<T>) -> String {
    match done {
        Err(Error::Refusal(sentence)) => sentence,
        Err(other) => panic!("not a refusal: {other:?}"),
        Ok(_) => panic!("it was allowed"),
    }
}

/// What one may not know of looks as if it weren't there.
#[track_caller]
pub fn absent<T>(done: Result<T>) {
    match done {
        Err(Error::NotFound) => {}
        Err(other) => panic!("not absent: {other:?}"),
        Ok(_) => panic!("it is there"),
    }
}

/// The message at a field.
#[track_caller]
pub fn wrong<T>(done: Result<T>, field: &str) -> String {
    match done {
        Err(Error::Fields(errors)) => errors.of(field).unwrap_or_else(|| panic!("no error at {field}: {errors}")).to_owned(),
        Err(other) => panic!("no errors of fields: {other:?}"),
        Ok(_) => panic!("nothing was wrong"),
    }
}

/// The number that a query gives.
#[track_caller]
pub fn count(db: &Db, sql: &str) -> u64 {
    db.read(|tx| Ok(tx.count(sql, &[])?)).unwrap()
}

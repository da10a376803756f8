//! What becomes of this domain's rows when the world changes.

use kernel::{Result, Tx, news::News};

/// Hears news: each part of the domain answers for its own tables.
///
/// # Errors
/// The store fails; then what was told fails with it.
pub fn listen(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    let mut done = crate::year::listen(tx, news)?;
    done.extend(crate::stages::listen(tx, news)?);
    Ok(done)
}

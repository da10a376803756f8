//! Table `pathway_print`.

use crate::model::{Component, PathwayId};
use kernel::{Result, Tx, params};

/// Keeps the print of a section's text in place of the one before.
///
/// # Errors
/// The store fails.
pub(crate) fn keep(tx: &mut Tx<'_>, pathway: PathwayId, component: Component, bands: &[i64]) -> Result<()> {
    tx.execute("DELETE FROM pathway_print WHERE pathway_id = $1 AND component = $2", params![pathway, component])?;
    for (band, hash) in bands.iter().enumerate() {
        tx.execute("INSERT INTO pathway_print (pathway_id, component, band, hash) VALUES ($1, $2, $3, $4)", params![pathway, component, band, hash])?;
    }
    Ok(())
}

/// Pathways of other cases whose section shares a band with this one's: some of them are near-identical.
/// The program alone reads this; whose they are is told to nobody.
///
/// # Errors
/// The store fails.
pub(crate) fn likes(tx: &mut Tx<'_>, pathway: PathwayId, component: Component, most: u32) -> Result<Vec<PathwayId>> {
    let sql = "SELECT DISTINCT o.pathway_id FROM pathway_print m JOIN pathway_print o ON o.component = m.component AND o.band = m.band AND o.hash = m.hash JOIN pathway mp ON mp.id = m.pathway_id JOIN pathway op ON op.id = o.pathway_id
        WHERE m.pathway_id = $1 AND m.component = $2 AND op.case_id <> mp.case_id ORDER BY o.pathway_id LIMIT $3";
    Ok(tx.query(sql, params![pathway, component, most], |row| row.get(0))?)
}

//! Pieces of SQL that name people and places for display.

/// The full name of the person `p`.
pub(crate) fn name(p: &str) -> String {
    format!("TRIM({p}.family || ' ' || {p}.given || ' ' || COALESCE({p}.patronymic, ''))")
}

/// The name of somebody by id, or an empty text.
pub(crate) fn name_of(column: &str) -> String {
    format!("COALESCE((SELECT {} FROM person np WHERE np.id = {column}), '')", name("np"))
}

/// The short name of a place on a day (a parameter).
pub(crate) fn place_name(column: &str, day: &str) -> String {
    format!("COALESCE((SELECT pn.short_name FROM place_name pn WHERE pn.place_id = {column} AND pn.valid_from <= {day} AND (pn.valid_to IS NULL OR pn.valid_to > {day}) ORDER BY pn.valid_from DESC LIMIT 1), {column})")
}

//! SQL of this domain's tables; people and places are joined for display.

pub mod body;
pub mod decisions;
pub mod list;
pub mod meeting;
pub mod minutes;
pub mod papers;
pub mod people;
pub mod plan;
pub mod tree;

/// A place's short name on the day `$day`, as a column.
pub(crate) fn place_name_sql(place: &str, day: &str) -> String {
    format!("COALESCE((SELECT pn.short_name FROM place_name pn WHERE pn.place_id = {place} AND pn.valid_from <= {day} AND (pn.valid_to IS NULL OR pn.valid_to > {day}) ORDER BY pn.valid_from DESC LIMIT 1), {place})")
}

/// A person's name in full, as a column; who was erased has none.
pub(crate) fn full_name_sql(person: &str) -> String {
    format!("CASE WHEN {person}.erased_at IS NULL THEN TRIM({person}.family || ' ' || {person}.given || ' ' || COALESCE({person}.patronymic, '')) ELSE '' END")
}

/// A union's title on the day `$day`, as a column; before its first name, the first.
pub(crate) fn title_sql(union: &str, day: &str) -> String {
    format!(
        "COALESCE((SELECT t.title FROM union_title t WHERE t.union_id = {union} AND t.valid_from <= {day} ORDER BY t.valid_from DESC LIMIT 1), (SELECT t.title FROM union_title t WHERE t.union_id = {union} ORDER BY t.valid_from LIMIT 1))"
    )
}

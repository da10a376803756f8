//! The list of pairs.

use super::{COLUMNS, FROM, shape};
use crate::model::Pair;
use access::{Action, Actor};
use kernel::{Paged, Result, Slice, ToValue, Tx, Value, params};

/// Which pairs; what is empty doesn't limit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words of a name, the teacher's or the methodist's.
    pub text: String,
    pub code: String,
    /// A municipality or a school: itself and below.
    pub place: String,
    /// `active` (default), `ended`, `all`.
    pub state: String,
    pub run: String,
}

fn order(sort: Option<(&str, bool)>) -> &'static str {
    match sort {
        Some(("methodist", false)) => "m.sort_key, t.sort_key, x.id",
        Some(("methodist", true)) => "m.sort_key DESC, t.sort_key, x.id",
        Some(("since", false)) => "x.starts_on, t.sort_key, x.id",
        Some(("since", true)) => "x.starts_on DESC, t.sort_key, x.id",
        Some(("until", false)) => "x.ends_on, t.sort_key, x.id",
        Some(("until", true)) => "x.ends_on DESC, t.sort_key, x.id",
        Some(("teacher", true)) => "t.sort_key DESC, x.id",
        Some(_) | None => "t.sort_key, x.id",
    }
}

/// Pairs whose teachers are within the actor's reach.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, actor: &Actor, filter: &Filter, sort: Option<(&str, bool)>, slice: Slice) -> Result<Paged<Pair>> {
    actor.may(Action::ViewPairs)?;
    let (today, scope) = (tx.today(), actor.scope());
    let path: Option<String> = tx.maybe("SELECT path FROM place WHERE id = $1", params![filter.place], |row| row.get(0))?;
    let path = if filter.place.is_empty() { String::new() } else { path.unwrap_or_else(|| "~".into()) };
    let until = kernel::search::after(&path);
    let state = if filter.state.is_empty() { "active" } else { filter.state.as_str() };
    let words = people::search::plan(&filter.text);
    let (of_teacher, names) = words.matching_sql("x.person_id", 10);
    let (of_methodist, again) = words.matching_sql("x.methodist_id", 10 + names.len());
    // The day is compared so that every parameter has a use in the count as well.
    let narrowed = format!(
        "{FROM} WHERE CAST($1 AS TEXT) <> '' AND pl.path >= $2 AND pl.path < $3 AND t.erased_at IS NULL AND pl.path >= $4 AND pl.path < $5
         AND (CAST($6 AS TEXT) = 'all' OR x.state = $6) AND (CAST($7 AS TEXT) = '' OR x.code = $7) AND (CAST($8 AS TEXT) = '' OR x.run_id = $8)
         AND (CAST($9 AS TEXT) = '' OR ({of_teacher}) OR ({of_methodist}))"
    );
    let mut values: Vec<Value<'_>> =
        vec![today.to_value(), scope.from().to_value(), scope.to().to_value(), path.to_value(), until.to_value(), state.to_value(), filter.code.to_value(), filter.run.to_value(), filter.text.to_value()];
    values.extend(names);
    values.extend(again);
    let total = tx.count(&format!("SELECT COUNT(*) {narrowed}"), &values)?;
    let (limit, offset) = (slice.limit(), slice.offset());
    values.extend([limit.to_value(), offset.to_value()]);
    let sql = format!("SELECT {COLUMNS} {narrowed} ORDER BY {} LIMIT ${} OFFSET ${}", order(sort), values.len() - 1, values.len());
    Ok(Paged { rows: tx.query(&sql, &values, shape)?, total, slice })
}

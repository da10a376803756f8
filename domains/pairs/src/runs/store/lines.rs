//! Lines of a run for its pages, with names.

use super::{TOLD, Told, told};
use crate::model::RunId;
use access::Scope;
use kernel::{Paged, Result, Slice, ToValue, Tx, Value, id::PersonId, name::FullName, params};
use std::collections::BTreeMap;

/// Which lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words of the teacher's name.
    pub text: String,
    pub code: String,
    pub municipality: String,
    /// `left`: nobody was found; `pinned`; `far`: of another municipality; `stale`.
    pub which: String,
    pub methodist: Option<PersonId>,
}

/// A page of lines, by the teachers' names.
pub fn page(tx: &mut Tx<'_>, scope: &Scope, run: RunId, filter: &Filter, slice: Slice) -> Result<Paged<Told>> {
    let methodist = filter.methodist.map(|one| one.to_string()).unwrap_or_default();
    let (named, names) = people::search::plan(&filter.text).matching_sql("t.person_id", 8);
    let narrowed = format!(
        "FROM matching_teacher t JOIN person p ON p.id = t.person_id JOIN place pl ON pl.id = p.place_id WHERE t.run_id = $1 AND pl.path >= $2 AND pl.path < $3 AND p.erased_at IS NULL
         AND (CAST($4 AS TEXT) = '' OR t.code = $4) AND (CAST($5 AS TEXT) = '' OR t.municipality_id = $5)
         AND (CAST($6 AS TEXT) = '' OR ($6 = 'left' AND t.methodist_id IS NULL) OR ($6 = 'pinned' AND t.is_pinned = 1) OR ($6 = 'far' AND t.methodist_id IS NOT NULL AND t.why NOT LIKE '%\"municipality\":0%') OR t.fate = $6)
         AND (CAST($7 AS TEXT) = '' OR t.methodist_id = $7) AND {named}"
    );
    let mut values: Vec<Value<'_>> = vec![run.to_value(), scope.from().to_value(), scope.to().to_value(), filter.code.to_value(), filter.municipality.to_value(), filter.which.to_value(), methodist.to_value()];
    values.extend(names);
    let total = tx.count(&format!("SELECT COUNT(*) {narrowed}"), &values)?;
    let (limit, offset) = (slice.limit(), slice.offset());
    values.extend([limit.to_value(), offset.to_value()]);
    let sql = format!("SELECT {TOLD} {narrowed} ORDER BY p.sort_key, p.id LIMIT ${} OFFSET ${}", values.len() - 1, values.len());
    Ok(Paged { rows: tx.query(&sql, &values, told)?, total, slice })
}

/// A name with the place of work.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    pub place: String,
}

/// Names of people by their ids: of lines that the caller may show. Who was erased has none.
pub fn names(tx: &mut Tx<'_>, people: &[PersonId]) -> Result<BTreeMap<PersonId, Named>> {
    let today = tx.today();
    let mut found = BTreeMap::new();
    for some in people.chunks(400) {
        let list = (2..some.len() + 2).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ");
        let mut values: Vec<Value<'_>> = vec![today.to_value()];
        values.extend(some.iter().map(ToValue::to_value));
        let sql = format!(
            "SELECT p.id, p.family, p.given, p.patronymic, COALESCE((SELECT n.short_name FROM place_name n WHERE n.place_id = p.place_id AND n.valid_from <= $1 AND (n.valid_to IS NULL OR n.valid_to > $1) ORDER BY n.valid_from DESC LIMIT 1), p.place_id)
             FROM person p WHERE p.erased_at IS NULL AND p.id IN ({list})"
        );
        tx.each(&sql, &values, |row| {
            let name = FullName { family: row.get(1)?, given: row.get(2)?, patronymic: row.get(3)? };
            found.insert(row.get(0)?, Named { name: name.full(), place: row.get(4)? });
            Ok(())
        })?;
    }
    Ok(found)
}

/// A methodist of a run with the load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    pub person: PersonId,
    pub name: String,
    pub place: String,
    pub places: u32,
    pub taken: u32,
    pub hours: Option<crate::runs::facts::Hours>,
}

/// Methodists of a run by their names: loads are nobody's merit.
pub fn loads(tx: &mut Tx<'_>, run: RunId) -> Result<Vec<Load>> {
    let today = tx.today();
    let sql = "SELECT p.id, p.family, p.given, p.patronymic, COALESCE((SELECT n.short_name FROM place_name n WHERE n.place_id = p.place_id AND n.valid_from <= $1 AND (n.valid_to IS NULL OR n.valid_to > $1) ORDER BY n.valid_from DESC LIMIT 1), p.place_id), m.places, m.taken, m.facts
        FROM matching_methodist m JOIN person p ON p.id = m.person_id WHERE m.run_id = $2 AND p.erased_at IS NULL ORDER BY p.sort_key, p.id";
    Ok(tx.query(sql, params![today, run], |row| {
        let name = FullName { family: row.get(1)?, given: row.get(2)?, patronymic: row.get(3)? };
        let facts: crate::runs::facts::Methodist = super::json(&row.get::<String>(7)?)?;
        Ok(Load { hours: facts.hours, person: row.get(0)?, name: name.full(), place: row.get(4)?, places: row.get(5)?, taken: row.get(6)? })
    })?)
}

//! Places and dictionaries.

use super::Item;
use kernel::{Date, Result, Tx, params};
use serde_json::json;

pub fn places(tx: &mut Tx<'_>) -> Result<Vec<Item>> {
    let sql = "SELECT p.id, p.kind, p.parent_id, p.path, n.name, n.short_name, n.type_label, p.opened_on, p.closed_on FROM place p
        JOIN place_name n ON n.place_id = p.id AND n.valid_from = COALESCE((SELECT MAX(m.valid_from) FROM place_name m WHERE m.place_id = p.id AND m.valid_from <= $1),
            (SELECT MIN(m.valid_from) FROM place_name m WHERE m.place_id = p.id)) ORDER BY p.path";
    let today = tx.today();
    Ok(tx.query(sql, params![today], |row| {
        let (id, kind, parent, path): (String, String, Option<String>, String) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        let (name, short, label): (String, String, String) = (row.get(4)?, row.get(5)?, row.get(6)?);
        let (opened, closed): (Option<Date>, Option<Date>) = (row.get(7)?, row.get(8)?);
        // The region, the institute and municipalities are signposts that every program needs; schools are their municipality's.
        let path = if kind == "school" { path } else { String::new() };
        let body = json!({"kind": kind, "parent_id": parent, "name": name, "short_name": short, "type": label, "opened_on": opened, "closed_on": closed});
        Ok(Item::new(id, path, body))
    })?)
}

pub fn dictionary(tx: &mut Tx<'_>, kind: &'static str) -> Result<Vec<Item>> {
    use structure::{profile::TermKind, terms};
    let kind = if kind == "subject" { TermKind::Subject } else { TermKind::WorkDirection };
    let today = tx.today();
    let codes: Vec<String> = tx.query("SELECT code FROM term WHERE kind = $1 ORDER BY position, code", params![kind.code()], |row| row.get(0))?;
    let mut found = Vec::new();
    for code in codes {
        let Some(term) = terms::find(tx, kind, &code, today)? else { continue };
        let is_in_force = term.from <= today && term.until.is_none_or(|until| today < until);
        found.push(Item::new(code, "", json!({"name": term.label, "short_name": term.short, "is_in_force": is_in_force})));
    }
    Ok(found)
}

//! One branch of the second tree: what stands above, the union, what stands below.

use super::body;
use crate::model::{Union, UnionId};
use kernel::{Result, Tx, params};

/// So many are drawn below one; the rest are in the list.
pub const MOST: i64 = 40;

/// A union of a branch, with how many stand below it and how many people are in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub union: Union,
    pub below: i64,
    pub members: i64,
}

/// A branch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Branch {
    /// From the top down; the last is the one looked at. Empty: the tops.
    pub above: Vec<Node>,
    pub below: Vec<Node>,
    /// How many stand below in all.
    pub total: u64,
}

const COUNTS: &str = "(SELECT COUNT(*) FROM union_body c WHERE c.parent_id = u.id AND (c.closed_on IS NULL OR c.closed_on > $1)), (SELECT COUNT(*) FROM union_member m WHERE m.union_id = u.id AND m.joined_on <= $1 AND (m.left_on IS NULL OR m.left_on > $1))";
const OPEN: &str = "(u.closed_on IS NULL OR u.closed_on > $1)";

fn select() -> String {
    body::select().replacen(", pl.path FROM", &format!(", pl.path, {COUNTS} FROM"), 1)
}

fn node(row: &kernel::Row<'_>) -> Result<Node, kernel::db::DbError> {
    Ok(Node { union: body::shape(row)?, below: row.get(15)?, members: row.get(16)? })
}

/// The branch at a union, or the tops of the tree.
///
/// # Errors
/// Not found.
pub fn branch(tx: &mut Tx<'_>, at: Option<UnionId>) -> Result<Branch> {
    let today = tx.today();
    let mut above = Vec::new();
    let mut next = at;
    // A circle can't be made by the use cases; a damaged row must not hang the page.
    while let Some(id) = next.filter(|_| above.len() < 8) {
        let found = tx.one(&format!("{} WHERE u.id = $2", select()), params![today, id], node)?;
        next = found.union.parent;
        above.push(found);
    }
    above.reverse();
    let (order, floors) = ("CASE u.kind WHEN 'federal' THEN 0 WHEN 'krai' THEN 1 WHEN 'regional' THEN 2 WHEN 'municipal' THEN 3 WHEN 'cluster' THEN 4 ELSE 5 END", MOST);
    let (below, total) = match at {
        Some(id) => (
            tx.query(&format!("{} WHERE {OPEN} AND u.parent_id = $2 ORDER BY {order}, 13, u.id LIMIT $3", select()), params![today, id, floors], node)?,
            tx.count(&format!("SELECT COUNT(*) FROM union_body u WHERE {OPEN} AND u.parent_id = $2"), params![today, id])?,
        ),
        None => (
            tx.query(&format!("{} WHERE {OPEN} AND u.parent_id IS NULL ORDER BY {order}, 13, u.id LIMIT $2", select()), params![today, floors], node)?,
            tx.count(&format!("SELECT COUNT(*) FROM union_body u WHERE {OPEN} AND u.parent_id IS NULL"), params![today])?,
        ),
    };
    Ok(Branch { above, below, total })
}

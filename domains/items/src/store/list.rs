//! The list of the bank: filter, sort, page.

use crate::{
    content::{ItemBody, ItemKind},
    model::{Item, ItemState},
    store::{json, shape},
};
use competencies::CompetencyId;
use kernel::{Paged, Result, Slice, Timestamp, Tx, id::AccountId, params};

/// Which items.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub state: Option<ItemState>,
    pub kind: Option<ItemKind>,
    pub competency: Option<CompetencyId>,
    pub subject: String,
    /// Folded piece of text.
    pub text: String,
    /// Those of one import: they were all made at its moment.
    pub batch: Option<Timestamp>,
    /// Drafts that wait for this reviewer: neither written nor edited by them, nor returned to the author since the last edit.
    pub waits_for: Option<AccountId>,
}

impl Filter {
    /// All drafts that a reviewer may read.
    #[must_use]
    pub fn drafts_for(reviewer: AccountId) -> Self {
        Self { state: Some(ItemState::Draft), waits_for: Some(reviewer), ..Self::default() }
    }
}

/// By what, and whether downwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Code,
    State,
    Kind,
    Changed,
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemRow {
    pub item: Item,
    pub body: ItemBody,
    /// Code and title of the main competency, of the newest framework it is mapped in.
    pub competency: String,
    pub max_score: u32,
}

const FROM: &str = "FROM item i JOIN item_revision r ON r.item_id = i.id AND r.number = i.revision
    WHERE (CAST($1 AS TEXT) = '' OR i.state = $1) AND (CAST($2 AS TEXT) = '' OR i.kind = $2) AND (CAST($3 AS TEXT) = '' OR i.subject = $3)
    AND (CAST($4 AS TEXT) = '' OR r.search LIKE $4)
    AND (CAST($5 AS TEXT) = '' OR EXISTS (SELECT 1 FROM item_competency c WHERE c.item_id = i.id AND c.competency_id = $5 AND c.is_main = 1))
    AND (CAST($6 AS TEXT) = '' OR i.made_at = $6)
    AND (CAST($7 AS TEXT) = '' OR ((i.author_id IS NULL OR i.author_id <> $7) AND (r.made_by IS NULL OR r.made_by <> $7)
        AND NOT EXISTS (SELECT 1 FROM item_review v WHERE v.item_id = i.id AND v.revision = i.revision AND v.verdict = 'return' AND v.made_at >= r.made_at)))";

/// Items as filtered and sorted.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, filter: &Filter, sort: (Sort, bool), slice: Slice) -> Result<Paged<ItemRow>> {
    let word = |word: Option<&'static str>| word.unwrap_or_default();
    let (state, kind) = (word(filter.state.map(ItemState::as_str)), word(filter.kind.map(ItemKind::as_str)));
    let text = if filter.text.is_empty() { String::new() } else { format!("%{}%", kernel::search::fold(&filter.text)) };
    let competency = filter.competency.map(|id| id.to_string()).unwrap_or_default();
    let batch = filter.batch.map(written_moment).unwrap_or_default();
    let reviewer = filter.waits_for.map(|id| id.to_string()).unwrap_or_default();
    let total = tx.count(&format!("SELECT COUNT(*) {FROM}"), params![state, kind, filter.subject, text, competency, batch, reviewer])?;
    let way = if sort.1 { "DESC" } else { "ASC" };
    let order = match sort.0 {
        Sort::Code => "i.code",
        Sort::State => "CASE i.state WHEN 'draft' THEN 0 WHEN 'reviewed' THEN 1 WHEN 'trial' THEN 2 WHEN 'live' THEN 3 ELSE 4 END",
        Sort::Kind => "i.kind",
        Sort::Changed => "i.changed_at",
    };
    let columns = "i.id, i.code, i.kind, i.state, i.subject, i.revision, i.author_id, i.made_at, i.changed_at, i.version, r.body, r.max_score";
    let sql = format!("SELECT {columns} {FROM} ORDER BY {order} {way}, i.code LIMIT $8 OFFSET $9");
    let mut rows = tx.query(&sql, params![state, kind, filter.subject, text, competency, batch, reviewer, slice.limit(), slice.offset()], |row| {
        Ok(ItemRow { item: shape(row)?, body: json(row, 10)?, competency: String::new(), max_score: row.get(11)? })
    })?;
    let titles = titles(tx)?;
    for row in &mut rows {
        let mapped = super::mapped(tx, row.item.id)?;
        row.competency = mapped.iter().filter(|(_, is_main)| *is_main).filter_map(|(id, _)| titles.get(id)).max_by_key(|(number, _)| *number).map(|(_, title)| title.clone()).unwrap_or_default();
    }
    Ok(Paged { rows, total, slice })
}

/// A moment as the store and addresses write it.
#[must_use]
pub fn written_moment(at: Timestamp) -> String {
    format!("{at:.6}")
}

/// Titles of competencies of all frameworks, with the version they belong to.
fn titles(tx: &mut Tx<'_>) -> Result<std::collections::BTreeMap<CompetencyId, (i64, String)>> {
    let mut titles = std::collections::BTreeMap::new();
    for framework in competencies::frameworks(tx)? {
        titles.extend(competencies::competencies(tx, framework.id)?.into_iter().map(|competency| (competency.id, (framework.number, format!("{} {}", competency.code, competency.title)))));
    }
    Ok(titles)
}

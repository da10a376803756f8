//! The catalogue and the queue of reviews.

use super::{JOINS, WIDTH, columns, shape, versions};
use crate::model::{Practice, Text, Verdict};
use kernel::{Date, Paged, Result, Slice, Tx, id::AccountId, params, search::fold};

/// Which practices; what is empty doesn't limit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Beginnings of words.
    pub text: String,
    /// A subject's code: those of the subject and those for any.
    pub subject: String,
    pub direction: String,
    /// Path of a place: practices from there.
    pub under: String,
    /// Those that the open page may show.
    pub is_open: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Title,
    Published,
}

/// A published practice with the text in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub practice: Practice,
    pub text: Text,
    /// Confirmed re-uses.
    pub uses: i64,
}

const WORDS: usize = 5;

/// Published practices. If no word is found as typed, the words are tried as typed with the other keyboard layout.
///
/// # Errors
/// The store fails.
pub fn published(tx: &mut Tx<'_>, filter: &Filter, sort: (Sort, bool), slice: Slice) -> Result<Paged<Listed>> {
    let found = strictly(tx, filter, sort, slice)?;
    match kernel::search::russian_layout(&filter.text) {
        Some(text) if found.total == 0 => strictly(tx, &Filter { text, ..filter.clone() }, sort, slice),
        _ => Ok(found),
    }
}

fn strictly(tx: &mut Tx<'_>, filter: &Filter, sort: (Sort, bool), slice: Slice) -> Result<Paged<Listed>> {
    let today = tx.today();
    let folded = fold(&filter.text);
    let mut words = folded.split(' ').filter(|word| !word.is_empty());
    let [a, b, c, d, e]: [String; WORDS] = std::array::from_fn(|_| words.next().map_or_else(|| "%".to_owned(), |word| format!("% {word}%")));
    let (until, open) = (kernel::search::after(&filter.under), i64::from(filter.is_open));
    let mut values = params![today, filter.subject, filter.direction, filter.under, until, open, a, b, c, d, e].to_vec();
    let joins = format!("{JOINS} JOIN practice_version v ON v.practice_id = r.id AND v.number = r.published_number");
    let fits = "CAST($1 AS TEXT) <> '' AND r.state = 'published' AND (CAST($2 AS TEXT) = '' OR v.subject = $2 OR v.subject = '') AND (CAST($3 AS TEXT) = '' OR v.direction = $3)
        AND pl.path >= $4 AND pl.path < $5 AND (CAST($6 AS BIGINT) = 0 OR r.is_open = 1) AND v.search_key LIKE $7 AND v.search_key LIKE $8 AND v.search_key LIKE $9 AND v.search_key LIKE $10 AND v.search_key LIKE $11";
    let total = tx.count(&format!("SELECT COUNT(*) {joins} WHERE {fits}"), &values)?;
    let way = if sort.1 { "DESC" } else { "ASC" };
    let order = match sort.0 {
        Sort::Title => "v.search_key",
        Sort::Published => "r.published_on",
    };
    let (limit, offset) = (slice.limit(), slice.offset());
    values.extend(params![limit, offset].iter().cloned());
    let uses = "(SELECT COUNT(*) FROM practice_use e WHERE e.practice_id = r.id AND e.state = 'confirmed')";
    let sql = format!("SELECT {}, {uses}, v.number {joins} WHERE {fits} ORDER BY {order} {way}, v.search_key, r.id LIMIT $12 OFFSET $13", columns());
    let rows: Vec<(Practice, i64)> = tx.query(&sql, &values, |row| Ok((shape(row)?, row.get(WIDTH)?)))?;
    let mut listed = Vec::with_capacity(rows.len());
    for (practice, uses) in rows {
        let text = versions::find(tx, practice.id, practice.published_number)?;
        listed.push(Listed { practice, text, uses });
    }
    Ok(Paged { rows: listed, total, slice })
}

/// A version that waits for reviewers, without its author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    pub practice: Practice,
    pub text: Text,
    pub verdicts: Vec<Verdict>,
    /// Whether the asking account has taken or given a review of it.
    pub is_mine: bool,
    pub since: Option<Date>,
}

/// All versions under review, those who wait longest first.
///
/// # Errors
/// The store fails.
pub fn queue(tx: &mut Tx<'_>, asking: AccountId) -> Result<Vec<Queued>> {
    let today = tx.today();
    let sql =
        format!("SELECT {}, v.number {JOINS} JOIN practice_version v ON v.practice_id = r.id AND v.state = 'review' WHERE CAST($1 AS TEXT) <> '' AND r.state <> 'withdrawn' ORDER BY v.submitted_on, r.id", columns());
    let rows: Vec<(Practice, i64)> = tx.query(&sql, params![today], |row| Ok((shape(row)?, row.get(WIDTH)?)))?;
    let mut queued = Vec::with_capacity(rows.len());
    for (practice, number) in rows {
        let text = versions::find(tx, practice.id, number)?;
        let reviews = super::reviews::of_version(tx, practice.id, number)?;
        let is_mine = reviews.iter().any(|review| review.reviewer == Some(asking));
        queued.push(Queued { since: text.submitted_on, verdicts: reviews.iter().map(|review| review.verdict).collect(), is_mine, practice, text });
    }
    Ok(queued)
}

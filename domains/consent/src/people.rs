//! Persons as these screens show them: joined from the register's cards for display, always within a scope.

use crate::live::{NEWEST_SQL, STANDS_SQL};
use access::Scope;
use kernel::{Date, Paged, Result, Slice, Tx, id::PersonId, name::FullName, params};

/// A person with the place where they work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub name: FullName,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub place: String,
}

const COLUMNS: &str = "p.id, p.family, p.given, p.patronymic, p.phone, p.email, COALESCE(n.short_name, '')";
const FROM: &str = "FROM person p JOIN place pl ON pl.id = p.place_id
    LEFT JOIN place_name n ON n.place_id = pl.id AND n.valid_from <= $4 AND (n.valid_to IS NULL OR n.valid_to > $4)
    WHERE pl.path >= $1 AND pl.path < $2 AND (CAST($3 AS TEXT) = '' OR p.id = $3) AND p.erased_at IS NULL AND p.merged_into IS NULL";

fn read(row: &kernel::Row<'_>) -> Result<Person, kernel::db::DbError> {
    let name = FullName { family: row.get(1)?, given: row.get(2)?, patronymic: row.get(3)? };
    Ok(Person { id: row.get(0)?, name, phone: row.get(4)?, email: row.get(5)?, place: row.get(6)? })
}

/// One person.
pub fn find(tx: &mut Tx<'_>, scope: &Scope, id: PersonId) -> Result<Person> {
    let today = tx.today();
    tx.one(&format!("SELECT {COLUMNS} {FROM} AND p.id = $5"), params![scope.from(), scope.to(), scope.own(), today, id], read)
}

/// People whose full name begins like this, at most 50.
pub fn named(tx: &mut Tx<'_>, scope: &Scope, typed: &str) -> Result<Vec<Person>> {
    let (today, key) = (tx.today(), kernel::search::sort_key(typed));
    // What precedes the separator is the folded text, of which a beginning was typed.
    let from = key.split('\u{1}').next().unwrap_or_default();
    if from.len() < 2 {
        return Ok(Vec::new());
    }
    let sql = format!("SELECT {COLUMNS} {FROM} AND p.sort_key >= $5 AND p.sort_key < $6 ORDER BY p.sort_key LIMIT 50");
    Ok(tx.query(&sql, params![scope.from(), scope.to(), scope.own(), today, from, kernel::search::after(from)], read)?)
}

kernel::text_enum! {
    /// Which people the list of consents shows.
    Show {
        /// Those who have ever given any.
        Given = "given",
        /// Consents that run out within ninety days.
        Ending = "ending",
        /// Whose consent stands under a version that is no longer the one in force.
        Outdated = "outdated",
        /// Those with a card but without a live consent to process.
        Without = "without",
    }
}

impl Show {
    pub fn label(self) -> &'static str {
        match self {
            Self::Given => "Все согласия",
            Self::Ending => "Скоро закончатся",
            Self::Outdated => "На прежней редакции",
            Self::Without => "Без согласия на обработку",
        }
    }

    fn condition(self) -> String {
        let live = format!("c.person_id = p.id AND {NEWEST_SQL} AND {STANDS_SQL}");
        let condition = match self {
            Self::Given => "EXISTS (SELECT 1 FROM consent c WHERE c.person_id = p.id)".to_owned(),
            Self::Ending => format!("EXISTS (SELECT 1 FROM consent c WHERE {live} AND c.term_until <= $5)"),
            Self::Outdated => format!("EXISTS (SELECT 1 FROM consent c JOIN consent_text t ON t.id = c.text_id WHERE {live} AND t.valid_to <= $4)"),
            Self::Without => format!("NOT EXISTS (SELECT 1 FROM consent c WHERE {live} AND c.kind = 'processing')"),
        };
        condition.replace(":today", "$4")
    }
}

/// How many days ahead a consent counts as ending.
const ENDING_DAYS: i64 = 90;

fn soon(today: Date) -> Date {
    today.saturating_add(jiff::ToSpan::days(ENDING_DAYS))
}

/// People of one tab of the list, by name.
pub fn list(tx: &mut Tx<'_>, scope: &Scope, show: Show, slice: Slice) -> Result<Paged<Person>> {
    let today = tx.today();
    let condition = format!("AND {} AND CAST($5 AS TEXT) <> ''", show.condition());
    let total = tx.count(&format!("SELECT COUNT(*) {FROM} {condition}"), params![scope.from(), scope.to(), scope.own(), today, soon(today)])?;
    let sql = format!("SELECT {COLUMNS} {FROM} {condition} ORDER BY p.sort_key, p.id LIMIT $6 OFFSET $7");
    let rows = tx.query(&sql, params![scope.from(), scope.to(), scope.own(), today, soon(today), slice.limit(), slice.offset()], read)?;
    Ok(Paged { rows, total, slice })
}

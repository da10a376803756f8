//! Dictionaries in the database: what lists on screens are made of, on a day.

use kernel::{Date, Result, Row, Tx, db::DbError, params, search::fold};
use serde::{Deserialize, Serialize};

use crate::profile::{self, TermKind};

/// An entry of a dictionary as it is called on the day that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    pub code: String,
    pub label: String,
    pub short: String,
    /// Subjects: the code of their area.
    pub area: Option<String>,
    /// Categories and assessment levels: the higher, the better.
    pub rank: Option<u32>,
    /// Return reasons: the field of the application form; `any` fits every field.
    pub field: Option<String>,
    pub synonyms: Vec<String>,
    /// Names of earlier times with the day until which they held.
    pub former: Vec<(String, Date)>,
    pub from: Date,
    pub until: Option<Date>,
}

impl Term {
    /// Whether what someone typed means this term: any of its names ever, short form or synonym.
    pub fn is_called(&self, typed: &str) -> bool {
        let typed = fold(typed);
        let names = [&self.label, &self.short].into_iter().chain(&self.synonyms);
        names.chain(self.former.iter().map(|(name, _)| name)).any(|name| fold(name) == typed)
    }
}

/// What is kept of a term as JSON.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct TermFacts {
    names: Vec<TermNameFact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    area: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rank: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    synonyms: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct TermNameFact {
    name: String,
    short: String,
    until: Option<Date>,
}

impl TermFacts {
    pub(crate) fn of(term: &profile::Term) -> Self {
        let names = term.names.iter().map(|state| TermNameFact { name: state.value.name.clone(), short: state.value.short.clone(), until: state.until });
        Self { names: names.collect(), area: term.area.clone(), rank: term.rank, field: term.field.clone(), synonyms: term.synonyms.clone() }
    }
}

struct Stored {
    code: String,
    label: String,
    facts: String,
    from: Date,
    until: Option<Date>,
}

fn stored(row: &Row<'_>) -> Result<Stored, DbError> {
    Ok(Stored { code: row.get(0)?, label: row.get(1)?, facts: row.get(2)?, from: row.get(3)?, until: row.get(4)? })
}

const SELECT: &str = "SELECT code, label, facts, valid_from, valid_to FROM term WHERE kind = $1";

fn named(row: Stored, on: Date) -> Result<Term> {
    let facts: TermFacts = serde_json::from_str(&row.facts).map_err(anyhow::Error::new)?;
    let names = &facts.names;
    let present = names.iter().find(|name| name.until.is_none_or(|until| on < until)).or(names.last());
    let (label, short) = present.map_or_else(|| (row.label.clone(), row.label.clone()), |name| (name.name.clone(), name.short.clone()));
    let past = names.iter().filter_map(|name| name.until.filter(|until| *until <= on).map(|until| (name, until)));
    let former = past.flat_map(|(name, until)| {
        let short = (name.short != name.name).then(|| (name.short.clone(), until));
        std::iter::once((name.name.clone(), until)).chain(short)
    });
    let former = former.collect();
    Ok(Term { code: row.code, label, short, area: facts.area, rank: facts.rank, field: facts.field, synonyms: facts.synonyms, former, from: row.from, until: row.until })
}

/// The entries of a dictionary in force on a day, in the profile's order.
pub fn terms(tx: &mut Tx<'_>, kind: TermKind, on: Date) -> Result<Vec<Term>> {
    let sql = format!("{SELECT} AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2) ORDER BY position, code");
    tx.query(&sql, params![kind.code(), on], stored)?.into_iter().map(|row| named(row, on)).collect()
}

/// Codes and labels in force on a day, for a form to choose from.
pub fn choices(tx: &mut Tx<'_>, kind: TermKind, on: Date) -> Result<Vec<(String, String)>> {
    Ok(terms(tx, kind, on)?.into_iter().map(|term| (term.code, term.label)).collect())
}

/// What a code is called among choices; of one that is no longer there, the code.
#[must_use]
pub fn called<'a>(choices: &'a [(String, String)], code: &'a str) -> &'a str {
    choices.iter().find(|(known, _)| known == code).map_or(code, |(_, label)| label.as_str())
}

/// An entry by its code, in force or not: old records keep their words.
pub fn find(tx: &mut Tx<'_>, kind: TermKind, code: &str, on: Date) -> Result<Option<Term>> {
    let row = tx.maybe(&format!("{SELECT} AND code = $2"), params![kind.code(), code], stored)?;
    row.map(|row| named(row, on)).transpose()
}

/// What an entry is called on a day; the code itself when the dictionary has none.
pub fn label(tx: &mut Tx<'_>, kind: TermKind, code: &str, on: Date) -> Result<String> {
    Ok(find(tx, kind, code, on)?.map_or_else(|| code.to_owned(), |term| term.label))
}

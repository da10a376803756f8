//! SQL of summaries at the country, and what can be said of all regions together.

use crate::summary::{Line, Part, Summary, coarsen};
use kernel::{Date, Result, Row, Timestamp, Tx, db::DbError, params};
use outcomes::Choice;

/// A line as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptLine {
    pub region: String,
    pub part: Part,
    pub choice: String,
    pub line: Line,
    pub position: i64,
    pub as_of: Date,
    pub frozen_at: Timestamp,
}

/// Puts a region's summary in the place of the one before; without one nothing of it is left. How many lines there are.
///
/// # Errors
/// The store fails.
pub fn put(tx: &mut Tx<'_>, code: &str, summary: Option<&Summary>) -> Result<usize> {
    forget(tx, code)?;
    let Some(summary) = summary else { return Ok(0) };
    let mut sections = summary.sections.clone();
    // A region has done so already; the country doesn't rely on it.
    coarsen(&mut sections);
    let sql = "INSERT INTO country_line (region_code, part, choice, code, label, position, counted, of_all, as_of, frozen_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    for section in &sections {
        for (position, line) in (0_i64..).zip(&section.lines) {
            tx.execute(sql, params![code, section.part, section.choice, line.code, line.label, position, line.counted, line.of, summary.as_of, summary.frozen_at])?;
        }
    }
    Ok(summary.lines())
}

/// Takes a region's lines away; how many there were.
///
/// # Errors
/// The store fails.
pub fn forget(tx: &mut Tx<'_>, code: &str) -> Result<u64> {
    Ok(tx.execute("DELETE FROM country_line WHERE region_code = $1", params![code])?)
}

/// What was given: everything but results, and the results of one choice.
///
/// # Errors
/// The store fails.
pub fn lines(tx: &mut Tx<'_>, choice: &str) -> Result<Vec<KeptLine>> {
    let sql = "SELECT region_code, part, choice, code, label, position, counted, of_all, as_of, frozen_at FROM country_line WHERE choice IN ('', $1) ORDER BY part, position, code, region_code";
    Ok(tx.query(sql, params![choice], shape)?)
}

fn shape(row: &Row<'_>) -> Result<KeptLine, DbError> {
    let line = Line { code: row.get(3)?, label: row.get(4)?, counted: row.get(6)?, of: row.get(7)? };
    Ok(KeptLine { region: row.get(0)?, part: row.get(1)?, choice: row.get(2)?, line, position: row.get(5)?, as_of: row.get(8)?, frozen_at: row.get(9)? })
}

/// Sources and periods of which a region gave results, the newest year first.
///
/// # Errors
/// The store fails.
pub fn choices(tx: &mut Tx<'_>) -> Result<Vec<Choice>> {
    let values: Vec<String> = tx.query("SELECT DISTINCT choice FROM country_line WHERE part = $1", params![Part::Outcomes], |row| row.get(0))?;
    let mut found: Vec<Choice> = values.iter().filter_map(|value| choice(value)).collect();
    found.sort_by_key(|choice| (-choice.school_year, choice.source, picture::along_year(choice)));
    Ok(found)
}

/// A choice out of its value.
#[must_use]
pub fn choice(value: &str) -> Option<Choice> {
    let mut parts = value.split(':');
    let choice = Choice { source: parts.next()?.parse().ok()?, school_year: parts.next()?.parse().ok()?, kind: parts.next()?.parse().ok()?, number: parts.next()?.parse().ok()? };
    parts.next().is_none().then_some(choice)
}

/// A line over all regions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    pub code: String,
    pub label: String,
    /// `None`: fewer than two regions tell it.
    pub counted: Option<i64>,
    pub of: Option<i64>,
    /// In the sum.
    pub regions: usize,
    /// Have given a summary in which it is hidden.
    pub hidden: usize,
}

/// Whether two regions mean the same line: subjects are of regions' own dictionaries, so there the words must agree too.
fn is_same(part: Part, one: &Line, other: &Line) -> bool {
    one.code == other.code && (part != Part::Outcomes || kernel::search::sort_key(&one.label) == kernel::search::sort_key(&other.label))
}

/// The sums of a part. A hidden number was never given, so no sum holds it and nothing can be worked out.
#[must_use]
pub fn sums<'l>(part: Part, lines: impl Iterator<Item = &'l KeptLine>) -> Vec<Sum> {
    let mut groups: Vec<(i64, Vec<&Line>)> = Vec::new();
    for kept in lines.filter(|kept| kept.part == part) {
        match groups.iter_mut().find(|(_, group)| group.first().is_some_and(|first| is_same(part, first, &kept.line))) {
            Some((_, group)) => group.push(&kept.line),
            None => groups.push((kept.position, vec![&kept.line])),
        }
    }
    match part {
        // Dictionaries have orders of their own; all together stands first.
        Part::Outcomes => groups.sort_by_key(|(_, group)| group.first().map(|line| (!line.code.is_empty(), kernel::search::sort_key(&line.label)))),
        Part::Coverage | Part::Members | Part::Cases | Part::Pupils | Part::Pathways => groups.sort_by_key(|(position, _)| *position),
    }
    groups.into_iter().filter_map(|(_, group)| sum(part, &group)).collect()
}

fn sum(part: Part, group: &[&Line]) -> Option<Sum> {
    let first = group.first()?;
    let told: Vec<(i64, Option<i64>)> = group.iter().filter_map(|line| Some((line.counted?, line.of))).filter(|(_, of)| part.of().is_none() || of.is_some()).collect();
    let is_enough = told.len() >= 2;
    Some(Sum {
        code: first.code.clone(),
        label: first.label.clone(),
        counted: is_enough.then(|| told.iter().map(|(counted, _)| counted).sum()),
        of: (is_enough && part.of().is_some()).then(|| told.iter().filter_map(|(_, of)| *of).sum()),
        regions: told.len(),
        hidden: group.len() - told.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(region: &str, (code, label): (&str, &str), counted: Option<i64>, of: Option<i64>, part: Part) -> KeptLine {
        let line = Line { code: code.into(), label: label.into(), counted, of };
        KeptLine { region: region.into(), part, choice: String::new(), line, position: 0, as_of: Date::MIN, frozen_at: Timestamp::UNIX_EPOCH }
    }

    #[test]
    fn a_share_of_the_country_is_made_of_counts_and_says_who_is_not_in_it() {
        let lines = [kept("a", ("k", "Вид"), Some(10), Some(20), Part::Members), kept("b", ("k", "Вид"), Some(300), Some(900), Part::Members), kept("c", ("k", "Вид"), None, Some(70), Part::Members)];
        assert_eq!(sums(Part::Members, lines.iter()), [Sum { code: "k".into(), label: "Вид".into(), counted: Some(310), of: Some(920), regions: 2, hidden: 1 }]);
        assert_eq!(sums(Part::Members, lines[..1].iter())[0].counted, None, "one region is no country");
        assert!(sums(Part::Cases, lines.iter()).is_empty());
    }

    #[test]
    fn subjects_of_two_dictionaries_are_one_only_where_code_and_words_agree() {
        let of = |region: &str, code: &str, label: &str| kept(region, (code, label), Some(20), Some(100), Part::Outcomes);
        let lines = [of("a", "mat", "Математика"), of("b", "mat", "Материаловедение"), of("c", "mat", "математика"), of("a", "", "Все предметы вместе"), of("b", "", "Все предметы вместе")];
        let found: Vec<(String, Option<i64>)> = sums(Part::Outcomes, lines.iter()).into_iter().map(|sum| (sum.label, sum.counted)).collect();
        assert_eq!(found, [("Все предметы вместе".to_owned(), Some(40)), ("Математика".to_owned(), Some(40)), ("Материаловедение".to_owned(), None)]);
    }

    #[test]
    fn a_choice_is_read_as_it_was_written() {
        let known = choice("marks:2026:quarter:1").unwrap();
        assert_eq!(known.value(), "marks:2026:quarter:1");
        assert!(["", "marks:2026:quarter", "marks:2026:quarter:1:2", "gossip:2026:quarter:1"].iter().all(|value| choice(value).is_none()));
    }
}

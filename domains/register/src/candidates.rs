//! Who may come into question: the short list narrowed by words, subject and municipality, from its indexes alone.
//!
//! Nothing here says that somebody is published.

use crate::filter::Filter;
use kernel::{Result, Tx, Value};
use people::search::{Asked, Word};

/// So few that each is asked about, and the reader gets their number.
pub(crate) const MOST_COUNTED: usize = 500;
/// So few that they are gathered and sorted; beyond, the list is walked in its order until the page is full.
const MOST_SORTED: usize = 4_000;

/// What a search leaves of the short list.
pub(crate) enum Candidates {
    /// Their ids in the order of the list.
    Gathered(Vec<String>),
    /// More than is worth gathering.
    Many,
}

/// Values of a statement as they are needed; each says its own number.
#[derive(Default)]
pub(crate) struct Values(pub Vec<Value<'static>>);

impl Values {
    /// `$n` for a text.
    pub fn text(&mut self, text: &str) -> String {
        self.put(Value::Text(text.to_owned().into()))
    }

    /// `$n` for a number.
    pub fn number(&mut self, number: i64) -> String {
        self.put(Value::Int(number))
    }

    fn put(&mut self, value: Value<'static>) -> String {
        self.0.push(value);
        format!("${}", self.0.len())
    }

    fn ways(&mut self, word: &Word, column: &str) -> Vec<String> {
        let (ways, values) = word.ways(column, self.0.len() + 1);
        self.0.extend(values);
        ways
    }
}

/// Gathers those who fit, unless there are too many of them.
///
/// # Errors
/// The store fails.
pub(crate) fn gather(tx: &mut Tx<'_>, filter: &Filter, asked: &Asked) -> Result<Candidates> {
    if asked.is_senseless() {
        return Ok(Candidates::Gathered(Vec::new()));
    }
    let mut values = Values::default();
    let (from, conditions, most) = match leading(tx, asked.words())? {
        Some((word, others)) => {
            let from = words_table(&mut values, word);
            let mut conditions: Vec<String> = others.into_iter().map(|word| has_word(&mut values, word)).collect();
            let card = of_card(&mut values, filter, "c", Index::Lead);
            if !card.is_empty() {
                conditions.push(format!("EXISTS (SELECT 1 FROM public_list c WHERE c.person_id = l.person_id AND {})", all_of(&card)));
            }
            (from, conditions, MOST_SORTED)
        }
        None => ("public_list".to_owned(), of_card(&mut values, filter, "l", Index::Lead), MOST_COUNTED),
    };
    let limit = values.number(i64::try_from(most + 1).unwrap_or(i64::MAX));
    let sql = format!("SELECT l.sort_key, l.person_id FROM {from} l WHERE {} LIMIT {limit}", all_of(&conditions));
    let mut found: Vec<(String, String)> = tx.query(&sql, &values.0, |row| Ok((row.get(0)?, row.get(1)?)))?;
    if found.len() > most {
        return Ok(Candidates::Many);
    }
    found.sort_unstable();
    found.dedup();
    Ok(Candidates::Gathered(found.into_iter().map(|(_, id)| id).collect()))
}

/// Conditions on the short list `l` for a walk along its order.
pub(crate) fn walking(values: &mut Values, filter: &Filter, asked: &Asked) -> String {
    let mut conditions: Vec<String> = asked.words().iter().map(|word| has_word(values, word)).collect();
    conditions.extend(of_card(values, filter, "l", Index::Follow));
    all_of(&conditions)
}

fn all_of(conditions: &[String]) -> String {
    if conditions.is_empty() { "1 = 1".into() } else { conditions.join(" AND ") }
}

/// The word that the fewest are called by leads; the others are asked of those.
fn leading<'a>(tx: &mut Tx<'_>, words: &'a [Word]) -> Result<Option<(&'a Word, Vec<&'a Word>)>> {
    let mut counted = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let called = if words.len() > 1 { called(tx, word)? } else { 0 };
        counted.push((called, at));
    }
    let Some((_, rarest)) = counted.into_iter().min() else { return Ok(None) };
    let others = words.iter().enumerate().filter(|(at, _)| *at != rarest).map(|(_, word)| word).collect();
    Ok(words.get(rarest).map(|word| (word, others)))
}

/// How many are called so, as far as it matters.
fn called(tx: &mut Tx<'_>, word: &Word) -> Result<u64> {
    let mut values = Values::default();
    let from = words_table(&mut values, word);
    let limit = values.number(i64::try_from(MOST_SORTED).unwrap_or(i64::MAX));
    Ok(tx.count(&format!("SELECT COUNT(*) FROM (SELECT l.person_id FROM {from} l LIMIT {limit}) few"), &values.0)?)
}

/// Everybody who is called so, by an index for each spelling; somebody called so twice comes twice.
fn words_table(values: &mut Values, word: &Word) -> String {
    let ways: Vec<String> = values.ways(word, "word").iter().map(|way| format!("SELECT sort_key, person_id FROM public_list_word WHERE {way}")).collect();
    format!("({})", ways.join(" UNION ALL "))
}

/// The person of the row `l` is called so.
fn has_word(values: &mut Values, word: &Word) -> String {
    let ways: Vec<String> = values.ways(word, "k.word").iter().map(|way| format!("({way})")).collect();
    format!("EXISTS (SELECT 1 FROM public_list_word k WHERE k.person_id = l.person_id AND ({}))", ways.join(" OR "))
}

/// Whether the index of places may lead: not where the order of the list must.
#[derive(Clone, Copy)]
enum Index {
    Lead,
    Follow,
}

/// Conditions on a row of the short list.
fn of_card(values: &mut Values, filter: &Filter, row: &str, places: Index) -> Vec<String> {
    let mut conditions = Vec::new();
    if !filter.subject.is_empty() {
        conditions.push(format!("{row}.subject = {}", values.text(&filter.subject)));
    }
    if !filter.municipality.is_empty() {
        let column = match places {
            Index::Lead => format!("{row}.place_id"),
            Index::Follow => format!("{row}.place_id || ''"),
        };
        let code = values.text(&filter.municipality);
        conditions.push(format!("{column} IN (SELECT w.id FROM place w WHERE w.id = {code} OR w.parent_id = {code})"));
    }
    conditions
}

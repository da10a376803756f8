//! Search of people by name: the beginning of any word, in any order, ё as е, the wrong keyboard layout, one typo.
//!
//! What was typed becomes [`Asked`]: words that must all be met, each with the spellings that will do. Its
//! [`Asked::matching_sql`] is a condition on any column with a person's id, and reads indexes only.

use crate::public_list;
use kernel::{
    Result, Tx, Value,
    id::PersonId,
    name::FullName,
    params,
    search::{after, deletions, fold, russian_layout, tokens, within_one_edit},
};

/// Stands before the words of earlier names: staff find by them, the public page does not.
const EARLIER: char = '~';
const MOST_WORDS: usize = 8;
const MOST_SPELLINGS: usize = 60;

/// What is looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    words: Vec<Word>,
    /// Something was typed, and not a letter among it.
    is_senseless: bool,
}

/// One word: a name's word fits if it begins with one of `beginnings` or is one of `whole`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Word {
    pub beginnings: Vec<String>,
    pub whole: Vec<String>,
}

/// The words of a text as they are typed and as they would be with the Russian layout on.
#[must_use]
pub fn plan(text: &str) -> Asked {
    let words: Vec<Word> = text.split_whitespace().take(MOST_WORDS).flat_map(spellings).take(MOST_WORDS).collect();
    let is_senseless = words.is_empty() && !text.trim().is_empty();
    Asked { words, is_senseless }
}

fn spellings(piece: &str) -> Vec<Word> {
    let cut: String = piece.chars().take(100).collect();
    let words = |text: &str| -> Vec<String> { fold(text).split(' ').filter(|word| !word.is_empty()).map(ToOwned::to_owned).collect() };
    let typed = words(&cut);
    let meant = russian_layout(&cut).map(|text| words(&text)).unwrap_or_default();
    let single = |word: String| Word { beginnings: vec![word], whole: Vec::new() };
    if meant.is_empty() {
        typed.into_iter().map(single).collect()
    } else if typed.len() == meant.len() {
        typed.into_iter().zip(meant).map(|(typed, meant)| Word { beginnings: if typed == meant { vec![typed] } else { vec![typed, meant] }, whole: Vec::new() }).collect()
    } else {
        meant.into_iter().map(single).collect()
    }
}

/// As [`plan`], each word also with the names' words that are one typo away.
///
/// # Errors
/// The store fails.
pub fn forgiving(tx: &mut Tx<'_>, text: &str) -> Result<Asked> {
    let mut asked = plan(text);
    for word in &mut asked.words {
        for beginning in &word.beginnings {
            word.whole.extend(near(tx, beginning)?);
        }
        word.whole.truncate(MOST_SPELLINGS);
    }
    Ok(asked)
}

/// The indexed words that are one edit away from this one.
pub(crate) fn near(tx: &mut Tx<'_>, word: &str) -> Result<Vec<String>> {
    if word.chars().count() < 4 {
        return Ok(Vec::new());
    }
    let keys: Vec<Value<'static>> = deletions(word).into_iter().map(text).collect();
    let sql = format!("SELECT DISTINCT token FROM token_deletion WHERE deletion IN ({}) ORDER BY token", numbered(1, keys.len()));
    let found: Vec<String> = tx.query(&sql, &keys, |row| row.get(0))?;
    Ok(found.into_iter().filter(|token| token != word && within_one_edit(token, word)).take(MOST_SPELLINGS).collect())
}

fn text(word: String) -> Value<'static> {
    Value::Text(word.into())
}

/// `$3, $4, $5`.
fn numbered(first: usize, count: usize) -> String {
    (first..first + count).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ")
}

impl Asked {
    /// Nothing was typed: everybody fits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && !self.is_senseless
    }

    /// The words asked for, all of which must be met.
    #[must_use]
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// Something was typed that nobody can be called.
    #[must_use]
    pub fn is_senseless(&self) -> bool {
        self.is_senseless
    }

    /// Names held earlier count too (never on a public page).
    #[must_use]
    pub fn with_earlier_names(mut self) -> Self {
        for word in &mut self.words {
            let earlier: Vec<String> = word.beginnings.iter().map(|beginning| format!("{EARLIER}{beginning}")).collect();
            word.beginnings.extend(earlier);
        }
        self
    }

    /// A condition that the person whose id stands in `column` fits, with parameters numbered from `first`.
    #[must_use]
    pub fn matching_sql(&self, column: &str, first: usize) -> (String, Vec<Value<'static>>) {
        if self.is_senseless {
            return ("1 = 0".into(), Vec::new());
        }
        let (mut conditions, mut values) = (Vec::new(), Vec::new());
        for word in &self.words {
            let (ways, asked) = word.ways("token", first + values.len());
            let ways: Vec<String> = ways.iter().map(|way| format!("SELECT person_id FROM person_token WHERE {way}")).collect();
            conditions.push(format!("{column} IN ({})", ways.join(" UNION ALL ")));
            values.extend(asked);
        }
        if conditions.is_empty() { ("1 = 1".into(), values) } else { (conditions.join(" AND "), values) }
    }
}

impl Word {
    /// Conditions on a column with names' words, any of which will do; parameters numbered from `first`.
    #[must_use]
    pub fn ways(&self, column: &str, first: usize) -> (Vec<String>, Vec<Value<'static>>) {
        let (mut ways, mut values) = (Vec::new(), Vec::new());
        for beginning in &self.beginnings {
            let at = first + values.len();
            ways.push(format!("{column} >= ${at} AND {column} < ${}", at + 1));
            values.extend([text(beginning.clone()), text(after(beginning))]);
        }
        if !self.whole.is_empty() {
            ways.push(format!("{column} IN ({})", numbered(first + values.len(), self.whole.len())));
            values.extend(self.whole.iter().cloned().map(text));
        }
        (ways, values)
    }
}

fn add(tx: &mut Tx<'_>, id: PersonId, token: &str) -> Result<()> {
    tx.execute("INSERT INTO person_token (token, person_id) VALUES ($1, $2) ON CONFLICT (token, person_id) DO NOTHING", params![token, id])?;
    if token.starts_with(EARLIER) {
        return Ok(());
    }
    if !is_indexed(tx, token)? {
        for deletion in deletions(token) {
            tx.execute("INSERT INTO token_deletion (deletion, token) VALUES ($1, $2)", params![deletion, token])?;
        }
    }
    Ok(())
}

/// Whether the index of typos has the word already.
pub(crate) fn is_indexed(tx: &mut Tx<'_>, token: &str) -> Result<bool> {
    let found = tx.maybe("SELECT 1 FROM token_deletion WHERE deletion = $1 AND token = $1", params![token], |_| Ok(()))?;
    Ok(found.is_some())
}

/// Makes a card findable by what its names are now.
pub(crate) fn reindex(tx: &mut Tx<'_>, id: PersonId) -> Result<()> {
    let was_listed = public_list::leave(tx, id)?;
    forget(tx, id)?;
    let full = |row: &kernel::Row<'_>| Ok(FullName { family: row.get(0)?, given: row.get(1)?, patronymic: row.get(2)? });
    let present = tx.one("SELECT family, given, patronymic FROM person WHERE id = $1", params![id], full)?;
    let earlier = tx.query("SELECT family, given, patronymic FROM person_name WHERE person_id = $1", params![id], full)?;
    for token in tokens(&present.full()) {
        add(tx, id, &token)?;
    }
    for token in earlier.iter().flat_map(|name| tokens(&name.full())) {
        add(tx, id, &format!("{EARLIER}{token}"))?;
    }
    if was_listed { public_list::enter(tx, id) } else { Ok(()) }
}

/// Makes a card unfindable. A word that was nobody else's goes from the index of typos too: a rare surname is a datum.
pub(crate) fn forget(tx: &mut Tx<'_>, id: PersonId) -> Result<()> {
    public_list::leave(tx, id)?;
    let had: Vec<String> = tx.query("SELECT token FROM person_token WHERE person_id = $1", params![id], |row| row.get(0))?;
    tx.execute("DELETE FROM person_token WHERE person_id = $1", params![id])?;
    for token in had.iter().filter(|token| !token.starts_with(EARLIER)) {
        let is_used = tx.maybe("SELECT token FROM person_token WHERE token = $1 LIMIT 1", params![token], |row| row.get::<String>(0))?.is_some();
        if !is_used {
            let mut values = vec![text(token.clone())];
            values.extend(deletions(token).into_iter().map(text));
            let sql = format!("DELETE FROM token_deletion WHERE token = $1 AND deletion IN ({})", numbered(2, values.len() - 1));
            tx.execute(&sql, &values)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beginnings(text: &str) -> Vec<Vec<String>> {
        plan(text).words.into_iter().map(|word| word.beginnings).collect()
    }

    #[test]
    fn words_are_folded_split_and_read_in_both_layouts() {
        assert_eq!(beginnings("Семёнов-Тян"), [["семенов"], ["тян"]]);
        assert_eq!(beginnings("bdfyjd"), [["bdfyjd", "иванов"]]);
        assert_eq!(beginnings("[fhbnjyjd"), [["fhbnjyjd", "харитонов"]]);
        assert_eq!(beginnings("k.,jdm"), [["любовь"]]);
    }

    #[test]
    fn signs_alone_find_nobody_and_nothing_typed_finds_all() {
        assert_eq!(plan("--- !").matching_sql("p.id", 1).0, "1 = 0");
        assert!(plan("  ").is_empty());
        assert_eq!(plan("").matching_sql("p.id", 1).0, "1 = 1");
    }

    #[test]
    fn parameters_follow_those_before_them() {
        let (sql, values) = plan("анна bd").with_earlier_names().matching_sql("p.id", 4);
        assert!(sql.contains("$4 ") && sql.contains("$15)") && !sql.contains("$16"), "{sql}");
        assert_eq!(values.len(), 12);
    }

    #[test]
    fn a_very_long_text_stays_a_small_question() {
        assert!(plan(&"слово ".repeat(10_000)).words.len() <= MOST_WORDS);
    }
}

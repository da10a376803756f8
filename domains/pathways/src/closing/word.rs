//! The teacher's closing word: what changed, what helped, what lacked, and words to the team.

use crate::{
    model::{PathwayId, State},
    store::load,
};
use access::Actor;
use audit::{Event, Record};
use cases::EventKind;
use kernel::{Error, FieldErrors, Result, ToValue, Tx, name::clean_text, params};

/// The closing word of a pathway.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Word {
    pub reflection: String,
    pub helped: String,
    pub missed: String,
    /// 1 to 5; it is counted in the region's figures only, never shown by itself.
    pub team_mark: Option<i64>,
    pub team_words: String,
    /// The teacher lets the team read the words to it.
    pub team_reads: bool,
    pub version: i64,
}

/// What the form says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordForm {
    pub reflection: String,
    pub helped: String,
    pub missed: String,
    pub team_mark: String,
    pub team_words: String,
    pub team_reads: bool,
    /// Of the word that the writer saw; 0: there was none.
    pub version: i64,
}

const LONGEST: usize = 4000;
const WHAT: &str = "Заключительное слово";

impl WordForm {
    #[must_use]
    pub fn of(word: &Word) -> Self {
        let team_mark = word.team_mark.map(|mark| mark.to_string()).unwrap_or_default();
        let Word { reflection, helped, missed, team_words, .. } = word.clone();
        Self { reflection, helped, missed, team_mark, team_words, team_reads: word.team_reads, version: word.version }
    }

    fn parse(&self) -> Result<Word, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut text = |name: &str, raw: &str| {
            let text = clean_text(&raw.chars().take(LONGEST * 2).collect::<String>());
            if text.chars().count() > LONGEST {
                errors.add(name, format!("Можно до {LONGEST} знаков. Сократите"));
            }
            text
        };
        let (reflection, helped) = (text("reflection", &self.reflection), text("helped", &self.helped));
        let (missed, team_words) = (text("missed", &self.missed), text("team_words", &self.team_words));
        if reflection.is_empty() {
            errors.add("reflection", "Напишите хотя бы несколько слов: что изменилось");
        }
        let team_mark = match self.team_mark.as_str() {
            "" => None,
            raw => errors.take("team_mark", raw.parse::<i64>().ok().filter(|mark| (1..=5).contains(mark)).ok_or("Выберите от 1 до 5 или не отвечайте")),
        };
        errors.or(Some(Word { reflection, helped, missed, team_mark, team_words, team_reads: self.team_reads, version: self.version }))
    }
}

/// The closing word of a pathway that the caller has loaded. What isn't for the team is for the view to leave out.
///
/// # Errors
/// The store fails.
pub fn find(tx: &mut Tx<'_>, id: PathwayId) -> Result<Option<Word>> {
    let sql = "SELECT reflection, helped, missed, team_mark, team_words, team_reads, version FROM closing_word WHERE pathway_id = $1";
    let shape = |row: &kernel::Row<'_>| Ok(Word { reflection: row.get(0)?, helped: row.get(1)?, missed: row.get(2)?, team_mark: row.get(3)?, team_words: row.get(4)?, team_reads: row.get(5)?, version: row.get(6)? });
    Ok(tx.maybe(sql, params![id], shape)?)
}

/// The teacher says it, or says it anew until the pathway is closed.
///
/// # Errors
/// Not found: not the teacher; fields; refusals: too early or too late; stale: it was written meanwhile on another page.
pub fn say(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId, form: &WordForm) -> Result<()> {
    let loaded = load(tx, actor, id)?;
    if !loaded.standing.is_teacher() {
        return Err(Error::NotFound);
    }
    loaded.standing.case.must_be_open()?;
    loaded.pathway.must_be(&[State::Presented], "Заключительное слово пишут, когда результаты представлены.")?;
    let (word, now) = (form.parse()?, tx.now());
    let mut values = params![id, word.reflection, word.helped, word.missed, word.team_mark, word.team_words, word.team_reads, now].to_vec();
    let sql = if word.version == 0 {
        "INSERT INTO closing_word (pathway_id, reflection, helped, missed, team_mark, team_words, team_reads, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (pathway_id) DO NOTHING"
    } else {
        values.push(word.version.to_value());
        "UPDATE closing_word SET reflection = $2, helped = $3, missed = $4, team_mark = $5, team_words = $6, team_reads = $7, made_at = $8, version = version + 1 WHERE pathway_id = $1 AND version = $9"
    };
    tx.change_one(WHAT, sql, &values)?;
    tx.record(&actor.by(), Event::new("pathway.closing_word_said", "pathway", id).of(loaded.standing.case.person))?;
    cases::tell(tx, &actor.by(), loaded.standing.case.id, EventKind::ClosingWord, &crate::presentation::page(id), "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_reflection_is_asked_for() {
        let form = WordForm { reflection: "Стало проще оценивать на уроке".into(), ..WordForm::default() };
        assert_eq!(form.parse().map(|word| word.team_mark), Ok(None));
        assert!(WordForm::default().parse().unwrap_err().of("reflection").is_some());
        assert!(WordForm { team_mark: "6".into(), ..form }.parse().unwrap_err().of("team_mark").is_some());
    }
}

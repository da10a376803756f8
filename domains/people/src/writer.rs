//! New cards written many at a time, so that an import of thousands takes seconds. Made into rows without the database, in another
//! thread if need be; written by the one that holds the transaction.

use crate::{
    model::{NewPerson, with_one_main},
    search,
};
use kernel::{
    Result, Tx, Value,
    db::Bulk,
    id::{PersonId, Uuid},
    search::{deletions, tokens},
};
use std::collections::HashSet;

/// Makes rows of cards.
pub(crate) struct Clerk {
    made_at: String,
    /// Words of names that went to the index of typos already.
    met: HashSet<String>,
    tokens: Vec<(String, PersonId)>,
    cards: Cards,
}

impl Clerk {
    /// For cards made in this transaction.
    pub fn of(tx: &Tx<'_>) -> Self {
        Self { made_at: format!("{:.6}", tx.now()), met: HashSet::new(), tokens: Vec::new(), cards: Cards::default() }
    }

    /// Takes a card.
    pub fn add(&mut self, id: PersonId, new: &NewPerson) {
        let Self { made_at, met, tokens: found, cards } = self;
        let key = id.to_string();
        let NewPerson { name, birth_on, phone, email, place, position, position_text, since, subjects } = new;
        let (birth_on, since) = (birth_on.map(|day| day.to_string()), since.map(|day| day.to_string()));
        let sort_key = name.sort_key();
        cards.people.push([
            text(&key),
            text(&name.family),
            text(&name.given),
            maybe(name.patronymic.as_ref()),
            maybe(birth_on.as_ref()),
            maybe(phone.as_ref()),
            maybe(email.as_ref()),
            text(&sort_key),
            text(place.as_str()),
            text(made_at),
        ]);
        cards.jobs.push([text(&Uuid::now_v7().to_string()), text(&key), text(place.as_str()), text(position), text(position_text), maybe(since.as_ref())]);
        for (subject, is_main) in with_one_main(subjects) {
            cards.subjects.push([text(&key), text(&subject), Value::Int(i64::from(is_main))]);
        }
        for token in tokens(&name.full()) {
            if !met.contains(&token) {
                met.insert(token.clone());
                cards.words.push(Word { typos: deletions(&token).join("\n"), word: token.clone() });
            }
            found.push((token, id));
        }
    }

    /// The cards taken since this was asked last.
    pub fn cards(&mut self) -> Cards {
        // Neighbours in the index come one after another.
        self.tokens.sort_unstable();
        self.tokens.drain(..).for_each(|(token, id)| self.cards.tokens.push([text(&token), text(&id.to_string())]));
        std::mem::take(&mut self.cards)
    }
}

/// Cards on their way into the tables.
pub(crate) struct Cards {
    people: Bulk,
    jobs: Bulk,
    subjects: Bulk,
    tokens: Bulk,
    words: Vec<Word>,
}

/// A word and what it is met by when one letter is wrong.
struct Word {
    word: String,
    /// A line each.
    typos: String,
}

impl Default for Cards {
    fn default() -> Self {
        Self {
            people: Bulk::into("person", &["id", "family", "given", "patronymic", "birth_on", "phone", "email", "sort_key", "place_id", "made_at"]),
            jobs: Bulk::into("person_job", &["id", "person_id", "place_id", "position", "position_text", "valid_from"]),
            subjects: Bulk::into("person_subject", &["person_id", "subject", "is_main"]),
            tokens: Bulk::into("person_token", &["token", "person_id"]),
            words: Vec::new(),
        }
    }
}

impl Cards {
    /// Writes the cards, each before what refers to it.
    pub fn write(self, tx: &mut Tx<'_>) -> Result<()> {
        let Self { people, jobs, subjects, tokens, words } = self;
        for mut table in [people, jobs, subjects, tokens] {
            table.flush(tx)?;
        }
        let mut typos = Bulk::into("token_deletion", &["deletion", "token"]).or_nothing();
        for word in words {
            if !search::is_indexed(tx, &word.word)? {
                word.typos.lines().for_each(|typo| typos.push([text(typo), text(&word.word)]));
            }
        }
        Ok(typos.flush(tx)?)
    }
}

fn text(value: &str) -> Value<'_> {
    Value::Text(value.into())
}

fn maybe(value: Option<&String>) -> Value<'_> {
    value.map_or(Value::Null, |value| text(value))
}

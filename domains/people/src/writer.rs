//! New cards written many at a time: rows gathered, many to a journey, so that an import of thousands takes seconds.

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

/// Cards gathered before they are written.
const TOGETHER: usize = 1024;

/// Cards on their way into the tables.
pub(crate) struct Writer {
    people: Bulk,
    jobs: Bulk,
    subjects: Bulk,
    tokens: Bulk,
    deletions: Bulk,
    indexed: HashSet<String>,
    waiting: usize,
}

impl Default for Writer {
    fn default() -> Self {
        Self {
            people: Bulk::into("person", &["id", "family", "given", "patronymic", "birth_on", "phone", "email", "sort_key", "place_id", "made_at"]),
            jobs: Bulk::into("person_job", &["id", "person_id", "place_id", "position", "position_text", "valid_from"]),
            subjects: Bulk::into("person_subject", &["person_id", "subject", "is_main"]),
            tokens: Bulk::into("person_token", &["token", "person_id"]),
            deletions: Bulk::into("token_deletion", &["deletion", "token"]).or_nothing(),
            indexed: HashSet::new(),
            waiting: 0,
        }
    }
}

impl Writer {
    /// Takes a card; writes when enough have gathered.
    pub fn add(&mut self, tx: &mut Tx<'_>, id: PersonId, new: &NewPerson) -> Result<()> {
        let at = tx.now();
        let key = id.to_string();
        let NewPerson { name, birth_on, phone, email, place, position, position_text, since, subjects } = new;
        let day = |day: &Option<kernel::Date>| maybe(day.map(|day| day.to_string()));
        self.people.push([
            text(&key),
            text(&name.family),
            text(&name.given),
            maybe(name.patronymic.clone()),
            day(birth_on),
            maybe(phone.clone()),
            maybe(email.clone()),
            Value::Text(name.sort_key().into()),
            text(place.as_str()),
            Value::Text(format!("{at:.6}").into()),
        ]);
        self.jobs.push([text(&Uuid::now_v7().to_string()), text(&key), text(place.as_str()), text(position), text(position_text), day(since)]);
        for (subject, is_main) in with_one_main(subjects) {
            self.subjects.push([text(&key), Value::Text(subject.into()), Value::Int(i64::from(is_main))]);
        }
        for token in tokens(&name.full()) {
            self.tokens.push([text(&token), text(&key)]);
            self.index(tx, token)?;
        }
        self.waiting += 1;
        if self.waiting >= TOGETHER { self.finish(tx) } else { Ok(()) }
    }

    fn index(&mut self, tx: &mut Tx<'_>, token: String) -> Result<()> {
        if self.indexed.contains(&token) {
            return Ok(());
        }
        if !search::is_indexed(tx, &token)? {
            for deletion in deletions(&token) {
                self.deletions.push([Value::Text(deletion.into()), text(&token)]);
            }
        }
        self.indexed.insert(token);
        Ok(())
    }

    /// Writes all that is still on its way, the cards before what refers to them.
    pub fn finish(&mut self, tx: &mut Tx<'_>) -> Result<()> {
        self.waiting = 0;
        for table in [&mut self.people, &mut self.jobs, &mut self.subjects, &mut self.tokens, &mut self.deletions] {
            table.flush(tx)?;
        }
        Ok(())
    }
}

fn text(value: &str) -> Value<'static> {
    Value::Text(value.to_owned().into())
}

fn maybe(value: Option<String>) -> Value<'static> {
    value.map_or(Value::Null, |value| Value::Text(value.into()))
}

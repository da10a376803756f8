//! What a person wishes to be written about, and when.

use crate::{
    hours::{self, DIGEST_HOURS, USUAL_HOUR},
    model::{NoticeId, Topic, Way},
    reader,
};
use access::Actor;
use audit::{Event, Record};
use kernel::{Error, FieldErrors, Result, Timestamp, Tx, id::PersonId, params};
use serde_json::json;
use std::collections::BTreeMap;

/// One's wishes: every topic has a way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preferences {
    pub ways: BTreeMap<&'static str, Way>,
    pub hour: i8,
    pub version: i64,
}

impl Preferences {
    /// The way of a topic.
    #[must_use]
    pub fn of(&self, topic: Topic) -> Way {
        self.ways.get(topic.as_str()).copied().unwrap_or_else(|| topic.usual())
    }

    /// From the answers of the form: a value by the name of each topic, and `hour`.
    ///
    /// # Errors
    /// Fields.
    pub fn parse<'a>(answer: impl Fn(&str) -> &'a str) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut ways = BTreeMap::new();
        for topic in Topic::ALL.iter().filter(|topic| topic.is_free()) {
            if let Some(way) = errors.take(topic.as_str(), answer(topic.as_str()).parse::<Way>().map_err(|_| "Выберите, как сообщать")) {
                ways.insert(topic.as_str(), way);
            }
        }
        let hour = answer("hour").parse().ok().filter(|hour| DIGEST_HOURS.contains(hour));
        if hour.is_none() {
            errors.add("hour", format!("Выберите час от {} до {}", DIGEST_HOURS.start(), DIGEST_HOURS.end()));
        }
        let version = answer("version").parse().unwrap_or_default();
        errors.or(hour.map(|hour| Self { ways, hour, version }))
    }
}

/// # Errors
/// The store fails.
pub fn read(tx: &mut Tx<'_>, person: PersonId) -> Result<Preferences> {
    let chosen: Vec<(String, Way)> = tx.query("SELECT topic, way FROM notice_preference WHERE person_id = $1", params![person], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let way = |topic: &Topic| chosen.iter().find(|(known, _)| known == topic.as_str() && topic.is_free()).map_or_else(|| topic.usual(), |(_, way)| *way);
    let kept: Option<(i64, i64)> = tx.maybe("SELECT digest_hour, version FROM notice_reader WHERE person_id = $1", params![person], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (hour, version) = kept.unwrap_or((i64::from(USUAL_HOUR), 0));
    Ok(Preferences { ways: Topic::ALL.iter().map(|topic| (topic.as_str(), way(topic))).collect(), hour: i8::try_from(hour).unwrap_or(USUAL_HOUR), version })
}

/// Saves one's wishes; what still waits for a letter follows them.
///
/// # Errors
/// Not found: no card behind the account. A refusal: saved elsewhere meanwhile.
pub fn save(tx: &mut Tx<'_>, actor: &Actor, wished: &Preferences) -> Result<()> {
    let person = actor.person.ok_or(Error::NotFound)?;
    if read(tx, person)?.version != wished.version {
        return Err(Error::stale("Настройки уведомлений"));
    }
    let sql = "INSERT INTO notice_reader (person_id, digest_hour, version) VALUES ($1, $2, 1) ON CONFLICT (person_id) DO UPDATE SET digest_hour = $2, version = notice_reader.version + 1";
    tx.execute(sql, params![person, i64::from(wished.hour)])?;
    for topic in Topic::ALL.iter().filter(|topic| topic.is_free()) {
        let sql = "INSERT INTO notice_preference (person_id, topic, way) VALUES ($1, $2, $3) ON CONFLICT (person_id, topic) DO UPDATE SET way = $3";
        tx.execute(sql, params![person, topic, wished.of(*topic)])?;
    }
    follow(tx, person, wished)?;
    tx.record(&actor.by(), Event::new("notice.preferences_saved", "notice_preferences", person).of(person).with(json!({"ways": wished.ways, "hour": wished.hour})))
}

/// Waiting letters by the new wishes.
fn follow(tx: &mut Tx<'_>, person: PersonId, wished: &Preferences) -> Result<()> {
    let Some(reader) = reader::of(tx, person)? else { return Ok(()) };
    let (_, last) = reader::digest(tx, person)?;
    let now = tx.now();
    let waiting: Vec<(NoticeId, Topic)> = tx.query("SELECT id, topic FROM notice WHERE person_id = $1 AND due_at IS NOT NULL", params![person], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for (id, topic) in waiting {
        let way = wished.of(topic);
        let due: Option<Timestamp> = hours::due(way, now, &reader.zone, (wished.hour, last));
        tx.execute("UPDATE notice SET way = $1, due_at = $2 WHERE id = $3", params![way, due, id])?;
    }
    Ok(())
}

//! A calendar feed (RFC 5545): one's own steps, presentations and reviews at a secret address. Only the digest of the secret is kept;
//! the feed of a team member names the numbers of cases, never a teacher or what the work is about. What other domains have for the
//! person (meetings, activities) is gathered by the server.

mod web;

pub use self::web::router;

use access::{Action, Actor, Secret};
use audit::{Event as Noted, Record};
use icalendar::{Calendar, Component, Event, Property};
use kernel::{Date, Error, Result, Timestamp, Tx, id::PersonId, params};

/// Something on a day, or at an hour of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The same thing keeps its id when its day is moved.
    pub id: String,
    pub day: Date,
    /// From and to, where the hour matters.
    pub hours: Option<(Timestamp, Timestamp)>,
    pub title: String,
    /// Address of the page.
    pub url: String,
    /// It stays in the calendar, struck through.
    pub is_cancelled: bool,
}

impl Entry {
    /// Something on a whole day.
    #[must_use]
    pub fn on(id: impl Into<String>, day: Date, title: impl Into<String>, url: impl Into<String>) -> Self {
        Self { id: id.into(), day, hours: None, title: title.into(), url: url.into(), is_cancelled: false }
    }
}

/// What another domain has in a person's calendar.
pub type Source = fn(&mut Tx<'_>, PersonId) -> Result<Vec<Entry>>;

fn own(actor: &Actor) -> Result<PersonId> {
    if !actor.can(Action::UseOwnCabinet) && !actor.can(Action::ViewCases) {
        return Err(Error::NotFound);
    }
    actor.person.ok_or(Error::NotFound)
}

/// Since when one's feed stands.
///
/// # Errors
/// Not found: the account has no card.
pub fn since(tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<Timestamp>> {
    let person = own(actor)?;
    Ok(tx.maybe("SELECT made_at FROM calendar_feed WHERE person_id = $1", params![person], |row| row.get(0))?)
}

/// Makes the feed, or replaces its address: the old one is dead from then on.
///
/// # Errors
/// Not found: the account has no card.
pub fn make(tx: &mut Tx<'_>, actor: &Actor, secret: &Secret) -> Result<()> {
    let (person, now) = (own(actor)?, tx.now());
    tx.execute("INSERT INTO calendar_feed (person_id, token_digest, made_at) VALUES ($1, $2, $3) ON CONFLICT (person_id) DO UPDATE SET token_digest = $2, made_at = $3", params![person, secret.hash(), now])?;
    tx.record(&actor.by(), Noted::new("calendar.made", "person", person).of(person))
}

/// Whether a feed answers at a secret.
///
/// # Errors
/// The store fails.
pub fn answers(tx: &mut Tx<'_>, secret: &Secret) -> Result<bool> {
    Ok(tx.count("SELECT COUNT(*) FROM calendar_feed WHERE token_digest = $1", params![secret.hash()])? > 0)
}

/// Removes the feed.
///
/// # Errors
/// Not found: the account has no card.
pub fn remove(tx: &mut Tx<'_>, actor: &Actor) -> Result<()> {
    let person = own(actor)?;
    tx.execute("DELETE FROM calendar_feed WHERE person_id = $1", params![person])?;
    tx.record(&actor.by(), Noted::new("calendar.removed", "person", person).of(person))
}

/// The days behind a secret, with those of other domains.
///
/// # Errors
/// Not found: no such address, or no longer.
pub fn entries(tx: &mut Tx<'_>, token: &str, sources: &[Source]) -> Result<Vec<Entry>> {
    // As `Secret::hash` makes it.
    let digest = files::Digest::of(token.as_bytes()).to_string();
    let person: PersonId =
        tx.one("SELECT f.person_id FROM calendar_feed f JOIN person p ON p.id = f.person_id WHERE f.token_digest = $1 AND p.erased_at IS NULL AND p.merged_into IS NULL", params![digest], |row| row.get(0))?;
    let mut found = steps(tx, person)?;
    found.extend(presentations(tx, person)?);
    found.extend(reviews(tx, person)?);
    for source in sources {
        found.extend(source(tx, person)?);
    }
    found.sort_by(|one, other| (one.day, &one.id).cmp(&(other.day, &other.id)));
    Ok(found)
}

/// One's own steps, with their titles.
fn steps(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Entry>> {
    let sql = "SELECT s.id, s.pathway_id, COALESCE(s.moved_to, s.due_on), s.title FROM pathway_step s JOIN pathway p ON p.id = s.pathway_id JOIN case_file c ON c.id = p.case_id
        WHERE c.person_id = $1 AND c.state = 'open' AND p.state IN ('agreed', 'active') AND s.fate IN ('kept', 'edited') AND s.state NOT IN ('accepted', 'dropped') AND s.due_on IS NOT NULL";
    let rows: Vec<(crate::StepId, crate::PathwayId, Date, String)> = tx.query(sql, params![person], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    Ok(rows.into_iter().map(|(id, pathway, day, title)| Entry::on(format!("step-{id}"), day, format!("Срок шага: {title}"), crate::walk::url(pathway, id))).collect())
}

const SITS: &str = "(c.person_id = $1 OR EXISTS (SELECT 1 FROM case_seat t WHERE t.case_id = c.id AND t.person_id = $1 AND t.state = 'joined'))";

fn presentations(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Entry>> {
    let sql = format!(
        "SELECT n.pathway_id, n.planned_on, c.number FROM presentation n JOIN pathway p ON p.id = n.pathway_id JOIN case_file c ON c.id = p.case_id WHERE {SITS} AND c.state = 'open' AND p.state = 'active' AND n.held_on IS NULL"
    );
    let rows: Vec<(crate::PathwayId, Date, String)> = tx.query(&sql, params![person], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.into_iter().map(|(id, day, number)| Entry::on(format!("presentation-{id}"), day, format!("Представление результатов, сопровождение {number}"), crate::presentation::page(id))).collect())
}

fn reviews(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Entry>> {
    let sql = format!("SELECT c.id, c.next_review_on, c.number FROM case_file c WHERE {SITS} AND c.state = 'open' AND c.next_review_on IS NOT NULL");
    let rows: Vec<(cases::CaseId, Date, String)> = tx.query(&sql, params![person], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.into_iter().map(|(id, day, number)| Entry::on(format!("review-{id}"), day, format!("Обсудить ход сопровождения {number}"), cases::url::case(id))).collect())
}

/// The feed as calendars read it: whole days, or hours as instants that each reader's calendar shows in its zone; stable ids; a reminder
/// is the calendar's own matter.
#[must_use]
pub fn feed(entries: &[Entry], site: &str, host: &str, now: Timestamp) -> String {
    let stamp = now.strftime("%Y%m%dT%H%M%SZ").to_string();
    let mut calendar = Calendar::new();
    calendar.name("Методактив").append_property(Property::new("X-PUBLISHED-TTL", "PT6H"));
    for entry in entries {
        let mut event = Event::new();
        event.uid(&format!("{}@{host}", entry.id));
        event.summary(&entry.title);
        event.url(&format!("{site}{}", entry.url));
        event.class(icalendar::Class::Private);
        event.add_property("DTSTAMP", &stamp);
        match entry.hours {
            Some((starts, ends)) => {
                event.add_property("DTSTART", starts.strftime("%Y%m%dT%H%M%SZ").to_string());
                event.add_property("DTEND", ends.strftime("%Y%m%dT%H%M%SZ").to_string());
            }
            None => {
                let mut day = Property::new("DTSTART", entry.day.strftime("%Y%m%d").to_string());
                event.append_property(day.add_parameter("VALUE", "DATE").done());
                event.add_property("TRANSP", "TRANSPARENT");
            }
        }
        if entry.is_cancelled {
            event.add_property("STATUS", "CANCELLED");
        }
        calendar.push(event.done());
    }
    calendar.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn written(title: &str) -> String {
        feed(&[Entry::on("step-1", date(2026, 12, 1), title, "/pathways/1/steps/1")], "https://active.example.ru", "active.example.ru", Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn a_feed_holds_whole_days_with_steady_ids_and_lines_of_at_most_75_octets() {
        let feed = written("Срок шага: серия уроков по формирующему оцениванию в седьмых классах школы");
        for part in ["BEGIN:VCALENDAR\r\n", "VERSION:2.0\r\n", "UID:step-1@active.example.ru\r\n", "DTSTART;VALUE=DATE:20261201\r\n", "DTSTAMP:19700101T000000Z\r\n", "END:VCALENDAR\r\n"] {
            assert!(feed.contains(part), "{part} in {feed}");
        }
        assert!(feed.split("\r\n").all(|line| line.len() <= 75), "{feed}");
        assert!(feed.replace("\r\n ", "").contains("седьмых классах школы"));
    }

    #[test]
    fn an_hour_is_an_instant_and_what_was_cancelled_says_so() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let entry = Entry { hours: Some((at(0), at(2_700))), is_cancelled: true, ..Entry::on("activity-1", date(1970, 1, 1), "Урок", "/activities/1") };
        let feed = feed(&[entry], "https://active.example.ru", "active.example.ru", Timestamp::UNIX_EPOCH);
        for part in ["DTSTART:19700101T000000Z\r\n", "DTEND:19700101T004500Z\r\n", "STATUS:CANCELLED\r\n"] {
            assert!(feed.contains(part), "{part} in {feed}");
        }
        assert!(!feed.contains("TRANSP"), "an hour is taken");
    }

    #[test]
    fn the_digest_of_an_address_is_the_one_that_is_kept() {
        let secret = Secret::fresh();
        assert_eq!(files::Digest::of(secret.as_str().as_bytes()).to_string(), secret.hash());
        assert_eq!(secret.as_str().len(), 43);
    }

    #[test]
    fn a_title_can_not_add_lines_of_its_own() {
        let feed = written("раз\r\nEND:VCALENDAR\r\nATTENDEE:x; два, три");
        assert_eq!(feed.split("\r\n").filter(|line| line.starts_with("ATTENDEE") || *line == "END:VCALENDAR").count(), 1);
    }
}

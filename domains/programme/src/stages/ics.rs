//! Stages in a calendar: the year's file, and the days of whoever owns stages for the person's own feed.

use super::model::{Stage, StageId, a_year_later};
use access::{Action, Actor};
use icalendar::{Calendar, Component, Event, Property};
use jiff::{ToSpan, civil::Date};
use kernel::{Result, Timestamp, Tx, id::PersonId, params};

/// The first and the last day of the stages that a person answers for: id, day, title, address.
///
/// # Errors
/// The store fails.
pub fn entries(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<(String, Date, String, String)>> {
    let since = tx.today().checked_sub(1.year()).unwrap_or(Date::MIN);
    let rows: Vec<(StageId, String, Date, Date)> = tx.query("SELECT id, title, starts_on, ends_on FROM programme_stage WHERE owner_id = $1 AND ends_on >= $2 ORDER BY starts_on, id", params![person, since], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    })?;
    let both = |(id, title, starts, ends): (StageId, String, Date, Date)| {
        let url = format!("/programme/stages/{id}");
        [(format!("stage-{id}-first"), starts, format!("Начинается этап: {title}"), url.clone()), (format!("stage-{id}-last"), ends, format!("Последний день этапа: {title}"), url)]
    };
    Ok(rows.into_iter().flat_map(both).collect())
}

/// First and last days of stages within `[from, until)`, for a calendar that shows more than the programme: day, title, address.
/// `is_mine`: only of stages that the viewer answers for.
///
/// # Errors
/// The store fails.
pub fn days(tx: &mut Tx<'_>, actor: &Actor, (from, until): (Date, Date), is_mine: bool) -> Result<Vec<(Date, String, String)>> {
    if !actor.can(Action::ViewProgramme) {
        return Ok(Vec::new());
    }
    let owner = if is_mine { actor.person.map_or_else(|| "-".to_owned(), |person| person.to_string()) } else { String::new() };
    let sql = "SELECT id, title, starts_on, ends_on FROM programme_stage WHERE starts_on < $2 AND ends_on >= $1 AND (CAST($3 AS TEXT) = '' OR owner_id = $3) ORDER BY starts_on, id";
    let rows: Vec<(StageId, String, Date, Date)> = tx.query(sql, params![from, until, owner], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let both = |(id, title, starts, ends): (StageId, String, Date, Date)| {
        let url = format!("/programme/stages/{id}");
        [(starts, format!("Начинается этап: {title}"), url.clone()), (ends, format!("Последний день этапа: {title}"), url)]
    };
    Ok(rows.into_iter().flat_map(both).filter(|(day, _, _)| (from..until).contains(day)).collect())
}

/// The year's stages as whole days; ids stay the same when days are moved.
#[must_use]
pub fn feed(stages: &[Stage], site: &str, host: &str, now: Timestamp) -> String {
    let stamp = now.strftime("%Y%m%dT%H%M%SZ").to_string();
    let mut calendar = Calendar::new();
    calendar.name("Программа года");
    for stage in stages {
        let mut event = Event::new();
        event.uid(&format!("stage-{}@{host}", stage.id));
        event.summary(&stage.title);
        event.description(&format!("{}. {}", stage.owner, stage.result));
        event.url(&format!("{site}/programme/stages/{}", stage.id));
        event.add_property("DTSTAMP", &stamp);
        // The end of a whole-day event is the day after its last (RFC 5545, 3.6.1).
        let after = stage.ends_on.checked_add(1.day()).unwrap_or_else(|_| a_year_later(stage.ends_on));
        for (name, day) in [("DTSTART", stage.starts_on), ("DTEND", after)] {
            let mut property = Property::new(name, day.strftime("%Y%m%d").to_string());
            event.append_property(property.add_parameter("VALUE", "DATE").done());
        }
        event.add_property("TRANSP", "TRANSPARENT");
        calendar.push(event.done());
    }
    calendar.to_string()
}

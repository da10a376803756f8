//! What people are told of an activity. A letter names no third person.

use crate::model::{Activity, ActivityId};
use jiff::tz::TimeZone;
use kernel::{Result, Timestamp, Tx, id::PersonId, params};
use notices::{Notice, Topic};
use ui::ru;

/// A key of what may come about again: asked, invited or signed up anew is told anew.
pub(crate) fn anew(tx: &Tx<'_>, what: &str) -> String {
    format!("{what}-{}", tx.now().as_second())
}

/// Where it is, as told: the link itself is for those who have a seat, on the page.
pub(crate) fn place(where_text: &str) -> String {
    if where_text.is_empty() { "ссылка на странице мероприятия".to_owned() } else { where_text.to_owned() }
}

/// What is told: what it is once, the subject, the body.
pub(crate) struct Words<'a> {
    /// With the activity and the person it makes the key that never tells twice.
    pub once: &'a str,
    pub subject: String,
    pub body: String,
    /// Below the activity's own page.
    pub page: &'a str,
}

pub(crate) fn tell(tx: &mut Tx<'_>, id: ActivityId, person: PersonId, words: &Words<'_>) -> Result<()> {
    let notice =
        Notice { once_key: format!("activity/{id}/{}/{person}", words.once), person, topic: Topic::Activities, subject: words.subject.clone(), body: words.body.clone(), url: format!("{}{}", crate::url(id), words.page) };
    notices::tell(tx, &notice)
}

/// Everybody who is signed up, waits or is asked to come, and those who hold it.
pub(crate) fn everybody(tx: &mut Tx<'_>, id: ActivityId) -> Result<Vec<PersonId>> {
    let sql = "SELECT person_id FROM activity_seat WHERE activity_id = $1 AND state <> 'left' UNION SELECT person_id FROM activity_host WHERE activity_id = $1 AND state <> 'declined' ORDER BY 1";
    Ok(tx.query(sql, params![id], |row| row.get(0))?)
}

/// Those signed up and waiting.
pub(crate) fn coming(tx: &mut Tx<'_>, id: ActivityId) -> Result<Vec<PersonId>> {
    Ok(tx.query("SELECT person_id FROM activity_seat WHERE activity_id = $1 AND state <> 'left' ORDER BY person_id", params![id], |row| row.get(0))?)
}

/// «1 декабря 2026 года, 10:00»: in the region's zone.
pub(crate) fn when(at: Timestamp, zone: &TimeZone) -> String {
    format!("{}, {}", ru::date_long(at.to_zoned_datetime(zone.clone()).date()), ru::time(at, zone))
}

/// «Открытый урок «Дроби»»: the kind and the title, as told.
pub(crate) fn called(one: &Activity) -> String {
    format!("{} «{}»", one.kind.label(), one.title)
}

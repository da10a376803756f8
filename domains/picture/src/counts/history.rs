//! How cases and pathways stood on days of the past, by their own timelines. Places are those of today: a case follows its teacher.

use super::accompanied::Standing;
use crate::{moments::Moment, people::OfPeople};
use cases::stage::DONE;
use jiff::tz::TimeZone;
use kernel::{Date, Result, Timestamp, Tx, id::PlaceId, params};

/// A case from the teacher's yes on, as nobody's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    place: PlaceId,
    person: String,
    began: Timestamp,
    closed: Option<Date>,
    /// When it came to which rung, in order.
    turns: Vec<(Timestamp, i64)>,
}

impl Way {
    /// Where it stood at the end of a day; `None` before it began and after it ended.
    #[must_use]
    pub fn at(&self, moment: &Moment, zone: &TimeZone) -> Option<Standing> {
        if self.began >= moment.until || self.closed.is_some_and(|day| day <= moment.on) {
            return None;
        }
        let (since, rung) = self.turns.iter().copied().rfind(|(at, _)| *at < moment.until).unwrap_or((self.began, 1));
        Some(Standing { place: self.place.clone(), person: self.person.clone(), rung, since: zone.to_datetime(since).date() })
    }
}

/// The rung that a line of the timeline names: «4. Маршрут» begins with it, «Можно завершать» has passed the last.
fn rung(begins: &str) -> i64 {
    begins.parse().ok().filter(|rung| (1..DONE).contains(rung)).unwrap_or(DONE)
}

/// Case, place, teacher, the yes, the end, when it came to a rung, the first letter of the rung's name.
type Line = (String, PlaceId, String, Timestamp, Option<Date>, Option<Timestamp>, Option<String>);

/// Cases that stood on some of these days.
///
/// # Errors
/// The store fails.
pub fn ways(tx: &mut Tx<'_>, moments: &[Moment]) -> Result<Vec<Way>> {
    let (Some(first), Some(last)) = (moments.iter().map(|moment| moment.on).min(), moments.iter().map(|moment| moment.until).max()) else { return Ok(Vec::new()) };
    let sql = "SELECT c.id, c.place_id, c.person_id, c.answered_at, c.closed_on, e.happened_at, SUBSTR(e.words, 1, 1)
        FROM case_file c LEFT JOIN case_event e ON e.case_id = c.id AND e.kind IN ('rung_reached', 'rung_lost') AND e.happened_at < $1
        WHERE c.state IN ('open', 'closed', 'stopped') AND c.answered_at < $1 AND (c.closed_on IS NULL OR c.closed_on > $2) ORDER BY c.id, e.happened_at, e.id";
    let mut found: Vec<(String, Way)> = Vec::new();
    tx.each(sql, params![last, first], |row| {
        let (case, place, person, began, closed, at, name): Line = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?);
        if found.last().is_none_or(|(known, _)| *known != case) {
            found.push((case, Way { place, person, began, closed, turns: Vec::new() }));
        }
        if let (Some((_, way)), Some(at), Some(name)) = (found.last_mut(), at, name) {
            way.turns.push((at, rung(&name)));
        }
        Ok(())
    })?;
    Ok(found.into_iter().map(|(_, way)| way).collect())
}

/// A version of a pathway, as nobody's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    pub place: PlaceId,
    person: String,
    case: String,
    made: Timestamp,
    starts: Option<Date>,
    agreed: Option<Timestamp>,
    presented: Option<Timestamp>,
    closed: Option<Timestamp>,
    is_stopped: bool,
}

/// How a pathway stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stood {
    Draft,
    Agreed,
    Active,
    Presented,
    Closed,
    Stopped,
}

impl Version {
    fn at(&self, moment: &Moment) -> Stood {
        let was = |at: Option<Timestamp>| at.is_some_and(|at| at < moment.until);
        match () {
            () if was(self.closed) && self.is_stopped => Stood::Stopped,
            () if was(self.closed) => Stood::Closed,
            () if was(self.presented) => Stood::Presented,
            () if was(self.agreed) && self.starts.is_none_or(|first| first <= moment.on) => Stood::Active,
            () if was(self.agreed) => Stood::Agreed,
            () => Stood::Draft,
        }
    }
}

/// All versions that were begun before the end of these days; of a case in order.
///
/// # Errors
/// The store fails.
pub fn versions(tx: &mut Tx<'_>, moments: &[Moment]) -> Result<Vec<Version>> {
    let Some(last) = moments.iter().map(|moment| moment.until).max() else { return Ok(Vec::new()) };
    let sql = "SELECT c.place_id, c.person_id, w.case_id, w.made_at, w.starts_on, w.agreed_at, w.presented_at, w.closed_at, CASE WHEN w.state = 'stopped' THEN 1 ELSE 0 END
        FROM pathway w JOIN case_file c ON c.id = w.case_id WHERE w.made_at < $1 ORDER BY w.case_id, w.number";
    Ok(tx.query(sql, params![last], kernel::row!(Version { place, person, case, made, starts, agreed, presented, closed, is_stopped }))?)
}

/// How many stood so at the end of a day, by place: of each case the version that it went by then. What was over then counts where it
/// ended on `from` or later.
#[must_use]
pub fn stood(versions: &[Version], (moment, from): (&Moment, Timestamp), wanted: Stood) -> OfPeople {
    let mut found = OfPeople::default();
    for of_case in versions.chunk_by(|one, other| one.case == other.case) {
        let Some(version) = of_case.iter().rfind(|version| version.made < moment.until) else { continue };
        let is_old = version.closed.is_some_and(|at| at < moment.until && at < from);
        if version.at(moment) == wanted && !is_old {
            found.add(version.place.clone(), version.person.clone(), 1);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn day(year: i16, month: i8, day: i8) -> Moment {
        let on = date(year, month, day);
        Moment { name: String::new(), on, until: TimeZone::UTC.to_timestamp(on.tomorrow().unwrap().at(0, 0, 0, 0)).unwrap() }
    }

    #[test]
    fn a_line_names_its_rung_as_cases_write_it() {
        for number in 1..DONE {
            let words = format!("{number}. {}", cases::stage::title(number));
            assert_eq!(rung(&words.chars().take(1).collect::<String>()), number);
        }
        assert_eq!(rung(&cases::stage::title(DONE).chars().take(1).collect::<String>()), DONE);
    }

    #[test]
    fn a_case_stood_where_its_last_line_before_puts_it() {
        let turns = vec![(at("2025-09-10T00:00:00Z"), 2), (at("2025-10-01T00:00:00Z"), 4), (at("2025-10-20T00:00:00Z"), 3)];
        let way = Way { place: "sch".into(), person: "a".into(), began: at("2025-09-05T10:00:00Z"), closed: Some(date(2025, 11, 1)), turns };
        let stood = |moment: &Moment| way.at(moment, &TimeZone::UTC).map(|one| (one.rung, one.since));
        assert_eq!(stood(&day(2025, 9, 4)), None, "not begun");
        assert_eq!(stood(&day(2025, 9, 5)), Some((1, date(2025, 9, 5))));
        assert_eq!(stood(&day(2025, 10, 1)), Some((4, date(2025, 10, 1))), "the day's own line counts");
        assert_eq!(stood(&day(2025, 10, 31)), Some((3, date(2025, 10, 20))), "it went back");
        assert_eq!(stood(&day(2025, 11, 1)), None, "ended on that day");
    }

    #[test]
    fn of_a_case_the_version_of_that_day_counts_once() {
        let first = Version {
            place: "sch".into(),
            person: "a".into(),
            case: "c".into(),
            made: at("2025-09-01T00:00:00Z"),
            starts: Some(date(2025, 9, 20)),
            agreed: Some(at("2025-09-10T00:00:00Z")),
            presented: None,
            closed: None,
            is_stopped: false,
        };
        let second = Version { made: at("2025-10-10T00:00:00Z"), starts: None, agreed: None, closed: Some(at("2025-11-10T00:00:00Z")), is_stopped: true, ..first.clone() };
        let versions = [first, second];
        let from = at("2025-09-01T00:00:00Z");
        let seen = |moment: &Moment, from| {
            let all = [Stood::Draft, Stood::Agreed, Stood::Active, Stood::Presented, Stood::Closed, Stood::Stopped];
            all.into_iter().filter(|wanted| stood(&versions, (moment, from), *wanted) != OfPeople::default()).collect::<Vec<_>>()
        };
        assert_eq!(seen(&day(2025, 8, 31), from), []);
        assert_eq!(seen(&day(2025, 9, 9), from), [Stood::Draft]);
        assert_eq!(seen(&day(2025, 9, 15), from), [Stood::Agreed]);
        assert_eq!(seen(&day(2025, 9, 20), from), [Stood::Active]);
        assert_eq!(seen(&day(2025, 10, 15), from), [Stood::Draft], "a new version is being written");
        assert_eq!(seen(&day(2025, 11, 20), from), [Stood::Stopped]);
        assert_eq!(seen(&day(2025, 11, 20), at("2025-11-15T00:00:00Z")), [], "it ended before");
    }
}

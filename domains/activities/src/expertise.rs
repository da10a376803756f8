//! What somebody did as an expert: works looked at, juries, meetings of experts. It stands in the pool of experts beside a name, and nobody
//! is compared by it.

use crate::{
    closing,
    model::{ActivityId, Extra, Kind},
    presence::CAME,
    sight::{SEEN, Sight},
    store::list::midnight,
};
use access::Actor;
use kernel::{Date, Error, Result, Timestamp, ToValue, Tx, Value, db::DbError, id::PersonId, params, text_enum};

text_enum! {
    /// As whom.
    Work {
        /// Looked at works, or led those who did.
        Expert = "expert",
        Jury = "jury",
        /// Held something for experts.
        Teaching = "teaching",
        /// Came to what was held for experts.
        Learning = "learning",
    }
}

impl Work {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Expert => "экспертиза работ",
            Self::Jury => "жюри и проведение конкурса",
            Self::Teaching => "занятие для экспертов: проведение",
            Self::Learning => "занятие для экспертов: участие",
        }
    }

    fn of(kind: Kind, is_host: bool) -> Self {
        match (kind, is_host) {
            (Kind::ExpertWork, _) => Self::Expert,
            (Kind::Contest, true) => Self::Jury,
            (_, true) => Self::Teaching,
            (_, false) => Self::Learning,
        }
    }
}

/// One thing done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expertise {
    pub on: Date,
    pub number: String,
    pub title: String,
    pub work: Work,
    pub minutes: i64,
    /// Of the whole activity, by everybody together.
    pub works: Option<u32>,
    /// For who may open it.
    pub url: Option<String>,
}

type Found = (ActivityId, Kind, (String, String), Timestamp, String, String, i64, bool);

/// Direction 10: work with expert teachers.
const FOR_EXPERTS: &str = "EXISTS (SELECT 1 FROM activity_direction d WHERE d.activity_id = a.id AND d.direction = 'd10')";

/// What counts, of the activity `a` and the person whose place among those who held it is `h`, over instants between two parameters.
fn done(person: &str, (first, last): (&str, &str)) -> String {
    let came = format!("EXISTS (SELECT 1 FROM activity_presence r WHERE r.activity_id = a.id AND r.person_id = {person} AND {CAME})");
    format!(
        "a.state IN ('held', 'closed') AND a.starts_at >= {first} AND a.starts_at < {last}
          AND ((h.person_id IS NOT NULL AND (a.kind IN ('expert_work', 'contest') OR {FOR_EXPERTS})) OR (a.kind <> 'contest' AND (a.kind = 'expert_work' OR {FOR_EXPERTS}) AND {came}))"
    )
}

/// Done by a person over `[from, to)`, the newest first: only what was held. Whose deeds may be read is the caller's question.
///
/// # Errors
/// The store fails.
pub fn expertise(tx: &mut Tx<'_>, viewer: &Actor, person: PersonId, (from, to): (Date, Date)) -> Result<Vec<Expertise>> {
    let sight = match Sight::of(tx, viewer) {
        Err(Error::NotFound) => Sight::own(person),
        found => found?,
    };
    let (zone, first, last) = (structure::zone(tx)?, midnight(tx, from)?, midnight(tx, to)?);
    let done = done("$6", ("$7", "$8"));
    let sql = format!(
        "SELECT a.id, a.kind, a.title, a.number, a.starts_at, a.extra, COALESCE(h.part, ''), COALESCE(h.minutes, a.minutes), CAST(CASE WHEN {SEEN} THEN 1 ELSE 0 END AS BIGINT)
        FROM activity a JOIN place pl ON pl.id = a.place_id LEFT JOIN activity_host h ON h.activity_id = a.id AND h.person_id = $6 AND h.state = 'joined'
        WHERE {done} ORDER BY a.starts_at DESC, a.id"
    );
    let rows: Vec<Found> = tx.query(&sql, params![sight.from, sight.to, sight.drafts, sight.path, sight.person, person, first, last], |row| {
        Ok((row.get(0)?, row.get(1)?, (row.get(2)?, row.get(3)?), row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?, row.get(8)?))
    })?;
    let mut found = Vec::with_capacity(rows.len());
    for (id, kind, (title, number), at, extra, part, held, is_seen) in rows {
        let extra: Extra = serde_json::from_str(&extra).map_err(|cause| DbError::Shape(format!("fields of an activity: {cause}")))?;
        let is_host = !part.is_empty();
        let minutes = if is_host { held } else { closing::noted_minutes(tx, id, person)? };
        let on = at.to_zoned_datetime(zone.clone()).date();
        found.push(Expertise { on, number, title, work: Work::of(kind, is_host), minutes, works: extra.works, url: is_seen.then(|| crate::url(id)) });
    }
    Ok(found)
}

/// Who of these did something, and when, over `[from, to)`: a day for each thing that [`expertise`] tells of, in one question for all of them.
///
/// # Errors
/// The store fails.
pub fn days_of_expertise(tx: &mut Tx<'_>, people: &[PersonId], (from, to): (Date, Date)) -> Result<Vec<(PersonId, Date)>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let (zone, first, last) = (structure::zone(tx)?, midnight(tx, from)?, midnight(tx, to)?);
    let mut values: Vec<Value<'_>> = params![first, last].to_vec();
    let listed = (values.len() + 1..=values.len() + people.len()).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ");
    values.extend(people.iter().map(ToValue::to_value));
    let sql = format!(
        "SELECT w.person_id, a.starts_at FROM (SELECT person_id, activity_id FROM activity_host WHERE person_id IN ({listed}) UNION SELECT person_id, activity_id FROM activity_presence WHERE person_id IN ({listed})) w
        JOIN activity a ON a.id = w.activity_id LEFT JOIN activity_host h ON h.activity_id = a.id AND h.person_id = w.person_id AND h.state = 'joined' WHERE {}",
        done("w.person_id", ("$1", "$2"))
    );
    Ok(tx.query(&sql, &values, |row| Ok((row.get(0)?, row.get::<Timestamp>(1)?.to_zoned_datetime(zone.clone()).date())))?)
}

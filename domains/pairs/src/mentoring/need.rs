//! Who needs a mentor: teachers within three years of their first job, and those who came to a new place within a year. Found from the
//! dates of the card; members of the active need none.

use super::store::PLACE_NAME;
use access::Scope;
use kernel::{Date, Paged, Result, Slice, Tx, id::PersonId, name::FullName, params};

/// Years after the first job in which one is new.
pub const NEW_YEARS: i16 = 3;
/// Years at a new place in which one has newly come.
pub const ARRIVED_YEARS: i16 = 1;

kernel::text_enum! {
    /// Why somebody is on the list.
    Newcomer {
        /// The first job began within three years.
        New = "new",
        /// Came to another place within a year.
        Arrived = "arrived",
    }
}

impl Newcomer {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::New => "начал работать недавно",
            Self::Arrived => "пришёл на новое место",
        }
    }
}

kernel::text_enum! {
    /// How it stands with a mentor.
    Help { None = "none", Proposed = "proposed", Active = "active", Had = "had" }
}

impl Help {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::None => "наставника нет",
            Self::Proposed => "ждём согласия",
            Self::Active => "есть наставник",
            Self::Had => "наставник был",
        }
    }
}

/// Which ones; what is empty doesn't limit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub why: String,
    /// A state of help; empty: without a mentor now.
    pub help: String,
    /// Code of a municipality or a school.
    pub place: String,
    pub subject: String,
    /// Folded beginning of a word of the name.
    pub text: String,
}

/// Somebody on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needed {
    pub person: PersonId,
    pub name: String,
    pub place: String,
    pub subject: String,
    pub why: Newcomer,
    pub since: Date,
    pub help: Help,
}

fn years_ago(today: Date, years: i16) -> Date {
    today.checked_sub(jiff::Span::new().years(years)).unwrap_or(Date::MIN)
}

/// $1–$2 scope, $3 today, $4 three years ago, $5 a year ago, $6–$7 place, $8–$9 a word, $10 subject. A job whose beginning isn't known
/// speaks against being new: nobody is put on the list by a gap in the card.
const NEWCOMERS: &str = "SELECT p.id AS id, p.family AS family, p.given AS given, p.patronymic AS patronymic, p.sort_key AS sort_key, PLACE_NAME AS place, pl.path AS path, j.valid_from AS since,
        COALESCE((SELECT ps.subject FROM person_subject ps WHERE ps.person_id = p.id ORDER BY ps.is_main DESC, ps.subject LIMIT 1), '') AS subject,
        CASE WHEN NOT EXISTS (SELECT 1 FROM person_job e WHERE e.person_id = p.id AND (e.valid_from IS NULL OR e.valid_from <= $4)) THEN 'new' ELSE 'arrived' END AS why,
        CASE WHEN EXISTS (SELECT 1 FROM mentoring_side s JOIN mentoring m ON m.id = s.mentoring_id WHERE s.person_id = p.id AND s.role = 'mentee' AND s.answer = 'yes' AND s.left_on IS NULL AND m.state = 'active') THEN 'active'
             WHEN EXISTS (SELECT 1 FROM mentoring_side s JOIN mentoring m ON m.id = s.mentoring_id WHERE s.person_id = p.id AND s.role = 'mentee' AND s.answer <> 'no' AND s.left_on IS NULL AND m.state = 'proposed') THEN 'proposed'
             WHEN EXISTS (SELECT 1 FROM mentoring_side s JOIN mentoring m ON m.id = s.mentoring_id WHERE s.person_id = p.id AND s.role = 'mentee' AND s.answer = 'yes' AND (m.state = 'ended' OR s.left_on IS NOT NULL)) THEN 'had'
             ELSE 'none' END AS help
    FROM person p JOIN place pl ON pl.id = p.place_id
    JOIN person_job j ON j.person_id = p.id AND j.is_main = 1 AND j.place_id = p.place_id AND j.valid_from IS NOT NULL AND j.valid_from <= $3 AND (j.valid_to IS NULL OR j.valid_to > $3)
    WHERE pl.path >= $1 AND pl.path < $2 AND pl.path >= $6 AND pl.path < $7 AND p.erased_at IS NULL AND p.merged_into IS NULL AND j.valid_from > $4
    AND (NOT EXISTS (SELECT 1 FROM person_job e WHERE e.person_id = p.id AND (e.valid_from IS NULL OR e.valid_from <= $4))
      OR (j.valid_from > $5 AND EXISTS (SELECT 1 FROM person_job e WHERE e.person_id = p.id AND e.place_id <> j.place_id AND (e.valid_from IS NULL OR e.valid_from < j.valid_from))))
    AND NOT EXISTS (SELECT 1 FROM membership w WHERE w.person_id = p.id AND w.valid_from <= $3 AND (w.valid_to IS NULL OR w.valid_to > $3) AND (w.ended_on IS NULL OR w.ended_on > $3))
    AND (CAST($8 AS TEXT) = '' OR EXISTS (SELECT 1 FROM person_token t WHERE t.person_id = p.id AND t.token >= $8 AND t.token < $9))
    AND (CAST($10 AS TEXT) = '' OR EXISTS (SELECT 1 FROM person_subject ps WHERE ps.person_id = p.id AND ps.subject = $10))";

/// New and newly arrived teachers within the scope, those longest without a mentor first.
///
/// # Errors
/// The store fails.
pub fn newcomers(tx: &mut Tx<'_>, scope: &Scope, filter: &Filter, (sort, slice): (Option<(&str, bool)>, Slice)) -> Result<Paged<Needed>> {
    let today = tx.today();
    let path: Option<String> = if filter.place.is_empty() { Some(String::new()) } else { tx.maybe("SELECT path FROM place WHERE id = $1", params![filter.place], |row| row.get(0))? };
    let path = path.unwrap_or_else(|| "~".into());
    let (end, text) = (kernel::search::after(&path), kernel::search::fold(&filter.text));
    let (after, new, arrived) = (kernel::search::after(&text), years_ago(today, NEW_YEARS), years_ago(today, ARRIVED_YEARS));
    let (first, last) = (scope.from(), scope.to());
    let values = params![first, last, today, new, arrived, path, end, text, after, filter.subject, filter.why, filter.help];
    let inner = NEWCOMERS.replace("PLACE_NAME", PLACE_NAME);
    let from = format!("FROM ({inner}) AS q WHERE (CAST($11 AS TEXT) = '' OR q.why = $11) AND (CAST($12 AS TEXT) = 'all' OR q.help = $12 OR ($12 = '' AND q.help IN ('none', 'had')))");
    let total = tx.count(&format!("SELECT COUNT(*) {from}"), values)?;
    let order = match sort {
        Some(("name", false)) => "q.sort_key, q.id",
        Some(("name", true)) => "q.sort_key DESC, q.id",
        Some(("place", false)) => "q.path, q.sort_key",
        Some(("place", true)) => "q.path DESC, q.sort_key",
        Some(("since", true)) => "q.since DESC, q.sort_key",
        Some(_) | None => "q.since, q.sort_key",
    };
    let sql = format!("SELECT q.id, q.family, q.given, q.patronymic, q.place, q.subject, q.why, q.since, q.help {from} ORDER BY {order} LIMIT {} OFFSET {}", slice.limit(), slice.offset());
    let rows = tx.query(&sql, values, |row| {
        let name = FullName { family: row.get(1)?, given: row.get(2)?, patronymic: row.get(3)? };
        Ok(Needed { person: row.get(0)?, name: name.full(), place: row.get(4)?, subject: row.get(5)?, why: row.get(6)?, since: row.get(7)?, help: row.get(8)? })
    })?;
    Ok(Paged { rows, total, slice })
}

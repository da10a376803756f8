//! Lists of unions and of meetings: filter, order, page.

use super::{body, meeting, place_name_sql, title_sql};
use crate::model::{Kind, Meeting, Union};
use kernel::{Date, Paged, Result, Slice, Tx, id::PersonId, params, search::fold};

/// Which unions; what is empty doesn't limit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Beginnings of words of the title.
    pub text: String,
    pub kind: Option<Kind>,
    pub subject: String,
    /// Path of a place: the unions there and below.
    pub under: String,
    /// Those that this person is in.
    pub of: Option<PersonId>,
    /// Closed ones instead of those in force.
    pub is_closed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Title,
    Members,
    Last,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub union: Union,
    pub members: i64,
    /// The last meeting with minutes in force.
    pub last_on: Option<Date>,
    pub next_on: Option<Date>,
}

const MEMBERS: &str = "(SELECT COUNT(*) FROM union_member m WHERE m.union_id = u.id AND m.joined_on <= $1 AND (m.left_on IS NULL OR m.left_on > $1))";
const LAST: &str = "(SELECT MAX(g.held_on) FROM union_meeting g WHERE g.union_id = u.id AND g.minutes_number > 0)";
const NEXT: &str = "(SELECT MIN(g.held_on) FROM union_meeting g WHERE g.union_id = u.id AND g.state = 'planned' AND g.held_on >= $1)";
const WORDS: usize = 4;

/// Unions. If no word is found as typed, they are tried as typed with the other keyboard layout.
///
/// # Errors
/// The store fails.
pub fn unions(tx: &mut Tx<'_>, filter: &Filter, sort: (Sort, bool), slice: Slice) -> Result<Paged<Listed>> {
    let found = strictly(tx, filter, sort, slice)?;
    match kernel::search::russian_layout(&filter.text) {
        Some(text) if found.total == 0 => strictly(tx, &Filter { text, ..filter.clone() }, sort, slice),
        _ => Ok(found),
    }
}

fn strictly(tx: &mut Tx<'_>, filter: &Filter, sort: (Sort, bool), slice: Slice) -> Result<Paged<Listed>> {
    let today = tx.today();
    let folded = fold(&filter.text);
    let mut words = folded.split(' ').filter(|word| !word.is_empty());
    let words: [String; WORDS] = std::array::from_fn(|_| words.next().map_or_else(|| "%".to_owned(), |word| format!("% {word}%")));
    let (kind, of) = (filter.kind.map_or("", Kind::as_str), filter.of.map(|id| id.to_string()).unwrap_or_default());
    let until = kernel::search::after(&filter.under);
    let closed = i64::from(filter.is_closed);
    let [one, two, three, four] = &words;
    let mut values = params![today, kind, filter.subject, filter.under, until, of, closed, one, two, three, four].to_vec();
    let titled = "EXISTS (SELECT 1 FROM union_title t WHERE t.union_id = u.id AND t.search_key LIKE $8 AND t.search_key LIKE $9 AND t.search_key LIKE $10 AND t.search_key LIKE $11)";
    let fits = format!(
        "(CAST($2 AS TEXT) = '' OR u.kind = $2) AND (CAST($3 AS TEXT) = '' OR EXISTS (SELECT 1 FROM union_subject s WHERE s.union_id = u.id AND s.subject = $3))
        AND pl.path >= $4 AND pl.path < $5
        AND (CAST($6 AS TEXT) = '' OR EXISTS (SELECT 1 FROM union_member m WHERE m.union_id = u.id AND m.person_id = $6 AND m.joined_on <= $1 AND (m.left_on IS NULL OR m.left_on > $1)))
        AND ((CAST($7 AS BIGINT) = 0 AND (u.closed_on IS NULL OR u.closed_on > $1)) OR (CAST($7 AS BIGINT) = 1 AND u.closed_on <= $1)) AND {titled}"
    );
    let total = tx.count(&format!("SELECT COUNT(*) FROM union_body u JOIN place pl ON pl.id = u.place_id WHERE {fits}"), &values)?;
    let way = if sort.1 { "DESC" } else { "ASC" };
    // Columns by their place: title, members, last meeting.
    let order = match sort.0 {
        Sort::Title => "13",
        Sort::Members => "16",
        Sort::Last => "17",
    };
    let (limit, offset) = (slice.limit(), slice.offset());
    values.extend(params![limit, offset].iter().cloned());
    let select = body::select().replacen(", pl.path FROM", &format!(", pl.path, {MEMBERS}, {LAST}, {NEXT} FROM"), 1);
    let rows = tx.query(&format!("{select} WHERE {fits} ORDER BY {order} {way}, 13, u.id LIMIT $12 OFFSET $13"), &values, |row| {
        Ok(Listed { union: body::shape(row)?, members: row.get(15)?, last_on: row.get(16)?, next_on: row.get(17)? })
    })?;
    Ok(Paged { rows, total, slice })
}

kernel::text_enum! {
    /// Which meetings.
    Which {
        /// From today on.
        Coming = "coming",
        /// The day is past and there are no minutes.
        Unwritten = "unwritten",
        Held = "held",
        Cancelled = "cancelled",
        All = "all",
    }
}

impl Which {
    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Coming => "предстоят",
            Self::Unwritten => "прошли, протокола нет",
            Self::Held => "с протоколом",
            Self::Cancelled => "отменены",
            Self::All => "все",
        }
    }
}

/// Which meetings; what is empty doesn't limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingFilter {
    pub which: Which,
    /// Path of a place: meetings of the unions there and below.
    pub under: String,
    /// Of unions that this person is in.
    pub of: Option<PersonId>,
    /// Of unions that this person leads.
    pub led_by: Option<PersonId>,
    pub union: Option<crate::model::UnionId>,
}

/// A meeting in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedMeeting {
    pub meeting: Meeting,
    pub union_title: String,
    pub place_name: String,
    pub present: i64,
    pub members: i64,
    pub has_quorum: Option<bool>,
}

/// Meetings: those that are coming from the next on, the rest from the last back.
///
/// # Errors
/// The store fails.
pub fn meetings(tx: &mut Tx<'_>, filter: &MeetingFilter, slice: Slice) -> Result<Paged<ListedMeeting>> {
    let today = tx.today();
    let id = |id: Option<PersonId>| id.map(|id| id.to_string()).unwrap_or_default();
    let (of, led_by, union) = (id(filter.of), id(filter.led_by), filter.union.map(|id| id.to_string()).unwrap_or_default());
    let until = kernel::search::after(&filter.under);
    let (which, way) = match filter.which {
        Which::Coming => ("m.state = 'planned' AND m.held_on >= $1", "ASC"),
        Which::Unwritten => ("m.state <> 'cancelled' AND m.minutes_number = 0 AND m.held_on < $1", "ASC"),
        Which::Held => ("m.minutes_number > 0", "DESC"),
        Which::Cancelled => ("m.state = 'cancelled'", "DESC"),
        Which::All => ("1 = 1", "DESC"),
    };
    let fits = format!(
        "CAST($1 AS TEXT) <> '' AND {which} AND pl.path >= $2 AND pl.path < $3 AND (CAST($6 AS TEXT) = '' OR u.id = $6)
        AND (CAST($4 AS TEXT) = '' OR EXISTS (SELECT 1 FROM union_member b WHERE b.union_id = u.id AND b.person_id = $4 AND b.joined_on <= m.held_on AND (b.left_on IS NULL OR b.left_on > m.held_on)))
        AND (CAST($5 AS TEXT) = '' OR EXISTS (SELECT 1 FROM union_office o WHERE o.union_id = u.id AND o.person_id = $5 AND o.valid_from <= $1 AND (o.valid_to IS NULL OR o.valid_to > $1)))"
    );
    let joined = "FROM union_meeting m JOIN union_body u ON u.id = m.union_id JOIN place pl ON pl.id = u.place_id LEFT JOIN union_minutes x ON x.meeting_id = m.id AND x.number = m.minutes_number";
    let mut values = params![today, filter.under, until, of, led_by, union].to_vec();
    let total = tx.count(&format!("SELECT COUNT(*) {joined} WHERE {fits}"), &values)?;
    let (limit, offset) = (slice.limit(), slice.offset());
    values.extend(params![limit, offset].iter().cloned());
    let sql = format!(
        "SELECT {}, {}, {}, x.present, x.members, x.has_quorum {joined} WHERE {fits} ORDER BY m.held_on {way}, m.begins {way}, m.id LIMIT $7 OFFSET $8",
        meeting::COLUMNS,
        title_sql("u.id", "m.held_on"),
        place_name_sql("u.place_id", "$1")
    );
    let rows = tx.query(&sql, &values, |row| {
        Ok(ListedMeeting {
            meeting: meeting::shape(row)?,
            union_title: row.get(16)?,
            place_name: row.get(17)?,
            present: row.get::<Option<i64>>(18)?.unwrap_or(0),
            members: row.get::<Option<i64>>(19)?.unwrap_or(0),
            has_quorum: row.get(20)?,
        })
    })?;
    Ok(Paged { rows, total, slice })
}

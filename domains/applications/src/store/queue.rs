//! The queue: trouble first, filters, counts by state.

use super::IN_SCOPE;
use crate::{
    answers::Answers,
    model::{ApplicationId, State},
    record::Trouble,
};
use access::Scope;
use jiff::SignedDuration;
use kernel::{Paged, Result, Slice, Timestamp, Tx, params, search};

/// Who waits longer than this goes first.
pub const PATIENCE: SignedDuration = SignedDuration::from_hours(5 * 24);

/// What the address of the list asks for. Empty texts ask for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub state: String,
    pub municipality: String,
    pub subject: String,
    pub kind: String,
    /// Part of a name, or a number.
    pub text: String,
    pub sort: Sort,
}

kernel::text_enum! {
    /// How the list runs.
    #[derive(Default)]
    Sort {
        #[default]
        Trouble = "trouble",
        Name = "name",
        NameDown = "-name",
        Number = "number",
        NumberDown = "-number",
        Since = "since",
        SinceDown = "-since",
        State = "state",
        StateDown = "-state",
    }
}

impl Sort {
    fn sql(self) -> &'static str {
        match self {
            Self::Trouble => "CASE WHEN a.state IN ('submitted', 'checked', 'declined') AND a.state_since < $12 THEN 4 ELSE 0 END + a.trouble DESC, a.state_since, a.id",
            Self::Name => "a.sort_key, a.id",
            Self::NameDown => "a.sort_key DESC, a.id",
            Self::Number => "a.number, a.id",
            Self::NumberDown => "a.number DESC, a.id",
            Self::Since => "a.state_since, a.id",
            Self::SinceDown => "a.state_since DESC, a.id",
            Self::State => "a.state, a.state_since, a.id",
            Self::StateDown => "a.state DESC, a.state_since, a.id",
        }
    }
}

/// A line of the queue.
#[derive(Debug, Clone)]
pub struct QueueRow {
    pub id: ApplicationId,
    pub number: String,
    pub name: String,
    pub school: String,
    pub municipality: String,
    pub kind: String,
    pub subject: String,
    pub state: State,
    pub state_since: Timestamp,
    pub submitted_at: Timestamp,
    pub trouble: Trouble,
    /// Waits longer than [`PATIENCE`].
    pub overdue: bool,
    pub resubmitted: bool,
}

/// $12 is the instant of patience; $4–$11 the filter.
const FITS: &str = "(CAST($4 AS TEXT) = '' OR a.state = $4) AND (CAST($5 AS TEXT) = '' OR pl.parent_id = $5) AND (CAST($6 AS TEXT) = '' OR a.main_subject = $6) AND (CAST($7 AS TEXT) = '' OR a.wish_kind = $7)
    AND (CAST($8 AS TEXT) = '' OR a.sort_key LIKE $9 OR a.number LIKE $10 OR a.sort_key LIKE $11) AND CAST($12 AS TEXT) <> ''";

/// The lines of a page.
pub fn page(tx: &mut Tx<'_>, scope: &Scope, filter: &Filter, slice: Slice) -> Result<Paged<QueueRow>> {
    let (now, today) = (tx.now(), tx.today());
    let patience = now - PATIENCE;
    let words = search::fold(&filter.text);
    let (name, number, swapped) = (format!("%{words}%"), format!("%{}", likely_number(&filter.text)), swapped(&filter.text));
    let (path_from, path_to, own) = (scope.from(), scope.to(), scope.own());
    let (limit, offset) = (slice.limit(), slice.offset());
    let from = "FROM application a JOIN place pl ON pl.id = a.place_id";
    let asked = params![path_from, path_to, own, filter.state, filter.municipality, filter.subject, filter.kind, words, name, number, swapped, patience];
    let total = tx.count(&format!("SELECT COUNT(*) {from} WHERE {IN_SCOPE} AND {FITS}"), asked)?;
    let place = |id: &str| format!("COALESCE((SELECT n.short_name FROM place_name n WHERE n.place_id = {id} AND n.valid_from <= $15 AND (n.valid_to IS NULL OR n.valid_to > $15) ORDER BY n.valid_from DESC LIMIT 1), '')");
    let sql = format!(
        "SELECT a.id, COALESCE(a.number, ''), a.sent, {}, {}, a.wish_kind, a.main_subject, a.state, a.state_since, a.submitted_at, a.trouble, CAST(CASE WHEN a.sent_before <> '' THEN 1 ELSE 0 END AS BIGINT)
         {from} WHERE {IN_SCOPE} AND {FITS} ORDER BY {} LIMIT $13 OFFSET $14",
        place("pl.id"),
        place("pl.parent_id"),
        filter.sort.sql()
    );
    let asked = params![path_from, path_to, own, filter.state, filter.municipality, filter.subject, filter.kind, words, name, number, swapped, patience, limit, offset, today];
    let rows = tx.query(&sql, asked, |row| {
        let sent = Answers::read(&row.get::<String>(2)?);
        let (state, state_since): (State, Timestamp) = (row.get(7)?, row.get(8)?);
        Ok(QueueRow {
            id: row.get(0)?,
            number: row.get(1)?,
            name: full_name(&sent),
            school: row.get(3)?,
            municipality: row.get(4)?,
            kind: row.get(5)?,
            subject: row.get(6)?,
            state,
            state_since,
            submitted_at: row.get(9)?,
            trouble: Trouble::read(row.get(10)?),
            overdue: state_since < patience && matches!(state, State::Submitted | State::Checked | State::Declined),
            resubmitted: row.get(11)?,
        })
    })?;
    Ok(Paged { rows, total, slice })
}

/// How many wait in each state within a scope.
pub fn counts(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<(State, u64)>> {
    let sql = format!("SELECT a.state, COUNT(*) FROM application a JOIN place pl ON pl.id = a.place_id WHERE {IN_SCOPE} GROUP BY a.state");
    Ok(tx.query(&sql, params![scope.from(), scope.to(), scope.own()], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

fn full_name(answers: &Answers) -> String {
    [&answers.family, &answers.given, &answers.patronymic].map(|part| kernel::name::clean_line(part)).into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The digits of what was typed, as a number of an application ends; nothing that a number could end with otherwise.
fn likely_number(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() { "-".into() } else { digits }
}

/// The same keys in the Russian layout.
fn swapped(text: &str) -> String {
    search::russian_layout(text).map_or_else(|| "-".into(), |russian| format!("%{}%", search::fold(&russian)))
}

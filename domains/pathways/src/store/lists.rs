//! The list of pathways: those of one's own team with a link to the content, those overseen by progress alone.

use crate::model::{PathwayId, State};
use access::{Action, Actor, Scope};
use cases::CaseId;
use kernel::{Date, Paged, Result, Row, Slice, Tx, db::DbError, id::PersonId, name::FullName, params};

/// A line of the list: who, where, how far; nothing that people wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathwayRow {
    pub id: PathwayId,
    pub case: CaseId,
    pub case_number: String,
    pub teacher: String,
    pub place: String,
    pub number: i64,
    pub state: State,
    pub is_sent: bool,
    pub ends_on: Option<Date>,
    pub lines: i64,
    pub done: i64,
    pub late: i64,
    /// Whether the reader is of the team.
    pub is_mine: bool,
}

/// Whose eyes.
#[derive(Debug, Clone)]
pub struct Eye {
    scope: Scope,
    person: String,
}

impl Eye {
    /// Overseers see what their scope holds, everybody the cases in whose team they sit.
    #[must_use]
    pub fn of(actor: &Actor) -> Self {
        let scope = if actor.can(Action::ViewCases) { actor.scope() } else { Scope::nobody() };
        Self { scope, person: actor.person.map(|person: PersonId| person.to_string()).unwrap_or_default() }
    }
}

/// Which pathways; what is empty doesn't limit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub text: String,
    pub state: Option<State>,
    pub is_mine: bool,
}

/// By what the list is ordered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// The latest begun first.
    #[default]
    Begun,
    Name,
    State,
    Late,
    Ends,
}

impl Sort {
    /// By the name of a column in an address.
    #[must_use]
    pub fn parse(column: &str) -> Self {
        match column {
            "name" => Self::Name,
            "state" => Self::State,
            "late" => Self::Late,
            "ends" => Self::Ends,
            _ => Self::Begun,
        }
    }

    fn sql(self, downwards: bool) -> String {
        let way = if downwards { "DESC" } else { "ASC" };
        match self {
            Self::Begun => "w.made_at DESC, w.id DESC".to_owned(),
            Self::Name => format!("p.sort_key {way}, w.id"),
            Self::State => format!("{} {way}, p.sort_key, c.number, w.number, w.id", by_life()),
            // The column of the steps that are late.
            Self::Late => format!("14 {way}, p.sort_key, w.id"),
            Self::Ends => format!("COALESCE(w.ends_on, '9999') {way}, w.id"),
        }
    }
}

/// A state by its place in a pathway's life; what was sent to be signed comes after what is still written, as the list tells them apart.
fn by_life() -> String {
    let places = State::ALL.iter().enumerate().fold(String::new(), |places, (place, state)| format!("{places} WHEN '{state}' THEN {}", 2 * place));
    format!("CASE w.state{places} END + CASE WHEN w.state = '{}' AND w.sent_at IS NOT NULL THEN 1 ELSE 0 END", State::Draft)
}

const MINE: &str = "(CAST($4 AS TEXT) <> '' AND (c.person_id = $4 OR EXISTS (SELECT 1 FROM case_seat cs WHERE cs.case_id = c.id AND cs.person_id = $4 AND cs.state = 'joined')))";
const LINES: &str = "(SELECT COUNT(*) FROM pathway_step s WHERE s.pathway_id = w.id AND s.fate IN ('kept', 'edited') AND s.state <> 'dropped'";
const FROM: &str = "FROM pathway w JOIN case_file c ON c.id = w.case_id JOIN person p ON p.id = c.person_id JOIN place pl ON pl.id = p.place_id";
/// What is replaced is reached from what replaced it.
const SHOWN: &str = "w.state <> 'revised' AND c.state IN ('open', 'closed', 'stopped')";

fn shown(row: &Row<'_>) -> Result<PathwayRow, DbError> {
    let name = FullName { family: row.get(3)?, given: row.get(4)?, patronymic: row.get(5)? };
    Ok(PathwayRow {
        id: row.get(0)?,
        case: row.get(1)?,
        case_number: row.get(2)?,
        teacher: name.full(),
        place: row.get(6)?,
        number: row.get(7)?,
        state: row.get(8)?,
        is_sent: row.get(9)?,
        ends_on: row.get(10)?,
        lines: row.get(11)?,
        done: row.get(12)?,
        late: row.get(13)?,
        is_mine: row.get(14)?,
    })
}

/// The list in an order, downwards or not.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, eye: &Eye, filter: &Filter, (sort, downwards): (Sort, bool), slice: Slice) -> Result<Paged<PathwayRow>> {
    let Eye { scope, person } = eye;
    let today = tx.today();
    let text = kernel::search::fold(&filter.text);
    let until = kernel::search::after(&text);
    let (state, mine) = (filter.state.map(State::as_str).unwrap_or_default(), i64::from(filter.is_mine));
    let overseen = "(pl.path >= $1 AND pl.path < $2 AND (CAST($3 AS TEXT) = '' OR p.id = $3) AND p.erased_at IS NULL)";
    let wanted = format!(
        "{SHOWN} AND ({MINE} OR ({overseen} AND CAST($5 AS BIGINT) = 0)) AND (CAST($6 AS TEXT) = '' OR w.state = $6)
         AND (CAST($7 AS TEXT) = '' OR EXISTS (SELECT 1 FROM person_token pt WHERE pt.person_id = p.id AND pt.token >= $7 AND pt.token < $8))"
    );
    let total = tx.count(&format!("SELECT COUNT(*) {FROM} WHERE {wanted}"), params![scope.from(), scope.to(), scope.own(), person, mine, state, text, until])?;
    let place = "COALESCE((SELECT pn.short_name FROM place_name pn WHERE pn.place_id = pl.id AND pn.valid_from <= $9 AND (pn.valid_to IS NULL OR pn.valid_to > $9) ORDER BY pn.valid_from DESC LIMIT 1), pl.id)";
    let sql = format!(
        "SELECT w.id, c.id, c.number, p.family, p.given, p.patronymic, {place}, w.number, w.state, CASE WHEN w.sent_at IS NULL THEN 0 ELSE 1 END, w.ends_on,
         {LINES}), {LINES} AND s.state = 'accepted'), {LINES} AND s.state IN ('planned', 'in_work', 'returned') AND COALESCE(s.moved_to, s.due_on) < $9), CASE WHEN {MINE} THEN 1 ELSE 0 END
         {FROM} WHERE {wanted} ORDER BY {} LIMIT $10 OFFSET $11",
        sort.sql(downwards)
    );
    let rows = tx.query(&sql, params![scope.from(), scope.to(), scope.own(), person, mine, state, text, until, today, slice.limit(), slice.offset()], shown)?;
    Ok(Paged { rows, total, slice })
}

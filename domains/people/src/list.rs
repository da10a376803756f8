//! The list of people: filters, search, order, pages. Search is strict first; when nobody fits, one typo is forgiven.

use crate::{
    search::{self, Asked},
    store::{ALIVE, IN_SCOPE},
};
use access::Scope;
use kernel::{
    Date, Paged, Result, Row, Slice, ToValue, Tx, Value,
    db::DbError,
    id::{PersonId, PlaceId},
    name::FullName,
    params,
    search::after,
};

/// Which people; what is empty doesn't limit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words of the name, as typed.
    pub text: String,
    /// Code of a municipality: itself and its schools.
    pub municipality: String,
    /// Code of a school.
    pub school: String,
    /// Code of a subject.
    pub subject: String,
    /// Code of a position.
    pub position: String,
}

/// What a list is ordered by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SortBy {
    #[default]
    Name,
    Place,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sort {
    pub by: SortBy,
    pub downwards: bool,
}

impl Sort {
    /// From `sort=-name` of an address; what is unknown is the order by name.
    #[must_use]
    pub fn parse(asked: Option<(&str, bool)>) -> Self {
        match asked {
            Some(("place", downwards)) => Self { by: SortBy::Place, downwards },
            Some(("name", downwards)) => Self { by: SortBy::Name, downwards },
            Some(_) | None => Self::default(),
        }
    }

    fn sql(self) -> &'static str {
        match (self.by, self.downwards) {
            (SortBy::Name, false) => "p.sort_key, p.id",
            (SortBy::Name, true) => "p.sort_key DESC, p.id DESC",
            (SortBy::Place, false) => "n.sort_key, pl.path, p.sort_key, p.id",
            (SortBy::Place, true) => "n.sort_key DESC, pl.path DESC, p.sort_key, p.id",
        }
    }
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    pub id: PersonId,
    pub name: FullName,
    pub birth_on: Option<Date>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub place: PlaceId,
    /// Short name of the place today.
    pub place_name: String,
    /// Its municipality, or the place itself.
    pub municipality: Option<PlaceId>,
    pub position: String,
    pub position_text: String,
    /// Code of the main subject.
    pub subject: Option<String>,
}

/// A page of the list, and whether a typo had to be forgiven to find anybody.
#[derive(Debug, Clone)]
pub struct Found {
    pub people: Paged<PersonRow>,
    pub is_guess: bool,
}

/// $1–$3 are the scope, $4 is the day of names.
const SELECT: &str = "SELECT p.id, p.family, p.given, p.patronymic, p.birth_on, p.phone, p.email, p.place_id, n.short_name, pl.kind, pl.parent_id, j.position, j.position_text,
        (SELECT s.subject FROM person_subject s WHERE s.person_id = p.id ORDER BY s.is_main DESC, s.subject LIMIT 1)
    FROM person p JOIN place pl ON pl.id = p.place_id
    JOIN place_name n ON n.place_id = pl.id AND n.valid_from = COALESCE(
        (SELECT MAX(m.valid_from) FROM place_name m WHERE m.place_id = pl.id AND m.valid_from <= $4), (SELECT MIN(m.valid_from) FROM place_name m WHERE m.place_id = pl.id))
    LEFT JOIN person_job j ON j.person_id = p.id AND j.is_main = 1 AND j.valid_to IS NULL";

fn person_row(row: &Row<'_>) -> Result<PersonRow, DbError> {
    let (place, kind): (PlaceId, String) = (row.get(7)?, row.get(9)?);
    let municipality = match kind.as_str() {
        "municipality" => Some(place.clone()),
        "school" => row.get(10)?,
        _ => None,
    };
    Ok(PersonRow {
        id: row.get(0)?,
        name: FullName { family: row.get(1)?, given: row.get(2)?, patronymic: row.get(3)? },
        birth_on: row.get(4)?,
        phone: row.get(5)?,
        email: row.get(6)?,
        place,
        place_name: row.get(8)?,
        municipality,
        position: row.get::<Option<String>>(11)?.unwrap_or_default(),
        position_text: row.get::<Option<String>>(12)?.unwrap_or_default(),
        subject: row.get(13)?,
    })
}

/// A condition with its parameters, numbered as they are added.
struct Where {
    sql: String,
    values: Vec<Value<'static>>,
}

impl Where {
    fn scoped(scope: &Scope) -> Self {
        let values = [scope.from(), scope.to(), scope.own()].map(owned).to_vec();
        Self { sql: format!("{IN_SCOPE} AND {ALIVE}"), values }
    }

    /// `{}` in the condition stands for the parameters in order.
    fn and(&mut self, condition: &str, values: impl IntoIterator<Item = Value<'static>>) {
        let mut condition = condition.to_owned();
        for value in values {
            self.values.push(value);
            condition = condition.replacen("{}", &format!("${}", self.values.len()), 1);
        }
        self.sql.push_str(" AND ");
        self.sql.push_str(&condition);
    }

    fn and_fits(&mut self, asked: &Asked) {
        let (sql, values) = asked.matching_sql("p.id", self.values.len() + 1);
        self.values.extend(values);
        self.sql.push_str(" AND ");
        self.sql.push_str(&sql);
    }
}

fn owned(text: &str) -> Value<'static> {
    Value::Text(text.to_owned().into())
}

/// People within the scope who fit the filter.
///
/// # Errors
/// The store fails.
pub fn list(tx: &mut Tx<'_>, scope: &Scope, filter: &Filter, sort: Sort, slice: Slice) -> Result<Found> {
    let strict = page(tx, scope, filter, &search::plan(&filter.text).with_earlier_names(), sort, slice)?;
    if strict.total > 0 || filter.text.trim().is_empty() {
        return Ok(Found { people: strict, is_guess: false });
    }
    let asked = search::forgiving(tx, &filter.text)?.with_earlier_names();
    let people = page(tx, scope, filter, &asked, sort, slice)?;
    let is_guess = people.total > 0;
    Ok(Found { people, is_guess })
}

fn page(tx: &mut Tx<'_>, scope: &Scope, filter: &Filter, asked: &Asked, sort: Sort, slice: Slice) -> Result<Paged<PersonRow>> {
    let today = tx.today();
    let mut fits = Where::scoped(scope);
    narrow(tx, &mut fits, filter)?;
    fits.and_fits(asked);
    let counted = format!("SELECT COUNT(*) FROM person p JOIN place pl ON pl.id = p.place_id WHERE {}", fits.sql);
    let total = tx.count(&counted, &fits.values)?;
    fits.values.extend([today.to_value(), slice.limit().to_value(), slice.offset().to_value()].map(Value::into_owned));
    let last = fits.values.len();
    let select = SELECT.replace("$4", &format!("${}", last - 2));
    let sql = format!("{select} WHERE {} ORDER BY {} LIMIT ${} OFFSET ${last}", fits.sql, sort.sql(), last - 1);
    let rows = tx.query(&sql, &fits.values, person_row)?;
    Ok(Paged { rows, total, slice })
}

fn narrow(tx: &mut Tx<'_>, fits: &mut Where, filter: &Filter) -> Result<()> {
    let Filter { text: _, municipality, school, subject, position } = filter;
    if !municipality.is_empty() {
        let path: Option<String> = tx.maybe("SELECT path FROM place WHERE id = $1", params![municipality], |row| row.get(0))?;
        match path {
            Some(path) => fits.and("pl.path >= {} AND pl.path < {}", [owned(&path), owned(&after(&path))]),
            None => fits.and("1 = 0", []),
        }
    }
    if !school.is_empty() {
        fits.and("p.place_id = {}", [owned(school)]);
    }
    if !subject.is_empty() {
        fits.and("p.id IN (SELECT s.person_id FROM person_subject s WHERE s.subject = {})", [owned(subject)]);
    }
    if !position.is_empty() {
        fits.and("EXISTS (SELECT 1 FROM person_job w WHERE w.person_id = p.id AND w.is_main = 1 AND w.valid_to IS NULL AND w.position = {})", [owned(position)]);
    }
    Ok(())
}

/// Lines for people already found, in the order of their ids as given; those outside the scope are left out.
///
/// # Errors
/// The store fails.
pub fn rows(tx: &mut Tx<'_>, scope: &Scope, ids: &[PersonId]) -> Result<Vec<PersonRow>> {
    let today = tx.today();
    let sql = format!("{SELECT} WHERE {IN_SCOPE} AND {ALIVE} AND p.id = $5");
    let mut rows = Vec::new();
    for id in ids {
        rows.extend(tx.maybe(&sql, params![scope.from(), scope.to(), scope.own(), today, id], person_row)?);
    }
    Ok(rows)
}

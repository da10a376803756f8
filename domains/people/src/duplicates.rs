//! Likeness of cards: why two may be one person. Offered to somebody, never acted on.

use crate::list::{PersonRow, rows};
use access::Scope;
use kernel::{
    Date, Result, ToValue, Tx, Value,
    id::PersonId,
    name::FullName,
    params,
    search::{fold, within_one_edit},
};

kernel::text_enum! {
    /// What two cards have in common, the strongest first.
    Why {
        SameNameAndBirth = "name_and_birth",
        SameNameAndPlace = "name_and_place",
        Email = "email",
        NearNameAndBirth = "near_name_and_birth",
        Phone = "phone",
        SameName = "name",
    }
}

impl Why {
    /// In words for the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::SameNameAndBirth => "совпадают ФИО и дата рождения",
            Self::SameNameAndPlace => "совпадают ФИО и место работы",
            Self::Email => "совпадает электронная почта",
            Self::NearNameAndBirth => "дата рождения та же, ФИО отличается одной буквой",
            Self::Phone => "совпадает телефон",
            Self::SameName => "совпадает ФИО",
        }
    }
}

/// Somebody who may be the same person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    pub person: PersonRow,
    pub why: Vec<Why>,
}

/// Cards within the scope that may be of the same person, the likeliest first. `not` is the card itself.
///
/// A namesake whose date of birth is known to differ is not offered for the name alone.
///
/// # Errors
/// The store fails.
pub fn possible_duplicates(tx: &mut Tx<'_>, scope: &Scope, name: &FullName, birth_on: Option<Date>, email: Option<&str>, phone: Option<&str>, not: Option<PersonId>) -> Result<Vec<Duplicate>> {
    let wanted = Wanted { name, birth_on, email, phone, place: place_of(tx, not)? };
    let mut ids = candidates(tx, &wanted)?;
    ids.retain(|id| Some(*id) != not);
    let rows = rows(tx, scope, &ids)?;
    let mut found: Vec<Duplicate> = rows.into_iter().map(|person| Duplicate { why: likeness(&wanted, &person), person }).filter(|found| !found.why.is_empty()).collect();
    found.sort_by(|a, b| a.why.first().cmp(&b.why.first()).then_with(|| a.person.name.sort_key().cmp(&b.person.name.sort_key())));
    Ok(found)
}

pub(crate) struct Wanted<'a> {
    pub name: &'a FullName,
    pub birth_on: Option<Date>,
    pub email: Option<&'a str>,
    pub phone: Option<&'a str>,
    pub place: Option<String>,
}

fn place_of(tx: &mut Tx<'_>, card: Option<PersonId>) -> Result<Option<String>> {
    let Some(id) = card else { return Ok(None) };
    Ok(tx.maybe("SELECT place_id FROM person WHERE id = $1", params![id], |row| row.get(0))?)
}

/// Everybody who shares a key, by an index each.
fn candidates(tx: &mut Tx<'_>, wanted: &Wanted<'_>) -> Result<Vec<PersonId>> {
    let id = |row: &kernel::Row<'_>| row.get::<PersonId>(0);
    let (from, to) = same_name_range(wanted.name);
    let mut ids = tx.query("SELECT id FROM person WHERE sort_key >= $1 AND sort_key < $2 LIMIT 50", params![from, to], id)?;
    let keys: [(&str, Option<Value<'_>>); 3] = [
        ("SELECT id FROM person WHERE birth_on = $1 LIMIT 200", wanted.birth_on.as_ref().map(ToValue::to_value)),
        ("SELECT id FROM person WHERE email = $1 LIMIT 50", wanted.email.map(ToValue::to_value)),
        ("SELECT id FROM person WHERE phone = $1 LIMIT 50", wanted.phone.map(ToValue::to_value)),
    ];
    for (sql, key) in keys {
        if let Some(key) = key {
            ids.extend(tx.query(sql, &[key], id)?);
        }
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

/// The range of sort keys of one folded name, however its ё and capitals are written.
pub(crate) fn same_name_range(name: &FullName) -> (String, String) {
    let key = name.sort_key();
    let folded = key.split('\u{1}').next().unwrap_or_default();
    (format!("{folded}\u{1}"), format!("{folded}\u{2}"))
}

fn likeness(wanted: &Wanted<'_>, other: &PersonRow) -> Vec<Why> {
    let same_name = fold(&wanted.name.full()) == fold(&other.name.full());
    let births = (wanted.birth_on, other.birth_on);
    let same_birth = births.0.is_some() && births.0 == births.1;
    let other_birth = matches!(births, (Some(a), Some(b)) if a != b);
    let same_place = wanted.place.as_deref() == Some(other.place.as_str());
    let shares = |mine: Option<&str>, theirs: &Option<String>| mine.is_some() && mine == theirs.as_deref();
    let found = [
        (Why::SameNameAndBirth, same_name && same_birth),
        (Why::SameNameAndPlace, same_name && same_place && !other_birth),
        (Why::Email, shares(wanted.email, &other.email)),
        (Why::NearNameAndBirth, !same_name && same_birth && is_near(wanted.name, &other.name)),
        (Why::Phone, shares(wanted.phone, &other.phone)),
        (Why::SameName, same_name && !other_birth && !same_birth && !same_place),
    ];
    found.into_iter().filter(|(_, holds)| *holds).map(|(why, _)| why).collect()
}

/// One typo in the whole name, or the patronymic missing on one side.
pub(crate) fn is_near(left: &FullName, right: &FullName) -> bool {
    are_near((left, &fold(&left.full())), (right, &fold(&right.full())))
}

/// As [`is_near`] where the whole names are folded already.
pub(crate) fn are_near((left, a): (&FullName, &str), (right, b): (&FullName, &str)) -> bool {
    let bare = |name: &FullName| fold(&format!("{} {}", name.family, name.given));
    let one_lacks_patronymic = left.patronymic.is_none() != right.patronymic.is_none();
    within_one_edit(a, b) || (one_lacks_patronymic && bare(left) == bare(right))
}

/// Given name and patronymic are the same: the family name may have changed.
pub(crate) fn has_same_given(left: &FullName, right: &FullName) -> bool {
    let given = |name: &FullName| fold(&format!("{} {}", name.given, name.patronymic.as_deref().unwrap_or_default()));
    given(left) == given(right)
}

/// A pair of cards that may be one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    pub left: PersonRow,
    pub right: PersonRow,
    pub why: Vec<Why>,
}

const MOST_PAIRS: usize = 100;

/// What two cards must share to be looked at closer; each has an index.
const ALIKE: [&str; 5] =
    ["b.email = a.email", "b.phone = a.phone", "b.birth_on = a.birth_on", "b.sort_key = a.sort_key AND pb.parent_id = pa.parent_id", "b.place_id = a.place_id AND b.family = a.family AND b.given = a.given"];

/// Pairs of cards within the scope that are likely one person. A telephone or mailbox shared by people of other names is
/// the school's own and makes no pair.
///
/// # Errors
/// The store fails.
pub fn pairs(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<Pair>> {
    let mut ids: Vec<(PersonId, PersonId)> = Vec::new();
    for alike in ALIKE {
        let sql = format!(
            "SELECT a.id, a.family, a.given, a.patronymic, b.id, b.family, b.given, b.patronymic FROM person a JOIN place pa ON pa.id = a.place_id JOIN person b ON b.id > a.id JOIN place pb ON pb.id = b.place_id
             WHERE {alike} AND a.erased_at IS NULL AND a.merged_into IS NULL AND b.erased_at IS NULL AND b.merged_into IS NULL
             AND pa.path >= $1 AND pa.path < $2 AND pb.path >= $1 AND pb.path < $2 AND (CAST($3 AS TEXT) = '' OR a.id = $3)"
        );
        tx.each(&sql, params![scope.from(), scope.to(), scope.own()], |row| {
            let name = |at: usize| Ok::<_, kernel::db::DbError>(FullName { family: row.get(at)?, given: row.get(at + 1)?, patronymic: row.get(at + 2)? });
            let (left, right) = (name(1)?, name(5)?);
            if is_near(&left, &right) || has_same_given(&left, &right) {
                ids.push((row.get(0)?, row.get(4)?));
            }
            Ok(())
        })?;
    }
    ids.sort_unstable();
    ids.dedup();
    let mut found = Vec::new();
    for (left, right) in ids {
        if let [left, right] = &rows(tx, scope, &[left, right])?[..] {
            let wanted = Wanted { name: &left.name, birth_on: left.birth_on, email: left.email.as_deref(), phone: left.phone.as_deref(), place: Some(left.place.to_string()) };
            let why = likeness(&wanted, right);
            if !why.is_empty() {
                found.push(Pair { left: left.clone(), right: right.clone(), why });
            }
        }
    }
    found.sort_by(|a, b| a.why.first().cmp(&b.why.first()).then_with(|| a.left.name.sort_key().cmp(&b.left.name.sort_key())));
    found.truncate(MOST_PAIRS);
    Ok(found)
}

//! The pool of experts: who checks works of which exam and subject, at which level, in which year.
//!
//! * What an expert did is read from where it happened ([`deeds`]) and stands beside the entry.
//! * An entry is seen by coordinator and methodists of its scope, and by its person.
//! * Agreement of markings is a share of works that went to a third check; only the person and the coordinator see it, nothing is sorted by it.

pub mod deeds;

use crate::{
    form::{LINE, Reading, version},
    pick::{self, Among},
    rules,
    sql::{name, place_name},
    words::Words,
};
use ::web::Answers;
use access::{Action, Actor, Scope};
use audit::{Event, Record};
use kernel::{Error, Paged, Result, Row, Slice, ToValue, Tx, Value, db::DbError, id::PersonId, params, text_enum, uuid_id};
use serde_json::json;
use structure::profile::TermKind;

uuid_id! { ExpertId }

text_enum! {
    Exam { Oge = "oge", Ege = "ege", Olympiad = "olympiad", Contest = "contest" }
}

impl Exam {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Oge => "ОГЭ",
            Self::Ege => "ЕГЭ",
            Self::Olympiad => "олимпиада",
            Self::Contest => "конкурс",
        }
    }
}

text_enum! {
    Level { Leading = "leading", Senior = "senior", Main = "main" }
}

impl Level {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Leading => "ведущий эксперт",
            Self::Senior => "старший эксперт",
            Self::Main => "основной эксперт",
        }
    }
}

/// An entry of the pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expert {
    pub id: ExpertId,
    pub person: PersonId,
    pub exam: Exam,
    pub subject: String,
    pub level: Level,
    pub year: i64,
    pub basis: String,
    pub training: String,
    pub works: Option<u32>,
    pub thirds: Option<u32>,
    pub version: i64,
    // Joined for display.
    pub name: String,
    pub place_name: String,
}

impl Expert {
    /// Share of works that went to a third check, in whole percent.
    #[must_use]
    pub fn third_percent(&self) -> Option<u32> {
        let (works, thirds) = (self.works?, self.thirds?);
        (works > 0).then(|| (thirds * 100 + works / 2) / works)
    }
}

/// Which entries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub text: String,
    pub exam: Option<Exam>,
    pub subject: String,
    pub level: Option<Level>,
    pub year: Option<i64>,
}

fn select() -> String {
    format!(
        "SELECT e.id, e.person_id, e.exam, e.subject, e.level, e.year, e.basis, e.training, e.works, e.thirds, e.version, {}, {} FROM expert e JOIN person p ON p.id = e.person_id JOIN place pl ON pl.id = p.place_id",
        name("p"),
        place_name("p.place_id", "$1")
    )
}

fn shape(row: &Row<'_>) -> Result<Expert, DbError> {
    kernel::row!(Expert { id, person, exam, subject, level, year, basis, training, works, thirds, version, name, place_name })(row)
}

/// $1 the day, $2–$4 the scope.
const SEEN: &str = "p.erased_at IS NULL AND p.merged_into IS NULL AND pl.path >= $2 AND pl.path < $3 AND (CAST($4 AS TEXT) = '' OR p.id = $4)";

/// Whose entries the actor sees.
fn scope(actor: &Actor) -> Scope {
    if actor.can(Action::ManageSupport) { actor.scope() } else { actor.person.map_or_else(Scope::nobody, Scope::person) }
}

/// Entries by name; the figures of agreement are emptied where the actor may not see them.
///
/// # Errors
/// Not found; the store fails.
pub fn list(tx: &mut Tx<'_>, actor: &Actor, filter: &Filter, slice: Slice) -> Result<Paged<Expert>> {
    rules::enter(actor)?;
    let (scope, today) = (scope(actor), tx.today());
    let (from, to, own) = (scope.from(), scope.to(), scope.own());
    let (exam, level, year) = (filter.exam.map_or("", Exam::as_str), filter.level.map_or("", Level::as_str), filter.year.unwrap_or_default());
    let (matching, words) = people::search::plan(&filter.text).matching_sql("p.id", 9);
    let mut values: Vec<Value<'_>> = params![today, from, to, own, exam, filter.subject, level, year].to_vec();
    values.extend(words);
    let wanted =
        format!("{SEEN} AND (CAST($5 AS TEXT) = '' OR e.exam = $5) AND (CAST($6 AS TEXT) = '' OR e.subject = $6) AND (CAST($7 AS TEXT) = '' OR e.level = $7) AND (CAST($8 AS BIGINT) = 0 OR e.year = $8) AND {matching}");
    let total = tx.count(&format!("SELECT COUNT(*) FROM expert e JOIN person p ON p.id = e.person_id JOIN place pl ON pl.id = p.place_id WHERE CAST($1 AS TEXT) <> '' AND {wanted}"), &values)?;
    let (limit, offset, at) = (slice.limit(), slice.offset(), values.len());
    values.extend([limit.to_value(), offset.to_value()]);
    let mut rows = tx.query(&format!("{} WHERE {wanted} ORDER BY p.sort_key, e.year DESC, e.exam, e.subject, e.id LIMIT ${} OFFSET ${}", select(), at + 1, at + 2), &values, shape)?;
    for row in rows.iter_mut().filter(|row| !rules::sees_agreement(actor, row.person)) {
        (row.works, row.thirds) = (None, None);
    }
    Ok(Paged { rows, total, slice })
}

/// An entry that the actor keeps.
///
/// # Errors
/// Not found.
pub fn managed(tx: &mut Tx<'_>, actor: &Actor, id: ExpertId) -> Result<Expert> {
    actor.may(Action::ManageSupport)?;
    find(tx, actor, id)
}

/// An entry that the actor keeps, or the own one, with what was done in its year; a look at somebody else's is recorded.
///
/// # Errors
/// Not found.
pub fn view(tx: &mut Tx<'_>, sources: &deeds::Sources, actor: &Actor, id: ExpertId) -> Result<(Expert, deeds::Deeds)> {
    rules::enter(actor)?;
    let found = find(tx, actor, id)?;
    if actor.person != Some(found.person) {
        tx.record(&actor.by(), Event::new("expert.viewed", "expert", id).of(found.person))?;
    }
    let done = deeds::of(tx, sources, actor, &found)?;
    Ok((found, done))
}

fn find(tx: &mut Tx<'_>, actor: &Actor, id: ExpertId) -> Result<Expert> {
    let (scope, today) = (scope(actor), tx.today());
    let mut found = tx.one(&format!("{} WHERE {SEEN} AND e.id = $5", select()), params![today, scope.from(), scope.to(), scope.own(), id], shape)?;
    if !rules::sees_agreement(actor, found.person) {
        (found.works, found.thirds) = (None, None);
    }
    Ok(found)
}

struct Typed {
    exam: Exam,
    level: Level,
    subject: String,
    year: u32,
    basis: String,
    training: String,
    figures: Option<(Option<u32>, Option<u32>)>,
}

fn typed(tx: &mut Tx<'_>, actor: &Actor, person: PersonId, answers: &Answers) -> Result<Typed> {
    let mut form = Reading::of(answers);
    let (exam, level) = (form.word::<Exam>("exam", "Выберите экзамен"), form.word::<Level>("level", "Выберите уровень"));
    let subject = form.needed("subject", 60, "Выберите предмет");
    if !subject.is_empty() && !Words::read(tx, TermKind::Subject)?.has(&subject) {
        form.errors.add("subject", "Такого предмета нет в справочнике. Выберите его из списка");
    }
    let year = form.whole("year", 2000..=2100, "Год");
    let (basis, training) = (form.text("basis", LINE), form.text("training", LINE));
    let figures = rules::sees_agreement(actor, person).then(|| (form.whole_if_any("works", 0..=100_000, "Проверено работ"), form.whole_if_any("thirds", 0..=100_000, "Третьих проверок")));
    if let Some((works, Some(thirds))) = figures
        && works.is_none_or(|works| thirds > works)
    {
        form.errors.add("thirds", "Третьих проверок не может быть больше, чем проверенных работ");
    }
    form.done(exam.zip(level).zip(year).map(|((exam, level), year)| Typed { exam, level, subject, year, basis, training, figures }))
}

/// Adds somebody to the pool.
///
/// # Errors
/// Fields; not found: the person isn't within reach; refused: known already.
pub fn add(tx: &mut Tx<'_>, actor: &Actor, person: PersonId, answers: &Answers) -> Result<ExpertId> {
    actor.may(Action::ManageSupport)?;
    if pick::one(tx, actor, Among::People, person)?.is_none() {
        return Err(Error::NotFound);
    }
    let new = typed(tx, actor, person, answers)?;
    let known = tx.count("SELECT COUNT(*) FROM expert WHERE person_id = $1 AND exam = $2 AND subject = $3 AND year = $4", params![person, new.exam, new.subject, new.year])?;
    if known > 0 {
        return Err(Error::field("subject", "Этот человек уже есть в списке экспертов этого экзамена, предмета и года"));
    }
    let (id, now) = (ExpertId::fresh(), tx.now());
    let (works, thirds) = new.figures.unwrap_or_default();
    let sql = "INSERT INTO expert (id, person_id, exam, subject, level, year, basis, training, works, thirds, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    tx.execute(sql, params![id, person, new.exam, new.subject, new.level, new.year, new.basis, new.training, works, thirds, now])?;
    tx.record(&actor.by(), Event::new("expert.added", "expert", id).of(person).with(json!({"exam": new.exam, "year": new.year})))?;
    Ok(id)
}

/// Changes an entry; who may not see the figures leaves them as they are.
///
/// # Errors
/// Fields; not found; somebody was first.
pub fn edit(tx: &mut Tx<'_>, actor: &Actor, id: ExpertId, answers: &Answers) -> Result<()> {
    let found = managed(tx, actor, id)?;
    let new = typed(tx, actor, found.person, answers)?;
    let sql = "UPDATE expert SET exam = $1, subject = $2, level = $3, year = $4, basis = $5, training = $6, version = version + 1 WHERE id = $7 AND version = $8";
    tx.change_one("Запись эксперта", sql, params![new.exam, new.subject, new.level, new.year, new.basis, new.training, id, version(answers)])?;
    if let Some((works, thirds)) = new.figures {
        tx.execute("UPDATE expert SET works = $1, thirds = $2 WHERE id = $3", params![works, thirds, id])?;
    }
    tx.record(&actor.by(), Event::new("expert.edited", "expert", id).of(found.person))
}

/// Takes an entry out of the pool.
///
/// # Errors
/// Not found.
pub fn remove(tx: &mut Tx<'_>, actor: &Actor, id: ExpertId) -> Result<()> {
    let found = managed(tx, actor, id)?;
    tx.execute("DELETE FROM expert WHERE id = $1", params![id])?;
    tx.record(&actor.by(), Event::new("expert.removed", "expert", id).of(found.person))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expert(works: Option<u32>, thirds: Option<u32>) -> Expert {
        Expert {
            id: ExpertId::fresh(),
            person: PersonId::fresh(),
            exam: Exam::Ege,
            subject: String::new(),
            level: Level::Main,
            year: 2026,
            basis: String::new(),
            training: String::new(),
            works,
            thirds,
            version: 1,
            name: String::new(),
            place_name: String::new(),
        }
    }

    #[test]
    fn the_share_of_third_checks_needs_both_figures_and_rounds() {
        assert_eq!(expert(Some(120), Some(7)).third_percent(), Some(6));
        assert_eq!(expert(Some(0), Some(0)).third_percent(), None);
        assert_eq!(expert(Some(10), None).third_percent(), None);
    }
}

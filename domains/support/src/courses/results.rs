//! What came of courses: how many use what they learnt, at each term. Counts only; for those outside, no group under five.

use super::model::{Course, CourseId};
use access::Scope;
use kernel::{Result, Tx, params};

/// Fewer than this are not shown outside.
pub const LEAST: u64 = 5;

/// One course at one term.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Term {
    pub months: u32,
    pub asked: u64,
    pub answered: u64,
    pub uses: u64,
    pub partly: u64,
    pub not_yet: u64,
    pub late: u64,
}

/// One course.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    pub graduates: u64,
    pub declined: u64,
    pub unsupported: u64,
    pub terms: Vec<Term>,
}

/// Whose graduates are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// Those the viewer sees by name.
    Within(Scope),
    /// All, for counts without names; erased ones too.
    All,
}

impl Whose {
    fn range(&self) -> (String, String) {
        match self {
            Self::Within(scope) => (scope.from().to_owned(), scope.to().to_owned()),
            Self::All => (String::new(), kernel::search::after("")),
        }
    }
}

impl Outcome {
    /// The same for outside eyes: terms that tell of fewer than five are taken out.
    #[must_use]
    pub fn for_outside(mut self) -> Self {
        self.terms.retain(|term| term.answered >= LEAST && [term.uses, term.partly, term.not_yet].iter().all(|part| *part == 0 || *part >= LEAST));
        if self.graduates < LEAST {
            self = Self::default();
        }
        if self.declined < LEAST {
            self.declined = 0;
        }
        self
    }
}

/// What came of a course. A place is where a graduate worked when loaded, so that counts of a year stay true.
///
/// # Errors
/// The store fails.
pub fn of(tx: &mut Tx<'_>, whose: &Whose, course: CourseId) -> Result<Outcome> {
    let ((from, to), today) = (whose.range(), tx.today());
    let heads =
        "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN g.state = 'declined' THEN 1 ELSE 0 END), 0) AS BIGINT), CAST(COALESCE(SUM(CASE WHEN g.state = 'invited' AND g.supporter_id IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT)
        FROM course_graduate g JOIN place pl ON pl.id = g.place_id WHERE g.course_id = $1 AND pl.path >= $2 AND pl.path < $3";
    let (graduates, declined, unsupported) = tx.one(heads, params![course, from, to], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let count = |when: &str| format!("CAST(SUM(CASE WHEN {when} THEN 1 ELSE 0 END) AS BIGINT)");
    let sql = format!(
        "SELECT t.months, COUNT(*), {}, {}, {}, {}, {} FROM course_task t JOIN course_graduate g ON g.id = t.graduate_id JOIN place pl ON pl.id = g.place_id
         WHERE g.course_id = $1 AND pl.path >= $2 AND pl.path < $3 AND CAST($4 AS TEXT) <> '' GROUP BY t.months ORDER BY t.months",
        count("t.state IN ('shown', 'accepted', 'returned')"),
        count("t.state = 'accepted' AND t.uses = 'yes'"),
        count("t.state = 'accepted' AND t.uses = 'partly'"),
        count("t.state = 'accepted' AND t.uses = 'no'"),
        count("t.state IN ('asked', 'returned') AND g.state = 'invited' AND t.due_on < $4")
    );
    let terms = tx.query(&sql, params![course, from, to, today], kernel::row!(Term { months, asked, answered, uses, partly, not_yet, late }))?;
    Ok(Outcome { graduates, declined, unsupported, terms })
}

/// Courses with their outcomes, for tables.
///
/// # Errors
/// The store fails.
pub fn of_all(tx: &mut Tx<'_>, whose: &Whose, courses: Vec<Course>) -> Result<Vec<(Course, Outcome)>> {
    courses.into_iter().map(|course| Ok((of(tx, whose, course.id)?, course))).map(|pair: Result<_>| pair.map(|(outcome, course)| (course, outcome))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outside_eyes_see_no_group_under_five() {
        let term = |uses, partly, not_yet| Term { months: 1, asked: 20, answered: uses + partly + not_yet, uses, partly, not_yet, late: 0 };
        let seen = |term| Outcome { graduates: 20, declined: 3, unsupported: 0, terms: vec![term] }.for_outside();
        assert_eq!(seen(term(5, 0, 6)).terms.len(), 1);
        assert!(seen(term(9, 1, 0)).terms.is_empty(), "one person is no group");
        assert!(seen(term(4, 0, 0)).terms.is_empty());
        assert_eq!(seen(term(5, 5, 5)).declined, 0, "three who declined are no group either");
    }
}

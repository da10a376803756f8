//! Counts over schools: by factor, how strongly, what came of it. No school is named; the ministry sees groups of three and more.

use super::model::{Level, Outcome};
use crate::rules::{overseen_schools, sees_region_counts};
use access::{Actor, Role};
use kernel::{Error, Result, Tx, params};

/// Fewer schools than this are not counted for those who see counts only.
pub const LEAST: u64 = 3;

/// Schools with one factor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Count {
    pub factor: String,
    pub schools: u64,
    pub strong: u64,
    pub rechecked: u64,
    pub gone: u64,
    pub better: u64,
    pub same: u64,
    pub worse: u64,
}

/// Counts of a year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    pub schools: u64,
    /// With a plan and somebody who said yes.
    pub helped: u64,
    pub visits: u64,
    pub minutes: i64,
    pub factors: Vec<Count>,
    /// Small groups were left out.
    pub is_cut: bool,
}

/// Counts of a study year, as far as the actor may know.
///
/// # Errors
/// Not found: the actor sees no counts.
pub fn of_year(tx: &mut Tx<'_>, actor: &Actor, year: i64) -> Result<Figures> {
    let by_office = overseen_schools(actor);
    let whole = sees_region_counts(actor);
    if !whole && actor.role != Role::Municipal {
        return Err(Error::NotFound);
    }
    let (from, to) = if whole { (actor.place_path.clone(), kernel::search::after(&actor.place_path)) } else { (by_office.from, by_office.to) };
    let heads = "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN EXISTS (SELECT 1 FROM low_school_methodist m WHERE m.low_id = l.id AND m.state IN ('yes', 'ended') AND m.answered_at IS NOT NULL) AND EXISTS (SELECT 1 FROM low_school_line n WHERE n.low_id = l.id) THEN 1 ELSE 0 END), 0) AS BIGINT)
        FROM low_school l JOIN place pl ON pl.id = l.place_id WHERE pl.path >= $1 AND pl.path < $2 AND l.year = $3";
    let (schools, helped) = tx.one(heads, params![from, to, year], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let worked = "SELECT COUNT(*), CAST(COALESCE(SUM(v.minutes), 0) AS BIGINT) FROM low_school_visit v JOIN low_school l ON l.id = v.low_id JOIN place pl ON pl.id = l.place_id WHERE pl.path >= $1 AND pl.path < $2 AND l.year = $3";
    let (visits, minutes) = tx.one(worked, params![from, to, year], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let figures = Figures { schools, helped, visits, minutes, factors: by_factor(tx, (&from, &to), year)?, is_cut: false };
    Ok(if actor.role == Role::Coordinator || actor.role == Role::Municipal { figures } else { figures.in_groups() })
}

fn by_factor(tx: &mut Tx<'_>, (from, to): (&str, &str), year: i64) -> Result<Vec<Count>> {
    let sql = "SELECT f.id, f.factor, m.level, m.result FROM low_school_factor f JOIN low_school l ON l.id = f.low_id JOIN place pl ON pl.id = l.place_id JOIN low_school_measure m ON m.factor_id = f.id
        WHERE pl.path >= $1 AND pl.path < $2 AND l.year = $3 ORDER BY f.factor, f.id, m.measured_on, m.made_at, m.id";
    let rows = tx.query(sql, params![from, to, year], |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<Level>(2)?, row.get::<Outcome>(3)?)))?;
    let mut counts: Vec<Count> = Vec::new();
    for school in rows.chunk_by(|a, b| a.0 == b.0) {
        let (Some(first), Some(last)) = (school.first(), school.last()) else { continue };
        if counts.last().is_none_or(|count| count.factor != first.1) {
            counts.push(Count { factor: first.1.clone(), ..Count::default() });
        }
        let Some(count) = counts.last_mut() else { continue };
        count.schools += 1;
        count.strong += u64::from(first.2 == Level::High);
        count.rechecked += u64::from(school.len() > 1);
        match last.3 {
            Outcome::First => {}
            Outcome::Gone => count.gone += 1,
            Outcome::Better => count.better += 1,
            Outcome::Same => count.same += 1,
            Outcome::Worse => count.worse += 1,
        }
    }
    Ok(counts)
}

impl Figures {
    /// Without groups of fewer than three schools.
    #[must_use]
    pub fn in_groups(mut self) -> Self {
        if self.schools < LEAST {
            return Self { is_cut: self.schools > 0, ..Self::default() };
        }
        let before = self.factors.len();
        self.factors.retain(|count| count.schools >= LEAST);
        self.is_cut = self.factors.len() < before;
        for count in &mut self.factors {
            for part in [&mut count.strong, &mut count.rechecked, &mut count.gone, &mut count.better, &mut count.same, &mut count.worse] {
                if *part < LEAST {
                    self.is_cut |= *part > 0;
                    *part = 0;
                }
            }
        }
        if self.helped < LEAST {
            self.is_cut |= self.helped > 0;
            self.helped = 0;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_one_or_two_schools_are_left_out() {
        let count = |factor: &str, schools, gone| Count { factor: factor.into(), schools, gone, ..Count::default() };
        let figures = Figures { schools: 12, helped: 9, factors: vec![count("rf01", 8, 2), count("rf02", 2, 0), count("rf03", 3, 3)], ..Figures::default() }.in_groups();
        assert_eq!(figures.factors.iter().map(|count| (count.factor.as_str(), count.gone)).collect::<Vec<_>>(), [("rf01", 0), ("rf03", 3)]);
        assert!(figures.is_cut);
        assert_eq!(Figures { schools: 2, ..Figures::default() }.in_groups().schools, 0);
    }
}

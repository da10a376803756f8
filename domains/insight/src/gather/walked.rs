//! What was walked with which difficulty, and what came of it.

use cases::Verdict;
use kernel::{Result, Tx, params};
use std::collections::BTreeMap;

kernel::text_enum! {
    /// Where and with whom a teacher works.
    Context {
        All = "all",
        City = "city",
        District = "district",
        Primary = "primary",
        Middle = "middle",
        Upper = "upper",
        /// No class was named in the case.
        NoClass = "no_class",
    }
}

impl Context {
    /// As on the screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::All => "везде",
            Self::City => "городской округ",
            Self::District => "район",
            Self::Primary => "1–4 классы",
            Self::Middle => "5–9 классы",
            Self::Upper => "10–11 классы",
            Self::NoClass => "класс не назван",
        }
    }

    /// Of a class as it stands in a case: «7 Б».
    #[must_use]
    pub fn of_class(class: &str) -> Self {
        let digits: String = class.trim().chars().take_while(char::is_ascii_digit).collect();
        match digits.parse() {
            Ok(1..=4_u8) => Self::Primary,
            Ok(5..=9) => Self::Middle,
            Ok(10..=11) => Self::Upper,
            Ok(_) | Err(_) => Self::NoClass,
        }
    }
}

/// A teacher who walked an accepted step with a resource for a difficulty, and the verdict on it.
#[derive(Debug, Clone, PartialEq)]
pub struct WalkedRow {
    /// Says only which rows are of one teacher.
    pub person: String,
    pub code: String,
    pub title: String,
    pub resource: String,
    pub resource_title: String,
    pub kind: resources::Kind,
    pub place: Context,
    pub grade: Context,
    pub verdict: Verdict,
    /// Of the ability, in steps of the scale, where a comparable repeat was taken: mean and standard error.
    pub change: Option<(f64, f64)>,
}

/// All closed cases of the region; one row per teacher, difficulty and resource, the last verdict counts.
///
/// # Errors
/// The store fails.
pub fn walked(tx: &mut Tx<'_>) -> Result<Vec<WalkedRow>> {
    let today = tx.today();
    let sql = "SELECT c.person_id, d.competency_code, k.title, r.id, r.title, r.kind,
            COALESCE((SELECT pn.type_label FROM place_name pn WHERE pn.place_id = pl.parent_id AND pn.valid_from <= $1 AND (pn.valid_to IS NULL OR pn.valid_to > $1) ORDER BY pn.valid_from DESC LIMIT 1), ''),
            COALESCE((SELECT MIN(m.grade) FROM case_measure m WHERE m.case_id = c.id AND m.withdrawn_at IS NULL), ''), cd.verdict,
            (SELECT MAX(g.change) FROM growth g JOIN attempt t2 ON t2.id = g.second_attempt WHERE g.person_id = c.person_id AND g.competency_code = d.competency_code AND g.verdict <> 'not_comparable' AND t2.started_at >= c.opened_on),
            (SELECT MAX(g.high - g.low) FROM growth g JOIN attempt t2 ON t2.id = g.second_attempt WHERE g.person_id = c.person_id AND g.competency_code = d.competency_code AND g.verdict <> 'not_comparable' AND t2.started_at >= c.opened_on)
        FROM pathway p JOIN case_file c ON c.id = p.case_id JOIN place pl ON pl.id = c.place_id JOIN pathway_step s ON s.pathway_id = p.id JOIN resource r ON r.id = s.resource_id
        JOIN pathway_step_deficit sd ON sd.step_id = s.id JOIN case_deficit cd ON cd.case_id = c.id AND cd.deficit_id = sd.deficit_id JOIN deficit d ON d.id = sd.deficit_id JOIN competency k ON k.id = d.competency_id
        JOIN person pe ON pe.id = c.person_id
        WHERE c.state = 'closed' AND p.state = 'closed' AND s.state = 'accepted' AND pe.erased_at IS NULL AND cd.verdict <> ''
        ORDER BY c.closed_on, c.id, d.competency_code, r.id";
    let mut found: BTreeMap<(String, String, String), WalkedRow> = BTreeMap::new();
    tx.each(sql, params![today], |row| {
        let (label, class): (String, String) = (row.get(6)?, row.get(7)?);
        let (change, width): (Option<f64>, Option<f64>) = (row.get(9)?, row.get(10)?);
        let one = WalkedRow {
            person: row.get(0)?,
            code: row.get(1)?,
            title: row.get(2)?,
            resource: row.get(3)?,
            resource_title: row.get(4)?,
            kind: row.get(5)?,
            place: if label.to_lowercase().contains("город") { Context::City } else { Context::District },
            grade: Context::of_class(&class),
            verdict: row.get(8)?,
            // The interval is of 90 %: 1.645 standard errors to each side.
            change: change.zip(width).map(|(mean, width)| (mean, (width / 3.29).max(1e-3))),
        };
        found.insert((one.code.clone(), one.resource.clone(), one.person.clone()), one);
        Ok(())
    })?;
    Ok(found.into_values().collect())
}

/// Sum and number of teachers' marks to their teams at the end of a pathway.
///
/// # Errors
/// The store fails.
pub fn team_marks(tx: &mut Tx<'_>) -> Result<(i64, i64)> {
    let sql = "SELECT CAST(COALESCE(SUM(w.team_mark), 0) AS BIGINT), COUNT(w.team_mark) FROM closing_word w JOIN pathway p ON p.id = w.pathway_id WHERE p.state = 'closed'";
    tx.one(sql, params![], |row| Ok((row.get(0)?, row.get(1)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_says_its_level() {
        let of = |class: &str| Context::of_class(class);
        assert_eq!([of("3 А"), of("7Б"), of("10"), of(""), of("подготовительный"), of("12")], [Context::Primary, Context::Middle, Context::Upper, Context::NoClass, Context::NoClass, Context::NoClass]);
    }
}

//! What a measurement is judged by: the framework's targets, the scale's levels, the prior and the reference form of a calibration.

use crate::model::CompetencyId;
use competencies::Scale;
use diagnostics::{Family, ScoredAttempt};
use items::Facts;
use kernel::{Result, Tx, params};
use psychometrics::Item;
use std::collections::BTreeMap;

/// Where the level expected begins. Without a target the second level from below is expected: whoever is in the lowest finds it hard.
pub(crate) fn target(scale: &Scale, code: Option<&String>) -> (String, f64) {
    let named = code.and_then(|code| scale.level(code));
    named.or(scale.levels.get(1)).map_or((String::new(), 60.0), |level| (level.code.clone(), level.percent_from as f64))
}

/// Code and title of each competency of a framework.
pub(crate) fn names(tx: &mut Tx<'_>, framework: &str) -> Result<BTreeMap<CompetencyId, (String, String)>> {
    let found = tx.query("SELECT id, code, title FROM competency WHERE framework_id = $1", params![framework], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
    Ok(found.into_iter().collect())
}

/// The form that gives percents their meaning: all items of a competency in the calibration, so that forms of different
/// difficulty keep one scale. Without a calibration there is none.
pub(crate) fn reference(tx: &mut Tx<'_>, calibration: &str, competency: &CompetencyId) -> Result<Vec<Item>> {
    let sql = "SELECT q.family, q.slope, q.intercepts FROM item_parameter q JOIN item_competency ic ON ic.item_id = q.item_id AND ic.is_main = 1
        WHERE q.calibration_id = $1 AND ic.competency_id = $2 ORDER BY q.item_id, q.revision";
    let rows = tx.query(sql, params![calibration, competency], |row| Ok((row.get::<String>(0)?, row.get::<f64>(1)?, row.get::<String>(2)?)))?;
    let shaped = rows.into_iter().filter_map(|(family, slope, intercepts)| {
        let item = Item { family: engine_family(family.parse().ok()?), slope, intercepts: serde_json::from_str(&intercepts).ok()? };
        item.check().is_ok().then_some(item)
    });
    Ok(shaped.collect())
}

/// The engine's word for a family.
pub(crate) fn engine_family(family: Family) -> psychometrics::Family {
    match family {
        Family::PartialCredit => psychometrics::Family::PartialCredit,
        Family::Graded => psychometrics::Family::Graded,
    }
}

/// Means, standard deviations and correlations of the abilities before anything is answered.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Prior {
    pub means: Vec<f64>,
    pub sds: Vec<f64>,
    pub correlations: Vec<Vec<f64>>,
}

/// How abilities go together where nothing was estimated.
const USUAL_CORRELATION: f64 = 0.6;

impl Prior {
    /// Standard normal, correlations .6.
    pub fn usual(of: usize) -> Self {
        let correlations = (0..of).map(|row| (0..of).map(|column| if row == column { 1.0 } else { USUAL_CORRELATION }).collect()).collect();
        Self { means: vec![0.0; of], sds: vec![1.0; of], correlations }
    }

    /// From the facts of the attempt's calibration where they tell it; else the usual. `codes` are the competencies' in order.
    ///
    /// # Errors
    /// The store fails.
    pub fn read(tx: &mut Tx<'_>, attempt: &ScoredAttempt, codes: &[String]) -> Result<Self> {
        let usual = Self::usual(codes.len());
        match attempt.calibration {
            Some(calibration) => Ok(usual.told(&items::calibration(tx, calibration)?.facts, codes)),
            None => Ok(usual),
        }
    }

    /// What isn't told or isn't sound stays usual.
    fn told(mut self, facts: &Facts, codes: &[String]) -> Self {
        for (at, code) in codes.iter().enumerate() {
            if let (Some(mean), Some(place)) = (facts.means.get(code).filter(|mean| mean.is_finite()), self.means.get_mut(at)) {
                *place = *mean;
            }
            if let (Some(sd), Some(place)) = (facts.sds.get(code).filter(|sd| sd.is_finite() && **sd > 0.0), self.sds.get_mut(at)) {
                *place = *sd;
            }
        }
        let at = |code: &str| codes.iter().position(|known| known == code);
        for told in facts.correlations.iter().filter(|told| told.value.abs() < 1.0) {
            let (Some(one), Some(other)) = (at(&told.one), at(&told.other)) else { continue };
            for (row, column) in [(one, other), (other, one)].into_iter().filter(|(row, column)| row != column) {
                if let Some(place) = self.correlations.get_mut(row).and_then(|line| line.get_mut(column)) {
                    *place = told.value;
                }
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(levels: &[(&str, i64)]) -> Scale {
        let levels = levels.iter().map(|(code, percent_from)| competencies::Level { code: (*code).into(), label: (*code).into(), percent_from: *percent_from }).collect();
        Scale { id: competencies::ScaleId::fresh(), code: "levels".into(), number: 1, title: String::new(), valid_from: kernel::Date::constant(2026, 1, 1), valid_to: None, levels }
    }

    #[test]
    fn without_a_target_the_second_level_is_expected() {
        let usual = scale(&[("low", 0), ("medium", 60), ("high", 80)]);
        assert_eq!(target(&usual, None), ("medium".into(), 60.0));
        assert_eq!(target(&usual, Some(&"high".to_owned())), ("high".into(), 80.0));
        assert_eq!(target(&scale(&[]), None), (String::new(), 60.0));
    }

    #[test]
    fn facts_of_a_calibration_are_believed_where_they_are_sound() {
        let codes = ["a".to_owned(), "b".to_owned()];
        let facts = Facts {
            means: [("a".to_owned(), 0.3), ("b".to_owned(), f64::NAN)].into(),
            sds: [("a".to_owned(), -1.0), ("b".to_owned(), 1.2)].into(),
            correlations: vec![items::Correlation { one: "b".into(), other: "a".into(), value: 0.5, people: 900 }, items::Correlation { one: "a".into(), other: "z".into(), value: 0.1, people: 9 }],
            ..Facts::default()
        };
        let prior = Prior::usual(2).told(&facts, &codes);
        assert_eq!((prior.means, prior.sds, prior.correlations), (vec![0.3, 0.0], vec![1.0, 1.2], vec![vec![1.0, 0.5], vec![0.5, 1.0]]));
        assert_eq!(Prior::usual(2).told(&Facts::default(), &codes), Prior::usual(2));
    }
}

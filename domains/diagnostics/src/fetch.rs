//! Scored answers for a calibration: who gave them is left behind here.

use crate::{
    model::{AttemptId, FrameworkId},
    store::json,
};
use items::{
    Answer,
    calibration::{Respondent, Responses, Scored},
};
use kernel::{Result, Tx, params};
use std::collections::BTreeMap;
use structure::places::Facts;

/// Every scored attempt at an instrument of a framework, one respondent each, without a name or a place: only whether it is a village.
///
/// # Errors
/// The store fails.
pub fn responses(tx: &mut Tx<'_>, framework: FrameworkId) -> Result<Responses> {
    let mut people: Vec<Respondent> = Vec::new();
    let mut places: BTreeMap<AttemptId, usize> = BTreeMap::new();
    let attempts = "SELECT a.id, pl.kind, pl.facts FROM attempt a JOIN instrument i ON i.id = a.instrument_id JOIN place pl ON pl.id = a.place_id WHERE i.framework_id = $1 AND a.state = 'scored' ORDER BY a.id";
    tx.each(attempts, params![framework], |row| {
        let (kind, facts): (String, String) = (row.get(1)?, row.get(2)?);
        places.insert(row.get(0)?, people.len());
        people.push(Respondent { answers: Vec::new(), is_rural: is_rural(&kind, &json::<Facts>(&facts)?.settlement), experience: None });
        Ok(())
    })?;
    let mut answers: BTreeMap<(AttemptId, i64), Answer> = BTreeMap::new();
    let newest = "SELECT w.attempt_id, w.position, w.body FROM answer w JOIN attempt a ON a.id = w.attempt_id JOIN instrument i ON i.id = a.instrument_id
        WHERE i.framework_id = $1 AND a.state = 'scored' AND w.seq = (SELECT MAX(n.seq) FROM answer n WHERE n.attempt_id = w.attempt_id AND n.position = w.position)";
    tx.each(newest, params![framework], |row| {
        let answer = json::<Option<Answer>>(&row.get::<String>(2)?)?;
        // What was written in one's own words is no statistic.
        if let Some(answer) = answer.filter(|answer| !matches!(answer, Answer::Open { .. })) {
            answers.insert((row.get(0)?, row.get(1)?), answer);
        }
        Ok(())
    })?;
    let scores = "SELECT g.attempt_id, g.position, g.item_id, g.revision, g.score FROM attempt_item g JOIN attempt a ON a.id = g.attempt_id JOIN instrument i ON i.id = a.instrument_id
        WHERE i.framework_id = $1 AND a.state = 'scored' AND g.score IS NOT NULL ORDER BY g.attempt_id, g.position";
    tx.each(scores, params![framework], |row| {
        let (attempt, position): (AttemptId, i64) = (row.get(0)?, row.get(1)?);
        if let Some(person) = places.get(&attempt).and_then(|at| people.get_mut(*at)) {
            person.answers.push(Scored { item: row.get(2)?, revision: row.get(3)?, score: row.get(4)?, answer: answers.remove(&(attempt, position)) });
        }
        Ok(())
    })?;
    Ok(Responses { people })
}

/// A school in a town («г. Бикин») or elsewhere; unknown without a settlement.
fn is_rural(kind: &str, settlement: &str) -> Option<bool> {
    let known = kind == "school" && !settlement.trim().is_empty();
    known.then(|| !settlement.trim().starts_with("г.") && !settlement.trim().starts_with("город"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_village_is_told_by_the_settlement() {
        assert_eq!(is_rural("school", "г. Бикин"), Some(false));
        assert_eq!(is_rural("school", "с. Лончаково"), Some(true));
        assert_eq!((is_rural("school", " "), is_rural("municipality", "г. Бикин")), (None, None));
    }
}

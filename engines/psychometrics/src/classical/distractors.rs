//! Which options of a choice item draw whom.

use super::moments::correlation;
use crate::error::Error;

/// One option of an item.
#[derive(Debug, Clone, PartialEq)]
pub struct OptionRow {
    pub chosen: usize,
    /// Of those who chose anything.
    pub share: f64,
    /// Correlation of choosing it with the rest of the form: above 0 for a key; a distractor above 0 draws the able.
    pub rest_r: Option<f64>,
    /// Share choosing it in the lowest, the middle and the highest third by the rest of the form: a plot's three points.
    pub by_third: [f64; 3],
    pub key: bool,
    /// A distractor that draws the able, or a key that doesn't.
    pub suspicious: bool,
}

/// The table of an item with options `0 … options − 1`. `choices[p]` is what person `p` chose, `rest[p]` the person's share of the rest of the form; people without either are left out.
///
/// # Errors
/// Lists of unequal length, an option out of range, nobody left.
pub fn distractors(choices: &[Option<usize>], rest: &[Option<f64>], options: usize, key: usize) -> Result<Vec<OptionRow>, Error> {
    if choices.len() != rest.len() {
        return Err(Error::Shape { what: "shares of the rest", found: rest.len(), wanted: choices.len() });
    }
    let mut people: Vec<(usize, f64)> = choices.iter().zip(rest).filter_map(|(choice, rest)| Some((((*choice)?), (*rest)?))).collect();
    if let Some(found) = people.iter().map(|(choice, _)| *choice).chain([key]).find(|choice| *choice >= options) {
        return Err(Error::Shape { what: "an option", found, wanted: options });
    }
    if people.is_empty() {
        return Err(Error::TooFew { what: "people who chose", found: 0, needed: 1 });
    }
    people.sort_by(|one, other| one.1.total_cmp(&other.1));
    Ok((0..options).map(|option| row(&people, option, option == key)).collect())
}

/// A row from people in the order of their rest.
fn row(people: &[(usize, f64)], option: usize, key: bool) -> OptionRow {
    let n = people.len();
    let picked = |part: &[(usize, f64)]| part.iter().filter(|(choice, _)| *choice == option).count();
    let third = |at: usize| {
        let part = &people[at * n / 3..(at + 1) * n / 3];
        if part.is_empty() { 0.0 } else { picked(part) as f64 / part.len() as f64 }
    };
    let pairs: Vec<(f64, f64, f64)> = people.iter().map(|(choice, rest)| (f64::from(u8::from(*choice == option)), *rest, 1.0)).collect();
    let chosen = picked(people);
    let rest_r = correlation(&pairs);
    let suspicious = rest_r.is_some_and(|r| if key { r <= 0.0 } else { r > 0.0 });
    OptionRow { chosen, share: chosen as f64 / n as f64, rest_r, by_third: [third(0), third(1), third(2)], key, suspicious }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distractor_that_draws_the_able_is_suspicious() {
        let rest: Vec<Option<f64>> = (0..30).map(|at| Some(f64::from(at) / 30.0)).collect();
        let choices: Vec<Option<usize>> = (0..30)
            .map(|at| {
                Some(if at < 10 {
                    0
                } else if at < 22 {
                    1
                } else {
                    2
                })
            })
            .collect();
        let rows = distractors(&choices, &rest, 4, 1).unwrap();
        assert_eq!(rows.iter().map(|row| row.chosen).collect::<Vec<_>>(), [10, 12, 8, 0]);
        assert!(rows[2].suspicious && !rows[0].suspicious && rows[3].rest_r.is_none() && !rows[3].suspicious);
        assert_eq!(rows[0].by_third, [1.0, 0.0, 0.0]);
        assert_eq!(rows[2].by_third, [0.0, 0.0, 0.8]);
    }

    #[test]
    fn lists_that_do_not_fit_are_refused() {
        assert!(distractors(&[Some(0)], &[], 2, 0).is_err());
        assert!(distractors(&[Some(2)], &[Some(0.5)], 2, 0).is_err());
        assert!(distractors(&[None], &[Some(0.5)], 2, 0).is_err());
        assert!(distractors(&[Some(0)], &[Some(0.5)], 2, 5).is_err());
    }
}

//! Who scored what on which item.

use thiserror::Error;

/// The mark of an answer that isn't there.
pub const MISSING: u8 = u8::MAX;
/// No item may give more points than this.
pub const LARGEST_SCORE: u8 = 100;

/// Scores of persons (rows) on items (columns): whole numbers from 0, or missing. One byte per answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Responses {
    persons: usize,
    items: usize,
    /// Row by row.
    scores: Vec<u8>,
    /// How many persons a row stands for; all 1 when absent.
    weights: Option<Vec<f64>>,
    /// Of each item, `None` when nobody answered it.
    ranges: Vec<Option<(u8, u8)>>,
    complete: bool,
}

/// Why a table of answers can't be taken. Rows and items count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum ResponsesError {
    #[error("there are no persons")]
    NoPersons,
    #[error("there are no items")]
    NoItems,
    #[error("row {row} has {found} answers where {expected} are expected")]
    Ragged { row: usize, expected: usize, found: usize },
    #[error("column {item} has {found} answers where {expected} are expected")]
    RaggedColumn { item: usize, expected: usize, found: usize },
    #[error("{found} scores are not {persons} × {items}")]
    Size { persons: usize, items: usize, found: usize },
    #[error("row {row}, item {item}: a score of {score} is above {LARGEST_SCORE}")]
    ScoreTooLarge { row: usize, item: usize, score: u8 },
    #[error("nobody answered anything")]
    NoAnswers,
    #[error("{found} weights for {expected} rows")]
    Weights { expected: usize, found: usize },
    #[error("the weight of row {row} is not a number above 0")]
    Weight { row: usize },
}

impl Responses {
    /// From a row per person.
    ///
    /// # Errors
    /// Rows of unequal length, a score above [`LARGEST_SCORE`], nothing in it at all.
    pub fn from_rows<R: AsRef<[Option<u8>]>>(rows: &[R]) -> Result<Self, ResponsesError> {
        let items = rows.first().ok_or(ResponsesError::NoPersons)?.as_ref().len();
        let mut scores = Vec::with_capacity(rows.len() * items);
        for (row, answers) in rows.iter().map(AsRef::as_ref).enumerate() {
            if answers.len() != items {
                return Err(ResponsesError::Ragged { row, expected: items, found: answers.len() });
            }
            for (item, answer) in answers.iter().enumerate() {
                scores.push(byte(*answer, row, item)?);
            }
        }
        Self::from_bytes(rows.len(), items, scores)
    }

    /// From a column per item.
    ///
    /// # Errors
    /// As [`Responses::from_rows`].
    pub fn from_columns<C: AsRef<[Option<u8>]>>(columns: &[C]) -> Result<Self, ResponsesError> {
        let persons = columns.first().ok_or(ResponsesError::NoItems)?.as_ref().len();
        let mut scores = vec![MISSING; persons * columns.len()];
        for (item, answers) in columns.iter().map(AsRef::as_ref).enumerate() {
            if answers.len() != persons {
                return Err(ResponsesError::RaggedColumn { item, expected: persons, found: answers.len() });
            }
            for (row, answer) in answers.iter().enumerate() {
                scores[row * columns.len() + item] = byte(*answer, row, item)?;
            }
        }
        Self::from_bytes(persons, columns.len(), scores)
    }

    /// From `persons × items` bytes, row by row, [`MISSING`] where there is no answer.
    ///
    /// # Errors
    /// As [`Responses::from_rows`], and when the number of bytes doesn't fit.
    pub fn from_bytes(persons: usize, items: usize, scores: Vec<u8>) -> Result<Self, ResponsesError> {
        if persons == 0 {
            return Err(ResponsesError::NoPersons);
        }
        if items == 0 {
            return Err(ResponsesError::NoItems);
        }
        if persons.checked_mul(items) != Some(scores.len()) {
            return Err(ResponsesError::Size { persons, items, found: scores.len() });
        }
        let (lowest, highest, complete) = extremes(items, &scores);
        if highest.iter().any(|highest| *highest > LARGEST_SCORE) {
            let worst = scores.iter().position(|score| *score != MISSING && *score > LARGEST_SCORE).unwrap_or(0);
            return Err(ResponsesError::ScoreTooLarge { row: worst / items, item: worst % items, score: scores[worst] });
        }
        let ranges: Vec<_> = lowest.iter().zip(&highest).map(|(lowest, highest)| (*lowest != MISSING).then_some((*lowest, *highest))).collect();
        if ranges.iter().all(Option::is_none) {
            return Err(ResponsesError::NoAnswers);
        }
        Ok(Self { persons, items, scores, weights: None, ranges, complete })
    }

    /// The same where each row stands for as many persons as its weight says.
    ///
    /// # Errors
    /// Not one weight per row; a weight that isn't a finite number above 0.
    pub fn weighted(mut self, weights: Vec<f64>) -> Result<Self, ResponsesError> {
        if weights.len() != self.persons {
            return Err(ResponsesError::Weights { expected: self.persons, found: weights.len() });
        }
        if let Some(row) = weights.iter().position(|weight| !weight.is_finite() || *weight <= 0.0) {
            return Err(ResponsesError::Weight { row });
        }
        self.weights = Some(weights);
        Ok(self)
    }

    #[must_use]
    pub fn persons(&self) -> usize {
        self.persons
    }

    #[must_use]
    pub fn items(&self) -> usize {
        self.items
    }

    /// Whether everybody answered everything.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// The scores of a person, [`MISSING`] where there is no answer. Panics when there is no such person.
    #[must_use]
    pub fn row(&self, person: usize) -> &[u8] {
        &self.scores[person * self.items..(person + 1) * self.items]
    }

    /// All persons in order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        self.scores.chunks_exact(self.items)
    }

    /// What a person scored on an item.
    #[must_use]
    pub fn score(&self, person: usize, item: usize) -> Option<u8> {
        self.row(person).get(item).copied().filter(|score| *score != MISSING)
    }

    /// How many persons a row stands for.
    #[must_use]
    pub fn weight(&self, person: usize) -> f64 {
        self.weights.as_ref().and_then(|weights| weights.get(person)).copied().unwrap_or(1.0)
    }

    /// The weights, when they were given.
    #[must_use]
    pub fn weights(&self) -> Option<&[f64]> {
        self.weights.as_deref()
    }

    /// The lowest and the highest score anyone has on an item; nothing when nobody answered it.
    #[must_use]
    pub fn range(&self, item: usize) -> Option<(u8, u8)> {
        self.ranges.get(item).copied().flatten()
    }

    /// These persons alone, in the order given; persons that don't exist are left out.
    ///
    /// # Errors
    /// Nobody is left, or nobody who answered anything.
    pub fn of_persons(&self, persons: impl IntoIterator<Item = usize>) -> Result<Self, ResponsesError> {
        let chosen: Vec<usize> = persons.into_iter().filter(|person| *person < self.persons).collect();
        let mut scores = Vec::with_capacity(chosen.len() * self.items);
        chosen.iter().for_each(|person| scores.extend_from_slice(self.row(*person)));
        let picked = Self::from_bytes(chosen.len(), self.items, scores)?;
        match &self.weights {
            Some(weights) => picked.weighted(chosen.iter().map(|person| weights[*person]).collect()),
            None => Ok(picked),
        }
    }
}

fn byte(answer: Option<u8>, row: usize, item: usize) -> Result<u8, ResponsesError> {
    match answer {
        Some(score) if score > LARGEST_SCORE => Err(ResponsesError::ScoreTooLarge { row, item, score }),
        Some(score) => Ok(score),
        None => Ok(MISSING),
    }
}

/// Of each item the lowest score ([`MISSING`] when there is none) and the highest, and whether nothing is missing. Written so that it runs 16 items at once.
fn extremes(items: usize, scores: &[u8]) -> (Vec<u8>, Vec<u8>, bool) {
    let (mut lowest, mut highest, mut largest) = (vec![MISSING; items], vec![0_u8; items], vec![0_u8; items]);
    for row in scores.chunks_exact(items) {
        for (((score, low), high), any) in row.iter().zip(&mut lowest).zip(&mut highest).zip(&mut largest) {
            *low = (*low).min(*score);
            // A missing answer becomes 0 and is no highest score.
            *high = (*high).max(if *score == MISSING { 0 } else { *score });
            *any = (*any).max(*score);
        }
    }
    let complete = largest.iter().all(|largest| *largest != MISSING);
    (lowest, highest, complete)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_columns_make_the_same_table() {
        let rows = Responses::from_rows(&[[Some(0), Some(2)], [None, Some(1)], [Some(1), None]]).unwrap();
        let columns = Responses::from_columns(&[[Some(0), None, Some(1)], [Some(2), Some(1), None]]).unwrap();
        assert_eq!(rows, columns);
        assert_eq!((rows.persons(), rows.items(), rows.is_complete()), (3, 2, false));
        assert_eq!((rows.range(0), rows.range(1), rows.range(2)), (Some((0, 1)), Some((1, 2)), None));
        assert_eq!((rows.score(1, 0), rows.score(1, 1)), (None, Some(1)));
    }

    #[test]
    fn a_table_that_is_none_is_refused_with_the_place() {
        assert_eq!(Responses::from_rows::<[Option<u8>; 0]>(&[]), Err(ResponsesError::NoPersons));
        assert_eq!(Responses::from_rows(&[[]]), Err(ResponsesError::NoItems));
        assert_eq!(Responses::from_rows(&[vec![Some(1)], vec![]]), Err(ResponsesError::Ragged { row: 1, expected: 1, found: 0 }));
        assert_eq!(Responses::from_columns(&[vec![Some(1)], vec![]]), Err(ResponsesError::RaggedColumn { item: 1, expected: 1, found: 0 }));
        assert_eq!(Responses::from_rows(&[[Some(1), Some(101)]]), Err(ResponsesError::ScoreTooLarge { row: 0, item: 1, score: 101 }));
        assert_eq!(Responses::from_rows(&[[Some(255)]]), Err(ResponsesError::ScoreTooLarge { row: 0, item: 0, score: 255 }));
        assert_eq!(Responses::from_rows(&[[None, None]]), Err(ResponsesError::NoAnswers));
        assert_eq!(Responses::from_bytes(2, 2, vec![0, 1, 0]), Err(ResponsesError::Size { persons: 2, items: 2, found: 3 }));
        assert_eq!(Responses::from_bytes(1, 2, vec![0, 200]), Err(ResponsesError::ScoreTooLarge { row: 0, item: 1, score: 200 }));
    }

    #[test]
    fn a_weight_must_be_a_number_above_zero() {
        let rows = || Responses::from_rows(&[[Some(0)], [Some(1)]]).unwrap();
        assert_eq!(rows().weighted(vec![1.0]), Err(ResponsesError::Weights { expected: 2, found: 1 }));
        assert_eq!(rows().weighted(vec![1.0, 0.0]), Err(ResponsesError::Weight { row: 1 }));
        assert_eq!(rows().weighted(vec![f64::NAN, 1.0]), Err(ResponsesError::Weight { row: 0 }));
        let weighted = rows().weighted(vec![3.0, 0.5]).unwrap();
        assert_eq!((weighted.weight(0), weighted.weight(1), rows().weight(1)), (3.0, 0.5, 1.0));
        assert_eq!(weighted.of_persons([1, 7]).unwrap().weights(), Some(&[0.5][..]));
    }
}

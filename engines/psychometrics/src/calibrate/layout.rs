//! Where each parameter stands in the vector that is climbed, and which of them move.

use super::{CalibrationError, MOST_ITEMS, Model, Plan};
use crate::{Family, Item, MISSING, Responses};

/// How an item enters the likelihood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Partial credit: of all answers only `Σ a·x` matters.
    Sufficient,
    Graded,
}

/// An item as the likelihood sees it: only scores that somebody has.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shape {
    pub kind: Kind,
    /// Ascending; at least two.
    pub scores: Vec<u8>,
    /// Place of the slope; the intercepts of `scores[1..]` follow it.
    pub at: usize,
    pub anchored: bool,
}

impl Shape {
    pub fn len(&self) -> usize {
        self.scores.len()
    }

    pub fn range(&self) -> std::ops::Range<usize> {
        self.at..self.at + self.scores.len()
    }

    /// Place of a score among those somebody has.
    pub fn category(&self, score: u8) -> usize {
        self.scores.iter().position(|known| *known == score).unwrap_or(0)
    }
}

/// Items first (slope, intercepts), then groups (mean, ln of the standard deviation).
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub items: Vec<Shape>,
    pub groups: usize,
    /// Place of the first group.
    pub group_at: usize,
    pub free: Vec<bool>,
}

impl Layout {
    pub fn of(responses: &Responses, plan: &Plan<'_>) -> Result<Self, CalibrationError> {
        if responses.items() > MOST_ITEMS {
            return Err(CalibrationError::TooManyItems { found: responses.items() });
        }
        let anchors = plan.anchors.unwrap_or(&[]);
        if plan.anchors.is_some() && anchors.len() != responses.items() {
            return Err(CalibrationError::Anchors { expected: responses.items(), found: anchors.len() });
        }
        let seen = seen(responses);
        let mut items = Vec::with_capacity(responses.items());
        let mut free = Vec::new();
        for (item, scores) in seen.into_iter().enumerate() {
            let at = free.len();
            let shape = match anchors.get(item).and_then(Option::as_ref) {
                Some(anchor) => anchored(item, anchor, &scores, at)?,
                None => estimated(item, scores, plan.model, at)?,
            };
            free.push(!shape.anchored && plan.model.has_slopes());
            free.extend(std::iter::repeat_n(!shape.anchored, shape.len() - 1));
            items.push(shape);
        }
        let groups = groups(responses, plan)?;
        let group_at = free.len();
        let is_linked = items.iter().any(|shape| shape.anchored);
        for group in 0..groups {
            free.push(group > 0 || is_linked);
            free.push(group > 0 || is_linked || !plan.model.has_slopes());
        }
        enough_items(&items, plan.model, is_linked)?;
        Ok(Self { items, groups, group_at, free })
    }

    /// Whether a place belongs to an item's slope.
    pub fn is_slope(&self, place: usize) -> bool {
        self.items.binary_search_by(|shape| shape.at.cmp(&place)).is_ok()
    }

    pub fn mean_at(&self, group: usize) -> usize {
        self.group_at + 2 * group
    }

    pub fn log_sd_at(&self, group: usize) -> usize {
        self.group_at + 2 * group + 1
    }
}

fn enough_items(items: &[Shape], model: Model, is_linked: bool) -> Result<(), CalibrationError> {
    let has_steps = items.iter().any(|shape| shape.len() > 2);
    let needed = match (is_linked, model.has_slopes() && !has_steps) {
        (true, _) => 1,
        (false, true) => 3,
        (false, false) => 2,
    };
    if items.len() < needed { Err(CalibrationError::TooFewItems { found: items.len(), needed }) } else { Ok(()) }
}

fn groups(responses: &Responses, plan: &Plan<'_>) -> Result<usize, CalibrationError> {
    let Some(groups) = plan.groups else { return Ok(1) };
    if groups.len() != responses.persons() {
        return Err(CalibrationError::Groups { expected: responses.persons(), found: groups.len() });
    }
    let count = groups.iter().max().map_or(1, |last| last + 1);
    // A gap in the numbers is an empty group: told below, not allocated for.
    if count > responses.persons() {
        let missing = (0..responses.persons()).find(|group| !groups.contains(group)).unwrap_or(0);
        return Err(CalibrationError::EmptyGroup { group: missing });
    }
    let mut answered = vec![false; count];
    for (row, group) in responses.rows().zip(groups) {
        answered[*group] = answered[*group] || row.iter().any(|score| *score != MISSING);
    }
    match answered.iter().position(|answered| !answered) {
        Some(group) => Err(CalibrationError::EmptyGroup { group }),
        None => Ok(count),
    }
}

fn estimated(item: usize, scores: Vec<u8>, model: Model, at: usize) -> Result<Shape, CalibrationError> {
    match scores.as_slice() {
        [] => return Err(CalibrationError::Unanswered { item }),
        [score] => return Err(CalibrationError::OneScore { item, score: *score }),
        [.., score] if model.is_dichotomous() && *score > 1 => return Err(CalibrationError::NotDichotomous { item, score: *score }),
        _ => {}
    }
    let kind = if model == Model::Graded { Kind::Graded } else { Kind::Sufficient };
    Ok(Shape { kind, scores, at, anchored: false })
}

fn anchored(item: usize, anchor: &Item, scores: &[u8], at: usize) -> Result<Shape, CalibrationError> {
    let kind = [(Family::PartialCredit, Kind::Sufficient), (Family::Graded, Kind::Graded)].into_iter().find(|(family, _)| *family == anchor.family).map(|(_, kind)| kind);
    let Some(kind) = kind else { return Err(CalibrationError::AnchorFamily { item }) };
    let in_order = kind == Kind::Sufficient || anchor.intercepts.windows(2).all(|pair| pair[0] > pair[1]);
    let finite = anchor.slope.is_finite() && anchor.intercepts.iter().all(|d| d.is_finite());
    let top = u8::try_from(anchor.max_score()).ok().filter(|top| (1..=crate::responses::LARGEST_SCORE).contains(top));
    let Some(top) = top.filter(|_| in_order && finite) else { return Err(CalibrationError::AnchorParameters { item }) };
    if let Some(score) = scores.last().copied().filter(|score| *score > top) {
        return Err(CalibrationError::AnchorScore { item, score });
    }
    Ok(Shape { kind, scores: (0..=top).collect(), at, anchored: true })
}

/// The scores somebody has on each item, ascending.
fn seen(responses: &Responses) -> Vec<Vec<u8>> {
    let is_simple = |item| responses.range(item).is_none_or(|(low, high)| high - low <= 1);
    let mut marks = vec![0_u128; responses.items()];
    if !(0..responses.items()).all(is_simple) {
        for row in responses.rows() {
            for (mark, score) in marks.iter_mut().zip(row).filter(|(_, score)| **score != MISSING) {
                *mark |= 1 << score;
            }
        }
    }
    let scores = |(item, mark): (usize, u128)| match responses.range(item) {
        None => Vec::new(),
        Some((low, high)) if high - low <= 1 => (low..=high).collect(),
        Some((low, high)) => (low..=high).filter(|score| mark >> score & 1 == 1).collect(),
    };
    marks.into_iter().enumerate().map(scores).collect()
}

//! Places of a methodist and who sits on them.

use crate::FAIRNESS;

/// What no sum of costs reaches.
pub(crate) const NEVER: i64 = i64::MAX / 4;

/// Nobody, in lists of indices.
pub(crate) const NOBODY: u32 = u32::MAX;

/// The price of the n-th place of `capacity`, counted from one: it never falls as n grows, which makes the sum convex.
pub(crate) fn price(nth: usize, capacity: u32) -> i64 {
    match (nth, i64::from(capacity)) {
        (0, _) => -NEVER,
        (nth, places) => i64::try_from(nth).ok().filter(|nth| *nth <= places).map_or(NEVER, |nth| FAIRNESS * nth / places),
    }
}

/// Who is with whom. Sitting down and standing up are one step each.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    /// By teacher: the methodist, or [`NOBODY`].
    at: Vec<u32>,
    /// By teacher: the cost of the present pair.
    cost: Vec<i64>,
    /// By teacher: the position among those of the methodist.
    position: Vec<u32>,
    /// By methodist: the teachers.
    with: Vec<Vec<u32>>,
}

impl Places {
    pub fn empty(teachers: usize, methodists: usize) -> Self {
        Self { at: vec![NOBODY; teachers], cost: vec![0; teachers], position: vec![0; teachers], with: vec![Vec::new(); methodists] }
    }

    pub fn one_more_teacher(&mut self) {
        self.at.push(NOBODY);
        self.cost.push(0);
        self.position.push(0);
    }

    pub fn one_more_methodist(&mut self) {
        self.with.push(Vec::new());
    }

    pub fn of(&self, teacher: usize) -> Option<usize> {
        Some(self.at[teacher]).filter(|at| *at != NOBODY).map(|at| at as usize)
    }

    pub fn cost(&self, teacher: usize) -> i64 {
        self.cost[teacher]
    }

    pub fn with(&self, methodist: usize) -> &[u32] {
        &self.with[methodist]
    }

    pub fn load(&self, methodist: usize) -> usize {
        self.with[methodist].len()
    }

    pub fn sit(&mut self, teacher: u32, methodist: usize, cost: i64) {
        self.stand_up(teacher);
        let t = teacher as usize;
        self.at[t] = crate::problem::index(methodist);
        self.cost[t] = cost;
        self.position[t] = crate::problem::index(self.with[methodist].len());
        self.with[methodist].push(teacher);
    }

    pub fn stand_up(&mut self, teacher: u32) {
        let t = teacher as usize;
        let Some(methodist) = self.of(t) else { return };
        let position = self.position[t];
        self.with[methodist].swap_remove(position as usize);
        if let Some(&moved) = self.with[methodist].get(position as usize) {
            self.position[moved as usize] = position;
        }
        self.at[t] = NOBODY;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_costs_more_the_fuller_the_methodist_is_and_none_is_behind_the_last() {
        let prices: Vec<i64> = (1..=6).map(|nth| price(nth, 5)).collect();
        assert_eq!(prices, [2, 4, 7, 9, 12, NEVER]);
        assert_eq!(price(1, 0), NEVER);
    }

    #[test]
    fn sitting_elsewhere_frees_the_place() {
        let mut places = Places::empty(3, 2);
        places.sit(0, 0, 4);
        places.sit(1, 0, 5);
        places.sit(0, 1, 6);
        assert_eq!((places.with(0), places.with(1), places.cost(0)), (&[1][..], &[0][..], 6));
        places.stand_up(1);
        assert_eq!((places.of(1), places.load(0)), (None, 0));
    }
}

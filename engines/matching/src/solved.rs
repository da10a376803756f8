//! An optimum with the prices that prove it.

use crate::{
    places::Places,
    problem::{Problem, index},
    search::Scratch,
};

/// The pairs of least total cost, kept ready for changes.
#[derive(Debug, Clone)]
pub struct Solved {
    pub(crate) problem: Problem,
    pub(crate) places: Places,
    /// By methodist: the price of a place.
    pub(crate) prices: Vec<i64>,
    /// By methodist: teachers who may come, with the cost.
    pub(crate) wanted_by: Vec<Vec<(u32, i32)>>,
    pub(crate) scratch: Scratch,
    /// Searches made so far: what a change costs in work, whatever the machine.
    pub(crate) searches: u64,
}

impl Solved {
    pub(crate) fn of(problem: Problem) -> Self {
        let methodists = problem.capacities.len();
        let places = Places::empty(problem.teachers.len(), methodists);
        let prices = (0..methodists).map(|at| problem.price(at, 1)).collect();
        let scratch = Scratch::sized(methodists, problem.rows.len());
        let mut solved = Self { places, prices, wanted_by: Vec::new(), scratch, searches: 0, problem };
        let mut order: Vec<u32> = (0..index(solved.problem.teachers.len())).collect();
        // Required pairs first, then those who cost most to leave: fewer are displaced again.
        order.sort_by_key(|teacher| std::cmp::Reverse(solved.problem.teachers[*teacher as usize].unserved));
        for teacher in order {
            solved.insert(teacher);
        }
        solved.wanted_by = solved.who_wants_whom();
        solved
    }

    fn who_wants_whom(&self) -> Vec<Vec<(u32, i32)>> {
        let mut counts = vec![0usize; self.problem.capacities.len()];
        for teacher in &self.problem.teachers {
            for pair in self.problem.pairs_of(teacher.row) {
                counts[pair.methodist as usize] += 1;
            }
        }
        let mut wanted: Vec<Vec<(u32, i32)>> = counts.into_iter().map(Vec::with_capacity).collect();
        for (at, teacher) in self.problem.teachers.iter().enumerate() {
            for pair in self.problem.pairs_of(teacher.row) {
                wanted[pair.methodist as usize].push((index(at), pair.cost));
            }
        }
        wanted
    }

    /// The methodist of a teacher.
    #[must_use]
    pub fn methodist_of(&self, teacher: usize) -> Option<usize> {
        self.places.of(teacher)
    }

    /// Teachers of a methodist, in order.
    #[must_use]
    pub fn teachers_of(&self, methodist: usize) -> Vec<usize> {
        let mut with: Vec<usize> = self.places.with(methodist).iter().map(|teacher| *teacher as usize).collect();
        with.sort_unstable();
        with
    }

    /// How many teachers a methodist has, and how many places.
    #[must_use]
    pub fn load(&self, methodist: usize) -> (usize, u32) {
        (self.places.load(methodist), self.problem.capacities[methodist])
    }

    /// Those present who have nobody.
    #[must_use]
    pub fn unserved(&self) -> Vec<usize> {
        (0..self.problem.teachers.len()).filter(|teacher| self.is_present(*teacher) && self.places.of(*teacher).is_none()).collect()
    }

    /// The least total: costs of pairs, prices of the places taken, and of those left without anybody.
    #[must_use]
    pub fn total(&self) -> i64 {
        let teachers: i64 = (0..self.problem.teachers.len()).filter(|teacher| self.is_present(*teacher)).map(|teacher| self.own_cost(teacher)).sum();
        let places: i64 = (0..self.prices.len()).map(|methodist| (1..=self.places.load(methodist)).map(|nth| self.problem.price(methodist, nth)).sum::<i64>()).sum();
        teachers + places
    }

    /// How many searches were made since the beginning.
    #[must_use]
    pub fn searches(&self) -> u64 {
        self.searches
    }

    pub(crate) fn is_present(&self, teacher: usize) -> bool {
        self.problem.teachers[teacher].present
    }

    fn own_cost(&self, teacher: usize) -> i64 {
        if self.places.of(teacher).is_some() { self.places.cost(teacher) } else { self.problem.teachers[teacher].unserved }
    }

    /// What the teacher costs at today's prices: never more than any other choice would.
    pub(crate) fn worth(&self, teacher: usize) -> i64 {
        match self.places.of(teacher) {
            Some(methodist) => self.places.cost(teacher) + self.prices[methodist],
            None => self.problem.teachers[teacher].unserved,
        }
    }

    pub(crate) fn next_price(&self, methodist: usize) -> i64 {
        self.problem.price(methodist, self.places.load(methodist) + 1)
    }

    pub(crate) fn last_price(&self, methodist: usize) -> i64 {
        self.problem.price(methodist, self.places.load(methodist))
    }

    /// Proves the optimum: no pair is cheaper than what its teacher has, each price lies between the last place taken and the next,
    /// and the sum of the dual side equals the total.
    ///
    /// # Errors
    /// What does not hold, for a test to print.
    pub fn check(&self) -> Result<(), String> {
        let mut dual = 0i64;
        for methodist in 0..self.prices.len() {
            let price = self.prices[methodist];
            if self.problem.capacities[methodist] == 0 {
                continue;
            }
            if !(self.last_price(methodist)..=self.next_price(methodist)).contains(&price) {
                return Err(format!("methodist {methodist}: price {price} outside {}..={}", self.last_price(methodist), self.next_price(methodist)));
            }
            dual -= (1..=self.problem.capacities[methodist] as usize).map(|nth| (price - self.problem.price(methodist, nth)).max(0)).sum::<i64>();
        }
        for (at, teacher) in self.problem.teachers.iter().enumerate().filter(|(_, teacher)| teacher.present) {
            let worth = self.worth(at);
            if worth > teacher.unserved {
                return Err(format!("teacher {at}: would rather have nobody"));
            }
            let open = self.problem.pairs_of(teacher.row).iter().filter(|pair| self.problem.capacities[pair.methodist as usize] > 0);
            let cheaper = open.clone().find(|pair| i64::from(pair.cost) + self.prices[pair.methodist as usize] < worth);
            if let Some(pair) = cheaper {
                return Err(format!("teacher {at}: methodist {} is cheaper", pair.methodist));
            }
            let own = self.places.of(at).map(|methodist| (methodist, self.places.cost(at)));
            if own.is_some_and(|(methodist, cost)| !open.clone().any(|pair| pair.methodist as usize == methodist && i64::from(pair.cost) == cost)) {
                return Err(format!("teacher {at}: a pair that is not on the list"));
            }
            dual += worth;
        }
        if dual == self.total() { Ok(()) } else { Err(format!("total {} is not the dual {dual}", self.total())) }
    }
}

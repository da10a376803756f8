//! One thing changes; the optimum follows by a few searches.

use crate::{
    Pair, REQUIRED, RowId, Solved,
    places::NEVER,
    problem::{Teacher, index},
};

impl Solved {
    /// Another number of places: zero when a methodist falls ill.
    pub fn set_capacity(&mut self, methodist: usize, capacity: u32) {
        let was_closed = self.problem.capacities[methodist] == 0;
        self.problem.capacities[methodist] = capacity;
        if was_closed && capacity > 0 {
            self.prices[methodist] = self.highest_useful(methodist);
        }
        let mut displaced = Vec::new();
        while self.places.load(methodist) > 0 && (capacity == 0 || self.last_price(methodist) > self.prices[methodist]) {
            let Some(&last) = self.places.with(methodist).last() else { break };
            self.places.stand_up(last);
            displaced.push(last);
        }
        for teacher in displaced {
            self.insert(teacher);
        }
        self.settle(methodist);
    }

    /// A teacher who came later.
    pub fn add_teacher(&mut self, pairs: &[Pair], unserved: i64) -> usize {
        let row = self.new_row(pairs);
        let at = self.problem.teachers.len();
        self.problem.teachers.push(Teacher { row, unserved, present: true });
        self.places.one_more_teacher();
        self.note_wishes(at);
        self.insert(index(at));
        at
    }

    /// A teacher who no longer needs anybody.
    pub fn remove_teacher(&mut self, teacher: usize) {
        self.take_out(teacher);
        self.problem.teachers[teacher].present = false;
    }

    /// This pair may not be formed.
    pub fn forbid(&mut self, teacher: usize, methodist: u32) {
        let pairs: Vec<Pair> = self.problem.pairs_of(self.problem.teachers[teacher].row).iter().copied().filter(|pair| pair.methodist != methodist).collect();
        let unserved = self.problem.teachers[teacher].unserved;
        self.rework(teacher, &pairs, unserved);
    }

    /// This pair must be formed: the teacher has no other choice, and it costs more than anything to leave the teacher.
    pub fn pin(&mut self, teacher: usize, pair: Pair) {
        self.rework(teacher, &[pair], REQUIRED);
    }

    /// Other pairs for a teacher, or another cost of being left: also how a pin or a ban is taken back. Nothing for one who was removed.
    pub fn rework(&mut self, teacher: usize, pairs: &[Pair], unserved: i64) {
        if !self.is_present(teacher) {
            return;
        }
        self.take_out(teacher);
        for pair in self.problem.pairs_of(self.problem.teachers[teacher].row) {
            self.wanted_by[pair.methodist as usize].retain(|(other, _)| *other as usize != teacher);
        }
        let row = self.new_row(pairs);
        self.problem.teachers[teacher] = Teacher { row, unserved, present: true };
        self.note_wishes(teacher);
        self.insert(index(teacher));
    }

    /// A methodist who came later, with the teachers who may come and what each pair costs. The methodist's index.
    pub fn add_methodist(&mut self, capacity: u32, wanted_by: &[(usize, i32)]) -> usize {
        let methodist = self.prices.len();
        self.problem.capacities.push(0);
        self.prices.push(NEVER);
        self.places.one_more_methodist();
        self.scratch.one_more_methodist();
        self.wanted_by.push(Vec::with_capacity(wanted_by.len()));
        for (teacher, cost) in wanted_by {
            // Closed as yet, so nobody's choice changes by the longer row.
            let mut pairs = self.problem.pairs_of(self.problem.teachers[*teacher].row).to_vec();
            pairs.push(Pair::new(index(methodist), *cost));
            self.problem.teachers[*teacher].row = self.new_row(&pairs);
            self.wanted_by[methodist].push((index(*teacher), *cost));
        }
        self.set_capacity(methodist, capacity);
        methodist
    }

    /// The lowest price at which nobody would gain by coming: where a new methodist begins.
    fn highest_useful(&self, methodist: usize) -> i64 {
        let first = self.problem.price(methodist, 1);
        let gains = self.wanted_by[methodist].iter().filter(|(teacher, _)| self.is_present(*teacher as usize)).map(|(teacher, cost)| self.worth(*teacher as usize) - i64::from(*cost));
        gains.max().unwrap_or(first).max(first)
    }

    fn take_out(&mut self, teacher: usize) {
        let Some(methodist) = self.places.of(teacher) else { return };
        self.places.stand_up(index(teacher));
        // Absent while the place is offered to others: it isn't to come back by this door.
        self.problem.teachers[teacher].present = false;
        self.settle(methodist);
    }

    /// Offers places until none costs less than its price.
    fn settle(&mut self, methodist: usize) {
        while self.problem.capacities[methodist] > 0 && self.prices[methodist] > self.next_price(methodist) {
            self.fill(methodist);
        }
    }

    fn new_row(&mut self, pairs: &[Pair]) -> RowId {
        let row = self.problem.row(pairs);
        self.scratch.know_rows(self.problem.rows.len());
        row
    }

    fn note_wishes(&mut self, teacher: usize) {
        for pair in self.problem.pairs_of(self.problem.teachers[teacher].row) {
            self.wanted_by[pair.methodist as usize].push((index(teacher), pair.cost));
        }
    }
}

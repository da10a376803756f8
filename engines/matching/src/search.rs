//! The two searches everything is made of: a teacher seeks a place, a place seeks a teacher.
//!
//! Both are Dijkstra over methodists with reduced costs (never below zero, thanks to the prices), and end by moving prices so that they
//! stay never below zero. A row of pairs is looked at once in a search: teachers with the same row have the same worth.

use crate::{
    Solved,
    places::{NEVER, NOBODY},
    problem::index,
};
use std::{cmp::Reverse, collections::BinaryHeap};

/// What searches write on; kept, so that a search allocates nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scratch {
    distance: Vec<i64>,
    step: Vec<Step>,
    touched: Vec<u32>,
    settled: Vec<u32>,
    heap: BinaryHeap<Reverse<(i64, u32)>>,
    row_seen: Vec<u64>,
    round: u64,
}

/// Who moves, at which cost, and (in a place's search) where to.
#[derive(Debug, Clone, Copy)]
struct Step {
    teacher: u32,
    cost: i32,
    to: u32,
}

const NO_STEP: Step = Step { teacher: NOBODY, cost: 0, to: NOBODY };

impl Scratch {
    pub fn sized(methodists: usize, rows: usize) -> Self {
        Self { distance: vec![NEVER; methodists], step: vec![NO_STEP; methodists], row_seen: vec![0; rows], ..Self::default() }
    }

    pub fn one_more_methodist(&mut self) {
        self.distance.push(NEVER);
        self.step.push(NO_STEP);
    }

    pub fn know_rows(&mut self, rows: usize) {
        self.row_seen.resize(rows, 0);
    }

    fn begin(&mut self) {
        for at in self.touched.drain(..) {
            self.distance[at as usize] = NEVER;
        }
        self.settled.clear();
        self.heap.clear();
        self.round += 1;
    }

    /// A shorter way to a methodist.
    fn reach(&mut self, methodist: usize, distance: i64, step: Step) {
        if self.distance[methodist] == NEVER {
            self.touched.push(index(methodist));
        }
        self.distance[methodist] = distance;
        self.step[methodist] = step;
        self.heap.push(Reverse((distance, index(methodist))));
    }

    /// The nearest methodist that is nearer than `best` and not yet settled.
    fn nearest(&mut self, best: i64) -> Option<(i64, usize)> {
        while let Some(Reverse((distance, methodist))) = self.heap.pop() {
            if distance >= best {
                return None;
            }
            if distance == self.distance[methodist as usize] {
                self.settled.push(methodist);
                return Some((distance, methodist as usize));
            }
        }
        None
    }

    fn first_look(&mut self, row: u32) -> bool {
        std::mem::replace(&mut self.row_seen[row as usize], self.round) != self.round
    }
}

/// Where the cheapest chain of moves ends.
#[derive(Debug, Clone, Copy)]
struct Best {
    cost: i64,
    end: End,
}

#[derive(Debug, Clone, Copy)]
enum End {
    /// A place of this methodist is taken, or stays empty.
    Place(usize),
    /// This teacher is left without anybody.
    Left(u32),
    /// This teacher, who had nobody, comes.
    Comes(Step),
}

impl Solved {
    /// A teacher who has nobody seeks a place; somebody may have to move, or to be left.
    pub(crate) fn insert(&mut self, teacher: u32) {
        self.searches += 1;
        let asked = self.problem.teachers[teacher as usize];
        let (worth, free) = self.at_once(teacher);
        if worth == asked.unserved {
            return;
        }
        if let Some((methodist, cost)) = free {
            return self.places.sit(teacher, methodist, cost);
        }
        self.scratch.begin();
        let mut best = Best { cost: asked.unserved - worth, end: End::Left(teacher) };
        self.scratch.first_look(asked.row.0);
        self.look_along(teacher, -worth, &mut best);
        while let Some((distance, methodist)) = self.scratch.nearest(best.cost) {
            for at in 0..self.places.load(methodist) {
                let other = self.places.with(methodist)[at];
                let worth = self.places.cost(other as usize) + self.prices[methodist];
                let asked = self.problem.teachers[other as usize];
                let left = distance + asked.unserved - worth;
                if left < best.cost {
                    best = Best { cost: left, end: End::Left(other) };
                }
                if self.scratch.first_look(asked.row.0) {
                    self.look_along(other, distance - worth, &mut best);
                }
            }
        }
        for at in 0..self.scratch.settled.len() {
            let methodist = self.scratch.settled[at] as usize;
            self.prices[methodist] += best.cost - self.scratch.distance[methodist];
        }
        self.move_in(teacher, best.end);
    }

    /// The least the teacher can cost, and a place free at exactly that, the emptiest if there are several.
    fn at_once(&self, teacher: u32) -> (i64, Option<(usize, i64)>) {
        let asked = self.problem.teachers[teacher as usize];
        let open = || self.problem.pairs_of(asked.row).iter().filter(|pair| self.problem.capacities[pair.methodist as usize] > 0);
        let priced = |methodist: usize, cost: i32| i64::from(cost) + self.prices[methodist];
        let worth = open().map(|pair| priced(pair.methodist as usize, pair.cost)).min().unwrap_or(NEVER).min(asked.unserved);
        let mut free: Option<(usize, i64)> = None;
        for pair in open() {
            let methodist = pair.methodist as usize;
            if priced(methodist, pair.cost) == worth && self.next_price(methodist) == self.prices[methodist] && free.is_none_or(|(other, _)| self.is_emptier(methodist, other)) {
                free = Some((methodist, i64::from(pair.cost)));
            }
        }
        (worth, free)
    }

    fn is_emptier(&self, one: usize, other: usize) -> bool {
        let load = |at: usize| self.places.load(at) as u64;
        let places = |at: usize| u64::from(self.problem.capacities[at]);
        load(one) * places(other) < load(other) * places(one)
    }

    fn look_along(&mut self, teacher: u32, base: i64, best: &mut Best) {
        let span = self.problem.rows[self.problem.teachers[teacher as usize].row.0 as usize];
        for pair in &self.problem.pairs[span.from as usize..span.until as usize] {
            let methodist = pair.methodist as usize;
            let price = self.prices[methodist];
            let distance = base + i64::from(pair.cost) + price;
            if distance >= best.cost || distance >= self.scratch.distance[methodist] || self.problem.capacities[methodist] == 0 {
                continue;
            }
            self.scratch.reach(methodist, distance, Step { teacher, cost: pair.cost, to: pair.methodist });
            let end = distance + self.next_price(methodist) - price;
            if end < best.cost {
                *best = Best { cost: end, end: End::Place(methodist) };
            }
        }
    }

    /// Moves along the chain, from its end back to the teacher who sought.
    fn move_in(&mut self, teacher: u32, end: End) {
        let mut to = match end {
            End::Place(methodist) => methodist,
            End::Left(other) => {
                let Some(from) = self.places.of(other as usize) else { return };
                self.places.stand_up(other);
                from
            }
            End::Comes(_) => return,
        };
        loop {
            let step = self.scratch.step[to];
            let from = self.places.of(step.teacher as usize);
            self.places.sit(step.teacher, to, i64::from(step.cost));
            match from {
                Some(from) if step.teacher != teacher => to = from,
                _ => return,
            }
        }
    }

    /// A place that costs less than its price seeks a teacher; if nobody gains by coming, the price falls.
    pub(crate) fn fill(&mut self, methodist: usize) {
        let next = self.next_price(methodist);
        if self.prices[methodist] <= next || next == NEVER {
            return;
        }
        self.searches += 1;
        self.scratch.begin();
        let mut best = Best { cost: self.prices[methodist] - next, end: End::Place(methodist) };
        self.scratch.reach(methodist, 0, NO_STEP);
        while let Some((distance, to)) = self.scratch.nearest(best.cost) {
            for at in 0..self.wanted_by[to].len() {
                let (teacher, cost) = self.wanted_by[to][at];
                self.look_back(distance, Step { teacher, cost, to: index(to) }, &mut best);
            }
        }
        for at in 0..self.scratch.settled.len() {
            let settled = self.scratch.settled[at] as usize;
            self.prices[settled] -= best.cost - self.scratch.distance[settled];
        }
        let mut to = match best.end {
            End::Place(from) => from,
            End::Comes(step) => {
                self.places.sit(step.teacher, step.to as usize, i64::from(step.cost));
                step.to as usize
            }
            End::Left(_) => return,
        };
        while to != methodist {
            let step = self.scratch.step[to];
            self.places.sit(step.teacher, step.to as usize, i64::from(step.cost));
            to = step.to as usize;
        }
    }

    fn look_back(&mut self, distance: i64, step: Step, best: &mut Best) {
        let teacher = step.teacher as usize;
        let from = self.places.of(teacher);
        if !self.is_present(teacher) || from == Some(step.to as usize) {
            return;
        }
        let distance = distance + i64::from(step.cost) + self.prices[step.to as usize] - self.worth(teacher);
        if distance >= best.cost {
            return;
        }
        let Some(from) = from else {
            *best = Best { cost: distance, end: End::Comes(step) };
            return;
        };
        if distance < self.scratch.distance[from] {
            self.scratch.reach(from, distance, step);
            let end = distance + self.prices[from] - self.last_price(from);
            if end < best.cost {
                *best = Best { cost: end, end: End::Place(from) };
            }
        }
    }
}

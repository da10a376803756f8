//! The exact part: the model as an integer programme, solved from the greedy answer.

use crate::{
    fit::Problem,
    model::{Effort, How},
    worth::{Chosen, VARIETY, halves, price},
};
use microlp::{ComparisonOp, OptimizationDirection, Problem as Programme, SolutionStatus, SolveOptions, SolveOutcome, Variable};
use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

/// The better of what was known and what the solver finds among the candidates.
pub fn improve(problem: &Problem<'_>, candidates: &[usize], simple: Chosen, effort: Effort) -> (Chosen, How) {
    if candidates.is_empty() {
        return (simple, How::Optimal);
    }
    let model = Model::of(problem, candidates, Taking::Whole);
    let mut options = SolveOptions::default();
    options.node_limit = Some(effort.nodes);
    options.time_limit = Some(effort.time);
    options.warm_start = Some(model.start(problem, &simple));
    let Some(SolveOutcome::Solution(found)) = model.solve(options) else { return (simple, How::Greedy) };
    let taken = model.resources.iter().filter(|(_, variable)| found.var_value_raw(*variable) > 0.5).map(|(at, _)| *at);
    let better = Chosen::of(problem, taken);
    let how = if found.status() == SolutionStatus::Optimal { How::Optimal } else { How::Limited };
    match better.is_sound(problem) {
        true if better.worth > simple.worth + 1e-9 => (better, how),
        true => (simple, how),
        // Rounding led astray: what is returned always keeps within the limits.
        false => (simple, How::Greedy),
    }
}

/// The worth of the whole model with divisible resources.
pub fn relaxed(problem: &Problem<'_>) -> Option<f64> {
    let able: Vec<usize> = (0..problem.resources.len()).filter(|at| problem.can(*at)).collect();
    let mut options = SolveOptions::default();
    options.time_limit = Some(Duration::from_secs(60));
    match Model::of(problem, &able, Taking::Parts).solve(options)? {
        SolveOutcome::Solution(found) => Some(found.objective()),
        SolveOutcome::Interrupted(_) => None,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Taking {
    Whole,
    Parts,
}

struct Model {
    programme: Programme,
    resources: Vec<(usize, Variable)>,
    /// Both halves, by deficit.
    deficits: Vec<[Variable; 2]>,
    forms: BTreeMap<u16, Variable>,
    kinds: BTreeMap<u16, Variable>,
}

impl Model {
    fn of(problem: &Problem<'_>, candidates: &[usize], taking: Taking) -> Self {
        let mut programme = Programme::new(OptimizationDirection::Maximize);
        let mut resources = Vec::with_capacity(candidates.len());
        for at in candidates {
            let cost = -price(&problem.resources[*at]);
            resources.push((*at, if taking == Taking::Whole { programme.add_binary_var(cost) } else { programme.add_var(cost, (0.0, 1.0)) }));
        }
        let deficits = problem.deficits.iter().map(|deficit| halves(deficit).map(|(size, rate)| programme.add_var(rate, (0.0, size)))).collect();
        let mut model = Self { programme, resources, deficits, forms: BTreeMap::new(), kinds: BTreeMap::new() };
        model.give(problem);
        model.vary(problem);
        model.limit(problem);
        model
    }

    /// A deficit counts no more than what the taken ones give it.
    fn give(&mut self, problem: &Problem<'_>) {
        for (deficit, counted) in self.deficits.iter().enumerate() {
            let given = self.resources.iter().filter_map(|(at, variable)| Some((*variable, -f64::from(problem.strength(*at, deficit)))).filter(|(_, strength)| *strength < 0.0));
            let terms: Vec<(Variable, f64)> = given.chain(counted.iter().map(|variable| (*variable, 1.0))).collect();
            self.programme.add_constraint(terms, ComparisonOp::Le, 0.0);
        }
    }

    /// A form counts once, if any of it is taken; and so a kind.
    fn vary(&mut self, problem: &Problem<'_>) {
        let code = |at: usize, is_form: bool| if is_form { problem.resources[at].form } else { problem.resources[at].kind };
        for is_form in [true, false] {
            let mut groups: BTreeMap<u16, Vec<Variable>> = BTreeMap::new();
            self.resources.iter().for_each(|(at, variable)| groups.entry(code(*at, is_form)).or_default().push(*variable));
            for (which, members) in groups {
                let seen = self.programme.add_var(VARIETY, (0.0, 1.0));
                let terms: Vec<(Variable, f64)> = members.iter().map(|variable| (*variable, -1.0)).chain([(seen, 1.0)]).collect();
                self.programme.add_constraint(terms, ComparisonOp::Le, 0.0);
                if is_form { &mut self.forms } else { &mut self.kinds }.insert(which, seen);
            }
        }
    }

    fn limit(&mut self, problem: &Problem<'_>) {
        let hours: Vec<(Variable, f64)> = self.resources.iter().filter(|(at, _)| problem.resources[*at].hours > 0).map(|(at, variable)| (*variable, f64::from(problem.resources[*at].hours))).collect();
        if !hours.is_empty() {
            self.programme.add_constraint(hours, ComparisonOp::Le, f64::from(problem.limits.hours));
        }
        let lines: Vec<(Variable, f64)> = self.resources.iter().map(|(_, variable)| (*variable, 1.0)).collect();
        if problem.limits.lines < lines.len() {
            self.programme.add_constraint(lines, ComparisonOp::Le, f64::from(u32::try_from(problem.limits.lines).unwrap_or(u32::MAX)));
        }
        let known: BTreeMap<usize, Variable> = self.resources.iter().copied().collect();
        for (at, variable) in &self.resources {
            let mut needs = problem.resources[*at].needs.clone();
            needs.sort_unstable();
            needs.dedup();
            for needed in needs.iter().filter_map(|needed| known.get(needed)) {
                self.programme.add_constraint([(*variable, 1.0), (*needed, -1.0)], ComparisonOp::Le, 0.0);
            }
        }
    }

    /// A selection as values of all variables.
    fn start(&self, problem: &Problem<'_>, chosen: &Chosen) -> Vec<(Variable, f64)> {
        let of = |is_true: bool| if is_true { 1.0 } else { 0.0 };
        let mut values: Vec<(Variable, f64)> = self.resources.iter().map(|(at, variable)| (*variable, of(chosen.has(*at)))).collect();
        for ((deficit, counted), given) in problem.deficits.iter().zip(&self.deficits).zip(&chosen.strengths) {
            let [(first, _), (second, _)] = halves(deficit);
            let given = f64::from(*given);
            values.extend([(counted[0], given.min(first)), (counted[1], (given - first).clamp(0.0, second))]);
        }
        let any = |is_one: &dyn Fn(usize) -> bool| of(chosen.taken.iter().any(|at| is_one(*at)));
        values.extend(self.forms.iter().map(|(code, variable)| (*variable, any(&|at| problem.resources[at].form == *code))));
        values.extend(self.kinds.iter().map(|(code, variable)| (*variable, any(&|at| problem.resources[at].kind == *code))));
        values
    }

    /// A solver that fails, even by breaking off, costs the improvement, not the answer.
    fn solve(&self, options: SolveOptions) -> Option<SolveOutcome> {
        catch_unwind(AssertUnwindSafe(|| self.programme.solve_with(options))).ok()?.ok()
    }
}

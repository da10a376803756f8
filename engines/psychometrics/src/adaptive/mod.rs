//! Which item next, and when to stop: sequential testing.
//!
//! A person is asked until each competency's chance of lying below its cut has left the middle, its length is up or its items are.
//! Items are chosen where they tell most about the cut, from several nearly equal ones by a chance that the caller draws (Kingsbury & Zara 1989, "randomesque"),
//! never one that more than its share of people has seen. Nothing here draws, remembers or counts: the same input gives the same step.

use crate::{decide::Thresholds, error::Error, item::Item};

/// An item of the bank as far as choosing needs to know it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BankItem<'a> {
    pub item: &'a Item,
    /// Line of the blueprint it belongs to.
    pub line: usize,
    /// Share of those tested so far who were asked it, 0 to 1.
    pub exposure: f64,
}

/// A line of the blueprint: one kind of content within one competency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    pub competency: usize,
    /// Asked before the competency may stop, as long as there are items.
    pub at_least: usize,
    /// Never asked more.
    pub at_most: usize,
}

/// What is known of a competency now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct State {
    /// The θ to tell about: the cut when classifying, the present estimate when measuring.
    pub aim: f64,
    /// `P(θ < cut | answers so far)`; `None` when measuring, so that only length stops.
    pub below: Option<f64>,
}

/// How to choose and when to stop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rules {
    /// Chosen from so many that tell most; 1 always takes the best.
    pub top: usize,
    /// Items that a larger share of people has seen are passed over while there are others.
    pub exposure_cap: f64,
    /// Answers per competency before its chance may stop it.
    pub at_least: usize,
    /// Answers per competency at which it stops anyhow.
    pub at_most: usize,
    /// Outer chances that stop.
    pub stop: Thresholds,
}

impl Default for Rules {
    /// 6 to 30 answers, best 5, cap .3, stop at .9 or .1: 12.7 answers on average and half the undetermined of 30 fixed ones.
    fn default() -> Self {
        Self { top: 5, exposure_cap: 0.3, at_least: 6, at_most: 30, stop: Thresholds::STOP }
    }
}

/// Why a competency is not asked about any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// Its chance has left the middle.
    Decided,
    /// As many answers as the rules or the blueprint allow.
    Length,
    /// No item left that may be shown.
    UsedUp,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Position in the bank.
    Ask(usize),
    /// Why each competency stopped.
    Done(Vec<Stop>),
}

/// The next step. `asked` are positions in the bank, in any order; `states` one per competency; `chance` is drawn evenly from [0, 1) by the caller.
///
/// Turn goes to the competency with the fewest answers for its length, in it to the line furthest behind its quota, there to the items that tell most at the aim.
/// Ties go to the first. Lines are filled to `at_least` before the chance may stop a competency.
///
/// # Errors
/// Positions, lines or competencies out of range, an item that is none, an aim or a chance that is none.
pub fn next(bank: &[BankItem<'_>], asked: &[usize], lines: &[Line], states: &[State], rules: &Rules, chance: f64) -> Result<Step, Error> {
    check(bank, asked, lines, states, rules, chance)?;
    let mut free = vec![true; bank.len()];
    let mut answered = vec![0_usize; lines.len()];
    for at in asked {
        if std::mem::replace(&mut free[*at], false) {
            answered[bank[*at].line] += 1;
        }
    }
    let mut left = vec![0_usize; lines.len()];
    bank.iter().zip(&free).filter(|(_, free)| **free).for_each(|(item, _)| left[item.line] += 1);
    let table = Table { lines, answered, left };
    let stops: Vec<Option<Stop>> = states.iter().enumerate().map(|(at, state)| table.stop(at, state, rules)).collect();
    let Some(competency) = table.turn(&stops) else {
        return Ok(Step::Done(stops.into_iter().flatten().collect()));
    };
    let line = table.behind(competency);
    Ok(match line.and_then(|line| pick(bank, &free, line, states[competency].aim, rules, chance)) {
        Some(at) => Step::Ask(at),
        None => Step::Done(stops.into_iter().map(|stop| stop.unwrap_or(Stop::UsedUp)).collect()),
    })
}

/// Counts per line of the blueprint.
struct Table<'a> {
    lines: &'a [Line],
    answered: Vec<usize>,
    left: Vec<usize>,
}

impl Table<'_> {
    fn of(&self, competency: usize) -> impl Iterator<Item = (usize, &Line)> {
        self.lines.iter().enumerate().filter(move |(_, line)| line.competency == competency)
    }

    fn answers(&self, competency: usize) -> usize {
        self.of(competency).map(|(at, _)| self.answered[at]).sum()
    }

    fn open(&self, at: usize, line: &Line) -> bool {
        self.left[at] > 0 && self.answered[at] < line.at_most
    }

    fn stop(&self, competency: usize, state: &State, rules: &Rules) -> Option<Stop> {
        let answers = self.answers(competency);
        if answers >= rules.at_most {
            return Some(Stop::Length);
        }
        let owed = self.of(competency).any(|(at, line)| self.answered[at] < line.at_least && self.open(at, line));
        let decided = state.below.is_some_and(|below| below >= rules.stop.deficit || below <= rules.stop.clear);
        if decided && !owed && answers >= rules.at_least {
            return Some(Stop::Decided);
        }
        if self.of(competency).any(|(at, line)| self.open(at, line)) {
            return None;
        }
        Some(if self.of(competency).any(|(at, line)| self.answered[at] < line.at_most) { Stop::UsedUp } else { Stop::Length })
    }

    /// The open competency with the fewest answers.
    fn turn(&self, stops: &[Option<Stop>]) -> Option<usize> {
        stops.iter().enumerate().filter(|(_, stop)| stop.is_none()).map(|(at, _)| at).min_by_key(|at| self.answers(*at))
    }

    /// The open line furthest behind: first those below `at_least`, then the smallest share of `at_most`.
    fn behind(&self, competency: usize) -> Option<usize> {
        let share = |at: usize, line: &Line| self.answered[at] as f64 / line.at_most as f64;
        self.of(competency)
            .filter(|(at, line)| self.open(*at, line))
            .min_by(|(one, first), (other, second)| {
                let owed = |at: usize, line: &Line| u8::from(self.answered[at] >= line.at_least);
                owed(*one, first).cmp(&owed(*other, second)).then(share(*one, first).total_cmp(&share(*other, second)))
            })
            .map(|(at, _)| at)
    }
}

/// One of the best `top` of a line, below the cap if there are such.
fn pick(bank: &[BankItem<'_>], free: &[bool], line: usize, aim: f64, rules: &Rules, chance: f64) -> Option<usize> {
    let candidates = |capped: bool| bank.iter().enumerate().filter(move |(at, item)| free[*at] && item.line == line && (!capped || item.exposure < rules.exposure_cap)).map(|(at, _)| at);
    let pool: Vec<usize> = if candidates(true).next().is_some() { candidates(true).collect() } else { candidates(false).collect() };
    let mut told: Vec<(f64, usize)> = pool.into_iter().map(|at| (bank[at].item.information(aim), at)).collect();
    told.sort_by(|(one, first), (other, second)| other.total_cmp(one).then(first.cmp(second)));
    told.truncate(rules.top);
    let place = ((chance * told.len() as f64) as usize).min(told.len().saturating_sub(1));
    told.get(place).map(|(_, at)| *at)
}

fn check(bank: &[BankItem<'_>], asked: &[usize], lines: &[Line], states: &[State], rules: &Rules, chance: f64) -> Result<(), Error> {
    rules.stop.check()?;
    if !(0.0..1.0).contains(&chance) {
        return Err(Error::NotAProbability { value: chance });
    }
    if rules.top == 0 || rules.at_most == 0 || lines.iter().any(|line| line.at_most == 0) {
        return Err(Error::TooFew { what: "the best to choose from, or the largest length", found: 0, needed: 1 });
    }
    for (what, found, wanted) in [
        ("an asked item's position", asked.iter().copied().max(), bank.len()),
        ("an item's line", bank.iter().map(|item| item.line).max(), lines.len()),
        ("a line's competency", lines.iter().map(|line| line.competency).max(), states.len()),
    ] {
        if let Some(found) = found.filter(|found| *found >= wanted) {
            return Err(Error::Shape { what, found, wanted });
        }
    }
    if states.iter().any(|state| !state.aim.is_finite() || state.below.is_some_and(|below| !below.is_finite())) || bank.iter().any(|item| item.exposure.is_nan()) {
        return Err(Error::NotFinite { what: "an aim, a chance below the cut or an exposure" });
    }
    bank.iter().try_for_each(|item| item.item.check())
}

#[cfg(test)]
mod tests;

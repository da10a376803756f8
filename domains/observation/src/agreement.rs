//! How far observers agree: weighted kappa of two on the same lesson and of an observer with the teacher's own scores,
//! and drift: whether an observer is stricter or milder than others on the same indicators, by month. Never a ranking.

use crate::{
    model::{ObservationId, Side},
    record::Sheet,
    rubric::{Body, RubricId},
    store::{records, rubrics},
};
use access::Scope;
use kernel::{
    Date, Result, Row, Tx,
    id::{AccountId, PersonId},
    params,
};
use std::collections::BTreeMap;

/// Fewer pairs of scores than this say nothing.
pub const ENOUGH: usize = 20;
/// The most lessons that are looked at, the latest first.
const MOST: i64 = 2000;

/// Two scores of one indicator and the highest that it allows.
pub type Pair = (i64, i64, i64);

/// Agreement with quadratic weights, pooled over scales of different length (J. Cohen, 1968): one minus the observed
/// disagreement over the one expected by chance from the marginals of each scale. `None` where chance alone gives no disagreement.
#[must_use]
pub fn weighted_kappa(pairs: &[Pair]) -> Option<f64> {
    let mut scales: BTreeMap<i64, Vec<(f64, f64)>> = BTreeMap::new();
    for (left, right, max) in pairs.iter().filter(|(_, _, max)| *max > 0) {
        let share = |score: &i64| f64::from(i32::try_from(*score).unwrap_or(0)) / f64::from(i32::try_from(*max).unwrap_or(1));
        scales.entry(*max).or_default().push((share(left), share(right)));
    }
    let (mut observed, mut expected) = (0.0, 0.0);
    for scores in scales.values() {
        observed += scores.iter().map(|(left, right)| (left - right).powi(2)).sum::<f64>();
        let chance: f64 = scores.iter().flat_map(|(left, _)| scores.iter().map(move |(_, right)| (left - right).powi(2))).sum();
        expected += chance / f64::from(u32::try_from(scores.len()).unwrap_or(u32::MAX));
    }
    (expected > 0.0).then(|| 1.0 - observed / expected)
}

/// How two agree.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    pub one: String,
    pub other: String,
    pub lessons: usize,
    pub indicators: usize,
    /// How many scores are the same.
    pub same: usize,
    pub kappa: Option<f64>,
}

impl Agreement {
    /// In words (J. Landis, G. Koch, 1977).
    #[must_use]
    pub fn words(&self) -> &'static str {
        match self.kappa {
            _ if self.indicators < ENOUGH => "данных пока мало",
            None => "оценки почти не различаются, степень согласия не определить",
            Some(kappa) if kappa < 0.2 => "согласия почти нет: обсудите карту вместе",
            Some(kappa) if kappa < 0.4 => "согласие слабое",
            Some(kappa) if kappa < 0.6 => "согласие умеренное",
            Some(kappa) if kappa < 0.8 => "согласие хорошее",
            Some(_) => "согласие почти полное",
        }
    }
}

/// How strict an observer was in a month against others on the same lessons.
#[derive(Debug, Clone, PartialEq)]
pub struct Drift {
    pub observer: String,
    /// `2026-11`.
    pub month: String,
    pub lessons: usize,
    pub indicators: usize,
    /// Mean difference in shares of the scale; below zero: stricter.
    pub mean: f64,
}

impl Drift {
    #[must_use]
    pub fn words(&self) -> &'static str {
        match self.mean {
            _ if self.indicators < ENOUGH => "данных пока мало",
            mean if mean < -0.1 => "строже коллег",
            mean if mean > 0.1 => "мягче коллег",
            _ => "как коллеги",
        }
    }
}

/// What the page says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Picture {
    pub between: Vec<Agreement>,
    /// An observer and the teachers' own scores.
    pub with_self: Vec<Agreement>,
    pub drift: Vec<Drift>,
}

/// A finished visit with what both sides wrote.
struct Seen {
    person: PersonId,
    held_on: Date,
    lesson: String,
    rubric: RubricId,
    observer: AccountId,
    name: String,
    observed: Sheet,
    own: Sheet,
}

/// Whose agreement is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Everybodys,
    Of(AccountId),
}

/// The picture over finished visits within a scope.
///
/// # Errors
/// The store fails.
pub fn picture(tx: &mut Tx<'_>, scope: &Scope, whose: Whose) -> Result<Picture> {
    let seen = seen(tx, scope)?;
    let mut bodies: BTreeMap<RubricId, Body> = BTreeMap::new();
    for visit in &seen {
        if !bodies.contains_key(&visit.rubric) {
            bodies.insert(visit.rubric, rubrics::find(tx, visit.rubric)?.body);
        }
    }
    Ok(of(&seen, &bodies, whose))
}

fn seen(tx: &mut Tx<'_>, scope: &Scope) -> Result<Vec<Seen>> {
    let sql = "SELECT o.id, o.person_id, o.held_on, o.lesson, o.rubric_id, o.observer_id, o.observer_name FROM observation o JOIN person p ON p.id = o.person_id JOIN place pl ON pl.id = p.place_id
        WHERE pl.path >= $1 AND pl.path < $2 AND (CAST($3 AS TEXT) = '' OR p.id = $3) AND o.state IN ('filled', 'acknowledged') ORDER BY o.held_on DESC, o.id LIMIT $4";
    type Found = (ObservationId, PersonId, Date, String, RubricId, AccountId, String);
    let map = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?));
    let found: Vec<Found> = tx.query(sql, params![scope.from(), scope.to(), scope.own(), MOST], map)?;
    let mut visits = Vec::new();
    for (id, person, held_on, lesson, rubric, observer, name) in found {
        let (observed, own) = (records::sheet(tx, id, Side::Observer)?, records::sheet(tx, id, Side::Teacher)?);
        visits.push(Seen { person, held_on, lesson, rubric, observer, name, observed, own });
    }
    Ok(visits)
}

fn pairs(body: &Body, one: &Sheet, other: &Sheet) -> Vec<Pair> {
    body.indicators().filter_map(|indicator| Some((one.score(&indicator.code)?, other.score(&indicator.code)?, indicator.max()))).collect()
}

#[derive(Default)]
struct Gathered {
    names: (String, String),
    lessons: usize,
    pairs: Vec<Pair>,
}

impl Gathered {
    fn add(&mut self, names: (&str, &str), pairs: Vec<Pair>) {
        if !pairs.is_empty() {
            self.names = (names.0.to_owned(), names.1.to_owned());
            self.lessons += 1;
            self.pairs.extend(pairs);
        }
    }

    fn told(self) -> Option<Agreement> {
        let same = self.pairs.iter().filter(|(left, right, _)| left == right).count();
        (!self.pairs.is_empty()).then(|| Agreement { one: self.names.0, other: self.names.1, lessons: self.lessons, indicators: self.pairs.len(), same, kappa: weighted_kappa(&self.pairs) })
    }
}

fn of(seen: &[Seen], bodies: &BTreeMap<RubricId, Body>, whose: Whose) -> Picture {
    let is_asked = |account: AccountId| whose == Whose::Everybodys || whose == Whose::Of(account);
    let mut between: BTreeMap<(AccountId, AccountId), Gathered> = BTreeMap::new();
    let mut with_self: BTreeMap<AccountId, Gathered> = BTreeMap::new();
    let mut drift: BTreeMap<(AccountId, String), Gathered> = BTreeMap::new();
    for (at, visit) in seen.iter().enumerate() {
        let Some(body) = bodies.get(&visit.rubric) else { continue };
        if is_asked(visit.observer) {
            with_self.entry(visit.observer).or_default().add((&visit.name, "учитель о себе"), pairs(body, &visit.observed, &visit.own));
        }
        let beside = seen
            .iter()
            .enumerate()
            .filter(|(other, seen)| *other != at && seen.observer != visit.observer && (seen.person, seen.held_on, &seen.lesson, seen.rubric) == (visit.person, visit.held_on, &visit.lesson, visit.rubric));
        for (_, other) in beside {
            let both = pairs(body, &visit.observed, &other.observed);
            if is_asked(visit.observer) {
                let month = visit.held_on.strftime("%Y-%m").to_string();
                drift.entry((visit.observer, month)).or_default().add((&visit.name, &other.name), both.clone());
            }
            // Each two once: from the asked one's side, or from the first one's.
            let is_first = match whose {
                Whose::Of(account) => account == visit.observer,
                Whose::Everybodys => visit.observer < other.observer,
            };
            if is_first {
                between.entry((visit.observer, other.observer)).or_default().add((&visit.name, &other.name), both);
            }
        }
    }
    let mut picture = Picture {
        between: between.into_values().filter_map(Gathered::told).collect(),
        with_self: with_self.into_values().filter_map(Gathered::told).collect(),
        drift: drift.into_iter().filter_map(|((_, month), gathered)| drifted(month, gathered)).collect(),
    };
    // By name, and months in order: an order by figures would be a ranking.
    picture.between.sort_by_key(|one| (kernel::search::sort_key(&one.one), kernel::search::sort_key(&one.other)));
    picture.with_self.sort_by_key(|one| kernel::search::sort_key(&one.one));
    picture.drift.sort_by_key(|one| (kernel::search::sort_key(&one.observer), one.month.clone()));
    picture
}

fn drifted(month: String, gathered: Gathered) -> Option<Drift> {
    let shares = gathered.pairs.iter().filter(|(_, _, max)| *max > 0).map(|(own, other, max)| f64::from(i32::try_from(own - other).unwrap_or(0)) / f64::from(i32::try_from(*max).unwrap_or(1)));
    let count = f64::from(u32::try_from(gathered.pairs.len()).unwrap_or(u32::MAX));
    let mean = shares.sum::<f64>() / count;
    (!gathered.pairs.is_empty()).then(|| Drift { observer: gathered.names.0, month, lessons: gathered.lessons, indicators: gathered.pairs.len(), mean })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kappa_is_one_for_the_same_scores_and_about_zero_by_chance() {
        let same: Vec<Pair> = (0..4).map(|score| (score, score, 3)).collect();
        assert_eq!(weighted_kappa(&same), Some(1.0));
        let chance: Vec<Pair> = (0..4).flat_map(|left| (0..4).map(move |right| (left, right, 3))).collect();
        assert!(weighted_kappa(&chance).is_some_and(|kappa| kappa.abs() < 1e-12));
        let turned: Vec<Pair> = (0..4).map(|score| (score, 3 - score, 3)).collect();
        assert!(weighted_kappa(&turned).is_some_and(|kappa| (kappa + 1.0).abs() < 1e-12));
    }

    /// Two by two, counted by hand: 20 + 15 agree, 5 + 10 do not; observed .70, by chance .50, so kappa is .40.
    #[test]
    fn kappa_of_a_known_table() {
        let table = [(1, 1, 20), (1, 0, 5), (0, 1, 10), (0, 0, 15)];
        let pairs: Vec<Pair> = table.iter().flat_map(|(left, right, times)| std::iter::repeat_n((*left, *right, 1), *times)).collect();
        assert!(weighted_kappa(&pairs).is_some_and(|kappa| (kappa - 0.4).abs() < 1e-12));
    }

    /// The engine counts one scale; here several are pooled. On one scale both must say the same.
    #[test]
    fn on_one_scale_kappa_is_the_engines() {
        let pairs: Vec<Pair> = [(0, 0), (0, 1), (1, 2), (2, 0), (3, 3), (3, 2), (1, 1), (2, 2), (0, 3)].map(|(left, right)| (left, right, 3)).to_vec();
        let plain: Vec<(usize, usize)> = pairs.iter().map(|(left, right, _)| (usize::try_from(*left).unwrap_or(0), usize::try_from(*right).unwrap_or(0))).collect();
        let engines = psychometrics::agree::weighted_kappa(&plain, 4, psychometrics::agree::Weights::Quadratic).map(|found| found.kappa);
        assert!(engines.is_ok_and(|kappa| weighted_kappa(&pairs).is_some_and(|own| (own - kappa).abs() < 1e-12)));
    }

    #[test]
    fn scores_that_never_differ_and_none_at_all_have_no_kappa() {
        assert_eq!(weighted_kappa(&[(2, 2, 3); 30]), None);
        assert_eq!(weighted_kappa(&[]), None);
    }
}

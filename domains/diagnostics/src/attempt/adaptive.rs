//! The next item of an adaptive attempt. Nothing is remembered beside the answers: what was given and answered so far, the bank and
//! the attempt's own seed decide, so that the same state always gives the same next item.

use super::store;
use crate::{
    bank::{self, BankItem},
    instrument::{fill::engine_item, store as instruments},
    model::{Attempt, BlueprintLine, GivenItem, Instrument, ItemId},
    target,
};
use kernel::{Result, Tx};
use psychometrics::{
    adaptive::{self, Line, Rules, State, Step},
    decide::{JointPrior, Thresholds, joint},
    estimate::{Answer, Normal},
};
use std::collections::BTreeMap;

/// How abilities go together before anything is known.
pub const USUAL_CORRELATION: f64 = 0.6;
/// How many people must have begun before shares of exposure mean anything.
const ENOUGH_FOR_EXPOSURE: u64 = 20;

/// Gives the next item; `None`: enough is known, or the bank is used up.
///
/// # Errors
/// The store or the engine fails.
pub fn give_next(tx: &mut Tx<'_>, attempt: &Attempt, instrument: &Instrument) -> Result<Option<i64>> {
    let given = store::given(tx, attempt.id)?;
    let Some(next) = next(tx, attempt, instrument, &given)? else { return Ok(None) };
    let position = given.last().map_or(0, |last| last.position) + 1;
    let item = GivenItem { position, item: next.item, revision: next.revision, competency: next.competency, max_score: next.max_score, parameters: next.parameters, score: None };
    store::give(tx, attempt.id, &item)?;
    Ok(Some(position))
}

fn next(tx: &mut Tx<'_>, attempt: &Attempt, instrument: &Instrument, given: &[GivenItem]) -> Result<Option<BankItem>> {
    let blueprint = instruments::blueprint(tx, instrument.id)?;
    let scores = scores(tx, attempt, given)?;
    let (mut bank, mut references) = (Vec::new(), Vec::new());
    for line in &blueprint {
        let live = bank::live_items(tx, line.competency, attempt.calibration)?;
        references.push((line.competency, target::reference(&live)));
        bank.extend(live.into_iter().filter(|one| !one.is_open()));
    }
    let aims = target::cuts(tx, instrument, attempt.person, &references)?;
    // Items that the person met in other attempts are no measure any more.
    let seen = store::seen_items(tx, attempt.person)?;
    bank.retain(|one| !seen.contains(&one.item) || given.iter().any(|mine| mine.item == one.item));
    // What was given and has left the bank since still counts.
    for mine in given.iter().filter(|mine| !bank.iter().any(|one| one.item == mine.item)).cloned().collect::<Vec<_>>() {
        bank.push(BankItem { item: mine.item, code: String::new(), kind: String::new(), revision: mine.revision, competency: mine.competency, max_score: mine.max_score, parameters: mine.parameters });
    }
    let (begun, times) = (store::begun(tx, instrument.id)?, bank::exposure(tx, instrument.id)?);
    let exposure = |item: ItemId| if begun < ENOUGH_FOR_EXPOSURE { 0.0 } else { times.iter().find(|(id, _)| *id == item).map_or(0.0, |(_, count)| *count as f64 / begun as f64) };
    let chosen = choose(&Choosing { instrument, blueprint: &blueprint, bank: &bank, given, scores: &scores, aims: &aims, seed: attempt.seed() }, exposure)?;
    Ok(chosen.map(|at| bank.swap_remove(at)))
}

/// Scores by key of what was given, by position; what has no answer scores 0.
fn scores(tx: &mut Tx<'_>, attempt: &Attempt, given: &[GivenItem]) -> Result<BTreeMap<i64, u32>> {
    let answers = store::answers(tx, attempt.id)?;
    let mut found = BTreeMap::new();
    for one in given {
        let revision = items::revision(tx, one.item, one.revision)?;
        let score = answers.get(&one.position).and_then(|answer| items::score(&revision.body, &revision.key, answer)).unwrap_or(0);
        found.insert(one.position, score);
    }
    Ok(found)
}

struct Choosing<'a> {
    instrument: &'a Instrument,
    blueprint: &'a [BlueprintLine],
    bank: &'a [BankItem],
    given: &'a [GivenItem],
    scores: &'a BTreeMap<i64, u32>,
    /// The target level of each line on the scale of ability.
    aims: &'a [f64],
    seed: u64,
}

/// The position in the bank of the next item.
fn choose(all: &Choosing<'_>, exposure: impl Fn(ItemId) -> f64) -> Result<Option<usize>> {
    let line_of = |competency| all.blueprint.iter().position(|line| line.competency == competency);
    let engine: Vec<psychometrics::Item> = all.bank.iter().map(|one| engine_item(&one.parameters)).collect();
    let mut within = Vec::new();
    let mut places = Vec::new();
    for (at, one) in all.bank.iter().enumerate() {
        if let (Some(line), Some(item)) = (line_of(one.competency), engine.get(at)) {
            within.push(adaptive::BankItem { item, line, exposure: exposure(one.item) });
            places.push(at);
        }
    }
    let asked: Vec<usize> = all.given.iter().filter_map(|mine| places.iter().position(|at| all.bank.get(*at).is_some_and(|one| one.item == mine.item))).collect();
    let states = states(all)?;
    let lines: Vec<Line> = all.blueprint.iter().enumerate().map(|(at, line)| Line { competency: at, at_least: count(line.items), at_most: count(line.most.unwrap_or(line.items)) }).collect();
    let settings = &all.instrument.settings;
    let stop = Thresholds { deficit: settings.stop_at, clear: 1.0 - settings.stop_at };
    let rules = Rules { top: 5, exposure_cap: settings.exposure_cap, at_least: 1, at_most: 200, stop };
    let step = adaptive::next(&within, &asked, &lines, &states, &rules, chance(all.seed, all.given.len())).map_err(anyhow::Error::new)?;
    Ok(match step {
        Step::Ask(at) => places.get(at).copied(),
        Step::Done(_) => None,
    })
}

fn count(number: i64) -> usize {
    usize::try_from(number).unwrap_or(1).max(1)
}

/// What is known of each competency by the answers so far, all together.
fn states(all: &Choosing<'_>) -> Result<Vec<State>> {
    let engine: Vec<psychometrics::Item> = all.given.iter().map(|mine| engine_item(&mine.parameters)).collect();
    let mut answers: Vec<Vec<Answer<'_>>> = all.blueprint.iter().map(|_| Vec::new()).collect();
    for (mine, item) in all.given.iter().zip(&engine) {
        let line = all.blueprint.iter().position(|line| line.competency == mine.competency);
        if let Some(told) = line.and_then(|line| answers.get_mut(line)) {
            let score = all.scores.get(&mine.position).map_or(0, |score| *score as usize).min(item.max_score());
            told.push(Answer::new(item, score));
        }
    }
    let each = vec![Normal { mean: 0.0, sd: 1.0 }; all.blueprint.len()];
    let prior = JointPrior::even(&each, USUAL_CORRELATION).map_err(anyhow::Error::new)?;
    let known = joint(&prior, &answers).map_err(anyhow::Error::new)?;
    Ok(known.each.iter().zip(all.aims).map(|(posterior, aim)| State { aim: *aim, below: Some(posterior.below(*aim)) }).collect())
}

/// A number in [0, 1) out of the attempt's seed and how far it has come (SplitMix64).
fn chance(seed: u64, step: usize) -> f64 {
    let mut z = seed.wrapping_add((step as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CompetencyId, FrameworkId, InstrumentId, InstrumentState, Mode, Parameters, ScaleId, Settings, Shows};

    fn instrument() -> Instrument {
        Instrument {
            id: InstrumentId::fresh(),
            code: "Д-1".into(),
            title: String::new(),
            framework: FrameworkId::fresh(),
            scale: ScaleId::fresh(),
            mode: Mode::Adaptive,
            state: InstrumentState::Open,
            subject: String::new(),
            minutes: None,
            attempts: 1,
            rest_days: 0,
            shows: Shows::AtOnce,
            shows_rationale: true,
            settings: Settings::default(),
            version: 1,
        }
    }

    fn bank(of: CompetencyId, count: usize) -> Vec<BankItem> {
        let item = |at: usize| {
            let b = at as f64 * 4.0 / count as f64 - 2.0;
            let parameters = Parameters { family: crate::model::Family::PartialCredit, slope: 1.4, intercepts: vec![-1.4 * b], preliminary: false };
            BankItem { item: ItemId::fresh(), code: String::new(), kind: "single".into(), revision: 1, competency: of, max_score: 1, parameters }
        };
        (0..count).map(item).collect()
    }

    /// Walks an attempt in which every answer scores `score`; what was asked.
    fn walk(bank: &[BankItem], blueprint: &[BlueprintLine], score: u32, seed: u64) -> Vec<GivenItem> {
        let instrument = instrument();
        let (mut given, mut scores) = (Vec::<GivenItem>::new(), BTreeMap::new());
        let aims = vec![0.0; blueprint.len()];
        while let Some(at) = choose(&Choosing { instrument: &instrument, blueprint, bank, given: &given, scores: &scores, aims: &aims, seed }, |_| 0.0).unwrap() {
            let one = &bank[at];
            let position = given.len() as i64 + 1;
            given.push(GivenItem { position, item: one.item, revision: 1, competency: one.competency, max_score: 1, parameters: one.parameters.clone(), score: None });
            scores.insert(position, score);
            assert!(given.len() <= 100, "it must end");
        }
        given
    }

    #[test]
    fn it_keeps_the_quotas_never_repeats_and_stops_when_sure() {
        let (a, b) = (CompetencyId::fresh(), CompetencyId::fresh());
        let bank: Vec<BankItem> = bank(a, 60).into_iter().chain(bank(b, 60)).collect();
        let blueprint = [BlueprintLine { competency: a, items: 4, most: Some(20) }, BlueprintLine { competency: b, items: 6, most: Some(20) }];
        let given = walk(&bank, &blueprint, 1, 7);
        let of = |competency| given.iter().filter(|one| one.competency == competency).count();
        assert!((4..=20).contains(&of(a)) && (6..=20).contains(&of(b)), "{} {}", of(a), of(b));
        assert!(given.len() < 40, "all answers right: sure long before the end");
        let distinct: std::collections::BTreeSet<ItemId> = given.iter().map(|one| one.item).collect();
        assert_eq!(distinct.len(), given.len());
        assert_eq!(walk(&bank, &blueprint, 1, 7), given, "the state follows from the answers and the seed");
        assert_ne!(walk(&bank, &blueprint, 1, 8).iter().map(|one| one.item).collect::<Vec<_>>(), given.iter().map(|one| one.item).collect::<Vec<_>>(), "another attempt gets other items");
    }

    #[test]
    fn a_small_bank_is_used_up_and_ends() {
        let a = CompetencyId::fresh();
        let blueprint = [BlueprintLine { competency: a, items: 6, most: Some(30) }];
        assert_eq!(walk(&bank(a, 3), &blueprint, 0, 1).len(), 3);
        assert!(walk(&[], &blueprint, 0, 1).is_empty());
    }

    #[test]
    fn chance_is_even_enough() {
        let drawn: Vec<f64> = (0..2000).map(|step| chance(42, step)).collect();
        assert!(drawn.iter().all(|number| (0.0..1.0).contains(number)));
        let mean = drawn.iter().sum::<f64>() / 2000.0;
        assert!((mean - 0.5).abs() < 0.02, "{mean}");
    }
}

//! Figures around a calibration: abilities of those who answered, how competencies hang together, fit, differences between groups.

use super::{
    Correlation, Facts, Parameters, engine,
    run::{self, Respondent, Responses},
};
use crate::{
    model::ItemId,
    statistics::{self, Dif, Groups, Seen},
};
use std::collections::BTreeMap;

type Id = (ItemId, i64);

/// Of each person the ability in each competency answered, with its error.
pub type Abilities = Vec<BTreeMap<String, (f64, f64)>>;

/// Each person's abilities out of their answers.
pub fn abilities(responses: &Responses, competencies: BTreeMap<Id, String>, known: &BTreeMap<Id, Parameters>, facts: &Facts) -> Abilities {
    let items: BTreeMap<Id, psychometrics::Item> = known.iter().map(|(id, parameters)| (*id, parameters.item())).collect();
    let of = |person: &Respondent| {
        let mut answers: BTreeMap<&str, Vec<(&psychometrics::Item, usize)>> = BTreeMap::new();
        for scored in &person.answers {
            if let (Some(item), Some(competency)) = (items.get(&(scored.item, scored.revision)), competencies.get(&(scored.item, scored.revision))) {
                answers.entry(competency.as_str()).or_default().push((item, (scored.score as usize).min(item.max_score())));
            }
        }
        let group = |competency: &str| (facts.means.get(competency).copied().unwrap_or(0.0), facts.sds.get(competency).copied().unwrap_or(1.0));
        answers.into_iter().filter_map(|(competency, answers)| Some((competency.to_owned(), engine::ability(&answers, group(competency))?))).collect()
    };
    responses.people.iter().map(of).collect()
}

/// Fewer people than this tell nothing of how two competencies hang together.
const PAIRS: usize = 100;

/// Correlations of abilities with the errors of measurement taken out (Spearman's correction), within ±0.95.
pub fn correlations(abilities: &Abilities) -> Vec<Correlation> {
    let mut codes: Vec<&String> = abilities.iter().flat_map(BTreeMap::keys).collect();
    codes.sort_unstable();
    codes.dedup();
    let mut found = Vec::new();
    for (at, one) in codes.iter().enumerate() {
        for other in codes.iter().skip(at + 1) {
            let both: Vec<((f64, f64), (f64, f64))> = abilities.iter().filter_map(|person| Some((*person.get(*one)?, *person.get(*other)?))).collect();
            let raw = statistics::correlation(&both.iter().map(|(x, y)| (x.0, y.0)).collect::<Vec<_>>());
            let (rx, ry) = (reliability(both.iter().map(|pair| pair.0)), reliability(both.iter().map(|pair| pair.1)));
            if let (Some(raw), Some(rx), Some(ry)) = (raw.filter(|_| both.len() >= PAIRS), rx, ry) {
                found.push(run::correlation(one, other, (raw / (rx * ry).sqrt()).clamp(-0.95, 0.95), both.len() as u64));
            }
        }
    }
    found
}

/// The share of variance that isn't error; `None` where there is hardly any.
fn reliability(estimates: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let all: Vec<(f64, f64)> = estimates.collect();
    let n = all.len() as f64;
    let mean = all.iter().map(|(theta, _)| theta).sum::<f64>() / n;
    let variance = all.iter().map(|(theta, _)| (theta - mean).powi(2)).sum::<f64>() / n;
    let error = all.iter().map(|(_, se)| se * se).sum::<f64>() / n;
    Some(variance / (variance + error)).filter(|share| share.is_finite() && *share > 0.1)
}

/// One item among the answers.
pub struct Sight<'a> {
    pub responses: &'a Responses,
    /// The most points of each item of its competency.
    pub bank: BTreeMap<Id, u32>,
    pub id: Id,
    pub competency: &'a str,
}

impl Sight<'_> {
    /// The person's own answer with the mean share of points on the other items of the competency.
    fn answer<'p>(&self, person: &'p Respondent) -> Option<(&'p run::Scored, Option<f64>)> {
        let own = person.answers.iter().find(|scored| (scored.item, scored.revision) == self.id)?;
        let others = person.answers.iter().filter(|scored| scored.item != self.id.0);
        let shares: Vec<f64> = others.filter_map(|scored| Some(f64::from(scored.score) / f64::from((*self.bank.get(&(scored.item, scored.revision))?).max(1)))).collect();
        let rest = (!shares.is_empty()).then(|| shares.iter().sum::<f64>() / shares.len() as f64);
        Some((own, rest))
    }

    /// All answers to it.
    pub fn seen(&self) -> Vec<Seen> {
        self.responses.people.iter().filter_map(|person| self.answer(person)).map(|(scored, rest)| run::seen(scored, rest)).collect()
    }

    /// Infit and outfit.
    pub fn fit(&self, parameters: &Parameters, abilities: &Abilities) -> (Option<f64>, Option<f64>) {
        let item = parameters.item();
        let most = item.max_score() as u32;
        let row = |(person, ability): (&Respondent, &BTreeMap<String, (f64, f64)>)| Some((u8::try_from(self.answer(person)?.0.score.min(most)).ok()?, ability.get(self.competency)?.0));
        let scores: Vec<(u8, f64)> = self.responses.people.iter().zip(abilities).filter_map(row).collect();
        let found = engine::fit_of(&item, &scores).filter(|_| scores.len() as u64 >= statistics::FEW);
        (found.map(|fit| fit.0), found.map(|fit| fit.1))
    }

    /// Mantel–Haenszel over fifths by the rest of the competency (the engine's wants people who answered everything; forms have gaps), on the delta scale of ETS; at least [`PAIRS`] in each group.
    /// Items of several points count as right from half of the points.
    pub fn dif(&self, groups: Groups, most: u32) -> Option<Dif> {
        let mut rows: Vec<(f64, bool, bool)> = Vec::new();
        for person in &self.responses.people {
            let (Some((scored, Some(rest))), Some(is_focal)) = (self.answer(person), is_focal(groups, person)) else { continue };
            rows.push((rest, is_focal, scored.score * 2 >= most.max(1)));
        }
        let focal = rows.iter().filter(|(_, is_focal, _)| *is_focal).count();
        let reference = rows.len() - focal;
        if focal.min(reference) < PAIRS {
            return None;
        }
        rows.sort_by(|one, other| one.0.total_cmp(&other.0));
        let (odds, error) = mantel_haenszel(&rows)?;
        let delta = -2.35 * odds.ln();
        let z = (odds.ln() / error).abs();
        // ETS: A below 1 or not significant; C from 1.5 on and significantly above 1.
        let class = match () {
            () if delta.abs() < 1.0 || z < 1.96 => "A",
            () if delta.abs() >= 1.5 && (delta.abs() - 1.0) / (2.35 * error) > 1.645 => "C",
            () => "B",
        };
        Some(Dif { groups, delta, class: class.into(), answers: (reference as u64, focal as u64) })
    }
}

fn is_focal(groups: Groups, person: &Respondent) -> Option<bool> {
    match groups {
        Groups::CityAndVillage => person.is_rural,
        Groups::LongAndShortExperience => person.experience.map(|years| years <= 5),
    }
}

/// The common odds ratio over fifths, and the standard error of its logarithm (Robins, Breslow & Greenland 1986).
fn mantel_haenszel(rows: &[(f64, bool, bool)]) -> Option<(f64, f64)> {
    let (mut r, mut s, mut pr, mut psqr, mut qs) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for fifth in 0..5 {
        let part = rows.get(fifth * rows.len() / 5..(fifth + 1) * rows.len() / 5)?;
        let count = |focal: bool, right: bool| part.iter().filter(|row| (row.1, row.2) == (focal, right)).count() as f64;
        let (a, b, c, d) = (count(false, true), count(false, false), count(true, true), count(true, false));
        let n = a + b + c + d;
        if n < 1.0 {
            continue;
        }
        let (p, q, ri, si) = ((a + d) / n, (b + c) / n, a * d / n, b * c / n);
        r += ri;
        s += si;
        pr += p * ri;
        psqr += p * si + q * ri;
        qs += q * si;
    }
    if r <= 0.0 || s <= 0.0 {
        return None;
    }
    let variance = pr / (2.0 * r * r) + psqr / (2.0 * r * s) + qs / (2.0 * s * s);
    Some((r / s, variance.sqrt())).filter(|(odds, error)| odds.is_finite() && error.is_finite() && *error > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_that_answer_alike_give_odds_of_one_and_others_do_not() {
        // At each level the focal group is right as often as the reference group, or never.
        let rows = |focal_right: fn(usize) -> bool| (0..400).map(|at| (f64::from(at) / 400.0, at % 2 == 1, if at % 2 == 1 { focal_right(at as usize / 2) } else { at as usize / 2 % 2 == 0 })).collect::<Vec<_>>();
        let (alike, _) = mantel_haenszel(&rows(|at| at % 2 == 0)).unwrap();
        assert!((alike - 1.0).abs() < 1e-9, "{alike}");
        let (harder, error) = mantel_haenszel(&rows(|at| at % 10 == 0)).unwrap();
        assert!(harder > 3.0 && error < 1.0, "the reference group is ahead: {harder} ± {error}");
        assert_eq!(mantel_haenszel(&rows(|_| false)), None, "never right: no finite odds");
    }
}

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
}

/// People are matched by fifths: forms have gaps, and finer parts of some hundred people hold too few.
const FIFTHS: usize = 5;

/// Differences between two groups on the items of a competency, on the delta scale of ETS; at least [`PAIRS`] answers in each group.
/// Items of several points count as right from half of the points.
pub fn differences(responses: &Responses, most: &BTreeMap<Id, u32>, groups: Groups) -> Vec<(Id, Dif)> {
    let place: BTreeMap<Id, usize> = most.keys().enumerate().map(|(at, id)| (*id, at)).collect();
    let (mut rows, mut focal, mut answers) = (Vec::new(), Vec::new(), vec![(0_u64, 0_u64); most.len()]);
    for person in &responses.people {
        let Some(is_focal) = is_focal(groups, person) else { continue };
        let mut row = vec![None; most.len()];
        for scored in &person.answers {
            let id = (scored.item, scored.revision);
            if let (Some(at), Some(most)) = (place.get(&id), most.get(&id)) {
                row[*at] = Some(u8::from(scored.score * 2 >= (*most).max(1)));
            }
        }
        for (count, _) in answers.iter_mut().zip(&row).filter(|(_, cell)| cell.is_some()) {
            *(if is_focal { &mut count.1 } else { &mut count.0 }) += 1;
        }
        if row.iter().any(Option::is_some) {
            rows.push(row);
            focal.push(Some(is_focal));
        }
    }
    let found = engine::differences(&rows, &focal, FIFTHS);
    let told = most.keys().zip(answers).zip(found).filter(|((_, (reference, focal)), _)| (*reference).min(*focal) >= PAIRS as u64);
    told.filter_map(|((id, answers), found)| found.map(|(delta, error)| (*id, Dif { groups, delta, class: class(delta, error).into(), answers }))).collect()
}

/// ETS: A below 1 or not significant; C from 1.5 on and significantly above 1.
fn class(delta: f64, error: f64) -> &'static str {
    match delta.abs() {
        size if size < 1.0 || size / error < 1.96 => "A",
        size if size >= 1.5 && (size - 1.0) / error > 1.645 => "C",
        _ => "B",
    }
}

fn is_focal(groups: Groups, person: &Respondent) -> Option<bool> {
    match groups {
        Groups::CityAndVillage => person.is_rural,
        Groups::LongAndShortExperience => person.experience.map(|years| years <= 5),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::run::Scored;

    /// Two hundred people of a town and as many of a village, alike on five items; the sixth nobody of the village gets right but one in ten.
    fn people(last: fn(usize) -> bool) -> (Responses, BTreeMap<Id, u32>) {
        let items: Vec<ItemId> = (0..6).map(|_| ItemId::fresh()).collect();
        let person = |at: usize| {
            let (level, is_rural) = (at / 2 % 6, at % 2 == 1);
            let right = |place: usize| if place == 5 && is_rural { last(at / 2) } else { place < level || (place == 5 && at / 2 % 2 == 0) };
            let answers = items.iter().enumerate().map(|(place, item)| Scored { item: *item, revision: 1, score: u32::from(right(place)) * 2, answer: None });
            Respondent { answers: answers.collect(), is_rural: Some(is_rural), experience: None }
        };
        (Responses { people: (0..400).map(person).collect() }, items.iter().map(|item| ((*item, 1), 2)).collect())
    }

    #[test]
    fn groups_that_answer_alike_do_not_differ_and_others_do() {
        let (alike, most) = people(|at| at % 2 == 0);
        let found = differences(&alike, &most, Groups::CityAndVillage);
        assert!(found.iter().all(|(_, dif)| dif.class == "A" && dif.answers == (200, 200)), "{found:?}");
        let (harder, most) = people(|at| at % 10 == 0);
        let found = differences(&harder, &most, Groups::CityAndVillage);
        let worst = found.iter().min_by(|one, other| one.1.delta.total_cmp(&other.1.delta)).unwrap();
        assert_eq!((worst.1.class.as_str(), Some(&worst.0)), ("C", most.keys().find(|id| **id == harder_item(&harder))), "{found:?}");
        assert!(differences(&alike, &most, Groups::LongAndShortExperience).is_empty(), "nobody's experience is known");
    }

    fn harder_item(responses: &Responses) -> Id {
        responses.people[0].answers.last().map(|scored| (scored.item, scored.revision)).unwrap()
    }

    #[test]
    fn a_difference_has_the_class_of_ets() {
        assert_eq!([class(-0.9, 0.1), class(-1.2, 0.7), class(-1.2, 0.3), class(-1.6, 0.5), class(2.2, 0.3)], ["A", "A", "B", "B", "C"]);
    }
}

//! Question B: did the pathway help? Among those whom it would have helped alike; proved only where chance said who begins.

use super::{Measured, Numbers};
use crate::gather::{Ability, Pair, TeacherRow, Turn};
use coupling::{
    effect::{Eligible, Queue as Drawn, effect, is_eligible},
    share::{Count, DISPERSION, Population},
};
use kernel::{Date, id::PersonId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How it was decided who begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Queue {
    ByLot,
    /// Who wanted, who was asked: they may differ in what nobody measured.
    Compared,
}

/// A comparison that could be made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    pub queue: Queue,
    pub begun: usize,
    pub waited: usize,
    pub schools: usize,
    pub pupils: i64,
    /// Of the share under the minimum: those who began against those who waited.
    pub effect: Measured,
    /// How the share of those who waited changed by itself.
    pub by_itself: f64,
    /// How the share of those who began changed, before anything is taken off.
    pub naive: f64,
    /// Under twenty schools the interval rests on few.
    pub few_schools: bool,
}

/// What the data say.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct EffectAnswer {
    /// Of the two waves, in words; empty where there are none.
    pub waves: String,
    /// Teachers with a sure difficulty and a low share before, of whom both waves are known.
    pub eligible: usize,
    pub by_lot: Option<Effect>,
    pub compared: Option<Effect>,
    /// Of those eligible, in lots drawn before the later wave: chance said when they begin.
    pub in_lots: usize,
}

impl EffectAnswer {
    /// What the page speaks of: proof first.
    #[must_use]
    pub fn main(&self) -> Option<&Effect> {
        self.by_lot.as_ref().or(self.compared.as_ref())
    }
}

impl Effect {
    /// The label of the page.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match (self.queue, self.effect.is_sure()) {
            (Queue::ByLot, true) => "доказано",
            (Queue::ByLot, false) => "по жребию, но эффекта не видно",
            (Queue::Compared, _) => "сравнение похожих",
        }
    }
}

/// Name and version.
pub const METHOD: &str = "coupling::effect, версия 1";

/// What is known of teachers.
pub struct Known<'a> {
    pub abilities: &'a BTreeMap<PersonId, Ability>,
    /// The day on which the first pathway was agreed.
    pub begun: &'a BTreeMap<PersonId, Date>,
    pub turns: &'a BTreeMap<PersonId, Turn>,
}

/// A teacher in a subject who could have been helped.
struct Candidate<'a> {
    row: &'a TeacherRow,
    before: Count,
    after: Count,
    theta: f64,
}

/// Works it out.
///
/// # Errors
/// Counts that can't be counts.
pub fn answer(pair: Option<&Pair>, rows: &[TeacherRow], known: &Known<'_>) -> anyhow::Result<EffectAnswer> {
    let Some(pair) = pair else { return Ok(EffectAnswer::default()) };
    let mut counts = Vec::with_capacity(rows.len());
    for row in rows {
        counts.push((Count::new(row.before_under, row.before_pupils)?, Count::new(row.after_under, row.after_pupils)?));
    }
    let before: Vec<Count> = counts.iter().map(|(before, _)| *before).collect();
    let middle = median(before.iter().filter_map(|count| count.share()).collect());
    let able = |(row, (before, after)): (&'_ TeacherRow, &(Count, Count))| {
        let ability = known.abilities.get(&row.teacher)?;
        is_eligible(ability.most_sure, *before, middle).then_some((*before, *after, ability.theta))
    };
    let candidates: Vec<Candidate<'_>> = rows.iter().zip(&counts).filter_map(|(row, pair)| able((row, pair)).map(|(before, after, theta)| Candidate { row, before, after, theta })).collect();
    let people: BTreeSet<PersonId> = candidates.iter().map(|one| one.row.teacher).collect();
    let mut answer = EffectAnswer { waves: pair.words(), eligible: people.len(), in_lots: people.iter().filter(|one| is_by_chance(pair, known, **one)).count(), ..EffectAnswer::default() };
    // Where all shares are alike or classes are few, nothing can be said.
    let Some(population) = Population::of(&before, DISPERSION) else { return Ok(answer) };
    answer.by_lot = compared(&candidates, population, Queue::ByLot, |person| by_lot(pair, known, person));
    answer.compared = compared(&candidates, population, Queue::Compared, |person| otherwise(pair, known, person));
    Ok(answer)
}

/// What chance gave, whatever became of it: a month before the later wave or after. None: not in a lot drawn between the waves.
fn by_lot(pair: &Pair, known: &Known<'_>, person: PersonId) -> Option<bool> {
    let turn = known.turns.get(&person)?;
    let drawn = drawn_on(turn);
    let is_between = drawn >= pair.before_from && drawn < pair.after_from;
    is_between.then_some(turn.starts_on < pair.after_from)
}

fn drawn_on(turn: &Turn) -> Date {
    jiff::tz::TimeZone::UTC.to_datetime(turn.drawn_at).date()
}

fn is_by_chance(pair: &Pair, known: &Known<'_>, person: PersonId) -> bool {
    known.turns.get(&person).is_some_and(|turn| drawn_on(turn) < pair.after_from)
}

/// Who began between the waves against who hadn't by the later one. None: began before, when the baseline isn't one, or chance said when.
fn otherwise(pair: &Pair, known: &Known<'_>, person: PersonId) -> Option<bool> {
    if is_by_chance(pair, known, person) {
        return None;
    }
    match known.begun.get(&person) {
        None => Some(false),
        Some(day) if *day >= pair.after_until => Some(false),
        Some(day) if *day >= pair.before_until && *day < pair.after_from => Some(true),
        Some(_) => None,
    }
}

fn compared(candidates: &[Candidate<'_>], population: Population, queue: Queue, walked: impl Fn(PersonId) -> Option<bool>) -> Option<Effect> {
    let (mut subjects, mut municipalities, mut schools) = (Numbers::default(), Numbers::default(), Numbers::default());
    let eligible: Vec<Eligible> = candidates
        .iter()
        .filter_map(|one| {
            Some(Eligible {
                before: one.before,
                after: one.after,
                eap: one.theta,
                subject: subjects.of(&one.row.subject),
                municipality: municipalities.of(&one.row.municipality),
                school: schools.of(&one.row.school),
                walked: walked(one.row.teacher)?,
            })
        })
        .collect();
    let drawn = match queue {
        Queue::ByLot => Drawn::ByLot,
        Queue::Compared => Drawn::Otherwise,
    };
    // Too few on either side, or a walk that the place decides: no figure is better than a wrong one.
    let found = effect(&eligible, population, drawn).ok()?;
    Some(Effect {
        queue,
        begun: found.walked,
        waited: found.waited,
        schools: found.schools,
        pupils: i64::try_from(found.pupils).unwrap_or(i64::MAX),
        effect: found.change.into(),
        by_itself: found.without_help / 100.0,
        naive: found.naive / 100.0,
        few_schools: found.is_on_few_schools,
    })
}

/// The middle of numbers; of none 0.
pub(super) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    match (values.get(values.len().saturating_sub(1) / 2), values.get(values.len() / 2)) {
        (Some(low), Some(high)) => f64::midpoint(*low, *high),
        _ => 0.0,
    }
}

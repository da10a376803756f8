//! A calibration as a background job: one at a time, watched and called off from its page, begun again if it was cut off.

use super::{
    Calibration, CalibrationState, Correlation, Facts, LeftOut, Model, Parameters,
    engine::{self, Failure, Fitted, Table},
};
use crate::{
    content::{Answer, ItemBody, Key},
    model::{CalibrationId, ItemId},
    statistics::{self, Dif, Flag, Groups, ItemStatistics, Seen},
    store::{self, scales},
};
use audit::{By, Event, Record};
use competencies::FrameworkId;
use kernel::{Result, Tx};
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};
use web::App;

/// All scored answers that a calibration may use; nobody is named.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Responses {
    pub people: Vec<Respondent>,
}

/// One attempt's scored answers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Respondent {
    pub answers: Vec<Scored>,
    /// Teaches in a village; `None` if that isn't known.
    pub is_rural: Option<bool>,
    /// Years of teaching, if known.
    pub experience: Option<u32>,
}

/// A scored answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    pub item: ItemId,
    pub revision: i64,
    pub score: u32,
    /// What was answered, for the statistics of choices; `None` if it isn't kept.
    pub answer: Option<Answer>,
}

/// Runs the calibration that waits longest, if any does. `fetch` gives the answers of a framework. How many were ended.
///
/// # Errors
/// The store fails; then the calibration stays as it is and is begun again.
pub fn run_waiting(app: &App, fetch: impl Fn(&mut Tx<'_>, FrameworkId) -> Result<Responses>) -> Result<u64> {
    let next = app.db.write(|tx| {
        let next = scales::next_waiting(tx)?;
        if let Some(calibration) = &next {
            scales::start(tx, calibration.id)?;
        }
        Ok(next)
    })?;
    let Some(calibration) = next else { return Ok(0) };
    let (responses, bank) = app.db.read(|tx| Ok((fetch(tx, calibration.framework)?, Bank::read(tx, &calibration)?)))?;
    let outcome = compute(app, &calibration, &responses, &bank)?;
    app.db.write(|tx| save(tx, &calibration, &bank, outcome))?;
    Ok(1)
}

/// Items of the framework with what is known of them.
struct Bank {
    items: BTreeMap<(ItemId, i64), Known>,
    linked_to: Option<CalibrationId>,
    anchors: BTreeMap<(ItemId, i64), Parameters>,
}

struct Known {
    code: String,
    /// Code of the competency it measures.
    competency: String,
    body: ItemBody,
    key: Key,
}

impl Bank {
    fn read(tx: &mut Tx<'_>, calibration: &Calibration) -> Result<Self> {
        let competencies: BTreeMap<_, _> = competencies::measurable(tx, calibration.framework)?.into_iter().map(|competency| (competency.id, competency.code)).collect();
        let rows: Vec<(ItemId, i64, String, competencies::CompetencyId)> = tx.query(
            "SELECT i.id, r.number, i.code, c.competency_id FROM item i JOIN item_revision r ON r.item_id = i.id JOIN item_competency c ON c.item_id = i.id AND c.is_main = 1 ORDER BY i.code, r.number",
            kernel::params![],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )?;
        let mut items = BTreeMap::new();
        for (id, number, code, competency) in rows {
            let Some(competency) = competencies.get(&competency) else { continue };
            let revision = store::revision(tx, id, number)?;
            items.insert((id, number), Known { code, competency: competency.clone(), body: revision.body, key: revision.key });
        }
        let current = scales::current_calibration(tx, calibration.framework)?;
        let anchors = current.as_ref().map(|current| scales::parameters(tx, current.id)).transpose()?.unwrap_or_default();
        Ok(Self { items, linked_to: current.map(|current| current.id), anchors })
    }
}

/// One competency's table with its columns.
struct Part {
    competency: String,
    columns: Vec<(ItemId, i64)>,
    table: Table,
}

/// What a run came to.
enum Outcome {
    Done { facts: Facts, linked_to: Option<CalibrationId>, parameters: Vec<((ItemId, i64), Parameters)>, statistics: Vec<(ItemId, ItemStatistics)> },
    Failed { message: String, facts: Facts },
    Cancelled,
}

fn compute(app: &App, calibration: &Calibration, responses: &Responses, bank: &Bank) -> Result<Outcome> {
    let mut facts = Facts { min_answers: calibration.facts.min_answers, people: responses.people.len() as u64, converged: true, ..Facts::default() };
    let parts = parts(calibration, responses, bank, &mut facts);
    let mut found: Vec<(Part, Fitted)> = Vec::new();
    let all = parts.len();
    let mut watch = Watch::new(app, calibration.id);
    for (at, part) in parts.into_iter().enumerate() {
        let progress = (at * 100 / all) as i64;
        if !watch.is_wanted(progress) {
            return Ok(Outcome::Cancelled);
        }
        match engine::fit(&part.table, calibration.model, || watch.goes_on(progress)) {
            Ok(fitted) => found.push((part, fitted)),
            Err(Failure::Cancelled) => return Ok(Outcome::Cancelled),
            Err(Failure::Impossible(why)) => {
                let codes = part
                    .columns
                    .iter()
                    .filter_map(|column| bank.items.get(column))
                    .map(|known| LeftOut { code: known.code.clone(), why: format!("компетенция {} не посчиталась: {why}", part.competency) });
                facts.left_out.extend(codes);
            }
        }
    }
    if found.is_empty() {
        let message = format!("Ни на одно задание не набралось {} ответов, или ответы не подходят к модели. Соберите ответы или уменьшите наименьшее число.", facts.min_answers);
        return Ok(Outcome::Failed { message, facts });
    }
    Ok(gathered(responses, bank, found, facts))
}

/// How often a run looks whether it was called off: a pass may take a millisecond, and each look is a write that others wait for.
const BETWEEN_LOOKS: Duration = Duration::from_secs(1);

/// Notes the progress and hears that the run was called off, once in a while.
struct Watch<'a> {
    app: &'a App,
    id: CalibrationId,
    looked: Instant,
}

impl<'a> Watch<'a> {
    fn new(app: &'a App, id: CalibrationId) -> Self {
        Self { app, id, looked: Instant::now() }
    }

    /// Notes the progress; whether the run is still wanted.
    fn is_wanted(&mut self, progress: i64) -> bool {
        let id = self.id;
        let noted = self.app.db.write(|tx| {
            scales::set_progress(tx, id, progress)?;
            Ok(scales::calibration(tx, id)?.state == CalibrationState::Running)
        });
        self.looked = Instant::now();
        // A busy store is no reason to throw the work away.
        noted.unwrap_or(true)
    }

    /// As [`Watch::is_wanted`], without asking the store more than once a second.
    fn goes_on(&mut self, progress: i64) -> bool {
        self.looked.elapsed() < BETWEEN_LOOKS || self.is_wanted(progress)
    }
}

/// A table for each competency, of items with enough answers that differ.
fn parts(calibration: &Calibration, responses: &Responses, bank: &Bank, facts: &mut Facts) -> Vec<Part> {
    let mut answers: BTreeMap<(ItemId, i64), Vec<u32>> = BTreeMap::new();
    for scored in responses.people.iter().flat_map(|person| &person.answers) {
        answers.entry((scored.item, scored.revision)).or_default().push(scored.score);
    }
    let mut columns: BTreeMap<String, Vec<(ItemId, i64)>> = BTreeMap::new();
    for (id, scores) in &answers {
        let Some(known) = bank.items.get(id) else { continue };
        match why_not(calibration, bank, id, known, scores) {
            Some(why) => facts.left_out.push(LeftOut { code: known.code.clone(), why }),
            None => columns.entry(known.competency.clone()).or_default().push(*id),
        }
    }
    columns.into_iter().map(|(competency, columns)| part(competency, columns, responses, bank, calibration.model)).collect()
}

fn why_not(calibration: &Calibration, bank: &Bank, id: &(ItemId, i64), known: &Known, scores: &[u32]) -> Option<String> {
    let most = known.body.max_score();
    if bank.anchors.contains_key(id) && most <= 100 {
        return None;
    }
    match () {
        () if (scores.len() as u64) < calibration.facts.min_answers => Some(format!("ответов {}, нужно {}", scores.len(), calibration.facts.min_answers)),
        () if most > 100 => Some("больше 100 баллов".into()),
        () if scores.iter().min() == scores.iter().max() => Some("все ответили одинаково".into()),
        () => None,
    }
}

fn part(competency: String, columns: Vec<(ItemId, i64)>, responses: &Responses, bank: &Bank, model: Model) -> Part {
    let place: BTreeMap<(ItemId, i64), usize> = columns.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let mut rows = Vec::new();
    for person in &responses.people {
        let mut row = vec![None; columns.len()];
        for scored in &person.answers {
            if let Some(cell) = place.get(&(scored.item, scored.revision)).and_then(|at| row.get_mut(*at)) {
                let most = bank.items.get(&(scored.item, scored.revision)).map_or(1, |known| known.body.max_score());
                *cell = u8::try_from(scored.score.min(most)).ok();
            }
        }
        if row.iter().any(Option::is_some) {
            rows.push(row);
        }
    }
    // Under Rasch the slope is one for all: anchors of another model would bend the scale.
    let anchors = columns.iter().map(|id| bank.anchors.get(id).filter(|anchor| model != Model::Rasch || (anchor.slope - 1.0).abs() < 1e-9).cloned()).collect();
    Part { competency, columns, table: Table { rows, anchors } }
}

fn gathered(responses: &Responses, bank: &Bank, found: Vec<(Part, Fitted)>, mut facts: Facts) -> Outcome {
    let mut parameters = Vec::new();
    let mut log_likelihood = 0.0;
    for (part, fitted) in &found {
        facts.means.insert(part.competency.clone(), fitted.mean);
        facts.sds.insert(part.competency.clone(), fitted.sd);
        facts.anchors.insert(part.competency.clone(), part.table.anchors.iter().flatten().count() as u64);
        facts.iterations += fitted.iterations;
        facts.converged &= fitted.converged;
        log_likelihood += fitted.log_likelihood;
        parameters.extend(part.columns.iter().copied().zip(fitted.items.iter().cloned()));
    }
    facts.log_likelihood = Some(log_likelihood);
    facts.items = parameters.len() as u64;
    // One scale with the current calibration only if each competency is held by anchors of it.
    let is_held = facts.anchors.values().all(|count| *count > 0);
    let known: BTreeMap<(ItemId, i64), Parameters> = parameters.iter().cloned().collect();
    let abilities = super::figures::abilities(responses, bank_competencies(bank), &known, &facts);
    facts.correlations = super::figures::correlations(&abilities);
    let statistics = all_statistics(responses, bank, &known, &abilities);
    Outcome::Done { linked_to: bank.linked_to.filter(|_| is_held), facts, parameters, statistics }
}

fn bank_competencies(bank: &Bank) -> BTreeMap<(ItemId, i64), String> {
    bank.items.iter().map(|(id, known)| (*id, known.competency.clone())).collect()
}

fn all_statistics(responses: &Responses, bank: &Bank, known: &BTreeMap<(ItemId, i64), Parameters>, abilities: &super::figures::Abilities) -> Vec<(ItemId, ItemStatistics)> {
    let newest: BTreeMap<ItemId, i64> = known.keys().copied().collect();
    let mut differences = differences(responses, bank, known);
    newest
        .into_iter()
        .filter_map(|(id, revision)| {
            let item = bank.items.get(&(id, revision))?;
            let parameters = known.get(&(id, revision))?;
            let sight = super::figures::Sight { responses, bank: bank_scores(bank, &item.competency), id: (id, revision), competency: &item.competency };
            let mut found = statistics::classical(&item.body, &right(&item.key), &sight.seen(), responses.people.len() as u64);
            (found.infit, found.outfit) = sight.fit(parameters, abilities);
            found.dif = differences.remove(&(id, revision)).unwrap_or_default();
            found.flags = statistics::flags(&found);
            if parameters.flags.iter().any(|flag| flag == "negative_slope") && !found.flags.contains(&Flag::NegativeLink) {
                found.flags.push(Flag::NegativeLink);
            }
            Some((id, found))
        })
        .collect()
}

/// Differences between groups by item, each competency's items matched by one another.
fn differences(responses: &Responses, bank: &Bank, known: &BTreeMap<(ItemId, i64), Parameters>) -> BTreeMap<(ItemId, i64), Vec<Dif>> {
    let competencies: BTreeSet<&str> = known.keys().filter_map(|id| bank.items.get(id)).map(|item| item.competency.as_str()).collect();
    let mut found: BTreeMap<(ItemId, i64), Vec<Dif>> = BTreeMap::new();
    for competency in competencies {
        let mut scores = bank_scores(bank, competency);
        scores.retain(|id, _| known.contains_key(id));
        for groups in [Groups::CityAndVillage, Groups::LongAndShortExperience] {
            for (id, dif) in super::figures::differences(responses, &scores, groups) {
                found.entry(id).or_default().push(dif);
            }
        }
    }
    found
}

/// The most points of each item of a competency.
fn bank_scores(bank: &Bank, competency: &str) -> BTreeMap<(ItemId, i64), u32> {
    bank.items.iter().filter(|(_, known)| known.competency == competency).map(|(id, known)| (*id, known.body.max_score())).collect()
}

fn right(key: &Key) -> Vec<String> {
    match key {
        Key::Single { right } => vec![right.clone()],
        Key::Multiple { right } => right.clone(),
        _ => Vec::new(),
    }
}

/// Saves what came out, unless the run was called off meanwhile.
fn save(tx: &mut Tx<'_>, calibration: &Calibration, bank: &Bank, outcome: Outcome) -> Result<()> {
    if scales::calibration(tx, calibration.id)?.state != CalibrationState::Running {
        return Ok(());
    }
    let (state, facts) = match outcome {
        Outcome::Cancelled => return Ok(()),
        Outcome::Failed { message, facts } => {
            scales::end(tx, calibration.id, CalibrationState::Failed, &message, &facts, None)?;
            (CalibrationState::Failed, facts)
        }
        Outcome::Done { facts, linked_to, parameters, statistics } => {
            scales::clear(tx, calibration.id)?;
            let left = bank.anchors.iter().filter(|(id, _)| linked_to.is_some() && !parameters.iter().any(|(other, _)| other == *id)).map(|(id, kept)| (*id, kept.clone()));
            // Anchored items that nobody was given this time keep their place on the scale.
            for ((item, revision), new) in left.chain(parameters.iter().cloned()) {
                scales::put_parameters(tx, calibration.id, item, revision, &new)?;
            }
            for (item, new) in &statistics {
                scales::put_statistics(tx, calibration.id, *item, new)?;
            }
            scales::end(tx, calibration.id, CalibrationState::Done, "", &facts, linked_to)?;
            (CalibrationState::Done, facts)
        }
    };
    tx.record(&By::system(), Event::new("calibration.ended", "calibration", calibration.id).with(json!({"state": state, "items": facts.items, "people": facts.people})))
}

/// A correlation between two competencies.
pub(super) fn correlation(one: &str, other: &str, value: f64, people: u64) -> Correlation {
    Correlation { one: one.to_owned(), other: other.to_owned(), value, people }
}

/// An answer beside the rest.
pub(super) fn seen(scored: &Scored, rest: Option<f64>) -> Seen {
    let chosen = match &scored.answer {
        Some(Answer::Single { choice }) => vec![choice.clone()],
        Some(Answer::Multiple { choices }) => choices.clone(),
        _ => Vec::new(),
    };
    Seen { score: scored.score, rest, chosen }
}

//! Use cases: a programme is made from the profile or from the year before, its stages are added, changed, taken out.

use super::{
    model::{Expected, Input, Stage, StageId, a_year_later, year_words},
    store::{self, Origin},
};
use audit::{By, Event, Record};
use kernel::{Error, Result, Tx, date};
use serde_json::json;
use structure::profile::{Counter, StagePlan};

fn refuse_second(tx: &mut Tx<'_>, year: i64) -> Result<()> {
    if store::of_year(tx, year)?.is_empty() {
        return Ok(());
    }
    Err(Error::refusal(format!("Программа {} учебного года уже составлена. Откройте её и измените этапы, которые нужно.", year_words(year))))
}

/// Makes a year's programme of the stages that the region's profile proposes.
///
/// # Errors
/// The year has a programme already, or the profile proposes none.
pub fn from_profile(tx: &mut Tx<'_>, by: &By, year: i64) -> Result<usize> {
    refuse_second(tx, year)?;
    let profile = structure::profile(tx)?;
    let first = i16::try_from(year).map_err(|_| Error::NotFound)?;
    if profile.stages.is_empty() {
        return Err(Error::refusal("В профиле региона нет раздела programme с этапами. Добавьте этапы на этом экране по одному."));
    }
    for plan in &profile.stages {
        let input = of_plan(plan, first);
        let id = store::insert(tx, &Origin { year, code: &plan.code, copied_from: None }, &input)?;
        store::note(tx, by, (year, id, &input.title), ("added", "", "из профиля региона"))?;
    }
    tx.record(by, Event::new("programme.made", "programme", year).with(json!({ "year": year, "stages": profile.stages.len() })))?;
    Ok(profile.stages.len())
}

fn of_plan(plan: &StagePlan, year: i16) -> Input {
    Input {
        title: plan.title.clone(),
        owner: plan.owner.clone(),
        owner_id: None,
        starts_on: plan.from.in_year(year),
        ends_on: plan.to.in_year(year),
        result: plan.result.clone(),
        expects: plan.expects.iter().map(|(counter, expected)| Expected { counter: *counter, expected: (*expected).into() }).collect(),
    }
}

/// Copies a year's programme into the next one: the same stages a year later. Owners by role stay; persons are named anew.
///
/// # Errors
/// There is nothing to copy, or the next year has a programme already.
pub fn roll_over(tx: &mut Tx<'_>, by: &By, year: i64) -> Result<i64> {
    let next = year.checked_add(1).ok_or(Error::NotFound)?;
    refuse_second(tx, next)?;
    let stages = store::of_year(tx, year)?;
    if stages.is_empty() {
        return Err(Error::refusal(format!("В {} учебном году программы нет, переносить нечего.", year_words(year))));
    }
    for stage in &stages {
        let input = Input {
            title: stage.title.clone(),
            owner: stage.owner.clone(),
            owner_id: None,
            starts_on: a_year_later(stage.starts_on),
            ends_on: a_year_later(stage.ends_on),
            result: stage.result.clone(),
            expects: stage.expects.clone(),
        };
        let id = store::insert(tx, &Origin { year: next, code: &stage.code, copied_from: Some(stage.id) }, &input)?;
        store::note(tx, by, (next, id, &input.title), ("copied", "", &format!("из программы {}", year_words(year))))?;
    }
    tx.record(by, Event::new("programme.rolled_over", "programme", next).with(json!({ "from": year, "stages": stages.len() })))?;
    Ok(next)
}

/// Adds a stage.
///
/// # Errors
/// The store fails.
pub fn add(tx: &mut Tx<'_>, by: &By, year: i64, input: &Input) -> Result<StageId> {
    let id = store::insert(tx, &Origin { year, code: "", copied_from: None }, input)?;
    store::note(tx, by, (year, id, &input.title), ("added", "", ""))?;
    tx.record(by, Event::new("programme.stage_added", "programme_stage", id).with(json!({ "year": year })))?;
    Ok(id)
}

/// Changes a stage; what was and what became is kept. Nothing changed: nothing is written.
///
/// # Errors
/// Somebody else changed it first.
pub fn change(tx: &mut Tx<'_>, by: &By, stage: &Stage, input: &Input) -> Result<()> {
    let changes = differences(stage, input);
    if changes.is_empty() {
        return Ok(());
    }
    store::update(tx, stage, input)?;
    for (field, was, became) in &changes {
        store::note(tx, by, (stage.year, stage.id, &input.title), (field, was, became))?;
    }
    let fields: Vec<&str> = changes.iter().map(|(field, ..)| field.as_str()).collect();
    tx.record(by, Event::new("programme.stage_changed", "programme_stage", stage.id).with(json!({ "fields": fields })))
}

/// What differs: the field, what it was, what it became. Persons are not named.
fn differences(stage: &Stage, input: &Input) -> Vec<(String, String, String)> {
    let mut found: Vec<(String, String, String)> = [
        ("title", stage.title.clone(), input.title.clone()),
        ("owner", stage.owner.clone(), input.owner.clone()),
        ("starts_on", date::short(stage.starts_on), date::short(input.starts_on)),
        ("ends_on", date::short(stage.ends_on), date::short(input.ends_on)),
        ("result", stage.result.clone(), input.result.clone()),
    ]
    .into_iter()
    .filter(|(_, was, became)| was != became)
    .map(|(field, was, became)| (field.to_owned(), was, became))
    .collect();
    if stage.owner_id != input.owner_id {
        found.push(("person".to_owned(), String::new(), String::new()));
    }
    let of = |expects: &[Expected], counter: Counter| expects.iter().find(|one| one.counter == counter).map(|one| one.expected.to_string()).unwrap_or_default();
    for counter in Counter::ALL {
        let (was, became) = (of(&stage.expects, *counter), of(&input.expects, *counter));
        if was != became {
            found.push((counter.as_str().to_owned(), was, became));
        }
    }
    found
}

/// Takes a stage out of the programme; the history keeps that it was there.
///
/// # Errors
/// Somebody else changed it first.
pub fn remove(tx: &mut Tx<'_>, by: &By, stage: &Stage) -> Result<()> {
    store::delete(tx, stage)?;
    store::note(tx, by, (stage.year, stage.id, &stage.title), ("removed", "", ""))?;
    tx.record(by, Event::new("programme.stage_removed", "programme_stage", stage.id).with(json!({ "year": stage.year })))
}

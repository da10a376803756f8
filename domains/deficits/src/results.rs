//! A scored attempt becomes results; results open, confirm or remove deficits; a repeat becomes growth.

use crate::{
    context::{self, Prior},
    measure::{self, Measured},
    model::{AttemptId, CompetencyId, Evidence, ResultLine, Source, Status, Zone},
    store::{
        deficits::{self as held, New, Said},
        results::{self as kept, Ground},
    },
    words,
};
use access::Scope;
use audit::{By, Event, Record};
use diagnostics::ScoredAttempt;
use kernel::{Result, Tx, id::PersonId};
use serde_json::json;

/// Computes everything that follows from an attempt, once.
///
/// # Errors
/// The store fails. What can't be measured is left out: a competency whose items say nothing has no line.
pub fn compute(tx: &mut Tx<'_>, attempt: AttemptId) -> Result<()> {
    if kept::is_computed(tx, attempt)? {
        return Ok(());
    }
    let scored = diagnostics::scored_attempt(tx, &Scope::program("results are computed for the teacher before anybody sees them"), attempt)?;
    let lines = lines(tx, &scored)?;
    let taken_on = day_of(tx, &scored)?;
    let ground = Ground { person: scored.person, place: scored.place.clone(), calibration: scored.calibration.as_ref().map(ToString::to_string), taken_on };
    for line in &lines {
        kept::insert(tx, &ground, line)?;
    }
    tx.record(&By::system(), Event::new("result.computed", "attempt", attempt).of(scored.person).with(json!({"competencies": lines.len()})))?;
    crate::growth::compare(tx, &scored, &lines)?;
    for line in &lines {
        judge(tx, &scored, line, &ground)?;
    }
    Ok(())
}

fn day_of(tx: &mut Tx<'_>, scored: &ScoredAttempt) -> Result<kernel::Date> {
    let zone = crate::zone(tx)?;
    Ok(zone.to_datetime(scored.submitted_at).date())
}

/// The lines of an attempt with codes of levels.
fn lines(tx: &mut Tx<'_>, scored: &ScoredAttempt) -> Result<Vec<ResultLine>> {
    let names = context::names(tx, &scored.framework.to_string())?;
    let scale = competencies::scale(tx, scored.scale)?;
    let (subject, post) = post_of(tx, scored)?;
    let targets = competencies::targets_for(tx, scored.framework, &subject, &post)?;
    let asked = scored.competencies();
    let codes: Vec<String> = asked.iter().map(|competency| names.get(competency).map(|(code, _)| code.clone()).unwrap_or_default()).collect();
    let prior = Prior::read(tx, scored, &codes)?;
    let mut measured = Vec::new();
    for competency in &asked {
        measured.push(given(tx, scored, *competency, context::target(&scale, targets.get(competency)).1)?);
    }
    let zones = (scored.settings.deficit_from, scored.settings.none_to);
    let estimates = measure::profile(&measured, &prior, zones);
    let told = asked.iter().zip(&measured).zip(estimates);
    let shaped = told.filter_map(|((competency, measured), estimate)| {
        let estimate = estimate?;
        let (code, title) = names.get(competency).cloned().unwrap_or_default();
        let (target_level, target_percent) = context::target(&scale, targets.get(competency));
        Some(ResultLine {
            attempt: scored.id,
            competency: *competency,
            code,
            title,
            items: whole(measured.scores.len()),
            points: measured.scores.iter().map(|(_, score)| whole(*score)).sum(),
            most_points: measured.scores.iter().map(|(item, _)| whole(item.max_score())).sum(),
            percent: estimate.percent,
            low: estimate.low,
            high: estimate.high,
            theta: estimate.theta,
            sd: estimate.sd,
            cut: estimate.cut,
            target_percent,
            p_below: estimate.p_below,
            zone: Zone::of(estimate.p_below, zones.0, zones.1),
            more_items: estimate.more_items.map(whole),
            level: scale.level_at(estimate.percent).map(|level| level.code.clone()).unwrap_or_default(),
            target_level,
            is_preliminary: measured.is_preliminary,
        })
    });
    Ok(shaped.collect())
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Subject and post by which the target is chosen: the diagnostic's own subject, else the teacher's main one.
fn post_of(tx: &mut Tx<'_>, scored: &ScoredAttempt) -> Result<(String, String)> {
    let person = people::find(tx, &Scope::program("the target depends on subject and post"), scored.person)?;
    let subject = if scored.subject.is_empty() { person.main_subject().unwrap_or_default().to_owned() } else { scored.subject.clone() };
    Ok((subject, person.position))
}

/// Items with scores, and the form by which percents are told.
fn given(tx: &mut Tx<'_>, scored: &ScoredAttempt, competency: CompetencyId, target_percent: f64) -> Result<Measured> {
    let scores: Vec<(psychometrics::Item, usize)> = scored
        .of(competency)
        .map(|one| {
            let parameters = &one.parameters;
            let item = psychometrics::Item { family: context::engine_family(parameters.family), slope: parameters.slope, intercepts: parameters.intercepts.clone() };
            (item, usize::try_from(one.score).unwrap_or(0))
        })
        .collect();
    let mut reference = match &scored.calibration {
        Some(calibration) => context::reference(tx, &calibration.to_string(), &competency)?,
        None => Vec::new(),
    };
    if reference.is_empty() {
        reference = scores.iter().map(|(item, _)| item.clone()).collect();
    }
    Ok(Measured { scores, reference, target_percent, is_preliminary: scored.calibration.is_none() || scored.of(competency).any(|one| one.parameters.preliminary) })
}

/// What a result does to deficits: the rule of three zones, never a percent.
fn judge(tx: &mut Tx<'_>, scored: &ScoredAttempt, line: &ResultLine, ground: &Ground) -> Result<()> {
    let open = held::open_of(tx, scored.person, &line.code)?;
    let attempt = scored.id.to_string();
    let told = words::measured(line);
    let said = Said { evidence: Evidence::Attempt, evidence_id: &attempt, words: &told, account: None };
    match (open, line.zone) {
        (None, Zone::Deficit) => {
            let new = New { person: scored.person, place: &ground.place, competency: &line.competency, code: &line.code, source: Source::Measured, level: &line.level, p_below: Some(line.p_below), on: ground.taken_on };
            let id = held::insert(tx, &new)?;
            held::add_step(tx, id, Status::Found, &said)?;
            note(tx, scored.person, "deficit.found", &id.to_string(), &line.code)
        }
        (None, Zone::None | Zone::Undetermined) => Ok(()),
        (Some((id, source, status)), zone) => {
            let next = after(source, status, zone, line.is_preliminary);
            held::set_measured(tx, id, next, &line.level, line.p_below)?;
            held::add_step(tx, id, next, &said)?;
            let action = match next {
                Status::Removed => "deficit.removed",
                Status::Confirmed => "deficit.confirmed",
                Status::Found | Status::InWork => "deficit.evidence_added",
            };
            note(tx, scored.person, action, &id.to_string(), &line.code)
        }
    }
}

/// What a measurement makes of an open deficit. Only what was measured is removed by the rule: what a person said or an observer saw
/// is for people to close. By preliminary parameters nothing is removed.
fn after(source: Source, status: Status, zone: Zone, is_preliminary: bool) -> Status {
    match (zone, source) {
        (Zone::Deficit, _) => Status::Confirmed,
        (Zone::None, Source::Measured) if !is_preliminary => Status::Removed,
        (Zone::None | Zone::Undetermined, _) => status,
    }
}

fn note(tx: &mut Tx<'_>, person: PersonId, action: &'static str, id: &str, code: &str) -> Result<()> {
    tx.record(&By::system(), Event::new(action, "deficit", id).of(person).with(json!({"competency": code})))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measurement_removes_only_what_was_measured_and_confirms_anything() {
        assert_eq!(after(Source::Measured, Status::InWork, Zone::None, false), Status::Removed);
        assert_eq!(after(Source::Measured, Status::InWork, Zone::None, true), Status::InWork, "preliminary parameters remove nothing");
        assert_eq!(after(Source::Declared, Status::InWork, Zone::None, false), Status::InWork);
        assert_eq!(after(Source::Observed, Status::Found, Zone::Deficit, false), Status::Confirmed);
        assert_eq!(after(Source::Measured, Status::Found, Zone::Undetermined, false), Status::Found);
    }
}

//! Classes measured for a case, and what the deputy head concludes from them.

use crate::{
    classes,
    event::EventKind,
    form::needed,
    given::{Given, add, note_withdrawn, settle, tell},
    lists::Lists,
    measure::{MeasureForm, Moment},
    model::{CaseId, MeasureId},
    rules::{Act, must},
    stage::{EvidenceKind, SourceKind, Strand},
    standing::load,
    store::{evidence, links, measures},
    url,
};
use access::Actor;
use audit::{Event, Record};
use kernel::{Error, FieldErrors, Result, Tx};
use serde_json::json;

/// Keeps a measurement of a class: figures of the whole, never of a pupil.
///
/// # Errors
/// Fields. Refusals.
pub fn measure(tx: &mut Tx<'_>, actor: &Actor, id: CaseId, form: &MeasureForm) -> Result<MeasureId> {
    let standing = load(tx, actor, id)?;
    must(Act::Measure, &standing, actor.role)?;
    let lists = Lists::read(tx)?;
    let mut errors = FieldErrors::default();
    let (parsed, mut outcome) = match form.outcome.as_str() {
        "" => (form.parse(&mut errors, lists.day, &lists.subjects()), None),
        picked => match errors.take("taken_moment", form.moment.parse::<Moment>().map_err(|_| "Выберите, когда измеряли")) {
            // Typed once: the figures are those that the school keeps.
            Some(moment) => {
                let (measure, id) = classes::taken(tx, &standing, moment, picked)?;
                (Some(measure), Some(id))
            }
            None => (None, None),
        },
    };
    let before = measures::of(tx, id)?;
    let (with, day) = if outcome.is_some() { ("taken_with", "outcome") } else { ("compared_with", "measured_on") };
    let mut compared_with = None;
    if let Some(new) = parsed.as_ref().filter(|new| new.moment == Moment::After) {
        let named = form.compared_with.parse::<MeasureId>().ok().and_then(|wanted| before.iter().find(|one| one.id == wanted && one.measure.moment == Moment::Before));
        match named {
            None => errors.add(with, "Выберите результат «до начала работы», с которым сравнивать. Если его нет, сначала внесите его"),
            Some(first) if !first.measure.is_of_one_kind(new) => errors.add(with, "Сравнивают один и тот же класс, предмет и источник. Проверьте, совпадают ли они"),
            Some(first) if first.measure.measured_on >= new.measured_on => errors.add(day, "Результат «после» должен быть позже результата «до»"),
            Some(first) => compared_with = Some(first.id),
        }
    }
    let new = errors.or(parsed)?;
    if outcome.is_none() && form.keep == "yes" {
        outcome = Some(classes::keep(tx, actor, &standing, &new)?);
    }
    let kept = measures::Kept { id: MeasureId::fresh(), measure: new, compared_with, outcome };
    measures::insert(tx, id, &kept, actor.account)?;
    let of = &kept.measure;
    tell(tx, &actor.by(), id, EventKind::MeasureAdded, &url::of(id, "measures"), &format!("{}, {}", of.grade, of.moment.label()))?;
    tx.record(&actor.by(), Event::new("case.measure_added", "case", id).of(standing.case.person).with(json!({"moment": of.moment, "source": of.source})))?;
    let given = Given::new((of.moment.rung(), Strand::Pupils, EvidenceKind::Measure), SourceKind::Measure, kept.id).words(format!("{}, {}", of.grade, of.source.label())).on(of.measured_on);
    add(tx, &actor.by(), id, &given)?;
    settle(tx, &actor.by(), id)?;
    Ok(kept.id)
}

/// Withdraws a measurement entered by mistake, with what rests on it.
///
/// # Errors
/// Not found. Refusals: another was compared with it.
pub fn withdraw(tx: &mut Tx<'_>, actor: &Actor, id: CaseId, measure: MeasureId) -> Result<()> {
    let standing = load(tx, actor, id)?;
    must(Act::Measure, &standing, actor.role)?;
    let all = measures::of(tx, id)?;
    if all.iter().any(|one| one.compared_with == Some(measure)) {
        return Err(Error::refusal("С этим результатом сравнили результат после работы. Сначала отзовите его."));
    }
    if measures::withdraw(tx, id, measure)? == 0 {
        return Err(Error::NotFound);
    }
    const WHY: &str = "результат класса отозван";
    evidence::withdraw(tx, id, EvidenceKind::Measure, &measure.to_string(), WHY)?;
    for link in links::of(tx, &standing.case)?.into_iter().filter(|link| link.measure == measure) {
        links::withdraw(tx, id, link.id)?;
        evidence::withdraw(tx, id, EvidenceKind::Link, &link.id.to_string(), WHY)?;
        note_withdrawn(tx, &actor.by(), id, EvidenceKind::Link.label(), WHY)?;
    }
    tell(tx, &actor.by(), id, EventKind::MeasureWithdrawn, &url::of(id, "measures"), "")?;
    tx.record(&actor.by(), Event::new("case.measure_withdrawn", "case", id).of(standing.case.person))?;
    settle(tx, &actor.by(), id)
}

/// The deputy head's words: over before and after (rung 6), or closing words about the quality of education (rung 7).
///
/// # Errors
/// Field `conclusion`. Refusals: nothing to conclude from.
pub fn conclude(tx: &mut Tx<'_>, actor: &Actor, id: CaseId, rung: i64, words: &str) -> Result<()> {
    let standing = load(tx, actor, id)?;
    must(Act::Conclude, &standing, actor.role)?;
    if !matches!(rung, 6 | 7) {
        return Err(Error::NotFound);
    }
    if !measures::of(tx, id)?.iter().any(measures::Kept::is_after) {
        return Err(Error::refusal("Делать вывод не из чего: результата класса после работы ещё нет. Внесите его."));
    }
    if rung == 7 && standing.case.rung < 7 {
        return Err(Error::refusal("Заключение пишут в конце, после повторной диагностики педагога."));
    }
    let mut errors = FieldErrors::default();
    let words = needed(&mut errors, "conclusion", words, "Напишите вывод своими словами");
    let words = errors.or(words)?;
    add(tx, &actor.by(), id, &Given::new((rung, Strand::Pupils, EvidenceKind::Outcome), SourceKind::Words, "").words(words))?;
    settle(tx, &actor.by(), id)
}

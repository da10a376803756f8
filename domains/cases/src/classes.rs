//! A case and the results of classes kept by the school: what may be taken from there, what stands beside a comparison, what is kept there.

use crate::{
    beside::{Beside, Others},
    measure::{Measure, Moment, Source},
    model::{Case, MeasureId},
    standing::Standing,
    store::{cases, measures::Kept},
};
use access::{Action, Actor};
use kernel::{Date, Error, Result, Tx, id::PersonId};
use outcomes::{Class, Figures, NewOutcome, Outcome, OutcomeId, Period, Use};
use std::collections::{HashMap, HashSet};

/// Results of a class within so many days are of one moment.
const ONE_MOMENT: i32 = 14;

/// Results that whoever may measure takes from: of the case's subject (of all, if it has none named) in the teacher's school. A
/// teacher isn't shown classes that the school says others teach.
///
/// # Errors
/// The store fails.
pub fn offered(tx: &mut Tx<'_>, standing: &Standing) -> Result<Vec<Outcome>> {
    let case = &standing.case;
    if case.subject.is_empty() {
        return Ok(Vec::new());
    }
    let since = outcomes::school_year_of(tx.today()) - 1;
    let mut found = outcomes::of_subject(tx, &case.place, &case.subject, since)?;
    if standing.is_teacher() {
        let others = taught_by_others(tx, case, since)?;
        found.retain(|one| !others.contains(&(one.period.school_year, one.class.clone())));
    }
    Ok(found)
}

fn taught_by_others(tx: &mut Tx<'_>, case: &Case, since: i64) -> Result<Vec<(i64, Class)>> {
    let mut others = Vec::new();
    for year in [since, since + 1] {
        let taught = outcomes::teachers_of(tx, &case.place, year)?;
        let of_case: Vec<Class> = taught.iter().filter(|one| one.subject == case.subject && one.person == case.person).map(|one| one.class.clone()).collect();
        others.extend(taught.into_iter().filter(|one| one.subject == case.subject && !of_case.contains(&one.class)).map(|one| (year, one.class)));
    }
    Ok(others)
}

/// A measurement taken from a result that was offered.
///
/// # Errors
/// Field `outcome`: it isn't offered.
pub fn taken(tx: &mut Tx<'_>, standing: &Standing, moment: Moment, raw: &str) -> Result<(Measure, OutcomeId)> {
    let wrong = || Error::field("outcome", "Выберите результат из списка");
    let id: OutcomeId = raw.parse().map_err(|_| wrong())?;
    let found = offered(tx, standing)?.into_iter().find(|one| one.id == id).ok_or_else(wrong)?;
    let figures = &found.figures;
    let measure = Measure {
        moment,
        grade: found.class.label(),
        subject: found.subject.clone(),
        topic: found.title.clone(),
        source: found.source,
        measured_on: found.period.last().min(tx.today()),
        pupils: figures.pupils,
        below_minimum: figures.under,
        mean: figures.mean,
        scale: if figures.mean.is_some() { format!("из {}", outcomes::number(figures.scale)) } else { String::new() },
        words: String::new(),
    };
    Ok((measure, id))
}

/// Whether the actor may keep what is typed as a result of the class.
#[must_use]
pub fn may_keep(actor: &Actor, standing: &Standing) -> bool {
    actor.can(Action::EnterOutcomes) && outcomes::is_of_school(actor, &standing.case.place)
}

/// Keeps what was typed in a case as a result of the class too.
///
/// # Errors
/// Field `keep`. Not found: not one of the school.
pub fn keep(tx: &mut Tx<'_>, actor: &Actor, standing: &Standing, typed: &Measure) -> Result<OutcomeId> {
    if !may_keep(actor, standing) {
        return Err(Error::NotFound);
    }
    let class = Class::parse(&typed.grade).map_err(|says| Error::field("keep", format!("В результатах классов так записать нельзя. {says}")))?;
    let period = match typed.source {
        Source::Marks => Period::quarter_at(typed.measured_on),
        Source::SchoolTest | Source::Vpr | Source::Oge | Source::Ege | Source::Other => Period::day(typed.measured_on),
    };
    let scale = typed.scale.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or_else(|_| typed.source.usual_scale());
    let figures = Figures { mean: typed.mean, scale, ..Figures::of(typed.pupils, typed.below_minimum) };
    let new = NewOutcome { place: standing.case.place.clone(), class, subject: typed.subject.clone(), period, source: typed.source, title: typed.topic.chars().take(120).collect(), figures };
    outcomes::keep_typed(tx, actor, new)
}

/// What stands beside each comparison of a case, by its «after».
///
/// # Errors
/// The store fails.
pub fn beside(tx: &mut Tx<'_>, case: &Case, measures: &[Kept]) -> Result<HashMap<MeasureId, Beside>> {
    let was_chosen_for_low = measures.iter().any(|kept| kept.measure.moment == Moment::Signal);
    let mut found = HashMap::new();
    for after in measures {
        let Some(before) = measures.iter().find(|one| Some(one.id) == after.compared_with) else { continue };
        let of = &after.measure;
        let class = Class::parse(&of.grade).ok();
        let population = match (&class, was_chosen_for_low) {
            (Some(class), true) => match outcomes::population(tx, &of.subject, of.source, Some(class.grade))? {
                Some(known) => Some(known),
                None => outcomes::population(tx, &of.subject, of.source, None)?,
            },
            (Some(_) | None, _) => None,
        };
        let others = match &class {
            Some(class) if of.source.may(Use::SchoolPicture) => others(tx, case, class, (&before.measure, of))?,
            Some(_) | None => None,
        };
        found.insert(after.id, Beside { was_chosen_for_low, population, others });
    }
    Ok(found)
}

/// Classes of the same year of study that were measured at both moments and whose teachers have no case.
fn others(tx: &mut Tx<'_>, case: &Case, class: &Class, (before, after): (&Measure, &Measure)) -> Result<Option<Others>> {
    let (first, last) = (outcomes::school_year_of(before.measured_on), outcomes::school_year_of(after.measured_on));
    let taught = taught(tx, case, &[first, last])?;
    let worked_with = worked_with(tx, &taught)?;
    let known = outcomes::of_subject(tx, &case.place, &case.subject, first)?;
    let at = |other: &Class, day: Date| known.iter().find(|one| one.class == *other && one.source == before.source && is_about(one.period.last(), day));
    let mut sum = Others { classes: 0, teachers: 0, before: (0, 0), after: (0, 0) };
    let (mut met, mut people): (Vec<&Class>, HashSet<PersonId>) = (Vec::new(), HashSet::new());
    for one in known.iter().filter(|one| one.class.grade == class.grade && one.class != *class && !worked_with.contains(&one.class)) {
        if met.contains(&&one.class) {
            continue;
        }
        met.push(&one.class);
        if let (Some(then), Some(now)) = (at(&one.class, before.measured_on), at(&one.class, after.measured_on))
            && then.id != now.id
        {
            sum.classes += 1;
            let behind: Vec<PersonId> = taught.iter().filter(|(class, _)| *class == one.class).map(|(_, person)| *person).collect();
            sum.teachers += u32::from(behind.is_empty());
            people.extend(behind);
            sum.before = (sum.before.0 + then.figures.under, sum.before.1 + then.figures.pupils);
            sum.after = (sum.after.0 + now.figures.under, sum.after.1 + now.figures.pupils);
        }
    }
    sum.teachers += u32::try_from(people.len()).unwrap_or(u32::MAX);
    Ok((sum.classes > 0).then_some(sum))
}

fn is_about(one: Date, other: Date) -> bool {
    one.since(other).is_ok_and(|span| span.get_days().abs() <= ONE_MOMENT)
}

/// Who taught which class the case's subject in these years, as far as the school has said.
fn taught(tx: &mut Tx<'_>, case: &Case, years: &[i64]) -> Result<Vec<(Class, PersonId)>> {
    let mut found = Vec::new();
    for year in years {
        found.extend(outcomes::teachers_of(tx, &case.place, *year)?.into_iter().filter(|one| one.subject == case.subject).map(|one| (one.class, one.person)));
    }
    Ok(found)
}

/// Classes whose teachers are accompanied, the case's own among them: with them something was done.
fn worked_with(tx: &mut Tx<'_>, taught: &[(Class, PersonId)]) -> Result<Vec<Class>> {
    let (mut classes, mut known): (Vec<Class>, HashMap<PersonId, bool>) = (Vec::new(), HashMap::new());
    for (class, person) in taught {
        if !known.contains_key(person) {
            known.insert(*person, !cases::of_person(tx, *person)?.is_empty());
        }
        if known.get(person).copied().unwrap_or_default() {
            classes.push(class.clone());
        }
    }
    Ok(classes)
}

/// Which measurements were taken from results that are other now, and how.
///
/// # Errors
/// The store fails.
pub fn changed(tx: &mut Tx<'_>, measures: &[Kept]) -> Result<HashMap<MeasureId, &'static str>> {
    let mut found = HashMap::new();
    for kept in measures {
        let Some(id) = kept.outcome else { continue };
        let now = outcomes::find(tx, id)?;
        if now.withdrawn_at.is_some() {
            found.insert(kept.id, "школа с тех пор отозвала этот результат");
        } else if (now.figures.pupils, now.figures.under) != (kept.measure.pupils, kept.measure.below_minimum) {
            found.insert(kept.id, "школа с тех пор исправила этот результат");
        }
    }
    Ok(found)
}

//! Use cases of one result: enter, replace, withdraw.

use crate::{
    check::check,
    class::highest_grade,
    form::Typed,
    model::{NewOutcome, Origin, Outcome, OutcomeId},
    put::{Clash, Way, clashes, overlap, put_many},
    sight,
    store::{outcomes as kept, sums},
    sum::Key,
    teaching::may_enter,
};
use access::Actor;
use audit::{Event, Record};
use kernel::{Error, FieldErrors, Result, Tx, id::PlaceId};
use structure::places;

/// Enters a typed result. What may be right all the same (a letter the school never had, figures that stand already) asks for a yes
/// first: the fields `known` and `replace`.
///
/// # Errors
/// Fields. Not found: not a school within the actor's scope.
pub fn enter(tx: &mut Tx<'_>, actor: &Actor, typed: &Typed) -> Result<OutcomeId> {
    let new = typed.new.clone();
    may_enter(actor, &sight::path_of(tx, &new.place)?)?;
    let mut errors = FieldErrors::default();
    let highest = highest_of(tx, &new.place)?;
    check(&new, highest, tx.today()).into_iter().for_each(|problem| errors.add(problem.field, problem.says));
    if errors.is_empty() && !typed.is_class_sure && is_new_letter(tx, &new)? {
        errors.add("known", format!("Класса {} в этой школе ещё не было. Если он есть, подтвердите", new.class.label()));
    }
    errors.or(Some(()))?;
    let replaces = match clashes(tx, std::slice::from_ref(&new))?.pop() {
        Some(Clash::Overlaps(old)) => return Err(Error::field("period", format!("Не записано: {}", overlap(&old)))),
        Some(Clash::Replaces(old)) if !typed.is_replacing => return Err(Error::field("replace", stands(tx, &old)?)),
        Some(Clash::Replaces(_)) => true,
        Some(Clash::None | Clash::Same(_) | Clash::Twice(_)) | None => false,
    };
    let done = put_many(tx, &actor.by(), vec![new], &Way { origin: typed.origin, batch: String::new(), replaces })?;
    done.ids.first().copied().ok_or(Error::NotFound)
}

fn stands(tx: &mut Tx<'_>, old: &Outcome) -> Result<String> {
    let zone = structure::zone(tx)?;
    Ok(format!(
        "Результат {} уже внесён {}: учеников {}, ниже минимума {}. Подтвердите замену: прежние числа останутся в истории",
        old.label(),
        kernel::date::short(zone.to_datetime(old.entered_at).date()),
        old.figures.pupils,
        old.figures.under
    ))
}

/// Up to which year of study a school teaches.
///
/// # Errors
/// The store fails.
pub fn highest_of(tx: &mut Tx<'_>, place: &PlaceId) -> Result<i64> {
    let today = tx.today();
    let place = places::load(tx, place, today)?;
    Ok(highest_grade(&format!("{} {}", place.type_label, place.name)))
}

/// Whether the school has other letters in this year of study, but not this one.
fn is_new_letter(tx: &mut Tx<'_>, new: &NewOutcome) -> Result<bool> {
    let known = kept::known_classes(tx, &new.place, new.period.school_year - 1)?;
    Ok(known.iter().any(|class| class.grade == new.class.grade) && !known.contains(&new.class))
}

/// New figures in place of those that stand; the others stay as history.
///
/// # Errors
/// Fields. Not found. Stale.
pub fn replace(tx: &mut Tx<'_>, actor: &Actor, id: OutcomeId, (typed, version): (&Typed, i64)) -> Result<()> {
    let old = editable(tx, actor, id)?;
    let new = &typed.new;
    let mut errors = FieldErrors::default();
    let highest = highest_of(tx, &old.place)?;
    check(new, highest, tx.today()).into_iter().for_each(|problem| errors.add(problem.field, problem.says));
    if (&new.place, &new.class, &new.subject, new.source) != (&old.place, &old.class, &old.subject, old.source) || Key::of(&old) != Key::of_new(new) {
        errors.add("class", "Класс, предмет, источник и период при замене не меняют. Отзовите этот результат и внесите другой");
    }
    errors.or(Some(()))?;
    let others: Vec<Outcome> = kept::of_class(tx, &old.place, &old.class, &old.subject)?.into_iter().filter(|other| other.id != id && other.source == old.source).collect();
    if let Some(other) = others.iter().find(|other| new.period.clashes(&other.period)) {
        return Err(Error::field("period", format!("Не записано: {}", overlap(other))));
    }
    let body = crate::model::Body { period: new.period, title: new.title.clone(), figures: new.figures.clone() };
    kept::replace(tx, &Outcome { version, ..old.clone() }, &body, Some(actor.account))?;
    settle(tx, &old)?;
    tx.record(&actor.by(), Event::new("outcome.replaced", "outcome", id))
}

/// Withdraws a result entered by mistake: it stays as history, sums forget it.
///
/// # Errors
/// Field `why`. Not found. Stale.
pub fn withdraw(tx: &mut Tx<'_>, actor: &Actor, id: OutcomeId, (why, version): (&str, i64)) -> Result<()> {
    let old = editable(tx, actor, id)?;
    let why = kernel::name::clean_line(why);
    if why.is_empty() || why.chars().count() > 300 {
        return Err(Error::field("why", "Напишите, почему результат отозван, до 300 знаков. Это прочтёт ваша школа"));
    }
    kept::withdraw(tx, id, version, &why)?;
    settle(tx, &old)?;
    tx.record(&actor.by(), Event::new("outcome.withdrawn", "outcome", id))
}

fn settle(tx: &mut Tx<'_>, changed: &Outcome) -> Result<()> {
    sums::refresh(tx, &sums::Touched::from([(Key::of(changed), [changed.place.clone()].into())]))
}

fn editable(tx: &mut Tx<'_>, actor: &Actor, id: OutcomeId) -> Result<Outcome> {
    let old = sight::load(tx, actor, id)?;
    may_enter(actor, &sight::path_of(tx, &old.place)?)?;
    if old.withdrawn_at.is_some() { Err(Error::refusal("Этот результат отозван. Внесите новый.")) } else { Ok(old) }
}

/// Keeps what was typed in a case as a result of the class too, or finds the one that says the same. Another that stands is not replaced.
///
/// # Errors
/// Not found: not one who enters results of this school. Field `keep`: it clashes with what stands.
pub fn keep_typed(tx: &mut Tx<'_>, actor: &Actor, new: NewOutcome) -> Result<OutcomeId> {
    may_enter(actor, &sight::path_of(tx, &new.place)?)?;
    let highest = highest_of(tx, &new.place)?;
    if let Some(problem) = check(&new, highest, tx.today()).into_iter().next() {
        return Err(Error::field("keep", format!("В результатах классов так записать нельзя. {}", problem.says)));
    }
    match clashes(tx, std::slice::from_ref(&new))?.pop() {
        Some(Clash::Replaces(old)) => Err(Error::field("keep", format!("Результат {} уже внесён с другими числами. Выберите его из списка или исправьте на его странице", old.label()))),
        Some(Clash::Overlaps(old)) => Err(Error::field("keep", format!("Не записано: {}", overlap(&old)))),
        Some(Clash::None | Clash::Same(_) | Clash::Twice(_)) | None => {
            let done = put_many(tx, &actor.by(), vec![new], &Way { origin: Origin::Case, batch: String::new(), replaces: false })?;
            done.ids.first().copied().ok_or(Error::NotFound)
        }
    }
}

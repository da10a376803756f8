//! Lots: the queue to accompaniment decided by chance that anybody can check, among teachers whom it would help alike.
//!
//! * The list is frozen and a secret bound by a digest before the draw. The secret lies sealed ([`Vault`]); the draw opens it and mixes in a
//!   public figure that nobody knew before. Both are shown when it is over.
//! * Colleagues of a school stand beside each other in the list, so every month takes from every school its part: effects are compared
//!   within schools.
//! * A lot says nothing of anybody: a teacher hears in which month accompaniment will be offered, and may say no.
//! * Who left keeps the place in the drawn order, and the month goes to who comes next.

mod draw;
mod follow;
mod form;
mod waiting;

pub use draw::{commitment, is_honest, list_digest, listed, order, seed};
pub use follow::follow;
pub use form::{Asked, LotForm, SOURCE_CHARS, VALUE_CHARS, key as month_key, months};
pub use waiting::{SURE, Waiting, competencies, seen_digest, waiting};

use crate::{
    model::{Entry, LeftWhy, Lot, LotId, LotState, in_month},
    store::lots as kept,
};
use access::{Action, Actor, Vault};
use audit::{Event, Record};
use jiff::Span;
use kernel::{Date, Error, Result, Tx, id::PersonId};
use notices::{Notice, Topic};
use serde_json::json;

/// Where a lot is looked at.
#[must_use]
pub fn url(id: LotId) -> String {
    format!("/insight/lots/{id}")
}

/// A lot within reach: of one's own place, or of a place below.
///
/// # Errors
/// Not found.
pub fn load(tx: &mut Tx<'_>, actor: &Actor, id: LotId) -> Result<Lot> {
    actor.may(Action::DrawLots)?;
    kept::find(tx, &actor.place_path, id)
}

/// Of one's own place: what one draws, cancels, and whose names one reads.
///
/// # Errors
/// Not found.
pub fn owned(tx: &mut Tx<'_>, actor: &Actor, id: LotId) -> Result<Lot> {
    let lot = load(tx, actor, id)?;
    if lot.place == actor.place { Ok(lot) } else { Err(Error::NotFound) }
}

/// The list as the actor may read it: names only of one's own place's lots.
///
/// # Errors
/// The store fails.
pub fn entries(tx: &mut Tx<'_>, actor: &Actor, lot: &Lot) -> Result<Vec<Entry>> {
    let mut found = kept::entries(tx, lot.id)?;
    if lot.place != actor.place {
        for entry in &mut found {
            entry.name.clear();
            entry.place_name.clear();
            entry.person = None;
            entry.case = None;
        }
    }
    Ok(found)
}

/// Freezes the list as it was seen and binds a secret. `chance` is 256 random bits.
///
/// # Errors
/// Fields; a refusal on `list`: it isn't what was seen any more, nobody waits, or there is room for everybody.
pub fn announce(tx: &mut Tx<'_>, vault: &Vault, actor: &Actor, form: &LotForm, chance: [u8; 32]) -> Result<LotId> {
    actor.may(Action::DrawLots)?;
    let today = tx.today();
    let asked = form.parse(today)?;
    let list = waiting(tx, actor, &asked.competency)?;
    if seen_digest(&list) != form.seen {
        return Err(Error::field("list", "Пока вы смотрели, список изменился. Ниже — каким он стал: проверьте его и объявите жребий ещё раз"));
    }
    let capacity = usize::try_from(asked.capacity).unwrap_or(usize::MAX);
    if list.len() < 2 {
        return Err(Error::field("list", "В списке меньше двух человек: жребий не нужен. Предложите сопровождение сразу"));
    }
    if list.len() <= capacity {
        return Err(Error::field("capacity", "Мест хватает на всех из списка: жребий не нужен. Предложите сопровождение сразу"));
    }
    let lines: Vec<(String, Waiting)> = waiting::by_school(tx, list)?.into_iter().map(|one| (kept::fresh_label(), one)).collect();
    let labels: Vec<String> = lines.iter().map(|(label, _)| label.clone()).collect();
    let (id, secret, digest) = (LotId::fresh(), data_encoding::HEXLOWER.encode(&chance), list_digest(&labels));
    let bound = commitment(&secret, &digest, (asked.capacity, asked.first_month, &asked.public_source));
    let sealed = vault.seal_for(&purpose(id), &secret).map_err(anyhow::Error::new)?;
    kept::insert(tx, actor, &kept::New { id, asked: &asked, place: &actor.place, list_digest: &digest, commitment: &bound, sealed: &sealed })?;
    for (number, (label, one)) in (1..).zip(&lines) {
        kept::insert_entry(tx, id, (number, label), one)?;
    }
    tx.record(&actor.by(), Event::new("insight_lot.announced", "insight_lot", id).with(json!({"lines": lines.len(), "capacity": asked.capacity})))?;
    Ok(id)
}

/// What the secret of a lot is sealed for.
fn purpose(id: LotId) -> String {
    format!("lot/{id}")
}

/// Draws with the public figure of the day: the secret is told, the order and the months are kept, everybody of the list hears the month.
///
/// # Errors
/// Field `public_value`; not found; refused: drawn or cancelled already, too early, sealed by another key; stale.
pub fn draw(tx: &mut Tx<'_>, vault: &Vault, actor: &Actor, id: LotId, (version, value): (i64, &str)) -> Result<()> {
    let lot = owned(tx, actor, id)?;
    must_be_announced(&lot)?;
    if tx.today() < lot.draws_on {
        return Err(Error::refusal(format!("Жребий назначен на {}. Раньше этого дня его не проводят: дата объявлена.", ui::ru::date(lot.draws_on))));
    }
    let value = form::public_value(value)?;
    follow::mark_gone(tx, &lot)?;
    let sealed = kept::sealed(tx, id)?;
    let secret =
        vault.open_for(&purpose(id), &sealed).map_err(|_| Error::refusal("Секрет жребия закрыт другим ключом программы: провести жребий нельзя. Отмените его и объявите новый; о ключе сообщите администратору."))?;
    let entries = kept::entries(tx, id)?;
    let labels = listed(&entries);
    if list_digest(&labels) != lot.list_digest {
        return Err(Error::refusal("Список не такой, каким был объявлен. Жребий провести нельзя: отмените его и объявите новый."));
    }
    let drawn = order(&seed(&secret, &lot.list_digest, &value), &labels, lot.capacity).ok_or_else(|| Error::Internal(anyhow::anyhow!("a lot's secret or list can't be read")))?;
    kept::set_drawn(tx, actor, id, (&secret, &value, version))?;
    let mut turn = 0;
    for (at, label) in drawn.iter().enumerate() {
        let Some(entry) = entries.iter().find(|entry| entry.label == *label) else { continue };
        // Who has left keeps the place in the order; the month goes to who comes next.
        let starts_on = entry.left_on.is_none().then(|| month_of(&lot, turn));
        turn += i64::from(starts_on.is_some());
        kept::set_position(tx, id, label, i64::try_from(at).unwrap_or(i64::MAX) + 1, starts_on)?;
        if let (Some(person), Some(starts_on)) = (entry.person, starts_on) {
            tell(tx, id, person, starts_on)?;
        }
    }
    tx.record(&actor.by(), Event::new("insight_lot.drawn", "insight_lot", id).with(json!({"lines": labels.len(), "begin": turn})))
}

fn must_be_announced(lot: &Lot) -> Result<()> {
    match lot.state {
        LotState::Announced => Ok(()),
        LotState::Drawn => Err(Error::refusal("Жребий уже проведён: второго раза не бывает. Порядок и проверка — на его странице.")),
        LotState::Cancelled => Err(Error::refusal("Этот жребий отменён. Объявите новый.")),
    }
}

/// The month in which whoever has this turn (from 0) begins.
fn month_of(lot: &Lot, turn: i64) -> Date {
    lot.first_month.checked_add(Span::new().months(turn / lot.capacity.max(1))).unwrap_or(lot.first_month)
}

/// Neutral: help is offered, nothing is said of why.
fn tell(tx: &mut Tx<'_>, id: LotId, person: PersonId, starts_on: Date) -> Result<()> {
    let body = format!(
        "Вам предложат методическое сопровождение {}. Мест в месяц меньше, чем педагогов в очереди, поэтому порядок определил жребий: месяц ничего не говорит о вашей работе. Это добровольно: отказаться можно в любой день, на вас это никак не отразится.",
        in_month(starts_on)
    );
    notices::tell(
        tx,
        &Notice {
            once_key: format!("insight_lot/{id}/drawn/{person}"), person, topic: Topic::Cases, subject: "Когда вам предложат сопровождение".into(), body, url: "/cabinet/queue".into()
        },
    )?;
    Ok(())
}

/// Cancels what isn't drawn yet; it stays in the list of lots with the reason.
///
/// # Errors
/// Field `reason`; not found; refused: drawn or cancelled already; stale.
pub fn cancel(tx: &mut Tx<'_>, actor: &Actor, id: LotId, version: i64, reason: &str) -> Result<()> {
    let lot = owned(tx, actor, id)?;
    must_be_announced(&lot)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::field("reason", "Напишите, почему жребий отменён: отменённые жребии остаются в списке"));
    }
    if reason.chars().count() > 500 {
        return Err(Error::field("reason", "Слишком длинно. Сократите до 500 знаков"));
    }
    kept::set_cancelled(tx, id, version, reason)?;
    tx.record(&actor.by(), Event::new("insight_lot.cancelled", "insight_lot", id))
}

/// Whoever leads the queue notes that somebody said no or works elsewhere now.
///
/// # Errors
/// Not found; refused: a case is open, or left already.
pub fn note_left(tx: &mut Tx<'_>, actor: &Actor, id: LotId, label: &str, why: LeftWhy) -> Result<()> {
    let lot = owned(tx, actor, id)?;
    let entry = kept::entries(tx, id)?.into_iter().find(|entry| entry.label == label).ok_or(Error::NotFound)?;
    if !matches!(why, LeftWhy::OwnWish | LeftWhy::Moved) {
        return Err(Error::NotFound);
    }
    leave(tx, actor, &lot, &entry, why)
}

/// A teacher leaves the queue; it isn't counted against anybody.
///
/// # Errors
/// Not found: not in this queue. Refused: a case is open, or left already.
pub fn opt_out(tx: &mut Tx<'_>, actor: &Actor, id: LotId) -> Result<()> {
    actor.may(Action::UseOwnCabinet)?;
    let person = actor.person.ok_or(Error::NotFound)?;
    let mine = kept::of_person(tx, person)?.into_iter().find(|(lot, _)| lot.id == id && lot.state == LotState::Drawn);
    let (lot, entry) = mine.ok_or(Error::NotFound)?;
    leave(tx, actor, &lot, &entry, LeftWhy::OwnWish)
}

fn leave(tx: &mut Tx<'_>, actor: &Actor, lot: &Lot, entry: &Entry, why: LeftWhy) -> Result<()> {
    if lot.state == LotState::Cancelled || entry.left_on.is_some() {
        return Err(Error::refusal("Этого человека уже нет в очереди. Обновите страницу."));
    }
    if entry.case.is_some() {
        return Err(Error::refusal("Сопровождение уже открыто: остановить его можно на его странице."));
    }
    kept::set_left(tx, lot.id, &entry.label, why)?;
    let event = Event::new("insight_lot.left", "insight_lot", lot.id).with(json!({"why": why}));
    tx.record(&actor.by(), entry.person.map_or(event.clone(), |person| event.of(person)))
}

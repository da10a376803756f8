//! Use cases of scales: a version never changes, the next one takes over from a day.

use crate::{
    form::NewScale,
    model::{Level, Scale, ScaleId},
    store::scales,
};
use audit::{By, Event, Record};
use kernel::{Error, Result, Tx};
use serde_json::json;

/// Makes a scale, or the next version of the one with that code.
///
/// # Errors
/// It would begin before the version it follows.
pub fn make(tx: &mut Tx<'_>, by: &By, new: &NewScale) -> Result<ScaleId> {
    let before = scales::newest(tx, &new.code)?;
    if let Some(before) = &before {
        if new.valid_from <= before.valid_from {
            return Err(Error::field("valid_from", format!("Укажите день позже {}: с него действует версия {}", kernel::date::short(before.valid_from), before.number)));
        }
        scales::end(tx, before.id, new.valid_from)?;
    }
    let levels = new.levels.iter().map(|(code, label, from)| Level { code: code.clone(), label: label.clone(), percent_from: *from }).collect();
    let number = before.map_or(1, |before| before.number + 1);
    let scale = Scale { id: ScaleId::fresh(), code: new.code.clone(), number, title: new.title.clone(), valid_from: new.valid_from, valid_to: None, levels };
    scales::insert(tx, &scale)?;
    tx.record(by, Event::new("scale.made", "scale", scale.id).with(json!({"code": scale.code, "number": number})))?;
    Ok(scale.id)
}

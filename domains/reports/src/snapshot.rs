//! Figures of a place and a period as they stand: live on a draft, frozen in an edition.

use crate::{
    counter::Counter,
    counters::directions::{Line, lines},
    definition::{self, Definition},
    figure::{Figure, Unit},
    ground::Ground,
};
use kernel::{Date, Result, Tx};
use serde::{Deserialize, Serialize};

/// One indicator with the words by which it was counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Counted {
    pub code: String,
    pub title: String,
    pub formula: String,
    pub notes: String,
    pub owner: String,
    pub unit: Unit,
    pub counter: Counter,
    pub counter_version: i64,
    /// Of the definition.
    pub number: i64,
    pub figure: Figure,
}

/// Everything in a report that nobody types.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// What is held was counted on this day.
    pub day: Date,
    pub indicators: Vec<Counted>,
    pub directions: Vec<Line>,
}

/// What is typed: three fields.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    pub done: String,
    pub hard: String,
    pub next: String,
}

/// An edition as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    pub place_name: String,
    pub figures: Figures,
    pub words: Words,
}

impl Snapshot {
    #[must_use]
    pub fn of(&self, code: &str) -> Option<&Counted> {
        self.figures.indicators.iter().find(|counted| counted.code == code)
    }
}

fn counted(tx: &mut Tx<'_>, definition: Definition, ground: &Ground) -> Result<Counted> {
    let figure = definition.counter.count(tx, ground)?;
    let Definition { code, number, position: _, title, formula, unit, notes, owner, counter, counter_version: _, valid_from: _, valid_to: _ } = definition;
    Ok(Counted { code, title, formula, notes, owner, unit, counter, counter_version: counter.version(), number, figure })
}

/// Counts all indicators in force that make sense here.
///
/// # Errors
/// The store fails.
pub fn indicators(tx: &mut Tx<'_>, ground: &Ground) -> Result<Vec<Counted>> {
    let mut found = Vec::new();
    for definition in definition::in_force(tx, ground.day)? {
        if definition.counter.is_of(ground.level) {
            found.push(counted(tx, definition, ground)?);
        }
    }
    Ok(found)
}

/// One indicator, if it makes sense here and had words in force.
///
/// # Errors
/// The store fails.
pub fn one(tx: &mut Tx<'_>, code: &str, ground: &Ground) -> Result<Option<Counted>> {
    let Some(definition) = definition::in_force(tx, ground.day)?.into_iter().find(|definition| definition.code == code) else { return Ok(None) };
    if !definition.counter.is_of(ground.level) {
        return Ok(None);
    }
    counted(tx, definition, ground).map(Some)
}

/// Counts everything.
///
/// # Errors
/// The store fails.
pub fn figures(tx: &mut Tx<'_>, ground: &Ground) -> Result<Figures> {
    Ok(Figures { day: ground.day, indicators: indicators(tx, ground)?, directions: lines(tx, ground)? })
}

/// What an edition says otherwise than the one before: «Мероприятия: было 12, стало 14».
#[must_use]
pub fn differences(before: &Figures, after: &Figures) -> Vec<String> {
    let mut found = Vec::new();
    for now in &after.indicators {
        let Some(was) = before.indicators.iter().find(|was| was.code == now.code) else {
            found.push(format!("{}: показателя раньше не было", now.title));
            continue;
        };
        let (old, new) = (was.figure.text(was.unit), now.figure.text(now.unit));
        if old != new {
            found.push(format!("{}: было {old}, стало {new}", now.title));
        }
        if was.number != now.number {
            found.push(format!("{}: определение теперь {}-й версии", now.title, now.number));
        }
    }
    for now in &after.directions {
        let was = before.directions.iter().find(|was| was.code == now.code);
        if was.is_some_and(|was| (was.deeds, was.minutes) != (now.deeds, now.minutes)) {
            found.push(format!("{}: было дел {}, стало {}", now.label, was.map_or(0, |was| was.deeds), now.deeds));
        }
    }
    found
}

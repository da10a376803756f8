//! Each picture: what is counted, what is told of it, how it is drawn.

pub mod cases;
pub mod coverage;
pub mod deficits;
pub mod events;
pub mod help;
pub mod outcomes;
pub mod pathways;
pub mod places;
pub mod quotas;

use crate::{
    desk::Desk,
    told::{Told, number},
};

/// «Год назад, к этому дню: …», «Середина муниципалитетов: …» where there is something to say.
fn past(desk: &Desk, what: &str, then: &Told) -> String {
    match then {
        Told::Nothing => format!("{what} {}: данных нет.", desk.asked.then()),
        told => ended(&format!("{what} {}: {}", desk.asked.then(), told.words())),
    }
}

/// A sentence with one full stop, also where it ends with a shortened word.
fn ended(words: &str) -> String {
    if words.ends_with('.') { words.to_owned() } else { format!("{words}.") }
}

fn middle_words(desk: &Desk, what: &str, middle: Option<f64>, unit: &str) -> String {
    match middle {
        Some(value) => ended(&format!("{what}: середина {} — {}{unit}", desk.peers(), number(value))),
        None => format!("{what}: середина {} не показана — сравнивать не с чем (нужно пять мест с данными).", desk.peers()),
    }
}

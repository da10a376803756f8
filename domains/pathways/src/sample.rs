//! Invented lines for tests of pure rules.
#![cfg(test)]

use crate::{
    model::{Fate, Origin, PathwayId, Step, StepId, StepState},
    offers::Offer,
};
use cases::SeatId;
use kernel::{Date, id::Uuid};
use resources::ResourceId;

pub fn seat(number: u128) -> SeatId {
    SeatId(Uuid::from_u128(number))
}

pub fn day(year: i16, month: i8, day: i8) -> Date {
    jiff::civil::date(year, month, day)
}

/// A kept line with a day, without a resource, a responsible seat and deficits.
pub fn step(number: u128) -> Step {
    Step {
        id: StepId(Uuid::from_u128(number)),
        pathway: PathwayId(Uuid::from_u128(1)),
        position: i64::try_from(number).unwrap(),
        title: format!("Строка {number}"),
        task: String::new(),
        resource: None,
        technology: String::new(),
        level: None,
        responsible: None,
        hours: 6,
        starts_on: None,
        due_on: Some(day(2027, 2, 1)),
        result_form: None,
        because: String::new(),
        origin: Origin::Written,
        fate: Fate::Kept,
        author: None,
        state: StepState::Planned,
        progress: 0,
        accepted_on: None,
        moved_to: None,
        deficits: Vec::new(),
        version: 1,
    }
}

pub fn offer(number: u128) -> Offer {
    Offer {
        id: ResourceId(Uuid::from_u128(number)),
        title: format!("Ресурс {number}"),
        provider: String::new(),
        hours: 6,
        starts_on: None,
        ends_on: None,
        technology: String::new(),
        link: String::new(),
        link_state: String::new(),
        file_name: String::new(),
        has_file: false,
        is_live: true,
        withdrawn_why: String::new(),
    }
}

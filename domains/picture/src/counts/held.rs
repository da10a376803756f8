//! Places of the active by quota. Memberships are orders: public facts, counted as they are.

use crate::asked::Asked;
use kernel::{Date, Result, Tx, id::PlaceId};
use membership::{Axis, MembershipKind, QuotaLine};
use structure::places::PlaceKind;

/// A line of the board of quotas that is of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seats {
    pub kind: MembershipKind,
    pub label: String,
    pub places: i64,
    pub filled: i64,
}

/// All lines of today.
///
/// # Errors
/// The store fails.
pub fn lines(tx: &mut Tx<'_>, today: Date) -> Result<Vec<QuotaLine>> {
    membership::board(tx, today, &[])
}

/// The lines of a place: whole kinds for the region (of one subject where it is asked for), a municipality's own.
#[must_use]
pub fn of_place(lines: &[QuotaLine], (kind, place): (PlaceKind, &PlaceId), asked: &Asked) -> Vec<Seats> {
    let is_of = |axis: &Axis| match (kind, axis) {
        (PlaceKind::Region, Axis::Subject(code)) => *code == asked.subject,
        (PlaceKind::Region, Axis::Whole) => asked.subject.is_empty(),
        (PlaceKind::Municipality, Axis::Municipality(code)) => place.as_str() == code,
        _ => false,
    };
    lines.iter().filter(|line| is_of(&line.axis)).map(|line| Seats { kind: line.kind, label: line.label.clone(), places: line.places, filled: line.filled }).collect()
}

/// Filled and all, of all kinds together.
#[must_use]
pub fn sum(seats: &[Seats]) -> (i64, i64) {
    seats.iter().fold((0, 0), |(filled, places), line| (filled + line.filled.min(line.places), places + line.places))
}

//! What an order, or a supposed change, would do to the board: nothing is written.

use super::{Board, Cell, Held, field_of};
use crate::{
    model::{MembershipId, OrderKind, OrderLine, Seat},
    quota::QuotaLine,
};
use kernel::Date;
use structure::profile::MembershipKind;

/// One thing that would happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    Include {
        seat: Seat,
        until: Option<Date>,
    },
    Renew(MembershipId, Option<Date>),
    Pause(MembershipId),
    Resume(MembershipId),
    End(MembershipId),
    /// Somebody, no matter who, would leave a seat like this.
    Leave(Seat),
}

/// What a draft's line would do; nothing where it names neither a seat nor a membership.
#[must_use]
pub fn of_line(kind: OrderKind, line: &OrderLine, until: Option<Date>) -> Option<Move> {
    match kind {
        OrderKind::Include => line.seat.clone().map(|seat| Move::Include { seat, until }),
        OrderKind::Renew => line.membership.map(|id| Move::Renew(id, until)),
        OrderKind::Pause => line.membership.map(Move::Pause),
        OrderKind::Resume => line.membership.map(Move::Resume),
        OrderKind::End => line.membership.map(Move::End),
    }
}

/// Everybody whose term is over by `day` leaves: the board if nobody were renewed.
#[must_use]
pub fn unless_renewed(board: &Board, day: Date) -> Vec<Move> {
    board.held.iter().filter(|held| held.ends_by(day)).map(|held| Move::End(held.membership)).collect()
}

/// The board after the moves.
#[must_use]
pub fn after(board: &Board, moves: &[Move]) -> Board {
    let mut then = board.clone();
    for one in moves {
        apply(&mut then, one);
    }
    then.recount();
    then
}

fn apply(board: &mut Board, one: &Move) {
    let held = |board: &mut Board, id: MembershipId, change: fn(&mut Held)| board.held.iter_mut().filter(|held| held.membership == id).for_each(change);
    match one {
        Move::Include { seat, until } => {
            // It was promised in a draft; now it is filled.
            if let Some(at) = board.planned.iter().position(|planned| planned == seat) {
                board.planned.remove(at);
            }
            board.held.push(Held { membership: MembershipId::fresh(), seat: seat.clone(), until: *until, paused: false });
        }
        Move::Renew(id, until) => board.held.iter_mut().filter(|held| held.membership == *id).for_each(|held| held.until = *until),
        Move::Pause(id) => held(board, *id, |held| held.paused = true),
        Move::Resume(id) => held(board, *id, |held| held.paused = false),
        Move::End(id) => board.held.retain(|held| held.membership != *id),
        Move::Leave(seat) => {
            if let Some(at) = board.held.iter().rposition(|held| held.seat == *seat) {
                board.held.remove(at);
            }
        }
    }
}

/// A quota that would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineChange {
    pub before: QuotaLine,
    pub after: QuotaLine,
}

impl LineChange {
    /// What follows, in words.
    #[must_use]
    pub fn words(&self) -> String {
        let (before, after) = (&self.before, &self.after);
        match (before.over(), after.over()) {
            (was, now) if now > was => format!("станет сверх квоты на {now}"),
            (was, 0) if was > 0 => "перебора больше не будет".to_owned(),
            (was, now) if now < was => format!("перебор уменьшится до {now}"),
            _ if after.free() < before.free() && after.free() == 0 => "свободных мест не останется".to_owned(),
            _ if after.free() < before.free() => format!("свободных мест останется {}", after.free()),
            _ if after.free() > before.free() => format!("свободных мест станет {}", after.free()),
            _ if after.paused > before.paused => "место сохранится за тем, кто приостановлен".to_owned(),
            _ if after.ending < before.ending => "скоро кончающихся сроков станет меньше".to_owned(),
            _ => "число мест не изменится".to_owned(),
        }
    }
}

/// A cell that would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellChange {
    pub before: Cell,
    pub after: Cell,
}

/// The quotas that would change, whole kinds first.
#[must_use]
pub fn lines(before: &Board, after: &Board) -> Vec<LineChange> {
    let pairs = before.lines.iter().zip(&after.lines).filter(|(was, now)| was != now);
    pairs.map(|(was, now)| LineChange { before: was.clone(), after: now.clone() }).collect()
}

/// The cells that would change.
#[must_use]
pub fn cells(before: &Board, after: &Board) -> Vec<CellChange> {
    let of = |kind: &MembershipKind| before.cells(*kind).into_iter().zip(after.cells(*kind)).filter(|(was, now)| was != now).collect::<Vec<_>>();
    MembershipKind::ALL.iter().flat_map(of).map(|(before, after)| CellChange { before, after }).collect()
}

/// Whether anybody holds a seat that is supposed to be left.
#[must_use]
pub fn holds(board: &Board, seat: &Seat) -> bool {
    board.held.iter().any(|held| held.seat == *seat)
}

/// A seat as a word of an address: `kind~field~municipality`.
#[must_use]
pub fn word(seat: &Seat) -> String {
    format!("{}~{}~{}", seat.kind, field_of(seat), seat.municipality)
}

/// A seat of such a word; nothing where it makes no sense.
#[must_use]
pub fn seat(word: &str) -> Option<Seat> {
    let mut parts = word.split('~');
    let (kind, field, municipality) = (parts.next()?.parse().ok()?, parts.next()?, parts.next()?);
    if municipality.is_empty() || parts.next().is_some() {
        return None;
    }
    Seat::new(kind, field, field, municipality.into()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quota::Axis;
    use jiff::civil::date;

    fn seat_of(field: &str, place: &str) -> Seat {
        Seat::new(MembershipKind::SubjectMethodist, field, "", place.into()).expect("a seat")
    }

    fn held(field: &str, place: &str, until: Option<Date>) -> Held {
        Held { membership: MembershipId::fresh(), seat: seat_of(field, place), until, paused: false }
    }

    fn board(held: Vec<Held>) -> Board {
        let named = |code: &str| super::super::Named { code: code.into(), label: code.into(), tile: None };
        let line = |axis, places| QuotaLine { id: String::new(), kind: MembershipKind::SubjectMethodist, axis, label: String::new(), places, filled: 0, ending: 0, paused: 0, planned: 0 };
        let mut board = Board {
            on: date(2026, 11, 23),
            soon: date(2027, 2, 21),
            lines: vec![line(Axis::Whole, 3), line(Axis::Subject("himiya".into()), 1)],
            held,
            planned: Vec::new(),
            kinds: Vec::new(),
            subjects: vec![named("himiya"), named("fizika")],
            directions: Vec::new(),
            municipalities: vec![named("mo-bikin"), named("mo-ayan")],
        };
        board.recount();
        board
    }

    #[test]
    fn an_inclusion_fills_a_promised_place_once() {
        let mut now = board(vec![held("himiya", "mo-bikin", None)]);
        now.planned.push(seat_of("himiya", "mo-ayan"));
        now.recount();
        assert_eq!((now.lines[1].over(), now.lines[0].free()), (1, 1));
        let then = after(&now, &[Move::Include { seat: seat_of("himiya", "mo-ayan"), until: None }]);
        assert_eq!((then.lines[1].filled, then.lines[1].planned, then.lines[1].over()), (2, 0, 1), "promised or filled, the same place");
        assert_eq!(cells(&now, &then).len(), 1);
    }

    #[test]
    fn an_end_leaves_a_cell_to_one_or_to_nobody() {
        let now = board(vec![held("himiya", "mo-bikin", None), held("himiya", "mo-bikin", None), held("fizika", "mo-ayan", None)]);
        let gone = [Move::End(now.held[0].membership), Move::Leave(seat_of("fizika", "mo-ayan"))];
        let then = after(&now, &gone);
        let changed = cells(&now, &then);
        assert_eq!(changed.len(), 2);
        assert_eq!(changed.iter().map(|change| change.after.filled).collect::<Vec<_>>(), [1, 0]);
        assert_eq!(lines(&now, &then)[0].words(), "свободных мест станет 2");
        assert_eq!(lines(&now, &then)[1].words(), "перебора больше не будет");
    }

    #[test]
    fn a_pause_keeps_the_place_and_a_renewal_moves_the_end() {
        let now = board(vec![held("himiya", "mo-bikin", Some(date(2027, 1, 1)))]);
        let id = now.held[0].membership;
        assert_eq!((now.lines[1].ending, now.lines[1].free()), (1, 0));
        let paused = after(&now, &[Move::Pause(id)]);
        assert_eq!((paused.lines[1].filled, paused.lines[1].paused), (1, 1));
        assert_eq!(paused, after(&paused, &[Move::Pause(id)]), "twice is once");
        assert_eq!(after(&now, &[Move::Renew(id, Some(date(2029, 1, 1)))]).lines[1].ending, 0);
        assert_eq!(unless_renewed(&now, date(2026, 12, 31)), []);
        assert_eq!(after(&now, &unless_renewed(&now, date(2027, 1, 1))).lines[1].filled, 0);
    }

    #[test]
    fn a_seat_goes_through_an_address_and_back() {
        let seat = seat_of("himiya", "mo-bikin");
        assert_eq!(super::seat(&word(&seat)), Some(seat));
        for wrong in ["", "~~", "subject_methodist~~mo-bikin", "subject_methodist~himiya~", "no_such~himiya~mo-bikin", "a~b~c~d"] {
            assert_eq!(super::seat(wrong), None, "{wrong}");
        }
    }

    impl PartialEq for Board {
        fn eq(&self, other: &Self) -> bool {
            self.lines == other.lines && self.held == other.held
        }
    }
}

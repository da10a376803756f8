//! The board of the 720: who holds which place on a day, as cells of subject or direction by municipality, without names.

pub mod what_if;

use crate::{
    model::{MembershipId, Seat},
    quota::{self, QuotaLine},
};
use kernel::{Date, Result, Tx, params};
use structure::{
    places,
    profile::{MembershipKind, QuotaAxis, TermKind},
    terms,
};

/// A place of the active that somebody holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub membership: MembershipId,
    pub seat: Seat,
    /// End of the term, exclusive.
    pub until: Option<Date>,
    pub paused: bool,
}

impl Held {
    #[must_use]
    pub fn ends_by(&self, day: Date) -> bool {
        self.until.is_some_and(|until| until <= day)
    }
}

/// A code and how it is called on the board's day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub code: String,
    pub label: String,
    /// Row and column on the tile map; of municipalities only.
    pub tile: Option<(u32, u32)>,
}

/// A subject (or direction) in a municipality; for managers, the municipality alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub kind: MembershipKind,
    /// Code of the subject or direction; empty for managers.
    pub field: String,
    pub municipality: String,
    pub filled: usize,
    pub paused: usize,
    pub ending: usize,
}

/// What a reader of the board must notice in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    Nobody,
    AllPaused,
    /// It hangs on one person.
    Single,
    /// Everybody's term ends soon.
    AllEnding,
    Fine,
}

impl Sign {
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Nobody => "никого нет",
            Self::AllPaused => "работать некому: приостановлено",
            Self::Single => "держится на одном человеке",
            Self::AllEnding => "у всех скоро кончается срок",
            Self::Fine => "есть кому работать",
        }
    }
}

impl Cell {
    /// Those who can work now.
    #[must_use]
    pub const fn active(&self) -> usize {
        self.filled.saturating_sub(self.paused)
    }

    #[must_use]
    pub const fn sign(&self) -> Sign {
        match (self.filled, self.active()) {
            (0, _) => Sign::Nobody,
            (_, 0) => Sign::AllPaused,
            (_, 1) => Sign::Single,
            (filled, _) if self.ending >= filled => Sign::AllEnding,
            _ => Sign::Fine,
        }
    }
}

/// The whole board on a day.
#[derive(Debug, Clone)]
pub struct Board {
    pub on: Date,
    /// A term that ends by this day ends soon.
    pub soon: Date,
    pub lines: Vec<QuotaLine>,
    pub held: Vec<Held>,
    /// Decided, in unsigned orders of inclusion.
    pub planned: Vec<Seat>,
    pub kinds: Vec<Named>,
    pub subjects: Vec<Named>,
    pub directions: Vec<Named>,
    pub municipalities: Vec<Named>,
}

impl Board {
    /// # Errors
    /// The store fails.
    pub fn read(tx: &mut Tx<'_>, on: Date) -> Result<Self> {
        let mut named = |kind| -> Result<Vec<Named>> { Ok(terms::terms(tx, kind, on)?.into_iter().map(|term| Named { code: term.code, label: term.short, tile: None }).collect()) };
        let (kinds, subjects, directions) = (named(TermKind::MembershipKind)?, named(TermKind::Subject)?, named(TermKind::DevelopmentDirection)?);
        let municipalities = places::municipalities(tx, on)?.into_iter().map(|place| Named { code: place.id.to_string(), label: place.short_name, tile: place.facts.tile }).collect();
        let planned = if on >= tx.today() { crate::order::planned(tx)? } else { Vec::new() };
        let mut board = Self { on, soon: soon(tx, on)?, lines: quota::quotas(tx, on)?, held: held(tx, on)?, planned, kinds, subjects, directions, municipalities };
        board.recount();
        Ok(board)
    }

    /// Counts the quotas anew from those who hold places.
    pub fn recount(&mut self) {
        quota::fill(&mut self.lines, &self.held, &self.planned, self.soon);
    }

    /// What the kind's places are split over besides municipalities; nothing for managers.
    #[must_use]
    pub fn fields(&self, kind: MembershipKind) -> &[Named] {
        match kind.axis() {
            QuotaAxis::Subject => &self.subjects,
            QuotaAxis::Direction => &self.directions,
            QuotaAxis::Municipality => &[],
        }
    }

    /// All cells of a kind, empty ones too, row by row.
    #[must_use]
    pub fn cells(&self, kind: MembershipKind) -> Vec<Cell> {
        let codes: Vec<&str> = if self.fields(kind).is_empty() { vec![""] } else { self.fields(kind).iter().map(|field| field.code.as_str()).collect() };
        let mut cells: Vec<Cell> =
            codes.iter().flat_map(|field| self.municipalities.iter().map(move |place| Cell { kind, field: (*field).to_owned(), municipality: place.code.clone(), filled: 0, paused: 0, ending: 0 })).collect();
        for held in self.held.iter().filter(|held| held.seat.kind == kind) {
            let of = |cell: &&mut Cell| cell.field == field_of(&held.seat) && cell.municipality == held.seat.municipality.as_str();
            if let Some(cell) = cells.iter_mut().find(of) {
                cell.filled += 1;
                cell.paused += usize::from(held.paused);
                cell.ending += usize::from(held.ends_by(self.soon));
            }
        }
        cells
    }

    #[must_use]
    pub fn kind_label(&self, kind: MembershipKind) -> &str {
        label(&self.kinds, kind.as_str())
    }

    #[must_use]
    pub fn field_label<'a>(&'a self, kind: MembershipKind, code: &'a str) -> &'a str {
        label(self.fields(kind), code)
    }

    #[must_use]
    pub fn place_label<'a>(&'a self, code: &'a str) -> &'a str {
        label(&self.municipalities, code)
    }
}

fn label<'a>(names: &'a [Named], code: &'a str) -> &'a str {
    names.iter().find(|named| named.code == code).map_or(code, |named| named.label.as_str())
}

/// The subject or direction of a seat; empty for managers.
pub fn field_of(seat: &Seat) -> &str {
    seat.subject.as_deref().or(seat.direction.as_deref()).unwrap_or_default()
}

/// A term that ends by this day is to be renewed.
pub(crate) fn soon(tx: &mut Tx<'_>, on: Date) -> Result<Date> {
    let notice = i64::from(structure::profile(tx)?.membership.renewal_notice_days);
    Ok(on.checked_add(jiff::Span::new().days(notice)).unwrap_or(Date::MAX))
}

/// Places held on a day, paused ones too.
pub(crate) fn held(tx: &mut Tx<'_>, on: Date) -> Result<Vec<Held>> {
    Ok(tx.query(
        "SELECT m.id, m.kind, m.subject, m.direction, m.municipality_id, m.valid_to,
            CASE WHEN EXISTS (SELECT 1 FROM membership_pause z WHERE z.membership_id = m.id AND z.valid_from <= $1 AND (z.valid_to IS NULL OR z.valid_to > $1)) THEN 1 ELSE 0 END
         FROM membership m WHERE m.valid_from <= $1 AND (m.valid_to IS NULL OR m.valid_to > $1) AND (m.ended_on IS NULL OR m.ended_on > $1)",
        params![on],
        |row| Ok(Held { membership: row.get(0)?, seat: Seat { kind: row.get(1)?, subject: row.get(2)?, direction: row.get(3)?, municipality: row.get(4)? }, until: row.get(5)?, paused: row.get(6)? }),
    )?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(filled: usize, paused: usize, ending: usize) -> Cell {
        Cell { kind: MembershipKind::SubjectMethodist, field: "himiya".into(), municipality: "mo-bikin".into(), filled, paused, ending }
    }

    #[test]
    fn a_cell_says_whether_somebody_can_work_there() {
        assert_eq!(cell(0, 0, 0).sign(), Sign::Nobody);
        assert_eq!(cell(1, 0, 0).sign(), Sign::Single);
        assert_eq!(cell(2, 1, 0).sign(), Sign::Single, "the other one is paused");
        assert_eq!(cell(1, 1, 0).sign(), Sign::AllPaused);
        assert_eq!(cell(2, 0, 2).sign(), Sign::AllEnding);
        assert_eq!(cell(3, 0, 2).sign(), Sign::Fine);
    }
}

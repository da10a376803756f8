//! A place's figures of today, without names. Groups under five are not told to those who may not see the cases themselves.

use access::{Action, Actor};
use kernel::{Result, Tx, params};
use structure::{
    places::{Place, PlaceKind},
    profile::MembershipKind,
};

/// Below this many, a group would tell of persons.
const FEW: u64 = 5;

/// Members of a kind; the quota where the place has one of its own.
pub struct OfKind {
    pub label: String,
    pub members: u64,
    pub places: Option<i64>,
}

/// A count, or that it is too small to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    Shown(u64),
    Few,
}

impl Told {
    fn of(count: u64, sees_all: bool) -> Self {
        if sees_all || count == 0 || count >= FEW { Self::Shown(count) } else { Self::Few }
    }

    pub fn words(self) -> String {
        match self {
            Self::Shown(count) => ui::ru::number(count),
            Self::Few => format!("меньше {FEW}"),
        }
    }
}

pub struct Figures {
    pub kinds: Vec<OfKind>,
    /// Cards of the register: teachers and managers.
    pub people: u64,
    /// Open cases by the rung they stand on, 1 to 7.
    pub rungs: Vec<Told>,
    pub cases: Told,
    /// Schools with low results this year: to those who support them only.
    pub low: Option<Told>,
}

impl Figures {
    pub fn count(tx: &mut Tx<'_>, actor: &Actor, place: &Place) -> Result<Self> {
        let (from, to) = (place.path.clone(), kernel::search::after(&place.path));
        let range = (from.as_str(), to.as_str());
        let people = tx.count("SELECT COUNT(*) FROM person p JOIN place pl ON pl.id = p.place_id WHERE pl.path >= $1 AND pl.path < $2 AND p.erased_at IS NULL AND p.merged_into IS NULL", params![from, to])?;
        let counted = by_rung(tx, range)?;
        let sees_all = actor.can(Action::ViewCases);
        let low = if actor.can(Action::ViewSupport) { Some(Told::of(low_schools(tx, range)?, sees_all)) } else { None };
        let rungs = (1..=7).map(|rung| Told::of(counted.iter().filter(|(at, _)| *at == rung).map(|(_, count)| count).sum(), sees_all)).collect();
        let cases = Told::of(counted.iter().map(|(_, count)| count).sum(), sees_all);
        Ok(Self { kinds: kinds(tx, place, range)?, people, rungs, cases, low })
    }
}

/// Members of the place: of a municipality as its quota counts them, of a school by where they work.
fn kinds(tx: &mut Tx<'_>, place: &Place, (from, to): (&str, &str)) -> Result<Vec<OfKind>> {
    let today = tx.today();
    let theirs = if place.kind == PlaceKind::Municipality { "m.municipality_id = $4 AND $2 <= $3" } else { "pl.path >= $2 AND pl.path < $3 AND CAST($4 AS TEXT) <> ''" };
    let sql = format!(
        "SELECT m.kind, COUNT(*) FROM membership m JOIN person p ON p.id = m.person_id JOIN place pl ON pl.id = p.place_id
         WHERE {theirs} AND m.valid_from <= $1 AND (m.valid_to IS NULL OR m.valid_to > $1) AND (m.ended_on IS NULL OR m.ended_on > $1) GROUP BY m.kind"
    );
    let members: Vec<(MembershipKind, u64)> = tx.query(&sql, params![today, from, to, place.id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let quotas = quotas(tx, place)?;
    let profile = structure::profile(tx)?;
    let of = |kind| members.iter().find(|(known, _)| *known == kind).map_or(0, |(_, count)| *count);
    let quota = |kind| quotas.iter().find(|(known, _)| *known == kind).map(|(_, places)| *places);
    Ok(profile.membership_kinds.iter().map(|label| OfKind { label: label.name.clone(), members: of(label.kind), places: quota(label.kind) }).collect())
}

/// The region has a quota of each kind, a municipality of the kinds that are split over municipalities.
fn quotas(tx: &mut Tx<'_>, place: &Place) -> Result<Vec<(MembershipKind, i64)>> {
    let today = tx.today();
    let of = |axis: &membership::Axis| match (place.kind, axis) {
        (PlaceKind::Region, membership::Axis::Whole) => true,
        (PlaceKind::Municipality, membership::Axis::Municipality(code)) => place.id.as_str() == code,
        _ => false,
    };
    Ok(membership::board(tx, today, &[])?.into_iter().filter(|line| of(&line.axis)).map(|line| (line.kind, line.places)).collect())
}

fn by_rung(tx: &mut Tx<'_>, (from, to): (&str, &str)) -> Result<Vec<(i64, u64)>> {
    let sql = "SELECT c.rung, COUNT(*) FROM case_file c JOIN place pl ON pl.id = c.place_id WHERE c.state = 'open' AND pl.path >= $1 AND pl.path < $2 GROUP BY c.rung";
    Ok(tx.query(sql, params![from, to], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

fn low_schools(tx: &mut Tx<'_>, (from, to): (&str, &str)) -> Result<u64> {
    let year = study_year(tx);
    Ok(tx.count("SELECT COUNT(*) FROM low_school l JOIN place pl ON pl.id = l.place_id WHERE l.year = $1 AND pl.path >= $2 AND pl.path < $3", params![year, from, to])?)
}

/// The study year of today, by the year it begins in.
fn study_year(tx: &Tx<'_>) -> i64 {
    let today = tx.today();
    i64::from(today.year()) - i64::from(today.month() < structure::profile::FIRST_MONTH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_are_told_only_to_those_who_may_see_each() {
        assert_eq!(Told::of(4, false).words(), "меньше 5");
        assert_eq!((Told::of(4, true), Told::of(0, false), Told::of(5, false)), (Told::Shown(4), Told::Shown(0), Told::Shown(5)));
    }
}

//! The counts themselves: a number and the earliest day behind it.

use access::{Actor, Scope};
use jiff::tz::TimeZone;
use kernel::{Date, Result, Timestamp, Tx, Value, params};

/// How many, and the day of the first.
pub type Counted = (u64, Option<Date>);

/// Who counts, within which scope, on which day.
pub struct Eye<'a> {
    pub actor: &'a Actor,
    pub scope: Scope,
    pub zone: &'a TimeZone,
    pub today: Date,
}

/// Records at a place `pl` about a person, within the scope: `$1`–`$3`.
const WITHIN: &str = "pl.path >= $1 AND pl.path < $2 AND (CAST($3 AS TEXT) = '' OR p.id = $3)";
const MEMBERSHIPS: &str = "FROM membership m JOIN person p ON p.id = m.person_id JOIN place pl ON pl.id = p.place_id";

impl<'a> Eye<'a> {
    pub fn of(tx: &Tx<'_>, actor: &'a Actor, zone: &'a TimeZone) -> Self {
        Self { actor, scope: actor.scope(), zone, today: tx.today() }
    }

    fn day_of(&self, at: Option<Timestamp>) -> Option<Date> {
        at.map(|at| at.to_zoned_datetime(self.zone.clone()).date())
    }

    /// `SELECT COUNT(*), MIN(an instant)`.
    pub fn since(&self, tx: &mut Tx<'_>, sql: &str, params: &[Value<'_>]) -> Result<Counted> {
        let (count, first): (u64, Option<Timestamp>) = tx.one(sql, params, |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((count, self.day_of(first)))
    }

    /// `SELECT COUNT(*), MIN(a day)`.
    pub fn by(&self, tx: &mut Tx<'_>, sql: &str, params: &[Value<'_>]) -> Result<Counted> {
        tx.one(sql, params, |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// Applications `a` within the scope that fit a condition (of this program's own words).
    pub fn applications(&self, tx: &mut Tx<'_>, fits: &'static str) -> Result<Counted> {
        let sql = format!("SELECT COUNT(*), MIN(a.state_since) FROM application a JOIN place pl ON pl.id = a.place_id WHERE pl.path >= $1 AND pl.path < $2 AND (CAST($3 AS TEXT) = '' OR a.person_id = $3) AND {fits}");
        self.since(tx, &sql, params![self.scope.from(), self.scope.to(), self.scope.own()])
    }

    /// Memberships whose term ends within the region's notice, with the nearest end.
    pub fn ending_memberships(&self, tx: &mut Tx<'_>) -> Result<Counted> {
        let notice = i64::from(structure::profile(tx)?.membership.renewal_notice_days);
        let soon = self.today.saturating_add(jiff::Span::new().days(notice));
        let sql = format!("SELECT COUNT(*), MIN(m.valid_to) {MEMBERSHIPS} WHERE {WITHIN} AND m.valid_from <= $4 AND m.valid_to > $4 AND m.valid_to <= $5 AND (m.ended_on IS NULL OR m.ended_on > $4)");
        self.by(tx, &sql, params![self.scope.from(), self.scope.to(), self.scope.own(), self.today, soon])
    }

    /// Open duties under the law on personal data, with the nearest deadline.
    pub fn duties(&self, tx: &mut Tx<'_>) -> Result<Counted> {
        let sql = format!("SELECT COUNT(*), MIN(d.due_on) FROM duty d JOIN person p ON p.id = d.person_id JOIN place pl ON pl.id = p.place_id WHERE {WITHIN} AND d.closed_at IS NULL");
        self.by(tx, &sql, params![self.scope.from(), self.scope.to(), self.scope.own()])
    }

    /// Destructions that this account may approve: its own first approval can't be the second.
    pub fn destructions(&self, tx: &mut Tx<'_>) -> Result<Counted> {
        let sql = format!(
            "SELECT COUNT(*), MIN(d.asked_at) FROM destruction d JOIN person p ON p.id = d.person_id JOIN place pl ON pl.id = p.place_id WHERE {WITHIN} AND d.done_at IS NULL AND d.taken_back_at IS NULL AND (d.first_by IS NULL OR d.first_by <> $4)"
        );
        self.since(tx, &sql, params![self.scope.from(), self.scope.to(), self.scope.own(), self.actor.account])
    }
}

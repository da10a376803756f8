//! The registry of counters: each is one small question to the database over a stage's days, for the whole region, without names.
//! It reads tables of the domains above; what their words mean is theirs.

use jiff::{ToSpan, civil::Date, tz::TimeZone};
use kernel::{Result, Timestamp, Tx, params};
use structure::profile::Counter;

/// How a counter looks at its days.
enum Over {
    /// Rows with a date: `>= $1 AND < $2`.
    Dates(&'static str),
    /// Rows with an instant.
    Instants(&'static str),
    /// As it stands on a day: `$1`.
    On(&'static str),
}

const fn question(counter: Counter) -> Over {
    match counter {
        Counter::MembersIncluded => Over::Dates("SELECT COUNT(*) FROM membership WHERE valid_from >= $1 AND valid_from < $2"),
        Counter::MembersActive => Over::On("SELECT COUNT(DISTINCT person_id) FROM membership WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to > $1) AND (ended_on IS NULL OR ended_on > $1)"),
        Counter::MunicipalitiesCovered => Over::On("SELECT COUNT(DISTINCT municipality_id) FROM membership WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to > $1) AND (ended_on IS NULL OR ended_on > $1)"),
        Counter::ApplicationsSubmitted => Over::Instants("SELECT COUNT(*) FROM application WHERE submitted_at >= $1 AND submitted_at < $2"),
        Counter::CommissionMeetings => Over::Dates("SELECT COUNT(*) FROM meeting WHERE state = 'closed' AND held_on >= $1 AND held_on < $2"),
        Counter::MembersAtWork => Over::Dates("SELECT COUNT(DISTINCT person_id) FROM deed WHERE kind <> 'private_help' AND done_on >= $1 AND done_on < $2"),
        Counter::TeachersDiagnosed => Over::Instants("SELECT COUNT(DISTINCT person_id) FROM attempt WHERE state IN ('submitted', 'scored') AND submitted_at >= $1 AND submitted_at < $2"),
        Counter::LessonsObserved => Over::Dates("SELECT COUNT(*) FROM observation WHERE state IN ('filled', 'acknowledged') AND held_on >= $1 AND held_on < $2"),
        Counter::CasesOpened => Over::Dates("SELECT COUNT(*) FROM case_file WHERE state IN ('open', 'closed', 'stopped') AND opened_on >= $1 AND opened_on < $2"),
        Counter::CasesClosed => Over::Dates("SELECT COUNT(*) FROM case_file WHERE state = 'closed' AND closed_on >= $1 AND closed_on < $2"),
        Counter::PathwaysAgreed => Over::Instants("SELECT COUNT(*) FROM pathway WHERE agreed_at >= $1 AND agreed_at < $2"),
        Counter::StepsAccepted => Over::Dates("SELECT COUNT(*) FROM pathway_step WHERE accepted_on >= $1 AND accepted_on < $2"),
        Counter::DeficitsRemoved => Over::Dates("SELECT COUNT(*) FROM case_deficit WHERE verdict = 'removed' AND verdict_on >= $1 AND verdict_on < $2"),
        // The ledger has a row for each host; what happened is its source.
        Counter::ActivitiesHeld => Over::Dates("SELECT COUNT(DISTINCT source_id) FROM deed WHERE kind = 'activity' AND done_on >= $1 AND done_on < $2"),
        Counter::ConsultationsGiven => Over::Dates("SELECT COUNT(DISTINCT source_id) FROM deed WHERE kind = 'consultation' AND done_on >= $1 AND done_on < $2"),
        Counter::UnionMeetings => Over::Dates("SELECT COUNT(DISTINCT source_id) FROM deed WHERE kind = 'meeting' AND done_on >= $1 AND done_on < $2"),
        Counter::HelpAnswered => Over::Dates("SELECT COUNT(DISTINCT source_id) FROM deed WHERE kind = 'help' AND done_on >= $1 AND done_on < $2"),
        Counter::HoursWorked => Over::Dates("SELECT CAST(COALESCE(SUM(minutes), 0) AS BIGINT) / 60 FROM deed WHERE kind <> 'private_help' AND done_on >= $1 AND done_on < $2"),
    }
}

/// What there is of a counter from a day to another, the last included.
///
/// # Errors
/// The store fails.
pub fn count(tx: &mut Tx<'_>, counter: Counter, from: Date, last: Date) -> Result<i64> {
    let end = last.checked_add(1.day()).unwrap_or(last);
    match question(counter) {
        Over::Dates(sql) => tx.one(sql, params![from, end], |row| row.get(0)),
        Over::Instants(sql) => {
            let zone = structure::zone(tx)?;
            tx.one(sql, params![midnight(&zone, from), midnight(&zone, end)], |row| row.get(0))
        }
        Over::On(sql) => {
            let day = last.min(tx.today());
            tx.one(sql, params![day], |row| row.get(0))
        }
    }
}

fn midnight(zone: &TimeZone, day: Date) -> Timestamp {
    day.to_zoned_datetime(zone.clone()).map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp())
}

//! `metodaktiv audit verify`: is the journal whole?

use crate::{config::Config, data, say};
use audit::Verdict;
use std::process::ExitCode;

/// Walks the chain and says what it found.
///
/// # Errors
/// The database can't be read.
pub fn verify(config: &Config) -> anyhow::Result<ExitCode> {
    let (db, _) = data::open_current(config, data::first_clock())?;
    let verdict = db.read(audit::verify)?;
    say::line(&words(&verdict));
    Ok(match verdict {
        Verdict::Whole { .. } => ExitCode::SUCCESS,
        Verdict::Broken { .. } => ExitCode::FAILURE,
    })
}

/// The verdict in words.
#[must_use]
pub fn words(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Whole { events, erased, head } => format!("Журнал цел: событий {events}, из них содержание стёрто по закону у {erased}. Контрольная сумма последнего события: {head}"),
        Verdict::Broken { seq, why } => format!("ЖУРНАЛ НАРУШЕН на событии {seq}: {why}. Не меняйте ничего, сохраните копию папки данных и сообщите ответственному за безопасность"),
    }
}

//! What this domain tells on «Что обо мне хранится».

use crate::{assign::store as assignments, attempt::store as attempts, instrument::store as instruments};
use documents::{Fact, Grid, Section};
use kernel::{Result, Tx, id::PersonId, params};

/// Offers and attempts of a person, and how many answers are kept.
///
/// # Errors
/// The store fails.
pub fn about_me(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Section>> {
    let offers = assignments::of_person(tx, person)?;
    if offers.is_empty() {
        return Ok(Vec::new());
    }
    let zone = jiff::tz::TimeZone::get(&structure::profile(tx)?.region.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let mut rows = Vec::new();
    for offer in &offers {
        let title = instruments::find(tx, offer.instrument)?.title;
        let taken = attempts::of_assignment(tx, offer.id)?;
        let words = taken.iter().map(|attempt| format!("{}: {}", ui::ru::date(zone.to_datetime(attempt.started_at).date()), attempt.state.label())).collect::<Vec<_>>().join("; ");
        rows.push(vec![title, ui::ru::date(zone.to_datetime(offer.opens_at).date()), offer.state.label().to_owned(), if words.is_empty() { "не начата".into() } else { words }]);
    }
    let answers = tx.count("SELECT COUNT(DISTINCT w.attempt_id || '/' || w.position) FROM answer w JOIN attempt a ON a.id = w.attempt_id WHERE a.person_id = $1", params![person])?;
    let facts = vec![Fact::new("Хранится ответов на задания", ui::ru::number(answers))];
    let columns = ["Диагностика", "Предложена с", "Состояние", "Попытки"].map(str::to_owned).to_vec();
    Ok(vec![Section { title: "Диагностика: предложения и попытки".into(), facts, table: Some(Grid { columns, rows }) }])
}

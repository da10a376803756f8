//! The protocol of a diagnostic on paper.

use crate::{
    model::Taken,
    sight::Sight,
    store::{growth, results},
    words,
};
use documents::kinds::{ProtocolChange, ProtocolDoc, ProtocolLine};
use kernel::{Result, Tx};

/// The protocol of an attempt that may be seen; the change only if the first measurement may be seen too.
///
/// # Errors
/// The store fails.
pub(crate) fn protocol(tx: &mut Tx<'_>, sight: &Sight, taken: &Taken) -> Result<ProtocolDoc> {
    let profile = structure::profile(tx)?;
    let lines = results::lines(tx, taken.attempt)?;
    let mut grown = growth::of_second(tx, taken.attempt)?;
    if let Some(first) = grown.first().map(|one| one.first) {
        if results::find(tx, sight, first).is_err() {
            grown.clear();
        }
    }
    let is_preliminary = lines.iter().any(|line| line.is_preliminary);
    Ok(ProtocolDoc {
        operator: (&profile.operator).into(),
        full_name: taken.name.clone(),
        place: taken.place_name.clone(),
        instrument: taken.title.clone(),
        taken_on: taken.taken_on,
        note: if is_preliminary {
            "Результат предварительный: часть заданий ещё не проверена на достаточном числе педагогов.".into()
        } else {
            String::new()
        },
        lines: lines
            .iter()
            .map(|line| ProtocolLine {
                competency: line.title.clone(),
                points: format!("{} из {}", line.points, line.most_points),
                percent: words::percent(line.percent),
                interval: words::interval(line.low, line.high),
                target: format!("от {}", words::percent(line.target_percent)),
                outcome: line.zone.label().into(),
                meaning: words::meaning(line),
            })
            .collect(),
        changes: grown.iter().map(|one| ProtocolChange { competency: one.title.clone(), outcome: one.verdict.label().into(), meaning: words::growth(one) }).collect(),
    })
}

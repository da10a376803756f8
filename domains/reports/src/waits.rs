//! What waits for whoever makes reports: the half-year that is due, what came from below, what was returned.

use crate::{model::State, period::Period, sight::Sight, store, told::due};
use access::{Action, Actor};
use kernel::{Date, Result, Tx, params};

/// Something that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wait {
    pub what: String,
    pub hint: String,
    pub url: String,
    pub count: u64,
    /// To be done by.
    pub by: Option<Date>,
}

/// All that waits for the actor about reports.
///
/// # Errors
/// The store fails.
pub fn waits(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Wait>> {
    if !actor.can(Action::MakeReports) {
        return Ok(Vec::new());
    }
    let (sight, today) = (Sight::of(actor)?, tx.today());
    let mut found = Vec::new();
    let ended = Period::half_of(today).before();
    let own = store::of_period(tx, &sight.place, ended)?;
    let is_done = own.as_ref().is_some_and(|report| report.state.is_in());
    // A period nobody has reported on anywhere yet is not asked for in a new installation.
    let is_asked = own.is_some() || tx.count("SELECT COUNT(*) FROM deed WHERE done_on >= $1 AND done_on < $2", params![ended.from, ended.until])? > 0;
    if !is_done && is_asked {
        let (what, url) = match &own {
            Some(report) if report.state == State::Returned => ("Исправить отчёт: его вернули", crate::url(report.id)),
            Some(report) => ("Сдать отчёт за полугодие", crate::url(report.id)),
            None => ("Сдать отчёт за полугодие", "/reports".to_owned()),
        };
        found.push(Wait { what: what.into(), hint: format!("За {}. Цифры уже посчитаны, остаются три строки.", ended.label()), url, count: 1, by: Some(due(ended)) });
    }
    let came = tx.count("SELECT COUNT(*) FROM report r JOIN place pl ON pl.id = r.place_id WHERE pl.parent_id = $1 AND r.state = 'handed_in'", params![sight.place])?;
    if came > 0 {
        found.push(Wait {
            what: "Посмотреть сданные отчёты".into(), hint: "Примите или верните со словами, что исправить.".into(), url: "/reports?view=received".into(), count: came, by: None
        });
    }
    Ok(found)
}

//! A teacher who works elsewhere now: the case follows, the old school's seat ends.

use crate::{
    event::EventKind,
    model::{CaseId, State, TeamRole},
    store::{cases, events, seats},
    url,
};
use audit::{By, Event, Record};
use kernel::{Result, Tx};
use serde_json::json;

const MOVED: &str = "Педагог перешёл в другую организацию";
const MOST_AT_ONCE: i64 = 500;

/// Brings one case to where its teacher works now.
///
/// # Errors
/// Not found; the store fails.
pub(crate) fn follow(tx: &mut Tx<'_>, id: CaseId) -> Result<bool> {
    let found = cases::find(tx, id)?;
    let case = &found.case;
    if found.present_place == case.place || !matches!(case.state, State::Proposed | State::Open) {
        return Ok(false);
    }
    let by = By::system();
    cases::set_place(tx, id, &found.present_place)?;
    let ended = seats::end_role(tx, id, TeamRole::DeputyHead, MOVED)?;
    let today = tx.today();
    let name = structure::places::name_on(tx, &found.present_place, today)?;
    events::insert(tx, id, EventKind::PlaceChanged, &url::of(id, "team"), &name, None)?;
    if ended > 0 {
        events::insert(tx, id, EventKind::MemberLeft, &url::of(id, "team"), &format!("{}: место прежней школы закрыто", TeamRole::DeputyHead.label()), None)?;
    }
    tx.record(&by, Event::new("case.moved", "case", id).of(case.person).with(json!({"from": case.place, "to": found.present_place})))?;
    Ok(true)
}

/// Brings every case to where its teacher works now; for the hourly job. How many moved.
///
/// # Errors
/// The store fails.
pub fn follow_moves(tx: &mut Tx<'_>) -> Result<u64> {
    let mut moved = 0;
    for id in cases::moved(tx, MOST_AT_ONCE)? {
        moved += u64::from(follow(tx, id)?);
    }
    Ok(moved)
}

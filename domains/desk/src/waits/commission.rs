//! A member of the commission.

use super::{Wait, sql::Eye};
use kernel::{Date, Result, Tx, params};

pub fn waits(tx: &mut Tx<'_>, eye: &Eye<'_>) -> Result<Vec<Wait>> {
    let mut waits = Vec::new();
    for (meeting, items) in ::commission::waiting_for(tx, eye.actor)? {
        let url = format!("/meetings/{meeting}");
        let held_on: Date = tx.one("SELECT held_on FROM meeting WHERE id = $1", params![meeting], |row| row.get(0))?;
        waits.push(Wait::new("Проголосовать по кандидатурам", &url, u64::try_from(items).unwrap_or(0)).by(Some(held_on), eye.today));
    }
    let (planned, first) = eye.by(tx, "SELECT COUNT(*), MIN(held_on) FROM meeting WHERE state = 'planned' AND held_on >= $1", params![eye.today])?;
    waits.push(Wait::new("Посмотреть повестку ближайшего заседания", "/meetings", planned).by(first, eye.today));
    Ok(waits)
}

//! Activities as proof in other domains: what is noted of a person, never what the person says.

use crate::{
    closing,
    model::{ActivityId, Kind},
};
use kernel::{Result, Timestamp, Tx, id::PersonId, params};
use pathways::proof::{Part, Proof};
use std::collections::BTreeMap;

const MOST: i64 = 200;

/// Activities which the person held or at which the person's presence is noted, the newest first; with the certificate in force.
///
/// # Errors
/// The store fails.
pub fn proofs(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Proof>> {
    let zone = structure::zone(tx)?;
    let certificates = closing::of_person(tx, person)?;
    let codes: BTreeMap<ActivityId, (String, i64)> = certificates.into_iter().rev().filter(|one| one.annulled_on.is_none()).map(|one| (one.activity, (one.code, one.minutes))).collect();
    // An announced one counts from the minute in which somebody was noted at it; holding one counts once it is held.
    let sql = "SELECT a.id, a.kind, a.title, a.number, a.ends_at, COALESCE(a.resource_id, ''), COALESCE(h.minutes, a.minutes), h.part
        FROM activity a LEFT JOIN activity_host h ON h.activity_id = a.id AND h.person_id = $1 AND h.state = 'joined' AND a.state IN ('held', 'closed')
        WHERE a.state IN ('announced', 'held', 'closed') AND (h.person_id IS NOT NULL OR EXISTS (SELECT 1 FROM activity_presence r WHERE r.activity_id = a.id AND r.person_id = $1))
        ORDER BY a.starts_at DESC, a.id LIMIT $2";
    let rows: Vec<(ActivityId, Kind, String, String, Timestamp, String, i64, Option<String>)> =
        tx.query(sql, params![person, MOST], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?)))?;
    let mut found = Vec::with_capacity(rows.len());
    for (id, kind, title, number, ends_at, resource, hosted, part) in rows {
        let (part, noted) = if part.is_some() { (Part::Hosted, hosted) } else { (Part::Attended, closing::attended(tx, id, person)?) };
        let (code, minutes) = codes.get(&id).cloned().unwrap_or((String::new(), noted));
        found.push(Proof {
            id: id.to_string(),
            title: format!("{} «{title}»", kind.label()),
            number,
            on: ends_at.to_zoned_datetime(zone.clone()).date(),
            part: part.as_str().to_owned(),
            minutes,
            code,
            resource,
            url: crate::url(id),
        });
    }
    Ok(found)
}

//! What waits for a person, for the cabinet and the first page.

use crate::{
    model::{Activity, SeatState},
    presence::CAME,
    sight::Sight,
    store::{SELECT, list::Filter, shape},
    views::cabinet::Wait,
};
use access::{Action, Actor};
use kernel::{Date, Result, Tx, id::PersonId, params};

/// Activities of one person that fit a condition: `$7` is the person, `$8` the present.
fn those(tx: &mut Tx<'_>, person: PersonId, fits: &str) -> Result<Vec<Activity>> {
    let (sight, today, now) = (Sight::own(person), tx.today(), tx.now());
    // The first five parameters are a sight's; one's own things need none of it, but each must be named.
    let sql = format!("{SELECT} WHERE (a.number <> $1 AND a.number <> $2 AND a.number <> $3 AND (a.number <> $4 OR a.number = $5)) AND a.number <> $8 AND {fits} ORDER BY a.starts_at, a.id LIMIT 100");
    Ok(tx.query(&sql, params![sight.from, sight.to, sight.drafts, sight.path, sight.person, today, person, now], shape)?)
}

/// Questions to answer, things to read, opinions and answers asked for.
pub(crate) fn of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Wait>> {
    let mut found = Vec::new();
    let seat = "EXISTS (SELECT 1 FROM activity_seat t WHERE t.activity_id = a.id AND t.person_id = $7 AND t.state = ";
    found.extend(
        those(tx, person, "a.state IN ('draft', 'announced', 'held') AND EXISTS (SELECT 1 FROM activity_host h WHERE h.activity_id = a.id AND h.person_id = $7 AND h.state = 'invited')")?.into_iter().map(Wait::Host),
    );
    found.extend(those(tx, person, &format!("a.state = 'announced' AND a.ends_at > $8 AND {seat}'invited')"))?.into_iter().map(Wait::Invited));
    found.extend(
        those(tx, person, &format!("a.state = 'announced' AND a.ends_at > $8 AND {seat}'signed' AND t.read_at IS NULL) AND EXISTS (SELECT 1 FROM activity_material m WHERE m.activity_id = a.id AND m.phase = 'before')"))?
            .into_iter()
            .map(Wait::Read),
    );
    let since = tx.now() - jiff::SignedDuration::from_hours(24 * 30);
    let said = those(
        tx,
        person,
        &format!(
            "a.state IN ('announced', 'held', 'closed') AND EXISTS (SELECT 1 FROM activity_presence r WHERE r.activity_id = a.id AND r.person_id = $7 AND {CAME}) AND NOT EXISTS (SELECT 1 FROM activity_feedback f WHERE f.activity_id = a.id AND f.person_id = $7)"
        ),
    )?;
    // Nobody remembers what it was like a month later.
    found.extend(said.into_iter().filter(|one| one.ends_at >= since).map(Wait::Say));
    for one in those(
        tx,
        person,
        &format!(
            "a.state IN ('announced', 'held', 'closed') AND {seat}'signed') AND EXISTS (SELECT 1 FROM activity_task k WHERE k.activity_id = a.id) AND NOT EXISTS (SELECT 1 FROM activity_answer w WHERE w.activity_id = a.id AND w.person_id = $7)"
        ),
    )? {
        let due: Option<Date> = tx.maybe("SELECT due_on FROM activity_task WHERE activity_id = $1", params![one.id], |row| row.get(0))?;
        found.extend(due.map(|due| Wait::Answer(one, due)));
    }
    Ok(found)
}

/// What one holds or has a seat at and isn't over.
pub(crate) fn ahead(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<(Activity, Option<SeatState>)>> {
    let mut found = Vec::new();
    let own = "a.state IN ('draft', 'announced') AND a.ends_at > $8 AND (EXISTS (SELECT 1 FROM activity_host h WHERE h.activity_id = a.id AND h.person_id = $7 AND h.state = 'joined') OR EXISTS (SELECT 1 FROM activity_seat t WHERE t.activity_id = a.id AND t.person_id = $7 AND t.state <> 'left'))";
    for one in those(tx, person, own)? {
        let seat = crate::signing::seat(tx, one.id, person)?;
        found.push((one, seat));
    }
    Ok(found)
}

/// What waits for somebody on the first page and in the cabinet: one's own things, and for who oversees a place what is over there
/// without an end.
///
/// # Errors
/// The store fails.
pub fn waits(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<cases::Wait>> {
    if !actor.can(Action::ViewActivities) {
        return Ok(Vec::new());
    }
    let (zone, today) = (structure::zone(tx)?, tx.today());
    let day = |one: &Activity| one.starts_at.to_zoned_datetime(zone.clone()).date();
    let wait = |what: String, url: String, since: Date, hint: &str| cases::Wait { what, hint: hint.to_owned(), url, count: 1, since: (since <= today).then_some(since), is_late: since < today };
    let mut found = Vec::new();
    if let Some(person) = actor.person {
        for one in of(tx, person)? {
            let (what, url) = one.words();
            let since = match &one {
                Wait::Answer(_, due) => *due,
                // Asked before the day: it is late only when the day has come.
                Wait::Host(activity) | Wait::Invited(activity) | Wait::Read(activity) | Wait::Say(activity) => day(activity),
            };
            found.push(wait(what, url, since, ""));
        }
        let open = "a.state IN ('announced', 'held') AND a.ends_at < $8 AND EXISTS (SELECT 1 FROM activity_host h WHERE h.activity_id = a.id AND h.person_id = $7 AND h.state = 'joined')";
        let held = those(tx, person, open)?;
        found.extend(held.iter().map(|one| wait(format!("Подвести итоги: {}", one.title), format!("{}/closing", crate::url(one.id)), day(one), "Участники ждут сертификаты, а ваша работа — учёта.")));
    }
    let count = unfinished(tx, actor)?;
    if count > 0 {
        found.push(cases::Wait {
            what: "Мероприятия прошли, итогов нет".into(),
            hint: "Ведущие не отметили, кто был. Напомните им или отметьте сами.".into(),
            url: "/activities?when=unfinished".into(),
            count,
            since: None,
            is_late: true,
        });
    }
    Ok(found)
}

/// How many activities of a place are over without an end, for those who oversee it: as many as the list at the link shows.
///
/// # Errors
/// The store fails.
fn unfinished(tx: &mut Tx<'_>, actor: &Actor) -> Result<u64> {
    if !actor.can(Action::PlanActivities) {
        return Ok(0);
    }
    let sight = Sight::of(tx, actor)?;
    crate::store::list::count(tx, &sight, &Filter { unfinished: Some(actor.place_path.clone()), ..Filter::default() })
}

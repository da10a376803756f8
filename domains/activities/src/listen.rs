//! What becomes of this domain's rows when the world changes.

use crate::{model::ActivityId, sight::Sight, signing, store, told, told::Words};
use kernel::{Result, Tx, id::PersonId, news::News, params};

/// Who withdraws the consent to processing frees the places taken and no longer holds what is planned; an erased person's words and
/// name go, that so many came stays; a merged one's rows move.
///
/// # Errors
/// The store fails; then what was told fails with it.
pub fn listen(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::ProcessingWithdrawn { person } => withdraw(tx, person),
        News::Erase { person } => erase(tx, person),
        News::Merged { gone, kept } => merge(tx, gone, kept),
        News::ResourceWithdrawn { .. }
        | News::InclusionWithdrawn { .. }
        | News::PublicationWithdrawn { .. }
        | News::DiagnosticsWithdrawn { .. }
        | News::AttemptScored { .. }
        | News::ObservationAcknowledged { .. }
        | News::CaseTurnedBack { .. }
        | News::CaseDeficitsChanged { .. }
        | News::CaseEnded { .. }
        | News::MembershipEnded { .. }
        | News::ActivityCancelled { .. } => Ok(Vec::new()),
    }
}

fn withdraw(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<String>> {
    let sql = "SELECT t.activity_id FROM activity_seat t JOIN activity a ON a.id = t.activity_id WHERE t.person_id = $1 AND t.state IN ('invited', 'signed', 'waiting') AND a.state IN ('draft', 'announced')";
    let seats: Vec<ActivityId> = tx.query(sql, params![person], |row| row.get(0))?;
    for id in &seats {
        signing::put(tx, *id, person, crate::SeatState::Left, None)?;
        signing::move_up(tx, *id)?;
    }
    let sql = "SELECT h.activity_id FROM activity_host h JOIN activity a ON a.id = h.activity_id WHERE h.person_id = $1 AND a.state IN ('draft', 'announced')";
    let held: Vec<ActivityId> = tx.query(sql, params![person], |row| row.get(0))?;
    for id in &held {
        tx.execute("DELETE FROM activity_host WHERE activity_id = $1 AND person_id = $2", params![id, person])?;
        tell_planner(tx, *id, person)?;
    }
    let count = seats.len() + held.len();
    Ok(if count > 0 { vec![format!("Записи на мероприятия и ведение мероприятий сняты ({count})")] } else { Vec::new() })
}

fn tell_planner(tx: &mut Tx<'_>, id: ActivityId, gone: PersonId) -> Result<()> {
    let one = store::find(tx, &Sight::program(), id)?;
    let planner = one.made_by.and_then(|account| access::accounts::find(tx, account).ok()).and_then(|account| account.person);
    match planner.filter(|planner| *planner != gone) {
        Some(planner) => told::tell(
            tx,
            id,
            planner,
            &Words {
                once: "host-gone",
                subject: "Мероприятию нужен ведущий".into(),
                body: format!("{}: один из ведущих больше не участвует. Назовите другого или отмените мероприятие.", told::called(&one)),
                page: "/hosts",
            },
        ),
        None => Ok(()),
    }
}

/// The rows of a person, and the column that makes them one's only with the person.
const KEYED: [(&str, &str); 5] = [("activity_host", "activity_id"), ("activity_seat", "activity_id"), ("activity_presence", "session_id"), ("activity_feedback", "activity_id"), ("activity_answer", "activity_id")];

fn merge(tx: &mut Tx<'_>, gone: PersonId, kept: PersonId) -> Result<Vec<String>> {
    for (table, key) in KEYED {
        tx.execute(&format!("UPDATE {table} SET person_id = $1 WHERE person_id = $2 AND NOT EXISTS (SELECT 1 FROM {table} o WHERE o.{key} = {table}.{key} AND o.person_id = $1)"), params![kept, gone])?;
        tx.execute(&format!("DELETE FROM {table} WHERE person_id = $1"), params![gone])?;
    }
    tx.execute("UPDATE activity_certificate SET person_id = $1 WHERE person_id = $2", params![kept, gone])?;
    Ok(Vec::new())
}

/// Marks and minutes stay as figures; a person who was there becomes one of the guests without a name.
fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<String>> {
    withdraw(tx, person)?;
    let mut count = 0;
    for sql in [
        "UPDATE activity SET guests = guests + 1 WHERE id IN (SELECT activity_id FROM activity_presence WHERE person_id = $1)",
        "DELETE FROM activity_presence WHERE person_id = $1",
        "DELETE FROM activity_seat WHERE person_id = $1",
        "DELETE FROM activity_host WHERE person_id = $1",
        "DELETE FROM activity_answer WHERE person_id = $1",
        "UPDATE activity_feedback SET person_id = NULL, words = '' WHERE person_id = $1",
        "UPDATE activity_certificate SET person_id = NULL, annul_why = '' WHERE person_id = $1",
        "UPDATE activity SET made_by = NULL WHERE made_by IN (SELECT id FROM account WHERE person_id = $1)",
        "UPDATE activity_seat SET signed_by = NULL WHERE signed_by IN (SELECT id FROM account WHERE person_id = $1)",
    ] {
        count += tx.execute(sql, params![person])?;
    }
    Ok(if count > 0 { vec![format!("Участие в мероприятиях, отзывы, ответы и сертификаты ({count})")] } else { Vec::new() })
}

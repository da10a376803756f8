//! Reminders, each told once: an answer that is waited for, a month without a meeting, the end of the term; and what ends by its term.

use super::{
    ending,
    model::{Answer, EndReason, MentoringId, Role},
    store::{self, list::QUIET_DAYS},
    telling::{Told, tell},
};
use kernel::{Date, Result, Tx, params};

/// Days after which a proposal is brought to mind.
const PATIENCE_DAYS: i64 = 5;
/// Days before the end in which it is told of.
const AHEAD_DAYS: i64 = 14;

fn days_from(today: Date, days: i64) -> Date {
    today.checked_add(jiff::Span::new().days(days)).unwrap_or(today)
}

/// Looks over what goes on; how many acts. May run again and again.
///
/// # Errors
/// The store fails.
pub fn remind(tx: &mut Tx<'_>) -> Result<u64> {
    let today = tx.today();
    let mut count = over(tx, today)?;
    let waiting = "SELECT id FROM mentoring WHERE state = 'proposed' AND SUBSTR(made_at, 1, 10) <= $1 ORDER BY id";
    for id in those(tx, waiting, days_from(today, -PATIENCE_DAYS))? {
        for side in store::sides(tx, id)? {
            if let Some(person) = side.person.filter(|_| side.answer == Answer::Waits) {
                count += once(
                    tx,
                    id,
                    person,
                    &Told {
                        once: "answer", subject: "Ответьте на предложение о наставничестве", body: "Остальные ждут вашего ответа. Согласие и отказ одинаково возможны, отказ не имеет последствий."
                    },
                )?;
            }
        }
    }
    let quiet = "SELECT m.id FROM mentoring m WHERE m.state = 'active' AND m.started_on <= $1 AND NOT EXISTS (SELECT 1 FROM mentoring_meeting g WHERE g.mentoring_id = m.id AND g.held_on > $1) ORDER BY m.id";
    for id in those(tx, quiet, days_from(today, -QUIET_DAYS))? {
        let key = format!("quiet-{}-{:02}", today.year(), today.month());
        for side in store::sides(tx, id)? {
            if let Some(person) = side.person.filter(|_| side.role == Role::Mentor && side.counts()) {
                count += once(
                    tx,
                    id,
                    person,
                    &Told {
                        once: &key, subject: "Месяц без записанных встреч с наставляемым", body: "Если встреча была, запишите её: это минута. Если нет, договоритесь о дне."
                    },
                )?;
            }
        }
    }
    let ending = "SELECT id FROM mentoring WHERE state = 'active' AND ends_on <= $1 ORDER BY id";
    for id in those(tx, ending, days_from(today, AHEAD_DAYS))? {
        for person in store::sides(tx, id)?.into_iter().filter(|side| side.counts()).filter_map(|side| side.person) {
            count += once(
                tx,
                id,
                person,
                &Told {
                    once: "ending", subject: "Срок наставничества скоро закончится", body: "Отметьте в программе, что сделано, и обсудите, что дальше."
                },
            )?;
        }
    }
    Ok(count)
}

fn those(tx: &mut Tx<'_>, sql: &str, day: Date) -> Result<Vec<MentoringId>> {
    Ok(tx.query(sql, params![day], |row| row.get(0))?)
}

fn once(tx: &mut Tx<'_>, id: MentoringId, person: kernel::id::PersonId, told: &Told<'_>) -> Result<u64> {
    if notices::is_told(tx, &format!("mentoring/{id}/{}/{person}", told.once))? {
        return Ok(0);
    }
    tell(tx, id, person, told)?;
    Ok(1)
}

/// What is past its last day ends; a proposal that nobody finished goes too.
fn over(tx: &mut Tx<'_>, today: Date) -> Result<u64> {
    let ended = those(tx, "SELECT id FROM mentoring WHERE state IN ('active', 'proposed') AND ends_on < $1 ORDER BY id", today)?;
    for id in &ended {
        ending::close(tx, *id, EndReason::Term)?;
    }
    Ok(ended.len() as u64)
}

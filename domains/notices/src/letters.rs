//! The job that makes letters of notices: at once or in a digest, by day, in small parts.
//!
//! A letter goes into the outbox in the transaction that marks its notices, under a key of its own: a server that stops between two parts
//! makes no letter twice and loses none. Sending and trying again is the outbox's.

use crate::{
    hours,
    model::{NoticeId, Topic, Way},
    reader,
};
use kernel::{Date, Db, Result, Timestamp, Tx, id::PersonId, params};
use mail::Letter;
use std::fmt::Write;

/// Letters made in one transaction: others write in between.
const PART: u32 = 100;
/// Parts of one run; what is left comes with the next.
const PARTS: u32 = 40;
/// Lines of a digest; the cabinet has the rest.
const LINES: usize = 40;

/// Makes the letters that are due. How many were made.
///
/// # Errors
/// The store fails.
pub fn send_due(db: &Db, site: &str) -> Result<u64> {
    let site = site.trim_end_matches('/');
    let mut made = 0;
    for _ in 0..PARTS {
        let now = db.clock().now();
        // Mostly there is nothing: asked without holding the writer.
        if db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM notice WHERE due_at <= $1", params![now])?))? == 0 {
            return Ok(made);
        }
        made += db.write(|tx| part(tx, site))?;
    }
    Ok(made)
}

struct Single {
    id: NoticeId,
    person: PersonId,
    subject: String,
    body: String,
}

fn part(tx: &mut Tx<'_>, site: &str) -> Result<u64> {
    let now = tx.now();
    let sql = "SELECT id, person_id, subject, body FROM notice WHERE due_at <= $1 AND way = 'at_once' ORDER BY due_at, id LIMIT $2";
    let singles: Vec<Single> = tx.query(sql, params![now, PART], |row| Ok(Single { id: row.get(0)?, person: row.get(1)?, subject: row.get(2)?, body: row.get(3)? }))?;
    let mut made = 0;
    for single in singles {
        made += u64::from(one(tx, &single, site)?);
    }
    let sql = "SELECT DISTINCT person_id FROM notice WHERE due_at <= $1 AND way <> 'at_once' ORDER BY person_id LIMIT $2";
    let people: Vec<PersonId> = tx.query(sql, params![now, PART], |row| row.get(0))?;
    for person in people {
        made += u64::from(gathered(tx, person, site)?);
    }
    Ok(made)
}

/// `false`: it waits for the morning, or there is nobody to write to.
fn one(tx: &mut Tx<'_>, single: &Single, site: &str) -> Result<bool> {
    let Some(reader) = reader::of(tx, single.person)? else { return settle(tx, single.id, None).map(|()| false) };
    let now = tx.now();
    let morning = mail::by_day(now, &reader.zone);
    if morning > now {
        tx.execute("UPDATE notice SET due_at = $1 WHERE id = $2", params![morning, single.id])?;
        return Ok(false);
    }
    let Some(address) = reader::address(tx, single.person)? else { return settle(tx, single.id, None).map(|()| false) };
    let body = format!("Здравствуйте!\n\n{}\n\nОткрыть:\n{site}/notices/{}\n\n{}", single.body, single.id, signed(site));
    let letter = Letter { once_key: format!("notice/{}", single.id), person: Some(single.person), address, subject: single.subject.clone(), body };
    mail::enqueue_by_day(tx, &letter, &reader.zone_name)?;
    settle(tx, single.id, Some(now)).map(|()| true)
}

fn settle(tx: &mut Tx<'_>, id: NoticeId, mailed: Option<Timestamp>) -> Result<()> {
    tx.execute("UPDATE notice SET due_at = NULL, mailed_at = $1 WHERE id = $2", params![mailed, id])?;
    Ok(())
}

/// Everything that waits for a person's digest in one letter, also what was told a minute ago.
fn gathered(tx: &mut Tx<'_>, person: PersonId, site: &str) -> Result<bool> {
    let now = tx.now();
    let away = "UPDATE notice SET due_at = NULL, mailed_at = $1 WHERE person_id = $2 AND way <> 'at_once' AND due_at IS NOT NULL";
    let Some(reader) = reader::of(tx, person)? else { return tx.execute(away, params![None::<Timestamp>, person]).map(|_| false).map_err(Into::into) };
    let (hour, last) = reader::digest(tx, person)?;
    let today = now.to_zoned_datetime(reader.zone.clone()).date();
    let morning = mail::by_day(now, &reader.zone);
    if last.is_some_and(|last| last >= today) || morning > now {
        let due = if morning > now { Some(morning) } else { hours::due(Way::Digest, now, &reader.zone, (hour, last)) };
        tx.execute("UPDATE notice SET due_at = $1 WHERE person_id = $2 AND way <> 'at_once' AND due_at <= $3", params![due, person, now])?;
        return Ok(false);
    }
    let sql = "SELECT topic, subject, made_at FROM notice WHERE person_id = $1 AND way <> 'at_once' AND due_at IS NOT NULL ORDER BY made_at, id";
    let lines: Vec<(Topic, String, Timestamp)> = tx.query(sql, params![person], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let address = reader::address(tx, person)?;
    tx.execute(away, params![address.as_ref().map(|_| now), person])?;
    let Some(address) = address else { return Ok(false) };
    let letter = Letter { once_key: format!("digest/{person}/{today}"), person: Some(person), address, subject: subject(lines.len(), today), body: digest(&lines, site) };
    mail::enqueue_by_day(tx, &letter, &reader.zone_name)?;
    let sql = "INSERT INTO notice_reader (person_id, digest_hour, digest_on) VALUES ($1, $2, $3) ON CONFLICT (person_id) DO UPDATE SET digest_on = $3";
    tx.execute(sql, params![person, i64::from(hour), today])?;
    Ok(true)
}

fn subject(count: usize, today: Date) -> String {
    format!("Методактив: {} за {}", ui::ru::counted(count as u64, "уведомление", "уведомления", "уведомлений"), ui::ru::date(today))
}

/// Under headings by topic, in the order of time within each.
fn digest(lines: &[(Topic, String, Timestamp)], site: &str) -> String {
    let mut body = "Здравствуйте!\n\nЧто нового с прошлого письма.\n".to_owned();
    let shown = &lines[..lines.len().min(LINES)];
    for topic in Topic::ALL {
        let mut of_topic = shown.iter().filter(|(known, ..)| known == topic).peekable();
        if of_topic.peek().is_none() {
            continue;
        }
        let _ = write!(body, "\n{}\n", topic.label());
        for (_, subject, _) in of_topic {
            let _ = writeln!(body, "— {subject}");
        }
    }
    if lines.len() > LINES {
        let _ = write!(body, "\nИ ещё {} — в кабинете.\n", lines.len() - LINES);
    }
    let _ = write!(body, "\nПрочитать и открыть:\n{site}/notices\n\n{}", signed(site));
    body
}

/// Why one gets it and how to change that.
fn signed(site: &str) -> String {
    format!("О чём и когда писать, выбираете вы:\n{site}/notices/preferences")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_stands_under_the_headings_of_its_topics_and_is_cut_when_long() {
        let at = Timestamp::UNIX_EPOCH;
        let mut lines = vec![(Topic::Unions, "Заседание завтра".to_owned(), at), (Topic::Cases, "Маршрут согласован".to_owned(), at), (Topic::Unions, "Протокол готов".to_owned(), at)];
        let body = digest(&lines, "https://a.example");
        let at_of = |words: &str| body.find(words).unwrap_or_else(|| panic!("{words} in {body}"));
        assert!(at_of("Сопровождение и маршруты") < at_of("Маршрут согласован") && at_of("Маршрут согласован") < at_of("Объединения"));
        assert!(at_of("Заседание завтра") < at_of("Протокол готов") && body.contains("https://a.example/notices\n"));
        lines.extend((0..LINES).map(|at_| (Topic::Reports, format!("Отчёт {at_}"), at)));
        assert!(digest(&lines, "").contains("И ещё 3 — в кабинете"));
    }
}

//! What becomes of a person's rows in runs.

use super::{json, text};
use crate::runs::{facts::Teacher, solve::Other};
use kernel::{Result, Tx, id::PersonId, params};

/// Takes a person out of every run, as a teacher and as a methodist; how many rows.
pub fn person(tx: &mut Tx<'_>, person: PersonId) -> Result<u64> {
    let mut gone = tx.execute("DELETE FROM matching_ban WHERE person_id = $1 OR methodist_id = $1", params![person])?;
    gone += tx.execute("DELETE FROM matching_teacher WHERE person_id = $1", params![person])?;
    gone += tx.execute("DELETE FROM matching_methodist WHERE person_id = $1", params![person])?;
    gone += tx.execute("UPDATE matching_teacher SET methodist_id = NULL, is_pinned = 0, why = '{}' WHERE methodist_id = $1", params![person])?;
    rewrite(tx, person, None)?;
    Ok(gone)
}

/// The depth of the need came from what was measured: it goes; the run is worked out without it the next time.
pub fn measured(tx: &mut Tx<'_>, person: PersonId) -> Result<u64> {
    let rows = tx.query("SELECT run_id, facts FROM matching_teacher WHERE person_id = $1", params![person], |row| Ok((row.get::<String>(0)?, json::<Teacher>(&row.get::<String>(1)?)?)))?;
    let mut changed = 0;
    for (run, teacher) in rows.into_iter().filter(|(_, teacher)| teacher.severity > 0) {
        let teacher = Teacher { severity: 0, ..teacher };
        changed += tx.execute("UPDATE matching_teacher SET facts = $1 WHERE run_id = $2 AND person_id = $3", params![text(&teacher)?, run, person])?;
    }
    Ok(changed)
}

/// Two cards are one person: rows follow; where both stand in one run, the kept one's row stays.
pub fn merge(tx: &mut Tx<'_>, gone: PersonId, kept: PersonId) -> Result<()> {
    for table in ["matching_teacher", "matching_methodist"] {
        tx.execute(&format!("DELETE FROM {table} WHERE person_id = $1 AND run_id IN (SELECT run_id FROM {table} WHERE person_id = $2)"), params![gone, kept])?;
        tx.execute(&format!("UPDATE {table} SET person_id = $2 WHERE person_id = $1"), params![gone, kept])?;
    }
    tx.execute("UPDATE matching_teacher SET methodist_id = $2 WHERE methodist_id = $1", params![gone, kept])?;
    for (column, other) in [("person_id", "methodist_id"), ("methodist_id", "person_id")] {
        tx.execute(
            &format!("DELETE FROM matching_ban WHERE {column} = $1 AND EXISTS (SELECT 1 FROM matching_ban b WHERE b.run_id = matching_ban.run_id AND b.{column} = $2 AND b.{other} = matching_ban.{other})"),
            params![gone, kept],
        )?;
        tx.execute(&format!("UPDATE matching_ban SET {column} = $2 WHERE {column} = $1"), params![gone, kept])?;
    }
    rewrite(tx, gone, Some(kept))
}

/// Ids that stand inside of JSON: in facts and among the next best.
fn rewrite(tx: &mut Tx<'_>, person: PersonId, kept: Option<PersonId>) -> Result<()> {
    let like = format!("%{person}%");
    let rows = tx.query("SELECT run_id, person_id, facts, others FROM matching_teacher WHERE facts LIKE $1 OR others LIKE $1", params![like], |row| {
        Ok((row.get::<String>(0)?, row.get::<PersonId>(1)?, row.get::<String>(2)?, row.get::<String>(3)?))
    })?;
    for (run, of, facts, others) in rows {
        let mut teacher: Teacher = json(&facts)?;
        let mut others: Vec<Other> = json(&others)?;
        if teacher.person == person {
            teacher.person = kept.unwrap_or(person);
        }
        for list in [&mut teacher.before, &mut teacher.wishes, &mut teacher.never, &mut teacher.superiors] {
            replace(list, person, kept);
        }
        match kept {
            Some(kept) => others.iter_mut().filter(|other| other.methodist == person).for_each(|other| other.methodist = kept),
            None => others.retain(|other| other.methodist != person),
        }
        tx.execute("UPDATE matching_teacher SET facts = $1, others = $2 WHERE run_id = $3 AND person_id = $4", params![text(&teacher)?, text(&others)?, run, of])?;
    }
    let rows = tx.query("SELECT run_id, facts FROM matching_methodist WHERE facts LIKE $1", params![like], |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)))?;
    if let Some(kept) = kept {
        for (run, facts) in rows {
            let facts = facts.replace(&person.to_string(), &kept.to_string());
            tx.execute("UPDATE matching_methodist SET facts = $1 WHERE run_id = $2 AND person_id = $3", params![facts, run, kept])?;
        }
    }
    Ok(())
}

fn replace(list: &mut Vec<PersonId>, person: PersonId, kept: Option<PersonId>) {
    match kept {
        Some(kept) => list.iter_mut().filter(|one| **one == person).for_each(|one| *one = kept),
        None => list.retain(|one| *one != person),
    }
}

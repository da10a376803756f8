//! What becomes of this domain's rows when a person leaves, is erased or merged, and when a resource is withdrawn.

use kernel::{
    Result, Tx,
    id::{AccountId, PersonId},
    news::News,
    params,
};

/// Hears news.
///
/// # Errors
/// The store fails; then what was told fails with it.
pub fn listen(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::ProcessingWithdrawn { person } => {
            leave_offices(tx, person)?;
            stop(tx, person)
        }
        News::MembershipEnded { person } => leave_offices(tx, person).map(|()| Vec::new()),
        News::DiagnosticsWithdrawn { person } => {
            // A card of a lesson is a measurement: an answer no longer points at it.
            let sql = "UPDATE course_task SET link_kind = '', link_id = '', version = version + 1 WHERE link_kind = 'observation' AND graduate_id IN (SELECT id FROM course_graduate WHERE person_id = $1)";
            let count = tx.execute(sql, params![person])?;
            Ok(if count > 0 { vec![format!("Ссылки на карты уроков в рассказах после курсов ({count})")] } else { Vec::new() })
        }
        News::Erase { person } => erase(tx, person),
        News::Merged { gone, kept } => merge(tx, gone, kept).map(|()| Vec::new()),
        News::ResourceWithdrawn { resource } => {
            tx.execute("DELETE FROM direction_resource WHERE resource_id = $1", params![resource.to_string()])?;
            Ok(Vec::new())
        }
        News::InclusionWithdrawn { .. }
        | News::PublicationWithdrawn { .. }
        | News::AttemptScored { .. }
        | News::ObservationAcknowledged { .. }
        | News::CaseTurnedBack { .. }
        | News::CaseDeficitsChanged { .. }
        | News::CaseEnded { .. }
        | News::ActivityCancelled { .. } => Ok(Vec::new()),
    }
}

/// Who is no longer a member supports and helps nobody: who relied on it must choose another.
fn leave_offices(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    for sql in [
        "UPDATE course_graduate SET supporter_id = NULL WHERE supporter_id = $1",
        "DELETE FROM course_supporter WHERE person_id = $1",
        "UPDATE low_school_methodist SET state = 'ended' WHERE person_id = $1 AND state IN ('asked', 'yes')",
        "UPDATE contest_track SET helper_id = NULL, helper_state = '', version = version + 1 WHERE helper_id = $1 AND state = 'preparing'",
        "UPDATE attestation_track SET helper_id = NULL, helper_state = '', version = version + 1 WHERE helper_id = $1 AND closed_on IS NULL",
    ] {
        tx.execute(sql, params![person])?;
    }
    Ok(())
}

/// Nothing more is asked of one whose data may no longer be processed.
fn stop(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<String>> {
    let today = tx.today();
    let declined = tx.execute("UPDATE course_graduate SET state = 'declined', version = version + 1 WHERE person_id = $1 AND state = 'invited'", params![person])?;
    tx.execute("UPDATE contest_track SET state = 'left', version = version + 1 WHERE person_id = $1 AND state = 'preparing'", params![person])?;
    tx.execute("UPDATE attestation_track SET closed_on = $2, version = version + 1 WHERE person_id = $1 AND closed_on IS NULL", params![person, today])?;
    Ok(if declined > 0 { vec![format!("Поддержка после курсов прекращена ({declined})")] } else { Vec::new() })
}

/// Counts of past years stay; whose they were, words, files and tracks go.
fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<String>> {
    let digests: Vec<files::Digest> =
        tx.query("SELECT DISTINCT t.digest FROM course_task t JOIN course_graduate g ON g.id = t.graduate_id WHERE g.person_id = $1 AND t.digest IS NOT NULL", params![person], |row| row.get(0))?;
    leave_offices(tx, person)?;
    let mut count = 0;
    for sql in [
        "UPDATE course_task SET words = '', answer = '', digest = NULL, file_name = '', link_kind = '', link_id = '', answered_by = NULL, version = version + 1 WHERE graduate_id IN (SELECT id FROM course_graduate WHERE person_id = $1)",
        "UPDATE course_graduate SET person_id = NULL, supporter_id = NULL, version = version + 1 WHERE person_id = $1",
        "UPDATE course_trainer SET person_id = NULL, outside = 'Данные удалены' WHERE person_id = $1",
        "UPDATE low_school_methodist SET person_id = NULL WHERE person_id = $1",
        "UPDATE low_school_visit SET person_id = NULL WHERE person_id = $1",
        "DELETE FROM expert WHERE person_id = $1",
        "DELETE FROM contest_line WHERE track_id IN (SELECT id FROM contest_track WHERE person_id = $1)",
        "UPDATE contest_track SET person_id = NULL, helper_id = NULL, helper_state = '', result = '', version = version + 1 WHERE person_id = $1",
        "UPDATE contest_track SET helper_id = NULL, helper_state = '', version = version + 1 WHERE helper_id = $1",
        "DELETE FROM attestation_done WHERE track_id IN (SELECT id FROM attestation_track WHERE person_id = $1)",
        "DELETE FROM attestation_track WHERE person_id = $1",
        "UPDATE attestation_track SET helper_id = NULL, helper_state = '', version = version + 1 WHERE helper_id = $1",
    ] {
        count += tx.execute(sql, params![person])?;
    }
    // Files of graduates that are not loaded yet hold names in their cells.
    let mention = format!("%{person}%");
    count += tx.execute("DELETE FROM course_import_row WHERE found LIKE $1 OR choice = $2", params![mention, person.to_string()])?;
    for digest in &digests {
        files::forget_unused(tx, digest)?;
    }
    if let Some(account) = access::accounts::of_person(tx, person)? {
        forget_account(tx, account.id)?;
    }
    Ok(if count > 0 { vec!["Поддержка после курсов, помощь школам, списки экспертов, конкурсы и аттестация".to_owned()] } else { Vec::new() })
}

/// An erased person's account no longer stands as author.
fn forget_account(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    for sql in [
        "UPDATE programme_course SET made_by = NULL WHERE made_by = $1",
        "UPDATE course_material SET made_by = NULL WHERE made_by = $1",
        "UPDATE course_task SET answered_by = NULL WHERE answered_by = $1",
        "DELETE FROM course_import_row WHERE import_id IN (SELECT id FROM course_import WHERE made_by = $1)",
        "UPDATE course_import SET made_by = NULL WHERE made_by = $1",
        "UPDATE low_school SET made_by = NULL WHERE made_by = $1",
        "UPDATE low_school_measure SET made_by = NULL WHERE made_by = $1",
        "UPDATE direction_resource SET made_by = NULL WHERE made_by = $1",
    ] {
        tx.execute(sql, params![account])?;
    }
    Ok(())
}

/// Two cards become one: what both have is one row, what was told of it stays.
fn merge(tx: &mut Tx<'_>, gone: PersonId, kept: PersonId) -> Result<()> {
    let both = |table: &str, keys: &str| format!("EXISTS (SELECT 1 FROM {table} o WHERE o.person_id = $2 AND {keys})");
    let graduate = both("course_graduate", "o.course_id = course_graduate.course_id");
    let track = both("contest_track", "o.contest_id = contest_track.contest_id");
    let statements = [
        // Answers of the doubled graduate go over where the kept one wasn't asked.
        "UPDATE course_task SET graduate_id = (SELECT k.id FROM course_graduate g JOIN course_graduate k ON k.course_id = g.course_id AND k.person_id = $2 WHERE g.id = course_task.graduate_id)
            WHERE graduate_id IN (SELECT g.id FROM course_graduate g JOIN course_graduate k ON k.course_id = g.course_id AND k.person_id = $2 WHERE g.person_id = $1)
            AND NOT EXISTS (SELECT 1 FROM course_graduate g JOIN course_graduate k ON k.course_id = g.course_id AND k.person_id = $2 JOIN course_task t ON t.graduate_id = k.id WHERE g.id = course_task.graduate_id AND t.months = course_task.months)"
            .to_owned(),
        format!("DELETE FROM course_task WHERE graduate_id IN (SELECT course_graduate.id FROM course_graduate WHERE course_graduate.person_id = $1 AND {graduate})"),
        format!("DELETE FROM course_graduate WHERE person_id = $1 AND {graduate}"),
        "UPDATE course_graduate SET person_id = $2 WHERE person_id = $1".to_owned(),
        "UPDATE course_graduate SET supporter_id = $2 WHERE supporter_id = $1".to_owned(),
        format!("DELETE FROM course_trainer WHERE person_id = $1 AND {}", both("course_trainer", "o.course_id = course_trainer.course_id")),
        "UPDATE course_trainer SET person_id = $2 WHERE person_id = $1".to_owned(),
        "UPDATE course_supporter SET person_id = $2 WHERE person_id = $1".to_owned(),
        "UPDATE low_school_methodist SET person_id = $2 WHERE person_id = $1".to_owned(),
        "UPDATE low_school_visit SET person_id = $2 WHERE person_id = $1".to_owned(),
        format!("DELETE FROM expert WHERE person_id = $1 AND {}", both("expert", "o.exam = expert.exam AND o.subject = expert.subject AND o.year = expert.year")),
        "UPDATE expert SET person_id = $2 WHERE person_id = $1".to_owned(),
        format!("DELETE FROM contest_line WHERE track_id IN (SELECT contest_track.id FROM contest_track WHERE contest_track.person_id = $1 AND {track})"),
        format!("DELETE FROM contest_track WHERE person_id = $1 AND {track}"),
        "UPDATE contest_track SET person_id = $2 WHERE person_id = $1".to_owned(),
        "UPDATE contest_track SET helper_id = $2 WHERE helper_id = $1".to_owned(),
        "UPDATE attestation_track SET person_id = $2 WHERE person_id = $1".to_owned(),
        "UPDATE attestation_track SET helper_id = $2 WHERE helper_id = $1".to_owned(),
    ];
    for sql in &statements {
        tx.execute(sql, params![gone, kept])?;
    }
    Ok(())
}

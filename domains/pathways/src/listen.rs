//! What pathways do when they hear news. The walk and the works hear it first: what refers goes before what is referred to.

use crate::{
    building,
    frozen::Frozen,
    letters,
    model::{Pathway, PathwayId},
    store::pathways,
};
use audit::By;
use cases::{CaseId, EventKind, SeatId, SeatState, TeamRole};
use kernel::{
    Result, Tx,
    id::{PersonId, Uuid},
    news::News,
    params,
};

/// Erasure takes the pathways of a teacher whole, and a team member's name and words out of others'. Withdrawn consent to diagnostics
/// takes what was measured. A withdrawn resource is told to those who have it in a pathway.
///
/// # Errors
/// The store fails.
pub fn listen(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    let mut done = crate::walk::listen(tx, news)?;
    done.extend(hear(tx, news)?);
    Ok(done)
}

fn hear(tx: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    match news {
        News::Erase { person } => {
            let own = erase_own(tx, person)?;
            forget_member(tx, person)?;
            Ok(if own > 0 { vec![format!("Маршруты с разделами, строками, подписями и комментариями ({own})")] } else { Vec::new() })
        }
        News::DiagnosticsWithdrawn { person } => {
            forget_measured(tx, person)?;
            Ok(Vec::new())
        }
        News::Merged { gone, kept } => {
            merge_deficits(tx, gone, kept)?;
            Ok(Vec::new())
        }
        News::ResourceWithdrawn { resource } => {
            resource_withdrawn(tx, resource)?;
            Ok(Vec::new())
        }
        News::ProcessingWithdrawn { person } | News::InclusionWithdrawn { person } => {
            mentor_left(tx, person)?;
            Ok(Vec::new())
        }
        News::CaseDeficitsChanged { case } => {
            building::weigh_case(tx, &By::system(), CaseId(case))?;
            Ok(Vec::new())
        }
        News::CaseTurnedBack { case, to } => {
            building::turned_back(tx, CaseId(case), to)?;
            Ok(Vec::new())
        }
        // A case that ended: the walk hears that and ends the pathway.
        News::CaseEnded { .. } | News::PublicationWithdrawn { .. } | News::AttemptScored { .. } | News::ObservationAcknowledged { .. } | News::MembershipEnded { .. } | News::ActivityCancelled { .. } => Ok(Vec::new()),
    }
}

const OWN: &str = "(SELECT w.id FROM pathway w JOIN case_file c ON c.id = w.case_id WHERE c.person_id = $1)";

fn erase_own(tx: &mut Tx<'_>, person: PersonId) -> Result<u64> {
    tx.execute(&format!("DELETE FROM pathway_step_deficit WHERE step_id IN (SELECT s.id FROM pathway_step s WHERE s.pathway_id IN {OWN})"), params![person])?;
    for table in ["pathway_step", "pathway_section", "pathway_suggestion", "pathway_draft", "pathway_print", "pathway_comment", "pathway_signature", "formalism_hint"] {
        tx.execute(&format!("DELETE FROM {table} WHERE pathway_id IN {OWN}"), params![person])?;
    }
    // A version refers to the one before it.
    tx.execute(&format!("UPDATE pathway SET follows_id = NULL WHERE id IN {OWN}"), params![person])?;
    Ok(tx.execute("DELETE FROM pathway WHERE case_id IN (SELECT id FROM case_file WHERE person_id = $1)", params![person])?)
}

/// Texts of sections are the teacher's pathway and stay without an author; what was said beside them goes.
fn forget_member(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    const SEATS: &str = "(SELECT id FROM case_seat WHERE person_id = $1)";
    let seats: Vec<SeatId> = tx.query("SELECT id FROM case_seat WHERE person_id = $1", params![person], |row| row.get(0))?;
    if seats.is_empty() {
        return Ok(());
    }
    let frozen: Vec<PathwayId> = tx.query("SELECT w.id FROM pathway w JOIN case_seat cs ON cs.case_id = w.case_id WHERE cs.person_id = $1 AND w.agreed_body <> ''", params![person], |row| row.get(0))?;
    for id in frozen {
        let body = Frozen::parse(&pathways::by_id(tx, id)?.agreed_body)?.without(&seats).written()?;
        tx.execute("UPDATE pathway SET agreed_body = $1, version = version + 1 WHERE id = $2", params![body, id])?;
    }
    for (table, column) in [("pathway_section", "seat_id"), ("pathway_step", "responsible_id"), ("pathway_step", "author_seat"), ("pathway_suggestion", "answered_by"), ("formalism_hint", "author_seat")] {
        tx.execute(&format!("UPDATE {table} SET {column} = NULL WHERE {column} IN {SEATS}"), params![person])?;
    }
    tx.execute("UPDATE pathway_section SET account_id = NULL WHERE account_id IN (SELECT id FROM account WHERE person_id = $1)", params![person])?;
    for table in ["pathway_suggestion", "pathway_draft", "pathway_comment", "pathway_signature"] {
        tx.execute(&format!("DELETE FROM {table} WHERE seat_id IN {SEATS}"), params![person])?;
    }
    Ok(())
}

/// The deficits go with the consent: lines lose them, the evidence of rung 3 follows by the case's own ears, agreed bodies lose their titles.
fn forget_measured(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    tx.execute("DELETE FROM pathway_step_deficit WHERE deficit_id IN (SELECT id FROM deficit WHERE person_id = $1)", params![person])?;
    tx.execute(&format!("UPDATE pathway_step SET because = '' WHERE because <> '' AND pathway_id IN {OWN}"), params![person])?;
    let frozen: Vec<PathwayId> = tx.query(&format!("SELECT id FROM pathway WHERE agreed_body <> '' AND id IN {OWN}"), params![person], |row| row.get(0))?;
    for id in frozen {
        let body = Frozen::parse(&pathways::by_id(tx, id)?.agreed_body)?.without_measured().written()?;
        tx.execute("UPDATE pathway SET agreed_body = $1, version = version + 1 WHERE id = $2", params![body, id])?;
    }
    Ok(())
}

/// Where two cards have an open deficit of one competency, the older keeps the history: lines go over to it before the other is deleted.
fn merge_deficits(tx: &mut Tx<'_>, gone: PersonId, kept: PersonId) -> Result<()> {
    let sql = "SELECT competency_code, id FROM deficit WHERE (person_id = $1 OR person_id = $2) AND closed_on IS NULL ORDER BY competency_code, found_on, id";
    let open: Vec<(String, String)> = tx.query(sql, params![gone, kept], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut oldest: Option<(String, String)> = None;
    for (code, id) in open {
        match &oldest {
            Some((of, first)) if *of == code => {
                tx.execute(
                    "INSERT INTO pathway_step_deficit (step_id, deficit_id) SELECT step_id, CAST($1 AS TEXT) FROM pathway_step_deficit WHERE deficit_id = $2 ON CONFLICT (step_id, deficit_id) DO NOTHING",
                    params![first, id],
                )?;
                tx.execute("DELETE FROM pathway_step_deficit WHERE deficit_id = $1", params![id])?;
            }
            Some(_) | None => oldest = Some((code, id)),
        }
    }
    Ok(())
}

/// Drafts lose the evidence of rung 3 until another is chosen; those who decide are told, in a draft and on the way.
fn resource_withdrawn(tx: &mut Tx<'_>, resource: Uuid) -> Result<()> {
    let sql = "SELECT DISTINCT w.id FROM pathway w JOIN pathway_step s ON s.pathway_id = w.id
        WHERE s.resource_id = $1 AND w.state IN ('draft', 'agreed', 'active') AND s.fate IN ('kept', 'edited', 'open') AND s.state IN ('planned', 'in_work', 'returned') ORDER BY w.id";
    let touched: Vec<PathwayId> = tx.query(sql, params![resource.to_string()], |row| row.get(0))?;
    for id in touched {
        let pathway = pathways::by_id(tx, id)?;
        tell(tx, &pathway, resource)?;
        building::weigh(tx, &By::system(), id)?;
    }
    Ok(())
}

/// The catalogue has heard it before us and withdrawn whom it offered as a mentor.
fn mentor_left(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    let sql = "SELECT DISTINCT r.id FROM resource r JOIN pathway_step s ON s.resource_id = r.id WHERE r.person_id = $1 AND r.state = 'withdrawn' ORDER BY r.id";
    let offered: Vec<String> = tx.query(sql, params![person], |row| row.get(0))?;
    offered.iter().filter_map(|id| id.parse().ok()).try_for_each(|id| resource_withdrawn(tx, id))
}

fn tell(tx: &mut Tx<'_>, pathway: &Pathway, resource: Uuid) -> Result<()> {
    cases::tell(tx, &By::system(), pathway.case, EventKind::ResourceWithdrawn, &crate::url::pathway(pathway.id), "")?;
    for member in cases::team(tx, pathway.case)? {
        if member.state == SeatState::Joined && (member.role == TeamRole::Teacher || member.role.is_methodist()) {
            letters::resource_withdrawn(tx, pathway, &member, &resource.to_string())?;
        }
    }
    Ok(())
}

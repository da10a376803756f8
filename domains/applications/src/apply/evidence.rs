//! Documents that prove a criterion. The content is checked and safe on disk before the transaction begins.

use super::{Desk, desk, is_open, must_be_open, open};
use crate::{
    criteria::documents,
    field::{Field, Section},
    link::Token,
    model::FileId,
    record::Evidence,
    store::{
        self,
        parts::{self, NewFile},
    },
};
use audit::{By, Event, Record};
use files::{Digest, Stored};
use kernel::{Error, Result, Tx, params};
use serde_json::json;

/// So many documents prove anything that can be proved.
pub const MOST_FILES: usize = 20;

/// Adds a stored document to a criterion. The answer may be for one criterion and kind: `experienced/diploma`.
///
/// # Errors
/// Field errors at `evidence` and `file`; a refusal when documents can't be changed now.
pub fn attach(tx: &mut Tx<'_>, token: &Token, purpose: &str, stored: &Stored, sent_name: &str) -> Result<()> {
    let desk = desk(tx, token)?;
    must_be_open(&desk.application)?;
    if !desk.is_open(Field::Evidence) {
        return Err(Error::refusal("Координатор не просил менять документы. Исправьте отмеченные ответы и отправьте заявку."));
    }
    let (criterion, kind) = purpose_of(&desk, purpose)?;
    if desk.files.len() >= MOST_FILES {
        return Err(Error::field("file", format!("К заявке приложено уже {MOST_FILES} документов, больше не нужно. Уберите лишние")));
    }
    if desk.files.iter().any(|file| file.digest == stored.digest && file.criterion == criterion && file.kind == kind) {
        return Err(Error::field("file", "Такой файл к этому основанию уже приложен. Выберите другой файл"));
    }
    files::record(tx, stored)?;
    let name = files::display_name(sent_name, stored.kind);
    let id = parts::add_file(tx, desk.application.id, &NewFile { criterion: &criterion, kind: &kind, digest: &stored.digest, name: &name })?;
    mark_seen(tx, &desk)?;
    tx.record(&By::applicant(), Event::new("application.file_added", "application", desk.application.id).of_maybe(desk.application.person).with(json!({"file": id, "criterion": criterion, "kind": kind})))
}

/// A pair of a claimed criterion and a kind of document that its rule asks for.
fn purpose_of(desk: &Desk, purpose: &str) -> Result<(String, String)> {
    let wrong = || Error::field("evidence", "Выберите, какое основание подтверждает документ");
    let (criterion, kind) = purpose.split_once('/').ok_or_else(wrong)?;
    let rule = &desk.lists.criterion(criterion).ok_or_else(wrong)?.rule;
    let fits = desk.application.answers.criteria.iter().any(|code| code == criterion) && documents(rule).iter().any(|known| known == kind);
    if fits { Ok((criterion.to_owned(), kind.to_owned())) } else { Err(wrong()) }
}

fn mark_seen(tx: &mut Tx<'_>, desk: &Desk) -> Result<()> {
    let mut answers = desk.application.answers.clone();
    answers.seen.insert(Section::Evidence.as_str().to_owned());
    store::save_answers(tx, desk.application.id, &answers)
}

/// Takes a document off.
///
/// # Errors
/// Not found; a refusal when documents can't be changed now.
pub fn detach(tx: &mut Tx<'_>, token: &Token, file: FileId) -> Result<()> {
    let application = open(tx, token)?;
    must_be_open(&application)?;
    let remarks = parts::open_remarks(tx, application.id)?;
    if !is_open(application.state, &remarks, Field::Evidence) {
        return Err(Error::refusal("Координатор не просил менять документы. Исправьте отмеченные ответы и отправьте заявку."));
    }
    let found = parts::file(tx, application.id, file)?;
    parts::remove_file(tx, application.id, file)?;
    forget(tx, &[found.digest])?;
    tx.record(&By::applicant(), Event::new("application.file_removed", "application", application.id).of_maybe(application.person).with(json!({"file": file})))
}

/// A document of the application behind a link.
///
/// # Errors
/// Not found.
pub fn attached(tx: &mut Tx<'_>, token: &Token, file: FileId) -> Result<Evidence> {
    let application = open(tx, token)?;
    parts::file(tx, application.id, file)
}

/// Takes away the rows of files that nothing needs any more; the store's sweep removes the content.
/// The same scan may be attached twice, prove a consent on paper, or be a document of our own that somebody attached: such a row stays.
pub(crate) fn forget(tx: &mut Tx<'_>, digests: &[Digest]) -> Result<()> {
    for digest in digests {
        let used = tx.count(
            "SELECT COUNT(*) FROM file f WHERE f.digest = $1 AND (EXISTS (SELECT 1 FROM application_file a WHERE a.digest = f.digest) OR EXISTS (SELECT 1 FROM act_order o WHERE o.document_digest = f.digest)
             OR EXISTS (SELECT 1 FROM answer_file w WHERE w.digest = f.digest) OR EXISTS (SELECT 1 FROM item_file i WHERE i.digest = f.digest) OR EXISTS (SELECT 1 FROM external_assessment e WHERE e.digest = f.digest)
        OR EXISTS (SELECT 1 FROM resource rs WHERE rs.digest = f.digest) OR EXISTS (SELECT 1 FROM work_file wf WHERE wf.digest = f.digest) OR EXISTS (SELECT 1 FROM step_file sf WHERE sf.digest = f.digest)
             OR EXISTS (SELECT 1 FROM meeting m WHERE m.minutes_digest = f.digest) OR EXISTS (SELECT 1 FROM destruction d WHERE d.act_digest = f.digest OR d.log_digest = f.digest)
             OR EXISTS (SELECT 1 FROM consent c WHERE c.evidence LIKE $2) OR EXISTS (SELECT 1 FROM withdrawal w WHERE w.evidence LIKE $2))",
            params![digest, format!("%{digest}%")],
        )?;
        if used == 0 {
            files::forget(tx, digest)?;
        }
    }
    Ok(())
}

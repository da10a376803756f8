//! What was answered, as it was handed in: nothing that is edited or deleted later changes it.

use super::Report;
use crate::{
    model::Step,
    proof::Proof,
    works::{self, Attached, Work},
};
use cases::TeamRole;
use kernel::{Date, Result, Timestamp};
use serde::{Deserialize, Serialize};

/// A file by name; of an accepted report its row stays too, so that the content stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptFile {
    pub digest: String,
    pub name: String,
}

/// A work as handed in: its form in words, its fields as they were read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptWork {
    pub form: String,
    pub title: String,
    pub held_on: Option<Date>,
    pub fields: Vec<(String, String)>,
    #[serde(default)]
    pub proof: Option<Proof>,
}

/// A report as it was accepted, or returned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    pub title: String,
    pub task: String,
    pub technology: String,
    pub due_on: Option<Date>,
    pub number: i64,
    pub reflection: String,
    pub link: String,
    pub sent_at: Option<Timestamp>,
    pub work: Option<KeptWork>,
    #[serde(default)]
    pub proof: Option<Proof>,
    pub files: Vec<KeptFile>,
    #[serde(alias = "accepted_on")]
    pub answered_on: Date,
    /// The role of who answered; the name stands in the team.
    #[serde(alias = "accepted_by")]
    pub answered_by: TeamRole,
    pub words: String,
}

impl Snapshot {
    pub(super) fn of(step: &Step, report: &Report, work: Option<&Work>, files: &[Attached]) -> Kept {
        let work = work.map(|work| KeptWork {
            form: work.form.label().to_owned(),
            title: work.title.clone(),
            held_on: work.held_on,
            fields: works::shown(work.form, &work.body).into_iter().map(|(label, text)| (label.to_owned(), text)).collect(),
            proof: work.proof.clone(),
        });
        let files = files.iter().map(|file| KeptFile { digest: file.digest.to_string(), name: file.name.clone() }).collect();
        Kept { step: step.clone(), report: report.clone(), work, files }
    }

    /// As it was kept; nothing, if there is none.
    #[must_use]
    pub fn read(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }
}

/// What is known before somebody answers.
pub(super) struct Kept {
    step: Step,
    report: Report,
    work: Option<KeptWork>,
    files: Vec<KeptFile>,
}

impl Kept {
    pub(super) fn answered(self, on: Date, by: TeamRole, words: &str) -> Result<String> {
        let Self { step, report, work, files } = self;
        let due_on = step.due();
        let snapshot = Snapshot {
            title: step.title,
            task: step.task,
            technology: step.technology,
            due_on,
            number: report.number,
            reflection: report.reflection,
            link: report.link,
            sent_at: report.sent_at,
            work,
            proof: report.proof,
            files,
            answered_on: on,
            answered_by: by,
            words: words.to_owned(),
        };
        Ok(serde_json::to_string(&snapshot).map_err(anyhow::Error::new)?)
    }
}

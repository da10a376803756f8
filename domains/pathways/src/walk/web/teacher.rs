//! The teacher's side of a step's page: one form, whichever button is pressed, so that without a script too nothing typed is lost.

use super::{At, answered, back, page, site};
use crate::{
    proof::Sources,
    store::load,
    walk::{self, Draft, DropId, dropping, handing, must_be_teacher, views::Page},
    web::{self as pages, or_typed},
    works::upload,
};
use access::Actor;
use axum::{
    Extension,
    extract::{Path, State},
    response::IntoResponse,
};
use files::Digest;
use http::StatusCode;
use kernel::{Error, Tx};
use web::{Answers, App, Posted, Result, Staff, see};

/// Which button of the form was pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Press {
    Keep,
    Send,
    Mark,
    Attach,
    Detach(Digest),
    Move,
    TakeOut,
    Answer(DropId, bool),
}

impl Press {
    fn of(answers: &Answers) -> Option<Self> {
        let (word, of) = pages::pressed(answers);
        Some(match word {
            "keep" => Self::Keep,
            "send" => Self::Send,
            "mark" => Self::Mark,
            upload::ATTACH => Self::Attach,
            "detach" => Self::Detach(of.parse().ok()?),
            "move" => Self::Move,
            "drop" => Self::TakeOut,
            "yes" => Self::Answer(of.parse().ok()?, true),
            "no" => Self::Answer(of.parse().ok()?, false),
            _ => return None,
        })
    }
}

/// The form as it was sent.
#[derive(Debug, Clone)]
struct Said {
    /// Of the report.
    version: i64,
    step_version: i64,
    report: Draft,
    /// A form without the report's fields has nothing of it to keep.
    has_report: bool,
    progress: String,
    day: String,
    why: String,
    reason: String,
}

impl Said {
    fn of(answers: &Answers) -> Self {
        let get = |name: &str| answers.get(name).to_owned();
        Self {
            version: walk::version(answers),
            step_version: answers.get("step_version").parse().unwrap_or(-1),
            report: Draft { reflection: get("reflection"), link: get("link"), work: get("work"), activity: get("activity"), proof: None },
            has_report: answers.has("reflection"),
            progress: get("progress"),
            day: get("moved_to"),
            why: get("why"),
            reason: get("reason"),
        }
    }
}

/// What is noted of the activity that was chosen.
fn noted(tx: &mut Tx<'_>, sources: &Sources, actor: &Actor, typed: &Draft) -> kernel::Result<Option<crate::proof::Proof>> {
    match actor.person {
        Some(person) => sources.chosen(tx, person, &typed.activity),
        None => Ok(None),
    }
}

pub async fn draft(State(app): State<App>, Extension(sources): Extension<Sources>, Staff { actor, .. }: Staff, Path(at): Path<At>, answers: Answers) -> Result {
    let said = Said::of(&answers);
    app.write(move |tx| {
        // A draft may hold anything: an activity that isn't one's own is simply not kept.
        let proof = noted(tx, &sources, &actor, &said.report).unwrap_or_default();
        handing::draft(tx, &actor, at, said.version, &Draft { proof, ..said.report })
    })
    .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Everything that the teacher does on the page of a step.
pub async fn write(State(app): State<App>, Extension(sources): Extension<Sources>, Staff { actor, shell }: Staff, Path(at): Path<At>, posted: Posted) -> Result {
    let (press, said) = (Press::of(&posted.answers).ok_or(Error::NotFound)?, Said::of(&posted.answers));
    // Whether there is such a step of one's own is asked before anything is put on the disk.
    let asker = actor.clone();
    app.read(move |tx| load(tx, &asker, at.0).and_then(|loaded| must_be_teacher(&loaded))).await?;
    let (teacher, from, site, typed) = (actor.clone(), sources.clone(), site(&app), said.clone());
    let done = upload::act(&app, &posted, shell.owner(), move |tx, file| {
        let report = kept(tx, &teacher, at, &from, (&press, &typed))?;
        if let Some((stored, name)) = file {
            handing::attach(tx, &teacher, at, stored, name)?;
        }
        pressed(tx, &teacher, at, (press, typed, report), &site)
    });
    or_typed(done.await, async |errors| {
        // The act came to nothing; what was typed with it stays, as far as it may be written now.
        let (teacher, from, typed) = (actor.clone(), sources.clone(), said.clone());
        if let Err(error) = app.write(move |tx| kept(tx, &teacher, at, &from, (&Press::Mark, &typed)).map(|_| ())).await {
            tracing::debug!(%error, "what was typed beside a refused act isn't kept");
        }
        let Said { report, progress, day, why, reason, .. } = &said;
        let again = Page { typed: said.has_report.then(|| report.clone()), progress, day, why, words: reason, errors: errors.all(), ..Page::default() };
        page((&app, &sources), &actor, &shell, at, again).await
    })
    .await
}

/// Keeps the report as typed beside the act; keeping and handing in write it themselves.
fn kept(tx: &mut Tx<'_>, actor: &Actor, at: At, sources: &Sources, (press, said): (&Press, &Said)) -> kernel::Result<Draft> {
    let proof = noted(tx, sources, actor, &said.report);
    match press {
        Press::Keep | Press::Send => Ok(Draft { proof: proof?, ..said.report.clone() }),
        Press::Mark | Press::Attach | Press::Detach(_) | Press::Move | Press::TakeOut | Press::Answer(..) => {
            let report = Draft { proof: proof.unwrap_or_default(), ..said.report.clone() };
            if said.has_report {
                handing::keep(tx, actor, at, said.version, &report)?;
            }
            Ok(report)
        }
    }
}

/// The act itself, and where it leads.
fn pressed(tx: &mut Tx<'_>, actor: &Actor, at: At, (press, said, report): (Press, Said, Draft), site: &str) -> kernel::Result<String> {
    let word = match press {
        Press::Keep => handing::draft(tx, actor, at, said.version, &report).map(|()| "kept"),
        Press::Send => handing::send(tx, actor, at, said.version, &report, site).map(|()| "sent"),
        Press::Mark => handing::mark(tx, actor, at, said.step_version, said.progress.parse().unwrap_or(-1)).map(|()| "marked"),
        Press::Attach => Ok("attached"),
        Press::Detach(digest) => handing::detach(tx, actor, at, &digest).map(|()| "detached"),
        Press::Move => dropping::propose_move(tx, actor, at, (&said.day, &said.why)).map(|_| "move_proposed"),
        Press::TakeOut => dropping::propose_drop(tx, actor, at, &said.reason).map(|_| "proposed"),
        Press::Answer(drop, is_yes) => return answered(tx, actor, at, (drop, is_yes)),
    };
    word.map(|word| back(at, word))
}

pub async fn take_back(State(app): State<App>, Staff { actor, shell }: Staff, Path(at): Path<At>, posted: Posted) -> Result {
    let version = walk::version(&posted.answers);
    let done = app.act(&posted.key, shell.owner(), move |tx| handing::take_back(tx, &actor, at, version).map(|()| back(at, "taken_back")));
    Ok(see(&done.await?))
}

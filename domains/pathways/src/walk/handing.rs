//! The teacher's side: marks, drafts, files, handing in, taking back.

use super::{MARKS, Report, ReportId, ReportState, letters, must_be_teacher, must_walk, store};
use crate::{
    model::{PathwayId, Step, StepId, StepState},
    proof::Proof,
    store::{Loaded, load, steps},
    works::{self, MOST_FILES, WorkId},
};
use access::Actor;
use audit::{Event, Record};
use cases::EventKind;
use files::{Digest, Stored};
use kernel::{
    Error, Result, Tx,
    name::{clean_line, clean_text},
};
use serde_json::json;

const LONGEST_REFLECTION: usize = 3000;
const SHORTEST_REFLECTION: usize = 20;

/// What the form says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    pub reflection: String,
    pub link: String,
    /// Id of a work, or empty.
    pub work: String,
    /// Id of an activity as typed, or empty.
    pub activity: String,
    /// What is noted of it.
    pub proof: Option<Proof>,
}

fn open(tx: &mut Tx<'_>, actor: &Actor, (pathway, step): (PathwayId, StepId)) -> Result<(Loaded, Step)> {
    let loaded = load(tx, actor, pathway)?;
    must_be_teacher(&loaded)?;
    let step = steps::find(tx, pathway, step)?;
    if !step.is_in() {
        return Err(Error::NotFound);
    }
    must_walk(&loaded)?;
    Ok((loaded, step))
}

/// The teacher marks how far a step has come.
///
/// # Errors
/// Not found; a field error at `progress`; refusals: the report is being read, the step is done; stale.
pub fn mark(tx: &mut Tx<'_>, actor: &Actor, at: (PathwayId, StepId), version: i64, progress: i64) -> Result<()> {
    let (loaded, step) = open(tx, actor, at)?;
    if !MARKS.iter().any(|(known, _)| *known == progress) {
        return Err(Error::field("progress", "Выберите, сколько сделано"));
    }
    must_take(&step)?;
    let state = match (step.state, progress) {
        (StepState::Returned, _) => StepState::Returned,
        (_, 0) => StepState::Planned,
        _ => StepState::InWork,
    };
    steps::save(tx, &Step { progress, state, version, ..step.clone() })?;
    tx.record(&actor.by(), Event::new("step.marked", "pathway_step", step.id).of(loaded.standing.case.person).with(json!({"progress": progress})))?;
    cases::tell(tx, &actor.by(), loaded.standing.case.id, EventKind::StepMarked, &super::url(at.0, at.1), &step.title)
}

/// Whether something may still be written for a step.
fn must_take(step: &Step) -> Result<()> {
    match step.state {
        StepState::Planned | StepState::InWork | StepState::Returned => Ok(()),
        StepState::Submitted => Err(Error::refusal("Отчёт об этом шаге сейчас читают. Заберите его, если хотите что-то изменить, или дождитесь ответа.")),
        StepState::Accepted => Err(Error::refusal("Этот шаг уже принят: то, что принято, не меняется.")),
        StepState::Dropped => Err(Error::NotFound),
    }
}

/// The report being written; begun where there is none. A returned one hands its words and files on.
fn begun(tx: &mut Tx<'_>, step: StepId) -> Result<Report> {
    let reports = store::reports(tx, step)?;
    let last = reports.into_iter().next();
    match last {
        Some(report) if report.state == ReportState::Draft => Ok(report),
        last => {
            let new = Report {
                id: ReportId::fresh(),
                step,
                number: last.as_ref().map_or(1, |last| last.number + 1),
                reflection: last.as_ref().map(|last| last.reflection.clone()).unwrap_or_default(),
                work: last.as_ref().and_then(|last| last.work),
                link: last.as_ref().map(|last| last.link.clone()).unwrap_or_default(),
                proof: last.as_ref().and_then(|last| last.proof.clone()),
                state: ReportState::Draft,
                sent_at: None,
                answered_by: None,
                answered_at: None,
                answer_words: String::new(),
                snapshot: String::new(),
                // The page that shows no draft yet says 0: its first writing is not stale.
                version: 0,
            };
            store::insert(tx, &new)?;
            if let Some(last) = last {
                for file in store::files(tx, last.id)? {
                    store::keep_file(tx, new.id, &file)?;
                }
            }
            Ok(new)
        }
    }
}

/// What was typed, as far as it can be kept: a draft may hold anything that fits.
fn written(tx: &mut Tx<'_>, loaded: &Loaded, report: Report, typed: &Draft) -> Result<Report> {
    let reflection: String = clean_text(&typed.reflection.chars().take(LONGEST_REFLECTION * 2).collect::<String>()).chars().take(LONGEST_REFLECTION + 1).collect();
    let link: String = clean_line(&typed.link).chars().take(1000).collect();
    let work = match typed.work.parse::<WorkId>() {
        Ok(id) => works::of_person(tx, loaded.standing.case.person, id).ok().map(|work| work.id),
        Err(_) => None,
    };
    Ok(Report { reflection, link, work, proof: typed.proof.clone(), ..report })
}

/// Keeps a draft while it is typed: nobody is told, the version stays.
///
/// # Errors
/// Not found; refusals as for [`mark`]; stale.
pub fn draft(tx: &mut Tx<'_>, actor: &Actor, at: (PathwayId, StepId), version: i64, typed: &Draft) -> Result<()> {
    let (loaded, step) = open(tx, actor, at)?;
    must_take(&step)?;
    let report = begun(tx, step.id)?;
    let report = written(tx, &loaded, report, typed)?;
    store::save(tx, &Report { version, ..report }, version)
}

/// Keeps what was typed when another act of the page is done; nothing is written where nothing new was typed.
///
/// # Errors
/// As [`draft`].
pub fn keep(tx: &mut Tx<'_>, actor: &Actor, at: (PathwayId, StepId), version: i64, typed: &Draft) -> Result<()> {
    let (_, step) = open(tx, actor, at)?;
    let last = store::reports(tx, step.id)?.into_iter().next();
    if is_as_kept(last.as_ref(), typed) { Ok(()) } else { draft(tx, actor, at, version, typed) }
}

/// Whether the form says what the last report says already.
fn is_as_kept(last: Option<&Report>, typed: &Draft) -> bool {
    let kept = last.map(|last| {
        let work = last.work.map(|id| id.to_string()).unwrap_or_default();
        let activity = last.proof.as_ref().map(|proof| proof.id.clone()).unwrap_or_default();
        (last.reflection.clone(), last.link.clone(), work, activity)
    });
    kept.unwrap_or_default() == (clean_text(&typed.reflection), clean_line(&typed.link), typed.work.clone(), typed.activity.clone())
}

/// Attaches a file that is safe in the store.
///
/// # Errors
/// Not found; refusals as for [`mark`]; a field error at `file`: too many.
pub fn attach(tx: &mut Tx<'_>, actor: &Actor, at: (PathwayId, StepId), stored: &Stored, name: &str) -> Result<()> {
    let (loaded, step) = open(tx, actor, at)?;
    must_take(&step)?;
    let report = begun(tx, step.id)?;
    if store::files(tx, report.id)?.len() >= MOST_FILES {
        return Err(Error::field("file", format!("К отчёту можно приложить до {MOST_FILES} файлов. Уберите лишние")));
    }
    store::add_file(tx, report.id, stored, name)?;
    tx.record(&actor.by(), Event::new("report.file_added", "pathway_step", step.id).of(loaded.standing.case.person))
}

/// Takes a file off a draft.
///
/// # Errors
/// Not found; refusals as for [`mark`].
pub fn detach(tx: &mut Tx<'_>, actor: &Actor, at: (PathwayId, StepId), digest: &Digest) -> Result<()> {
    let (loaded, step) = open(tx, actor, at)?;
    must_take(&step)?;
    let report = begun(tx, step.id)?;
    if !store::remove_file(tx, report.id, digest)? {
        return Err(Error::NotFound);
    }
    tx.record(&actor.by(), Event::new("report.file_removed", "pathway_step", step.id).of(loaded.standing.case.person))
}

/// Hands a step in: a short reflection, and at least a file, a link, an activity or a work that is ready.
///
/// # Errors
/// Not found; field errors at `reflection`, `link`, `work`, `file`; refusals as for [`mark`], or there is nobody to answer; stale.
pub fn send(tx: &mut Tx<'_>, actor: &Actor, at: (PathwayId, StepId), version: i64, typed: &Draft, site: &str) -> Result<()> {
    let (loaded, step) = open(tx, actor, at)?;
    must_take(&step)?;
    let report = begun(tx, step.id)?;
    let report = written(tx, &loaded, report, typed)?;
    let number = report.number;
    must_show_something(tx, &loaded, &report)?;
    let team = cases::team(tx, loaded.standing.case.id)?;
    if super::answerers(&team, &loaded.standing.case, &step).is_empty() {
        return Err(Error::refusal("В команде нет никого, кто мог бы принять отчёт: ни тьютора, ни методиста. Пригласите методиста на странице команды и отправьте снова. Написанное сохранено, когда вы его набирали."));
    }
    let sent_at = Some(tx.now());
    store::save(tx, &Report { state: ReportState::Waiting, sent_at, version, ..report.clone() }, version + 1)?;
    steps::save(tx, &Step { state: StepState::Submitted, progress: 100, ..step.clone() })?;
    tx.record(&actor.by(), Event::new("report.sent", "pathway_step", step.id).of(loaded.standing.case.person).with(json!({"number": number})))?;
    cases::tell(tx, &actor.by(), loaded.standing.case.id, EventKind::StepSubmitted, &super::url(at.0, at.1), &step.title)?;
    letters::sent(tx, &loaded, &team, &step, (report.id, version), site)?;
    super::hinting::one_day(tx, &loaded)
}

fn must_show_something(tx: &mut Tx<'_>, loaded: &Loaded, report: &Report) -> Result<()> {
    let mut errors = kernel::FieldErrors::default();
    match report.reflection.chars().count() {
        short if short < SHORTEST_REFLECTION => errors.add("reflection", "Напишите хотя бы одно предложение: что получилось и что вы поняли"),
        long if long > LONGEST_REFLECTION => errors.add("reflection", format!("Можно до {LONGEST_REFLECTION} знаков. Сократите или приложите файл")),
        _ => {}
    }
    if !report.link.is_empty()
        && let Err(why) = works::link(&report.link)
    {
        errors.add("link", why);
    }
    let files = store::files(tx, report.id)?;
    if files.is_empty() && report.link.is_empty() && report.work.is_none() && report.proof.is_none() {
        errors.add("work", "Приложите файл, дайте ссылку, выберите работу или мероприятие: так будет видно, что сделано");
    }
    if let Some(id) = report.work {
        let work = works::of_person(tx, loaded.standing.case.person, id)?;
        let attached = works::store::files(tx, id)?.len();
        let lacks = works::lacks(work.form, &work.body, work.shows(attached));
        if !lacks.is_empty() {
            errors.add("work", format!("Работа «{}» ещё не готова: {}. Дополните её в разделе «Мои работы»", work.title, lacks.join("; ")));
        }
    }
    errors.or(Some(())).map_err(Error::from)
}

/// Takes a report back that nobody has answered: it is a draft again.
///
/// # Errors
/// Not found. A refusal: it is answered. Stale.
pub fn take_back(tx: &mut Tx<'_>, actor: &Actor, at: (PathwayId, StepId), version: i64) -> Result<()> {
    let (loaded, step) = open(tx, actor, at)?;
    let waiting = store::reports(tx, step.id)?.into_iter().find(|report| report.state == ReportState::Waiting);
    let Some(report) = waiting else {
        return Err(Error::refusal("Забрать можно только отчёт, который ещё читают. Откройте шаг: там видно, что с отчётом сейчас."));
    };
    store::save(tx, &Report { state: ReportState::Draft, sent_at: None, version, ..report }, version + 1)?;
    steps::save(tx, &Step { state: StepState::InWork, ..step.clone() })?;
    tx.record(&actor.by(), Event::new("report.taken_back", "pathway_step", step.id).of(loaded.standing.case.person))
}

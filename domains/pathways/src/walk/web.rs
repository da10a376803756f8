//! Screens of the walk: all steps, one step with its reports.

mod teacher;

use super::{
    Answer, Draft, DropId, ReportId, ReportState, answering, dropping, store,
    views::{self, Page, Shown},
};
use crate::{
    model::{PathwayId, StepId, StepState},
    proof::Sources,
    store::{Loaded, case_of, find, load, steps, view},
    web::or_typed,
    works,
};
use access::Actor;
use audit::{Event, Record};
use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Path, RawQuery, State},
    routing::{get, post},
};
use cases::Sees;
use files::Digest;
use kernel::{Error, Tx};
use maud::Markup;
use ui::url::Query;
use web::{App, Posted, Result, Shell, Staff, see, show_upload};

type At = (PathwayId, StepId);

/// `/pathways/{id}/walk` and everything under `/pathways/{id}/steps/{step}` but its editing.
pub fn router() -> Router<App> {
    Router::new()
        .route("/pathways/{id}/walk", get(walk))
        .route("/pathways/{id}/steps/{step}", get(show))
        .route("/pathways/{id}/steps/{step}/draft", post(teacher::draft))
        .route("/pathways/{id}/steps/{step}/report", post(teacher::write).layer(DefaultBodyLimit::disable()))
        .route("/pathways/{id}/steps/{step}/taking-back", post(teacher::take_back))
        .route("/pathways/{id}/steps/{step}/reports/{report}/files/{digest}", get(file))
        .route("/pathways/{id}/steps/{step}/reports/{report}/answer", post(answer))
        .route("/pathways/{id}/steps/{step}/move", post(propose_move))
        .route("/pathways/{id}/steps/{step}/drop", post(propose))
        .route("/pathways/{id}/steps/{step}/drop/{drop}", post(agree))
}

fn site(app: &App) -> String {
    app.settings.public_url.trim_end_matches('/').to_owned()
}

/// All steps for the team; figures for who oversees.
async fn walk(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PathwayId>, RawQuery(raw): RawQuery) -> Result<Markup> {
    let query = Query::parse(&raw.unwrap_or_default());
    let walked = app
        .write(move |tx| {
            let case = case_of(tx, id)?;
            let standing = cases::load(tx, &actor, case)?;
            let pathway = find(tx, &standing, id)?;
            if !standing.is_teacher() {
                tx.record(&actor.by(), Event::new("pathway.viewed", "pathway", id).of(standing.case.person))?;
            }
            let steps = match standing.sees {
                Sees::Content => steps::list(tx, id)?,
                Sees::Progress => Vec::new(),
            };
            let tries = store::tries(tx, id)?;
            let tally = store::tally(tx, case)?.unwrap_or_default();
            Ok(views::Walked { loaded: Loaded { pathway, standing }, steps, tries, tally, today: tx.today() })
        })
        .await?;
    Ok(views::walk(&shell, &walked, query.text("done")))
}

/// Everything of a step for its page; what only the teacher may read is left out for others.
fn whole(tx: &mut Tx<'_>, actor: &Actor, loaded: Loaded, step: StepId, sources: &Sources) -> kernel::Result<Shown> {
    let step = steps::find(tx, loaded.pathway.id, step)?;
    let is_teacher = loaded.standing.is_teacher();
    let team = cases::team(tx, loaded.standing.case.id)?;
    let mut reports = Vec::new();
    for report in store::reports(tx, step.id)? {
        if report.state == ReportState::Draft && !is_teacher {
            continue;
        }
        let mut files = store::files(tx, report.id)?;
        // After an answer the author may write on: only the author sees how.
        let is_shown = is_teacher || report.state == ReportState::Waiting;
        let work = report.work.filter(|_| is_shown).map(|work| works::of_person(tx, loaded.standing.case.person, work)).transpose()?;
        if let Some(work) = work.as_ref().filter(|_| report.state == ReportState::Waiting) {
            files.extend(works::store::files(tx, work.id)?.into_iter().filter(|file| !files.iter().any(|known| known.digest == file.digest)).collect::<Vec<_>>());
        }
        reports.push(views::Handed { report, files, work });
    }
    let may_answer = answering::answering_seat(tx, &loaded, &step)?.is_some();
    let answerers = super::answerers(&team, &loaded.standing.case, &step).iter().map(|member| format!("{} ({})", member.name, member.role.label())).collect();
    let drop = store::drops(tx, step.id)?.into_iter().next();
    let own = dropping::teacher_seats(tx, &loaded)?;
    let may_agree = drop.as_ref().is_some_and(|drop| dropping::may_answer(drop, &own, is_teacher));
    let works = if is_teacher { works::list(tx, loaded.standing.case.person)? } else { Vec::new() };
    let proofs = if is_teacher { sources.of(tx, loaded.standing.case.person)? } else { Vec::new() };
    let today = tx.today();
    let resource = step.resource.map(|id| offered(tx, actor, id)).transpose()?.flatten();
    let names = team.iter().map(|member| (member.seat, format!("{} ({})", member.name, member.role.label()))).collect();
    Ok(Shown { loaded, step, reports, answerers, may_answer, drop, may_agree, works, proofs, today, resource, names })
}

/// Title and address of a resource, where the reader may see it in the catalogue.
fn offered(tx: &mut Tx<'_>, actor: &Actor, id: resources::ResourceId) -> kernel::Result<Option<(String, String)>> {
    let sight = resources::Sight::of(tx, actor)?;
    match resources::find(tx, &sight, id) {
        Ok(resource) => Ok(Some((resource.title, resources::url(id)))),
        Err(Error::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

async fn page((app, sources): (&App, &Sources), actor: &Actor, shell: &Shell, (id, step): At, typed: Page<'_>) -> Result<Markup> {
    let (reader, sources) = (actor.clone(), sources.clone());
    let shown = app
        .read(move |tx| {
            let loaded = load(tx, &reader, id)?;
            whole(tx, &reader, loaded, step, &sources)
        })
        .await?;
    let largest = u32::try_from(app.files.largest() / (1024 * 1024)).unwrap_or(10);
    Ok(views::step(shell, &shown, &typed, app.clock().zone(), largest))
}

async fn show(State(app): State<App>, Extension(sources): Extension<Sources>, Staff { actor, shell }: Staff, Path((id, step)): Path<At>, RawQuery(raw): RawQuery) -> Result<Markup> {
    let query = Query::parse(&raw.unwrap_or_default());
    let reader = actor.clone();
    // The look at another's case is noted; then the page reads.
    app.write(move |tx| view(tx, &reader, id).map(|_| ())).await?;
    page((&app, &sources), &actor, &shell, (id, step), Page { done: query.text("done"), ..Page::default() }).await
}

fn back((id, step): At, word: &str) -> String {
    format!("{}?done={word}", super::url(id, step))
}

async fn file(State(app): State<App>, Staff { actor, .. }: Staff, Path((id, step, report, digest)): Path<(PathwayId, StepId, ReportId, String)>) -> Result {
    let digest: Digest = digest.parse().map_err(|_| Error::NotFound)?;
    let found = app
        .read(move |tx| {
            let loaded = load(tx, &actor, id)?;
            let shown = whole(tx, &actor, loaded, step, &Sources::default())?;
            let handed = shown.reports.into_iter().find(|handed| handed.report.id == report).ok_or(Error::NotFound)?;
            handed.files.into_iter().find(|file| file.digest == digest).ok_or(Error::NotFound)
        })
        .await?;
    Ok(show_upload(&found.name, found.kind, app.stored(found.digest).await?))
}

async fn answer(State(app): State<App>, Extension(sources): Extension<Sources>, Staff { actor, shell }: Staff, Path((id, step, report)): Path<(PathwayId, StepId, ReportId)>, posted: Posted) -> Result {
    let (version, site, words, by) = (super::version(&posted.answers), site(&app), posted.answers.get("words").to_owned(), actor.clone());
    let (said, word) = match posted.answers.get("act") {
        "accept" => (Answer::Accept { words: words.clone() }, "accepted"),
        "return" => (Answer::Return { reason: words.clone() }, "returned"),
        _ => return Err(Error::NotFound.into()),
    };
    let done = app.act(&posted.key, shell.owner(), move |tx| answering::answer(tx, &by, (id, step), (report, version), &said, &site).map(|()| back((id, step), word)));
    or_typed(done.await, async |errors| {
        // Taken back or answered meanwhile: the words stay on the page, to be copied.
        let typed = Some(Draft { reflection: words.clone(), ..Draft::default() });
        page((&app, &sources), &actor, &shell, (id, step), Page { typed, words: &words, errors: errors.all(), ..Page::default() }).await
    })
    .await
}

async fn propose(State(app): State<App>, Extension(sources): Extension<Sources>, Staff { actor, shell }: Staff, Path(at): Path<At>, posted: Posted) -> Result {
    let (reason, by) = (posted.answers.get("reason").to_owned(), actor.clone());
    let kept = reason.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| dropping::propose_drop(tx, &by, at, &reason).map(|_| back(at, "proposed")));
    or_typed(done.await, async |errors| page((&app, &sources), &actor, &shell, at, Page { words: &kept, errors: errors.all(), ..Page::default() }).await).await
}

async fn propose_move(State(app): State<App>, Extension(sources): Extension<Sources>, Staff { actor, shell }: Staff, Path(at): Path<At>, posted: Posted) -> Result {
    let (day, why, by) = (posted.answers.get("moved_to").to_owned(), posted.answers.get("why").to_owned(), actor.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| dropping::propose_move(tx, &by, at, (&day, &why)).map(|_| back(at, "move_proposed")));
    or_typed(done.await, async |errors| {
        let again = Page { day: posted.answers.get("moved_to"), why: posted.answers.get("why"), errors: errors.all(), ..Page::default() };
        page((&app, &sources), &actor, &shell, at, again).await
    })
    .await
}

async fn agree(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, step, drop)): Path<(PathwayId, StepId, DropId)>, posted: Posted) -> Result {
    let is_yes = posted.answers.get("word") == "yes";
    let done = app.act(&posted.key, shell.owner(), move |tx| answered(tx, &actor, (id, step), (drop, is_yes)));
    Ok(see(&done.await?))
}

/// Where an answer to a proposal leads.
fn answered(tx: &mut Tx<'_>, actor: &Actor, at: At, (drop, is_yes): (DropId, bool)) -> kernel::Result<String> {
    dropping::answer_drop(tx, actor, at, drop, is_yes)?;
    // A step that was taken out has no page to come back to.
    let is_out = steps::find(tx, at.0, at.1)?.state == StepState::Dropped;
    Ok(if is_out { format!("/pathways/{}/walk?done=dropped", at.0) } else { back(at, if is_yes { "moved" } else { "kept_in" }) })
}

//! The designer's page, dates, a new version, the paper, answers to hints.

use super::{lists::frame_form, number, or_again, renamed, site};
use crate::{
    agreement, building,
    building::FrameForm,
    document, hints,
    hints::HintId,
    model::PathwayId,
    store::{self, Loaded},
    tasks, url, views, walk,
};
use access::Actor;
use axum::extract::{Path, RawQuery, State};
use kernel::{FieldErrors, Tx};
use maud::Markup;
use ui::url::Query;
use web::{App, Posted, Result, Shell, Staff};

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PathwayId>, RawQuery(raw): RawQuery) -> Result<Markup> {
    let query = Query::parse(&raw.unwrap_or_default());
    page(&app, &actor, &shell, id, (query.text("done"), &FieldErrors::default())).await
}

struct Read {
    loaded: Loaded,
    whole: crate::Whole,
    sheet: agreement::Sheet,
    suggestions: Vec<crate::Suggestion>,
    versions: Vec<crate::Pathway>,
    tasks: Vec<cases::Task>,
    hints: Vec<hints::Hint>,
}

fn read(tx: &mut Tx<'_>, actor: &Actor, id: PathwayId) -> kernel::Result<Read> {
    let loaded = store::view(tx, actor, id)?;
    let (whole, sheet) = agreement::read(tx, &loaded)?;
    let case = &loaded.standing.case;
    let mut tasks = if loaded.pathway.state.is_current() { tasks::tasks(tx, case)? } else { Vec::new() };
    if loaded.pathway.state.is_current() {
        tasks.extend(walk::tasks(tx, case)?);
    }
    Ok(Read { suggestions: store::suggestions_of(tx, id)?, versions: store::of_case(tx, case.id)?, tasks, hints: hints::of(tx, &loaded)?, whole, sheet, loaded })
}

async fn page(app: &App, actor: &Actor, shell: &Shell, id: PathwayId, (done, errors): (&str, &FieldErrors)) -> Result<Markup> {
    let reader = actor.clone();
    let all = app.write(move |tx| read(tx, &reader, id)).await?;
    let pen = all.loaded.pen().ok();
    Ok(views::designer::page(
        shell,
        &views::designer::Shown {
            loaded: &all.loaded,
            whole: &all.whole,
            sheet: &all.sheet,
            suggestions: &all.suggestions,
            versions: &all.versions,
            tasks: &all.tasks,
            hints: &all.hints,
            pen: pen.as_ref(),
            may_revise: building::may_revise(&all.loaded),
            errors,
            done,
        },
    ))
}

/// A pathway that the actor may edit now.
async fn editable(app: &App, actor: &Actor, id: PathwayId) -> kernel::Result<Loaded> {
    let reader = actor.clone();
    app.read(move |tx| {
        let loaded = store::load(tx, &reader, id)?;
        loaded.editor()?;
        Ok(loaded)
    })
    .await
}

pub async fn frame(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PathwayId>) -> Result<Markup> {
    let loaded = editable(&app, &actor, id).await?;
    loaded.must_be_building()?;
    Ok(views::begin::frame(&shell, &loaded, &FrameForm::from_pathway(&loaded.pathway), &FieldErrors::default()))
}

pub async fn set_frame(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PathwayId>, posted: Posted) -> Result {
    let (form, version, site, by) = (frame_form(&posted.answers), number(&posted.answers, "version"), site(&app), actor.clone());
    let typed = form.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| building::set_frame(tx, &by, id, version, &form, &site).map(|()| format!("{}?done=frame", url::pathway(id))));
    or_again(done.await, async |errors| Ok(views::begin::frame(&shell, &editable(&app, &actor, id).await?, &typed, &errors))).await
}

pub async fn revision(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PathwayId>) -> Result<Markup> {
    Ok(views::begin::revision(&shell, &editable(&app, &actor, id).await?, "", &FieldErrors::default()))
}

pub async fn revise(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<PathwayId>, posted: Posted) -> Result {
    let (reason, version, by) = (posted.answers.get("reason").to_owned(), number(&posted.answers, "version"), actor.clone());
    let typed = reason.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| building::revise(tx, &by, id, version, &reason).map(|new| format!("{}?done=revised", url::pathway(new))));
    or_again(done.await, async |errors| Ok(views::begin::revision(&shell, &editable(&app, &actor, id).await?, &typed, &errors))).await
}

/// The paper, as its reader may see it; that it was printed is noted as a look.
pub async fn pdf(State(app): State<App>, Staff { actor, .. }: Staff, Path(id): Path<PathwayId>) -> Result {
    let (paper, number) = app
        .write(move |tx| {
            let loaded = store::view(tx, &actor, id)?;
            Ok((document::paper(tx, &actor, &loaded)?, loaded.standing.case.number))
        })
        .await?;
    let bytes = app.print(paper, app.clock().now()).await?;
    Ok(web::show_file(&format!("ИОМ {number}.pdf"), web::PDF, bytes))
}

pub async fn answer_hint(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, hint)): Path<(PathwayId, HintId)>, posted: Posted) -> Result {
    let (field, by) = (format!("answer-{hint}"), actor.clone());
    let words = posted.answers.get(&field).to_owned();
    let done = app.act(&posted.key, shell.owner(), move |tx| hints::answer(tx, &by, id, hint, &words).map(|()| format!("{}?done=answered", url::pathway(id))));
    or_again(done.await, async |errors| page(&app, &actor, &shell, id, ("", &renamed(&errors, "answer", &field))).await).await
}

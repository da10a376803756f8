//! Screens of rubrics.

use super::{or_afresh, see, version};
use crate::{
    building::{self, Edit, RubricForm},
    exchange,
    parts::IndicatorForm,
    rubric::{At, Rubric, RubricId, Way},
    store::rubrics as store,
    views::rubrics as views,
};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Tx};
use maud::Markup;
use ui::url::Query;
use web::{Answers, App, Posted, Result, Shell, Staff};

fn may_see(actor: &Actor) -> kernel::Result<()> {
    if actor.can(Action::ManageInstruments) || actor.can(Action::ObserveLessons) { Ok(()) } else { Err(Error::NotFound) }
}

fn form(answers: &Answers) -> RubricForm {
    let get = |name: &str| answers.get(name).to_owned();
    RubricForm { title: get("title"), framework: get("framework"), origin: get("origin") }
}

fn indicator(answers: &Answers) -> IndicatorForm {
    let get = |name: &str| answers.get(name).to_owned();
    IndicatorForm { title: get("title"), scale: get("scale"), steps: get("steps"), evidence: get("evidence"), competency: get("competency") }
}

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff) -> Result<Markup> {
    may_see(&actor)?;
    let found = app.read(|tx| store::list(tx, None)).await?;
    Ok(views::list(&shell, &actor, &found))
}

pub async fn new(State(app): State<App>, Staff { actor, shell }: Staff) -> Result<Markup> {
    actor.may(Action::ManageInstruments)?;
    new_page(&app, &shell, RubricForm::default(), FieldErrors::default()).await
}

async fn new_page(app: &App, shell: &Shell, typed: RubricForm, errors: FieldErrors) -> Result<Markup> {
    let frameworks = app.read(|tx| store::frameworks(tx, None)).await?;
    Ok(views::new(shell, &frameworks, &typed, &errors))
}

pub async fn begin(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> Result {
    actor.may(Action::ManageInstruments)?;
    let typed = form(&posted.answers);
    let wanted = typed.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| Ok(format!("/rubrics/{}", building::begin(tx, &actor, &wanted)?))).await;
    or_afresh(done, async |errors| new_page(&app, &shell, typed, errors).await).await
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<RubricId>, RawQuery(raw): RawQuery) -> Result<Markup> {
    may_see(&actor)?;
    let query = Query::parse(&raw.unwrap_or_default());
    card(&app, &actor, &shell, id, query.text("done"), FieldErrors::default()).await
}

type Choices = Vec<(String, String)>;

fn whole(tx: &mut Tx<'_>, id: RubricId) -> kernel::Result<(Rubric, Choices, Choices)> {
    let rubric = store::find(tx, id)?;
    let frameworks = store::frameworks(tx, rubric.framework.as_deref())?;
    let competencies = store::competencies(tx, rubric.framework.as_deref())?;
    Ok((rubric, frameworks, competencies))
}

async fn card(app: &App, actor: &Actor, shell: &Shell, id: RubricId, done: &str, errors: FieldErrors) -> Result<Markup> {
    let (rubric, frameworks, competencies) = app.read(move |tx| whole(tx, id)).await?;
    Ok(views::card(shell, actor, &views::Card { rubric: &rubric, frameworks: &frameworks, competencies: &competencies, done, errors: &errors }))
}

pub async fn rename(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<RubricId>, posted: Posted) -> Result {
    actor.may(Action::ManageInstruments)?;
    let (typed, editor, version) = (form(&posted.answers), actor.clone(), version(&posted.answers));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        building::rename(tx, &editor, id, version, &typed)?;
        Ok(format!("/rubrics/{id}?done=saved"))
    });
    or_afresh(done.await, async |errors| card(&app, &actor, &shell, id, "", errors).await).await
}

pub async fn state(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<RubricId>, posted: Posted) -> Result {
    actor.may(Action::ManageInstruments)?;
    let (to, version) = (posted.answers.get("to").to_owned(), version(&posted.answers));
    let done = app.act(&posted.key, shell.owner(), move |tx| match to.as_str() {
        "live" => building::make_live(tx, &actor, id, version).map(|()| format!("/rubrics/{id}?done=live")),
        "retired" => building::retire(tx, &actor, id, version).map(|()| "/rubrics".to_owned()),
        "next" => building::copy(tx, &actor, id).map(|next| format!("/rubrics/{next}?done=copied")),
        _ => Err(Error::NotFound),
    });
    Ok(see(&done.await?))
}

/// What the form of a part shows.
struct Typed {
    title: String,
    indicator: Option<IndicatorForm>,
}

async fn part_page(app: &App, shell: &Shell, id: RubricId, at: At, typed: Option<Typed>, is_new: bool, errors: FieldErrors) -> Result<Markup> {
    let (rubric, _, competencies) = app.read(move |tx| whole(tx, id)).await?;
    rubric.must_be_draft()?;
    let kept = if is_new { blank(&rubric, at)? } else { kept(&rubric, at)? };
    let typed = typed.unwrap_or(kept);
    let page = views::PartPage { rubric: &rubric, at, is_new, title: &typed.title, indicator: typed.indicator.as_ref(), competencies: &competencies, errors: &errors };
    Ok(views::part(shell, &page))
}

fn blank(rubric: &Rubric, under: At) -> kernel::Result<Typed> {
    let indicator = match under {
        At::Root => None,
        At::Block(b) => rubric.body.block(b).map(|_| None)?,
        At::Criterion(b, c) => rubric.body.criterion(b, c).map(|_| Some(IndicatorForm { scale: "four".into(), evidence: "optional".into(), ..IndicatorForm::default() }))?,
        At::Indicator(..) => return Err(Error::NotFound),
    };
    Ok(Typed { title: String::new(), indicator })
}

fn kept(rubric: &Rubric, at: At) -> kernel::Result<Typed> {
    let titled = |title: &str| Typed { title: title.to_owned(), indicator: None };
    match at {
        At::Root => Err(Error::NotFound),
        At::Block(b) => Ok(titled(&rubric.body.block(b)?.title)),
        At::Criterion(b, c) => Ok(titled(&rubric.body.criterion(b, c)?.title)),
        At::Indicator(b, c, i) => Ok(Typed { title: String::new(), indicator: Some(IndicatorForm::of(rubric.body.indicator_at(b, c, i)?)) }),
    }
}

pub async fn part(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, at)): Path<(RubricId, String)>) -> Result<Markup> {
    actor.may(Action::ManageInstruments)?;
    part_page(&app, &shell, id, at.parse()?, None, false, FieldErrors::default()).await
}

pub async fn new_part(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, at)): Path<(RubricId, String)>) -> Result<Markup> {
    actor.may(Action::ManageInstruments)?;
    part_page(&app, &shell, id, at.parse()?, None, true, FieldErrors::default()).await
}

pub async fn add(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, at)): Path<(RubricId, String)>, posted: Posted) -> Result {
    let at: At = at.parse()?;
    let edit = match at {
        At::Criterion(..) => Edit::AddIndicator(indicator(&posted.answers)),
        _ => Edit::AddTitled(posted.answers.get("title").to_owned()),
    };
    edited(&app, &actor, &shell, id, at, &posted, edit, true).await
}

pub async fn change(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, at)): Path<(RubricId, String)>, posted: Posted) -> Result {
    let at: At = at.parse()?;
    let edit = match (posted.answers.get("do"), at) {
        ("up", _) => Edit::Shift(Way::Up),
        ("down", _) => Edit::Shift(Way::Down),
        ("remove", _) => Edit::Remove,
        (_, At::Indicator(..)) => Edit::Change(indicator(&posted.answers)),
        _ => Edit::Retitle(posted.answers.get("title").to_owned()),
    };
    edited(&app, &actor, &shell, id, at, &posted, edit, false).await
}

#[expect(clippy::too_many_arguments, reason = "the two forms of a part share their ending")]
async fn edited(app: &App, actor: &Actor, shell: &Shell, id: RubricId, at: At, posted: &Posted, edit: Edit, is_new: bool) -> Result {
    actor.may(Action::ManageInstruments)?;
    let version = version(&posted.answers);
    let (editor, wanted) = (actor.clone(), edit.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        building::edit(tx, &editor, id, version, at, &wanted)?;
        Ok(format!("/rubrics/{id}?done=saved"))
    });
    let typed = match edit {
        Edit::AddIndicator(form) | Edit::Change(form) => Typed { title: String::new(), indicator: Some(form) },
        Edit::AddTitled(title) | Edit::Retitle(title) => Typed { title, indicator: None },
        Edit::Remove | Edit::Shift(_) => Typed { title: String::new(), indicator: None },
    };
    or_afresh(done.await, async |errors| part_page(app, shell, id, at, Some(typed), is_new, errors).await).await
}

pub async fn export(State(app): State<App>, Staff { actor, .. }: Staff, Path(id): Path<RubricId>) -> Result {
    may_see(&actor)?;
    let rubric = app.read(move |tx| store::find(tx, id)).await?;
    let bytes = exchange::write(&rubric)?;
    Ok(web::download(&format!("{}.xlsx", rubric.caption()), web::XLSX, bytes))
}

pub async fn import(Staff { actor, shell }: Staff) -> Result<Markup> {
    actor.may(Action::ManageInstruments)?;
    Ok(views::import(&shell, &FieldErrors::default()))
}

pub async fn load(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> Result {
    actor.may(Action::ManageInstruments)?;
    let title = posted.answers.get("title").to_owned();
    let parsed = match posted.files.first().cloned() {
        None => Err(Error::field("file", "Выберите файл с таблицей")),
        Some(upload) => tokio::task::spawn_blocking(move || exchange::read(&upload.name, &upload.bytes)).await.map_err(anyhow::Error::new)?,
    };
    let done = match (crate::parts::title(&title), parsed) {
        (Ok(title), Ok(body)) => app.act(&posted.key, shell.owner(), move |tx| Ok(format!("/rubrics/{}", building::keep(tx, &actor, title, None, body)?))).await,
        (Err(help), Ok(_)) => Err(Error::field("title", help)),
        (_, Err(error)) => Err(error),
    };
    match done {
        Err(Error::Fields(errors)) => Ok(web::unprocessable(views::import(&shell, &errors)).into_response()),
        other => Ok(see(&other?)),
    }
}

//! Instruments: the list, making, settings, blueprint, opening and closing.

pub mod forms;

use super::{id, instrument_url as url, or_again, version};
use crate::{
    instrument::{
        form::{BlueprintForm, Choices, InstrumentForm},
        made::{self, Made},
        store, workflow,
    },
    model::{CompetencyId, InstrumentId, InstrumentState},
    planner,
    views::instruments as views,
};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors};
use maud::Markup;
use ui::url::Query;
use web::{App, Posted, Result, Shell, Staff};

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result {
    if !actor.can(Action::ManageInstruments) && !actor.can(Action::AssignDiagnostics) {
        return Err(Error::NotFound.into());
    }
    let query = Query::parse(&raw.unwrap_or_default());
    let rows = app.read(store::list).await?;
    Ok(views::list(&shell, &actor, &rows, query.text("done")).into_response())
}

pub async fn new(State(app): State<App>, Staff { actor, shell }: Staff) -> Result<Markup> {
    actor.may(Action::ManageInstruments)?;
    let choices = app.read(workflow::choices).await?;
    let mut form = InstrumentForm::fresh();
    // The only choice is made already.
    if let [(one, _)] = choices.frameworks.as_slice() {
        form.framework = one.to_string();
    }
    if let [(one, _)] = choices.scales.as_slice() {
        form.scale = one.to_string();
    }
    Ok(views::settings(&shell, None, &form, &choices, &FieldErrors::default()))
}

pub async fn create(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> Result {
    actor.may(Action::ManageInstruments)?;
    let form = InstrumentForm::of(&posted.answers);
    let typed = form.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| Ok(format!("{}/blueprint", url(workflow::create(tx, &actor, &typed)?)))).await;
    or_again(done, |errors| async move {
        let choices = app.read(workflow::choices).await?;
        Ok(views::settings(&shell, None, &form, &choices, &errors))
    })
    .await
}

async fn read(app: &App, actor: &Actor, raw: &str) -> Result<Made> {
    let (id, viewer) = (id::<InstrumentId>(raw)?, actor.clone());
    Ok(app.read(move |tx| made::made(tx, &viewer, id)).await?)
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(query): RawQuery) -> Result<Markup> {
    let query = Query::parse(&query.unwrap_or_default());
    let (id, viewer) = (id::<InstrumentId>(&raw)?, actor.clone());
    let (made, outlook, curves) = app
        .read(move |tx| {
            let made = made::made(tx, &viewer, id)?;
            let outlook = planner::outlook(tx, &made)?;
            let curves = made::curves(tx, &made)?;
            Ok((made, outlook, curves))
        })
        .await?;
    Ok(views::show(&shell, &actor, &made, &outlook, &curves, query.text("done")))
}

pub async fn edit(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> Result<Markup> {
    actor.may(Action::ManageInstruments)?;
    let made = read(&app, &actor, &raw).await?;
    let form = InstrumentForm::from(&made.instrument);
    settings_page(&app, &shell, made, form, FieldErrors::default()).await
}

async fn settings_page(app: &App, shell: &Shell, made: Made, form: InstrumentForm, errors: FieldErrors) -> Result<Markup> {
    let instrument = made.instrument.clone();
    let choices: Choices = app.read(move |tx| workflow::choices_with(tx, &instrument)).await?;
    Ok(views::settings(shell, Some(&made.instrument), &form, &choices, &errors))
}

pub async fn change(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> Result {
    actor.may(Action::ManageInstruments)?;
    let id = id::<InstrumentId>(&raw)?;
    let form = InstrumentForm::of(&posted.answers);
    let (typed, changer) = (form.clone(), actor.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        workflow::change(tx, &changer, id, &typed)?;
        Ok(format!("{}?done=changed", url(id)))
    });
    or_again(done.await, |errors| async { settings_page(&app, &shell, read(&app, &actor, &raw).await?, form, errors).await }).await
}

pub async fn blueprint(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> Result<Markup> {
    actor.may(Action::ManageInstruments)?;
    let made = read(&app, &actor, &raw).await?;
    Ok(views::blueprint(&shell, &made, None, &FieldErrors::default()))
}

pub async fn set_blueprint(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> Result {
    actor.may(Action::ManageInstruments)?;
    let made = read(&app, &actor, &raw).await?;
    let (id, ids) = (made.instrument.id, made.competencies.iter().map(|one| one.id).collect::<Vec<CompetencyId>>());
    let form = BlueprintForm::of(&posted.answers, &ids);
    let typed = form.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        workflow::set_blueprint(tx, &actor, id, &typed)?;
        Ok(format!("{}?done=blueprint", url(id)))
    });
    or_again(done.await, |errors| async move { Ok(views::blueprint(&shell, &made, Some(&form), &errors)) }).await
}

pub async fn copy(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> Result {
    let id = id::<InstrumentId>(&raw)?;
    let done = app.act(&posted.key, shell.owner(), move |tx| Ok(format!("{}?done=copied", url(workflow::copy(tx, &actor, id)?)))).await?;
    Ok(web::see(&done))
}

pub async fn open(state: State<App>, staff: Staff, path: Path<String>, posted: Posted) -> Result {
    set_state(state, staff, path, posted, (InstrumentState::Open, "opened")).await
}

pub async fn close(state: State<App>, staff: Staff, path: Path<String>, posted: Posted) -> Result {
    set_state(state, staff, path, posted, (InstrumentState::Closed, "closed")).await
}

async fn set_state(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted, (state, said): (InstrumentState, &'static str)) -> Result {
    let (id, version) = (id::<InstrumentId>(&raw)?, version(&posted));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        workflow::set_state(tx, &actor, id, version, state)?;
        Ok(format!("{}?done={said}", url(id)))
    });
    Ok(web::see(&done.await?))
}

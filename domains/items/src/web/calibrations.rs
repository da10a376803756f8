//! Calibrations: asked for, watched, made current.

use super::{path, version};
use crate::{
    calibration::{self, CalibrationState, Model, request},
    model::CalibrationId,
    store, views,
};
use ::web::{Answers, App, Posted, Staff};
use access::Action;
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result, Tx};
use std::collections::BTreeMap;
use ui::url::Query;

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff) -> ::web::Result {
    actor.may(Action::ManageItems)?;
    let (all, frameworks) = app.read(|tx| Ok((store::scales::calibrations(tx)?, competencies::frameworks(tx)?))).await?;
    Ok(shell.page(views::calibrations::list(&all, &frameworks, app.clock().zone())).into_response())
}

pub async fn form(State(app): State<App>, Staff { actor, shell }: Staff) -> ::web::Result {
    actor.may(Action::ManageItems)?;
    let frameworks = app.read(competencies::live_frameworks).await?;
    let only = if let [one] = frameworks.as_slice() { one.id.to_string() } else { String::new() };
    let answers = Answers::of([("framework".to_owned(), only), ("model".to_owned(), Model::PartialCredit.as_str().to_owned()), ("min_answers".to_owned(), "100".to_owned())]);
    Ok(shell.page(views::calibrations::form(&frameworks, &answers, &FieldErrors::default(), &shell.key())).into_response())
}

pub async fn ask(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageItems)?;
    let (answers, by) = (posted.answers.clone(), actor.by());
    let done = app.act(&posted.key, shell.owner(), move |tx| Ok(format!("{}?done=asked", views::calibrations::url(request::ask(tx, &by, &wanted(&answers)?)?)))).await;
    let frameworks = app.read(competencies::live_frameworks).await?;
    ::web::or_again(done, |errors| shell.page(views::calibrations::form(&frameworks, &posted.answers, errors, &shell.key())))
}

fn wanted(answers: &Answers) -> Result<request::Wanted, FieldErrors> {
    let mut errors = FieldErrors::default();
    let framework = errors.take("framework", answers.get("framework").parse().map_err(|_| "Выберите рамку"));
    let model = errors.take("model", answers.get("model").parse::<Model>().map_err(|_| "Выберите модель"));
    let min_answers = errors.take("min_answers", answers.get("min_answers").trim().parse::<u64>().ok().filter(|count| (10..=100_000).contains(count)).ok_or("Укажите целое число от 10"));
    let title = crate::form::clean(answers.get("title"));
    if title.is_empty() || title.chars().count() > 200 {
        errors.add("title", "Назовите калибровку, до 200 знаков");
    }
    let whole = framework.zip(model).zip(min_answers);
    errors.or(whole.map(|((framework, model), min_answers)| request::Wanted { framework, model, title, min_answers }))
}

fn read(tx: &mut Tx<'_>, id: CalibrationId) -> Result<views::calibrations::Shown> {
    let found = store::scales::calibration(tx, id)?;
    let framework = competencies::framework(tx, found.framework)?;
    let linked_to = found.linked_to.map(|before| store::scales::calibration(tx, before)).transpose()?;
    let measurable = competencies::measurable(tx, found.framework)?;
    let titles: BTreeMap<String, String> = measurable.iter().map(|competency| (competency.code.clone(), competency.title.clone())).collect();
    let mut lines = Vec::new();
    if found.state == CalibrationState::Done {
        for ((item, _), parameters) in store::scales::parameters(tx, id)? {
            let mapping = store::mapping(tx, item, found.framework)?;
            let competency = measurable.iter().find(|competency| Some(competency.id) == mapping.main).map(|competency| competency.code.clone()).unwrap_or_default();
            lines.push(views::calibrations::ItemLine { id: item, code: store::find(tx, item)?.code, competency, parameters });
        }
    }
    Ok(views::calibrations::Shown { statistics: store::scales::all_statistics(tx, id)?, calibration: found, framework, linked_to, lines, titles })
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<String>, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ManageItems)?;
    let id = path(&id)?;
    let shown = app.read(move |tx| read(tx, id)).await?;
    Ok(shell.page(views::calibrations::show(&shown, &Query::parse(&raw.unwrap_or_default()), app.clock().zone(), &|| shell.key())).into_response())
}

pub async fn make_current(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageItems)?;
    let (id, by, seen) = (path::<CalibrationId>(&id)?, actor.by(), version(&posted.answers));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        calibration::make_current(tx, &by, id, seen)?;
        Ok(format!("{}?done=current", views::calibrations::url(id)))
    });
    Ok(::web::see(&done.await?))
}

pub async fn cancel(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageItems)?;
    let (id, by) = (path::<CalibrationId>(&id)?, actor.by());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        request::cancel(tx, &by, id)?;
        Ok(format!("{}?done=cancelled", views::calibrations::url(id)))
    });
    Ok(::web::see(&done.await.map_err(Error::from)?))
}

//! The list of frameworks, one framework, its life.

use super::{may_view, path, version};
use crate::{form, model::FrameworkId, sample, store, views, workflow};
use ::web::{Answers, App, Posted, Staff};
use access::Action;
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{FieldErrors, Tx};
use ui::url::Query;

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff) -> ::web::Result {
    may_view(&actor)?;
    let rows = app
        .read(|tx| {
            let all = store::frameworks(tx)?;
            all.into_iter().map(|framework| Ok((store::measurable(tx, framework.id)?.len(), framework))).collect::<kernel::Result<Vec<_>>>()
        })
        .await?;
    Ok(shell.page(views::frameworks::list(&rows, actor.can(Action::ManageFrameworks), &shell.key())).into_response())
}

pub async fn form(Staff { actor, shell }: Staff) -> ::web::Result {
    actor.may(Action::ManageFrameworks)?;
    Ok(shell.page(views::frameworks::new(&Answers::default(), &FieldErrors::default(), &shell.key())).into_response())
}

pub async fn begin(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageFrameworks)?;
    let (answers, by) = (posted.answers.clone(), actor.by());
    let done = app.act(&posted.key, shell.owner(), move |tx| Ok(url(workflow::begin(tx, &by, &form::named(&answers)?)?))).await;
    ::web::or_again(done, |errors| shell.page(views::frameworks::new(&posted.answers, errors, &shell.key())))
}

pub async fn sample(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageFrameworks)?;
    let by = actor.by();
    let done = app.act(&posted.key, shell.owner(), move |tx| Ok(url(sample::load_sample(tx, &by)?.0))).await?;
    Ok(::web::see(&done))
}

/// The address of a framework.
pub(super) fn url(id: FrameworkId) -> String {
    format!("/competencies/{id}")
}

/// What the page of a framework is drawn from.
pub(super) fn read(tx: &mut Tx<'_>, id: FrameworkId) -> kernel::Result<views::frameworks::Shown> {
    let framework = store::framework(tx, id)?;
    let based_on = framework.based_on.map(|before| store::framework(tx, before)).transpose()?;
    Ok(views::frameworks::Shown { tree: store::tree(tx, id)?, targets: store::targets(tx, id)?, words: crate::sheet::Words::read(tx)?, links: store::links(tx, id)?.len(), framework, based_on })
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<String>, RawQuery(query): RawQuery) -> ::web::Result {
    may_view(&actor)?;
    let id = path(&id)?;
    let shown = app.read(move |tx| read(tx, id)).await?;
    let done = Query::parse(&query.unwrap_or_default()).text("done").to_owned();
    Ok(shell.page(views::frameworks::show(&shown, actor.can(Action::ManageFrameworks), &done, &|| shell.key())).into_response())
}

pub async fn title_form(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<String>) -> ::web::Result {
    actor.may(Action::ManageFrameworks)?;
    let id = path(&id)?;
    let framework = app.read(move |tx| store::framework(tx, id)).await?;
    Ok(shell.page(views::frameworks::title(&framework, &framework.title, &FieldErrors::default(), &shell.key())).into_response())
}

pub async fn retitle(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageFrameworks)?;
    let (id, by, answers) = (path(&id)?, actor.by(), posted.answers.clone());
    let framework = app.read(move |tx| store::framework(tx, id)).await?;
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            workflow::retitle(tx, &by, id, version(&answers), &form::title(&answers)?)?;
            Ok(url(id))
        })
        .await;
    ::web::or_again(done, |errors| shell.page(views::frameworks::title(&framework, posted.answers.get("title"), errors, &shell.key())))
}

pub async fn make_live(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageFrameworks)?;
    let (id, by, seen) = (path(&id)?, actor.by(), version(&posted.answers));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        workflow::make_live(tx, &by, id, seen)?;
        Ok(format!("{}?done=live", url(id)))
    });
    Ok(::web::see(&done.await?))
}

pub async fn retire(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageFrameworks)?;
    let (id, by, seen) = (path(&id)?, actor.by(), version(&posted.answers));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        workflow::retire(tx, &by, id, seen)?;
        Ok(format!("{}?done=retired", url(id)))
    });
    Ok(::web::see(&done.await?))
}

pub async fn copy(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageFrameworks)?;
    let (id, by) = (path(&id)?, actor.by());
    let done = app.act(&posted.key, shell.owner(), move |tx| Ok(format!("{}?done=copied", url(workflow::copy(tx, &by, id)?))));
    Ok(::web::see(&done.await?))
}

pub async fn discard(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageFrameworks)?;
    let (id, by, seen) = (path(&id)?, actor.by(), version(&posted.answers));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        workflow::discard(tx, &by, id, seen)?;
        Ok("/competencies".to_owned())
    });
    Ok(::web::see(&done.await?))
}

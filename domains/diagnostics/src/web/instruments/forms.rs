//! Fixed forms: filling, editing by hand, preview, readiness.

use super::super::{id, instrument_url, or_again, version};
use crate::{
    instrument::{
        filling::{self, Edit},
        made,
    },
    model::{FormId, InstrumentId},
    views::forms as views,
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

fn url(id: InstrumentId, form: FormId) -> String {
    format!("{}/forms/{form}", instrument_url(id))
}

pub async fn add(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> Result {
    let id = id::<InstrumentId>(&raw)?;
    let done = app.act(&posted.key, shell.owner(), move |tx| Ok(format!("{}?done=filled", url(id, filling::add_form(tx, &actor, id)?)))).await?;
    Ok(web::see(&done))
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path((raw, form)): Path<(String, String)>, RawQuery(query): RawQuery) -> Result<Markup> {
    let query = Query::parse(&query.unwrap_or_default());
    page(&app, &actor, &shell, (id(&raw)?, id(&form)?), (query.text("done"), "", FieldErrors::default())).await
}

async fn page(app: &App, actor: &Actor, shell: &Shell, (id, form): (InstrumentId, FormId), (done, code, errors): (&str, &str, FieldErrors)) -> Result<Markup> {
    let viewer = actor.clone();
    let (made, lines) = app
        .read(move |tx| {
            let made = made::made(tx, &viewer, id)?;
            let lines = made::form_lines(tx, &made, form)?;
            Ok((made, lines))
        })
        .await?;
    let filled = made.form(form)?;
    Ok(views::show(shell, actor, &made, filled, &lines, done, code, &errors))
}

pub async fn refill(State(app): State<App>, Staff { actor, shell }: Staff, Path((raw, form)): Path<(String, String)>, posted: Posted) -> Result {
    let (id, form, version) = (id(&raw)?, id(&form)?, version(&posted));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        filling::refill(tx, &actor, id, form, version)?;
        Ok(format!("{}?done=filled", url(id, form)))
    });
    Ok(web::see(&done.await?))
}

pub async fn add_item(State(app): State<App>, Staff { actor, shell }: Staff, Path((raw, form)): Path<(String, String)>, posted: Posted) -> Result {
    let (id, form, version): (InstrumentId, FormId, i64) = (id(&raw)?, id(&form)?, version(&posted));
    let (code, adder) = (posted.answers.get("code").to_owned(), actor.clone());
    let typed = code.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        filling::add_item(tx, &adder, id, form, version, &typed)?;
        Ok(format!("{}?done=changed", url(id, form)))
    });
    or_again(done.await, |errors| async { page(&app, &actor, &shell, (id, form), ("", &code, errors)).await }).await
}

pub async fn edit_item(State(app): State<App>, Staff { actor, shell }: Staff, Path((raw, form, position)): Path<(String, String, String)>, posted: Posted) -> Result {
    actor.may(Action::ManageInstruments)?;
    let (id, form, position, version) = (id(&raw)?, id(&form)?, super::super::id::<i64>(&position)?, version(&posted));
    let edit = Edit::parse(posted.answers.get("edit")).ok_or_else(|| Error::refusal("Непонятно, что сделать с заданием. Обновите страницу и нажмите кнопку ещё раз."))?;
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        filling::edit_item(tx, &actor, (id, form), version, position, edit)?;
        Ok(format!("{}?done=changed#items", url(id, form)))
    });
    Ok(web::see(&done.await?))
}

pub async fn make_ready(State(app): State<App>, Staff { actor, shell }: Staff, Path((raw, form)): Path<(String, String)>, posted: Posted) -> Result {
    let (id, form, version) = (id(&raw)?, id(&form)?, version(&posted));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        filling::make_ready(tx, &actor, id, form, version)?;
        Ok(format!("{}?done=ready", url(id, form)))
    });
    Ok(web::see(&done.await?))
}

pub async fn take_out(State(app): State<App>, Staff { actor, shell }: Staff, Path((raw, form)): Path<(String, String)>, posted: Posted) -> Result {
    let (id, form, version) = (id(&raw)?, id(&form)?, version(&posted));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        filling::take_out_form(tx, &actor, id, form, version)?;
        Ok(format!("{}?done=form_out", instrument_url(id)))
    });
    Ok(web::see(&done.await?))
}

/// The item at a place of a form as the teacher will see it.
pub async fn preview(State(app): State<App>, Staff { actor, shell }: Staff, Path((raw, form, position)): Path<(String, String, String)>) -> Result {
    actor.may(Action::ManageInstruments)?;
    let (id, form, position): (InstrumentId, FormId, i64) = (id(&raw)?, id(&form)?, super::super::id(&position)?);
    let (made, place, body) = app
        .read(move |tx| {
            let made = made::made(tx, &actor, id)?;
            let one = made.form(form)?.items.iter().find(|one| one.position == position).cloned().ok_or(Error::NotFound)?;
            let body = items::body(tx, one.item, one.revision)?;
            Ok((made, one, body))
        })
        .await?;
    Ok(views::preview(&shell, &made, made.form(form)?, &place, &body).into_response())
}

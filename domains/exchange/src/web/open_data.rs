//! Open data: published by the coordinator, taken by everybody.

use crate::{
    open_data::{self, Dataset},
    table::Table,
    views::{
        self,
        open_data::{Set, Shown},
    },
};
use ::web::{Answers, App, Posted, Shell, Staff};
use access::Action;
use axum::{
    extract::{Path, RawQuery, State},
    response::{IntoResponse, Response},
};
use jiff::tz::TimeZone;
use kernel::{Error, FieldErrors, Result, Tx};
use maud::Markup;
use ui::url::Query;

fn set(tx: &mut Tx<'_>, dataset: Dataset) -> Result<Set> {
    Ok(Set { dataset, versions: open_data::versions(tx, dataset)? })
}

fn sets(tx: &mut Tx<'_>) -> Result<Vec<Set>> {
    Dataset::ALL.iter().map(|dataset| set(tx, *dataset)).collect()
}

pub async fn list(State(app): State<App>, shell: Shell) -> ::web::Result {
    let sets = app.read(sets).await?;
    Ok(shell.page(views::open_data::public_list(&sets, app.clock().zone())).into_response())
}

pub async fn show(State(app): State<App>, shell: Shell, Path(raw): Path<String>) -> ::web::Result {
    let dataset: Dataset = super::identified(&raw)?;
    let found = app.read(move |tx| set(tx, dataset)).await?;
    if found.versions.is_empty() {
        return Err(Error::NotFound.into());
    }
    let table = found.versions.iter().find(|version| version.withdrawn_at.is_none()).map(open_data::Version::table).transpose()?;
    Ok(shell.page(views::open_data::public_one(&found, table.as_ref(), app.clock().zone())).into_response())
}

/// `places-3.csv`: which version, as what.
fn named(dataset: Dataset, file: &str) -> Option<(i64, String)> {
    let (number, ending) = file.strip_prefix(dataset.as_str())?.strip_prefix('-')?.split_once('.')?;
    Some((number.parse().ok()?, ending.to_owned()))
}

/// Other sites may read it from their pages: it is open.
pub async fn take(State(app): State<App>, Path((raw, file)): Path<(String, String)>) -> ::web::Result<Response> {
    let dataset: Dataset = super::identified(&raw)?;
    let (number, ending) = named(dataset, &file).ok_or(Error::NotFound)?;
    let url = app.settings.absolute(&format!("/open-data/{dataset}"));
    let publisher = app.settings.operator.clone();
    let (mime, bytes) = app
        .read(move |tx| {
            let version = open_data::find(tx, dataset, number)?;
            if version.withdrawn_at.is_some() {
                return Err(Error::NotFound);
            }
            let (table, passport) = (version.table()?, version.passport(&publisher, url));
            match ending.as_str() {
                "csv" => Ok((::web::CSV, table.csv()?)),
                "json" => Ok(("application/json", table.json(&passport))),
                "xlsx" => Ok((::web::XLSX, table.xlsx(&passport)?)),
                _ => Err(Error::NotFound),
            }
        })
        .await?;
    let mut response = ::web::download(&file, mime, bytes);
    response.headers_mut().insert(http::header::ACCESS_CONTROL_ALLOW_ORIGIN, http::HeaderValue::from_static("*"));
    Ok(response)
}

pub async fn manage(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::PublishOpenData)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let sets = app.read(sets).await?;
    Ok(shell.page(views::open_data::manage(&sets, app.clock().zone(), query.text("done"))).into_response())
}

async fn ground(app: &App, dataset: Dataset) -> Result<(Set, Table)> {
    let zone = app.clock().zone().clone();
    app.read(move |tx| Ok((set(tx, dataset)?, open_data::preview(tx, dataset, &zone)?))).await
}

fn draw(shell: &Shell, (set, draft): &(Set, Table), typed: &Answers, errors: &FieldErrors, zone: &TimeZone) -> Markup {
    let shown = Shown { set, draft, typed: (typed.get("changed"), typed.get("why")), errors, zone };
    shell.page(views::open_data::preview(&shown, &|| shell.key()))
}

pub async fn preview(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    actor.may(Action::PublishOpenData)?;
    let ground = ground(&app, super::identified(&raw)?).await?;
    Ok(draw(&shell, &ground, &Answers::default(), &FieldErrors::default(), app.clock().zone()).into_response())
}

async fn act(app: &App, shell: &Shell, dataset: Dataset, posted: Posted, act: impl FnOnce(&mut Tx<'_>, &Answers) -> Result<String> + Send + 'static) -> ::web::Result {
    let answers = posted.answers.clone();
    let done = app.act(&posted.key, shell.owner(), move |tx| act(tx, &answers)).await;
    let again = match &done {
        Err(Error::Fields(errors)) => draw(shell, &ground(app, dataset).await?, &posted.answers, errors, app.clock().zone()),
        Ok(_) | Err(_) => Markup::default(),
    };
    ::web::or_again(done, |_| again)
}

pub async fn publish(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::PublishOpenData)?;
    let (dataset, zone): (Dataset, _) = (super::identified(&raw)?, app.clock().zone().clone());
    act(&app, &shell, dataset, posted, move |tx, answers| {
        open_data::publish(tx, &actor.by(), dataset, answers.get("changed"), &zone)?;
        Ok("/exchange/open-data?done=published".to_owned())
    })
    .await
}

pub async fn withdraw(State(app): State<App>, Staff { actor, shell }: Staff, Path((raw, number)): Path<(String, String)>, posted: Posted) -> ::web::Result {
    actor.may(Action::PublishOpenData)?;
    let (dataset, number): (Dataset, i64) = (super::identified(&raw)?, super::identified(&number)?);
    act(&app, &shell, dataset, posted, move |tx, answers| {
        open_data::withdraw(tx, &actor.by(), dataset, number, answers.get("why"))?;
        Ok("/exchange/open-data?done=withdrawn".to_owned())
    })
    .await
}

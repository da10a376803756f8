//! One run: its lines, loads, what if somebody is away; worked out again, dropped.

use super::{answer, id, query, text, version};
use crate::{
    lists::Lists,
    model::{Run, RunId, RunState},
    runs::{
        publish,
        store::{
            self,
            lines::{self, Filter},
        },
        views, workflow,
    },
    url,
};
use ::web::{App, Posted, Staff};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Result, Slice, Tx, id::PersonId};
use sheets::Value;
use ui::url::Query;

const ROWS: u32 = 50;

const COLUMNS: [&str; 8] = ["Педагог", "Организация", "С чем помощь", "Методист", "Организация методиста", "Почему", "Закреплено вручную", "Итог"];

fn filter(query: &Query) -> Filter {
    Filter { text: text(query, "q"), code: text(query, "code"), municipality: text(query, "place"), which: text(query, "which"), methodist: query.text("methodist").parse().ok() }
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::ManagePairs)?;
    let (run, query): (RunId, _) = (id(&raw)?, query(asked));
    let (wanted, who) = (filter(&query), actor.clone());
    if query.text("format") == "xlsx" {
        return ::web::lists::take_out(&app, &actor, "Подбор пар", &COLUMNS, move |tx| cells(tx, &who, run, &wanted)).await;
    }
    let slice = Slice::new(query.page(), ROWS);
    let shown = app.read(move |tx| read(tx, &who, run, &wanted, slice)).await?;
    Ok(shell.page(views::card::page(&shown, &query, &|| shell.key())).into_response())
}

fn read(tx: &mut Tx<'_>, actor: &Actor, id: RunId, filter: &Filter, slice: Slice) -> Result<views::card::Shown> {
    let run = store::find(tx, actor, id)?;
    let lines = lines::page(tx, &actor.scope(), id, filter, slice)?;
    let people: Vec<PersonId> = lines.rows.iter().flat_map(|line| std::iter::once(line.teacher.person).chain(line.methodist)).collect();
    let stale = if run.state == RunState::Pending { publish::stale(tx, actor, &run)? } else { Vec::new() };
    let today = tx.today();
    Ok(views::card::Shown {
        names: lines::names(tx, &people)?,
        stale: stale.into_iter().map(|one| (one.teacher, one.why)).collect(),
        municipalities: structure::places::municipalities(tx, today)?,
        lists: Lists::read(tx)?,
        lines,
        run,
    })
}

fn cells(tx: &mut Tx<'_>, actor: &Actor, id: RunId, filter: &Filter) -> Result<Vec<Vec<Value>>> {
    let shown = read(tx, actor, id, filter, Slice::all(100_000))?;
    Ok(shown.lines.rows.iter().map(|line| views::card::cells(line, &shown)).collect())
}

pub async fn loads(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::ManagePairs)?;
    let run: RunId = id(&raw)?;
    let (run, loads) = app.read(move |tx| Ok((store::find(tx, &actor, run)?, lines::loads(tx, run)?))).await?;
    Ok(shell.page(views::loads::page(&run, &loads, &query(asked))).into_response())
}

/// What if this methodist were away.
pub async fn without(State(app): State<App>, Staff { actor, shell }: Staff, Path((raw, away)): Path<(String, String)>) -> ::web::Result {
    actor.may(Action::ManagePairs)?;
    let (run_id, away): (RunId, PersonId) = (id(&raw)?, id(&away)?);
    let who = actor.clone();
    let (run, question) = app.read(move |tx| Ok((store::find(tx, &who, run_id)?, workflow::ask(tx, &who, run_id, None)?))).await?;
    let moved = tokio::task::spawn_blocking(move || question.without(away)).await.map_err(anyhow::Error::new)?;
    let moved = moved?;
    let people: Vec<PersonId> = moved.iter().flat_map(|one| std::iter::once(one.teacher).chain(one.before).chain(one.after)).chain([away]).collect();
    let names = app.read(move |tx| lines::names(tx, &people)).await?;
    Ok(shell.page(views::loads::without(&run, away, &moved, &names)).into_response())
}

pub async fn again(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManagePairs)?;
    let (run, version): (RunId, i64) = (id(&raw)?, version(&posted.answers));
    let who = actor.clone();
    let question = app.read(move |tx| workflow::ask_anew(tx, &who, run)).await?;
    let (question, answer) = answer(question).await?;
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        workflow::put(tx, &actor, (run, version), None, (&question, &answer))?;
        Ok(format!("{}?done=again", url::run(run)))
    });
    Ok(::web::see(&done.await?))
}

pub async fn drop_run(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManagePairs)?;
    let (run, version): (RunId, i64) = (id(&raw)?, version(&posted.answers));
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        workflow::drop_run(tx, &actor, (run, version))?;
        Ok(format!("{}?done=dropped", url::RUNS))
    });
    Ok(::web::see(&done.await?))
}

/// The names of a run's methodists, for choosing by hand.
pub fn choices(tx: &mut Tx<'_>, run: &Run) -> Result<Vec<(String, String)>> {
    Ok(lines::loads(tx, run.id)?.into_iter().map(|load| (load.person.to_string(), format!("{}, {}", load.name, load.place))).collect())
}

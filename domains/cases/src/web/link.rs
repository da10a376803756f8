//! The link of rung 3.

use super::{Form, act, open, version};
use crate::{
    linking::{self, Answer, Proposal},
    model::{CaseId, LinkId},
    views,
};
use axum::extract::{Path, RawQuery, State};
use kernel::Error;
use maud::Markup;
use web::{App, Posted, Result, Staff};

fn draw(form: &Form<'_>) -> Markup {
    views::link::page(form)
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>, RawQuery(raw): RawQuery) -> Result<Markup> {
    open(&app, (&actor, &shell), id, raw, draw).await
}

pub async fn propose(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<CaseId>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (id, posted), draw, move |tx, typed| {
        let get = |name: &str| typed.get(name).to_owned();
        let form = Proposal { deficit: get("deficit"), measure: get("measure"), grounds: get("grounds") };
        linking::propose(tx, &who, id, &form).map(|_| format!("/cases/{id}/link?done=proposed"))
    })
    .await
}

pub async fn answer(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, link)): Path<(CaseId, LinkId)>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (id, posted), draw, move |tx, typed| {
        let is_yes = match typed.get("word") {
            "yes" => true,
            "no" => false,
            _ => return Err(Error::NotFound),
        };
        let form = Answer { is_yes, words: typed.get("words").to_owned(), version: version(typed) };
        linking::answer(tx, &who, id, link, &form).map(|()| format!("/cases/{id}/link?done=answered"))
    })
    .await
}

pub async fn withdraw(State(app): State<App>, Staff { actor, shell }: Staff, Path((id, link)): Path<(CaseId, LinkId)>, posted: Posted) -> Result {
    let who = actor.clone();
    act(&app, (&actor, &shell), (id, posted), draw, move |tx, _| linking::withdraw(tx, &who, id, link).map(|()| format!("/cases/{id}/link?done=withdrawn"))).await
}

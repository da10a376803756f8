//! One result: its figures, its history, replacement and withdrawal.

use super::{entering::Ground, identified, version};
use crate::{
    entering,
    form::OutcomeForm,
    model::{Outcome, OutcomeId, Past},
    sight,
    store::outcomes as kept,
    teaching, views,
};
use ::web::{App, Posted, Shell, Staff};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result, Tx};
use maud::Markup;
use structure::{Lists, places};

/// What the page of a result stands on.
pub struct Loaded {
    pub outcome: Outcome,
    pub school: String,
    pub by: String,
    pub past: Vec<(Past, String)>,
    pub teachers: Vec<String>,
    pub may_change: bool,
    pub lists: Lists,
}

fn load(tx: &mut Tx<'_>, actor: &Actor, id: OutcomeId) -> Result<Loaded> {
    let outcome = sight::load(tx, actor, id)?;
    let lists = Lists::read(tx)?;
    let school = places::name_on(tx, &outcome.place, lists.day)?;
    let by = kept::account_name(tx, outcome.entered_by)?;
    let mut past = Vec::new();
    for one in kept::past(tx, id)? {
        let by = kept::account_name(tx, one.entered_by)?;
        past.push((one, by));
    }
    let path = sight::path_of(tx, &outcome.place)?;
    let may_change = outcome.withdrawn_at.is_none() && teaching::may_enter(actor, &path).is_ok();
    let teachers = super::entering::taught(tx, &outcome)?;
    Ok(Loaded { outcome, school, by, past, teachers, may_change, lists })
}

fn draw(shell: &Shell, loaded: &Loaded, (why, errors): (&str, &FieldErrors), done: &str) -> Markup {
    shell.page(views::one::page(loaded, (why, errors), done, &|| shell.key()))
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    actor.may(Action::ViewOutcomes)?;
    let id = identified(&raw)?;
    let loaded = app.read(move |tx| load(tx, &actor, id)).await?;
    Ok(draw(&shell, &loaded, ("", &FieldErrors::default()), super::query(asked).text("done")).into_response())
}

fn replacing(loaded: &Loaded) -> Ground {
    Ground { schools: Vec::new(), place: Some(loaded.outcome.place.clone()), lists: loaded.lists.clone(), classes: Vec::new(), last: None }
}

fn draw_form(shell: &Shell, loaded: &Loaded, form: &OutcomeForm, errors: &FieldErrors) -> Markup {
    let ground = replacing(loaded);
    let shown = views::form::Shown { ground: &ground, form, errors, done: "", periods: &[], replaced: Some(&loaded.outcome) };
    shell.page(views::form::page(&shown, &shell.key()))
}

pub async fn ask(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    actor.may(Action::EnterOutcomes)?;
    let id = identified(&raw)?;
    let loaded = app.read(move |tx| load(tx, &actor, id)).await?;
    if !loaded.may_change {
        return Err(Error::NotFound.into());
    }
    Ok(draw_form(&shell, &loaded, &OutcomeForm::of_outcome(&loaded.outcome), &FieldErrors::default()).into_response())
}

pub async fn replace(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::EnterOutcomes)?;
    let id: OutcomeId = identified(&raw)?;
    let (who, typed, at) = (actor.clone(), OutcomeForm::of(&posted.answers), version(&posted.answers));
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            let old = sight::load(tx, &who, id)?;
            let lists = Lists::read(tx)?;
            let known = OutcomeForm::of_outcome(&old);
            // What a replacement can't change is not asked again.
            let typed = OutcomeForm { class: known.class, subject: known.subject, source: known.source, period: known.period, day: known.day, ..typed };
            let typed = typed.parse(old.place.clone(), &[(old.subject.clone(), String::new())], lists.day)?;
            entering::replace(tx, &who, id, (&typed, at)).map(|()| format!("{}?done=replaced", crate::url(id)))
        })
        .await;
    let again = match &done {
        Err(Error::Fields(errors)) => {
            let loaded = app.read(move |tx| load(tx, &actor, id)).await?;
            draw_form(&shell, &loaded, &OutcomeForm::of(&posted.answers), errors)
        }
        Ok(_) | Err(_) => Markup::default(),
    };
    ::web::or_again(done, |_| again)
}

pub async fn withdraw(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::EnterOutcomes)?;
    let id: OutcomeId = identified(&raw)?;
    let (who, why, at) = (actor.clone(), posted.answers.get("why").to_owned(), version(&posted.answers));
    let done = app.act(&posted.key, shell.owner(), move |tx| entering::withdraw(tx, &who, id, (&why, at)).map(|()| format!("{}?done=withdrawn", crate::url(id)))).await;
    let again = match &done {
        Err(Error::Fields(errors)) => {
            let loaded = app.read(move |tx| load(tx, &actor, id)).await?;
            draw(&shell, &loaded, (posted.answers.get("why"), errors), "")
        }
        Ok(_) | Err(_) => Markup::default(),
    };
    ::web::or_again(done, |_| again)
}

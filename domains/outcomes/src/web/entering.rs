//! The short form.

use super::{query, school, schools};
use crate::{
    entering,
    form::{OutcomeForm, periods},
    model::Outcome,
    period::school_year_of,
    store::{outcomes as kept, teachers},
    views,
};
use ::web::{App, Posted, Shell, Staff};
use access::{Action, Actor};
use axum::{
    extract::{RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result, Tx, id::PlaceId};
use maud::Markup;
use structure::{Lists, places::Place};

/// What the form stands on.
pub struct Ground {
    pub schools: Vec<Place>,
    pub place: Option<PlaceId>,
    pub lists: Lists,
    /// Classes known of the school, by their words.
    pub classes: Vec<String>,
    pub last: Option<Outcome>,
}

fn ground(tx: &mut Tx<'_>, actor: &Actor, asked: &str) -> Result<Ground> {
    let schools = schools(tx, actor)?;
    let place = school(&schools, asked)?;
    let since = school_year_of(tx.today()) - 1;
    let (classes, last) = match &place {
        Some(place) => {
            let classes = kept::known_classes(tx, place, since)?.iter().map(crate::class::Class::label).collect();
            (classes, kept::last_of(tx, actor.account, place, since)?)
        }
        None => (Vec::new(), None),
    };
    Ok(Ground { schools, place, lists: Lists::read(tx)?, classes, last })
}

fn draw(shell: &Shell, ground: &Ground, form: &OutcomeForm, errors: &FieldErrors, done: &str) -> Markup {
    let shown = views::form::Shown { ground, form, errors, done, periods: &periods(ground.lists.day), replaced: None };
    shell.page(views::form::page(&shown, &shell.key()))
}

pub async fn ask(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::EnterOutcomes)?;
    let query = query(raw);
    let (who, asked) = (actor.clone(), query.text("place").to_owned());
    let ground = app.read(move |tx| ground(tx, &who, &asked)).await?;
    let mut form = ground.last.as_ref().map(OutcomeForm::common_of).unwrap_or_default();
    for (name, field) in [("class", &mut form.class), ("subject", &mut form.subject), ("source", &mut form.source), ("period", &mut form.period)] {
        if !query.text(name).is_empty() {
            query.text(name).clone_into(field);
        }
    }
    Ok(draw(&shell, &ground, &form, &FieldErrors::default(), query.text("done")).into_response())
}

pub async fn enter(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::EnterOutcomes)?;
    let form = OutcomeForm::of(&posted.answers);
    let (who, typed, next) = (actor.clone(), form.clone(), posted.answers.get("next") == "another");
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            let ground = ground(tx, &who, &typed.place)?;
            let place = ground.place.ok_or_else(|| Error::field("place", "Выберите школу"))?;
            let typed = typed.parse(place.clone(), &ground.lists.subjects(), ground.lists.day)?;
            let id = entering::enter(tx, &who, &typed)?;
            // The next class begins with what this one had in common with it.
            Ok(if next { ui::url::Query::default().with("place", place).with("done", "entered").href("/outcomes/new") } else { format!("{}?done=entered", crate::url(id)) })
        })
        .await;
    let (who, asked) = (actor.clone(), form.place.clone());
    let again = match &done {
        Err(Error::Fields(errors)) => draw(&shell, &app.read(move |tx| ground(tx, &who, &asked)).await?, &form, errors, ""),
        Ok(_) | Err(_) => Markup::default(),
    };
    ::web::or_again(done, |_| again)
}

/// Names of those who teach what, for the page of one result.
pub fn taught(tx: &mut Tx<'_>, outcome: &Outcome) -> Result<Vec<String>> {
    let all = teachers::of_school(tx, &outcome.place, outcome.period.school_year)?;
    Ok(all.into_iter().filter(|one| one.class == outcome.class && one.subject == outcome.subject).map(|one| one.name).collect())
}

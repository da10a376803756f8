//! Writing a consultation down and changing it.

use crate::quick::{
    colleagues::{self, Colleague},
    draft as drafts, form,
    model::{Consultation, ConsultationId},
    store,
    views::{self, Words},
    workflow::{self, may_read, may_write},
};
use ::web::{Answers, App, Posted, Shell, Staff};
use access::Actor;
use axum::{
    extract::{Path, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result, Tx};
use maud::Markup;

/// What the form stands on: words, and the colleagues to press.
struct Ground {
    words: Words,
    colleagues: Vec<Colleague>,
}

fn ground(tx: &mut Tx<'_>, actor: &Actor, answers: &Answers, with_recent: bool) -> Result<Ground> {
    let today = tx.today();
    let mut found = if with_recent { colleagues::recent(tx, actor)? } else { Vec::new() };
    let put = |one: Colleague, found: &mut Vec<Colleague>| {
        if !found.iter().any(|known| known.person == one.person) {
            found.push(one);
        }
    };
    for one in colleagues::search(tx, actor, answers.get("q"))? {
        put(one, &mut found);
    }
    // Whoever was chosen stays on the form, whatever is looked for next.
    if let Ok(person) = answers.get("with").parse()
        && let Some(one) = colleagues::one(tx, actor, person)?
    {
        put(one, &mut found);
    }
    Ok(Ground { words: Words::read(tx, today)?, colleagues: found })
}

/// The answers of a new form: what was typed before, else as the last time, today.
fn beforehand(tx: &mut Tx<'_>, actor: &Actor) -> Result<Answers> {
    let today = kernel::date::short(tx.today());
    let (direction, minutes, form) = match store::last(tx, actor)? {
        Some((direction, minutes, form)) => (direction, minutes.to_string(), form.to_string()),
        None => (String::new(), "30".to_owned(), "in_person".to_owned()),
    };
    let mut pairs = drafts::read(tx, actor)?.map(|draft| draft.pairs().to_vec()).unwrap_or_default();
    for (name, value) in [("direction", direction), ("minutes", minutes), ("form", form), ("held_on", today)] {
        if !pairs.iter().any(|(known, _)| known == name) {
            pairs.push((name.to_owned(), value));
        }
    }
    Ok(Answers::of(pairs))
}

pub async fn new(State(app): State<App>, Staff { actor, shell }: Staff) -> ::web::Result {
    let who = actor.clone();
    let (answers, ground) = app
        .read(move |tx| {
            may_write(tx, &who)?;
            let answers = beforehand(tx, &who)?;
            let ground = ground(tx, &who, &answers, true)?;
            Ok((answers, ground))
        })
        .await?;
    Ok(draw(&shell, None, &answers, &ground, &FieldErrors::default()).into_response())
}

fn draw(shell: &Shell, one: Option<&Consultation>, answers: &Answers, ground: &Ground, errors: &FieldErrors) -> Markup {
    let editor = views::entry::Editor { one, answers, words: &ground.words, colleagues: &ground.colleagues, errors };
    shell.page(views::entry::page(&editor, &shell.key()))
}

/// Keeps what is typed, as one types; answers nothing.
pub async fn draft(State(app): State<App>, Staff { actor, .. }: Staff, answers: Answers) -> ::web::Result {
    app.write(move |tx| {
        may_write(tx, &actor)?;
        drafts::keep(tx, &actor, &answers)
    })
    .await?;
    Ok(http::StatusCode::NO_CONTENT.into_response())
}

/// Keeps what is typed and comes back with those found.
pub async fn search(State(app): State<App>, Staff { actor, .. }: Staff, answers: Answers) -> ::web::Result {
    app.write(move |tx| {
        may_write(tx, &actor)?;
        drafts::keep(tx, &actor, &answers)
    })
    .await?;
    Ok(::web::see("/consultations/new"))
}

fn read(tx: &mut Tx<'_>, answers: &Answers) -> Result<form::Entry> {
    let today = tx.today();
    let words = Words::read(tx, today)?;
    Ok(form::entry(answers, &words.directions, today)?)
}

pub async fn add(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    let (answers, who) = (posted.answers.clone(), actor.clone());
    let act = move |tx: &mut Tx<'_>| {
        may_write(tx, &who)?;
        let entry = read(tx, &answers)?;
        let id = workflow::log(tx, &who, &entry)?;
        Ok(format!("/consultations?logged={id}"))
    };
    let done = app.act(&posted.key, shell.owner(), act).await;
    again(&app, &actor, &shell, None, &posted.answers, done).await
}

async fn again(app: &App, actor: &Actor, shell: &Shell, one: Option<&Consultation>, answers: &Answers, done: Result<String>) -> ::web::Result {
    let again = match &done {
        Err(Error::Fields(errors)) => {
            let (who, typed, is_new) = (actor.clone(), answers.clone(), one.is_none());
            let ground = app.read(move |tx| ground(tx, &who, &typed, is_new)).await?;
            draw(shell, one, answers, &ground, errors)
        }
        Ok(_) | Err(_) => Markup::default(),
    };
    ::web::or_again(done, |_| again)
}

fn identified(raw: &str) -> Result<ConsultationId> {
    raw.parse().map_err(|_| Error::NotFound)
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> ::web::Result {
    may_read(&actor)?;
    let (id, who) = (identified(&raw)?, actor.clone());
    let (one, answers, ground) = app
        .read(move |tx| {
            let one = store::own(tx, &who, id)?;
            let answers = form::answers(&one);
            let mut ground = ground(tx, &who, &answers, false)?;
            // Somebody who works elsewhere by now is still the one it was with.
            if let Some(person) = one.person.filter(|person| !ground.colleagues.iter().any(|known| known.person == *person)) {
                ground.colleagues.push(Colleague { person, name: one.name.clone(), place_name: one.place_name.clone() });
            }
            Ok((one, answers, ground))
        })
        .await?;
    Ok(draw(&shell, Some(&one), &answers, &ground, &FieldErrors::default()).into_response())
}

pub async fn edit(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    may_read(&actor)?;
    let (id, who) = (identified(&raw)?, actor.clone());
    let one = app.read(move |tx| store::own(tx, &who, id)).await?;
    let (answers, who) = (posted.answers.clone(), actor.clone());
    let act = move |tx: &mut Tx<'_>| {
        let entry = read(tx, &answers)?;
        workflow::edit(tx, &who, id, answers.get("version").parse().unwrap_or_default(), &entry)?;
        Ok(format!("{}?done=edited", crate::quick::url(id)))
    };
    let done = app.act(&posted.key, shell.owner(), act).await;
    again(&app, &actor, &shell, Some(&one), &posted.answers, done).await
}

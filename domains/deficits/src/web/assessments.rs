//! Outside assessments one by one.

use super::{ROWS, identified, query, text};
use crate::{
    assess::{self, Form},
    lists,
    model::AssessmentId,
    sight::Sight,
    store::assessments as kept,
    views::{self, assessments::Lists},
};
use access::{Action, Actor};
use audit::{Event, Record};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Result, Slice, id::PersonId};
use maud::Markup;
use structure::{profile::TermKind, terms};
use ui::{form, page::Page};
use web::{Answers, App, Posted, Shell, Staff};

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> web::Result {
    actor.may(Action::RecordAssessments)?;
    let query = query(raw);
    let (sight, viewer, (words, source)) = (Sight::of(&actor), actor.account, (text(&query, "text"), text(&query, "source")));
    if let Some(columns) = super::sheet_asked(&actor, &query, views::assessments::COLUMNS)? {
        return web::lists::take_out(&app, &actor, "Внешние оценки", &columns, move |tx| {
            Ok(kept::list(tx, &sight, viewer, (&words, &source), ("name", false), super::WHOLE)?.rows.iter().map(views::assessments::cells).collect())
        })
        .await;
    }
    let asked = query.clone();
    let (found, sources) = app.read(move |tx| Ok((kept::list(tx, &sight, viewer, (&words, &source), asked.sort().unwrap_or(("taken", false)), Slice::new(asked.page(), ROWS))?, kept::sources(tx)?))).await?;
    let page = Page::new("Внешние оценки").wide().lead("ФОКО, федеральная платформа и другие: то, что педагог передал сам.").action(form::button_link("Внести оценку", "/assessments/new"));
    Ok(shell.page(page.body(views::assessments::list(&found, &query, &sources, &actor))).into_response())
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> web::Result {
    actor.may(Action::RecordAssessments)?;
    let id: AssessmentId = identified(&raw)?;
    let found = app
        .write(move |tx| {
            let found = kept::find(tx, &Sight::of(&actor), Some(actor.account), id)?;
            tx.record(&actor.by(), Event::new("assessment.viewed", "assessment", id).of(found.person))?;
            Ok(found)
        })
        .await?;
    Ok(shell.page(views::assessments::page(&found, app.clock().zone())).into_response())
}

pub async fn file(State(app): State<App>, Staff { actor, .. }: Staff, Path(raw): Path<String>) -> web::Result {
    actor.may(Action::RecordAssessments)?;
    let id: AssessmentId = identified(&raw)?;
    let file = app
        .write(move |tx| {
            let found = kept::find(tx, &Sight::of(&actor), Some(actor.account), id)?;
            tx.record(&actor.by(), Event::new("assessment.file_viewed", "assessment", id).of(found.person))?;
            assess::certificate(tx, &found)
        })
        .await?;
    let bytes = app.stored(file.digest).await?;
    Ok(web::show_file("Подтверждение оценки", file.kind.mime(), bytes))
}

pub async fn ask(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> web::Result {
    actor.may(Action::RecordAssessments)?;
    let query = query(raw);
    if let Ok(person) = query.text("person").parse::<PersonId>() {
        return Ok(shell.page(form_page(&app, &actor, &shell, person, &Form::default(), &FieldErrors::default()).await?).into_response());
    }
    let (asked, scope) = (text(&query, "q"), actor.scope());
    let wanted = asked.clone();
    let found = app
        .read(move |tx| {
            let filter = people::Filter { text: wanted, ..people::Filter::default() };
            people::list(tx, &scope, &filter, people::Sort::default(), Slice::new(1, 30))
        })
        .await?;
    Ok(shell.page(views::assessments::choose(&asked, &found.people.rows, found.is_guess)).into_response())
}

async fn form_page(app: &App, actor: &Actor, shell: &Shell, person: PersonId, typed: &Form, errors: &FieldErrors) -> Result<Page> {
    let scope = actor.scope();
    let (person, lists) = app
        .read(move |tx| {
            let today = tx.today();
            let subjects = terms::choices(tx, TermKind::Subject, today)?;
            Ok((people::find(tx, &scope, person)?, Lists { groups: lists::competency_groups(tx)?, subjects, sources: kept::sources(tx)? }))
        })
        .await?;
    Ok(views::assessments::form(&person, typed, errors, lists, web::most_mb(app), &shell.key()))
}

fn typed(answers: &Answers) -> Form {
    let text = |name: &str| answers.get(name).to_owned();
    Form {
        source: text("source"),
        title: text("title"),
        subject: text("subject"),
        competency: text("competency"),
        taken_on: text("taken_on"),
        score: text("score"),
        most: text("most"),
        level: text("level"),
        document: text("document"),
        opens: text("opens"),
    }
}

pub async fn record(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery, posted: Posted) -> web::Result {
    actor.may(Action::RecordAssessments)?;
    let person: PersonId = identified(query(raw).text("person"))?;
    let form = typed(&posted.answers);
    let done = recorded(&app, &actor, person, &form, posted).await;
    let again = match &done {
        Err(Error::Fields(errors)) => shell.page(form_page(&app, &actor, &shell, person, &form, errors).await?),
        Ok(_) | Err(_) => Markup::default(),
    };
    web::or_again(done, |_| again)
}

/// The certificate is safe in the store before a row refers to it.
async fn recorded(app: &App, actor: &Actor, person: PersonId, form: &Form, posted: Posted) -> Result<String> {
    let stored = match posted.files.into_iter().find(|file| file.field == "file" && !file.bytes.is_empty()) {
        Some(file) => {
            let store = app.files.clone();
            let kept = tokio::task::spawn_blocking(move || store.put(&file.bytes, files::Kind::ALL)).await.map_err(anyhow::Error::new)?;
            Some(kept.map_err(at_file)?)
        }
        None => None,
    };
    let (actor, form, owner) = (actor.clone(), form.clone(), actor.account.to_string());
    app.act(&posted.key, owner, move |tx| Ok(format!("/assessments/{}", assess::record(tx, &actor, person, &form, stored.as_ref())?))).await
}

/// What is wrong with a file stands beside its field.
fn at_file(error: Error) -> Error {
    match error {
        Error::Refusal(sentence) => Error::field("file", sentence),
        other => other,
    }
}

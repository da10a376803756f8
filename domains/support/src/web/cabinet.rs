//! A graduate's own courses, and the supporter's answers.

use super::{act, finish, identified, most_mb, query, stored};
use crate::{
    courses::{self, GraduateId, Task, TaskId, store},
    form::version,
    rules, views,
};
use ::web::{Answers, App, Posted, Shell, Staff};
use access::Actor;
use axum::{
    extract::{Path, RawQuery, State},
    response::{IntoResponse, Response},
};
use kernel::{Error, FieldErrors, Result};
use maud::Markup;

pub async fn courses(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    let person = rules::cabinet(&actor)?;
    let own = app.read(move |tx| store::graduates::of_person(tx, person)).await?;
    Ok(shell.page(views::cabinet::courses(&own, app.clock().today(), &query(raw), &|| shell.key())).into_response())
}

pub async fn decline(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    rules::cabinet(&actor)?;
    let (id, version): (GraduateId, i64) = (identified(&raw)?, version(&posted.answers));
    act(&app, &shell, &posted, move |tx| courses::decline(tx, &actor, id, version).map(|()| "/cabinet/courses?done=declined".to_owned())).await
}

pub async fn return_to(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    rules::cabinet(&actor)?;
    let (id, version): (GraduateId, i64) = (identified(&raw)?, version(&posted.answers));
    act(&app, &shell, &posted, move |tx| courses::return_to(tx, &actor, id, version).map(|()| "/cabinet/courses?done=returned".to_owned())).await
}

/// What the graduate told before, as the answers of the form.
fn before(task: &Task) -> Answers {
    let link = if task.link_id.is_empty() { String::new() } else { format!("{}:{}", task.link_kind, task.link_id) };
    let pairs = [("uses", task.uses.map_or(String::new(), |uses| uses.as_str().to_owned())), ("words", task.words.clone()), ("link", link)];
    Answers::of(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)))
}

async fn own_page(app: &App, (actor, shell): (&Actor, &Shell), id: TaskId, typed: Option<&Answers>, (errors, done): (&FieldErrors, &str)) -> Result<Markup> {
    let who = actor.clone();
    let (task, evidence) = app.read(move |tx| Ok((courses::as_graduate(tx, &who, id)?, courses::evidence(tx, &who)?))).await?;
    let typed = typed.cloned().unwrap_or_else(|| before(&task));
    let shown = views::cabinet::Shown { task: &task, choices: &evidence.choices, typed: &typed, errors, max_mb: most_mb(app), done };
    Ok(shell.page(views::cabinet::task(&shown, &|| shell.key())))
}

pub async fn task(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    rules::cabinet(&actor)?;
    let query = query(asked);
    Ok(own_page(&app, (&actor, &shell), identified(&raw)?, None, (&FieldErrors::default(), query.text("done"))).await?.into_response())
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    rules::cabinet(&actor)?;
    let id: TaskId = identified(&raw)?;
    // Before anything is put on disk: is it one's own?
    let who = actor.clone();
    app.read(move |tx| courses::as_graduate(tx, &who, id)).await?;
    let done = match stored(&app, &posted).await {
        Ok(file) => {
            let (who, answers) = (actor.clone(), posted.answers.clone());
            app.act(&posted.key, shell.owner(), move |tx| courses::show(tx, &who, id, &answers, file).map(|()| format!("/cabinet/courses/tasks/{id}?done=shown"))).await
        }
        Err(error) => Err(error),
    };
    finish(done, |errors| async move { own_page(&app, (&actor, &shell), id, Some(&posted.answers), (&errors, "")).await }).await
}

async fn file(app: &App, task: Task) -> ::web::Result {
    let digest = task.digest.ok_or(Error::NotFound)?;
    let kept = app.read(move |tx| files::find(tx, &digest)).await?;
    let bytes = app.stored(kept.digest).await?;
    Ok(::web::show_upload(&task.file_name, kept.kind, bytes))
}

pub async fn own_file(State(app): State<App>, Staff { actor, .. }: Staff, Path(raw): Path<String>) -> ::web::Result<Response> {
    rules::cabinet(&actor)?;
    let id = identified(&raw)?;
    let task = app.read(move |tx| courses::as_graduate(tx, &actor, id)).await?;
    file(&app, task).await
}

pub async fn supporter_file(State(app): State<App>, Staff { actor, .. }: Staff, Path(raw): Path<String>) -> ::web::Result<Response> {
    rules::enter(&actor)?;
    let id = identified(&raw)?;
    let task = app.read(move |tx| courses::as_supporter(tx, &actor, id)).await?;
    file(&app, task).await
}

async fn answer_page(app: &App, (actor, shell): (&Actor, &Shell), id: TaskId, typed: &Answers, (errors, done): (&FieldErrors, &str)) -> Result<Markup> {
    let who = actor.clone();
    let task = app.read(move |tx| courses::as_supporter(tx, &who, id)).await?;
    let may_answer = actor.person.is_none() || actor.person != task.person;
    let shown = views::cabinet::Shown { task: &task, choices: &[], typed, errors, max_mb: 0, done };
    Ok(shell.page(views::cabinet::answering(&shown, may_answer, &|| shell.key())))
}

/// The look at somebody's words is noted.
pub async fn answering(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, RawQuery(asked): RawQuery) -> ::web::Result {
    use audit::{Event, Record};
    rules::enter(&actor)?;
    let (id, query): (TaskId, _) = (identified(&raw)?, query(asked));
    let page = answer_page(&app, (&actor, &shell), id, &Answers::default(), (&FieldErrors::default(), query.text("done"))).await?;
    app.write(move |tx| {
        let task = courses::as_supporter(tx, &actor, id)?;
        tx.record(&actor.by(), Event::new("course.task_viewed", "course_task", id).of_maybe(task.person))
    })
    .await?;
    Ok(page.into_response())
}

pub async fn answer(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    rules::enter(&actor)?;
    let id: TaskId = identified(&raw)?;
    let (who, answers) = (actor.clone(), posted.answers.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| courses::answer(tx, &who, id, &answers).map(|()| format!("/support/tasks/{id}?done=answered"))).await;
    finish(done, |errors| async move { answer_page(&app, (&actor, &shell), id, &posted.answers, (&errors, "")).await }).await
}

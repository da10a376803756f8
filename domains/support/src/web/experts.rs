//! The pool of experts on screens.

use super::{act, courses::lists, finish, identified, query, text};
use crate::{
    experts::{
        self, Expert, ExpertId, Filter,
        deeds::{self, Sources},
    },
    pick::{self, Among},
    rules, views,
};
use ::web::{Answers, App, Posted, Shell, Staff};
use access::{Action, Actor, Role};
use axum::{
    Extension,
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Paged, Result, Slice, id::PersonId};
use maud::Markup;
use ui::url::Query;

const ROWS: u32 = 50;

fn filter(query: &Query) -> Filter {
    Filter {
        text: text(query, "q"),
        exam: query.text("exam").parse().ok(),
        subject: text(query, "subject"),
        level: query.text("level").parse().ok(),
        year: query.text("year").parse().ok().filter(|year| (1..=2100).contains(year)),
    }
}

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery, Extension(sources): Extension<Sources>) -> ::web::Result {
    let manages = actor.can(Action::ManageSupport);
    if !manages {
        rules::cabinet(&actor)?;
    }
    let (query, who) = (query(raw), actor.clone());
    let filter = filter(&query);
    if query.text("format") == "xlsx" && manages {
        actor.may(Action::ManageSupport)?;
        let columns = ["ФИО", "Где работает", "Экзамен", "Предмет", "Уровень", "Год", "Основание", "Обучение"];
        return ::web::lists::take_out(&app, &actor, "Эксперты", &columns, move |tx| {
            let lists = lists(tx)?;
            Ok(experts::list(tx, &who, &filter, Slice::all(50_000))?.rows.iter().map(|one| views::experts::cells(one, &lists)).collect())
        })
        .await;
    }
    let (wanted, slice) = (filter.clone(), Slice::new(query.page(), ROWS));
    let read = app.read(move |tx| {
        let Paged { rows, total, slice } = experts::list(tx, &who, &wanted, slice)?;
        let done = deeds::counts(tx, &sources, &rows)?;
        Ok((Paged { rows: rows.into_iter().zip(done).collect(), total, slice }, lists(tx)?))
    });
    let (rows, lists) = read.await?;
    let sees_figures = actor.role == Role::Coordinator || !manages;
    Ok(shell.page(views::experts::list(&rows, &filter, &lists, (&query, manages, sees_figures))).into_response())
}

async fn new_page(app: &App, (actor, shell): (&Actor, &Shell), person: Option<PersonId>, asked: &str, (typed, errors): (&Answers, &FieldErrors)) -> Result<Markup> {
    let (who, words) = (actor.clone(), asked.to_owned());
    let (one, found, lists) = app
        .read(move |tx| {
            let one = match person {
                Some(person) => Some(pick::one(tx, &who, Among::People, person)?.ok_or(Error::NotFound)?),
                None => None,
            };
            Ok((one, pick::search(tx, &who, Among::People, &words)?, lists(tx)?))
        })
        .await?;
    let sees_figures = one.as_ref().is_some_and(|one| rules::sees_agreement(actor, one.person));
    Ok(shell.page(views::experts::new(one.as_ref(), (asked, &found), (typed, errors), (&lists, sees_figures), &|| shell.key())))
}

pub async fn new(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ManageSupport)?;
    let asked = text(&query(raw), "q");
    Ok(new_page(&app, (&actor, &shell), None, &asked, (&Answers::default(), &FieldErrors::default())).await?.into_response())
}

/// First whom (the form of the entry comes back), then the entry itself.
pub async fn add(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageSupport)?;
    let person: PersonId = identified(posted.answers.get("person"))?;
    if posted.answers.get("step") == "choose" {
        let year = app.clock().today().year().to_string();
        let typed = Answers::of([("year".to_owned(), year)]);
        return Ok(new_page(&app, (&actor, &shell), Some(person), "", (&typed, &FieldErrors::default())).await?.into_response());
    }
    let (who, answers) = (actor.clone(), posted.answers.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| experts::add(tx, &who, person, &answers).map(|_| "/experts?done=added".to_owned())).await;
    finish(done, |errors| async move { new_page(&app, (&actor, &shell), Some(person), "", (&posted.answers, &errors)).await }).await
}

fn answers(expert: &Expert) -> Answers {
    let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    let pairs = [
        ("exam", expert.exam.as_str().to_owned()),
        ("subject", expert.subject.clone()),
        ("level", expert.level.as_str().to_owned()),
        ("year", expert.year.to_string()),
        ("basis", expert.basis.clone()),
        ("training", expert.training.clone()),
        ("works", number(expert.works)),
        ("thirds", number(expert.thirds)),
    ];
    Answers::of(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)))
}

async fn edit_page(app: &App, (actor, shell): (&Actor, &Shell), (id, sources): (ExpertId, Sources), typed: Option<&Answers>, errors: &FieldErrors) -> Result<Markup> {
    let who = actor.clone();
    let ((expert, done), lists) = app.write(move |tx| Ok((experts::view(tx, &sources, &who, id)?, lists(tx)?))).await?;
    if !actor.can(Action::ManageSupport) {
        return Ok(shell.page(views::experts::own(&expert, &done, &lists)));
    }
    let typed = typed.cloned().unwrap_or_else(|| answers(&expert));
    Ok(shell.page(views::experts::edit((&expert, &done), (&typed, errors), (&lists, rules::sees_agreement(actor, expert.person)), &|| shell.key())))
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, Extension(sources): Extension<Sources>) -> ::web::Result {
    if !actor.can(Action::ManageSupport) {
        rules::cabinet(&actor)?;
    }
    Ok(edit_page(&app, (&actor, &shell), (identified(&raw)?, sources), None, &FieldErrors::default()).await?.into_response())
}

pub async fn edit(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, Extension(sources): Extension<Sources>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageSupport)?;
    let (id, who, answers): (ExpertId, _, _) = (identified(&raw)?, actor.clone(), posted.answers.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| experts::edit(tx, &who, id, &answers).map(|()| "/experts?done=saved".to_owned())).await;
    finish(done, |errors| async move { edit_page(&app, (&actor, &shell), (id, sources), Some(&posted.answers), &errors).await }).await
}

pub async fn remove(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> ::web::Result {
    actor.may(Action::ManageSupport)?;
    let id: ExpertId = identified(&raw)?;
    act(&app, &shell, &posted, move |tx| experts::remove(tx, &actor, id).map(|()| "/experts?done=removed".to_owned())).await
}

//! A teacher's own results: seen first by the teacher, opened to others by the teacher.

use super::{identified, own, query};
use crate::{
    assess,
    model::{AttemptId, Audience},
    paper, share,
    sight::Sight,
    store::{assessments, results, sharing},
    views,
};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, Tx, id::PersonId};
use maud::html;
use ui::{
    form,
    page::{Notice, Page},
};
use web::{Answers, App, Posted, Staff};

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff) -> web::Result {
    let person = own(&actor)?;
    let (taken, open, outside) = app
        .read(move |tx| {
            let sight = Sight::own(person);
            let taken = results::of_person(tx, &sight, person)?;
            Ok((due(tx, taken, person)?, sharing::open_of(tx, person)?, assessments::of_person(tx, &sight, person)?))
        })
        .await?;
    let page = Page::new("Мои результаты")
        .trail([("Мой кабинет", "/cabinet")])
        .lead("Первым результат видите вы. Остальные — только те, кому вы его открыли.")
        .action(form::button_link_secondary("Кому открыты результаты", "/cabinet/results/sharing"))
        .body(html! {
            (views::results::own_list(&taken, &open))
            p { a href="/cabinet/deficits" { "Мои затруднения" } " · " a href="/help/measurement" { "Как понимать эти числа" } }
            h2 { "Внешние оценки" }
            (views::assessments::own_list(&outside))
        });
    Ok(shell.page(page).into_response())
}

/// Only what the teacher may see by now: some instruments show results when their time is over.
fn due(tx: &mut Tx<'_>, taken: Vec<crate::model::Taken>, person: PersonId) -> kernel::Result<Vec<crate::model::Taken>> {
    let now = tx.now();
    let due: Vec<AttemptId> = diagnostics::scored_of(tx, &access::Scope::person(person), person)?.into_iter().filter(|scored| scored.is_due(now)).map(|scored| scored.id).collect();
    Ok(taken.into_iter().filter(|one| due.contains(&one.attempt)).collect())
}

/// The first look of the teacher is what lets others look after.
pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> web::Result {
    let (person, attempt) = (own(&actor)?, identified::<AttemptId>(&raw)?);
    let (seen, open) = app
        .write(move |tx| {
            results::find(tx, &Sight::own(person), attempt)?;
            let scored = diagnostics::scored_attempt(tx, &actor.scope(), attempt)?;
            if !scored.is_due(tx.now()) {
                return Err(Error::refusal("Результат этой диагностики покажут, когда закончится её срок: так никто не передаст задания другим. Загляните позже."));
            }
            diagnostics::note_shown(tx, attempt)?;
            Ok((super::results::Seen::read(tx, &Sight::own(person), attempt, Some(&scored))?, sharing::open_of(tx, person)?))
        })
        .await?;
    let page = Page::new(seen.taken.title.clone()).trail([("Мой кабинет", "/cabinet"), ("Мои результаты", "/cabinet/results")]).body(html! {
        (views::results::body(&seen.shown("/cabinet/results")))
        h2 { "Кому показать" }
        (views::results::sharing_form("/cabinet/results/sharing", &shell.key(), &attempt.to_string(), &open))
    });
    Ok(shell.page(page).into_response())
}

pub async fn protocol(State(app): State<App>, Staff { actor, .. }: Staff, Path(raw): Path<String>) -> web::Result {
    let (person, attempt) = (own(&actor)?, identified::<AttemptId>(&raw)?);
    let (document, at) = app
        .write(move |tx| {
            let sight = Sight::own(person);
            let taken = results::find(tx, &sight, attempt)?;
            if taken.shown_at.is_none() {
                return Err(Error::NotFound);
            }
            Ok((paper::protocol(tx, &sight, &taken)?, tx.now()))
        })
        .await?;
    Ok(web::show_file("Протокол диагностики.pdf", web::PDF, app.print(document, at).await?))
}

pub async fn sharing(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> web::Result {
    let person = own(&actor)?;
    let (open, history, taken) = app.read(move |tx| Ok((sharing::open_of(tx, person)?, sharing::history(tx, person)?, results::of_person(tx, &Sight::own(person), person)?))).await?;
    let done = (query(raw).text("done") == "saved").then(|| Notice::done("Сохранено: действует уже сейчас"));
    let page = Page::new("Кому открыты мои результаты").narrow().trail([("Мой кабинет", "/cabinet"), ("Мои результаты", "/cabinet/results")]).notice(done).body(views::sharing::page(
        &open,
        &history,
        &taken,
        app.clock().zone(),
        &shell.key(),
    ));
    Ok(shell.page(page).into_response())
}

fn wish(answers: &Answers) -> share::Wish {
    share::Wish { about: answers.get("about").to_owned(), audiences: answers.all("audiences").into_iter().filter_map(|word| word.parse::<Audience>().ok()).collect() }
}

pub async fn share(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> web::Result {
    let (person, wish, site) = (own(&actor)?, wish(&posted.answers), app.settings.public_url.clone());
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            share::set(tx, &actor, person, &wish, &site)?;
            Ok("/cabinet/results/sharing?done=saved".to_owned())
        })
        .await?;
    Ok(web::see(&done))
}

pub async fn assessment(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>) -> web::Result {
    let (person, id) = (own(&actor)?, identified(&raw)?);
    let found = app.read(move |tx| assessments::find(tx, &Sight::own(person), None, id)).await?;
    Ok(shell.page(views::assessments::own_page(&found, "", &kernel::FieldErrors::default(), app.clock().zone(), &shell.key())).into_response())
}

pub async fn object(State(app): State<App>, Staff { actor, shell }: Staff, Path(raw): Path<String>, posted: Posted) -> web::Result {
    let (person, id) = (own(&actor)?, identified(&raw)?);
    let found = app.read(move |tx| assessments::find(tx, &Sight::own(person), None, id)).await?;
    let words = posted.answers.get("words").to_owned();
    let (typed, version) = (words.clone(), posted.answers.get("version").parse().unwrap_or_default());
    let done = app
        .act(&posted.key, shell.owner(), move |tx| {
            assess::object(tx, &actor, id, &typed, version)?;
            Ok(format!("/cabinet/results/assessments/{id}"))
        })
        .await;
    web::or_again(done, |errors| shell.page(views::assessments::own_page(&found, &words, errors, app.clock().zone(), &shell.key())))
}

pub async fn file(State(app): State<App>, Staff { actor, .. }: Staff, Path(raw): Path<String>) -> web::Result {
    let (person, id) = (own(&actor)?, identified(&raw)?);
    let kept = app
        .read(move |tx| {
            let found = assessments::find(tx, &Sight::own(person), None, id)?;
            assess::certificate(tx, &found)
        })
        .await?;
    let bytes = app.stored(kept.digest).await?;
    Ok(web::show_file("Подтверждение оценки", kept.kind.mime(), bytes))
}

//! The form of a card: the observer's, and the teacher's own.

use super::see;
use crate::{
    model::{ObservationId, Side, State as Stage},
    record::{RecordId, Sheet},
    rubric::{Body, Rubric},
    store::{records, rubrics},
    views::recording::{self, Recording},
    visit,
    writing::{self, Line},
};
use access::{Action, Actor};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, FieldErrors, Tx};
use maud::Markup;
use structure::Lists;
use ui::url::Query;
use web::{Answers, App, Posted, Result, Shell, Staff};

pub async fn observer(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<ObservationId>, RawQuery(raw): RawQuery) -> Result<Markup> {
    actor.may(Action::ObserveLessons)?;
    let query = Query::parse(&raw.unwrap_or_default());
    page(&app, &actor, &shell, (id, Side::Observer), None, FieldErrors::default(), query.text("done")).await
}

pub async fn teacher(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<ObservationId>, RawQuery(raw): RawQuery) -> Result<Markup> {
    actor.may(Action::UseOwnCabinet)?;
    let query = Query::parse(&raw.unwrap_or_default());
    page(&app, &actor, &shell, (id, Side::Teacher), None, FieldErrors::default(), query.text("done")).await
}

fn whole(tx: &mut Tx<'_>, actor: &Actor, id: ObservationId, side: Side) -> kernel::Result<(crate::model::Row, Rubric, Sheet)> {
    let row = match side {
        Side::Observer => visit::observed(tx, actor, id)?,
        Side::Teacher => visit::own(tx, actor, id)?,
    };
    let open: &[Stage] = match side {
        Side::Observer => &[Stage::Agreed],
        Side::Teacher => &[Stage::Agreed, Stage::Filled],
    };
    row.observation.must_be(open, "Карту можно заполнять, когда посещение согласовано и карта не закончена.")?;
    let rubric = rubrics::find(tx, row.observation.rubric)?;
    Ok((row, rubric, records::sheet(tx, id, side)?))
}

async fn page(app: &App, actor: &Actor, shell: &Shell, (id, side): (ObservationId, Side), typed: Option<&Answers>, errors: FieldErrors, done: &str) -> Result<Markup> {
    let writer = actor.clone();
    let ((row, rubric, sheet), lists) = app.read(move |tx| Ok((whole(tx, &writer, id, side)?, Lists::read(tx)?))).await?;
    Ok(recording::page(shell, &Recording { row: &row, rubric: &rubric, sheet: &sheet, side, typed, errors: &errors, zone: &lists.zone, done }))
}

pub async fn write(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<ObservationId>, posted: Posted) -> Result {
    actor.may(Action::ObserveLessons)?;
    let next = if posted.answers.get("then") == "finish" { format!("/observations/{id}") } else { format!("/observations/{id}/record?done=saved") };
    keep(&app, &actor, &shell, (id, Side::Observer), &posted, next).await
}

pub async fn write_own(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<ObservationId>, posted: Posted) -> Result {
    actor.may(Action::UseOwnCabinet)?;
    keep(&app, &actor, &shell, (id, Side::Teacher), &posted, format!("/cabinet/observations/{id}?done=saved")).await
}

async fn keep(app: &App, actor: &Actor, shell: &Shell, (id, side): (ObservationId, Side), posted: &Posted, next: String) -> Result {
    let (writer, answers) = (actor.clone(), posted.answers.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        let (_, rubric, sheet) = whole(tx, &writer, id, side)?;
        let lines = lines(&answers, &rubric.body, &sheet)?;
        writing::write(tx, &writer, id, side, &lines)?;
        Ok(next)
    });
    match done.await {
        Err(Error::Fields(errors)) => Ok(web::unprocessable(page(app, actor, shell, (id, side), Some(&posted.answers), errors, "").await?).into_response()),
        other => Ok(see(&other?)),
    }
}

/// What the form says of each indicator that was on it.
fn lines(answers: &Answers, body: &Body, sheet: &Sheet) -> kernel::Result<Vec<Line>> {
    let (mut lines, mut errors) = (Vec::new(), FieldErrors::default());
    for indicator in body.indicators() {
        let code = &indicator.code;
        let seen_name = format!("seen-{code}");
        if !answers.has(&seen_name) {
            continue;
        }
        let seen: Option<Vec<RecordId>> = answers.get(&seen_name).split(' ').filter(|id| !id.is_empty()).map(|id| id.parse().ok()).collect();
        let seen = seen.ok_or(Error::NotFound)?;
        let choice = answers.get(&format!("choice-{code}"));
        if !choice.is_empty() {
            let chosen = sheet.heads(code).iter().find(|head| head.id.to_string() == choice);
            match chosen {
                Some(head) => lines.push(Line { indicator: code.clone(), score: head.score, words: head.words.clone(), seen }),
                None => errors.add(format!("choice-{code}"), "Эта запись уже не последняя. Посмотрите, что изменилось, и выберите ещё раз"),
            }
            continue;
        }
        // Two that stand and no choice: nothing is said.
        if !answers.has(&format!("words-{code}")) {
            continue;
        }
        let score_name = format!("score-{code}");
        let score = match answers.get(&score_name) {
            "" => None,
            raw => match raw.parse::<i64>().ok().filter(|score| indicator.step(*score).is_some()) {
                Some(score) => Some(score),
                None => {
                    errors.add(score_name, format!("Балл вне шкалы: можно от 0 до {}", indicator.max()));
                    continue;
                }
            },
        };
        lines.push(Line { indicator: code.clone(), score, words: answers.get(&format!("words-{code}")).to_owned(), seen });
    }
    errors.or(Some(lines)).map_err(Error::from)
}

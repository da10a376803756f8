//! What devices say and hear: JSON, under the same guard against other sites as every form.

use crate::{
    model::{ObservationId, Side, State as Stage},
    rubric::Body,
    store::{self, Eye, Filter, records, rubrics},
    writing::{self, Batch, Verdict},
};
use access::{Action, Actor};
use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use http::StatusCode;
use kernel::{Error, Slice, Tx};
use serde::Serialize;
use serde_json::json;
use web::{App, Result, Staff};

/// A visit as a device keeps it: the teacher's name and the lesson, nothing else about a person.
#[derive(Debug, Serialize)]
struct Visit {
    id: ObservationId,
    teacher: String,
    school: String,
    held_on: String,
    lesson: String,
    grade: String,
    topic: String,
    rubric: String,
    blocks: Body,
    records: Vec<Stands>,
}

/// A record that stands.
#[derive(Debug, Serialize)]
struct Stands {
    id: String,
    indicator: String,
    score: Option<i64>,
    words: String,
    device: String,
    at: String,
}

#[derive(Debug, Serialize)]
struct Mine {
    account: String,
    name: String,
    visits: Vec<Visit>,
}

fn mine_of(tx: &mut Tx<'_>, actor: &Actor) -> kernel::Result<Mine> {
    let filter = Filter { state: Some(Stage::Agreed), mine: true, ..Filter::default() };
    let mut visits = Vec::new();
    for row in store::list(tx, &Eye::of(actor), &filter, "day", Slice::all(200))?.rows {
        let rubric = rubrics::find(tx, row.observation.rubric)?;
        let sheet = records::sheet(tx, row.observation.id, Side::Observer)?;
        let stands = sheet.all().map(|record| Stands {
            id: record.id.to_string(),
            indicator: record.indicator.clone(),
            score: record.score,
            words: record.words.clone(),
            device: record.device.clone(),
            at: record.recorded_at.to_string(),
        });
        visits.push(Visit {
            id: row.observation.id,
            teacher: row.teacher,
            school: row.school,
            held_on: ui::ru::date(row.observation.held_on),
            lesson: row.observation.lesson,
            grade: row.observation.grade,
            topic: row.observation.topic,
            rubric: row.rubric,
            records: stands.collect(),
            blocks: rubric.body,
        });
    }
    Ok(Mine { account: actor.account.to_string(), name: actor.name.clone(), visits })
}

/// The viewer's agreed visits with their rubrics and what stands.
pub async fn mine(State(app): State<App>, Staff { actor, .. }: Staff) -> Result {
    actor.may(Action::ObserveLessons)?;
    let mine = app.read(move |tx| mine_of(tx, &actor)).await?;
    Ok(Json(mine).into_response())
}

/// Records of a device; each is acknowledged or refused by its id.
pub async fn records(State(app): State<App>, Staff { actor, .. }: Staff, Path(id): Path<ObservationId>, body: Bytes) -> Result {
    actor.may(Action::ObserveLessons)?;
    let Ok(batch) = serde_json::from_slice::<Batch>(&body) else {
        return Ok(refused(StatusCode::UNPROCESSABLE_ENTITY, "Записи не разобрать. Обновите страницу и отправьте ещё раз: на устройстве они целы."));
    };
    let done: kernel::Result<Vec<Verdict>> = app.write(move |tx| writing::receive(tx, &actor, id, &batch)).await;
    match done {
        Ok(verdicts) => Ok(Json(json!({"verdicts": verdicts})).into_response()),
        Err(Error::NotFound) => Ok(refused(StatusCode::NOT_FOUND, "Такого наблюдения у вас нет.")),
        Err(Error::Refusal(why)) => Ok(refused(StatusCode::CONFLICT, &why)),
        Err(other) => Err(other.into()),
    }
}

fn refused(status: StatusCode, why: &str) -> Response {
    (status, Json(json!({"error": why}))).into_response()
}

//! The list of meetings, the page of one, attendance, the agenda as a sheet.

use super::{or_afresh, url};
use crate::{
    close,
    form::AttendanceForm,
    model::{Item, MeetingId},
    paper, plan,
    sitting::{Sitting, sitting},
    store,
    views::{self, meeting::Show},
};
use access::{Action, Actor};
use audit::Event;
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{FieldErrors, Tx};
use maud::Markup;
use serde_json::json;
use sheets::Value;
use ui::url::Query;
use web::{
    App, Posted, Result, Shell, Staff,
    lists::{Format, Taken, take},
};

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result {
    actor.may(Action::ViewMeetings)?;
    let query = Query::parse(&raw.unwrap_or_default());
    if query.text("format") == "xlsx" {
        actor.may(Action::ExportLists)?;
        return web::lists::take_out(&app, &actor, "Заседания комиссии", &views::list::COLUMNS, |tx| Ok(store::meetings(tx)?.iter().map(views::list::cells).collect())).await;
    }
    let viewer = actor.clone();
    let (rows, waiting) = app.read(move |tx| Ok((store::meetings(tx)?, crate::vote::waiting_for(tx, &viewer)?))).await?;
    Ok(views::list::page(&shell, &rows, &waiting, &actor, query.text("done")).into_response())
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MeetingId>, RawQuery(raw): RawQuery) -> Result<Markup> {
    let query = Query::parse(&raw.unwrap_or_default());
    page(&app, &actor, &shell, id, Again { done: query.text("done").to_owned(), ..Again::default() }).await
}

/// What a failed form brings back to the page.
#[derive(Default)]
struct Again {
    done: String,
    typed: Option<AttendanceForm>,
    errors: FieldErrors,
}

async fn page(app: &App, actor: &Actor, shell: &Shell, id: MeetingId, again: Again) -> Result<Markup> {
    let viewer = actor.clone();
    let (sitting, without_order, today) = app
        .read(move |tx| {
            let sitting = sitting(tx, &viewer, id)?;
            let left = close::without_order(tx, &sitting)?;
            Ok((sitting, left.len(), tx.today()))
        })
        .await?;
    let Again { done, typed, errors } = again;
    Ok(views::meeting::page(shell, &Show { sitting: &sitting, actor, done: &done, typed: typed.as_ref(), errors: &errors, without_order, today }))
}

pub async fn open(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MeetingId>, posted: Posted) -> Result {
    let form = AttendanceForm::of(&posted.answers);
    let (typed, opener) = (form.clone(), actor.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        plan::open(tx, &opener, id, &typed)?;
        Ok(format!("{}?done=opened", url(id)))
    });
    or_afresh(done.await, |errors| page(&app, &actor, &shell, id, Again { typed: Some(form), errors, ..Again::default() })).await
}

pub async fn attendance(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MeetingId>, posted: Posted) -> Result {
    let form = AttendanceForm::of(&posted.answers);
    let (typed, taker) = (form.clone(), actor.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        plan::attendance(tx, &taker, id, &typed)?;
        Ok(format!("{}?done=attendance", url(id)))
    });
    or_afresh(done.await, |errors| page(&app, &actor, &shell, id, Again { typed: Some(form), errors, ..Again::default() })).await
}

/// The agenda with votes and decisions; who took it out is written down.
pub async fn export(State(app): State<App>, Staff { actor, .. }: Staff, Path(id): Path<MeetingId>) -> Result {
    actor.may(Action::ExportLists)?;
    let reader = actor.clone();
    let read = move |tx: &mut Tx<'_>| {
        let sitting = sitting(tx, &reader, id)?;
        let caption = sitting.meeting.caption();
        let event = Event::new("meeting.exported", "meeting", id).with(json!({"rows": sitting.items.len()}));
        Ok(Taken { name: format!("Повестка заседания {caption}"), filter: format!("Заседание {caption}"), rows: sitting.items.iter().map(|item| cells(&sitting, item)).collect(), event })
    };
    take(&app, &actor, ("Повестка", COLUMNS.map(sheets::Column::new).to_vec()), Format::Xlsx, read).await
}

const COLUMNS: [&str; 15] =
    ["№", "Заявка", "ФИО", "Должность", "Школа", "Муниципалитет", "Просит", "Предмет, направление", "Основания", "За", "Против", "Воздержались", "Конфликт интересов", "Решение", "Куда или почему"];

fn cells(sitting: &Sitting, item: &Item) -> Vec<Value> {
    let (words, tally) = (&item.words, sitting.tally(item.id));
    let number = |count: usize| Value::Integer(i64::try_from(count).unwrap_or(i64::MAX));
    let (kind, field) = words.kind.map(|kind| (sitting.lists.kind(kind), sitting.lists.field(kind, &words.subject, &words.direction))).unwrap_or_default();
    vec![
        Value::Integer(item.position),
        words.number.as_str().into(),
        words.shown_name().into(),
        words.post.as_str().into(),
        words.school_name.as_str().into(),
        words.municipality_name.as_str().into(),
        kind.as_str().into(),
        field.as_str().into(),
        words.criteria.join("; ").into(),
        number(tally.in_favour),
        number(tally.against),
        number(tally.abstained),
        number(tally.recused),
        paper::decision(item).into(),
        paper::details(sitting, item).into(),
    ]
}

//! The list of meetings, the page of one, attendance, the agenda as a sheet.

use super::{or_again, url};
use crate::{
    close,
    form::AttendanceForm,
    model::MeetingId,
    paper, plan,
    sitting::{Sitting, sitting},
    store,
    views::{self, meeting::Show},
};
use access::{Action, Actor};
use audit::{Event, Record};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::FieldErrors;
use maud::Markup;
use serde_json::json;
use ui::url::Query;
use web::{App, Posted, Result, Shell, Staff};

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
    or_again(done.await, |errors| page(&app, &actor, &shell, id, Again { typed: Some(form), errors, ..Again::default() })).await
}

pub async fn attendance(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<MeetingId>, posted: Posted) -> Result {
    let form = AttendanceForm::of(&posted.answers);
    let (typed, taker) = (form.clone(), actor.clone());
    let done = app.act(&posted.key, shell.owner(), move |tx| {
        plan::attendance(tx, &taker, id, &typed)?;
        Ok(format!("{}?done=attendance", url(id)))
    });
    or_again(done.await, |errors| page(&app, &actor, &shell, id, Again { typed: Some(form), errors, ..Again::default() })).await
}

/// The agenda with votes and decisions; who took it out is written down.
pub async fn export(State(app): State<App>, Staff { actor, .. }: Staff, Path(id): Path<MeetingId>) -> Result {
    actor.may(Action::ExportLists)?;
    let zone = app.clock().zone().clone();
    let (sitting, made) = app
        .write(move |tx| {
            let found = sitting(tx, &actor, id)?;
            tx.record(&actor.by(), Event::new("meeting.exported", "meeting", id).with(json!({"rows": found.items.len()})))?;
            let made = sheets::Made { by: actor.name.clone(), at: tx.now().to_zoned_datetime(zone).datetime(), filter: format!("Заседание {}", found.meeting.caption()) };
            Ok((found, made))
        })
        .await?;
    let name = format!("Повестка заседания {}.xlsx", sitting.meeting.caption());
    Ok(web::download(&name, web::XLSX, sheet(&sitting, &made)?))
}

fn sheet(sitting: &Sitting, made: &sheets::Made) -> Result<Vec<u8>> {
    let titles = ["№", "Заявка", "ФИО", "Должность", "Школа", "Муниципалитет", "Просит", "Предмет, направление", "Основания", "За", "Против", "Воздержались", "Конфликт интересов", "Решение", "Куда или почему"];
    let rows = sitting.items.iter().map(|item| {
        let (words, tally) = (&item.words, sitting.tally(item.id));
        let number = |count: usize| sheets::Value::Integer(i64::try_from(count).unwrap_or(i64::MAX));
        let text = |text: &str| sheets::Value::from(text);
        let kind = words.kind.map(|kind| (sitting.lists.kind(kind), sitting.lists.field(kind, &words.subject, &words.direction))).unwrap_or_default();
        vec![
            sheets::Value::Integer(item.position),
            text(&words.number),
            text(words.shown_name()),
            text(&words.post),
            text(&words.school_name),
            text(&words.municipality_name),
            text(&kind.0),
            text(&kind.1),
            text(&words.criteria.join("; ")),
            number(tally.in_favour),
            number(tally.against),
            number(tally.abstained),
            number(tally.recused),
            text(paper::decision(item)),
            text(&paper::details(sitting, item)),
        ]
    });
    Ok(sheets::export("Повестка", &titles.map(sheets::Column::new), rows, Some(made)).map_err(anyhow::Error::new)?)
}

//! The journal of actions: who did or looked at what, about whom. Reading it about one person, exporting it and checking it are
//! themselves written down.

mod filter;
mod views;

use access::{Action, Actor};
use audit::{Event, Record, Seen, Verdict};
use axum::{
    extract::{Path, RawQuery, State},
    response::{IntoResponse, Response},
};
use filter::Asked;
use kernel::{Error, Result as Done, Slice, Tx, id::Uuid};
use serde_json::json;
use ui::url::Query;
use web::{
    App, Posted, Result, Staff,
    lists::{Format, Taken, take},
};

const TITLE: &str = "Журнал действий";
const PER_PAGE: u32 = 50;
const MOST_EXPORTED: u32 = 100_000;

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result<Response> {
    actor.may(Action::ViewAudit)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let asked = Asked::of(&query);
    if Format::asked(&query) == Some(Format::Xlsx) && asked.error.is_none() {
        return export(&app, &actor, asked).await;
    }
    let (filter, slice) = (asked.filter.clone(), Slice::new(query.page(), PER_PAGE));
    let found = if let Some(person) = filter.person {
        let by = actor.by();
        app.write(move |tx| {
            tx.record(&by, Event::new("audit.viewed", "person", person).of(person))?;
            audit::list(tx, &filter, slice)
        })
        .await?
    } else if asked.error.is_some() {
        kernel::Paged { rows: Vec::new(), total: 0, slice }
    } else {
        app.read(move |tx| audit::list(tx, &filter, slice)).await?
    };
    Ok(views::list(&shell, &asked, &found, app.clock().zone()).into_response())
}

/// The events that fit, as a sheet.
async fn export(app: &App, actor: &Actor, asked: Asked) -> Result<Response> {
    actor.may(Action::ExportLists)?;
    let (zone, words) = (app.clock().zone().clone(), asked.words());
    let read = move |tx: &mut Tx<'_>| {
        let found = audit::list(tx, &asked.filter, Slice::all(MOST_EXPORTED))?.rows;
        let event = Event::new("audit.exported", "audit", "list").of_maybe(asked.filter.person).with(json!({"rows": found.len(), "action": asked.filter.action}));
        Ok(Taken { name: TITLE.into(), filter: words, rows: found.iter().map(|seen| views::cells(seen, &zone)).collect(), event })
    };
    take(app, actor, (TITLE, views::COLUMNS.map(sheets::Column::new).to_vec()), Format::Xlsx, read).await
}

/// Walks the whole chain outside the writing transaction: others may work meanwhile; what is appended later is the next check's matter.
pub async fn verify(State(app): State<App>, Staff { actor, shell }: Staff, posted: Posted) -> Result<Response> {
    actor.may(Action::ViewAudit)?;
    let verdict = app.read(audit::verify).await?;
    let location = app.act(&posted.key, shell.owner(), move |tx| note(tx, &actor.by(), &verdict)).await?;
    Ok(web::see(&location))
}

fn note(tx: &mut Tx<'_>, by: &audit::By, verdict: &Verdict) -> Done<String> {
    let id = Uuid::now_v7();
    let result = match verdict {
        Verdict::Whole { events, erased, head } => json!({"whole": true, "events": events, "erased": erased, "head": head}),
        Verdict::Broken { seq, why } => json!({"whole": false, "seq": seq, "why": why}),
    };
    tx.record(by, Event::new("audit.verified", "audit", id).with(result))?;
    Ok(format!("/audit/verifications/{id}"))
}

pub async fn verified(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<Uuid>) -> Result<Response> {
    actor.may(Action::ViewAudit)?;
    let filter = audit::Filter { object: Some(("audit", id.to_string())), action: "audit.verified".into(), ..audit::Filter::default() };
    let found: Option<Seen> = app.read(move |tx| Ok(audit::list(tx, &filter, Slice::new(1, 1))?.rows.into_iter().next())).await?;
    let seen = found.ok_or(Error::NotFound)?;
    let result = serde_json::from_str(&seen.payload).map_err(anyhow::Error::new)?;
    Ok(views::verified(&shell, &seen, &result, app.clock().zone()).into_response())
}

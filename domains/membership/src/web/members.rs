//! The list of members, and a member's certificate.

use crate::{
    model::MembershipId,
    order, paper,
    store::{self, Filter},
    views,
};
use access::{Action, Actor};
use audit::{Event, Record};
use axum::{
    extract::{Path, RawQuery, State},
    response::{IntoResponse, Response},
};
use kernel::{Error, Slice, Tx};
use serde_json::json;
use ui::url::Query;
use web::{
    App, Result, Staff,
    lists::{Format, Taken, take},
};

const TITLE: &str = "Участники актива";
/// The longest list that is taken out as a sheet.
const MOST_EXPORTED: u32 = 100_000;

pub(super) fn filter(query: &Query) -> Filter {
    let text = |name: &str| query.text(name).chars().take(100).collect::<String>();
    Filter { kind: query.text("kind").parse().ok(), municipality: text("municipality"), subject: text("subject"), direction: text("direction"), text: text("text"), standing: text("standing") }
}

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result<Response> {
    actor.may(Action::ViewPeople)?;
    let query = Query::parse(&raw.unwrap_or_default());
    if Format::asked(&query) == Some(Format::Xlsx) {
        return export(&app, actor, &query).await;
    }
    let (scope, wanted) = (actor.scope(), filter(&query));
    let slice = Slice::new(query.page(), 50);
    let (found, lists, today) = app
        .read(move |tx| {
            let today = tx.today();
            Ok((store::list(tx, &scope, &wanted, today, slice)?, views::Lists::read(tx)?, today))
        })
        .await?;
    Ok(views::members::page(&shell, &found, &query, &lists, today, &actor).into_response())
}

/// The list as a sheet, as filtered; who took it is written down.
async fn export(app: &App, actor: Actor, query: &Query) -> Result<Response> {
    actor.may(Action::ExportLists)?;
    let (wanted, scope) = (filter(query), actor.scope());
    let columns = views::members::COLUMNS.map(sheets::Column::new).to_vec();
    let read = move |tx: &mut Tx<'_>| {
        let today = tx.today();
        let found = store::list(tx, &scope, &wanted, today, Slice::all(MOST_EXPORTED))?.rows;
        let event = Event::new("membership.exported", "membership", "list").with(json!({"rows": found.len()}));
        Ok(Taken { name: TITLE.into(), filter: String::new(), rows: found.iter().map(|row| views::members::cells(row, today)).collect(), event })
    };
    take(app, &actor, (TITLE, columns), Format::Xlsx, read).await
}

/// One's own certificate, or one within the scope of staff.
pub async fn certificate(State(app): State<App>, Staff { actor, .. }: Staff, Path(id): Path<MembershipId>) -> Result<Response> {
    if !actor.can(Action::ViewPeople) && !actor.can(Action::UseOwnCabinet) {
        return Err(Error::NotFound.into());
    }
    let url = app.settings.public_url.trim_end_matches('/').to_owned();
    let (document, at) = app
        .write(move |tx| {
            let (today, scope) = (tx.today(), actor.scope());
            let row = store::find(tx, &scope, id, today)?;
            let (order, profile) = (order::find(tx, row.membership.order)?, structure::profile(tx)?);
            tx.record(&actor.by(), Event::new("membership.certificate_made", "membership", id).of(row.membership.person))?;
            let verify = format!("{url}/verify/{}", row.membership.certificate_code);
            Ok((paper::certificate(&profile, &row, &order, verify), tx.now()))
        })
        .await?;
    let pdf = app.print(document, at).await?;
    Ok(web::show_file("Удостоверение участника актива.pdf", web::PDF, pdf))
}

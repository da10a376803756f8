//! Tasks with legal deadlines: the most urgent first, closed with what was done.

use super::version;
use crate::{
    DutyId, duty,
    views::{self, duties::Again},
};
use access::Action;
use audit::{Event, Record};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, Slice};
use ui::url::Query;
use web::{App, Posted, Staff};

/// The longest list that is taken out as a sheet.
const MOST_EXPORTED: u32 = 50_000;

pub async fn list(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> web::Result {
    actor.may(Action::RegisterWithdrawals)?;
    let query = Query::parse(raw.as_deref().unwrap_or_default());
    let closed = query.text("show") == "closed";
    if query.text("format") == "xlsx" {
        actor.may(Action::ExportLists)?;
        let scope = actor.scope();
        return web::lists::take_out(&app, &actor, "Сроки по закону", &views::duties::COLUMNS, move |tx| {
            Ok(duty::list(tx, &scope, closed, Slice::all(MOST_EXPORTED))?.rows.iter().map(views::duties::cells).collect())
        })
        .await;
    }
    let slice = Slice::new(query.page(), 25);
    let scope = actor.scope();
    let (duties, today) = app.read(move |tx| Ok((duty::list(tx, &scope, closed, slice)?, tx.today()))).await?;
    Ok(shell.page(views::duties::list(&duties, closed, today, &query, &actor)).into_response())
}

/// The page says what one person demands or is owed: a look at another's affairs, which the person sees. Lists record none.
pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<DutyId>) -> web::Result {
    actor.may(Action::RegisterWithdrawals)?;
    let looker = actor.clone();
    let looked_at = app.write(move |tx| {
        let duty = duty::find(tx, &looker.scope(), id)?;
        tx.record(&looker.by(), Event::new("duty.viewed", "duty", id).of(duty.person))?;
        Ok((duty, tx.today()))
    });
    let (duty, today) = looked_at.await?;
    Ok(shell.page(views::duties::show(&duty, &actor, (today, app.clock().zone()), &Again::default(), &shell.key())).into_response())
}

pub async fn close(State(app): State<App>, Staff { actor, shell }: Staff, Path(id): Path<DutyId>, posted: Posted) -> web::Result {
    actor.may(Action::RegisterWithdrawals)?;
    let (version, outcome, scope) = (version(&posted)?, posted.answers.get("outcome").to_owned(), actor.scope());
    let done = app
        .act(&posted.key, shell.owner(), {
            let (outcome, scope, by) = (outcome.clone(), scope.clone(), actor.by());
            move |tx| {
                duty::close(tx, &by, &scope, id, version, &outcome)?;
                Ok("/duties".to_owned())
            }
        })
        .await;
    match done {
        Err(Error::Fields(errors)) => {
            let (duty, today) = app.read(move |tx| Ok((duty::find(tx, &scope, id)?, tx.today()))).await?;
            Ok(web::unprocessable(shell.page(views::duties::show(&duty, &actor, (today, app.clock().zone()), &Again { typed: &outcome, errors }, &shell.key()))))
        }
        other => Ok(web::see(&other?)),
    }
}

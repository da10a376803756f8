//! Years of members within the scope.

use crate::year::{
    load::{self, Step},
    model::{Part, Year},
    sight,
    store::list::{self as found, Filter},
    views,
};
use access::Action;
use axum::{
    extract::{RawQuery, State},
    response::IntoResponse,
};
use kernel::{Error, Slice};
use ui::url::Query;
use web::{App, Result, Staff};

fn filter(query: &Query, today: kernel::Date) -> Filter {
    let text = |name: &str| query.text(name).chars().take(100).filter(|c| *c != '\0').collect::<String>();
    Filter {
        year: Year::parse(query.text("year")).unwrap_or_else(|| Year::of(today)),
        part: query.text("part").parse().unwrap_or(Part::Whole),
        text: text("text"),
        kind: text("kind"),
        municipality: text("municipality"),
        plan: text("plan"),
        report: text("report"),
    }
}

/// The spread of loads of the filter's kind and scope; none for so few that one's own could be read from it.
fn spread(tx: &mut kernel::Tx<'_>, scope: &access::Scope, filter: &Filter) -> kernel::Result<Option<Vec<Step>>> {
    let all = found::loads(tx, scope, &filter.kind, filter.part.period(filter.year))?;
    Ok((all.len() >= load::FEWEST).then(|| load::spread(&all)))
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> Result {
    if !sight::oversees(&actor) {
        return Err(Error::NotFound.into());
    }
    let query = Query::parse(&raw.unwrap_or_default());
    let (scope, wanted) = (actor.scope(), filter(&query, app.clock().today()));
    let by_place = query.sort().is_some_and(|(column, _)| column == "place");
    if query.text("format") == "xlsx" {
        actor.may(Action::ExportLists)?;
        return web::lists::take_out(&app, &actor, "Год участников актива", &views::list::COLUMNS, move |tx| {
            let profile = structure::profile(tx)?;
            Ok(found::list(tx, &scope, &wanted, (by_place, Slice::all(100_000)))?.rows.iter().map(|row| views::list::cells(row, &profile)).collect())
        })
        .await;
    }
    let slice = Slice::new(query.page(), 50);
    let asked = wanted.clone();
    let (rows, spread, places, profile) = app
        .read(move |tx| {
            let today = tx.today();
            Ok((found::list(tx, &scope, &asked, (by_place, slice))?, spread(tx, &scope, &asked)?, structure::places::municipalities(tx, today)?, structure::profile(tx)?))
        })
        .await?;
    Ok(views::list::page(&shell, &rows, &views::list::Around { query: &query, filter: &wanted, spread: spread.as_deref(), municipalities: &places, profile: &profile, may_export: actor.can(Action::ExportLists) })
        .into_response())
}

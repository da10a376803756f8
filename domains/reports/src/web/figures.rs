//! Figures for any days, and one indicator over time.

use super::query;
use crate::{
    definition,
    ground::Ground,
    paper,
    period::{Period, typed},
    sight::Sight,
    snapshot::{self, Figures},
    trend, views,
};
use ::web::{App, Staff};
use access::{Action, Actor};
use audit::{Event, Record};
use axum::{
    extract::{Path, RawQuery, State},
    response::IntoResponse,
};
use kernel::{Date, Result, Tx};
use serde_json::json;
use ui::url::Query;

const TITLE: &str = "Показатели";

/// The days of the address; what can't be read is the half-year that runs.
fn period(query: &Query, today: Date) -> Period {
    typed(query.text("from"), query.text("until")).unwrap_or_else(|_| Period::half_of(today))
}

fn ground(tx: &mut Tx<'_>, actor: &Actor, query: &Query) -> Result<(Sight, Ground)> {
    let sight = Sight::of(actor)?;
    let (place, today) = (sight.place(tx, query.text("place"))?, tx.today());
    let ground = Ground::of(tx, &place, period(query, today))?;
    Ok((sight, ground))
}

pub async fn all(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ViewReports)?;
    let query = query(raw);
    let (asked, who) = (query.clone(), actor.clone());
    if query.text("format") == "xlsx" {
        let read = move |tx: &mut Tx<'_>| {
            let (_, ground) = ground(tx, &who, &asked)?;
            Ok(views::indicators::rows(&snapshot::figures(tx, &ground)?))
        };
        return ::web::lists::take_out(&app, &actor, TITLE, &views::indicators::COLUMNS, read).await;
    }
    let (ground, figures, places) = app
        .read(move |tx| {
            let (sight, ground) = ground(tx, &who, &asked)?;
            let own = Ground::of(tx, &sight.place, ground.period)?;
            let places = views::indicators::choices(&own, &own.below(tx)?, &sight);
            let figures = snapshot::figures(tx, &ground)?;
            Ok((ground, figures, places))
        })
        .await?;
    let shown = views::indicators::Shown { ground: &ground, figures: &figures, places: &places, query: &query, today: app.clock().today() };
    Ok(shell.page(views::indicators::page(&shown)).into_response())
}

pub async fn print(State(app): State<App>, Staff { actor, .. }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ViewReports)?;
    let query = query(raw);
    let document = app
        .write(move |tx| {
            let (_, ground) = ground(tx, &actor, &query)?;
            let figures: Figures = snapshot::figures(tx, &ground)?;
            tx.record(&actor.by(), Event::new("list.exported", "list", TITLE).with(json!({"list": TITLE, "rows": figures.indicators.len()})))?;
            Ok(paper::figures_only(&*structure::profile(tx)?, &ground, &figures))
        })
        .await?;
    let bytes = app.print(document, app.clock().now()).await?;
    Ok(::web::show_file(&format!("{TITLE}.pdf"), ::web::PDF, bytes))
}

pub async fn one(State(app): State<App>, Staff { actor, shell }: Staff, Path(code): Path<String>, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ViewReports)?;
    let query = query(raw);
    let (asked, who) = (query.clone(), actor.clone());
    let (ground, versions, now, points, below) = app
        .read(move |tx| {
            let versions = definition::versions(tx, &code)?;
            let (sight, ground) = ground(tx, &who, &asked)?;
            let now = snapshot::one(tx, &code, &ground)?;
            let points = trend::trend(tx, &ground, &code)?;
            let mut below = Vec::new();
            if sight.sees_below(ground.level) {
                for under in ground.below(tx)? {
                    if let Some(counted) = snapshot::one(tx, &code, &under)? {
                        below.push((under, counted));
                    }
                }
            }
            Ok((ground, versions, now, points, below))
        })
        .await?;
    let kept = query.without("done").without("format");
    let shown = views::indicator::Shown {
        ground: &ground,
        versions: &versions,
        now: now.as_ref(),
        points: &points,
        below: &below,
        query: &kept,
        manages: actor.can(Action::ManageIndicators),
        done: query.text("done") == "revised",
    };
    Ok(shell.page(views::indicator::page(&shown)).into_response())
}

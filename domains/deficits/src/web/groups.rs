//! The picture of groups: a map of competencies and places, a trend, the same as a sheet.

use super::{query, text};
use crate::{
    groups::{self, Map},
    store::groups as sums,
    views,
};
use access::{Action, Actor};
use axum::{
    extract::{RawQuery, State},
    response::IntoResponse,
};
use kernel::{Result, Tx};
use ui::{page::Page, url::Query};
use web::{App, Staff};

/// What is looked at: a framework and a study year that have results.
pub struct Asked {
    pub frameworks: Vec<(String, String)>,
    pub framework: String,
    pub years: Vec<i64>,
    pub year: i64,
}

impl Asked {
    fn read(tx: &mut Tx<'_>, query: &Query) -> Result<Self> {
        let frameworks = sums::frameworks(tx)?;
        let wanted = text(query, "framework");
        let framework = frameworks.iter().find(|(id, _)| *id == wanted).or(frameworks.first()).map(|(id, _)| id.clone()).unwrap_or_default();
        let years = sums::years(tx, &framework)?;
        let year = query.text("year").parse().ok().filter(|year| years.contains(year)).or(years.first().copied()).unwrap_or_else(|| crate::model::study_year(tx.today()));
        Ok(Self { frameworks, framework, years, year })
    }
}

/// A year of the trend: shares of the place and the region's middle, by competency in the order of the map.
pub struct Year {
    pub year: i64,
    pub shares: Vec<(Option<i64>, Option<i64>)>,
}

/// Years shown in a trend.
const MOST_YEARS: usize = 5;

fn trend(tx: &mut Tx<'_>, actor: &Actor, asked: &Asked, map: &Map) -> Result<Vec<Year>> {
    let mut found = Vec::new();
    for year in asked.years.iter().take(MOST_YEARS).rev() {
        let then = if *year == asked.year { None } else { Some(groups::map(tx, actor, map.place.id.as_str(), &asked.framework, *year)?) };
        let then = then.as_ref().unwrap_or(map);
        let share = |code: &str| match then.at(code, &map.place.id) {
            groups::Cell::Shown(figure) => Some(figure.share.number()),
            groups::Cell::Hidden | groups::Cell::Nobody => None,
        };
        found.push(Year { year: *year, shares: map.competencies.iter().map(|competency| (share(&competency.id), then.middle(&competency.id))).collect() });
    }
    Ok(found)
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> web::Result {
    actor.may(Action::ViewGroupPicture)?;
    let query = query(raw);
    let (viewer, wanted) = (actor.clone(), query.clone());
    if query.text("format") == "xlsx" {
        let (asked, map) = app.read(move |tx| opened(tx, &viewer, &wanted)).await?;
        let columns = views::groups::columns(&map);
        let titles: Vec<&str> = columns.iter().map(String::as_str).collect();
        let rows = views::groups::cells(&map, asked.year);
        return web::lists::take_out(&app, &actor, "Картина по группам", &titles, move |_| Ok(rows)).await;
    }
    let (asked, map, trend) = app
        .read(move |tx| {
            let (asked, map) = opened(tx, &viewer, &wanted)?;
            let trend = trend(tx, &viewer, &asked, &map)?;
            Ok((asked, map, trend))
        })
        .await?;
    let mut page = Page::new(format!("Картина по группам: {}", map.place.name)).wide().lead("Без имён: доля педагогов, чей уровень, судя по ответам, ниже ожидаемого. Группы меньше пяти человек не показаны.");
    if map.place.id != actor.place {
        page = page.trail([("Картина по группам", "/groups")]);
    }
    Ok(shell.page(page.body(views::groups::page(&asked, &map, &trend, &query))).into_response())
}

fn opened(tx: &mut Tx<'_>, actor: &Actor, query: &Query) -> Result<(Asked, Map)> {
    let asked = Asked::read(tx, query)?;
    let map = groups::map(tx, actor, &text(query, "place"), &asked.framework, asked.year)?;
    Ok((asked, map))
}

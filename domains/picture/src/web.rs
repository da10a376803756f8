//! Addresses of pictures.

use crate::{
    card::{Card, Code},
    desk::Desk,
    draw, raster, views,
};
use ::web::{
    App, Staff,
    lists::{self, Format, Taken},
    query,
};
use access::{Action, Actor};
use audit::{Event, Record};
use axum::{
    Router,
    extract::{Path, RawQuery, State},
    response::IntoResponse,
    routing::get,
};
use kernel::{Error, Result, Tx};
use serde_json::json;
use structure::{profile::TermKind, terms};
use ui::url::Query;

const LIST: &str = "Сводная картина";
const SVG: &str = "image/svg+xml";
const PNG: &str = "image/png";

/// Everything under `/picture`.
pub fn router() -> Router<App> {
    Router::new()
        .route("/picture", get(own))
        .route("/picture/definitions", get(definitions))
        .route("/picture/{place}", get(whole))
        .route("/picture/{place}/{card}", get(single))
        .route("/picture/{place}/{card}/table.xlsx", get(sheet))
        .route("/picture/{place}/{card}/drawing.svg", get(svg))
        .route("/picture/{place}/{card}/drawing.png", get(png))
}

fn code(raw: &str) -> Result<Code> {
    raw.parse().map_err(|_| Error::NotFound)
}

async fn own(State(app): State<App>, staff: Staff, raw: RawQuery) -> ::web::Result {
    show(&app, staff, String::new(), raw).await
}

async fn whole(State(app): State<App>, staff: Staff, Path(place): Path<String>, raw: RawQuery) -> ::web::Result {
    show(&app, staff, place, raw).await
}

async fn show(app: &App, Staff { actor, shell }: Staff, place: String, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ViewPicture)?;
    let query = query(raw);
    let page = app
        .read(move |tx| {
            let mut desk = Desk::open(tx, &actor, &place, &query)?;
            let mut cards = Vec::new();
            for code in desk.codes() {
                cards.push(desk.card(tx, &actor, code)?);
            }
            let choices = choices(tx, &mut desk)?;
            Ok(views::page(&desk, &cards, &choices))
        })
        .await?;
    Ok(shell.page(page).into_response())
}

fn choices(tx: &mut Tx<'_>, desk: &mut Desk) -> Result<views::Choices> {
    let results = desk.results(tx)?;
    let mut named = |kind| terms::choices(tx, kind, desk.today);
    Ok(views::Choices { subjects: named(TermKind::Subject)?, directions: named(TermKind::WorkDirection)?, results: results.choices.clone(), chosen: results.choice })
}

/// A place and one picture of it.
fn drawn(tx: &mut Tx<'_>, actor: &Actor, (place, code): (&str, Code), query: &Query) -> Result<(Desk, Card)> {
    let mut desk = Desk::open(tx, actor, place, query)?;
    let card = desk.card(tx, actor, code)?;
    Ok((desk, card))
}

async fn single(State(app): State<App>, Staff { actor, shell }: Staff, Path((place, card)): Path<(String, String)>, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ViewPicture)?;
    let (code, query) = (code(&card)?, query(raw));
    let page = app
        .read(move |tx| {
            let (mut desk, card) = drawn(tx, &actor, (&place, code), &query)?;
            let choices = choices(tx, &mut desk)?;
            Ok(views::single(&desk, &card, &choices))
        })
        .await?;
    Ok(shell.page(page).into_response())
}

async fn sheet(State(app): State<App>, Staff { actor, .. }: Staff, Path((place, card)): Path<(String, String)>, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ViewPicture)?;
    let (code, query, who) = (code(&card)?, query(raw), actor.clone());
    let (asked, viewer) = ((place.clone(), query.clone()), actor.clone());
    // The columns come with the card, and a list is told its columns before it is read.
    let columns = app.read(move |tx| Ok(drawn(tx, &viewer, (&asked.0, code), &asked.1)?.1.columns)).await?;
    if columns.is_empty() {
        return Err(Error::NotFound.into());
    }
    let columns = columns.into_iter().map(|column| sheets::Column::new(&column)).collect();
    let read = move |tx: &mut Tx<'_>| {
        let (desk, card) = drawn(tx, &who, (&place, code), &query)?;
        let rows = views::sheet(&card);
        let event = taken(&desk, code, "xlsx", rows.len());
        Ok(Taken { name: views::file_name(&desk, code, desk.today), filter: card.filter, rows, event })
    };
    lists::take(&app, &actor, (code.title(), columns), Format::Xlsx, read).await
}

/// Taking a picture out is noted like taking a list out.
fn taken(desk: &Desk, code: Code, format: &str, rows: usize) -> Event {
    Event::new("list.exported", "list", LIST).with(json!({"list": format!("{LIST}: {}", code.title()), "place": desk.place.id, "as": format, "rows": rows}))
}

/// The drawing as a text of its own, and the name of its file.
async fn taken_out(app: &App, actor: Actor, (place, card): (String, String), raw: Option<String>, format: &'static str) -> Result<(String, String)> {
    actor.may(Action::ViewPicture)?;
    let (code, query) = (code(&card)?, query(raw));
    app.write(move |tx| {
        let (desk, card) = drawn(tx, &actor, (&place, code), &query)?;
        if card.picture.0.is_empty() {
            return Err(Error::NotFound);
        }
        tx.record(&actor.by(), taken(&desk, code, format, card.rows.len()))?;
        let whose = format!("{}, {} учебный год, на {}", desk.name, desk.asked.label(), kernel::date::short(desk.today));
        Ok((draw::headed(&alone(&card.picture.0), &whose), views::file_name(&desk, code, desk.today)))
    })
    .await
}

/// A file leads nowhere: its addresses mean nothing outside of the house.
fn alone(drawing: &str) -> String {
    let mut text = String::with_capacity(drawing.len());
    for (at, part) in drawing.split("<a href=\"").enumerate() {
        let rest = if at == 0 { part } else { part.split_once('"').map_or(part, |(_, rest)| rest) };
        if at > 0 {
            text.push_str("<g");
        }
        text.push_str(rest);
    }
    text.replace("</a>", "</g>")
}

async fn svg(State(app): State<App>, Staff { actor, .. }: Staff, Path(path): Path<(String, String)>, RawQuery(raw): RawQuery) -> ::web::Result {
    let (drawing, name) = taken_out(&app, actor, path, raw, "svg").await?;
    Ok(::web::download(&format!("{name}.svg"), SVG, drawing.into_bytes()))
}

async fn png(State(app): State<App>, Staff { actor, .. }: Staff, Path(path): Path<(String, String)>, RawQuery(raw): RawQuery) -> ::web::Result {
    let (drawing, name) = taken_out(&app, actor, path, raw, "png").await?;
    let dots = tokio::task::spawn_blocking(move || raster::png(&drawing)).await.map_err(anyhow::Error::new)??;
    Ok(::web::download(&format!("{name}.png"), PNG, dots))
}

async fn definitions(Staff { actor, shell }: Staff) -> ::web::Result {
    actor.may(Action::ViewPicture)?;
    Ok(shell.page(views::definitions()).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_no_addresses_in_it() {
        assert_eq!(alone("<svg><a href=\"/x?a=1\" aria-label=\"Икс\"><rect></rect></a><text>1</text></svg>"), "<svg><g aria-label=\"Икс\"><rect></rect></g><text>1</text></svg>");
    }
}

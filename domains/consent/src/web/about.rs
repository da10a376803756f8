//! «Что обо мне хранится и кто это смотрел».

use super::{own, printed};
use crate::{AboutMe, people, views};
use audit::{Event, Filter, Record, Seen};
use axum::{
    Extension,
    extract::{Query, State},
    response::IntoResponse,
};
use documents::{CabinetExportDoc, Grid, Section};
use kernel::{Paged, Slice, Tx, id::PersonId};
use serde::Deserialize;
use std::sync::Arc;
use web::{App, Staff};

type Tellers = Extension<Arc<Vec<AboutMe>>>;

#[derive(Deserialize)]
pub struct Turned {
    #[serde(default)]
    page: String,
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, Extension(tellers): Tellers, Query(turned): Query<Turned>) -> web::Result {
    let person = own(&actor)?;
    let slice = Slice::new(turned.page.parse().unwrap_or(1), 50);
    let (sections, seen) = app.read(move |tx| Ok((told(tx, &tellers, person)?, looks(tx, person, slice)?))).await?;
    Ok(shell.page(views::about::page(&sections, &seen, app.clock().zone())).into_response())
}

fn told(tx: &mut Tx<'_>, tellers: &[AboutMe], person: PersonId) -> kernel::Result<Vec<Section>> {
    let mut sections = Vec::new();
    for tell in tellers {
        sections.extend(tell(tx, person)?);
    }
    Ok(sections)
}

fn looks(tx: &mut Tx<'_>, person: PersonId, slice: Slice) -> kernel::Result<Paged<Seen>> {
    audit::list(tx, &Filter { person: Some(person), ..Filter::default() }, slice)
}

const MOST_EVENTS: u32 = 1000;

pub async fn document(State(app): State<App>, Staff { actor, .. }: Staff, Extension(tellers): Tellers) -> web::Result {
    let person = own(&actor)?;
    let zone = app.clock().zone().clone();
    let paper = app
        .write(move |tx| {
            let name = people::find(tx, &actor.scope(), person)?.name.full();
            let operator = (&structure::profile(tx)?.operator).into();
            let mut sections = told(tx, &tellers, person)?;
            sections.push(journal(&looks(tx, person, Slice::all(MOST_EVENTS))?.rows, &zone));
            tx.record(&actor.by(), Event::new("person.exported", "person", person).of(person))?;
            Ok(CabinetExportDoc { operator, full_name: name, made_on: tx.today(), sections })
        })
        .await?;
    Ok(printed(&app, "Сведения обо мне", paper).await?)
}

fn journal(seen: &[Seen], zone: &jiff::tz::TimeZone) -> Section {
    let rows = seen.iter().map(|event| vec![ui::ru::datetime(event.happened_at, zone), event.label().to_owned(), event.who()]).collect();
    let columns = ["Когда", "Что", "Кто"].map(str::to_owned).to_vec();
    Section { title: "Кто обращался к вашим данным".into(), facts: Vec::new(), table: Some(Grid { columns, rows }) }
}

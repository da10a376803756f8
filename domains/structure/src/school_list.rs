//! The list of all schools: found by a part of the name, by municipality; to a file as seen.

use std::collections::HashMap;

use ::web::{App, Staff};
use access::{Action, Actor};
use axum::{
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
};
use jiff::civil::DateTime;
use kernel::{
    Error, Tx,
    id::PlaceId,
    search::{fold, tokens},
};
use maud::html;
use sheets::{Made, Value};
use ui::{
    form::Field,
    page::Page,
    table::{self, Column, Table},
    url::Query,
};

use crate::{
    places::{self, Place},
    views::place_url,
};

pub const PATH: &str = "/places/schools";
const PER_PAGE: u32 = 50;

struct List {
    schools: Vec<Place>,
    municipalities: Vec<Place>,
}

impl List {
    fn municipality(&self, school: &Place) -> &str {
        let found = self.municipalities.iter().find(|place| Some(&place.id) == school.parent.as_ref());
        found.map_or("", |place| place.short_name.as_str())
    }
}

pub async fn show(State(app): State<App>, Staff { actor, shell }: Staff, RawQuery(raw): RawQuery) -> ::web::Result {
    actor.may(Action::ManagePlaces)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let asked = query.clone();
    let list = app.read(move |tx| read(tx, &asked)).await?;
    match query.text("format") {
        "" => Ok(shell.page(page(&list, &query)).into_response()),
        format => Ok(export(&list, &query, format, &actor, app.clock().zone().to_datetime(app.clock().now()))?),
    }
}

fn read(tx: &mut Tx<'_>, query: &Query) -> kernel::Result<List> {
    let today = tx.today();
    let schools = match query.text("municipality") {
        "" => places::schools(tx, today)?,
        code => places::schools_of(tx, &PlaceId::from(code), today)?,
    };
    let words = tokens(query.text("q"));
    let schools = schools.into_iter().filter(|school| is_like(school, &words)).collect();
    Ok(List { schools, municipalities: places::municipalities(tx, today)? })
}

/// Every word asked for begins some word of the school's names or settlement.
fn is_like(school: &Place, words: &[String]) -> bool {
    let text = fold(&format!("{} {} {}", school.name, school.short_name, school.facts.settlement));
    words.iter().all(|word| text.split(' ').any(|own| own.starts_with(word.as_str())))
}

fn page(list: &List, query: &Query) -> Page {
    let choices = list.municipalities.iter().map(|place| (place.id.to_string(), place.short_name.clone()));
    let filter = table::filter_bar(
        PATH,
        query,
        html! {
            (Field::new("q", "Название или населённый пункт").value(query.text("q")).name_like().text())
            (Field::new("municipality", "Муниципалитет").value(query.text("municipality")).first_line("все").select(choices))
        },
    );
    let all = u32::try_from(list.schools.len()).unwrap_or(u32::MAX);
    let number = query.page().min(all.div_ceil(PER_PAGE)).max(1);
    let shown = list.schools.chunks(PER_PAGE as usize).nth(number as usize - 1).unwrap_or_default().iter();
    let columns = vec![Column::new("Школа"), Column::new("Вид"), Column::new("Населённый пункт"), Column::new("Муниципалитет")];
    let rows = shown.map(|school| [html! { a href=(place_url(school)) { (school.short_name) } }, html! { (school.type_label) }, html! { (school.facts.settlement) }, html! { (list.municipality(school)) }]);
    let table = Table::new("Школы региона", columns).rows(rows).empty("Таких школ нет", "Измените условия поиска или откройте муниципалитет и добавьте школу.", None);
    Page::new("Школы региона").wide().trail([("Территории и школы", "/places")]).body(html! {
        (filter)
        (table.render())
        (table::pager(PATH, query, number, PER_PAGE, u64::from(all)))
        (table::export_links(PATH, query))
    })
}

fn export(list: &List, query: &Query, format: &str, actor: &Actor, at: DateTime) -> kernel::Result<Response> {
    let columns = ["Код", "Муниципалитет", "Полное название", "Краткое название", "Вид", "Населённый пункт", "Открыта", "Закрыта"].map(sheets::Column::new);
    let names: HashMap<&PlaceId, &str> = list.municipalities.iter().map(|place| (&place.id, place.short_name.as_str())).collect();
    let rows = list.schools.iter().map(|school| {
        let municipality = school.parent.as_ref().and_then(|parent| names.get(parent)).copied().unwrap_or_default();
        vec![
            Value::from(school.id.as_str()),
            municipality.into(),
            school.name.as_str().into(),
            school.short_name.as_str().into(),
            school.type_label.as_str().into(),
            school.facts.settlement.as_str().into(),
            school.opened_on.into(),
            school.closed_on.into(),
        ]
    });
    let made = Made { by: actor.name.clone(), at, filter: filter_words(list, query) };
    match format {
        "xlsx" => Ok(::web::download("Школы.xlsx", ::web::XLSX, sheets::export("Школы", &columns, rows, Some(&made)).map_err(refused)?)),
        "csv" => Ok(::web::download("Школы.csv", ::web::CSV, sheets::export_csv(&columns, rows).map_err(refused)?)),
        _ => Err(Error::NotFound),
    }
}

fn filter_words(list: &List, query: &Query) -> String {
    let municipality = list.municipalities.iter().find(|place| place.id.as_str() == query.text("municipality"));
    let parts = [municipality.map(|place| place.short_name.as_str()), Some(query.text("q")).filter(|text| !text.is_empty())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn refused(error: sheets::WriteError) -> Error {
    tracing::warn!(%error, "the list of schools was not written");
    Error::refusal(error.message())
}

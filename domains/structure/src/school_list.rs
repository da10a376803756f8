//! The list of all schools: found by a part of the name, by municipality; to a file as seen.

use std::collections::HashMap;

use ::web::{
    App, Staff,
    lists::{Format, Taken, take},
};
use access::{Action, Actor};
use audit::Event;
use axum::{
    extract::{RawQuery, State},
    response::IntoResponse,
};
use kernel::{
    Tx,
    id::PlaceId,
    search::{fold, tokens},
};
use maud::{Markup, html};
use serde_json::json;
use sheets::Value;
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
const TITLE: &str = "Школы";
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
    actor.may(Action::ViewPlaces)?;
    let query = Query::parse(&raw.unwrap_or_default());
    let may_export = actor.can(Action::ExportLists) || actor.can(Action::ManagePlaces);
    if let Some(format) = Format::asked(&query).filter(|_| may_export) {
        return export(&app, &actor, query, format).await;
    }
    let asked = query.clone();
    let list = app.read(move |tx| read(tx, &asked)).await?;
    Ok(shell.page(page(&list, &query, may_export)).into_response())
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

fn page(list: &List, query: &Query, may_export: bool) -> Page {
    let links = if may_export { table::export_links(PATH, query) } else { Markup::default() };
    Page::new("Школы региона").wide().trail([("Территории и школы", "/places")]).body(html! { (body(list, query)) (links) })
}

fn body(list: &List, query: &Query) -> Markup {
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
    html! {
        (filter)
        (table.render())
        (table::pager(PATH, query, number, PER_PAGE, u64::from(all)))
    }
}

const COLUMNS: [&str; 8] = ["Код", "Муниципалитет", "Полное название", "Краткое название", "Вид", "Населённый пункт", "Открыта", "Закрыта"];

async fn export(app: &App, actor: &Actor, query: Query, format: Format) -> ::web::Result {
    let read = move |tx: &mut Tx<'_>| {
        let list = read(tx, &query)?;
        let event = Event::new("list.exported", "list", TITLE).with(json!({"list": TITLE, "rows": list.schools.len()}));
        Ok(Taken { name: TITLE.into(), filter: filter_words(&list, &query), rows: cells(&list), event })
    };
    take(app, actor, (TITLE, COLUMNS.map(sheets::Column::new).to_vec()), format, read).await
}

fn cells(list: &List) -> Vec<Vec<Value>> {
    let names: HashMap<&PlaceId, &str> = list.municipalities.iter().map(|place| (&place.id, place.short_name.as_str())).collect();
    let row = |school: &Place| {
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
    };
    list.schools.iter().map(row).collect()
}

fn filter_words(list: &List, query: &Query) -> String {
    let municipality = list.municipalities.iter().find(|place| place.id.as_str() == query.text("municipality"));
    let parts = [municipality.map(|place| place.short_name.as_str()), Some(query.text("q")).filter(|text| !text.is_empty())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

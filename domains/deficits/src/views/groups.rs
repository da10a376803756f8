//! The map of groups and its trend; nobody is named, nobody is ranked.

use crate::{
    groups::{Cell, FEWEST, Map, Place},
    model::year_words,
    picture,
    web::groups::{Asked, Year},
};
use maud::{Markup, html};
use sheets::Value;
use ui::{
    form::Field,
    parts::{self, Kind},
    ru,
    table::{self, Column, Table},
    url::Query,
};

const PATH: &str = "/groups";

/// The place itself, then its parts: the columns of the map.
fn shown(map: &Map) -> Vec<&Place> {
    std::iter::once(&map.place).chain(&map.parts).collect()
}

pub fn page(asked: &Asked, map: &Map, trend: &[Year], query: &Query) -> Markup {
    if map.competencies.is_empty() {
        return parts::empty("Измерений пока нет", "Картина появится, когда педагоги пройдут диагностику: в группе должно быть не меньше пяти человек.", None);
    }
    let places = shown(map);
    let rows: Vec<(String, Vec<Cell>)> = map.competencies.iter().map(|competency| (competency.title.clone(), places.iter().map(|place| map.at(&competency.id, &place.id)).collect())).collect();
    let names: Vec<String> = places.iter().map(|place| place.name.clone()).collect();
    html! {
        (table::filter_bar(PATH, query, filters(asked, query)))
        @if places.len() > 1 { (picture::heat(&rows, &names)) }
        (self::table(map, &rows, &places, query))
        (table::sheet_link(PATH, query))
        (definitions())
        @if trend.len() > 1 { (trends(map, trend)) }
    }
}

fn filters(asked: &Asked, query: &Query) -> Markup {
    let years: Vec<(String, String)> = asked.years.iter().map(|year| (year.to_string(), year_words(*year))).collect();
    html! {
        @if !query.text("place").is_empty() { input type="hidden" name="place" value=(query.text("place")); }
        @if asked.frameworks.len() > 1 { (Field::new("framework", "Рамка компетенций").value(&asked.framework).select(asked.frameworks.clone())) }
        (Field::new("year", "Учебный год").value(asked.year.to_string()).select(years))
    }
}

fn table(map: &Map, rows: &[(String, Vec<Cell>)], places: &[&Place], query: &Query) -> Markup {
    let heading = |at: usize, place: &Place| Column::new(if places.len() > 1 { format!("{}. {}", at + 1, place.name) } else { place.name.clone() });
    let mut columns = vec![Column::new("Компетенция")];
    columns.extend(places.iter().enumerate().map(|(at, place)| heading(at, place)));
    columns.push(Column::new("Середина по региону").number());
    let cells = rows.iter().enumerate().zip(&map.competencies).map(|((at, (title, cells)), competency)| {
        let mut row = vec![html! { (at + 1) ". " (title) }];
        row.extend(cells.iter().map(|one| cell(*one)));
        row.push(html! { (map.middle(&competency.id).map_or_else(|| "—".to_owned(), |middle| format!("{middle}\u{a0}%"))) });
        row
    });
    let links = || map.parts.iter().filter(|place| place.has_parts);
    html! {
        (Table::new("Доля педагогов с затруднением", columns).rows(cells).render())
        @if links().next().is_some() {
            (parts::details("Открыть муниципалитет", html! { ul { @for place in links() { li { a href=(query.without("page").with("place", &place.id).href(PATH)) { (place.name) } } } } }))
        }
    }
}

/// A figure as word, shape and colour.
fn cell(cell: Cell) -> Markup {
    match cell {
        Cell::Nobody => html! { span.hint { "не измеряли" } },
        Cell::Hidden => parts::tag(Kind::Neutral, "скрыто"),
        Cell::Shown(figure) => {
            let (kind, word) = match figure.share.number() {
                ..=15 => (Kind::Good, "у немногих"),
                16..=35 => (Kind::Doing, "у части"),
                36..=60 => (Kind::Waiting, "у многих"),
                _ => (Kind::Bad, "у большинства"),
            };
            html! { (parts::tag(kind, &format!("{} {word}", figure.share.words()))) p.hint { (ru::counted(figure.people, "человек", "человека", "человек")) ", данных мало у " (figure.undetermined.words()) } }
        }
    }
}

fn definitions() -> Markup {
    parts::details(
        "Как это посчитано и чему не верить",
        html! {
            ul {
                li { "Доля — среднее вероятностей «уровень ниже ожидаемого» по всем, кого измерили в этом учебном году. Если человека измеряли несколько раз, считается последний." }
                li { "Вероятности, а не ярлыки: если сложить только тех, про кого всё ясно, доля получилась бы меньше настоящей." }
                li { "«Данных мало» — доля тех, о ком ответы ничего не решают. Чем она больше, тем осторожнее с выводами." }
                li { "Группы меньше " (FEWEST) " человек не показаны. Иногда скрыта и группа побольше: иначе маленькую можно было бы вычислить вычитанием." }
                li { "В группе меньше тридцати человек доля округлена до пяти пунктов." }
                li { "Измеряются те, кто согласился: это не все педагоги. Сравнивать территории по этим цифрам нельзя, поэтому мест здесь нет." }
                li { "Середина по региону — медиана по таким же группам региона без названий; показана, если таких групп не меньше трёх." }
            }
            p { a href="/help/measurement" { "Как понимать эти числа" } }
        },
    )
}

fn trends(map: &Map, trend: &[Year]) -> Markup {
    let words = |share: Option<i64>| share.map_or_else(|| "—".to_owned(), |share| format!("{share}\u{a0}%"));
    html! {
        h2 { "По учебным годам" }
        p { "Каждый год измеряли разных людей: изменение доли — это не рост тех же педагогов." }
        @for (at, competency) in map.competencies.iter().enumerate() {
            @let points: Vec<(String, Option<i64>, Option<i64>)> = trend.iter().map(|year| { let (own, middle) = year.shares.get(at).copied().unwrap_or_default(); (year_words(year.year), own, middle) }).collect();
            @if points.iter().filter(|(_, own, _)| own.is_some()).count() > 1 {
                h3 { (competency.title) }
                (picture::trend(&format!("trend-{at}"), &points))
                (Table::new(format!("{}: по годам", competency.title), vec![Column::new("Учебный год"), Column::new(&map.place.name).number(), Column::new("Середина по региону").number()])
                    .rows(points.iter().map(|(year, own, middle)| [html! { (year) }, html! { (words(*own)) }, html! { (words(*middle)) }])).render())
            }
        }
    }
}

/// The sheet's columns: competency, year, then two per place.
pub fn columns(map: &Map) -> Vec<String> {
    let mut columns = vec!["Компетенция".to_owned(), "Учебный год".to_owned()];
    for place in shown(map) {
        columns.extend([format!("{}: доля с затруднением", place.name), format!("{}: измерено человек", place.name)]);
    }
    columns.push("Середина по региону, %".into());
    columns
}

/// The sheet's rows: what is hidden on the page is hidden here.
pub fn cells(map: &Map, year: i64) -> Vec<Vec<Value>> {
    let row = |competency: &crate::store::groups::Competency| {
        let mut row = vec![Value::from(competency.title.as_str()), Value::from(year_words(year))];
        for place in shown(map) {
            row.extend(match map.at(&competency.id, &place.id) {
                Cell::Nobody => [Value::from("не измеряли"), Value::Empty],
                Cell::Hidden => [Value::from("скрыто"), Value::Empty],
                Cell::Shown(figure) => [Value::from(figure.share.words()), Value::Integer(figure.people)],
            });
        }
        row.push(map.middle(&competency.id).map_or(Value::Empty, Value::Integer));
        row
    };
    map.competencies.iter().map(row).collect()
}

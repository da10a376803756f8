//! The page of a place, of one picture, and of definitions. One card looks the same everywhere.

use crate::{
    asked::{Asked, Measure, Schooling},
    card::{Card, Code, Row},
    definition::{Definition, definition},
    desk::Desk,
    results::{self, Choice},
    told::Told,
};
use kernel::Date;
use maud::{Markup, html};
use sheets::Value;
use structure::places::PlaceKind;
use ui::{
    form::Field,
    page::Page,
    parts::{self, SummaryRow},
    table::{self, Column, Table},
};

/// Tables with more columns have narrow heads on paper.
const MANY: usize = 8;
const TITLE: (&str, &str) = ("Сводная картина", "/picture");

/// What may be chosen in the filter.
pub struct Choices {
    pub subjects: Vec<(String, String)>,
    pub directions: Vec<(String, String)>,
    pub results: Vec<Choice>,
    pub chosen: Option<Choice>,
}

pub fn page(desk: &Desk, cards: &[Card], choices: &Choices) -> Page {
    let path = format!("/picture/{}", desk.place.id);
    let body = html! {
        (filter(desk, choices, &path))
        nav.tabs aria-label="Картины этой страницы" { ul { @for card in cards { li { a href={ "#" (card.code) } { (card.code.title()) } } } } }
        div.pictures { @for card in cards { (one(desk, card, true)) } }
        p { a href="/picture/definitions" { "Как считаются все картины" } }
        (parts::print_button())
    };
    Page::new(format!("Сводная картина: {}", desk.name)).wide().trail(trail(desk)).lead(lead(desk)).body(body)
}

/// One picture by itself: this is what is printed.
pub fn single(desk: &Desk, card: &Card, choices: &Choices) -> Page {
    let path = format!("/picture/{}/{}", desk.place.id, card.code);
    let trail = trail(desk).into_iter().chain([(desk.name.clone(), desk.url(&desk.place.id))]);
    let words = definition(card.code);
    let body = html! {
        (filter(desk, choices, &path))
        div.pictures { (one(desk, card, false)) }
        h2 { "Как считается" }
        (meaning(&words))
        (parts::print_button())
    };
    Page::new(format!("{}: {}", card.code.title(), desk.name)).wide().trail(trail).lead(lead(desk)).body(body)
}

fn lead(desk: &Desk) -> Markup {
    html! { (desk.asked.label()) " учебный год, " (desk.asked.days()) ". Имён здесь нет; числа меньше пяти человек скрыты." }
}

/// Places above that one may open.
fn trail(desk: &Desk) -> Vec<(String, String)> {
    desk.above.iter().map(|part| (part.name.clone(), desk.url(&part.id))).collect()
}

fn filter(desk: &Desk, choices: &Choices, path: &str) -> Markup {
    let asked = &desk.asked;
    let (source, period) = choices.chosen.map(|choice| (choice.source.as_str().to_owned(), results::period(&choice))).unwrap_or_default();
    let mut sources: Vec<(String, String)> = choices.results.iter().map(|choice| (choice.source.as_str().to_owned(), choice.source.label().to_owned())).collect();
    sources.dedup();
    let periods = results::periods(&choices.results);
    let taught = || Schooling::ALL.iter().map(|schooling| (schooling.as_str().to_owned(), schooling.label().to_owned())).collect::<Vec<_>>();
    let measures = || Measure::ALL.iter().map(|measure| (measure.as_str().to_owned(), measure.label().to_owned())).collect::<Vec<_>>();
    table::filter_bar(
        path,
        &asked.query,
        html! {
            (Field::new("year", "Учебный год").value(asked.year.to_string()).select(Asked::years(desk.today)))
            (Field::new("subject", "Предмет").value(&asked.subject).first_line("все").select(choices.subjects.clone()))
            (Field::new("direction", "Направление").value(&asked.direction).first_line("все").select(choices.directions.clone()))
            @if desk.place.kind == PlaceKind::Region { (Field::new("measure", "Закрасить карту").value(asked.measure.as_str()).select(measures())) }
            @if desk.place.kind != PlaceKind::School { (Field::new("schooling", "Кого учит педагог (карта компетенций)").value(asked.schooling.map(Schooling::as_str).unwrap_or_default()).first_line("все вместе").select(taught())) }
            @if !sources.is_empty() {
                (Field::new("source", "Источник результатов").value(source).select(sources))
                (Field::new("period", "Период результатов").value(period).select(periods))
            }
        },
    )
}

/// A card: sentence, drawing, comparisons, table, files, how it is counted. By itself it is printed, so its table is not folded away.
fn one(desk: &Desk, card: &Card, leads: bool) -> Markup {
    let url = format!("/picture/{}/{}", desk.place.id, card.code);
    let link = |more: &str| desk.asked.query.href(&format!("{url}{more}"));
    html! {
        section.picture id=(card.code) aria-labelledby={ (card.code) "-name" } {
            h2 id={ (card.code) "-name" } { @if leads { a href=(link("")) { (card.code.title()) } } @else { (card.code.title()) } }
            p { (card.says) }
            @if card.empty.is_empty() {
                @if !card.filter.is_empty() { p.hint { (card.filter) } }
                @if let Some(words) = not_filtered(&desk.asked, card.code) { p.hint { (words) } }
                @if !card.picture.0.is_empty() { figure.drawing tabindex="0" aria-label={ (card.code.title()) ", рисунок" } { (card.picture) } }
                @if !card.beside.is_empty() { ul.beside { @for line in &card.beside { li { (line) } } } }
                @if card.picture.0.is_empty() || !leads { (twin(card)) } @else { (parts::details("То же таблицей", twin(card))) }
                p.export {
                    a href=(link("/table.xlsx")) download { "Таблица XLSX" }
                    @if !card.picture.0.is_empty() { ", " a href=(link("/drawing.svg")) download { "SVG" } ", " a href=(link("/drawing.png")) download { "PNG" } }
                    ", " a href=(link("")) { "Печать" }
                    ", " a href={ "/picture/definitions#" (card.code) } { "Как считается" }
                    @if let Some((label, url)) = &card.further { ", " a href=(url) { (label) } }
                }
            } @else {
                p.hint { (card.empty) }
                p.export {
                    a href={ "/picture/definitions#" (card.code) } { "Как считается" }
                    @if let Some((label, url)) = &card.further { ", " a href=(url) { (label) } }
                }
            }
        }
    }
}

/// What of the chosen filter the card doesn't take into account.
fn not_filtered(asked: &Asked, code: Code) -> Option<&'static str> {
    let (by_subject, by_direction) = match code {
        Code::Places | Code::Help | Code::Events => (true, true),
        Code::Quotas | Code::Outcomes => (true, false),
        Code::Coverage | Code::Cases | Code::Stages | Code::Deficits | Code::Pathways => (false, false),
    };
    match (!by_subject && !asked.subject.is_empty(), !by_direction && !asked.direction.is_empty()) {
        (true, true) => Some("Отбор по предмету и направлению здесь не действует: показаны все."),
        (true, false) => Some("Отбор по предмету здесь не действует: показаны все."),
        (false, true) => Some("Отбор по направлению здесь не действует: показаны все."),
        (false, false) => None,
    }
}

fn twin(card: &Card) -> Markup {
    let is_words = |column: usize| column == 0 || card.rows.iter().any(|row| matches!(row.cells.get(column - 1), Some(Told::Text(_))));
    let columns = card.columns.iter().enumerate().map(|(at, column)| if is_words(at) { Column::new(column) } else { Column::new(column).number() }).collect();
    let row = |row: &Row| {
        let name = html! { @if let Some(url) = &row.link { a href=(url) { (row.name) } } @else { (row.name) } };
        std::iter::once(name).chain(row.cells.iter().map(|cell| html! { (cell.words()) })).collect::<Vec<_>>()
    };
    let class = if card.columns.len() > MANY { "figures wide" } else { "figures" };
    html! { div class=(class) tabindex="0" role="region" aria-label={ (card.code.title()) ", таблица" } { (Table::new(card.code.title(), columns).rows(card.rows.iter().map(row)).render()) } }
}

/// Rows of the sheet; the comparisons and the definition stand under the table.
pub fn sheet(card: &Card) -> Vec<Vec<Value>> {
    let words = definition(card.code);
    let rows = card.rows.iter().map(|row| std::iter::once(Value::from(row.name.as_str())).chain(row.cells.iter().map(Told::value)).collect::<Vec<_>>());
    let notes = [card.filter.as_str()].into_iter().chain(card.beside.iter().map(String::as_str)).chain([words.counted, words.hidden]).filter(|line| !line.is_empty());
    rows.chain(notes.map(|line| vec![Value::from(line)])).collect()
}

fn meaning(words: &Definition) -> Markup {
    parts::summary(vec![
        SummaryRow::new("Что показано", words.counted),
        SummaryRow::new("Откуда", words.source),
        SummaryRow::new("Что скрыто", words.hidden),
        SummaryRow::new("С чем сравнивают", words.compared),
        SummaryRow::new("Какой отбор действует", words.filter),
        SummaryRow::new("Владелец определения", words.owner),
    ])
}

pub fn definitions() -> Page {
    let body = html! { @for code in Code::ALL { section id=(code) { h2 { (code.title()) } (meaning(&definition(*code))) } } };
    Page::new("Как считаются картины").trail([TITLE]).lead("Что показано в каждой карточке, откуда взято и что скрыто.").body(body)
}

/// «23.11.2026» in the name of a file.
pub fn file_name(desk: &Desk, code: Code, day: Date) -> String {
    format!("{}, {}, {}", code.title(), desk.name, kernel::date::short(day))
}

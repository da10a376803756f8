//! One indicator: what it means, its figure, its past, and the places below by name of place.

use super::{INDICATORS, details, plot};
use crate::{
    definition::Definition,
    figure::number,
    ground::Ground,
    snapshot::Counted,
    trend::{self, Point},
};
use maud::{Markup, html};
use ui::{
    form,
    page::{Notice, Page},
    parts::{self, SummaryRow},
    ru,
    table::{Column, Table},
    url::Query,
};

pub struct Shown<'a> {
    pub ground: &'a Ground,
    /// The newest first.
    pub versions: &'a [Definition],
    pub now: Option<&'a Counted>,
    pub points: &'a [Point],
    /// Figures of the places below, in the order of their names.
    pub below: &'a [(Ground, Counted)],
    pub query: &'a Query,
    pub manages: bool,
    pub done: bool,
}

pub fn page(shown: &Shown<'_>) -> Page {
    let newest = shown.versions.first();
    let words = shown.versions.iter().find(|version| version.is_in_force(shown.ground.day)).or(newest);
    let title = words.map_or("Показатель", |words| words.title.as_str());
    let code = words.map_or("", |words| words.code.as_str());
    let body = html! {
        p { b { (shown.ground.name) } ", " (shown.ground.period.label()) }
        @match shown.now {
            Some(now) => { (parts::tiles(&[parts::Tile::new(title, now.figure.text(now.unit))])) p { (details(now)) } },
            None => { (parts::empty("Здесь этот показатель не считают", "На эти дни нет действующего определения, или для такого места он не имеет смысла.", None)) },
        }
        @if let Some(words) = words { h2 { "Что это значит" } (meaning(words)) }
        h2 { "По периодам" }
        (plot::trend(title, shown.points, trend::unit(shown.points)))
        (past(shown.points))
        @if !shown.below.is_empty() { h2 { "По территориям" } (places(shown, code)) }
        h2 { "Версии определения" }
        (versions(shown.versions))
    };
    let trail = [(INDICATORS.0.to_owned(), shown.query.href(INDICATORS.1))];
    let notice = shown.done.then(|| Notice::done("Новая версия определения записана"));
    let page = Page::new(title).trail(trail).notice(notice).body(body);
    if shown.manages { page.action(form::button_link_secondary("Изменить определение", &format!("/indicators/{code}/edit"))) } else { page }
}

fn meaning(words: &Definition) -> Markup {
    let mut rows = vec![
        SummaryRow::new("Как считается", &words.formula),
        SummaryRow::new("Единица", words.unit.label()),
        SummaryRow::new("Что учесть", &words.notes),
        SummaryRow::new("Владелец", &words.owner),
        SummaryRow::new("Версия", format!("{}-я, {}", words.number, ru::period(words.valid_from, words.valid_to.map(|end| end.yesterday().unwrap_or(end))))),
        SummaryRow::new("Счётчик", format!("{}, версия {}", words.counter, words.counter.version())),
    ];
    if words.is_behind() {
        rows.push(SummaryRow::new("Внимание", "Счётчик с тех пор изменился. Проверьте, что слова по-прежнему верны, и запишите новую версию."));
    }
    parts::summary(rows)
}

fn past(points: &[Point]) -> Markup {
    let columns = vec![Column::new("Период"), Column::new("Своё значение").number(), Column::new("Середина по региону").number(), Column::new("Откуда")];
    let row = |point: &Point| {
        let own = point.own.as_ref().map_or_else(|| "—".to_owned(), |counted| counted.figure.text(counted.unit));
        let usual = point.median.map_or_else(|| "—".to_owned(), number);
        [html! { (point.period.label()) }, html! { (own) }, html! { (usual) }, html! { @if point.is_frozen { "из отчёта" } @else { "посчитано сейчас" } }]
    };
    html! {
        (Table::new("Значения по периодам", columns).rows(points.iter().map(row)).render())
        p.hint { "Середина по региону — по сданным отчётам таких же территорий, если их не меньше пяти. Соседей не называем." }
    }
}

fn places(shown: &Shown<'_>, code: &str) -> Markup {
    let columns = vec![Column::new("Территория"), Column::new("Значение").number(), Column::new("Подробнее")];
    let link = |ground: &Ground| shown.query.with("place", ground.place.as_str()).href(&format!("/indicators/{code}"));
    let rows = shown.below.iter().map(|(ground, counted)| [html! { a href=(link(ground)) { (ground.name) } }, html! { (counted.figure.text(counted.unit)) }, details(counted)]);
    Table::new("По территориям, по алфавиту", columns).rows(rows).render()
}

fn versions(versions: &[Definition]) -> Markup {
    let columns = ["Версия", "Действует", "Название", "Как считается", "Владелец"].map(Column::new).to_vec();
    let row =
        |one: &Definition| [html! { (one.number) }, html! { (ru::period(one.valid_from, one.valid_to.map(|end| end.yesterday().unwrap_or(end)))) }, html! { (one.title) }, html! { (one.formula) }, html! { (one.owner) }];
    Table::new("Версии определения", columns).rows(versions.iter().map(row)).render()
}

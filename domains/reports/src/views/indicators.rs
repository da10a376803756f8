//! All figures of a place for any days: what the ministry asks for by the evening.

use super::{INDICATORS, direction_table, indicator_table};
use crate::{
    ground::Ground,
    paper,
    period::{Period, usual},
    sight::Sight,
    snapshot::Figures,
};
use kernel::Date;
use maud::{Markup, html};
use sheets::Value;
use ui::{form::Field, page::Page, ru, table, url::Query};

const PATH: &str = "/indicators";

pub const COLUMNS: [&str; 8] = ["Показатель", "Значение", "Числитель", "Знаменатель", "Подробнее", "Как считается", "Версия определения", "Владелец"];

/// Rows of the sheet: figures with their definitions, then work by direction.
pub fn rows(figures: &Figures) -> Vec<Vec<Value>> {
    let indicator = |one: &crate::snapshot::Counted| {
        vec![
            one.title.as_str().into(),
            one.figure.text(one.unit).into(),
            one.figure.numerator.into(),
            one.figure.denominator.into(),
            paper::details(one).into(),
            one.formula.as_str().into(),
            one.number.into(),
            one.owner.as_str().into(),
        ]
    };
    let direction = |line: &crate::counters::directions::Line| {
        let told = format!("дел {}, минут {}, охвачено {}", line.deeds, line.minutes, line.reached);
        vec![line.label.as_str().into(), ru::number(line.deeds).into(), Some(line.deeds).into(), Value::Empty, told.into(), "Дела по учёту работы: общее дело нескольких — одно".into(), Value::Empty, Value::Empty]
    };
    figures.indicators.iter().map(indicator).chain(figures.directions.iter().map(direction)).collect()
}

pub struct Shown<'a> {
    pub ground: &'a Ground,
    pub figures: &'a Figures,
    /// Places that may be chosen, one's own first.
    pub places: &'a [(String, String)],
    pub query: &'a Query,
    pub today: Date,
}

pub fn page(shown: &Shown<'_>) -> Page {
    let (ground, query) = (shown.ground, shown.query);
    let link = |code: &str| query.without("format").without("place").with("place", ground.place.as_str()).href(&format!("{PATH}/{code}"));
    let body = html! {
        (periods(shown))
        (filters(shown))
        p { b { (ground.name) } ", " (ground.period.label()) ". " span.hint { "Что есть сейчас — на " (ru::date(ground.day)) "; что произошло — за все дни периода." } }
        (indicator_table(&shown.figures.indicators, &link))
        h2 { "Работа по направлениям" }
        (direction_table(shown.figures))
        (table::sheet_link(PATH, query))
        p.export { a href=(query.without("page").href("/indicators/figures.pdf")) download { "Напечатать с определениями" } }
    };
    Page::new(INDICATORS.0).wide().lead("Каждая цифра посчитана по определению с версией и владельцем. Имён здесь нет.").body(body)
}

fn periods(shown: &Shown<'_>) -> Markup {
    let link = |period: Period| shown.query.without("format").with("from", ru::date(period.from)).with("until", ru::date(period.last())).href(PATH);
    html! {
        nav.tabs aria-label="Период" { ul { @for period in usual(shown.today) {
            li { a href=(link(period)) aria-current=[(period == shown.ground.period).then_some("true")] { (period.label()) } }
        } } }
    }
}

fn filters(shown: &Shown<'_>) -> Markup {
    let place = shown.query.text("place");
    let place = if place.is_empty() { shown.ground.place.as_str() } else { place };
    table::filter_bar(
        PATH,
        shown.query,
        html! {
            (Field::new("from", "С").value(ru::date(shown.ground.period.from)).date())
            (Field::new("until", "По").value(ru::date(shown.ground.period.last())).date())
            @if shown.places.len() > 1 { (Field::new("place", "Территория").value(place).select(shown.places.to_vec())) }
        },
    )
}

/// Places whose figures may be looked at.
pub fn choices(own: &Ground, below: &[Ground], sight: &Sight) -> Vec<(String, String)> {
    let under = below.iter().filter(|_| sight.sees_below(own.level));
    std::iter::once(own).chain(under).map(|ground| (ground.place.to_string(), ground.name.clone())).collect()
}

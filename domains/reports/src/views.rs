//! Pages of figures and reports.

pub mod comparison;
pub mod definition;
pub mod indicator;
pub mod indicators;
pub mod list;
mod plot;
pub mod report;

use crate::{
    figure::{number, real},
    model::{Report, State},
    snapshot::{Counted, Figures},
};
use maud::{Markup, html};
use ui::{
    parts::{self, Kind},
    ru,
    table::{Column, Table},
};

const REPORTS: (&str, &str) = ("Отчёты", "/reports");
const INDICATORS: (&str, &str) = ("Показатели", "/indicators");

fn state(report: &Report) -> Markup {
    let again = report.handed_edition > 0 && !report.state.is_in();
    let kind = match report.state {
        State::Draft => Kind::Doing,
        State::Frozen => Kind::Mine,
        State::HandedIn => Kind::Waiting,
        State::Returned => Kind::Bad,
        State::Accepted => Kind::Good,
    };
    html! { (parts::tag(kind, report.state.label())) @if again && report.state != State::Returned { br; span.hint { "сдана редакция " (report.handed_edition) ", готовится новая" } } }
}

/// The table of indicators; a title leads to its page.
fn indicator_table(indicators: &[Counted], link: &dyn Fn(&str) -> String) -> Markup {
    let columns = vec![Column::new("Показатель"), Column::new("Значение").number(), Column::new("Подробнее")];
    let row = |one: &Counted| [html! { a href=(link(&one.code)) { (one.title) } }, html! { (one.figure.text(one.unit)) }, details(one)];
    Table::new("Показатели", columns).rows(indicators.iter().map(row)).empty("Показателей нет", "На эти дни не действует ни одно определение.", None).render()
}

fn details(one: &Counted) -> Markup {
    let (shown, rest) = one.figure.extras.split_at(one.figure.extras.len().min(5));
    let line = |extra: &crate::figure::Extra| html! { span.hint { (extra.label) ": " (extra.value) } br; };
    html! {
        @if !one.figure.why.is_empty() { span.hint { (one.figure.why) } br; }
        @for extra in shown { (line(extra)) }
        @if !rest.is_empty() { (parts::details("Ещё", html! { @for extra in rest { (line(extra)) } })) }
    }
}

/// Work by direction, out of the ledger.
fn direction_table(figures: &Figures) -> Markup {
    let columns = vec![Column::new("Направление"), Column::new("Дел").number(), Column::new("Часов").number(), Column::new("Охвачено").number()];
    let worked: Vec<_> = figures.directions.iter().filter(|line| line.deeds > 0).collect();
    let idle = figures.directions.len() - worked.len();
    let rows = worked.iter().map(|line| [html! { (line.label) }, html! { (ru::number(line.deeds)) }, html! { (number(real(line.minutes) / 60.0)) }, html! { (ru::number(line.reached)) }]);
    html! {
        (Table::new("Работа по направлениям", columns).rows(rows).empty("Работа за эти дни не записана", "Дела попадают сюда сами: из мероприятий, консультаций, ответов на обращения, шагов маршрутов.", None).render())
        @if idle > 0 && !worked.is_empty() { p.hint { "Без записанных дел: " (ru::counted(idle, "направление", "направления", "направлений")) "." } }
    }
}

//! Who has handed in, and own figures beside the sum of theirs.

use super::{REPORTS, state};
use crate::{
    compare::{Below, Line},
    figure::{Unit, number},
    model::Report,
};
use maud::{Markup, html};
use ui::{
    form::{self, Form},
    page::Page,
    ru,
    table::{Column, Table},
};

pub fn page(report: &Report, below: &[Below], lines: &[Line], owns: bool, key: &str) -> Page {
    let handed = below.iter().filter(|one| one.report.is_some()).count();
    let url = crate::url(report.id);
    let missing = below.len() - handed;
    let body = html! {
        h2 { "Кто сдал: " (handed) " из " (below.len()) }
        @if owns && missing > 0 { (Form::new(format!("{url}/reminders"), key).body(html! { div.buttons { (form::button_secondary("Напомнить тем, кто не сдал")) } })) }
        (places(below))
        h2 { "Сходятся ли цифры" }
        p { "Ваши цифры считаются заново по тем же определениям, а не складываются из отчётов. Поэтому у каждой разницы есть причина." }
        (table(lines))
        p.hint { "«Внесено позже» — записали после того, как отчёт зафиксировали. «Своё и общее» — работа вашего уровня и то, что несколько территорий делали вместе: здесь это посчитано один раз." }
    };
    Page::new("Кто сдал и сходятся ли цифры").wide().trail([(REPORTS.0.to_owned(), REPORTS.1.to_owned()), (report.period.label(), url.clone())]).lead(report.period.label()).body(body)
}

fn places(below: &[Below]) -> Markup {
    let columns = ["Территория", "Состояние", "Сдан", "Редакция"].map(Column::new).to_vec();
    let row = |one: &Below| match &one.report {
        Some(report) => [html! { a href=(crate::url(report.id)) { (one.name) } }, state(report), html! { @if let Some(day) = report.handed_on { (ru::date(day)) } }, html! { (report.handed_edition) }],
        None => [html! { (one.name) }, html! { "не сдан" }, html! {}, html! {}],
    };
    Table::new("Кто сдал", columns).rows(below.iter().map(row)).empty("Ниже никого нет", "У этой территории нет мест, которые сдают отчёты ей.", None).render()
}

fn table(lines: &[Line]) -> Markup {
    let columns = vec![
        Column::new("Показатель"),
        Column::new("У вас сейчас").number(),
        Column::new("По сданным отчётам").number(),
        Column::new("Разница").number(),
        Column::new("Внесено позже").number(),
        Column::new("Не сдали").number(),
        Column::new("Своё и общее").number(),
    ];
    let row = |line: &Line| {
        let told = |value: f64| if line.unit == Unit::Hours { format!("{}\u{a0}ч", number(value)) } else { number(value) };
        [
            html! { (line.title) },
            html! { (told(line.live)) },
            html! { (told(line.handed_in)) },
            html! { b { (told(line.difference())) } },
            html! { (told(line.late)) },
            html! { (told(line.missing)) },
            html! { (told(line.own())) },
        ]
    };
    Table::new("Свои цифры и сумма сданных", columns).rows(lines.iter().map(row)).render()
}

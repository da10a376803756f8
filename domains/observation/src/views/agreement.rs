//! Agreement of observers in words and figures.

use crate::agreement::{Agreement, ENOUGH, Picture};
use maud::{Markup, html};
use ui::{
    page::Page,
    parts, ru,
    table::{Column, Table},
};
use web::Shell;

pub fn page(shell: &Shell, picture: &Picture) -> Markup {
    let page = Page::new("Согласие наблюдателей").trail([("Наблюдения уроков", "/observations")]);
    shell.page(page.lead("Когда один урок смотрят двое, видно, одинаково ли они понимают карту. Это повод обсудить показатели, а не оценка людей.").body(html! {
        h2 { "Наблюдатели на одном уроке" }
        (table("Наблюдатели на одном уроке", &picture.between, "Нет уроков, которые посетили двое и закончили обе карты."))
        h2 { "Наблюдатель и учитель о себе" }
        (table("Наблюдатель и учитель о себе", &picture.with_self, "Нет законченных карт, в которых учитель оценил и себя."))
        h2 { "Строже или мягче коллег" }
        (drift(picture))
        (parts::details("Как это считается", html! {
            p { "Каппа взвешенная, веса квадратичные: расхождение на два балла считается вчетверо больше, чем на один; шкалы разной длины приводятся к долям. 1 — полное согласие, 0 — как случайно." }
            p { "Строгость — средняя разница с коллегами на тех же уроках и показателях, в долях шкалы. Меньше " (ENOUGH) " показателей — «данных пока мало»." }
        }))
    }))
}

/// 0,68: two digits and a comma.
fn figure(value: f64) -> String {
    format!("{value:.2}").replace('.', ",").replace('-', "−")
}

fn table(caption: &str, rows: &[Agreement], empty: &str) -> Markup {
    let columns = vec![
        Column::new("Кто"),
        Column::new("С кем"),
        Column::new("Уроков").number(),
        Column::new("Показателей").number(),
        Column::new("Совпало точно").number(),
        Column::new("Каппа").number(),
        Column::new("Что это значит"),
    ];
    let cells = rows.iter().map(|row| {
        let percent = row.same * 100 / row.indicators.max(1);
        [
            html! { (row.one) },
            html! { (row.other) },
            html! { (ru::number(row.lessons)) },
            html! { (ru::number(row.indicators)) },
            html! { (percent) " %" },
            html! { @match row.kappa.filter(|_| row.indicators >= ENOUGH) { Some(kappa) => (figure(kappa)), None => "—" } },
            html! { (row.words()) },
        ]
    });
    Table::new(caption, columns).rows(cells).empty("Сравнивать пока нечего", empty, None).render()
}

fn drift(picture: &Picture) -> Markup {
    let columns = vec![Column::new("Наблюдатель"), Column::new("Месяц"), Column::new("Сравнений на уроках").number(), Column::new("Показателей").number(), Column::new("Разница").number(), Column::new("Что это значит")];
    let cells = picture.drift.iter().map(|row| {
        let month = row.month.split_once('-').map_or_else(|| row.month.clone(), |(year, month)| format!("{month}.{year}"));
        [
            html! { (row.observer) },
            html! { (month) },
            html! { (ru::number(row.lessons)) },
            html! { (ru::number(row.indicators)) },
            html! { @if row.indicators >= ENOUGH { (figure(row.mean)) } @else { "—" } },
            html! { (row.words()) },
        ]
    });
    Table::new("Строже или мягче коллег", columns).rows(cells).empty("Сравнивать пока нечего", "Нужны уроки, которые посетили двое по одной карте.", None).render()
}

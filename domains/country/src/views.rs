//! The country's pages, and the page of a region's decision.

pub mod giving;
pub mod summary;

use crate::{
    contribution::Number,
    site::PATH,
    store::{Kept, Region, State},
    total::{Total, total},
};
use kernel::Timestamp;
use maud::{Markup, html};
use sheets::Value;
use ui::{
    page::Page,
    parts::{self, Kind},
    ru,
    table::{self, Column, Table},
    url::Query,
};

pub const TITLE: &str = "Показатели регионов";

/// The address of a period.
fn with_period(period: reports::Period) -> Query {
    Query::default().with("from", ru::date(period.from)).with("until", ru::date(period.last()))
}

/// What stands on the country's first page.
pub struct Shown<'a> {
    pub regions: &'a [Region],
    pub periods: &'a [reports::Period],
    pub period: Option<reports::Period>,
    pub figures: &'a [Kept],
    pub zone: &'a dyn Fn(Timestamp) -> String,
}

pub fn page(shown: &Shown<'_>) -> Page {
    let body = html! {
        @if let Some(period) = shown.period {
            (periods(shown.periods, period, PATH))
            (indicators(shown.figures, period))
            (table::sheet_link(PATH, &with_period(period)))
        } @else {
            (parts::empty("Показателей пока нет", "Регион передаёт их сам: координатор решает это в своём регионе, на странице «Страница страны». Числа появляются после сданного отчёта региона.", None))
        }
        h2 { "Регионы" }
        (regions(shown))
    };
    Page::new(TITLE).wide().lead("Числа из сданных отчётов регионов, переданные по их решению. Имён здесь нет, регионы стоят по алфавиту и не сравниваются местами.").body(body)
}

fn periods(all: &[reports::Period], now: reports::Period, path: &str) -> Markup {
    html! {
        nav.tabs aria-label="Период" { ul { @for period in all {
            li { a href=(with_period(*period).href(path)) aria-current=[(*period == now).then_some("true")] { (period.label()) } }
        } } }
    }
}

/// The numbers of each indicator, in the order of the first.
fn by_indicator(figures: &[Kept]) -> Vec<(&str, Vec<&Number>)> {
    let mut found: Vec<(&str, Vec<&Number>)> = Vec::new();
    for kept in figures {
        match found.iter_mut().find(|(code, _)| *code == kept.number.indicator) {
            Some((_, numbers)) => numbers.push(&kept.number),
            None => found.push((&kept.number.indicator, vec![&kept.number])),
        }
    }
    found
}

fn indicators(figures: &[Kept], period: reports::Period) -> Markup {
    let columns = vec![Column::new("Показатель"), Column::new("По всем регионам").number(), Column::new("Что в сумме")];
    let rows = by_indicator(figures).into_iter().map(|(code, numbers)| {
        let title = numbers.first().map_or(code, |number| number.title.as_str());
        let (value, said) = told(&total(&numbers), numbers.first().map(|number| number.unit));
        [html! { a href=(with_period(period).href(&format!("{PATH}/{code}"))) { (title) } }, html! { (value) }, html! { span.hint { (said) } }]
    });
    Table::new("Показатели по всем регионам", columns).rows(rows).render()
}

/// A total as written, and what it is made of.
pub fn told(total: &Total, unit: Option<reports::Unit>) -> (String, String) {
    match (total, unit) {
        (Total::Sum { figure, regions, without }, Some(unit)) => {
            let left_out = if *without == 0 {
                String::new()
            } else {
                format!("; без {}, где число скрыто или не посчитано", ru::counted(*without as u64, "региона", "регионов", "регионов"))
            };
            (figure.text(unit), format!("{}{left_out}", ru::counted(*regions as u64, "регион", "региона", "регионов")))
        }
        (Total::NotAdditive, _) => ("—".into(), "не складывается: смотрите по регионам".into()),
        (Total::DifferentDefinitions, _) => ("—".into(), "регионы считают по разным определениям".into()),
        (Total::TooFew | Total::Sum { .. }, _) => ("—".into(), "чисел меньше двух".into()),
    }
}

fn regions(shown: &Shown<'_>) -> Markup {
    let columns = vec![Column::new("Регион"), Column::new("Показатели"), Column::new("Получены")];
    let rows = shown.regions.iter().map(|region| {
        let kind = match region.state {
            State::Given => Kind::Good,
            State::Empty => Kind::Waiting,
            State::Withheld => Kind::Mine,
            State::Silent => Kind::Bad,
        };
        [html! { (region.name) }, parts::tag(kind, region.state.label()), html! { @if let Some(at) = region.given_at { ((shown.zone)(at)) } @else { "—" } }]
    });
    Table::new("Регионы", columns).rows(rows).empty("Регионов пока нет", "Программа опрашивает их сама, каждые десять минут.", None).render()
}

/// One indicator, region by region.
pub struct One<'a> {
    pub periods: &'a [reports::Period],
    pub period: reports::Period,
    pub figures: &'a [Kept],
    pub zone: &'a dyn Fn(Timestamp) -> String,
}

pub fn one(shown: &One<'_>) -> Page {
    let numbers: Vec<&Number> = shown.figures.iter().map(|kept| &kept.number).collect();
    let first = numbers.first().copied();
    let (sum, said) = told(&total(&numbers), first.map(|number| number.unit));
    let columns = vec![Column::new("Регион"), Column::new("Значение").number(), Column::new("Определение"), Column::new("Зафиксировано")];
    let rows = shown.figures.iter().map(|kept| {
        let number = &kept.number;
        [
            html! { (kept.region_name) },
            html! { (number.text()) @if !number.why.is_empty() { br; span.hint { (number.why) } } },
            html! { "версия " (number.definition_number) },
            html! { ((shown.zone)(kept.frozen_at)) ", редакция " (kept.edition) },
        ]
    });
    let code = first.map(|number| number.indicator.clone()).unwrap_or_default();
    let body = html! {
        (periods(shown.periods, shown.period, &format!("{PATH}/{code}")))
        (Table::new("По регионам", columns).rows(rows).totals([html! { "Вместе" }, html! { (sum) }, html! { span.hint { (said) } }, html! {}]).render())
        @for number in definitions(&numbers) {
            (parts::panel(&format!("Как считается, версия {}", number.definition_number), html! {
                p { (number.formula) }
                @if !number.notes.is_empty() { p.hint { (number.notes) } }
                p.hint { "Отвечает: " (number.owner) }
            }))
        }
    };
    Page::new(first.map_or(TITLE, |number| number.title.as_str())).wide().trail([(TITLE.to_owned(), with_period(shown.period).href(PATH))]).body(body)
}

/// Each wording once.
fn definitions<'a>(numbers: &[&'a Number]) -> Vec<&'a Number> {
    let mut found: Vec<&Number> = Vec::new();
    for number in numbers {
        if found.iter().all(|known| (known.definition_number, &known.formula, &known.notes) != (number.definition_number, &number.formula, &number.notes)) {
            found.push(number);
        }
    }
    found
}

/// Columns of the sheet.
pub const COLUMNS: [&str; 10] = ["Показатель", "Регион", "Значение", "Числитель", "Знаменатель", "Почему нет числа", "Как считается", "Версия определения", "Владелец", "Редакция отчёта"];

/// Rows of the sheet: by indicator, then by region.
pub fn rows(figures: &[Kept]) -> Vec<Vec<Value>> {
    let row = |kept: &Kept| {
        let number = &kept.number;
        vec![
            number.title.as_str().into(),
            kept.region_name.as_str().into(),
            number.text().into(),
            number.numerator.into(),
            number.denominator.into(),
            number.why.as_str().into(),
            number.formula.as_str().into(),
            number.definition_number.into(),
            number.owner.as_str().into(),
            kept.edition.into(),
        ]
    };
    figures.iter().map(row).collect()
}

/// What this site is and how to read it.
pub fn help() -> Page {
    Page::new("Помощь").narrow().body(html! {
        p { "Здесь стоят показатели регионов, которые ведут свои методические активы в этой установке." }
        ul {
            li { "Число появляется, когда регион сдал отчёт и его координатор решил передавать показатели. Оно такое, каким зафиксировано в отчёте." }
            li { "«Сводка регионов» — состояние работы на день, который регион назвал: участники, сопровождения, маршруты, охват, результаты классов. Её регион фиксирует и передаёт отдельно; дни у регионов разные. Числа в ней, кроме участников актива, — с точностью до пяти." }
            li { "Прочерк с пояснением значит, что число скрыто или его не из чего посчитать. Скрытое число регион не передаёт никому." }
            li { "«По всем регионам» — сумма того, что показано. Рядом написано, сколько регионов в ней есть и скольких нет." }
            li { "Нажмите на название показателя: откроются регионы и определение, по которому считали." }
        }
        p { "Вопросы о самом числе задайте региону. Учётные записи заводит администратор этого сайта." }
    })
}

/// What personal data are here: accounts, nobody else's.
pub fn policy() -> Page {
    Page::new("Как мы обращаемся с персональными данными").narrow().body(html! {
        p { "О педагогах и учениках здесь нет никаких данных: регионы передают только числа." }
        p { "Из персональных данных есть учётные записи тех, кто входит: имя, почта, сеансы входа и записи журнала о том, что человек открывал и выгружал. Их видит администратор этого сайта; чтобы исправить или отключить запись, обратитесь к нему." }
    })
}

//! Staff's lists of results and deficits.

use super::{deficits, results};
use crate::{
    lists::{Narrowing, Places},
    model::{Deficit, Source, Status, Taken, year_words},
};
use access::{Action, Actor};
use kernel::Paged;
use maud::{Markup, html};
use sheets::Value;
use ui::{
    form::Field,
    ru,
    table::{self, Column, Table},
    url::Query,
};

pub const RESULT_COLUMNS: [&str; 7] = ["ФИО", "Место работы", "Диагностика", "Когда", "Похоже на затруднение", "Данных мало", "Компетенций"];

pub fn result_cells(row: &Taken) -> Vec<Value> {
    let number = |n: i64| Value::Integer(n);
    vec![Value::from(row.name.as_str()), Value::from(row.place_name.as_str()), Value::from(row.title.as_str()), Value::Date(row.taken_on), number(row.deficits), number(row.undetermined), number(row.competencies)]
}

fn place_filter(query: &Query, places: &Places) -> Markup {
    html! { @if !places.is_empty() { (Field::new("place", "Где").value(query.text("place")).first_line("везде").select(places.choices())) } }
}

/// By competency and by study year; `label` says what the competency of a row is.
fn subject_filters(query: &Query, by: &Narrowing, label: &str) -> Markup {
    html! {
        (Field::new("competency", label).value(query.text("competency")).first_line("любая").select_groups(by.competencies.clone(), None))
        (Field::new("year", "Учебный год").value(query.text("year")).first_line("все").select(by.years.iter().map(|year| (year.to_string(), year_words(*year)))))
    }
}

pub fn results(found: &Paged<Taken>, query: &Query, by: &Narrowing, actor: &Actor) -> Markup {
    let filters = html! {
        (Field::new("text", "Фамилия или имя").value(query.text("text")).name_like().text())
        (place_filter(query, &by.places))
        (subject_filters(query, by, "Похоже на затруднение в компетенции"))
        (Field::new("zone", "Итог").value(query.text("zone")).first_line("любой").select([("deficit", "есть похожее на затруднение"), ("undetermined", "есть «данных мало»")]))
    };
    let columns = vec![Column::new("ФИО").sort("name"), Column::new("Место работы"), Column::new("Диагностика"), Column::new("Когда").sort("taken"), Column::new("Итог")];
    let row = |one: &Taken| {
        [
            html! { a href={ "/results/" (one.attempt) } { (one.name) } },
            html! { (one.place_name) },
            html! { (one.title) @if one.is_repeat { p.hint { "повторная" } } },
            html! { (ru::date(one.taken_on)) },
            results::outcome(one),
        ]
    };
    html! {
        (table::filter_bar("/results", query, filters))
        (Table::new("Результаты диагностики", columns).query("/results", query).rows(found.rows.iter().map(row))
            .empty("Открытых вам результатов нет", "Педагог сам решает, кому показать результат. Напомните, где это сделать: «Мои результаты», «Кому открыты результаты».", None).render())
        (table::pager("/results", query, found.slice.number, found.slice.size, found.total))
        @if actor.can(Action::ExportLists) && found.total > 0 { (table::sheet_link("/results", query)) }
    }
}

pub const DEFICIT_COLUMNS: [&str; 7] = ["ФИО", "Место работы", "Компетенция", "Откуда известно", "Состояние", "Выявлено", "Устранено"];

pub fn deficit_cells(row: &Deficit) -> Vec<Value> {
    vec![
        Value::from(row.name.as_str()),
        Value::from(row.place_name.as_str()),
        Value::from(row.title.as_str()),
        Value::from(row.source.label()),
        Value::from(row.status.label()),
        Value::Date(row.found_on),
        row.closed_on.map_or(Value::Empty, Value::Date),
    ]
}

pub fn deficits(found: &Paged<Deficit>, query: &Query, by: &Narrowing, actor: &Actor) -> Markup {
    let filters = html! {
        (Field::new("text", "Фамилия или имя").value(query.text("text")).name_like().text())
        (place_filter(query, &by.places))
        (subject_filters(query, by, "Компетенция"))
        (Field::new("status", "Состояние").value(query.text("status")).first_line("не устранено").select(Status::ALL.iter().map(|status| (status.as_str(), status.label())).chain([("all", "все")])))
        (Field::new("source", "Откуда известно").value(query.text("source")).first_line("любое").select(Source::ALL.iter().map(|source| (source.as_str(), source.label()))))
    };
    let columns =
        vec![Column::new("ФИО").sort("name"), Column::new("Место работы"), Column::new("Компетенция").sort("competency"), Column::new("Откуда известно"), Column::new("Выявлено").sort("found"), Column::new("Состояние")];
    let row = |one: &Deficit| {
        [html! { a href={ "/deficits/" (one.id) } { (one.name) } }, html! { (one.place_name) }, html! { (one.title) }, html! { (one.source.label()) }, html! { (ru::date(one.found_on)) }, deficits::tag(one.status)]
    };
    html! {
        (table::filter_bar("/deficits", query, filters))
        (Table::new("Затруднения", columns).query("/deficits", query).rows(found.rows.iter().map(row))
            .empty("Открытых вам затруднений нет", "Здесь появятся затруднения, которые педагоги открыли вам. Измените отбор или дождитесь, когда педагог откроет свои результаты.", None).render())
        (table::pager("/deficits", query, found.slice.number, found.slice.size, found.total))
        @if actor.can(Action::ExportLists) && found.total > 0 { (table::sheet_link("/deficits", query)) }
    }
}

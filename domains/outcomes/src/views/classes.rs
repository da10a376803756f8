//! Who teaches what: two taps a class.

use super::RESULTS;
use crate::{class::Class, period::school_year_label, web::Grid};
use kernel::FieldErrors;
use maud::{Markup, html};
use std::collections::BTreeSet;
use ui::{
    form::{self, Choice, Field},
    page::{Notice, Page},
    table::{self, Column, Table},
    url::Query,
};

pub fn page(ground: &Grid, asked: &Query, errors: &FieldErrors, key: &dyn Fn() -> String) -> Page {
    let notice = match asked.text("done") {
        "assigned" => Some(Notice::done("Записано")),
        "relieved" => Some(Notice::done("Убрано")),
        _ => None,
    };
    let years: Vec<Choice> = (ground.this_year - 3..=ground.this_year).rev().map(|year| Choice::new(year.to_string(), school_year_label(year))).collect();
    let schools: Vec<Choice> = ground.schools.iter().map(|place| Choice::new(place.id.to_string(), place.short_name.clone())).collect();
    let lead =
        "Можно не заполнять. Если известно, кто ведёт класс, в сопровождении педагога сразу видны его классы, а сводки вне школы показывают только там, где учителей не меньше трёх. По этим записям никого не оценивают.";
    Page::new("Кто какие классы ведёт").trail([RESULTS]).wide().notice(notice).error_title(!errors.is_empty()).lead(lead).body(html! {
        (form::error_summary(errors.all()))
        (table::filter_bar("/outcomes/classes", &[("place", asked.text("place")), ("year", asked.text("year"))].iter().filter(|(_, value)| !value.is_empty()).fold(Query::default(), |query, (name, value)| query.with(name, value)), html! {
            @if schools.len() > 1 { (Field::new("place", "Школа").value(ground.place.as_ref().map(ToString::to_string).unwrap_or_default()).select(schools)) }
            (Field::new("year", "Учебный год").value(ground.school_year.to_string()).select(years))
        }))
        @if ground.place.is_some() { (adding(ground, asked, errors, key)) (grid(ground, key)) }
        @else { p { "Выберите школу." } }
    })
}

fn adding(ground: &Grid, asked: &Query, errors: &FieldErrors, key: &dyn Fn() -> String) -> Markup {
    let all = errors.all();
    let people: Vec<Choice> = ground
        .staff
        .iter()
        .map(|(id, name, subjects)| {
            Choice::new(
                id.to_string(),
                match subjects.first() {
                    Some(subject) => format!("{name}, {}", ground.lists.subject(subject)),
                    None => name.clone(),
                },
            )
        })
        .collect();
    html! {
        h2 { "Записать класс" }
        @if people.is_empty() { p { "В этой школе в программе пока нет педагогов. Карточки заводит координатор актива." } }
        @else {
            (form::form("/outcomes/classes", &key(), html! {
                (form::hidden("place", &ground.place.as_ref().map(ToString::to_string).unwrap_or_default()))
                (form::hidden("year", &ground.school_year.to_string()))
                (Field::new("person", "Педагог").value(asked.text("person")).errors(all).select(people))
                (Field::new("subject", "Предмет").value(asked.text("subject")).errors(all).select(ground.lists.subjects()))
                (Field::new("class", "Класс").hint("«7 Б» или «10»").value(asked.text("class")).errors(all).suggest(ground.classes.iter().map(Class::label).collect()).short().text())
                (form::button("Записать"))
            }))
        }
    }
}

fn grid(ground: &Grid, key: &dyn Fn() -> String) -> Markup {
    let subjects: BTreeSet<&str> = ground.taught.iter().map(|one| one.subject.as_str()).collect();
    let classes: BTreeSet<&Class> = ground.taught.iter().map(|one| &one.class).chain(&ground.classes).collect();
    let mut columns = vec![Column::new("Класс")];
    columns.extend(subjects.iter().map(|subject| Column::new(ground.lists.subject(subject))));
    let cell = |class: &Class, subject: &str| {
        html! { @for one in ground.taught.iter().filter(|one| one.class == *class && one.subject == subject) {
            span { (one.name) }
            form.act method="post" action="/outcomes/classes/relieving" {
                (form::hidden("_key", &key()))
                (form::hidden("place", &ground.place.as_ref().map(ToString::to_string).unwrap_or_default()))
                (form::hidden("year", &ground.school_year.to_string()))
                (form::hidden("class", &class.label()))
                (form::hidden("subject", subject))
                (form::hidden("person", &one.person.to_string()))
                button.quiet.small type="submit" { "Убрать" span.unseen { " " (one.name) ", " (class.label()) } }
            }
        } }
    };
    let rows = classes.iter().map(|class| std::iter::once(html! { (class.label()) }).chain(subjects.iter().map(|subject| cell(class, subject))).collect::<Vec<_>>());
    html! {
        h2 { "Классы и предметы" }
        @if ground.taught.is_empty() { p { "Пока ничего не записано." } }
        @else { (Table::new(format!("Кто ведёт, {}", school_year_label(ground.school_year)), columns).rows(rows).render()) }
    }
}

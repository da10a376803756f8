//! A stage's own page.

use super::{PATH, of, tag};
use crate::stages::{
    model::{Progress, year_words},
    store::Change,
};
use ::web::Shell;
use access::{Action, Actor};
use maud::{Markup, html};
use ui::{
    form,
    page::Page,
    parts::{self, SummaryRow},
    ru,
    table::{Column, Table},
};

pub struct StagePage {
    pub progress: Progress,
    pub owner_name: Option<String>,
    pub history: Vec<Change>,
    pub zone: jiff::tz::TimeZone,
}

pub fn stage_page(shell: &Shell, actor: &Actor, page: &StagePage) -> Markup {
    let progress = &page.progress;
    let stage = &progress.stage;
    let manages = actor.can(Action::ManageProgramme);
    let view = Page::new(&stage.title).trail([(format!("Программа {}", year_words(stage.year)), crate::stages::url(stage.year))]);
    let view = if manages { view.action(form::button_link("Изменить этап", &format!("{PATH}/stages/{}/edit", stage.id))) } else { view };
    let mut rows = vec![SummaryRow::new("Состояние", html! { (tag(progress.standing())) " " (progress.time_words()) }), SummaryRow::new("Чей этап", owner(page))];
    rows.push(SummaryRow::new("Дни", format!("{} — {}", ru::date_weekday(stage.starts_on), ru::date_weekday(stage.ends_on))));
    if !stage.result.is_empty() {
        rows.push(SummaryRow::new("Результат", &stage.result));
    }
    shell.page(view.body(html! {
        (parts::summary(rows))
        h2 { "Что сделано" }
        (counts(progress))
        h2 { "История" }
        (super::history::list(&page.history, &page.zone))
        @if manages {
            (parts::details("Убрать этап", html! {
                p { "Этап исчезнет из программы. В истории останется, что он был." }
                (form::form(&format!("{PATH}/stages/{}/removal", stage.id), &shell.key(), html! { (form::hidden("version", &stage.version.to_string())) (form::button_danger("Убрать этап из программы")) }))
            }))
        }
    }))
}

fn owner(page: &StagePage) -> String {
    match &page.owner_name {
        Some(name) => format!("{}; отвечает {name}", page.progress.stage.owner),
        None => page.progress.stage.owner.clone(),
    }
}

fn counts(progress: &Progress) -> Markup {
    let columns = vec![Column::new("Показатель"), Column::new("Сделано").number(), Column::new("Ожидается").number(), Column::new("Выполнено").number()];
    let rows = progress.counted.iter().map(|counted| [html! { (counted.counter.label()) }, html! { (ru::number(counted.done)) }, html! { (ru::number(counted.expected)) }, html! { (counted.percent()) "\u{a0}%" }]);
    html! {
        @for counted in &progress.counted { (bar(counted.counter.label(), counted.percent(), &of(counted))) }
        (Table::new("Показатели этапа", columns).rows(rows).empty("Числа не заданы", "Если указать, чего ждут от этапа, программа посчитает сделанное сама.", None).render())
        p.hint { "Считается за дни этапа по всему региону из того, что записано в системе." }
    }
}

fn bar(label: &str, percent: i64, words: &str) -> Markup {
    html! {
        div.quota {
            p.quota-label { (label) }
            svg viewBox="0 0 200 12" preserveAspectRatio="none" role="img" { title { (label) ": " (words) } rect.free width="200" height="12" {} rect.filled width=(percent * 2) height="12" {} }
            p.quota-words { (words) }
        }
    }
}

//! The queue of reviews and the form of one.

use super::{REVIEWS, files, told};
use crate::{
    lists::Lists,
    model::{Attached, Criterion, Text, Verdict, free_seats},
    store::list::Queued,
    url,
};
use ::web::Answers;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Choice, Field, Form},
    page::{Notice, Page},
    ru,
    table::{Column, Table},
};

/// A mark in words.
pub fn mark(mark: u8) -> &'static str {
    match mark {
        0 => "нет",
        1 => "отчасти",
        _ => "да",
    }
}

pub fn page(reading: &[Queued], free: &[Queued], lists: &Lists, done: &str, key: &dyn Fn() -> String) -> Page {
    let notice = match done {
        "given" => Some(Notice::done("Рецензия отправлена, спасибо")),
        "back" => Some(Notice::done("Практика снова в очереди")),
        _ => None,
    };
    let since = |one: &Queued| one.since.map(ru::date).unwrap_or_default();
    let columns = || ["Практика", "Предмет", "Ждёт с", ""].map(Column::new).to_vec();
    let mine = |one: &Queued| -> [Markup; 4] {
        let url = url::practice(one.practice.id);
        [
            html! { a href={ (url) "/review" } { (one.text.title) } },
            html! { (lists.subject(&one.text.subject)) },
            html! { (since(one)) },
            form::act(&format!("{url}/giving-back"), &key(), "Вернуть в очередь", &one.text.title),
        ]
    };
    let waiting = |one: &Queued| -> [Markup; 4] {
        let url = url::practice(one.practice.id);
        let third = if one.verdicts.iter().filter(|verdict| **verdict != Verdict::None).count() == 2 { ", рецензенты разошлись" } else { "" };
        [html! { a href=(url) { (one.text.title) } span.hint { (third) } }, html! { (lists.subject(&one.text.subject)) }, html! { (since(one)) }, form::act(&format!("{url}/taking"), &key(), "Взять", &one.text.title)]
    };
    Page::new("Рецензии").notice(notice).lead("Автора вы не видите, автор не узнает, кто рецензировал. Практик своей школы здесь нет.").body(html! {
        @if !reading.is_empty() { h2 { "Вы читаете" } (Table::new("Вы читаете", columns()).rows(reading.iter().map(mine)).render()) }
        h2 { "Ждут рецензентов" }
        (Table::new("Ждут рецензентов", columns()).rows(free.iter().filter(|one| free_seats(&one.verdicts) > 0).map(waiting)).empty("Очередь пуста", "Новые практики появятся здесь, когда авторы их отправят.", None).render())
    })
}

pub fn form_page(text: &Text, attached: &[Attached], lists: &Lists, answers: &Answers, errors: &FieldErrors, key: &str) -> Page {
    let field = |name: &str, label: &str| Field::new(name, label).value(answers.get(name)).errors(errors.all());
    let trail = [REVIEWS];
    Page::new(text.title.clone()).narrow().trail(trail).error_title(!errors.is_empty()).lead("Рецензия без имени автора").body(html! {
        (form::error_summary(errors.all()))
        (told(text, lists))
        (files(text.practice, text.number, attached))
        h2 { "Ваша рецензия" }
        (Form::new(format!("{}/review", url::practice(text.practice)), key).body(html! {
            @for criterion in Criterion::ALL { (field(criterion.as_str(), criterion.label()).hint(criterion.hint()).radios([2_u8, 1, 0].map(|value| Choice::new(value.to_string(), mark(value))))) }
            (field("words", "Слова автору").hint("Что удалось, что исправить. Если возвращаете или отклоняете — обязательно").who_reads("Прочтут автор и координатор, вашего имени автор не увидит").max_chars(3_000).textarea(4))
            (field("verdict", "Решение").radios([Verdict::Accept, Verdict::Return, Verdict::Decline].map(|verdict| Choice::new(verdict.as_str(), verdict.label()))))
            (form::button("Отправить рецензию"))
        }))
    })
}

//! Pages of support. Views print what they are given.

pub mod attestation;
pub mod cabinet;
pub mod contests;
pub mod courses;
pub mod directions;
pub mod experts;
pub mod hub;
pub mod imports;
pub mod outcomes;
pub mod picture;
pub mod schools;
pub mod tracks;

use crate::{pick::Somebody, words::Words};
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    table::{self, Column, Table},
    url::Query,
};

/// The way here.
pub const HUB: (&str, &str) = ("Поддержка", "/support");

/// A fresh key for each form.
pub type Key<'a> = &'a (dyn Fn() -> String + Sync);

/// The dictionaries that pages of courses and pools name things by.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    pub subjects: Words,
    pub directions: Words,
    pub municipalities: Vec<(String, String)>,
}

/// What was just done, in words.
pub fn done(word: &str) -> Option<Notice> {
    let words = match word {
        "added" => "Добавлено",
        "saved" => "Сохранено",
        "removed" => "Убрано",
        "asked" => "Просьба отправлена: ответ появится здесь",
        "answered" => "Ответ отправлен",
        "shown" => "Рассказ отправлен. Ответ появится здесь и в уведомлениях",
        "declined" => "Вы отказались. Больше спрашивать не будем",
        "returned" => "С возвращением! Спросим в следующий срок",
        "logged" => "Записано. Время ушло в учёт вашей работы",
        "measured" => "Измерение записано",
        "closed" => "Завершено",
        "reopened" => "Открыто снова",
        _ => return None,
    };
    Some(Notice::done(words))
}

/// Lines of a text as paragraphs.
pub fn paragraphs(text: &str) -> Markup {
    html! { @for line in text.lines().filter(|line| !line.trim().is_empty()) { p { (line) } } }
}

/// A page where a person is chosen by name: `fields` go with every choice.
pub struct Choosing<'a> {
    pub title: &'a str,
    pub lead: &'a str,
    pub trail: Vec<(String, String)>,
    /// Address of this page; the choice is posted there too.
    pub path: &'a str,
    /// Hidden fields, kept while searching and posted with the choice.
    pub fields: &'a [(&'a str, String)],
    pub asked: &'a str,
    pub found: &'a [Somebody],
    pub label: &'a str,
    /// Nobody found: who is looked for here.
    pub nobody: &'a str,
}

pub fn choosing(page: &Choosing<'_>, before: Markup, key: Key<'_>) -> Page {
    let columns = ["ФИО", "Где работает", ""].map(Column::new).to_vec();
    let rows = page.found.iter().map(|one| {
        let form = Form::new(page.path, key()).body(html! {
            @for (name, value) in page.fields { (form::hidden(name, value)) }
            (form::hidden("person", &one.person.to_string()))
            button.secondary.small type="submit" { (page.label) span.unseen { " " (one.name) } }
        });
        [html! { (one.name) }, html! { (one.place) }, form]
    });
    let query = page.fields.iter().fold(Query::parse("").with("q", page.asked), |query, (name, value)| query.with(name, value));
    let search = html! {
        @for (name, value) in page.fields { @if *name != "version" { (form::hidden(name, value)) } }
        (Field::new("q", "Фамилия, имя или отчество").value(page.asked).name_like().text())
    };
    Page::new(page.title).narrow().trail(page.trail.clone()).lead(page.lead).body(html! {
        (before)
        (table::filter_bar(page.path, &query, search))
        @if !page.asked.trim().is_empty() { (Table::new("Найденные люди", columns).rows(rows).empty("Никого не нашли", page.nobody, None).render()) }
    })
}

//! Pages for everybody: practices whose authors agreed to it, named as far as the consent to publication goes today.

use super::told;
use crate::{
    lists::Lists,
    model::{Practice, Text},
    store::list::Listed,
    url,
};
use kernel::Paged;
use maud::{Markup, html};
use ui::{
    form::Field,
    page::Page,
    parts::{self, SummaryRow},
    ru, table,
    url::Query,
};

pub const PATH: &str = "/practices/public";

/// What may be said of an author today.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Author {
    pub name: Option<String>,
    pub school: Option<String>,
    /// The author's own conditions and bans: they stand wherever the name does (152-ФЗ, ст. 10.1).
    pub conditions: String,
}

impl Author {
    fn line(&self) -> String {
        [self.name.as_deref(), self.school.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

pub fn list(rows: &Paged<Listed>, authors: &[Author], lists: &Lists, query: &Query) -> Page {
    let filters = table::filter_bar(
        PATH,
        query,
        html! {
            (Field::new("q", "Слова").value(query.text("q")).text())
            (Field::new("subject", "Предмет").value(query.text("subject")).first_line("все").select(lists.subjects.clone()))
        },
    );
    Page::new("Открытый банк практик").lead("Практики учителей региона, которые прошли двух рецензентов и которые авторы разрешили показать всем.").body(html! {
        (filters)
        @if rows.total == 0 { (parts::empty("Практик не нашлось", "Уберите часть условий отбора или загляните позже.", None)) }
        @for (row, author) in rows.rows.iter().zip(authors) {
            h2 { a href=(url::open(row.practice.id)) { (row.text.title) } }
            p { (row.text.idea) }
            p.hint { (lists.subject(&row.text.subject)) @if !author.line().is_empty() { ", " (author.line()) } }
            (conditions(author))
        }
        (table::pager(PATH, query, rows.slice.number, rows.slice.size, rows.total))
    })
}

pub fn card(text: &Text, author: &Author, lists: &Lists) -> Page {
    Page::new(text.title.clone()).narrow().trail([("Открытый банк практик", PATH)]).lead(author.line()).body(html! { (conditions(author)) (told(text, lists)) })
}

fn conditions(author: &Author) -> Markup {
    html! { @if !author.conditions.is_empty() { p.hint { "Условия и запреты автора: " (author.conditions) } } }
}

/// What a certificate's code confirms.
pub fn check(practice: &Practice, text: &Text, author: &Author) -> Page {
    let mut rows: Vec<SummaryRow> = vec![SummaryRow::new("Практика", &text.title), SummaryRow::new("Опубликована", practice.published_on.map(ru::date).unwrap_or_default())];
    if let Some(name) = &author.name {
        rows.push(SummaryRow::new("Автор", name));
    }
    Page::new("Проверка свидетельства").narrow().lead("Свидетельство подлинное: практика опубликована в банке регионального методического актива.").body(html! {
        (parts::summary(rows))
        (conditions(author))
        @if author.name.is_none() { p { "Имя автора не показано: он не разрешил его публиковать. Сверьте название практики с бумагой." } }
    })
}

/// A code that confirms nothing (any more).
pub fn unknown() -> Page {
    Page::new("Свидетельство не найдено").narrow().body(html! { p { "Такого кода нет, или практика снята автором. Проверьте, что адрес набран целиком." } })
}

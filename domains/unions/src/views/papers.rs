//! Documents and recommendations received.

use super::{outside, trail};
use crate::{
    model::{Paper, Union},
    url,
};
use ::web::Answers;
use kernel::FieldErrors;
use maud::html;
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts, ru,
};

/// `leads`: the viewer keeps the list; how many megabytes a file may have.
pub fn page(union: &Union, papers: &[Paper], leads: Option<u32>, (done, answers): (&str, &Answers), errors: &FieldErrors, key: &dyn Fn() -> String) -> Page {
    let url = url::union(union.id);
    let field = |name: &str, label: &str| Field::new(name, label).value(answers.get(name)).errors(errors.all());
    const EVERYBODY: &str = "Прочтут все, кому видны объединения";
    let body = html! {
        (form::error_summary(errors.all()))
        @if papers.is_empty() { (parts::empty("Документов пока нет", "Здесь записывают, что пришло из вышестоящих объединений и министерства: методические рекомендации, письма, программы.", None)) }
        @for paper in papers {
            h2 { (paper.title) }
            p.hint { @if !paper.number.is_empty() { "№ " (paper.number) ", " } "получен " (ru::date(paper.received_on)) }
            @for part in paper.summary.lines().filter(|part| !part.trim().is_empty()) { p { (part) } }
            @if paper.digest.is_some() { p { a href={ (url) "/papers/" (paper.id) "/file" } { (paper.file_name) } } }
            @if !paper.link.is_empty() { p { (outside(&paper.link, "Открыть документ")) } }
            @if leads.is_some() { (form::act(&format!("{url}/papers/{}/removal", paper.id), &key(), "Убрать из списка", &paper.title)) }
        }
        @if let Some(largest) = leads {
            h2 { "Записать документ" }
            (Form::new(format!("{url}/papers"), key()).files().body(html! {
                (field("title", "Название").who_reads(EVERYBODY).text())
                (field("number", "Номер").medium().text())
                (field("received_on", "Когда получен").date())
                (field("summary", "Что в нём важно для нас").who_reads(EVERYBODY).max_chars(2_000).textarea(3))
                (field("link", "Ссылка").hint("Адрес целиком: https://example.ru/letter.pdf").who_reads(EVERYBODY).name_like().text())
                (field("file", "Файл").hint(html! { "Если документ пришёл файлом: вместо ссылки или вместе с ней. PDF, JPG или PNG, до " (largest) " МБ" }).who_reads(EVERYBODY).file(".pdf,.jpg,.jpeg,.png", largest))
                (form::button("Записать"))
            }))
        }
    };
    let notice = match done {
        "added" => Some(Notice::done("Документ записан")),
        "removed" => Some(Notice::done("Документ убран из списка")),
        _ => None,
    };
    Page::new("Документы и рекомендации").narrow().trail(trail(union)).notice(notice).error_title(!errors.is_empty()).lead(union.title.clone()).body(body)
}

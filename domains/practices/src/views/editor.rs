//! The form of a practice.

use super::{BANK, NO_PUPILS};
use crate::{lists::Lists, model::Practice, url};
use ::web::Answers;
use kernel::FieldErrors;
use maud::html;
use ui::{
    form::{self, Field, Form},
    page::Page,
    parts,
};

/// What the editor is drawn from.
pub struct Editor<'a> {
    pub practice: Option<&'a Practice>,
    pub answers: &'a Answers,
    pub lists: &'a Lists,
    pub errors: &'a FieldErrors,
    /// Works of one's own that a practice may begin from.
    pub works: &'a [(String, String)],
}

const READERS: &str = "Пока черновик — только вы; потом рецензенты и все, кому виден банк";

pub fn page(editor: &Editor<'_>, key: &str) -> Page {
    let field = |name: &str, label: &str| Field::new(name, label).value(editor.answers.get(name)).errors(editor.errors.all());
    let (action, title) = match editor.practice {
        Some(practice) => (url::practice(practice.id), "Изменить практику"),
        None => (BANK.1.to_owned(), "Рассказать о практике"),
    };
    let is_published = editor.practice.is_some_and(|practice| practice.published_number > 0);
    let body = html! {
        (form::error_summary(editor.errors.all()))
        @if is_published { (parts::warning("Практика опубликована. Изменения станут новой версией: её снова прочитают рецензенты, а прежняя останется в банке.")) }
        @if editor.practice.is_none() && !editor.works.is_empty() {
            (parts::details("Начать со своей работы", html! { p { "То, что вы уже внесли, второй раз набирать не нужно." } ul { @for (id, title) in editor.works { li { a href={ "/practices/new?work=" (id) } { (title) } } } } }))
        }
        p { (NO_PUPILS) }
        (Form::new(action, key).body(html! {
            @if editor.practice.is_some() { (form::hidden("version", editor.answers.get("version"))) }
            @else { (form::hidden("work", editor.answers.get("work"))) }
            (field("title", "Название").who_reads(READERS).text())
            (field("problem", "Какая проблема").hint("Что не получалось у учеников или у вас").who_reads(READERS).max_chars(2_000).textarea(3))
            (field("idea", "В чём идея").who_reads(READERS).max_chars(2_000).textarea(3))
            (field("steps", "Как это делается").hint("По шагам: что, сколько времени, что нужно").who_reads(READERS).max_chars(6_000).textarea(6))
            (field("results", "Что получилось").who_reads(READERS).max_chars(3_000).textarea(3))
            (field("evidence", "Чем это подтверждено").hint("Например: доля справившихся до и после, сколько классов, отзывы коллег. Числа по классу, не по ученикам").who_reads(READERS).max_chars(3_000).textarea(3))
            (field("subject", "Предмет").first_line("любой").select(editor.lists.subjects.clone()))
            (field("direction", "Направление из двенадцати").first_line("обычное: распространение опыта").select(editor.lists.directions.clone()))
            (field("audience", "Для кого").hint("Например, учителям 5–6 классов").who_reads(READERS).max_chars(500).textarea(2))
            (field("link", "Ссылка на материалы").hint("Адрес целиком: https://example.ru/praktika").who_reads(READERS).name_like().text())
            (form::button("Сохранить черновик"))
        }))
    };
    Page::new(title).narrow().trail([BANK]).error_title(!editor.errors.is_empty()).body(body)
}

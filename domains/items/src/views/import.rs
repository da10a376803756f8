//! The page of the import, with what came of the file.

use super::{BANK, HOME, Lists};
use crate::import::{Read, Remark, sheet::ABOUT};
use ::web::Answers;
use competencies::FrameworkId;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form as Posting},
    page::{Notice, Page},
    parts, ru,
    table::{Column, Table},
};

/// What the page is drawn from.
pub struct Form<'a> {
    pub lists: &'a Lists,
    pub answers: &'a Answers,
    pub errors: &'a FieldErrors,
    pub read: Option<(FrameworkId, &'a Read)>,
}

pub fn page(shown: &Form<'_>, key: &str) -> Page {
    let only = if let [(_, framework)] = shown.lists.frameworks.as_slice() { framework.id.to_string() } else { String::new() };
    let framework = if shown.answers.has("framework") { shown.answers.get("framework").to_owned() } else { only };
    let frameworks = shown.lists.frameworks.iter().map(|(_, framework)| (framework.id.to_string(), framework.full_title()));
    let body = html! {
        (form::error_summary(shown.errors.all()))
        @if let Some((framework, read)) = shown.read { (outcome(framework, read, key)) }
        (Posting::new("/items/import", key).files().body(html! {
            (Field::new("framework", "Рамка").value(framework).errors(shown.errors.all()).select(frameworks))
            (Field::new("competency", "Компетенция для заданий QTI").hint("В таблице она указана у каждого задания, в QTI её нет").value(shown.answers.get("competency")).first_line("для таблицы не нужна").errors(shown.errors.all()).select_groups(shown.lists.competencies(), None))
            (Field::new("file", "Файл").hint("Таблица .xlsx или .csv; QTI 3.0: задание .xml или пакет .zip. Сначала покажем, что получится").errors(shown.errors.all()).file(".xlsx,.csv,.xml,.zip", 10))
            (form::button("Проверить файл"))
        }))
        (about())
    };
    Page::new("Загрузить задания").trail([HOME, BANK]).error_title(!shown.errors.is_empty()).body(body)
}

fn about() -> Markup {
    html! {
        h2 { "Таблица" }
        p { "Одна строка — одно задание. " a href="/items/import/template.xlsx" download { "Скачать образец" } " с примером каждого вида." }
        (parts::details("Что писать в столбцах", Table::new("Столбцы", vec![Column::new("Столбец"), Column::new("Что писать")]).rows(ABOUT.iter().map(|(title, about)| [html! { (title) }, html! { (about) }])).render()))
        h2 { "QTI 3.0" }
        p { "Загружаются задания с одним вопросом: выбор, порядок, соответствие (match и associate), короткий и развёрнутый ответ, с верными ответами и баллами (mapping). Картинки PNG и JPG из пакета, которые стоят в тексте задания, становятся файлами при нём, до трёх на задание. Остальное — звук, видео, формулы, картинки в вариантах ответа, тесты целиком, другие виды вопросов — не загружается и перечисляется поимённо." }
        p { "Загруженные задания становятся черновиками: их проверяет коллега, как и написанные вручную." }
    }
}

fn outcome(framework: FrameworkId, read: &Read, key: &str) -> Markup {
    let count = ru::counted(read.items.len(), "задание", "задания", "заданий");
    html! {
        @if !read.wrong.is_empty() {
            (parts::notice(&Notice::problem("Ничего не загружено: исправьте файл и проверьте его снова").more(html! { "Понято без замечаний: " (count) "." })))
            (remarks("Что исправить", &read.wrong))
        } @else if read.items.is_empty() {
            (parts::notice(&Notice::problem("Загружать нечего: ни одного подходящего задания в файле нет")))
        } @else {
            (parts::notice(&Notice::done(format!("Всё понятно: {count}"))))
            (preview(read))
            (Posting::new("/items/import/loading", key).files().body(html! {
                (form::hidden("framework", &framework.to_string()))
                (form::hidden("items", &serde_json::to_string(&read.items).unwrap_or_default()))
                (form::button(&format!("Загрузить {count}")))
            }))
        }
        @if !read.left.is_empty() { (remarks("Что из файла не загружается", &read.left)) }
    }
}

const SHOWN: usize = 200;

fn remarks(title: &str, remarks: &[Remark]) -> Markup {
    html! {
        (Table::new(title, vec![Column::new("Где"), Column::new("Что")]).show_caption().rows(remarks.iter().take(SHOWN).map(|remark| [html! { (remark.at) }, html! { (remark.message) }])).render())
        @if remarks.len() > SHOWN { p { "Показаны первые " (SHOWN) " из " (remarks.len()) "." } }
    }
}

fn preview(read: &Read) -> Markup {
    let rows = read.items.iter().take(SHOWN).map(|item| {
        let body = &item.draft.body;
        [html! { (item.draft.code) }, html! { (body.kind().label()) }, html! { (body.short()) }, html! { (body.max_score()) }, html! { @if let Some(known) = &item.known { (known.calibration) } @else { "—" } }]
    });
    let columns = vec![Column::new("Код"), Column::new("Вид"), Column::new("Текст"), Column::new("Баллов").number(), Column::new("Параметры из")];
    parts::details("Что загрузится", Table::new("Что загрузится", columns).rows(rows).render())
}

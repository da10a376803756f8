//! Bringing a framework in: a CASE package, a sheet with its dry run.

use super::{FRAMEWORKS, HOME};
use crate::{
    model::{Framework, FrameworkState},
    sheet::{Complaint, Understood, Words},
};
use kernel::FieldErrors;
use maud::{Markup, html};
use sheets::titled::Titled;
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts, ru,
    table::{Column, Table},
};

pub fn case_form(errors: &FieldErrors, key: &str) -> Page {
    let body = html! {
        (form::error_summary(errors.all()))
        p { "Пакет CASE 1.1 (1EdTech) — файл JSON с CFDocument, CFItems и CFAssociations. Дерево строится по связям isChildOf; остальные связи и поля хранятся и при выгрузке возвращаются без изменений." }
        p { "Рамка загрузится черновиком. Если этот документ уже загружали, получится следующая версия той же рамки." }
        (Form::new("/competencies/import", key).files().body(html! {
            (Field::new("file", "Файл пакета").errors(errors.all()).file(".json", 10))
            (form::button("Загрузить"))
        }))
    };
    Page::new("Загрузить пакет CASE").narrow().trail([HOME, FRAMEWORKS]).error_title(!errors.is_empty()).body(body)
}

type Checked<'a> = Option<(&'a Titled, &'a Result<Vec<Understood>, Vec<Complaint>>)>;

pub fn sheet_form(framework: &Framework, words: &Words, checked: Checked<'_>, errors: &FieldErrors, key: &str) -> Page {
    let url = format!("/competencies/{}", framework.id);
    let body = html! {
        (form::error_summary(errors.all()))
        @if framework.state != FrameworkState::Draft { (parts::warning("Действующую или снятую версию таблицей не заменить. Сделайте новую версию и загрузите таблицу в неё.")) }
        @if let Some((titled, checked)) = checked { (outcome(framework, titled, checked, key)) }
        p { "Столбцы: «Код», «Код родителя» (пусто у блоков), «Название», «Описание», «Целевые уровни». Образец — выгрузка этой же рамки: " a href={ (url) "/sheet.xlsx" } download { "скачать" } "." }
        p { "Целевые уровни пишут через точку с запятой: " code { "high; matematika: high; matematika/uchitel: high" } ". Можно коды или названия. Уровни сейчас: " (words.levels.iter().map(|level| format!("{} ({})", level.code, level.label)).collect::<Vec<_>>().join(", ")) "." }
        (Form::new(format!("{url}/sheet"), key).files().body(html! {
            (Field::new("file", "Таблица").hint("Файл .xlsx или .csv. Сначала покажем, что получится").errors(errors.all()).file(".xlsx,.csv", 10))
            (form::button("Проверить таблицу"))
        }))
    };
    Page::new("Загрузить рамку из таблицы").trail([(HOME.0.to_owned(), HOME.1.to_owned()), (FRAMEWORKS.0.to_owned(), FRAMEWORKS.1.to_owned()), (framework.full_title(), url)]).error_title(!errors.is_empty()).body(body)
}

fn outcome(framework: &Framework, titled: &Titled, checked: &Result<Vec<Understood>, Vec<Complaint>>, key: &str) -> Markup {
    let unknown = html! { @if !titled.unknown.is_empty() { p { "Эти столбцы не загружаются: " (titled.unknown.join(", ")) "." } } };
    match checked {
        Ok(rows) => html! {
            (parts::notice(&Notice::done(format!("Всё понятно: {}", ru::counted(rows.len(), "строка", "строки", "строк"))).more(html! { (unknown) p { "Дерево черновика будет заменено целиком." } })))
            @if framework.state == FrameworkState::Draft {
                (Form::new(format!("/competencies/{}/sheet/loading", framework.id), key).files().body(html! {
                    (form::hidden("version", &framework.version.to_string()))
                    (form::hidden("rows", &serde_json::to_string(titled).unwrap_or_default()))
                    (form::button(&format!("Загрузить {}", ru::counted(rows.len(), "строку", "строки", "строк"))))
                }))
            }
        },
        Err(complaints) => html! {
            (parts::notice(&Notice::problem("Ничего не загружено: исправьте эти ячейки и проверьте таблицу снова").more(unknown)))
            (Table::new("Что исправить", vec![Column::new("Ячейка"), Column::new("Что не так")]).rows(complaints.iter().take(200).map(|complaint| [html! { (complaint.at) }, html! { (complaint.message) }])).render())
            @if complaints.len() > 200 { p { "Показаны первые 200 замечаний из " (complaints.len()) "." } }
        },
    }
}

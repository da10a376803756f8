//! The form of a stage.

use super::PATH;
use crate::stages::{
    form::{StageForm, field},
    model::{StageId, year_words},
};
use ::web::Shell;
use kernel::{FieldErrors, id::PersonId};
use maud::{Markup, html};
use structure::profile::Counter;
use ui::{
    form::{self, Field, Form},
    page::Page,
};

/// What the form stands in.
pub struct Editing {
    pub year: i64,
    /// Nothing for a new one.
    pub stage: Option<StageId>,
    pub owners: Vec<(PersonId, String)>,
}

pub fn edit_page(shell: &Shell, editing: &Editing, typed: &StageForm, errors: &FieldErrors) -> Markup {
    let title = if editing.stage.is_some() { "Изменить этап" } else { "Новый этап" };
    let action = editing.stage.map_or_else(|| format!("{PATH}/stages/new?year={}", editing.year), |id| format!("{PATH}/stages/{id}/edit"));
    let all = errors.all();
    let page = Page::new(title).error_title(!errors.is_empty()).trail([(format!("Программа {}", year_words(editing.year)), crate::stages::url(editing.year))]);
    shell.page(page.body(html! {
        (form::error_summary(all))
        (Form::new(action, shell.key()).body(html! {
            (form::hidden("version", &typed.version.to_string()))
            (Field::new("title", "Название этапа").value(typed.title.clone()).who_reads("Увидят все, кто видит программу года: институт, муниципалитеты, школы, министерство, участники актива").errors(all).text())
            div.fields {
                (Field::new("starts_on", "Первый день").hint("Например, 01.09.2026").value(typed.starts_on.clone()).errors(all).date())
                (Field::new("ends_on", "Последний день").value(typed.ends_on.clone()).errors(all).date())
            }
            (Field::new("owner", "Чей этап").hint("Роль или отдел, например «Региональные методисты»").value(typed.owner.clone()).errors(all).medium().text())
            @if !editing.owners.is_empty() {
                (Field::new("owner_id", "Кто отвечает").hint("Имя увидят те, кому видна карточка этого человека").value(typed.owner_id.clone()).errors(all).first_line("никто отдельно").select(editing.owners.iter().map(|(id, name)| (id.to_string(), name.clone()))))
            }
            (Field::new("result", "Что будет, когда этап закончится").value(typed.result.clone()).max_chars(1000).who_reads("Увидят все, кто видит программу года").errors(all).textarea(3))
            (form::fieldset("Чего ждём от этапа", html! {
                p.hint { "Сделанное посчитает программа за дни этапа. Пустое поле — показатель не нужен." }
                div.columns { @for counter in Counter::ALL { (Field::new(field(*counter), counter.label()).value(typed.expected(*counter)).errors(all).short().number()) } }
            }))
            (form::button("Сохранить этап"))
        }))
    }))
}

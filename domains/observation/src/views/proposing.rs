//! Proposing a visit: whose lesson, then when and by which rubric.

use crate::{form::VisitForm, rubric::Rubric};
use kernel::FieldErrors;
use maud::{Markup, html};
use people::{Person, PersonRow};
use structure::Lists;
use ui::{
    form::{self, Field, Form},
    page::Page,
    parts,
    table::{self, Column, Table},
    url::Query,
};
use web::Shell;

const TRAIL: [(&str, &str); 1] = [("Наблюдения уроков", "/observations")];

/// People within the scope, by what was typed.
pub fn choose(shell: &Shell, found: &[PersonRow], query: &Query) -> Markup {
    let rows = found.iter().map(|row| [html! { a href={ "/observations/new?person=" (row.id) } { (row.name.full()) } }, html! { (row.place_name) }]);
    let columns = vec![Column::new("Учитель"), Column::new("Организация")];
    let empty = if query.text("text").is_empty() {
        ("Чей урок вы хотите посетить?", "Введите фамилию учителя.")
    } else {
        ("Никого не нашлось", "Проверьте фамилию: показываются люди, чьи карточки вам открыты.")
    };
    shell.page(Page::new("Предложить посещение урока").trail(TRAIL).body(html! {
        (table::filter_bar("/observations/new", query, Field::new("text", "Фамилия или имя учителя").value(query.text("text")).medium().text()))
        (Table::new("Учителя", columns).rows(rows).empty(empty.0, empty.1, None).render())
    }))
}

pub fn page(shell: &Shell, teacher: &Person, rubrics: &[Rubric], lists: &Lists, typed: &VisitForm, errors: &FieldErrors) -> Markup {
    let title = format!("Посещение урока: {}", teacher.name.full());
    let choices: Vec<(String, String)> = rubrics.iter().map(|rubric| (rubric.id.to_string(), rubric.caption())).collect();
    let only = choices.first().filter(|_| choices.len() == 1).map(|(id, _)| id.clone());
    let chosen = if typed.rubric.is_empty() { only.unwrap_or_default() } else { typed.rubric.clone() };
    let page = Page::new(title).narrow().trail(TRAIL).error_title(!errors.is_empty());
    shell.page(page.body(html! {
        (form::error_summary(errors.all()))
        p { "Учителю придёт письмо. Он может согласиться или отказаться, и отказ не имеет последствий." }
        @if choices.is_empty() { (parts::empty("Нет ни одной действующей карты", "Попросите методиста ввести карту наблюдения в действие.", None)) }
        (Form::new(format!("/observations/new?person={}", teacher.id), shell.key()).body(html! {
            (Field::new("rubric", "Карта наблюдения").value(chosen).errors(errors.all()).select(choices))
            (Field::new("held_on", "Дата урока").hint("Например, 05.09.2026").value(&typed.held_on).errors(errors.all()).date())
            (Field::new("lesson", "Номер урока в этот день").hint("Если неизвестен, оставьте пустым").value(&typed.lesson).errors(errors.all()).number())
            (Field::new("grade", "Класс").hint("«7 Б», «10», «1–4», «старшая группа». Имена учеников не вносят").value(&typed.grade).errors(errors.all()).short().text())
            (Field::new("subject", "Предмет").value(&typed.subject).errors(errors.all()).first_line("не указан").select(lists.subjects()))
            (Field::new("topic", "Тема урока").hint("Если она уже известна").value(&typed.topic).errors(errors.all()).text())
            (Field::new("post", "Ваша должность для карты").value(&typed.post).errors(errors.all()).text())
            (form::button("Предложить учителю"))
        }))
    }))
}

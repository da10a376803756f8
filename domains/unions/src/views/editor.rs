//! Forms of a union: new, changed, renamed, closed.

use super::{UNIONS, trail};
use crate::{
    lists::{Choices, Lists},
    model::{PastTitle, Union},
    url,
};
use ::web::Answers;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::Page,
    parts, ru,
};

/// What the editor is drawn from.
pub struct Editor<'a> {
    pub union: Option<&'a Union>,
    pub answers: &'a Answers,
    pub lists: &'a Lists,
    pub choices: &'a Choices,
    pub errors: &'a FieldErrors,
}

const EVERYBODY: &str = "Прочтут все, кому видны объединения";

impl Editor<'_> {
    fn field(&self, name: &str, label: &str) -> Field {
        Field::new(name, label).value(self.answers.get(name)).errors(self.errors.all())
    }
}

pub fn page(editor: &Editor<'_>, key: &str) -> Page {
    let (action, title, trail) = match editor.union {
        Some(union) => (url::union(union.id), "Изменить объединение", trail(union).to_vec()),
        None => (UNIONS.1.to_owned(), "Создать объединение", vec![(UNIONS.0.to_owned(), UNIONS.1.to_owned())]),
    };
    let body = html! {
        (form::error_summary(editor.errors.all()))
        (Form::new(action, key).body(html! {
            @if editor.union.is_some() { (form::hidden("version", editor.answers.get("version"))) }
            @if editor.union.is_none() { (identity(editor)) }
            (standing(editor))
            (form::button("Сохранить"))
        }))
        @if let Some(union) = editor.union { p { "Название меняют отдельно, с датой: " a href={ (url::union(union.id)) "/title" } { "переименовать" } ". " a href={ (url::union(union.id)) "/closing" } { "Закрыть объединение" } } }
    };
    Page::new(title).narrow().trail(trail).error_title(!editor.errors.is_empty()).body(body)
}

fn identity(editor: &Editor<'_>) -> Markup {
    html! {
        (editor.field("kind", "Вид").first_line("выберите").select(editor.choices.kinds.iter().map(|kind| (kind.as_str(), kind.label()))))
        (editor.field("title", "Название").hint("Как в приказе: «РМО учителей математики»").who_reads(EVERYBODY).text())
        (editor.field("place", "Где работает").first_line("выберите").hint("Регион, муниципалитет или школа — по виду объединения").select_groups(editor.choices.places.clone(), None))
        (editor.field("opened_on", "Работает с").hint("Пусто — с сегодняшнего дня").date())
    }
}

fn standing(editor: &Editor<'_>) -> Markup {
    let chosen = editor.answers.all("subjects");
    html! {
        (parts::details("Предметы", editor.field("subjects", "Предметы объединения").hint("Ни одного — объединение не по предмету, тогда укажите направление").checkboxes(editor.lists.subjects.clone(), &chosen)))
        (editor.field("direction", "Направление работы").first_line("обычное: поддержка объединений").hint("К какому из 12 направлений относить заседания").select(editor.lists.directions.clone()))
        (parent(editor))
        (editor.field("quorum_percent", "Кворум, % участников").hint("Пусто — больше половины").short().number())
        (editor.field("about", "О чём объединение").who_reads(EVERYBODY).max_chars(2_000).textarea(3))
        (editor.field("link", "Сайт или страница").hint("Адрес целиком: https://example.ru/rmo").who_reads(EVERYBODY).name_like().text())
    }
}

/// `none` is a choice of its own among the groups.
fn parent(editor: &Editor<'_>) -> Markup {
    let mut groups = vec![ui::form::Group::new("", "Без вышестоящего", [("none", "без вышестоящего")])];
    groups.extend(editor.choices.parents.clone());
    editor.field("parent", "Под каким стоит").first_line("подобрать по предмету").select_groups(groups, None)
}

pub fn title_page(union: &Union, titles: &[PastTitle], answers: &Answers, errors: &FieldErrors, key: &str) -> Page {
    Page::new("Переименовать").narrow().trail(trail(union)).error_title(!errors.is_empty()).lead("Протоколы и планы прежних дней сохранят прежнее название.").body(html! {
        (form::error_summary(errors.all()))
        (Form::new(format!("{}/title", url::union(union.id)), key).body(html! {
            (form::hidden("version", &union.version.to_string()))
            (Field::new("title", "Новое название").value(answers.get("title")).errors(errors.all()).who_reads(EVERYBODY).text())
            (Field::new("on", "Называется так с").value(answers.get("on")).errors(errors.all()).hint("Дата приказа. Та же дата, что у прежнего названия, исправит опечатку в нём").date())
            (form::button("Переименовать"))
        }))
        h2 { "Названия" }
        ul { @for one in titles { li { (one.title) " — " (ru::period(one.from, one.until.and_then(|day| day.yesterday().ok()))) } } }
    })
}

pub fn closing_page(union: &Union, answers: &Answers, errors: &FieldErrors, key: &str) -> Page {
    Page::new("Закрыть объединение").narrow().trail(trail(union)).error_title(!errors.is_empty()).lead(union.title.clone()).body(html! {
        (form::error_summary(errors.all()))
        p { "История, протоколы и планы останутся. Участие и должности в нём закончатся этим днём." }
        (Form::new(format!("{}/closing", url::union(union.id)), key).body(html! {
            (form::hidden("version", &union.version.to_string()))
            (Field::new("on", "Первый день без него").value(answers.get("on")).errors(errors.all()).date())
            (Field::new("why", "Почему").value(answers.get("why")).errors(errors.all()).hint("Например, слито с межшкольным").who_reads(EVERYBODY).max_chars(500).textarea(2))
            (form::button_danger("Закрыть"))
        }))
    })
}

//! The form of a resource: one page, nothing that needs a script.

use super::CATALOGUE;
use crate::{
    form::TAGS,
    lists::Lists,
    model::{Form, Kind, Resource, State, strength_label},
};
use ::web::Answers;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form as Posting},
    page::Page,
    parts,
};

/// What the editor is drawn from.
pub struct Editor<'a> {
    pub resource: Option<&'a Resource>,
    pub answers: &'a Answers,
    pub lists: &'a Lists,
    pub places: &'a [(String, String)],
    pub errors: &'a FieldErrors,
    pub max_mb: u32,
}

const EVERYBODY: &str = "Прочтут все, кому виден каталог";

impl Editor<'_> {
    fn field(&self, name: &str, label: &str) -> Field {
        Field::new(name, label).value(self.answers.get(name)).errors(self.errors.all())
    }
}

pub fn page(editor: &Editor<'_>, key: &str) -> Page {
    let (action, title, trail) = match editor.resource {
        Some(resource) => (crate::url(resource.id), "Изменить ресурс", vec![(CATALOGUE.0.to_owned(), CATALOGUE.1.to_owned()), (resource.title.clone(), crate::url(resource.id))]),
        None => ("/resources".to_owned(), "Добавить ресурс", vec![(CATALOGUE.0.to_owned(), CATALOGUE.1.to_owned())]),
    };
    let body = html! {
        (form::error_summary(editor.errors.all()))
        @if let Some(day) = editor.resource.and_then(|resource| resource.returned_on) { (parts::warning(&format!("Ресурс вернули с пояснением {}: оно на странице ресурса. После сохранения он снова уйдёт на проверку.", ui::ru::date(day)))) }
        @if editor.resource.is_some_and(|resource| resource.state == State::Live) { (parts::warning("Ресурс в каталоге и может стоять в маршрутах. После сохранения его снова проверит коллега; до этого он остаётся в каталоге.")) }
        (Posting::new(action, key).files().body(html! {
            @if editor.resource.is_some() { (form::hidden("version", editor.answers.get("version"))) }
            (what(editor))
            (form::fieldset("Сколько и когда", when(editor)))
            (helps(editor))
            (form::fieldset("Где взять", place(editor)))
            (form::button("Сохранить"))
        }))
    };
    Page::new(title).narrow().trail(trail).error_title(!editor.errors.is_empty()).body(body)
}

fn what(editor: &Editor<'_>) -> Markup {
    html! {
        (editor.field("kind", "Вид").first_line("выберите").hint("Кто наставник, укажете на следующем шаге: им может быть только участник актива").select(Kind::ALL.iter().map(|kind| (kind.as_str(), kind.label()))))
        (editor.field("title", "Название").hint("Для наставника — без фамилии: «Наставник по оцениванию, математика». Имя увидят только те, кому оно положено").who_reads(EVERYBODY).text())
        (editor.field("summary", "Что это даст учителю").who_reads(EVERYBODY).max_chars(4_000).textarea(4))
        (editor.field("provider", "Организатор").who_reads(EVERYBODY).text())
        (editor.field("subject", "Предмет").first_line("любой").select(editor.lists.subjects.clone()))
        (editor.field("form", "Форма").first_line("выберите").select(Form::ALL.iter().map(|form| (form.as_str(), form.label()))))
        (editor.field("technology", "Технология").hint("Например, перевёрнутый класс, разбор случаев").who_reads(EVERYBODY).text())
        @if editor.resource.is_none() { (editor.field("place", "Чей каталог").hint("Ресурс увидят на этой территории и во всех её школах").select(editor.places.to_vec())) }
    }
}

fn when(editor: &Editor<'_>) -> Markup {
    html! {
        (editor.field("hours", "Академических часов").short().number())
        (editor.field("starts_on", "Начало").hint("Пусто — можно начать в любое время. Например, 12.01.2027").date())
        (editor.field("ends_on", "Окончание").date())
        (editor.field("apply_by", "Запись до").date())
        (editor.field("seats", "Осталось мест").hint("Пусто — не ограничено").short().number())
        (editor.field("valid_to", "Предлагать до").hint("Пусто — пока не снимут").date())
    }
}

fn helps(editor: &Editor<'_>) -> Markup {
    let rows = html! {
        p.hint { "По этим компетенциям ресурс предложат в маршрут. Лишние строки оставьте пустыми." }
        @for at in 0..TAGS {
            div.fields {
                (editor.field(&format!("tag-{at}"), &format!("Компетенция {}", at + 1)).first_line("не указана").select_groups(editor.lists.competencies(), None))
                @let strength = editor.answers.get(&format!("strength-{at}"));
                (Field::new(format!("strength-{at}"), format!("Насколько {}", at + 1)).value(if strength.is_empty() { "2" } else { strength }).select([1_u8, 2, 3].map(|strength| (strength.to_string(), strength_label(strength)))))
            }
        }
    };
    form::fieldset("С какими затруднениями помогает", rows)
}

fn place(editor: &Editor<'_>) -> Markup {
    html! {
        (editor.field("link", "Ссылка").hint("Адрес целиком: https://example.ru/kurs").who_reads(EVERYBODY).name_like().text())
        (Field::new("file", "Файл").errors(editor.errors.all()).hint("PDF, JPG или PNG: программа, положение, материал. Без данных об учениках").file(".pdf,.jpg,.jpeg,.png", editor.max_mb))
        @if let Some(resource) = editor.resource.filter(|resource| resource.digest.is_some()) {
            p.hint { "Сейчас приложен: " a href={ (crate::url(resource.id)) "/file" } { (resource.file_name) } ". Новый файл его заменит." }
            (editor.field("without_file", "Приложенный файл").single_checkbox("yes", "убрать"))
        }
    }
}

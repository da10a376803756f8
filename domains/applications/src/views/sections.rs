//! A page of the form.

use super::inputs::Sheet;
use crate::{
    answers::{Assessment, Course, MOST_ROWS},
    apply::Desk,
    field::{Field, Section},
    link::Token,
    lists::Item,
    model::State,
};
use kernel::{Clock, FieldErrors};
use maud::{Markup, html};
use structure::profile::TermKind;
use ui::{
    form::{self, Form},
    page::Page,
};

/// What the page of the workplace offers to choose from.
#[derive(Debug, Clone, Default)]
pub struct Offer {
    pub municipalities: Vec<Item>,
    /// The chosen one's name.
    pub municipality: String,
    pub schools: Vec<Item>,
    /// What schools were looked for.
    pub wanted: String,
}

/// How the page is asked for.
pub struct Asked<'a> {
    pub errors: &'a FieldErrors,
    pub offer: &'a Offer,
    /// `check`: from the last look and back there.
    pub back: &'a str,
    pub key: &'a str,
}

pub fn page(desk: &Desk, section: Section, token: &Token, asked: &Asked<'_>, clock: &Clock) -> Page {
    let sheet = Sheet { desk, asked };
    let here = token.path(&format!("/{section}"));
    let saved = desk.application.answers.seen.contains(section.as_str()).then(|| ui::ru::time(desk.application.saved_at, clock.zone()));
    let body = html! {
        (form::error_summary(asked.errors.all()))
        (Form::new(here.as_str(), asked.key).autosave(format!("{here}/draft")).saved_at(saved).body(html! {
            @if !asked.back.is_empty() { (form::hidden("back", asked.back)) }
            @for field in section.fields() { (sheet.field(field)) }
            (form::buttons(html! { (form::button(if asked.back == "check" { "Сохранить и вернуться к проверке" } else { "Сохранить и продолжить" })) }))
        }))
        p { a href=(token.path("")) { "К списку разделов" } }
    };
    let lead = if desk.application.state == State::Returned {
        "Изменить можно то, что просил исправить координатор; остальное показано для справки."
    } else {
        lead(section)
    };
    Page::new(section.title()).narrow().trail([("Ваша заявка", token.path(""))]).error_title(!asked.errors.is_empty()).lead(lead).body(body)
}

fn lead(section: Section) -> &'static str {
    match section {
        Section::Courses => "Курсы за последние три года. Если их не было, просто сохраните пустую страницу.",
        Section::Assessments => "Если вы не проходили внешнюю оценку (например, ФОКО), сохраните пустую страницу.",
        Section::Experience => "Если не помните день, укажите первое число месяца.",
        Section::Name | Section::Contacts | Section::Education | Section::Work | Section::Subjects | Section::Wishes | Section::Criteria | Section::Evidence => "",
    }
}

/// Rows that are filled, and an empty one while there is room.
fn with_blank<T: Clone + Default>(rows: &[T]) -> Vec<T> {
    let mut shown = rows.to_vec();
    if shown.len() < MOST_ROWS {
        shown.push(T::default());
    }
    shown
}

pub fn courses(sheet: &Sheet<'_>) -> Markup {
    let filled = &sheet.a().courses;
    html! {
        p.hint id="courses" { (Field::Courses.purpose()) }
        @for (at, course) in with_blank(filled).iter().enumerate() { (course_row(sheet, at, course, at < filled.len())) }
        (form::buttons(form::button_secondary_named("Добавить ещё курсы", "do", "add")))
    }
}

fn course_row(sheet: &Sheet<'_>, at: usize, course: &Course, is_filled: bool) -> Markup {
    let input = |name: &str, label: &str, value: &str| sheet.input(&format!("course-{at}-{name}"), label).value(value);
    form::fieldset(
        &format!("Курсы {}", at + 1),
        html! {
            (input("topic", "Тема", &course.topic).text())
            (input("hours", "Сколько часов", &course.hours).hint("От 16 до 1000").number())
            (input("year", "Год окончания", &course.year).number())
            (input("provider", "Где проходили", &course.provider).text())
            (input("document", "Номер удостоверения", &course.document).hint("Можно не указывать").medium().name_like().text())
            @if is_filled { (remove("course", at, "Убрать эти курсы при сохранении")) }
        },
    )
}

/// A box, not a button: the Enter key presses the first button of a form, and that must never take an answer away.
fn remove(prefix: &str, at: usize, label: &str) -> Markup {
    let id = format!("remove-{prefix}-{at}");
    html! { div.option { input type="checkbox" id=(id) name="remove" value={ (prefix) "-" (at) }; label for=(id) { (label) } } }
}

pub fn assessments(sheet: &Sheet<'_>) -> Markup {
    let filled = &sheet.a().assessments;
    html! {
        p.hint id="assessments" { (Field::Assessment.purpose()) }
        @for (at, one) in with_blank(filled).iter().enumerate() { (assessment_row(sheet, at, one, at < filled.len())) }
        (form::buttons(form::button_secondary_named("Добавить ещё оценку", "do", "add")))
    }
}

fn assessment_row(sheet: &Sheet<'_>, at: usize, one: &Assessment, is_filled: bool) -> Markup {
    let input = |name: &str, label: &str, value: &str| sheet.input(&format!("assessment-{at}-{name}"), label).value(value);
    form::fieldset(
        &format!("Оценка {}", at + 1),
        html! {
            (input("source", "Кто проводил", &one.source).hint("Например, ФИОКО или региональный центр оценки").text())
            (input("passed_on", "Когда", &one.passed_on).date())
            (input("subject", "По какому предмету", &one.subject).hint("Если оценка не предметная, не выбирайте").select(sheet.desk.lists.items(TermKind::Subject)))
            (input("score", "Сколько баллов набрано", &one.score).hint("Можно не указывать").number())
            (input("best", "Сколько можно было набрать", &one.best).number())
            (input("level", "Уровень", &one.level).hint("Как в документе").select(sheet.desk.lists.items(TermKind::AssessmentLevel)))
            (input("document", "Номер документа", &one.document).hint("Можно не указывать").medium().name_like().text())
            @if is_filled { (remove("assessment", at, "Убрать эту оценку при сохранении")) }
        },
    )
}

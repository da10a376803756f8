//! A graduate's own pages, and the page where a supporter answers.

use super::{HUB, Key, courses::task_tag, done, paragraphs};
use crate::{
    courses::{GraduateState, LinkKind, Task, TaskState, Uses, store::graduates::Own},
    form::TEXT,
};
use ::web::Answers;
use kernel::{Date, FieldErrors};
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::Page,
    parts::{self, SummaryRow},
    ru,
    url::Query,
};

const MINE: (&str, &str) = ("Мои курсы", "/cabinet/courses");
const CABINET: (&str, &str) = ("Мой кабинет", "/cabinet");
const NO_PUPILS: &str = "Без имён, фотографий и работ учеников: пишите о классе в целом, закройте фамилии на снимке.";

pub fn courses(own: &[Own], today: Date, query: &Query, key: Key<'_>) -> Page {
    Page::new("Мои курсы")
        .narrow()
        .trail([CABINET])
        .notice(done(query.text("done")))
        .lead("После курса мы приглашаем рассказать, что пригодилось на уроках. Это по желанию: рассказ видят тот, кто вас поддерживает, и координатор курса.")
        .body(html! {
            @if own.is_empty() { (parts::empty("Курсов пока нет", "Когда вы закончите курс, за которым стоит поддержка актива, он появится здесь.", None)) }
            @for one in own { (parts::panel(&one.title, course(one, today, key))) }
        })
}

fn course(one: &Own, today: Date, key: Key<'_>) -> Markup {
    let graduate = &one.graduate;
    let base = format!("/cabinet/courses/{}", graduate.id);
    let version = || form::hidden("version", &graduate.version.to_string());
    html! {
        p { "Закончен " (ru::date(one.ends_on)) "." @if graduate.supporter.is_some() { " Вас поддерживает " (graduate.supporter_name) "." } }
        (paragraphs(&one.about))
        @match graduate.state {
            GraduateState::Declined => {
                p { "Вы отказались от поддержки после этого курса." }
                (Form::new(format!("{base}/returning"), key()).body(html! { (version()) (form::button_quiet("Вернуться к поддержке")) }))
            },
            GraduateState::Invited => {
                @if graduate.tasks.is_empty() { p { "Пока ничего не нужно: спросим, когда подойдёт срок." } }
                ul { @for task in &graduate.tasks { li {
                    a href={ "/cabinet/courses/tasks/" (task.id) } { "Через " (task.months) " мес. после курса" } " " (task_tag(task.state, task.is_late(today)))
                    @if matches!(task.state, TaskState::Asked | TaskState::Returned) { ", до " (ru::date(task.due_on)) }
                } } }
                (Form::new(format!("{base}/declining"), key()).body(html! { (version()) (form::button_quiet("Не хочу, не спрашивайте больше")) }))
            },
        }
    }
}

/// What a task's page is drawn from.
pub struct Shown<'a> {
    pub task: &'a Task,
    pub choices: &'a [(String, String)],
    pub typed: &'a Answers,
    pub errors: &'a FieldErrors,
    pub max_mb: u32,
    pub done: &'a str,
}

pub fn task(shown: &Shown<'_>, key: Key<'_>) -> Page {
    let task = shown.task;
    let field = |name: &str, label: &str| Field::new(name, label).value(shown.typed.get(name)).errors(shown.errors.all());
    let readers = "Прочтут тот, кто вас поддерживает, и координатор курса.";
    Page::new("Что пригодилось на уроках").narrow().trail([CABINET, MINE]).notice(done(shown.done)).error_title(!shown.errors.is_empty()).lead(format!("Курс «{}», через {} мес. после окончания", task.course_title, task.months)).body(html! {
        (form::error_summary(shown.errors.all()))
        (paragraphs(&task.course_about))
        p { (task_tag(task.state, false)) @if matches!(task.state, TaskState::Asked | TaskState::Returned) { " Ждём до " (ru::date(task.due_on)) ", но и позже не поздно." } }
        @if !task.answer.is_empty() { (parts::panel("Вам ответили", paragraphs(&task.answer))) }
        @if task.state == TaskState::Accepted { (told(task, "/cabinet/courses/tasks")) }
        @else if task.graduate_state == GraduateState::Declined { p { "Вы отказались от поддержки после этого курса. Вернуться можно в разделе " a href=(MINE.1) { "«Мои курсы»" } "." } }
        @else {
            (Form::new(format!("/cabinet/courses/tasks/{}", task.id), key()).files().body(html! {
                (form::hidden("version", &task.version.to_string()))
                (field("uses", "Применяете ли вы изученное").radios(Uses::ALL.iter().map(|uses| (uses.as_str(), uses.label()))))
                (field("words", "Расскажите в двух-трёх предложениях").hint("Что попробовали, что получилось, что мешает").who_reads(readers).max_chars(TEXT).textarea(5))
                (Field::new("file", "Снимок или файл").errors(shown.errors.all()).hint(format!("Необязательно: план урока, снимок доски. {NO_PUPILS}")).file(".pdf,.jpg,.jpeg,.png", shown.max_mb))
                @if task.digest.is_some() {
                    p.hint { "Сейчас приложен: " a href={ "/cabinet/courses/tasks/" (task.id) "/file" } { (task.file_name) } ". Новый файл его заменит." }
                    (field("without_file", "Приложенный файл").single_checkbox("yes", "убрать"))
                }
                @if !shown.choices.is_empty() { (field("link", "Или укажите то, что уже есть").hint("Карта урока, с которой вы ознакомились, или ваша работа: поддерживающий увидит только название").first_line("ничего").select(shown.choices.to_vec())) }
                (form::button("Отправить рассказ"))
            }))
        }
    })
}

/// What was told, to read.
fn told(task: &Task, base: &str) -> Markup {
    let mut rows = Vec::new();
    if let Some(uses) = task.uses {
        rows.push(SummaryRow::new("Применяет ли", uses.label()));
    }
    if task.digest.is_some() {
        rows.push(SummaryRow::new("Файл", html! { a href={ (base) "/" (task.id) "/file" } { (task.file_name) } }));
    }
    match task.link_kind {
        LinkKind::None => {}
        LinkKind::Observation => rows.push(SummaryRow::new("Подтверждение", "карта урока, с которой учитель ознакомился(лась)")),
        LinkKind::Work => rows.push(SummaryRow::new("Подтверждение", "работа из портфолио учителя")),
    }
    html! { (parts::summary(rows)) (paragraphs(&task.words)) }
}

pub fn answering(shown: &Shown<'_>, may_answer: bool, key: Key<'_>) -> Page {
    let task = shown.task;
    let field = |name: &str, label: &str| Field::new(name, label).value(shown.typed.get(name)).errors(shown.errors.all());
    Page::new(format!("Рассказ: {}", task.name))
        .narrow()
        .trail([HUB])
        .notice(done(shown.done))
        .error_title(!shown.errors.is_empty())
        .lead(format!("Курс «{}», через {} мес. после окончания", task.course_title, task.months))
        .body(html! {
            (form::error_summary(shown.errors.all()))
            p { (task_tag(task.state, false)) }
            @if task.state == TaskState::Asked { p { "Рассказа ещё нет. Участие добровольное: напоминания приходят сами, торопить не нужно." } }
            @else { (told(task, "/support/tasks")) }
            @if !task.answer.is_empty() { (parts::panel("Ответ", paragraphs(&task.answer))) }
            @if task.state == TaskState::Shown && may_answer {
                (Form::new(format!("/support/tasks/{}", task.id), key()).body(html! {
                    (form::hidden("version", &task.version.to_string()))
                    (field("answer", "Ваши слова").hint("Что получилось, что попробовать ещё. Без оценок").who_reads("Прочтёт выпускник.").max_chars(TEXT).textarea(4))
                    (field("minutes", "Сколько минут это заняло").hint("Пусто — 15. Уйдёт в учёт вашей работы").number())
                    (form::buttons(html! { (form::button_named("Принять", "word", "accept")) (form::button_secondary_named("Спросить ещё", "word", "return")) }))
                }))
            }
        })
}

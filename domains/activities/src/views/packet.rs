//! The flipped classroom: what a participant reads, and where it is put together.

use super::{card, trail};
use crate::{
    model::{Activity, Phase},
    packet::{Material, OPTIONS, QUESTIONS, Question},
};
use ::web::Answers;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts,
};

pub struct Reading<'a> {
    pub one: &'a Activity,
    pub materials: &'a [Material],
    pub questions: &'a [Question],
    pub has_read: bool,
    pub answers: &'a Answers,
    pub errors: &'a FieldErrors,
}

/// What a participant reads before the meeting.
pub fn reading(shown: &Reading<'_>, key: &str) -> Page {
    let url = crate::url(shown.one.id);
    let body = html! {
        (form::error_summary(shown.errors.all()))
        @if shown.materials.is_empty() { (parts::empty("Материалов пока нет", "Когда ведущий их добавит, они появятся здесь.", None)) }
        @else { (card::list(&url, shown.materials)) }
        @if shown.has_read { p { (parts::tag(parts::Kind::Good, "прочитано")) " Ведущий видит, что вы готовы." } }
        @else if !shown.materials.is_empty() {
            (Form::new(format!("{url}/packet"), key).body(html! {
                @if !shown.questions.is_empty() { h2 { "Короткая проверка" } p.hint { "Баллов нет: важно только, что вы прочли. Пробовать можно сколько угодно раз." } }
                @for (at, question) in shown.questions.iter().enumerate() {
                    @let name = format!("q-{at}");
                    (Field::new(name.clone(), question.words.clone()).value(shown.answers.get(&name)).errors(shown.errors.all()).radios(question.options.iter().enumerate().map(|(option, text)| (option.to_string(), text.clone()))))
                }
                (form::button(if shown.questions.is_empty() { "Прочитано" } else { "Проверить и отметить: прочитано" }))
            }))
        }
    };
    Page::new("Материалы до встречи").narrow().trail(trail(shown.one)).error_title(!shown.errors.is_empty()).lead(shown.one.title.clone()).body(body)
}

pub struct Desk<'a> {
    pub one: &'a Activity,
    pub materials: &'a [Material],
    /// Of the check, as typed or as kept.
    pub check: &'a Answers,
    /// Of the new material.
    pub answers: &'a Answers,
    pub errors: &'a FieldErrors,
    pub unread: i64,
    pub signed: i64,
    pub done: &'a str,
    pub max_mb: u32,
}

/// Where materials and the check are written.
pub fn desk(shown: &Desk<'_>, key: &dyn Fn() -> String) -> Page {
    let url = crate::url(shown.one.id);
    let body = html! {
        (form::error_summary(shown.errors.all()))
        @for material in shown.materials { div {
            (card::list(&url, std::slice::from_ref(material)))
            (Form::new(format!("{url}/materials/removal"), key()).body(html! { (form::hidden("material", &material.id.to_string())) button.secondary.small type="submit" { "Убрать" span.unseen { " " (material.title) } } }))
        } }
        @if shown.materials.is_empty() { (parts::empty("Материалов пока нет", "Материалы «до встречи» участники прочтут заранее, а на встрече вы сразу начнёте работу.", None)) }
        (form::fieldset("Добавить материал", new_material(shown, &url, &key())))
        @if shown.materials.iter().any(|material| material.phase == Phase::Before) {
            h2 { "Кто прочёл" }
            p { "Прочли " (shown.signed - shown.unread) " из " (shown.signed) ". Поимённо это видно на странице «Участники», и только вам. Письмо о непрочитанном каждому приходит один раз; за два дня до встречи система напомнит сама." }
            @if shown.unread > 0 { (Form::new(format!("{url}/materials/reminder"), key()).body(form::button_secondary("Напомнить тем, кто не прочёл"))) }
        }
        (check(shown, &url, &key()))
    };
    let notice = match shown.done {
        "added" => Some(Notice::done("Материал добавлен")),
        "removed" => Some(Notice::done("Материал убран")),
        "check" => Some(Notice::done("Проверка чтения сохранена")),
        "" => None,
        count => count.parse::<u64>().ok().map(|count| if count == 0 { Notice::info("Все уже получили напоминание") } else { Notice::done(format!("Напоминание получат: {count}")) }),
    };
    Page::new("Материалы и проверка чтения").narrow().trail(trail(shown.one)).notice(notice).error_title(!shown.errors.is_empty()).lead(shown.one.title.clone()).body(body)
}

fn new_material(shown: &Desk<'_>, url: &str, key: &str) -> Markup {
    let field = |name: &str, label: &str| Field::new(name, label).value(shown.answers.get(name)).errors(shown.errors.all());
    Form::new(format!("{url}/materials"), key).files().body(html! {
        (field("phase", "Когда нужен").first_line("выберите").select(Phase::ALL.iter().map(|phase| (phase.as_str(), phase.label()))))
        (field("title", "Название").who_reads("Прочтут участники и ведущие").text())
        (field("link", "Ссылка").hint("Адрес целиком: https://example.ru/statya").who_reads("Увидят участники и ведущие").name_like().text())
        (Field::new("file", "Или файл").errors(shown.errors.all()).hint("PDF, JPG или PNG. Без данных об учениках").file(".pdf,.jpg,.jpeg,.png", shown.max_mb))
        (form::button("Добавить"))
    })
}

fn check(shown: &Desk<'_>, url: &str, key: &str) -> Markup {
    let field = |name: String, label: &str| Field::new(name.clone(), label).value(shown.check.get(&name)).errors(shown.errors.all());
    let used = (0..QUESTIONS).filter(|at| !shown.check.get(&format!("words-{at}")).is_empty()).count();
    let question = |at: usize| {
        html! {
            fieldset.group {
                legend { "Вопрос " (at + 1) }
                (field(format!("words-{at}"), "Вопрос").who_reads("Прочтут участники").text())
                @for option in 0..OPTIONS { (field(format!("option-{at}-{option}"), &format!("Вариант {}", option + 1)).text()) }
                (field(format!("answer-{at}"), "Верный вариант").first_line("не отмечен").select((0..OPTIONS).map(|option| (option.to_string(), format!("вариант {}", option + 1)))))
            }
        }
    };
    html! {
        h2 { "Проверка чтения" }
        p.hint { "До пяти вопросов с одним верным ответом. Баллов нет: участник пробует, пока не ответит верно. Сотрите вопрос, чтобы убрать его." }
        (Form::new(format!("{url}/materials/check"), key).body(html! {
            @for at in 0..used.max(1) { (question(at)) }
            @if used.max(1) < QUESTIONS { (parts::details("Ещё вопросы", html! { @for at in used.max(1)..QUESTIONS { (question(at)) } })) }
            (form::button_secondary("Сохранить проверку"))
        }))
    }
}

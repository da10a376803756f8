//! The task after the meeting: for a participant and for the host.

use super::{paragraphs, trail};
use crate::{
    followup::{Answer, Task},
    model::{Activity, State},
};
use ::web::Answers;
use jiff::tz::TimeZone;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts, ru,
};

pub struct Shown<'a> {
    pub one: &'a Activity,
    pub task: Option<&'a Task>,
    pub runs: bool,
    pub takes_part: bool,
    pub own: Option<&'a Answer>,
    /// For those who run it.
    pub answers: &'a [Answer],
    pub typed: &'a Answers,
    pub errors: &'a FieldErrors,
    pub done: bool,
    pub zone: &'a TimeZone,
}

pub fn page(shown: &Shown<'_>, key: &dyn Fn() -> String) -> Page {
    let body = html! {
        (form::error_summary(shown.errors.all()))
        @match shown.task {
            Some(task) => { (paragraphs(&task.words)) p { "Ответить до " (ru::date_weekday(task.due_on)) "." } },
            None if !shown.runs => { (parts::empty("Задания пока нет", "Ведущий напишет, что попробовать на уроке, и вы получите сообщение.", None)) },
            None => {},
        }
        @if shown.takes_part && shown.task.is_some() { (own(shown, &key())) }
        @if shown.runs { (host(shown, key)) }
    };
    Page::new("Задание после встречи").narrow().trail(trail(shown.one)).notice(shown.done.then(|| Notice::done("Сохранено"))).error_title(!shown.errors.is_empty()).lead(shown.one.title.clone()).body(body)
}

fn own(shown: &Shown<'_>, key: &str) -> Markup {
    let kept = shown.own.map(|own| own.words.clone()).unwrap_or_default();
    let value = if shown.typed.has("answer") { shown.typed.get("answer").to_owned() } else { kept };
    html! {
        @if let Some(own) = shown.own.filter(|own| !own.reply.is_empty()) { (parts::panel("Ведущий ответил", paragraphs(&own.reply))) }
        (Form::new(format!("{}/followup", crate::url(shown.one.id)), key).body(html! {
            (Field::new("answer", "Что попробовали и что вышло").value(value).errors(shown.errors.all()).hint("Двух-трёх предложений достаточно. Без имён учеников").who_reads("Прочтут ведущие и те, кто отвечает за место проведения").max_chars(2_000).textarea(4))
            (form::button(if shown.own.is_some() { "Изменить ответ" } else { "Отправить ответ" }))
        }))
    }
}

fn host(shown: &Shown<'_>, key: &dyn Fn() -> String) -> Markup {
    let url = crate::url(shown.one.id);
    let value = |name: &str, kept: String| if shown.typed.has(name) { shown.typed.get(name).to_owned() } else { kept };
    let (words, due) = shown.task.map(|task| (task.words.clone(), kernel::date::short(task.due_on))).unwrap_or_default();
    let form = Form::new(format!("{url}/followup/task"), key()).body(html! {
        (Field::new("words", "Что каждый попробует на уроке").value(value("words", words)).errors(shown.errors.all()).who_reads("Прочтут участники").max_chars(1_000).textarea(3))
        (Field::new("due_on", "Ответить до").value(value("due_on", due)).errors(shown.errors.all()).date())
        (form::button(if shown.task.is_some() { "Изменить задание" } else { "Дать задание" }))
    });
    html! {
        @if shown.one.state != State::Cancelled { @if shown.task.is_some() { (parts::details("Изменить задание", form)) } @else { (form) } }
        h2 { "Ответы" }
        @if shown.answers.is_empty() { (parts::empty("Ответов пока нет", "Когда участники ответят, вы получите сообщение и прочтёте ответы здесь.", None)) }
        @for answer in shown.answers { (parts::panel(&answer.name, html! {
            (paragraphs(&answer.words))
            p.hint { (ru::datetime(answer.answered_at, shown.zone)) }
            @if !answer.reply.is_empty() { p { strong { "Ваш ответ: " } (answer.reply) } }
            (Form::new(format!("{url}/followup/reply"), key()).body(html! {
                (form::hidden("person", &answer.person.to_string()))
                (Field::new("reply", if answer.reply.is_empty() { "Ответить" } else { "Изменить ответ" }).value(if shown.typed.get("person") == answer.person.to_string() { shown.typed.get("reply") } else { &answer.reply }).who_reads("Прочтёт этот участник").max_chars(1_000).textarea(2))
                (form::button_secondary("Отправить"))
            }))
        })) }
    }
}

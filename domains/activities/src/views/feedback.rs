//! What participants think, what the host saw.

use super::{paragraphs, trail};
use crate::{
    feedback::{Returned, SCALES, SHOWN_FROM},
    model::Activity,
    store::hosts::Host,
};
use ::web::Answers;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts,
    table::{Column, Table},
};

pub struct Shown<'a> {
    pub one: &'a Activity,
    /// Was there, and may say.
    pub gives: bool,
    pub answers: &'a Answers,
    pub errors: &'a FieldErrors,
    /// For those who run it.
    pub returned: Option<&'a Returned>,
    pub hosts: &'a [Host],
    /// The viewer's own words about the group.
    pub own: Option<&'a Host>,
    pub done: bool,
}

pub fn page(shown: &Shown<'_>, key: &dyn Fn() -> String) -> Page {
    let body = html! {
        (form::error_summary(shown.errors.all()))
        @if shown.gives { (give(shown, &key())) }
        @if let Some(returned) = shown.returned { (figures(returned)) (group(shown, key)) }
        @if !shown.gives && shown.returned.is_none() { (parts::empty("Отзыв оставляют те, кто был", "Если вы были на мероприятии, попросите ведущего отметить вас.", None)) }
    };
    Page::new("Отзывы").narrow().trail(trail(shown.one)).notice(shown.done.then(|| Notice::done("Сохранено"))).error_title(!shown.errors.is_empty()).lead(shown.one.title.clone()).body(body)
}

fn give(shown: &Shown<'_>, key: &str) -> Markup {
    let steps = [("1", "1 — нет"), ("2", "2"), ("3", "3 — отчасти"), ("4", "4"), ("5", "5 — да")];
    html! {
        p { "Имени ведущий не увидит; пока отзывов меньше " (SHOWN_FROM) ", не увидит и самих ответов." }
        (Form::new(format!("{}/feedback", crate::url(shown.one.id)), key).body(html! {
            @for (name, label) in SCALES { (Field::new(name, label).value(shown.answers.get(name)).errors(shown.errors.all()).radios(steps)) }
            (Field::new("words", "Что стоит сохранить или изменить").value(shown.answers.get("words")).errors(shown.errors.all()).hint("Можно оставить пустым. Без имён и данных об учениках").who_reads("Прочтут ведущие и организаторы, без вашего имени").max_chars(1_000).textarea(3))
            (form::button("Отправить отзыв"))
        }))
    }
}

fn figures(returned: &Returned) -> Markup {
    html! {
        h2 { "Что сказали участники" }
        @match returned.means {
            None => { p { "Отзывов: " (returned.count) ". Средние и слова видны от " (SHOWN_FROM) " отзывов: иначе можно угадать, чьи они." } },
            Some(means) => {
                p { "Отзывов: " (returned.count) ". Это о встрече, а не о человеке: никакого рейтинга ведущих нет." }
                (Table::new("Средние из 5", vec![Column::new("Утверждение"), Column::new("Среднее").number()]).rows(SCALES.iter().zip(means).map(|((_, label), mean)| [html! { (label) }, html! { (format!("{mean:.1}").replace('.', ",")) }])).render())
                @if !returned.words.is_empty() { h3 { "Слова, без имён" } ul { @for words in &returned.words { li { (words) } } } }
            },
        }
    }
}

fn group(shown: &Shown<'_>, key: &dyn Fn() -> String) -> Markup {
    let others = shown.hosts.iter().filter(|host| shown.own.is_none_or(|own| own.person != host.person) && !(host.hard.is_empty() && host.next_steps.is_empty()));
    let value = |name: &str, kept: &str| if shown.answers.has(name) { shown.answers.get(name).to_owned() } else { kept.to_owned() };
    html! {
        h2 { "Что увидел ведущий" }
        @for host in others {
            @if !host.hard.is_empty() { p { strong { "Что было трудно группе" } } (paragraphs(&host.hard)) }
            @if !host.next_steps.is_empty() { p { strong { "Что дальше" } } (paragraphs(&host.next_steps)) }
        }
        @if let Some(own) = shown.own {
            (Form::new(format!("{}/feedback/group", crate::url(shown.one.id)), key()).body(html! {
                (Field::new("hard", "Что было трудно группе").value(value("hard", &own.hard)).errors(shown.errors.all()).hint("О группе в целом, без имён").who_reads("Прочтут ведущие и те, кто отвечает за место проведения").max_chars(2_000).textarea(3))
                (Field::new("next_steps", "Что дальше").value(value("next_steps", &own.next_steps)).errors(shown.errors.all()).hint("Чему посвятить следующую встречу").who_reads("Прочтут ведущие и те, кто отвечает за место проведения").max_chars(2_000).textarea(3))
                (form::button_secondary("Сохранить"))
            }))
        }
    }
}

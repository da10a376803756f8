//! The form: with whom, about what, how long. One page, fit for one hand; nothing needs a script.

use super::{LOG, Words};
use crate::quick::{
    colleagues::Colleague,
    form::UNNAMED,
    model::{Consultation, Form, MINUTES},
    url,
};
use ::web::Answers;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Choice, Field, Form as Posting},
    page::Page,
};

/// What the form is drawn from.
pub struct Editor<'a> {
    /// One that is being changed.
    pub one: Option<&'a Consultation>,
    pub answers: &'a Answers,
    pub words: &'a Words,
    /// With whom one spoke last, then whom the search found.
    pub colleagues: &'a [Colleague],
    pub errors: &'a FieldErrors,
}

const TWO: &str = "Прочтёте вы и ваш собеседник в своём кабинете. Руководители видят только направление и количество";

impl Editor<'_> {
    fn field(&self, name: &str, label: &str) -> Field {
        Field::new(name, label).value(self.answers.get(name)).errors(self.errors.all())
    }
}

pub fn page(editor: &Editor<'_>, key: &str) -> Page {
    let (action, title) = match editor.one {
        Some(one) => (url(one.id), "Исправить консультацию"),
        None => ("/consultations".to_owned(), "Записать консультацию"),
    };
    let posting = Posting::new(action, key);
    let posting = if editor.one.is_some() { posting } else { posting.autosave("/consultations/draft") };
    let body = html! {
        (form::error_summary(editor.errors.all()))
        (posting.body(html! {
            @if editor.one.is_some() { (form::hidden("version", editor.answers.get("version"))) }
            (whom(editor))
            @if editor.one.is_none() { (search(editor)) }
            (editor.field("direction", "Направление").select(editor.words.directions.clone()))
            div.chips { (editor.field("minutes", "Сколько минут").radios(minutes(editor.answers.get("minutes")))) }
            div.chips { (editor.field("form", "Как говорили").radios(Form::ALL.iter().map(|form| (form.as_str(), form.label())))) }
            (editor.field("about", "О чём").hint("Одной строкой, можно не заполнять").who_reads(TWO).max_chars(300).text())
            (editor.field("result", "Результат").hint("Что вышло из консультации. Можно не заполнять и дописать позже").who_reads(TWO).max_chars(300).text())
            (editor.field("next_step", "Следующий шаг").hint("Можно не заполнять").who_reads(TWO).max_chars(300).text())
            (editor.field("held_on", "Когда").date())
            (editor.field("number", "Номер сопровождения или обращения").hint("Если есть, например С-2026-0123").name_like().medium().text())
            (form::button(if editor.one.is_some() { "Сохранить" } else { "Записать" }))
        }))
    };
    Page::new(title).narrow().trail([LOG]).error_title(!editor.errors.is_empty()).body(body)
}

/// The usual lengths, and the one that was typed before if it is none of them.
fn minutes(chosen: &str) -> Vec<(String, String)> {
    let mut lengths: Vec<i64> = MINUTES.to_vec();
    if let Ok(other) = chosen.parse::<i64>()
        && !lengths.contains(&other)
    {
        lengths.push(other);
        lengths.sort_unstable();
    }
    lengths.into_iter().map(|minutes| (minutes.to_string(), minutes.to_string())).collect()
}

fn whom(editor: &Editor<'_>) -> Markup {
    let people = editor.colleagues.iter().map(|one| Choice::new(one.person.to_string(), &one.name).hint(&one.place_name));
    let count = Field::new("people", "Сколько человек").value(editor.answers.get("people")).number();
    let unnamed = Choice::new(UNNAMED, "Без имени").hint("Если разговор личный или собеседников несколько").extra(count);
    editor.field("with", "С кем").radios(people.chain([unnamed]))
}

/// Looks colleagues up without losing what is typed: it is kept as a draft, and the page comes again.
fn search(editor: &Editor<'_>) -> Markup {
    html! {
        (editor.field("q", "Другой коллега").hint("Фамилия; покажем тех, с кем вы работаете").name_like().medium().autocomplete("off").text())
        @if !editor.answers.get("q").is_empty() && editor.errors.is_empty() { p.hint role="status" { "Найденные коллеги — в списке «С кем» выше." } }
        div.buttons { button.secondary type="submit" formaction="/consultations/search" { "Найти" } }
    }
}

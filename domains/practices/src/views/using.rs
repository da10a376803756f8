//! Re-use: who used it, the form of whoever has, and what waits for a confirmation.

use super::{BANK, times};
use crate::{
    model::{UseState, Used},
    url,
    views::card::Shown,
};
use ::web::Answers;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts::{self, Kind},
    ru,
};

pub fn section(shown: &Shown, answers: &Answers, errors: &FieldErrors, key: &dyn Fn() -> String) -> Markup {
    let confirmed: Vec<&Used> = shown.uses.iter().filter(|one| one.state == UseState::Confirmed).collect();
    let open: Vec<&Used> = shown.uses.iter().filter(|one| one.state != UseState::Confirmed && (shown.decides.contains(&one.id) || (one.person.is_some() && one.person == shown.person))).collect();
    html! {
        h2 { "Кто применил" }
        @if confirmed.is_empty() { p { "Подтверждённых применений пока нет." } }
        @else { p { "Применили с подтверждением: " (times(i64::try_from(confirmed.len()).unwrap_or(0))) "." } ul { @for one in &confirmed { li { (line(one)) } } } }
        @for one in &open { (undecided(one, shown, key)) }
        @if shown.may_use { (telling(shown, answers, errors, key)) }
    }
}

/// Names of those who used it are nobody's business here: where and what came of it is.
fn line(one: &Used) -> Markup {
    html! { (ru::date(one.used_on)) @if !one.place_words.is_empty() { ", " (one.place_words) } ": " (one.outcome) }
}

fn undecided(one: &Used, shown: &Shown, key: &dyn Fn() -> String) -> Markup {
    let decides = shown.decides.contains(&one.id) && one.state == UseState::Told;
    let is_mine = one.person.is_some() && one.person == shown.person;
    html! {
        (parts::panel("", html! {
            p { (parts::tag(if one.state == UseState::Refused { Kind::Bad } else { Kind::Waiting }, one.state.label())) " " (line(one)) }
            @if !one.refused_why.is_empty() { p { "Почему: " (one.refused_why) } }
            @if decides { (deciding(one, key)) }
            @if is_mine && one.state == UseState::Told { (form::act(&format!("/practices/uses/{}/taking-back", one.id), &key(), "Убрать запись", "")) }
        }))
    }
}

fn deciding(one: &Used, key: &dyn Fn() -> String) -> Markup {
    let version = one.version.to_string();
    html! {
        p.hint { (one.person_name) ", " (one.place_name) }
        (Form::new(format!("/practices/uses/{}/confirmation", one.id), key()).body(html! { (form::hidden("version", &version)) (form::button_secondary("Подтвердить")) }))
        (parts::details("Не подтверждать", Form::new(format!("/practices/uses/{}/refusal", one.id), key()).body(html! {
            (form::hidden("version", &version))
            div.field { label for={ "why-" (one.id) } { "Почему" } p.hint { "Прочтёт тот, кто отметил применение" } textarea id={ "why-" (one.id) } name="why" rows="2" maxlength="500" {} }
            (form::button_secondary("Не подтверждать"))
        })))
    }
}

fn telling(shown: &Shown, answers: &Answers, errors: &FieldErrors, key: &dyn Fn() -> String) -> Markup {
    let field = |name: &str, label: &str| Field::new(name, label).value(answers.get(name)).errors(errors.all());
    let form = Form::new(format!("{}/uses", url::practice(shown.practice.id)), key()).body(html! {
        (field("place_words", "Где").hint("Например, «7 класс, уроки геометрии»").who_reads("Прочтут все, кому виден банк").text())
        (field("outcome", "Что получилось").hint("Одной-двумя фразами, без имён учеников").who_reads("Прочтут все, кому виден банк").max_chars(1_000).textarea(2))
        (field("used_on", "Когда").hint("Пусто — сегодня").date())
        (form::button_secondary("Я применил(а)"))
    });
    html! { @if errors.is_empty() { (parts::details("Я применил(а) эту практику", form)) } @else { h3 { "Я применил(а) эту практику" } (form) } }
}

/// What waits for this actor's confirmation.
pub fn page(waiting: &[(Used, String)], done: &str, key: &dyn Fn() -> String) -> Page {
    let notice = match done {
        "confirmed" => Some(Notice::done("Применение подтверждено")),
        "refused" => Some(Notice::done("Применение не подтверждено, коллега узнает почему")),
        _ => None,
    };
    Page::new("Подтвердить применение").narrow().trail([BANK]).notice(notice).lead("Подтверждает автор практики или тот, кто видел: методист, завуч.").body(html! {
        @if waiting.is_empty() { (parts::empty("Подтверждать нечего", "Здесь появятся записи коллег о том, что они применили вашу практику или практику в вашей школе.", None)) }
        @for (one, title) in waiting { (parts::panel("", html! { h2 { a href=(url::practice(one.practice)) { (title) } } p { (line(one)) } (deciding(one, key)) })) }
    })
}

pub fn refusing(one: &Used, title: &str, why: &str, errors: &FieldErrors, key: &str) -> Page {
    Page::new("Не подтверждать").narrow().trail([(BANK.0.to_owned(), BANK.1.to_owned()), (title.to_owned(), url::practice(one.practice))]).error_title(!errors.is_empty()).body(html! {
        (form::error_summary(errors.all()))
        p { (line(one)) }
        (Form::new(format!("/practices/uses/{}/refusal", one.id), key).body(html! {
            (form::hidden("version", &one.version.to_string()))
            (Field::new("why", "Почему").value(why).errors(errors.all()).who_reads("Прочтёт тот, кто отметил применение").max_chars(500).textarea(2))
            (form::button_secondary("Не подтверждать"))
        }))
    })
}

//! What the reader can do with the application now.

use super::Sheet;
use crate::model::{Act, State};
use access::Action;
use maud::{Markup, html};
use structure::profile::TermKind;
use ui::{
    form::{self, Field as Input, Form},
    parts, ru,
};

pub fn panel(sheet: &Sheet<'_>) -> Markup {
    let state = sheet.dossier.application.state;
    let (checks, endorses) = (sheet.may(Action::CheckApplications), sheet.may(Action::EndorseApplications));
    html! {
        @if checks { (coordinator(sheet, state)) }
        @if endorses && state == State::Checked { (municipality(sheet)) }
    }
}

fn coordinator(sheet: &Sheet<'_>, state: State) -> Markup {
    let passes = state.allows(Act::PassOn) && !sheet.dossier.has_methodical_service;
    html! {
        @if state.allows(Act::Check) && state == State::Submitted { (one(sheet, "/acceptance", html! { (form::button("Принять как проверенную")) })) }
        @if passes {
            p { "В этом муниципалитете нет методической службы: заявку можно передать комиссии без её поддержки." }
            (one(sheet, "/passing", html! { (form::button("Передать комиссии")) }))
        }
        @if state == State::Declined {
            (one(sheet, "/question", html! {
                (note(sheet, "note", "Почему просите рассмотреть ещё раз", "Прочтут муниципалитет и заявитель."))
                (form::button_secondary("Спросить муниципалитет ещё раз"))
            }))
        }
        @if state.allows(Act::Return) { p { (form::button_link_secondary("Вернуть на исправление", &sheet.url("/return"))) } }
    }
}

fn municipality(sheet: &Sheet<'_>) -> Markup {
    let reasons = sheet.dossier.lists.items(TermKind::DeclineReason);
    html! {
        (one(sheet, "/endorsement", html! {
            (note(sheet, "support", "Пояснение (можно не писать)", "Прочтут координатор, комиссия и заявитель."))
            (form::button("Поддержать"))
        }))
        (parts::details("Не поддерживать", one(sheet, "/decline", html! {
            (Input::new("reason", "Причина").value(sheet.typed.answers.get("reason")).error(sheet.typed.errors.of("reason")).select(reasons))
            (note(sheet, "note", "Пояснение", "Прочтут координатор и заявитель."))
            (form::button_danger("Не поддерживать"))
        })))
        @if sheet.typed.errors.of("reason").is_some() || sheet.typed.errors.of("note").is_some() {
            p.hint { "Форма отказа — под строкой «Не поддерживать»." }
        }
    }
}

fn note(sheet: &Sheet<'_>, name: &str, label: &str, readers: &str) -> Markup {
    Input::new(name, label).value(sheet.typed.answers.get(name)).error(sheet.typed.errors.of(name)).who_reads(readers).max_chars(1000).textarea(2)
}

/// A form about the application as it stood when the page was opened.
fn one(sheet: &Sheet<'_>, rest: &str, body: Markup) -> Markup {
    Form::new(sheet.url(rest), sheet.key).body(html! { (form::hidden("version", &sheet.dossier.application.version.to_string())) (body) })
}

/// Who may be the same person, and the two answers to that.
pub fn doubles(sheet: &Sheet<'_>) -> Markup {
    let dossier = sheet.dossier;
    let decides = sheet.may(Action::CheckApplications) && sheet.may(Action::EditPeople);
    if dossier.suspects.is_empty() && dossier.namesakes.is_empty() {
        return html! {};
    }
    parts::panel(
        "Возможно, это тот же человек",
        html! {
            @for suspect in &dossier.suspects {
                @let person = &suspect.person;
                div {
                    p { @if sheet.may(Action::ViewPeople) { a href={ "/people/" (person.id) } { (person.name.full()) } } @else { (person.name.full()) }
                        @if let Some(born) = person.birth_on { ", " (ru::date(born)) } ", " (person.place_name) ": " (suspect.why.iter().map(|why| why.label()).collect::<Vec<_>>().join(", ")) }
                    @if decides && dossier.application.trouble.duplicate {
                        (one(sheet, "/duplicate", html! { (form::hidden("same", &person.id.to_string())) (form::button_secondary("Это тот же человек: объединить карточки")) }))
                    }
                }
            }
            @for other in &dossier.namesakes {
                p { a href={ "/applications/" (other.id) } { (other.title()) } ", " (other.name()) ": " (super::super::tag(other.state)) }
            }
            @if decides && dossier.application.trouble.duplicate { (one(sheet, "/duplicate", html! { (form::button_secondary("Это другой человек")) })) }
        },
    )
}

//! Proposing a mentoring, and handing one over.

use crate::mentoring::{form::ProposalForm, model::Form as Shape, store::candidates::Candidate, web::new::Asked};
use ::web::Shell;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Choice, Field},
    page::Page,
    ru,
};

pub fn page(shell: &Shell, asked: &Asked, typed: &ProposalForm, errors: &FieldErrors) -> Markup {
    let all = errors.all();
    let (title, action) = match &asked.from {
        Some(from) => ("Передать другому наставнику".to_owned(), format!("/mentoring/{}/handover", from.mentoring.id)),
        None => ("Предложить наставника".to_owned(), "/mentoring/new".to_owned()),
    };
    let trail = [("Наставничество", "/mentoring"), ("Кому нужен наставник", "/mentoring/needs")];
    shell.page(Page::new(title).narrow().trail(trail).error_title(!errors.is_empty()).lead("Каждый ответит сам: наставничество начинается только с согласия всех.").body(html! {
        (form::error_summary(all))
        h2 { "Кому" }
        ul id="mentee" { @for (_, name, place) in &asked.mentees { li { (name) span.hint { " " (place) } } } }
        @if asked.from.is_none() { p { a href="/mentoring/needs" { "Выбрать других" } } }
        (search(asked, &action))
        (form::form(&action, &shell.key(), html! {
            @if asked.from.is_none() { @for (person, ..) in &asked.mentees { (form::hidden("mentee", &person.to_string())) } }
            (form::hidden("text", &asked.text))
            (mentors(asked, typed, all))
            (Field::new("form", "Вид").value(shape(asked, typed)).errors(all).select(Shape::ALL.iter().map(|form| (form.as_str(), form.label()))))
            div.fields {
                (Field::new("starts_on", "С какого дня").value(start(asked, typed)).errors(all).date())
                (Field::new("ends_on", "По какой день").value(end(asked, typed)).errors(all).date())
            }
            (Field::new("curator", "Куратор").value(&typed.curator).errors(all).first_line("я").select(asked.curators.iter().map(|(id, name)| (id.to_string(), name.clone()))))
            (form::buttons(form::button("Отправить предложение")))
        }))
    }))
}

fn shape<'a>(asked: &'a Asked, typed: &'a ProposalForm) -> &'a str {
    match (&asked.from, typed.form.as_str()) {
        (Some(from), "") => from.mentoring.form.as_str(),
        (_, "") => Shape::Teacher.as_str(),
        (_, form) => form,
    }
}

fn start(asked: &Asked, typed: &ProposalForm) -> String {
    if typed.starts_on.is_empty() { kernel::date::short(asked.today) } else { typed.starts_on.clone() }
}

/// To the end of the school year, or as it was.
fn end(asked: &Asked, typed: &ProposalForm) -> String {
    if !typed.ends_on.is_empty() {
        return typed.ends_on.clone();
    }
    let year = if asked.today.month() >= 5 { asked.today.year() + 1 } else { asked.today.year() };
    let school_year = kernel::Date::new(year, 5, 31).unwrap_or(asked.today);
    kernel::date::short(asked.from.as_ref().map_or(school_year, |from| from.mentoring.ends_on))
}

/// A search by name is a form of its own, so that it works without a script.
fn search(asked: &Asked, action: &str) -> Markup {
    html! {
        h2 { "Наставник" }
        form.filter method="get" action=(action) role="search" {
            @if asked.from.is_none() { @for (person, ..) in &asked.mentees { (form::hidden("mentee", &person.to_string())) } }
            (Field::new("text", "Найти по фамилии").value(&asked.text).medium().text())
            div.filter-buttons { button.secondary type="submit" { "Найти" } }
        }
    }
}

fn mentors(asked: &Asked, typed: &ProposalForm, all: &[(String, String)]) -> Markup {
    let list: Vec<&Candidate> = asked.found.iter().chain(asked.suggested.iter().filter(|one| !asked.found.iter().any(|found| found.person == one.person))).collect();
    if list.is_empty() {
        return html! { p.hint id="mentor" { "Участников актива по этому предмету или муниципалитету нет. Найдите наставника по фамилии." } };
    }
    let choices = list.into_iter().map(|one| {
        let mut facts = vec![one.place.clone()];
        if one.is_member {
            facts.push("участник актива".into());
        }
        if one.same_subject {
            facts.push("тот же предмет".into());
        }
        if one.same_municipality {
            facts.push("тот же муниципалитет".into());
        }
        facts.push(if one.load == 0 {
            "сейчас никого не ведёт".into()
        } else {
            format!("ведёт {}", ru::counted(one.load, "пару или группу", "пары или группы", "пар и групп"))
        });
        Choice::new(one.person.to_string(), one.name.clone()).hint(facts.join(", "))
    });
    Field::new("mentor", "Кого позвать").value(&typed.mentor).errors(all).radios(choices)
}

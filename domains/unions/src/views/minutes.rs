//! Writing minutes: what was heard, what was decided, by whom and by when.

use super::trail_to;
use crate::{form::DECISIONS, url, workflow::minutes::Whole};
use ::web::Answers;
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::Page,
    parts,
};

const READERS: &str = "Прочтут участники объединения и те, кто его ведёт; войдёт в протокол";

/// The minutes as they stand, as the answers of their form.
pub fn answers(whole: &Whole) -> Answers {
    let mut pairs = vec![("version".to_owned(), whole.meeting.version.to_string())];
    for (at, item) in whole.items.iter().enumerate() {
        pairs.push((format!("heard-{at}"), item.heard.clone()));
    }
    for (at, one) in whole.decisions.iter().enumerate() {
        pairs.push((format!("what-{at}"), one.what.clone()));
        pairs.push((format!("decision-{at}"), one.id.to_string()));
        pairs.push((format!("owner-{at}"), one.owner.map(|id| id.to_string()).unwrap_or_default()));
        pairs.push((format!("due-{at}"), one.due_on.map(kernel::date::short).unwrap_or_default()));
        pairs.push((format!("for-{at}"), one.item.map(|id| id.to_string()).unwrap_or_default()));
    }
    Answers::of(pairs)
}

pub fn page(whole: &Whole, answers: &Answers, (approves, errors): (bool, &FieldErrors), key: &str) -> Page {
    let quorum = whole.quorum();
    let meeting = &whole.meeting;
    Page::new("Протокол").narrow().trail(trail_to(&whole.union, meeting)).error_title(!errors.is_empty()).lead(meeting.title.clone()).body(html! {
        (form::error_summary(errors.all()))
        @if quorum.present == 0 { (parts::warning(html! { "Не отмечен никто из присутствующих. " a href={ (url::meeting(meeting.id)) "/attendance" } { "Отметить присутствующих" } })) }
        @else if !quorum.is_there() { (parts::warning(quorum.sentence())) }
        @else { p { (quorum.sentence()) } }
        (Form::new(format!("{}/minutes", url::meeting(meeting.id)), key).body(html! {
            (form::hidden("version", answers.get("version")))
            (heard(whole, answers, errors))
            (decisions(whole, answers, errors))
            (form::buttons(html! {
                (form::button_secondary_named("Сохранить черновик", "then", "keep"))
                @if approves { (form::button_named("Сохранить и утвердить", "then", "approve")) }
            }))
            @if !approves { p.hint { "Утверждает протокол руководитель или заместитель." } }
        }))
    })
}

fn heard(whole: &Whole, answers: &Answers, errors: &FieldErrors) -> Markup {
    html! {
        @if whole.items.is_empty() { (parts::warning(html! { "В повестке нет вопросов. " a href={ (url::meeting(whole.meeting.id)) "/edit" } { "Впишите, что обсуждали" } })) }
        @for (at, item) in whole.items.iter().enumerate() {
            @let name = format!("heard-{at}");
            (Field::new(name.clone(), format!("{}. {}: что услышали", at + 1, item.title)).value(answers.get(&name)).errors(errors.all()).who_reads(READERS).max_chars(6_000).textarea(3))
        }
    }
}

fn decisions(whole: &Whole, answers: &Answers, errors: &FieldErrors) -> Markup {
    let filled = (0..DECISIONS).filter(|at| !answers.get(&format!("what-{at}")).is_empty()).max().map_or(0, |at| at + 1);
    let field = |name: String, label: String| Field::new(name.clone(), label).value(answers.get(&name)).errors(errors.all());
    let members: Vec<(String, String)> = whole.attendees.iter().map(|one| (one.member.person.to_string(), one.member.name.clone())).collect();
    let items: Vec<(String, String)> = whole.items.iter().enumerate().map(|(at, item)| (item.id.to_string(), format!("{}. {}", at + 1, item.title))).collect();
    let rows = html! {
        p.hint { "Лишние строки оставьте пустыми. Чтобы убрать решение, сотрите его." }
        @for at in 0..(filled + 3).min(DECISIONS) {
            @let id = answers.get(&format!("decision-{at}"));
            @if !id.is_empty() { (form::hidden(&format!("decision-{at}"), id)) }
            (field(format!("what-{at}"), format!("Решение {}", at + 1)).max_chars(1_000).textarea(2))
            div.fields {
                (field(format!("for-{at}"), format!("По вопросу {}", at + 1)).first_line("по всей повестке").select(items.clone()))
                (field(format!("owner-{at}"), format!("Ответственный {}", at + 1)).first_line("не назначен").select(members.clone()))
                (field(format!("due-{at}"), format!("Срок {}", at + 1)).date())
            }
        }
    };
    form::fieldset("Что решили", rows)
}

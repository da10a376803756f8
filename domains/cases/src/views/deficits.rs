//! Deficits in work, their verdicts; the end and another round.

use super::{TEAM_READS, frame, post};
use crate::{
    form::MOST_WORDS,
    model::{State, TakenDeficit, Verdict},
    rules::{Act, may},
    stage::DONE,
    url,
    web::page::Form,
};
use ::deficits::Deficit;
use maud::{Markup, html};
use ui::{
    form::{self, Choice, Field},
    page::Notice,
    parts::{self, SummaryRow},
    ru,
};

pub fn page(form: &Form<'_>, free: &[Deficit]) -> Markup {
    let card = form.card;
    let case = &card.standing.case;
    let done = match form.done {
        "taken" => Some("Затруднения взяты в работу"),
        "left" => Some("Затруднение убрано из сопровождения"),
        "judged" => Some("Итог записан"),
        _ => None,
    };
    form.shell.page(frame(card, "Затруднения в работе").narrow().error_title(!form.errors.is_empty()).notice(done.map(Notice::done)).body(html! {
        (form::error_summary(form.errors.all()))
        @if card.deficits.is_empty() { (parts::empty("В работе пока ничего нет", "Маршрут строится под затруднения, которые команда взяла в работу.", None)) }
        @for taken in &card.deficits { (one(form, taken)) }
        @if case.state == State::Open {
            @if may(Act::TakeDeficit, &card.standing, card.role) { (taking(form, free)) }
            (ending(form))
        }
    }))
}

fn one(form: &Form<'_>, taken: &TakenDeficit) -> Markup {
    let card = form.card;
    let case = &card.standing.case;
    let mut rows = vec![SummaryRow::new("Откуда известно", taken.source.label()), SummaryRow::new("Состояние", taken.status.label()), SummaryRow::new("В работе с", ru::date(taken.taken_on))];
    if let Some(verdict) = taken.verdict {
        rows.push(SummaryRow::new("Итог", html! { (verdict.label()) @if let Some(day) = taken.verdict_on { ", " (ru::date(day)) } @if !taken.verdict_words.is_empty() { p.hint { (taken.verdict_words) } } }));
    }
    let is_open = case.state == State::Open;
    parts::panel(
        &taken.title,
        html! {
            (parts::summary(rows))
            @if is_open && case.rung >= 7 && may(Act::Judge, &card.standing, card.role) { (verdict(form, taken)) }
            @if is_open && case.rung <= 4 && may(Act::TakeDeficit, &card.standing, card.role) {
                (form::act(&url::of(case.id, &format!("deficits/{}/leaving", taken.id)), &form.shell.key(), "Убрать из сопровождения", &taken.title))
            }
        },
    )
}

/// Each deficit has a form of its own, and fields named after it: what was refused stands where it was typed.
fn verdict(form: &Form<'_>, taken: &TakenDeficit) -> Markup {
    let (id, case, all) = (taken.id, &form.card.standing.case, form.errors.all());
    let (chosen, words) = (format!("verdict-{id}"), format!("words-{id}"));
    let typed = |name: &str, stands: &str| if form.typed.has(&words) { form.typed.get(name).to_owned() } else { stands.to_owned() };
    let choices = Verdict::ALL.iter().map(|verdict| Choice::new(verdict.as_str(), verdict.label()));
    let (stands, said) = (typed(&chosen, taken.verdict.map_or("", Verdict::as_str)), typed(&words, &taken.verdict_words));
    form::form(
        &url::of(case.id, &format!("deficits/{id}/verdict")),
        &form.shell.key(),
        html! {
            (form::hidden("version", &taken.version.to_string()))
            (Field::new(chosen.as_str(), "Итог по затруднению").value(stands).errors(all).radios(choices))
            (Field::new(words.as_str(), "Пояснение").hint("Обязательно, если не устранено или не оценивали").value(said).errors(all).who_reads(TEAM_READS).max_chars(MOST_WORDS).textarea(2))
            (form::button_secondary("Записать итог"))
        },
    )
}

fn taking(form: &Form<'_>, free: &[Deficit]) -> Markup {
    let choices: Vec<Choice> = free.iter().map(|one| Choice::new(one.id.to_string(), one.title.clone()).hint(format!("{}, {}", one.source.label(), ru::date(one.found_on)))).collect();
    let chosen: Vec<&str> = form.typed.all("deficit");
    html! {
        h2 { "Взять в работу ещё" }
        @if choices.is_empty() { p { "Других открытых затруднений, которые вам видны, нет. Педагог может назвать затруднение сам или открыть результаты диагностики." } }
        @else {
            (post(form, "deficits", html! {
                (Field::new("deficit", "Затруднения").hint("Название увидит вся команда; сами результаты диагностики — только те, кому педагог их открыл").errors(form.errors.all()).checkboxes(choices, &chosen))
                (form::button("Взять в работу"))
            }))
        }
    }
}

fn ending(form: &Form<'_>) -> Markup {
    let card = form.card;
    let case = &card.standing.case;
    let leaves_work = card.deficits.iter().any(|one| one.verdict.is_some_and(Verdict::leaves_work));
    html! { @if case.rung == DONE {
        h2 { "Что дальше" }
        p { "По каждому затруднению есть итог. Завершают сопровождение там же, где представляют результаты: педагог пишет заключительное слово, методист завершает." @if leaves_work { " Что-то осталось: там же начинают новый круг с новой версией маршрута." } }
        @if let Some(pathway) = card.pathway() { p { a href=(url::closing(pathway)) { "Представление и завершение" } } }
    } }
}

//! Short pages with one form.

use super::{TEAM_READS, frame, home, paragraphs, post};
use crate::{
    form::MOST_WORDS,
    model::{Note, State},
    rules::{Act, may},
    stage,
    standing::Standing,
    url,
    web::page::Form,
};
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field},
    page::{Notice, Page},
    parts, ru,
};
use web::{Answers, Shell};

pub fn notes(form: &Form<'_>, notes: &[Note]) -> Markup {
    let card = form.card;
    let done = (form.done == "written").then(|| Notice::done("Сообщение отправлено команде"));
    form.shell.page(frame(card, "Сообщения команды").narrow().error_title(!form.errors.is_empty()).notice(done).body(html! {
        (form::error_summary(form.errors.all()))
        p { "То, что здесь написано, остаётся в команде." }
        @if card.standing.case.state == State::Open && may(Act::Write, &card.standing, card.role) {
            (post(form, "notes", html! {
                (Field::new("words", "Сообщение").value(form.typed.get("words")).errors(form.errors.all()).who_reads("Прочтут только педагог и команда.").max_chars(MOST_WORDS).textarea(4))
                (form::button("Написать"))
            }))
        }
        @if notes.is_empty() && form.errors.is_empty() { (parts::empty("Сообщений пока нет", "Напишите первым: о чём договорились, что неясно.", None)) }
        @for note in notes { (parts::panel("", html! { h3 { (note.who) ", " (note.role.label()) } p.hint { (ru::datetime(note.made_at, &card.lists.zone)) } (paragraphs(&note.words)) })) }
    }))
}

pub fn review(form: &Form<'_>) -> Markup {
    let (card, all) = (form.card, form.errors.all());
    let days = if form.typed.has("review_days") { form.typed.get("review_days").to_owned() } else { card.standing.case.review_days.to_string() };
    form.shell.page(frame(card, "Обсуждение хода работы").narrow().error_title(!form.errors.is_empty()).body(html! {
        (form::error_summary(all))
        @if let Some(day) = card.standing.case.next_review_on { p { "Обсудить договорились " (ru::date_weekday(day)) "." } }
        @if card.standing.case.state == State::Open && may(Act::Review, &card.standing, card.role) {
            (post(form, "review", html! {
                (Field::new("words", "О чём договорились").hint("Можно коротко. Имён учеников не пишите").value(form.typed.get("words")).errors(all).who_reads(TEAM_READS).max_chars(MOST_WORDS).textarea(4))
                (Field::new("review_days", "Следующее обсуждение через").hint("Дней, от 7 до 180").value(days).errors(all).short().number())
                (form::button("Отметить обсуждение"))
            }))
        } @else { p { "Обсуждение отмечает методист команды." } }
    }))
}

pub fn turn(form: &Form<'_>) -> Markup {
    let (card, all) = (form.card, form.errors.all());
    let case = &card.standing.case;
    let rungs: Vec<(String, String)> = (1..case.rung.min(8)).map(|rung| (rung.to_string(), format!("{rung}. {}", stage::title(rung)))).collect();
    form.shell.page(frame(card, "Вернуться на более раннюю ступень").narrow().error_title(!form.errors.is_empty()).body(html! {
        (form::error_summary(all))
        @if case.state == State::Open && may(Act::TurnBack, &card.standing, card.role) && !rungs.is_empty() {
            (parts::warning("Основания этой ступени и всех следующих на нити педагога перестанут действовать, подписи под маршрутом тоже. Результаты класса останутся. Всё это сохранится в истории."))
            (post(form, "turn", html! {
                (Field::new("to", "На какую ступень").value(form.typed.get("to")).errors(all).select(rungs))
                (Field::new("reason", "Почему").value(form.typed.get("reason")).errors(all).who_reads(TEAM_READS).max_chars(MOST_WORDS).textarea(3))
                (form::button_danger("Вернуться"))
            }))
        } @else { p { "Сейчас возвращаться некуда, или это делает другой участник команды." } }
    }))
}

pub fn stop(shell: &Shell, standing: &Standing, typed: &Answers, errors: &FieldErrors) -> Markup {
    let case = &standing.case;
    let (label, home_url) = home(standing);
    let page = Page::new("Остановить сопровождение").narrow().trail([(label.to_owned(), home_url.to_owned()), (format!("{} {}", case.number, case.teacher), url::case(case.id))]).error_title(!errors.is_empty());
    shell.page(page.body(html! {
        (form::error_summary(errors.all()))
        (parts::warning("Остановленное сопровождение не продолжить. История останется; маршрут тоже остановится."))
        (form::form(&url::of(case.id, "stop"), &shell.key(), html! {
            (form::hidden("version", &case.version.to_string()))
            (Field::new("reason", "Почему работа прекращается").hint("Нейтрально, без оценки людей").value(typed.get("reason")).errors(errors.all()).who_reads(TEAM_READS).max_chars(MOST_WORDS).textarea(3))
            (form::button_danger("Остановить"))
        }))
    }))
}

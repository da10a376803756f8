//! The end of a mentoring and the survey after it.

use super::{card::leaves_group, home, names, of};
use crate::mentoring::{
    form::MOST_WORDS,
    model::{EndReason, Role, State},
    web::page::{Card, Typed},
};
use ::web::Shell;
use maud::{Markup, html};
use ui::{
    form::{self, Field},
    page::Page,
};

fn frame(card: &Card, title: &str, typed: &Typed) -> Page {
    let (label, url) = home(&card.standing);
    Page::new(title).narrow().trail([(label.to_owned(), url.to_owned()), (names(&card.standing), format!("/mentoring/{}", card.standing.mentoring.id))]).error_title(!typed.errors.is_empty())
}

pub fn ending(shell: &Shell, card: &Card, typed: &Typed) -> Markup {
    let all = typed.errors.all();
    let (title, words, button) = if leaves_group(card) {
        ("Выйти из группы", "Группа продолжит работу без вас. Ваши прежние записи останутся вам видны.", "Выйти из группы")
    } else if card.standing.mentoring.state == State::Proposed {
        ("Забрать предложение", "Участникам скажут, что отвечать больше не нужно.", "Забрать предложение")
    } else {
        ("Завершить наставничество", "Записи останутся у участников, новых добавить будет нельзя. Обе стороны ответят на три вопроса.", "Завершить наставничество")
    };
    let reasons: Vec<(&str, &str)> = EndReason::CHOSEN.iter().map(|reason| (reason.as_str(), reason.label())).collect();
    shell.page(frame(card, title, typed).body(html! {
        (form::error_summary(all))
        p { (words) }
        (form::form(&of(card.standing.mentoring.id, "ending"), &shell.key(), html! {
            @if card.standing.mentoring.state == State::Active {
                (Field::new("reason", "Почему").value(&typed.reason).errors(all).who_reads("Прочтут участники и те, кто отвечает за наставничество.").radios(reasons))
            }
            (form::buttons(form::button_danger(button)))
        }))
    }))
}

pub fn survey(shell: &Shell, card: &Card, typed: &Typed) -> Markup {
    let (all, survey) = (typed.errors.all(), &typed.survey);
    let is_mentor = card.standing.own.as_ref().is_some_and(|own| own.role == Role::Mentor);
    let (useful, other, reader) = if is_mentor {
        ("Наставляемый увереннее ведёт уроки", "Слова наставляемым", "Прочтут только наставляемые.")
    } else {
        ("Это помогает мне на уроках", "Слова наставнику", "Прочтёт только наставник.")
    };
    let scale = || [("5", "да, полностью"), ("4", "скорее да"), ("3", "наполовину"), ("2", "скорее нет"), ("1", "нет")];
    shell.page(frame(card, "Как прошло наставничество", typed).lead("Три ответа считают только в группах от пяти человек, без имён.").body(html! {
        (form::error_summary(all))
        (form::form(&of(card.standing.mentoring.id, "survey"), &shell.key(), html! {
            (Field::new("goal", "Цель, которую мы ставили, достигнута").value(&survey.goal).errors(all).radios(scale()))
            (Field::new("rhythm", "Встречались достаточно часто").value(&survey.rhythm).errors(all).radios(scale()))
            (Field::new("useful", useful).value(&survey.useful).errors(all).radios(scale()))
            (Field::new("to_other", other).hint("Можно не писать").value(&survey.to_other).errors(all).who_reads(reader).max_chars(MOST_WORDS).textarea(3))
            (Field::new("to_curator", "Слова куратору").hint("Можно не писать").value(&survey.to_curator).errors(all).who_reads("Прочтёт только куратор.").max_chars(MOST_WORDS).textarea(3))
            (form::buttons(form::button("Отправить ответы")))
        }))
    }))
}

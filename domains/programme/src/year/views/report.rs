//! A report: figures of the system, three words of the member.

use super::{READERS, beside, decision, hours_picture, plan_and_fact, post, report_tag, url};
use crate::year::{
    form::{MOST_WORDS, Words},
    model::{ReportState, hours},
    web::report::Data,
};
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field},
    page::{Notice, Page},
    parts::{self, SummaryRow},
    ru,
};
use web::{Answers, Shell};

/// What was typed.
pub struct Typed<'a> {
    pub words: &'a Words,
    pub answers: &'a Answers,
    pub errors: &'a FieldErrors,
    pub done: &'a str,
}

fn done(word: &str) -> Option<Notice> {
    Some(match word {
        "saved" => Notice::done("Черновик сохранён"),
        "sent" => Notice::done("Отчёт сдан").more("Числа в нём больше не меняются."),
        "back" => Notice::done("Отчёт снова в черновиках").more("Числа снова считаются на сегодня."),
        "decided" => Notice::done("Решение записано, участник о нём узнает"),
        _ => return None,
    })
}

pub fn page(shell: &Shell, data: &Data, typed: &Typed<'_>) -> Markup {
    let Data { standing, year, part, report, snapshot, .. } = data;
    let back = if standing.is_own {
        (format!("Мой год {}", year.label()), format!("/cabinet/year?year={}", year.number()))
    } else {
        (format!("Год {}: {}", year.label(), standing.name), format!("/year/{}?year={}", standing.person, year.number()))
    };
    let state = report.as_ref().map_or(ReportState::Draft, |report| report.state);
    let ask = format!("?year={}&part={part}", year.number());
    let page = Page::new(format!("Отчёт {}", part.title(*year))).trail([back]).error_title(!typed.errors.is_empty()).notice(done(typed.done));
    shell.page(page.body(html! {
        (form::error_summary(typed.errors.all()))
        p { (report_tag(state)) " " @if state.is_open() { "Числа на сегодня. Они перестанут меняться, когда отчёт будет сдан." } @else if let Some(on) = report.as_ref().and_then(|report| report.sent_on) { "Сдан " (ru::date(on)) ". Числа такие, какими были в тот день." } }
        @if let Some(report) = report.as_ref().filter(|report| report.state == ReportState::Returned) { (parts::notice(&Notice::act_now("Отчёт возвращён").more(&report.words))) }
        p.export { "Скачать: " a href={ (url(standing.person, "report.xlsx")) (ask) } download { "XLSX" } ", " a href={ (url(standing.person, "report.pdf")) (ask) } { "PDF" } }
        h2 { "План и факт" }
        (plan_and_fact(snapshot))
        (beside(snapshot))
        h2 { "Часы по направлениям" }
        @if snapshot.minutes > 0 { p { "Всего: " b { (hours(snapshot.minutes)) } ", " (ru::counted(snapshot.count, "дело", "дела", "дел")) "." } }
        (hours_picture(snapshot))
        h2 { "Своими словами" }
        (words(shell, data, typed, state))
        @if !standing.is_own && state == ReportState::Sent {
            h2 { "Решение" }
            (form_of(shell, data, "report/decision", decision(typed.answers, typed.errors, ("Принять", "Записать решение"))))
        }
    }))
}

fn form_of(shell: &Shell, data: &Data, tail: &str, body: Markup) -> Markup {
    let version = data.report.as_ref().map_or(0, |report| report.version);
    post(&url(data.standing.person, tail), &shell.key(), (data.year, version), html! { (form::hidden("part", data.part.as_str())) (body) })
}

fn words(shell: &Shell, data: &Data, typed: &Typed<'_>, state: ReportState) -> Markup {
    let all = typed.errors.all();
    let field = |name: &str, label: &str, value: &str| Field::new(name, label).value(value).errors(all).who_reads(READERS).max_chars(MOST_WORDS).textarea(4);
    if data.standing.is_own && state.is_open() {
        let Words { done, hard, next } = typed.words;
        return form_of(
            shell,
            data,
            "report",
            html! {
                p.hint { "Коротко, по две-три фразы. Имён учеников не пишите." }
                (field("done", "Что получилось", done)) (field("hard", "Что было трудно", hard)) (field("next", "Что дальше", next))
                (form::buttons(html! { (form::button_named("Сдать отчёт", "act", "send")) (form::button_secondary_named("Сохранить черновик", "act", "save")) }))
            },
        );
    }
    html! {
        @match data.report.as_ref().filter(|report| !report.state.is_open()) {
            Some(report) => {
                (parts::summary([("Что получилось", &report.done), ("Что было трудно", &report.hard), ("Что дальше", &report.next)].map(|(label, words)| SummaryRow::new(label, html! { @if words.is_empty() { "—" } @else { (words) } }))))
                @if data.standing.is_own && state == ReportState::Sent { (form_of(shell, data, "report/taking-back", form::buttons(form::button_secondary("Забрать и дописать")))) }
            }
            None => p { "Отчёт ещё не сдан: слова участника пока видит только он." },
        }
    }
}

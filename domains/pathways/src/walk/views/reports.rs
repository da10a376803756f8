//! Reports on the page of a step: the returned one's reason first, the one that waits with its answer, all that came before.

use super::{Handed, Page, READERS, Shown};
use crate::{
    walk::{ReportState, Snapshot},
    works,
};
use jiff::tz::TimeZone;
use kernel::Timestamp;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    parts::{self, Notice},
    ru,
};
use web::Shell;

fn day(at: Option<Timestamp>, zone: &TimeZone) -> String {
    at.map(|at| ru::date(at.to_zoned_datetime(zone.clone()).date())).unwrap_or_default()
}

fn paragraphs(words: &str) -> Markup {
    html! { @for line in words.lines().filter(|line| !line.trim().is_empty()) { p { (line) } } }
}

/// A returned report's reason is the first thing that the teacher sees.
pub(super) fn returned_first(shown: &Shown) -> Markup {
    let last = shown.reports.iter().find(|handed| handed.report.state != ReportState::Draft);
    html! {
        @if let Some(handed) = last.filter(|handed| handed.report.state == ReportState::Returned) {
            (parts::notice(&Notice::act_now("Отчёт вернули с пояснением").more(html! {
                (paragraphs(&handed.report.answer_words))
                p.hint { (shown.name(handed.report.answered_by)) }
            })))
        }
    }
}

fn content(shown: &Shown, handed: &Handed) -> Markup {
    let report = &handed.report;
    html! {
        (paragraphs(&report.reflection))
        @if !report.link.is_empty() { p { a href=(report.link) rel="noreferrer noopener" { (report.link) } } }
        @if let Some(proof) = &report.proof { (proof.shown()) }
        @if let Some(work) = &handed.work {
            h3 { (work.caption()) }
            dl.summary { @for (label, text) in works::shown(work.form, &work.body) { div { dt { (label) } dd { (paragraphs(&text)) } } } }
            @if let Some(proof) = &work.proof { (proof.shown()) }
        }
        (files(shown, handed))
    }
}

fn files(shown: &Shown, handed: &Handed) -> Markup {
    html! { @if !handed.files.is_empty() { ul { @for file in &handed.files {
        li { a href={ (shown.here()) "/reports/" (handed.report.id) "/files/" (file.digest) } { (file.name) } }
    } } } }
}

/// The report that waits: to take back, or to answer.
pub(super) fn waiting(shell: &Shell, shown: &Shown, page: &Page<'_>, zone: &TimeZone) -> Markup {
    let Some(handed) = shown.reports.iter().find(|handed| handed.report.state == ReportState::Waiting) else { return html! {} };
    let (report, here) = (&handed.report, shown.here());
    let version = report.version.to_string();
    parts::panel(
        "Отчёт на проверке",
        html! {
            p.hint { "Отправлен " (day(report.sent_at, zone)) }
            (content(shown, handed))
            @if shown.loaded.standing.is_teacher() && shown.is_open() {
                (Form::new(format!("{here}/taking-back"), shell.key()).body(html! { (form::hidden("version", &version)) (form::button_secondary("Забрать и изменить")) }))
            } @else if shown.may_answer && shown.is_open() {
                (Form::new(format!("{here}/reports/{}/answer", report.id), shell.key()).body(html! {
                    (form::hidden("version", &version))
                    (Field::new("words", "Что сказать педагогу").hint("Чтобы принять, можно не писать. Возвращая, напишите, что дополнить").who_reads("Прочтут педагог и команда сопровождения").value(page.words).errors(page.errors).textarea(4))
                    (form::buttons(html! { (form::button_named("Принять", "act", "accept")) (form::button_secondary_named("Вернуть с пояснением", "act", "return")) }))
                }))
            } @else { p { "Ответит: " (shown.answerers.join(", ")) "." } }
        },
    )
}

/// All that was handed in before, the accepted one as it was kept.
pub(super) fn history(shown: &Shown, zone: &TimeZone) -> Markup {
    let before: Vec<&Handed> = shown.reports.iter().filter(|handed| matches!(handed.report.state, ReportState::Accepted | ReportState::Returned)).collect();
    html! {
        @if !before.is_empty() {
            h2 { "Что отправляли" }
            @for handed in before {
                (parts::details(&format!("Отчёт {}: {} {}", handed.report.number, handed.report.state.label(), day(handed.report.answered_at, zone)), one(shown, handed)))
            }
        }
    }
}

fn one(shown: &Shown, handed: &Handed) -> Markup {
    let report = &handed.report;
    match Snapshot::read(&report.snapshot) {
        Some(kept) => html! {
            p.hint { "Принят " (ru::date(kept.accepted_on)) ", " (kept.accepted_by.label()) ". Показано таким, каким приняли." }
            p { strong { (kept.title) } }
            (paragraphs(&kept.reflection))
            @if !kept.link.is_empty() { p { a href=(kept.link) rel="noreferrer noopener" { (kept.link) } } }
            @if let Some(proof) = &kept.proof { (proof.shown()) }
            @if let Some(work) = &kept.work {
                h3 { (work.title) " — " (work.form) }
                dl.summary { @for (label, text) in &work.fields { div { dt { (label) } dd { (paragraphs(text)) } } } }
                @if let Some(proof) = &work.proof { (proof.shown()) }
            }
            (files(shown, handed))
            @if !kept.words.is_empty() { p { "Ответ: " (kept.words) } }
        },
        None => html! {
            (content(shown, handed))
            @if !report.answer_words.is_empty() { p { "Ответ (" (shown.name(report.answered_by)) "): " (report.answer_words) } }
            p.hint { (READERS) "." }
        },
    }
}

//! Reports on the page of a step: the returned one's reason first, the one that waits with its answer and with what is new in it, every
//! try with what was said to it.

use super::{Handed, Page, READERS, Shown};
use crate::{
    views::difference,
    walk::{ReportState, Snapshot},
    works,
};
use jiff::tz::TimeZone;
use kernel::Timestamp;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    parts::{self, Kind, Notice},
    ru,
    table::{Column, Table},
};
use web::Shell;

fn day(at: Option<Timestamp>, zone: &TimeZone) -> String {
    at.map(|at| ru::date(at.to_zoned_datetime(zone.clone()).date())).unwrap_or_default()
}

pub(super) fn paragraphs(words: &str) -> Markup {
    html! { @for line in words.lines().filter(|line| !line.trim().is_empty()) { p { (line) } } }
}

/// How many times the step was handed in.
pub(super) fn tries(shown: &Shown) -> usize {
    shown.reports.iter().filter(|handed| handed.report.state != ReportState::Draft).count()
}

/// The try before this one.
fn before<'a>(shown: &'a Shown, handed: &Handed) -> Option<&'a Handed> {
    shown.reports.iter().filter(|other| other.report.state != ReportState::Draft && other.report.number < handed.report.number).max_by_key(|other| other.report.number)
}

/// What was asked, and what came anew; nothing for the first try.
fn asked_and_answered(shown: &Shown, handed: &Handed) -> Markup {
    let Some(last) = before(shown, handed) else { return html! {} };
    let changes = changes(last, handed);
    html! {
        @if !last.report.answer_words.is_empty() {
            h3 { "О чём просили" }
            (paragraphs(&last.report.answer_words))
            p.hint { (shown.name(last.report.answered_by)) }
        }
        h3 { "Что нового в этой попытке" }
        @if changes.is_empty() { p { "Текст, работа, ссылка и файлы те же, что в прошлый раз." } }
        @for change in &changes { (change) }
    }
}

/// A try as far as it can be compared: as it was kept when it was answered, or as it stands while it waits.
struct Try {
    files: Vec<String>,
    /// Title, fields.
    work: Option<(String, Vec<(String, String)>)>,
}

impl Try {
    fn of(handed: &Handed) -> Self {
        match Snapshot::read(&handed.report.snapshot) {
            Some(kept) => Self { files: kept.files.into_iter().map(|file| file.name).collect(), work: kept.work.map(|work| (work.title, work.fields)) },
            None => Self {
                files: handed.files.iter().map(|file| file.name.clone()).collect(),
                work: handed.work.as_ref().map(|work| (work.caption().to_owned(), works::shown(work.form, &work.body).into_iter().map(|(label, text)| (label.to_owned(), text)).collect())),
            },
        }
    }
}

/// What differs between two tries; texts word by word.
fn changes(last: &Handed, next: &Handed) -> Vec<Markup> {
    let (was, is) = (&last.report, &next.report);
    let (before, after) = (Try::of(last), Try::of(next));
    let mut found = Vec::new();
    if was.reflection != is.reflection {
        found.push(difference(&was.reflection, &is.reflection));
    }
    let without = |of: &[String], others: &[String]| of.iter().filter(|name| !others.contains(name)).cloned().collect::<Vec<_>>().join(", ");
    for (title, names) in [("Новые файлы", without(&after.files, &before.files)), ("Больше не приложены", without(&before.files, &after.files))] {
        if !names.is_empty() {
            found.push(html! { p { (title) ": " (names) } });
        }
    }
    if was.link != is.link {
        found.push(html! { p { @if is.link.is_empty() { "Ссылка убрана" } @else { "Другая ссылка: " a href=(is.link) rel="noreferrer noopener" { (is.link) } } } });
    }
    found.extend(work_changes(&before, &after));
    let activity = |handed: &Handed| handed.report.proof.as_ref().map(|proof| proof.id.clone());
    if activity(last) != activity(next) {
        found.push(html! { p { @match &is.proof { Some(proof) => { "Другое мероприятие: " (proof.caption()) }, None => "Мероприятие больше не указано" } } });
    }
    found
}

fn work_changes(before: &Try, after: &Try) -> Vec<Markup> {
    match (&before.work, &after.work) {
        (Some((title, was)), Some((now, is))) if title == now => {
            let text = |fields: &[(String, String)], label: &str| fields.iter().find(|(known, _)| known == label).map(|(_, text)| text.clone()).unwrap_or_default();
            let mut labels: Vec<&String> = Vec::new();
            for (label, _) in was.iter().chain(is) {
                if !labels.contains(&label) && text(was, label) != text(is, label) {
                    labels.push(label);
                }
            }
            labels.into_iter().map(|label| html! { p { strong { "Работа, «" (label) "»" } } (difference(&text(was, label), &text(is, label))) }).collect()
        }
        (_, Some((title, _))) => vec![html! { p { "Приложена работа: " (title) } }],
        (Some((title, _)), None) => vec![html! { p { "Работа больше не приложена: " (title) } }],
        (None, None) => Vec::new(),
    }
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
            p.hint { "Отправлен " (day(report.sent_at, zone)) @if report.number > 1 { ", попытка " (report.number) } }
            (asked_and_answered(shown, handed))
            @if report.number > 1 { h3 { "Отчёт целиком" } }
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

/// Every try with what was said to it, the newest first; below, each as it was handed in, the accepted one as it was kept.
pub(super) fn history(shown: &Shown, zone: &TimeZone) -> Markup {
    let tried: Vec<&Handed> = shown.reports.iter().filter(|handed| handed.report.state != ReportState::Draft).collect();
    let before = tried.iter().filter(|handed| matches!(handed.report.state, ReportState::Accepted | ReportState::Returned));
    html! {
        @if !tried.is_empty() {
            h2 id="tries" { "Что отправляли" }
            (table(shown, &tried, zone))
            @for handed in before {
                (parts::details(&format!("Отчёт {}: {} {}", handed.report.number, handed.report.state.label(), day(handed.report.answered_at, zone)), one(shown, handed)))
            }
        }
    }
}

fn table(shown: &Shown, tried: &[&Handed], zone: &TimeZone) -> Markup {
    let rows = tried.iter().map(|handed| {
        let report = &handed.report;
        let (kind, said) = match report.state {
            ReportState::Accepted => (Kind::Good, "принят"),
            ReportState::Returned => (Kind::Neutral, "возвращён"),
            ReportState::Waiting | ReportState::Draft => (Kind::Waiting, "ждёт ответа"),
        };
        [
            html! { (report.number) },
            html! { (day(report.sent_at, zone)) },
            html! { (parts::tag(kind, said)) " " (day(report.answered_at, zone)) },
            html! { (paragraphs(&report.answer_words)) @if report.answered_by.is_some() { p.hint { (shown.name(report.answered_by)) } } },
        ]
    });
    let columns = vec![Column::new("Попытка").number(), Column::new("Отправлена"), Column::new("Ответ"), Column::new("Что сказали")];
    Table::new("Попытки", columns).rows(rows).render()
}

fn one(shown: &Shown, handed: &Handed) -> Markup {
    let report = &handed.report;
    let answer = |words: &str| html! { @if !words.is_empty() { p { "Ответ" @if report.answered_by.is_some() { " (" (shown.name(report.answered_by)) ")" } ": " (words) } } };
    let Some(kept) = Snapshot::read(&report.snapshot) else {
        return html! { (asked_and_answered(shown, handed)) (content(shown, handed)) (answer(&report.answer_words)) p.hint { (READERS) "." } };
    };
    let is_accepted = report.state == ReportState::Accepted;
    let said = if is_accepted { "Принят" } else { "Возвращён" };
    html! {
        p.hint { (said) " " (ru::date(kept.answered_on)) ", " (kept.answered_by.label()) ". Показано таким, каким " @if is_accepted { "приняли." } @else { "был тогда." } }
        (asked_and_answered(shown, handed))
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
        @for file in kept.files.iter().filter(|file| !handed.files.iter().any(|own| own.digest.as_str() == file.digest)) { p { (file.name) " — файл работы" } }
        (answer(&kept.words))
    }
}

//! The applicant's own page: the list of tasks while it is written, the state and the history once it is sent.

use crate::{
    apply::{Desk, Progress},
    field::{Field, Section},
    link::Token,
    model::{Act, State},
    record::ConsentAnswer,
};
use consent::ConsentKind;
use kernel::Clock;
use maud::{Markup, html};
use structure::profile::TermKind;
use ui::{
    form,
    page::{Notice, Page},
    parts::{self, Event, Kind, Phase, Task},
    ru,
};

pub fn page(desk: &Desk, consents: &[ConsentAnswer], token: &Token, clock: &Clock) -> Page {
    match desk.application.state {
        State::Draft => draft(desk, consents, token, clock),
        State::Returned => returned(desk, token, clock),
        State::Submitted | State::Checked | State::Endorsed | State::Declined | State::Decided | State::Reserve | State::Refused | State::Ordered | State::Withdrawn => sent(desk, token, clock),
    }
}

fn draft(desk: &Desk, consents: &[ConsentAnswer], token: &Token, clock: &Clock) -> Page {
    let mut phases: Vec<Phase> = Vec::new();
    let mut title = "";
    let mut tasks = Vec::new();
    for section in Section::ALL.iter().copied() {
        if section.phase() != title && !tasks.is_empty() {
            phases.push(Phase::new(title, std::mem::take(&mut tasks)));
        }
        title = section.phase();
        tasks.push(task(desk, section, token));
    }
    phases.push(Phase::new(title, tasks));
    phases.push(Phase::new("Согласия", ConsentKind::OF_APPLICATION.iter().map(|kind| consent_task(*kind, consents, token)).collect()));
    phases.push(Phase::new("Отправка", vec![Task::new("Проверить ответы и отправить", Kind::Neutral, "последний шаг").link(token.path("/check"))]));
    let body = html! {
        (parts::task_list(&phases))
        p { "Последнее сохранение: " (ru::datetime_zone(desk.application.saved_at, clock.zone())) ". Ссылка на эту страницу отправлена на " b { (desk.application.email) } "." }
        p { a href=(token.path("/withdrawal")) { "Удалить черновик" } }
    };
    Page::new("Ваша заявка").narrow().lead("Разделы можно заполнять в любом порядке. Каждая страница сохраняется, прерваться можно в любой момент.").body(body)
}

fn task(desk: &Desk, section: Section, token: &Token) -> Task {
    let (kind, word) = match desk.progress(section) {
        Progress::New => (Kind::Neutral, "не начато"),
        Progress::Doing => (Kind::Doing, "в работе"),
        Progress::Done => (Kind::Good, "готово"),
    };
    let task = Task::new(section.title(), kind, word).link(token.path(&format!("/{section}")));
    if section.may_be_empty() { task.hint("Можно оставить пустым, если нечего указать") } else { task }
}

fn consent_task(kind: ConsentKind, consents: &[ConsentAnswer], token: &Token) -> Task {
    let (look, word) = match consents.iter().find(|answer| answer.kind == kind) {
        None => (Kind::Neutral, "не начато"),
        Some(answer) if answer.agreed => (Kind::Good, "готово"),
        Some(_) => (Kind::Good, "готово: отказ"),
    };
    Task::new(kind.label(), look, word).link(token.path(&format!("/consent/{kind}")))
}

fn returned(desk: &Desk, token: &Token, clock: &Clock) -> Page {
    let asked = |field: &Field| desk.is_open(*field) && (desk.remarks.iter().any(|remark| remark.field == *field) || desk.errors.all().iter().any(|(name, _)| field.holds(name)));
    let body = html! {
        h2 { "Что исправить" }
        (parts::summary(Field::ALL.iter().filter(|field| asked(field)).map(|field| {
            let reasons: Vec<&str> = desk.remarks.iter().filter(|remark| remark.field == *field).map(|remark| remark.reason.as_str()).collect();
            let reasons = if reasons.is_empty() { "Этот ответ больше не подходит, проверьте его".to_owned() } else { reasons.join("\n") };
            parts::SummaryRow::new(field.label(), super::lines(&reasons)).action("Исправить", token.path(&format!("/{}?back=check", field.section())))
        })))
        (form::button_link("Проверить и отправить снова", &token.path("/check")))
        (common(desk, token, clock))
    };
    Page::new(desk.application.title()).narrow().notice(Notice::act_now("Заявку нужно исправить")).lead(desk.application.state.told()).body(body)
}

fn sent(desk: &Desk, token: &Token, clock: &Clock) -> Page {
    let application = &desk.application;
    let since = ru::date(clock.day_of(application.state_since));
    let notice = match application.state {
        State::Submitted => Notice::done(format!("{} принята {since}", application.title())),
        State::Decided | State::Ordered => Notice::done("Решение в вашу пользу"),
        State::Refused | State::Declined => Notice::problem("Заявка не поддержана"),
        State::Draft | State::Returned | State::Checked | State::Endorsed | State::Reserve | State::Withdrawn => Notice::info(format!("Сейчас заявка: {}", application.state.label())),
    };
    let body = html! {
        p { "Состояние: " (super::tag(application.state)) " с " (since) }
        @if let Some(note) = desk.steps.last().map(|step| step.note.as_str()).filter(|note| !note.is_empty()) { (parts::panel("Пояснение", super::lines(note))) }
        (common(desk, token, clock))
    };
    Page::new(application.title()).narrow().notice(notice).lead(application.state.told()).body(body)
}

/// What every sent application offers: its paper, its history, the way back.
fn common(desk: &Desk, token: &Token, clock: &Clock) -> Markup {
    html! {
        h2 { "Документы" }
        ul {
            li { a href=(token.path("/application.pdf")) { "Скачать заявку (PDF)" } }
            @for file in &desk.files { li { (desk.lists.label(TermKind::EvidenceKind, &file.kind)) ": " a href=(token.path(&format!("/files/{}", file.id))) { (file.name) } ", " (ru::file_size(file.size)) } }
        }
        h2 { "Что происходило" }
        (parts::timeline(&history(desk, clock)))
        @if desk.application.state.allows(Act::Withdraw) {
            p { a href=(token.path("/withdrawal")) { "Отозвать заявку" } }
        }
    }
}

/// Newest first. Who of the staff acted is not the applicant's matter, which role is.
fn history(desk: &Desk, clock: &Clock) -> Vec<Event> {
    let step = |step: &crate::record::Step| Event {
        who: if step.note.is_empty() { String::new() } else { step.note.clone() },
        what: format!("Заявка {}", step.state.label()),
        when: ru::datetime(step.happened_at, clock.zone()),
        url: None,
    };
    desk.steps.iter().rev().map(step).collect()
}

//! Tasks with legal deadlines.

use super::{errors_on_top, person_url};
use crate::duty::{Duty, DutyKind};
use access::{Action, Actor};
use jiff::tz::TimeZone;
use kernel::{Date, FieldErrors, Paged, name::FullName};
use ui::{
    Markup,
    form::{self, Field, Form},
    html,
    page::Page,
    parts::{self, Kind, SummaryRow},
    ru,
    table::{Column, Table, pager, sheet_link},
    url::Query,
};

const URL: &str = "/duties";

/// Columns of the sheet.
pub const COLUMNS: [&str; 6] = ["Задача", "Человек", "Получено", "Сделать до", "Основание", "Что сделано"];

/// A duty as a row of the sheet.
pub fn cells(duty: &Duty) -> Vec<sheets::Value> {
    vec![title(duty).into(), name(duty).into(), duty.opened_on.into(), duty.due_on.into(), duty.basis.as_str().into(), duty.outcome.as_str().into()]
}

/// Of whom, as long as the data are there.
fn name(duty: &Duty) -> String {
    if duty.erased_at.is_some() { "данные уничтожены".into() } else { FullName { family: duty.family.clone(), given: duty.given.clone(), patronymic: duty.patronymic.clone() }.full() }
}

pub fn list(duties: &Paged<Duty>, closed: bool, today: Date, query: &Query, actor: &Actor) -> Page {
    let columns = ["Задача", "Человек", "Получено", "Сделать до", "Основание"].map(Column::new).to_vec();
    let row = |duty: &Duty| [html! { a href={ (URL) "/" (duty.id) } { (title(duty)) } }, person(duty), html! { (ru::date(duty.opened_on)) }, due(duty, today), html! { (duty.basis) }];
    let table = Table::new("Задачи со сроком по закону", columns).rows(duties.rows.iter().map(row));
    let table = if closed {
        table.empty("Закрытых задач нет", "Здесь останется, что и когда было сделано.", None)
    } else {
        table.empty("Открытых задач нет", "Они появятся, когда кто-нибудь отзовёт согласие или пришлёт обращение, а также когда заявка закончится без включения или после участия пройдёт срок хранения.", None)
    };
    let current = if closed { "/duties?show=closed" } else { URL };
    let body = html! {
        (parts::tabs(&[("Открытые", URL, None), ("Закрытые", "/duties?show=closed", None)], current))
        (table.render())
        (pager(URL, query, duties.slice.number, duties.slice.size, duties.total))
        @if actor.can(Action::ExportLists) && duties.total > 0 { (sheet_link(URL, query)) }
    };
    Page::new("Сроки по закону")
        .wide()
        .lead("Сначала просроченные и те, что пора закрыть. Рабочие дни считаются по календарю региона.")
        .action(form::button_link_secondary("Зарегистрировать бумагу", "/consents/paper"))
        .body(body)
}

fn title(duty: &Duty) -> String {
    duty.ask().map_or_else(|| duty.kind.label().to_owned(), |ask| format!("{}: {}", duty.kind.label(), ask.label()))
}

fn person(duty: &Duty) -> Markup {
    if duty.erased_at.is_some() {
        html! { (name(duty)) }
    } else {
        html! { a href=(person_url(duty.person)) { (name(duty)) } }
    }
}

fn due(duty: &Duty, today: Date) -> Markup {
    let tag = if duty.closed_at.is_some() {
        parts::tag(Kind::Good, "закрыта")
    } else if duty.is_late(today) {
        parts::tag(Kind::Bad, "просрочена")
    } else if duty.due_on == today {
        parts::tag(Kind::Mine, "сегодня последний день")
    } else {
        parts::tag(Kind::Waiting, "в срок")
    };
    html! { (ru::date_weekday(duty.due_on)) " " (tag) }
}

/// What was typed into the form, and what is wrong with it.
#[derive(Default)]
pub struct Again<'a> {
    pub typed: &'a str,
    pub errors: FieldErrors,
}

pub fn show(duty: &Duty, actor: &Actor, (today, zone): (Date, &TimeZone), again: &Again<'_>, key: &str) -> Page {
    let errors = &again.errors;
    let closed = duty.closed_at.map(|at| format!("{}, {}", ru::datetime(at, zone), duty.closed_by.as_deref().unwrap_or("программа")));
    let rows = [
        Some(SummaryRow::new("Человек", person(duty))),
        Some(SummaryRow::new("Получено", ru::date(duty.opened_on))),
        Some(SummaryRow::new("Сделать до", due(duty, today))),
        Some(SummaryRow::new("Основание", &duty.basis)),
        closed.map(|closed| SummaryRow::new("Закрыта", closed)),
        (!duty.outcome.is_empty()).then(|| SummaryRow::new("Что сделано", &duty.outcome)),
    ];
    let body = html! {
        (errors_on_top(errors))
        (parts::summary(rows.into_iter().flatten()))
        @if duty.closed_at.is_none() { (what_next(duty, actor, again, key)) }
    };
    Page::new(title(duty)).trail([("Сроки по закону", URL)]).narrow().error_title(!errors.is_empty()).body(body)
}

fn what_next(duty: &Duty, actor: &Actor, again: &Again<'_>, key: &str) -> Markup {
    match duty.kind {
        DutyKind::Destroy if duty.is_purpose_reached() => html! {
            p { "Заявка закончилась без включения в актив или после участия прошёл срок хранения: держать эти данные больше незачем. Уничтожьте их — или напишите, почему они ещё нужны." }
            @if actor.can(Action::StartDestruction) { p { (form::button_link("Запросить уничтожение", &format!("{}/destruction", person_url(duty.person)))) } } @else { p { "Уничтожение запрашивает ответственный за персональные данные." } }
            (close_form(duty, "Почему данные ещё нужны", "Например: подана новая заявка; участвует в активе", again, key))
        },
        DutyKind::Destroy => html! {
            p { "Задача закроется сама, когда данные будут уничтожены: это утверждают два сотрудника." }
            p { (form::button_link("Открыть уничтожение данных", "/destructions")) }
            @if actor.can(Action::StartDestruction) { p { "Запрос был отозван? " a href={ (person_url(duty.person)) "/destruction" } { "Запросите уничтожение снова" } "." } }
        },
        DutyKind::PublishConditions => html! {
            p { "Программа печатает условия рядом со сведениями человека на открытой странице и в её данных, а затем сама закрывает эту задачу: обычно в течение минуты. Прочитайте условия и соблюдайте их в своих материалах." }
            (close_form(duty, "Что сделано", "Например: условия опубликованы на сайте института", again, key))
        },
        DutyKind::StopPublication | DutyKind::AnswerSubject => html! {
            @if duty.kind == DutyKind::StopPublication { p { "С открытой страницы сведения уже сняты. Осталось потребовать того же от всех, кому институт их передавал, и убрать их из своих материалов." } }
            (close_form(duty, "Что сделано", "Например: письмо с ответом отправлено 23.11.2026", again, key))
        },
    }
}

fn close_form(duty: &Duty, label: &str, hint: &str, again: &Again<'_>, key: &str) -> Markup {
    html! {
        (Form::new(format!("{URL}/{}", duty.id), key).body(html! {
            (form::hidden("version", &duty.version.to_string()))
            (Field::new("outcome", label).hint(hint).value(again.typed).error(again.errors.of("outcome")).who_reads("Увидят координатор и ответственный за персональные данные").max_chars(2000).textarea(4))
            (form::button("Закрыть задачу"))
        }))
    }
}

//! Reports of one's own place, and those that came from below.

use super::{REPORTS, state};
use crate::{model::Report, period::Period, told::due};
use kernel::{Date, FieldErrors};
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::{Notice, Page},
    parts, ru,
    table::{Column, Table},
};

pub struct Shown<'a> {
    pub own: &'a [Report],
    pub received: &'a [Report],
    pub makes: bool,
    /// Looks at what came from below.
    pub is_received: bool,
    pub oversees: bool,
    pub today: Date,
    /// Of the form with days of one's own choice, as typed.
    pub typed: (&'a str, &'a str),
    pub errors: &'a FieldErrors,
    pub done: &'a str,
}

pub fn page(shown: &Shown<'_>, key: &dyn Fn() -> String) -> Page {
    let current = if shown.is_received { "/reports?view=received" } else { "/reports" };
    let body = html! {
        (form::error_summary(shown.errors.all()))
        @if shown.oversees { (parts::tabs(&[("Свои", "/reports", None), ("Сданные снизу", "/reports?view=received", Some(shown.received.len() as u64))], current)) }
        @if shown.is_received { (received(shown)) } @else { (own(shown, key)) }
        p { a href="/indicators" { "Показатели за любые дни" } " — если цифры нужны сегодня." }
    };
    let notice = match shown.done {
        "discarded" => Some(Notice::done("Черновик удалён")),
        _ => None,
    };
    Page::new(REPORTS.0).notice(notice).error_title(!shown.errors.is_empty()).lead("Цифры считает программа по тому, что уже записано. Вы пишете только три строки.").body(body)
}

fn own(shown: &Shown<'_>, key: &dyn Fn() -> String) -> Markup {
    let columns = ["Период", "Дни", "Состояние", "Сдан", "Срок"].map(Column::new).to_vec();
    let row = |report: &Report| {
        let last = due(report.period);
        [
            html! { a href=(crate::url(report.id)) { (report.period.label()) } },
            html! { (ru::date(report.period.from)) " — " (ru::date(report.period.last())) },
            html! { (state(report)) },
            html! { @if let Some(day) = report.handed_on { (ru::date(day)) } },
            html! { (ru::date(last)) @if !report.state.is_in() && last < shown.today { br; span.hint { "срок прошёл" } } },
        ]
    };
    html! {
        @if shown.makes { (begin(shown, key)) }
        h2 { "Мои отчёты" }
        (Table::new("Отчёты", columns).rows(shown.own.iter().map(row)).empty("Отчётов пока нет", "Выберите период выше: цифры появятся сразу.", None).render())
    }
}

fn begin(shown: &Shown<'_>, key: &dyn Fn() -> String) -> Markup {
    let known = |period: Period| shown.own.iter().any(|report| report.period == period);
    let half = Period::half_of(shown.today);
    let offered: Vec<Period> = [half.before(), half, Period::year_of(shown.today).before(), Period::quarter_of(shown.today).before()].into_iter().filter(|period| !known(*period)).collect();
    html! {
        h2 { "Составить отчёт" }
        div.buttons { @for period in offered {
            (Form::new("/reports", key()).body(html! {
                (form::hidden("from", &ru::date(period.from))) (form::hidden("until", &ru::date(period.last())))
                button.secondary type="submit" { "За " (period.label()) }
            }))
        } }
        (parts::details("За другие дни", html! {
            (Form::new("/reports", key()).body(html! {
                (Field::new("from", "С").value(shown.typed.0).errors(shown.errors.all()).date())
                (Field::new("until", "По").value(shown.typed.1).errors(shown.errors.all()).date())
                (form::button_secondary("Составить"))
            }))
        }))
    }
}

fn received(shown: &Shown<'_>) -> Markup {
    let columns = ["Кто", "Период", "Состояние", "Сдан", "Редакция"].map(Column::new).to_vec();
    let row = |report: &Report| {
        [
            html! { a href=(crate::url(report.id)) { (report.place_name) } },
            html! { (report.period.label()) },
            html! { (state(report)) },
            html! { @if let Some(day) = report.handed_on { (ru::date(day)) } },
            html! { (report.handed_edition) },
        ]
    };
    Table::new("Сданные отчёты", columns)
        .rows(shown.received.iter().map(row))
        .empty("Пока никто не сдал", "Отчёты появятся здесь, когда их сдадут. Напомнить можно на странице своего отчёта за тот же период.", None)
        .render()
}

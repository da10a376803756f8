//! Pages of a member's year.

pub mod list;
pub mod page;
pub mod papers;
pub mod plan;
pub mod report;

use super::{
    fact::{Snapshot, Sum},
    model::{PlanState, ReportState, Year, hours, month_name},
};
use kernel::id::PersonId;
use maud::{Markup, html};
use ui::{
    form::{self, Field},
    parts::{self, Kind},
    ru,
    table::{Column, Table},
};

/// Under what others will read of a report.
const READERS: &str = "Прочтут координатор актива и методист вашего муниципалитета.";

fn url(person: PersonId, tail: &str) -> String {
    format!("/year/{person}/{tail}")
}

fn plan_tag(state: PlanState) -> Markup {
    let kind = match state {
        PlanState::Draft => Kind::Doing,
        PlanState::Sent => Kind::Waiting,
        PlanState::Agreed => Kind::Good,
        PlanState::Returned => Kind::Mine,
    };
    parts::tag(kind, state.label())
}

fn report_tag(state: ReportState) -> Markup {
    let kind = match state {
        ReportState::Draft => Kind::Doing,
        ReportState::Sent => Kind::Waiting,
        ReportState::Accepted => Kind::Good,
        ReportState::Returned => Kind::Mine,
    };
    parts::tag(kind, state.label())
}

/// A posting form of a member's year: it says of which year it is and which version it saw.
fn post(action: &str, key: &str, (year, version): (Year, i64), body: Markup) -> Markup {
    form::form(action, key, html! { (form::hidden("year", &year.number().to_string())) (form::hidden("version", &version.to_string())) (body) })
}

/// «2 раза, 3 ч».
fn times(count: i64, minutes: i64) -> String {
    format!("{}, {}", ru::counted(count, "раз", "раза", "раз"), hours(minutes))
}

/// Plan beside fact, by lines.
fn plan_and_fact(snapshot: &Snapshot) -> Markup {
    let columns = vec![Column::new("Что"), Column::new("Месяц"), Column::new("Направление, форма"), Column::new("План").number(), Column::new("Факт").number()];
    let rows = snapshot.rows.iter().map(|row| {
        [
            html! { (row.what) @if !row.expected.is_empty() { p.hint { "Результат: " (row.expected) } } },
            html! { (month_name(row.month)) },
            html! { (row.direction) p.hint { (row.kind) @if !row.audience.is_empty() { ", " (row.audience) } } },
            html! { (times(row.count, row.minutes)) },
            html! { @if row.fact_count == 0 { "—" } @else { (times(row.fact_count, row.fact_minutes)) } },
        ]
    });
    Table::new("План и факт", columns).rows(rows).empty("В плане этого срока строк нет", "Что сделано, видно ниже: учёт ведётся и без плана.", None).render()
}

/// What no line of the plan expected.
fn beside(snapshot: &Snapshot) -> Markup {
    html! { @if !snapshot.beside.is_empty() {
        h3 { "Сделано сверх плана" }
        (sums("Сделано сверх плана", "Направление", &snapshot.beside))
    } }
}

fn sums(caption: &str, first: &str, sums: &[Sum]) -> Markup {
    let columns = vec![Column::new(first), Column::new("Дел").number(), Column::new("Часов").number(), Column::new("Участников").number()];
    let rows = sums.iter().map(|sum| {
        let name = if sum.direction.is_empty() { &sum.kind } else { &sum.direction };
        [html! { (name) @if !sum.direction.is_empty() && !sum.kind.is_empty() { p.hint { (sum.kind) } } }, html! { (ru::number(sum.count)) }, html! { (hours(sum.minutes)) }, html! { (ru::number(sum.reached)) }]
    });
    Table::new(caption, columns).rows(rows).render()
}

/// Hours by direction: bars, and the same as a table.
fn hours_picture(snapshot: &Snapshot) -> Markup {
    let most = snapshot.hours.iter().map(|sum| sum.minutes).max().unwrap_or(0).max(1);
    html! {
        @if snapshot.hours.is_empty() {
            (parts::empty("Часов пока нет", "Они появляются сами: когда проведено мероприятие, дана консультация, записана встреча.", None))
        } @else {
            @for sum in &snapshot.hours { (bar(&sum.direction, sum.minutes * 200 / most, &format!("{}, {}", hours(sum.minutes), ru::counted(sum.count, "дело", "дела", "дел")))) }
            (parts::details("То же таблицей", sums("Часы по направлениям", "Направление", &snapshot.hours)))
        }
    }
}

/// A bar of `width` out of 200 with its words.
fn bar(label: &str, width: i64, words: &str) -> Markup {
    html! {
        div.quota {
            p.quota-label { (label) }
            svg viewBox="0 0 200 12" preserveAspectRatio="none" role="img" {
                title { (label) ": " (words) }
                rect.free width="200" height="12" {}
                rect.filled width=(width) height="12" {}
            }
            p.quota-words { (words) }
        }
    }
}

/// The decision of who oversees: yes, or back with words.
fn decision(typed: &web::Answers, errors: &kernel::FieldErrors, (yes, button): (&str, &str)) -> Markup {
    let all = errors.all();
    html! {
        (Field::new("word", "Решение").value(typed.get("word")).errors(all).radios([("yes", yes), ("return", "Вернуть с замечанием")]))
        (Field::new("words", "Что исправить").hint("Нужно, только если возвращаете").value(typed.get("words")).errors(all).who_reads("Прочтёт участник.").max_chars(super::form::MOST_WORDS).textarea(3))
        (form::buttons(form::button(button)))
    }
}

//! Lines of the plan.

use super::{page::looked_at, post, times, url};
use crate::year::{
    form::LineForm,
    lists::Lists,
    model::{MONTHS, month_name},
    web::{
        page::{Data, Typed},
        plan::One,
    },
};
use kernel::FieldErrors;
use ledger::DeedKind;
use maud::{Markup, html};
use ui::{
    form::{self, Field},
    page::Page,
    parts,
    table::{Column, Table},
};
use web::Shell;

/// Plan and fact; with the ways to change a line while the plan is open.
pub fn table(shell: &Shell, data: &Data) -> Markup {
    let is_open = data.standing.is_own && data.plan.as_ref().is_some_and(|plan| plan.state.is_open());
    if !is_open {
        return looked_at(data);
    }
    let version = data.plan.as_ref().map_or(0, |plan| plan.version);
    let columns = vec![Column::new("Что"), Column::new("Месяц"), Column::new("Направление, форма"), Column::new("План").number(), Column::new("Факт").number(), Column::new("Изменить")];
    let key = shell.key();
    let rows = data.lines.iter().zip(&data.snapshot.rows).map(|(line, row)| {
        let address = url(data.standing.person, &format!("lines/{}", line.id));
        [
            html! { (row.what) @if !row.expected.is_empty() { p.hint { "Результат: " (row.expected) } } },
            html! { (month_name(row.month)) },
            html! { (row.direction) p.hint { (row.kind) @if !row.audience.is_empty() { ", " (row.audience) } } },
            html! { (times(row.count, row.minutes)) },
            html! { @if row.fact_count == 0 { "—" } @else { (times(row.fact_count, row.fact_minutes)) } },
            html! { div.row-acts {
                a href={ (address) "?year=" (data.year.number()) } { "Изменить" span.unseen { ": " (row.what) } }
                (post(&format!("{address}/removal"), &key, (data.year, version), html! { button.quiet type="submit" { "Удалить" span.unseen { ": " (row.what) } } }))
            } },
        ]
    });
    Table::new("План и факт", columns).rows(rows).empty("В плане пока нет строк", "Добавьте первую или перенесите план прошлого года.", None).render()
}

/// The form of a new line.
pub fn adding(shell: &Shell, data: &Data, typed: &Typed, version: i64) -> Markup {
    let body = post(&url(data.standing.person, "lines"), &shell.key(), (data.year, version), html! { (fields(&typed.line, &typed.errors, &data.lists)) (form::buttons(form::button("Добавить строку"))) });
    if data.lines.is_empty() || !typed.errors.is_empty() {
        html! { h3 { "Новая строка плана" } (body) }
    } else {
        parts::details("Добавить строку плана", body)
    }
}

fn fields(line: &LineForm, errors: &FieldErrors, lists: &Lists) -> Markup {
    let all = errors.all();
    let kinds: Vec<(&str, &str)> = DeedKind::ALL.iter().filter(|kind| !kind.is_private()).map(|kind| (kind.as_str(), kind.label())).collect();
    let months: Vec<(String, &str)> = MONTHS.iter().map(|month| (month.to_string(), month_name(*month))).collect();
    html! {
        (Field::new("what", "Что сделаю").value(&line.what).errors(all).who_reads("Прочтут координатор актива и методист вашего муниципалитета.").text())
        div.fields {
            (Field::new("month", "Месяц").value(&line.month).errors(all).select(months))
            (Field::new("kind", "Форма").value(&line.kind).errors(all).select(kinds))
        }
        (Field::new("direction", "Направление").hint("По направлению и форме найдётся факт").value(&line.direction).errors(all).select(lists.choices()))
        div.fields {
            (Field::new("count", "Сколько раз").value(&line.count).errors(all).number())
            (Field::new("hours", "Часов всего").value(&line.hours).errors(all).inputmode("decimal").short().text())
        }
        (Field::new("audience", "Для кого").hint("Например: учителя химии района").value(&line.audience).errors(all).medium().text())
        (Field::new("expected", "Ожидаемый результат").value(&line.expected).errors(all).text())
    }
}

/// A line on a page of its own.
pub fn line(shell: &Shell, one: &One, typed: &LineForm, errors: &FieldErrors) -> Markup {
    let back = format!("/cabinet/year?year={}", one.year.number());
    let page = Page::new("Строка плана").narrow().trail([(format!("Мой год {}", one.year.label()), back)]).error_title(!errors.is_empty());
    shell.page(page.body(html! {
        (form::error_summary(errors.all()))
        (post(&url(one.person, &format!("lines/{}", one.line.id)), &shell.key(), (one.year, one.version), html! { (fields(typed, errors, &one.lists)) (form::buttons(form::button("Сохранить строку"))) }))
    }))
}

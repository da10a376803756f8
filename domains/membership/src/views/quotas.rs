//! Quotas as tables and sheets, and the form that changes them.

use crate::quota::{Axis, QuotaLine};
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field, Form},
    page::Page,
    table::{Column, Table},
};
use web::{Answers, Shell};

/// Filled, free, over, planned of some quotas: what whoever decides must see.
pub fn table(caption: &str, lines: &[&QuotaLine]) -> Markup {
    let columns = vec![
        Column::new("Квота"),
        Column::new("Мест").number(),
        Column::new("Занято").number(),
        Column::new("Приоста\u{ad}новлено").number(),
        Column::new("Ждёт приказа").number(),
        Column::new("Свободно").number(),
        Column::new("Сверх").number(),
        Column::new("Срок на исходе").number(),
    ];
    let rows = lines.iter().map(|line| {
        [
            html! { (line.label) },
            html! { (line.places) },
            html! { (line.filled) },
            html! { @if line.paused > 0 { (line.paused) } @else { "—" } },
            html! { (line.planned) },
            html! { (line.free()) },
            html! { @if line.over() > 0 { strong { "+" (line.over()) } } @else { "—" } },
            html! { @if line.ending > 0 { (line.ending) } @else { "—" } },
        ]
    });
    Table::new(caption, columns).rows(rows).empty("Квоты не заданы", "Их вносит координатор или профиль региона.", None).render()
}

/// Columns of the sheet.
pub const COLUMNS: [&str; 9] = ["Вид участия", "Квота", "Мест", "Занято", "Из них приостановлено", "Решено, ждёт приказа", "Свободно", "Сверх квоты", "Скоро кончается срок"];

/// The quotas as rows of the sheet, each with the kind that it breaks down.
pub fn cells(lines: &[QuotaLine]) -> Vec<Vec<sheets::Value>> {
    let kind = |line: &QuotaLine| lines.iter().find(|whole| whole.axis == Axis::Whole && whole.kind == line.kind).map_or("", |whole| whole.label.as_str());
    let row =
        |line: &QuotaLine| vec![kind(line).into(), line.label.as_str().into(), line.places.into(), line.filled.into(), line.paused.into(), line.planned.into(), line.free().into(), line.over().into(), line.ending.into()];
    lines.iter().map(row).collect()
}

pub fn form(shell: &Shell, lines: &[QuotaLine], typed: &Answers, errors: &FieldErrors) -> Markup {
    let page = Page::new("Изменить квоты").error_title(!errors.is_empty()).trail([("Квоты", "/quotas")]);
    shell.page(page.lead("Новые числа действуют с указанного дня. За прошлое время остаются прежние.").body(html! {
        (form::error_summary(errors.all()))
        (Form::new("/quotas/change", shell.key()).body(html! {
            (Field::new("from", "С какого дня").hint("Например, 01.09.2027").value(typed.get("from")).errors(errors.all()).date())
            @for line in lines {
                @let name = format!("places-{}", line.id);
                @let value = if typed.has(&name) { typed.get(&name).to_owned() } else { line.places.to_string() };
                (Field::new(name.clone(), if line.axis == Axis::Whole { format!("{} — всего", line.label) } else { line.label.clone() }).value(value).short().errors(errors.all()).number())
            }
            (form::button("Сохранить квоты"))
        }))
    }))
}

//! The board before and after: what changes, in words, bars and tables. Figures only, whoever reads.

use super::board::sign;
use crate::{
    board::{
        Board, field_of,
        what_if::{CellChange, LineChange},
    },
    model::{Order, OrderId, Seat},
    quota::{Axis, QuotaLine},
};
use kernel::FieldErrors;
use maud::{Markup, html};
use ui::{
    form::{self, Field},
    page::{self, Notice},
    parts, ru,
    table::{Column, Table},
    url::Query,
};
use web::Shell;

const PATH: &str = "/quotas/what-if";

pub struct Page {
    pub board: Board,
    /// How many people something happens to.
    pub count: usize,
    pub lines: Vec<LineChange>,
    pub cells: Vec<CellChange>,
    /// Draft orders that the viewer may see, and those that are in.
    pub drafts: Vec<Order>,
    pub chosen: Vec<OrderId>,
    /// Supposed changes: as in the address, where, how many.
    pub supposed: Vec<(String, Seat, i64)>,
    /// Seats that somebody should leave and nobody holds.
    pub unknown: Vec<Seat>,
}

pub fn page(shell: &Shell, supposed: &Page, query: &Query, errors: &FieldErrors) -> Markup {
    let nobody = (!supposed.unknown.is_empty()).then(|| {
        let where_to: Vec<String> = supposed.unknown.iter().map(|seat| place_words(&supposed.board, seat)).collect();
        Notice::problem("Уходить некому").more(format!("{}: там сейчас никого нет, поэтому ничего не изменилось.", where_to.join("; ")))
    });
    let page = page::Page::new("Что будет с квотами, если…").wide().trail([("Доска квот", "/quotas")]).error_title(!errors.is_empty()).notice(nobody);
    shell.page(page.lead("Доска до и после приказа, окончания сроков или предположения. Здесь ничего не записывается.").body(html! {
        (form::error_summary(errors.all()))
        @if supposed.count > 0 { (result(supposed)) }
        h2 { "Что предположить" }
        (chosen(supposed, query))
        (sources(supposed, query, errors))
        (more(supposed, query, errors))
        (parts::print_button())
    }))
}

fn result(supposed: &Page) -> Markup {
    let whole = supposed.lines.iter().filter(|change| change.after.axis == Axis::Whole);
    html! {
        h2 { "Изменится для " (ru::counted(supposed.count as u64, "человека", "человек", "человек")) }
        @if supposed.lines.is_empty() && supposed.cells.is_empty() { p { "Доска останется такой же." } }
        @for change in whole {
            (bar(&change.before, "сейчас"))
            (bar(&change.after, "станет"))
        }
        @if !supposed.lines.is_empty() { (lines(&supposed.lines)) }
        @if !supposed.cells.is_empty() { (cells(&supposed.board, &supposed.cells)) }
    }
}

fn bar(line: &QuotaLine, when: &str) -> Markup {
    let count = |number: i64| u32::try_from(number.max(0)).unwrap_or(u32::MAX);
    parts::quota_bar(&format!("{} — {when}", line.label), count(line.filled + line.planned), count(line.places))
}

fn lines(changes: &[LineChange]) -> Markup {
    let columns = vec![
        Column::new("Квота"),
        Column::new("Мест").number(),
        Column::new("Занято сейчас").number(),
        Column::new("Станет").number(),
        Column::new("Свободно сейчас").number(),
        Column::new("Станет свободно").number(),
        Column::new("Что изменится"),
    ];
    let rows = changes.iter().map(|change| {
        let (was, now) = (&change.before, &change.after);
        let over = |line: &QuotaLine| html! { @if line.over() > 0 { strong { "сверх на " (line.over()) } } @else { (line.free()) } };
        [html! { (now.label) }, html! { (now.places) }, html! { (was.filled) }, html! { (now.filled) }, over(was), over(now), html! { (change.words()) }]
    });
    Table::new("Квоты до и после", columns).show_caption().rows(rows).render()
}

fn cells(board: &Board, changes: &[CellChange]) -> Markup {
    let columns = vec![Column::new("Предмет, направление"), Column::new("Муниципалитет"), Column::new("Сейчас").number(), Column::new("Станет").number(), Column::new("Состояние сейчас"), Column::new("Состояние потом")];
    let rows = changes.iter().map(|change| {
        let cell = &change.after;
        let field = if cell.field.is_empty() { board.kind_label(cell.kind) } else { board.field_label(cell.kind, &cell.field) };
        [html! { (field) }, html! { (board.place_label(&cell.municipality)) }, html! { (change.before.filled) }, html! { (cell.filled) }, sign(&change.before), sign(cell)]
    });
    Table::new("Клетки доски до и после", columns).show_caption().rows(rows).render()
}

fn place_words(board: &Board, seat: &Seat) -> String {
    let field = field_of(seat);
    let of = if field.is_empty() { board.kind_label(seat.kind) } else { board.field_label(seat.kind, field) };
    format!("{of}, {}", board.place_label(seat.municipality.as_str()))
}

/// The supposed changes, each with a way to take it back.
fn chosen(supposed: &Page, query: &Query) -> Markup {
    html! {
        @if !supposed.supposed.is_empty() {
            ul { @for (word, seat, change) in &supposed.supposed {
                li { (place_words(&supposed.board, seat)) ": " @if *change > 0 { "придёт " } @else { "уйдёт " } (ru::number(change.unsigned_abs())) " " a href=(without(query, word)) { "Убрать" span.unseen { ": " (place_words(&supposed.board, seat)) } } }
            } }
        }
    }
}

/// The address without one supposed change.
fn without(query: &Query, word: &str) -> String {
    let mut seen = false;
    let kept = query.all("more").filter(|one| {
        let is_it = !seen && *one == word;
        seen = seen || is_it;
        !is_it
    });
    let pairs = kept.map(|one| format!("more={}", ui::url::encode(one))).chain(query.all("order").map(|id| format!("order={}", ui::url::encode(id))));
    let until = Some(query.text("until")).filter(|day| !day.is_empty()).map(|day| format!("until={}", ui::url::encode(day)));
    let pairs: Vec<String> = pairs.chain(until).collect();
    if pairs.is_empty() { PATH.to_owned() } else { format!("{PATH}?{}", pairs.join("&")) }
}

fn sources(supposed: &Page, query: &Query, errors: &FieldErrors) -> Markup {
    let drafts = supposed.drafts.iter().map(|order| (order.id.to_string(), format!("{}: {}", order.kind.label(), ru::counted(order.lines, "человек", "человека", "человек"))));
    let chosen: Vec<String> = supposed.chosen.iter().map(ToString::to_string).collect();
    html! {
        form.panel action=(PATH) method="get" {
            @for word in query.all("more") { (form::hidden("more", word)) }
            @if !supposed.drafts.is_empty() { (Field::new("order", "Проекты приказов").errors(errors.all()).checkboxes(drafts, &chosen)) }
            (Field::new("until", "Никого не продлят до").hint("Например, 31.12.2026: уйдут все, чей срок кончается раньше. Можно оставить пустым").value(query.text("until")).errors(errors.all()).date())
            (form::button_secondary("Показать"))
        }
    }
}

fn more(supposed: &Page, query: &Query, errors: &FieldErrors) -> Markup {
    let board = &supposed.board;
    let choices = |named: &[crate::board::Named]| named.iter().map(|one| (one.code.clone(), one.label.clone())).collect::<Vec<_>>();
    let typed = |name: &str| query.text(name).to_owned();
    html! {
        h3 { "Или добавить своё предположение" }
        form.panel action=(PATH) method="get" {
            @for word in query.all("more") { (form::hidden("more", word)) }
            @for id in query.all("order") { (form::hidden("order", id)) }
            @if !query.text("until").is_empty() { (form::hidden("until", query.text("until"))) }
            div.columns {
                (Field::new("kind", "Вид участия").value(typed("kind")).errors(errors.all()).first_line("выберите").select(choices(&board.kinds)))
                (Field::new("subject", "Предмет").hint("Для методистов по предмету").value(typed("subject")).errors(errors.all()).first_line("не нужен").select(choices(&board.subjects)))
                (Field::new("direction", "Направление").hint("Для методистов по направлению").value(typed("direction")).errors(errors.all()).first_line("не нужно").select(choices(&board.directions)))
                (Field::new("municipality", "Муниципалитет").value(typed("municipality")).errors(errors.all()).first_line("выберите").select(choices(&board.municipalities)))
                (Field::new("change", "Сколько человек").hint("2 — придут двое, -1 — уйдёт один").value(typed("change")).errors(errors.all()).short().text())
            }
            (form::button_secondary("Добавить"))
        }
    }
}

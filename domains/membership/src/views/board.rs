//! The board of quotas: all kinds in short, or one kind as a picture, a table of its quotas and a list of its cells.

use super::{board_picture, quotas};
use crate::{
    board::{Board, Cell, Sign, field_of},
    quota::{Axis, QuotaLine},
};
use access::{Action, Actor};
use kernel::FieldErrors;
use maud::{Markup, html};
use structure::profile::{MembershipKind, QuotaAxis};
use ui::{
    form::{self, Field},
    page::Page,
    parts::{self, Kind},
    ru,
    table::{self, Column, Table},
    url::Query,
};
use web::Shell;

const PATH: &str = "/quotas";
const PER_PAGE: usize = 50;

/// The board's answers to `show`: of quotas (the first three) and of cells.
const SHOW: [(&str, &str); 7] = [
    ("free", "есть свободные места"),
    ("over", "сверх квоты"),
    ("ending", "скоро кончается срок"),
    ("paused", "приостановлены"),
    ("single", "держится на одном человеке"),
    ("nobody", "никого нет"),
    ("all", "все клетки"),
];

pub fn kind_of(query: &Query) -> Option<MembershipKind> {
    query.text("kind").parse().ok()
}

/// Whether the viewer may go from figures to the people of a municipality.
pub fn sees(actor: &Actor, municipality: &str) -> bool {
    actor.can(Action::ViewPeople) && format!("region/{municipality}/").starts_with(&actor.place_path)
}

/// The people behind a cell.
pub fn people_url(cell: &Cell) -> String {
    let field = match cell.kind.axis() {
        QuotaAxis::Subject => format!("&subject={}", cell.field),
        QuotaAxis::Direction => format!("&direction={}", cell.field),
        QuotaAxis::Municipality => String::new(),
    };
    format!("/memberships?kind={}{field}&municipality={}", cell.kind, cell.municipality)
}

pub fn page(shell: &Shell, actor: &Actor, board: &Board, query: &Query, errors: &FieldErrors) -> Markup {
    let whole: Vec<&QuotaLine> = board.lines.iter().filter(|line| line.axis == Axis::Whole).collect();
    let sum = |count: fn(&QuotaLine) -> i64| whole.iter().map(|line| count(line)).sum::<i64>();
    let lead = html! { "На " (ru::date(board.on)) ". Всего мест " (sum(|l| l.places)) ", занято " (sum(|l| l.filled)) ", из них приостановлено " (sum(|l| l.paused)) ", решено и ждёт приказа " (sum(|l| l.planned)) "." };
    let page = Page::new("Доска квот").wide().lead(lead).error_title(!errors.is_empty());
    let page = if actor.can(Action::ManageQuotas) { page.action(form::button_link("Изменить квоты", "/quotas/change")) } else { page };
    let (tabs, current) = tabs(board, query);
    let tabs: Vec<(&str, &str, Option<u64>)> = tabs.iter().map(|(label, url)| (label.as_str(), url.as_str(), None)).collect();
    shell.page(page.body(html! {
        (form::error_summary(errors.all()))
        (parts::tabs(&tabs, &current))
        (filters(board, query, errors))
        @match kind_of(query) {
            None => (overview(board, &whole, query)),
            Some(kind) => (of_kind(actor, board, kind, query)),
        }
        p { a href=(what_if_url(query)) { "Что будет, если…: посмотреть доску после приказа или ухода людей" } }
        @if actor.can(Action::ExportLists) {
            p.export { a href=(query.with("format", "xlsx").href(PATH)) { "Скачать квоты в Excel" } " · " a href=(query.with("format", "xlsx").with("list", "cells").href(PATH)) { "Скачать клетки доски в Excel" } }
        }
        (parts::print_button())
    }))
}

fn what_if_url(query: &Query) -> String {
    kind_of(query).map_or_else(|| "/quotas/what-if".to_owned(), |kind| format!("/quotas/what-if?kind={kind}"))
}

/// A tab keeps the day and the municipality, not what is of another kind.
fn tabs(board: &Board, query: &Query) -> (Vec<(String, String)>, String) {
    let bare = query.without("kind").without("field").without("show").without("page");
    let of = |kind: Option<MembershipKind>| kind.map_or_else(|| bare.href(PATH), |kind| bare.with("kind", kind).href(PATH));
    let mut tabs = vec![("Все виды".to_owned(), of(None))];
    tabs.extend(MembershipKind::ALL.iter().map(|kind| (board.kind_label(*kind).to_owned(), of(Some(*kind)))));
    (tabs, of(kind_of(query)))
}

fn filters(board: &Board, query: &Query, errors: &FieldErrors) -> Markup {
    let choices = |named: &[crate::board::Named]| named.iter().map(|one| (one.code.clone(), one.label.clone())).collect::<Vec<_>>();
    let kind = kind_of(query);
    let fields = kind.map(|kind| board.fields(kind)).unwrap_or_default();
    table::filter_bar(
        PATH,
        query,
        html! {
            @if let Some(kind) = kind { (form::hidden("kind", kind.as_str())) }
            @if !fields.is_empty() { (Field::new("field", if kind == Some(MembershipKind::SubjectMethodist) { "Предмет" } else { "Направление" }).value(query.text("field")).first_line("все").select(choices(fields))) }
            (Field::new("municipality", "Муниципалитет").value(query.text("municipality")).first_line("все").select(choices(&board.municipalities)))
            (Field::new("show", "Показать").value(query.text("show")).first_line("где кто-то есть").select(SHOW))
            (Field::new("on", "На день").hint("Например, 01.09.2026").value(query.text("on")).errors(errors.all()).short().date())
        },
    )
}

fn overview(board: &Board, whole: &[&QuotaLine], query: &Query) -> Markup {
    html! {
        section { h2 { "По видам участия" }
            @for line in whole { (parts::quota_bar(&promised(line), count(line.filled + line.planned), count(line.places))) }
            (quotas::table("Квоты по видам участия", whole))
        }
        section { h2 { "Где мало людей" } (thin(board, query)) }
        @for kind in MembershipKind::ALL {
            @let within: Vec<&QuotaLine> = within(board, *kind, query);
            @if !within.is_empty() { (parts::details(&format!("{}: разбивка квоты", board.kind_label(*kind)), quotas::table("Разбивка квоты", &within))) }
        }
    }
}

/// The bar counts what is decided and waits for its order, so it says so.
fn promised(line: &QuotaLine) -> String {
    if line.planned > 0 { format!("{}, вместе с решёнными ({})", line.label, line.planned) } else { line.label.clone() }
}

fn count(number: i64) -> u32 {
    u32::try_from(number.max(0)).unwrap_or(u32::MAX)
}

/// How many cells hang on one person, by kind: the risk in four lines.
fn thin(board: &Board, query: &Query) -> Markup {
    let columns =
        vec![Column::new("Вид участия"), Column::new("Держится на одном").number(), Column::new("Приостановлены все").number(), Column::new("У всех скоро кончается срок").number(), Column::new("Никого нет").number()];
    let rows = MembershipKind::ALL.iter().map(|kind| {
        let cells: Vec<Cell> = board.cells(*kind).into_iter().filter(|cell| fits_place(cell, query)).collect();
        let of = |sign: Sign| cells.iter().filter(|cell| cell.sign() == sign).count();
        let to = |show: &str, number: usize| html! { @if number == 0 { "—" } @else { a href=(query.with("kind", kind).with("show", show).href(PATH)) { (number) } } };
        [
            html! { (board.kind_label(*kind)) },
            to("single", of(Sign::Single)),
            html! { @if of(Sign::AllPaused) == 0 { "—" } @else { (of(Sign::AllPaused)) } },
            to("ending", of(Sign::AllEnding)),
            to("nobody", of(Sign::Nobody)),
        ]
    });
    Table::new("Клетки доски: предмет или направление в муниципалитете", columns).show_caption().rows(rows).render()
}

fn fits_place(cell: &Cell, query: &Query) -> bool {
    let (field, place) = (query.text("field"), query.text("municipality"));
    (field.is_empty() || cell.field == field || cell.field.is_empty()) && (place.is_empty() || cell.municipality == place)
}

/// The quotas of a kind's break-down that the filter leaves.
fn within<'a>(board: &'a Board, kind: MembershipKind, query: &Query) -> Vec<&'a QuotaLine> {
    let fits = |line: &&QuotaLine| {
        let code = match &line.axis {
            Axis::Whole => return false,
            Axis::Subject(code) | Axis::Direction(code) => (query.text("field"), code),
            Axis::Municipality(code) => (query.text("municipality"), code),
        };
        let shown = match query.text("show") {
            "free" => line.free() > 0,
            "over" => line.over() > 0,
            "ending" => line.ending > 0,
            "paused" => line.paused > 0,
            _ => true,
        };
        line.kind == kind && shown && (code.0.is_empty() || code.0 == code.1)
    };
    board.lines.iter().filter(fits).collect()
}

fn of_kind(actor: &Actor, board: &Board, kind: MembershipKind, query: &Query) -> Markup {
    let cells = shown(board, kind, query);
    let number = (query.page() as usize).clamp(1, cells.len().div_ceil(PER_PAGE).max(1));
    let columns = vec![
        Column::new(if board.fields(kind).is_empty() { "Вид участия" } else { "Предмет, направление" }),
        Column::new("Муниципалитет"),
        Column::new("Участников").number(),
        Column::new("Приостановлено").number(),
        Column::new("Скоро кончается срок").number(),
        Column::new("Состояние"),
    ];
    let rows = cells.chunks(PER_PAGE).nth(number - 1).unwrap_or_default().iter().map(|cell| {
        let filled = if cell.filled > 0 && sees(actor, &cell.municipality) {
            html! { a href=(people_url(cell)) { (cell.filled) span.unseen { " — кто это" } } }
        } else {
            html! { (cell.filled) }
        };
        let field = if cell.field.is_empty() { board.kind_label(kind) } else { board.field_label(kind, &cell.field) };
        [html! { (field) }, html! { (board.place_label(&cell.municipality)) }, filled, none_or(cell.paused), none_or(cell.ending), sign(cell)]
    });
    html! {
        (board_picture::draw(board, kind, |municipality| sees(actor, municipality)))
        section { h2 { "Квоты" } (quotas::table("Разбивка квоты", &within(board, kind, query))) }
        section { h2 { "Клетки доски: " (ru::number(cells.len() as u64)) }
            (Table::new("Клетки доски", columns).rows(rows).empty("Таких клеток нет", "Измените условия отбора: например, покажите все клетки.", None).render())
            (table::pager(PATH, query, u32::try_from(number).unwrap_or(1), u32::try_from(PER_PAGE).unwrap_or(50), cells.len() as u64))
        }
    }
}

fn none_or(number: usize) -> Markup {
    html! { @if number > 0 { (number) } @else { "—" } }
}

pub fn sign(cell: &Cell) -> Markup {
    let kind = match cell.sign() {
        Sign::Nobody => Kind::Neutral,
        Sign::AllPaused => Kind::Bad,
        Sign::Single => Kind::Mine,
        Sign::AllEnding => Kind::Waiting,
        Sign::Fine => Kind::Good,
    };
    parts::tag(kind, cell.sign().label())
}

/// The cells of a kind that the filter leaves.
fn shown(board: &Board, kind: MembershipKind, query: &Query) -> Vec<Cell> {
    let fits = |cell: &Cell| match query.text("show") {
        "ending" => cell.ending > 0,
        "paused" => cell.paused > 0,
        "single" => cell.sign() == Sign::Single,
        "nobody" => cell.filled == 0,
        "all" => true,
        "free" | "over" => {
            cell.filled > 0
                && within(board, kind, query).iter().any(|line| board.held.iter().any(|held| line.counts(&held.seat) && field_of(&held.seat) == cell.field && held.seat.municipality.as_str() == cell.municipality))
        }
        _ => cell.filled > 0,
    };
    board.cells(kind).into_iter().filter(|cell| fits_place(cell, query) && fits(cell)).collect()
}

/// Columns of the sheet of cells.
pub const CELL_COLUMNS: [&str; 7] = ["Вид участия", "Предмет, направление", "Муниципалитет", "Участников", "Приостановлено", "Скоро кончается срок", "Состояние"];

/// The cells as the filter leaves them, of one kind or of all.
pub fn sheet(board: &Board, query: &Query) -> Vec<Vec<sheets::Value>> {
    let kinds = kind_of(query).map_or_else(|| MembershipKind::ALL.to_vec(), |kind| vec![kind]);
    let number = |count: usize| sheets::Value::from(i64::try_from(count).unwrap_or(i64::MAX));
    let row = |cell: Cell| {
        vec![
            board.kind_label(cell.kind).into(),
            board.field_label(cell.kind, &cell.field).into(),
            board.place_label(&cell.municipality).into(),
            number(cell.filled),
            number(cell.paused),
            number(cell.ending),
            cell.sign().label().into(),
        ]
    };
    kinds.into_iter().flat_map(|kind| shown(board, kind, query)).map(row).collect()
}

/// The filter in force, for the sheet's head.
pub fn filter_words(board: &Board, query: &Query) -> String {
    let kind = kind_of(query);
    let show = SHOW.iter().find(|(code, _)| *code == query.text("show")).map(|(_, words)| (*words).to_owned());
    let field = kind.filter(|_| !query.text("field").is_empty()).map(|kind| board.field_label(kind, query.text("field")).to_owned());
    let place = Some(query.text("municipality")).filter(|code| !code.is_empty()).map(|code| board.place_label(code).to_owned());
    let parts = [kind.map(|kind| board.kind_label(kind).to_owned()), field, place, show, Some(format!("на {}", ru::date(board.on)))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

//! The board as a picture: subjects or directions by municipalities as a heat board, managers on the tile map of municipalities.
//! A number, a shape and a shade say the same; the tables below it are its twin.

use super::board::people_url;
use crate::{
    board::{Board, Cell, Sign},
    quota::{Axis, QuotaLine},
};
use maud::{Markup, html};
use structure::profile::MembershipKind;

const SIDE: usize = 26;
const LEFT: usize = 176;
const TOP: usize = 132;

pub fn draw(board: &Board, kind: MembershipKind, sees: impl Fn(&str) -> bool) -> Markup {
    if board.fields(kind).is_empty() { map(board, kind, sees) } else { matrix(board, kind, sees) }
}

fn short(label: &str, most: usize) -> String {
    if label.chars().count() <= most { label.to_owned() } else { label.chars().take(most - 1).chain(['…']).collect() }
}

fn matrix(board: &Board, kind: MembershipKind, sees: impl Fn(&str) -> bool) -> Markup {
    let (fields, columns) = (board.fields(kind), board.municipalities.len());
    let (width, height) = (LEFT + columns * SIDE + 56, TOP + fields.len() * SIDE + 8);
    let cells = board.cells(kind);
    html! {
        figure.board tabindex="0" aria-label="Доска квот, рисунок" {
            svg viewBox={ "0 0 " (width) " " (height) } role="group" aria-labelledby="board-title board-desc" {
                title id="board-title" { (board.kind_label(kind)) ": сколько участников по муниципалитетам" }
                desc id="board-desc" { (described(&cells)) }
                @for (at, place) in board.municipalities.iter().enumerate() {
                    @let x = LEFT + at * SIDE + SIDE / 2 + 4;
                    text.tick x=(x) y=(TOP - 8) transform={ "rotate(-90 " (x) " " (TOP - 8) ")" } { (short(&place.label, 22)) }
                }
                text.tick x=(LEFT + columns * SIDE + 8) y=(TOP - 8) { "занято" }
                @for (row, field) in fields.iter().enumerate() {
                    @let y = TOP + row * SIDE;
                    text x=(LEFT - 8) y=(y + 18) text-anchor="end" { (short(&field.label, 24)) }
                    @for (at, cell) in cells.iter().skip(row * columns).take(columns).enumerate() { (drawn(board, cell, (LEFT + at * SIDE, y), sees(&cell.municipality))) }
                    (total(board, kind, &field.code, (LEFT + columns * SIDE + 8, y + 18)))
                }
            }
            (legend())
        }
    }
}

fn legend() -> Markup {
    html! {
        figcaption { "Число — сколько участников. Ромб — держится на одном человеке; «‖» — все приостановлены; косая черта — у всех скоро кончается срок; пунктир — никого нет. Чем темнее клетка, тем больше людей. Те же данные — в таблицах ниже." }
    }
}

fn described(cells: &[Cell]) -> String {
    let of = |sign: Sign| cells.iter().filter(|cell| cell.sign() == sign).count();
    format!(
        "Строки и столбцы — как в таблице. Клеток, которые держатся на одном человеке: {}; где все приостановлены: {}; где никого нет: {} из {}. Всего участников: {}.",
        of(Sign::Single),
        of(Sign::AllPaused),
        of(Sign::Nobody),
        cells.len(),
        cells.iter().map(|cell| cell.filled).sum::<usize>()
    )
}

fn shade(cell: &Cell) -> usize {
    match cell.filled {
        0 => 0,
        1 => 1,
        2 | 3 => 2,
        4..=7 => 3,
        _ => 4,
    }
}

fn words(board: &Board, cell: &Cell) -> String {
    let field = if cell.field.is_empty() { String::new() } else { format!("{}, ", board.field_label(cell.kind, &cell.field)) };
    format!("{field}{}: {}, {}", board.place_label(&cell.municipality), cell.filled, cell.sign().label())
}

/// A cell; one that leads to its people is a link.
fn drawn(board: &Board, cell: &Cell, (x, y): (usize, usize), leads: bool) -> Markup {
    let inner = html! {
        rect class={ "heat-" (shade(cell)) } x=(x + 1) y=(y + 1) width=(SIDE - 2) height=(SIDE - 2) rx="3" {}
        (mark(cell, x, y))
        @if cell.filled > 0 { text class={ "figure over-" (shade(cell)) } x=(x + SIDE / 2) y=(y + 18) text-anchor="middle" { (cell.filled) } }
    };
    if leads && cell.filled > 0 {
        let said = words(board, cell);
        html! { a href=(people_url(cell)) { title { (said) } (inner) } }
    } else if cell.filled > 0 {
        html! { g { title { (words(board, cell)) } (inner) } }
    } else {
        inner
    }
}

/// The sign's shape, drawn behind the number.
fn mark(cell: &Cell, x: usize, y: usize) -> Markup {
    let half = SIDE / 2;
    match cell.sign() {
        Sign::Nobody | Sign::Fine => Markup::default(),
        Sign::Single => html! { path.single d={ "M" (x + half) " " (y + 2) "l11 11l-11 11l-11-11z" } {} },
        Sign::AllPaused => html! { path.mark d={ "M" (x + 4) " " (y + 4) "v18M" (x + 7) " " (y + 4) "v18" } {} },
        Sign::AllEnding => html! { path.mark d={ "M" (x + 3) " " (y + 23) "l20-20" } {} },
    }
}

/// «3 из 4», and whether it is over.
fn total(board: &Board, kind: MembershipKind, code: &str, (x, y): (usize, usize)) -> Markup {
    let of = |line: &&QuotaLine| line.kind == kind && matches!(&line.axis, Axis::Subject(own) | Axis::Direction(own) if own == code);
    html! {
        @if let Some(line) = board.lines.iter().find(of) { text.tick.over[line.over() > 0] x=(x) y=(y) { (line.filled + line.planned) " из " (line.places) @if line.over() > 0 { " !" } } }
    }
}

/// Municipalities where they lie, each with its quota.
fn map(board: &Board, kind: MembershipKind, sees: impl Fn(&str) -> bool) -> Markup {
    const WIDE: usize = 92;
    const TALL: usize = 64;
    let tiles: Vec<_> = board.municipalities.iter().filter_map(|place| place.tile.map(|(row, column)| (place, row as usize, column as usize))).collect();
    let (rows, columns) = (tiles.iter().map(|(_, row, _)| row + 1).max().unwrap_or(1), tiles.iter().map(|(_, _, column)| column + 1).max().unwrap_or(1));
    let cells = board.cells(kind);
    html! {
        figure.board.map tabindex="0" aria-label="Доска квот, рисунок" {
            svg viewBox={ "0 0 " (columns * WIDE) " " (rows * TALL) } role="group" aria-labelledby="board-title board-desc" {
                title id="board-title" { (board.kind_label(kind)) ": места по муниципалитетам" }
                desc id="board-desc" { (described(&cells)) }
                @for (place, row, column) in &tiles {
                    @if let Some(cell) = cells.iter().find(|cell| cell.municipality == place.code) {
                        (tile(board, cell, &place.label, (column * WIDE, row * TALL), sees(&place.code)))
                    }
                }
            }
            figcaption { "На плитке — занято из скольких мест. «!» — сверх квоты; ромб — держится на одном человеке; пунктир — никого нет. Чем темнее полоса внизу, тем больше занято." }
        }
    }
}

fn tile(board: &Board, cell: &Cell, label: &str, (x, y): (usize, usize), leads: bool) -> Markup {
    let of = |line: &&QuotaLine| line.kind == cell.kind && matches!(&line.axis, Axis::Municipality(own) if *own == cell.municipality);
    let line = board.lines.iter().find(of);
    let (filled, places) = line.map_or((0, 0), |line| (line.filled + line.planned, line.places));
    let done = if places > 0 { (80 * filled.clamp(0, places) / places).max(0) } else { 0 };
    let over = line.is_some_and(|line| line.over() > 0);
    let said = format!("{label}: занято {filled} из {places}{}, {}", if over { ", сверх квоты" } else { "" }, cell.sign().label());
    let inner = html! {
        rect class=(if cell.filled == 0 { "heat-0" } else { "tile" }) x=(x + 2) y=(y + 2) width="88" height="60" rx="5" {}
        text.tick x=(x + 8) y=(y + 17) { (short(label, 14)) }
        text.figure x=(x + 8) y=(y + 38) { (filled) " из " (places) @if over { " !" } }
        @if cell.sign() == Sign::Single { path.single d={ "M" (x + 78) " " (y + 24) "l8 8l-8 8l-8-8z" } {} }
        rect.free x=(x + 6) y=(y + 48) width="80" height="8" {}
        rect.filled.over[over] x=(x + 6) y=(y + 48) width=(done) height="8" {}
    };
    if leads && cell.filled > 0 {
        html! { a href=(people_url(cell)) { title { (said) } (inner) } }
    } else {
        html! { g { title { (said) } (inner) } }
    }
}

//! Competencies by groups: the thicker the mark, the greater the share. Columns are numbered as in the table.

use super::{INK, Role, SOFT, real, short, svg};
use crate::told::Told;
use maud::{Markup, html};

const LABELS: usize = 230;
/// Room for the words under it.
const WIDTH: usize = 580;
const SIDE: usize = 26;
const ROW: usize = 26;
const TOP: usize = 24;

/// From 0 (nothing told) to 4.
fn shade(told: &Told) -> usize {
    match told.number() {
        None => 0,
        Some(..=15.0) => 1,
        Some(..=35.0) => 2,
        Some(..=60.0) => 3,
        Some(_) => 4,
    }
}

#[must_use]
pub fn map(id: &str, title: &str, rows: &[(String, Vec<Told>)]) -> Markup {
    let columns = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    let (width, height) = ((LABELS + SIDE * columns + 8).max(WIDTH), TOP + ROW * rows.len() + 28);
    // A mark is a stroke of its shade's thickness: all of one shade are one path.
    let marks = |wanted: usize| {
        let mut path = String::new();
        for (row, (_, cells)) in rows.iter().enumerate() {
            for (column, _) in cells.iter().enumerate().filter(|(_, told)| shade(told) == wanted && !matches!(told, Told::Nothing)) {
                let length = if wanted == 0 { 6 } else { SIDE - 6 };
                path.push_str(&format!("M{} {}h{length}", LABELS + column * SIDE + if wanted == 0 { 10 } else { 3 }, TOP + row * ROW + ROW / 2));
            }
        }
        path
    };
    let desc: String = rows.iter().map(|(label, cells)| format!("{label}: {}. ", cells.first().map_or_else(|| "—".to_owned(), Told::words))).collect();
    let body = html! {
        g.d-soft font-size="11" fill=(SOFT) text-anchor="middle" {
            @for column in 0..columns { text x=(LABELS + column * SIDE + SIDE / 2) y="16" { @match column { 0 => "здесь", 1 => "сер.", other => (other - 1) } } }
        }
        @for (row, (label, _)) in rows.iter().enumerate() { text x="4" y=(TOP + row * ROW + ROW / 2 + 5) font-size="12" { (short(label, 34)) } }
        @for (wanted, thick) in [(0_usize, 1_usize), (1, 3), (2, 8), (3, 14), (4, 20)] {
            @let path = marks(wanted);
            @if !path.is_empty() { path.d-line d=(path) stroke=(INK) stroke-width=(thick) stroke-opacity=(0.45_f64.max(real(wanted) / 4.0)) fill="none" {} }
        }
        text.d-soft x="4" y=(height - 6) font-size="12" fill=(SOFT) { "Чем толще, тем больше доля: до 15, до 35, до 60, больше 60 %; тонкая черта — скрыто" }
    };
    svg(id, (title, desc.trim_end()), (width, height), Role::Image, &body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_of_the_region_is_light() {
        let cells = |row: usize| (0..22_usize).map(|column| if (row + column).is_multiple_of(7) { Told::Hidden } else { Told::AboutPercent(real((row * 13 + column * 7) % 100)) }).collect();
        let rows: Vec<(String, Vec<Told>)> = (0..14).map(|row| (format!("Компетенция учителя, довольно длинная {row}"), cells(row))).collect();
        let drawn = map("deficits", "Карта", &rows).into_string();
        assert!(drawn.len() < 10 * 1024, "{}", drawn.len());
        assert!(drawn.matches("<path").count() <= 5 && drawn.contains("здесь"));
    }
}

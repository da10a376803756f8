//! Directions by months: a square for each month in which something was, the greater the more; its number inside.

use super::{PAPER, Role, SOFT, at, described, real, short, svg};
use crate::cards::events::MONTHS;
use maud::{Markup, html};

const LABELS: usize = 200;
const SIDE: usize = 34;
const ROW: usize = 32;
const TOP: usize = 26;

#[must_use]
pub fn grid(id: &str, title: &str, rows: &[(String, Vec<usize>)]) -> Markup {
    let (width, height) = (LABELS + SIDE * MONTHS.len() + 8, TOP + ROW * rows.len() + 8);
    let most = rows.iter().flat_map(|(_, cells)| cells).copied().max().unwrap_or(1).max(1);
    let middle = |month: usize| LABELS + month * SIDE + SIDE / 2;
    // One path for all squares: drawn one by one they would be heavy.
    let squares = |(row, cells): (usize, &Vec<usize>)| {
        let y = real(TOP + row * ROW + ROW / 2);
        let one = |(month, count): (usize, &usize)| {
            let side = 12.0 + 18.0 * (real(*count) / real(most)).sqrt();
            format!("M{} {}h{side:.0}v{side:.0}h-{side:.0}z", at((real(middle(month)) - side / 2.0).round()), at((y - side / 2.0).round()))
        };
        cells.iter().enumerate().filter(|(_, count)| **count > 0).map(one).collect::<String>()
    };
    let words = |cells: &[usize]| cells.iter().sum::<usize>().to_string();
    let body = html! {
        g.d-soft font-size="12" fill=(SOFT) text-anchor="middle" { @for (month, name) in MONTHS.iter().enumerate() { text x=(middle(month)) y="16" { (name) } } }
        path.d-square d=(rows.iter().map(|(_, cells)| cells).enumerate().map(squares).collect::<String>()) fill=(PAPER) stroke="#7f786d" {}
        @for (row, (label, cells)) in rows.iter().enumerate() {
            @let y = TOP + row * ROW + ROW / 2 + 5;
            text x="4" y=(y) { (short(label, 28)) }
            text y=(y) font-size="12" text-anchor="middle" { @for (month, count) in cells.iter().enumerate().filter(|(_, count)| **count > 0) { tspan x=(middle(month)) { (count) } } }
        }
    };
    svg(id, (title, &described(rows.iter().map(|(label, cells)| (label.as_str(), words(cells))))), (width, height), Role::Image, &body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_full_directions_are_light() {
        let rows: Vec<(String, Vec<usize>)> = (0..12).map(|row| (format!("Направление работы с длинным названием {row}"), vec![row + 1; 12])).collect();
        let drawn = grid("events", "Мероприятия", &rows).into_string();
        assert!(drawn.len() < 10 * 1024, "{}", drawn.len());
        assert!(drawn.contains("названием 2: 36.") && drawn.contains("<tspan"));
    }
}

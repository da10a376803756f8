//! Ranges of days: the middle half as a bar, the median as a stroke, a year ago as a circle, the middle of like places as a diamond.

use super::{INK, PAPER, Role, SOFT, TEACHER, at, described, short, svg};
use crate::told::number;
use maud::{Markup, html};

/// Days between two lines of the grid, at least.
pub const GRID: i64 = 30;
const LEFT: f64 = 10.0;
const LONG: f64 = 490.0;
const ROW: usize = 48;

pub struct Range {
    pub label: String,
    pub low: f64,
    pub half: f64,
    pub high: f64,
    pub past: Option<f64>,
    pub middle: Option<f64>,
}

#[must_use]
pub fn days(id: &str, title: &str, ranges: &[Range], grid: f64) -> Markup {
    let height = ranges.len() * ROW + 46;
    let most = ranges.iter().flat_map(|range| [range.high, range.past.unwrap_or(0.0), range.middle.unwrap_or(0.0)]).fold(grid, f64::max);
    let step = (most / 4.0 / grid).ceil().max(1.0) * grid;
    let x = |days: f64| LEFT + LONG * days / (step * 4.0);
    let words = |range: &Range| {
        let past = range.past.map(|past| format!(", год назад {} дн.", number(past))).unwrap_or_default();
        let middle = range.middle.map(|middle| format!(", у таких же мест {} дн.", number(middle))).unwrap_or_default();
        format!("половина — от {} до {} дн., середина {} дн.{past}{middle}", number(range.low), number(range.high), number(range.half))
    };
    let body = html! {
        @for tick in 0..=4_u8 {
            @let day = f64::from(tick) * step;
            path.d-grid d={ "M" (at(x(day))) " 4V" (height - 40) } stroke="#ddd8cf" {}
            text.d-soft x=(at(x(day))) y=(height - 24) font-size="12" fill=(SOFT) text-anchor=(match tick { 0 => "start", 4 => "end", _ => "middle" }) { (number(day)) }
        }
        @for (index, range) in ranges.iter().enumerate() {
            @let y = index * ROW;
            text x=(LEFT) y=(y + 16) { (short(&range.label, 34)) ": " (number(range.half)) " дн." }
            rect.d-teacher x=(at(x(range.low))) y=(y + 24) width=(at((x(range.high) - x(range.low)).max(2.0))) height="12" rx="3" fill=(TEACHER) fill-opacity=".45" {}
            path.d-line d={ "M" (at(x(range.half))) " " (y + 20) "v20" } stroke=(INK) stroke-width="3" {}
            @if let Some(past) = range.past { circle.d-past cx=(at(x(past))) cy=(y + 30) r="5" fill=(PAPER) stroke=(INK) stroke-width="2" {} }
            @if let Some(middle) = range.middle { path.d-past d={ "M" (at(x(middle))) " " (y + 23) "l6 7l-6 7l-6 -7z" } fill=(PAPER) stroke=(INK) stroke-width="2" {} }
        }
        text.d-soft x=(LEFT) y=(height - 6) font-size="12" fill=(SOFT) { "дней; полоса — половина, │ середина, ○ год назад, ◇ середина таких же мест" }
    };
    svg(id, (title, &described(ranges.iter().map(|range| (range.label.as_str(), words(range))))), (520, height), Role::Image, &body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_light_and_stand_any_figures() {
        let ranges: Vec<Range> = (0..7).map(|at| Range { label: format!("{at}. Повторная диагностика"), low: 0.0, half: 12.0 * f64::from(at), high: 900.0, past: Some(20.0), middle: Some(40.0) }).collect();
        let drawn = days("stages", "Дни", &ranges, 30.0).into_string();
        assert!(drawn.len() < 10 * 1024 && drawn.contains("середина 12 дн., год назад 20 дн., у таких же мест 40 дн."), "{}", drawn.len());
        assert!(!days("none", "Дни", &[], 30.0).into_string().contains("NaN"));
    }
}

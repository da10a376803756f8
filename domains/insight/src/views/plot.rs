//! Intervals one under another, drawn by the server; the table beside them says the same.

use crate::{answer::Measured, words};
use maud::{Markup, html};

const LEFT: f64 = 190.0;
const RIGHT: f64 = 470.0;
const ROW: f64 = 26.0;

/// A line with what it is called.
pub struct Bar<'a> {
    pub label: &'a str,
    pub measured: Measured,
}

/// Changes of a share, zero marked. The order is the caller's: by name.
pub fn intervals(title: &str, bars: &[Bar<'_>]) -> Markup {
    if bars.is_empty() {
        return html! {};
    }
    let most = bars.iter().flat_map(|bar| [bar.measured.low.abs(), bar.measured.high.abs()]).fold(0.01, f64::max);
    let x = |value: f64| LEFT + (RIGHT - LEFT) * ((value / most).clamp(-1.0, 1.0) + 1.0) / 2.0;
    let bottom = 20.0 + ROW * real(bars.len());
    html! {
        figure {
            svg.plot viewBox={ "0 0 480 " (round(bottom + 24.0)) } role="img" {
                title { (title) }
                desc { "Точка — оценка, полоса — где она лежит с вероятностью 90 %. То же самое в таблице." }
                @for value in [-most, 0.0, most] {
                    path.grid d={ "M" (round(x(value))) " 10V" (round(bottom)) } {}
                    text x=(round(x(value))) y=(round(bottom + 18.0)) text-anchor=(anchor(value)) { (words::number(value * 100.0)) }
                }
                @for (at, bar) in bars.iter().enumerate() {
                    @let y = 20.0 + ROW * (real(at) + 0.5);
                    text x="0" y=(round(y + 4.0)) { (short(bar.label)) }
                    path.line d={ "M" (round(x(bar.measured.low))) " " (round(y)) "H" (round(x(bar.measured.high))) } {}
                    circle cx=(round(x(bar.measured.value))) cy=(round(y)) r="4" {}
                }
            }
            figcaption { "Процентные пункты: влево от нуля — доля ниже минимума стала меньше." }
        }
    }
}

fn anchor(value: f64) -> &'static str {
    if value < 0.0 {
        "start"
    } else if value > 0.0 {
        "end"
    } else {
        "middle"
    }
}

fn short(label: &str) -> String {
    const MOST: usize = 26;
    if label.chars().count() <= MOST { label.to_owned() } else { label.chars().take(MOST - 1).chain(['…']).collect() }
}

fn real(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

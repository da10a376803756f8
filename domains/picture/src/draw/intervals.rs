//! Shares of pupils with their intervals: a point and a bar; a hollow circle is a year before, a stroke the region's middle.

use super::{INK, PAPER, PUPILS, Role, SOFT, at, described, short, svg};
use crate::told::{Told, number};
use maud::{Markup, html};

const LEFT: f64 = 10.0;
const LONG: f64 = 490.0;
const ROW: usize = 46;

pub struct Line {
    pub label: String,
    pub value: Told,
    pub past: Option<f64>,
    pub middle: Option<f64>,
}

#[must_use]
pub fn shares(id: &str, title: &str, lines: &[Line]) -> Markup {
    let height = lines.len() * ROW + 46;
    let most = lines.iter().map(|line| if let Told::Range { high, .. } = line.value { high } else { 0.0 }).chain(lines.iter().flat_map(|line| [line.past.unwrap_or(0.0), line.middle.unwrap_or(0.0)])).fold(20.0, f64::max);
    let most = (most / 20.0).ceil() * 20.0;
    let x = |percent: f64| LEFT + LONG * percent.clamp(0.0, most) / most;
    let body = html! {
        @for tick in 0..=4_u8 {
            @let percent = most * f64::from(tick) / 4.0;
            path.d-grid d={ "M" (at(x(percent))) " 4V" (height - 40) } stroke="#ddd8cf" {}
            text.d-soft x=(at(x(percent))) y=(height - 24) font-size="12" fill=(SOFT) text-anchor=(match tick { 0 => "start", 4 => "end", _ => "middle" }) { (number(percent)) "\u{a0}%" }
        }
        @for (index, line) in lines.iter().enumerate() {
            @let y = index * ROW;
            text x=(LEFT) y=(y + 16) { (short(&line.label, 36)) ": " (line.value.words()) }
            @if let Told::Range { share, low, high } = line.value {
                path.d-pupils-line d={ "M" (at(x(low))) " " (y + 30) "H" (at(x(high))) } stroke=(PUPILS) stroke-width="8" stroke-opacity=".4" {}
                path.d-pupils d={ "M" (at(x(share) - 5.0)) " " (y + 25) "h10v10h-10z" } fill=(PUPILS) {}
            }
            @if let Some(past) = line.past { circle.d-past cx=(at(x(past))) cy=(y + 30) r="5" fill=(PAPER) stroke=(INK) stroke-width="2" {} }
            @if let Some(middle) = line.middle { path.d-line d={ "M" (at(x(middle))) " " (y + 20) "v20" } stroke=(INK) stroke-width="3" {} }
        }
        text.d-soft x=(LEFT) y=(height - 6) font-size="12" fill=(SOFT) {
            "квадрат и полоса — доля с погрешностью (90 %)"
            @if lines.iter().any(|line| line.past.is_some()) { ", ○ год назад" }
            @if lines.iter().any(|line| line.middle.is_some()) { ", │ середина" }
        }
    };
    svg(id, (title, &described(lines.iter().map(|line| (line.label.as_str(), line.value.words())))), (520, height), Role::Image, &body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dozen_subjects_are_light() {
        let lines: Vec<Line> =
            (0..14).map(|at| Line { label: "Русский язык".into(), value: if at == 2 { Told::Hidden } else { Told::Range { share: 12.0, low: 8.0, high: 17.5 } }, past: Some(20.0), middle: Some(14.0) }).collect();
        let drawn = shares("outcomes", "Результаты", &lines).into_string();
        assert!(drawn.len() < 10 * 1024 && drawn.contains("Русский язык: скрыто"), "{}", drawn.len());
    }
}

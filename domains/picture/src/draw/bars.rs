//! Bars: shares of a hundred with the past year and the region's middle; counts, perhaps out of so many.

use super::{EDGE, INK, PAPER, Role, SOFT, TEACHER, at, described, short, svg};
use crate::told::{Told, number};
use maud::{Markup, html};

const WIDTH: usize = 520;
const LEFT: f64 = 10.0;
const LONG: f64 = 380.0;
const LEGEND: &str = "○ год назад   │ середина таких же мест";

/// A share.
pub struct Bar {
    pub label: String,
    pub value: Told,
    /// A year before, in percent.
    pub past: Option<f64>,
    /// The middle of the region, in percent.
    pub middle: Option<f64>,
}

/// Shares from 0 to 100 %; a hollow circle is the past year, a stroke the middle.
#[must_use]
pub fn shares(id: &str, title: &str, bars: &[Bar]) -> Markup {
    const ROW: usize = 50;
    let height = bars.len() * ROW + 44;
    let x = |percent: f64| LEFT + LONG * percent.clamp(0.0, 100.0) / 100.0;
    let said = |bar: &Bar| {
        let past = bar.past.map(|past| format!(", год назад {}\u{a0}%", number(past))).unwrap_or_default();
        let middle = bar.middle.map(|middle| format!(", середина региона {}\u{a0}%", number(middle))).unwrap_or_default();
        format!("{}{past}{middle}", bar.value.words())
    };
    let body = html! {
        @for (index, bar) in bars.iter().enumerate() {
            @let y = index * ROW;
            text x=(LEFT) y=(y + 16) { (short(&bar.label, 52)) }
            rect.d-free x=(LEFT) y=(y + 24) width=(LONG) height="14" fill=(PAPER) stroke=(EDGE) {}
            @if let Some(percent) = bar.value.number() { rect.d-teacher x=(LEFT) y=(y + 24) width=(at(x(percent) - LEFT)) height="14" fill=(TEACHER) {} }
            text x="400" y=(y + 36) font-weight="600" { (bar.value.words()) }
            @if let Some(past) = bar.past { circle.d-past cx=(at(x(past))) cy=(y + 31) r="5" fill=(PAPER) stroke=(INK) stroke-width="2" {} }
            @if let Some(middle) = bar.middle { path.d-line d={ "M" (at(x(middle))) " " (y + 19) "v24" } stroke=(INK) stroke-width="3" fill="none" {} }
        }
        g.d-soft font-size="12" fill=(SOFT) {
            text x=(LEFT) y=(height - 20) { "0\u{a0}%" }
            text x=(LEFT + LONG) y=(height - 20) text-anchor="end" { "100\u{a0}%" }
            text x=(LEFT) y=(height - 4) { (LEGEND) }
        }
    };
    svg(id, (title, &described(bars.iter().map(|bar| (bar.label.as_str(), said(bar))))), (WIDTH, height), Role::Image, &body)
}

/// A count; with `of` the rest is free.
pub struct Count {
    pub label: String,
    pub value: Told,
    pub of: Option<i64>,
    /// A year before.
    pub past: Option<f64>,
    /// The middle of like places.
    pub middle: Option<f64>,
}

/// Counts beside each other, the longest bar as wide as the picture.
#[must_use]
pub fn counts(id: &str, title: &str, counts: &[Count]) -> Markup {
    const ROW: usize = 46;
    let is_compared = counts.iter().any(|count| count.past.is_some() || count.middle.is_some());
    let height = counts.len() * ROW + if is_compared { 26 } else { 8 };
    let most = counts.iter().flat_map(|count| [count.value.number(), count.of.map(crate::tree::real), count.past, count.middle]).flatten().fold(1.0, f64::max);
    let wide = |value: f64| at(LONG * value / most);
    let x = |value: f64| at(LEFT + LONG * value / most);
    let words = |count: &Count| match count.of {
        Some(of) => format!("{} из {}", count.value.words(), ui::ru::number(of)),
        None => count.value.words(),
    };
    let said = |count: &Count| {
        let past = count.past.map(|past| format!(", год назад {}", number(past))).unwrap_or_default();
        let middle = count.middle.map(|middle| format!(", середина {}", number(middle))).unwrap_or_default();
        format!("{}{past}{middle}", words(count))
    };
    let body = html! {
        @for (index, count) in counts.iter().enumerate() {
            @let y = index * ROW;
            text x=(LEFT) y=(y + 16) { (short(&count.label, 58)) }
            @if let Some(of) = count.of { rect.d-free x=(LEFT) y=(y + 22) width=(wide(crate::tree::real(of))) height="14" fill=(PAPER) stroke=(EDGE) {} }
            @if let Some(value) = count.value.number() { rect.d-teacher x=(LEFT) y=(y + 22) width=(wide(value)) height="14" fill=(TEACHER) {} }
            text x="400" y=(y + 34) font-weight="600" { (words(count)) }
            @if let Some(past) = count.past { circle.d-past cx=(x(past)) cy=(y + 29) r="5" fill=(PAPER) stroke=(INK) stroke-width="2" {} }
            @if let Some(middle) = count.middle { path.d-line d={ "M" (x(middle)) " " (y + 18) "v22" } stroke=(INK) stroke-width="3" fill="none" {} }
        }
        @if is_compared { text.d-soft x=(LEFT) y=(height - 4) font-size="12" fill=(SOFT) { (LEGEND) } }
    };
    svg(id, (title, &described(counts.iter().map(|count| (count.label.as_str(), said(count))))), (WIDTH, height.max(40)), Role::Image, &body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_light_and_say_what_they_draw() {
        let bars: Vec<Bar> = (0..3).map(|index| Bar { label: format!("Показатель <{index}>"), value: Told::AboutPercent(35.0), past: Some(20.0), middle: Some(41.5) }).collect();
        let drawn = shares("x", "Охват", &bars).into_string();
        assert!(drawn.len() < 10 * 1024 && drawn.contains("<title") && drawn.contains("год назад 20\u{a0}%") && !drawn.contains("style=") && !drawn.contains("<0>"));
        let many: Vec<Count> = (0..12)
            .map(|index| Count {
                label: "Очень длинное название вида участия в методическом активе края".into(), value: Told::Count(index * 10), of: Some(120), past: Some(60.0), middle: Some(4.5)
            })
            .collect();
        assert!(counts("y", "Места", &many).into_string().len() < 10 * 1024);
        let hidden = counts("z", "Маршруты", &[Count { label: "Идут".into(), value: Told::Hidden, of: None, past: None, middle: None }]).into_string();
        assert!(hidden.contains("скрыто") && !hidden.contains("d-teacher") && !hidden.contains("○"), "nothing to compare, no legend");
        let compared = counts("p", "Маршруты", &[Count { label: "Идут".into(), value: Told::About(20), of: None, past: Some(10.0), middle: Some(5.5) }]).into_string();
        assert!(compared.contains("Идут: около 20, год назад 10, середина 5,5.") && compared.contains("○ год назад"));
    }
}

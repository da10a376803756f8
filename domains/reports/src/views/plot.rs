//! The line of a trend, drawn by the server; the table beside it says the same.

use crate::{
    figure::{Unit, number},
    trend::Point,
};
use maud::{Markup, html};

const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 220.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 466.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 186.0;

/// Own line and, dashed, the middle of the region.
pub fn trend(title: &str, points: &[Point], unit: Unit) -> Markup {
    let own: Vec<Option<f64>> = points.iter().map(|point| point.own.as_ref().and_then(|counted| counted.figure.value(counted.unit))).collect();
    let usual: Vec<Option<f64>> = points.iter().map(|point| point.median).collect();
    if own.iter().flatten().count() < 2 {
        return html! {};
    }
    let most = own.iter().chain(&usual).flatten().copied().fold(0.0, f64::max);
    let most = if unit == Unit::Percent { most.max(100.0) } else { most.max(1.0) };
    let last = points.len().saturating_sub(1).max(1);
    let across = |at: usize| LEFT + (RIGHT - LEFT) * share(at, last);
    let up = |value: f64| BOTTOM - (BOTTOM - TOP) * (value / most).clamp(0.0, 1.0);
    let sign = if unit == Unit::Percent { "%" } else { "" };
    html! {
        figure {
            svg.plot viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" {
                title { (title) }
                desc { "Сплошная линия — своё значение по периодам, прерывистая — середина по региону. То же самое в таблице ниже." }
                @for tick in 0..=2_u8 {
                    @let value = most * f64::from(tick) / 2.0;
                    path.grid d={ "M" (LEFT) " " (round(up(value))) "H" (RIGHT) } {}
                    text x="50" y=(round(up(value) + 4.0)) text-anchor="end" { (number(value)) (sign) }
                }
                @for (at, point) in points.iter().enumerate() { text x=(round(across(at))) y="206" text-anchor=(anchor(at, last)) { (mark(point)) } }
                path.line d=(path(&usual, &across, &up)) stroke-dasharray="6 3" {}
                path.line.main d=(path(&own, &across, &up)) {}
                @for (at, value) in own.iter().enumerate() { @if let Some(value) = value { circle cx=(round(across(at))) cy=(round(up(*value))) r="3" {} } }
            }
        }
    }
}

fn share(at: usize, last: usize) -> f64 {
    let at = u32::try_from(at).unwrap_or(u32::MAX);
    f64::from(at) / f64::from(u32::try_from(last).unwrap_or(u32::MAX))
}

fn anchor(at: usize, last: usize) -> &'static str {
    match at {
        0 => "start",
        at if at == last => "end",
        _ => "middle",
    }
}

/// «09.26»: the month in which it begins.
fn mark(point: &Point) -> String {
    format!("{:02}.{:02}", point.period.from.month(), point.period.from.year().rem_euclid(100))
}

/// A gap in the figures is a gap in the line.
fn path(values: &[Option<f64>], across: &dyn Fn(usize) -> f64, up: &dyn Fn(f64) -> f64) -> String {
    let (mut text, mut is_drawing) = (String::new(), false);
    for (at, value) in values.iter().enumerate() {
        let Some(value) = value else {
            is_drawing = false;
            continue;
        };
        let pen = if is_drawing { 'L' } else { 'M' };
        text.push_str(&format!("{pen}{} {}", round(across(at)), round(up(*value))));
        is_drawing = true;
    }
    text
}

fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

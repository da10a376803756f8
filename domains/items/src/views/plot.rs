//! Pictures drawn here: what choices the fifths of people take, how the chance of each score follows ability. Each has a table twin beside it.

use crate::calibration::Parameters;
use maud::{Markup, html};

const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 220.0;
const LEFT: f64 = 44.0;
const BOTTOM: f64 = 190.0;
const TOP: f64 = 24.0;

/// One line of a picture: its name and points in shares of the picture's width and height.
pub struct Line {
    pub name: String,
    pub points: Vec<(f64, f64)>,
    pub is_main: bool,
}

/// Shares (0…1 upwards) over a row of marks below.
pub fn lines(title: &str, about: &str, marks: &[String], drawn: &[Line]) -> Markup {
    let x = |share: f64| LEFT + share.clamp(0.0, 1.0) * (WIDTH - LEFT - 12.0);
    let y = |share: f64| BOTTOM - share.clamp(0.0, 1.0) * (BOTTOM - TOP);
    let steps = marks.len().saturating_sub(1).max(1) as f64;
    html! {
        svg.plot viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" {
            title { (title) }
            desc { (about) }
            @for tick in 0..=4 {
                @let share = f64::from(tick) / 4.0;
                path.grid d={ "M" (round(x(0.0))) " " (round(y(share))) "H" (round(x(1.0))) } {}
                text x="38" y=(round(y(share) + 4.0)) text-anchor="end" { (tick * 25) "%" }
            }
            @for (at, mark) in marks.iter().enumerate() { text x=(round(x(at as f64 / steps))) y="208" text-anchor="middle" { (mark) } }
            @for (at, line) in drawn.iter().enumerate() {
                @let path = line.points.iter().enumerate().map(|(step, (across, up))| format!("{}{} {}", if step == 0 { "M" } else { "L" }, round(x(*across)), round(y(*up)))).collect::<String>();
                path.line.main[line.is_main] d=(path) stroke-dasharray=[dashes(at, line.is_main)] {}
                @if let Some((across, up)) = top(&line.points) { text.name x=(round(x(across))) y=(round(y(up) - 6.0)) text-anchor=(anchor(across)) { (line.name) } }
            }
        }
    }
}

/// The highest point of a line: lines that meet at one end seldom meet there.
fn top(points: &[(f64, f64)]) -> Option<(f64, f64)> {
    points.iter().copied().max_by(|one, other| one.1.total_cmp(&other.1))
}

/// A name stays within the picture.
fn anchor(across: f64) -> &'static str {
    match across {
        ..0.2 => "start",
        0.8.. => "end",
        _ => "middle",
    }
}

fn round(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// Lines are told apart without colour.
fn dashes(at: usize, is_main: bool) -> Option<&'static str> {
    const PATTERNS: [&str; 5] = ["6 3", "2 3", "8 3 2 3", "4 4", "1 4"];
    (!is_main).then(|| PATTERNS.get(at % PATTERNS.len()).copied().unwrap_or("6 3"))
}

/// The chance of each score over ability from −3 to 3.
pub fn chances(parameters: &Parameters) -> Vec<Line> {
    let item = parameters.item();
    let most = item.max_score();
    let mut rows: Vec<Vec<(f64, f64)>> = vec![Vec::new(); most + 1];
    for step in 0..=48 {
        let share = f64::from(step) / 48.0;
        let mut found = vec![0.0; most + 1];
        item.probabilities(6.0 * share - 3.0, &mut found);
        rows.iter_mut().zip(found).for_each(|(row, chance)| row.push((share, chance)));
    }
    let from = usize::from(most == 1);
    rows.into_iter().enumerate().skip(from).map(|(score, points)| Line { name: ui::ru::counted(score, "балл", "балла", "баллов"), points, is_main: score == most }).collect()
}

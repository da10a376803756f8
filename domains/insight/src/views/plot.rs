//! Intervals one under another, drawn by the server, as pictures of a place are: a point, a bar with ends, the words over it. The table
//! beside it says the same, so nothing rests on colour: what is sure is a full square, what isn't a hollow one.

use crate::{answer::Measured, words};
use maud::{Markup, html};

const INK: &str = "#1d2129";
const SOFT: &str = "#555a64";
const GRID: &str = "#ddd8cf";
const PAPER: &str = "#ffffff";
const FONT: &str = "Golos, 'PT Sans', 'DejaVu Sans', Arial, sans-serif";
const LEFT: f64 = 10.0;
const LONG: f64 = 500.0;
const ROW: usize = 44;
/// More lines than a page can be read by: the rest stands in the table.
const MOST: usize = 30;

/// What lies along the picture.
pub enum Along<'a> {
    /// A difference of shares about zero, and what either side of it means.
    Difference { less: &'a str, more: &'a str },
    /// A share from nothing to all, with what is usual.
    Share { usual: Option<f64> },
}

impl Along<'_> {
    /// What lines are read against.
    fn marked(&self) -> Option<f64> {
        match self {
            Self::Difference { .. } => Some(0.0),
            Self::Share { usual } => *usual,
        }
    }
}

/// A line: what it is called, its figures as they are read, and whether they leave no doubt.
pub struct Bar {
    pub label: String,
    pub words: String,
    pub measured: Measured,
    pub is_sure: bool,
}

/// From where to where the picture reaches, in parts of one.
struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    fn of(along: &Along<'_>, bars: &[Bar]) -> Self {
        match along {
            Along::Difference { .. } => {
                let most = bars.iter().flat_map(|bar| [bar.measured.low.abs(), bar.measured.high.abs()]).filter(|end| end.is_finite()).fold(0.0, f64::max);
                let reach = [0.02, 0.04, 0.1, 0.2, 0.4].into_iter().find(|reach| most <= *reach).unwrap_or(1.0);
                Self { low: -reach, high: reach }
            }
            Along::Share { .. } => Self { low: 0.0, high: 1.0 },
        }
    }

    fn x(&self, value: f64) -> String {
        let part = (value.clamp(self.low, self.high) - self.low) / (self.high - self.low);
        at(LEFT + LONG * part)
    }

    fn ticks(&self) -> [f64; 5] {
        [0.0, 0.25, 0.5, 0.75, 1.0].map(|part| self.low + (self.high - self.low) * part)
    }
}

/// The order is the caller's: by name, never by size.
pub fn intervals(id: &str, title: &str, along: &Along<'_>, bars: &[Bar]) -> Markup {
    if bars.is_empty() {
        return html! {};
    }
    let (shown, left_out) = (&bars[..bars.len().min(MOST)], bars.len().saturating_sub(MOST));
    let scale = Scale::of(along, shown);
    let bottom = shown.len() * ROW + 8;
    let told: String = shown.iter().map(|bar| format!("{}: {}. ", bar.label, bar.words)).collect();
    html! {
        figure.drawing tabindex="0" aria-label={ (title) ", рисунок" } {
            svg.drawn xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 520 " (bottom + 44) } width="520" height=(bottom + 44) role="img" aria-labelledby={ "plot-" (id) "-title plot-" (id) "-desc" }
                font-family=(FONT) font-size="13" fill=(INK) {
                title id={ "plot-" (id) "-title" } { (title) }
                desc id={ "plot-" (id) "-desc" } { (told.trim_end()) }
                (ruler(along, &scale, bottom))
                @for (index, bar) in shown.iter().enumerate() { (line(bar, &scale, (along.marked(), index * ROW))) }
                (ends(along, bottom))
            }
            figcaption.hint {
                "Квадрат — оценка, полоса — где она лежит с вероятностью 90\u{a0}%. " (key(along)) " То же самое в таблице."
                @if left_out > 0 { " Нарисованы первые " (shown.len()) " строк таблицы." }
            }
        }
    }
}

fn key(along: &Along<'_>) -> &'static str {
    match along {
        Along::Difference { .. } => "Закрашен — вся полоса по одну сторону от нуля; пустой — разница в пределах погрешности.",
        Along::Share { usual: Some(_) } => "Закрашен — вся полоса по одну сторону от обычной доли с этим затруднением; пустой — не отличить от обычной. Толстая черта — обычная доля по всем затруднениям.",
        Along::Share { usual: None } => "Закрашен — вся полоса по одну сторону от обычной доли с этим затруднением; пустой — не отличить от обычной.",
    }
}

fn ruler(along: &Along<'_>, scale: &Scale, bottom: usize) -> Markup {
    let unit = if matches!(along, Along::Share { .. }) { "\u{a0}%" } else { "" };
    html! {
        @for (index, tick) in scale.ticks().into_iter().enumerate() {
            path.d-grid d={ "M" (scale.x(tick)) " 4V" (bottom) } stroke=(GRID) {}
            text.d-soft x=(scale.x(tick)) y=(bottom + 16) font-size="12" fill=(SOFT) text-anchor=(match index { 0 => "start", 4 => "end", _ => "middle" }) { (words::number(tick * 100.0)) (unit) }
        }
    }
}

fn line(bar: &Bar, scale: &Scale, (marked, y): (Option<f64>, usize)) -> Markup {
    let Measured { value, low, high } = bar.measured;
    let (from, until) = (scale.x(low), scale.x(high));
    html! {
        text x=(LEFT) y=(y + 18) { (short(&bar.label)) ": " (bar.words) }
        @if let Some(marked) = marked { path.d-line d={ "M" (scale.x(marked)) " " (y + 23) "v20" } stroke=(INK) stroke-width="3" {} }
        path.d-line d={ "M" (from) " " (y + 28) "v10M" (from) " " (y + 33) "H" (until) "M" (until) " " (y + 28) "v10" } stroke=(INK) stroke-width="2" fill="none" {}
        // Full by the ink of the drawing, hollow by the paper.
        path class=(if bar.is_sure { "d-line" } else { "d-square" }) d={ "M" (scale.x(value)) " " (y + 33) "m-5 -5h10v10h-10z" } stroke=(INK) stroke-width="2" fill=[(!bar.is_sure).then_some(PAPER)] {}
    }
}

fn ends(along: &Along<'_>, bottom: usize) -> Markup {
    html! {
        @match along {
            Along::Difference { less, more } => {
                text.d-soft x=(LEFT) y=(bottom + 36) font-size="12" fill=(SOFT) { "← " (less) }
                text.d-soft x=(LEFT + LONG) y=(bottom + 36) font-size="12" fill=(SOFT) text-anchor="end" { (more) " →" }
            },
            Along::Share { .. } => text.d-soft x=(LEFT + LONG) y=(bottom + 36) font-size="12" fill=(SOFT) text-anchor="end" { "затруднение снято чаще →" },
        }
    }
}

/// Room for a label; what doesn't fit is in the table.
fn short(label: &str) -> String {
    const ROOM: usize = 46;
    if label.chars().count() <= ROOM { label.to_owned() } else { label.chars().take(ROOM - 1).chain(['…']).collect() }
}

/// A place to one digit after the point.
fn at(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(label: &str, value: f64, low: f64, high: f64) -> Bar {
        let measured = Measured { value, low, high };
        Bar { label: label.into(), words: words::measured(&measured), is_sure: measured.is_sure(), measured }
    }

    const ABOUT: Along<'_> = Along::Difference { less: "меньше", more: "больше" };

    #[test]
    fn every_line_has_its_words_and_zero_is_drawn() {
        let drawn = intervals("link", "Связь", &ABOUT, &[bar("Край", 0.07, 0.06, 0.08), bar("Бикин", -0.01, -0.04, 0.02)]).into_string();
        assert!(drawn.contains("Край: 7\u{a0}п.п. (от 6 до 8)") && drawn.contains("← меньше") && drawn.contains("больше →"), "{drawn}");
        assert_eq!((drawn.matches("h10v10h-10z").count(), drawn.matches("d-square").count()), (2, 1), "what is sure is full, what isn't is hollow");
        assert!(drawn.contains("M260 23v20") && drawn.contains("M260 67v20"), "zero stands in the middle of each line: {drawn}");
        assert!(drawn.contains("role=\"img\"") && drawn.contains("<title id=\"plot-link-title\">Связь</title>") && !drawn.contains("style="));
    }

    #[test]
    fn nothing_is_drawn_of_nothing_and_much_is_cut() {
        assert!(intervals("none", "Нет", &ABOUT, &[]).into_string().is_empty());
        let many: Vec<Bar> = (0..40).map(|at| bar(&format!("Школа {at} {}", "длинная ".repeat(20)), 9.0, -9.0, f64::INFINITY)).collect();
        let drawn = intervals("many", "Много", &ABOUT, &many).into_string();
        assert!(drawn.contains("первые 30") && !drawn.contains("NaN") && !drawn.contains("inf\"") && drawn.len() < 40 * 1024, "{}", drawn.len());
    }

    #[test]
    fn a_share_has_the_usual_marked() {
        let drawn = intervals("worked", "Снято", &Along::Share { usual: Some(0.5) }, &[bar("Курс", 0.8, 0.6, 0.9)]).into_string();
        assert!(drawn.contains("100\u{a0}%") && drawn.contains("M260 23v20") && drawn.contains("обычная доля"));
    }
}

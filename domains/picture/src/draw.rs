//! Pictures drawn by the server. Each stands by itself as a file: colours are attributes of the drawing; on the page classes
//! over them follow the reader's contrast. Nothing is said by colour alone: every mark has its figure beside it.

pub mod bars;
pub mod heat;
pub mod helix;
pub mod intervals;
pub mod months;
pub mod ranges;
pub mod tiles;

use maud::{Markup, html};

pub const INK: &str = "#1d2129";
pub const SOFT: &str = "#555a64";
pub const EDGE: &str = "#7f786d";
pub const PAPER: &str = "#ffffff";
pub const TEACHER: &str = "#1f3f8f";
pub const PUPILS: &str = "#0b6b61";

const FONT: &str = "Golos, 'PT Sans', 'DejaVu Sans', Arial, sans-serif";

/// Whether a drawing is only looked at or has links in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Image,
    Group,
}

/// A whole drawing with its name and its words.
fn svg(id: &str, (title, desc): (&str, &str), (width, height): (usize, usize), role: Role, body: &Markup) -> Markup {
    html! {
        svg.drawn xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (width) " " (height) } width=(width) height=(height)
            role=(if role == Role::Image { "img" } else { "group" }) aria-labelledby={ "drawn-" (id) "-title drawn-" (id) "-desc" }
            font-family=(FONT) font-size="13" fill=(INK) {
            title id={ "drawn-" (id) "-title" } { (title) }
            desc id={ "drawn-" (id) "-desc" } { (desc) }
            (body)
        }
    }
}

/// The height of the heading of a drawing that stands by itself.
const HEAD: usize = 48;

/// A drawing with what it shows, of which place and when written over it: outside of the page nothing else says so.
#[must_use]
pub fn headed(drawing: &str, whose: &str) -> String {
    let between = |from: &str, until: &str| drawing.split_once(from).and_then(|(_, rest)| rest.split_once(until)).map(|(found, _)| found);
    let (Some(title), Some(size)) = (between("-title\">", "</title>"), between("viewBox=\"0 0 ", "\"")) else { return drawing.to_owned() };
    let Some((width, height)) = size.split_once(' ').and_then(|(width, height)| Some((width, height.parse::<usize>().ok()?))) else { return drawing.to_owned() };
    let tall = height + HEAD;
    let head = html! { text x="4" y="-30" font-size="15" font-weight="600" { (maud::PreEscaped(title)) } text x="4" y="-11" font-size="12" fill=(SOFT) { (whose) } };
    let larger = drawing.replacen(&format!("viewBox=\"0 0 {size}\""), &format!("viewBox=\"0 -{HEAD} {width} {tall}\""), 1).replacen(&format!("height=\"{height}\""), &format!("height=\"{tall}\""), 1);
    larger.strip_suffix("</svg>").map_or_else(|| larger.clone(), |open| format!("{open}{}</svg>", head.into_string()))
}

/// A place to one digit after the point.
fn at(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// Room for a label; what doesn't fit is in the table.
fn short(title: &str, most: usize) -> String {
    if title.chars().count() <= most { title.to_owned() } else { title.chars().take(most.saturating_sub(1)).chain(['…']).collect() }
}

fn real(count: usize) -> f64 {
    crate::tree::real(i64::try_from(count).unwrap_or(i64::MAX))
}

/// «Прошли диагностику: 34 %. Есть сопровождение: скрыто.»
fn described<'a>(lines: impl Iterator<Item = (&'a str, String)>) -> String {
    lines.map(|(label, words)| format!("{label}: {words}. ")).collect::<String>().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_by_itself_says_what_of_whom_and_when() {
        let drawn = svg("x", ("Места: «А» и Б", "слова"), (520, 100), Role::Image, &html! { rect height="100" {} }).into_string();
        let headed = headed(&drawn, "Край <i>, 2026/27");
        assert!(headed.starts_with("<svg") && headed.contains("viewBox=\"0 -48 520 148\" width=\"520\" height=\"148\"") && headed.contains("rect height=\"100\""), "{headed}");
        assert!(headed.contains(">Места: «А» и Б</text>") && headed.ends_with("Край &lt;i&gt;, 2026/27</text></svg>"), "{headed}");
        assert_eq!(super::headed("<p></p>", "x"), "<p></p>");
    }
}

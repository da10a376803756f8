//! Pictures drawn by the server: the sign, figures on tiles, the quota bar.

use crate::ru;
use maud::{Markup, html};

/// The double helix: teacher's strand and pupils' strand. Decorative here, the product's name always stands beside it.
pub fn sign() -> Markup {
    const RUNGS: &str = "M10.5 5.5h11M13 10h6M13 22h6M10.5 26.5h11M10 16h12";
    html! {
        svg.sign viewBox="0 0 32 32" aria-hidden="true" {
            path.rungs d=(RUNGS) {}
            path.pupils d="M23 2.5C23 10 9 9 9 16s14 6 14 13.5" {}
            path.teacher d="M9 2.5C9 10 23 9 23 16S9 22 9 29.5" {}
        }
    }
}

/// A figure with its name; with a link it leads to the rows behind it.
#[derive(Clone, Debug)]
pub struct Tile {
    label: String,
    figure: String,
    note: Option<String>,
    url: Option<String>,
}

impl Tile {
    pub fn new(label: impl Into<String>, figure: impl Into<String>) -> Self {
        Self { label: label.into(), figure: figure.into(), note: None, url: None }
    }

    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    pub fn link(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }
}

pub fn tiles(tiles: &[Tile]) -> Markup {
    html! {
        ul.tiles { @for tile in tiles {
            li {
                @if let Some(url) = &tile.url { a href=(url) { (figure(tile)) } } @else { (figure(tile)) }
                @if let Some(note) = &tile.note { span.tile-note { (note) } }
            }
        } }
    }
}

fn figure(tile: &Tile) -> Markup {
    html! { b { (tile.figure) } " " span.tile-label { (tile.label) } }
}

/// Places filled, free and over the quota, as a bar with the same said in words under it.
pub fn quota_bar(label: &str, filled: u32, total: u32) -> Markup {
    let words = quota_words(filled, total);
    let scale = u64::from(filled.max(total).max(1));
    let width = |places: u32| u64::from(places) * 200 / scale;
    let (within, mark) = (width(filled.min(total)), width(total));
    html! {
        div.quota {
            @if !label.is_empty() { p.quota-label { (label) } }
            svg viewBox="0 0 200 12" preserveAspectRatio="none" role="img" {
                title { (label) @if !label.is_empty() { ": " } (words) }
                rect.free width="200" height="12" {}
                rect.filled width=(within) height="12" {}
                @if filled > total { rect.over x=(mark) width=(200 - mark) height="12" {} path.limit d={ "M" (mark) " 0V12" } {} }
            }
            p.quota-words { (words) }
        }
    }
}

fn quota_words(filled: u32, total: u32) -> String {
    let base = format!("занято {} из {}", ru::number(filled), ru::number(total));
    match filled.cmp(&total) {
        std::cmp::Ordering::Less => format!("{base}, свободно {}", ru::number(total - filled)),
        std::cmp::Ordering::Equal => format!("{base}, мест нет"),
        std::cmp::Ordering::Greater => format!("{base}, сверх квоты {}", ru::number(filled - total)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_says_in_words_what_it_draws() {
        assert!(quota_bar("Химия", 3, 12).into_string().contains("занято 3 из 12, свободно 9"));
        assert!(quota_bar("Химия", 12, 12).into_string().contains("мест нет"));
        let over = quota_bar("Химия", 14, 12).into_string();
        assert!(over.contains("сверх квоты 2") && over.contains("class=\"over\""));
    }

    #[test]
    fn the_bar_stands_any_figures() {
        for (filled, total) in [(0, 0), (1, 0), (u32::MAX, 1), (0, u32::MAX), (u32::MAX, u32::MAX)] {
            assert!(quota_bar("", filled, total).into_string().contains("<title>занято"));
        }
    }
}

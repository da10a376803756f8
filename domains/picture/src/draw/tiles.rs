//! The schematic map: a tile for each municipality where the region's profile puts it; without it, in a grid in order.

use super::{EDGE, INK, PAPER, Role, SOFT, short, svg};
use crate::told::Told;
use maud::{Markup, html};

const WIDE: usize = 130;
const TALL: usize = 70;
const GRID: usize = 5;
/// Letters of a name that a tile has room for in any face.
const ROOMY: usize = 16;

pub struct Tile {
    pub name: String,
    /// Row and column.
    pub spot: Option<(u32, u32)>,
    pub value: Told,
    pub url: String,
}

/// Where each tile lies. If one has no place of its own, none is drawn by place: half a map would mislead.
fn spots(tiles: &[Tile]) -> Vec<(usize, usize)> {
    let known: Option<Vec<(usize, usize)>> = tiles.iter().map(|tile| tile.spot.map(|(row, column)| (row as usize, column as usize))).collect();
    let first = known.as_ref().and_then(|spots| Some((spots.iter().map(|(row, _)| *row).min()?, spots.iter().map(|(_, column)| *column).min()?)));
    match (known, first) {
        (Some(spots), Some((top, left))) => spots.into_iter().map(|(row, column)| (row - top, column - left)).collect(),
        _ => (0..tiles.len()).map(|at| (at / GRID, at % GRID)).collect(),
    }
}

/// Steps of the scale, by the greatest that is told.
fn shade(told: &Told, most: f64) -> usize {
    match told.number() {
        None => 0,
        Some(value) if value <= most * 0.25 => 1,
        Some(value) if value <= most * 0.5 => 2,
        Some(value) if value <= most * 0.75 => 3,
        Some(_) => 4,
    }
}

#[must_use]
pub fn map(measure: &str, tiles: &[Tile]) -> Markup {
    let spots = spots(tiles);
    let (rows, columns) = (spots.iter().map(|(row, _)| row + 1).max().unwrap_or(1), spots.iter().map(|(_, column)| column + 1).max().unwrap_or(1));
    let most = tiles.iter().filter_map(|tile| tile.value.number()).fold(0.0, f64::max).max(1.0);
    let (width, height) = ((columns * WIDE).max(520), rows * TALL + 40);
    let body = html! {
        @for (tile, (row, column)) in tiles.iter().zip(&spots) { (one(tile, (column * WIDE, row * TALL), shade(&tile.value, most))) }
        // All of one shade are one path: drawn one by one they would be heavy.
        @for wanted in 1..=4_usize {
            @let path: String = tiles.iter().zip(&spots).filter(|(tile, _)| shade(&tile.value, most) == wanted).map(|(_, (row, column))| stripes(column * WIDE + 9, row * TALL + 58, wanted)).collect();
            @if !path.is_empty() { path.d-line d=(path) stroke=(INK) stroke-width="10" stroke-opacity={ "0." (2 + wanted * 2 - 1) } {} }
        }
        text.d-soft x="4" y=(height - 22) font-size="12" fill=(SOFT) { "Чем больше полос внизу плитки, тем больше значение;" }
        text.d-soft x="4" y=(height - 6) font-size="12" fill=(SOFT) { "без полос — не показано" }
    };
    let desc: String = tiles.iter().map(|tile| format!("{}: {}. ", tile.name, tile.value.words())).collect();
    svg("places", (&format!("Муниципалитеты: {measure}"), desc.trim_end()), (width, height), Role::Group, &body)
}

/// A name as a tile has room for it, the words that all such names share left out: «Амурский», «им. Лазо», «г. Хабаровск».
fn plate(name: &str) -> String {
    let name = name.replace("имени ", "им. ");
    let own: Vec<&str> = name.split(' ').filter(|word| !matches!(*word, "район" | "округ" | "муниципальный" | "городской" | "городское" | "поселение")).collect();
    if own.is_empty() { name } else { own.join(" ") }
}

fn one(tile: &Tile, (x, y): (usize, usize), shade: usize) -> Markup {
    let name = short(&plate(&tile.name), 18);
    let value = tile.value.words();
    let is_whole = name == tile.name && !value.starts_with("около");
    html! {
        a href=(tile.url) {
            // Not a label: what is heard must hold what is seen.
            @if !is_whole { title { (tile.name) ": " (value) } }
            rect.d-tile x=(x + 2) y=(y + 2) width="126" height="66" rx="6" fill=(PAPER) stroke=(EDGE) stroke-dasharray=[(shade == 0).then_some("4 3")] {}
            // The longest are drawn to the tile's width: the face of a picture that is taken out is wider than the page's.
            text x=(x + 9) y=(y + 19) font-size="11" textLength=[(name.chars().count() > ROOMY).then_some(WIDE - 18)] lengthAdjust=[(name.chars().count() > ROOMY).then_some("spacingAndGlyphs")] { (name) }
            text x=(x + 9) y=(y + 42) font-size="16" font-weight="600" { (value.replace("около ", "≈\u{a0}")) }
        }
    }
}

fn stripes(x: usize, y: usize, count: usize) -> String {
    (0..count).map(|at| format!("M{} {y}h20", x + at * 24)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::real;

    fn tile(at: usize, spot: Option<(u32, u32)>) -> Tile {
        Tile { name: format!("Муниципалитет {at}"), spot, value: if at == 3 { Told::Hidden } else { Told::Percent(real(at * 5)) }, url: format!("/picture/mo-{at}?year=2026&measure=diagnosed") }
    }

    #[test]
    fn nineteen_tiles_lie_where_the_profile_puts_them_and_lead_to_their_pages() {
        let tiles: Vec<Tile> = (0..19).map(|at| tile(at, Some((at as u32 / 4, 1 + at as u32 % 4)))).collect();
        let drawn = map("Охват", &tiles).into_string();
        assert!(drawn.len() < 10 * 1024, "{}", drawn.len());
        assert_eq!((drawn.matches("<a href").count(), drawn.matches("stroke-dasharray").count()), (19, 1));
        assert!(drawn.contains("Муниципалитет 3: скрыто") && drawn.contains("role=\"group\""));
    }

    #[test]
    fn the_longest_name_is_drawn_to_the_width_of_its_tile() {
        let named = |name: &str| map("Охват", &[Tile { name: name.into(), ..tile(1, None) }]).into_string();
        assert!(named("Советско-Гаванский").contains("textLength=\"112\""));
        assert!(!named("Верхнебуреинский").contains("textLength"));
    }

    #[test]
    fn names_that_share_their_first_words_differ_on_tiles() {
        for (name, plain) in [("Амурский муниципальный район", "Амурский"), ("район имени Лазо", "им. Лазо"), ("район имени Полины Осипенко", "им. Полины Осипенко"), ("г. Хабаровск", "г. Хабаровск"), ("округ", "округ")]
        {
            assert_eq!(plate(name), plain);
        }
    }

    #[test]
    fn without_places_they_lie_in_order() {
        let spots = spots(&[tile(0, Some((4, 4))), tile(1, None), tile(2, None)]);
        assert_eq!(spots, [(0, 0), (0, 1), (0, 2)]);
        assert!(!map("Охват", &[]).into_string().contains("<a "));
    }
}

//! The embedded typefaces: PT Serif for everything, DejaVu Sans for what it lacks (other scripts, signs such as ☐).

use std::collections::HashSet;

use typst::{
    foundations::Bytes,
    layout::Abs,
    text::{Font, FontBook, FontVariant, FontVariations},
    utils::LazyHash,
};

const SERIF: [&[u8]; 3] =
    [include_bytes!("../../../assets/documents/fonts/PTSerif-Regular.ttf"), include_bytes!("../../../assets/documents/fonts/PTSerif-Bold.ttf"), include_bytes!("../../../assets/documents/fonts/PTSerif-Italic.ttf")];
const REST: &[u8] = include_bytes!("../../../assets/documents/fonts/DejaVuSans.ttf");

pub(crate) struct Fonts {
    pub book: LazyHash<FontBook>,
    faces: Vec<Font>,
    drawn: HashSet<char>,
}

impl Fonts {
    pub fn embedded() -> Self {
        let faces: Vec<Font> = SERIF.into_iter().chain([REST]).filter_map(|face| Font::new(Bytes::new(face), 0)).collect();
        let drawn = faces.last().map(characters).unwrap_or_default();
        Self { book: LazyHash::new(FontBook::from_fonts(&faces)), faces, drawn }
    }

    pub fn face(&self, index: usize) -> Option<Font> {
        self.faces.get(index).cloned()
    }

    /// Whether the character can be printed. PDF/A forbids the «missing glyph» box, so the last face must know it:
    /// a letter from one face with an accent from another would leave such a box.
    pub fn draw(&self, character: char) -> bool {
        self.drawn.contains(&character)
    }
}

/// What the face really draws: its own list also names characters that it maps to the «missing glyph».
fn characters(face: &Font) -> HashSet<char> {
    let instance = face.clone().instantiate(FontVariant::default(), Abs::zero(), &FontVariations::default());
    let listed = face.info().coverage.iter().filter_map(char::from_u32);
    listed.filter(|character| instance.ttf().glyph_index(*character).is_some_and(|glyph| glyph.0 != 0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_four_faces_load_and_know_russian_and_the_languages_of_the_amur() {
        let fonts = Fonts::embedded();
        assert_eq!(fonts.faces.len(), SERIF.len() + 1);
        for character in "ЁёЪъ№«»—–…\u{a0}ӈӣӯ☐☑\u{fffd}".chars() {
            assert!(fonts.draw(character), "{character:?}");
        }
    }
}

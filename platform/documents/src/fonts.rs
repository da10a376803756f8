//! The embedded typefaces: PT Serif for everything, DejaVu Sans for what it lacks (other scripts, signs such as ☐).

use typst::{
    foundations::Bytes,
    text::{Font, FontBook},
    utils::LazyHash,
};

const SERIF: [&[u8]; 3] = [
    include_bytes!("../../../assets/documents/fonts/PTSerif-Regular.ttf"),
    include_bytes!("../../../assets/documents/fonts/PTSerif-Bold.ttf"),
    include_bytes!("../../../assets/documents/fonts/PTSerif-Italic.ttf"),
];
const REST: &[u8] = include_bytes!("../../../assets/documents/fonts/DejaVuSans.ttf");

pub(crate) struct Fonts {
    pub book: LazyHash<FontBook>,
    faces: Vec<Font>,
}

impl Fonts {
    pub fn embedded() -> Self {
        let faces: Vec<Font> = SERIF.into_iter().chain([REST]).filter_map(|face| Font::new(Bytes::new(face), 0)).collect();
        Self { book: LazyHash::new(FontBook::from_fonts(&faces)), faces }
    }

    pub fn face(&self, index: usize) -> Option<Font> {
        self.faces.get(index).cloned()
    }

    /// Whether some face can draw the character; PDF/A forbids the «missing glyph» box.
    pub fn draw(&self, character: char) -> bool {
        self.faces.iter().any(|face| face.info().coverage.contains(u32::from(character)))
    }
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

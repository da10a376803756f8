//! A drawing as PNG: drawn by ourselves from our own SVG, with a face that knows Cyrillic and nothing from the machine it runs on.

use anyhow::Context;
use kernel::Result;
use resvg::{tiny_skia, usvg};
use std::sync::{Arc, LazyLock};

/// Twice as many dots: for slides and papers.
const ZOOM: f32 = 2.0;
/// The ground: on a dark slide a drawing without one would be lost.
const PAPER: tiny_skia::Color = tiny_skia::Color::WHITE;

static FACES: LazyLock<Arc<usvg::fontdb::Database>> = LazyLock::new(|| {
    let mut faces = usvg::fontdb::Database::new();
    faces.load_font_data(include_bytes!("../../../assets/documents/fonts/DejaVuSans.ttf").to_vec());
    faces.set_sans_serif_family("DejaVu Sans");
    Arc::new(faces)
});

/// # Errors
/// The drawing is none of ours.
pub fn png(svg: &str) -> Result<Vec<u8>> {
    let options = usvg::Options { fontdb: FACES.clone(), font_family: "DejaVu Sans".into(), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(svg, &options).context("the drawing isn't read")?;
    let size = tree.size().to_int_size().scale_by(ZOOM).context("the drawing has no size")?;
    let mut dots = tiny_skia::Pixmap::new(size.width(), size.height()).context("the drawing has no room")?;
    dots.fill(PAPER);
    resvg::render(&tree, tiny_skia::Transform::from_scale(ZOOM, ZOOM), &mut dots.as_mut());
    Ok(dots.encode_png().context("the dots are not packed")?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{draw::bars, told::Told};

    #[test]
    fn a_drawing_becomes_dots_with_its_letters() {
        let drawn = |label: &str| bars::counts("x", "Места", &[bars::Count { label: label.into(), value: Told::Count(3), of: Some(4), past: None, middle: None }]).into_string();
        let (with, without) = (png(&drawn("Методисты по предмету")).unwrap(), png(&drawn(" ")).unwrap());
        assert!(with.starts_with(b"\x89PNG") && without.starts_with(b"\x89PNG"));
        assert!(with.len() > without.len() + 500, "letters are drawn: {} and {}", with.len(), without.len());
        assert!(png("<p>no drawing</p>").is_err());
    }
}

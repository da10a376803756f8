//! A badge as a picture that carries its own credential (Open Badges 3.0, section 5.3): a PNG with an `iTXt` chunk, an SVG with an element.
//! Whoever is given the picture reads the signed token out of it and needs nothing else.

use anyhow::{Context, Result};
use resvg::{tiny_skia, usvg};
use std::{borrow::Cow, sync::LazyLock};

/// Keyword of the chunk, by the specification.
pub const KEYWORD: &str = "openbadgecredential";
const NAMESPACE: &str = "https://purl.imsglobal.org/ob/v3p0";
/// Of the PNG, in pixels.
const SIDE: u32 = 512;

/// What follows the opening tag: a medal with the sign of the program on it. No text: it stands in the credential, in every language.
const DRAWING: &str = r##"<path fill="#0b6b61" d="M80 128 36 188l30 2 14 28 28-62zM112 128l44 60-30 2-14 28-28-62z"/>
<circle cx="96" cy="84" r="76" fill="#0b6b61"/>
<circle cx="96" cy="84" r="66" fill="#fff"/>
<circle cx="96" cy="84" r="66" fill="none" stroke="#c9a227" stroke-width="4"/>
<g fill="none" stroke-linecap="round" transform="translate(48 36) scale(3)">
<g stroke="#8a8378" stroke-width="2"><path d="M11 6h10M11 26h10M10 16h12"/></g>
<g stroke-width="4"><path stroke="#0b6b61" d="M23 3.5C23 10.5 9 9.5 9 16s14 5.5 14 12.5"/><path stroke="#1f3f8f" d="M9 3.5C9 10.5 23 9.5 23 16S9 21.5 9 28.5"/></g>
</g>
</svg>
"##;
const OPENING: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="-14 0 220 220" width="512" height="512""#;

/// The picture with the token in it. A token is of letters, digits, `-`, `_` and dots: nothing in it needs escaping.
#[must_use]
pub fn svg(token: &str) -> String {
    let token: Cow<'_, str> = if token.bytes().all(is_of_token) { token.into() } else { Cow::Owned(token.bytes().filter(|byte| is_of_token(*byte)).map(char::from).collect()) };
    format!("{OPENING} xmlns:openbadges=\"{NAMESPACE}\">\n<openbadges:credential verify=\"{token}\"></openbadges:credential>\n{DRAWING}")
}

fn is_of_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}

/// Drawn once: the picture is the same for all, only what it carries differs.
static PIXELS: LazyLock<Result<Vec<u8>>> = LazyLock::new(drawn);

fn drawn() -> Result<Vec<u8>> {
    let tree = usvg::Tree::from_str(&format!("{OPENING}>{DRAWING}"), &usvg::Options::default()).context("the badge's drawing")?;
    let mut canvas = tiny_skia::Pixmap::new(SIDE, SIDE).context("a canvas of the badge's size")?;
    resvg::render(&tree, tiny_skia::Transform::identity(), &mut canvas.as_mut());
    Ok(canvas
        .pixels()
        .iter()
        .flat_map(|pixel| {
            let plain = pixel.demultiply();
            [plain.red(), plain.green(), plain.blue(), plain.alpha()]
        })
        .collect())
}

/// The picture with the token in its chunk, not compressed, as verifiers look for it.
///
/// # Errors
/// The picture can't be drawn.
pub fn png(token: &str) -> Result<Vec<u8>> {
    let pixels = PIXELS.as_ref().map_err(|cause| anyhow::anyhow!("{cause:#}"))?;
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, SIDE, SIDE);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.add_itxt_chunk(KEYWORD.to_owned(), token.to_owned())?;
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_baked_in_is_read_back_and_the_picture_is_not_empty() {
        let token = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJodHRwcyJ9.c2ln-_A";
        let bytes = png(token).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        assert!(pixels.chunks(4).filter(|pixel| pixel[3] == 255).count() > 50_000, "a medal is drawn");
        let chunk = reader.info().utf8_text.iter().find(|chunk| chunk.keyword == KEYWORD).unwrap();
        assert_eq!((chunk.get_text().unwrap().as_str(), chunk.compressed), (token, false));
        assert!(bytes.windows(KEYWORD.len() + 5).any(|window| window == [KEYWORD.as_bytes(), &[0, 0, 0, 0, 0]].concat()), "not compressed, no language");
        let drawn = svg(token);
        assert_eq!(drawn.matches("<openbadges:credential").count(), 1);
        assert!(drawn.contains(&format!("verify=\"{token}\"")));
        assert!(usvg::Tree::from_str(&drawn, &usvg::Options::default()).is_ok(), "a picture still");
        assert!(!svg("a\"><script>").contains("<script"), "nothing but a token gets in");
    }
}

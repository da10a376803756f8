//! QR codes as SVG, for paper (31st requisite of ГОСТ Р 7.0.97-2025, certificates) and for screens.

use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;

/// Four light modules on each side: what the standard asks for so that a camera finds the code.
const QUIET: usize = 4;

/// The text as a QR code in SVG without inline styles, so that it lives under a strict Content-Security-Policy.
/// A text too long for a code (over ~2,300 bytes) gives an empty picture.
pub fn qr_svg(text: &str) -> String {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else {
        return r#"<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1" viewBox="0 0 1 1"></svg>"#.into();
    };
    let side = code.width() + 2 * QUIET;
    let dark = dark_modules(&code);
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" viewBox="0 0 {side} {side}" shape-rendering="crispEdges"><rect width="{side}" height="{side}" fill="#fff"/><path fill="#000" d="{dark}"/></svg>"##
    )
}

/// One rectangle per run of dark modules in a row: half the size of one per module.
fn dark_modules(code: &QrCode) -> String {
    let mut path = String::new();
    for (row, modules) in code.to_colors().chunks(code.width()).enumerate() {
        let mut column = 0;
        for run in modules.chunk_by(|left, right| left == right) {
            if run.first() == Some(&Color::Dark) {
                // Writing to a String cannot fail.
                let _ = write!(path, "M{} {}h{length}v1h-{length}z", column + QUIET, row + QUIET, length = run.len());
            }
            column += run.len();
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_a_square_without_inline_styles() {
        let svg = qr_svg("https://metod.example/v/7F3K");
        assert!(svg.starts_with("<svg") && svg.contains("viewBox=\"0 0 37 37\""), "29 modules and the quiet zone: {svg}");
        assert!(!svg.contains("style=") && !svg.contains("class="));
    }

    #[test]
    fn the_runs_cover_exactly_the_dark_modules() {
        let code = QrCode::with_error_correction_level("https://metod.example", EcLevel::M).unwrap();
        let mut drawn = vec![Color::Light; code.width() * code.width()];
        for rectangle in dark_modules(&code).split_terminator('z') {
            let (corner, rest) = rectangle.trim_start_matches('M').split_once('h').unwrap();
            let (column, row) = corner.split_once(' ').unwrap();
            let length: usize = rest.split_once('v').unwrap().0.parse().unwrap();
            let start = (row.parse::<usize>().unwrap() - QUIET) * code.width() + column.parse::<usize>().unwrap() - QUIET;
            drawn[start..start + length].fill(Color::Dark);
        }
        assert!(drawn == code.to_colors());
    }

    #[test]
    fn a_text_too_long_for_a_code_is_not_a_crash() {
        assert!(!qr_svg(&"я".repeat(5_000)).contains("<path"));
    }
}

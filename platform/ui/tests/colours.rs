//! Contrast of the style sheet's colours, after WCAG 2.2: 4.5 for text, 3 for edges of controls and focus.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::collections::HashMap;

const CSS: &str = include_str!("../../../assets/app.css");

fn palette(selector: &str) -> HashMap<&str, &str> {
    let (_, rest) = CSS.split_once(&format!("{selector} {{")).unwrap();
    let block = rest.split('}').next().unwrap();
    let pairs = block.split(';').filter_map(|line| line.trim().split_once(':'));
    pairs.filter(|(_, value)| value.trim().starts_with('#')).map(|(name, value)| (name.trim(), value.trim())).collect()
}

fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let level = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if level <= 0.04045 { level / 12.92 } else { ((level + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

fn contrast(a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn text_and_edges_are_seen_in_every_palette() {
    let text = [
        ("--ink", "--ground"),
        ("--ink", "--paper"),
        ("--ink", "--quiet"),
        ("--ink", "--accent-pale"),
        ("--soft", "--ground"),
        ("--soft", "--paper"),
        ("--soft", "--quiet"),
        ("--accent-ink", "--accent"),
        ("--good", "--good-pale"),
        ("--good", "--paper"),
        ("--bad", "--bad-pale"),
        ("--bad", "--paper"),
        ("--bad", "--ground"),
        ("--teacher", "--paper"),
        ("--pupils", "--paper"),
    ];
    let edges = [("--edge", "--paper"), ("--edge", "--ground"), ("--accent-deep", "--ground"), ("--accent-deep", "--paper")];
    for selector in [":root", "html.contrast-black", "html.contrast-dark"] {
        let colours = palette(selector);
        for (least, pairs) in [(4.5, &text[..]), (3.0, &edges[..])] {
            for (fore, back) in pairs {
                let ratio = contrast(colours[fore], colours[back]);
                assert!(ratio >= least, "{selector}: {fore} on {back} is {ratio:.2}");
            }
        }
    }
}

#[test]
fn the_measure_itself_is_right() {
    assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 0.001);
    assert!((contrast("#777777", "#ffffff") - 4.48).abs() < 0.01);
}

#[test]
fn the_strands_colours_are_used_for_the_strands_only() {
    let users = |name: &str| CSS.lines().filter(|line| line.contains(&format!("var({name})"))).count();
    assert_eq!((users("--teacher"), users("--pupils")), (9, 6), "the sign, the helix of a case, the profile of a teacher's competencies, and the picture of a place: its helix, teachers' counts, classes' results");
}

#[test]
fn the_style_sheet_keeps_to_the_oldest_browser_and_to_our_host() {
    for newer in ["oklch", "@container", "color-mix", "@layer", "light-dark", "http:", "https:", "&:", "& "] {
        assert!(!CSS.contains(newer), "{newer}");
    }
}

//! Rules that hold for every page made of these components, checked on the gallery.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

#[path = "../examples/gallery/screens.rs"]
mod screens;

use flate2::{Compression, write::GzEncoder};
use std::io::Write;
use ui::assets;

fn pages() -> Vec<(&'static str, String)> {
    screens::all().into_iter().map(|(name, page)| (name, page.into_string())).collect()
}

/// Opening tags with their attributes.
fn tags(html: &str) -> Vec<&str> {
    html.split('<').skip(1).filter_map(|rest| rest.split('>').next()).filter(|tag| !tag.starts_with('/')).collect()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split('"').next())
}

fn ids(html: &str) -> Vec<&str> {
    tags(html).into_iter().filter_map(|tag| attribute(tag, "id")).collect()
}

fn gzipped(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap().len()
}

#[test]
fn nothing_is_written_inline() {
    for (name, html) in pages() {
        for tag in tags(&html) {
            assert!(attribute(tag, "style").is_none() && !tag.starts_with("style"), "{name}: {tag}");
            assert!(!tag.contains(" on") && !tag.contains("javascript:"), "{name}: {tag}");
            if tag.starts_with("script") {
                assert!(attribute(tag, "src").is_some_and(|src| src.starts_with("/assets/")), "{name}: {tag}");
            }
        }
        let scripts = html.matches("<script").count();
        assert_eq!(html.matches("defer></script>").count(), scripts, "{name}: a script is empty inside");
        assert!(scripts <= 1, "{name}: {scripts} scripts");
    }
}

#[test]
fn no_page_asks_a_foreign_host_for_anything() {
    for (name, html) in pages() {
        for tag in tags(&html) {
            for address in [attribute(tag, "src"), attribute(tag, "href"), attribute(tag, "action")].into_iter().flatten() {
                assert!(address.starts_with('/') && !address.starts_with("//") || address.starts_with('#'), "{name}: {tag}");
            }
        }
    }
}

#[test]
fn ids_are_unique_and_every_reference_leads_to_one() {
    for (name, html) in pages() {
        let ids = ids(&html);
        for (index, id) in ids.iter().enumerate() {
            assert!(!ids[index + 1..].contains(id), "{name}: {id} twice");
        }
        for tag in tags(&html) {
            let near = attribute(tag, "href").and_then(|href| href.strip_prefix('#'));
            let described = attribute(tag, "aria-describedby").unwrap_or_default().split(' ').filter(|id| !id.is_empty());
            for id in near.into_iter().chain(attribute(tag, "for")).chain(attribute(tag, "list")).chain(described) {
                assert!(ids.contains(&id), "{name}: {id} is nowhere");
            }
        }
    }
}

#[test]
fn every_control_has_a_label_and_every_page_one_heading() {
    for (name, html) in pages() {
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        let controls = tags(&html).into_iter().filter(|tag| ["input", "select", "textarea"].iter().any(|kind| tag.starts_with(kind)));
        for control in controls.filter(|tag| attribute(tag, "type") != Some("hidden")) {
            let id = attribute(control, "id").unwrap_or_else(|| panic!("{name}: {control}"));
            assert!(html.contains(&format!("for=\"{id}\"")), "{name}: {control}");
        }
    }
}

#[test]
fn every_posting_form_carries_its_key() {
    for (name, html) in pages() {
        assert_eq!(html.matches("method=\"post\"").count(), html.matches("name=\"_key\"").count(), "{name}");
    }
}

#[test]
fn the_first_page_is_small_and_the_next_ones_are_smaller() {
    let size = |name: &str| assets::find(assets::asset_url(name)).unwrap().bytes.len();
    let packed = |name: &str| gzipped(assets::find(assets::asset_url(name)).unwrap().bytes);
    let fixed = packed("app.css") + packed("app.js") + size("golos.woff2") + size("favicon.svg");
    assert!(size("golos.woff2") <= 35_000);
    assert!(packed("app.js") <= 6_000, "{}", packed("app.js"));
    for (name, html) in pages() {
        let page = gzipped(html.as_bytes());
        assert!(page <= 15_000, "{name}: {page}");
        assert!(fixed + page <= 60_000, "{name}: {fixed} + {page}");
    }
}

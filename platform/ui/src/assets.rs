//! Static files inside the binary. A file's address carries the hash of its content, so that a browser may keep it for ever.

use std::{borrow::Cow, sync::LazyLock};

/// A file ready to be sent.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    pub bytes: &'static [u8],
    pub mime: &'static str,
}

struct Entry {
    name: &'static str,
    url: String,
    bytes: Cow<'static, [u8]>,
    mime: &'static str,
}

const FONT: &[u8] = include_bytes!("../../../assets/fonts/golos.woff2");
const CSS: &str = include_str!("../../../assets/app.css");
const JS: &[u8] = include_bytes!("../../../assets/app.js");
const SIGN: &[u8] = include_bytes!("../../../assets/sign.svg");
const FAVICON: &[u8] = include_bytes!("../../../assets/favicon.svg");
const OBSERVE: &[u8] = include_bytes!("../../../assets/observe/observe.js");
const ICON_192: &[u8] = include_bytes!("../../../assets/observe/icon-192.png");
const ICON_512: &[u8] = include_bytes!("../../../assets/observe/icon-512.png");

static ENTRIES: LazyLock<[Entry; 8]> = LazyLock::new(|| {
    let font = Entry::new("golos.woff2", FONT.into(), "font/woff2");
    let css = CSS.replace("golos.woff2", &font.url).into_bytes();
    [
        Entry::new("app.css", css.into(), "text/css; charset=utf-8"),
        Entry::new("app.js", JS.into(), "text/javascript; charset=utf-8"),
        Entry::new("sign.svg", SIGN.into(), "image/svg+xml"),
        Entry::new("favicon.svg", FAVICON.into(), "image/svg+xml"),
        Entry::new("observe.js", OBSERVE.into(), "text/javascript; charset=utf-8"),
        Entry::new("icon-192.png", ICON_192.into(), "image/png"),
        Entry::new("icon-512.png", ICON_512.into(), "image/png"),
        font,
    ]
});

impl Entry {
    fn new(name: &'static str, bytes: Cow<'static, [u8]>, mime: &'static str) -> Self {
        let (stem, ending) = name.split_once('.').unwrap_or((name, "bin"));
        let url = format!("/assets/{stem}-{:016x}.{ending}", fingerprint(&bytes));
        Self { name, url, bytes, mime }
    }
}

/// FNV-1a: enough to tell one release of our own file from another.
fn fingerprint(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Where to fetch a file: `asset_url("app.css")` is `/assets/app-….css`; an unknown name is an address that answers 404.
pub fn asset_url(name: &str) -> &'static str {
    ENTRIES.iter().find(|entry| entry.name == name).map_or("/assets/unknown", |entry| entry.url.as_str())
}

/// The file at a request's path, if it is one of ours in this release.
pub fn find(path: &str) -> Option<Asset> {
    ENTRIES.iter().find(|entry| entry.url == path).map(|entry| Asset { bytes: entry.bytes.as_ref(), mime: entry.mime })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_found_at_its_own_address_and_nowhere_else() {
        for entry in ENTRIES.iter() {
            let found = find(asset_url(entry.name)).expect(entry.name);
            assert_eq!((found.bytes, found.mime), (entry.bytes.as_ref(), entry.mime));
        }
        assert!(find("/assets/app.css").is_none());
        assert!(find(asset_url("../Cargo.toml")).is_none());
    }

    #[test]
    fn the_style_sheet_names_the_font_by_its_hashed_address_only() {
        let css = String::from_utf8_lossy(find(asset_url("app.css")).unwrap().bytes);
        assert!(css.contains(asset_url("golos.woff2")));
        assert!(!css.contains("url(golos.woff2)"));
    }
}

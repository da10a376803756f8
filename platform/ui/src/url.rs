//! Query strings that keep what the reader has chosen while one thing changes.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::fmt;

const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The pairs of a query string in the order they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Reads a raw query string (`None` of axum's `RawQuery` is `""`). Broken escapes are kept as replacement characters.
    pub fn parse(raw: &str) -> Self {
        let pairs = raw.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key), decode(value))
        });
        Self(pairs.collect())
    }

    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// The value without blanks at its ends, or an empty string.
    pub fn text(&self, key: &str) -> &str {
        self.get(key).unwrap_or_default().trim()
    }

    pub fn all<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// The page number asked for, counted from one.
    pub fn page(&self) -> u32 {
        self.text("page").parse().ok().filter(|page| *page > 0).unwrap_or(1)
    }

    /// `("name", true)` for `sort=-name`: the column and whether it runs downwards.
    pub fn sort(&self) -> Option<(&str, bool)> {
        let column = self.get("sort").filter(|column| !column.is_empty())?;
        Some(column.strip_prefix('-').map_or((column, false), |name| (name, true)))
    }

    /// The same query with one key set.
    pub fn with(&self, key: &str, value: impl fmt::Display) -> Self {
        let mut changed = self.without(key);
        changed.0.push((key.to_owned(), value.to_string()));
        changed
    }

    pub fn without(&self, key: &str) -> Self {
        Self(self.0.iter().filter(|(name, _)| name != key).cloned().collect())
    }

    /// The address of a path with this query; keys left empty are dropped.
    pub fn href(&self, path: &str) -> String {
        let query = self.to_string();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// True when nothing but order, page and empty fields is in the query.
    pub fn is_unfiltered(&self) -> bool {
        self.0.iter().all(|(key, value)| value.is_empty() || matches!(key.as_str(), "sort" | "page" | "size"))
    }
}

impl fmt::Display for Query {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for (key, value) in self.0.iter().filter(|(_, value)| !value.is_empty()) {
            write!(out, "{separator}{}={}", encode(key), encode(value))?;
            separator = "&";
        }
        Ok(())
    }
}

/// One value made safe inside a path or a query.
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, KEPT).to_string()
}

fn decode(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_key_changes_and_the_rest_stays() {
        let query = Query::parse("q=%D0%B8%D0%B2+%D0%B0&kind=a&kind=b&page=3&none=");
        assert_eq!(query.text("q"), "ив а");
        assert_eq!(query.all("kind").collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(query.page(), 3);
        assert_eq!(query.with("page", 4).href("/x"), "/x?q=%D0%B8%D0%B2%20%D0%B0&kind=a&kind=b&page=4");
        assert_eq!(Query::parse("").href("/x"), "/x");
    }

    #[test]
    fn hostile_queries_are_read_without_harm() {
        let query = Query::parse("page=-1&%FF=%ZZ&&=&sort=-name&a=1=2");
        assert_eq!(query.page(), 1);
        assert_eq!(query.sort(), Some(("name", true)));
        assert_eq!(query.get("a"), Some("1=2"));
        assert_eq!(Query::parse("page=99999999999999999999").page(), 1);
    }
}

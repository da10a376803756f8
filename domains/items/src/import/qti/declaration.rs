//! What is right: a response declaration with its correct response and mapping.

use super::{attribute, elements, word};
use crate::content::Ask;
use roxmltree::Node;

/// A response declaration.
#[derive(Debug, Default)]
pub struct Declaration {
    pub identifier: String,
    /// `identifier`, `directedPair`, `integer`, `float`, `string` …
    pub base: String,
    pub correct: Vec<String>,
    /// Keys with their points.
    pub mapping: Vec<(String, f64)>,
    pub remarks: Vec<String>,
}

impl Declaration {
    pub fn of(node: &Node<'_, '_>) -> Self {
        let mut found = Self { identifier: attribute(node, "identifier").unwrap_or_default().to_owned(), base: attribute(node, "base-type").unwrap_or("identifier").to_owned(), ..Self::default() };
        for child in elements(node) {
            match word(&child).as_str() {
                "correct-response" => found.correct = elements(&child).filter(|value| word(value) == "value").map(|value| text(&value)).collect(),
                "mapping" => {
                    let entries = elements(&child).filter(|entry| word(entry) == "map-entry");
                    found.mapping = entries.filter_map(|entry| Some((attribute(&entry, "map-key")?.trim().to_owned(), attribute(&entry, "mapped-value")?.trim().parse().ok()?))).collect();
                }
                other => found.remarks.push(format!("<{other}> не загружается")),
            }
        }
        if found.mapping.iter().any(|(_, points)| *points < 0.0 || points.fract() != 0.0) {
            found.remarks.push("дробные и отрицательные баллы не загружаются: баллы считаются по правилам банка".into());
        }
        found
    }

    /// What is right: as declared, else the keys that give points.
    pub fn right(&self) -> Vec<String> {
        if self.correct.is_empty() { self.mapping.iter().filter(|(_, points)| *points > 0.0).map(|(key, _)| key.clone()).collect() } else { self.correct.clone() }
    }

    /// All texts that are accepted, the correct one first.
    pub fn accepted(&self) -> Vec<String> {
        let mut found = self.correct.clone();
        for (key, points) in &self.mapping {
            if *points > 0.0 && !found.contains(key) {
                found.push(key.clone());
            }
        }
        found
    }

    /// The most points: 2 where a mapping gives parts of an answer points of their own, 1 elsewhere.
    pub fn points(&self, ask: &Ask) -> u32 {
        let paid = self.mapping.iter().filter(|(_, points)| *points > 0.0).count();
        match ask {
            Ask::Multiple { .. } | Ask::Matching { .. } if paid > 1 => 2,
            _ => 1,
        }
    }
}

fn text(node: &Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect::<String>().trim().to_owned()
}

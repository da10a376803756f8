//! Pictures of a package that items show: by their content, never by what they are called.

use super::{attribute, word};
use crate::{content::Material, import::PICTURES};
use files::Digest;
use roxmltree::{Node, NodeId};
use std::collections::{BTreeMap, BTreeSet};

/// As many as the editor takes.
const MOST: usize = 3;

/// The files beside the items, with what was taken of them.
pub struct Package<'a> {
    files: BTreeMap<&'a str, &'a [u8]>,
    taken: BTreeSet<&'a str>,
}

impl<'a> Package<'a> {
    pub fn new(files: impl Iterator<Item = &'a (String, Vec<u8>)>) -> Self {
        Self { files: files.map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect(), taken: BTreeSet::new() }
    }

    /// Those that no item shows, by name.
    pub fn unused(&self) -> impl Iterator<Item = (&'a str, &'a [u8])> + '_ {
        self.files.iter().filter(|(name, _)| !self.taken.contains(*name)).map(|(name, bytes)| (*name, *bytes))
    }

    /// Contents of those that items show.
    pub fn taken(&self) -> Vec<Vec<u8>> {
        self.taken.iter().filter_map(|name| self.files.get(name)).map(|bytes| bytes.to_vec()).collect()
    }

    /// The picture that an item calls by this address, as a material.
    fn picture(&mut self, item: &str, address: &str) -> Option<Material> {
        let wanted = resolved(item, address);
        let (name, bytes) = self.files.get_key_value(wanted.as_str()).map(|(name, bytes)| (*name, *bytes))?;
        let kind = files::check(bytes, &PICTURES).ok()?;
        self.taken.insert(name);
        Some(Material::File { digest: Digest::of(bytes).to_string(), name: files::display_name(name, kind) })
    }
}

/// The pictures of one item.
#[derive(Debug, Default)]
pub struct Shown {
    pub materials: Vec<Material>,
    /// Elements that showed them.
    pub nodes: Vec<NodeId>,
}

/// The pictures that an item's text shows. One within a choice stays where it is: beside the text it would say nothing.
pub fn of(item: &str, body: &Node<'_, '_>, package: &mut Package<'_>) -> Shown {
    let mut shown = Shown::default();
    for node in body.descendants().filter(|node| matches!(word(node).as_str(), "img" | "object")) {
        let is_choice = node.ancestors().any(|above| word(&above).ends_with("-choice"));
        let address = attribute(&node, "src").or_else(|| attribute(&node, "data"));
        let Some(picture) = address.filter(|_| !is_choice).and_then(|address| package.picture(item, address)) else { continue };
        let is_there = shown.materials.contains(&picture);
        if !is_there && shown.materials.len() == MOST {
            continue;
        }
        if !is_there {
            shown.materials.push(picture);
        }
        shown.nodes.push(node.id());
    }
    shown
}

/// The name within the package of what stands at an address seen from an item: `../media/a.png` from `items/1.xml` is `media/a.png`.
fn resolved(item: &str, address: &str) -> String {
    let address = address.split(['?', '#']).next().unwrap_or_default().replace("%20", " ");
    let folder = item.rsplit_once('/').map_or("", |(folder, _)| folder);
    let from = if address.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    for part in from.split('/').chain(address.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_seen_from_where_the_item_lies() {
        for (item, address, wanted) in [
            ("1.xml", "a.png", "a.png"),
            ("items/1.xml", "../media/a%20b.png", "media/a b.png"),
            ("items/1.xml", "./a.png?x#y", "items/a.png"),
            ("items/1.xml", "/media/a.png", "media/a.png"),
            ("items/1.xml", "../../../etc/passwd", "etc/passwd"),
        ] {
            assert_eq!(resolved(item, address), wanted);
        }
    }
}

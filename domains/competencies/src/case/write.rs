//! A CFPackage out.

use super::{ItemFacts, LinkFacts, Object, PackageFacts, TARGETS, end, text};
use crate::{
    form::Aim,
    model::{Competency, CompetencyId, Framework, FrameworkId, FrameworkState, Target, flat},
    store,
};
use kernel::{Result, Tx};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The framework as a package: what came in goes out as it came, but for what was changed here.
///
/// # Errors
/// Not found, or the store fails.
pub fn package(tx: &mut Tx<'_>, id: FrameworkId, site: &str) -> Result<Value> {
    let framework = store::framework(tx, id)?;
    let facts: PackageFacts = kept(&store::facts(tx, id)?)?;
    let (tree, targets, kept_items) = (store::tree(tx, id)?, store::targets(tx, id)?, store::competency_facts(tx, id)?);
    let writer = Writer { at: format!("{:.0}", framework.made_at), site: site.trim_end_matches('/'), document: document(&framework, facts.document, site) };
    let mut items: Vec<(usize, Object)> = Vec::new();
    let mut associations: Vec<(usize, Object)> = Vec::new();
    let mut identifiers: BTreeMap<CompetencyId, String> = BTreeMap::new();
    for (competency, _) in flat(&tree) {
        let facts: ItemFacts = kept(kept_items.get(&competency.id).map_or("{}", String::as_str))?;
        let is_new = facts.item.is_empty();
        let place = if is_new { usize::MAX } else { facts.at };
        let item = writer.item(competency, facts.item, &targets);
        identifiers.insert(competency.id, text(&item, "identifier").to_owned());
        let parent = competency.parent.and_then(|parent| identifiers.get(&parent)).map(String::as_str);
        // An item that came without a parent goes without one, unless it was given one here.
        if is_new || facts.child_of.is_some() || parent.is_some() {
            let place = facts.child_of.as_ref().map_or(usize::MAX, |link| link.at);
            associations.push((place, writer.child_of(&item, parent, facts.child_of, competency.position)));
        }
        items.push((place, item));
    }
    for link in store::links(tx, id)? {
        let kept: LinkFacts = kept(&link.facts)?;
        associations.push((kept.at, kept.association));
    }
    let mut package = facts.package;
    package.insert("CFDocument".into(), writer.document.into());
    package.insert("CFItems".into(), in_order(items));
    package.insert("CFAssociations".into(), in_order(associations));
    Ok(package.into())
}

fn kept<T: Default + serde::de::DeserializeOwned>(facts: &str) -> Result<T> {
    Ok(serde_json::from_str(facts).map_err(anyhow::Error::new)?)
}

/// As they came; those made here after them, in the order of the tree.
fn in_order(mut objects: Vec<(usize, Object)>) -> Value {
    objects.sort_by_key(|(at, _)| *at);
    objects.into_iter().map(|(_, object)| Value::Object(object)).collect::<Vec<_>>().into()
}

fn document(framework: &Framework, mut document: Object, site: &str) -> Object {
    let is_new = document.is_empty();
    let kept_title: String = text(&document, "title").trim().chars().take(300).collect();
    if kept_title != framework.title {
        document.insert("title".into(), framework.title.as_str().into());
    }
    if is_new {
        let status = match framework.state {
            FrameworkState::Draft => "Draft",
            FrameworkState::Live => "Adopted",
            FrameworkState::Retired => "Deprecated",
        };
        let id = framework.id.to_string();
        let own = json!({
            "identifier": id, "uri": format!("{}/competencies/{id}", site.trim_end_matches('/')), "creator": "Методактив", "language": "ru", "version": framework.number.to_string(), "adoptionStatus": status,
            "lastChangeDateTime": format!("{:.0}", framework.made_at), "frameworkType": "Competency"
        });
        document.extend(own.as_object().cloned().unwrap_or_default());
    }
    document
}

struct Writer<'a> {
    at: String,
    site: &'a str,
    document: Object,
}

impl Writer<'_> {
    fn item(&self, competency: &Competency, mut item: Object, targets: &[Target]) -> Object {
        if item.is_empty() {
            let id = competency.id.to_string();
            let own = json!({"identifier": id, "uri": format!("{}/competencies/{}#{id}", self.site, competency.framework), "lastChangeDateTime": self.at});
            item.extend(own.as_object().cloned().unwrap_or_default());
        }
        let is_code_of_ours = text(&item, "humanCodingScheme").trim() != competency.code && text(&item, "identifier") != competency.code;
        if is_code_of_ours {
            item.insert("humanCodingScheme".into(), competency.code.as_str().into());
        }
        for (name, present) in [("fullStatement", &competency.title), ("notes", &competency.description)] {
            if text(&item, name) != present.as_str() {
                item.insert(name.into(), present.as_str().into());
            }
        }
        let own: Vec<Aim> = targets.iter().filter(|target| target.competency == competency.id).map(|target| Aim { subject: target.subject.clone(), post: target.post.clone(), level: target.level.clone() }).collect();
        if !own.is_empty() {
            let extensions = item.entry("extensions").or_insert_with(|| json!({}));
            if let Value::Object(extensions) = extensions {
                extensions.insert(TARGETS.into(), json!(own));
            }
        }
        item
    }

    /// The association that puts an item under its parent, or under the document.
    fn child_of(&self, item: &Object, parent: Option<&str>, came: Option<LinkFacts>, position: i64) -> Object {
        let document = text(&self.document, "identifier");
        let destination = parent.unwrap_or(document);
        if let Some(came) = came.filter(|came| end(&came.association, "destinationNodeURI") == destination) {
            return came.association;
        }
        let child = text(item, "identifier");
        let uri = |identifier: &str, title: &str| json!({"identifier": identifier, "title": title, "uri": format!("{}/competencies/{document}#{identifier}", self.site)});
        let association = json!({
            "identifier": child_identifier(child, destination), "uri": format!("{}/competencies/{document}#{child}-parent", self.site), "associationType": "isChildOf", "sequenceNumber": position, "lastChangeDateTime": self.at,
            "originNodeURI": uri(child, text(item, "fullStatement")), "destinationNodeURI": uri(destination, "")
        });
        association.as_object().cloned().unwrap_or_default()
    }
}

/// A UUID that is the same for the same pair, so that two exports are one.
fn child_identifier(child: &str, parent: &str) -> String {
    let digest = files::Digest::of(format!("{child} isChildOf {parent}").as_bytes()).to_string();
    let mut bytes: Vec<u8> = digest.as_bytes().chunks(2).filter_map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).take(16).collect();
    bytes.resize(16, 0);
    let sixteen: [u8; 16] = bytes.try_into().unwrap_or_default();
    kernel::id::Uuid::from_bytes(sixteen).to_string()
}

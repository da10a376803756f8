//! A CFPackage in.

use super::{ItemFacts, LinkFacts, Object, PackageFacts, TARGETS, end, text};
use crate::{
    form::Aim,
    model::{Competency, CompetencyId, Framework, FrameworkId, FrameworkState, LinkId, Target},
    store::{self, Link},
};
use audit::{By, Event, Record};
use kernel::{Error, Result, Tx};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A package that was understood; nothing of it is stored yet.
#[derive(Debug)]
pub struct Package {
    facts: PackageFacts,
    items: Vec<Item>,
    links: Vec<LinkFacts>,
    pub title: String,
    /// The document's identifier.
    pub identifier: String,
}

#[derive(Debug)]
struct Item {
    identifier: String,
    code: String,
    title: String,
    description: String,
    /// Index of the parent among the items.
    parent: Option<usize>,
    /// Order among siblings: the association's number, then the place in the file.
    order: (i64, usize),
    facts: ItemFacts,
    targets: Vec<Aim>,
}

const MOST: usize = 5_000;

/// Reads a package.
///
/// # Errors
/// A sentence that names the object which is wrong.
pub fn parse(bytes: &[u8]) -> Result<Package, String> {
    let value: Value = serde_json::from_slice(bytes).map_err(|error| format!("Файл не читается как JSON: строка {}, знак {}. Нужен пакет CASE 1.1 (CFPackage).", error.line(), error.column()))?;
    let Value::Object(mut package) = value else { return Err("В файле нет объекта CFPackage. Нужен пакет CASE 1.1.".into()) };
    let Some(Value::Object(document)) = package.remove("CFDocument") else {
        return Err("В пакете нет CFDocument. Проверьте, что выгружен весь пакет (CFPackage), а не отдельный документ.".into());
    };
    let items = objects(&mut package, "CFItems")?;
    let associations = objects(&mut package, "CFAssociations")?;
    if items.len() > MOST {
        return Err(format!("В пакете {} элементов CFItems, принимаем до {MOST}.", items.len()));
    }
    let (title, identifier) = (text(&document, "title").trim().to_owned(), text(&document, "identifier").to_owned());
    if title.is_empty() {
        return Err("В CFDocument нет названия (title).".into());
    }
    let mut items = read_items(items)?;
    let codes: BTreeSet<&str> = items.iter().map(|item| item.code.as_str()).collect();
    if codes.len() != items.len() {
        return Err("В CFItems коды (humanCodingScheme) совпадают с чужими identifier. Исправьте коды и выгрузите пакет снова.".into());
    }
    let links = hang(&mut items, associations, &identifier);
    check_tree(&items)?;
    Ok(Package { facts: PackageFacts { package, document }, items, links, title: title.chars().take(300).collect(), identifier })
}

fn objects(package: &mut Object, name: &str) -> Result<Vec<Object>, String> {
    let Some(value) = package.remove(name) else { return Ok(Vec::new()) };
    let Value::Array(list) = value else { return Err(format!("{name} в пакете — не список.")) };
    let object = |(at, value): (usize, Value)| if let Value::Object(object) = value { Ok(object) } else { Err(format!("{name}, элемент {}: не объект.", at + 1)) };
    list.into_iter().enumerate().map(object).collect()
}

fn read_items(objects: Vec<Object>) -> Result<Vec<Item>, String> {
    let mut codes: BTreeMap<String, usize> = BTreeMap::new();
    objects.iter().for_each(|object| *codes.entry(text(object, "humanCodingScheme").trim().to_owned()).or_default() += 1);
    let mut known = BTreeSet::new();
    let mut items = Vec::new();
    for (at, mut object) in objects.into_iter().enumerate() {
        let identifier = text(&object, "identifier").to_owned();
        if identifier.is_empty() || !known.insert(identifier.clone()) {
            return Err(format!("CFItems, элемент {}: identifier {}.", at + 1, if identifier.is_empty() { "не указан" } else { "повторяется" }));
        }
        let statement = text(&object, "fullStatement").to_owned();
        if statement.trim().is_empty() {
            return Err(format!("CFItems, элемент {} ({identifier}): нет fullStatement.", at + 1));
        }
        let coding = text(&object, "humanCodingScheme").trim().to_owned();
        let code = if !coding.is_empty() && codes.get(&coding) == Some(&1) { coding } else { identifier.clone() };
        let targets = take_targets(&mut object);
        let description = text(&object, "notes").to_owned();
        items.push(Item { identifier, code, title: statement, description, parent: None, order: (i64::MAX, at), facts: ItemFacts { item: object, at, child_of: None }, targets });
    }
    Ok(items)
}

/// Our own targets out of the item's extensions; what others put there stays.
fn take_targets(item: &mut Object) -> Vec<Aim> {
    let Some(Value::Object(extensions)) = item.get_mut("extensions") else { return Vec::new() };
    let Some(own) = extensions.get(TARGETS) else { return Vec::new() };
    // Not of our shape: it stays where it was, so that nothing is lost.
    let Ok(targets) = serde_json::from_value::<Vec<Aim>>(own.clone()) else { return Vec::new() };
    extensions.remove(TARGETS);
    if extensions.is_empty() {
        item.remove("extensions");
    }
    let mut seen = BTreeSet::new();
    targets.into_iter().filter(|aim| !aim.level.is_empty() && seen.insert((aim.subject.clone(), aim.post.clone()))).collect()
}

/// Hangs each item under its first parent; every other association is a link.
fn hang(items: &mut [Item], associations: Vec<Object>, document: &str) -> Vec<LinkFacts> {
    let index: BTreeMap<String, usize> = items.iter().enumerate().map(|(at, item)| (item.identifier.clone(), at)).collect();
    let mut links = Vec::new();
    for (at, association) in associations.into_iter().enumerate() {
        let link = LinkFacts { at, association };
        let destination = end(&link.association, "destinationNodeURI");
        let makes_tree = text(&link.association, "associationType") == "isChildOf" && (destination == document || index.contains_key(destination));
        let child = index.get(end(&link.association, "originNodeURI")).copied().filter(|_| makes_tree).and_then(|child| items.get_mut(child)).filter(|item| item.facts.child_of.is_none());
        match child {
            Some(item) => {
                item.parent = index.get(destination).copied();
                item.order.0 = link.association.get("sequenceNumber").and_then(Value::as_i64).unwrap_or(i64::MAX);
                item.facts.child_of = Some(link);
            }
            None => links.push(link),
        }
    }
    links
}

fn check_tree(items: &[Item]) -> Result<(), String> {
    for item in items {
        let (mut above, mut steps) = (item.parent, 0);
        while let Some(parent) = above {
            steps += 1;
            if steps > crate::model::DEEPEST {
                return Err(format!("Связи isChildOf: элемент {} вложен глубже {} уровней или оказывается внутри самого себя.", item.identifier, crate::model::DEEPEST));
            }
            above = items.get(parent).and_then(|parent| parent.parent);
        }
    }
    Ok(())
}

/// Stores a package as a draft: a new framework, or the next version of the one that came from the same document.
///
/// # Errors
/// A draft of that framework is there already, or the store fails.
pub fn load(tx: &mut Tx<'_>, by: &By, package: &Package) -> Result<FrameworkId> {
    let code = code_of(&package.identifier);
    let before = store::newest(tx, &code)?;
    if let Some(draft) = before.as_ref().filter(|before| before.state == FrameworkState::Draft) {
        return Err(Error::refusal(format!("Этот документ уже загружен: черновик «{}». Удалите его или введите в действие, потом загружайте снова.", draft.full_title())));
    }
    let made_at = tx.now();
    let number = before.as_ref().map_or(1, |before| before.number + 1);
    let framework = Framework { id: FrameworkId::fresh(), code, number, title: package.title.clone(), state: FrameworkState::Draft, based_on: before.map(|before| before.id), made_at, live_from: None, version: 1 };
    store::insert(tx, &framework, &serde_json::to_string(&package.facts).map_err(anyhow::Error::new)?)?;
    load_items(tx, framework.id, &package.items)?;
    for link in &package.links {
        let of = |name: &str| end(&link.association, name).to_owned();
        let facts = serde_json::to_string(link).map_err(anyhow::Error::new)?;
        store::add_link(tx, framework.id, &Link { id: LinkId::fresh(), kind: text(&link.association, "associationType").to_owned(), origin: of("originNodeURI"), destination: of("destinationNodeURI"), facts })?;
    }
    tx.record(by, Event::new("framework.imported", "framework", framework.id).with(json!({"items": package.items.len(), "links": package.links.len()})))?;
    Ok(framework.id)
}

/// Short, and the same whenever the document comes again.
fn code_of(identifier: &str) -> String {
    let plain: String = identifier.chars().filter(|c| c.is_alphanumeric()).take(12).collect();
    format!("case-{}", if plain.is_empty() { "package".into() } else { plain.to_lowercase() })
}

fn load_items(tx: &mut Tx<'_>, framework: FrameworkId, items: &[Item]) -> Result<()> {
    let mut children: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    (0..items.len()).for_each(|at| children.entry(items.get(at).and_then(|item| item.parent)).or_default().push(at));
    children.values_mut().for_each(|siblings| siblings.sort_by_key(|at| items.get(*at).map(|item| item.order)));
    let mut waiting: Vec<(Option<CompetencyId>, i64, usize)> = (1..).zip(children.remove(&None).unwrap_or_default()).map(|(position, at)| (None, position, at)).collect();
    while let Some((parent, position, at)) = waiting.pop() {
        let Some(item) = items.get(at) else { continue };
        let new = Competency { id: CompetencyId::fresh(), framework, parent, code: item.code.clone(), title: item.title.clone(), description: item.description.clone(), position };
        store::add(tx, &new, &serde_json::to_string(&item.facts).map_err(anyhow::Error::new)?)?;
        let targets: Vec<Target> = item.targets.iter().map(|aim| Target { competency: new.id, subject: aim.subject.clone(), post: aim.post.clone(), level: aim.level.clone() }).collect();
        store::set_targets(tx, new.id, &targets)?;
        waiting.extend((1..).zip(children.remove(&Some(at)).unwrap_or_default()).map(|(position, child)| (Some(new.id), position, child)));
    }
    Ok(())
}

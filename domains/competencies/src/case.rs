//! CASE 1.1 (1EdTech): a framework as a CFPackage in JSON and back, without loss.
//!
//! Each object is kept whole in `facts`; on the way out only what was changed here is written over it. Associations other than
//! the one that makes the tree are kept as links. The order of items and associations is kept too.

mod read;
mod write;

pub use read::{load, parse};
pub use write::package;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// An object of JSON.
type Object = Map<String, Value>;

/// What is kept of the package in the framework's facts.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct PackageFacts {
    /// Everything beside the document, items and associations.
    package: Object,
    document: Object,
}

/// What is kept of an item, and of the association that puts it into the tree.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct ItemFacts {
    item: Object,
    /// Place among the package's items.
    at: usize,
    child_of: Option<LinkFacts>,
}

/// An association as it came, with its place among the package's associations.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
#[serde(default)]
struct LinkFacts {
    association: Object,
    at: usize,
}

/// Our own word within `extensions`: targets have no place in CASE.
const TARGETS: &str = "metodaktivTargets";

fn text<'a>(object: &'a Object, name: &str) -> &'a str {
    object.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The identifier at one end of an association.
fn end<'a>(association: &'a Object, name: &str) -> &'a str {
    association.get(name).and_then(|uri| uri.get("identifier")).and_then(Value::as_str).unwrap_or_default()
}

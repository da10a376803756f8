//! What may be published now, read from the domains it belongs to. Nothing here names a person but [`members`], which asks consents.

mod catalogue;
mod figures;
mod members;
mod outcomes;
mod places;

pub use members::among as members_among;
pub use outcomes::published as published_outcomes;

use crate::resource::Resource;
use kernel::{Result, Tx, id::Uuid};
use serde_json::Value;

/// A thing as published.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its own id; of members the person, who is published under another.
    pub source: String,
    /// Of the place it belongs to; empty: concerns everybody.
    pub path: String,
    pub body: Value,
}

impl Item {
    fn new(source: impl Into<String>, path: impl Into<String>, body: Value) -> Self {
        Self { source: source.into(), path: path.into(), body }
    }
}

/// Everything of a resource that may be published now.
///
/// # Errors
/// The store fails.
pub fn all(tx: &mut Tx<'_>, resource: Resource) -> Result<Vec<Item>> {
    match resource {
        Resource::Places => places::places(tx),
        Resource::Subjects => places::dictionary(tx, "subject"),
        Resource::Directions => places::dictionary(tx, "work_direction"),
        Resource::Activities => catalogue::activities(tx),
        Resource::Indicators => figures::indicators(tx),
        Resource::Outcomes => outcomes::outcomes(tx),
        Resource::Quotas => figures::quotas(tx),
        Resource::Members => members::everybody(tx),
        Resource::Cases => figures::cases(tx),
        Resource::Resources => catalogue::resources(tx),
        Resource::Practices => catalogue::practices(tx),
    }
}

/// An id under which a person is published: says nothing and leads nowhere.
pub fn public_id() -> String {
    Uuid::new_v4().to_string()
}

/// A text, or nothing where it is empty.
fn stated(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

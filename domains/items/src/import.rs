//! Items from outside: a sheet with a row per item, or QTI 3.0. First a dry run that names every cell or element which is wrong or
//! isn't taken; then all or nothing.

mod parameters;
pub mod qti;
pub mod sheet;

use crate::{content::Material, form::Draft, model::ItemId, sound::sound, store, workflow};
use audit::{By, Event, Record};
use competencies::FrameworkId;
use kernel::{Error, Result, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;

/// One item that was understood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Brought {
    /// Where it stood: a row, a file.
    pub at: String,
    pub draft: Draft,
    pub known: Option<Known>,
}

/// Parameters that came with an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// The name of the calibration they come from.
    pub calibration: String,
    pub slope: f64,
    pub intercepts: Vec<f64>,
}

/// What is said of a place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// `B7`, or a file and an element.
    pub at: String,
    pub message: String,
}

/// What came of a file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Read {
    pub items: Vec<Brought>,
    /// Nothing is loaded while there are any.
    pub wrong: Vec<Remark>,
    /// Not taken: the rest may be loaded without it, but nobody should be surprised.
    pub left: Vec<Remark>,
    /// Contents of the pictures that items refer to by digest.
    pub pictures: Vec<Vec<u8>>,
}

/// Kinds of pictures that come with items.
pub const PICTURES: [files::Kind; 2] = [files::Kind::Png, files::Kind::Jpg];

/// Digests of the files that items refer to, each once.
///
/// # Errors
/// A refusal: what came back with the form names no file.
pub fn pictures_of(items: &[Brought]) -> Result<Vec<files::Digest>> {
    let materials = items.iter().flat_map(|brought| &brought.draft.body.materials);
    let named = materials.filter_map(|material| if let Material::File { digest, .. } = material { Some(digest) } else { None });
    let known: std::result::Result<std::collections::BTreeSet<files::Digest>, _> = named.map(|digest| digest.parse()).collect();
    known.map(|all| all.into_iter().collect()).map_err(|_| Error::refusal("Картинки проверенного файла не дошли до сервера. Выберите файл и проверьте его ещё раз."))
}

/// What the words of a file are looked up in.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// Codes of competencies with their ids.
    pub competencies: BTreeMap<String, String>,
    pub subjects: Vec<structure::terms::Term>,
    /// Codes of items that the bank has.
    pub taken: std::collections::BTreeSet<String>,
}

impl Around {
    /// Those of a framework, today.
    ///
    /// # Errors
    /// The store fails.
    pub fn read(tx: &mut Tx<'_>, framework: FrameworkId) -> Result<Self> {
        let today = tx.today();
        let competencies = competencies::measurable(tx, framework)?.into_iter().map(|competency| (competency.code, competency.id.to_string())).collect();
        let taken = tx.query("SELECT code FROM item", kernel::params![], |row| row.get(0))?.into_iter().collect();
        Ok(Self { competencies, subjects: structure::terms::terms(tx, structure::profile::TermKind::Subject, today)?, taken })
    }
}

/// Loads all items as drafts, with the parameters that came with them; the first that doesn't fit undoes everything. The rows of
/// files that they refer to are there already.
///
/// # Errors
/// A refusal that names the item.
pub fn load(tx: &mut Tx<'_>, by: &By, framework: FrameworkId, items: &[Brought]) -> Result<Vec<ItemId>> {
    let mut added = Vec::new();
    for brought in items {
        let refused = |sentence: String| Error::refusal(format!("Ничего не загружено. {}: {sentence}. Исправьте файл и проверьте его снова.", brought.at));
        sound(&brought.draft.body, &brought.draft.key).map_err(refused)?;
        let id = workflow::add(tx, by, &brought.draft).map_err(|error| match error {
            Error::Fields(errors) => refused(errors.all().first().map(|(_, message)| message.clone()).unwrap_or_default()),
            other => other,
        })?;
        added.push(id);
    }
    parameters::load(tx, by, framework, items, &added)?;
    tx.record(by, Event::new("item.imported", "framework", framework).with(json!({"items": added.len()})))?;
    Ok(added)
}

/// Whether the bank has an item of that code.
///
/// # Errors
/// The store fails.
pub fn is_taken(tx: &mut Tx<'_>, code: &str) -> Result<bool> {
    Ok(store::by_code(tx, code)?.is_some())
}

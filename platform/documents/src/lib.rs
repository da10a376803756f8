//! Printed documents: typed data in, PDF/A-2a + PDF/UA-1 out, typeset by typst from templates that an institute can change.
//!
//! Invariants:
//! - what people typed reaches a template as data (`data.json`), never as markup, so nothing typed can become code;
//! - a template sees its own folder and nothing else: no network, no packages, no clock;
//! - the same data and the same instant give the same bytes;
//! - a character no embedded font can draw becomes U+FFFD instead of an invalid file.
//!
//! Layout follows ГОСТ Р 7.0.97-2025; an institute's own `order.typ` in its templates folder replaces the built-in one.

mod dates;
mod error;
mod fonts;
pub mod kinds;
mod qr;
pub mod samples;
mod shelf;
mod template;
mod text;
mod world;

#[cfg(test)]
mod tests;

use std::{path::PathBuf, sync::Arc};

use serde_json::Value;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

pub use dates::{day_date, long_date};
pub use error::DocumentError;
pub use kinds::*;
pub use qr::qr_svg;
pub use template::{Template, shipped};

use {fonts::Fonts, shelf::Shelf, world::World};

/// How many renderings a memoised piece of layout may stay unused before it is forgotten.
const FORGET_AFTER: usize = 12;
/// A document longer than this leaves too much memoised layout to keep any of it.
const LONG: usize = 8;

/// A finished file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    pub bytes: Vec<u8>,
    pub pages: usize,
}

/// Data of one kind of document; its serialised form is what the template reads.
pub trait Printable: serde::Serialize {
    const TEMPLATE: Template;
}

/// The printing house: fonts loaded once, templates parsed once. Cheap to clone, safe to share between threads.
#[derive(Clone)]
pub struct Documents(Arc<House>);

struct House {
    fonts: Fonts,
    shelf: Shelf,
}

impl Documents {
    /// `override_dir` is the institute's own templates folder; files there win over the built-in ones and are re-read when they change.
    pub fn new(override_dir: Option<PathBuf>) -> Self {
        Self(Arc::new(House { fonts: Fonts::embedded(), shelf: Shelf::new(override_dir) }))
    }

    /// Prints typed data with the template of its kind. `made_at` becomes the file's creation time.
    pub fn print<D: Printable>(&self, document: &D, made_at: jiff::Timestamp) -> Result<Pdf, DocumentError> {
        let data = serde_json::to_value(document).map_err(DocumentError::Data)?;
        self.render(D::TEMPLATE, &data, made_at)
    }

    /// Prints any JSON with any template; a non-empty string under `qr` becomes the picture `qr.svg`.
    pub fn render(&self, template: Template, data: &Value, made_at: jiff::Timestamp) -> Result<Pdf, DocumentError> {
        let document = self.typeset(template, data)?;
        let bytes = typst_pdf::pdf(&document, &options(made_at)?).map_err(|causes| DocumentError::export(template, &causes))?;
        Ok(Pdf { bytes, pages: document.pages().len() })
    }

    /// Prints a sample with every template that the institute has replaced and says which ones fail: for `doctor`.
    pub fn faults(&self, made_at: jiff::Timestamp) -> Vec<(Template, DocumentError)> {
        let replaced = Template::ALL.into_iter().filter(|template| self.0.shelf.replaces(*template));
        replaced.filter_map(|template| Some((template, self.render(template, &samples::full(template), made_at).err()?))).collect()
    }

    fn typeset(&self, template: Template, data: &Value) -> Result<PagedDocument, DocumentError> {
        let House { fonts, shelf } = &*self.0;
        let world = World::new(fonts, shelf, template, data)?;
        let document = typst::compile::<PagedDocument>(&world).output;
        let long = document.as_ref().is_ok_and(|document| document.pages().len() > LONG);
        typst::comemo::evict(if long { 0 } else { FORGET_AFTER });
        document.map_err(|causes| DocumentError::template(&world, template, &causes))
    }
}

fn options(made_at: jiff::Timestamp) -> Result<PdfOptions, DocumentError> {
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).map_err(|cause| DocumentError::Standard(cause.message().to_string()))?;
    Ok(PdfOptions { creator: typst::foundations::Smart::Custom(Some("Методактив".into())), timestamp: dates::utc(made_at).map(Timestamp::new_utc), standards, ..PdfOptions::default() })
}

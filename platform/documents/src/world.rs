//! What typst may see while one document is made: the template's folder, `data.json`, `qr.svg`, the fonts. Nothing else, no clock.

use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex, PoisonError},
};

use serde_json::Value;
use typst::{
    Library, LibraryExt,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

use crate::{DocumentError, Template, fonts::Fonts, qr::qr_svg, shelf::Shelf, text::printable};

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

pub(crate) struct World<'a> {
    fonts: &'a Fonts,
    shelf: &'a Shelf,
    main: FileId,
    data: Bytes,
    qr: Option<Bytes>,
    /// Each file is looked up once per document, so that an edit in the middle cannot mix two versions.
    sources: Mutex<HashMap<FileId, FileResult<Source>>>,
}

impl<'a> World<'a> {
    pub fn new(fonts: &'a Fonts, shelf: &'a Shelf, template: Template, data: &Value) -> Result<Self, DocumentError> {
        let path = VirtualPath::new(template.file_name()).map_err(|cause| DocumentError::Standard(cause.to_string()))?;
        let qr = data.get("qr").and_then(Value::as_str).filter(|text| !text.is_empty()).map(|text| Bytes::from_string(qr_svg(text)));
        Ok(Self { fonts, shelf, main: FileId::new(RootedPath::new(VirtualRoot::Project, path)), data: Bytes::from_string(printable(data, fonts).to_string()), qr, sources: Mutex::default() })
    }
}

impl typst::World for World<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let mut sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        sources.entry(id).or_insert_with(|| self.shelf.source(id)).clone()
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match (id.root(), id.vpath().get_without_slash()) {
            (VirtualRoot::Project, "data.json") => Ok(self.data.clone()),
            (VirtualRoot::Project, name @ "qr.svg") => self.qr.clone().ok_or_else(|| FileError::NotFound(name.into())),
            _ => self.shelf.bytes(id),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.face(index)
    }

    /// Dates are data: a template that asks for today would print something else tomorrow.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

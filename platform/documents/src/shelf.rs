//! Template files: the institute's own when it has put one into its folder, the built-in one otherwise. Parsed once, re-read when changed.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::SystemTime,
};

use typst::{
    diag::{FileError, FileResult},
    foundations::Bytes,
    syntax::{FileId, Source, VirtualRoot},
};

use crate::template::{Template, embedded};

/// A file as it was when last read; an embedded one has no stamp and never changes.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    size: u64,
}

pub(crate) struct Shelf {
    own: Option<PathBuf>,
    parsed: Mutex<HashMap<FileId, (Option<Stamp>, Source)>>,
}

impl Shelf {
    pub fn new(own: Option<PathBuf>) -> Self {
        Self { own, parsed: Mutex::default() }
    }

    pub fn replaces(&self, template: Template) -> bool {
        let has = |name: &str| self.own.as_ref().is_some_and(|folder| folder.join(name).is_file());
        has(template.file_name()) || has("gost.typ")
    }

    pub fn source(&self, file: FileId) -> FileResult<Source> {
        let own = self.own_file(file)?;
        let stamp = own.as_deref().and_then(stamp);
        if let Some(source) = self.kept(file, stamp) {
            return Ok(source);
        }
        let source = Source::new(file, read_text(file, own.as_deref())?);
        self.parsed.lock().unwrap_or_else(PoisonError::into_inner).insert(file, (stamp, source.clone()));
        Ok(source)
    }

    pub fn bytes(&self, file: FileId) -> FileResult<Bytes> {
        match self.own_file(file)? {
            Some(path) => fs::read(&path).map(Bytes::new).map_err(|cause| FileError::from_io(cause, &path)),
            None => shipped(file).map(Bytes::from_string),
        }
    }

    fn kept(&self, file: FileId, stamp: Option<Stamp>) -> Option<Source> {
        let parsed = self.parsed.lock().unwrap_or_else(PoisonError::into_inner);
        parsed.get(&file).filter(|(read_at, _)| *read_at == stamp).map(|(_, source)| source.clone())
    }

    /// The path in the institute's folder if there is such a file; links that lead out of the folder are refused.
    fn own_file(&self, file: FileId) -> FileResult<Option<PathBuf>> {
        if *file.root() != VirtualRoot::Project {
            return Err(FileError::AccessDenied);
        }
        let Some(folder) = &self.own else { return Ok(None) };
        let path = file.vpath().realize(folder).map_err(FileError::Realize)?;
        let (Ok(path), Ok(folder)) = (path.canonicalize(), folder.canonicalize()) else { return Ok(None) };
        match path.starts_with(&folder) {
            true => Ok(path.is_file().then_some(path)),
            false => Err(FileError::AccessDenied),
        }
    }
}

fn stamp(path: &Path) -> Option<Stamp> {
    let about = fs::metadata(path).ok()?;
    Some(Stamp { modified: about.modified().ok(), size: about.len() })
}

fn read_text(file: FileId, own: Option<&Path>) -> FileResult<String> {
    match own {
        Some(path) => fs::read_to_string(path).map_err(|cause| FileError::from_io(cause, path)),
        None => shipped(file).map(str::to_owned),
    }
}

fn shipped(file: FileId) -> FileResult<&'static str> {
    let name = file.vpath().get_without_slash();
    embedded(name).ok_or_else(|| FileError::NotFound(name.into()))
}

//! The folder of files.

use crate::{Digest, Kind, content};
use kernel::{Error, Result};
use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

/// A file now safe on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub digest: Digest,
    pub kind: Kind,
    /// Bytes.
    pub size: u64,
}

/// The folder of files; cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    folder: PathBuf,
    largest: usize,
}

const MEGABYTE: usize = 1024 * 1024;

impl Store {
    /// Opens the folder, making it if it isn't there. Files up to 10 MB are taken until [`Store::up_to`] says otherwise.
    ///
    /// # Errors
    /// The folder can't be made.
    pub fn open(folder: impl Into<PathBuf>) -> Result<Self> {
        let folder = folder.into();
        fs::create_dir_all(&folder).map_err(|cause| trouble(&cause, &folder))?;
        Ok(Self { folder, largest: 10 * MEGABYTE })
    }

    /// The same folder with another limit for what people attach, in bytes.
    #[must_use]
    pub fn up_to(self, largest: usize) -> Self {
        Self { largest, ..self }
    }

    /// The limit for what people attach, in bytes.
    #[must_use]
    pub fn largest(&self) -> usize {
        self.largest
    }

    /// Checks a file that somebody attached and keeps it.
    ///
    /// # Errors
    /// A refusal if it is too large, not of an allowed kind, or damaged; `Busy` if the disk refuses it.
    pub fn put(&self, bytes: &[u8], allowed: &[Kind]) -> Result<Stored> {
        if bytes.len() > self.largest {
            return Err(Error::refusal(format!("Файл больше {} МБ. Сохраните скан с меньшим разрешением (достаточно 150–200 точек на дюйм) и приложите снова.", self.largest / MEGABYTE)));
        }
        let kind = content::check(bytes, allowed)?;
        self.keep(bytes, kind)
    }

    /// Keeps a document of our own making: nothing to check, no limit.
    ///
    /// # Errors
    /// `Busy` if the disk refuses it.
    pub fn put_own(&self, bytes: &[u8], kind: Kind) -> Result<Stored> {
        self.keep(bytes, kind)
    }

    fn keep(&self, bytes: &[u8], kind: Kind) -> Result<Stored> {
        let digest = Digest::of(bytes);
        let path = self.path(&digest);
        let is_whole_there = fs::read(&path).is_ok_and(|found| found == bytes);
        if is_whole_there {
            // A sweep that runs now must see that the file is wanted again.
            self.touch(&path)?;
        } else {
            self.write(&path, bytes).map_err(|cause| trouble(&cause, &path))?;
        }
        Ok(Stored { digest, kind, size: bytes.len().try_into().unwrap_or(u64::MAX) })
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let folder = path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(folder)?;
        let mut draft = tempfile::NamedTempFile::new_in(&self.folder)?;
        draft.write_all(bytes)?;
        draft.as_file().sync_all()?;
        draft.persist(path).map_err(|failed| failed.error)?;
        File::open(folder)?.sync_all()?;
        File::open(&self.folder)?.sync_all()
    }

    fn touch(&self, path: &Path) -> Result<()> {
        let touched = File::options().append(true).open(path).and_then(|file| file.set_modified(machine_time()));
        touched.map_err(|cause| trouble(&cause, path))
    }

    /// The content; not found if there is none, an internal error if it no longer fits its digest.
    ///
    /// # Errors
    /// As said.
    pub fn get(&self, digest: &Digest) -> Result<Vec<u8>> {
        let path = self.path(digest);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Err(Error::NotFound),
            Err(cause) => return Err(trouble(&cause, &path)),
        };
        if Digest::of(&bytes) == *digest { Ok(bytes) } else { Err(Error::Internal(anyhow::anyhow!("the content of {} has changed on disk", path.display()))) }
    }

    /// Removes a file; one that isn't there is removed already. The caller knows that no table refers to it.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn remove(&self, digest: &Digest) -> Result<()> {
        let path = self.path(digest);
        match fs::remove_file(&path) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(trouble(&cause, &path)),
            _ => Ok(()),
        }
    }

    /// Where a file lies (backup, doctor).
    #[must_use]
    pub fn path(&self, digest: &Digest) -> PathBuf {
        let (folder, rest) = digest.parts();
        self.folder.join(folder).join(rest)
    }

    /// Every file that lies there.
    ///
    /// # Errors
    /// The folder can't be read.
    pub fn all(&self) -> Result<Vec<Digest>> {
        let mut found = Vec::new();
        for (shelf, name) in self.shelves()? {
            let books = fs::read_dir(&shelf).map_err(|cause| trouble(&cause, &shelf))?;
            let digests = books.filter_map(|book| book.ok()?.file_name().to_str().and_then(|rest| format!("{name}{rest}").parse().ok()));
            found.extend(digests);
        }
        found.sort();
        Ok(found)
    }

    fn shelves(&self) -> Result<Vec<(PathBuf, String)>> {
        let entries = fs::read_dir(&self.folder).map_err(|cause| trouble(&cause, &self.folder))?;
        Ok(entries.filter_map(|entry| entry.ok()).filter(|entry| entry.path().is_dir()).filter_map(|entry| Some((entry.path(), entry.file_name().to_str()?.to_owned()))).collect())
    }

    /// Removes files that `wanted` does not know and that have lain for at least `age`; and drafts left by a crash. How many went.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn sweep(&self, age: Duration, wanted: impl Fn(&Digest) -> bool) -> Result<usize> {
        let mut gone = 0;
        for digest in self.all()?.iter().filter(|digest| !wanted(digest)) {
            if is_older(&self.path(digest), age) {
                self.remove(digest)?;
                gone += 1;
            }
        }
        let entries = fs::read_dir(&self.folder).map_err(|cause| trouble(&cause, &self.folder))?;
        for draft in entries.filter_map(|entry| entry.ok()).filter(|entry| entry.path().is_file() && is_older(&entry.path(), age)) {
            fs::remove_file(draft.path()).map_err(|cause| trouble(&cause, &draft.path()))?;
            gone += 1;
        }
        Ok(gone)
    }
}

fn is_older(path: &Path, age: Duration) -> bool {
    let modified = fs::metadata(path).and_then(|found| found.modified());
    modified.is_ok_and(|at| machine_time().duration_since(at).is_ok_and(|lain| lain >= age))
}

#[expect(clippy::disallowed_methods, reason = "compared with the file system's own times, which no clock of ours moves")]
fn machine_time() -> SystemTime {
    SystemTime::now()
}

fn trouble(cause: &io::Error, path: &Path) -> Error {
    use io::ErrorKind::{PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    if matches!(cause.kind(), StorageFull | ReadOnlyFilesystem | QuotaExceeded | PermissionDenied) {
        return Error::Busy;
    }
    Error::Internal(anyhow::anyhow!("{}: {cause}", path.display()))
}

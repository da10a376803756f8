//! The container: tar inside gzip inside age.

use super::manifest::{Entry, FILES, FORMAT, KEY, MANIFEST, Manifest, POSTGRES, REGISTER, SQLITE};
use age::{
    DecryptError,
    secrecy::{ExposeSecret, SecretString},
};
use anyhow::{Context, bail, ensure};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use sha2::{Digest, Sha256};
use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, Read, Write},
    iter,
    path::{Path, PathBuf},
};

/// What a backup is locked with.
#[derive(Clone)]
pub struct Passphrase(SecretString);

const SHORTEST: usize = 12;

impl Passphrase {
    /// # Errors
    /// It is too short to keep a stolen copy shut.
    pub fn new(typed: &str) -> anyhow::Result<Self> {
        let typed = typed.trim_end_matches(['\r', '\n']);
        ensure!(typed.chars().count() >= SHORTEST, "Пароль копии короткий: нужно не меньше {SHORTEST} знаков. Придумайте фразу из нескольких слов и храните её отдельно от копии");
        Ok(Self(SecretString::from(typed.to_owned())))
    }

    /// From a file, or from the variable METODAKTIV_PASSPHRASE.
    ///
    /// # Errors
    /// There is none, or it is too short.
    pub fn find(file: Option<&Path>) -> anyhow::Result<Self> {
        if let Some(path) = file {
            let typed = fs::read_to_string(path).with_context(|| format!("Файл с паролем {} не читается", path.display()))?;
            return Self::new(&typed);
        }
        match std::env::var("METODAKTIV_PASSPHRASE") {
            Ok(typed) => Self::new(&typed),
            Err(_) => bail!("Не указан пароль копии. Запишите его в файл и добавьте --passphrase-file ФАЙЛ или задайте переменную METODAKTIV_PASSPHRASE"),
        }
    }
}

type Packed = GzEncoder<age::stream::StreamWriter<BufWriter<File>>>;

/// A backup being written.
pub struct Packer {
    tar: tar::Builder<Packed>,
    entries: Vec<Entry>,
}

impl Packer {
    /// Begins a container in an open file.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn begin(file: File, passphrase: &Passphrase) -> anyhow::Result<Self> {
        let recipient = age::scrypt::Recipient::new(passphrase.0.clone());
        let encryptor = age::Encryptor::with_recipients(iter::once(&recipient as _)).map_err(|cause| anyhow::anyhow!("{cause}"))?;
        let locked = encryptor.wrap_output(BufWriter::new(file))?;
        Ok(Self { tar: tar::Builder::new(GzEncoder::new(locked, Compression::fast())), entries: Vec::new() })
    }

    /// Adds a file from the disk.
    ///
    /// # Errors
    /// It can't be read, or the disk refuses.
    pub fn add_file(&mut self, name: &str, path: &Path) -> anyhow::Result<()> {
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        let mut reader = Hashing { inner: file.take(size), digest: Sha256::new() };
        self.tar.append_data(&mut header(size), name, &mut reader)?;
        self.note(name, size, reader.digest);
        Ok(())
    }

    /// Adds bytes.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let size = bytes.len() as u64;
        self.tar.append_data(&mut header(size), name, bytes)?;
        self.note(name, size, Sha256::new_with_prefix(bytes));
        Ok(())
    }

    fn note(&mut self, name: &str, size: u64, digest: Sha256) {
        self.entries.push(Entry { name: name.to_owned(), size, sha256: data_encoding::HEXLOWER.encode(&digest.finalize()) });
    }

    /// Ends with the manifest, which learns of all entries; everything is on the disk afterwards.
    ///
    /// # Errors
    /// The disk refuses.
    pub fn finish(mut self, mut manifest: Manifest) -> anyhow::Result<Manifest> {
        manifest.entries = std::mem::take(&mut self.entries);
        let body = serde_json::to_vec_pretty(&manifest)?;
        self.tar.append_data(&mut header(body.len() as u64), MANIFEST, body.as_slice())?;
        let file = self.tar.into_inner()?.finish()?.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        Ok(manifest)
    }
}

fn header(size: u64) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    header.set_size(size);
    header.set_mode(0o600);
    header.set_entry_type(tar::EntryType::Regular);
    header
}

struct Hashing<R> {
    inner: R,
    digest: Sha256,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.digest.update(into.get(..read).unwrap_or_default());
        Ok(read)
    }
}

const DAMAGED: &str = "Резервная копия повреждена или это не копия Методактива. Возьмите другую копию";

/// Unpacks a backup into an empty folder and checks every byte against the manifest.
///
/// # Errors
/// Wrong passphrase, damage, or a format that this program doesn't know.
pub fn unpack(backup: &Path, passphrase: &Passphrase, into: &Path) -> anyhow::Result<Manifest> {
    let file = File::open(backup).with_context(|| format!("Копия {} не читается. Проверьте путь", backup.display()))?;
    let decryptor = age::Decryptor::new_buffered(BufReader::new(file)).map_err(|_| anyhow::anyhow!(DAMAGED))?;
    ensure!(decryptor.is_scrypt(), DAMAGED);
    let mut identity = age::scrypt::Identity::new(SecretString::from(passphrase.0.expose_secret().to_owned()));
    identity.set_max_work_factor(22);
    let opened = decryptor.decrypt(iter::once(&identity as _)).map_err(|cause| match cause {
        DecryptError::KeyDecryptionFailed | DecryptError::NoMatchingKeys | DecryptError::DecryptionFailed => {
            anyhow::anyhow!("Пароль не подошёл к этой копии (или она повреждена в самом начале). Проверьте пароль: он хранится отдельно от копии")
        }
        _ => anyhow::anyhow!(DAMAGED),
    })?;
    let mut tar = tar::Archive::new(GzDecoder::new(opened));
    let found = extract(&mut tar, into).context(DAMAGED)?;
    // To the very end: only the last block proves that nothing is missing.
    io::copy(&mut tar.into_inner(), &mut io::sink()).context(DAMAGED)?;
    let text = fs::read_to_string(into.join(MANIFEST)).context(DAMAGED)?;
    let format: serde_json::Value = serde_json::from_str(&text).context(DAMAGED)?;
    ensure!(format.get("format").and_then(serde_json::Value::as_u64) == Some(u64::from(FORMAT)), "Копия сделана более новой версией программы. Установите новую версию и повторите");
    let manifest: Manifest = serde_json::from_value(format).context(DAMAGED)?;
    ensure!(found == manifest.entries, DAMAGED);
    Ok(manifest)
}

fn extract(tar: &mut tar::Archive<impl Read>, into: &Path) -> anyhow::Result<Vec<Entry>> {
    let mut found = Vec::new();
    for entry in tar.entries()? {
        let entry = entry?;
        let name = String::from_utf8(entry.path_bytes().into_owned())?;
        let path = place_of(&name, into).with_context(|| format!("a strange entry: {name:?}"))?;
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut reader = Hashing { inner: entry, digest: Sha256::new() };
        let mut file = File::create_new(&path)?;
        let size = io::copy(&mut reader, &mut file)?;
        file.flush()?;
        file.sync_all()?;
        if name != MANIFEST {
            found.push(Entry { name, size, sha256: data_encoding::HEXLOWER.encode(&reader.digest.finalize()) });
        }
    }
    Ok(found)
}

/// Where an entry goes; nothing but the names that we write ourselves.
fn place_of(name: &str, into: &Path) -> Option<PathBuf> {
    if [MANIFEST, SQLITE, POSTGRES, REGISTER, KEY].contains(&name) {
        return Some(into.join(name));
    }
    let digest: files::Digest = name.strip_prefix(FILES)?.parse().ok()?;
    let (shelf, rest) = digest.as_str().split_at_checked(2)?;
    Some(into.join("files").join(shelf).join(rest))
}

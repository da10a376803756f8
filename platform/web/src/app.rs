//! The application's state: one value, cheap to clone, handed to every handler.

use documents::Documents;
use kernel::{Clock, Db, FormKey, Result, Timestamp, Tx, news::Listeners};
use std::{ops::Deref, path::PathBuf, sync::Arc};

/// What is set when the program starts.
#[derive(Debug, Clone)]
pub struct Settings {
    /// As people type it: `https://active.example.ru`. Decides on secure cookies.
    pub public_url: String,
    /// Invented people, one-click login, the outbox on a page.
    pub demo: bool,
    pub data_dir: PathBuf,
    /// The largest upload, bytes.
    pub max_upload: usize,
    /// Believe `X-Forwarded-For` (a proxy of ours stands before us).
    pub trusted_proxy: bool,
    /// For the footer: who answers for the personal data.
    pub operator: String,
    /// Named on error pages: where to call.
    pub support: String,
    /// Asks sites on the internet whether links of the catalogue still open.
    pub check_links: bool,
    /// Where one goes on a site that is not a region's; on a region's own the role decides.
    pub own_nav: Option<OwnNav>,
}

/// Entries of the navigation for somebody at work, or for a visitor.
pub type OwnNav = fn(Option<&access::Actor>) -> Vec<ui::page::NavItem>;

impl Settings {
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// An absolute address of ours, for letters and QR codes.
    #[must_use]
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.public_url.trim_end_matches('/'))
    }
}

/// What an [`App`] is made of.
pub struct Parts {
    pub db: Db,
    pub settings: Settings,
    pub files: files::Store,
    pub documents: Documents,
    pub listeners: Listeners,
    /// The key that opens sealed secrets.
    pub vault: access::Vault,
    /// How many notices wait unread for somebody, for the header of every page: must be cheap.
    pub unread: Unread,
}

/// Counts what somebody hasn't read.
pub type Unread = fn(&mut Tx<'_>, &access::Actor) -> Result<u64>;

/// The application.
#[derive(Clone)]
pub struct App(Arc<Parts>);

impl Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    #[must_use]
    pub fn clock(&self) -> &Clock {
        self.db.clock()
    }

    /// Reads one snapshot off the async threads.
    ///
    /// # Errors
    /// Whatever `work` returns.
    pub async fn read<T: Send + 'static>(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static) -> Result<T> {
        self.db.reading(work).await
    }

    /// One write transaction off the async threads.
    ///
    /// # Errors
    /// Whatever `work` returns; then nothing was changed.
    pub async fn write<T: Send + 'static>(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static) -> Result<T> {
        self.db.writing(work).await
    }

    /// Acts on a form once: `act` returns the address to go to; the same key sent again leads there without acting.
    /// `owner` is whose form it is ([`crate::Shell::owner`], or a secret link's hash).
    ///
    /// # Errors
    /// Whatever `act` returns; then nothing was changed and the key is still good.
    pub async fn act(&self, key: &FormKey, owner: impl Into<String>, act: impl FnOnce(&mut Tx<'_>) -> Result<String> + Send + 'static) -> Result<String> {
        let (key, owner) = (key.clone(), owner.into());
        self.db.writing(move |tx| key.once(tx, &owner, act)).await
    }

    /// A document as PDF, typeset off the async threads.
    ///
    /// # Errors
    /// A template of the institute's own is broken.
    pub async fn print<D: documents::Printable + Send + 'static>(&self, document: D, made_at: Timestamp) -> Result<Vec<u8>> {
        let press = self.documents.clone();
        let pdf = tokio::task::spawn_blocking(move || press.print(&document, made_at)).await.map_err(anyhow::Error::new)?;
        Ok(pdf.map_err(anyhow::Error::new)?.bytes)
    }

    /// A document printed and safe in the store, for a row to refer to.
    ///
    /// # Errors
    /// As [`App::print`], or the disk fails.
    pub async fn print_and_keep<D: documents::Printable + Send + 'static>(&self, document: D) -> Result<files::Stored> {
        let (bytes, store) = (self.print(document, self.clock().now()).await?, self.files.clone());
        tokio::task::spawn_blocking(move || store.put_own(&bytes, files::Kind::Pdf)).await.map_err(anyhow::Error::new)?
    }

    /// What is stored under a digest.
    ///
    /// # Errors
    /// Not found, or the disk fails.
    pub async fn stored(&self, digest: files::Digest) -> Result<Vec<u8>> {
        let store = self.files.clone();
        tokio::task::spawn_blocking(move || store.get(&digest)).await.map_err(anyhow::Error::new)?
    }
}

//! Starting and stopping.

use crate::{
    assemble::{self, Mode},
    config::Config,
    data, demo_clock,
    http::{self, AT_ONCE, Gate, Site},
    say,
    schedule::{self, Turns},
    setup,
};
use anyhow::Context;
use axum::Router;
use kernel::Db;
use std::net::SocketAddr;
use tokio::sync::watch;
use tracing::Instrument;
use tracing_subscriber::EnvFilter;
use web::{App, OwnNav};

/// Opens everything and serves until Ctrl-C or SIGTERM.
///
/// # Errors
/// In words for the console: the folder, the database or the port.
pub fn run(config: &Config, mode: Mode, prepare: impl FnOnce(&App) -> anyhow::Result<Vec<String>>) -> anyhow::Result<()> {
    start_log(&config.log);
    raise_file_limit();
    let _held = data::hold(&config.data)?;
    let (db, schema) = data::open_current(config, data::clock_of(mode)?)?;
    if schema.before > 0 && schema.after > schema.before {
        say::line(&format!("База данных обновлена: схема {} → {}.", schema.before, schema.after));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().max_blocking_threads(64).build()?;
    let served = runtime.block_on(Start { config, db, manner: Manner::alone(mode) }.serve(prepare));
    // Writes under way end; nothing new begins.
    runtime.shutdown_timeout(std::time::Duration::from_secs(15));
    served
}

/// How a site is run: what for, and with how much of the machine.
#[derive(Clone)]
pub struct Manner {
    pub mode: Mode,
    pub turns: Turns,
    /// Requests at once.
    pub at_once: usize,
    /// Pages beside those of every region.
    pub more: Option<fn() -> Router<App>>,
    pub own_nav: Option<OwnNav>,
}

impl Manner {
    fn alone(mode: Mode) -> Self {
        Self { mode, turns: Turns::alone(), at_once: AT_ONCE, more: None, own_nav: None }
    }
}

pub struct Start<'c> {
    pub config: &'c Config,
    pub db: Db,
    pub manner: Manner,
}

impl Start<'_> {
    async fn serve(self, prepare: impl FnOnce(&App) -> anyhow::Result<Vec<String>>) -> anyhow::Result<()> {
        let listener = http::listen(self.config.listen).with_context(|| format!("Адрес {} занять не удалось. Укажите другой порт: --listen 127.0.0.1:8081", self.config.listen))?;
        let address = listener.local_addr()?;
        let public_url = if self.config.public_url.is_empty() { as_typed(address) } else { self.config.public_url.clone() };
        let (stop, stopped) = watch::channel(false);
        tokio::task::spawn_blocking(http::assets::warm);
        // The database is waited for in this thread, which nobody else needs yet.
        let (site, words) = tokio::task::block_in_place(|| {
            let app = self.app(&public_url)?;
            let words = prepare(&app)?;
            anyhow::Ok((self.site(&public_url, &stopped)?, words))
        })?;
        say::line(&format!("Методактив отвечает по адресу {}", as_typed(address)));
        words.iter().for_each(|line| say::line(line));
        say::line("Остановить: Ctrl-C.");
        http::serve(listener, site, Gate::new(self.config.trusted_proxy), asked_to_stop()).await;
        let _ = stop.send(true);
        say::line("Работа завершена, данные сохранены.");
        Ok(())
    }

    pub(crate) fn app(&self, public_url: &str) -> anyhow::Result<App> {
        let db = data::with_regional_clock(&self.db)?;
        assemble::app_with_nav(self.config, db, self.manner.mode, public_url.to_owned(), self.manner.own_nav)
    }

    /// The pages of work; before the first set-up, those of the set-up, which then gives way.
    pub(crate) fn site(&self, public_url: &str, stopped: &watch::Receiver<bool>) -> anyhow::Result<Site> {
        // Once more: the demo has brought the region's zone and the operator's name.
        let app = &self.app(public_url)?;
        if app.db.read(structure::is_set_up)? {
            begin_jobs(app, self.config, &self.manner, stopped)?;
            return Ok(Site::new(whole(app, self.config, &self.manner)));
        }
        let (wizard, finished) = setup::Wizard::begin();
        say::line(&format!("Первый запуск: откройте {public_url}/setup и введите код настройки: {}", wizard.code()));
        let site = Site::new(http::surround(app, setup::router(wizard)));
        let again = Again { config: self.config.clone(), manner: self.manner.clone(), db: self.db.clone(), public_url: public_url.to_owned(), stopped: stopped.clone(), site: site.clone() };
        tokio::spawn(again.once(finished));
        Ok(site)
    }
}

/// What is needed to open the house once it is set up.
struct Again {
    config: Config,
    manner: Manner,
    db: Db,
    public_url: String,
    stopped: watch::Receiver<bool>,
    site: Site,
}

impl Again {
    async fn once(self, finished: setup::Finished) {
        if finished.await.is_err() {
            return;
        }
        let opened = tokio::task::block_in_place(|| {
            let db = data::with_regional_clock(&self.db)?;
            let app = assemble::app_with_nav(&self.config, db, self.manner.mode, self.public_url.clone(), self.manner.own_nav)?;
            begin_jobs(&app, &self.config, &self.manner, &self.stopped)?;
            anyhow::Ok(app)
        });
        match opened {
            Ok(app) => {
                self.site.change(whole(&app, &self.config, &self.manner));
                say::line("Настройка закончена, можно работать.");
            }
            Err(cause) => say::trouble(&format!("Настройка закончена, но открыть сайт не удалось: {}. Запустите программу снова.", say::words(&cause))),
        }
    }
}

/// All pages with everything around them.
fn whole(app: &App, config: &Config, manner: &Manner) -> Router {
    let pages = assemble::pages(assemble::outside_login(config, &app.settings.public_url));
    let pages = if app.settings.demo { pages.merge(demo_clock::router()) } else { pages };
    let pages = match manner.more {
        Some(more) => pages.merge(more()),
        None => pages,
    };
    http::surround_within(app, pages, manner.at_once)
}

fn begin_jobs(app: &App, config: &Config, manner: &Manner, stopped: &watch::Receiver<bool>) -> anyhow::Result<()> {
    schedule::write_register(app, &mail::Post::none())?;
    tokio::spawn(schedule::run(app.clone(), config.post()?, manner.turns.clone(), stopped.clone()).in_current_span());
    Ok(())
}

/// The address as one types it: what listens everywhere is reached here at home.
pub(crate) fn as_typed(address: SocketAddr) -> String {
    if address.ip().is_unspecified() { format!("http://127.0.0.1:{}", address.port()) } else { format!("http://{address}") }
}

pub(crate) async fn asked_to_stop() {
    let ctrl_c = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut term) = signal(SignalKind::terminate()) {
            tokio::select! { _ = ctrl_c => {}, _ = term.recv() => {} }
            return;
        }
    }
    let _ = ctrl_c.await;
}

/// Standard error, one line per event, no colours in a file.
pub(crate) fn start_log(level: &str) {
    use std::io::IsTerminal;
    let filter = EnvFilter::new(format!("warn,server={level},web={level},access={level},mail={level},kernel={level},files={level},demo={level}"));
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal()).try_init();
}

/// A thousand connections need as many descriptors, and each of many databases a few.
pub(crate) fn raise_file_limit() {
    if let Err(cause) = rlimit::increase_nofile_limit(8192) {
        tracing::warn!(%cause, "the limit of open files could not be raised");
    }
}

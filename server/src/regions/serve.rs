//! Starting all regions, and trying again those that don't start.

use super::{country, mark};
use crate::{
    assemble::Mode,
    config::{COUNTRY, Config, Installation, Site as Place},
    data::{self, Held},
    http::{self, AT_ONCE, Door, Gate, Hosts, Site},
    say,
    schedule::Turns,
    serve::{self, Manner, Start},
};
use anyhow::Context;
use kernel::db::Room;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::{Semaphore, watch};
use tracing::Instrument;
use web::App;

/// How soon one that did not start is tried again.
const AGAIN: Duration = Duration::from_secs(30);
/// Regions opened side by side at the start.
const SIDE_BY_SIDE: usize = 8;
/// The fewest requests that a region may have under way, however many regions there are.
const LEAST_AT_ONCE: usize = 16;

/// Serves until Ctrl-C or SIGTERM.
///
/// # Errors
/// In words for the console: the port. A region that doesn't start is no error of the whole.
pub fn run(program: &Config, installation: &Installation) -> anyhow::Result<()> {
    serve::start_log(&program.log);
    serve::raise_file_limit();
    let runtime = runtime(installation.regions.len())?;
    let served = runtime.block_on(until_told(program, installation));
    runtime.shutdown_timeout(Duration::from_secs(15));
    served
}

/// Threads for so many regions.
pub(super) fn runtime(regions: usize) -> anyhow::Result<tokio::runtime::Runtime> {
    let threads = (64 + 2 * regions).min(256);
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().max_blocking_threads(threads).build()?)
}

async fn until_told(program: &Config, installation: &Installation) -> anyhow::Result<()> {
    let listener = http::listen(program.listen).with_context(|| format!("Адрес {} занять не удалось. Укажите другой порт: --listen 127.0.0.1:8081", program.listen))?;
    let address = listener.local_addr()?;
    tokio::task::spawn_blocking(http::assets::warm);
    let (stop, stopped) = watch::channel(false);
    let house = House::begin(installation, &stopped);
    say::line(&format!("Методактив отвечает по адресу {address}; сайтов: {}.", installation.sites().count()));
    say::line("Остановить: Ctrl-C.");
    http::serve(listener, Site::new(house.hosts.clone().router()), Gate::new(program.trusted_proxy), serve::asked_to_stop()).await;
    let _ = stop.send(true);
    say::line("Работа завершена, данные сохранены.");
    Ok(())
}

/// Applications of the sites that are open.
#[derive(Clone, Default)]
pub struct Opened(Arc<Mutex<BTreeMap<String, App>>>);

impl Opened {
    /// The open one of this name.
    #[must_use]
    pub fn app(&self, name: &str) -> Option<App> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    /// Names of the open ones.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect()
    }

    fn add(&self, name: &str, app: App) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), app);
    }
}

/// What the sites are opened for.
#[derive(Clone, Copy)]
pub struct Purpose {
    pub mode: Mode,
    /// Called with the name and the application of each site before it is shown.
    pub prepare: fn(&str, &App) -> anyhow::Result<()>,
    /// How often the country asks.
    pub every: Duration,
}

impl Purpose {
    /// Real work.
    pub const WORK: Self = Self { mode: Mode::Serve, prepare: |_, _| Ok(()), every: country::EVERY };
}

/// All sites of an installation.
pub struct House {
    pub hosts: Hosts,
    pub opened: Opened,
}

impl House {
    /// Begins to open all sites; each answers 503 until it is open. Call within a runtime.
    #[must_use]
    pub fn begin(installation: &Installation, stopped: &watch::Receiver<bool>) -> Self {
        Self::begin_for(installation, Purpose::WORK, stopped)
    }

    /// [`House::begin`], for another purpose than work.
    #[must_use]
    pub fn begin_for(installation: &Installation, purpose: Purpose, stopped: &watch::Receiver<bool>) -> Self {
        let many = installation.sites().count();
        let (opened, gate) = (Opened::default(), Arc::new(Semaphore::new(SIDE_BY_SIDE)));
        let turns = Turns::shared((many / 4).max(8));
        let has_country = installation.country.is_some();
        let doors: Vec<(String, Door)> = installation
            .sites()
            .map(|place| {
                let door = Door::shut(&place.name, &place.config.support, place.config.public_url.starts_with("https://"));
                let room = Room::shared(place.config.database.engine(), many, installation.connections);
                let is_giving = has_country && place.name != COUNTRY;
                let manner = Manner {
                    mode: purpose.mode,
                    turns: turns.of_one(),
                    at_once: (AT_ONCE * 2 / many.max(1)).clamp(LEAST_AT_ONCE, AT_ONCE),
                    more: is_giving.then_some(::country::giving_router as fn() -> _),
                    own_nav: is_giving.then_some(::country::giving_nav as web::OwnNav),
                };
                let opening = Opening { place: place.clone(), room, manner, prepare: purpose.prepare, door: door.clone(), opened: opened.clone(), stopped: stopped.clone() };
                let span = tracing::info_span!("region", name = place.name);
                tokio::spawn(opening.until_open(gate.clone()).instrument(span));
                (place.host.clone(), door)
            })
            .collect();
        if has_country {
            let names = installation.regions.iter().map(|region| region.name.clone()).collect();
            tokio::spawn(country::keep_collecting(names, opened.clone(), purpose.every, stopped.clone()));
        }
        Self { hosts: Hosts::new(doors), opened }
    }
}

/// A site on its way.
#[derive(Clone)]
struct Opening {
    place: Place,
    room: Room,
    manner: Manner,
    prepare: fn(&str, &App) -> anyhow::Result<()>,
    door: Door,
    opened: Opened,
    stopped: watch::Receiver<bool>,
}

impl Opening {
    async fn until_open(self, gate: Arc<Semaphore>) {
        let mut stopped = self.stopped.clone();
        let mut told = String::new();
        loop {
            let Ok(turn) = gate.acquire().await else { return };
            let (this, span) = (self.clone(), tracing::Span::current());
            let tried = tokio::task::spawn_blocking(move || span.in_scope(|| this.open())).await;
            drop(turn);
            let words = match tried {
                Ok(Ok(held)) => {
                    // The folder is held for as long as the program runs.
                    let _ = stopped.wait_for(|stopped| *stopped).await;
                    drop(held);
                    return;
                }
                Ok(Err(cause)) => say::words(&cause),
                Err(cause) => format!("программа прервалась: {cause}"),
            };
            if words != told {
                say::trouble(&format!("Регион {}: не открывается. {words} Остальные работают; попытки повторяются сами.", self.place.name));
                told = words;
            }
            tokio::select! {
                () = tokio::time::sleep(AGAIN) => {}
                _ = stopped.changed() => return,
            }
        }
    }

    fn open(&self) -> anyhow::Result<Held> {
        let config = &self.place.config;
        let held = data::hold(&config.data)?;
        let db = data::open_within(config, data::clock_of(self.manner.mode)?, self.room)?;
        mark::check(&db, &self.place.name)?;
        let (db, schema) = data::bring(config, db)?;
        mark::write(&db, &self.place.name)?;
        if schema.before > 0 && schema.after > schema.before {
            say::line(&format!("Регион {}: база данных обновлена, схема {} → {}.", self.place.name, schema.before, schema.after));
        }
        let site = if self.place.name == COUNTRY {
            let (app, site) = country::open(config, &db, &self.manner, &self.stopped)?;
            (self.prepare)(&self.place.name, &app)?;
            self.opened.add(&self.place.name, app);
            site
        } else {
            let start = Start { config, db, manner: self.manner.clone() };
            (self.prepare)(&self.place.name, &start.app(&config.public_url)?)?;
            let site = start.site(&config.public_url, &self.stopped)?;
            self.opened.add(&self.place.name, start.app(&config.public_url)?);
            site
        };
        self.door.open(&site);
        say::line(&format!("Регион {}: работает, {}", self.place.name, config.public_url));
        Ok(held)
    }
}

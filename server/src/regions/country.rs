//! The country's site, and the numbers that go from regions to it.
//!
//! One way only: a region counts what it gives ([`::country::contribution`]) in a read of its own database; what comes out is a value
//! without names, and only that value is written into the country's database.

use super::Opened;
use crate::{
    assemble::{self, Mode},
    config::{COUNTRY, Config},
    demo_clock,
    http::{self, Site},
    outbox, schedule,
    serve::Manner,
};
use ::country::{Answer, collected, contribution, given, taken};
use access::{NewAccount, NewGrant, Role, accounts, codes, grants};
use audit::By;
use axum::Router;
use kernel::{Clock, Db, Error, Result, id::PlaceId};
use std::time::Duration;
use tokio::sync::watch;
use web::App;

/// A region's decision shows at the country within this time.
pub const EVERY: Duration = Duration::from_secs(600);
const FIRST: Duration = Duration::from_secs(20);

/// Days of the country are counted in Moscow.
fn clock() -> Clock {
    Clock::system(jiff::tz::TimeZone::get("Europe/Moscow").unwrap_or(jiff::tz::TimeZone::UTC))
}

/// Opens the country's site over its database.
///
/// # Errors
/// In words for the console.
pub fn open(config: &Config, db: &Db, manner: &Manner, stopped: &watch::Receiver<bool>) -> anyhow::Result<(App, Site)> {
    let app = app(config, db, manner.mode)?;
    tokio::spawn(schedule::run_of_country(app.clone(), config.post()?, manner.turns.clone(), stopped.clone()));
    let site = Site::new(http::surround_within(&app, pages(manner.mode), manner.at_once));
    Ok((app, site))
}

/// The application of the country's site; its one place is made when it isn't there.
///
/// # Errors
/// In words for the console.
pub fn app(config: &Config, db: &Db, mode: Mode) -> anyhow::Result<App> {
    let db = db.with_clock(clock());
    db.write(|tx| ::country::found(tx, &By::system()))?;
    assemble::app_with_nav(config, db, mode, config.public_url.clone(), Some(::country::nav))
}

/// What the country shows: accounts, figures and the size of the text, nothing else.
#[must_use]
pub fn pages(mode: Mode) -> Router<App> {
    let pages = Router::new().merge(::accounts::router()).merge(desk::sight_page()).merge(::country::router());
    match mode {
        Mode::Serve => pages,
        Mode::Demo => pages.merge(outbox::router()).merge(demo_clock::router()),
    }
}

/// Gives an account of the country's site: the first administrator, who then gives the others theirs. What is returned is the code for
/// the first login.
///
/// # Errors
/// Fields: the name or the address; the store fails.
pub fn enrol(db: &Db, name: &str, email: &str, role: Role) -> Result<String> {
    let email = accounts::folded_email(email).map_err(|what| Error::field("email", what))?;
    let name = kernel::name::part(name).map_err(|what| Error::field("name", what))?;
    db.with_clock(clock()).write(|tx| {
        let by = By::cli();
        ::country::found(tx, &by)?;
        let account = accounts::create(tx, &by, &NewAccount { name, email, person: None })?;
        let from = tx.today();
        grants::grant(tx, &by, &NewGrant { account, role, place: PlaceId::from(structure::places::REGION), from, to: None })?;
        Ok(codes::issue(tx, &by, account, codes::Purpose::FirstLogin)?.plain)
    })
}

/// Asks all regions in turn, again and again.
pub async fn keep_collecting(names: Vec<String>, opened: Opened, every: Duration, mut stopped: watch::Receiver<bool>) {
    let mut wait = FIRST.min(every);
    loop {
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stopped.changed() => return,
        }
        wait = every;
        let Some(country) = opened.app(COUNTRY) else { continue };
        for name in &names {
            let (country, region, name) = (country.clone(), opened.app(name), name.clone());
            let done = tokio::task::spawn_blocking(move || collect(&country.db, &name, region.as_ref().map(|app| &app.db))).await;
            match done {
                Ok(Ok(())) => {}
                Ok(Err(cause)) => tracing::error!(%cause, "figures of a region were not taken, will be tried again"),
                Err(cause) => tracing::error!(%cause, "taking figures broke off, will be tried again"),
            }
        }
    }
}

/// What one region gives now, written down at the country. The region notes in its own journal what leaves it, before it leaves.
///
/// # Errors
/// The country's store fails. A region that doesn't answer is noted as such.
pub fn collect(country: &Db, name: &str, region: Option<&Db>) -> Result<()> {
    let answer = match region.map(|db| db.read(contribution)) {
        Some(Ok(answer)) => answer,
        Some(Err(_)) | None => Answer::Silent,
    };
    let digest = answer.digest();
    if country.read(|tx| collected(tx, name, &answer, &digest))? {
        return Ok(());
    }
    if let (Answer::Gives(contribution), Some(region)) = (&answer, region) {
        region.write(|tx| given(tx, contribution))?;
    }
    country.write(|tx| taken(tx, name, &answer, &digest))
}

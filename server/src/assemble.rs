//! All domains in one place: their pages, and who hears whose news.

use crate::{
    config::{Config, Oidc},
    key, outbox,
};
use access::{
    Actor,
    oidc::{OidcSettings, Provider},
};
use activities::calendar::{Asked, Day};
use audit::By;
use axum::Router;
use documents::Documents;
use kernel::{Date, Db, Result, Tx, news::Listeners};
use pathways::ics::{Entry, Source};
use structure::profile::Profile;
use web::{App, OwnNav, Parts, Settings};

/// Who hears news, in order: those who refer to others first, the card of the person last.
#[must_use]
pub fn listeners() -> Listeners {
    Listeners::new(vec![
        exchange::listen,
        reports::listen,
        insight::listen,
        programme::listen,
        practices::listen,
        support::listen,
        pairs::listen,
        help::listen,
        activities::listen,
        activities::quick::listen,
        unions::listen,
        resources::listen,
        pathways::listen,
        cases::listen,
        outcomes::listen,
        deficits::listen,
        observation::listen,
        diagnostics::listen,
        items::listen,
        competencies::listen,
        commission::listen,
        applications::listen,
        membership::listen,
        consent::erasure,
        ledger::listen,
        notices::listen,
        mail::hear,
        access::erasure::hear,
        structure::listen,
        people::listen,
    ])
}

/// Every page of every domain.
#[must_use]
pub fn pages(outside_login: Option<Provider>) -> Router<App> {
    Router::new()
        .merge(accounts::with_outside_login(outside_login))
        .merge(structure::router())
        .merge(people::router())
        .merge(consent::router(vec![
            consent::about_me,
            structure::about_me,
            programme::stages::about_me,
            diagnostics::about_me,
            observation::about_me,
            deficits::about_me,
            resources::about_me,
            outcomes::about_me,
            cases::about_me,
            pathways::about_me,
            pathways::walk::about_me,
            insight::about_me,
            support::about_me,
            notices::about_me,
            help::about_me,
            activities::about_me,
            activities::quick::about_me,
            pairs::about_me,
            pairs::mentoring::about_me,
            programme::year::about_me,
            unions::about_me,
            practices::about_me,
        ]))
        .merge(applications::router())
        .merge(membership::router())
        .merge(commission::router())
        .merge(register::router())
        .merge(competencies::router())
        .merge(items::router())
        .merge(diagnostics::router())
        .merge(observation::router())
        .merge(deficits::router())
        .merge(resources::router())
        .merge(outcomes::router())
        .merge(cases::router(vec![pathways::tasks]))
        // What helped others reaches whoever builds a pathway from above.
        .merge(pathways::router_with(calendar_sources(), vec![activities::proofs]).layer(axum::Extension(pathways::proposal::PriorSource(insight::worked_prior))))
        .merge(insight::router())
        .merge(notices::router())
        .merge(unions::router())
        .merge(activities::router_with(vec![stage_days, support::contests::days]))
        .merge(help::router())
        .merge(pairs::router())
        .merge(support::router_with(vec![("рецензий на практики", practices::reviews_given), ("проверено материалов каталога", resources::reviewed_by)]))
        .merge(practices::router())
        .merge(programme::router())
        .merge(reports::router())
        .merge(exchange::router())
        .merge(picture::router())
        .merge(desk::router())
        .merge(outbox::router())
}

/// Days of the year programme in the calendar of a month; they are the region's, not one municipality's, and of no single direction.
fn stage_days(tx: &mut Tx<'_>, actor: &Actor, asked: &Asked<'_>) -> Result<Vec<Day>> {
    if !asked.under.is_empty() || !asked.direction.is_empty() {
        return Ok(Vec::new());
    }
    let days = programme::stages::days(tx, actor, (asked.from, asked.until), asked.is_mine)?;
    Ok(days.into_iter().map(|(on, title, url)| Day { on, time: String::new(), title, url, what: "программа года" }).collect())
}

/// What other domains have in a person's own calendar.
fn calendar_sources() -> Vec<Source> {
    vec![
        activities::feed,
        |tx, person| unions::entries(tx, person).map(whole_days),
        |tx, person| support::entries(tx, person).map(whole_days),
        |tx, person| pairs::mentoring::entries(tx, person).map(whole_days),
        |tx, person| programme::stages::entries(tx, person).map(whole_days),
    ]
}

/// Id, day, title and address, as domains tell them.
fn whole_days(days: Vec<(String, Date, String, String)>) -> Vec<Entry> {
    days.into_iter().map(|(id, day, title, url)| Entry::on(id, day, title, url)).collect()
}

/// The outside login of the settings, if there is one.
#[must_use]
pub fn outside_login(config: &Config, public_url: &str) -> Option<Provider> {
    let Oidc { issuer, client_id, client_secret, label } = config.oidc.clone()?;
    Some(Provider::new(OidcSettings { issuer, client_id, client_secret, label }, &format!("{public_url}{}", accounts::OUTSIDE_CALLBACK)))
}

/// Everything that a region's profile brings: places, dictionaries, calendar, quotas, texts of consents.
///
/// # Errors
/// The store fails.
pub fn load_region(tx: &mut Tx<'_>, by: &By, profile: &Profile) -> Result<()> {
    structure::load_profile(tx, by, profile)?;
    membership::load_from_profile(tx, profile)?;
    consent::texts::load_initial(tx, by, &profile.operator)?;
    observation::load_sample(tx, by)
}

/// What the program is started for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Real work.
    Serve,
    /// Invented people, one-click login.
    Demo,
}

/// The application over an open database.
///
/// # Errors
/// The folder of files can't be made, the profile can't be read, or the installation's key isn't here.
pub fn app(config: &Config, db: Db, mode: Mode, public_url: String) -> anyhow::Result<App> {
    app_with_nav(config, db, mode, public_url, None)
}

/// [`app`], where one finds more or other entries on the left than on a region's own site.
///
/// # Errors
/// As [`app`].
pub fn app_with_nav(config: &Config, db: Db, mode: Mode, public_url: String, own_nav: Option<OwnNav>) -> anyhow::Result<App> {
    let operator = if db.read(structure::is_set_up)? { db.read(structure::profile)?.operator.full_name.clone() } else { String::new() };
    let settings = Settings {
        public_url,
        demo: mode == Mode::Demo,
        data_dir: config.data.clone(),
        max_upload: config.max_upload,
        trusted_proxy: config.trusted_proxy,
        operator,
        support: config.support.clone(),
        check_links: config.check_links,
        own_nav,
    };
    let vault = key::ready(config, &db)?;
    let files = files::Store::open(config.data.join("files"))?.up_to(config.max_upload);
    Ok(App::new(Parts { db, settings, files, documents: Documents::new(config.templates.clone()), listeners: listeners(), vault, unread: notices::unread }))
}

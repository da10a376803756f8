//! Settings: one table says their names, defaults and meaning; the value in force comes from the command line, else the
//! environment, else one TOML file, else the default. An unknown name or a bad value stops the start with a remedy.

mod installation;
mod parse;
mod sources;
mod table;

pub use installation::{COUNTRY, Installation, Site, host_of};
pub use sources::{Given, Section, Source, Values, gather};
pub use table::{SETTINGS, Setting};

use kernel::db::Location;
use std::{fmt, net::SocketAddr, path::PathBuf};

/// Why the settings can't be used: where it is written and what to do, in Russian.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub place: String,
    pub what: String,
}

/// All problems at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Настройки не подходят:")?;
        self.0.iter().try_for_each(|problem| write!(f, "\n  {}: {}", problem.place, problem.what))
    }
}

impl std::error::Error for Problems {}

/// The settings in force, each of its own type.
#[derive(Debug, Clone)]
pub struct Config {
    pub listen: SocketAddr,
    pub data: PathBuf,
    pub database: Location,
    /// Empty: the address that the program listens on.
    pub public_url: String,
    pub smtp: Option<String>,
    pub mail_from: String,
    pub trusted_proxy: bool,
    pub support: String,
    /// Links of the catalogue are asked for.
    pub check_links: bool,
    /// Bytes.
    pub max_upload: usize,
    pub templates: Option<PathBuf>,
    pub oidc: Option<Oidc>,
    /// The installation's key, if it is not kept in the folder of data.
    pub secret_key: Option<access::Vault>,
    pub log: String,
}

/// An outside login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Oidc {
    pub issuer: String,
    pub client_id: String,
    pub client_secret: String,
    pub label: String,
}

impl Config {
    /// Makes typed settings of gathered values.
    ///
    /// # Errors
    /// Every value that doesn't fit, and every pair that doesn't fit together.
    pub fn of(values: &Values) -> Result<Self, Problems> {
        let problems = values.check();
        if !problems.is_empty() {
            return Err(Problems(problems));
        }
        let read = |name: &'static str| values.get(name);
        let bad = |name: &'static str| {
            let place = format!("{}, {name}", read(name).source);
            move |what: String| Problems(vec![Problem { place, what }])
        };
        let data = PathBuf::from(&read("data").value);
        let database = match read("database_url").value.as_str() {
            "" => Location::Sqlite(data.join("metodaktiv.sqlite")),
            url => Location::Postgres(url.to_owned()),
        };
        let config = Self {
            listen: parse::listen(&read("listen").value).map_err(bad("listen"))?,
            data,
            database,
            public_url: read("public_url").value.trim_end_matches('/').to_owned(),
            smtp: filled(&read("smtp").value),
            mail_from: read("mail_from").value.clone(),
            trusted_proxy: parse::yes_no(&read("trusted_proxy").value).map_err(bad("trusted_proxy"))?,
            support: read("support").value.clone(),
            check_links: parse::yes_no(&read("check_links").value).map_err(bad("check_links"))?,
            max_upload: parse::megabytes(&read("max_upload_mb").value).map_err(bad("max_upload_mb"))? * 1024 * 1024,
            templates: filled(&read("templates").value).map(PathBuf::from),
            oidc: oidc(values)?,
            secret_key: parse::key(&read("secret_key").value).map_err(bad("secret_key"))?,
            log: read("log").value.clone(),
        };
        config.post().map_err(|what| bad("smtp")(what.to_string()))?;
        Ok(config)
    }

    /// The way for letters.
    ///
    /// # Errors
    /// The address of the mail server or of the sender can't be used.
    pub fn post(&self) -> Result<mail::Post, mail::BadPost> {
        match &self.smtp {
            Some(url) => mail::Post::smtp(url, &self.mail_from),
            None => Ok(mail::Post::none()),
        }
    }
}

fn filled(value: &str) -> Option<String> {
    (!value.is_empty()).then(|| value.to_owned())
}

fn oidc(values: &Values) -> Result<Option<Oidc>, Problems> {
    const PARTS: [&str; 3] = ["oidc_issuer", "oidc_client_id", "oidc_client_secret"];
    let [issuer, client_id, client_secret] = PARTS.map(|name| values.get(name).value.clone());
    let missing: Vec<&str> = PARTS.into_iter().filter(|name| values.get(name).value.is_empty()).collect();
    match missing.len() {
        0 => Ok(Some(Oidc { issuer, client_id, client_secret, label: values.get("oidc_label").value.clone() })),
        3 => Ok(None),
        _ => Err(Problems(vec![Problem {
            place: PARTS.iter().find(|name| !missing.contains(name)).map(|name| values.get(name).source.to_string()).unwrap_or_default(),
            what: format!("для входа через внешнюю систему не хватает: {}. Впишите их или уберите остальные oidc_…", missing.join(", ")),
        }])),
    }
}

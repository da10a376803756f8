//! Several regions in one installation: tables `[[regions]]` and `[country]` of the settings file.
//!
//! A region shares with the others only what belongs to the machine (the port, the log, whether a proxy stands in front, limits). Its
//! database, folder, key, address, letters and outside login are its own and are never inherited: what one region forgot to say must
//! not turn into another's.

use super::{Config, Given, Problem, Problems, Section, Values, parse, sources::Source};
use kernel::db::Location;
use std::{
    collections::BTreeMap,
    path::{Component, Path, PathBuf},
};

/// The name of the country's site among the regions.
pub const COUNTRY: &str = "country";

/// A site of the installation: a region's, or the country's.
#[derive(Debug, Clone)]
pub struct Site {
    /// As commands and the log call it.
    pub name: String,
    /// The name by which browsers come.
    pub host: String,
    pub config: Config,
}

/// What one program serves when it is more than one region.
#[derive(Debug, Clone)]
pub struct Installation {
    pub regions: Vec<Site>,
    pub country: Option<Site>,
    /// Connections with PostgreSQL that all of them may hold together.
    pub connections: u32,
}

/// What a region must say itself: at the top it would be everybody's.
const OWN_ONLY: [&str; 11] = ["database_url", "public_url", "smtp", "mail_from", "support", "secret_key", "oidc_issuer", "oidc_client_id", "oidc_client_secret", "oidc_label", "templates"];
/// What belongs to the program as a whole: a region can't have its own.
const OF_THE_PROGRAM: [&str; 4] = ["listen", "trusted_proxy", "log", "connections"];

impl Installation {
    /// The regions of the settings; nothing where the file names none, that is, one region is served as ever.
    ///
    /// # Errors
    /// Everything that doesn't fit.
    pub fn of(values: &Values) -> Result<Option<Self>, Problems> {
        if values.regions.is_empty() {
            return match &values.country {
                Some(section) => Err(Problems(vec![problem(&section.source, COUNTRY, "страница страны складывается из регионов, а таблиц [[regions]] нет. Опишите регионы или уберите [country]")])),
                None => Ok(None),
            };
        }
        let mut problems: Vec<Problem> = OWN_ONLY.iter().filter_map(|name| misplaced(values, name)).collect();
        let mut regions = Vec::new();
        for section in &values.regions {
            match region(values, section) {
                Ok(site) => regions.push(site),
                Err(found) => problems.extend(found.0),
            }
        }
        let country = match values.country.as_ref().map(|section| site(values, section, COUNTRY.to_owned())).transpose() {
            Ok(country) => country,
            Err(found) => {
                problems.extend(found.0);
                None
            }
        };
        problems.extend(shared(values, regions.iter().chain(&country)));
        let connections = parse::connections(&values.get("connections").value).unwrap_or_default();
        if problems.is_empty() { Ok(Some(Self { regions, country, connections })) } else { Err(Problems(problems)) }
    }

    /// All sites, the country's last.
    pub fn sites(&self) -> impl Iterator<Item = &Site> {
        self.regions.iter().chain(&self.country)
    }

    /// The site of this name.
    ///
    /// # Errors
    /// There is none; the words list those that there are.
    pub fn site(&self, name: &str) -> anyhow::Result<&Site> {
        self.sites().find(|site| site.name == name).ok_or_else(|| anyhow::anyhow!("Региона «{name}» в настройках нет. Есть: {}", self.names()))
    }

    /// All names, for words.
    #[must_use]
    pub fn names(&self) -> String {
        self.sites().map(|site| site.name.as_str()).collect::<Vec<_>>().join(", ")
    }
}

fn problem(source: &Source, name: &str, what: impl Into<String>) -> Problem {
    Problem { place: format!("{source}, {name}"), what: what.into() }
}

/// A setting of a region, written where it would hold for all.
fn misplaced(values: &Values, name: &str) -> Option<Problem> {
    let given = values.get(name);
    let is_written = given.source != Source::Default && !given.value.is_empty();
    is_written.then(|| problem(&given.source, name, "в установке из нескольких регионов эта настройка у каждого своя. Впишите её в таблицу [[regions]] нужного региона и уберите отсюда"))
}

fn region(values: &Values, section: &Section) -> Result<Site, Problems> {
    let Some(name) = &section.name else {
        return Err(Problems(vec![problem(&section.source, "[[regions]]", "у региона нет имени. Впишите, например, name = \"sever\"")]));
    };
    let fits = name.value.len() <= 40 && name.value.starts_with(|c: char| c.is_ascii_lowercase()) && name.value.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if !fits || name.value == COUNTRY {
        return Err(Problems(vec![problem(&name.source, "name", format!("«{}» не подходит для имени региона. Нужны латинские строчные буквы, цифры и дефис, начиная с буквы; слово {COUNTRY} занято", name.value))]));
    }
    site(values, section, name.value.clone())
}

fn site(values: &Values, section: &Section, name: String) -> Result<Site, Problems> {
    let mut problems: Vec<Problem> =
        OF_THE_PROGRAM.iter().filter_map(|word| section.own.get(word).map(|given| problem(&given.source, word, "эта настройка общая для всей программы. Перенесите её из таблицы наверх"))).collect();
    let mut own = section.own.clone();
    own.entry("data").or_insert_with(|| Given { value: Path::new(&values.get("data").value).join(&name).to_string_lossy().into_owned(), source: Source::Default });
    // Nothing that must be a region's own comes from elsewhere.
    let nothing: BTreeMap<&'static str, Given> =
        OWN_ONLY.iter().map(|word| (*word, Given { value: super::SETTINGS.iter().find(|setting| setting.name == *word).map(|setting| setting.default.to_owned()).unwrap_or_default(), source: Source::Default })).collect();
    let values = values.with(&nothing).with(&own);
    let host = host_of(&values.get("public_url").value);
    if host.is_none() {
        problems.push(problem(&section.source, &name, "у региона нет адреса. Впишите public_url = \"https://…\": по имени сайта программа узнаёт, чей это посетитель"));
    }
    let config = match Config::of(&values) {
        Ok(config) => Some(config),
        Err(found) => {
            problems.extend(found.0);
            None
        }
    };
    match (config, host) {
        (Some(config), Some(host)) if problems.is_empty() => Ok(Site { name, host, config }),
        _ => Err(Problems(problems)),
    }
}

/// The name of a site out of its address, as a browser would say it.
#[must_use]
pub fn host_of(address: &str) -> Option<String> {
    Some(url::Url::parse(address).ok()?.host_str()?.trim_end_matches('.').to_ascii_lowercase())
}

/// What two sites have in common and mustn't.
fn shared<'a>(values: &Values, sites: impl Iterator<Item = &'a Site>) -> Vec<Problem> {
    let mut seen: Vec<&Site> = Vec::new();
    let mut found = Vec::new();
    for site in sites {
        let source = values.regions.iter().find(|section| section.name.as_ref().is_some_and(|name| name.value == site.name)).or(values.country.as_ref()).map(|section| section.source.clone()).unwrap_or(Source::Default);
        for other in &seen {
            let mut say = |what: &str, remedy: &str| found.push(problem(&source, &site.name, format!("{what} тот же, что у «{}». {remedy}", other.name)));
            if other.name == site.name {
                say("такой регион уже описан: name", "Назовите регионы по-разному");
            }
            if other.host == site.host {
                say("имя сайта в public_url", "У каждого региона своё имя сайта: иначе посетителей не различить");
            }
            if nested(&other.config.data, &site.config.data) {
                say("путь к папке данных (или одна лежит внутри другой)", "Укажите отдельную папку: data = \"…\"");
            }
            if same_database(&other.config.database, &site.config.database) {
                say("адрес базы", "У каждого региона своя база или своя схема PostgreSQL");
            }
            if other.config.secret_key.is_some() && other.config.secret_key.as_ref().map(access::Vault::text) == site.config.secret_key.as_ref().map(access::Vault::text) {
                say("ключ secret_key", "Сделайте свой: openssl rand -base64 32");
            }
        }
        seen.push(site);
    }
    found
}

fn nested(left: &Path, right: &Path) -> bool {
    let (left, right) = (whole(left), whole(right));
    left.starts_with(&right) || right.starts_with(&left)
}

/// The path without `.`, `..` and links, as far as it exists.
fn whole(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    let mut found = std::env::current_dir().unwrap_or_default();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                found.pop();
            }
            Component::CurDir => {}
            Component::Normal(_) | Component::RootDir | Component::Prefix(_) => found.push(part),
        }
    }
    found.ancestors().find_map(|known| Some((known.canonicalize().ok()?, found.strip_prefix(known).ok()?))).map_or_else(|| found.clone(), |(real, rest)| real.join(rest))
}

/// The same database by the same words; what two spellings of one address hide, the mark inside the database tells at the start.
fn same_database(left: &Location, right: &Location) -> bool {
    left == right
}

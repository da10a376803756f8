//! `metodaktiv regions …`, and commands that go over all regions.

use super::{country, mark};
use crate::{
    config::{self, COUNTRY, Config, Installation, Site, Values, host_of},
    data, doctor, say,
};
use access::Role;
use anyhow::{Context, bail, ensure};
use clap::Subcommand;
use kernel::{
    Db,
    db::{Engine, Location, MIGRATIONS, Room},
    params,
};
use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// What may be done with regions.
#[derive(Debug, Subcommand)]
pub enum Regions {
    /// Показать регионы: имя, адрес, где данные
    List,
    /// Дописать регион в файл настроек
    Add {
        /// Имя для команд и журнала: латинские буквы, цифры, дефис
        #[arg(value_name = "ИМЯ")]
        name: String,
        /// Адрес, который набирают люди: https://sever.example.ru
        #[arg(long, value_name = "АДРЕС")]
        public_url: String,
    },
    /// Проверить, откроется ли каждый регион и хватит ли соединений
    Check,
    /// Признать базу своей после переименования региона
    Adopt {
        /// Имя региона в настройках
        #[arg(value_name = "ИМЯ")]
        name: String,
    },
    /// Завести учётную запись на странице страны; код для первого входа будет напечатан
    CountryAccount {
        /// Фамилия, имя, отчество
        #[arg(long, value_name = "ФИО")]
        name: String,
        /// Почта
        #[arg(long, value_name = "ПОЧТА")]
        email: String,
        /// Только смотреть показатели; без этого — администратор, который заведёт остальных
        #[arg(long)]
        viewer: bool,
    },
}

/// Does it.
///
/// # Errors
/// In words for the console.
pub fn run(values: &Values, file: Option<&Path>, what: &Regions) -> anyhow::Result<ExitCode> {
    if let Regions::Add { name, public_url } = what {
        return add(values, file, name, public_url);
    }
    let Some(installation) = Installation::of(values)? else {
        say::line("В настройках нет таблиц [[regions]]: программа ведёт один регион. Добавить первый: metodaktiv regions add ИМЯ --public-url https://…");
        return Ok(ExitCode::SUCCESS);
    };
    match what {
        Regions::List => {
            installation.sites().for_each(|site| say::line(&line(site)));
            Ok(ExitCode::SUCCESS)
        }
        Regions::Check => check(&installation),
        Regions::Adopt { name } => {
            let site = installation.site(name)?;
            if let Location::Sqlite(path) = &site.config.database {
                ensure!(path.exists(), "Базы региона «{name}» ещё нет: {}. Проверьте data в его таблице [[regions]]", path.display());
            }
            let _held = data::hold(&site.config.data)?;
            let db = data::open(&site.config, data::first_clock())?;
            let before = mark::read(&db)?;
            ensure!(before.is_some(), "У базы региона «{name}» ещё нет пометки: она появится при первом запуске, ничего делать не нужно");
            mark::write(&db, name)?;
            say::line(&format!("База, которая называлась «{}», теперь принадлежит региону «{name}».", before.unwrap_or_default()));
            Ok(ExitCode::SUCCESS)
        }
        Regions::CountryAccount { name, email, viewer } => {
            let site = installation.country.as_ref().context("Страницы страны в настройках нет. Добавьте таблицу [country] с public_url")?;
            let db = open(site)?;
            let role = if *viewer { Role::Ministry } else { Role::Administrator };
            let code = country::enrol(&db, name, email, role)?;
            say::line(&format!("Учётная запись {email} заведена: {}. Первый вход: {}/login/first, код: {code}", role.label(), site.config.public_url));
            Ok(ExitCode::SUCCESS)
        }
        Regions::Add { .. } => Ok(ExitCode::SUCCESS),
    }
}

fn line(site: &Site) -> String {
    let place = match &site.config.database {
        Location::Sqlite(path) => path.display().to_string(),
        Location::Postgres(_) => format!("PostgreSQL, файлы в {}", site.config.data.display()),
    };
    format!("{:<20} {:<40} {place}", site.name, site.config.public_url)
}

/// Opens a site's database as the program would, its schema brought up to date.
fn open(site: &Site) -> anyhow::Result<Db> {
    fs::create_dir_all(&site.config.data).with_context(|| format!("Папку данных {} не удалось создать. Проверьте путь и права", site.config.data.display()))?;
    let db = data::open(&site.config, data::first_clock())?;
    mark::check(&db, &site.name)?;
    let (db, _) = data::bring(&site.config, db)?;
    mark::write(&db, &site.name)?;
    Ok(db)
}

/// Brings the schemas up to date without serving: of one region, or of all.
///
/// # Errors
/// In words for the console. One that fails doesn't keep the others.
pub fn migrate(sites: &[&Site]) -> anyhow::Result<ExitCode> {
    let mut failed = 0;
    for site in sites {
        let done = data::hold(&site.config.data).and_then(|_held| open(site));
        match done {
            Ok(_) => say::line(&format!("{}: схема {}", site.name, newest())),
            Err(cause) => {
                failed += 1;
                say::trouble(&format!("{}: {}", site.name, say::words(&cause)));
            }
        }
    }
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn newest() -> u32 {
    MIGRATIONS.last().map_or(0, |migration| migration.number)
}

/// `doctor` for every region, each under its name.
///
/// # Errors
/// The console can't be written to.
pub fn doctor_all(installation: &Installation) -> anyhow::Result<ExitCode> {
    let mut worst = ExitCode::SUCCESS;
    for site in installation.sites() {
        say::line(&format!("\n{} ({})", site.name, site.config.public_url));
        let done = data::open(&site.config, data::first_clock()).and_then(|db| mark::check(&db, &site.name)).and_then(|()| doctor::run(&site.config));
        match done {
            Ok(code) if code == ExitCode::SUCCESS => {}
            Ok(code) => worst = code,
            Err(cause) => {
                say::line(&format!("✗ ПЛОХО    {}", say::words(&cause)));
                worst = ExitCode::FAILURE;
            }
        }
    }
    let enough = say_connections(installation);
    Ok(if enough { worst } else { ExitCode::FAILURE })
}

fn check(installation: &Installation) -> anyhow::Result<ExitCode> {
    let mut bad = 0;
    for site in installation.sites() {
        let state = match look(site) {
            Ok(words) => words,
            Err(cause) => {
                bad += 1;
                format!("НЕ ОТКРОЕТСЯ: {}", say::words(&cause))
            }
        };
        say::line(&format!("{:<20} {state}", site.name));
    }
    let enough = say_connections(installation);
    Ok(if bad == 0 && enough { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What a start would find; nothing is changed.
fn look(site: &Site) -> anyhow::Result<String> {
    if let Location::Sqlite(path) = &site.config.database
        && !path.exists()
    {
        return Ok("базы ещё нет: появится при запуске, первое посещение начнёт настройку".into());
    }
    let db = data::open(&site.config, data::first_clock())?;
    mark::check(&db, &site.name)?;
    let schema = db.read(crate::backup::schema_number).unwrap_or_default();
    ensure!(schema <= newest(), "база новее программы (схема {schema}, программа знает {}). Установите новую версию", newest());
    let is_set_up = schema > 0 && (site.name == COUNTRY || db.read(structure::is_set_up)?);
    Ok(if is_set_up { format!("откроется, схема {schema}") } else { "откроется с начальной настройки".into() })
}

/// Whether each PostgreSQL server lets in as many as the regions on it may ask for.
fn say_connections(installation: &Installation) -> bool {
    let many = installation.sites().count();
    let mut servers: BTreeMap<String, (u32, Option<u32>)> = BTreeMap::new();
    for site in installation.sites() {
        let Location::Postgres(url) = &site.config.database else { continue };
        let server = server_of(url);
        let wanted = Room::shared(Engine::Postgres, many, installation.connections).connections;
        let entry = servers.entry(server).or_insert((0, None));
        entry.0 += wanted;
        if entry.1.is_none() {
            entry.1 = data::open(&site.config, data::first_clock()).ok().and_then(|db| let_in(&db));
        }
    }
    let mut enough = true;
    for (server, (wanted, most)) in servers {
        let Some(most) = most else { continue };
        // Five for whoever looks after the server, as many for backups.
        if wanted + 10 > most {
            enough = false;
            say::line(&format!(
                "✗ ПЛОХО    PostgreSQL {server}: регионам нужно до {wanted} соединений и ещё 10 для обслуживания, а сервер впускает {most}. Увеличьте max_connections в postgresql.conf до {}",
                wanted + 10
            ));
        } else {
            say::line(&format!("  хорошо   PostgreSQL {server}: регионам нужно до {wanted} соединений, сервер впускает {most}"));
        }
    }
    enough
}

fn let_in(db: &Db) -> Option<u32> {
    let words: String = db.read(|tx| tx.one("SELECT CAST(current_setting('max_connections') AS TEXT)", params![], |row| row.get(0))).ok()?;
    words.parse().ok()
}

/// Host and port, for words: no name, no password.
fn server_of(url: &str) -> String {
    let parsed = url::Url::parse(url).ok();
    let host = parsed.as_ref().and_then(|url| url.host_str()).unwrap_or("localhost");
    format!("{host}:{}", parsed.as_ref().and_then(url::Url::port).unwrap_or(5432))
}

/// Writes a region's table at the end of the settings file. What would not start is not written.
fn add(values: &Values, file: Option<&Path>, name: &str, public_url: &str) -> anyhow::Result<ExitCode> {
    let host = host_of(public_url).with_context(|| format!("«{public_url}» — не адрес сайта. Напишите его так: https://sever.example.ru"))?;
    if Installation::of(values)?.is_none() {
        let alone = Config::of(values)?;
        let has_data = match &alone.database {
            Location::Sqlite(path) => path.exists(),
            Location::Postgres(_) => true,
        };
        ensure!(
            !has_data,
            "Программа уже ведёт один регион ({}). Сначала опишите его сам таблицей [[regions]]: name, public_url, data и, если она есть, database_url; общие строки с этими настройками уберите. Как это сделать: docs/regions.md",
            alone.data.display()
        );
    }
    // The file that is read now: a new one in front of it would hide it.
    let with_data = Path::new(&values.get("data").value).join("metodaktiv.toml");
    let usual = PathBuf::from("metodaktiv.toml");
    let path: PathBuf = file.map_or_else(|| if !usual.is_file() && with_data.is_file() { with_data } else { usual }, Path::to_owned);
    let before = if path.is_file() { fs::read_to_string(&path).with_context(|| format!("Файл {} не читается", path.display()))? } else { String::new() };
    let joint = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
    let after = format!("{before}{joint}\n[[regions]]\nname = {}\npublic_url = {}\n", toml::Value::from(name), toml::Value::from(public_url));
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut draft = tempfile::Builder::new().suffix(".toml").tempfile_in(folder).with_context(|| format!("В папку {} нельзя писать. Проверьте права", folder.display()))?;
    draft.write_all(after.as_bytes())?;
    draft.as_file().sync_all()?;
    // A refusal names the file that people know, not the draft.
    let named = |problems: config::Problems| anyhow::anyhow!("Регион не дописан. {}", problems.to_string().replace(&draft.path().display().to_string(), &path.display().to_string()));
    let arguments = [("data".to_owned(), values.get("data").value.clone())];
    let written = config::gather(&arguments, &[], Some(draft.path())).and_then(|values| Installation::of(&values)).map_err(named)?;
    let Some(installation) = written else { bail!("Регион в файл {} дописать не удалось", path.display()) };
    let data = installation.site(name)?.config.data.display().to_string();
    draft.persist(&path).map_err(|failed| failed.error).with_context(|| format!("Файл {} записать не удалось", path.display()))?;
    say::line(&format!("Регион «{name}» дописан в {}. Данные будут в папке {data}.", path.display()));
    say::line(&format!("Направьте имя {host} на этот сервер и запустите программу снова: первое посещение {public_url}/setup начнёт настройку. Для PostgreSQL впишите в таблицу database_url."));
    Ok(ExitCode::SUCCESS)
}

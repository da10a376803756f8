//! `metodaktiv demo --regions`: three small regions with profiles of their own and the country's page, in one process. Names that end in
//! `.localhost` lead to this very machine in every browser, so nothing has to be set up.

use super::{House, Purpose, country, serve::runtime};
use crate::{
    assemble::Mode,
    config::{self, COUNTRY, Config, Installation},
    demo_doors,
    http::{self, Door, Gate, Site},
    say, serve,
};
use access::{Role, accounts};
use anyhow::Context;
use std::{fmt::Write, time::Duration};
use tokio::sync::watch;
use web::App;

/// The one that gives nothing: so one sees how that looks.
const SILENT: &str = "yuzhny";
/// Soon enough to be seen while one looks.
const EVERY: Duration = Duration::from_secs(5);
const STAFF: [(&str, &str, Role, &str); 2] = [
    ("minister@strana.example", "Федералова Анна Ильинична", Role::Ministry, "Посмотрите показатели и сводку регионов: только числа, регионы стоят по алфавиту"),
    ("admin@strana.example", "Серверов Денис Максимович", Role::Administrator, "Заведите учётную запись тому, кому нужно видеть показатели"),
];

/// Serves until Ctrl-C or SIGTERM.
///
/// # Errors
/// In words for the console: the folder or the port.
pub fn run(program: &Config) -> anyhow::Result<()> {
    serve::start_log(&program.log);
    serve::raise_file_limit();
    let runtime = runtime(4)?;
    let served = runtime.block_on(until_told(program));
    runtime.shutdown_timeout(Duration::from_secs(15));
    served
}

async fn until_told(program: &Config) -> anyhow::Result<()> {
    let listener = http::listen(program.listen).with_context(|| format!("Адрес {} занять не удалось. Укажите другой порт: --listen 127.0.0.1:8081", program.listen))?;
    let address = listener.local_addr()?;
    let installation = describe(program, address.port())?;
    let (stop, stopped) = watch::channel(false);
    say::line("Готовлю учебные регионы: вымышленные люди и школы. В первый раз это займёт несколько минут…");
    let house = House::begin_for(&installation, Purpose { mode: Mode::Demo, prepare, every: EVERY }, &stopped);
    say::line(&format!("Методактив отвечает по адресу {address}. Откройте http://localhost:{}: там ссылки на все сайты.", address.port()));
    say::line("Остановить: Ctrl-C.");
    let hosts = house.hosts.clone().with(front(&installation)?);
    http::serve(listener, Site::new(hosts.router()), Gate::new(program.trusted_proxy), serve::asked_to_stop()).await;
    let _ = stop.send(true);
    say::line("Работа завершена, данные сохранены.");
    Ok(())
}

/// Settings of an installation, as a file would describe it.
fn describe(program: &Config, port: u16) -> anyhow::Result<Installation> {
    let mut text = String::new();
    for (code, _) in demo::profiles()? {
        write!(text, "[[regions]]\nname = \"{code}\"\npublic_url = \"http://{code}.localhost:{port}\"\n")?;
    }
    write!(text, "[country]\npublic_url = \"http://strana.localhost:{port}\"\n")?;
    let file = tempfile::Builder::new().suffix(".toml").tempfile()?;
    std::fs::write(file.path(), text)?;
    let values = config::gather(&[("data".to_owned(), program.data.display().to_string())], &[], Some(file.path()))?;
    Installation::of(&values)?.context("no regions in the demo's own settings")
}

/// Links to all sites, at the names by which one comes without knowing any.
fn front(installation: &Installation) -> anyhow::Result<Vec<(String, Door)>> {
    let names: Vec<(&str, String)> = demo::profiles()?.into_iter().map(|(code, profile)| (code, profile.region.name)).collect();
    let label = |name: &str| names.iter().find(|(code, _)| *code == name).map_or("Страница страны", |(_, label)| label).to_owned();
    let links: Vec<(String, String)> = installation.sites().map(|site| (label(&site.name), format!("{}/demo", site.config.public_url))).collect();
    let door = |host: &str| {
        let door = Door::shut("front", "", false);
        door.open(&Site::new(http::front("Учебные регионы и страница страны", links.clone())));
        (host.to_owned(), door)
    };
    Ok(["localhost", "127.0.0.1", "[::1]"].into_iter().map(door).collect())
}

/// Makes the data of a site when they aren't there, and its doors.
fn prepare(name: &str, app: &App) -> anyhow::Result<()> {
    if name == COUNTRY {
        return country_doors(app);
    }
    if !app.db.read(structure::is_set_up)? {
        let profile = demo::profiles()?.into_iter().find(|(code, _)| *code == name).map(|(_, profile)| profile).context("no such region in the demo")?;
        demo::build_as(app, demo::Size::Small, &profile)?;
        if name != SILENT {
            give(app)?;
        }
    }
    demo_doors::offer(app).map(drop)
}

/// The coordinator decides to give and hands a summary over.
fn give(app: &App) -> anyhow::Result<()> {
    let coordinator = demo::coordinator(app)?;
    app.db.write(|tx| {
        ::country::decide(tx, &coordinator, true)?;
        let summary = ::country::freeze(tx, &coordinator)?;
        ::country::hand_over(tx, &coordinator, summary)
    })?;
    Ok(())
}

fn country_doors(app: &App) -> anyhow::Result<()> {
    if !app.db.read(::accounts::demo::personas)?.is_empty() {
        return Ok(());
    }
    let mut doors = Vec::new();
    for (email, name, role, hint) in STAFF {
        country::enrol(&app.db, name, email, role)?;
        let account = app.db.read(|tx| accounts::by_email(tx, email))?.context("an account was made and is not there")?.id;
        doors.push(::accounts::demo::Persona { account, title: role.label().to_owned(), hint: hint.to_owned() });
    }
    app.db.write(|tx| ::accounts::demo::offer(tx, &doors))?;
    Ok(())
}

//! The command line: what each command does.

mod commands;

use crate::{
    assemble::Mode,
    audit_check,
    backup::{self, Passphrase, Wishes},
    config::{self, Config, Installation, SETTINGS, Site, Values},
    data, demo_doors, doctor, key, measure, regions, say, serve, token,
};
use commands::{AuditCommand, Cli, Command, Common, ImportCommand, Listen, Lock, SecondFactorCommand};
use std::{path::Path, process::ExitCode};

/// The program.
#[must_use]
pub fn main() -> ExitCode {
    // A sheet is read by this very program started again, which must not do anything else first.
    if std::env::args_os().nth(1).is_some_and(|first| first == sheets::CHILD_FLAG) {
        let code = sheets::child_main(std::env::args_os().skip(2));
        return ExitCode::from(u8::try_from(code).unwrap_or(1));
    }
    let cli = match commands::parse() {
        Ok(cli) => cli,
        Err(code) => return code,
    };
    match run(cli) {
        Ok(code) => code,
        Err(cause) => {
            say::trouble(&say::words(&cause));
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let common = &cli.common;
    match cli.command {
        Command::Config => {
            let values = values(common, None)?;
            let verdict = Config::of(&values).and_then(|_| Installation::of(&values));
            print_settings(&values);
            if let Some(installation) = verdict? {
                say::line(&format!("Регионы: {}. Подробнее: metodaktiv regions list", installation.names()));
            }
            Ok(ExitCode::SUCCESS)
        }
        Command::Serve { listen } => {
            let values = values(common, listen.listen.as_deref())?;
            let program = Config::of(&values)?;
            match Installation::of(&values)? {
                Some(installation) => regions::run(&program, &installation)?,
                None => serve::run(&program, Mode::Serve, |_| Ok(Vec::new()))?,
            }
            Ok(ExitCode::SUCCESS)
        }
        Command::Demo { listen, small, regions: false } => run_demo(common, &listen, small),
        Command::Demo { listen, regions: true, .. } => run_demo_of_several(common, &listen),
        Command::Backup { file, lock } => make_backup(&one(common)?, &file, &lock),
        Command::Restore { file, lock, force, register, renamed_from } => bring_back(&one(common)?, &file, &lock, &Wishes { force, register, region: common.region.clone(), renamed_from }),
        Command::Doctor => match (Installation::of(&values(common, None)?)?, &common.region) {
            (Some(installation), None) => regions::doctor_all(&installation),
            _ => doctor::run(&one(common)?),
        },
        Command::Migrate => migrate(common),
        Command::Regions(what) => regions::command(&values(common, None)?, common.config.as_deref(), &what),
        Command::Import(ImportCommand::People { file, commit, dry_run: _, only_good }) => import_people(&one(common)?, &file, commit, only_good),
        Command::SecondFactor(SecondFactorCommand::Reset { email, all: _ }) => {
            let count = key::forget(&one(common)?, email.as_deref())?;
            say::line(&format!("Второй шаг входа сброшен, учётных записей: {count}. Сеансы этих людей завершены."));
            Ok(ExitCode::SUCCESS)
        }
        Command::Token { name, days } => {
            say::line(&token::make(&one(common)?, &name, days)?);
            Ok(ExitCode::SUCCESS)
        }
        Command::Audit(AuditCommand::Verify) => audit_check::verify(&one(common)?),
        Command::Measure(job) => measure::run(&job),
    }
}

/// The settings of the one region that a command is about.
fn one(common: &Common) -> anyhow::Result<Config> {
    let values = values(common, None)?;
    match (Installation::of(&values)?, &common.region) {
        (None, None) => Ok(Config::of(&values)?),
        (None, Some(_)) => anyhow::bail!("В настройках один регион, без таблиц [[regions]]: параметр --region не нужен"),
        (Some(installation), Some(name)) => {
            let site = installation.site(name)?;
            regions::mark::refuse_foreign(&site.config, name)?;
            Ok(site.config.clone())
        }
        (Some(installation), None) => anyhow::bail!("В этой установке несколько регионов. Скажите, какой: --region ИМЯ. Есть: {}", installation.names()),
    }
}

/// Of the region that was named, of all, or of the only one.
fn migrate(common: &Common) -> anyhow::Result<ExitCode> {
    let values = values(common, None)?;
    match (Installation::of(&values)?, &common.region) {
        (Some(installation), Some(name)) => regions::migrate(&[installation.site(name)?]),
        (Some(installation), None) => regions::migrate(&installation.sites().collect::<Vec<&Site>>()),
        (None, _) => {
            let config = one(common)?;
            let _held = data::hold(&config.data)?;
            let (_, schema) = data::open_current(&config, data::first_clock())?;
            say::line(&format!("Схема базы данных: {} → {}.", schema.before, schema.after));
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn make_backup(config: &Config, file: &Path, lock: &Lock) -> anyhow::Result<ExitCode> {
    let passphrase = Passphrase::find(lock.passphrase_file.as_deref())?;
    let db = data::with_regional_clock(&data::open(config, data::first_clock())?)?;
    let saved = backup::save(config, &db, file, &passphrase)?;
    say::line(&format!("Копия готова: {} ({} КБ, файлов {}). Храните пароль отдельно от неё.", saved.path.display(), saved.size.div_ceil(1024), saved.files));
    Ok(ExitCode::SUCCESS)
}

fn bring_back(config: &Config, file: &Path, lock: &Lock, wishes: &Wishes) -> anyhow::Result<ExitCode> {
    let passphrase = Passphrase::find(lock.passphrase_file.as_deref())?;
    let restored = backup::restore(config, file, &passphrase, wishes)?;
    say::line(&format!("Данные восстановлены из копии от {} (UTC).", restored.manifest.made_at.strftime("%d.%m.%Y %H:%M")));
    if restored.destroyed_again > 0 {
        say::line(&format!("По реестру уничтожения повторно уничтожены данные людей: {}.", restored.destroyed_again));
    }
    if let Some(former) = &restored.former {
        say::line(&format!("Прежние данные отложены в папку {}. Убедитесь, что всё на месте, и удалите её: в ней персональные данные.", former.display()));
    }
    say::line("Проверьте: metodaktiv doctor. Затем запускайте: metodaktiv serve.");
    Ok(ExitCode::SUCCESS)
}

fn import_people(config: &Config, file: &Path, commit: bool, only_good: bool) -> anyhow::Result<ExitCode> {
    use people::import::{Mode as Rows, Options, import_command};
    let (db, _) = data::open_current(config, data::first_clock())?;
    let db = data::with_regional_clock(&db)?;
    let mode = if only_good { Rows::OnlyGood } else { Rows::AllOrNothing };
    import_command(&db, file, Options { commit, mode, ..Options::default() }, &mut std::io::stdout().lock())?;
    Ok(ExitCode::SUCCESS)
}

/// Data of its own folder, made on the first start.
fn run_demo(common: &Common, listen: &Listen, small: bool) -> anyhow::Result<ExitCode> {
    let mut values = values(common, listen.listen.as_deref())?;
    values.default_to("data", "demo-data");
    // The console is for the personas; requests would scroll them away.
    values.default_to("log", "warn");
    let config = Config::of(&values)?;
    let size = if small { demo::Size::Small } else { demo::Size::Full };
    serve::run(&config, Mode::Demo, |app| prepare_demo(app, size))?;
    Ok(ExitCode::SUCCESS)
}

/// As [`run_demo`], several regions in a folder of their own.
fn run_demo_of_several(common: &Common, listen: &Listen) -> anyhow::Result<ExitCode> {
    let mut values = values(common, listen.listen.as_deref())?;
    values.default_to("data", "demo-regions");
    values.default_to("log", "warn");
    regions::run_demo(&Config::of(&values)?)?;
    Ok(ExitCode::SUCCESS)
}

fn prepare_demo(app: &web::App, size: demo::Size) -> anyhow::Result<Vec<String>> {
    if !app.db.read(structure::is_set_up)? {
        say::line("Готовлю учебный регион: вымышленные люди и школы. Это делается один раз…");
        demo::build(app, size)?;
    }
    let personas = demo_doors::offer(app)?;
    let mut lines = vec![format!("Войти в любой роли одним нажатием: {}", app.settings.absolute("/demo")), "Или по почте и паролю:".to_owned()];
    lines.extend(personas.iter().map(|persona| format!("  {:<38} {:<28} {}", persona.role.label(), persona.email, demo::PASSWORD)));
    lines.push(format!("Письма, которые ушли бы людям: {}", app.settings.absolute("/demo/outbox")));
    Ok(lines)
}

fn values(common: &Common, listen: Option<&str>) -> anyhow::Result<Values> {
    let mut arguments: Vec<(String, String)> = Vec::new();
    for pair in &common.set {
        let Some((name, value)) = pair.split_once('=') else { anyhow::bail!("Параметр --set {pair} непонятен. Напишите так: --set имя=значение") };
        arguments.push((name.trim().to_owned(), value.to_owned()));
    }
    let own = [("data", common.data.as_deref()), ("listen", listen)];
    arguments.extend(own.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned()))));
    let environment: Vec<(String, String)> = std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))).collect();
    Ok(config::gather(&arguments, &environment, common.config.as_deref())?)
}

fn print_settings(values: &Values) {
    for setting in SETTINGS {
        let given = values.get(setting.name);
        let shown = match (setting.is_secret, given.value.as_str()) {
            (_, "") => "(пусто)",
            (true, _) => "(скрыто)",
            (false, value) => value,
        };
        say::line(&format!("{} = {shown}\n    откуда: {}\n    {}\n    переменная: {}", setting.name, given.source, setting.meaning, setting.variables().join(" или ")));
    }
}

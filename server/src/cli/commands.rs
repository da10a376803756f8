//! What may be typed: commands with their parameters, their help in Russian, what is said to a mistake.

use crate::{measure, regions::Regions, say};
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, error::ErrorKind};
use std::{path::PathBuf, process::ExitCode};

#[derive(Parser)]
#[command(name = "metodaktiv", version, about = "Методактив: региональный методический актив — заявки, согласия, комиссия, приказы", disable_help_subcommand = true)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) common: Common,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// What every command takes.
#[derive(Args)]
pub(super) struct Common {
    /// Файл настроек (иначе ./metodaktiv.toml или metodaktiv.toml в папке данных)
    #[arg(long, global = true, value_name = "ФАЙЛ")]
    pub(super) config: Option<PathBuf>,
    /// Папка данных
    #[arg(long, global = true, value_name = "ПАПКА")]
    pub(super) data: Option<String>,
    /// Любая настройка: --set имя=значение (список: metodaktiv config)
    #[arg(long, global = true, value_name = "ИМЯ=ЗНАЧЕНИЕ")]
    pub(super) set: Vec<String>,
    /// Какой регион, если их в установке несколько (список: metodaktiv regions list)
    #[arg(long, global = true, value_name = "ИМЯ")]
    pub(super) region: Option<String>,
}

#[derive(Args)]
pub(super) struct Listen {
    /// Адрес и порт; порт 0 — любой свободный
    #[arg(long, value_name = "АДРЕС:ПОРТ")]
    pub(super) listen: Option<String>,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Запустить с учебными данными: вымышленный актив, вход в любой роли одним нажатием
    Demo {
        #[command(flatten)]
        listen: Listen,
        /// Маленький набор данных, чтобы начать быстрее
        #[arg(long)]
        small: bool,
        /// Три маленьких учебных региона и страница страны
        #[arg(long)]
        regions: bool,
    },
    /// Запустить для работы; первое посещение начинает настройку
    Serve {
        #[command(flatten)]
        listen: Listen,
    },
    /// Показать настройки: что действует и откуда взято
    Config,
    /// Сделать резервную копию (программу останавливать не нужно)
    Backup {
        /// Новый файл или папка, в которой он появится
        #[arg(value_name = "ФАЙЛ")]
        file: PathBuf,
        #[command(flatten)]
        lock: Lock,
    },
    /// Восстановить данные из резервной копии (сначала остановите программу)
    Restore {
        /// Файл копии
        #[arg(value_name = "ФАЙЛ")]
        file: PathBuf,
        #[command(flatten)]
        lock: Lock,
        /// Данные уже есть: отложить их в сторону
        #[arg(long)]
        force: bool,
        /// Реестр уничтожения (destructions.log), если прежняя папка данных потеряна
        #[arg(long, value_name = "ФАЙЛ")]
        register: Option<PathBuf>,
        /// Как регион назывался, когда делали копию, если с тех пор его переименовали
        #[arg(long, value_name = "ИМЯ")]
        renamed_from: Option<String>,
    },
    /// Проверить, всё ли исправно: базу, файлы, журнал, место, копии
    Doctor,
    /// Привести базу к этой версии программы, не запуская её
    Migrate,
    /// Несколько регионов в одной установке
    #[command(subcommand)]
    Regions(Regions),
    /// Загрузить данные из таблицы
    #[command(subcommand)]
    Import(ImportCommand),
    /// Журнал событий
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Измерения по таблице ответов: база данных не нужна
    #[command(subcommand)]
    Measure(measure::Measure),
    /// Выпустить ключ доступа к данным для программы: весь регион, все наборы; обычно это делает администратор на странице /exchange/tokens
    Token {
        /// Для чего ключ
        #[arg(long, value_name = "НАЗВАНИЕ", default_value = "Командная строка")]
        name: String,
        /// Сколько дней действует
        #[arg(long, value_name = "ДНЕЙ", default_value_t = 30)]
        days: i32,
    },
    /// Второй шаг входа
    #[command(subcommand)]
    SecondFactor(SecondFactorCommand),
}

#[derive(Args)]
pub(super) struct Lock {
    /// Файл с паролем копии (иначе переменная METODAKTIV_PASSPHRASE)
    #[arg(long, value_name = "ФАЙЛ")]
    pub(super) passphrase_file: Option<PathBuf>,
}

#[derive(Subcommand)]
pub(super) enum ImportCommand {
    /// Людей из файла .xlsx или .csv; без --commit только показывает, что получится
    People {
        /// Таблица
        #[arg(value_name = "ФАЙЛ")]
        file: PathBuf,
        /// Загрузить
        #[arg(long, conflicts_with = "dry_run")]
        commit: bool,
        /// Только показать, ничего не записывая (так и без параметров)
        #[arg(long)]
        dry_run: bool,
        /// Загрузить готовые строки, даже если в других есть вопросы
        #[arg(long, requires = "commit")]
        only_good: bool,
    },
}

#[derive(Subcommand)]
pub(super) enum AuditCommand {
    /// Проверить, что журнал цел: ничего не изменено и не удалено
    Verify,
}

#[derive(Subcommand)]
pub(super) enum SecondFactorCommand {
    /// Сбросить: человек подключит его заново при следующем входе (потерян телефон или ключ secret.key)
    Reset {
        /// Почта учётной записи
        #[arg(value_name = "ПОЧТА", required_unless_present = "all", conflicts_with = "all")]
        email: Option<String>,
        /// У всех сразу
        #[arg(long)]
        all: bool,
    },
}

/// What was typed; help, or what is wrong with it, is said at once.
pub(super) fn parse() -> Result<Cli, ExitCode> {
    let parsed = Cli::command().help_template(HELP).try_get_matches().and_then(|matches| Cli::from_arg_matches(&matches));
    parsed.map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            say::line(&in_russian(&error.to_string()));
            ExitCode::SUCCESS
        }
        _ => {
            say::trouble(&format!("Команда непонятна: {}\nСписок команд: metodaktiv --help", refused(&error)));
            ExitCode::from(2)
        }
    })
}

const HELP: &str = "{about}\n\nКак запускать: metodaktiv КОМАНДА [ПАРАМЕТРЫ]\n\nКоманды:\n{subcommands}\n\nПараметры:\n{options}";

/// Headings that the help of a subcommand brings along.
fn in_russian(help: &str) -> String {
    let words = [
        ("Usage:", "Как запускать:"),
        ("Commands:", "Команды:"),
        ("Options:", "Параметры:"),
        ("Arguments:", "Что указать:"),
        ("Print help", "Показать эту справку"),
        ("Print version", "Показать версию"),
        ("[OPTIONS]", "[ПАРАМЕТРЫ]"),
        ("<COMMAND>", "КОМАНДА"),
    ];
    words.into_iter().fold(help.to_owned(), |text, (english, russian)| text.replace(english, russian))
}

fn refused(error: &clap::Error) -> String {
    use clap::error::{ContextKind, ContextValue};
    let named = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    };
    let argument = [ContextKind::InvalidArg, ContextKind::InvalidSubcommand].into_iter().map(named).find(|name| !name.is_empty()).unwrap_or_default();
    match error.kind() {
        ErrorKind::UnknownArgument => format!("параметра {argument} нет."),
        ErrorKind::InvalidSubcommand => format!("команды {argument} нет."),
        ErrorKind::MissingRequiredArgument => format!("не хватает: {argument}."),
        ErrorKind::MissingSubcommand => "не сказано, что сделать.".into(),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => match named(ContextKind::ValidValue) {
            known if known.is_empty() => format!("у параметра {argument} нет подходящего значения."),
            known => format!("у параметра {argument} нет подходящего значения. Можно: {known}."),
        },
        ErrorKind::ArgumentConflict => format!("{argument} не сочетается с другими параметрами."),
        _ => format!("{argument} указано неправильно."),
    }
}

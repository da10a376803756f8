//! The table of settings.

use super::parse;

/// A setting.
pub struct Setting {
    pub name: &'static str,
    pub default: &'static str,
    /// What it is for, as `metodaktiv config` prints it.
    pub meaning: &'static str,
    /// Printed without its value.
    pub is_secret: bool,
    /// Why a value doesn't fit and what would.
    pub check: fn(&str) -> Result<(), String>,
}

impl Setting {
    /// The variables of the environment it is read from, the first wins.
    #[must_use]
    pub fn variables(&self) -> Vec<String> {
        let own = format!("METODAKTIV_{}", self.name.to_uppercase());
        if self.name == "database_url" { vec![own, "DATABASE_URL".to_owned()] } else { vec![own] }
    }
}

const fn open(name: &'static str, default: &'static str, meaning: &'static str, check: fn(&str) -> Result<(), String>) -> Setting {
    Setting { name, default, meaning, is_secret: false, check }
}

const fn secret(name: &'static str, meaning: &'static str, check: fn(&str) -> Result<(), String>) -> Setting {
    Setting { name, default: "", meaning, is_secret: true, check }
}

fn any(_: &str) -> Result<(), String> {
    Ok(())
}

/// Every setting there is.
pub const SETTINGS: &[Setting] = &[
    open("listen", "127.0.0.1:8080", "адрес и порт, на которых программа отвечает; порт 0 — любой свободный", |raw| parse::listen(raw).map(drop)),
    open("data", "data", "папка с базой, файлами и реестром уничтожения", parse::folder),
    secret("database_url", "PostgreSQL вместо встроенной базы: postgres://имя:пароль@сервер/база", parse::database_url),
    open("public_url", "", "адрес, который набирают люди: https://aktiv.example.ru; попадает в письма и QR-коды; пусто — адрес из listen", parse::public_url),
    secret("smtp", "почтовый сервер: smtps://имя:пароль@mail.example.ru:465; пусто — письма ждут в исходящих", any),
    open("mail_from", "", "от кого письма: Методактив <aktiv@example.ru>", any),
    open("trusted_proxy", "no", "yes, если перед программой стоит ваш прокси-сервер: тогда адрес посетителя берётся из X-Forwarded-For", |raw| {
        parse::yes_no(raw).map(drop)
    }),
    open("support", "", "куда звонить или писать при сбое; видно на страницах ошибок", any),
    open("check_links", "yes", "no, если с сервера нет выхода в интернет: ссылки каталога ресурсов не проверяются", |raw| parse::yes_no(raw).map(drop)),
    open("max_upload_mb", "10", "наибольший размер файла, который можно приложить, МБ (от 1 до 100)", |raw| parse::megabytes(raw).map(drop)),
    open("templates", "", "папка со своими шаблонами документов; пусто — шаблоны из поставки", parse::folder_if_set),
    secret("secret_key", "ключ, которым закрыты секреты второго шага входа: 32 байта в base64 (openssl rand -base64 32); пусто — файл secret.key в папке данных", |raw| parse::key(raw).map(drop)),
    open("oidc_issuer", "", "вход через внешнюю систему (OpenID Connect): её адрес", parse::public_url),
    open("oidc_client_id", "", "вход через внешнюю систему: имя, под которым она знает эту программу", any),
    secret("oidc_client_secret", "вход через внешнюю систему: секрет этой программы", any),
    open("oidc_label", "Войти через систему организации", "вход через внешнюю систему: надпись на кнопке", any),
    open("connections", "120", "сколько соединений с PostgreSQL держать всем регионам вместе (от 12 до 5000); для одного региона не нужно", |raw| {
        parse::connections(raw).map(drop)
    }),
    open("log", "info", "подробность журнала: error, warn, info, debug", parse::log),
];

//! From the text of a setting to its value; a refusal says what would fit.

use std::{net::SocketAddr, path::Path};

pub fn listen(raw: &str) -> Result<SocketAddr, String> {
    raw.parse().map_err(|_| format!("«{raw}» — не адрес с портом. Напишите, например, 127.0.0.1:8080 или 0.0.0.0:8080"))
}

pub fn yes_no(raw: &str) -> Result<bool, String> {
    match raw.to_lowercase().as_str() {
        "yes" | "true" | "1" | "да" => Ok(true),
        "no" | "false" | "0" | "нет" => Ok(false),
        _ => Err(format!("«{raw}» — не да и не нет. Напишите yes или no")),
    }
}

pub fn megabytes(raw: &str) -> Result<usize, String> {
    raw.parse().ok().filter(|size| (1..=100).contains(size)).ok_or_else(|| format!("«{raw}» — не число от 1 до 100. Напишите, например, 10"))
}

pub fn connections(raw: &str) -> Result<u32, String> {
    raw.parse().ok().filter(|count| (12..=5000).contains(count)).ok_or_else(|| format!("«{raw}» — не число от 12 до 5000. Напишите, например, 120"))
}

pub fn folder(raw: &str) -> Result<(), String> {
    if raw.is_empty() {
        return Err("папка не указана. Напишите, например, data".into());
    }
    if Path::new(raw).is_file() { Err(format!("«{raw}» — файл, а нужна папка. Укажите другое место")) } else { Ok(()) }
}

pub fn folder_if_set(raw: &str) -> Result<(), String> {
    if raw.is_empty() || Path::new(raw).is_dir() { Ok(()) } else { Err(format!("папки «{raw}» нет. Создайте её или исправьте путь")) }
}

pub fn database_url(raw: &str) -> Result<(), String> {
    let fits = raw.is_empty() || ["postgres://", "postgresql://"].iter().any(|scheme| raw.starts_with(scheme)) && raw.parse::<postgres::Config>().is_ok();
    if fits {
        Ok(())
    } else {
        Err("адрес базы непонятен. Напишите его так: postgres://имя:пароль@сервер:5432/база. Для встроенной базы уберите эту настройку".into())
    }
}

pub fn public_url(raw: &str) -> Result<(), String> {
    let fits = |url: url::Url| matches!(url.scheme(), "http" | "https") && url.host().is_some() && url.query().is_none() && url.fragment().is_none();
    if raw.is_empty() || url::Url::parse(raw).is_ok_and(fits) { Ok(()) } else { Err(format!("«{raw}» — не адрес сайта. Напишите его так: https://aktiv.example.ru")) }
}

pub fn key(raw: &str) -> Result<Option<access::Vault>, String> {
    if raw.is_empty() {
        return Ok(None);
    }
    access::Vault::from_text(raw).map(Some).map_err(|_| "это не ключ. Впишите 32 случайных байта в base64: их печатает команда openssl rand -base64 32".into())
}

pub fn log(raw: &str) -> Result<(), String> {
    if ["error", "warn", "info", "debug"].contains(&raw) { Ok(()) } else { Err(format!("«{raw}» — нет такой подробности. Напишите error, warn, info или debug")) }
}

//! Settings: who wins, and what is refused with which words.

use server::config::{Config, Source, Values, gather};
use std::path::{Path, PathBuf};

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn file(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.toml");
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

fn refused(arguments: &[(&str, &str)], environment: &[(&str, &str)], path: Option<&Path>) -> String {
    let values = match gather(&pairs(arguments), &pairs(environment), path) {
        Ok(values) => values,
        Err(problems) => return problems.to_string(),
    };
    Config::of(&values).err().map(|problems| problems.to_string()).unwrap_or_default()
}

fn in_force(values: &Values, name: &str) -> (String, String) {
    let given = values.get(name);
    (given.value.clone(), given.source.to_string())
}

#[test]
fn the_command_line_wins_over_the_environment_and_that_over_the_file() {
    let (_folder, path) = file("# настройки\nlisten = \"0.0.0.0:1\"\nsupport = \"тел. 1\"\nmax_upload_mb = 20\ntrusted_proxy = true\n");
    let environment = pairs(&[("METODAKTIV_SUPPORT", "тел. 2"), ("METODAKTIV_LISTEN", "0.0.0.0:2"), ("HOME", "/root")]);
    let values = gather(&pairs(&[("listen", "0.0.0.0:3")]), &environment, Some(&path)).unwrap();
    assert_eq!(in_force(&values, "listen"), ("0.0.0.0:3".into(), "командная строка".into()));
    assert_eq!(in_force(&values, "support"), ("тел. 2".into(), "переменная METODAKTIV_SUPPORT".into()));
    assert_eq!(values.get("max_upload_mb").source, Source::File { path: path.clone(), line: 4 });
    assert_eq!(values.get("log").source, Source::Default);
    let config = Config::of(&values).unwrap();
    assert_eq!((config.listen.port(), config.max_upload, config.trusted_proxy), (3, 20 * 1024 * 1024, true));
}

#[test]
fn the_usual_name_of_the_database_variable_is_understood_and_our_own_wins() {
    let values = gather(&[], &pairs(&[("DATABASE_URL", "postgres://a@h/one")]), None).unwrap();
    assert_eq!(in_force(&values, "database_url"), ("postgres://a@h/one".into(), "переменная DATABASE_URL".into()));
    let values = gather(&[], &pairs(&[("DATABASE_URL", "postgres://a@h/one"), ("METODAKTIV_DATABASE_URL", "postgres://a@h/two")]), None).unwrap();
    assert_eq!(values.get("database_url").value, "postgres://a@h/two");
}

#[test]
fn a_file_that_lies_with_the_data_is_read() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("metodaktiv.toml"), "support = \"кабинет 12\"\n").unwrap();
    let values = gather(&pairs(&[("data", folder.path().to_str().unwrap())]), &[], None).unwrap();
    assert_eq!(values.get("support").value, "кабинет 12");
}

#[test]
fn an_unknown_name_in_the_file_is_refused_with_its_line_and_the_likely_one() {
    let (_folder, path) = file("\n\nlistn = \"0.0.0.0:1\"\n[smtp]\nhost = \"x\"\n");
    let words = refused(&[], &[], Some(&path));
    assert!(words.contains("settings.toml, строка 3, listn: такой настройки нет. Может быть, listen?"), "{words}");
    assert!(words.contains("строка 4, smtp: нужно одно значение"), "{words}");
}

#[test]
fn a_bad_value_is_refused_where_it_was_written() {
    let (_folder, path) = file("listen = \"8080\"\nmax_upload_mb = 1000\nlog = \"всё\"\n");
    let words = refused(&[], &[("METODAKTIV_TRUSTED_PROXY", "иногда")], Some(&path));
    assert!(words.contains("строка 1, listen: «8080» — не адрес с портом"), "{words}");
    assert!(words.contains("строка 2, max_upload_mb: «1000» — не число от 1 до 100"), "{words}");
    assert!(words.contains("строка 3, log"), "{words}");
    assert!(words.contains("переменная METODAKTIV_TRUSTED_PROXY, trusted_proxy: «иногда»"), "{words}");
}

#[test]
fn broken_toml_is_refused_with_its_line() {
    let (_folder, path) = file("listen = \"0.0.0.0:1\"\nlog = info\n");
    assert!(refused(&[], &[], Some(&path)).contains("settings.toml, строка 2: строка написана не по правилам TOML"));
    assert!(refused(&[], &[], Some(Path::new("/nowhere/at/all.toml"))).contains("файл настроек не читается"));
}

#[test]
fn unknown_variables_and_arguments_are_refused_but_not_those_of_others() {
    let words = refused(&[("lisen", "x")], &[("METODAKTIV_SUPORT", "x"), ("METODAKTIV_PASSPHRASE", "x"), ("METODAKTIV_TEST_X", "x"), ("PATH", "x")], None);
    assert!(words.contains("переменная METODAKTIV_SUPORT: такой настройки нет. Может быть, METODAKTIV_SUPPORT?"), "{words}");
    assert!(words.contains("командная строка, lisen"), "{words}");
    assert!(!words.contains("PASSPHRASE") && !words.contains("TEST_X"), "{words}");
}

#[test]
fn what_does_not_fit_together_is_refused() {
    assert!(refused(&[("oidc_issuer", "https://id.example.ru")], &[], None).contains("не хватает: oidc_client_id, oidc_client_secret"));
    assert!(refused(&[("smtp", "smtps://mail.example.ru")], &[], None).contains("отправителя"));
    assert!(refused(&[("smtp", "smtp://u:p@mail.example.ru"), ("mail_from", "a@example.ru")], &[], None).contains("открытым текстом"));
    assert!(refused(&[("database_url", "mysql://x")], &[], None).contains("postgres://"));
    assert!(refused(&[("public_url", "aktiv.example.ru")], &[], None).contains("https://aktiv.example.ru"));
}

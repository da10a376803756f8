//! Commands as they are typed, run by the program itself: an existing region becomes one of several, each is copied and brought back
//! without the others noticing.

use super::town::{person, schema, settle};
use kernel::{Db, params};
use server::{
    config::{Config, gather},
    data, key,
    regions::mark,
};
use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
};
use structure::profile::BUNDLED;

/// A folder with a settings file, and schemas where PostgreSQL is at hand.
struct Yard {
    folder: tempfile::TempDir,
    schemas: Vec<String>,
    /// The line `database_url` of each region, where it has one.
    urls: [String; 2],
}

impl Drop for Yard {
    fn drop(&mut self) {
        if let Ok(url) = std::env::var("TEST_DATABASE_URL")
            && let Ok(mut client) = postgres::Client::connect(&url, postgres::NoTls)
        {
            self.schemas.iter().for_each(|schema| drop(client.batch_execute(&format!("DROP SCHEMA IF EXISTS {schema} CASCADE"))));
        }
    }
}

impl Yard {
    fn each_engine(story: impl Fn(&Self)) {
        for on_postgres in [false, true] {
            let mut yard = Self { folder: tempfile::tempdir().unwrap(), schemas: Vec::new(), urls: Default::default() };
            if on_postgres {
                for (at, name) in ["sever", "yug"].into_iter().enumerate() {
                    let Some((line, schema)) = schema(name) else { return };
                    yard.urls[at] = line;
                    yard.schemas.push(schema);
                }
            }
            story(&yard);
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Two regions; the first lies in `data`, as one that was alone does, and is called so.
    fn describe(&self, first: &str) {
        let text = format!(
            "[[regions]]\nname = \"{first}\"\npublic_url = \"http://sever.test\"\ndata = \"data\"\n{}[[regions]]\nname = \"yug\"\npublic_url = \"http://yug.test\"\ndata = \"yug\"\n{}[country]\npublic_url = \"http://strana.test\"\ndata = \"strana\"\n",
            self.urls[0], self.urls[1]
        );
        fs::write(self.path("metodaktiv.toml"), text).unwrap();
    }

    /// The settings of a region by themselves, as the program reads them in this folder.
    fn config(&self, at: usize) -> Config {
        let data = self.path(["data", "yug"][at]).display().to_string();
        let mut arguments = vec![("data".to_owned(), data)];
        if let Some(url) = self.urls[at].split('"').nth(1) {
            arguments.push(("database_url".to_owned(), url.to_owned()));
        }
        Config::of(&gather(&arguments, &[], None).unwrap()).unwrap()
    }

    fn open(&self, at: usize) -> Db {
        let config = self.config(at);
        fs::create_dir_all(&config.data).unwrap();
        data::open_current(&config, data::first_clock()).unwrap().0
    }

    fn families(&self, at: usize) -> Vec<String> {
        self.open(at).read(|tx| Ok(tx.query("SELECT family FROM person ORDER BY family", params![], |row| row.get(0))?)).unwrap()
    }

    /// Runs the program in the folder; whether it was content, and all it said.
    fn run(&self, arguments: &[&str]) -> (bool, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_metodaktiv"));
        command.args(arguments).current_dir(self.folder.path()).env_clear().env("METODAKTIV_PASSPHRASE", "длинный пароль для пробы").stdin(Stdio::null());
        for name in ["PATH", "METODAKTIV_TEST_ALLOW_FORGETFUL_PG"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        let output = command.output().unwrap();
        (output.status.success(), format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)))
    }

    fn done(&self, arguments: &[&str]) -> String {
        let (is_done, words) = self.run(arguments);
        assert!(is_done, "{arguments:?}: {words}");
        words
    }

    fn refused(&self, arguments: &[&str]) -> String {
        let (is_done, words) = self.run(arguments);
        assert!(!is_done, "{arguments:?}: {words}");
        words
    }
}

#[test]
fn the_data_of_a_region_that_was_alone_become_those_of_one_of_several() {
    Yard::each_engine(|yard| {
        let db = yard.open(0);
        settle(&db, BUNDLED[0].text);
        person(&db, "Давняя");
        let vault = key::ready(&yard.config(0), &db).unwrap();
        drop(db);
        yard.describe("sever");
        let words = yard.done(&["regions", "check"]);
        assert!(words.contains("sever") && words.contains("откроется, схема"), "{words}");
        assert!(yard.done(&["regions", "list"]).contains("http://sever.test"));
        let words = yard.done(&["migrate"]);
        assert!(["sever: схема", "yug: схема", "country: схема"].iter().all(|line| words.contains(line)), "{words}");
        let db = yard.open(0);
        assert_eq!(mark::read(&db).unwrap().as_deref(), Some("sever"));
        assert_eq!(key::ready(&yard.config(0), &db).unwrap().text(), vault.text(), "what was sealed stays readable");
        drop(db);
        assert_eq!(yard.families(0), ["Давняя"]);
        assert!(yard.families(1).is_empty());

        // Renamed: refused until it is said aloud.
        yard.describe("severny");
        for command in [
            &["regions", "check"][..],
            &["migrate", "--region", "severny"],
            &["backup", "x.backup", "--region", "severny"],
            &["import", "people", "x.csv", "--region", "severny"],
            &["second-factor", "reset", "--all", "--region", "severny"],
        ] {
            let words = yard.refused(command);
            assert!(words.contains("данные региона «sever»") && words.contains("regions adopt severny"), "{command:?}: {words}");
        }
        assert!(yard.refused(&["regions", "adopt", "sever"]).contains("в настройках нет"));
        let words = yard.done(&["regions", "adopt", "severny"]);
        assert!(words.contains("«sever»") && words.contains("«severny»"), "{words}");
        yard.done(&["regions", "check"]);
        yard.done(&["doctor", "--region", "severny"]);
        assert_eq!(yard.families(0), ["Давняя"]);
    });
}

#[test]
fn a_region_that_never_started_has_nothing_to_adopt() {
    let yard = Yard { folder: tempfile::tempdir().unwrap(), schemas: Vec::new(), urls: Default::default() };
    yard.describe("sever");
    let words = yard.refused(&["regions", "adopt", "yug"]);
    assert!(words.contains("ещё нет") && !yard.path("yug").exists(), "{words}");
}

#[test]
fn a_backup_and_a_restore_are_of_one_region() {
    Yard::each_engine(|yard| {
        yard.describe("sever");
        for (at, family) in ["Северная", "Южная"].into_iter().enumerate() {
            let db = yard.open(at);
            settle(&db, BUNDLED[0].text);
            person(&db, family);
            key::ready(&yard.config(at), &db).unwrap();
        }
        yard.done(&["migrate"]);
        assert!(yard.refused(&["backup", "all.backup"]).contains("--region"));
        assert!(yard.refused(&["backup", "all.backup", "--region", "zapad"]).contains("sever, yug"));
        yard.done(&["backup", "sever.backup", "--region", "sever"]);
        yard.done(&["backup", "yug.backup", "--region", "yug"]);
        for at in 0..2 {
            person(&yard.open(at), "Поздняя");
        }

        // Another's backup is refused before anything is touched, and so is the database of another.
        let words = yard.refused(&["restore", "sever.backup", "--region", "yug", "--force"]);
        assert!(words.contains("данные региона «sever»") && words.contains("--region sever"), "{words}");
        assert_eq!((yard.families(0), yard.families(1)), (vec!["Поздняя".to_owned(), "Северная".to_owned()], vec!["Поздняя".to_owned(), "Южная".to_owned()]));
        assert!(yard.refused(&["restore", "sever.backup", "--region", "sever"]).contains("--force"));

        let keys = || [0, 1].map(|at| fs::read_to_string(key::path(&yard.config(at))).unwrap());
        let before = keys();
        yard.done(&["restore", "sever.backup", "--region", "sever", "--force"]);
        assert_eq!((yard.families(0), yard.families(1)), (vec!["Северная".to_owned()], vec!["Поздняя".to_owned(), "Южная".to_owned()]));
        assert_eq!(keys(), before);
        assert!(before[0] != before[1]);
        yard.done(&["regions", "check"]);
        for region in ["sever", "yug"] {
            yard.done(&["audit", "verify", "--region", region]);
        }
        assert!(yard.path("data.before-restore-1").is_dir() && !yard.path("yug.before-restore-1").exists());

        // Renamed since: the old backup needs the old name said.
        yard.describe("severny");
        yard.done(&["regions", "adopt", "severny"]);
        assert!(yard.refused(&["restore", "sever.backup", "--region", "severny", "--force"]).contains("--renamed-from sever"));
        yard.done(&["restore", "sever.backup", "--region", "severny", "--force", "--renamed-from", "sever"]);
        assert_eq!(mark::read(&yard.open(0)).unwrap().as_deref(), Some("severny"));
        yard.done(&["regions", "check"]);
    });
}

#[test]
fn a_backup_of_a_region_that_was_alone_is_brought_into_an_installation() {
    Yard::each_engine(|yard| {
        let db = yard.open(0);
        settle(&db, BUNDLED[0].text);
        person(&db, "Давняя");
        drop(db);
        let alone = yard.config(0);
        let passphrase = server::backup::Passphrase::new("длинный пароль для пробы").unwrap();
        server::backup::save(&alone, &yard.open(0), &yard.path("alone.backup"), &passphrase).unwrap();
        yard.describe("sever");
        yard.done(&["restore", "alone.backup", "--region", "sever", "--force"]);
        assert_eq!(mark::read(&yard.open(0)).unwrap().as_deref(), Some("sever"), "it is this region's from now on");
        assert_eq!(yard.families(0), ["Давняя"]);
    });
}

#[test]
fn the_country_s_site_is_copied_and_brought_back_like_a_region() {
    let yard = Yard { folder: tempfile::tempdir().unwrap(), schemas: Vec::new(), urls: Default::default() };
    yard.describe("sever");
    let words = yard.done(&["regions", "country-account", "--name", "Пробный Пётр Петрович", "--email", "petr@example.ru"]);
    assert!(words.contains("Первый вход: http://strana.test/login/first"), "{words}");
    yard.done(&["backup", "strana.backup", "--region", "country"]);
    fs::remove_dir_all(yard.path("strana")).unwrap();
    yard.done(&["restore", "strana.backup", "--region", "country"]);
    yard.done(&["regions", "check"]);
    assert!(yard.refused(&["restore", "strana.backup", "--region", "yug"]).contains("данные региона «country»"));
    yard.refused(&["regions", "country-account", "--name", "Пробный Пётр Петрович", "--email", "petr@example.ru"]);
}

#[test]
fn a_key_for_programs_is_made_in_the_region_that_was_named() {
    Yard::each_engine(|yard| {
        yard.describe("sever");
        (0..2).for_each(|at| settle(&yard.open(at), BUNDLED[0].text));
        yard.done(&["migrate"]);
        assert!(yard.refused(&["token"]).contains("--region"));
        yard.done(&["token", "--region", "yug", "--name", "Витрина"]);
        let tokens = |at: usize| yard.open(at).read(exchange::tokens).unwrap().len();
        assert_eq!((tokens(0), tokens(1)), (0, 1));
    });
}

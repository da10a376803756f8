//! Regions that run until dropped, and who asks them.

use crate::wire::{Answer, read};
use access::{NewAccount, NewGrant, Role, accounts, grants, sessions};
use audit::By;
use jiff::civil::date;
use kernel::{
    Db,
    id::{AccountId, PersonId, PlaceId},
    name::FullName,
    params,
};
use server::{
    assemble,
    config::{Installation, gather},
    http::{self, Gate, Site},
    regions::House,
};
use std::{
    fs,
    io::Write,
    net::{SocketAddr, TcpStream},
    path::Path,
    time::{Duration, Instant},
};
use structure::profile::{BUNDLED, Profile};
use tokio::sync::watch;
use web::App;

pub(super) const EMAIL: &str = "olga@example.ru";
pub(super) const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

/// Running until dropped.
pub(super) struct Town {
    address: SocketAddr,
    pub(super) house: House,
    pub(super) installation: Installation,
    stop: watch::Sender<bool>,
    runtime: Option<tokio::runtime::Runtime>,
    schemas: Vec<String>,
    _folder: tempfile::TempDir,
}

impl Drop for Town {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(Duration::from_secs(5));
        }
        if let Ok(url) = std::env::var("TEST_DATABASE_URL")
            && let Ok(mut client) = postgres::Client::connect(&url, postgres::NoTls)
        {
            self.schemas.iter().for_each(|schema| drop(client.batch_execute(&format!("DROP SCHEMA IF EXISTS {schema} CASCADE"))));
        }
    }
}

pub(super) fn installation(folder: &Path, text: &str) -> Result<Option<Installation>, String> {
    let path = folder.join("settings.toml");
    fs::write(&path, text).unwrap();
    let values = gather(&[("data".to_owned(), folder.join("data").display().to_string())], &[], Some(&path)).map_err(|problems| problems.to_string())?;
    Installation::of(&values).map_err(|problems| problems.to_string())
}

/// A schema of its own for a region, where PostgreSQL is at hand.
pub(super) fn schema(name: &str) -> Option<(String, String)> {
    let url = std::env::var("TEST_DATABASE_URL").ok()?;
    let schema = format!("region_{name}_{}", kernel::id::Uuid::new_v4().simple());
    postgres::Client::connect(&url, postgres::NoTls).unwrap().batch_execute(&format!("CREATE SCHEMA {schema}")).unwrap();
    let joint = if url.contains('?') { '&' } else { '?' };
    Some((format!("database_url = \"{url}{joint}options=-csearch_path%3D{schema}\"\n"), schema))
}

impl Town {
    /// Regions `sever` and `yug` work, each by its profile; `chaos` has a spoilt file; the country is there. The second engine serves when it
    /// is asked for.
    fn begin_as(on_postgres: bool, profiles: [&str; 2]) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mut schemas = Vec::new();
        let mut text = "trusted_proxy = true\n".to_owned();
        for name in ["sever", "yug"] {
            text.push_str(&format!("[[regions]]\nname = \"{name}\"\npublic_url = \"http://{name}.test\"\n"));
            if on_postgres {
                let (line, schema) = schema(name)?;
                text.push_str(&line);
                schemas.push(schema);
            }
        }
        text.push_str("[[regions]]\nname = \"chaos\"\npublic_url = \"http://chaos.test\"\nsupport = \"тел. 112\"\n[country]\npublic_url = \"http://strana.test\"\n");
        fs::create_dir_all(folder.path().join("data/chaos")).unwrap();
        fs::write(folder.path().join("data/chaos/metodaktiv.sqlite"), vec![7_u8; 20_000]).unwrap();
        let installation = installation(folder.path(), &text).unwrap().unwrap();
        for (name, profile) in ["sever", "yug"].into_iter().zip(profiles) {
            let config = &installation.site(name).unwrap().config;
            fs::create_dir_all(&config.data).unwrap();
            let (db, _) = server::data::open_current(config, server::data::first_clock()).unwrap();
            settle(&db, profile);
        }
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let (stop, stopped) = watch::channel(false);
        let (address, house) = runtime.block_on(async {
            let house = House::begin(&installation, &stopped);
            let listener = http::listen("127.0.0.1:0".parse().unwrap()).unwrap();
            let address = listener.local_addr().unwrap();
            tokio::spawn(http::serve(listener, Site::new(house.hosts.clone().router()), Gate::new(true), std::future::pending()));
            (address, house)
        });
        let town = Self { address, house, installation, stop, runtime: Some(runtime), schemas, _folder: folder };
        let begun = Instant::now();
        while town.house.opened.names() != ["country", "sever", "yug"] {
            assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", town.house.opened.names());
            std::thread::sleep(Duration::from_millis(50));
        }
        Some(town)
    }

    pub(super) fn each_engine(story: impl Fn(&Self)) {
        Self::each_engine_as([BUNDLED[0].text; 2], story);
    }

    pub(super) fn each_engine_as(profiles: [&str; 2], story: impl Fn(&Self)) {
        for on_postgres in [false, true] {
            if let Some(town) = Self::begin_as(on_postgres, profiles) {
                story(&town);
            }
        }
    }

    pub(super) fn app(&self, region: &str) -> App {
        self.house.opened.app(region).unwrap()
    }

    pub(super) fn ask(&self, host: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
        headers.iter().for_each(|(name, value)| request.push_str(&format!("{name}: {value}\r\n")));
        request.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(25))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        read(&mut stream)
    }

    pub(super) fn get(&self, region: &str, path: &str, token: &str) -> Answer {
        self.ask(&format!("{region}.test"), "GET", path, &[("Cookie", &format!("session={token}"))], "")
    }

    pub(super) fn post(&self, region: &str, path: &str, token: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_keyed(region, path, token, kernel::FormKey::fresh().as_str(), fields)
    }

    pub(super) fn post_keyed(&self, region: &str, path: &str, token: &str, key: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.append_pair("_key", key).extend_pairs(fields);
        let host = format!("{region}.test");
        self.ask(&host, "POST", path, &[FORM, ("Origin", &format!("http://{host}")), ("Cookie", &format!("session={token}")), ("X-Forwarded-For", "10.0.0.1")], &form.finish())
    }

    /// A session of the region's coordinator.
    pub(super) fn token(&self, region: &str) -> String {
        self.token_of(region, EMAIL)
    }

    /// Another role of the region.
    pub(super) fn token_as(&self, region: &str, role: Role) -> String {
        let email = format!("{role}@example.ru");
        self.app(region).db.write(|tx| enrol(tx, role, &email)).unwrap();
        self.token_of(region, &email)
    }

    fn token_of(&self, region: &str, email: &str) -> String {
        let db = self.app(region).db.clone();
        db.write(|tx| {
            let account = accounts::by_email(tx, email)?.unwrap().id;
            Ok(sessions::open(tx, account, true, "проверка")?.as_str().to_owned())
        })
        .unwrap()
    }
}

/// A region with its profile and a coordinator; the address is the same in both, the password isn't asked for here.
pub(super) fn settle(db: &Db, profile: &str) {
    let profile = Profile::parse("profile.toml", profile).unwrap();
    db.write(|tx| {
        assemble::load_region(tx, &By::cli(), &profile)?;
        enrol(tx, Role::Coordinator, EMAIL)?;
        Ok(())
    })
    .unwrap();
}

fn enrol(tx: &mut kernel::Tx<'_>, role: Role, email: &str) -> kernel::Result<AccountId> {
    let account = accounts::create(tx, &By::cli(), &NewAccount { name: "Ольга Пробная".into(), email: email.into(), person: None })?;
    let from = tx.today();
    grants::grant(tx, &By::cli(), &NewGrant { account, role, place: PlaceId::from("region"), from, to: None })?;
    Ok(account)
}

pub(super) fn person(db: &Db, family: &str) -> PersonId {
    db.write(|tx| {
        let place: String = tx.one("SELECT id FROM place WHERE kind = 'municipality' ORDER BY id LIMIT 1", params![], |row| row.get(0))?;
        let new = people::NewPerson {
            name: FullName { family: family.into(), given: "Анна".into(), patronymic: None },
            birth_on: Some(date(1985, 9, 5)),
            phone: None,
            email: None,
            place: PlaceId::from(place.as_str()),
            position: "uchitel".into(),
            position_text: String::new(),
            since: Some(date(2015, 9, 1)),
            subjects: vec![("matematika".into(), true)],
        };
        people::create(tx, &By::system(), new)
    })
    .unwrap()
}

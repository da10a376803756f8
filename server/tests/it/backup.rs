//! The drill: backup, a person destroyed afterwards, the data lost, restore — and the person stays destroyed. On both engines.

use access::{Actor, NewAccount, Role, accounts, second_factor};
use audit::{By, Verdict};
use kernel::{
    Db, Timestamp,
    db::{Location, MIGRATIONS},
    id::{AccountId, PersonId, PlaceId},
    name::FullName,
    params,
};
use server::{
    assemble,
    backup::{Passphrase, Wishes, restore, save},
    config::{Config, gather},
    data,
    doctor::{Grade, examine},
    key,
};
use std::{fs, path::PathBuf};
use structure::profile::{BUNDLED, Profile};

/// An installation of its own; its schema in PostgreSQL goes with it.
struct House {
    folder: tempfile::TempDir,
    config: Config,
    schema: Option<(String, String)>,
}

impl Drop for House {
    fn drop(&mut self) {
        if let Some((url, schema)) = &self.schema
            && let Ok(mut client) = postgres::Client::connect(url, postgres::NoTls)
        {
            let _ = client.batch_execute(&format!("DROP SCHEMA {schema} CASCADE"));
        }
    }
}

impl House {
    fn all() -> Vec<Self> {
        let mut houses = vec![Self::new(None)];
        if let Ok(url) = std::env::var("TEST_DATABASE_URL") {
            houses.push(Self::new(Some(&url)));
        }
        houses
    }

    fn new(url: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut arguments = vec![("data".to_owned(), folder.path().join("data").to_str().unwrap().to_owned())];
        let schema = url.map(|url| {
            let schema = format!("drill_{}", kernel::id::Uuid::new_v4().simple());
            postgres::Client::connect(url, postgres::NoTls).unwrap().batch_execute(&format!("CREATE SCHEMA {schema}")).unwrap();
            let joint = if url.contains('?') { '&' } else { '?' };
            arguments.push(("database_url".to_owned(), format!("{url}{joint}options=-csearch_path%3D{schema}")));
            (url.to_owned(), schema)
        });
        let config = Config::of(&gather(&arguments, &[], None).unwrap()).unwrap();
        fs::create_dir_all(&config.data).unwrap();
        Self { folder, config, schema }
    }

    fn open(&self) -> Db {
        let (db, _) = data::open_current(&self.config, data::first_clock()).unwrap();
        db
    }

    fn backup_path(&self) -> PathBuf {
        self.folder.path().join("one.backup")
    }

    fn lose_everything(&self) {
        fs::remove_dir_all(&self.config.data).unwrap();
        if let Some((url, schema)) = &self.schema {
            postgres::Client::connect(url, postgres::NoTls).unwrap().batch_execute(&format!("DROP SCHEMA {schema} CASCADE; CREATE SCHEMA {schema}")).unwrap();
        }
    }
}

fn passphrase() -> Passphrase {
    Passphrase::new("длинный пароль для пробы").unwrap()
}

fn found(db: &Db) {
    let bundled = &BUNDLED[0];
    let profile = Profile::parse(bundled.file, bundled.text).unwrap();
    db.write(|tx| assemble::load_region(tx, &By::system(), &profile)).unwrap();
}

fn person(db: &Db, family: &str) -> PersonId {
    let name = FullName { family: family.into(), given: "Анна".into(), patronymic: Some("Петровна".into()) };
    db.write(|tx| {
        let new = people::NewPerson {
            name: name.clone(),
            birth_on: None,
            phone: None,
            email: None,
            place: PlaceId::from("institute"),
            position: String::new(),
            position_text: "методист".into(),
            since: None,
            subjects: Vec::new(),
        };
        people::create(tx, &By::system(), new)
    })
    .unwrap()
}

fn families(db: &Db) -> Vec<String> {
    db.read(|tx| Ok(tx.query("SELECT family FROM person WHERE erased_at IS NULL ORDER BY family", params![], |row| row.get(0))?)).unwrap()
}

fn actor(db: &Db, name: &str) -> Actor {
    let account: AccountId = db.write(|tx| accounts::create(tx, &By::system(), &NewAccount { name: name.into(), email: format!("{}@iro.example", kernel::id::Uuid::new_v4().simple()), person: None })).unwrap();
    Actor { account, person: None, name: name.into(), role: Role::DataProtection, place: PlaceId::from("region"), place_path: "region/".into(), place_name: "край".into(), session: String::new() }
}

/// Destroys a person as the screens do: asked for, approved by two, the register written.
fn destroy(house: &House, db: &Db, person: PersonId) {
    use consent::destruction::{Approval, Reason, Workshop, approve_first, approve_second, find, lines, request, write_register};
    let (first, second) = (actor(db, "Первая"), actor(db, "Вторая"));
    let listeners = assemble::listeners();
    let files = files::Store::open(house.config.data.join("files")).unwrap();
    let documents = documents::Documents::new(None);
    let zone = jiff::tz::TimeZone::UTC;
    let workshop = Workshop { listeners: &listeners, documents: &documents, files: &files, zone: &zone };
    let executed = db
        .write(|tx| {
            let id = request(tx, &first.by(), person, Reason::ConsentWithdrawn)?;
            let version = find(tx, &first.scope(), id)?.version;
            approve_first(tx, &first.by(), &first.scope(), id, version)?;
            let version = find(tx, &second.scope(), id)?.version;
            approve_second(tx, workshop, &second.by(), &second.scope(), Approval { id, version, media: Vec::new() })
        })
        .unwrap();
    executed.gone.iter().for_each(|digest| files.remove(digest).unwrap());
    write_register(&house.config.data, &db.read(lines).unwrap()).unwrap();
}

fn attach(house: &House, db: &Db) -> files::Digest {
    let store = files::Store::open(house.config.data.join("files")).unwrap();
    let stored = store.put(b"%PDF-1.7 one %%EOF", &[files::Kind::Pdf]).unwrap();
    db.write(|tx| files::record(tx, &stored)).unwrap();
    stored.digest
}

#[test]
fn a_person_destroyed_after_the_backup_stays_destroyed_when_it_is_restored() {
    for house in House::all() {
        let db = house.open();
        found(&db);
        let (gone, _kept) = (person(&db, "Уничтоженная"), person(&db, "Оставшаяся"));
        let digest = attach(&house, &db);
        let saved = save(&house.config, &db, &house.backup_path(), &passphrase()).unwrap();
        assert_eq!(saved.files, 1);
        destroy(&house, &db, gone);
        person(&db, "Поздняя");
        drop(db);

        let words = restore(&house.config, &house.backup_path(), &passphrase(), &Wishes::default()).unwrap_err().to_string();
        assert!(words.contains("--force"), "{words}");
        let restored = restore(&house.config, &house.backup_path(), &passphrase(), &Wishes { force: true, ..Wishes::default() }).unwrap();
        assert_eq!(restored.destroyed_again, 1);
        assert!(restored.former.as_ref().is_some_and(|former| former.is_dir()));

        let db = house.open();
        assert_eq!(families(&db), ["Оставшаяся"], "as on the day of the backup, without the one destroyed");
        let line = db.read(consent::destruction::lines).unwrap();
        assert_eq!(line.iter().map(|line| line.person).collect::<Vec<_>>(), [gone]);
        let store = files::Store::open(house.config.data.join("files")).unwrap();
        assert!(store.get(&digest).is_ok() && store.get(line[0].act_digest.as_ref().unwrap()).is_ok(), "files and the later act are there");
        assert!(matches!(db.read(audit::verify).unwrap(), Verdict::Whole { .. }));
        let text = fs::read_to_string(house.config.data.join(consent::destruction::FILE_NAME)).unwrap();
        assert!(text.contains(&gone.to_string()) && !text.contains("Уничтоженная"));
    }
}

#[test]
fn with_everything_lost_the_register_kept_elsewhere_still_counts() {
    for house in House::all() {
        let db = house.open();
        found(&db);
        let gone = person(&db, "Уничтоженная");
        save(&house.config, &db, &house.backup_path(), &passphrase()).unwrap();
        destroy(&house, &db, gone);
        drop(db);
        let register = house.folder.path().join("register.log");
        fs::copy(house.config.data.join(consent::destruction::FILE_NAME), &register).unwrap();
        house.lose_everything();
        let restored = restore(&house.config, &house.backup_path(), &passphrase(), &Wishes { register: Some(register), ..Wishes::default() }).unwrap();
        assert_eq!((restored.destroyed_again, restored.former), (1, None));
        assert!(families(&house.open()).is_empty());
    }
}

#[test]
fn a_wrong_passphrase_damage_and_truncation_are_refused_and_nothing_is_touched() {
    let house = House::new(None);
    let db = house.open();
    found(&db);
    person(&db, "Живая");
    save(&house.config, &db, &house.backup_path(), &passphrase()).unwrap();
    drop(db);
    let whole = fs::read(house.backup_path()).unwrap();
    assert!(!String::from_utf8_lossy(&whole).contains("Живая"), "encrypted");
    let refuse = |bytes: &[u8], passphrase: &Passphrase| {
        let path = house.folder.path().join("broken.backup");
        fs::write(&path, bytes).unwrap();
        restore(&house.config, &path, passphrase, &Wishes { force: true, ..Wishes::default() }).unwrap_err().to_string()
    };
    assert!(refuse(&whole, &Passphrase::new("другой длинный пароль").unwrap()).contains("Пароль не подошёл"));
    let mut flipped = whole.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    assert!(refuse(&flipped, &passphrase()).contains("повреждена"));
    assert!(refuse(&whole[..whole.len() - 100], &passphrase()).contains("повреждена"));
    assert!(refuse(b"PK\x03\x04 not a backup", &passphrase()).contains("не копия"));
    assert_eq!(families(&house.open()), ["Живая"]);
}

#[test]
fn a_copy_whose_journal_is_forged_changes_nothing() {
    for house in House::all() {
        let db = house.open();
        found(&db);
        person(&db, "Живая");
        let first: String = db.read(|tx| tx.one("SELECT actor FROM audit_event WHERE seq = 1", params![], |row| row.get(0))).unwrap();
        let say = |db: &Db, actor: &str| db.write(|tx| Ok(tx.execute("UPDATE audit_event SET actor = $1 WHERE seq = 1", params![actor])?)).unwrap();
        say(&db, "nobody");
        save(&house.config, &db, &house.backup_path(), &passphrase()).unwrap();
        say(&db, &first);
        person(&db, "Поздняя");
        drop(db);
        let words = restore(&house.config, &house.backup_path(), &passphrase(), &Wishes { force: true, ..Wishes::default() }).unwrap_err().to_string();
        assert!(words.contains("Журнал событий"), "{words}");
        let db = house.open();
        assert_eq!(families(&db), ["Живая", "Поздняя"], "what was there is there");
        assert!(matches!(db.read(audit::verify).unwrap(), Verdict::Whole { .. }));
    }
}

#[test]
fn a_running_program_is_not_restored_over_and_a_newer_backup_not_at_all() {
    let house = House::new(None);
    let db = house.open();
    found(&db);
    let target = house.backup_path();
    db.write(|tx| Ok(tx.execute("INSERT INTO schema_migration (number, name, digest, ran_at) VALUES (999, 'later', '', '')", params![])?)).unwrap();
    save(&house.config, &db, &target, &passphrase()).unwrap();
    drop(db);
    let wishes = Wishes { force: true, ..Wishes::default() };
    {
        let _held = data::hold(&house.config.data).unwrap();
        assert!(restore(&house.config, &target, &passphrase(), &wishes).unwrap_err().to_string().contains("уже работает"));
    }
    assert!(restore(&house.config, &target, &passphrase(), &wishes).unwrap_err().to_string().contains("более новой версией"));
}

#[test]
fn an_existing_file_is_never_overwritten_and_a_folder_gets_a_dated_name() {
    let house = House::new(None);
    let db = house.open();
    found(&db);
    fs::write(house.backup_path(), "прежняя").unwrap();
    assert!(save(&house.config, &db, &house.backup_path(), &passphrase()).unwrap_err().to_string().contains("уже есть"));
    let saved = save(&house.config, &db, house.folder.path(), &passphrase()).unwrap();
    assert!(saved.path.file_name().unwrap().to_str().unwrap().starts_with("metodaktiv-20"));
    assert!(Passphrase::new("короткий").is_err());
}

#[test]
fn the_doctor_finds_a_lost_file_a_spoilt_one_and_a_forged_journal() {
    for house in House::all() {
        let db = house.open();
        found(&db);
        let digest = attach(&house, &db);
        let bad = |db: &Db| -> Vec<String> { examine(&house.config, db).unwrap().into_iter().filter(|finding| finding.grade == Grade::Bad).map(|finding| finding.words).collect() };
        assert_eq!(bad(&db), Vec::<String>::new());
        let store = files::Store::open(house.config.data.join("files")).unwrap();
        fs::write(store.path(&digest), "другое").unwrap();
        assert!(bad(&db)[0].contains("испорчены"));
        store.remove(&digest).unwrap();
        assert!(bad(&db)[0].contains("нет на диске"));
        db.write(|tx| Ok(tx.execute("UPDATE audit_event SET actor = 'nobody' WHERE seq = 1", params![])?)).unwrap();
        assert!(bad(&db).iter().any(|words| words.contains("ЖУРНАЛ НАРУШЕН")));
    }
}

#[test]
fn the_manifest_names_the_moment_the_schema_and_every_entry() {
    let house = House::new(None);
    let db = house.open();
    found(&db);
    let manifest = save(&house.config, &db, &house.backup_path(), &passphrase()).unwrap().manifest;
    assert_eq!(manifest.schema, MIGRATIONS.last().unwrap().number);
    assert!(manifest.made_at > Timestamp::UNIX_EPOCH && manifest.audit_seq > 0);
    let names: Vec<&str> = manifest.entries.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(names, ["database.sqlite", "destructions.log"]);
    assert!(matches!(house.config.database, Location::Sqlite(_)));
}

#[test]
fn the_key_travels_in_the_backup_and_without_it_nothing_starts() {
    for house in House::all() {
        let db = house.open();
        found(&db);
        let vault = key::ready(&house.config, &db).unwrap();
        assert!(!key::is_open(&key::path(&house.config)), "only its owner reads it");
        let account = db.write(|tx| accounts::create(tx, &By::cli(), &NewAccount { name: "Администратор".into(), email: "admin@example.ru".into(), person: None })).unwrap();
        db.write(|tx| second_factor::begin(tx, &vault, account)).unwrap();
        save(&house.config, &db, &house.backup_path(), &passphrase()).unwrap();
        drop(db);
        house.lose_everything();
        restore(&house.config, &house.backup_path(), &passphrase(), &Wishes::default()).unwrap();
        assert!(!key::is_open(&key::path(&house.config)));
        let db = house.open();
        assert_eq!(key::ready(&house.config, &db).unwrap(), vault);
        let ills = |db: &Db| examine(&house.config, db).unwrap().into_iter().filter(|finding| finding.grade == Grade::Bad && finding.words.contains("люч")).map(|finding| finding.words).collect::<Vec<_>>();
        assert_eq!(ills(&db), Vec::<String>::new());
        fs::rename(key::path(&house.config), house.folder.path().join("aside")).unwrap();
        assert!(ills(&db).first().is_some_and(|words| words.contains("Нет ключа")), "{:?}", ills(&db));
        assert!(key::ready(&house.config, &db).unwrap_err().to_string().contains("second-factor reset --all"));
        fs::write(key::path(&house.config), access::Vault::fresh().text()).unwrap();
        assert!(key::ready(&house.config, &db).unwrap_err().to_string().contains("не подходит"));
        assert_eq!(key::forget(&house.config, None).unwrap(), 1);
        assert!(key::ready(&house.config, &db).is_ok(), "with nothing sealed any key will do");
        assert!(key::forget(&house.config, Some("nobody@example.ru")).is_err());
    }
}

#[test]
fn the_key_may_lie_in_a_setting_instead_of_the_folder() {
    let mut house = House::new(None);
    let vault = access::Vault::fresh();
    let arguments = [("data".to_owned(), house.config.data.to_str().unwrap().to_owned())];
    let environment = [("METODAKTIV_SECRET_KEY".to_owned(), vault.text())];
    house.config = Config::of(&gather(&arguments, &environment, None).unwrap()).unwrap();
    let db = house.open();
    assert_eq!(key::ready(&house.config, &db).unwrap(), vault);
    assert!(!key::path(&house.config).exists());
    let wrong = [("METODAKTIV_SECRET_KEY".to_owned(), "ключ".to_owned())];
    assert!(Config::of(&gather(&arguments, &wrong, None).unwrap()).unwrap_err().to_string().contains("openssl rand -base64 32"));
}

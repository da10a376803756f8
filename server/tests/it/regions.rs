//! Two regions, one that is broken and the country, in one process: what belongs to one never works in another.

mod commands;
mod demo;
mod own;
mod strict;
mod town;

use access::{Password, Role, accounts, codes, passwords, sessions};
use audit::By;
use country::{Answer as Given, decide};
use kernel::params;
use server::regions::{country as country_site, mark};
use std::{
    fs,
    time::{Duration, Instant},
};
use town::{EMAIL, FORM, Town, installation, person};
use web::App;

#[test]
fn a_cookie_and_an_id_of_one_region_are_nothing_in_another() {
    Town::each_engine(|town| {
        let (sever, yug) = (town.token("sever"), town.token("yug"));
        let anna = person(&town.app("sever").db, "Северная");
        let card = format!("/people/{anna}");
        let own = town.get("sever", &card, &sever);
        assert_eq!(own.status, 200, "{}", own.head);
        assert!(own.text().contains("Северная"));
        let foreign = town.get("yug", &card, &sever);
        assert!(foreign.status == 303 && foreign.header("location").is_some_and(|to| to.starts_with("/login")), "{}", foreign.head);
        let guessed = town.get("yug", &card, &yug);
        assert!(guessed.status == 404 && !guessed.text().contains("Северная"));
        assert!(!town.get("yug", "/people", &yug).text().contains("Северная"));
        // The form of one, sent from a page of the other.
        let headers = [FORM, ("Origin", "http://yug.test"), ("Cookie", &*format!("session={sever}"))];
        assert_eq!(town.ask("sever.test", "POST", "/session/extend", &headers, "_key=0123456789abcdef0123").status, 403);
        assert!(own.header("set-cookie").is_none_or(|cookie| !cookie.to_ascii_lowercase().contains("domain=")));
    });
}

#[test]
fn one_address_has_an_account_in_each_and_a_link_opens_one_only() {
    Town::each_engine(|town| {
        let (word, other) = ("тёплый снег летом 9", "другой снег зимой 7");
        for (region, word) in [("sever", word), ("yug", other)] {
            let hash = passwords::hash_blocking(&Password::typed(word)).unwrap();
            town.app(region)
                .db
                .write(|tx| {
                    let account = accounts::by_email(tx, EMAIL)?.unwrap().id;
                    accounts::set_password(tx, &By::cli(), account, &hash, None)
                })
                .unwrap();
        }
        let enters = |region: &str, password: &str| town.post(region, "/login", "", &[("email", EMAIL), ("password", password)]).header("set-cookie").is_some();
        assert!(enters("sever", word) && enters("yug", other));
        assert!(!enters("yug", word) && !enters("sever", other));
        let link = town
            .app("sever")
            .db
            .write(|tx| {
                let account = accounts::by_email(tx, EMAIL)?.unwrap().id;
                Ok(codes::issue(tx, &By::cli(), account, codes::Purpose::Reset)?.plain)
            })
            .unwrap();
        let path = format!("/reset/{link}");
        assert!(town.get("sever", &path, "").text().contains("type=\"password\""));
        assert!(!town.get("yug", &path, "").text().contains("type=\"password\""));
    });
}

#[test]
fn letters_files_and_jobs_stay_in_their_region() {
    Town::each_engine(|town| {
        let (sever, yug) = (town.app("sever"), town.app("yug"));
        assert_eq!(town.post("sever", "/login/forgot", "", &[("email", EMAIL)]).status, 303);
        let letters = |app: &App| app.db.read(|tx| Ok(tx.query("SELECT body FROM letter", params![], |row| row.get::<String>(0))?)).unwrap();
        let begun = Instant::now();
        while letters(&sever).is_empty() && begun.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(50));
        }
        let written = letters(&sever);
        assert!(written.len() == 1 && written[0].contains("http://sever.test/reset/") && !written[0].contains("yug"), "{written:?}");
        assert!(letters(&yug).is_empty(), "jobs of one make no letters of the other");
        // What QR codes and letters lead to.
        assert_eq!((sever.settings.absolute("/x"), yug.settings.absolute("/x")), ("http://sever.test/x".into(), "http://yug.test/x".into()));
        let stored = sever.files.put_own(b"%PDF-1.7 paper", files::Kind::Pdf).unwrap();
        assert!(sever.files.get(&stored.digest).is_ok() && yug.files.get(&stored.digest).is_err());
        assert_ne!(sever.settings.data_dir, yug.settings.data_dir);
        let key = |app: &App| fs::read_to_string(app.settings.data_dir.join("secret.key")).unwrap();
        assert_ne!(key(&sever), key(&yug));
        let events = |app: &App| app.db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM audit_event WHERE action = 'account.reset_asked'", params![])?)).unwrap();
        assert_eq!((events(&sever), events(&yug)), (1, 0));
    });
}

#[test]
fn one_out_of_order_stops_nobody_and_a_strange_name_learns_nothing() {
    Town::each_engine(|town| {
        let closed = town.get("chaos", "/", "");
        assert!(closed.status == 503 && closed.text().contains("тел. 112") && closed.header("retry-after").is_some(), "{}", closed.head);
        assert!(closed.header("content-security-policy").is_some());
        for region in ["sever", "yug"] {
            assert_eq!(town.get(region, "/healthz", "").text(), "ok\n");
            assert_eq!(town.get(region, "/login", "").status, 200);
        }
        for host in ["nobody.test", "sever.test.evil.ru", "127.0.0.1"] {
            let strange = town.ask(host, "GET", "/login", &[], "");
            let text = strange.text();
            assert!(strange.status == 404 && text.contains("Такого сайта здесь нет"), "{host}");
            assert!(["sever", "yug", "chaos", "strana", "Хабаров"].iter().all(|name| !text.contains(name)), "{text}");
            assert!(strange.header("content-security-policy").is_some());
        }
        let health = town.ask("127.0.0.1:80", "GET", "/healthz", &[], "");
        assert_eq!((health.status, health.text().as_str()), (200, "работает не всё\n"));
        assert_eq!(town.ask("SEVER.test.:8080", "GET", "/login", &[], "").status, 200);
        assert_eq!(town.ask("sever.test", "GET", "http://yug.test/login", &[], "").status, 400);
        // The database of one, opened as the other.
        let db = &town.app("sever").db;
        assert_eq!(mark::read(db).unwrap().as_deref(), Some("sever"));
        assert!(mark::check(db, "sever").is_ok());
        assert!(mark::check(db, "yug").unwrap_err().to_string().contains("данные региона «sever»"));
    });
}

#[test]
fn the_country_has_what_a_region_decided_to_give_and_loses_what_it_takes_back() {
    Town::each_engine(|town| {
        let (country, sever) = (town.app("country"), town.app("sever"));
        let states = || country.db.read(|tx| Ok(::country::regions(tx)?.into_iter().map(|region| format!("{} {}", region.code, region.state)).collect::<Vec<_>>())).unwrap();
        let collect = |name: &str| country_site::collect(&country.db, name, town.house.opened.app(name).as_ref().map(|app| &app.db)).unwrap();
        ["sever", "yug", "chaos"].iter().for_each(|name| collect(name));
        assert_eq!(states().len(), 2, "of one that never answered nothing is known: {:?}", states());
        assert!(states().iter().all(|state| state.ends_with("withheld")), "{:?}", states());
        let token = town.token("sever");
        let page = town.get("sever", "/country-figures", &token);
        assert!(page.status == 200 && page.text().contains("Решения пока нет"));
        assert!(town.get("sever", "/desk", &token).text().contains("/country-figures"), "the coordinator finds it");
        assert_eq!(town.post("sever", "/country-figures", &token, &[("gives", "yes")]).status, 303);
        collect("sever");
        assert!(states().iter().any(|state| state == "sever empty"), "{:?}", states());
        let given = sever.db.read(::country::contribution).unwrap();
        assert!(matches!(&given, Given::Gives(contribution) if contribution.region == "Хабаровский край"));
        assert_eq!(sever.db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM audit_event WHERE action = 'country.figures_given'", params![])?)).unwrap(), 1);
        collect("sever");
        assert_eq!(sever.db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM audit_event WHERE action = 'country.figures_given'", params![])?)).unwrap(), 1, "the same is not given twice");
        // Only who may see figures, with the second step; a cookie of a region is nothing here.
        assert_eq!(town.ask("strana.test", "GET", "/country", &[("Cookie", &format!("session={token}"))], "").status, 303);
        let [viewer, keeper] = [(Role::Ministry, "viewer@example.ru"), (Role::Administrator, "keeper@example.ru")].map(|(role, email)| {
            country_site::enrol(&country.db, "Пробный Пётр Петрович", email, role).unwrap();
            country
                .db
                .write(|tx| {
                    let account = accounts::by_email(tx, email)?.unwrap().id;
                    Ok((sessions::open(tx, account, true, "проверка")?.as_str().to_owned(), sessions::open(tx, account, false, "проверка")?.as_str().to_owned()))
                })
                .unwrap()
        });
        let at = |path: &str, token: &str| town.ask("strana.test", "GET", path, &[("Cookie", &format!("session={token}"))], "");
        let shown = at("/country", &viewer.0);
        assert!(shown.status == 200 && shown.text().contains("Хабаровский край"), "{}", shown.head);
        assert!(!shown.text().contains("href=\"/quotas\""), "no entries that lead nowhere");
        assert_eq!((at("/country", &keeper.0).status, at("/admin/accounts", &keeper.0).status, at("/admin/accounts", &viewer.0).status), (404, 200, 404));
        assert_eq!(at("/country", &viewer.1).status, 303, "without the second step");
        assert_eq!((at("/people", &viewer.0).status, at("/country/quota", &viewer.0).status), (404, 404));
        // Taken back.
        sever
            .db
            .write(|tx| {
                let token = sessions::find(tx, &token)?.unwrap().0;
                decide(tx, &token, false)
            })
            .unwrap();
        collect("sever");
        assert!(states().iter().any(|state| state == "sever withheld"));
        assert!(town.installation.country.is_some());
    });
}

#[test]
fn what_regions_must_not_share_is_refused_with_the_line() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |text: &str| installation(folder.path(), text).unwrap_err();
    let region = |name: &str, more: &str| format!("[[regions]]\nname = \"{name}\"\npublic_url = \"https://{name}.example.ru\"\n{more}");
    let words = refused(&format!("{}{}", region("sever", "data = \"a\"\n"), region("yug", "data = \"./a/b/..\"\n")));
    assert!(words.contains("строка 5") && words.contains("путь к папке данных"), "{words}");
    let words = refused("[[regions]]\nname = \"sever\"\npublic_url = \"https://a.ru\"\n[[regions]]\nname = \"yug\"\npublic_url = \"https://A.ru:8443\"\n");
    assert!(words.contains("имя сайта"), "{words}");
    let same = "database_url = \"postgres://a@h/one\"\n";
    assert!(refused(&format!("{}{}", region("sever", same), region("yug", same))).contains("адрес базы"));
    assert!(refused(&format!("database_url = \"postgres://a@h/one\"\n{}", region("sever", ""))).contains("у каждого своя"));
    assert!(refused(&region("sever", "listen = \"0.0.0.0:1\"\n")).contains("общая для всей программы"));
    assert!(refused("[[regions]]\nname = \"sever\"\n").contains("нет адреса"));
    assert!(refused("[[regions]]\npublic_url = \"https://a.ru\"\n").contains("нет имени"));
    assert!(refused(&region("country", "")).contains("занято"));
    assert!(refused("[country]\npublic_url = \"https://a.ru\"\n").contains("[[regions]]"));
    let words = refused(&region("sever", "suport = \"x\"\n"));
    assert!(words.contains("строка 4, suport") && words.contains("Может быть, support?"), "{words}");
    let fits = installation(folder.path(), &format!("{}{}", region("sever", "smtp = \"smtps://a:b@mail.ru:465\"\nmail_from = \"А <a@mail.ru>\"\n"), region("yug", ""))).unwrap().unwrap();
    assert!(fits.site("yug").unwrap().config.smtp.is_none() && fits.site("yug").unwrap().config.mail_from.is_empty(), "letters are never another's");
    assert_ne!(fits.regions[0].config.data, fits.regions[1].config.data);
    assert!(installation(folder.path(), "support = \"тел. 1\"\n").unwrap().is_none(), "one region is served as ever");
}

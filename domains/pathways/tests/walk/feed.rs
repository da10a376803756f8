//! The calendar behind its secret address.

use crate::stage::{in_browser, set};
use access::Secret;
use kernel::{Error, db::testing::on_each_engine};
use pathways::ics;

#[test]
fn the_teacher_sees_titles_and_the_team_numbers_only() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.walked(db);
        let entries = |who| {
            let secret = Secret::fresh();
            db.write(|tx| ics::make(tx, who, &secret)).unwrap();
            db.read(|tx| ics::entries(tx, secret.as_str(), &[])).unwrap()
        };
        let own = entries(&stage.anna);
        assert_eq!(own.iter().filter(|entry| entry.title.starts_with("Срок шага")).count(), 3);
        let teams = entries(&stage.tutor);
        let number = db.read(|tx| cases::find(tx, made.case)).unwrap().number;
        assert!(!teams.is_empty() && teams.iter().all(|entry| entry.title.contains(&number) && !entry.title.contains("Редкофамильцева") && !entry.title.contains("курс")));
        assert!(entries(&stage.stranger).is_empty());
    });
}

#[test]
fn an_address_that_was_replaced_or_removed_is_dead() {
    on_each_engine(|db| {
        let stage = set(db);
        let (old, new) = (Secret::fresh(), Secret::fresh());
        db.write(|tx| ics::make(tx, &stage.anna, &old)).unwrap();
        db.write(|tx| ics::make(tx, &stage.anna, &new)).unwrap();
        let at = |secret: &Secret| db.read(|tx| ics::entries(tx, secret.as_str(), &[]).map(|_| ()));
        assert!(matches!(at(&old), Err(Error::NotFound)) && at(&new).is_ok());
        db.write(|tx| ics::remove(tx, &stage.anna)).unwrap();
        assert!(matches!(at(&new), Err(Error::NotFound)));
        let kept = db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM calendar_feed", kernel::params![])?)).unwrap();
        assert_eq!(kept, 0);
    });
}

#[test]
fn the_address_is_shown_once_and_opens_without_a_login() {
    in_browser(async |db| {
        let stage = set(db);
        stage.walked(db);
        let mut anna = stage.browser(db, &stage.anna);
        anna.open("/cabinet/calendar").await;
        let page = anna.post("/cabinet/calendar", &[]).await.clone();
        let address = page.html.split("/calendar/").nth(1).and_then(|rest| rest.split(".ics").next()).unwrap_or_else(|| panic!("{}", page.html)).to_owned();
        let again = anna.open("/cabinet/calendar").await;
        assert!(!again.says(&address));
        let mut anybody = web::testing::Visitor::new(&stage.app, pathways::router());
        let feed = anybody.open(&format!("/calendar/{address}.ics")).await;
        assert_eq!(feed.status, 200);
        assert!(feed.says("BEGIN:VEVENT") && feed.headers["content-type"].to_str().unwrap().starts_with("text/calendar"));
        assert_eq!(anybody.open("/calendar/nonsense.ics").await.status, 404);
    });
}

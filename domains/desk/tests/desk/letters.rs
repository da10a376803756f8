//! The letter of what waits: wanted, once a day, at its hour, to those without a card only.

use crate::stand::{BIKIN, actor, application, person, region, staff, tell};
use access::Role;
use desk::letter;
use kernel::{Clock, Db, db::testing::on_each_engine};

fn at_hour(db: &Db, days: i64, hour: i8) -> Db {
    let zone = db.clock().zone().clone();
    let day = db.clock().today().checked_add(jiff::Span::new().days(days)).unwrap();
    db.with_clock(Clock::fixed(zone.to_timestamp(day.at(hour, 0, 0, 0)).unwrap(), zone))
}

fn letters(db: &Db) -> Vec<(String, String)> {
    db.read(|tx| Ok(tx.query("SELECT subject, body FROM letter WHERE once_key LIKE 'waits/%' ORDER BY made_at", &[], |row| Ok((row.get(0)?, row.get(1)?)))?)).unwrap()
}

#[test]
fn it_comes_once_a_day_at_its_hour_while_something_waits_and_names_nobody() {
    on_each_engine(|db| {
        let school = region(db);
        db.write(|tx| application(tx, &school, "submitted", "2026-11-20T00:00:00.000000Z", 0)).unwrap();
        let coordinator = actor(db, Role::Coordinator, structure::places::REGION);
        let idle = actor(db, Role::Commission, structure::places::REGION);
        let send = |days, hour| letter::send_due(&at_hour(db, days, hour), "https://active.example.ru/").unwrap();
        assert_eq!(send(0, 12), 0, "nobody asked for it");
        db.write(|tx| letter::choose(tx, &coordinator, Some(9), 0).and_then(|()| letter::choose(tx, &idle, Some(9), 0))).unwrap();
        assert_eq!([send(0, 8), send(0, 9), send(0, 10), send(1, 8), send(1, 15)], [0, 1, 0, 0, 1], "at nine, once a day, late rather than never");
        let (subject, body) = letters(db).remove(0);
        assert!(subject.contains("вас ждёт") && body.contains("https://active.example.ru/desk") && body.contains("аявк"), "{subject} {body}");
        db.write(|tx| letter::choose(tx, &coordinator, None, 1)).unwrap();
        assert_eq!(send(2, 12), 0);
        assert_eq!(letters(db).len(), 2, "the commission had nothing to wait for");
    });
}

#[test]
fn whoever_has_a_card_is_told_by_notices_instead() {
    on_each_engine(|db| {
        let school = region(db);
        let card = db.write(|tx| person(tx, &school, "Карточкина")).unwrap();
        let (mut with_card, mut without) = (staff(db, Role::School, &school.to_string(), Some(card)), staff(db, Role::School, &school.to_string(), None));
        let mut other = staff(db, Role::Municipal, BIKIN, None);
        tell(async {
            assert!(with_card.open("/account/letter").await.says("/notices/preferences"));
            assert_eq!(with_card.post("/account/letter", &[("hour", "9"), ("version", "0")]).await.status, 409);
            assert!(without.open("/account/letter").await.says("не присылать"));
            let wrong = without.post("/account/letter", &[("hour", "3"), ("version", "0")]).await;
            assert!(wrong.status == 422 && wrong.says("Выберите час"), "{}", wrong.html);
            let done = without.post("/account/letter", &[("hour", "9"), ("version", "0")]).await;
            assert!(done.status == 200 && done.says("Письмо придёт"), "{}", done.html);
            assert_eq!(without.post("/account/letter", &[("hour", "10"), ("version", "0")]).await.status, 409, "an old page");
            assert!(other.open("/account/letter").await.says("не присылать"));
        });
        let kept = db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM waits_letter WHERE hour = 9", &[])?)).unwrap();
        assert_eq!(kept, 1);
    });
}

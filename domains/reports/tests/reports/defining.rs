//! Definitions: versions follow each other, old reports keep theirs.

use crate::stage::{absent, half, refused, set};
use jiff::civil::date;
use kernel::{Error, db::testing::on_each_engine};
use reports::{Revision, in_force, revise, versions};

fn revision(from: kernel::Date) -> Revision {
    Revision {
        title: "Мероприятия актива".into(), formula: "Проведённые из запланированных".into(), notes: String::new(), owner: "Отдел мероприятий".into(), valid_from: from, last_day: None
    }
}

#[test]
fn twelve_indicators_come_with_the_program() {
    on_each_engine(|db| {
        let found = db.read(|tx| in_force(tx, date(2026, 11, 23))).unwrap();
        let codes: Vec<&str> = found.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(codes, reports::Counter::ALL.iter().map(|counter| counter.as_str()).collect::<Vec<_>>(), "each counter has its words");
        assert!(found.iter().all(|one| one.number == 1 && !one.formula.is_empty() && !one.notes.is_empty()));
        assert!(found.iter().all(|one| !one.is_behind()));
    });
}

#[test]
fn new_words_hold_from_their_day_and_the_old_ones_until_it() {
    on_each_engine(|db| {
        let stage = set(db);
        db.write(|tx| revise(tx, &stage.coordinator, "events", 1, &revision(date(2026, 12, 1)))).unwrap();
        let title = |day| db.read(|tx| Ok(in_force(tx, day)?.into_iter().find(|one| one.code == "events").map(|one| (one.title, one.number)))).unwrap();
        assert_eq!(title(date(2026, 11, 30)), Some(("Мероприятия".into(), 1)));
        assert_eq!(title(date(2026, 12, 1)), Some(("Мероприятия актива".into(), 2)));
        assert_eq!(db.read(|tx| versions(tx, "events")).unwrap().len(), 2);
        let stale = db.write(|tx| revise(tx, &stage.coordinator, "events", 1, &revision(date(2027, 1, 1))));
        assert!(refused(stale).contains("кто-то другой"));
        let early = db.write(|tx| revise(tx, &stage.coordinator, "events", 2, &revision(date(2026, 12, 1))));
        assert!(matches!(early, Err(Error::Fields(errors)) if errors.of("valid_from").is_some()));
        absent(db.write(|tx| revise(tx, &stage.municipal, "events", 2, &revision(date(2027, 1, 1)))));
        absent(db.read(|tx| versions(tx, "none")));
        assert_eq!(half().label(), "первое полугодие 2026/27");
    });
}

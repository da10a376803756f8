//! From school to region: frozen, handed in, returned, a new edition, what differs and why.

use crate::stage::{HOME, SCHOOL, Stage, absent, deed, half, person, refused, set};
use access::Actor;
use jiff::civil::date;
use kernel::{
    Db, Error,
    db::testing::on_each_engine,
    id::{PersonId, PlaceId},
    params,
};
use ledger::DeedKind;
use reports::{Ground, ReportId, Sight, State, Words};

fn words() -> Words {
    Words { done: "Открыли школу наставника".into(), hard: "Дорога".into(), next: "Больше онлайн".into() }
}

fn version(db: &Db, who: &Actor, id: ReportId) -> i64 {
    report(db, who, id).version
}

fn report(db: &Db, who: &Actor, id: ReportId) -> reports::Report {
    db.read(|tx| reports::find(tx, &Sight::of(who)?, id)).unwrap()
}

/// Begun, frozen, handed in.
fn hand_in(db: &Db, who: &Actor) -> ReportId {
    let id = db.write(|tx| reports::begin(tx, who, half())).unwrap();
    let at = version(db, who, id);
    db.write(|tx| reports::freeze(tx, who, id, at, (&words(), ""))).unwrap();
    let at = version(db, who, id);
    db.write(|tx| reports::hand_in(tx, who, id, at)).unwrap();
    id
}

fn work(db: &Db, who: PersonId, source: &str, minutes: i64) {
    db.write(|tx| {
        deed(tx, who, DeedKind::Visit, source, ("d04", date(2026, 10, 1), minutes, 3));
        Ok(())
    })
    .unwrap();
}

fn teacher(db: &Db, place: &str) -> PersonId {
    db.write(|tx| Ok(person(tx, "Трудова", place))).unwrap()
}

#[test]
fn what_was_frozen_doesnt_change_and_a_new_edition_says_what_is_new() {
    on_each_engine(|db| {
        let stage = set(db);
        let anna = teacher(db, SCHOOL);
        work(db, anna, "v1", 60);
        let id = hand_in(db, &stage.school);
        work(db, anna, "v2", 120);
        let hours = |number| db.read(|tx| Ok(reports::edition_of(tx, id, number)?.snapshot.of("load").unwrap().figure.numerator)).unwrap();
        assert_eq!(hours(1), Some(1.0), "the second visit came later");
        let at = version(db, &stage.school, id);
        db.write(|tx| reports::reopen(tx, &stage.school, id, at)).unwrap();
        assert_eq!(report(db, &stage.municipal, id).handed_edition, 1, "above still reads the first");
        let without = db.write(|tx| reports::freeze(tx, &stage.school, id, at + 1, (&words(), " ")));
        assert!(matches!(without, Err(Error::Fields(errors)) if errors.of("changed").is_some()));
        db.write(|tx| reports::freeze(tx, &stage.school, id, at + 1, (&words(), "Внесли второй выезд"))).unwrap();
        assert_eq!((hours(1), hours(2)), (Some(1.0), Some(3.0)));
        let editions = db.read(|tx| reports::editions(tx, id)).unwrap();
        assert_eq!(editions.iter().map(|edition| (edition.number, edition.changed.as_str())).collect::<Vec<_>>(), [(2, "Внесли второй выезд"), (1, "")]);
    });
}

#[test]
fn a_report_goes_to_the_place_above_and_may_come_back() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = db.write(|tx| reports::begin(tx, &stage.school, half())).unwrap();
        assert_eq!(db.write(|tx| reports::begin(tx, &stage.school, half())).unwrap(), id, "one report of a place for the same days");
        absent(db.read(|tx| reports::find(tx, &Sight::of(&stage.municipal)?, id)));
        assert!(refused(db.write(|tx| reports::hand_in(tx, &stage.school, id, 1))).contains("черновик"));
        let id = hand_in(db, &stage.school);
        for other in [&stage.second, &stage.far_municipal, &stage.ministry] {
            absent(db.read(|tx| reports::find(tx, &Sight::of(other)?, id)));
        }
        absent(db.read(|tx| reports::find(tx, &Sight::of(&stage.member)?, id)));
        assert!(report(db, &stage.coordinator, id).state == State::HandedIn);
        absent(db.write(|tx| reports::accept(tx, &stage.coordinator, id, 4)));
        let at = version(db, &stage.municipal, id);
        let wordless = db.write(|tx| reports::give_back(tx, &stage.municipal, id, at, ""));
        assert!(matches!(wordless, Err(Error::Fields(errors)) if errors.of("answer").is_some()));
        db.write(|tx| reports::give_back(tx, &stage.municipal, id, at, "Добавьте про наставников")).unwrap();
        assert_eq!(report(db, &stage.school, id).answer, "Добавьте про наставников");
        assert!(refused(db.write(|tx| reports::hand_in(tx, &stage.school, id, at + 1))).contains("новую редакцию"));
        db.write(|tx| reports::reopen(tx, &stage.school, id, at + 1)).unwrap();
        db.write(|tx| reports::freeze(tx, &stage.school, id, at + 2, (&words(), "Добавили наставников"))).unwrap();
        let at = version(db, &stage.school, id);
        db.write(|tx| reports::hand_in(tx, &stage.school, id, at)).unwrap();
        db.write(|tx| reports::accept(tx, &stage.municipal, id, at + 1)).unwrap();
        assert_eq!(report(db, &stage.school, id).state, State::Accepted);
        let told = |person: Option<PersonId>| db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM notice WHERE person_id = $1", params![person])?)).unwrap();
        assert_eq!((told(stage.municipal.person), told(stage.school.person)), (2, 2), "came twice; returned and accepted");
    });
}

fn compared(db: &Db, stage: &Stage, who: &Actor, place: &str) -> (f64, f64, f64, f64, f64) {
    let _ = stage;
    let lines = db
        .read(|tx| {
            let ground = Ground::of(tx, &PlaceId::from(place), half())?;
            reports::compare(tx, &Sight::of(who)?, &ground)
        })
        .unwrap();
    let line = lines.into_iter().find(|line| line.title == "Нагрузка актива").unwrap();
    (line.live, line.handed_in, line.late, line.missing, line.own())
}

#[test]
fn each_difference_from_the_sum_of_reports_has_its_reason() {
    on_each_engine(|db| {
        let stage = set(db);
        let (six, seven, own) = (teacher(db, SCHOOL), teacher(db, crate::stage::SECOND), teacher(db, HOME));
        work(db, six, "v1", 60);
        work(db, seven, "v2", 120);
        work(db, own, "v3", 240);
        hand_in(db, &stage.school);
        work(db, six, "v4", 30);
        let (live, handed, late, missing, rest) = compared(db, &stage, &stage.municipal, HOME);
        assert_eq!((live, handed, late, missing, rest), (7.5, 1.0, 0.5, 2.0, 4.0), "60 handed in, 30 later, 120 of who hasn't, 240 of one's own");
    });
}

#[test]
fn those_who_have_not_handed_in_are_reminded_once_a_day() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = db.write(|tx| reports::begin(tx, &stage.municipal, half())).unwrap();
        assert_eq!(db.write(|tx| reports::remind(tx, &stage.municipal, id)).unwrap(), 1, "the other school's deputy head has no card");
        db.write(|tx| reports::remind(tx, &stage.municipal, id)).unwrap();
        let told = db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM notice WHERE person_id = $1", params![stage.school.person])?)).unwrap();
        assert_eq!(told, 1);
        absent(db.write(|tx| reports::remind(tx, &stage.far_municipal, id)));
    });
}

#[test]
fn an_erased_account_is_no_longer_named_as_the_author() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = hand_in(db, &stage.school);
        let person = stage.school.person.unwrap();
        db.write(|tx| reports::listen(tx, kernel::news::News::Erase { person })).unwrap();
        assert_eq!(db.read(|tx| reports::edition_of(tx, id, 1)).unwrap().by, "");
    });
}

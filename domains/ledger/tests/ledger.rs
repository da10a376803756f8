//! The ledger, on each engine.
#![expect(clippy::unwrap_used, reason = "stories: a failure is a panic")]

use access::Scope;
use audit::By;
use jiff::civil::date;
use kernel::{
    Db, Tx,
    db::testing::on_each_engine,
    id::{PersonId, PlaceId},
    name::FullName,
    news::News,
};
use ledger::{Deed, DeedKind};
use structure::{
    NewSchool, add_school,
    profile::{BUNDLED, Profile},
};

fn person(tx: &mut Tx<'_>, family: &str) -> PersonId {
    let new = people::NewPerson {
        name: FullName { family: family.into(), given: "Анна".into(), patronymic: None },
        birth_on: None,
        phone: None,
        email: None,
        place: "sch-six".into(),
        position: "uchitel".into(),
        position_text: String::new(),
        since: None,
        subjects: Vec::new(),
    };
    people::create(tx, &By::system(), new).unwrap()
}

fn two(db: &Db) -> (PersonId, PersonId) {
    db.write(|tx| {
        let profile = Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap();
        structure::load_profile(tx, &By::system(), &profile)?;
        let school = NewSchool {
            code: Some("sch-six".into()), name: "МБОУ СОШ № 6".into(), short_name: "СОШ № 6".into(), type_label: "школа".into(), settlement: "посёлок".into(), opened_on: Some(date(1990, 9, 1))
        };
        add_school(tx, &By::system(), &PlaceId::from("mo-bikin"), &school)?;
        Ok((person(tx, "Первова"), person(tx, "Вторых")))
    })
    .unwrap()
}

fn deed(person: PersonId, source: &str, minutes: i64) -> Deed {
    Deed {
        person, kind: DeedKind::Activity, source: source.into(), direction: "d12".into(), on: date(2026, 10, 5), minutes, part: "host", title: "Открытый урок".into(), url: "/activities/1".into(), reached: 20
    }
}

#[test]
fn hours_of_a_year_are_what_is_agreed_beside_what_is_done_and_go_with_the_person() {
    on_each_engine(|db| {
        let (one, two) = two(db);
        db.write(|tx| {
            ledger::plan_hours(tx, one, 2026, Some(600))?;
            ledger::plan_hours(tx, two, 2026, Some(60))?;
            ledger::write(tx, &deed(one, "a", 90))?;
            ledger::write(tx, &Deed { on: date(2026, 8, 31), ..deed(one, "b", 500) })
        })
        .unwrap();
        let of = |person| db.read(|tx| ledger::year_hours(tx, date(2026, 11, 1))).unwrap().get(&person).copied();
        assert_eq!(of(one), Some(ledger::YearHours { planned: 600, used: 90 }));
        db.write(|tx| ledger::listen(tx, News::Merged { gone: two, kept: one })).unwrap();
        assert_eq!((of(one).map(|hours| hours.planned), of(two)), (Some(600), None));
        db.write(|tx| ledger::plan_hours(tx, one, 2026, None)).unwrap();
        assert_eq!(of(one), None);
        db.write(|tx| ledger::plan_hours(tx, one, 2026, Some(600))).unwrap();
        db.write(|tx| ledger::listen(tx, News::Erase { person: one })).unwrap();
        assert_eq!(of(one), None);
    });
}

const FROM: kernel::Date = date(2026, 9, 1);
const TO: kernel::Date = date(2027, 9, 1);

#[test]
fn the_same_thing_told_again_replaces_what_was_told_and_what_did_not_happen_is_struck_out() {
    on_each_engine(|db| {
        let (one, _) = two(db);
        for minutes in [45, 90] {
            db.write(|tx| ledger::write(tx, &deed(one, "lesson", minutes))).unwrap();
        }
        let known = db.read(|tx| ledger::of_person(tx, one, FROM, TO)).unwrap();
        assert_eq!(known.iter().map(|deed| (deed.minutes, deed.place.as_str())).collect::<Vec<_>>(), [(90, "sch-six")]);
        assert!(db.read(|tx| ledger::of_person(tx, one, TO, date(2030, 1, 1))).unwrap().is_empty(), "a period ends before its last day");
        db.write(|tx| ledger::strike(tx, DeedKind::Activity, "lesson", None)).unwrap();
        assert!(db.read(|tx| ledger::hours(tx, one, FROM, TO)).unwrap().is_empty());
    });
}

#[test]
fn what_two_did_together_is_one_thing_and_one_audience_and_the_minutes_of_both() {
    on_each_engine(|db| {
        let (one, two) = two(db);
        for deed in [deed(one, "together", 60), deed(two, "together", 60), deed(one, "alone", 30)] {
            db.write(|tx| ledger::write(tx, &deed)).unwrap();
        }
        let whole = Scope::program("the figures of a test");
        let sums = db.read(|tx| ledger::total(tx, &whole, FROM, TO)).unwrap();
        assert_eq!(sums.iter().map(|sum| (sum.direction.as_str(), sum.deeds, sum.minutes, sum.reached)).collect::<Vec<_>>(), [("d12", 2, 150, 40)]);
        let own = db.read(|tx| ledger::hours(tx, two, FROM, TO)).unwrap();
        assert_eq!(own.iter().map(|sum| (sum.deeds, sum.minutes)).collect::<Vec<_>>(), [(1, 60)]);
        assert_eq!(db.read(|tx| ledger::list(tx, &Scope::person(one), FROM, TO)).unwrap().len(), 2, "a person's scope holds one's own");
        assert!(db.read(|tx| ledger::total(tx, &Scope::nobody(), FROM, TO)).unwrap().is_empty());
    });
}

#[test]
fn erasure_leaves_hours_without_a_person_and_a_merge_counts_once() {
    on_each_engine(|db| {
        let (one, two) = two(db);
        for deed in [deed(one, "together", 60), deed(two, "together", 60), deed(one, "alone", 30)] {
            db.write(|tx| ledger::write(tx, &deed)).unwrap();
        }
        db.write(|tx| ledger::listen(tx, News::Merged { gone: one, kept: two })).unwrap();
        assert_eq!(db.read(|tx| ledger::of_person(tx, two, FROM, TO)).unwrap().len(), 2);
        let done = db.write(|tx| ledger::listen(tx, News::Erase { person: two })).unwrap();
        assert_eq!(done, ["Учёт работы в активе обезличен (2)"]);
        let left = db.read(|tx| ledger::list(tx, &Scope::program("the figures of a test"), FROM, TO)).unwrap();
        assert!(left.len() == 2 && left.iter().all(|deed| deed.person.is_none() && deed.title.is_empty() && deed.url.is_empty()));
        assert_eq!(left.iter().map(|deed| deed.minutes).sum::<i64>(), 90);
    });
}

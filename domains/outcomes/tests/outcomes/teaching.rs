//! Who teaches what: entered by the school, counted in sums, gone with the person.

use crate::stage::{SCHOOL, absent, class, count, marks, person, set, wrong};
use audit::By;
use kernel::{db::testing::on_each_engine, news::News};
use outcomes::{Lesson, SumFilter, Way};

pub fn lesson(class_: &str) -> Lesson {
    Lesson { place: SCHOOL.into(), school_year: 2026, class: class(class_), subject: "matematika".into() }
}

#[test]
fn a_school_says_who_teaches_and_sums_count_people() {
    on_each_engine(|db| {
        let stage = set(db);
        let (anna, bella) = (stage.staff[0], stage.staff[1]);
        db.write(|tx| outcomes::put_many(tx, &By::system(), vec![marks(SCHOOL, "7а", [3, 10, 8, 3]), marks(SCHOOL, "7б", [3, 10, 8, 3]), marks(SCHOOL, "8а", [3, 10, 8, 3])], &Way::typed())).unwrap();
        let behind = || {
            let sums = db.read(|tx| outcomes::sums(tx, "region/", &SumFilter::default())).unwrap();
            (sums[0].teachers, sums[0].untaught)
        };
        assert_eq!(behind(), (0, 3));
        let assign = |who, class: &str, person| db.write(|tx| outcomes::assign(tx, who, &lesson(class), person));
        for class in ["7а", "7б"] {
            assign(&stage.school, class, anna).unwrap();
        }
        assert_eq!(behind(), (1, 1));
        assign(&stage.school, "8а", bella).unwrap();
        assign(&stage.school, "8а", bella).unwrap();
        assert_eq!(behind(), (2, 0));
        absent(assign(&stage.second, "7а", anna));
        absent(assign(&stage.methodist, "7а", anna));
        let stranger = db.write(|tx| Ok(person(tx, "Чужая", "sch-far"))).unwrap();
        wrong(assign(&stage.school, "7а", stranger), "person");
        db.write(|tx| outcomes::relieve(tx, &stage.school, &lesson("8а"), bella)).unwrap();
        assert_eq!(behind(), (1, 1));
        absent(db.write(|tx| outcomes::relieve(tx, &stage.school, &lesson("8а"), bella)));
        let about = db.read(|tx| outcomes::about_me(tx, anna)).unwrap();
        assert_eq!(about[0].table.as_ref().unwrap().rows.len(), 2);
    });
}

#[test]
fn what_a_person_teaches_goes_and_follows_with_the_person() {
    on_each_engine(|db| {
        let stage = set(db);
        let (anna, bella) = (stage.staff[0], stage.staff[1]);
        db.write(|tx| outcomes::put_many(tx, &By::system(), vec![marks(SCHOOL, "7а", [3, 10, 8, 3])], &Way::typed())).unwrap();
        db.write(|tx| outcomes::assign_many(tx, &By::system(), &[(lesson("7а"), anna), (lesson("7б"), anna), (lesson("7б"), bella)])).unwrap();
        db.write(|tx| outcomes::listen(tx, News::Merged { gone: anna, kept: bella })).unwrap();
        let taught = db.read(|tx| outcomes::taught_by(tx, bella)).unwrap();
        assert_eq!(taught.len(), 2);
        let gone = db.write(|tx| outcomes::listen(tx, News::Erase { person: bella })).unwrap();
        assert!(gone[0].contains("вёл педагог (2)"), "{gone:?}");
        assert_eq!(count(db, "SELECT COUNT(*) FROM class_teacher"), 0);
        let sums = db.read(|tx| outcomes::sums(tx, "region/", &SumFilter::default())).unwrap();
        assert_eq!((sums[0].teachers, sums[0].untaught), (0, 1));
    });
}

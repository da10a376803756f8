//! How long a region's results take: 300,000 written in one transaction with their sums, one more entered by a school, and the region's
//! year read by sums. `cargo run --release -p outcomes --example year_of_region`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods, reason = "a measurement by hand")]

use audit::By;
use jiff::civil::date;
use kernel::{Db, id::PlaceId, params};
use outcomes::{Choice, Class, Figures, Grades, Lesson, NewOutcome, Origin, Period, PeriodKind, Published, Source, SumFilter, Use, Way};
use std::time::Instant;
use structure::{
    NewSchool, add_school,
    profile::{BUNDLED, Profile, TermKind},
};

const SCHOOLS: usize = 400;

fn main() {
    let home = kernel::db::testing::sqlite();
    measure(&home.db);
}

fn measure(db: &Db) {
    let profile = Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap();
    let subjects: Vec<String> = profile.dictionaries.of(TermKind::Subject).map(|term| term.code.clone()).take(15).collect();
    let schools: Vec<PlaceId> = db
        .write(|tx| {
            structure::load_profile(tx, &By::system(), &profile)?;
            let municipalities = structure::places::municipalities(tx, tx.today())?;
            (0..SCHOOLS)
                .map(|at| {
                    let name = format!("Школа № {at}");
                    let new = NewSchool { code: Some(format!("sch-{at}").into()), name: name.clone(), short_name: name, type_label: "школа".into(), settlement: String::new(), opened_on: Some(date(1990, 9, 1)) };
                    add_school(tx, &By::system(), &municipalities[at % municipalities.len()].id, &new)
                })
                .collect()
        })
        .unwrap();
    let news = results(&schools, &subjects);
    let count = news.len();
    let way = Way { origin: Origin::File, batch: "bench".into(), replaces: false };
    timed(&format!("{count} results in one transaction"), || db.write(|tx| outcomes::put_many(tx, &By::system(), news, &way)).unwrap().added);
    let sums = db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM outcome_sum", params![])?)).unwrap();
    println!("{sums} sums");
    let one = NewOutcome { class: Class { grade: 7, letter: "Я".into() }, ..result(&schools[0], 7, "А", &subjects[0], &Period::usual(PeriodKind::Quarter, 2025, 2).unwrap(), 3) };
    timed("one more result", || db.write(|tx| outcomes::put_many(tx, &By::system(), vec![one], &Way::typed())).unwrap().added);
    let person = db.write(|tx| Ok(person(tx, &schools[0]))).unwrap();
    let lesson = Lesson { place: schools[0].clone(), school_year: 2025, class: Class { grade: 7, letter: "Я".into() }, subject: subjects[0].clone() };
    timed("who teaches a class", || db.write(|tx| outcomes::assign_many(tx, &By::system(), &[(lesson, person)])).unwrap());
    let year = SumFilter { school_year: Some(2025), grades: Grades::Each, purpose: Some(Use::RegionPicture), ..SumFilter::default() };
    timed("the region's year, by year of study", || db.read(|tx| outcomes::sums(tx, "region/", &year)).unwrap().len());
    let together = SumFilter { grades: Grades::Together, ..year.clone() };
    timed("the region's year, together", || db.read(|tx| outcomes::sums(tx, "region/", &together)).unwrap().len());
    timed("its municipalities' year, together", || db.read(|tx| outcomes::sums_below(tx, "region/", &together)).unwrap().len());
    timed("one suppressed table of 400 schools", || db.read(|tx| Published::read(tx, Choice { school_year: 2025, source: Source::Marks, kind: PeriodKind::Quarter, number: 1 })).unwrap().subjects().len());
    timed("the population of a subject", || db.read(|tx| outcomes::population(tx, &subjects[0], Source::Marks, Some(7))).unwrap().is_some());
}

fn results(schools: &[PlaceId], subjects: &[String]) -> Vec<NewOutcome> {
    let quarters: Vec<Period> = (1..=4).map(|number| Period::usual(PeriodKind::Quarter, 2025, number).unwrap()).collect();
    let mut news = Vec::new();
    for (at, school) in schools.iter().enumerate() {
        for subject in subjects {
            for grade in 5..=10 {
                for letter in ["А", "Б"] {
                    for period in &quarters {
                        news.push(result(school, grade, letter, subject, period, at));
                    }
                }
            }
        }
    }
    // 400 × 15 × 12 × 4 = 288,000; the rest are works of a day.
    for (at, school) in schools.iter().enumerate() {
        for (month, subject) in subjects.iter().enumerate() {
            for letter in ["А", "Б"] {
                let day = Period::day(date(2025, 9 + i8::try_from(month % 4).unwrap(), 15));
                news.push(NewOutcome { source: Source::SchoolTest, title: "Работа".into(), ..result(school, 7, letter, subject, &day, at) });
            }
        }
    }
    news
}

fn result(school: &PlaceId, grade: i64, letter: &str, subject: &str, period: &Period, at: usize) -> NewOutcome {
    let at = i64::try_from(at).unwrap();
    let figures = Figures::of_marks([1 + (at + grade) % 5, 8 + at % 4, 7 + grade % 3, 2 + at % 3]);
    NewOutcome { place: school.clone(), class: Class { grade, letter: letter.into() }, subject: subject.to_owned(), period: *period, source: Source::Marks, title: String::new(), figures }
}

fn person(tx: &mut kernel::Tx<'_>, place: &PlaceId) -> kernel::id::PersonId {
    let new = people::NewPerson {
        name: kernel::name::FullName { family: "Учителева".into(), given: "Анна".into(), patronymic: None },
        birth_on: None,
        phone: None,
        email: None,
        place: place.clone(),
        position: "uchitel".into(),
        position_text: String::new(),
        since: None,
        subjects: vec![],
    };
    people::create(tx, &By::system(), new).unwrap()
}

fn timed<T: std::fmt::Display>(what: &str, work: impl FnOnce() -> T) {
    let begun = Instant::now();
    let found = work();
    println!("{what}: {:.1} ms ({found})", begun.elapsed().as_secs_f64() * 1000.0);
}

//! The year programme: made from the profile, counted by the program, changed with a history, carried into the next year.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests: a broken stage must stop the story")]

use access::{Role, accounts, grants, sessions};
use audit::By;
use jiff::civil::date;
use kernel::{
    Db, Error, Result, Tx,
    db::testing::on_each_engine,
    id::{PersonId, PlaceId},
    name::FullName,
    news::{Listeners, News},
    params,
};
use programme::stages::{self, Expected, Input, Standing};
use structure::{
    NewSchool, add_school,
    places::REGION,
    profile::{BUNDLED, Counter, Profile},
};
use web::{
    guard,
    testing::{Visitor, app},
};

fn set_up(db: &Db) {
    db.write(|tx| {
        let profile = Profile::parse(BUNDLED[0].file, BUNDLED[0].text).unwrap();
        structure::load_profile(tx, &By::system(), &profile)?;
        membership::load_from_profile(tx, &profile)
    })
    .unwrap();
}

fn person(tx: &mut Tx<'_>, family: &str) -> Result<PersonId> {
    let place = add_school(tx, &By::system(), &"mo-bikin".into(), &NewSchool { name: format!("Школа {family}"), short_name: "Школа".into(), ..NewSchool::default() })?;
    people::create(
        tx,
        &By::system(),
        people::NewPerson {
            name: FullName { family: family.into(), given: "Анна".into(), patronymic: None },
            birth_on: None,
            phone: None,
            email: Some(format!("{}@example.ru", PersonId::fresh())),
            place,
            position: String::new(),
            position_text: "методист".into(),
            since: None,
            subjects: vec![],
        },
    )
}

fn logged_in(db: &Db, role: Role, place: &str, person: Option<PersonId>) -> Visitor {
    let secret = db.write(|tx| {
        let account = accounts::create(tx, &By::system(), &accounts::NewAccount { name: "Кира Координатор".into(), email: format!("{role}@example.ru"), person })?;
        grants::grant(tx, &By::system(), &grants::NewGrant { account, role, place: PlaceId::from(place), from: date(2026, 1, 1), to: None })?;
        sessions::open(tx, account, true, "test")
    });
    let mut visitor = Visitor::new(&app(db, Listeners::default()), programme::router());
    visitor.set_cookie(guard::session_cookie(false), secret.unwrap().as_str());
    visitor
}

fn tell(story: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(story);
}

fn input(title: &str, expects: Vec<Expected>) -> Input {
    Input { title: title.into(), owner: "Методисты".into(), owner_id: None, starts_on: date(2026, 11, 1), ends_on: date(2026, 11, 30), result: String::new(), expects }
}

/// The middle of a page, for messages.
fn main(html: &str) -> &str {
    html.split("<main").nth(1).unwrap_or(html)
}

#[test]
fn a_year_is_made_of_the_profile_once_and_carried_over_once() {
    on_each_engine(|db| {
        set_up(db);
        db.write(|tx| {
            assert_eq!(stages::from_profile(tx, &By::system(), 2026)?, 6);
            assert!(matches!(stages::from_profile(tx, &By::system(), 2026), Err(Error::Refusal(words)) if words.contains("2026/27")));
            assert_eq!(stages::roll_over(tx, &By::system(), 2026)?, 2027);
            assert!(matches!(stages::roll_over(tx, &By::system(), 2026), Err(Error::Refusal(_))));
            assert!(matches!(stages::roll_over(tx, &By::system(), 2020), Err(Error::Refusal(words)) if words.contains("переносить нечего")));
            let (now, next) = (stages::of_year(tx, 2026)?, stages::of_year(tx, 2027)?);
            assert_eq!(now.len(), next.len());
            for (one, other) in now.iter().zip(&next) {
                assert_eq!((&one.title, &one.expects, &one.code), (&other.title, &other.expects, &other.code));
                assert_eq!(stages_days(one.starts_on), stages_days(other.starts_on));
                assert_eq!(one.starts_on.year() + 1, other.starts_on.year());
            }
            assert_eq!(stages::years(tx)?, [2027, 2026]);
            Ok(())
        })
        .unwrap();
    });
}

fn stages_days(day: kernel::Date) -> (i8, i8) {
    (day.month(), day.day())
}

#[test]
fn every_counter_answers_on_an_empty_region() {
    on_each_engine(|db| {
        set_up(db);
        db.read(|tx| {
            for counter in Counter::ALL {
                assert_eq!(stages::count(tx, *counter, date(2026, 9, 1), date(2027, 8, 31))?, 0, "{counter}");
            }
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn what_was_done_is_counted_within_the_stages_days_and_once() {
    on_each_engine(|db| {
        set_up(db);
        db.write(|tx| {
            let (anna, boris) = (person(tx, "Иванова")?, person(tx, "Борисова")?);
            let deed = |tx: &mut Tx<'_>, person: PersonId, kind: &str, source: &str, day: &str| {
                tx.execute(
                    "INSERT INTO deed (id, person_id, place_id, kind, source_id, direction, done_on, minutes, title, url, made_at) VALUES ($1, $2, 'mo-bikin', $3, $4, 'd01', $5, 90, 'Занятие', '/', '2026-11-01T00:00:00Z')",
                    params![PersonId::fresh(), person, kind, source, day],
                )
            };
            deed(tx, anna, "activity", "one", "2026-11-01")?;
            deed(tx, boris, "activity", "one", "2026-11-01")?;
            deed(tx, anna, "activity", "two", "2026-11-30")?;
            deed(tx, anna, "activity", "late", "2026-12-01")?;
            deed(tx, boris, "consultation", "three", "2026-11-05")?;
            // Answered in confidence: in no figure of many.
            let quiet = person(tx, "Тихая")?;
            deed(tx, quiet, "private_help", "secret", "2026-11-05")?;
            let of = |tx: &mut Tx<'_>, counter| stages::count(tx, counter, date(2026, 11, 1), date(2026, 11, 30));
            assert_eq!(of(tx, Counter::ActivitiesHeld)?, 2, "co-hosts held one");
            assert_eq!((of(tx, Counter::ConsultationsGiven)?, of(tx, Counter::MembersAtWork)?, of(tx, Counter::HoursWorked)?), (1, 2, 6));
            assert_eq!(of(tx, Counter::HelpAnswered)?, 0);
            // The first midnight of the stage in the region's zone: 31 October 14:00 in Greenwich.
            for (id, at) in [("early", "2026-10-31T13:59:59.999999Z"), ("first", "2026-10-31T14:00:00.000000Z"), ("last", "2026-11-30T13:59:59.000000Z"), ("late", "2026-11-30T14:00:00.000000Z")] {
                tx.execute(
                    "INSERT INTO application (id, link_hash, email, state, answers, started_at, saved_at, submitted_at, state_since) VALUES ($1, $1, 'a@example.ru', 'submitted', '{}', $2, $2, $2, $2)",
                    params![id, at],
                )?;
            }
            assert_eq!(of(tx, Counter::ApplicationsSubmitted)?, 2);
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn a_change_is_kept_with_what_it_was_and_the_second_who_changes_is_told() {
    on_each_engine(|db| {
        set_up(db);
        db.write(|tx| {
            let id = stages::add(tx, &By::system(), 2026, &input("Диагностика", vec![Expected { counter: Counter::CasesOpened, expected: 10 }]))?;
            let stage = stages::find(tx, id)?;
            stages::change(tx, &By::system(), &stage, &input("Диагностика затруднений", vec![Expected { counter: Counter::CasesOpened, expected: 12 }]))?;
            assert!(matches!(stages::change(tx, &By::system(), &stage, &input("Иначе", vec![])), Err(Error::Refusal(_))));
            let fields: Vec<(String, String, String)> = tx.query("SELECT field, was, became FROM programme_change ORDER BY id", params![], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            assert!(fields.contains(&("title".into(), "Диагностика".into(), "Диагностика затруднений".into())));
            assert!(fields.contains(&("cases_opened".into(), "10".into(), "12".into())));
            let stage = stages::find(tx, id)?;
            let before = tx.count("SELECT COUNT(*) FROM programme_change", params![])?;
            stages::change(tx, &By::system(), &stage, &input("Диагностика затруднений", stage.expects.clone()))?;
            assert_eq!(tx.count("SELECT COUNT(*) FROM programme_change", params![])?, before, "nothing changed, nothing is written");
            stages::remove(tx, &By::system(), &stage)?;
            assert!(matches!(stages::find(tx, id), Err(Error::NotFound)));
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn an_owner_who_is_erased_is_no_longer_named() {
    on_each_engine(|db| {
        set_up(db);
        db.write(|tx| {
            let (anna, twin) = (person(tx, "Иванова")?, person(tx, "Иванова-вторая")?);
            stages::add(tx, &By::system(), 2026, &Input { owner_id: Some(twin), ..input("Этап", vec![]) })?;
            stages::listen(tx, News::Merged { gone: twin, kept: anna })?;
            assert_eq!((stages::about_me(tx, anna)?.len(), stages::about_me(tx, twin)?.len()), (1, 0));
            assert_eq!(stages::entries(tx, anna)?.len(), 2, "the first and the last day");
            assert_eq!(stages::listen(tx, News::Erase { person: anna })?.len(), 1);
            assert!(stages::about_me(tx, anna)?.is_empty());
            assert_eq!(stages::of_year(tx, 2026)?[0].owner_id, None);
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn the_coordinator_makes_a_year_changes_a_stage_and_takes_one_out() {
    on_each_engine(|db| {
        set_up(db);
        let mut kira = logged_in(db, Role::Coordinator, REGION, None);
        tell(async {
            assert!(kira.open("/programme").await.says("Программы на этот год ещё нет"));
            assert!(kira.post("/programme/making", &[("year", "2026")]).await.says("Программа составлена"), "{}", main(&kira.page.html));
            assert!(kira.page.says("<svg") && kira.page.says("Формирование актива") && kira.page.says("отстаёт от плана") && kira.page.says("0 из "));
            assert_eq!(kira.post("/programme/making", &[("year", "2026")]).await.status, 409);
            let first = db.reading(|tx| Ok(stages::of_year(tx, 2026)?[0].id)).await.unwrap();
            let stage = format!("/programme/stages/{first}");
            assert!(kira.open(&stage).await.says("из профиля региона") && kira.page.says("Кира Координатор"));
            kira.open(&format!("{stage}/edit")).await;
            let answers = [("title", ""), ("owner", "Х"), ("starts_on", "01.09.2030"), ("ends_on", "31.02.2026"), ("expect-members_included", "сто"), ("version", "1")];
            assert_eq!(kira.post(&format!("{stage}/edit"), &answers).await.status, 422);
            for field in ["title", "starts_on", "ends_on", "expect-members_included"] {
                assert!(kira.page.says(&format!("href=\"#{field}\"")), "{field}");
            }
            assert!(kira.page.says("value=\"сто\""));
            let answers = [("title", "Набор актива"), ("owner", "Координатор"), ("starts_on", "01.09.2026"), ("ends_on", "30.11.2026"), ("expect-members_included", "55"), ("result", ""), ("version", "1")];
            assert!(kira.post(&format!("{stage}/edit"), &answers).await.says("Этап сохранён"), "{}", main(&kira.page.html));
            assert_eq!(kira.post(&format!("{stage}/edit"), &answers).await.status, 409, "the page was stale");
            assert!(kira.open("/programme/history?year=2026").await.says("Набор актива") && kira.page.says("было «Формирование актива»"));
            assert_eq!(kira.open("/programme/stages/new?year=2026").await.status, 200);
            let answers = [("title", "Слёт"), ("owner", "Институт"), ("starts_on", "01.03.2027"), ("ends_on", "03.03.2027"), ("version", "0")];
            assert!(kira.post("/programme/stages/new?year=2026", &answers).await.says("Слёт"));
            assert!(kira.page.says("числа не заданы"));
            assert!(kira.post(&format!("{stage}/removal"), &[("version", "2")]).await.says("Этап убран"));
            assert!(kira.post("/programme/rollover", &[("year", "2026")]).await.says("перенесена на следующий год"));
            assert!(kira.open("/programme?year=2026&format=xlsx").await.bytes.starts_with(b"PK"));
        });
    });
}

#[test]
fn everybody_reads_the_year_and_only_the_coordinator_keeps_it() {
    on_each_engine(|db| {
        set_up(db);
        let owner = db.write(|tx| {
            let owner = person(tx, "Ответственная")?;
            stages::add(tx, &By::system(), 2026, &Input { owner_id: Some(owner), ..input("Диагностика", vec![]) })?;
            tx.one("SELECT place_id FROM person WHERE id = $1", params![owner], |row| row.get::<String>(0))
        });
        let school = owner.unwrap();
        let stage = format!("/programme/stages/{}", db.read(|tx| Ok(stages::of_year(tx, 2026)?[0].id)).unwrap());
        let mut ministry = logged_in(db, Role::Ministry, REGION, None);
        let mut school = logged_in(db, Role::School, &school, None);
        let mut expert = logged_in(db, Role::Expert, REGION, None);
        let mut stranger = Visitor::new(&app(db, Listeners::default()), programme::router());
        tell(async {
            assert!(ministry.open("/programme?year=2026").await.says("Диагностика") && !ministry.page.says("Добавить этап"));
            assert!(ministry.open(&stage).await.status == 200 && !ministry.page.says("Ответственная"), "figures, no names");
            assert!(school.open(&stage).await.says("Ответственная"), "of its own place");
            let feed = ministry.open("/programme/calendar.ics?year=2026").await;
            assert!(feed.says("DTSTART;VALUE=DATE:20261101") && feed.says("DTEND;VALUE=DATE:20261201"), "{}", feed.html);
            for path in ["/programme/stages/new".to_owned(), format!("{stage}/edit")] {
                assert_eq!(school.open(&path).await.status, 404, "{path}");
            }
            for path in ["/programme/making", "/programme/rollover"] {
                assert_eq!(ministry.post(path, &[("year", "2027")]).await.status, 404, "{path}");
            }
            assert_eq!(school.post(&format!("{stage}/removal"), &[("version", "1")]).await.status, 404);
            assert_eq!(expert.open("/programme").await.status, 404);
            assert!(stranger.open("/programme").await.path.starts_with("/login?next="));
            assert_eq!(ministry.open("/programme?year=99999999").await.status, 200);
            assert!(ministry.open("/programme?year=2030").await.says("Её составляет координатор"));
        });
    });
}

#[test]
fn the_state_follows_the_days() {
    on_each_engine(|db| {
        set_up(db);
        db.write(|tx| {
            let today = tx.today();
            assert_eq!(today, date(2026, 11, 23));
            stages::add(tx, &By::system(), 2026, &Input { starts_on: date(2027, 2, 1), ends_on: date(2027, 3, 1), ..input("Впереди", vec![]) })?;
            let (missing, soon, _) = stages::waiting(tx)?;
            assert_eq!((missing, soon), (false, 0));
            stages::add(tx, &By::system(), 2026, &Input { starts_on: date(2026, 11, 27), ends_on: date(2027, 3, 1), ..input("Скоро", vec![]) })?;
            assert_eq!(stages::waiting(tx)?.1, 1);
            assert_eq!(Standing::Ahead.label(), "впереди");
            Ok(())
        })
        .unwrap();
    });
}

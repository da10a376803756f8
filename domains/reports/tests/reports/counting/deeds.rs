//! Hours of members, activities held, practices published.

use super::pair;
use crate::stage::{FAR_SCHOOL, HOME, SCHOOL, SECOND, count, deed, extra, half, person, put, set, text, whole};
use jiff::civil::date;
use kernel::{Tx, db::testing::on_each_engine, id::PlaceId};
use ledger::DeedKind;
use reports::Counter;
use structure::places::REGION;

#[test]
fn hours_are_everybodys_and_a_thing_done_together_is_one_thing() {
    on_each_engine(|db| {
        set(db);
        db.write(|tx| {
            let (anna, vera, far) = (person(tx, "Аннина", SCHOOL), person(tx, "Верина", SECOND), person(tx, "Далёкая", FAR_SCHOOL));
            deed(tx, anna, DeedKind::Activity, "a1", ("d05", date(2026, 10, 1), 90, 20));
            deed(tx, vera, DeedKind::Activity, "a1", ("d05", date(2026, 10, 1), 60, 20));
            deed(tx, far, DeedKind::Consultation, "c1", ("d11", date(2026, 10, 2), 30, 1));
            deed(tx, far, DeedKind::Consultation, "c2", ("d11", date(2026, 8, 31), 30, 1));
            // What was answered in confidence is in no figure of a place.
            deed(tx, far, DeedKind::PrivateHelp, "secret", ("d11", date(2026, 10, 3), 600, 1));
            for (id, state, on) in [("c1", "held", "2026-10-02"), ("c3", "struck", "2026-10-02"), ("c2", "held", "2026-08-31")] {
                put(
                    tx,
                    "consultation",
                    &[
                        ("id", text(id)),
                        ("place_id", text(FAR_SCHOOL)),
                        ("people", whole(1)),
                        ("direction", text("d11")),
                        ("form", text("call")),
                        ("minutes", whole(30)),
                        ("held_on", text(on)),
                        ("state", text(state)),
                        ("made_at", text("2026-10-02T00:00:00.000000Z")),
                    ],
                );
            }
            Ok(())
        })
        .unwrap();
        let region = count(db, Counter::Load, REGION);
        assert_eq!(pair(&region), (Some(3), None), "90 + 60 + 30 minutes");
        assert_eq!((extra(&region, "Консультаций").as_str(), extra(&region, "Участников").as_str()), ("1", "3"));
        assert!(extra(&region, "Середина").contains("скрыто"), "three people");
        let figures = db.read(|tx| {
            let ground = reports::Ground::of(tx, &PlaceId::from(REGION), half())?;
            reports::figures(tx, &ground)
        });
        let figures = figures.unwrap();
        let line = |code: &str| figures.directions.iter().find(|line| line.code == code).map(|line| (line.deeds, line.minutes, line.reached));
        assert_eq!((line("d05"), line("d11"), line("d01")), (Some((1, 150, 20)), Some((1, 30, 1)), Some((0, 0, 0))));
    });
}

#[test]
fn the_middle_hours_of_five_are_shown() {
    on_each_engine(|db| {
        set(db);
        db.write(|tx| {
            for (at, minutes) in [60, 120, 180, 600, 60].into_iter().enumerate() {
                let who = person(tx, &format!("Часова{at}"), SCHOOL);
                deed(tx, who, DeedKind::Other, &format!("o{at}"), ("d01", date(2026, 9, 1), minutes, 0));
            }
            Ok(())
        })
        .unwrap();
        assert_eq!(extra(&count(db, Counter::Load, SCHOOL), "Середина"), "2\u{a0}ч");
    });
}

fn activity(tx: &mut Tx<'_>, id: &str, (place, state, at): (&str, &str, &str), guests: i64) {
    put(
        tx,
        "activity",
        &[
            ("id", text(id)),
            ("number", text(id)),
            ("kind", text("webinar")),
            ("title", text(id)),
            ("search_key", text(id)),
            ("direction", text("d12")),
            ("level", text("regional")),
            ("place_id", text(place)),
            ("reach_path", text("region/")),
            ("starts_at", text(at)),
            ("ends_at", text(at)),
            ("audience", text("everybody")),
            ("minutes", whole(60)),
            ("state", text(state)),
            ("guests", whole(guests)),
            ("door_secret", text("")),
            ("made_at", text(at)),
        ],
    );
    put(tx, "activity_session", &[("id", text(format!("s-{id}"))), ("activity_id", text(id)), ("position", whole(1)), ("starts_at", text(at)), ("ends_at", text(at))]);
}

#[test]
fn an_activity_held_by_two_is_one_and_people_are_counted_once() {
    on_each_engine(|db| {
        let stage = set(db);
        db.write(|tx| {
            let (anna, far, guest) = (person(tx, "Аннина", SCHOOL), person(tx, "Далёкая", FAR_SCHOOL), person(tx, "Гостева", FAR_SCHOOL));
            for (id, place, state) in [("one", SCHOOL, "closed"), ("two", SCHOOL, "cancelled"), ("three", FAR_SCHOOL, "held"), ("four", SCHOOL, "draft"), ("five", SCHOOL, "announced")] {
                activity(tx, id, (place, state, "2026-10-05T01:00:00.000000Z"), i64::from(id == "one") * 3);
            }
            activity(tx, "old", (SCHOOL, "closed", "2026-06-05T01:00:00.000000Z"), 0);
            for (who, part) in [(anna, "host"), (far, "cohost")] {
                put(tx, "activity_host", &[("activity_id", text("one")), ("person_id", text(who.to_string())), ("part", text(part)), ("state", text("joined")), ("made_at", text("2026-10-05T01:00:00.000000Z"))]);
            }
            // Both who held the first were noted at it as well; Anna came to another.
            for (id, who) in [("one", anna), ("three", anna), ("one", far), ("one", guest)] {
                put(
                    tx,
                    "activity_presence",
                    &[("session_id", text(format!("s-{id}"))), ("person_id", text(who.to_string())), ("activity_id", text(id)), ("way", text("list")), ("marked_at", text("2026-10-05T01:00:00.000000Z"))],
                );
            }
            Ok(())
        })
        .unwrap();
        let region = count(db, Counter::Events, REGION);
        assert_eq!(pair(&region), (Some(2), Some(4)), "held and closed, of all that were announced");
        for (label, value) in [("Отменено", "1"), ("Участников", "2"), ("Гостей", "3"), ("Муниципалитетов", "2"), ("Полезность", "ответов меньше пяти")] {
            assert_eq!(extra(&region, label), value, "{label}");
        }
        let home = count(db, Counter::Events, HOME);
        assert_eq!((extra(&home, "Участников"), extra(&home, "Муниципалитетов")), ("1".into(), "1".into()), "who held it together with others is no participant");
        assert_eq!(pair(&count(db, Counter::Events, &stage.far)), (Some(2), Some(2)), "its own, and the one that it held with others");
    });
}

#[test]
fn practices_count_when_published_and_uses_when_confirmed() {
    on_each_engine(|db| {
        set(db);
        db.write(|tx| {
            for (id, published, agreed) in [("p1", Some("2026-10-01"), true), ("p2", Some("2026-10-01"), false), ("p3", Some("2026-06-01"), true), ("p4", None, true)] {
                let may = |is: bool, value: &str| if is { text(value) } else { kernel::Value::Null };
                put(
                    tx,
                    "practice",
                    &[
                        ("id", text(id)),
                        ("place_id", text(SCHOOL)),
                        ("state", text(if published.is_some() { "published" } else { "draft" })),
                        ("published_number", whole(i64::from(published.is_some()))),
                        ("published_on", may(published.is_some(), published.unwrap_or_default())),
                        ("agreed_at", may(agreed, "2026-09-30T00:00:00.000000Z")),
                        ("made_at", text("2026-09-01T00:00:00.000000Z")),
                    ],
                );
            }
            for (id, state) in [("u1", "confirmed"), ("u2", "told")] {
                put(
                    tx,
                    "practice_use",
                    &[
                        ("id", text(id)),
                        ("practice_id", text("p1")),
                        ("place_id", text(FAR_SCHOOL)),
                        ("used_on", text("2026-11-01")),
                        ("place_words", text("7 класс")),
                        ("outcome", text("")),
                        ("state", text(state)),
                        ("made_at", text("2026-11-01T00:00:00.000000Z")),
                    ],
                );
            }
            Ok(())
        })
        .unwrap();
        let region = count(db, Counter::Practices, REGION);
        assert_eq!((pair(&region), extra(&region, "Подтверждённое").as_str()), ((Some(1), None), "1"));
        assert_eq!(extra(&count(db, Counter::Practices, HOME), "Подтверждённое"), "0", "used in the other municipality");
    });
}

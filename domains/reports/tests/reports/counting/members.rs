//! Seats of the active out of its quota, and consents in order.

use super::pair;
use crate::stage::{FAR_SCHOOL, HOME, SCHOOL, count, extra, fresh, member, person, put, set, text, whole};
use jiff::civil::date;
use kernel::{db::testing::on_each_engine, id::PersonId};
use reports::Counter;
use structure::places::REGION;

#[test]
fn seats_are_counted_out_of_the_quota_and_paused_ones_apart() {
    on_each_engine(|db| {
        let stage = set(db);
        db.write(|tx| {
            let people: Vec<PersonId> = (0..4).map(|at| person(tx, &format!("Участникова{at}"), if at == 3 { FAR_SCHOOL } else { SCHOOL })).collect();
            member(tx, people[0], ("subject_methodist", Some("matematika"), HOME), None);
            let paused = member(tx, people[1], ("subject_methodist", Some("fizika"), HOME), None);
            member(tx, people[2], ("subject_methodist", Some("fizika"), HOME), Some("2026-10-01"));
            member(tx, people[3], ("subject_methodist", Some("matematika"), &stage.far), None);
            put(tx, "membership_pause", &[("membership_id", text(paused.clone())), ("valid_from", text("2026-10-01")), ("order_id", text(paused))]);
            put(tx, "quota", &[("id", text(fresh())), ("kind", text("subject_methodist")), ("municipality_id", text(HOME)), ("places", whole(8)), ("valid_from", text("2026-09-01"))]);
            Ok(())
        })
        .unwrap();
        let places: i64 =
            db.read(|tx| tx.one("SELECT CAST(SUM(places) AS BIGINT) FROM quota WHERE subject IS NULL AND direction IS NULL AND municipality_id IS NULL", &[], |row| row.get::<Option<i64>>(0))).unwrap().unwrap_or(0);
        let region = count(db, Counter::Quota, REGION);
        assert_eq!(pair(&region), (Some(2), (places > 0).then_some(places)), "one term is over, one seat is paused");
        assert_eq!(extra(&region, "Участие приостановлено"), "1");
        assert_eq!(pair(&count(db, Counter::Quota, HOME)), (Some(1), Some(8)));
        assert_eq!(pair(&count(db, Counter::Quota, SCHOOL)), (Some(1), None), "a school has no quota");
        let covered = count(db, Counter::Coverage, REGION);
        let all = db.read(|tx| Ok(structure::places::municipalities(tx, date(2026, 11, 23))?.len() as i64)).unwrap();
        assert_eq!(pair(&covered), (Some(2), Some(all)));
        assert!(covered.extras.iter().any(|extra| extra.value == format!("2 из {all}")) && covered.extras.len() == 1, "the paused physicist covers nothing: {covered:?}");
    });
}

#[test]
fn a_consent_to_an_older_text_or_one_taken_back_is_not_in_order() {
    on_each_engine(|db| {
        set(db);
        db.write(|tx| {
            for (id, version, from, to) in [("t1", 1, "2022-01-01", Some("2026-09-01")), ("t2", 2, "2026-09-01", None)] {
                put(
                    tx,
                    "consent_text",
                    &[
                        ("id", text(id)),
                        ("kind", text("processing")),
                        ("version", whole(version)),
                        ("title", text("Согласие")),
                        ("body", text("[]")),
                        ("items", text("[]")),
                        ("sha256", text(id)),
                        ("approved_by", text("приказ")),
                        ("valid_from", text(from)),
                        ("valid_to", to.map_or(kernel::Value::Null, text)),
                    ],
                );
            }
            for (at, (consent, taken_back)) in [(Some("t2"), false), (Some("t1"), false), (Some("t2"), true), (None, false)].into_iter().enumerate() {
                let who = person(tx, &format!("Согласова{at}"), SCHOOL);
                member(tx, who, ("subject_methodist", Some("matematika"), HOME), None);
                let Some(text_id) = consent else { continue };
                put(
                    tx,
                    "consent",
                    &[
                        ("id", text(format!("c{at}"))),
                        ("person_id", text(who.to_string())),
                        ("kind", text("processing")),
                        ("text_id", text(text_id)),
                        ("given_at", text("2026-09-02T00:00:00.000000Z")),
                        ("channel", text("screen")),
                        ("evidence", text("{}")),
                    ],
                );
                if taken_back {
                    put(
                        tx,
                        "withdrawal",
                        &[
                            ("id", text("w")),
                            ("consent_id", text(format!("c{at}"))),
                            ("received_on", text("2026-10-01")),
                            ("registered_at", text("2026-10-01T00:00:00.000000Z")),
                            ("channel", text("cabinet")),
                            ("evidence", text("{}")),
                        ],
                    );
                    for (id, due, closed) in [("d1", "2026-10-06", Some("2026-10-06T13:00:00.000000Z")), ("d2", "2026-10-06", Some("2026-10-06T14:30:00.000000Z")), ("d3", "2026-12-06", None)] {
                        put(
                            tx,
                            "duty",
                            &[
                                ("id", text(id)),
                                ("kind", text("destroy")),
                                ("person_id", text(who.to_string())),
                                ("about", text("w")),
                                ("opened_on", text("2026-10-01")),
                                ("due_on", text(due)),
                                ("basis", text("152-ФЗ")),
                                ("closed_at", closed.map_or(kernel::Value::Null, text)),
                            ],
                        );
                    }
                }
            }
            Ok(())
        })
        .unwrap();
        let figure = count(db, Counter::Consents, HOME);
        assert_eq!(pair(&figure), (Some(1), Some(4)));
        assert_eq!(extra(&figure, "Обязанности"), "1 из 2", "one was closed after midnight here; the third is not due yet");
    });
}

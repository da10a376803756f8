//! Schools on the list, newcomers with a mentor, answers to who asked for help.

use super::pair;
use crate::stage::{FAR_SCHOOL, HOME, SCHOOL, SECOND, count, extra, person, put, set, text, whole};
use kernel::{db::testing::on_each_engine, id::PersonId, params};
use reports::Counter;
use structure::places::REGION;

#[test]
fn low_result_schools_are_a_share_of_the_list_and_nothing_of_a_school() {
    on_each_engine(|db| {
        set(db);
        db.write(|tx| {
            for (place, year) in [(SCHOOL, 2026), (SECOND, 2026), (FAR_SCHOOL, 2025)] {
                put(
                    tx,
                    "low_school",
                    &[
                        ("id", text(format!("l-{place}"))),
                        ("place_id", text(place)),
                        ("year", whole(year)),
                        ("basis", text("приказ")),
                        ("recheck_on", text("2027-01-15")),
                        ("made_at", text("2026-09-01T00:00:00.000000Z")),
                    ],
                );
            }
            put(tx, "low_school_line", &[("id", text("n")), ("low_id", text(format!("l-{SCHOOL}"))), ("what", text("Помощь")), ("due_on", text("2026-12-01")), ("made_at", text("2026-09-01T00:00:00.000000Z"))]);
            Ok(())
        })
        .unwrap();
        assert!(count(db, Counter::LowSchools, REGION).numerator.is_none(), "two schools are few");
        db.write(|tx| Ok(tx.execute("UPDATE low_school SET year = 2026", params![])?)).unwrap();
        assert_eq!(pair(&count(db, Counter::LowSchools, REGION)), (Some(1), Some(3)));
        assert!(!Counter::LowSchools.is_of(reports::Level::School) && !Counter::LowSchools.is_of(reports::Level::Municipality) && !Counter::LowSchools.is_additive());
    });
}

#[test]
fn a_newcomer_has_a_mentor_by_the_yes_of_both() {
    on_each_engine(|db| {
        set(db);
        db.write(|tx| {
            let people: Vec<PersonId> = (0..3).map(|at| person(tx, &format!("Молодова{at}"), SCHOOL)).collect();
            for who in &people {
                tx.execute("UPDATE person_job SET valid_from = '2025-09-01' WHERE person_id = $1", params![who]).unwrap();
            }
            for (at, (who, answer, state)) in [(people[0], "yes", "active"), (people[1], "waits", "proposed")].into_iter().enumerate() {
                let id = format!("m{at}");
                put(
                    tx,
                    "mentoring",
                    &[
                        ("id", text(id.clone())),
                        ("form", text("teacher")),
                        ("state", text(state)),
                        ("starts_on", text("2026-09-01")),
                        ("ends_on", text("2027-05-31")),
                        ("started_on", text("2026-09-10")),
                        ("made_at", text("2026-09-01T00:00:00.000000Z")),
                    ],
                );
                put(tx, "mentoring_side", &[("id", text(format!("s{at}"))), ("mentoring_id", text(id)), ("person_id", text(who.to_string())), ("role", text("mentee")), ("answer", text(answer))]);
            }
            Ok(())
        })
        .unwrap();
        assert_eq!(pair(&count(db, Counter::YoungMentored, HOME)), (Some(1), Some(3)));
        assert!(count(db, Counter::YoungMentored, FAR_SCHOOL).why.contains("нет"));
    });
}

#[test]
fn the_middle_response_leaves_out_what_was_not_answered() {
    on_each_engine(|db| {
        set(db);
        db.write(|tx| {
            for (id, state, days, due) in
                [("h1", "closed", Some(1), "2026-10-20"), ("h2", "answered", Some(4), "2026-10-20"), ("h3", "new", None, "2026-11-20"), ("h4", "withdrawn", None, "2026-11-20"), ("h5", "answered", Some(3), "2026-10-20")]
            {
                put(
                    tx,
                    "help_request",
                    &[
                        ("id", text(id)),
                        ("number", text(id)),
                        ("place_id", text(SCHOOL)),
                        ("is_place", whole(0)),
                        ("direction", text("d05")),
                        ("words", text("")),
                        ("how_soon", text("usual")),
                        ("form", text("any")),
                        ("seen_by", text("helpers")),
                        ("state", text(state)),
                        ("asked_at", text("2026-10-12T00:00:00.000000Z")),
                        ("asked_on", text("2026-10-12")),
                        ("due_on", text(due)),
                        ("response_days", days.map_or(kernel::Value::Null, whole)),
                    ],
                );
            }
            Ok(())
        })
        .unwrap();
        let figure = count(db, Counter::Response, HOME);
        assert_eq!(pair(&figure), (Some(3), None));
        for (label, value) in [("Обращений", "4"), ("Ждут", "1"), ("Из них дольше", "1")] {
            assert_eq!(extra(&figure, label), value, "{label}");
        }
        assert!(count(db, Counter::Response, FAR_SCHOOL).why.contains("не было"));
    });
}

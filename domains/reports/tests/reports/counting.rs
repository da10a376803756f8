//! Each counter against a few rows counted by hand.

use crate::stage::{FAR_SCHOOL, HOME, SCHOOL, SECOND, count, deed, extra, fresh, half, member, person, put, set, text, whole};
use jiff::civil::date;
use kernel::{
    Tx,
    db::testing::on_each_engine,
    id::{PersonId, PlaceId},
    params,
};
use ledger::DeedKind;
use reports::{Counter, Figure};
use structure::places::REGION;

fn pair(figure: &Figure) -> (Option<i64>, Option<i64>) {
    let whole = |value: f64| {
        assert!((value - value.round()).abs() < 1e-9, "{value}");
        value.round() as i64
    };
    (figure.numerator.map(whole), figure.denominator.map(whole))
}

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

/// Framework, scale and instrument that attempts stand on; a competency for deficits.
fn measuring(tx: &mut Tx<'_>) -> (String, String) {
    let (framework, scale, instrument, competency) = (fresh(), fresh(), fresh(), fresh());
    put(tx, "framework", &[("id", text(framework.clone())), ("code", text("f")), ("number", whole(1)), ("title", text("Рамка")), ("state", text("live")), ("made_at", text("2026-09-01T00:00:00.000000Z"))]);
    put(tx, "competency", &[("id", text(competency.clone())), ("framework_id", text(framework.clone())), ("code", text("М3")), ("title", text("Оценивание")), ("position", whole(1))]);
    put(tx, "scale", &[("id", text(scale.clone())), ("code", text("s")), ("number", whole(1)), ("title", text("Шкала")), ("valid_from", text("2026-01-01"))]);
    put(
        tx,
        "instrument",
        &[
            ("id", text(instrument.clone())),
            ("code", text("i")),
            ("title", text("Диагностика")),
            ("framework_id", text(framework)),
            ("scale_id", text(scale)),
            ("mode", text("fixed")),
            ("state", text("open")),
            ("made_at", text("2026-09-01T00:00:00.000000Z")),
        ],
    );
    (instrument, competency)
}

fn attempt(tx: &mut Tx<'_>, instrument: &str, who: PersonId, (place, at, repeat): (&str, &str, Option<&str>)) -> String {
    let (assignment, id) = (fresh(), fresh());
    let repeat = repeat.map_or(kernel::Value::Null, text);
    put(
        tx,
        "assignment",
        &[
            ("id", text(assignment.clone())),
            ("instrument_id", text(instrument)),
            ("person_id", text(who.to_string())),
            ("place_id", text(place)),
            ("repeat_of", repeat),
            ("opens_at", text(at)),
            ("closes_at", text(at)),
            ("state", text("finished")),
            ("made_at", text(at)),
        ],
    );
    put(
        tx,
        "attempt",
        &[
            ("id", text(id.clone())),
            ("assignment_id", text(assignment)),
            ("instrument_id", text(instrument)),
            ("person_id", text(who.to_string())),
            ("place_id", text(place)),
            ("number", whole(1)),
            ("state", text("scored")),
            ("started_at", text(at)),
            ("ends_at", text(at)),
            ("submitted_at", text(at)),
        ],
    );
    id
}

#[test]
fn people_who_were_diagnosed_are_counted_and_not_their_attempts() {
    on_each_engine(|db| {
        set(db);
        db.write(|tx| {
            let (instrument, _) = measuring(tx);
            let (anna, vera, far) = (person(tx, "Аннина", SCHOOL), person(tx, "Верина", SECOND), person(tx, "Далёкая", FAR_SCHOOL));
            let first = attempt(tx, &instrument, anna, (SCHOOL, "2026-10-01T01:00:00.000000Z", None));
            attempt(tx, &instrument, anna, (SCHOOL, "2026-10-08T01:00:00.000000Z", None));
            attempt(tx, &instrument, anna, (SCHOOL, "2026-11-08T01:00:00.000000Z", Some(&first)));
            // 1 September begins at 14:00 of 31 August by the world's clock: ten hours ahead.
            attempt(tx, &instrument, vera, (SECOND, "2026-08-31T14:00:00.000000Z", None));
            attempt(tx, &instrument, far, (FAR_SCHOOL, "2026-08-31T13:59:59.000000Z", None));
            Ok(())
        })
        .unwrap();
        let home = count(db, Counter::Diagnosed, HOME);
        assert_eq!(pair(&home), (Some(2), Some(3)), "Anna, Vera; the deputy head took none");
        assert_eq!(extra(&home, "Прошли повторную"), "1");
        assert_eq!(pair(&count(db, Counter::Diagnosed, REGION)), (Some(2), Some(4)), "the far one was still in August");
    });
}

fn case(tx: &mut Tx<'_>, who: PersonId, place: &str) -> String {
    let id = fresh();
    put(
        tx,
        "case_file",
        &[
            ("id", text(id.clone())),
            ("number", text(format!("С-{id}"))),
            ("kind", text("full")),
            ("person_id", text(who.to_string())),
            ("place_id", text(place)),
            ("direction", text("d03")),
            ("channel", text("methodist")),
            ("reason", text("")),
            ("state", text("open")),
            ("rung_since", text("2026-09-01")),
            ("opened_on", text("2026-09-01")),
        ],
    );
    id
}

fn pathway(tx: &mut Tx<'_>, case: &str, (number, state, agreed, closed, ends): (i64, &str, Option<&str>, Option<&str>, &str), follows: Option<&str>) -> String {
    let id = fresh();
    let may = |value: Option<&str>| value.map_or(kernel::Value::Null, text);
    put(
        tx,
        "pathway",
        &[
            ("id", text(id.clone())),
            ("case_id", text(case)),
            ("number", whole(number)),
            ("follows_id", may(follows)),
            ("state", text(state)),
            ("ends_on", text(ends)),
            ("agreed_at", may(agreed)),
            ("closed_at", may(closed)),
            ("made_at", text("2026-09-01T00:00:00.000000Z")),
        ],
    );
    id
}

#[test]
fn a_pathway_is_counted_once_whatever_versions_it_had() {
    on_each_engine(|db| {
        set(db);
        db.write(|tx| {
            let cases: Vec<String> = (0..4)
                .map(|at| {
                    let who = person(tx, &format!("Маршрутова{at}"), SCHOOL);
                    case(tx, who, SCHOOL)
                })
                .collect();
            let first = pathway(tx, &cases[0], (1, "revised", Some("2026-09-10T00:00:00.000000Z"), None, "2026-12-31"), None);
            pathway(tx, &cases[0], (2, "active", Some("2026-10-10T00:00:00.000000Z"), None, "2026-11-01"), Some(&first));
            pathway(tx, &cases[1], (1, "closed", Some("2026-05-10T00:00:00.000000Z"), Some("2026-10-01T00:00:00.000000Z"), "2026-12-31"), None);
            pathway(tx, &cases[2], (1, "stopped", Some("2026-09-11T00:00:00.000000Z"), Some("2026-10-01T00:00:00.000000Z"), "2026-12-31"), None);
            pathway(tx, &cases[3], (1, "draft", None, None, "2026-12-31"), None);
            Ok(())
        })
        .unwrap();
        let figure = count(db, Counter::Pathways, HOME);
        assert_eq!(pair(&figure), (Some(2), None), "the first and the stopped one were agreed this half-year");
        for (label, value) in [("Закрыто", "1"), ("Остановлено", "1"), ("Идут сейчас", "1"), ("Из них просрочено", "1")] {
            assert_eq!(extra(&figure, label), value, "{label}");
        }
    });
}

fn taken(tx: &mut Tx<'_>, case: &str, (who, place, competency): (PersonId, &str, &str), verdict: (&str, Option<&str>)) {
    let id = fresh();
    put(
        tx,
        "deficit",
        &[
            ("id", text(id.clone())),
            ("person_id", text(who.to_string())),
            ("place_id", text(place)),
            ("competency_id", text(competency)),
            ("competency_code", text("М3")),
            ("source", text("measured")),
            ("status", text("in_work")),
            ("found_on", text("2026-09-01")),
        ],
    );
    put(tx, "case_deficit", &[("case_id", text(case)), ("deficit_id", text(id)), ("taken_on", text("2026-09-05")), ("verdict", text(verdict.0)), ("verdict_on", verdict.1.map_or(kernel::Value::Null, text))]);
}

#[test]
fn what_was_not_measured_again_is_not_removed_and_few_people_are_not_shown() {
    on_each_engine(|db| {
        set(db);
        let verdicts = [("removed", Some("2026-11-01")), ("removed", Some("2026-11-01")), ("not_assessed", Some("2026-11-01")), ("partly", Some("2026-11-01")), ("", None), ("removed", Some("2026-08-31"))];
        db.write(|tx| {
            let (_, competency) = measuring(tx);
            for (at, verdict) in verdicts.into_iter().enumerate() {
                let place = if at == 0 { SECOND } else { SCHOOL };
                let who = person(tx, &format!("Трудова{at}"), place);
                let case = case(tx, who, place);
                taken(tx, &case, (who, place, &competency), verdict);
            }
            Ok(())
        })
        .unwrap();
        // Stopped before the period: nobody works on it.
        db.write(|tx| {
            let (_, competency): (String, String) = tx.one("SELECT '', competency_id FROM deficit LIMIT 1", params![], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let who = person(tx, "Остановленная", SCHOOL);
            let case = case(tx, who, SCHOOL);
            taken(tx, &case, (who, SCHOOL, &competency), ("", None));
            tx.execute("UPDATE case_file SET state = 'stopped', closed_on = '2026-06-20' WHERE id = $1", params![case])?;
            tx.execute("UPDATE case_deficit SET taken_on = '2026-05-05' WHERE case_id = $1", params![case])?;
            Ok(())
        })
        .unwrap();
        let home = count(db, Counter::Removed, HOME);
        assert_eq!(pair(&home), (Some(2), Some(5)), "what was decided in August belongs to the half before");
        for (label, value) in [("Сняты частично", "1"), ("Не оценены", "1"), ("В работе", "1"), ("Педагогов", "5")] {
            assert_eq!(extra(&home, label), value, "{label}");
        }
        let school = count(db, Counter::Removed, SCHOOL);
        assert!(pair(&school) == (None, None) && school.extras.is_empty() && school.why.contains("меньше пяти"), "four people: {school:?}");
    });
}

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

//! Teachers who were diagnosed, who walk a pathway, whose deficits were removed.

use super::pair;
use crate::stage::{FAR_SCHOOL, HOME, SCHOOL, SECOND, count, extra, fresh, person, put, set, text, whole};
use kernel::{Tx, db::testing::on_each_engine, id::PersonId, params};
use reports::Counter;
use structure::places::REGION;

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

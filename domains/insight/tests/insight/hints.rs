//! What worked as a hint for whoever proposes resources.

use crate::stage::{SCHOOL, fresh, measuring, person, put, real, set, text, whole};
use insight::{Question, worked_prior};
use kernel::{Tx, db::testing::on_each_engine};

/// A closed case whose pathway held the resource for the difficulty.
fn walked(tx: &mut Tx<'_>, competency: &str, resource: &str, number: usize, verdict: &str) {
    let one = person(tx, &format!("Пройдена{number}"), SCHOOL).to_string();
    let (case, path, step, deficit) = (fresh(), fresh(), fresh(), fresh());
    let row = [
        ("id", text(case.clone())),
        ("number", text(format!("С-{case}"))),
        ("kind", text("full")),
        ("person_id", text(one.clone())),
        ("place_id", text(SCHOOL)),
        ("direction", text("d03")),
        ("channel", text("methodist")),
        ("reason", text("Разобрать оценивание")),
        ("state", text("closed")),
        ("rung_since", text("2026-05-01")),
        ("opened_on", text("2026-01-10")),
        ("closed_on", text("2026-05-20")),
    ];
    put(tx, "case_file", &row);
    let row = [("id", text(path.clone())), ("case_id", text(case.clone())), ("number", whole(1)), ("state", text("closed")), ("made_at", text("2026-01-15T01:00:00.000000Z"))];
    put(tx, "pathway", &row);
    let row = [
        ("id", text(deficit.clone())),
        ("person_id", text(one)),
        ("place_id", text(SCHOOL)),
        ("competency_id", text(competency)),
        ("competency_code", text("М3")),
        ("source", text("measured")),
        ("status", text("removed")),
        ("p_below", real(0.9)),
        ("found_on", text("2026-01-05")),
    ];
    put(tx, "deficit", &row);
    put(tx, "case_deficit", &[("case_id", text(case)), ("deficit_id", text(deficit.clone())), ("taken_on", text("2026-01-10")), ("verdict", text(verdict))]);
    let row = [
        ("id", text(step.clone())),
        ("pathway_id", text(path)),
        ("position", whole(1)),
        ("title", text("Шаг")),
        ("resource_id", text(resource)),
        ("origin", text("proposed")),
        ("fate", text("kept")),
        ("state", text("accepted")),
    ];
    put(tx, "pathway_step", &row);
    put(tx, "pathway_step_deficit", &[("step_id", text(step)), ("deficit_id", text(deficit))]);
}

fn resource(tx: &mut Tx<'_>, title: &str) -> String {
    let id = fresh();
    let row = [
        ("id", text(id.clone())),
        ("kind", text("programme")),
        ("title", text(title)),
        ("search_key", text(title)),
        ("form", text("remote")),
        ("hours", whole(16)),
        ("place_id", text("region")),
        ("state", text("live")),
        ("made_at", text("2026-01-01T01:00:00.000000Z")),
    ];
    put(tx, "resource", &row);
    id
}

#[test]
fn what_helped_more_often_is_favoured_and_what_few_walked_says_nothing() {
    on_each_engine(|db| {
        set(db);
        let (good, poor, rare) = db
            .write(|tx| {
                let on = measuring(tx);
                let (good, poor, rare) = (resource(tx, "Практикум"), resource(tx, "Лекции"), resource(tx, "Редкий"));
                for at in 0..24 {
                    walked(tx, &on.competency, &good, at, if at % 8 == 0 { "not_removed" } else { "removed" });
                    walked(tx, &on.competency, &poor, at + 100, if at % 4 == 0 { "removed" } else { "not_removed" });
                }
                for at in 0..6 {
                    walked(tx, &on.competency, &rare, at + 200, "removed");
                }
                Ok((good, poor, rare))
            })
            .unwrap();
        assert_eq!(db.read(worked_prior).unwrap(), pathways::proposal::Prior::default(), "not worked out yet");
        insight::compute(db, Question::Worked, None).unwrap();
        let prior = db.read(worked_prior).unwrap();
        let favour = |id: &str| prior.favour(id.parse().unwrap(), ["М3"].into_iter());
        assert!(favour(&good) > 50 && favour(&poor) == 0, "{prior:?}");
        assert_eq!(prior.told("М3", good.parse().unwrap()), Some((21, 24)));
        assert_eq!(prior.told("М3", rare.parse().unwrap()), None, "six who all went alike are not told");
    });
}

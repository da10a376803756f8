//! A request becomes a case with the teacher's yes, and is linked with an activity.

use crate::stage::{SITE, absent, answers, find, set, wrong};
use cases::{Channel, SourceKind, State, Word};
use kernel::db::testing::on_each_engine;

const GOOD: &[(&str, &str)] = &[("kind", "methodical"), ("reason", "Выявлены затруднения в оценивании проектов"), ("version", "2")];

#[test]
fn a_methodist_proposes_a_case_whose_signal_is_the_request_and_the_teacher_says_yes() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.taken(db);
        wrong(db.write(|tx| help::become_case(tx, &stage.vera, id, &answers(&[("version", "2")]), SITE)), "reason");
        let kind = cases::Kind::ALL[0].as_str();
        let typed = answers(&[("kind", kind), GOOD[1], GOOD[2]]);
        let case = db.write(|tx| help::become_case(tx, &stage.vera, id, &typed, SITE)).unwrap();
        let proposed = db.read(|tx| cases::find(tx, case)).unwrap();
        assert!(proposed.state == State::Proposed && proposed.channel == Channel::HelpRequest && proposed.direction == "d03" && Some(proposed.person) == stage.anna.person);
        assert_eq!(find(db, id).case, Some(case));
        let sources: Vec<SourceKind> = db.read(|tx| Ok(tx.query("SELECT source_kind FROM case_evidence", &[], |row| row.get(0))?)).unwrap();
        assert_eq!(sources, [SourceKind::HelpRequest]);
        absent(db.write(|tx| help::become_case(tx, &stage.vera, id, &answers(&[("kind", kind), GOOD[1], ("version", "3")]), SITE)));
        db.write(|tx| cases::answer(tx, &stage.anna, case, (Word::Agree, proposed.version), SITE)).unwrap();
        let open = db.read(|tx| cases::find(tx, case)).unwrap();
        assert!(open.state == State::Open && open.rung == 2, "the request is the first signal");
    });
}

#[test]
fn a_member_who_answers_may_not_propose_a_case_and_a_school_asks_for_none() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.ask(db);
        db.write(|tx| help::assign(tx, &stage.olga, id, (stage.boris.person.unwrap(), ""), 1)).unwrap();
        absent(db.write(|tx| help::become_case(tx, &stage.boris, id, &answers(GOOD), SITE)));
        let school = db.write(|tx| help::ask(tx, &stage.irina, &crate::stage::asked())).unwrap();
        absent(db.write(|tx| help::become_case(tx, &stage.vera, school, &answers(GOOD), SITE)));
    });
}

#[test]
fn an_activity_that_is_not_there_is_said_at_the_field() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.taken(db);
        wrong(db.write(|tx| help::became_activity(tx, &stage.vera, id, "М-2026-9999", 2)), "activity");
        wrong(db.write(|tx| help::became_activity(tx, &stage.vera, id, &format!("/activities/{}", kernel::id::Uuid::now_v7()), 2)), "activity");
        absent(db.write(|tx| help::became_activity(tx, &stage.anna, id, "М-2026-0001", 2)));
    });
}

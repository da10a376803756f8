//! How a case begins.

use crate::stage::{self, SITE, absent, count, form, refused, wrong};
use cases::{OpeningForm, Sees, State, TeamRole, Word};
use kernel::db::testing::on_each_engine;

#[test]
fn a_proposal_becomes_a_case_by_the_teachers_yes_and_both_are_told() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.proposed(db, &stage.deputy);
        let case = stage.case(db, id);
        assert_eq!((case.state, case.number.as_str(), case.rung), (State::Proposed, "С-2026-0001", 1));
        db.write(|tx| cases::answer(tx, &stage.anna, id, (Word::Agree, 1), SITE)).unwrap();
        let case = stage.case(db, id);
        assert_eq!((case.state, case.rung), (State::Open, 2), "words are a signal, and a hypothesis is enough to measure by");
        assert!(case.next_review_on.is_some());
        let team = db.read(|tx| cases::team(tx, id)).unwrap();
        assert_eq!(team.iter().map(|member| member.role).collect::<Vec<_>>(), [TeamRole::Teacher, TeamRole::DeputyHead], "who proposed has said yes");
        assert_eq!(count(db, "SELECT COUNT(*) FROM notice WHERE once_key LIKE 'case/%'"), 2);
        assert!(refused(db.write(|tx| cases::answer(tx, &stage.anna, id, (Word::Decline, 2), SITE))).contains("уже ответили"));
    });
}

#[test]
fn after_a_no_nothing_but_the_fact_is_kept() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.proposed(db, &stage.deputy);
        db.write(|tx| cases::answer(tx, &stage.anna, id, (Word::Decline, 1), SITE)).unwrap();
        let case = stage.case(db, id);
        assert_eq!((case.state, case.reason.as_str()), (State::Declined, ""));
        assert_eq!(count(db, "SELECT COUNT(*) FROM case_evidence") + count(db, "SELECT COUNT(*) FROM case_measure"), 0);
        assert_eq!(count(db, "SELECT COUNT(*) FROM case_event WHERE words <> ''"), 0);
        absent(db.read(|tx| cases::load(tx, &stage.methodist, id)));
        absent(db.read(|tx| cases::load(tx, &stage.coordinator, id)));
        assert_eq!(db.read(|tx| cases::load(tx, &stage.deputy, id)).unwrap().sees, Sees::Content, "who proposed sees that it was declined");
    });
}

#[test]
fn a_teacher_begins_by_oneself_and_nobody_proposes_beyond_the_scope() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let open = |by: &access::Actor| {
            db.write(|tx| {
                let opening = form().read(tx)?;
                cases::open(tx, by, stage.teacher, &opening, SITE)
            })
        };
        absent(open(&stage.far_deputy));
        absent(open(&stage.far_teacher));
        let id = open(&stage.anna).unwrap();
        let case = stage.case(db, id);
        assert_eq!((case.state, case.channel), (State::Open, cases::Channel::Teacher));
        assert!(refused(open(&stage.deputy)).contains("уже есть сопровождение этого вида"));
    });
}

#[test]
fn a_case_needs_evidence_and_every_error_is_told_at_once() {
    on_each_engine(|db| {
        stage::set(db);
        let read = |form: OpeningForm| db.read(|tx| form.read(tx));
        let bare = OpeningForm { words: String::new(), ..form() };
        assert!(wrong(read(bare.clone()), "words").contains("хотя бы одно основание"));
        let class = cases::MeasureForm { grade: "Петя".into(), pupils: "5".into(), below_minimum: "9".into(), ..cases::MeasureForm::default() };
        let bad = OpeningForm { kind: String::new(), class, ..bare };
        for field in ["kind", "grade", "below_minimum", "source", "measured_on", "class_subject"] {
            wrong(read(bad.clone()), field);
        }
    });
}

#[test]
fn what_somebody_may_not_see_is_no_evidence_for_them() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let deficit = stage.declared(db, 0);
        let with = |deficit: cases::First| {
            db.write(|tx| {
                let mut opening = form().read(tx)?;
                opening.first = vec![deficit];
                cases::open(tx, &stage.deputy, stage.teacher, &opening, SITE)
            })
        };
        absent(with(cases::First::Deficit(deficit)));
        let wish = deficits::share::Wish { about: deficit.to_string(), audiences: vec![deficits::Audience::School] };
        db.write(|tx| deficits::share::set(tx, &stage.anna, stage.teacher, &wish, "https://site.example")).unwrap();
        let id = with(cases::First::Deficit(deficit)).unwrap();
        assert_eq!(stage.deficits(db, id).len(), 1);
    });
}

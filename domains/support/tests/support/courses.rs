//! Graduates are asked, show, are answered; the results count.

use crate::stage::{absent, answers, count, refused, set, wrong};
use kernel::{Slice, db::testing::on_each_engine};
use support::courses::{
    self, Filter,
    results::{self, Whose},
};

const GOOD: &[(&str, &str)] = &[("uses", "yes"), ("words", "Дети сами оценивают работу по признакам"), ("version", "1")];

#[test]
fn a_graduate_is_asked_by_itself_shows_and_is_accepted() {
    on_each_engine(|db| {
        let stage = set(db);
        let (course, _, task) = stage.asked(db);
        assert_eq!(count(db, "SELECT COUNT(*) FROM course_task"), 1, "only the term that has come");
        assert_eq!(db.write(courses::ask_due).unwrap(), 0, "the same is asked once");
        wrong(db.write(|tx| courses::show(tx, &stage.anna_herself, task, &answers(&[("version", "1")]), None)), "words");
        absent(db.write(|tx| courses::show(tx, &stage.vera_herself, task, &answers(GOOD), None)));
        assert!(refused(db.write(|tx| courses::answer(tx, &stage.vera_herself, task, &answers(&[("word", "accept"), ("version", "1")])))).contains("ничего не показал"));
        db.write(|tx| courses::show(tx, &stage.anna_herself, task, &answers(GOOD), None)).unwrap();
        absent(db.write(|tx| courses::answer(tx, &stage.far_municipal, task, &answers(&[("word", "accept"), ("version", "2")]))));
        wrong(db.write(|tx| courses::answer(tx, &stage.vera_herself, task, &answers(&[("word", "return"), ("version", "2")]))), "answer");
        db.write(|tx| courses::answer(tx, &stage.vera_herself, task, &answers(&[("word", "return"), ("answer", "А как это было?"), ("minutes", "10"), ("version", "2")]))).unwrap();
        let again = [("uses", "partly"), ("words", "Попробовали дважды"), ("version", "3")];
        db.write(|tx| courses::show(tx, &stage.anna_herself, task, &answers(&again), None)).unwrap();
        db.write(|tx| courses::answer(tx, &stage.vera_herself, task, &answers(&[("word", "accept"), ("minutes", "20"), ("version", "4")]))).unwrap();
        assert!(refused(db.write(|tx| courses::show(tx, &stage.anna_herself, task, &answers(&again), None))).contains("принят"));
        let outcome = db.read(|tx| results::of(tx, &Whose::All, course)).unwrap();
        assert_eq!((outcome.graduates, outcome.terms[0].answered, outcome.terms[0].partly), (1, 1, 1));
        assert_eq!(count(db, "SELECT CAST(SUM(minutes) AS BIGINT) FROM deed WHERE kind = 'course' AND direction = 'd01'"), 30, "one deed for one task, the minutes of both answers");
        assert!(outcome.for_outside().terms.is_empty(), "one graduate is no group");
    });
}

#[test]
fn taking_part_is_voluntary_and_who_declines_is_asked_no_more() {
    on_each_engine(|db| {
        let stage = set(db);
        let (course, graduate, task) = stage.asked(db);
        absent(db.write(|tx| courses::decline(tx, &stage.vera_herself, graduate, 1)));
        db.write(|tx| courses::decline(tx, &stage.anna_herself, graduate, 1)).unwrap();
        assert!(refused(db.write(|tx| courses::show(tx, &stage.anna_herself, task, &answers(GOOD), None))).contains("передумали"));
        assert_eq!(db.read(|tx| support::waits(tx, &stage.anna_herself)).unwrap().len(), 0);
        assert_eq!(db.read(|tx| results::of(tx, &Whose::All, course)).unwrap().declined, 1);
        db.write(|tx| courses::return_to(tx, &stage.anna_herself, graduate, 2)).unwrap();
        assert_eq!(db.read(|tx| support::waits(tx, &stage.anna_herself)).unwrap().len(), 1);
    });
}

#[test]
fn terms_behind_are_not_asked_for_and_late_ones_are_listed() {
    on_each_engine(|db| {
        let stage = set(db);
        let old = stage.course(db, 12, &[]);
        db.write(|tx| courses::enrol(tx, &stage.coordinator, old, stage.anna)).unwrap();
        assert_eq!(count(db, "SELECT COUNT(*) FROM course_task"), 0, "nobody is late for what nobody asked");
        let (course, _, _) = stage.asked(db);
        db.write(|tx| Ok(tx.execute("UPDATE course_task SET due_on = '2026-11-01'", &[])?)).unwrap();
        let found = db.read(|tx| courses::find(tx, &stage.coordinator, course)).unwrap();
        let late = |actor: &access::Actor| db.read(|tx| courses::graduates(tx, &actor.scope(), &found, &Filter { show: "late".into(), ..Filter::default() }, Slice::first())).unwrap().total;
        assert_eq!((late(&stage.coordinator), late(&stage.school), late(&stage.far_municipal)), (1, 1, 0), "cut by scope");
        assert_eq!(db.write(courses::remind).unwrap(), 1);
        assert_eq!(db.write(courses::remind).unwrap(), 0, "once");
    });
}

#[test]
fn a_supporter_is_a_member_and_a_municipality_may_have_its_own() {
    on_each_engine(|db| {
        let stage = set(db);
        let course = stage.course(db, 1, &[]);
        assert!(refused(db.write(|tx| courses::assign(tx, &stage.coordinator, course, "", stage.anna))).contains("действующий участник"));
        wrong(db.write(|tx| courses::assign(tx, &stage.coordinator, course, "nowhere", stage.vera)), "municipality");
        absent(db.write(|tx| courses::assign(tx, &stage.municipal, course, "", stage.vera)));
        db.write(|tx| courses::enrol(tx, &stage.coordinator, course, stage.anna)).unwrap();
        db.write(|tx| courses::enrol(tx, &stage.coordinator, course, stage.zoya)).unwrap();
        db.write(|tx| courses::assign(tx, &stage.coordinator, course, crate::stage::HOME, stage.vera)).unwrap();
        assert_eq!(count(db, "SELECT COUNT(*) FROM course_graduate WHERE supporter_id IS NULL"), 1, "the far one has nobody yet");
        db.write(|tx| courses::unassign(tx, &stage.coordinator, course, crate::stage::HOME)).unwrap();
        assert_eq!(count(db, "SELECT COUNT(*) FROM course_graduate WHERE supporter_id IS NULL"), 2);
        assert!(refused(db.write(|tx| courses::enrol(tx, &stage.coordinator, course, stage.anna))).contains("уже в списке"));
    });
}

#[test]
fn only_ones_own_may_be_pointed_at_and_nobody_answers_oneself() {
    on_each_engine(|db| {
        let stage = set(db);
        let (_, _, task) = stage.asked(db);
        let mut typed = GOOD.to_vec();
        typed.push(("link", "work:0190d0a0-0000-7000-8000-000000000000"));
        wrong(db.write(|tx| courses::show(tx, &stage.anna_herself, task, &answers(&typed), None)), "link");
        db.write(|tx| courses::show(tx, &stage.anna_herself, task, &answers(GOOD), None)).unwrap();
        let mut methodist = stage.methodist.clone();
        methodist.person = Some(stage.anna);
        assert!(refused(db.write(|tx| courses::answer(tx, &methodist, task, &answers(&[("word", "accept"), ("version", "2")])))).contains("другой человек"));
    });
}

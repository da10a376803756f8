//! The pupils' strand: classes by figures, the link by three.

use crate::stage::{self, Stage, refused, wrong};
use access::Actor;
use cases::{CaseId, LinkAnswer, LinkId, LinkProposal, MeasureForm, MeasureId};
use deficits::DeficitId;
use kernel::{Db, Result, db::testing::on_each_engine};

fn class(moment: &str, day: &str, below: &str) -> MeasureForm {
    MeasureForm {
        moment: moment.into(),
        grade: "7б".into(),
        subject: "matematika".into(),
        source: "school_test".into(),
        measured_on: day.into(),
        pupils: "24".into(),
        below_minimum: below.into(),
        ..MeasureForm::default()
    }
}

fn measured(db: &Db, by: &Actor, id: CaseId, form: &MeasureForm) -> Result<MeasureId> {
    db.write(|tx| cases::measure(tx, by, id, form))
}

#[test]
fn an_after_is_compared_with_the_same_class_subject_and_source_only() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.at_work(db);
        wrong(measured(db, &stage.deputy, id, &class("after", "20.11.2026", "4")), "compared_with");
        let before = measured(db, &stage.deputy, id, &class("before", "10.09.2026", "9")).unwrap();
        let after = |form: MeasureForm| measured(db, &stage.anna, id, &MeasureForm { compared_with: before.to_string(), ..form });
        for other in [
            MeasureForm { grade: "7 А".into(), ..class("after", "20.11.2026", "4") },
            MeasureForm { source: "vpr".into(), ..class("after", "20.11.2026", "4") },
            MeasureForm { subject: "fizika".into(), ..class("after", "20.11.2026", "4") },
        ] {
            assert!(wrong(after(other), "compared_with").contains("один и тот же"));
        }
        wrong(after(class("after", "01.09.2026", "4")), "measured_on");
        wrong(after(class("after", "20.11.2026", "25")), "below_minimum");
        after(class("after", "20.11.2026", "4")).unwrap();
        assert!(refused(db.write(|tx| cases::withdraw_measure(tx, &stage.anna, id, before))).contains("Сначала отзовите"));
        let stage_of = db.read(|tx| cases::stage_of(tx, id, 1)).unwrap();
        assert!(stage_of.rungs[1].pupils.is_there() && stage_of.rungs[4].pupils.is_there());
        assert_eq!(stage.case(db, id).rung, 2, "pupils' results neither hold a teacher up nor push");
    });
}

#[test]
fn a_class_is_measured_by_the_school_only_and_concluded_on_by_the_deputy_head() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.at_work(db);
        assert!(refused(measured(db, &stage.methodist, id, &class("before", "10.09.2026", "9"))).contains("другой участник"));
        let conclude = |by: &Actor, words: &str| db.write(|tx| cases::conclude(tx, by, id, 6, words));
        assert!(refused(conclude(&stage.deputy, "Лучше")).contains("ещё нет"));
        let before = measured(db, &stage.anna, id, &class("before", "10.09.2026", "9")).unwrap();
        measured(db, &stage.anna, id, &MeasureForm { compared_with: before.to_string(), ..class("after", "20.11.2026", "4") }).unwrap();
        assert!(refused(conclude(&stage.anna, "Лучше")).contains("заместитель директора"));
        wrong(conclude(&stage.deputy, ""), "conclusion");
        conclude(&stage.deputy, "Стало меньше тех, кто ниже минимума").unwrap();
        assert!(refused(db.write(|tx| cases::conclude(tx, &stage.deputy, id, 7, "Хорошо"))).contains("в конце"));
    });
}

fn proposed(db: &Db, stage: &Stage, id: CaseId, deficit: DeficitId, measure: MeasureId) -> LinkId {
    let form = LinkProposal { deficit: deficit.to_string(), measure: measure.to_string(), grounds: "Ошибки одного рода".into() };
    db.write(|tx| cases::propose_link(tx, &stage.anna, id, &form)).unwrap()
}

#[test]
fn a_link_is_a_guess_until_three_have_said_yes_and_again_when_one_takes_it_back() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.at_work(db);
        let deficit = stage.taken(db, id, 0);
        let measure = measured(db, &stage.deputy, id, &class("before", "10.09.2026", "9")).unwrap();
        let link = proposed(db, &stage, id, deficit, measure);
        let pupils = || db.read(|tx| cases::stage_of(tx, id, 1)).unwrap().rungs[2].pupils;
        assert!(!pupils().is_there() && !pupils().is_missing(), "hollow");
        let answer = |by: &Actor, is_yes: bool, words: &str, version: i64| db.write(|tx| cases::answer_link(tx, by, id, link, &LinkAnswer { is_yes, words: words.into(), version }));
        wrong(answer(&stage.methodist, false, "", 2), "words");
        answer(&stage.methodist, true, "", 2).unwrap();
        assert!(!pupils().is_there());
        assert!(refused(answer(&stage.deputy, true, "", 2)).contains("изменил кто-то другой"), "the page was open before another answered");
        answer(&stage.deputy, true, "", 3).unwrap();
        assert!(pupils().is_there());
        answer(&stage.deputy, false, "Проверили: причина в другом", 4).unwrap();
        assert!(!pupils().is_there() && !pupils().is_missing());
        assert!(refused(db.write(|tx| cases::withdraw_link(tx, &stage.deputy, id, link))).contains("кто её предложил"));
        db.write(|tx| cases::withdraw_link(tx, &stage.anna, id, link)).unwrap();
        assert!(pupils().is_missing());
    });
}

#[test]
fn a_deficit_left_out_takes_its_links_along() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.at_work(db);
        let deficit = stage.taken(db, id, 0);
        let measure = measured(db, &stage.deputy, id, &class("before", "10.09.2026", "9")).unwrap();
        proposed(db, &stage, id, deficit, measure);
        db.write(|tx| cases::leave_out(tx, &stage.app.listeners, &stage.anna, id, deficit)).unwrap();
        assert_eq!(stage::count(db, "SELECT COUNT(*) FROM case_link WHERE withdrawn_at IS NULL"), 0);
        assert!(db.read(|tx| cases::stage_of(tx, id, 1)).unwrap().rungs[2].pupils.is_missing());
    });
}

//! The way of a visit, and who sees it when.

use crate::stage::{self, SITE, refused};
use kernel::{Error, db::testing::on_each_engine, params};
use observation::{Eye, Filter, Sharing, Side, State, Visit, Word};

#[test]
fn a_visit_goes_from_the_proposal_to_the_acknowledgement_with_letters_to_both() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.agreed(db, &stage.methodist);
        let early = db.write(|tx| observation::finish(tx, &stage.methodist, id, 2, SITE));
        assert!(refused(early).contains("заполнена не вся"));
        stage.write_all(db, &stage.methodist, id, Side::Observer, |max| max);
        stage.finish(db, &stage.methodist, id);
        db.write(|tx| observation::acknowledge(tx, &stage.app.listeners, &stage.anna, id, (3, "Согласна"), SITE)).unwrap();
        let row = db.read(|tx| observation::find(tx, &Eye::of(&stage.methodist), id)).unwrap();
        assert_eq!((row.observation.state, row.observation.comment.as_str()), (State::Acknowledged, "Согласна"));
        let told = |table: &str| db.read(|tx| Ok(tx.count(&format!("SELECT COUNT(*) FROM {table} WHERE once_key LIKE 'observation/%'"), params![])?)).unwrap();
        assert_eq!((told("notice"), told("letter")), (2, 2), "proposed, filled to the teacher; answered, acknowledged to an observer without a card");
        let late = db.write(|tx| observation::write(tx, &stage.anna, id, Side::Teacher, &[]));
        assert!(refused(late).contains("учитель ознакомился"));
    });
}

#[test]
fn without_consent_nobody_agrees_and_declining_needs_none() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.proposed(db, &stage.methodist);
        db.write(|tx| {
            tx.execute("DELETE FROM consent WHERE person_id = $1", params![stage.teacher])?;
            Ok(())
        })
        .unwrap();
        assert!(refused(db.write(|tx| observation::answer(tx, &stage.anna, id, 1, Word::Agree, SITE))).contains("согласие на диагностику"));
        db.write(|tx| observation::answer(tx, &stage.anna, id, 1, Word::Decline, SITE)).unwrap();
    });
}

#[test]
fn the_card_is_the_observers_and_the_teachers_until_the_teacher_opens_it() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.agreed(db, &stage.methodist);
        let seen = |actor: &access::Actor| db.read(|tx| observation::find(tx, &Eye::of(actor), id)).is_ok();
        assert!(seen(&stage.methodist) && seen(&stage.anna));
        assert!(!seen(&stage.deputy), "the school doesn't see it");
        assert!(refused(db.write(|tx| observation::share(tx, &stage.anna, id, 2, Sharing::Open))).contains("законченную"));
        stage.write_all(db, &stage.methodist, id, Side::Observer, |_| 1);
        stage.finish(db, &stage.methodist, id);
        assert!(!seen(&stage.deputy));
        db.write(|tx| observation::share(tx, &stage.anna, id, 3, Sharing::Open)).unwrap();
        assert!(seen(&stage.deputy) && !seen(&stage.elsewhere));
        assert!(matches!(db.write(|tx| observation::finish(tx, &stage.deputy, id, 4, SITE)), Err(Error::NotFound)), "seeing is not writing");
        db.write(|tx| observation::share(tx, &stage.anna, id, 4, Sharing::Closed)).unwrap();
        assert!(!seen(&stage.deputy));
        let count = |actor: &access::Actor| db.read(|tx| Ok(observation::list(tx, &Eye::of(actor), &Filter::default(), "", kernel::Slice::first())?.total)).unwrap();
        assert_eq!((count(&stage.methodist), count(&stage.anna), count(&stage.deputy)), (1, 1, 0));
    });
}

#[test]
fn nobody_proposes_beyond_the_scope_or_the_same_lesson_twice() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        stage.proposed(db, &stage.methodist);
        let again = db.write(|tx| observation::propose(tx, &stage.methodist, stage.teacher, &stage.visit(), SITE));
        assert!(refused(again).contains("уже предложили"));
        assert!(matches!(db.write(|tx| observation::propose(tx, &stage.elsewhere, stage.teacher, &stage.visit(), SITE)), Err(Error::NotFound)));
        assert!(matches!(db.write(|tx| observation::propose(tx, &stage.anna, stage.teacher, &stage.visit(), SITE)), Err(Error::NotFound)), "a teacher doesn't observe");
        let other = db.write(|tx| observation::propose(tx, &stage.deputy, stage.teacher, &stage.visit(), SITE)).unwrap();
        assert!(db.read(|tx| observation::find(tx, &Eye::of(&stage.methodist), other)).is_err(), "several observers, each with a card of their own");
    });
}

#[test]
fn a_lesson_of_tomorrow_is_not_finished_today_and_a_stale_page_changes_nothing() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let visit = Visit { held_on: stage::TODAY.tomorrow().unwrap(), ..stage.visit() };
        let id = db.write(|tx| observation::propose(tx, &stage.methodist, stage.teacher, &visit, SITE)).unwrap();
        assert!(refused(db.write(|tx| observation::answer(tx, &stage.anna, id, 7, Word::Agree, SITE))).contains("изменил кто-то другой"));
        db.write(|tx| observation::answer(tx, &stage.anna, id, 1, Word::Agree, SITE)).unwrap();
        stage.write_all(db, &stage.methodist, id, Side::Observer, |_| 0);
        assert!(refused(db.write(|tx| observation::finish(tx, &stage.methodist, id, 2, SITE))).contains("24.11.2026"));
        db.write(|tx| observation::take_back(tx, &stage.methodist, id, 2)).unwrap();
        assert!(refused(db.write(|tx| observation::answer(tx, &stage.anna, id, 3, Word::Agree, SITE))).contains("отменил"));
    });
}

//! Agreement, drift, and what a card says against competencies.

use crate::stage::{self, SITE};
use kernel::{db::testing::on_each_engine, params};
use observation::{
    Side, Word,
    agreement::{self, Whose},
};

#[test]
fn two_observers_of_a_lesson_and_the_teachers_own_scores_are_compared() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let one = stage.agreed(db, &stage.methodist);
        let other = stage.proposed(db, &stage.deputy);
        db.write(|tx| observation::answer(tx, &stage.anna, other, 1, Word::Agree, SITE)).unwrap();
        stage.write_all(db, &stage.methodist, one, Side::Observer, |max| max);
        stage.write_all(db, &stage.deputy, other, Side::Observer, |_| 0);
        stage.write_all(db, &stage.anna, one, Side::Teacher, |max| max);
        let scope = stage.methodist.scope();
        let picture = |whose| db.read(|tx| agreement::picture(tx, &scope, whose)).unwrap();
        assert!(picture(Whose::Everybodys).between.is_empty(), "unfinished cards are not compared");
        stage.finish(db, &stage.methodist, one);
        stage.finish(db, &stage.deputy, other);
        let all = picture(Whose::Everybodys);
        assert_eq!((all.between.len(), all.with_self.len(), all.drift.len()), (1, 1, 2));
        let both = &all.between[0];
        assert!(both.same == 0 && both.kappa.is_some_and(|kappa| kappa < 0.2), "{both:?}");
        let words: Vec<(&str, &str)> = all.drift.iter().map(|drift| (drift.observer.as_str(), drift.words())).collect();
        assert_eq!(words, [("Завучева Ирина", "строже коллег"), ("Методистова Наталья", "мягче коллег")], "by name, never by figure");
        assert_eq!(picture(Whose::Of(stage.deputy.account)).drift.len(), 1, "one's own only");
    });
}

#[test]
fn only_low_indicators_of_a_finished_card_that_speak_of_a_competency_are_evidence() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.agreed(db, &stage.methodist);
        db.write(|tx| {
            let mut body = stage.rubric.body.clone();
            body.blocks[0].criteria[0].indicators[0].competency = "К1".into();
            body.blocks[1].criteria[0].indicators[0].competency = "К2".into();
            let json = serde_json::to_string(&body).unwrap();
            tx.execute("UPDATE rubric SET body = $1 WHERE id = $2", params![json, stage.rubric.id])?;
            Ok(())
        })
        .unwrap();
        stage.write_all(db, &stage.methodist, id, Side::Observer, |max| if max == 2 { 0 } else { max });
        assert!(db.read(|tx| observation::low_indicators(tx, id)).unwrap().is_empty());
        stage.finish(db, &stage.methodist, id);
        let low = db.read(|tx| observation::low_indicators(tx, id)).unwrap();
        assert_eq!(low.iter().map(|one| (one.competency.as_str(), one.score, one.max)).collect::<Vec<_>>(), [("К1", 0, 2)]);
    });
}

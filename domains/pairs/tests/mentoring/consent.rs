//! Nobody is mentored or mentors without a yes; a no has no consequence.

use crate::stage::{self, absent, form, refused, state, wrong};
use kernel::{db::testing::on_each_engine, params};
use pairs::mentoring;

#[test]
fn it_begins_only_when_everybody_has_said_yes() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.proposed(db, &[&stage.anna, &stage.boris]);
        assert!(refused(stage.met(db, id).map_err(|_| kernel::Error::refusal("ещё не началось"))).contains("ещё не началось"));
        for (who, after) in [(&stage.tamara, "proposed"), (&stage.anna, "proposed"), (&stage.boris, "active")] {
            db.write(|tx| mentoring::answer(tx, who, id, true)).unwrap();
            assert_eq!(state(db, id), after);
        }
        assert!(refused(db.write(|tx| mentoring::answer(tx, &stage.anna, id, false))).contains("Ответ уже дан"));
    });
}

#[test]
fn a_no_ends_a_pair_and_only_makes_a_group_smaller_and_names_nobody() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let pair = stage.proposed(db, &[&stage.anna]);
        db.write(|tx| mentoring::answer(tx, &stage.anna, pair, false)).unwrap();
        assert_eq!(state(db, pair), "declined");
        absent(db.write(|tx| mentoring::answer(tx, &stage.anna, pair, true)));
        let group = stage.proposed(db, &[&stage.anna, &stage.boris]);
        db.write(|tx| mentoring::answer(tx, &stage.anna, group, false)).unwrap();
        db.write(|tx| mentoring::answer(tx, &stage.tamara, group, true)).unwrap();
        db.write(|tx| mentoring::answer(tx, &stage.boris, group, true)).unwrap();
        assert_eq!(state(db, group), "active");
        let told: Vec<String> = db.read(|tx| Ok(tx.query("SELECT body FROM notice", params![], |row| row.get(0))?)).unwrap();
        assert!(!told.is_empty() && told.iter().all(|body| !body.contains("Новиков")), "no notice names who answered: {told:?}");
    });
}

#[test]
fn a_pair_that_nobody_may_form_is_refused_at_its_field() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        absent(db.write(|tx| mentoring::propose(tx, &stage.far_deputy, &form(&stage.far_teacher, &[&stage.anna]))));
        absent(db.write(|tx| mentoring::propose(tx, &stage.anna, &form(&stage.tamara, &[&stage.boris]))));
        assert!(wrong(db.write(|tx| mentoring::propose(tx, &stage.deputy, &form(&stage.far_teacher, &[&stage.anna]))), "mentor").contains("нельзя позвать"));
        assert!(wrong(db.write(|tx| mentoring::propose(tx, &stage.deputy, &form(&stage.anna, &[&stage.anna]))), "mentor").contains("один человек"));
        stage.begun(db, &[&stage.anna]);
        assert!(wrong(db.write(|tx| mentoring::propose(tx, &stage.deputy, &form(&stage.sergey, &[&stage.anna]))), "mentee").contains("уже есть"));
        let crooked = mentoring::ProposalForm { curator: stage.anna.account.to_string(), ..form(&stage.sergey, &[&stage.boris]) };
        assert!(wrong(db.write(|tx| mentoring::propose(tx, &stage.deputy, &crooked)), "curator").contains("не может быть куратором"));
    });
}

//! A calibration as a background job: known parameters are found again, anchors hold the scale, a call-off is heard.

use crate::stage::{self, Stage};
use audit::By;
use items::{
    Answer, CalibrationState, ItemId, Model,
    calibration::{Respondent, Responses, Scored, request, run_waiting},
};
use kernel::{Db, db::testing::on_each_engine};

/// Numbers that look like chance and are the same every time.
struct Chance(u64);

impl Chance {
    /// Between 0 and 1.
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        (-2.0 * self.next().max(1e-12).ln()).sqrt() * (std::f64::consts::TAU * self.next()).cos()
    }
}

/// People with ability around `mean` answer items of difficulty `from` −1.5 to 1.5; one in two is of a village.
fn answered(items: &[ItemId], people: usize, mean: f64) -> Responses {
    let mut chance = Chance(7);
    let person = |at: usize| {
        let theta = mean + chance.normal();
        let answers = items.iter().enumerate().map(|(place, item)| {
            let difficulty = 3.0 * place as f64 / (items.len() - 1) as f64 - 1.5;
            let right = chance.next() < 1.0 / (1.0 + (-1.2 * (theta - difficulty)).exp());
            Scored { item: *item, revision: 1, score: u32::from(right), answer: Some(Answer::Single { choice: if right { "b" } else { "a" }.into() }) }
        });
        Respondent { answers: answers.collect(), is_rural: Some(at % 2 == 0), experience: None }
    };
    Responses { people: (0..people).map(person).collect() }
}

fn ten(stage: &Stage, db: &Db) -> Vec<ItemId> {
    (0..10).map(|at| stage.item(db, &format!("М1-{at:02}"))).collect()
}

fn ask(stage: &Stage, db: &Db, model: Model, min_answers: u64) -> items::CalibrationId {
    let wanted = request::Wanted { framework: stage.framework, model, title: "Весна".into(), min_answers };
    db.write(|tx| request::ask(tx, &By::system(), &wanted)).unwrap()
}

#[test]
fn a_run_finds_what_the_answers_were_made_with_and_the_next_one_keeps_its_scale() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let items = ten(&stage, db);
        let first = ask(&stage, db, Model::TwoParameter, 100);
        let responses = answered(&items, 1_000, 0.0);
        assert_eq!(
            run_waiting(&stage.app, |_, framework| {
                assert_eq!(framework, stage.framework);
                Ok(responses.clone())
            })
            .unwrap(),
            1
        );
        let done = db.read(|tx| items::calibration(tx, first)).unwrap();
        assert_eq!((done.state, done.progress, done.facts.items, done.facts.people, done.linked_to), (CalibrationState::Done, 100, 10, 1_000, None), "{}", done.message);
        let found = db.read(|tx| items::parameters(tx, first)).unwrap();
        for (place, item) in items.iter().enumerate() {
            let (one, truth) = (&found[&(*item, 1)], 3.0 * place as f64 / 9.0 - 1.5);
            assert!((one.difficulty() - truth).abs() < 0.3 && (one.slope - 1.2).abs() < 0.45, "{place}: {one:?}");
        }
        db.write(|tx| items::make_current(tx, &By::system(), first, done.version)).unwrap();
        // The next group is abler by one: with anchors the difficulties stay and the mean moves.
        let second = ask(&stage, db, Model::TwoParameter, 100);
        let abler = answered(&items, 1_000, 1.0);
        run_waiting(&stage.app, |_, _| Ok(abler.clone())).unwrap();
        let next = db.read(|tx| items::calibration(tx, second)).unwrap();
        assert_eq!(next.linked_to, Some(first));
        assert!(db.read(|tx| items::are_linked(tx, first, second)).unwrap());
        assert!((next.facts.means["М1"] - 1.0).abs() < 0.25, "{:?}", next.facts);
        assert_eq!(run_waiting(&stage.app, |_, _| panic!("nothing waits")).unwrap(), 0);
    });
}

#[test]
fn the_two_parameter_model_takes_items_with_steps_too() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let mut items = ten(&stage, db);
        let mut draft = stage.draft(db, "М1-ступени");
        draft.body.points = 2;
        items.push(db.write(|tx| items::add(tx, &stage.anna.by(), &draft)).unwrap());
        let mut responses = answered(&items, 600, 0.0);
        for person in &mut responses.people {
            // Two points for who gets most of the others right, one for half of them.
            let right = person.answers.iter().take(10).filter(|scored| scored.score > 0).count() as u32;
            if let Some(last) = person.answers.last_mut() {
                last.score = right / 4;
            }
        }
        let id = ask(&stage, db, Model::TwoParameter, 100);
        run_waiting(&stage.app, |_, _| Ok(responses.clone())).unwrap();
        let done = db.read(|tx| items::calibration(tx, id)).unwrap();
        assert_eq!((done.state, done.facts.items, done.facts.left_out.len()), (CalibrationState::Done, 11, 0), "{:?}", done.facts);
        let found = db.read(|tx| items::parameters(tx, id)).unwrap();
        assert_eq!(found[&(items[10], 1)].intercepts.len(), 2, "a step for each point");
    });
}

#[test]
fn too_few_answers_end_in_a_sentence_and_a_call_off_saves_nothing() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let items = ten(&stage, db);
        let few = ask(&stage, db, Model::PartialCredit, 100);
        run_waiting(&stage.app, |_, _| Ok(answered(&items, 20, 0.0))).unwrap();
        let failed = db.read(|tx| items::calibration(tx, few)).unwrap();
        assert_eq!((failed.state, failed.facts.left_out.len()), (CalibrationState::Failed, 10));
        assert!(failed.message.contains("100 ответов"), "{}", failed.message);
        let nothing = ask(&stage, db, Model::Rasch, 30);
        run_waiting(&stage.app, |_, _| Ok(Responses::default())).unwrap();
        assert_eq!(db.read(|tx| items::calibration(tx, nothing)).unwrap().state, CalibrationState::Failed);
        let waits = ask(&stage, db, Model::Rasch, 30);
        db.write(|tx| request::cancel(tx, &By::system(), waits)).unwrap();
        assert_eq!(run_waiting(&stage.app, |_, _| panic!("it was called off")).unwrap(), 0);
        assert!(db.write(|tx| request::cancel(tx, &By::system(), waits)).is_err());
    });
}

#[test]
fn a_run_that_was_cut_off_begins_again_and_one_that_is_called_off_while_it_runs_saves_nothing() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let items = ten(&stage, db);
        let id = ask(&stage, db, Model::Rasch, 30);
        let broken = run_waiting(&stage.app, |_, _| Err(kernel::Error::Busy));
        assert!(broken.is_err());
        assert_eq!(db.read(|tx| items::calibration(tx, id)).unwrap().state, CalibrationState::Running);
        let responses = answered(&items, 300, 0.0);
        run_waiting(&stage.app, |_, _| Ok(responses.clone())).unwrap();
        assert_eq!(db.read(|tx| items::calibration(tx, id)).unwrap().state, CalibrationState::Done);
        let other = ask(&stage, db, Model::Rasch, 30);
        run_waiting(&stage.app, |_, _| {
            // Called off from its page between the reading and the saving.
            let db = stage.app.db.clone();
            std::thread::spawn(move || db.write(|tx| request::cancel(tx, &By::system(), other))).join().unwrap()?;
            Ok(responses.clone())
        })
        .unwrap();
        assert_eq!(db.read(|tx| items::calibration(tx, other)).unwrap().state, CalibrationState::Cancelled);
        assert!(db.read(|tx| items::parameters(tx, other)).unwrap().is_empty());
    });
}

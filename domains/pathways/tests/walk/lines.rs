//! Lines: the evidence of rung 3, whose line may be changed by whom, and what becomes of a line when the world around it changes.

use crate::stage::{Made, SITE, Stage, refused, set};
use kernel::{Db, Error, db::testing::on_each_engine};
use pathways::{
    Fate, Mark, Step, Whole, agreement, complete,
    steps::{self, LineForm, Say, Way},
    store,
};

fn whole(stage: &Stage, db: &Db, made: Made) -> Whole {
    db.read(|tx| {
        let loaded = store::load(tx, &stage.anna, made.pathway)?;
        Whole::read(tx, &loaded.pathway, &loaded.standing.case)
    })
    .unwrap()
}

fn say(stage: &Stage, db: &Db, step: &Step, say: Say) {
    db.write(|tx| steps::say(tx, &stage.anna, (step.pathway, step.id), step.version, say, SITE)).unwrap();
}

fn line(db: &Db, step: &Step) -> Step {
    db.read(|tx| store::step(tx, step.pathway, step.id)).unwrap()
}

fn own(title: &str) -> LineForm {
    LineForm { title: title.into(), due_on: "01.03.2027".into(), ..LineForm::default() }
}

#[test]
fn every_deficit_with_a_resource_reaches_rung_3_and_without_it_the_rung_is_lost() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.drafted(db);
        assert_eq!(stage.rung(db, made.case), 4);
        let course = stage.steps(db, made.pathway).remove(0);
        say(&stage, db, &course, Say::Strike);
        assert_eq!(stage.rung(db, made.case), 3, "an own task is no resource");
        assert!(complete::lacks(&whole(&stage, db, made)).iter().any(|lack| lack.words.contains("нет строки с ресурсом")));
        say(&stage, db, &line(db, &course), Say::Keep);
        assert_eq!(stage.rung(db, made.case), 4);
        let again = db.write(|tx| steps::say(tx, &stage.anna, (made.pathway, course.id), course.version, Say::Strike, SITE));
        assert!(refused(again).contains("изменил кто-то другой"), "an old page changes nothing");
    });
}

#[test]
fn a_line_of_one_who_suggests_waits_for_a_word_and_holds_the_sending_up() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.drafted(db);
        let form = LineForm { deficits: vec![made.deficit.to_string()], ..own("Разобрать два урока с тьютором") };
        let id = db.write(|tx| steps::add(tx, &stage.tutor, made.pathway, (&form, None), SITE)).unwrap();
        let found = db.read(|tx| store::step(tx, made.pathway, id)).unwrap();
        assert_eq!(found.fate, Fate::Open);
        assert!(complete::lacks(&whole(&stage, db, made)).iter().any(|lack| lack.words.contains("не решено")));
        assert!(matches!(db.write(|tx| steps::say(tx, &stage.tutor, (made.pathway, id), found.version, Say::Keep, SITE)), Err(Error::Refusal(_))), "one doesn't decide on one's own");
        db.write(|tx| steps::say(tx, &stage.methodist, (made.pathway, id), found.version, Say::Keep, SITE)).unwrap();
        assert!(complete::lacks(&whole(&stage, db, made)).is_empty());
    });
}

#[test]
fn anothers_line_is_changed_by_its_author_or_the_teacher() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.drafted(db);
        let form = LineForm { deficits: vec![made.deficit.to_string()], ..own("Вести дневник уроков") };
        let id = db.write(|tx| steps::add(tx, &stage.anna, made.pathway, (&form, None), SITE)).unwrap();
        let edit = |who, title: &str| {
            let version = db.read(|tx| store::step(tx, made.pathway, id)).unwrap().version;
            let form = LineForm { title: title.into(), version, ..form.clone() };
            db.write(|tx| steps::edit(tx, who, (made.pathway, id), (&form, None), SITE))
        };
        assert!(refused(edit(&stage.methodist, "Вести дневник иначе")).contains("другой человек"));
        edit(&stage.anna, "Вести дневник раз в неделю").unwrap();
        let methodists = stage.steps(db, made.pathway).remove(1);
        let form = LineForm { title: "Провести четыре урока".into(), ..LineForm::from_step(&methodists) };
        db.write(|tx| steps::edit(tx, &stage.anna, (made.pathway, methodists.id), (&form, None), SITE)).unwrap();
        assert!(matches!(edit(&stage.stranger, "Чужое"), Err(Error::NotFound)));
    });
}

#[test]
fn lines_change_places_with_their_neighbours() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.drafted(db);
        let titles = || stage.steps(db, made.pathway).into_iter().map(|step| step.title).collect::<Vec<_>>();
        let second = stage.steps(db, made.pathway).remove(1);
        db.write(|tx| steps::shift(tx, &stage.anna, (made.pathway, second.id), second.version, Way::Up, SITE)).unwrap();
        assert_eq!(titles(), ["Провести три урока", "Пройти курс", "Показать коллегам"]);
        let first = line(db, &second);
        db.write(|tx| steps::shift(tx, &stage.anna, (made.pathway, first.id), first.version, Way::Up, SITE)).unwrap();
        assert_eq!(titles()[0], "Провести три урока", "the first stays the first");
    });
}

#[test]
fn a_withdrawn_resource_is_marked_told_and_must_be_mended_before_sending() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.drafted(db);
        db.write(|tx| {
            let version = resources::find(tx, &resources::Sight::program(), stage.resource)?.version;
            resources::withdraw(tx, &stage.app.listeners, &stage.methodist, stage.resource, "курс отменили", version)
        })
        .unwrap();
        let now = whole(&stage, db, made);
        assert_eq!(now.marks(now.lines().next().unwrap()), [Mark::ResourceWithdrawn { why: "курс отменили".into() }]);
        assert_eq!(stage.rung(db, made.case), 3, "nothing is selected any more");
        let told = db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM notice WHERE subject LIKE '%убран из каталога%'", &[])?)).unwrap();
        assert_eq!(told, 2, "the teacher and the methodist");
        let sent = db.write(|tx| agreement::send(tx, &stage.anna, made.pathway, now.pathway.version, SITE));
        assert!(refused(sent).contains("курс отменили"));
        let form = own("Ещё строка");
        assert!(refused(db.write(|tx| steps::add(tx, &stage.anna, made.pathway, (&form, Some(stage.resource)), SITE))).contains("каталоге больше нет"));
    });
}

#[test]
fn somebody_who_left_and_a_deficit_that_left_are_marked() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.drafted(db);
        let tutor = whole(&stage, db, made).team.iter().find(|member| member.role == cases::TeamRole::Tutor).unwrap().clone();
        let step = stage.steps(db, made.pathway).remove(1);
        let form = LineForm { responsible: tutor.seat.to_string(), ..LineForm::from_step(&step) };
        db.write(|tx| steps::edit(tx, &stage.methodist, (made.pathway, step.id), (&form, None), SITE)).unwrap();
        db.write(|tx| cases::leave(tx, &stage.tutor, made.case, tutor.seat, ("Переезжаю", tutor.version))).unwrap();
        let now = whole(&stage, db, made);
        assert_eq!(now.marks(&line(db, &step)), [Mark::ResponsibleLeft]);
        db.write(|tx| cases::leave_out(tx, &stage.app.listeners, &stage.anna, made.case, made.deficit)).unwrap();
        let now = whole(&stage, db, made);
        assert_eq!(now.marks(&line(db, &step)), [Mark::ResponsibleLeft, Mark::DeficitLeft]);
    });
}

#[test]
fn what_was_enough_for_the_deficits_before_is_weighed_anew_when_they_change() {
    on_each_engine(|db| {
        let stage = set(db);
        let made = stage.drafted(db);
        let rung = || stage.rung(db, made.case);
        assert_eq!(rung(), 4);
        let more = db
            .write(|tx| {
                let competency: String = tx.one("SELECT id FROM competency WHERE code = 'М3'", kernel::params![], |row| row.get(0))?;
                deficits::deficit::declare(tx, &stage.anna, &deficits::deficit::Declared { competency, words: "Трудно спланировать урок".into() })
            })
            .unwrap();
        db.write(|tx| cases::take_in(tx, &stage.app.listeners, &stage.anna, made.case, more)).unwrap();
        assert_eq!(rung(), 3, "one more difficulty has no resource");
        db.write(|tx| cases::leave_out(tx, &stage.app.listeners, &stage.anna, made.case, more)).unwrap();
        assert_eq!(rung(), 4);
        db.write(|tx| cases::leave_out(tx, &stage.app.listeners, &stage.anna, made.case, made.deficit)).unwrap();
        assert_eq!(rung(), 3, "resources for nothing are none");
    });
}

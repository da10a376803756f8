//! Difficulties: named by the teacher, seen by an observer, turned by whoever may.

use crate::stage::{Taking, absent, count, refused, set, tell};
use deficits::{
    ALL, Audience, Sight, Status,
    deficit::{self, Declared, Turn},
};
use kernel::{Error, db::testing::on_each_engine};

#[test]
fn a_teacher_names_a_difficulty_and_closes_it() {
    on_each_engine(|db| {
        let stage = set(db);
        let competency = db.read(|tx| Ok(stage.competency(tx, "М2"))).unwrap().to_string();
        let block: String = db.read(|tx| tx.one("SELECT id FROM competency WHERE parent_id IS NULL ORDER BY id LIMIT 1", &[], |row| row.get(0))).unwrap();
        let declare = |competency: &str, words: &str| db.write(|tx| deficit::declare(tx, &stage.anna_herself, &Declared { competency: competency.into(), words: words.into() }));
        for (competency, words) in [("", "трудно"), (block.as_str(), "трудно"), ("не код", "трудно"), (competency.as_str(), "  "), (competency.as_str(), &"я".repeat(2001))] {
            assert!(matches!(declare(competency, words), Err(Error::Fields(_))), "{competency} {words:.20}");
        }
        let id = declare(&competency, "Не успеваю дать обратную связь").unwrap();
        assert_eq!(declare(&competency, "И с критериями сложно").unwrap(), id, "one open deficit for a competency");
        assert_eq!(count(db, "SELECT COUNT(*) FROM deficit_step"), 2);
        let turn = |actor: &access::Actor, status: Status, version| db.write(|tx| deficit::turn(tx, actor, id, &Turn { status: status.as_str().into(), words: "Так вышло".into(), version }));
        absent(turn(&stage.methodist, Status::InWork, 1));
        stage.shared(db, ALL, &[Audience::Methodist]);
        turn(&stage.methodist, Status::InWork, 1).unwrap();
        assert!(refused(turn(&stage.methodist, Status::Removed, 2)).contains("отсюда нельзя"), "what a teacher named the teacher closes");
        assert!(refused(turn(&stage.anna_herself, Status::Removed, 1)).contains("изменил кто-то другой"));
        turn(&stage.anna_herself, Status::Removed, 2).unwrap();
        assert!(matches!(declare(&competency, "Снова"), Ok(new) if new != id), "what is removed stays removed");
    });
}

#[test]
fn a_measured_deficit_is_closed_by_a_repeat_alone() {
    on_each_engine(|db| {
        let stage = set(db);
        let attempt = stage.taken(db, &Taking::of(stage.anna, &[("М3", 3, 20)]));
        stage.seen(db, attempt);
        stage.shared(db, ALL, Audience::ALL);
        let found = db.read(|tx| deficits::deficits_of(tx, &Sight::own(stage.anna), stage.anna)).unwrap().remove(0);
        for actor in [&stage.anna_herself, &stage.methodist, &stage.school, &stage.municipal] {
            for status in [Status::Removed, Status::Confirmed, Status::Found] {
                assert!(!deficit::may_turn(actor, &found, status), "{} {status}", actor.name);
            }
            assert!(deficit::may_turn(actor, &found, Status::InWork), "{}", actor.name);
        }
        assert!(!deficit::may_turn(&stage.ministry, &found, Status::InWork));
        let turn = Turn { status: "removed".into(), words: "Вижу, что устранено".into(), version: 1 };
        assert!(refused(db.write(|tx| deficit::turn(tx, &stage.methodist, found.id, &turn))).contains("повторная диагностика"));
    });
}

#[test]
fn without_a_live_consent_nothing_is_kept() {
    on_each_engine(|db| {
        let stage = set(db);
        let clara = db.write(|tx| Ok(crate::stage::person(tx, "Клара", crate::stage::SCHOOL))).unwrap();
        let herself = crate::stage::actor(db, access::Role::Member, crate::stage::SCHOOL, "Клара", Some(clara));
        let competency = db.read(|tx| Ok(stage.competency(tx, "М2"))).unwrap().to_string();
        let form = Declared { competency, words: "Трудно".into() };
        assert!(refused(db.write(|tx| deficit::declare(tx, &herself, &form))).contains("согласие на диагностику"));
    });
}

#[test]
fn the_pages_tell_the_story_and_a_failed_form_keeps_what_was_typed() {
    on_each_engine(|db| {
        let stage = set(db);
        let competency = db.read(|tx| Ok(stage.competency(tx, "М2"))).unwrap().to_string();
        let (mut anna, mut vera) = (stage.browser(db, &stage.anna_herself), stage.browser(db, &stage.methodist));
        tell(async {
            anna.open("/cabinet/deficits/new").await;
            let page = anna.post("/cabinet/deficits/new", &[("competency", ""), ("words", "<b>трудно</b>")]).await;
            assert!(page.status == 422 && page.says("&lt;b&gt;трудно") && page.says("Выберите компетенцию"));
            let page = anna.post("/cabinet/deficits/new", &[("competency", &competency), ("words", "Не успеваю с обратной связью")]).await;
            assert!(page.status == 200 && page.says("Не успеваю с обратной связью") && page.says("выявлено"));
            let own = page.path.clone();
            let staff = own.replace("/cabinet", "");
            assert_eq!(vera.open(&staff).await.status, 404);
            anna.open("/cabinet/results/sharing").await;
            anna.post("/cabinet/results/sharing", &[("about", "all"), ("audiences", "methodist")]).await;
            assert!(vera.open("/deficits").await.says("Редкофамильцева"));
            let page = vera.open(&staff).await;
            assert!(page.says("Взять в работу") && !page.says("Отметить, что устранено"));
            let page = vera.post(&staff, &[("version", "1"), ("status", "in_work"), ("words", "")]).await;
            assert_eq!(page.status, 422);
            let page = vera.post(&staff, &[("version", "1"), ("status", "in_work"), ("words", "Подберём критерии")]).await;
            assert!(page.says("в работе"));
            assert!(anna.open(&own).await.says("Подберём критерии"));
            assert_eq!(vera.open("/deficits?format=xlsx").await.status, 404, "a methodist takes no lists out");
        });
    });
}

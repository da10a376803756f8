//! The team at work: asking, leaving, a move, two at once.

use crate::stage::{self, SITE, refused, wrong};
use audit::By;
use cases::{Invitation, SeatState, TeamRole};
use kernel::db::testing::on_each_engine;
use people::Move;

fn asked(who: &access::Actor, role: &str) -> Invitation {
    Invitation { person: who.person.unwrap().to_string(), role: role.into() }
}

#[test]
fn offices_are_checked_and_members_of_the_active_are_found_wherever_they_work() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.opened(db);
        let invite = |form: &Invitation| db.write(|tx| cases::invite(tx, &stage.anna, id, form, SITE));
        assert!(wrong(invite(&asked(&stage.tamara, "regional_methodist")), "role").contains("роль методиста"));
        assert!(wrong(invite(&asked(&stage.deputy, "teacher")), "role").contains("один"));
        wrong(invite(&asked(&stage.far_teacher, "mentor")), "person");
        invite(&asked(&stage.tamara, "mentor")).unwrap();
        assert!(refused(invite(&asked(&stage.tamara, "mentor"))).contains("ждёт ответа"));
        invite(&asked(&stage.tamara, "tutor")).unwrap();
    });
}

#[test]
fn the_teacher_can_be_neither_removed_nor_leave() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.at_work(db);
        let team = db.read(|tx| cases::team(tx, id)).unwrap();
        let teacher = team.iter().find(|member| member.role == TeamRole::Teacher).unwrap();
        assert!(refused(db.write(|tx| cases::remove(tx, &stage.methodist, id, teacher.seat, ("Так", teacher.version)))).contains("нельзя убрать"));
        assert!(refused(db.write(|tx| cases::leave(tx, &stage.anna, id, teacher.seat, ("Так", teacher.version)))).contains("остановите"));
    });
}

#[test]
fn a_teacher_who_moves_takes_the_case_along_and_the_old_schools_seat_ends() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.at_work(db);
        db.write(|tx| {
            let version = people::find(tx, &stage.coordinator.scope(), stage.teacher)?.version;
            people::move_to(tx, &By::system(), stage.teacher, &Move { place: stage::FAR_SCHOOL.into(), position: String::new(), position_text: "учитель".into(), on: stage::TODAY }, version)
        })
        .unwrap();
        stage::absent(db.read(|tx| cases::load(tx, &stage.deputy, id)));
        stage::absent(db.read(|tx| cases::load(tx, &stage.municipal, id)));
        assert_eq!(db.write(cases::follow_moves).unwrap(), 1);
        assert_eq!(db.write(cases::follow_moves).unwrap(), 0);
        let team = db.read(|tx| cases::team(tx, id)).unwrap();
        let of = |role: TeamRole| team.iter().find(|member| member.role == role).unwrap().state;
        assert_eq!((of(TeamRole::DeputyHead), of(TeamRole::RegionalMethodist)), (SeatState::Left, SeatState::Joined));
        assert_eq!(db.read(|tx| cases::load(tx, &stage.far_deputy, id)).unwrap().sees, cases::Sees::Progress);
        assert_eq!(stage::count(db, "SELECT COUNT(*) FROM case_event WHERE kind = 'place_changed'"), 1);
    });
}

#[test]
fn of_two_at_once_the_second_is_told() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.at_work(db);
        let version = stage.case(db, id).version;
        db.write(|tx| cases::review(tx, &stage.methodist, id, ("14", "Договорились", version))).unwrap();
        assert!(refused(db.write(|tx| cases::review(tx, &stage.methodist, id, ("30", "", version)))).contains("изменил кто-то другой"));
        assert!(refused(db.write(|tx| cases::stop(tx, &stage.app.listeners, &stage.anna, id, ("Так вышло", version)))).contains("изменил кто-то другой"));
    });
}

#[test]
fn what_waits_is_told_to_each_in_their_role() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.proposed(db, &stage.deputy);
        let first = |actor: &access::Actor| db.read(|tx| cases::waits(tx, actor)).unwrap().into_iter().map(|wait| wait.what).next().unwrap_or_default();
        assert!(first(&stage.anna).contains("предложение"));
        db.write(|tx| cases::answer(tx, &stage.anna, id, (cases::Word::Agree, 1), SITE)).unwrap();
        assert!(first(&stage.anna).contains("диагностика"));
        db.write(|tx| cases::invite(tx, &stage.anna, id, &asked(&stage.methodist, "regional_methodist"), SITE)).unwrap();
        assert!(first(&stage.methodist).contains("приглашение"));
        assert_eq!(first(&stage.far_deputy), "");
    });
}

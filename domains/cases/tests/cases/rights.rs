//! Who finds what of a case: forbidden looks like absent.

use crate::stage::{self, SITE, absent};
use cases::{Invitation, SeatState, Sees, TeamRole};
use kernel::{Slice, db::testing::on_each_engine};

#[test]
fn the_team_reads_overseers_see_the_course_and_strangers_find_nothing() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.at_work(db);
        let sees = |actor: &access::Actor| db.read(|tx| cases::load(tx, actor, id)).map(|standing| standing.sees).ok();
        assert_eq!([&stage.anna, &stage.deputy, &stage.methodist].map(sees), [Some(Sees::Content); 3]);
        assert_eq!([&stage.municipal, &stage.coordinator].map(sees), [Some(Sees::Progress); 2]);
        assert_eq!([&stage.far_deputy, &stage.far_teacher, &stage.tamara].map(sees), [None; 3]);
    });
}

#[test]
fn a_proposal_is_between_two() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.proposed(db, &stage.methodist);
        for other in [&stage.deputy, &stage.municipal, &stage.coordinator, &stage.far_deputy] {
            absent(db.read(|tx| cases::load(tx, other, id)));
        }
        let listed = |actor: &access::Actor| db.read(|tx| cases::list(tx, actor, &cases::Filter { state: "all".into(), ..cases::Filter::default() }, None, Slice::first())).unwrap().total;
        assert_eq!([&stage.anna, &stage.methodist, &stage.deputy, &stage.coordinator].map(listed), [1, 1, 0, 0]);
    });
}

#[test]
fn who_declined_or_left_or_was_taken_out_finds_nothing_from_the_next_request_on() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.at_work(db);
        let form = Invitation { person: stage.tamara.person.unwrap().to_string(), role: "tutor".into() };
        let seat = db.write(|tx| cases::invite(tx, &stage.anna, id, &form, SITE)).unwrap();
        absent(db.read(|tx| cases::load(tx, &stage.tamara, id)));
        absent(db.write(|tx| cases::answer_invitation(tx, &stage.far_teacher, seat, (true, "", 1), SITE)));
        db.write(|tx| cases::answer_invitation(tx, &stage.tamara, seat, (false, "Нет времени", 1), SITE)).unwrap();
        absent(db.read(|tx| cases::load(tx, &stage.tamara, id)));
        stage.joined(db, id, &stage.tamara, TeamRole::Tutor);
        let own = db.read(|tx| cases::load(tx, &stage.tamara, id)).unwrap().seats[0].clone();
        db.write(|tx| cases::leave(tx, &stage.tamara, id, own.id, ("Уехала", own.version))).unwrap();
        absent(db.read(|tx| cases::load(tx, &stage.tamara, id)));
        let team = db.read(|tx| cases::team(tx, id)).unwrap();
        assert!(team.iter().any(|member| member.state == SeatState::Left && member.name.starts_with("Тьюторова")), "the name stays in the history");
    });
}

#[test]
fn the_school_reads_content_only_while_the_teacher_lets_it() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.at_work(db);
        let other = stage::actor(db, access::Role::School, stage::SCHOOL, "Второй завуч", None);
        let sees = |actor: &access::Actor| db.read(|tx| cases::load(tx, actor, id)).unwrap().sees;
        assert_eq!(sees(&other), Sees::Progress);
        absent(db.write(|tx| cases::open_to_school(tx, &stage.deputy, id, (true, 2))));
        db.write(|tx| cases::open_to_school(tx, &stage.anna, id, (true, 2))).unwrap();
        assert_eq!((sees(&other), sees(&stage.municipal)), (Sees::Content, Sees::Progress));
        assert!(db.write(|tx| cases::note(tx, &other, id, "Читаю")).is_err(), "reading is not taking part");
        db.write(|tx| cases::open_to_school(tx, &stage.anna, id, (false, 3))).unwrap();
        assert_eq!(sees(&other), Sees::Progress);
    });
}

#[test]
fn a_look_at_anothers_case_is_noted_and_ones_own_is_not() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.at_work(db);
        let (mut anna, mut municipal) = (stage.browser(db, &stage.anna), stage.browser(db, &stage.municipal));
        let looks = || stage::count(db, "SELECT COUNT(*) FROM audit_event WHERE action = 'case.viewed'");
        let page = format!("/cases/{id}");
        stage::tell(async { assert_eq!(anna.open(&page).await.status, 200) });
        assert_eq!(looks(), 0);
        stage::tell(async { assert_eq!(municipal.open(&page).await.status, 200) });
        assert_eq!(looks(), 1);
    });
}

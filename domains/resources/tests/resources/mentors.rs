//! Mentors: members of the active only, named to those who see the person.

use crate::stage::{FAR_SCHOOL, HOME, absent, find, member, person, refused, set, tell};
use jiff::civil::date;
use kernel::db::testing::on_each_engine;

const MENTOR: &[(&str, &str)] = &[("kind", "mentor"), ("title", "Наставник по оцениванию"), ("hours", "10")];

#[test]
fn a_mentor_is_a_present_member_within_reach_and_is_named_only_to_those_who_see_the_person() {
    on_each_engine(|db| {
        let stage = set(db);
        let far = db
            .write(|tx| {
                let far = person(tx, "Дальний", FAR_SCHOOL);
                member(tx, far, None);
                Ok(far)
            })
            .unwrap();
        let id = stage.add(db, &stage.municipal, HOME, MENTOR);
        let name = |person, version| db.write(|tx| resources::name_mentor(tx, &stage.municipal, id, person, version));
        assert!(refused(db.write(|tx| resources::review(tx, &stage.colleague, id, 1))).contains("кто наставник"));
        absent(name(far, 1));
        assert!(refused(name(stage.anna, 1)).contains("участник актива"));
        db.write(|tx| {
            member(tx, stage.anna, Some(date(2027, 9, 1)));
            Ok(())
        })
        .unwrap();
        name(stage.anna, 1).unwrap();
        db.write(|tx| resources::review(tx, &stage.colleague, id, 2)).unwrap();
        let (mut olga, mut anna, mut irina, mut nina) = (stage.browser(db, &stage.municipal), stage.browser(db, &stage.anna_herself), stage.browser(db, &stage.school), stage.browser(db, &stage.coordinator));
        let pupil = db.write(|tx| Ok(person(tx, "Молодая", crate::stage::SCHOOL))).unwrap();
        let teacher = crate::stage::actor(db, access::Role::Member, crate::stage::SCHOOL, "Молодая", Some(pupil));
        let mut young = stage.browser(db, &teacher);
        let url = resources::url(id);
        tell(async {
            for sees in [&mut olga, &mut anna, &mut irina, &mut nina] {
                assert!(sees.open(&url).await.says("Редкофамильцева"));
            }
            let page = young.open(&url).await;
            assert!(page.status == 200 && !page.says("Редкофамильцева") && page.says("имя назовёт методист"), "another teacher sees subject and hours");
        });
        let looks = db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM audit_event WHERE action = 'resource.viewed' AND person_id IS NOT NULL", &[])?)).unwrap();
        assert_eq!(looks, 3, "one's own look is no event");
    });
}

#[test]
fn a_mentor_whose_membership_is_over_is_not_offered() {
    on_each_engine(|db| {
        let stage = set(db);
        db.write(|tx| {
            member(tx, stage.anna, Some(date(2027, 1, 1)));
            Ok(())
        })
        .unwrap();
        let id = stage.add(db, &stage.municipal, HOME, MENTOR);
        db.write(|tx| resources::name_mentor(tx, &stage.municipal, id, stage.anna, 1)).unwrap();
        db.write(|tx| resources::review(tx, &stage.colleague, id, 2)).unwrap();
        let offered = |db: &kernel::Db| {
            db.read(|tx| {
                let (path, today) = (structure::places::path(tx, &HOME.into())?, tx.today());
                resources::of_tags(tx, &["М3".into()], &path, today)
            })
            .unwrap()
            .len()
        };
        assert_eq!(offered(db), 1);
        db.write(|tx| Ok(tx.execute("UPDATE membership SET ended_on = '2026-11-01'", &[])?)).unwrap();
        assert_eq!(offered(db), 0);
        assert_eq!(find(db, id).state, resources::State::Live, "it waits for somebody to withdraw it");
    });
}

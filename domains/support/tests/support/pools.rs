//! The pool of experts and pages of directions.

use crate::stage::{absent, answers, count, set, wrong};
use kernel::{Slice, db::testing::on_each_engine};
use support::{
    directions,
    experts::{self, Filter},
};

const ENTRY: &[(&str, &str)] = &[("exam", "ege"), ("subject", "matematika"), ("level", "senior"), ("year", "2026"), ("works", "120"), ("thirds", "6")];

#[test]
fn agreement_of_markings_is_seen_by_the_person_and_the_coordinator_only() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = db.write(|tx| experts::add(tx, &stage.coordinator, stage.anna, &answers(ENTRY))).unwrap();
        let seen = |actor: &access::Actor| db.read(|tx| experts::list(tx, actor, &Filter::default(), Slice::first())).map(|found| found.rows.first().map(experts::Expert::third_percent));
        assert_eq!(seen(&stage.coordinator).unwrap(), Some(Some(5)));
        assert_eq!(seen(&stage.anna_herself).unwrap(), Some(Some(5)));
        assert_eq!(seen(&stage.municipal).unwrap(), Some(None), "the entry, without the figures");
        assert_eq!(seen(&stage.far_municipal).unwrap(), None);
        assert_eq!(seen(&stage.vera_herself).unwrap(), None);
        let mut typed = ENTRY.to_vec();
        typed.retain(|(name, _)| *name != "level" && *name != "works" && *name != "thirds");
        typed.extend([("level", "leading"), ("version", "1"), ("works", "1"), ("thirds", "1")]);
        db.write(|tx| experts::edit(tx, &stage.municipal, id, &answers(&typed))).unwrap();
        assert_eq!(seen(&stage.coordinator).unwrap(), Some(Some(5)), "who doesn't see the figures doesn't change them");
        wrong(db.write(|tx| experts::add(tx, &stage.coordinator, stage.anna, &answers(ENTRY))), "subject");
        wrong(db.write(|tx| experts::add(tx, &stage.coordinator, stage.vera, &answers(&[("exam", "ege"), ("subject", "matematika"), ("level", "main"), ("year", "2026"), ("works", "1"), ("thirds", "2")]))), "thirds");
        absent(db.write(|tx| experts::add(tx, &stage.far_municipal, stage.anna, &answers(ENTRY))));
        absent(db.write(|tx| experts::remove(tx, &stage.far_municipal, id)));
        db.write(|tx| experts::remove(tx, &stage.municipal, id)).unwrap();
        assert_eq!(count(db, "SELECT COUNT(*) FROM expert"), 0);
    });
}

#[test]
fn a_direction_names_its_people_by_scope_and_shows_no_hours() {
    on_each_engine(|db| {
        let stage = set(db);
        let deed = ledger::Deed {
            person: stage.vera,
            kind: ledger::DeedKind::Other,
            source: "1".into(),
            direction: "d09".into(),
            on: db.clock().today(),
            minutes: 45,
            part: "host",
            title: "Разбор случаев".into(),
            url: "/".into(),
            reached: 3,
        };
        db.write(|tx| ledger::write(tx, &deed)).unwrap();
        let people = |actor: &access::Actor| db.read(|tx| directions::find(tx, actor, "d09")).unwrap().people.len();
        assert_eq!((people(&stage.coordinator), people(&stage.municipal), people(&stage.far_municipal), people(&stage.anna_herself)), (1, 1, 0, 0), "without a consent to publish only the own territory sees a name");
        absent(db.read(|tx| directions::find(tx, &stage.coordinator, "d99")));
        absent(db.read(|tx| directions::find(tx, &stage.expert, "d09")));
    });
}

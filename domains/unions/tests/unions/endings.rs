//! Somebody withdraws, is erased, turns out to be two cards.

use crate::stage::{SCHOOL, Stage, count, person, set, today};
use kernel::{Db, db::testing::on_each_engine, news::News};
use std::collections::BTreeSet;
use unions::{MeetingId, UnionId};

fn held(stage: &Stage, db: &Db) -> (UnionId, MeetingId) {
    let union = stage.district(db);
    let id = stage.plan(db, union, today(db));
    db.write(|tx| {
        unions::attend(tx, &stage.anna_herself, id, &unions::Ticks { here: BTreeSet::from([stage.anna, stage.boris]), were: BTreeSet::new() })?;
        unions::approve(tx, &stage.anna_herself, id, 1)
    })
    .unwrap();
    (union, id)
}

#[test]
fn who_withdraws_the_consent_leaves_every_union() {
    on_each_engine(|db| {
        let stage = set(db);
        let (union, _) = held(&stage, db);
        let done = db.write(|tx| unions::listen(tx, News::ProcessingWithdrawn { person: stage.anna })).unwrap();
        assert_eq!(done.len(), 1);
        assert!(db.read(|tx| unions::members_on(tx, union, today(db))).unwrap().iter().all(|member| member.person != stage.anna));
        assert!(db.read(|tx| unions::terms(tx, union)).unwrap().iter().all(|term| term.until == Some(today(db))));
    });
}

#[test]
fn erasure_takes_rows_and_the_name_out_of_approved_minutes() {
    on_each_engine(|db| {
        let stage = set(db);
        held(&stage, db);
        let about = db.read(|tx| unions::about_me(tx, stage.boris)).unwrap();
        assert!(about.iter().any(|section| section.title == "Объединения") && about.iter().any(|section| section.title == "Заседания объединений"));
        assert_eq!(count(db, "SELECT COUNT(*) FROM union_minutes WHERE snapshot LIKE '%Берёзов%'"), 1);
        let done = db.write(|tx| unions::listen(tx, News::Erase { person: stage.boris })).unwrap();
        assert_eq!(done.len(), 2, "{done:?}");
        assert_eq!(count(db, "SELECT COUNT(*) FROM union_minutes WHERE snapshot LIKE '%Берёзов%'"), 0);
        assert_eq!(count(db, "SELECT COUNT(*) FROM union_minutes WHERE snapshot LIKE '%данные удалены%' AND present = 2"), 1, "the count of that day stays true");
        for (table, column) in
            [("union_member", "person_id"), ("union_office", "person_id"), ("union_attendance", "person_id"), ("union_agenda", "speaker_id"), ("union_decision", "owner_id"), ("union_plan_line", "owner_id")]
        {
            assert_eq!(count(db, &format!("SELECT COUNT(*) FROM {table} WHERE {column} = '{}'", stage.boris)), 0, "{table}");
        }
        assert!(db.read(|tx| unions::about_me(tx, stage.boris)).unwrap().is_empty());
    });
}

#[test]
fn of_two_cards_of_one_person_the_kept_one_stands_everywhere() {
    on_each_engine(|db| {
        let stage = set(db);
        let (union, id) = held(&stage, db);
        let kept = db.write(|tx| Ok(person(tx, "Берёзов", "Борис", SCHOOL))).unwrap();
        db.write(|tx| {
            unions::join(tx, &stage.anna_herself, union, kept, today(db))?;
            unions::listen(tx, News::Merged { gone: stage.boris, kept })
        })
        .unwrap();
        let members = db.read(|tx| unions::members_on(tx, union, today(db))).unwrap();
        assert_eq!(members.iter().filter(|member| member.person == kept).count(), 1);
        assert!(members.iter().all(|member| member.person != stage.boris));
        assert_eq!(count(db, &format!("SELECT COUNT(*) FROM union_minutes WHERE snapshot LIKE '%{}%'", stage.boris)), 0);
        assert_eq!(count(db, &format!("SELECT COUNT(*) FROM union_attendance WHERE meeting_id = '{id}' AND person_id = '{kept}'")), 1);
    });
}

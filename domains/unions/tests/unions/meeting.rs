//! Meetings: told, answered, attended; minutes with and without a quorum, corrected, annulled.

use crate::stage::{Stage, absent, count, meeting, refused, set, today, wrong};
use jiff::ToSpan;
use kernel::{Date, Db, db::testing::on_each_engine, id::PersonId, params};
use std::collections::BTreeSet;
use unions::{Answer, DecisionDraft, Force, MeetingId, MinutesDraft, Ticks};

fn minutes(stage: &Stage, db: &Db, id: MeetingId, due: Option<Date>) -> MinutesDraft {
    let item = db.read(|tx| Ok(unions::items(tx, id)?[0].id)).unwrap();
    MinutesDraft {
        heard: vec![(item, "Разобрали задания".into())], decisions: vec![DecisionDraft { id: None, item: Some(item), what: "Провести открытый урок".into(), owner: Some(stage.boris), due_on: due }]
    }
}

fn version(db: &Db, id: MeetingId) -> i64 {
    db.read(|tx| Ok(unions::find_meeting(tx, id)?.version)).unwrap()
}

fn came(stage: &Stage, db: &Db, id: MeetingId, who: &[PersonId]) {
    let ticks = Ticks { here: who.iter().copied().collect(), were: BTreeSet::new() };
    db.write(|tx| unions::attend(tx, &stage.anna_herself, id, &ticks)).unwrap();
}

/// Attendance, minutes, approval.
fn hold(stage: &Stage, db: &Db, id: MeetingId, who: &[PersonId]) {
    came(stage, db, id, who);
    let due = Some(today(db).checked_add(10.days()).unwrap());
    db.write(|tx| {
        unions::save_minutes(tx, &stage.anna_herself, id, &minutes(stage, db, id, due), version(db, id))?;
        unions::approve(tx, &stage.anna_herself, id, version(db, id) + 1)
    })
    .unwrap();
}

fn force(db: &Db) -> Force {
    db.read(|tx| tx.one("SELECT force FROM union_decision", &[], |row| row.get(0))).unwrap()
}

#[test]
fn members_are_told_of_a_meeting_once_and_again_when_it_moves_or_is_called_off() {
    on_each_engine(|db| {
        let stage = set(db);
        let union = stage.district(db);
        let day = today(db).checked_add(7.days()).unwrap();
        let id = stage.plan(db, union, day);
        let told = |what: &str| count(db, &format!("SELECT COUNT(*) FROM notice WHERE once_key LIKE 'union-meeting/%/{what}%'"));
        assert_eq!(told("planned"), 2, "Anna planned it herself");
        let mut moved = meeting(day, Some(stage.boris));
        moved.begins = "16:00".into();
        db.write(|tx| unions::edit_meeting(tx, &stage.anna_herself, id, &moved, 1)).unwrap();
        moved.title = "Другая тема".into();
        db.write(|tx| unions::edit_meeting(tx, &stage.anna_herself, id, &moved, 2)).unwrap();
        assert_eq!(told("moved"), 2, "a change of words moves nobody");
        absent(db.write(|tx| unions::cancel(tx, &stage.boris_himself, id, "болезнь", 3)));
        db.write(|tx| unions::cancel(tx, &stage.anna_herself, id, "болезнь", 3)).unwrap();
        assert_eq!(told("cancelled"), 2);
        assert_eq!(count(db, "SELECT COUNT(*) FROM notice WHERE topic = 'union_changes'"), 4, "what can't wait for the digest is a topic that goes at once");
        assert!(refused(db.write(|tx| unions::edit_meeting(tx, &stage.anna_herself, id, &moved, 4))).contains("отменено"));
        assert!(db.read(|tx| unions::entries(tx, stage.boris)).unwrap().is_empty(), "what is called off is in no calendar");
    });
}

#[test]
fn one_answers_before_and_is_present_on_the_day_only() {
    on_each_engine(|db| {
        let stage = set(db);
        let union = stage.district(db);
        let (soon, now) = (stage.plan(db, union, today(db).checked_add(3.days()).unwrap()), stage.plan(db, union, today(db)));
        db.write(|tx| unions::answer(tx, &stage.boris_himself, soon, Answer::Yes)).unwrap();
        assert!(refused(db.write(|tx| unions::be_present(tx, &stage.boris_himself, soon))).contains("в день заседания"));
        db.write(|tx| unions::be_present(tx, &stage.boris_himself, now)).unwrap();
        let attendees = db
            .read(|tx| {
                let found = unions::find_meeting(tx, now)?;
                unions::attendees(tx, &found)
            })
            .unwrap();
        assert!(attendees.iter().any(|one| one.member.person == stage.boris && one.is_present && one.by_self));
        assert!(refused(db.write(|tx| unions::attend(tx, &stage.anna_herself, soon, &Ticks::default()))).contains("ещё не наступило"));
        absent(db.write(|tx| unions::be_present(tx, &stage.municipal, now)));
        assert_eq!(db.read(|tx| unions::entries(tx, stage.boris)).unwrap().len(), 2);
        let waits = db.read(|tx| unions::waits(tx, stage.vera)).unwrap();
        assert!(waits.iter().any(|wait| wait.url.contains("meetings") && wait.count == 2), "{waits:?}");
    });
}

#[test]
fn a_list_saved_late_keeps_those_who_marked_themselves_meanwhile() {
    on_each_engine(|db| {
        let stage = set(db);
        let union = stage.district(db);
        let id = stage.plan(db, union, today(db));
        came(&stage, db, id, &[stage.vera]);
        let shown = BTreeSet::from([stage.vera]);
        db.write(|tx| unions::be_present(tx, &stage.boris_himself, id)).unwrap();
        let ticks = Ticks { here: BTreeSet::from([stage.anna]), were: shown };
        db.write(|tx| unions::attend(tx, &stage.anna_herself, id, &ticks)).unwrap();
        let attendees = db
            .read(|tx| {
                let found = unions::find_meeting(tx, id)?;
                unions::attendees(tx, &found)
            })
            .unwrap();
        let here: BTreeSet<PersonId> = attendees.iter().filter(|one| one.is_present).map(|one| one.member.person).collect();
        assert_eq!(here, BTreeSet::from([stage.anna, stage.boris]), "Vera was unticked, Boris came by himself");
    });
}

#[test]
fn without_a_quorum_what_was_said_stands_as_a_recommendation_and_nothing_is_lost() {
    on_each_engine(|db| {
        let stage = set(db);
        let union = stage.district(db);
        let id = stage.plan(db, union, today(db));
        assert!(refused(db.write(|tx| unions::approve(tx, &stage.anna_herself, id, 1))).contains("Не отмечен никто"));
        hold(&stage, db, id, &[stage.anna]);
        assert_eq!(force(db), Force::Advice);
        assert_eq!(count(db, "SELECT COUNT(*) FROM union_minutes WHERE has_quorum = 0 AND present = 1 AND members = 3"), 1);
        assert!(db.read(|tx| unions::waits(tx, stage.boris)).unwrap().iter().all(|wait| !wait.url.contains("decisions")), "a recommendation waits for nobody");
        assert_eq!(count(db, "SELECT COUNT(*) FROM notice WHERE once_key LIKE 'union-decision/%'"), 0);
        let decision = db.read(|tx| tx.one("SELECT id FROM union_decision", &[], |row| row.get(0))).unwrap();
        assert!(refused(db.write(|tx| unions::mark_decision(tx, &stage.boris_himself, decision, (true, "сделал"), 2))).contains("не действует"));
    });
}

#[test]
fn with_a_quorum_the_owner_is_asked_and_marks_it_done() {
    on_each_engine(|db| {
        let stage = set(db);
        let union = stage.district(db);
        let id = stage.plan(db, union, today(db));
        hold(&stage, db, id, &[stage.anna, stage.boris]);
        assert_eq!(force(db), Force::Binding);
        assert_eq!(count(db, "SELECT COUNT(*) FROM notice WHERE once_key LIKE 'union-decision/%'"), 1);
        assert!(db.read(|tx| unions::waits(tx, stage.boris)).unwrap().iter().any(|wait| wait.url.contains("decisions") && wait.count == 1 && !wait.is_late));
        let (decision, version): (unions::DecisionId, i64) = db.read(|tx| tx.one("SELECT id, version FROM union_decision", &[], |row| Ok((row.get(0)?, row.get(1)?)))).unwrap();
        wrong(db.write(|tx| unions::mark_decision(tx, &stage.boris_himself, decision, (true, " "), version)), "note");
        absent(db.write(|tx| unions::mark_decision(tx, &stage.far_municipal, decision, (true, "сделано"), version)));
        db.write(|tx| unions::mark_decision(tx, &stage.boris_himself, decision, (true, "Урок прошёл 12 декабря"), version)).unwrap();
        assert!(db.read(|tx| unions::waits(tx, stage.boris)).unwrap().iter().all(|wait| !wait.url.contains("decisions")));
        assert!(refused(db.write(|tx| unions::edit_meeting(tx, &stage.anna_herself, id, &meeting(today(db), None), 3))).contains("Протокол утверждён"));
    });
}

#[test]
fn only_members_of_the_active_have_hours_and_an_annulment_strikes_them_out() {
    on_each_engine(|db| {
        let stage = set(db);
        let union = stage.district(db);
        let id = stage.plan(db, union, today(db));
        hold(&stage, db, id, &[stage.anna, stage.boris]);
        let deed: (PersonId, i64, String, String, i64) =
            db.read(|tx| tx.one("SELECT person_id, minutes, part, title, reached FROM deed", &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))).unwrap();
        assert_eq!(deed, (stage.anna, 90, "host".into(), "Заседание: РМО учителей математики".into(), 2));
        absent(db.write(|tx| unions::annul(tx, &stage.boris_himself, id, "ошибка", version(db, id))));
        db.write(|tx| unions::annul(tx, &stage.anna_herself, id, "ошибка в дате", version(db, id))).unwrap();
        assert_eq!((count(db, "SELECT COUNT(*) FROM deed"), force(db)), (0, Force::Void));
        assert_eq!(count(db, "SELECT COUNT(*) FROM union_minutes WHERE annulled_why = 'ошибка в дате'"), 1, "what was written stays");
        db.write(|tx| unions::approve(tx, &stage.anna_herself, id, version(db, id))).unwrap();
        assert_eq!((count(db, "SELECT COUNT(*) FROM deed"), count(db, "SELECT COUNT(*) FROM union_minutes"), force(db)), (1, 2, Force::Binding));
    });
}

#[test]
fn a_correction_is_the_next_version_and_the_first_stays() {
    on_each_engine(|db| {
        let stage = set(db);
        let union = stage.district(db);
        let id = stage.plan(db, union, today(db));
        hold(&stage, db, id, &[stage.anna, stage.boris]);
        db.write(|tx| unions::correct(tx, &stage.anna_herself, id, version(db, id))).unwrap();
        assert!(refused(db.write(|tx| unions::correct(tx, &stage.anna_herself, id, version(db, id)))).contains("уже исправляется"));
        came(&stage, db, id, &[stage.anna, stage.boris, stage.vera]);
        db.write(|tx| unions::approve(tx, &stage.anna_herself, id, version(db, id))).unwrap();
        let present: Vec<i64> = db.read(|tx| Ok(tx.query("SELECT present FROM union_minutes ORDER BY number", params![], |row| row.get(0))?)).unwrap();
        assert_eq!(present, [2, 3]);
        assert_eq!(db.read(|tx| unions::find_meeting(tx, id)).unwrap().minutes_number, 2);
        assert!(refused(db.write(|tx| unions::approve(tx, &stage.anna_herself, id, version(db, id)))).contains("Протокол утверждён"));
    });
}

#[test]
fn a_member_with_another_meeting_at_that_hour_is_told_of() {
    on_each_engine(|db| {
        let stage = set(db);
        let (first, day) = (stage.district(db), today(db).checked_add(5.days()).unwrap());
        let second = stage.open(db, &stage.municipal, &unions::Draft { subjects: vec![], ..crate::stage::draft(unions::Kind::Cluster, crate::stage::HOME, "Межшкольное МО") });
        db.write(|tx| unions::appoint(tx, &stage.municipal, second, (stage.boris, unions::Office::Head), today(db))).unwrap();
        let one = stage.plan(db, first, day);
        let mut later = meeting(day, None);
        later.begins = "15:00".into();
        db.write(|tx| unions::plan(tx, &stage.boris_himself, second, &later)).unwrap();
        let busy = |begins: &str, minutes| db.read(|tx| unions::overlaps(tx, &[stage.anna, stage.boris, stage.vera], day, (begins, minutes), Some(one))).unwrap();
        assert_eq!(busy("14:00", 90).iter().map(|busy| (busy.person, busy.hours.as_str())).collect::<Vec<_>>(), [(stage.boris, "15:00–16:30")]);
        assert!(busy("14:00", 60).is_empty(), "one ends when the other begins");
    });
}

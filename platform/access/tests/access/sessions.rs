//! Sessions: rotated, idle, old, switched, ended.

use crate::{account, anna, role, tree};
use access::{Role, sessions};
use jiff::SignedDuration;
use kernel::{Db, db::testing::on_each_engine, params};

fn is_alive(db: &Db, token: &str) -> bool {
    db.read(|tx| sessions::find(tx, token)).unwrap().is_some()
}

#[test]
fn a_session_yields_the_actor_with_role_place_and_scope() {
    on_each_engine(|db| {
        let anna = anna(db);
        let token = db.write(|tx| sessions::open(tx, anna, false, "Firefox")).unwrap();
        let (actor, info) = db.read(|tx| sessions::find(tx, token.as_str())).unwrap().unwrap();
        assert_eq!((actor.account, actor.role, actor.place_name.as_str()), (anna, Role::School, "Школа № 1"));
        assert!(actor.scope().covers("region/mo-bikin/sch-1/", None) && !actor.scope().covers("region/mo-bikin/", None));
        assert_eq!(info.seconds_left, 2 * 3600);
        assert!(!is_alive(db, "") && !is_alive(db, "nonsense") && !is_alive(db, &token.hash()));
    });
}

#[test]
fn only_a_hash_of_the_secret_is_stored() {
    on_each_engine(|db| {
        let anna = anna(db);
        let token = db.write(|tx| sessions::open(tx, anna, false, "")).unwrap();
        assert!(token.as_str().len() >= 43);
        let stored: String = db.read(|tx| tx.one("SELECT token_hash FROM session", params![], |row| row.get(0))).unwrap();
        assert_eq!(stored, token.hash());
    });
}

#[test]
fn idleness_ends_a_session_and_work_keeps_it_up_to_twelve_hours() {
    on_each_engine(|db| {
        let anna = anna(db);
        let idle = db.write(|tx| sessions::open(tx, anna, false, "")).unwrap();
        let busy = db.write(|tx| sessions::open(tx, anna, false, "")).unwrap();
        for hour in 1..12 {
            db.clock().advance(SignedDuration::from_mins(59));
            let (_, info) = db.read(|tx| sessions::find(tx, busy.as_str())).unwrap().unwrap_or_else(|| panic!("ended in hour {hour}"));
            assert!(info.is_due_for_touch);
            db.write(|tx| sessions::touch(tx, busy.as_str())).unwrap();
        }
        assert!(!is_alive(db, idle.as_str()));
        let (_, info) = db.read(|tx| sessions::find(tx, busy.as_str())).unwrap().unwrap();
        assert!(!info.can_extend && !info.is_due_for_touch && info.seconds_left == 71 * 60);
        db.clock().advance(SignedDuration::from_mins(70));
        db.write(|tx| sessions::touch(tx, busy.as_str())).unwrap();
        assert!(is_alive(db, busy.as_str()));
        db.clock().advance(SignedDuration::from_mins(1));
        assert!(!is_alive(db, busy.as_str()));
    });
}

#[test]
fn roles_that_export_lists_are_idle_for_half_an_hour_at_most() {
    on_each_engine(|db| {
        tree(db);
        let olga = account(db, "Ким Ольга", "olga@iro.ru");
        role(db, olga, Role::Coordinator, "region");
        let token = db.write(|tx| sessions::open(tx, olga, true, "")).unwrap();
        db.clock().advance(SignedDuration::from_mins(29));
        assert!(is_alive(db, token.as_str()));
        db.clock().advance(SignedDuration::from_mins(1));
        assert!(!is_alive(db, token.as_str()));
    });
}

#[test]
fn the_secret_changes_with_the_second_factor_and_with_the_role() {
    on_each_engine(|db| {
        tree(db);
        let olga = account(db, "Ким Ольга", "olga@iro.ru");
        role(db, olga, Role::Coordinator, "region");
        let municipal = role(db, olga, Role::Municipal, "mo-bikin");
        let first = db.write(|tx| sessions::open(tx, olga, false, "")).unwrap();
        assert!(!is_alive(db, first.as_str()));
        assert_eq!(db.read(|tx| sessions::peek(tx, first.as_str())).unwrap().unwrap().lacks, Some(sessions::Lack::SecondFactor));
        let second = db.write(|tx| sessions::pass_second_factor(tx, first.as_str())).unwrap();
        assert!(is_alive(db, second.as_str()));
        let third = db.write(|tx| sessions::switch(tx, second.as_str(), municipal)).unwrap();
        let (actor, _) = db.read(|tx| sessions::find(tx, third.as_str())).unwrap().unwrap();
        assert_eq!((actor.role, actor.place.as_str()), (Role::Municipal, "mo-bikin"));
        for old in [first, second] {
            assert!(db.read(|tx| sessions::peek(tx, old.as_str())).unwrap().is_none());
        }
    });
}

#[test]
fn nobody_takes_a_role_that_is_another_s() {
    on_each_engine(|db| {
        let anna = anna(db);
        let other = account(db, "Ким Ольга", "olga@iro.ru");
        let foreign = role(db, other, Role::Administrator, "region");
        let token = db.write(|tx| sessions::open(tx, anna, false, "")).unwrap();
        assert!(matches!(db.write(|tx| sessions::switch(tx, token.as_str(), foreign)), Err(kernel::Error::NotFound)));
        assert!(is_alive(db, token.as_str()));
    });
}

#[test]
fn a_login_left_halfway_is_over_in_a_quarter_of_an_hour() {
    on_each_engine(|db| {
        tree(db);
        let olga = account(db, "Ким Ольга", "olga@iro.ru");
        role(db, olga, Role::Coordinator, "region");
        let token = db.write(|tx| sessions::open(tx, olga, false, "")).unwrap();
        db.clock().advance(SignedDuration::from_mins(15));
        assert!(db.read(|tx| sessions::peek(tx, token.as_str())).unwrap().is_none());
        assert_eq!(db.read(|tx| sessions::owner(tx, token.as_str())).unwrap(), Some(olga));
    });
}

#[test]
fn other_sessions_are_seen_and_ended() {
    on_each_engine(|db| {
        let anna = anna(db);
        let school = db.write(|tx| sessions::open(tx, anna, false, "Школьный компьютер")).unwrap();
        let phone = db.write(|tx| sessions::open(tx, anna, false, "Телефон")).unwrap();
        let (actor, _) = db.read(|tx| sessions::find(tx, phone.as_str())).unwrap().unwrap();
        assert_eq!(db.read(|tx| sessions::of_account(tx, anna)).unwrap().len(), 2);
        assert_eq!(db.write(|tx| sessions::end_others(tx, &actor)).unwrap(), 1);
        assert!(is_alive(db, phone.as_str()) && !is_alive(db, school.as_str()));
        assert_eq!(db.write(|tx| sessions::end_others(tx, &actor)).unwrap(), 0, "once");
        assert_eq!(db.read(|tx| sessions::of_account(tx, anna)).unwrap().len(), 1);
        assert_eq!(db.read(|tx| sessions::owner(tx, school.as_str())).unwrap(), Some(anna), "what is being typed there still finds its owner");
        db.clock().advance(SignedDuration::from_hours(-2));
        assert!(!is_alive(db, school.as_str()), "a clock set back wakes nothing");
        db.write(|tx| sessions::end(tx, phone.as_str())).unwrap();
        assert!(!is_alive(db, phone.as_str()));
    });
}

#[test]
fn what_ran_out_is_swept() {
    on_each_engine(|db| {
        let anna = anna(db);
        db.write(|tx| sessions::open(tx, anna, false, "")).unwrap();
        assert_eq!(db.write(access::sweep).unwrap(), 0);
        db.clock().advance(SignedDuration::from_hours(37));
        assert_eq!(db.write(access::sweep).unwrap(), 1);
    });
}

//! Accounts and roles: made, closed, given and taken; the last administrator stays.

use crate::{account, anna, journal, role, tree};
use access::{NewAccount, NewGrant, Role, accounts, erasure, grants, sessions};
use audit::By;
use jiff::{SignedDuration, civil::date};
use kernel::{Error, db::testing::on_each_engine, id::PersonId, news::News, params};

#[test]
fn one_address_one_account_however_it_is_written() {
    on_each_engine(|db| {
        anna(db);
        let again = NewAccount { name: "Другая".into(), email: " anna@SCHOOL.ru ".into(), person: None };
        let refused = db.write(|tx| accounts::create(tx, &By::cli(), &again));
        assert!(matches!(refused, Err(Error::Fields(errors)) if errors.of("email").is_some_and(|m| m.contains("уже есть"))));
        let empty = db.write(|tx| accounts::create(tx, &By::cli(), &NewAccount::default()));
        assert!(matches!(empty, Err(Error::Fields(errors)) if errors.of("email").is_some() && errors.of("name").is_some()));
    });
}

#[test]
fn a_role_holds_from_its_first_day_until_before_its_last() {
    on_each_engine(|db| {
        tree(db);
        let pavel = account(db, "Ким Павел", "pavel@mo.ru");
        let new = NewGrant { account: pavel, role: Role::Municipal, place: "mo-bikin".into(), from: date(2026, 12, 1), to: Some(date(2027, 1, 1)) };
        db.write(|tx| grants::grant(tx, &By::cli(), &new)).unwrap();
        let held = |day| db.read(|tx| Ok(grants::on_day(tx, pavel, day)?.len())).unwrap();
        assert_eq!([held(date(2026, 11, 30)), held(date(2026, 12, 1)), held(date(2026, 12, 31)), held(date(2027, 1, 1))], [0, 1, 1, 0]);
    });
}

#[test]
fn a_role_is_held_at_a_place_of_its_kind_only() {
    on_each_engine(|db| {
        tree(db);
        let pavel = account(db, "Ким Павел", "pavel@mo.ru");
        for (role, place) in [(Role::Municipal, "region"), (Role::School, "mo-bikin"), (Role::Coordinator, "sch-1"), (Role::Member, "nowhere")] {
            let new = NewGrant { account: pavel, role, place: place.into(), from: date(2026, 1, 1), to: Some(date(2025, 1, 1)) };
            let refused = db.write(|tx| grants::grant(tx, &By::cli(), &new));
            assert!(matches!(refused, Err(Error::Fields(errors)) if errors.of("place").is_some() && errors.of("to").is_some()), "{role} at {place}");
        }
    });
}

#[test]
fn a_revoked_role_is_lost_at_once_and_stays_in_the_history() {
    on_each_engine(|db| {
        let anna = anna(db);
        let token = db.write(|tx| sessions::open(tx, anna, false, "")).unwrap();
        db.clock().advance(SignedDuration::from_hours(24));
        let token_tomorrow = db.write(|tx| sessions::open(tx, anna, false, "")).unwrap();
        let held = db.read(|tx| grants::active(tx, anna)).unwrap();
        db.write(|tx| grants::revoke(tx, &By::cli(), anna, held[0].id)).unwrap();
        for token in [token, token_tomorrow] {
            assert!(db.read(|tx| sessions::find(tx, token.as_str())).unwrap().is_none());
        }
        let history = db.read(|tx| grants::of_account(tx, anna)).unwrap();
        assert_eq!(history[0].to, Some(db.clock().today()));
        assert_eq!(journal(db, anna), ["account.created", "account.role_granted", "account.role_revoked"]);
    });
}

#[test]
fn the_last_administrator_can_neither_lose_the_role_nor_be_closed() {
    on_each_engine(|db| {
        tree(db);
        let root = account(db, "Первый", "root@iro.ru");
        let held = role(db, root, Role::Administrator, "region");
        let revoked = db.write(|tx| grants::revoke(tx, &By::cli(), root, held));
        assert!(matches!(revoked, Err(Error::Refusal(_))), "{revoked:?}");
        assert!(matches!(db.write(|tx| accounts::disable(tx, &By::cli(), root)), Err(Error::Refusal(_))));
        let second = account(db, "Второй", "second@iro.ru");
        role(db, second, Role::Administrator, "region");
        let own = By { account: Some(root), actor: "administrator" };
        assert!(matches!(db.write(|tx| accounts::disable(tx, &own, root)), Err(Error::Refusal(m)) if m.contains("Свою")));
        db.write(|tx| accounts::disable(tx, &By::cli(), root)).unwrap();
    });
}

#[test]
fn a_closed_account_ends_its_sessions_and_opens_none() {
    on_each_engine(|db| {
        let anna = anna(db);
        let token = db.write(|tx| sessions::open(tx, anna, false, "")).unwrap();
        db.write(|tx| accounts::disable(tx, &By::cli(), anna)).unwrap();
        assert!(db.read(|tx| sessions::peek(tx, token.as_str())).unwrap().is_none());
        db.write(|tx| accounts::enable(tx, &By::cli(), anna)).unwrap();
        assert!(db.read(|tx| sessions::peek(tx, token.as_str())).unwrap().is_none());
    });
}

#[test]
fn destroyed_data_leave_the_account_as_a_bare_id() {
    on_each_engine(|db| {
        tree(db);
        let person = PersonId::fresh();
        db.write(|tx| {
            let now = tx.now();
            Ok(tx.execute("INSERT INTO person (id, family, given, sort_key, place_id, made_at) VALUES ($1, 'Иванова', 'Анна', '', 'sch-1', $2)", params![person, now])?)
        })
        .unwrap();
        let new = NewAccount { name: "Иванова Анна".into(), email: "anna@school.ru".into(), person: Some(person) };
        let anna = db.write(|tx| accounts::create(tx, &By::cli(), &new)).unwrap();
        let token = db.write(|tx| sessions::open(tx, anna, false, "")).unwrap();
        let done = db.write(|tx| erasure::hear(tx, News::Erase { person })).unwrap();
        assert_eq!(done.len(), 1);
        let left = db.read(|tx| accounts::find(tx, anna)).unwrap();
        assert!(left.is_disabled() && !left.name.contains("Иванова") && !left.email.contains("anna"));
        assert!(db.read(|tx| sessions::peek(tx, token.as_str())).unwrap().is_none());
    });
}

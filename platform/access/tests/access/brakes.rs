//! Guessing gets slower and slower; nobody is locked out.

use access::brakes::{Brake, attempt, release};
use jiff::SignedDuration;
use kernel::{Db, Error, db::testing::on_each_engine};

fn wait(db: &Db, brakes: &[Brake]) -> u64 {
    match db.write(|tx| attempt(tx, brakes)) {
        Ok(()) => 0,
        Err(Error::TooMany { seconds }) => seconds,
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn the_wait_grows_and_never_exceeds_minutes() {
    on_each_engine(|db| {
        let brakes = Brake::of_login("anna@school.ru", "192.0.2.1");
        assert!((0..5).all(|_| wait(db, &brakes) == 0));
        let mut longest = 0;
        let mut last = 0;
        for _ in 0..20 {
            let seconds = wait(db, &brakes);
            assert!(seconds >= last || seconds >= 850, "{seconds} after {last}");
            (last, longest) = (seconds, longest.max(seconds));
            db.clock().advance(SignedDuration::from_secs(i64::try_from(seconds).unwrap()));
            assert_eq!(wait(db, &brakes), 0, "after waiting {seconds} s");
        }
        assert!((60..=900).contains(&longest), "{longest}");
    });
}

#[test]
fn the_owner_comes_in_from_elsewhere_while_a_stranger_guesses() {
    on_each_engine(|db| {
        let stranger = Brake::of_login("anna@school.ru", "192.0.2.1");
        for _ in 0..200 {
            if wait(db, &stranger) > 0 {
                db.clock().advance(SignedDuration::from_secs(1));
            }
        }
        let owner = wait(db, &Brake::of_login("anna@school.ru", "198.51.100.7"));
        assert!(owner <= 60, "{owner}");
        assert!(wait(db, &stranger) > 0);
    });
}

#[test]
fn one_address_trying_many_accounts_is_slowed_too() {
    on_each_engine(|db| {
        let tries: u64 = (0..100).filter(|n| wait(db, &Brake::of_login(&format!("user{n}@school.ru"), "192.0.2.1")) == 0).count().try_into().unwrap();
        assert!((60..65).contains(&tries), "{tries}");
    });
}

#[test]
fn a_success_frees_the_account_but_not_the_address() {
    on_each_engine(|db| {
        let [pair, address, account] = Brake::of_login("anna@school.ru", "192.0.2.1");
        let all = [pair.clone(), address.clone(), account.clone()];
        for _ in 0..5 {
            assert_eq!(wait(db, &all), 0);
        }
        db.write(|tx| release(tx, &[pair, account], &[address])).unwrap();
        assert!((0..5).all(|_| wait(db, &all) == 0));
    });
}

#[test]
fn a_day_of_quiet_and_a_clock_set_back_make_nobody_wait() {
    on_each_engine(|db| {
        let brakes = Brake::of_login("anna@school.ru", "192.0.2.1");
        while wait(db, &brakes) == 0 {}
        db.clock().advance(SignedDuration::from_hours(-400));
        assert!(wait(db, &brakes) <= 900);
        db.clock().advance(SignedDuration::from_hours(425));
        assert_eq!(wait(db, &brakes), 0);
    });
}

//! The authenticator app: set up by a code, asked at each login, each step once.

use crate::{anna, journal};
use access::{
    login::own,
    second_factor::{Verdict, begin, code_at, confirm, reset, try_code},
    sessions::{self, Lack},
};
use audit::By;
use jiff::SignedDuration;
use kernel::{Db, Error, db::testing::on_each_engine, id::AccountId};

fn code_now(db: &Db, account: AccountId) -> String {
    let now = db.clock().now();
    db.read(|tx| code_at(tx, account, now)).unwrap()
}

fn enrolled(db: &Db) -> AccountId {
    let anna = anna(db);
    db.write(|tx| begin(tx, anna)).unwrap();
    let code = code_now(db, anna);
    db.write(|tx| confirm(tx, &own(anna), anna, &code)).unwrap();
    anna
}

#[test]
fn reloading_the_page_doesn_t_change_the_secret_and_a_code_ends_the_setting_up() {
    on_each_engine(|db| {
        let anna = anna(db);
        let shown = db.write(|tx| begin(tx, anna)).unwrap();
        assert_eq!(db.write(|tx| begin(tx, anna)).unwrap(), shown);
        assert!(shown.url.starts_with("otpauth://totp/") && shown.url.contains("anna%40school.ru"), "{}", shown.url);
        assert_eq!(shown.secret.replace(' ', "").len(), 32);
        assert!(matches!(db.write(|tx| confirm(tx, &own(anna), anna, "000000x")), Err(Error::Fields(_))));
        let code = code_now(db, anna);
        let spaced = format!(" {} {} ", &code[..3], &code[3..]);
        db.write(|tx| confirm(tx, &own(anna), anna, &spaced)).unwrap();
        assert!(matches!(db.write(|tx| begin(tx, anna)), Err(Error::Refusal(_))));
    });
}

#[test]
fn a_code_seen_over_the_shoulder_is_worth_nothing_once_used() {
    on_each_engine(|db| {
        let anna = enrolled(db);
        let used = code_now(db, anna);
        assert_eq!(db.write(|tx| try_code(tx, &own(anna), anna, &used)).unwrap(), Verdict::Wrong, "the enrolment's code");
        db.clock().advance(SignedDuration::from_secs(30));
        let next = code_now(db, anna);
        assert_eq!(db.write(|tx| try_code(tx, &own(anna), anna, &next)).unwrap(), Verdict::Right);
        assert_eq!(db.write(|tx| try_code(tx, &own(anna), anna, &next)).unwrap(), Verdict::Wrong, "replayed");
        assert_eq!(db.write(|tx| try_code(tx, &own(anna), anna, &used)).unwrap(), Verdict::Wrong, "older than the last");
        assert!(journal(db, anna).contains(&"account.code_failed".to_owned()));
    });
}

#[test]
fn a_phone_half_a_minute_off_still_works_and_two_minutes_off_does_not() {
    on_each_engine(|db| {
        let anna = enrolled(db);
        let off = |seconds: i64| {
            let at = db.clock().now() + SignedDuration::from_secs(seconds);
            let code = db.read(|tx| code_at(tx, anna, at)).unwrap();
            db.write(|tx| try_code(tx, &own(anna), anna, &code)).unwrap()
        };
        assert_eq!(off(120), Verdict::Wrong);
        assert_eq!(off(30), Verdict::Right);
    });
}

#[test]
fn guessing_codes_is_braked() {
    on_each_engine(|db| {
        let anna = enrolled(db);
        let tries = (0..20).take_while(|_| db.write(|tx| try_code(tx, &own(anna), anna, "0000000")).is_ok()).count();
        assert!((5..=6).contains(&tries), "{tries}");
        let code = code_now(db, anna);
        assert!(matches!(db.write(|tx| try_code(tx, &own(anna), anna, &code)), Err(Error::TooMany { .. })));
    });
}

#[test]
fn whoever_has_one_is_asked_at_every_login_until_an_administrator_resets_it() {
    on_each_engine(|db| {
        let anna = enrolled(db);
        let token = db.write(|tx| sessions::open(tx, anna, false, "")).unwrap();
        assert_eq!(db.read(|tx| sessions::peek(tx, token.as_str())).unwrap().unwrap().lacks, Some(Lack::Code));
        db.write(|tx| reset(tx, &By::cli(), anna)).unwrap();
        assert!(db.read(|tx| sessions::peek(tx, token.as_str())).unwrap().is_none());
        let token = db.write(|tx| sessions::open(tx, anna, false, "")).unwrap();
        assert!(db.read(|tx| sessions::find(tx, token.as_str())).unwrap().is_some());
    });
}

//! The authenticator app: set up by a code, asked at each login, each step once.

use crate::{anna, journal};
use access::{
    Vault,
    login::own,
    second_factor::{Seeds, Verdict, begin, code_at, confirm, reset, seal_plain, seeds, try_code},
    sessions::{self, Lack},
};
use audit::By;
use jiff::SignedDuration;
use kernel::{Db, Error, db::testing::on_each_engine, id::AccountId, params};

fn vault() -> Vault {
    Vault::from_text("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").unwrap()
}

fn code_now(db: &Db, account: AccountId) -> String {
    let now = db.clock().now();
    db.read(|tx| code_at(tx, &vault(), account, now)).unwrap()
}

fn enrolled(db: &Db) -> AccountId {
    let anna = anna(db);
    db.write(|tx| begin(tx, &vault(), anna)).unwrap();
    let code = code_now(db, anna);
    db.write(|tx| confirm(tx, &vault(), &own(anna), anna, &code)).unwrap();
    anna
}

#[test]
fn reloading_the_page_doesn_t_change_the_secret_and_a_code_ends_the_setting_up() {
    on_each_engine(|db| {
        let anna = anna(db);
        let shown = db.write(|tx| begin(tx, &vault(), anna)).unwrap();
        assert_eq!(db.write(|tx| begin(tx, &vault(), anna)).unwrap(), shown);
        assert!(shown.url.starts_with("otpauth://totp/") && shown.url.contains("anna%40school.ru"), "{}", shown.url);
        assert_eq!(shown.secret.replace(' ', "").len(), 32);
        assert!(matches!(db.write(|tx| confirm(tx, &vault(), &own(anna), anna, "000000x")), Err(Error::Fields(_))));
        let code = code_now(db, anna);
        let spaced = format!(" {} {} ", &code[..3], &code[3..]);
        db.write(|tx| confirm(tx, &vault(), &own(anna), anna, &spaced)).unwrap();
        assert!(matches!(db.write(|tx| begin(tx, &vault(), anna)), Err(Error::Refusal(_))));
    });
}

#[test]
fn a_code_seen_over_the_shoulder_is_worth_nothing_once_used() {
    on_each_engine(|db| {
        let anna = enrolled(db);
        let used = code_now(db, anna);
        assert_eq!(db.write(|tx| try_code(tx, &vault(), &own(anna), anna, &used)).unwrap(), Verdict::Wrong, "the enrolment's code");
        db.clock().advance(SignedDuration::from_secs(30));
        let next = code_now(db, anna);
        assert_eq!(db.write(|tx| try_code(tx, &vault(), &own(anna), anna, &next)).unwrap(), Verdict::Right);
        assert_eq!(db.write(|tx| try_code(tx, &vault(), &own(anna), anna, &next)).unwrap(), Verdict::Wrong, "replayed");
        assert_eq!(db.write(|tx| try_code(tx, &vault(), &own(anna), anna, &used)).unwrap(), Verdict::Wrong, "older than the last");
        assert!(journal(db, anna).contains(&"account.code_failed".to_owned()));
    });
}

#[test]
fn a_phone_half_a_minute_off_still_works_and_two_minutes_off_does_not() {
    on_each_engine(|db| {
        let anna = enrolled(db);
        let off = |seconds: i64| {
            let at = db.clock().now() + SignedDuration::from_secs(seconds);
            let code = db.read(|tx| code_at(tx, &vault(), anna, at)).unwrap();
            db.write(|tx| try_code(tx, &vault(), &own(anna), anna, &code)).unwrap()
        };
        assert_eq!(off(120), Verdict::Wrong);
        assert_eq!(off(30), Verdict::Right);
    });
}

#[test]
fn guessing_codes_is_braked() {
    on_each_engine(|db| {
        let anna = enrolled(db);
        let tries = (0..20).take_while(|_| db.write(|tx| try_code(tx, &vault(), &own(anna), anna, "0000000")).is_ok()).count();
        assert!((5..=6).contains(&tries), "{tries}");
        let code = code_now(db, anna);
        assert!(matches!(db.write(|tx| try_code(tx, &vault(), &own(anna), anna, &code)), Err(Error::TooMany { .. })));
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

#[test]
fn the_seed_lies_sealed_and_one_left_plain_by_an_earlier_version_is_sealed_at_the_start() {
    on_each_engine(|db| {
        let anna = enrolled(db);
        let kept = |db: &Db| db.read(|tx| tx.one("SELECT totp_secret FROM account WHERE id = $1", params![anna], |row| row.get::<String>(0))).unwrap();
        assert!(kept(db).starts_with("x1."));
        let all = |key: Option<&Vault>| db.read(|tx| seeds(tx, key)).unwrap();
        assert_eq!(all(Some(&vault())), Seeds { opened: 1, ..Seeds::default() });
        assert_eq!((all(None), all(Some(&Vault::fresh()))), (Seeds { shut: 1, ..Seeds::default() }, Seeds { shut: 1, ..Seeds::default() }));
        db.write(|tx| Ok(tx.execute("UPDATE account SET totp_secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' WHERE id = $1", params![anna])?)).unwrap();
        assert_eq!(all(Some(&vault())), Seeds { plain: 1, ..Seeds::default() });
        assert_eq!(db.write(|tx| seal_plain(tx, &vault())).unwrap(), 1);
        assert!(!kept(db).contains("JBSWY3DP"));
        assert_eq!(db.write(|tx| seal_plain(tx, &vault())).unwrap(), 0, "once");
        db.clock().advance(SignedDuration::from_secs(30));
        let code = code_now(db, anna);
        assert_eq!(db.write(|tx| try_code(tx, &vault(), &own(anna), anna, &code)).unwrap(), Verdict::Right, "the same phone goes on");
    });
}

//! One-time codes: once, for a time, for their purpose.

use crate::anna;
use access::codes::{self, Purpose};
use audit::By;
use jiff::SignedDuration;
use kernel::{Error, db::testing::on_each_engine, params};

#[test]
fn a_code_is_good_once_and_for_its_purpose_only() {
    on_each_engine(|db| {
        let anna = anna(db);
        let code = db.write(|tx| codes::issue(tx, &By::cli(), anna, Purpose::FirstLogin)).unwrap().plain;
        let redeem = |purpose| db.write(|tx| codes::redeem(tx, &code, purpose)).unwrap();
        assert_eq!([redeem(Purpose::Reset), redeem(Purpose::Link)], [None, None]);
        assert_eq!(redeem(Purpose::FirstLogin), Some(anna));
        assert_eq!(redeem(Purpose::FirstLogin), None);
    });
}

#[test]
fn codes_run_out() {
    on_each_engine(|db| {
        let anna = anna(db);
        for (purpose, term) in [(Purpose::FirstLogin, SignedDuration::from_hours(14 * 24)), (Purpose::Reset, SignedDuration::from_hours(1))] {
            let code = db.write(|tx| codes::issue(tx, &By::cli(), anna, purpose)).unwrap().plain;
            db.clock().advance(term - SignedDuration::from_secs(1));
            assert_eq!(db.read(|tx| codes::whose(tx, &code, purpose)).unwrap(), Some(anna));
            db.clock().advance(SignedDuration::from_secs(1));
            assert_eq!(db.read(|tx| codes::whose(tx, &code, purpose)).unwrap(), None);
        }
    });
}

#[test]
fn a_new_code_voids_the_old_one_and_a_closed_account_gets_none() {
    on_each_engine(|db| {
        let anna = anna(db);
        let issue = || db.write(|tx| codes::issue(tx, &By::cli(), anna, Purpose::FirstLogin));
        let (old, new) = (issue().unwrap().plain, issue().unwrap().plain);
        assert_eq!(db.read(|tx| codes::whose(tx, &old, Purpose::FirstLogin)).unwrap(), None);
        db.write(|tx| access::accounts::disable(tx, &By::cli(), anna)).unwrap();
        assert_eq!(db.read(|tx| codes::whose(tx, &new, Purpose::FirstLogin)).unwrap(), None);
        assert!(matches!(issue(), Err(Error::Refusal(_))));
    });
}

#[test]
fn neither_table_nor_journal_holds_a_readable_code() {
    on_each_engine(|db| {
        let anna = anna(db);
        let code = db.write(|tx| codes::issue(tx, &By::cli(), anna, Purpose::FirstLogin)).unwrap().plain;
        let stored: String = db.read(|tx| tx.one("SELECT code_hash FROM account_code", params![], |row| row.get(0))).unwrap();
        assert_eq!(stored.len(), 64);
        let pattern = format!("%{code}%");
        assert_eq!(db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM audit_payload WHERE body LIKE $1", params![pattern])?)).unwrap(), 0);
    });
}

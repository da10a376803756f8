//! The chain holds, shows what was tampered with, and survives a lawful erasure.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail loudly")]

use audit::{By, Event, Record, Verdict, verify};
use kernel::{Db, db::testing::on_each_engine, id::PersonId, params};
use serde_json::json;

fn three_events(db: &Db) -> PersonId {
    let person = PersonId::fresh();
    db.write(|tx| {
        tx.record(&By::system(), Event::new("person.viewed", "person", person).of(person).with(json!({"phone": "+7914"})))?;
        tx.record(&By::visitor(), Event::new("account.login_failed", "account", "x"))?;
        tx.record(&By::cli(), Event::new("person.viewed", "person", person).of(person))
    })
    .unwrap();
    person
}

#[test]
fn an_untouched_chain_is_whole() {
    on_each_engine(|db| {
        three_events(db);
        assert!(matches!(db.read(verify).unwrap(), Verdict::Whole { events: 3, erased: 0, .. }));
    });
}

#[test]
fn erasure_takes_what_was_said_and_leaves_the_chain_whole() {
    on_each_engine(|db| {
        let person = three_events(db);
        assert_eq!(db.write(|tx| audit::erase(tx, person)).unwrap(), 2);
        assert!(matches!(db.read(verify).unwrap(), Verdict::Whole { events: 3, erased: 2, .. }));
        let left = db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM audit_payload WHERE body LIKE '%7914%'", params![])?)).unwrap();
        assert_eq!(left, 0);
    });
}

#[test]
fn every_kind_of_tampering_is_seen_at_its_place() {
    for (sql, at) in [
        ("UPDATE audit_event SET actor = 'cli' WHERE seq = 2", 2),
        ("UPDATE audit_payload SET body = '{}' WHERE seq = 1", 1),
        ("UPDATE audit_event SET seq = 4 WHERE seq = 3", 4),
        ("UPDATE audit_event SET happened_at = '2020-01-01T00:00:00.000000Z' WHERE seq = 2", 2),
    ] {
        let test = kernel::db::testing::sqlite();
        three_events(&test.db);
        let tampered = test.db.write(|tx| {
            if sql.contains("SET seq") {
                tx.execute("DELETE FROM audit_payload WHERE seq = 3", params![])?;
            }
            Ok(tx.execute(sql, params![])?)
        });
        assert_eq!(tampered.unwrap(), 1, "{sql}");
        assert!(matches!(test.db.read(verify).unwrap(), Verdict::Broken { seq, .. } if seq == at), "{sql}");
    }
}

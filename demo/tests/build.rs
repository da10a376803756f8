//! The demo region is whole, legal and the same every time.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests: a broken stage must stop the story")]

use demo::Size;
use kernel::{Db, db::testing, news::Listeners, params};

fn built() -> testing::TestDb {
    let test = testing::sqlite();
    let app = web::testing::app(&test.db, Listeners::default());
    demo::build(&app, Size::Small).unwrap();
    test
}

fn count(db: &Db, sql: &str) -> u64 {
    db.read(|tx| Ok(tx.count(sql, params![])?)).unwrap()
}

fn fingerprint(db: &Db) -> Vec<String> {
    db.read(|tx| {
        Ok(tx.query("SELECT p.family, p.given, p.place_id FROM person p ORDER BY p.sort_key, p.place_id, p.email", params![], |row| {
            Ok(format!("{} {} {}", row.get::<String>(0)?, row.get::<String>(1)?, row.get::<String>(2)?))
        })?)
    })
    .unwrap()
}

#[test]
fn the_small_region_has_everything_and_is_the_same_every_time() {
    let (one, two) = (built(), built());
    let db = &one.db;
    assert_eq!(fingerprint(db), fingerprint(&two.db));
    assert!(count(db, "SELECT COUNT(*) FROM place WHERE kind = 'school'") >= 40);
    assert!(count(db, "SELECT COUNT(*) FROM person") >= 900);
    assert!(count(db, "SELECT COUNT(*) FROM membership") >= 60);
    for state in ["draft", "submitted", "returned", "checked", "endorsed", "declined", "withdrawn"] {
        assert!(count(db, &format!("SELECT COUNT(*) FROM application WHERE state = '{state}'")) > 0, "{state}");
    }
    assert!(count(db, "SELECT COUNT(*) FROM membership_pause") > 0);
    assert_eq!((count(db, "SELECT COUNT(*) FROM programme_course"), count(db, "SELECT COUNT(*) FROM contest")), (6, 4));
    for state in ["asked", "shown", "accepted", "returned"] {
        assert!(count(db, &format!("SELECT COUNT(*) FROM course_task WHERE state = '{state}'")) > 0, "an answer after a course: {state}");
    }
    assert!(count(db, "SELECT COUNT(*) FROM low_school") >= 6 && count(db, "SELECT COUNT(*) FROM low_school_visit") > 0 && count(db, "SELECT COUNT(*) FROM expert") >= 12);
    for kind in ["programme", "internship", "master_class", "open_lesson", "mentor", "material", "practice"] {
        assert!(count(db, &format!("SELECT COUNT(*) FROM resource WHERE kind = '{kind}' AND state = 'live'")) > 0, "{kind}");
    }
    for state in ["new", "taken", "answered", "closed", "withdrawn"] {
        assert!(count(db, &format!("SELECT COUNT(*) FROM help_request WHERE state = '{state}'")) > 0, "help: {state}");
    }
    assert!(count(db, "SELECT COUNT(*) FROM private_help_month WHERE askers >= 5") > 0 && count(db, "SELECT COUNT(*) FROM private_help WHERE state = 'closed' AND closed_at < '2026-10-01'") == 0);
    assert!(count(db, "SELECT COUNT(*) FROM notice WHERE read_at IS NULL") > 0 && count(db, "SELECT COUNT(*) FROM letter WHERE once_key LIKE 'notice/%'") == 0);
    let personas = db.read(demo::personas).unwrap();
    for role in access::Role::ALL {
        assert!(personas.iter().any(|persona| persona.role == *role), "{role}");
    }
    assert!(matches!(db.read(audit::verify).unwrap(), audit::Verdict::Whole { .. }));
    let over = db
        .read(|tx| {
            let today = tx.today();
            Ok(membership::board(tx, today, &[])?.iter().filter(|line| line.over() > 0).count())
        })
        .unwrap();
    assert_eq!(over, 0, "nothing is over its quota");
}

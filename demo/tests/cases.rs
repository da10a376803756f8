//! The demo's cases: in every state, with a history, and the personas among them.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests: a broken region must stop the story")]

use kernel::{Db, news::Listeners, params};

fn count(db: &Db, sql: &str) -> u64 {
    db.read(|tx| Ok(tx.count(sql, params![])?)).unwrap()
}

#[test]
fn cases_stand_in_every_state_and_the_personas_take_part() {
    let test = kernel::db::testing::sqlite();
    let listeners = Listeners::new(vec![pathways::walk::listen, pathways::listen, cases::listen, resources::listen, deficits::listen, observation::listen, diagnostics::listen, consent::erasure, people::listen]);
    let app = web::testing::app(&test.db, listeners);
    demo::build(&app, demo::Size::Small).unwrap();
    let db = &test.db;
    for state in ["proposed", "open", "closed", "stopped", "declined"] {
        assert!(count(db, &format!("SELECT COUNT(*) FROM case_file WHERE state = '{state}'")) > 0, "no case is {state}");
    }
    for state in ["draft", "active", "presented", "closed"] {
        assert!(count(db, &format!("SELECT COUNT(*) FROM pathway WHERE state = '{state}'")) > 0, "no pathway is {state}");
    }
    assert!(count(db, "SELECT COUNT(*) FROM case_file") >= 60);
    assert!(count(db, "SELECT COUNT(DISTINCT substr(opened_on, 1, 7)) FROM case_file") > 6, "a history of many months");
    assert_eq!(count(db, "SELECT COUNT(*) FROM case_file WHERE opened_on > '2026-11-23' OR closed_on > '2026-11-23'"), 0, "nothing happens tomorrow");
    let persona = "SELECT COUNT(*) FROM case_seat s JOIN account a ON a.person_id = s.person_id WHERE s.state = 'joined' AND a.email = ";
    for (email, role) in [("member@aktiv.example", "teacher"), ("methodist@aktiv.example", "regional_methodist"), ("school@aktiv.example", "deputy_head"), ("member@aktiv.example", "mentor")] {
        assert!(count(db, &format!("{persona}'{email}' AND s.role = '{role}'")) > 0, "{email} as {role}");
    }
    assert_eq!(count(db, "SELECT COUNT(*) FROM step_report WHERE state = 'returned'"), 1);
}

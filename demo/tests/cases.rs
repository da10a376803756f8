//! The demo's cases: in every state, with a history, and the personas among them.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests: a broken region must stop the story")]

use insight::{ChangeAnswer, EffectAnswer, Grouping, LinkAnswer, Question, WorkedAnswer, lots};
use kernel::{Db, id::PlaceId, news::Listeners, params};
use serde::de::DeserializeOwned;
use structure::places::REGION;

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
    what_helps_is_told(db);
}

fn answer<T: DeserializeOwned>(db: &Db, question: Question) -> T {
    let run = db.read(|tx| insight::latest(tx, question, &PlaceId::from(REGION))).unwrap().unwrap();
    serde_json::from_str(&run.result).unwrap()
}

/// Each of the four pages says more than that there is little data; a lot was drawn and can be checked, another waits for its day.
fn what_helps_is_told(db: &Db) {
    let worked: WorkedAnswer = answer(db, Question::Worked);
    assert!(worked.usual.is_some() && !worked.of(Grouping::Kind).is_empty() && !worked.of(Grouping::Resource).is_empty() && worked.team.is_some(), "{worked:?}");
    let link: LinkAnswer = answer(db, Question::Link);
    assert!(link.shown().is_some_and(|contrast| contrast.low > 0.0), "{link:?}");
    let effect: EffectAnswer = answer(db, Question::Effect);
    assert!(effect.main().is_some_and(|one| one.label() == "доказано" && one.effect.high < 0.0), "{effect:?}");
    let change: ChangeAnswer = answer(db, Question::Change);
    assert!(change.region.as_ref().is_some_and(|one| one.outside) && change.municipalities.iter().any(|one| one.outside && one.change.is_sure()), "{change:?}");
    let drawn: Vec<String> = db.read(|tx| Ok(tx.query("SELECT id FROM insight_lot WHERE state = 'drawn'", params![], |row| row.get(0))?)).unwrap();
    assert_eq!((drawn.len(), count(db, "SELECT COUNT(*) FROM insight_lot WHERE state = 'announced'")), (1, 1));
    assert_eq!(count(db, "SELECT COUNT(*) FROM insight_lot WHERE state = 'announced' AND secret NOT LIKE 'x1.%'"), 0, "sealed until its day");
    let coordinator = db.read(demo::personas).unwrap().into_iter().find(|persona| persona.role == access::Role::Coordinator).unwrap();
    let secret = db.write(|tx| access::sessions::open(tx, coordinator.account, true, "test")).unwrap();
    let (actor, _) = db.write(|tx| access::sessions::find(tx, secret.as_str())).unwrap().unwrap();
    let is_honest = db.read(|tx| {
        let lot = lots::load(tx, &actor, drawn[0].parse().unwrap())?;
        let entries = lots::entries(tx, &actor, &lot)?;
        Ok(lots::is_honest(&lot, &entries))
    });
    assert!(is_honest.unwrap());
}

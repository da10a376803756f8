//! Giving: what lives, term by term and datum by datum.

use crate::stand::{given, later, listeners, set_up};
use PublicationItem::{FullName, School, Subject};
use audit::By;
use consent::{Choice, ConsentKind, PublicationItem, choose_again, has_live, live_item_sql, live_items, texts};
use jiff::civil::date;
use kernel::{Db, Error, db::testing::on_each_engine, id::PersonId, params};
use serde_json::json;

fn live(db: &Db, person: PersonId) -> Vec<PublicationItem> {
    db.read(|tx| live_items(tx, person, tx.today())).unwrap()
}

fn choose(db: &Db, person: PersonId, items: &[PublicationItem]) {
    db.write(|tx| {
        let text_id = texts::current(tx, ConsentKind::Publication, tx.today())?.id;
        choose_again(tx, &listeners(), &By::system(), Choice { person, text_id, items: items.to_vec(), conditions: String::new(), term_until: None, evidence: json!({}), account: None })
    })
    .unwrap();
}

fn counts(db: &Db) -> (u64, u64, u64) {
    db.read(|tx| Ok((tx.count("SELECT COUNT(*) FROM consent", params![])?, tx.count("SELECT COUNT(*) FROM withdrawal", params![])?, tx.count("SELECT COUNT(*) FROM duty", params![])?))).unwrap()
}

#[test]
fn the_newest_consent_decides_and_an_older_one_never_comes_back() {
    on_each_engine(|db| {
        let stage = set_up(db);
        db.write(|tx| given(tx, stage.anna, ConsentKind::Publication, PublicationItem::ALL, None)).unwrap();
        assert_eq!(live(db, stage.anna), [FullName, Subject, School]);
        db.write(|tx| given(tx, stage.anna, ConsentKind::Publication, &[Subject], Some(date(2026, 12, 1)))).unwrap();
        assert_eq!(live(db, stage.anna), [Subject], "the same instant: the later id is the newer");
        assert_eq!(live(&later(db, 8), stage.anna), [], "the term is over and the wider, older consent stays dead");
    });
}

#[test]
fn the_term_ends_with_its_last_day() {
    on_each_engine(|db| {
        let stage = set_up(db);
        db.write(|tx| given(tx, stage.anna, ConsentKind::Processing, &[], Some(date(2026, 12, 1)))).unwrap();
        let on = |day| db.read(|tx| has_live(tx, stage.anna, ConsentKind::Processing, day)).unwrap();
        assert!(on(date(2026, 11, 30)) && !on(date(2026, 12, 1)));
        let late = db.write(|tx| given(tx, stage.anna, ConsentKind::Processing, &[], Some(date(2026, 11, 23))));
        assert!(matches!(late, Err(Error::Fields(errors)) if errors.of("term_until").is_some()));
    });
}

#[test]
fn publication_needs_a_choice_and_the_other_kinds_take_none() {
    on_each_engine(|db| {
        let stage = set_up(db);
        assert!(db.write(|tx| given(tx, stage.anna, ConsentKind::Publication, &[], None)).is_err());
        assert!(db.write(|tx| given(tx, stage.anna, ConsentKind::Processing, &[School], None)).is_err());
        assert!(matches!(db.write(|tx| given(tx, PersonId::fresh(), ConsentKind::Processing, &[], None)), Err(Error::NotFound)));
        let wrong = db.write(|tx| {
            let text_id = texts::current(tx, ConsentKind::Inclusion, tx.today())?.id;
            consent::give(
                tx,
                &By::system(),
                consent::Given {
                    person: stage.anna,
                    kind: ConsentKind::Processing,
                    text_id,
                    items: vec![],
                    conditions: String::new(),
                    term_until: None,
                    received_on: None,
                    channel: consent::Channel::Paper,
                    evidence: json!({}),
                    account: None,
                },
            )
        });
        assert!(matches!(wrong, Err(Error::Refusal(_))), "a text of another kind");
        assert_eq!(counts(db), (0, 0, 0));
    });
}

#[test]
fn choosing_again_withdraws_what_was_dropped_and_asks_anew_only_for_what_was_added() {
    on_each_engine(|db| {
        let stage = set_up(db);
        choose(db, stage.anna, &[FullName, School]);
        assert_eq!((live(db, stage.anna), counts(db)), (vec![FullName, School], (1, 0, 0)));
        choose(db, stage.anna, &[FullName, School]);
        assert_eq!(counts(db), (1, 0, 0), "the same choice changes nothing");
        choose(db, stage.anna, &[FullName]);
        assert_eq!((live(db, stage.anna), counts(db)), (vec![FullName], (1, 1, 1)));
        choose(db, stage.anna, &[Subject]);
        assert_eq!((live(db, stage.anna), counts(db)), (vec![Subject], (2, 2, 2)));
        choose(db, stage.anna, &[]);
        assert_eq!((live(db, stage.anna), counts(db)), (vec![], (2, 3, 3)));
    });
}

#[test]
fn the_public_page_walks_indexes_only() {
    let test = kernel::db::testing::sqlite();
    let sql = format!("EXPLAIN QUERY PLAN SELECT p.id FROM person p WHERE {}", live_item_sql("p.id", "'full_name'", "$1"));
    let plan: Vec<String> = test.db.read(|tx| Ok(tx.query(&sql, params!["2026-11-23"], |row| row.get(3))?)).unwrap();
    assert!(plan.iter().any(|step| step.contains("live_c") && step.contains("INDEX")), "{plan:?}");
    assert!(!plan.iter().any(|step| step.starts_with("SCAN live_")), "{plan:?}");
}

#[test]
fn the_public_page_can_ask_per_datum_within_its_own_query() {
    on_each_engine(|db| {
        let stage = set_up(db);
        db.write(|tx| given(tx, stage.anna, ConsentKind::Publication, &[FullName], None)).unwrap();
        let named = |item: &str| {
            let sql = format!("SELECT COUNT(*) FROM person p WHERE {}", live_item_sql("p.id", item, "$1"));
            db.read(|tx| Ok(tx.count(&sql, params![tx.today()])?)).unwrap()
        };
        assert_eq!((named("'full_name'"), named("'school'")), (1, 0));
    });
}

//! Withdrawing: at once, once, with the duties that follow.

use crate::stand::{all_given, given, listeners, person, set_up};
use access::Scope;
use audit::By;
use consent::{ConsentKind, PublicationItem, Target, Withdrawal, WithdrawalChannel, Withdrawn, duty, duty::DutyKind, has_live, live_items, withdraw};
use jiff::civil::date;
use kernel::{
    Date, Error, Result, Slice, Tx,
    db::testing::on_each_engine,
    id::PersonId,
    news::{Listeners, News},
    params,
};
use serde_json::json;
use std::sync::Mutex;

fn demand(person: PersonId, kind: ConsentKind, item: Option<PublicationItem>, received_on: Date) -> Withdrawal {
    Withdrawal { target: Target::Newest(person, kind), item, received_on, channel: WithdrawalChannel::Paper, evidence: json!({"clerk": "x"}) }
}

fn withdrawn(tx: &mut Tx<'_>, person: PersonId, kind: ConsentKind, item: Option<PublicationItem>) -> Result<Withdrawn> {
    let today = tx.today();
    withdraw(tx, &listeners(), &By::system(), demand(person, kind, item, today))
}

/// The same database some days ago.
fn earlier(db: &kernel::Db) -> kernel::Db {
    crate::stand::later(db, -5)
}

fn open_duties(tx: &mut Tx<'_>) -> Vec<(DutyKind, Date)> {
    duty::list(tx, &Scope::program("test"), false, Slice::first()).unwrap().rows.into_iter().map(|duty| (duty.kind, duty.due_on)).collect()
}

#[test]
fn one_datum_goes_at_once_and_the_others_stay() {
    on_each_engine(|db| {
        let stage = set_up(db);
        db.write(|tx| {
            all_given(tx, stage.anna);
            let first = withdrawn(tx, stage.anna, ConsentKind::Publication, Some(PublicationItem::School))?;
            assert_eq!(live_items(tx, stage.anna, tx.today())?, [PublicationItem::FullName, PublicationItem::Subject]);
            assert_eq!(open_duties(tx), [(DutyKind::StopPublication, date(2026, 11, 26))], "three working days after a Monday");
            let again = withdrawn(tx, stage.anna, ConsentKind::Publication, Some(PublicationItem::School))?;
            assert_eq!((first, open_duties(tx).len()), (again, 1), "a repeat leads to the same and changes nothing");
            let whole = withdrawn(tx, stage.anna, ConsentKind::Publication, None)?;
            assert_ne!(whole.id, first.id);
            assert_eq!(live_items(tx, stage.anna, tx.today())?, []);
            assert_eq!(withdrawn(tx, stage.anna, ConsentKind::Publication, Some(PublicationItem::Subject))?.id, whole.id, "a datum of what is withdrawn as a whole");
            assert!(has_live(tx, stage.anna, ConsentKind::Processing, tx.today())?, "the other consents live on");
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn the_new_year_holidays_do_not_count() {
    on_each_engine(|db| {
        let stage = set_up(db);
        let at = "2026-12-30T01:00:00Z".parse().unwrap();
        let eve = db.with_clock(kernel::Clock::fixed(at, db.clock().zone().clone()));
        eve.write(|tx| {
            all_given(tx, stage.anna);
            withdrawn(tx, stage.anna, ConsentKind::Publication, None)?;
            let calendar = structure::calendar(tx)?;
            let due = open_duties(tx)[0].1;
            let by_hand = structure::calendar::working_days_after(&calendar, date(2026, 12, 30), 3);
            assert_eq!(due, by_hand);
            assert!(due >= date(2027, 1, 12), "the first working days of January come after the 8th: {due}");
            assert!((1..=8).all(|day| !calendar.is_working(date(2027, 1, day))));
            Ok(())
        })
        .unwrap();
    });
}

static HEARD: Mutex<Vec<News>> = Mutex::new(Vec::new());

fn ear(_: &mut Tx<'_>, news: News) -> Result<Vec<String>> {
    HEARD.lock().unwrap().push(news);
    Ok(Vec::new())
}

#[test]
fn processing_withdrawn_ends_publication_too_and_asks_for_destruction_in_thirty_days() {
    on_each_engine(|db| {
        let stage = set_up(db);
        earlier(db)
            .write(|tx| {
                all_given(tx, stage.anna);
                Ok(())
            })
            .unwrap();
        db.write(|tx| {
            let ears = Listeners::new(vec![ear]);
            let done = withdraw(tx, &ears, &By::system(), demand(stage.anna, ConsentKind::Processing, None, date(2026, 11, 20)))?;
            assert!(done.destruction.is_some());
            assert_eq!(open_duties(tx), [(DutyKind::StopPublication, date(2026, 11, 25)), (DutyKind::Destroy, date(2026, 12, 20))], "counted from the day of receipt");
            assert_eq!(live_items(tx, stage.anna, tx.today())?, []);
            assert!(!has_live(tx, stage.anna, ConsentKind::Processing, tx.today())?);
            let again = withdraw(tx, &ears, &By::system(), demand(stage.anna, ConsentKind::Processing, None, date(2026, 11, 20)))?;
            assert_eq!(again, done);
            assert_eq!(tx.count("SELECT COUNT(*) FROM destruction", params![])?, 1);
            withdraw(tx, &ears, &By::system(), demand(stage.anna, ConsentKind::Inclusion, None, date(2026, 11, 20)))?;
            let person = stage.anna;
            let heard: Vec<News> = HEARD.lock().unwrap().drain(..).collect();
            assert_eq!(heard, [News::ProcessingWithdrawn { person }, News::PublicationWithdrawn { person }, News::InclusionWithdrawn { person }]);
            Ok(())
        })
        .unwrap();
    });
}

#[test]
fn what_cannot_be_withdrawn_is_refused_with_a_sentence() {
    on_each_engine(|db| {
        let stage = set_up(db);
        let refused = |demand: Withdrawal| db.write(|tx| withdraw(tx, &listeners(), &By::system(), demand)).unwrap_err();
        assert!(matches!(refused(demand(stage.anna, ConsentKind::Processing, None, date(2026, 11, 23))), Error::Refusal(said) if said.contains("обращение")));
        let old = db.write(|tx| {
            let old = given(tx, stage.anna, ConsentKind::Publication, &[PublicationItem::School], None)?;
            given(tx, stage.anna, ConsentKind::Publication, &[PublicationItem::Subject], None)?;
            Ok(old)
        });
        let old = Withdrawal { target: Target::Consent(old.unwrap()), ..demand(stage.anna, ConsentKind::Publication, None, date(2026, 11, 23)) };
        assert!(matches!(refused(old), Error::Refusal(said) if said.contains("заменено")));
        assert!(matches!(refused(demand(stage.anna, ConsentKind::Publication, Some(PublicationItem::School), date(2026, 11, 23))), Error::Refusal(_)));
        for day in [date(2026, 11, 24), date(2026, 11, 22)] {
            assert!(matches!(refused(demand(stage.anna, ConsentKind::Publication, None, day)), Error::Fields(errors) if errors.of("received_on").is_some()), "not received yet, or before the consent was given: {day}");
        }
    });
}

#[test]
fn merged_cards_keep_the_newest_decision() {
    on_each_engine(|db| {
        let stage = set_up(db);
        db.write(|tx| {
            all_given(tx, stage.anna);
            let double = person(tx, &stage.school, "Редкофамильцева", None, None);
            given(tx, double, ConsentKind::Publication, &[PublicationItem::Subject], None)?;
            listeners().tell(tx, News::Merged { gone: double, kept: stage.anna })?;
            assert_eq!(live_items(tx, stage.anna, tx.today())?, [PublicationItem::Subject]);
            assert_eq!(live_items(tx, double, tx.today())?, []);
            Ok(())
        })
        .unwrap();
    });
}

//! What withdrawing, erasing and merging leave behind.

use crate::stage::{answer_all, assign, begin, count, here, instrument, listeners, one, set_up, staff, submit, teacher, tell};
use access::Role;
use consent::{ConsentKind, Target, Withdrawal, WithdrawalChannel};
use kernel::{Db, db::testing::on_each_engine, id::PersonId, news::News};
use serde_json::json;

async fn withdraw(db: &Db, person: PersonId) {
    db.writing(move |tx| {
        let received_on = tx.today();
        let demand = Withdrawal { target: Target::Newest(person, ConsentKind::Diagnostics), item: None, received_on, channel: WithdrawalChannel::Cabinet, evidence: json!({}) };
        consent::withdraw(tx, &listeners(), &audit::By::system(), demand).map(|_| ())
    })
    .await
    .unwrap();
}

async fn tell_news(db: &Db, news: News) -> Vec<String> {
    db.writing(move |tx| diagnostics::listen(tx, news)).await.unwrap()
}

#[test]
fn withdrawing_in_the_middle_makes_the_attempt_void_and_erases_its_answers() {
    on_each_engine(|db| {
        let stage = set_up(db);
        let mut methodist = staff(db, &stage, Role::Methodist);
        let mut expert = staff(db, &stage, Role::Expert);
        let (_, mut anna) = teacher(db, &stage, stage.anna);
        tell(async {
            let made = instrument(&mut methodist, &stage, "1", "").await;
            let assignment = assign(db, &mut methodist, &made, stage.anna).await;
            let attempt = begin(&mut anna, &assignment).await;
            answer_all(&mut anna, &attempt, "c0").await;
            anna.open(&format!("{attempt}/items/1")).await;
            withdraw(db, stage.anna).await;
            let late = anna.post(&format!("{attempt}/items/1"), &[("seen", "9"), ("page", "p"), ("answer", "c1")]).await.clone();
            assert!(late.status == 409 && late.says("согласие на диагностику отозвано"), "{}", late.html);
            assert!(anna.open(&attempt).await.says("не засчитывается"), "{}", anna.page.html);
            assert_eq!(anna.post(&format!("{attempt}/submission"), &[]).await.status, 409);
            assert_eq!(count(db, "SELECT COUNT(*) FROM answer").await, 0);
            assert_eq!((one(db, "SELECT state FROM attempt").await, one(db, "SELECT state FROM assignment").await), ("void".into(), "declined".into()));
            assert!(expert.open("/marking").await.says("Сейчас брать нечего"));
            let page = format!("/cabinet/diagnostics/{assignment}");
            anna.open(&page).await;
            anna.post(&format!("{page}/start"), &[]).await;
            assert!(here(&anna).ends_with("/consent"), "whoever thinks again is asked again: {}", anna.page.html);
        });
    });
}

#[test]
fn erasing_takes_everything_and_merging_hands_it_over() {
    on_each_engine(|db| {
        let stage = set_up(db);
        let mut methodist = staff(db, &stage, Role::Methodist);
        let mut expert = staff(db, &stage, Role::Expert);
        let (_, mut anna) = teacher(db, &stage, stage.anna);
        tell(async {
            let made = instrument(&mut methodist, &stage, "1", "").await;
            let assignment = assign(db, &mut methodist, &made, stage.anna).await;
            let attempt = begin(&mut anna, &assignment).await;
            answer_all(&mut anna, &attempt, "c0").await;
            submit(&mut anna, &attempt).await;
            expert.open("/marking").await;
            expert.post("/marking/next", &[]).await;
            assert!(anna.open("/cabinet/about-me").await.says("Хранится ответов на задания"), "{}", anna.page.html);

            tell_news(db, News::Merged { gone: stage.anna, kept: stage.boris }).await;
            let boris = stage.boris.to_string();
            assert_eq!(one(db, "SELECT person_id FROM attempt").await, boris);
            assert_eq!(one(db, "SELECT person_id FROM assignment").await, boris);

            let done = tell_news(db, News::Erase { person: stage.boris }).await.join("; ");
            assert!(done.contains("попытки (1)") && done.contains("назначения (1)"), "{done}");
            for table in ["answer", "answer_file", "attempt_item", "attempt", "assignment", "mark"] {
                let sql: &'static str = Box::leak(format!("SELECT COUNT(*) FROM {table}").into_boxed_str());
                assert_eq!(count(db, sql).await, 0, "{table}");
            }
            assert!(tell_news(db, News::Erase { person: stage.boris }).await.is_empty(), "nothing twice");
        });
    });
}

//! Experts: nobody's name, two marks apart, a third when they diverge, agreement.

use crate::stage::{Stage, account, answer_all, assign, begin, count, device, field, here, instrument, one, set_up, staff, submit, teacher, tell, times_scored};
use access::Role;
use kernel::{Db, db::testing::on_each_engine};
use structure::places::REGION;
use web::testing::Visitor;

/// Anna has sent an attempt with one open answer.
async fn sent(db: &Db, stage: &Stage, methodist: &mut Visitor, anna: &mut Visitor) -> String {
    let made = instrument(methodist, stage, "1", "").await;
    let assignment = assign(db, methodist, &made, stage.anna).await;
    let attempt = begin(anna, &assignment).await;
    answer_all(anna, &attempt, "c0").await;
    submit(anna, &attempt).await;
    attempt
}

/// An expert takes the next answer and marks it.
async fn mark(expert: &mut Visitor, first: &str, second: &str) {
    expert.open("/marking").await;
    expert.post("/marking/next", &[]).await;
    let (at, version) = (here(expert), field(expert, "version"));
    assert!(at.starts_with("/marking/") && !at.ends_with("/next"), "{} {}", expert.page.status, expert.page.html);
    expert.post(&at, &[("version", &version), ("criterion-0", first), ("criterion-1", second), ("note", "хорошо")]).await;
    assert!(expert.page.says("Оценка сохранена"), "{}", expert.page.html);
}

#[test]
fn two_experts_who_agree_settle_it_without_knowing_whose_it_is() {
    on_each_engine(|db| {
        let stage = set_up(db);
        let mut methodist = staff(db, &stage, Role::Methodist);
        let (_, mut anna) = teacher(db, &stage, stage.anna);
        let (mut first, mut second, mut third) = (staff(db, &stage, Role::Expert), staff(db, &stage, Role::Expert), staff(db, &stage, Role::Expert));
        tell(async {
            let attempt = sent(db, &stage, &mut methodist, &mut anna).await;
            assert!(anna.page.says("проверят два эксперта") && !anna.page.says("/cabinet/results/"));
            first.open("/marking").await;
            for secret in ["Редкофамильцева", "Школа", "Бикин", &attempt, &stage.anna.to_string()] {
                assert!(!first.page.says(secret), "{secret} is told");
            }
            first.post("/marking/next", &[]).await;
            let at = here(&first);
            for secret in ["Редкофамильцева", "Школа", "Бикин", &attempt, &stage.anna.to_string()] {
                assert!(!first.page.says(secret), "{secret} is told");
            }
            assert!(first.page.says("Урок о дробях") && first.page.says("Цель"));
            assert_eq!(second.open(&at).await.status, 404, "what another holds is not seen");
            let version = field(&first, "version");
            let wrong = first.post(&at, &[("version", &version), ("criterion-0", "4"), ("criterion-1", "1")]).await.status;
            assert_eq!(wrong, 422, "more than the criterion gives");
            first.post(&format!("{at}/return"), &[]).await;
            assert!(first.page.says("возвращён"), "{}", first.page.html);

            mark(&mut first, "3", "1").await;
            assert!(first.open("/marking").await.says("Сейчас брать нечего"), "never the same answer twice: {}", first.page.html);
            assert_eq!(first.post("/marking/next", &[]).await.status, 409);
            mark(&mut second, "2", "1").await;
            assert_eq!(one(db, "SELECT state FROM attempt").await, "scored");
            assert_eq!(one(db, "SELECT CAST(score AS TEXT) FROM attempt_item WHERE position = 9").await, "4", "3 or 4: doubt speaks for the teacher");
            assert_eq!(one(db, "SELECT scored_by FROM attempt_item WHERE position = 9").await, "experts");
            assert_eq!(scored(db).await, 1);
            assert!(third.open("/marking").await.says("Сейчас брать нечего"));
            assert!(anna.open(&attempt).await.says("/cabinet/results/"));
            assert!(methodist.open("/marking/agreement").await.says("Оценивание"), "{}", methodist.page.html);
            assert_eq!(third.open("/marking/agreement").await.status, 404);
        });
    });
}

async fn scored(db: &Db) -> u64 {
    let db = db.clone();
    tokio::task::spawn_blocking(move || times_scored(&db)).await.unwrap()
}

#[test]
fn a_third_expert_decides_when_two_diverge() {
    on_each_engine(|db| {
        let stage = set_up(db);
        let mut methodist = staff(db, &stage, Role::Methodist);
        let (_, mut anna) = teacher(db, &stage, stage.anna);
        let (mut first, mut second, mut third) = (staff(db, &stage, Role::Expert), staff(db, &stage, Role::Expert), staff(db, &stage, Role::Expert));
        tell(async {
            sent(db, &stage, &mut methodist, &mut anna).await;
            mark(&mut first, "3", "2").await;
            mark(&mut second, "0", "1").await;
            assert_eq!((one(db, "SELECT state FROM attempt").await.as_str(), scored(db).await), ("submitted", 0));
            assert!(third.open("/marking").await.says("третья проверка"), "{}", third.page.html);
            assert!(first.open("/marking").await.says("Сейчас брать нечего"), "the two don't mark again");
            mark(&mut third, "3", "1").await;
            assert_eq!(one(db, "SELECT CAST(score AS TEXT) FROM attempt_item WHERE position = 9").await, "5", "5, 1 and 4: the nearest two, rounded up");
            assert_eq!(scored(db).await, 1);
        });
    });
}

#[test]
fn an_expert_never_marks_the_own_answer() {
    on_each_engine(|db| {
        let stage = set_up(db);
        let mut methodist = staff(db, &stage, Role::Methodist);
        let (_, mut anna) = teacher(db, &stage, stage.anna);
        let own = account(db, "Эксперт", Role::Expert, REGION, Some(stage.anna));
        let mut herself = device(db, &stage, own);
        let mut other = staff(db, &stage, Role::Expert);
        tell(async {
            sent(db, &stage, &mut methodist, &mut anna).await;
            assert!(herself.open("/marking").await.says("Сейчас брать нечего"), "{}", herself.page.html);
            other.open("/marking").await;
            let id = one(db, "SELECT id FROM mark WHERE turn = 1").await;
            assert_eq!(herself.post(&format!("/marking/{id}/taking"), &[]).await.status, 404);
            assert_eq!(count(db, "SELECT COUNT(*) FROM mark WHERE account_id IS NOT NULL").await, 0);
        });
    });
}

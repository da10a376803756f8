//! The teacher: an offer, the consent, taking on two devices, the clock, what is refused.

use crate::stage::{PREFIX, answer, answer_all, assign, begin, count, device, field, here, instrument, login, one, set_up, staff, submit, teacher, tell, times_scored};
use access::Role;
use kernel::db::testing::on_each_engine;
use web::testing::Visitor;

#[test]
fn a_teacher_consents_takes_it_on_two_devices_and_sends_it() {
    on_each_engine(|db| {
        let stage = set_up(db);
        let mut methodist = staff(db, &stage, Role::Methodist);
        let (account, mut phone) = teacher(db, &stage, stage.anna);
        let mut computer = device(db, &stage, account);
        tell(async {
            let made = instrument(&mut methodist, &stage, "", "45").await;
            let assignment = assign(db, &mut methodist, &made, stage.anna).await;
            assert!(phone.open("/cabinet/diagnostics").await.says("предложена вам"));
            let page = format!("/cabinet/diagnostics/{assignment}");
            assert!(phone.open(&page).await.says("Причину никто не спросит") && phone.page.says("Результат первыми видите вы") && phone.page.says("Перед курсом"));

            phone.post(&format!("{page}/start"), &[]).await;
            assert!(here(&phone).ends_with("/consent") && !phone.page.says("checked"), "nothing is ticked beforehand");
            let text = field(&phone, "text");
            assert_eq!(phone.post(&format!("{page}/consent"), &[("text", &text)]).await.status, 422, "not without the tick");
            assert_eq!(count(db, "SELECT COUNT(*) FROM attempt").await, 0);
            let attempt = begin(&mut phone, &assignment).await;
            assert!(phone.page.says("Задание 1 из 8") && phone.page.says("до 10:45, осталось 45"), "{}", phone.page.html);
            assert!(phone.page.bytes.len() < 15_000, "{} bytes", phone.page.bytes.len());
            for page in ["ТАЙНА", "answer_key", "\"right\""] {
                assert!(!phone.page.says(page), "no key in a page");
            }
            answer(&mut phone, "c0").await;
            assert!(phone.page.says("Задание 2 из 8"));

            assert!(computer.open(&format!("{attempt}/items/1")).await.says("checked"), "resumed on another device with what was given");
            assert!(computer.open(&attempt).await.says("Отвечено: 1 из 8"));
            computer.open(&format!("{attempt}/items/2")).await;
            answer(&mut computer, "c1").await;
            answer_all(&mut phone, &attempt, "c0").await;
            assert!(phone.page.says("Отвечено на все задания"));
            submit(&mut phone, &attempt).await;
            assert!(phone.page.says("/cabinet/results/"), "{}", phone.page.html);
            assert_eq!(times_scored_async(db).await, 1);
            assert_eq!(one(db, "SELECT CAST(CAST(SUM(score) AS BIGINT) AS TEXT) FROM attempt_item").await, "8", "the newest answer counts");
            assert_eq!(one(db, "SELECT state FROM assignment").await, "finished");

            phone.open(&format!("{attempt}/submission")).await;
            phone.post(&format!("{attempt}/submission"), &[]).await;
            assert_eq!(times_scored_async(db).await, 1, "sent twice, scored once");
            assert!(phone.open(&page).await.says("Вы уже прошли"));
        });
    });
}

#[test]
fn a_letter_says_once_that_a_result_is_ready_and_only_if_nobody_has_looked() {
    on_each_engine(|db| {
        let stage = set_up(db);
        let mut methodist = staff(db, &stage, Role::Methodist);
        let (_, mut anna) = teacher(db, &stage, stage.anna);
        let told = |minutes: i64| {
            let at = db.clock().now().saturating_add(jiff::SignedDuration::from_mins(minutes)).unwrap();
            let db = db.with_clock(kernel::Clock::fixed(at, db.clock().zone().clone()));
            async move { db.writing(|tx| diagnostics::tell_ready(tx, "http://test.local/")).await.unwrap() }
        };
        tell(async {
            let made = instrument(&mut methodist, &stage, "", "45").await;
            let assignment = assign(db, &mut methodist, &made, stage.anna).await;
            let attempt = begin(&mut anna, &assignment).await;
            answer_all(&mut anna, &attempt, "c0").await;
            assert_eq!(told(60).await, 0, "not scored yet");
            submit(&mut anna, &attempt).await;
            assert_eq!(told(5).await, 0, "whoever sits there sees it");
            assert_eq!((told(60).await, told(61).await), (1, 0), "once");
            let letter = one(db, "SELECT subject || ' ' || url FROM notice WHERE once_key LIKE 'result/%'").await;
            assert!(letter.starts_with("Результат диагностики готов") && letter.contains(&format!("/cabinet/results/{}", attempt.trim_start_matches("/attempts/"))), "{letter}");
            db.writing(|tx| Ok(tx.execute("DELETE FROM notice", kernel::params![])?)).await.unwrap();
            db.writing(|tx| Ok(tx.execute("UPDATE attempt SET shown_at = scored_at", kernel::params![])?)).await.unwrap();
            assert_eq!(told(60).await, 0, "seen");
            db.writing(|tx| Ok(tx.execute("UPDATE attempt SET shown_at = NULL", kernel::params![])?)).await.unwrap();
            db.writing(|tx| Ok(tx.execute("UPDATE instrument SET shows = 'after_window'", kernel::params![])?)).await.unwrap();
            assert_eq!((told(60).await, told(60 * 24 * 20).await), (0, 1), "not before it may be seen");
        });
    });
}

#[test]
fn an_item_without_parameters_is_given_at_the_difficulty_that_its_author_expects() {
    on_each_engine(|db| {
        let stage = set_up(db);
        let mut methodist = staff(db, &stage, Role::Methodist);
        let (_, mut anna) = teacher(db, &stage, stage.anna);
        tell(async {
            let made = instrument(&mut methodist, &stage, "1", "45").await;
            let assignment = assign(db, &mut methodist, &made, stage.anna).await;
            begin(&mut anna, &assignment).await;
            let frozen: serde_json::Value = serde_json::from_str(&one(db, "SELECT parameters FROM attempt_item WHERE max_score = 5").await).unwrap();
            // Five steps around 1: the last, cumulative intercept is minus five.
            assert!(frozen["preliminary"].as_bool().unwrap() && (frozen["intercepts"][4].as_f64().unwrap() + 5.0).abs() < 1e-9, "{frozen}");
        });
    });
}

async fn times_scored_async(db: &kernel::Db) -> u64 {
    let db = db.clone();
    tokio::task::spawn_blocking(move || times_scored(&db)).await.unwrap()
}

#[test]
fn declining_is_one_click_and_may_be_thought_over() {
    on_each_engine(|db| {
        let stage = set_up(db);
        let mut methodist = staff(db, &stage, Role::Methodist);
        let (_, mut anna) = teacher(db, &stage, stage.anna);
        tell(async {
            let made = instrument(&mut methodist, &stage, "", "").await;
            let assignment = assign(db, &mut methodist, &made, stage.anna).await;
            let page = format!("/cabinet/diagnostics/{assignment}");
            anna.open(&page).await;
            anna.post(&format!("{page}/declining"), &[]).await;
            assert!(anna.page.says("Вы отказались"), "{}", anna.page.html);
            assert_eq!(count(db, "SELECT COUNT(*) FROM consent WHERE kind = 'diagnostics'").await, 0);
            assert!(methodist.open("/assignments").await.says("не проходит"));
            assert!(anna.open(&page).await.says("Всё-таки пройти"));
            begin(&mut anna, &assignment).await;
            assert_eq!(one(db, "SELECT state FROM assignment").await, "accepted");
        });
    });
}

/// Posts an answer to an address by hand.
async fn push(visitor: &mut Visitor, address: &str, seen: &str, page: &str, key: &str, value: &str) -> u16 {
    visitor.post(address, &[("_key", key), ("seen", seen), ("page", page), (PREFIX, value)]).await.status
}

#[test]
fn what_is_late_forged_behind_replayed_or_a_strangers_is_refused_and_the_attempt_unharmed() {
    on_each_engine(|db| {
        let stage = set_up(db);
        let mut methodist = staff(db, &stage, Role::Methodist);
        let (account, mut anna) = teacher(db, &stage, stage.anna);
        let mut second = device(db, &stage, account);
        let (_, mut boris) = teacher(db, &stage, stage.boris);
        tell(async {
            let made = instrument(&mut methodist, &stage, "", "30").await;
            let assignment = assign(db, &mut methodist, &made, stage.anna).await;
            let attempt = begin(&mut anna, &assignment).await;
            let first = format!("{attempt}/items/1");
            let keys: Vec<String> = (0..12).map(|at| format!("key{at:020}")).collect();

            second.open(&first).await;
            let (seen, page) = (field(&second, "seen"), field(&second, "page"));
            assert_eq!(push(&mut anna, &first, "0", "pageone", &keys[0], "c0").await, 200);
            assert_eq!(push(&mut second, &first, &seen, &page, &keys[1], "c1").await, 409, "a second tab that is behind");
            assert!(second.page.says("в другом окне"), "{}", second.page.html);
            assert_eq!(push(&mut anna, &first, "0", "pageone", &keys[0], "c2").await, 200, "a replay leads where the first led");
            assert_eq!(one(db, "SELECT body FROM answer ORDER BY seq DESC LIMIT 1").await, r#"{"kind":"single","choice":"c0"}"#, "and changes nothing");
            assert_eq!(push(&mut anna, &first, "0", "pageone", &keys[2], "c1").await, 200, "the same page may change its mind");

            assert_eq!(push(&mut anna, &format!("{attempt}/items/99"), "0", "p", &keys[3], "c0").await, 404, "a forged position");
            assert_eq!(push(&mut anna, &format!("{attempt}/items/x"), "0", "p", &keys[4], "c0").await, 404);
            let before = count(db, "SELECT COUNT(*) FROM answer").await;
            assert_eq!(push(&mut anna, &format!("{attempt}/items/2"), "0", "p", &keys[5], "forged-choice").await, 200, "an unknown choice is no answer");
            assert_eq!(count(db, "SELECT COUNT(*) FROM answer").await, before);
            for (at, path) in [first.clone(), format!("{first}/draft"), format!("{attempt}/submission")].iter().enumerate() {
                assert_eq!(push(&mut boris, path, "0", "p", &keys[6 + at], "c0").await, 404, "a stranger posts to {path}");
            }
            assert_eq!(boris.open(&attempt).await.status, 404);
            assert_eq!(boris.open(&format!("/cabinet/diagnostics/{assignment}")).await.status, 404);
            assert_eq!(methodist.open(&attempt).await.status, 404, "whoever assigned it doesn't see the answers");

            stage.app.clock().advance(jiff::SignedDuration::from_mins(31));
            let mut anna = login(db, &stage, account).await;
            assert_eq!(push(&mut anna, &first, "9", "pageone", &keys[9], "c0").await, 409, "after the time");
            assert!(anna.page.says("Время вышло"), "{}", anna.page.html);
            assert_eq!(push(&mut anna, &format!("{first}/draft"), "9", "pageone", &keys[10], "c0").await, 409);
            assert!(anna.open(&attempt).await.says("Ответы отправлены"), "what was saved counts: {}", anna.page.html);
            assert_eq!(one(db, "SELECT state FROM attempt").await, "scored");
            assert_eq!(one(db, "SELECT body FROM answer WHERE position = 1 ORDER BY seq DESC LIMIT 1").await, r#"{"kind":"single","choice":"c1"}"#);
            assert_eq!(count(db, "SELECT COUNT(*) FROM audit_event WHERE action = 'attempt.submitted'").await, 1);
        });
    });
}

#[test]
fn a_draft_is_kept_while_one_types_and_may_be_taken_back() {
    on_each_engine(|db| {
        let stage = set_up(db);
        let mut methodist = staff(db, &stage, Role::Methodist);
        let (_, mut anna) = teacher(db, &stage, stage.anna);
        tell(async {
            let made = instrument(&mut methodist, &stage, "1", "").await;
            let assignment = assign(db, &mut methodist, &made, stage.anna).await;
            let attempt = begin(&mut anna, &assignment).await;
            let open = format!("{attempt}/items/9");
            assert!(anna.open(&open).await.says("data-autosave") && anna.page.says("<textarea"), "{}", anna.page.html);
            let (seen, page) = (field(&anna, "seen"), field(&anna, "page"));
            for text in ["Урок", "Урок о дробях", "Урок о дробях"] {
                let answer = anna.post(&format!("{open}/draft"), &[("seen", &seen), ("page", &page), (PREFIX, text)]).await;
                assert_eq!(answer.status, 204);
            }
            assert_eq!(count(db, "SELECT COUNT(*) FROM answer").await, 2, "the same again is not a new version");
            assert_eq!(anna.post(&open, &[("seen", &seen), ("page", &page), (PREFIX, "Урок о дробях и процентах"), ("to", "overview")]).await.status, 200, "the page that autosaved is not behind itself");
            assert!(anna.open(&attempt).await.says("Отвечено: 1 из 9"));
            anna.open(&open).await;
            answer(&mut anna, "").await;
            assert!(anna.open(&attempt).await.says("Отвечено: 0 из 9"), "an emptied answer is none: {}", anna.page.html);
            assert_eq!(count(db, "SELECT COUNT(*) FROM answer").await, 4, "and the journal keeps all");
        });
    });
}

#[test]
fn a_file_goes_with_an_open_answer() {
    const PDF: &[u8] =
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
    on_each_engine(|db| {
        let stage = set_up(db);
        let mut methodist = staff(db, &stage, Role::Methodist);
        let (_, mut anna) = teacher(db, &stage, stage.anna);
        let (_, mut boris) = teacher(db, &stage, stage.boris);
        tell(async {
            let made = instrument(&mut methodist, &stage, "1", "").await;
            let assignment = assign(db, &mut methodist, &made, stage.anna).await;
            let attempt = begin(&mut anna, &assignment).await;
            let open = format!("{attempt}/items/9");
            anna.open(&open).await;
            assert_eq!(anna.upload(&format!("{open}/files"), &[], &[("file", "урок.exe", b"MZ\x90")]).await.status, 422);
            anna.upload(&format!("{open}/files"), &[], &[("file", "План урока.pdf", PDF)]).await;
            assert!(anna.page.says("План урока.pdf"), "{}", anna.page.html);
            let file = anna.page.link("/files/").unwrap();
            assert!(anna.open(&file).await.bytes.starts_with(b"%PDF"));
            assert_eq!(boris.open(&file).await.status, 404);
            assert_eq!(anna.upload(&format!("{attempt}/items/1/files"), &[], &[("file", "a.pdf", PDF)]).await.status, 404, "this item takes no file");
            anna.open(&open).await;
            anna.post(&format!("{file}/removal"), &[]).await;
            assert!(anna.page.says("Файл убран"), "{}", anna.page.html);
            assert_eq!(count(db, "SELECT COUNT(*) FROM file").await, 0, "nothing else needs it");
        });
    });
}

#[test]
fn outside_its_window_or_when_closed_nothing_begins() {
    on_each_engine(|db| {
        let stage = set_up(db);
        let mut methodist = staff(db, &stage, Role::Methodist);
        let (account, mut anna) = teacher(db, &stage, stage.anna);
        tell(async {
            let made = instrument(&mut methodist, &stage, "", "").await;
            let assignment = assign(db, &mut methodist, &made, stage.anna).await;
            let page = format!("/cabinet/diagnostics/{assignment}");
            methodist.open(&made).await;
            let version = field(&methodist, "version");
            methodist.post(&format!("{made}/closing"), &[("version", &version)]).await;
            assert!(anna.open(&page).await.says("сейчас закрыта"), "{}", anna.page.html);
            methodist.open(&made).await;
            let version = field(&methodist, "version");
            methodist.post(&format!("{made}/opening"), &[("version", &version)]).await;
            stage.app.clock().advance(jiff::SignedDuration::from_hours(24 * 20));
            let mut anna = login(db, &stage, account).await;
            assert!(anna.open(&page).await.says("Срок закончился"), "{}", anna.page.html);
            anna.post(&format!("{page}/start"), &[]).await;
            assert_eq!(count(db, "SELECT COUNT(*) FROM attempt").await, 0);
        });
    });
}

#[test]
fn a_result_that_waits_for_the_end_of_the_window_is_not_linked_before() {
    on_each_engine(|db| {
        let stage = set_up(db);
        let mut methodist = staff(db, &stage, Role::Methodist);
        let (account, mut anna) = teacher(db, &stage, stage.anna);
        tell(async {
            let made = instrument(&mut methodist, &stage, "", "").await;
            db.writing(|tx| Ok(tx.execute("UPDATE instrument SET shows = 'after_window'", kernel::params![])?)).await.unwrap();
            let assignment = assign(db, &mut methodist, &made, stage.anna).await;
            let attempt = begin(&mut anna, &assignment).await;
            answer_all(&mut anna, &attempt, "c0").await;
            submit(&mut anna, &attempt).await;
            let page = format!("/cabinet/diagnostics/{assignment}");
            for address in [&attempt, &page, "/cabinet/diagnostics"] {
                assert!(!anna.open(address).await.says("/cabinet/results/"), "{address}: {}", anna.page.html);
            }
            assert!(anna.open(&attempt).await.says("когда закончится срок"));
            stage.app.clock().advance(jiff::SignedDuration::from_hours(24 * 15));
            let mut anna = login(db, &stage, account).await;
            for address in [&attempt, &page, "/cabinet/diagnostics"] {
                assert!(anna.open(address).await.says("/cabinet/results/"), "{address}: {}", anna.page.html);
            }
        });
    });
}

//! An adaptive attempt: items follow from answers, nothing goes back, it ends by itself.

use crate::stage::{answer, assign, begin, count, field, here, one, set_up, staff, submit, teacher, tell, version};
use access::Role;
use kernel::db::testing::on_each_engine;

#[test]
fn items_follow_from_answers_and_an_earlier_one_is_closed() {
    on_each_engine(|db| {
        let stage = set_up(db);
        let mut methodist = staff(db, &stage, Role::Methodist);
        let (_, mut anna) = teacher(db, &stage, stage.anna);
        tell(async {
            let (framework, scale) = (stage.framework.to_string(), stage.scale.to_string());
            methodist.open("/instruments/new").await;
            let fields = [
                ("title", "Подбор"),
                ("about", "О чём"),
                ("framework", &framework),
                ("scale", &scale),
                ("mode", "adaptive"),
                ("attempts", "1"),
                ("rest_days", "0"),
                ("shows", "at_once"),
                ("criterion_gap", "2"),
                ("total_gap", "1"),
            ];
            methodist.post("/instruments", &fields).await;
            let made = here(&methodist).trim_end_matches("/blueprint").to_owned();
            let (items, most) = (format!("items-{}", stage.competencies[0]), format!("most-{}", stage.competencies[0]));
            methodist.post(&format!("{made}/blueprint"), &[(&items, "4"), (&most, "12")]).await;
            let version = version(&methodist);
            methodist.post(&format!("{made}/opening"), &[("version", &version)]).await;
            assert!(methodist.page.says("Диагностика открыта"), "{}", methodist.page.html);
            let assignment = assign(db, &mut methodist, &made, stage.anna).await;
            let attempt = begin(&mut anna, &assignment).await;
            assert!(anna.page.says("Задание 1") && anna.page.says("Ответить и дальше"));
            let (seen, page) = (field(&anna, "seen"), field(&anna, "page"));
            answer(&mut anna, "c0").await;
            assert!(here(&anna).ends_with("/items/2"), "{}", anna.page.html);
            let back = anna.post(&format!("{attempt}/items/1"), &[("seen", &seen), ("page", &page), ("answer", "c1")]).await.clone();
            assert!(back.status == 409 && back.says("вернуться нельзя"), "{}", back.html);
            anna.open(&format!("{attempt}/items/1")).await;
            assert!(here(&anna).ends_with("/items/2"), "the open item is shown instead");
            for _ in 0..20 {
                if here(&anna).ends_with("/submission") {
                    break;
                }
                answer(&mut anna, "c0").await;
            }
            let given = count(db, "SELECT COUNT(*) FROM attempt_item").await;
            assert!((4..=12).contains(&given) && here(&anna).ends_with("/submission"), "{given}: {}", anna.page.html);
            assert_eq!(count(db, "SELECT COUNT(DISTINCT item_id) FROM attempt_item").await, given);
            submit(&mut anna, &attempt).await;
            assert_eq!(one(db, "SELECT state FROM attempt").await, "scored");
        });
    });
}

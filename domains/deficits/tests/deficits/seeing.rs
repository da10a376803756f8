//! Who sees what: the teacher first, others by sharing, from the next request on; every look is written down.

use crate::stage::{SITE, Taking, absent, count, refused, set, tell};
use deficits::{ALL, Audience, ResultFilter, Sight};
use kernel::{Slice, db::testing::on_each_engine};

#[test]
fn nobody_sees_a_result_before_the_teacher_has_and_then_only_whom_the_teacher_lets() {
    on_each_engine(|db| {
        let stage = set(db);
        let attempt = stage.taken(db, &Taking::of(stage.anna, &[("М3", 3, 20)]));
        let sees = |actor: &access::Actor| db.read(|tx| deficits::result(tx, &Sight::of(actor), attempt));
        stage.shared(db, ALL, Audience::ALL);
        absent(sees(&stage.methodist));
        stage.seen(db, attempt);
        for actor in [&stage.methodist, &stage.municipal, &stage.school, &stage.anna_herself] {
            assert!(sees(actor).is_ok(), "{}", actor.name);
        }
        for actor in [&stage.far_municipal, &stage.ministry] {
            absent(sees(actor));
        }
        stage.shared(db, ALL, &[Audience::School]);
        absent(sees(&stage.methodist));
        absent(sees(&stage.municipal));
        assert!(sees(&stage.school).is_ok());
        stage.shared(db, ALL, &[]);
        absent(sees(&stage.school));
        assert!(sees(&stage.anna_herself).is_ok(), "one's own is never closed");
    });
}

#[test]
fn one_result_may_be_opened_by_itself_and_lists_follow() {
    on_each_engine(|db| {
        let stage = set(db);
        let (first, second) = (stage.taken(db, &Taking::of(stage.anna, &[("М3", 3, 20)])), stage.taken(db, &Taking::of(stage.anna, &[("М4", 3, 20)])));
        let wish = deficits::share::Wish { about: first.to_string(), audiences: vec![Audience::Methodist] };
        refused(db.write(|tx| deficits::share::set(tx, &stage.anna_herself, stage.anna, &wish, SITE)));
        stage.seen(db, first);
        stage.seen(db, second);
        stage.shared(db, &first.to_string(), &[Audience::Methodist]);
        let listed = |actor: &access::Actor| db.read(|tx| deficits::results_list(tx, &Sight::of(actor), &ResultFilter::default(), ("taken", false), Slice::first())).unwrap();
        let rows = listed(&stage.methodist);
        assert_eq!((rows.total, rows.rows[0].attempt), (1, first));
        assert_eq!(listed(&stage.municipal).total, 0);
        let open = |actor: &access::Actor| db.read(|tx| deficits::deficits_of(tx, &Sight::of(actor), stage.anna)).unwrap();
        assert_eq!(open(&stage.methodist).iter().map(|one| one.code.clone()).collect::<Vec<_>>(), ["М3"], "a deficit is seen through the result that shows it");
        let narrowed = |filter: ResultFilter| db.read(|tx| deficits::results_list(tx, &Sight::of(&stage.methodist), &filter, ("name", true), Slice::first())).unwrap().total;
        assert_eq!(narrowed(ResultFilter { text: "редкофам".into(), zone: "deficit".into(), year: Some(2026), ..ResultFilter::default() }), 1);
        assert_eq!(narrowed(ResultFilter { text: "никто".into(), ..ResultFilter::default() }), 0);
        assert_eq!(narrowed(ResultFilter { place: "mo-none".into(), ..ResultFilter::default() }), 0);
        assert_eq!(narrowed(ResultFilter { competency: "М4".into(), ..ResultFilter::default() }), 0);
    });
}

#[test]
fn whoever_assigned_it_hears_once_a_day_that_a_result_was_opened_and_nothing_of_it() {
    on_each_engine(|db| {
        let stage = set(db);
        let attempt = stage.taken(db, &Taking::of(stage.anna, &[("М3", 3, 20)]));
        stage.seen(db, attempt);
        let letters = || count(db, "SELECT COUNT(*) FROM letter WHERE once_key LIKE 'opened/%'");
        stage.shared(db, ALL, Audience::ALL);
        assert_eq!(letters(), 0, "nobody is known to wait");
        stage.shared(db, ALL, &[]);
        let assigned_by = |account: kernel::id::AccountId| db.write(|tx| Ok(tx.execute("UPDATE assignment SET assigned_by = $1", kernel::params![account])?)).unwrap();
        assigned_by(stage.far_municipal.account);
        stage.shared(db, ALL, &[Audience::Municipality]);
        assert_eq!(letters(), 0, "another territory");
        assigned_by(stage.methodist.account);
        stage.shared(db, ALL, &[Audience::School]);
        assert_eq!(letters(), 0, "not opened to the methodist");
        for _ in 0..2 {
            stage.shared(db, ALL, &[Audience::Methodist]);
            stage.shared(db, ALL, &[]);
        }
        assert_eq!(letters(), 1, "at most one a day");
        let body: String = db.read(|tx| tx.one("SELECT subject || body FROM letter WHERE once_key LIKE 'opened/%'", &[], |row| row.get(0))).unwrap();
        assert!(body.contains("http://test.local/results") && !body.contains("Редкофамильцева") && !body.contains('%'), "{body}");
    });
}

#[test]
fn staff_narrow_their_lists_by_competency_and_study_year() {
    on_each_engine(|db| {
        let stage = set(db);
        let (now, before) = (stage.taken(db, &Taking::of(stage.anna, &[("М3", 3, 20)])), stage.taken(db, &Taking { on: jiff::civil::date(2026, 5, 20), ..Taking::of(stage.anna, &[("М4", 3, 20)]) }));
        stage.seen(db, now);
        stage.seen(db, before);
        stage.shared(db, ALL, &[Audience::Methodist]);
        let mut vera = stage.browser(db, &stage.methodist);
        tell(async {
            for (path, total) in [
                ("/deficits", 2),
                ("/deficits?year=2026", 1),
                ("/deficits?year=2025", 1),
                ("/deficits?year=2024", 0),
                ("/deficits?year=x", 2),
                ("/deficits?competency=%D0%9C4", 1),
                ("/deficits?competency=%D0%9C4&year=2026", 0),
                ("/results?year=2025", 1),
                ("/results?competency=%D0%9C3&year=2026", 1),
                ("/results?competency=%D0%9C3&year=2025", 0),
            ] {
                let page = vera.open(path).await;
                let said = if total == 0 { "вам затруднений нет".to_owned() } else { format!("Всего: {total}") };
                assert!(page.status == 200 && (page.says(&said) || (total == 0 && page.says("вам результатов нет"))), "{path}: {}", page.html);
            }
            let page = vera.open("/deficits?year=2025").await;
            assert!(page.says("2025/26") && page.says("Учебный год"), "{}", page.html);
        });
    });
}

#[test]
fn another_persons_result_can_be_neither_opened_nor_shared() {
    on_each_engine(|db| {
        let stage = set(db);
        let attempt = stage.taken(db, &Taking::of(stage.boris, &[("М3", 3, 20)]));
        stage.seen(db, attempt);
        for about in [attempt.to_string(), "чужое".into(), kernel::id::Uuid::now_v7().to_string()] {
            let wish = deficits::share::Wish { about, audiences: vec![Audience::School] };
            absent(db.write(|tx| deficits::share::set(tx, &stage.anna_herself, stage.anna, &wish, SITE)));
        }
        assert_eq!(count(db, "SELECT COUNT(*) FROM sharing"), 0);
    });
}

#[test]
fn the_teacher_looks_first_and_opens_on_the_page() {
    on_each_engine(|db| {
        let stage = set(db);
        let attempt = stage.taken(db, &Taking::of(stage.anna, &[("М3", 3, 20), ("К2", 3, 4)]));
        let (mut anna, mut vera, mut ministry) = (stage.browser(db, &stage.anna_herself), stage.browser(db, &stage.methodist), stage.browser(db, &stage.ministry));
        tell(async {
            assert_eq!(vera.open(&format!("/results/{attempt}")).await.status, 404);
            assert!(anna.open("/cabinet/results").await.says("посмотрите результат"));
            let page = anna.open(&format!("/cabinet/results/{attempt}")).await;
            assert!(page.status == 200 && page.says("похоже на затруднение") && page.says("нужно ещё") && page.says("<title id=\"profile-title\">"), "{}", page.html);
            assert!(!page.says("NaN") && !page.says("inf"));
            let about = attempt.to_string();
            let page = anna.post("/cabinet/results/sharing", &[("about", &about), ("audiences", "methodist")]).await;
            assert!(page.says("действует уже сейчас"));
            let page = vera.open(&format!("/results/{attempt}")).await;
            assert!(page.status == 200 && page.says("Редкофамильцева") && page.says("repeat_of="), "{}", page.status);
            assert!(!page.says("Разбор заданий"), "explanations are for whoever answered");
            assert_eq!(vera.open(&format!("/results/{attempt}/protocol.pdf")).await.bytes.get(..4), Some(&b"%PDF"[..]));
            assert!(vera.open("/results").await.says("Редкофамильцева"));
            assert_eq!(ministry.open("/results").await.status, 404);
            anna.open("/cabinet/results/sharing").await;
            anna.post("/cabinet/results/sharing", &[("about", &about)]).await;
            assert_eq!(vera.open(&format!("/results/{attempt}")).await.status, 404, "closed with the next request");
            assert_eq!(anna.open(&format!("/cabinet/results/{attempt}/protocol.pdf")).await.status, 200);
        });
        assert_eq!(count(db, "SELECT COUNT(*) FROM audit_event WHERE action = 'result.viewed' AND person_id IS NOT NULL"), 1);
        assert_eq!(count(db, "SELECT COUNT(*) FROM audit_event WHERE action IN ('sharing.opened', 'sharing.closed')"), 2);
    });
}

#[test]
fn a_result_that_is_due_later_is_not_shown_even_to_the_teacher() {
    on_each_engine(|db| {
        let stage = set(db);
        let attempt = stage.taken(db, &Taking { shows: "after_window", ..Taking::of(stage.anna, &[("М3", 3, 20)]) });
        let mut anna = stage.browser(db, &stage.anna_herself);
        tell(async {
            let page = anna.open(&format!("/cabinet/results/{attempt}")).await;
            assert!(page.status == 409 && page.says("когда закончится её срок"));
            assert!(!anna.open("/cabinet/results").await.says("Методическая диагностика"));
            assert!(!anna.open("/cabinet/deficits").await.says("Учит разных детей"), "nor what follows from it");
            assert_eq!(anna.open(&format!("/cabinet/results/{attempt}/protocol.pdf")).await.status, 404);
        });
    });
}

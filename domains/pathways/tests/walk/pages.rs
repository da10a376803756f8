//! Every page empty, full and with errors; forbidden looks like absent.

use crate::stage::{WORDS, in_browser, set};

#[test]
fn works_are_written_on_pages_with_errors_beside_their_fields() {
    in_browser(async |db| {
        let stage = set(db);
        let mut anna = stage.browser(db, &stage.anna);
        assert!(anna.open("/cabinet/works").await.says("Работ пока нет"));
        anna.open("/cabinet/works/new").await;
        let failed = anna.post("/cabinet/works/new", &[("title", ""), ("form", "lessons")]).await;
        assert!(failed.status == 422 && failed.says("Назовите работу"));
        let made = anna.post("/cabinet/works/new", &[("title", "Серия уроков"), ("form", "lessons")]).await.clone();
        assert!(made.status == 200 && made.says("осталось") && made.says("Имён, фотографий"), "{}", made.html);
        let path = made.path.split('?').next().unwrap().to_owned();
        let wrong = anna.post(&path, &[("version", "1"), ("title", "Серия уроков"), ("lessons", "12.09.2026; Петя Иванов; Дроби")]).await;
        assert!(wrong.status == 422 && wrong.says("Петя Иванов") && wrong.says("Имена учеников"));
        let upload = anna.upload(&format!("{path}/files"), &[], &[("file", "план.pdf", include_bytes!("../../../../demo/sample.pdf"))]).await;
        assert!(upload.status == 200 && upload.says("план.pdf"), "{}", upload.html);
        let bad = anna.upload(&format!("{path}/files"), &[], &[("file", "virus.exe", b"MZ")]).await;
        assert_eq!(bad.status, 422);
        assert!(anna.open("/cabinet/portfolio").await.says("Работ, не положенных в портфолио"));
        assert!(anna.open("/cabinet/portfolio/portfolio.pdf").await.bytes.starts_with(b"%PDF"));
        assert_eq!(anna.open("/cabinet/portfolio/portfolio.xlsx").await.status, 200);
        let mut tutor = stage.browser(db, &stage.tutor);
        assert_eq!(tutor.open(&path).await.status, 404);
    });
}

#[test]
fn a_step_is_handed_in_returned_and_accepted_on_its_page() {
    in_browser(async |db| {
        let stage = set(db);
        let made = stage.walked(db);
        let step = stage.steps(db, made.pathway)[0].id;
        let page = format!("/pathways/{}/steps/{step}", made.pathway);
        let (mut anna, mut tutor) = (stage.browser(db, &stage.anna), stage.browser(db, &stage.tutor));
        assert!(anna.open(&format!("/pathways/{}/walk", made.pathway)).await.says("Пройти курс"));
        assert!(anna.open(&page).await.says("Отправить тьютору"));
        let failed = anna.post(&format!("{page}/report"), &[("version", "0"), ("act", "send"), ("reflection", "Мало")]).await;
        assert!(failed.status == 422 && failed.says(">\nМало<") && failed.says("хотя бы одно предложение"), "{}", failed.html);
        let kept = anna.post(&format!("{page}/report"), &[("version", "0"), ("act", "keep"), ("reflection", "Черновик мой")]).await;
        assert!(kept.status == 200 && kept.says("Черновик сохранён"));
        assert!(!tutor.open(&page).await.says("Черновик мой"), "a draft is its author's alone");
        let sent = anna.post(&format!("{page}/report"), &[("version", "0"), ("act", "send"), ("reflection", WORDS), ("link", "https://example.ru/1")]).await;
        assert!(sent.status == 200 && sent.says("Отчёт отправлен"), "{}", sent.html);
        let report = stage.reports(db, step)[0].clone();
        let version = report.version.to_string();
        assert!(tutor.open(&page).await.says("Вернуть с пояснением"));
        let back = tutor.post(&format!("{page}/reports/{}/answer", report.id), &[("version", &version), ("act", "return"), ("words", "Добавьте план")]).await;
        assert!(back.status == 200 && back.says("Отчёт возвращён"));
        let seen = anna.open(&page).await.clone();
        assert!(seen.html.find("Отчёт вернули с пояснением").unwrap() < seen.html.find("Отправить тьютору").unwrap() && seen.says("Добавьте план"));
        stage.hand_in(db, made, step).unwrap();
        stage.accept(db, made, step).unwrap();
        assert!(anna.open(&page).await.says("Показано таким, каким приняли"));
    });
}

#[test]
fn who_is_not_of_the_team_finds_nothing_and_overseers_see_figures() {
    in_browser(async |db| {
        let stage = set(db);
        let made = stage.walked(db);
        let step = stage.steps(db, made.pathway)[0].id;
        for (who, walk) in [(&stage.stranger, 404), (&stage.deputy, 200), (&stage.municipal, 200), (&stage.coordinator, 200)] {
            let mut visitor = stage.browser(db, who);
            let page = visitor.open(&format!("/pathways/{}/walk", made.pathway)).await.clone();
            assert_eq!(page.status, walk, "{}", who.name);
            assert!(!page.says("Пройти курс"), "{}", who.name);
            for path in [format!("/pathways/{}/steps/{step}", made.pathway), format!("/pathways/{}/closing", made.pathway)] {
                assert_eq!(visitor.open(&path).await.status, 404, "{} {path}", who.name);
            }
        }
    });
}

#[test]
fn the_closing_page_leads_from_the_plan_to_the_end() {
    in_browser(async |db| {
        let stage = set(db);
        let made = stage.presented(db);
        let page = format!("/pathways/{}/closing", made.pathway);
        let (mut anna, mut methodist) = (stage.browser(db, &stage.anna), stage.browser(db, &stage.methodist));
        assert!(methodist.open(&page).await.says("Записать итог"));
        let failed = methodist.post(&format!("/pathways/{}/closing/verdicts/{}", made.pathway, made.deficit), &[("version", "1"), ("verdict", "not_removed")]).await;
        assert!(failed.status == 422 && failed.says("Объясните"), "{}", failed.html);
        anna.open(&page).await;
        let failed = anna.post(&format!("/pathways/{}/closing/word", made.pathway), &[("reflection", ""), ("team_words", "Секретное слово")]).await;
        assert!(failed.status == 422 && failed.says("Секретное слово"));
        let said = anna.post(&format!("/pathways/{}/closing/word", made.pathway), &[("reflection", "Стало легче"), ("team_words", "Секретное слово")]).await;
        assert!(said.status == 200 && said.says("Заключительное слово сохранено"));
        let read = methodist.open(&page).await;
        assert!(read.says("Стало легче") && !read.says("Секретное слово"), "not let read");
        let mut coordinator = stage.browser(db, &stage.coordinator);
        assert!(coordinator.open("/pathways/worked").await.says("Показывать пока нечего"));
        assert_eq!(anna.open("/pathways/worked").await.status, 404);
    });
}

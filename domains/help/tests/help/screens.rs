//! Pages: empty, full, with errors.

use crate::stage::{find, set, tell};
use kernel::db::testing::on_each_engine;

#[test]
fn a_teacher_asks_and_a_wrong_form_keeps_what_was_typed() {
    on_each_engine(|db| {
        let stage = set(db);
        let (mut anna, mut nina) = (stage.browser(db, &stage.anna), stage.browser(db, &stage.nina));
        tell(async {
            assert!(anna.open("/help-requests").await.says("Вы ещё ни о чём не просили"));
            assert!(nina.open("/help-requests").await.says("Обращений нет"));
            anna.open("/help-requests/new").await;
            let page = anna.post("/help-requests/new", &[("words", "Группа и проект"), ("how_soon", "usual"), ("form", "call"), ("seen_by", "helpers")]).await;
            assert!(page.status == 422 && page.says("Выберите, с чем нужна помощь") && page.says("Группа и проект"));
            let page = anna.post("/help-requests/new", &[("direction", "d03"), ("words", "Группа и проект"), ("how_soon", "usual"), ("form", "call"), ("seen_by", "helpers")]).await;
            assert!(page.says("Обращение отправлено") && page.says("Снять обращение") && !page.says("Взять себе"), "{}", page.html);
            assert_eq!(nina.open("/help-requests/new").await.status, 404, "a coordinator answers");
            assert!(nina.open("/help-requests?direction=d03&whose=nobody").await.says("Группа и проект"));
            assert!(nina.open("/help-requests?direction=d04").await.says("Обращений нет"));
        });
    });
}

#[test]
fn the_way_of_a_request_from_the_queue_to_the_end_over_pages() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.ask(db);
        let (mut anna, mut olga, mut boris) = (stage.browser(db, &stage.anna), stage.browser(db, &stage.olga), stage.browser(db, &stage.boris));
        let (url, boris_id) = (help::url(id), stage.boris.person.unwrap().to_string());
        tell(async {
            assert!(olga.open(&url).await.says("Взять себе"));
            olga.open(&format!("{url}/helper")).await;
            assert!(olga.page.says("Помощников") && olga.page.says("сейчас обращений нет"), "{}", olga.page.html);
            assert_eq!(olga.post(&format!("{url}/helper"), &[("version", "1")]).await.status, 422);
            assert!(olga.post(&format!("{url}/helper"), &[("version", "1"), ("person", &boris_id)]).await.says("Передано"));
            boris.open("/help-requests").await;
            assert!(boris.page.says("Я отвечаю") && boris.page.link(&url).is_some());
            boris.open(&url).await;
            let page = boris.post(&format!("{url}/answer"), &[("version", "2"), ("answer", "Вот критерии"), ("minutes", "1")]).await;
            assert!(page.status == 422 && page.says("от 5 до 240") && page.says("Вот критерии"));
            assert!(boris.post(&format!("{url}/answer"), &[("version", "2"), ("answer", "Вот критерии"), ("minutes", "30")]).await.says("Ответ отправлен"));
            anna.open(&url).await;
            assert!(anna.page.says("Помогло ли?") && anna.page.says("Вот критерии") && anna.page.says("в тот же день"));
            assert!(anna.post(&format!("{url}/closing"), &[("version", "3"), ("outcome", "helped")]).await.says("Обращение закрыто"));
            assert!(olga.open("/help-requests/figures").await.says("Диагност") || olga.page.says("ИОМ") || olga.page.says("затруднений"));
            assert_eq!(olga.open("/help-requests?state=all&format=xlsx").await.status, 200);
            assert_eq!(boris.open("/help-requests?format=xlsx").await.status, 200, "a member sees the own page, no sheet");
            assert!(boris.page.says("Я отвечаю"));
        });
        let viewed = crate::stage::count(db, "SELECT COUNT(*) FROM audit_event WHERE action = 'help.viewed' AND person_id IS NOT NULL");
        assert_eq!(viewed, 2, "the keeper's looks are noted, those of the two sides aren't");
        assert_eq!(find(db, id).outcome, Some(help::Outcome::Helped));
    });
}

#[test]
fn only_the_coordinator_sets_the_terms_and_new_requests_follow_them() {
    on_each_engine(|db| {
        let stage = set(db);
        let (mut nina, mut olga) = (stage.browser(db, &stage.nina), stage.browser(db, &stage.olga));
        tell(async {
            assert_eq!(olga.open("/help-requests/terms").await.status, 404);
            nina.open("/help-requests/terms").await;
            let page = nina.post("/help-requests/terms", &[("answer_days", "0"), ("silent_days", "14"), ("erase_days", "31")]).await;
            assert!(page.status == 422 && page.says("от 1 до 20"));
            assert!(nina.post("/help-requests/terms", &[("answer_days", "5"), ("silent_days", "14"), ("erase_days", "31")]).await.says("Сроки сохранены"));
        });
        assert_eq!(find(db, stage.ask(db)).due_on, jiff::civil::date(2026, 11, 30));
    });
}

#[test]
fn the_confidential_pages_are_drawn_empty_full_and_with_errors() {
    on_each_engine(|db| {
        let stage = set(db);
        let (mut anna, mut boris, mut nina) = (stage.browser(db, &stage.anna), stage.browser(db, &stage.boris), stage.browser(db, &stage.nina));
        let boris_id = stage.boris.person.unwrap().to_string();
        tell(async {
            assert!(anna.open("/private-help/new").await.says("Пока никто не принимает"));
            assert_eq!(anna.open("/private-help/helper").await.status, 404, "not a member of the active");
            assert_eq!(nina.open("/private-help/helper").await.status, 404);
            boris.open("/private-help/helper").await;
            assert_eq!(boris.post("/private-help/helper", &[("is_open", "yes"), ("version", "0")]).await.status, 422);
            assert!(boris.post("/private-help/helper", &[("is_open", "yes"), ("field", "Выслушаю"), ("reach", "Здесь"), ("version", "0")]).await.says("Сохранено"));
            anna.open("/private-help/new").await;
            let page = anna.post("/private-help/new", &[("words", "Устала")]).await;
            assert!(page.status == 422 && page.says("Выберите, к кому обратиться") && page.says("Устала"));
            assert!(anna.post("/private-help/new", &[("words", "Устала"), ("helper", &boris_id)]).await.says("ни слова о теме"));
            let url = anna.page.path.split('?').next().unwrap_or_default().to_owned();
            assert!(boris.open("/private-help").await.says("Мне пишет"));
            boris.open(&url).await;
            assert_eq!(boris.post(&format!("{url}/answer"), &[("version", "1")]).await.status, 422);
            assert!(boris.post(&format!("{url}/answer"), &[("version", "1"), ("answer", "Я рядом"), ("minutes", "20")]).await.says("Ответ отправлен"));
            assert!(anna.open(&format!("{url}/chosen")).await.says("Больше никто") || anna.page.says("Помощников"));
            anna.open(&url).await;
            assert!(anna.page.says("Я рядом"));
            assert!(anna.post(&format!("{url}/closing"), &[("version", "2")]).await.says("исчезнет у обоих"));
        });
    });
}

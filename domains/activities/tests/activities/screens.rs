//! Each page empty, full and with errors; who sees what.

use crate::stage::{LESSON, SCHOOL, count, find, later, set, tell};
use kernel::db::testing::on_each_engine;

#[test]
fn an_open_lesson_goes_through_its_pages_from_plan_to_certificate() {
    on_each_engine(|db| {
        let stage = set(db);
        let (mut anna, mut boris, mut school, mut ministry) = (stage.browser(db, &stage.anna), stage.browser(db, &stage.boris), stage.browser(db, &stage.school), stage.browser(db, &stage.ministry));
        tell(async {
            assert!(boris.open("/activities").await.says("Впереди ничего не запланировано") && !boris.page.says("/activities/new"));
            assert_eq!(boris.open("/activities/new").await.status, 404);
            assert!(anna.open("/activities/new").await.says("Увидят только записавшиеся"));
            let page = anna.post("/activities", &[("title", "Без даты"), ("place", SCHOOL), ("from-0", "вечером")]).await;
            assert!(page.status == 422 && page.says("Выберите вид мероприятия") && page.says("value=\"Без даты\"") && page.says("value=\"вечером\""), "{}", page.html);
            let lesson: Vec<(&str, &str)> = LESSON.iter().copied().chain([("held_by", "me"), ("seats", "1"), ("link", "https://example.ru/x")]).collect();
            anna.open("/activities/new").await;
            let page = anna.post("/activities", &lesson).await;
            assert!(page.status == 200 && page.says("Черновик сохранён") && page.says("Объявить"), "{}", page.html);
            let url = page.path.split('?').next().unwrap().to_owned();
            assert_eq!(boris.open(&url).await.status, 404, "a draft is not for teachers");
            assert!(school.open(&url).await.says("черновик"));
            anna.open(&url).await;
            assert!(anna.post(&format!("{url}/announcement"), &[("version", "1")]).await.says("могут записываться"));
            assert_eq!(ministry.open(&url).await.status, 404, "names stand there");
            let page = boris.open(&url).await;
            assert!(page.says("Записаться") && page.says("ссылку увидят записавшиеся") && !page.says("example.ru/x"), "{}", page.html);
            assert!(boris.post(&format!("{url}/seat"), &[]).await.says("Вы записаны"));
            assert!(boris.page.says("example.ru/x") && boris.page.says("Снять запись"));
            assert!(boris.open(&format!("{url}/calendar.ics")).await.says("BEGIN:VCALENDAR"));
            assert!(boris.open("/cabinet/activities").await.says("запись есть"));
            assert!(boris.open("/activities?mine=signed&kind=open_lesson&direction=d12&level=municipal&q=дроби").await.says("Дроби без страха"));
            assert!(boris.open("/activities?kind=visit").await.says("Ничего не нашлось"));
            assert_eq!(boris.open(&format!("{url}/people")).await.status, 404, "names are for who runs it");
            assert!(school.open(&format!("{url}/people?q=Верина")).await.says("Борисова") && school.page.says("Верина"));
            assert!(anna.open(&format!("{url}/edit")).await.says("value=\"24.11.2026\"") && anna.page.says("все записавшиеся получат сообщение"));
            assert!(anna.open(&format!("{url}/cancellation")).await.says("1\u{a0}человек"));
            assert_eq!(anna.post(&format!("{url}/cancellation"), &[("version", "2"), ("reason", "")]).await.status, 422);
            assert!(anna.open(&format!("{url}/hosts")).await.says("согласие"));
            assert!(school.open(&format!("{url}/hosts?q=Верина")).await.says("Назвать соведущим"));
            assert!(anna.open(&format!("{url}/door")).await.says("Отметьтесь"));
            assert_eq!(anna.page.headers.get("refresh").unwrap(), "60");
            let page = anna.open(&format!("{url}/sheet")).await;
            assert_eq!(page.bytes.get(..4), Some(&b"%PDF"[..]), "{}", page.html);
            assert!(anna.open(&format!("{url}/closing")).await.says("ещё впереди"));
            assert!(anna.open(&format!("{url}/certificates")).await.says("Сертификатов нет"));
        });
        assert_eq!(count(db, "SELECT COUNT(*) FROM activity_seat WHERE state = 'signed'"), 1);
    });
}

#[test]
fn what_follows_a_meeting_has_its_pages() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.announced(db, &[("kind", "group_session")]);
        stage.sign_up(db, &stage.boris, id);
        let (mut anna, mut boris) = (stage.browser(db, &stage.anna), stage.browser(db, &stage.boris));
        let url = activities::url(id);
        tell(async {
            assert!(anna.open(&format!("{url}/materials")).await.says("Материалов пока нет"));
            assert_eq!(anna.upload(&format!("{url}/materials"), &[("phase", "before"), ("title", "Статья")], &[]).await.status, 422);
            let page = anna.upload(&format!("{url}/materials"), &[("phase", "before"), ("title", "Статья о дробях"), ("link", "https://example.ru/a")], &[]).await;
            assert!(page.status == 200 && page.says("Материал добавлен"), "{}", page.html);
            let page = anna.post(&format!("{url}/materials/check"), &[("words-0", "О чём?"), ("option-0-0", "Да")]).await;
            assert!(page.status == 422 && page.says("хотя бы два варианта") && page.says("value=\"О чём?\""), "{}", page.html);
            anna.open(&format!("{url}/materials")).await;
            assert!(anna.post(&format!("{url}/materials/check"), &[("words-0", "О чём?"), ("option-0-0", "О дробях"), ("option-0-1", "О погоде"), ("answer-0", "0")]).await.says("Проверка чтения сохранена"));
            assert!(boris.open("/cabinet/activities").await.says("Прочесть до встречи"));
            assert!(anna.open(&format!("{url}/people")).await.says("не открыты"));
            assert!(boris.open(&format!("{url}/packet")).await.says("Баллов нет"));
            assert!(anna.open(&format!("{url}/people")).await.says("открыты"));
            assert!(boris.post(&format!("{url}/packet"), &[("q-0", "1")]).await.says("Пока неверно"));
            boris.open(&format!("{url}/packet")).await;
            assert!(boris.post(&format!("{url}/packet"), &[("q-0", "0")]).await.says("Отмечено: прочитано"));
            assert!(boris.open(&format!("{url}/followup")).await.says("Задания пока нет"));
            anna.open(&format!("{url}/followup")).await;
            assert_eq!(anna.post(&format!("{url}/followup/task"), &[("words", ""), ("due_on", "01.12.2026")]).await.status, 422);
            anna.open(&format!("{url}/followup")).await;
            assert!(anna.post(&format!("{url}/followup/task"), &[("words", "Попробуйте"), ("due_on", "01.12.2026")]).await.says("Сохранено"));
            boris.open(&format!("{url}/followup")).await;
            assert!(boris.post(&format!("{url}/followup"), &[("answer", "Вышло")]).await.says("Сохранено"));
            assert!(anna.open(&format!("{url}/followup")).await.says("Вышло"));
            assert!(boris.open(&format!("{url}/feedback")).await.says("Отзыв оставляют те, кто был"));
            assert!(anna.open(&format!("{url}/feedback")).await.says("Отзывов: 0"));
        });
    });
}

#[test]
fn a_certificate_is_printed_for_its_owner_and_verified_by_a_stranger_without_a_name() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.announced(db, &[]);
        stage.sign_up(db, &stage.boris, id);
        let after = stage.closed(db, id, &[&stage.boris]);
        let paper = after.read(|tx| activities::closing::of_person(tx, stage.boris.person.unwrap())).unwrap().remove(0);
        let (mut boris, mut vera, mut anna) = (stage.browser(db, &stage.boris), stage.browser(db, &stage.vera), stage.browser(db, &stage.anna));
        let mut stranger = web::testing::Visitor::new(&stage.app, activities::router());
        tell(async {
            let page = boris.open(&format!("/activities/certificates/{}", paper.id)).await;
            assert_eq!(page.bytes.get(..4), Some(&b"%PDF"[..]), "{}", page.html);
            assert_eq!(vera.open(&format!("/activities/certificates/{}", paper.id)).await.status, 404);
            let page = stranger.open(&format!("/verify/a/{}", paper.code.to_lowercase())).await;
            assert!(page.says("действует") && page.says("1\u{a0}академический час") && page.says("Дроби без страха") && !page.says("Борисова") && page.says("не дал согласия"), "{}", page.html);
            assert!(stranger.open("/verify/a/NOSUCHCODE00").await.says("Сертификата с таким номером нет"));
            assert!(anna.open(&format!("/activities/certificates/{}/annulment", paper.id)).await.says("Что было не так"));
            assert_eq!(anna.post(&format!("/activities/certificates/{}/annulment", paper.id), &[("reason", ""), ("again", "no")]).await.status, 422);
            assert!(anna.post(&format!("/activities/certificates/{}/annulment", paper.id), &[("reason", "Не тот человек"), ("again", "no")]).await.says("аннулирован"));
            assert!(stranger.open(&format!("/verify/a/{}", paper.code)).await.says("аннулирован"));
        });
    });
}

#[test]
fn the_same_form_sent_twice_plans_one_activity() {
    on_each_engine(|db| {
        let stage = set(db);
        let mut anna = stage.browser(db, &stage.anna);
        tell(async {
            let key = anna.open("/activities/new").await.key();
            let lesson: Vec<(&str, &str)> = LESSON.iter().copied().chain([("held_by", "me"), ("_key", key.as_str())]).collect();
            let first = anna.post("/activities", &lesson).await.path.clone();
            assert_eq!(anna.post("/activities", &lesson).await.path, first);
        });
        assert_eq!(count(db, "SELECT COUNT(*) FROM activity"), 1);
    });
}

#[test]
fn a_list_is_taken_out_as_a_sheet_and_attendance_is_written_on_one_screen() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.announced(db, &[("day-0", "23.11.2026"), ("from-0", "10:30"), ("to-0", "11:15")]);
        stage.sign_up(db, &stage.boris, id);
        let (mut anna, url) = (stage.browser(db, &stage.anna), activities::url(id));
        let boris = stage.boris.person.unwrap().to_string();
        let session = db.read(|tx| activities::store::sessions(tx, id)).unwrap()[0].id.to_string();
        let version = find(db, id).version.to_string();
        tell(async {
            assert_eq!(anna.open("/activities?format=xlsx").await.bytes.get(..2), Some(&b"PK"[..]));
            assert!(anna.open(&format!("{url}/attendance")).await.says("Борисова"));
            let page = anna.post(&format!("{url}/attendance"), &[("version", &version), ("session", &session), ("here", &boris), ("guests", "сто")]).await;
            assert!(page.status == 422 && page.says("от 0 до 5000"), "{}", page.html);
            let page = anna.post(&format!("{url}/attendance"), &[("version", &version), ("session", &session), ("here", &boris), ("guests", "3")]).await;
            assert!(page.status == 200 && page.says("Отмечено") && page.says("checked"), "{}", page.html);
            let page = anna.open(&format!("{url}/here?s={session}&c=0000")).await;
            assert!(page.status == 409 && page.says("сменился"), "{}", page.html);
        });
        assert!(later(db, 0).read(|tx| Ok(tx.count("SELECT COUNT(*) FROM activity_presence", &[])?)).unwrap() == 1);
    });
}

//! Each page empty, full and with errors.

use crate::stage::{HOME, count, draft, set, tell, today};
use jiff::ToSpan;
use kernel::db::testing::on_each_engine;
use unions::Kind;

#[test]
fn pages_are_drawn_empty_and_refuse_a_form_with_all_its_faults() {
    on_each_engine(|db| {
        let stage = set(db);
        let (mut olga, mut ministry, mut anna) = (stage.browser(db, &stage.municipal), stage.browser(db, &stage.ministry), stage.browser(db, &stage.anna_herself));
        tell(async {
            assert!(anna.open("/unions").await.says("Объединений пока нет") && !anna.page.says("Создать объединение"));
            assert!(anna.open("/unions/tree").await.says("Дерева пока нет"));
            assert!(anna.open("/unions/meetings").await.says("Заседаний не нашлось"));
            assert!(anna.open("/unions/decisions").await.says("Таких решений нет"));
            assert_eq!(ministry.open("/unions").await.status, 404, "names stand there");
            assert_eq!(anna.open("/unions/new").await.status, 404);
            assert!(olga.open("/unions/new").await.says("Прочтут все, кому видны объединения"));
            let page = olga.post("/unions", &[("title", ""), ("kind", "x"), ("quorum_percent", "сто"), ("place", HOME)]).await;
            assert!(page.status == 422 && page.says("Выберите вид объединения") && page.says("value=\"сто\""), "{}", page.html);
            let page = olga.post("/unions", &[("title", "Районное <b>МО</b>"), ("kind", "municipal"), ("place", HOME), ("subjects", "matematika"), ("quorum_percent", "60")]).await;
            assert!(page.status == 200 && page.says("Объединение создано") && page.says("&lt;b&gt;") && page.says("обычно такое объединение создают от 5") && page.says("не меньше 60 %"), "{}", page.html);
            let url = page.path.split('?').next().unwrap().to_owned();
            for (path, words) in [
                ("/edit", "Под каким стоит"),
                ("/title", "Новое название"),
                ("/closing", "Почему"),
                ("/people", "Участников ещё нет"),
                ("/plan", "пока пусто"),
                ("/papers", "Документов пока нет"),
                ("/meetings/new", "О чём заседание"),
            ] {
                assert!(olga.open(&format!("{url}{path}")).await.says(words), "{path}: {}", olga.page.html);
            }
            assert_eq!(olga.post(&format!("{url}/meetings"), &[("title", "")]).await.status, 422);
            assert!(olga.post(&format!("{url}/papers"), &[("title", "Методические рекомендации"), ("received_on", "01.09.2026"), ("number", "15")]).await.says("Документ записан"));
            assert_eq!(olga.post(&format!("{url}/papers"), &[("title", "")]).await.status, 422);
            olga.open(&format!("{url}/papers")).await;
            let letter = [("title", "Письмо министерства"), ("received_on", "02.09.2026")];
            let bad = olga.upload(&format!("{url}/papers"), &letter, &[("file", "письмо.exe", b"MZ")]).await;
            assert!(bad.status == 422 && bad.says("Письмо министерства"), "{}", bad.html);
            let kept = olga.upload(&format!("{url}/papers"), &letter, &[("file", "письмо.pdf", include_bytes!("../../../../demo/sample.pdf"))]).await;
            assert!(kept.status == 200 && kept.says("письмо.pdf"), "{}", kept.html);
            let file = kept.link("/file").unwrap();
            assert!(olga.open(&file).await.bytes.starts_with(b"%PDF"));
            assert_eq!(ministry.open(&file).await.status, 404);
            let removal = format!("{}/removal", file.trim_end_matches("/file"));
            olga.open(&format!("{url}/papers")).await;
            assert!(olga.post(&removal, &[]).await.says("Документ убран"));
            assert_eq!(olga.open(&file).await.status, 404);
            assert_eq!(olga.post(&format!("{url}/title"), &[("title", ""), ("on", "x"), ("version", "1")]).await.status, 422);
            assert_eq!(olga.post(&format!("{url}/closing"), &[("on", "x"), ("why", ""), ("version", "1")]).await.status, 422);
            assert!(olga.open(&format!("/unions/tree?at={}", url.rsplit('/').next().unwrap())).await.says("<svg") && olga.page.says("То же списком"));
            assert_eq!(olga.open("/unions?format=xlsx").await.bytes.get(..2), Some(&b"PK"[..]));
        });
        assert_eq!(count(db, "SELECT COUNT(*) FROM audit_event WHERE action = 'union.opened'"), 1);
        assert_eq!(count(db, "SELECT COUNT(*) FROM file"), 0, "a file goes with the last that holds it");
    });
}

#[test]
fn a_meeting_goes_through_its_pages_from_the_plan_to_the_paper() {
    on_each_engine(|db| {
        let stage = set(db);
        let union = unions::url::union(stage.district(db));
        let day = kernel::date::short(today(db));
        let (mut anna, mut boris, mut far) = (stage.browser(db, &stage.anna_herself), stage.browser(db, &stage.boris_himself), stage.browser(db, &stage.far_municipal));
        let (anna_id, boris_id) = (stage.anna.to_string(), stage.boris.to_string());
        tell(async {
            assert!(anna.open(&union).await.says("Назначить заседание") && anna.page.says("Берёзов"));
            assert!(far.open(&union).await.says("Имена видят участники") && !far.page.says("Берёзов"));
            anna.open(&format!("{union}/meetings/new")).await;
            let fields = [
                ("title", "Итоги олимпиады"),
                ("held_on", day.as_str()),
                ("begins", "14:00"),
                ("minutes", "60"),
                ("venue", "Кабинет 12"),
                ("direction", "d06"),
                ("item-0", "Разбор заданий"),
                ("speaker-0", boris_id.as_str()),
            ];
            let page = anna.post(&format!("{union}/meetings"), &fields).await;
            assert!(page.status == 200 && page.says("Участники узнают о нём") && page.says("Написать протокол"), "{}", page.html);
            let url = page.path.split('?').next().unwrap().to_owned();
            assert!(boris.open(&url).await.says("Я здесь"));
            assert!(boris.post(&format!("{url}/presence"), &[]).await.says("Вы отмечены присутствующим"));
            assert_eq!(boris.open(&format!("{url}/minutes")).await.status, 404);
            assert!(boris.open(&format!("{url}/meeting.ics")).await.html.contains("BEGIN:VEVENT"));
            assert!(anna.open(&format!("{url}/minutes")).await.says("Кворума нет"));
            assert!(anna.open(&format!("{url}/attendance")).await.says("отметился сам"));
            assert!(anna.post(&format!("{url}/attendance"), &[("present", &anna_id), ("present", &boris_id)]).await.says("Присутствующие отмечены"));
            anna.open(&format!("{url}/minutes")).await;
            let wrong = [("version", "1"), ("heard-0", "Разобрали"), ("what-0", "Провести урок"), ("owner-0", boris_id.as_str()), ("then", "approve")];
            let page = anna.post(&format!("{url}/minutes"), &wrong).await;
            assert!(page.status == 422 && page.says("Назовите срок") && page.says("Провести урок"), "{}", page.html);
            assert_eq!(anna.open(&format!("{url}/minutes.pdf")).await.bytes.get(..4), Some(&b"%PDF"[..]));
            anna.open(&format!("{url}/minutes")).await;
            let due = kernel::date::short(today(db).checked_add(9.days()).unwrap());
            let right = [("version", "1"), ("heard-0", "Разобрали"), ("what-0", "Провести урок"), ("owner-0", boris_id.as_str()), ("due-0", due.as_str()), ("then", "approve")];
            let page = anna.post(&format!("{url}/minutes"), &right).await;
            assert!(page.status == 200 && page.says("Протокол утверждён, часы") && page.says("ждёт исполнения"), "{}", page.html);
            assert_eq!(boris.open(&format!("{url}/minutes.pdf?version=1")).await.bytes.get(..4), Some(&b"%PDF"[..]));
            assert_eq!(far.open(&format!("{url}/minutes.pdf?version=1")).await.status, 404);
            let page = boris.open("/unions/decisions?mine=yes").await;
            let mark = page.link("/unions/decisions/").unwrap();
            assert!(boris.open(&mark).await.says("Что сделано"));
            assert_eq!(boris.post(&mark, &[("version", "2"), ("done", "yes"), ("note", "")]).await.status, 422);
            boris.open(&mark).await;
            assert!(boris.post(&mark, &[("version", "2"), ("done", "yes"), ("note", "Урок прошёл")]).await.says("исполнено"));
            for path in ["/unions/meetings?which=held", "/unions/meetings?which=unwritten&mine=yes", "/unions/meetings?which=all", "/unions/decisions?show=done", "/unions?mine=yes"] {
                assert_eq!(anna.open(path).await.status, 200, "{path}");
            }
            anna.open(&url).await;
            assert!(anna.post(&format!("{url}/correction"), &[("version", "3")]).await.says("открыт для исправления"), "{}", anna.page.html);
            assert!(anna.open(&format!("{url}/annulment")).await.says("снимутся с учёта"));
            assert_eq!(anna.post(&format!("{url}/annulment"), &[("version", "4"), ("why", "")]).await.status, 422);
            anna.open(&format!("{url}/annulment")).await;
            assert!(anna.post(&format!("{url}/annulment"), &[("version", "4"), ("why", "ошибка")]).await.says("Протокол аннулирован"));
            assert_eq!(anna.open("/unions/meetings?which=all&format=xlsx").await.bytes.get(..2), Some(&b"PK"[..]));
            assert_eq!(anna.open("/unions/decisions?show=all&format=xlsx").await.bytes.get(..2), Some(&b"PK"[..]));
            assert_eq!(anna.open(&format!("{union}/sheet?what=members")).await.bytes.get(..2), Some(&b"PK"[..]));
        });
    });
}

#[test]
fn people_and_plan_have_their_forms() {
    on_each_engine(|db| {
        let stage = set(db);
        let id = stage.district(db);
        let union = unions::url::union(id);
        let third = db.write(|tx| Ok(crate::stage::person(tx, "Гордеева", "Галина", crate::stage::SCHOOL))).unwrap().to_string();
        let (mut olga, mut anna, mut irina) = (stage.browser(db, &stage.municipal), stage.browser(db, &stage.anna_herself), stage.browser(db, &stage.school));
        let (boris, day) = (stage.boris.to_string(), kernel::date::short(today(db)));
        tell(async {
            assert!(anna.open(&format!("{union}/people?q=гордеева")).await.says("Гордеева") && anna.page.says("предмет объединения"));
            assert!(anna.post(&format!("{union}/people"), &[("person", &third), ("on", &day)]).await.says("Участник добавлен"));
            assert_eq!(anna.post(&format!("{union}/people/{third}/leaving"), &[("on", "x")]).await.status, 422);
            anna.open(&format!("{union}/people")).await;
            assert!(!anna.page.says("Назначить</h2>"), "a head appoints nobody");
            assert!(olga.open(&format!("{union}/people")).await.says("Назначить</h2>"));
            assert_eq!(olga.post(&format!("{union}/offices"), &[("person", ""), ("office", ""), ("on", "")]).await.status, 422);
            olga.open(&format!("{union}/people")).await;
            assert!(olga.post(&format!("{union}/offices"), &[("person", &boris), ("office", "secretary"), ("on", &day)]).await.says("секретарь"));
            assert!(olga.post(&format!("{union}/offices/ending"), &[("person", &boris), ("office", "secretary"), ("on", &day)]).await.says("Срок должности закончен"));
            assert!(irina.open(&format!("{union}/people")).await.says("Берёзов"), "one's own teachers are seen");
            anna.open(&format!("{union}/plan")).await;
            assert_eq!(anna.post(&format!("{union}/plan"), &[("what", "")]).await.status, 422);
            anna.open(&format!("{union}/plan")).await;
            assert!(anna.post(&format!("{union}/plan"), &[("what", "Неделя математики"), ("month", "11"), ("direction", "d06"), ("owner", &boris)]).await.says("Неделя математики"));
            let line = anna.page.link("/unions/plan-lines/").unwrap();
            assert!(anna.open(&line).await.says("Убрать из плана"));
            assert!(anna.open(&format!("{line}/done")).await.says("Отметить пока нечем"));
        });
        let federal = draft(Kind::Federal, "region", "Федеральное УМО по общему образованию");
        stage.open(db, &stage.coordinator, &federal);
    });
}

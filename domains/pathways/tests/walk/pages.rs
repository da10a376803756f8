//! Every page empty, full and with errors; forbidden looks like absent.

use crate::stage::{SITE, TODAY, WORDS, in_browser, set};
use pathways::walk::{self, Draft};

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
        let typed = [("version", "1"), ("title", "Серия уроков"), ("lessons", "12.09.2026; 7 Б; Дроби"), ("act", "attach")];
        let upload = anna.upload(&path, &typed, &[("file", "план.pdf", include_bytes!("../../../../demo/sample.pdf"))]).await;
        assert!(upload.status == 200 && upload.says("план.pdf") && upload.says("12.09.2026; 7 Б; Дроби"), "what was typed is kept with the file: {}", upload.html);
        let typed = [("version", "1"), ("title", "Серия из пяти уроков"), ("act", "attach")];
        let bad = anna.upload(&path, &typed, &[("file", "virus.exe", b"MZ")]).await;
        assert!(bad.status == 422 && bad.says("value=\"Серия из пяти уроков\""), "{}", bad.html);
        let put = anna.post(&path, &[("version", "1"), ("title", "Серия из пяти уроков"), ("lessons", "13.09.2026; 7 Б; Дроби"), ("act", "in")]).await;
        assert!(put.status == 200 && put.says("Работа в портфолио") && put.says("13.09.2026; 7 Б; Дроби"), "{}", put.html);
        let off = anna.post(&path, &[("version", "2"), ("title", "Серия из пяти уроков"), ("lessons", "13.09.2026; 7 Б; Дроби"), ("act", "out")]).await;
        assert!(off.says("Положить в портфолио"), "{}", off.html);
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
        assert!(seen.says("попытка 2"), "{}", seen.html);
        let again = anna.post(&format!("{page}/report"), &[("version", "0"), ("act", "send"), ("reflection", &format!("{WORDS}. План приложен")), ("link", "https://example.ru/2")]).await.clone();
        assert!(again.status == 200 && again.says("О чём просили") && again.says("Добавьте план") && again.says("https://example.ru/2"), "{}", again.html);
        for (name, html) in [("Анна", again.html.clone()), ("тьютор", tutor.open(&page).await.html.clone())] {
            let new = html.find("Что нового в этой попытке").unwrap();
            assert!(html[new..].contains("<ins>") && html[new..].contains("План приложен") && html[new..].contains("Другая ссылка"), "{name}: {html}");
            assert!(html.contains("Попытки") && html.contains("возвращён"), "{name}: {html}");
        }
        assert!(anna.open(&format!("/pathways/{}/walk", made.pathway)).await.says("отправляли 2"));
        stage.accept(db, made, step).unwrap();
        let done = anna.open(&page).await.clone();
        assert!(done.says("Показано таким, каким приняли") && done.says("Показано таким, каким был тогда") && done.says("Добавьте план"), "{}", done.html);
    });
}

#[test]
fn whichever_button_is_pressed_what_was_typed_about_a_step_stays() {
    in_browser(async |db| {
        let stage = set(db);
        let made = stage.walked(db);
        let step = stage.steps(db, made.pathway)[0].id;
        let page = format!("/pathways/{}/steps/{step}", made.pathway);
        let write = format!("{page}/report");
        let mut anna = stage.browser(db, &stage.anna);
        anna.open(&page).await;
        let marked = anna.post(&write, &[("version", "0"), ("step_version", "1"), ("progress", "50"), ("reflection", "Первое"), ("act", "mark")]).await;
        assert!(marked.status == 200 && marked.says("Отмечено") && marked.says(">\nПервое<"), "{}", marked.html);
        assert_eq!(stage.reports(db, step).len(), 1);
        let pdf: &[u8] = include_bytes!("../../../../demo/sample.pdf");
        let attached = anna.upload(&write, &[("version", "0"), ("reflection", "Второе"), ("act", "attach")], &[("file", "план.pdf", pdf)]).await;
        assert!(attached.status == 200 && attached.says("Файл приложен") && attached.says(">\nВторое<") && attached.says("план.pdf"), "{}", attached.html);
        let bad = anna.upload(&write, &[("version", "0"), ("reflection", "Третье"), ("act", "attach")], &[("file", "virus.exe", b"MZ")]).await;
        assert!(bad.status == 422 && bad.says(">\nТретье<"), "{}", bad.html);
        let none = anna.post(&write, &[("version", "0"), ("reflection", "Третье с половиной"), ("act", "attach")]).await;
        assert!(none.status == 422 && none.says("Выберите файл") && none.says(">\nТретье с половиной<"), "{}", none.html);
        assert!(anna.open(&page).await.says(">\nТретье с половиной<"), "a refused act keeps the draft too: {}", anna.page.html);
        let moved = anna.post(&write, &[("version", "0"), ("reflection", "Четвёртое"), ("moved_to", "вчера"), ("why", "Болела"), ("act", "move")]).await;
        assert!(moved.status == 422 && moved.says(">\nЧетвёртое<") && moved.says(">\nБолела<"), "{}", moved.html);
        let stale = anna.post(&write, &[("version", "0"), ("step_version", "1"), ("progress", "75"), ("reflection", "Пятое"), ("act", "mark")]).await;
        assert!(stale.status == 409 && stale.says(">\nПятое<"), "{}", stale.html);
        let digest = db.read(|tx| Ok(tx.one::<String>("SELECT digest FROM step_file", kernel::params![], |row| row.get(0))?)).unwrap();
        let off = anna.post(&write, &[("version", "0"), ("reflection", "Шестое"), ("act", &format!("detach:{digest}"))]).await;
        assert!(off.status == 200 && off.says("Файл убран") && off.says(">\nШестое<"), "{}", off.html);
        let proposed = anna.post(&write, &[("version", "0"), ("reflection", "Седьмое"), ("moved_to", "20.12.2026"), ("why", "Болела"), ("act", "move")]).await;
        assert!(proposed.status == 200 && proposed.says("Ждём ответа другой стороны") && proposed.says(">\nСедьмое<"), "{}", proposed.html);
        assert_eq!(anna.post(&write, &[("version", "0"), ("act", "other")]).await.status, 404);
        let mut tutor = stage.browser(db, &stage.tutor);
        tutor.open(&page).await;
        assert_eq!(tutor.post(&write, &[("version", "0"), ("act", "keep"), ("reflection", "Чужое")]).await.status, 404);
    });
}

#[test]
fn a_report_that_cannot_be_sent_any_more_is_shown_to_be_copied() {
    in_browser(async |db| {
        let stage = set(db);
        let made = stage.walked(db);
        let step = stage.steps(db, made.pathway)[0].id;
        let page = format!("/pathways/{}/steps/{step}", made.pathway);
        let mut anna = stage.browser(db, &stage.anna);
        anna.open(&page).await;
        stage.hand_in(db, made, step).unwrap();
        let late = anna.post(&format!("{page}/report"), &[("version", "0"), ("act", "send"), ("reflection", "Из другой вкладки")]).await;
        assert!(late.status == 409 && late.says("сейчас читают") && late.says("Что вы набрали") && late.says("Из другой вкладки"), "{}", late.html);
    });
}

#[test]
fn a_work_that_came_back_says_so_to_its_author_with_every_try() {
    in_browser(async |db| {
        let stage = set(db);
        let made = stage.walked(db);
        let step = stage.steps(db, made.pathway)[0].id;
        let work = crate::works::ready(&stage, db);
        let send = |version: i64| db.write(|tx| walk::send(tx, &stage.anna, (made.pathway, step), version, &Draft { reflection: WORDS.into(), work: work.to_string(), ..Draft::default() }, SITE));
        send(0).unwrap();
        let mut anna = stage.browser(db, &stage.anna);
        let here = format!("/cabinet/works/{work}");
        assert!(anna.open("/cabinet/works").await.says("на проверке"));
        stage.answer(db, &stage.tutor, made, step, &walk::Answer::Return { reason: "Добавьте ход урока".into() }).unwrap();
        assert!(anna.open("/cabinet/works").await.says("вернули с пояснением"));
        let back = anna.open(&here).await;
        assert!(back.says("Работу вернули с пояснением") && back.says("Добавьте ход урока") && back.says("Где приложена"), "{}", back.html);
        let version = db.read(|tx| pathways::works::own(tx, &stage.anna, work)).unwrap().version;
        db.write(|tx| {
            pathways::works::save(tx, &stage.anna, work, version, &pathways::works::Typed { title: "Обратная связь в 7 Б, с ходом урока".into(), body: pathways::works::sample(pathways::ResultForm::Lessons, TODAY) })
        })
        .unwrap();
        send(0).unwrap();
        let sent = anna.open(&here).await;
        assert!(!sent.says("Работу вернули с пояснением") && sent.says("Добавьте ход урока"), "the earlier try stays: {}", sent.html);
        let mut tutor = stage.browser(db, &stage.tutor);
        let read = tutor.open(&format!("/pathways/{}/steps/{step}", made.pathway)).await;
        assert!(read.says("Приложена работа: Обратная связь в 7 Б, с ходом урока") && !read.says("Новые файлы"), "{}", read.html);
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
        let failed = methodist.post(&format!("/pathways/{}/closing/verdicts/{}", made.pathway, made.deficit), &[("version", "1"), (&format!("verdict-{}", made.deficit), "not_removed")]).await;
        assert!(failed.status == 422 && failed.says("Объясните") && failed.says(&format!("href=\"#words-{}\"", made.deficit)), "{}", failed.html);
        anna.open(&page).await;
        let failed = anna.post(&format!("/pathways/{}/closing/word", made.pathway), &[("version", "0"), ("reflection", ""), ("team_words", "Секретное слово")]).await;
        assert!(failed.status == 422 && failed.says("Секретное слово"));
        let said = anna.post(&format!("/pathways/{}/closing/word", made.pathway), &[("version", "0"), ("reflection", "Стало легче"), ("team_words", "Секретное слово")]).await;
        assert!(said.status == 200 && said.says("Заключительное слово сохранено"));
        let late = anna.post(&format!("/pathways/{}/closing/word", made.pathway), &[("version", "0"), ("reflection", "Из старой вкладки")]).await;
        assert!(late.status == 409 && late.says(">\nИз старой вкладки<") && late.says("Уже сохранено на другой странице") && late.says("Стало легче"), "{}", late.html);
        let again = anna.post(&format!("/pathways/{}/closing/word", made.pathway), &[("version", "1"), ("reflection", "Стало легче вести урок"), ("team_words", "Секретное слово")]).await;
        assert!(again.status == 200 && again.says("Стало легче вести урок"), "{}", again.html);
        let read = methodist.open(&page).await;
        assert!(read.says("Стало легче") && !read.says("Секретное слово"), "not let read");
    });
}

#[test]
fn pathways_are_listed_in_an_order_and_taken_out_with_a_trace() {
    in_browser(async |db| {
        let stage = set(db);
        stage.walked(db);
        let mut methodist = stage.browser(db, &stage.methodist);
        for sort in ["name", "-state", "late", "-ends", "nonsense"] {
            assert!(methodist.open(&format!("/pathways?sort={sort}")).await.says("Редкофамильцева"), "{sort}: {}", methodist.page.html);
        }
        assert!(methodist.open("/pathways?format=xlsx").await.bytes.starts_with(b"PK"));
        assert_eq!(db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM audit_event WHERE action = 'list.exported'", kernel::params![])?)).unwrap(), 1);
        let mut stranger = stage.browser(db, &stage.stranger);
        assert!(!stranger.open("/pathways?sort=name").await.says("Редкофамильцева"));
    });
}

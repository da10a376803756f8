//! The bank over HTTP: write, review, try, import; nobody else gets in.

use crate::stage;
use access::Role;
use items::Verdict;
use kernel::db::testing;

fn tell<T>(story: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(story)
}

#[test]
fn a_methodist_writes_an_item_and_a_colleague_approves_it() {
    let test = testing::sqlite();
    let (db, stage) = (&test.db, stage::set(&test.db));
    let main = stage.competency(db, "М1");
    let (mut anna, mut boris) = (stage.browser(db, &stage.anna), stage.browser(db, &stage.boris));
    tell(async {
        assert!(anna.open("/items/new").await.says("Несколько верных ответов"));
        assert!(anna.open("/items/new?kind=multiple").await.says("Баллов за всё верно"));
        let fields =
            [("kind", "multiple"), ("code", "М1-77"), ("stem", "Что проверяемо?"), ("main", main.as_str()), ("expected", "0"), ("points", "2"), ("choice-0", "Решить"), ("choice-1", "Понять"), ("choice-2", "Показать")];
        let page = anna.upload("/items", &fields, &[]).await;
        assert_eq!(page.status, 422);
        assert!(page.says("Отметьте верный вариант") && page.says("value=\"Показать\""));
        let whole: Vec<(&str, &str)> = fields.iter().copied().chain([("right", "0"), ("right", "2")]).collect();
        let page = anna.upload("/items", &whole, &[("file", "схема.exe", b"MZ rubbish")]).await;
        assert!(page.status == 422 && page.says("По содержанию файл не подходит"), "{}", page.html);
        let page = anna.upload("/items", &whole, &[]).await;
        assert!(page.status == 200 && page.says("Задание М1-77") && page.says("Задание ждёт проверки коллегой"), "{}", page.html);
        let path = page.path.split('?').next().unwrap().to_owned();
        assert!(anna.open(&format!("{path}/edit")).await.says("Что проверяемо?"));
        boris.open(&path).await;
        let page = boris.post(&format!("{path}/review"), &[("version", "1"), ("verdict", "return")]).await;
        assert!(page.status == 422 && page.says("Напишите, что исправить"));
        assert!(boris.post(&format!("{path}/review"), &[("version", "1"), ("verdict", Verdict::Fit.as_str())]).await.says("проверено"));
        assert!(boris.post(&format!("{path}/state"), &[("version", "2"), ("to", "trial")]).await.says("апробация"));
        assert_eq!(boris.post(&format!("{path}/state"), &[("version", "2"), ("to", "live")]).await.status, 409, "the page was old");
        let page = boris.open(&format!("{path}/preview?tried=yes&answer=a")).await;
        assert!(page.says("частично: 1 из 2"), "{}", page.html);
        let page = boris.open(&format!("{path}/preview")).await;
        assert!(!page.says("Верно:"), "the key isn't shown before a try");
        assert!(boris.open(&format!("{path}/statistics")).await.says("<svg"));
        assert!(boris.open("/items?q=%D0%BF%D1%80%D0%BE%D0%B2%D0%B5%D1%80%D1%8F%D0%B5%D0%BC%D0%BE&sort=-changed").await.says("М1-77"));
    });
}

#[test]
fn a_reviewer_reads_drafts_one_below_another_and_judges_them_together() {
    let test = testing::sqlite();
    let (db, stage) = (&test.db, stage::set(&test.db));
    let ids: Vec<String> = ["М1-01", "М1-02", "М1-03"].iter().map(|code| stage.item(db, code).to_string()).collect();
    let (mut anna, mut boris) = (stage.browser(db, &stage.anna), stage.browser(db, &stage.boris));
    let field = |name: &str, at: usize| format!("{name}-{}", ids[at]);
    tell(async {
        assert!(anna.open("/items/review").await.says("Проверять нечего"), "not one's own");
        assert!(boris.open("/items").await.says("Проверить черновики коллег: 3"));
        let page = boris.open("/items/review?competency=").await;
        assert!(page.says("Задание М1-01") && page.says("Верно:") && page.says("Решить") && page.says("Прочтёт автор"), "{}", page.html);
        let page = boris.post("/items/review", &[("back", "q=М1")]).await;
        assert!(page.status == 422 && page.says("Отметьте хотя бы одно задание"), "{}", page.html);
        let versions: Vec<String> = (0..3).map(|at| field("version", at)).collect();
        let verdicts: Vec<String> = (0..3).map(|at| field("verdict", at)).collect();
        let (note, old) = (field("note", 1), "9");
        boris.open("/items/review").await;
        let page = boris.post("/items/review", &[(&versions[0], "1"), (&verdicts[0], "fit"), (&versions[1], "1"), (&verdicts[1], "return")]).await;
        assert!(page.status == 422 && page.says("Напишите, что исправить") && page.says("Задание М1-01"), "nothing is recorded: {}", page.html);
        let page = boris.post("/items/review", &[(&versions[0], "1"), (&verdicts[0], "fit"), (&note, "Два верных ответа"), (&verdicts[1], "")]).await;
        assert!(page.status == 422 && page.says("Вы написали, что исправить") && page.says("Два верных ответа"), "words without a decision aren't lost: {}", page.html);
        let page = boris.post("/items/review", &[(&versions[0], old), (&verdicts[0], "fit")]).await;
        assert!(page.status == 422 && page.says("М1-01 годится?"), "it was changed meanwhile: {}", page.html);
        let page = boris.post("/items/review", &[(&versions[0], "1"), (&verdicts[0], "fit"), (&versions[1], "1"), (&verdicts[1], "return"), (&note, "Два верных ответа"), (&versions[2], "1"), (&verdicts[2], "")]).await;
        assert!(page.says("Записано: 2\u{a0}проверки") && page.says("Задание М1-03") && !page.says("Задание М1-01") && !page.says("Задание М1-02"), "{}", page.html);
        assert!(anna.open(&format!("/items/{}", ids[1])).await.says("Два верных ответа"));
        let page = boris.open("/items?state=reviewed").await;
        assert!(page.says("Дать на апробацию: 1\u{a0}задание"), "{}", page.html);
        assert_eq!(boris.post("/items/moving", &[("list", "state=reviewed"), ("to", "trial"), ("expected", "2")]).await.status, 409, "the list was another one");
        boris.open("/items?state=reviewed").await;
        assert!(boris.post("/items/moving", &[("list", "state=reviewed"), ("to", "trial"), ("expected", "1")]).await.says("Состояние изменено: 1\u{a0}задание"));
        boris.open("/items?state=draft").await;
        assert_eq!(boris.post("/items/moving", &[("list", "state=draft"), ("to", "live"), ("expected", "2")]).await.status, 409, "drafts are reviewed first");
    });
}

#[test]
fn a_package_is_looked_at_first_and_loaded_whole() {
    let test = testing::sqlite();
    let (db, stage) = (&test.db, stage::set(&test.db));
    let (framework, competency) = (stage.framework.to_string(), stage.competency(db, "М1"));
    let mut anna = stage.browser(db, &stage.anna);
    let xml = r#"<qti-assessment-item identifier="q-1"><qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="identifier"><qti-correct-response><qti-value>B</qti-value></qti-correct-response></qti-response-declaration><qti-item-body><img src="a.png" alt=""/><qti-choice-interaction response-identifier="RESPONSE" max-choices="1"><qti-prompt>Что верно?</qti-prompt><qti-simple-choice identifier="A">Первое</qti-simple-choice><qti-simple-choice identifier="B">Второе</qti-simple-choice></qti-choice-interaction></qti-item-body></qti-assessment-item>"#;
    tell(async {
        assert!(anna.open("/items/import").await.says("Скачать образец"));
        let page = anna.upload("/items/import", &[("framework", &framework)], &[("file", "q.xml", xml.as_bytes())]).await;
        assert!(page.status == 422 && page.says("Для QTI выберите компетенцию"));
        let page = anna.upload("/items/import", &[("framework", &framework), ("competency", &competency)], &[("file", "q.xml", xml.as_bytes())]).await;
        assert!(page.says("Всё понятно") && page.says("q.xml, &lt;img&gt;"), "{}", page.html);
        let rows = page.html.split("name=\"items\" value=\"").nth(1).unwrap().split('"').next().unwrap().replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        let page = anna.post("/items/import/loading", &[("framework", &framework), ("items", &rows)]).await;
        assert!(page.says("Загружено черновиками: 1") && page.says("q-1"), "{}", page.html);
        anna.open("/items/import").await;
        let page = anna.post("/items/import/loading", &[("framework", &framework), ("items", &rows)]).await;
        assert!(page.status == 409 && page.says("Ничего не загружено"));
        assert_eq!(anna.post("/items/import/loading", &[("framework", &framework), ("items", "[1")]).await.status, 409);
        assert_eq!(anna.open("/items/import/template.xlsx").await.status, 200);
    });
}

#[test]
fn a_calibration_is_asked_for_watched_and_called_off() {
    let test = testing::sqlite();
    let (db, stage) = (&test.db, stage::set(&test.db));
    let framework = stage.framework.to_string();
    let mut anna = stage.browser(db, &stage.anna);
    tell(async {
        assert!(anna.open("/calibrations").await.says("Калибровок ещё нет"));
        anna.open("/calibrations/new").await;
        let page = anna.post("/calibrations", &[("framework", &framework), ("model", "2pl"), ("min_answers", "5"), ("title", "Весна")]).await;
        assert!(page.status == 422 && page.says("целое число от 10"));
        let page = anna.post("/calibrations", &[("framework", &framework), ("model", "2pl"), ("min_answers", "50"), ("title", "Весна")]).await;
        assert!(page.status == 200 && page.says("ждёт очереди"), "{}", page.html);
        let path = page.path.split('?').next().unwrap().to_owned();
        assert_eq!(anna.post(&format!("{path}/current"), &[("version", "1")]).await.status, 409);
        anna.open(&path).await;
        assert!(anna.post(&format!("{path}/cancelling"), &[("version", "1")]).await.says("отменена"));
        assert!(anna.open("/calibrations").await.says("Весна"));
    });
}

#[test]
fn nobody_without_the_right_finds_the_bank() {
    let test = testing::sqlite();
    let (db, stage) = (&test.db, stage::set(&test.db));
    let id = stage.item(db, "М1-01");
    tell(async {
        for role in [Role::Member, Role::Expert, Role::Municipal, Role::Ministry] {
            let somebody = stage::actor(db, role, "Кто-то");
            let mut browser = stage.browser(db, &somebody);
            for path in ["/items", "/items/review", "/items/new", "/items/import", "/calibrations", &format!("/items/{id}"), &format!("/items/{id}/preview")] {
                assert_eq!(browser.open(path).await.status, 404, "{role} opens {path}");
            }
        }
    });
}

//! Each page empty, full and with errors.

use crate::stage::{HOME, PDF, count, find, set, tell};
use kernel::db::testing::on_each_engine;
use people::import::{Table, TableRow};
use resources::import::{self, Uploaded};

const FORM: &[(&str, &str)] = &[
    ("kind", "open_lesson"),
    ("title", "Урок <b>без</b> оценок"),
    ("summary", "Покажем\nи обсудим"),
    ("form", "in_person"),
    ("place", HOME),
    ("hours", "2"),
    ("starts_on", "15.02.2027"),
    ("tag-0", "М4"),
    ("strength-0", "2"),
    ("link", "https://example.ru/x"),
];

#[test]
fn a_resource_goes_through_its_pages_from_the_form_to_the_withdrawal() {
    on_each_engine(|db| {
        let stage = set(db);
        let (mut olga, mut rita, mut irina, mut anna) = (stage.browser(db, &stage.municipal), stage.browser(db, &stage.colleague), stage.browser(db, &stage.school), stage.browser(db, &stage.anna_herself));
        tell(async {
            assert!(irina.open("/resources").await.says("Каталог пока пуст") && !irina.page.says("Добавить ресурс"));
            assert_eq!(irina.open("/resources/new").await.status, 404);
            assert!(olga.open("/resources/new").await.says("Прочтут все, кому виден каталог"));
            let page = olga.post("/resources", &[("title", "Без вида"), ("hours", "сто"), ("place", HOME)]).await;
            assert!(page.status == 422 && page.says("Выберите вид ресурса") && page.says("value=\"Без вида\"") && page.says("value=\"сто\""), "{}", page.html);
            let page = olga.post("/resources", FORM).await;
            assert!(page.status == 200 && page.says("добавлен черновиком") && page.says("Последним писали вы") && page.says("не проверялась") && page.says("&lt;b&gt;"), "{}", page.html);
            let url = page.path.split('?').next().unwrap().to_owned();
            assert_eq!(anna.open(&url).await.status, 404, "a draft is not for teachers");
            assert!(rita.open("/resources?state=all&unreviewed=yes").await.says("ждёт проверки"));
            rita.open(&url).await;
            assert!(rita.post(&format!("{url}/review"), &[("version", "1")]).await.says("ресурс в каталоге"));
            assert!(anna.open(&url).await.says("15.02.2027") && !anna.page.says("Что можно сделать"));
            assert!(anna.open("/resources?q=урок&kind=open_lesson&competency=М4&hours=4").await.says("без"));
            assert!(anna.open("/resources?kind=programme").await.says("Ничего не нашлось"));
            let page = olga.open(&format!("{url}/edit")).await;
            assert!(page.says("снова проверит коллега") && page.says("value=\"15.02.2027\""), "{}", page.html);
            assert!(olga.open(&format!("{url}/withdrawal")).await.says("Почему"));
            assert_eq!(olga.post(&format!("{url}/withdrawal"), &[("version", "2"), ("reason", "")]).await.status, 422);
            assert!(olga.post(&format!("{url}/withdrawal"), &[("version", "2"), ("reason", "Перенесли")]).await.says("Ресурс снят"));
            assert_eq!(anna.open(&url).await.status, 404);
            olga.open(&url).await;
            assert!(olga.post(&format!("{url}/reopening"), &[("version", "3")]).await.says("снова черновик"));
        });
    });
}

#[test]
fn the_same_form_sent_twice_adds_one_resource() {
    on_each_engine(|db| {
        let stage = set(db);
        let mut olga = stage.browser(db, &stage.municipal);
        tell(async {
            let key = olga.open("/resources/new").await.key();
            let with_key: Vec<(&str, &str)> = FORM.iter().copied().chain([("_key", key.as_str())]).collect();
            let first = olga.post("/resources", &with_key).await.path.clone();
            assert_eq!(olga.post("/resources", &with_key).await.path, first);
        });
        assert_eq!(count(db, "SELECT COUNT(*) FROM resource"), 1);
    });
}

#[test]
fn what_goes_before_and_the_file_have_their_pages() {
    on_each_engine(|db| {
        let stage = set(db);
        let (first, second) = (stage.live(db, HOME, &[("title", "Введение в тему")]), stage.live(db, HOME, &[("title", "Главный курс")]));
        let mut olga = stage.browser(db, &stage.municipal);
        let url = resources::url(second);
        tell(async {
            assert!(olga.open(&format!("{url}/needs?q=введение")).await.says("Введение в тему"));
            let page = olga.post(&format!("{url}/needs"), &[("version", "2"), ("with", &first.to_string())]).await;
            assert!(page.status == 200 && page.says("Убрать"), "{}", page.html);
            assert!(olga.open(&url).await.says("Сначала пройдите"));
            assert!(olga.open(&resources::url(first)).await.says("Открывает дорогу к"));
            assert_eq!(olga.open(&format!("{url}/file")).await.status, 404);
            let fields = [("version", "3"), ("kind", "programme"), ("title", "Главный курс"), ("form", "remote"), ("hours", "36"), ("tag-0", "М3")];
            olga.open(&format!("{url}/edit")).await;
            let page = olga.upload(&url, &fields, &[("file", "virus.exe", b"MZ\x90\x00")]).await;
            assert!(page.status == 422 && page.says("Главный курс"), "{}", page.status);
            let page = olga.upload(&url, &fields, &[("file", "Программа.pdf", PDF)]).await;
            assert!(page.status == 200 && page.says("Программа.pdf"), "{}", page.html);
            assert_eq!(olga.open(&format!("{url}/file")).await.bytes.get(..4), Some(&b"%PDF"[..]));
        });
        assert!(find(db, second).digest.is_some());
    });
}

#[test]
fn the_pages_of_mentors_and_of_import_are_drawn() {
    on_each_engine(|db| {
        let stage = set(db);
        db.write(|tx| {
            crate::stage::member(tx, stage.anna, None);
            Ok(())
        })
        .unwrap();
        let id = stage.add(db, &stage.municipal, HOME, &[("kind", "mentor"), ("title", "Наставник")]);
        let mut olga = stage.browser(db, &stage.municipal);
        let url = resources::url(id);
        tell(async {
            assert!(olga.open(&url).await.says("ещё не указан"));
            assert!(olga.open(&format!("{url}/mentor")).await.says("действующий участник актива"));
            assert!(olga.open(&format!("{url}/mentor?q=редкофам+анна")).await.says("Редкофамильцева"));
            assert!(olga.post(&format!("{url}/mentor"), &[("version", "1"), ("person", &stage.anna.to_string())]).await.says("Наставник указан"));
            assert!(olga.open("/resources/import").await.says("Списков нет"));
            assert_eq!(olga.open("/resources/import/template.xlsx").await.bytes.get(..2), Some(&b"PK"[..]));
            olga.open("/resources/import").await;
            assert_eq!(olga.upload("/resources/import", &[("place", HOME)], &[]).await.status, 422);
            assert_eq!(olga.open("/resources?format=xlsx").await.bytes.get(..2), Some(&b"PK"[..]));
        });
        assert_eq!(count(db, "SELECT COUNT(*) FROM audit_event WHERE action = 'list.exported'"), 1);
    });
}

#[test]
fn a_list_goes_through_its_pages() {
    on_each_engine(|db| {
        let stage = set(db);
        let row = |line: u32, cells: [&str; 3]| TableRow { line, cells: cells.map(str::to_owned).to_vec() };
        let table = Table {
            sheet: "Лист1".into(), titles: ["Название", "Часы", "Вид"].map(str::to_owned).to_vec(), rows: vec![row(2, ["Курс из таблицы", "36", "курс"]), row(3, ["Плохая строка", "сто", "курс"])]
        };
        let sheet = Uploaded { place: HOME.into(), file_name: "План.xlsx".into(), table };
        let id = db.write(|tx| import::read_in(tx, &stage.municipal, &sheet)).unwrap();
        let (mut olga, mut rita) = (stage.browser(db, &stage.municipal), stage.browser(db, &stage.colleague));
        let here = format!("/resources/import/{id}");
        tell(async {
            assert!(olga.open("/resources/import").await.says("План.xlsx"));
            assert_eq!(rita.open(&here).await.status, 404, "whoever read a list sees it");
            let page = olga.open(&here).await;
            assert!(page.says("Курс из таблицы") && page.says("ячейка B3") && page.says("Сначала решите о строках"), "{}", page.html);
            assert!(olga.open(&format!("{here}?verdict=wrong")).await.says("Плохая строка") && !olga.page.says("Курс из таблицы"));
            let page = olga.post(&format!("{here}/mapping"), &[("version", "1"), ("column-0", "title"), ("column-1", "title"), ("column-2", "")]).await;
            assert!(page.status == 422 && page.says("выбрано для двух столбцов") && page.says("Не указано, где «Часы»"), "{}", page.html);
            assert_eq!(olga.post(&format!("{here}/loading"), &[("version", "1")]).await.status, 409);
            olga.open(&here).await;
            assert!(olga.post(&format!("{here}/choices"), &[("version", "1"), ("rest", "skip"), ("back", "")]).await.says("Будет добавлено черновиками: 1"), "{}", olga.page.html);
            assert!(olga.post(&format!("{here}/loading"), &[("version", "2")]).await.says("Передайте эту ссылку коллеге"), "{}", olga.page.html);
            let batch = format!("/resources?state=all&batch={id}");
            assert!(olga.open(&batch).await.says("Курс из таблицы") && !olga.page.says("Проверить все черновики"), "one's own");
            assert!(rita.open(&batch).await.says("Проверить все черновики"));
        });
        let untagged = count(db, "SELECT COUNT(*) FROM resource r WHERE NOT EXISTS (SELECT 1 FROM resource_tag t WHERE t.resource_id = r.id)");
        assert_eq!(untagged, 1);
        tell(async {
            let page = rita.post(&format!("{here}/review"), &[]).await;
            assert!(page.status == 409 && page.says("с какими затруднениями"), "{}", page.html);
        });
    });
}

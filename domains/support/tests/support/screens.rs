//! Each page empty, full and with errors.

use crate::stage::{HOME, PDF, SCHOOL, count, set, tell};
use kernel::db::testing::on_each_engine;
use people::import::{Table, TableRow};
use support::courses;

#[test]
fn a_course_goes_from_its_form_to_a_graduates_answer() {
    on_each_engine(|db| {
        let stage = set(db);
        let (mut nina, mut anna, mut vera, mut irina, mut ministry) =
            (stage.browser(db, &stage.coordinator), stage.browser(db, &stage.anna_herself), stage.browser(db, &stage.vera_herself), stage.browser(db, &stage.school), stage.browser(db, &stage.ministry));
        tell(async {
            assert!(irina.open("/courses").await.says("Курсов нет") && !irina.page.says("Добавить курс"));
            assert_eq!(irina.open("/courses/new").await.status, 404);
            nina.open("/courses/new").await;
            let page = nina.post("/courses", &[("title", "Без дат"), ("hours", "сто"), ("place", "region")]).await;
            assert!(page.status == 422 && page.says("value=\"Без дат\"") && page.says("Академические часы"), "{}", page.html);
            let form = [
                ("kind", "course"),
                ("level", "regional"),
                ("title", "Оценивание <b>без</b> отметок"),
                ("about", "Обратная связь"),
                ("hours", "36"),
                ("starts_on", "01.09.2026"),
                ("ends_on", "20.10.2026"),
                ("direction", "d01"),
                ("place", "region"),
            ];
            let page = nina.post("/courses", &form).await;
            assert!(page.status == 200 && page.says("&lt;b&gt;") && page.says("Добавлено") && page.says("Итогов пока нет"), "{}", page.html);
            let url = page.path.split('?').next().unwrap().to_owned();
            assert!(nina.open(&format!("{url}/people?part=supporter&q=Участникова")).await.says("Чьих выпускников"));
            nina.post(&format!("{url}/people"), &[("part", "supporter"), ("person", &stage.vera.to_string()), ("municipality", "")]).await;
            assert!(nina.page.says("Все остальные"));
            nina.open(&format!("{url}/people?part=graduate&q=Учительницына")).await;
            assert!(nina.post(&format!("{url}/people"), &[("part", "graduate"), ("person", &stage.anna.to_string())]).await.says("Учительницына"));
            let page = nina.post(&format!("{url}/materials"), &[("title", "Памятка"), ("link", "не адрес")]).await;
            assert!(page.status == 422 && page.says("Укажите адрес целиком"));
            assert!(nina.post(&format!("{url}/materials"), &[("title", "Памятка"), ("link", "https://example.ru/1")]).await.says("Памятка"));
            assert!(nina.open(&format!("{url}/cascade")).await.says("<svg"));
            assert!(irina.open(&url).await.says("Учительницына") && !irina.page.says("Назначить участника"));
            assert!(ministry.open(&url).await.says("Группы меньше пяти") && !ministry.page.says("Учительницына"));
            assert!(anna.open("/cabinet/courses").await.says("Через 1 мес."));
            let task = anna.page.link("/cabinet/courses/tasks/").unwrap();
            assert!(anna.open(&task).await.says("Прочтут тот, кто вас поддерживает"));
            let page = anna.upload(&task, &[("version", "1"), ("words", "Пробуем")], &[]).await;
            assert!(page.status == 422 && page.says("Пробуем</textarea>"), "{}", page.html);
            let page = anna.upload(&task, &[("version", "1"), ("uses", "yes"), ("words", "Пробуем на каждом уроке")], &[("file", "урок.pdf", PDF)]).await;
            assert!(page.status == 200 && page.says("Рассказ отправлен") && page.says("урок.pdf"), "{}", page.html);
            assert!(vera.open("/support").await.says("Учительницына"));
            let answering = vera.page.link("/support/tasks/").unwrap();
            assert!(vera.open(&answering).await.says("Пробуем на каждом уроке"));
            assert_eq!(vera.open(&format!("{answering}/file")).await.status, 200);
            vera.open(&answering).await;
            assert!(vera.post(&answering, &[("word", "accept"), ("answer", "Спасибо"), ("version", "2")]).await.says("Ответ отправлен"));
            assert!(anna.open(&task).await.says("Спасибо"));
            assert!(nina.open("/courses").await.says("1 мес.: 1 из 1"));
            assert_eq!(nina.open("/courses?format=xlsx").await.status, 200);
            assert_eq!(nina.open(&format!("{url}?format=xlsx")).await.status, 200);
        });
        assert_eq!(count(db, "SELECT COUNT(*) FROM audit_event WHERE action = 'course.task_viewed'"), 3, "each look at somebody's words is noted");
    });
}

#[test]
fn a_file_of_graduates_is_read_and_decided_on_screens() {
    on_each_engine(|db| {
        let stage = set(db);
        let course = stage.course(db, 1, &[]);
        let mut nina = stage.browser(db, &stage.coordinator);
        // A file is parsed by a child that is no part of this binary; what the child reads is read here.
        let row = |line: u32, cells: [&str; 3]| TableRow { line, cells: cells.map(str::to_owned).to_vec() };
        let table = Table {
            sheet: "Лист1".into(),
            titles: ["ФИО", "Дата рождения", "Школа"].map(str::to_owned).to_vec(),
            rows: vec![row(2, ["Учительницына Анна Петровна", "05.09.1985", "МБОУ СОШ № 6"]), row(3, ["Незнакомцева Ольга Ивановна", "01.01.1980", "МБОУ СОШ № 6"])],
        };
        let id = db.write(|tx| courses::import::read_in(tx, &stage.coordinator, course, &courses::import::Uploaded { file_name: "ведомость.csv".into(), table })).unwrap();
        tell(async {
            nina.open(&format!("{}/import", courses::url(course))).await;
            assert_eq!(nina.upload(&format!("{}/import", courses::url(course)), &[], &[]).await.status, 422);
            let page = nina.open(&format!("/courses/imports/{id}")).await;
            assert!(page.status == 200 && page.says("Незнакомцева") && page.says("нет карточки"), "{}", page.html);
            let url = page.path.clone();
            assert!(nina.open(&format!("{url}/rows/3?q=Дальняя")).await.says("Это он(а)"));
            assert_eq!(nina.post(&format!("{url}/loading"), &[("version", "1")]).await.status, 409);
            nina.open(&url).await;
            assert!(nina.post(&format!("{url}/choices"), &[("version", "1"), ("rest", "skip")]).await.says("Добавить выпускников"));
            assert!(nina.post(&format!("{url}/loading"), &[("version", "2")]).await.says("Отменить загрузку"));
            assert_eq!(nina.open("/courses/template.xlsx").await.status, 200);
        });
    });
}

#[test]
fn a_schools_card_is_worked_on_by_its_own_and_hidden_from_all_others() {
    on_each_engine(|db| {
        let stage = set(db);
        let (mut olga, mut irina, mut far, mut methodist, mut vera, mut ministry) = (
            stage.browser(db, &stage.municipal),
            stage.browser(db, &stage.school),
            stage.browser(db, &stage.far_municipal),
            stage.browser(db, &stage.methodist),
            stage.browser(db, &stage.vera_herself),
            stage.browser(db, &stage.ministry),
        );
        tell(async {
            assert!(olga.open("/schools-help").await.says("Школ нет"));
            assert!(olga.open("/schools-help/new").await.says("МБОУ СОШ № 6"));
            assert_eq!(olga.post("/schools-help", &[("place", HOME), ("year", "2026")]).await.status, 422);
            let page = olga.post("/schools-help", &[("place", SCHOOL), ("year", "2026"), ("basis", "Письмо № 1"), ("recheck_on", "01.11.2026")]).await;
            assert!(page.status == 200 && page.says("Факторы не отмечены"), "{}", page.html);
            let url = page.path.split('?').next().unwrap().to_owned();
            let page = olga.post(&format!("{url}/factors"), &[("factor", "rf05"), ("version", "1")]).await;
            assert!(page.status == 422 && page.says("Выберите, насколько"));
            assert!(olga.post(&format!("{url}/factors"), &[("factor", "rf05"), ("level", "high"), ("grounds", "Анкеты"), ("version", "1")]).await.says("проявляется сильно"));
            assert!(olga.open(&format!("{url}/people?factor=rf05&q=Участникова")).await.says("Попросить"));
            assert!(olga.post(&format!("{url}/people"), &[("factor", "rf05"), ("person", &stage.vera.to_string())]).await.says("ждём ответа"));
            for stranger in [&mut far, &mut methodist, &mut ministry] {
                for path in [url.clone(), format!("{url}/plan.pdf"), format!("{url}/visits")] {
                    assert_eq!(stranger.open(&path).await.status, 404);
                }
            }
            assert!(!far.open("/schools-help").await.says("СОШ № 6"));
            assert_eq!(methodist.open("/schools-help").await.status, 404);
            assert!(vera.open("/support").await.says("Вас просят помочь школе"));
            let answer = vera.page.html.split("action=\"/support/schools/").nth(1).unwrap().split('"').next().unwrap().to_owned();
            assert!(vera.post(&format!("/support/schools/{answer}"), &[("word", "yes")]).await.says("Записать посещение"));
            vera.open(&format!("{url}/visits")).await;
            assert_eq!(vera.post(&format!("{url}/visits"), &[("minutes", "много")]).await.status, 422);
            assert!(vera.post(&format!("{url}/visits"), &[("minutes", "45"), ("done", "Посетили урок"), ("factors", "rf05")]).await.says("Записано"));
            let factor = vera.page.html.split("/factors/").nth(1).unwrap().split('/').next().unwrap().to_owned();
            let fields = [(format!("level-{factor}"), "low"), (format!("grounds-{factor}"), "Повторные анкеты"), ("version".to_owned(), "2")];
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
            assert!(vera.post(&format!("{url}/factors/{factor}/measures"), &fields).await.says("стало лучше"), "{}", vera.page.html);
            assert!(vera.post(&format!("{url}/lines"), &[("what", "Практикум"), ("due_on", "15.12.2026")]).await.says("Практикум"));
            assert!(irina.open(&url).await.says("Практикум") && !irina.page.says("Отметить фактор"));
            assert_eq!(irina.open(&format!("{url}/plan.pdf")).await.status, 200);
            assert!(ministry.open("/schools-help/figures").await.says("Группы меньше трёх школ") && !ministry.page.says("СОШ № 6"));
            assert_eq!(olga.open("/schools-help?format=xlsx").await.status, 200);
        });
    });
}

#[test]
fn pools_tracks_and_directions_have_their_pages() {
    on_each_engine(|db| {
        let stage = set(db);
        let (mut nina, mut anna, mut ministry) = (stage.browser(db, &stage.coordinator), stage.browser(db, &stage.anna_herself), stage.browser(db, &stage.ministry));
        let category: String = db.read(|tx| tx.one("SELECT code FROM term WHERE kind = 'category' ORDER BY position LIMIT 1", &[], |row| row.get(0))).unwrap();
        tell(async {
            assert!(nina.open("/experts").await.says("Никого нет"));
            nina.open("/experts/new?q=Учительницына").await;
            assert!(nina.post("/experts/new", &[("step", "choose"), ("person", &stage.anna.to_string())]).await.says("Третьих") || nina.page.says("третью проверку"));
            assert_eq!(nina.post("/experts/new", &[("person", &stage.anna.to_string()), ("year", "2026")]).await.status, 422);
            let entry = [("person", stage.anna.to_string()), ("exam", "ege".into()), ("subject", "matematika".into()), ("level", "main".into()), ("year", "2026".into())];
            let entry: Vec<(&str, &str)> = entry.iter().map(|(name, value)| (*name, value.as_str())).collect();
            assert!(nina.post("/experts/new", &entry).await.says("Учительницына"));
            let expert = nina.page.link("/experts/0").unwrap();
            assert!(nina.open(&expert).await.says("Убрать из списка"));
            assert_eq!(nina.open("/experts?format=xlsx").await.status, 200);
            assert!(anna.open("/experts").await.says("Ваши записи"));
            assert!(nina.open("/contests").await.says("Конкурсов нет"));
            nina.open("/contests/new").await;
            assert_eq!(nina.post("/contests", &[("title", ""), ("place", "region")]).await.status, 422);
            let page = nina.post("/contests", &[("title", "Учитель года"), ("level", "regional"), ("place", "region")]).await;
            assert!(page.says("Этапы ещё не внесены"), "{}", page.html);
            let contest = page.path.split('?').next().unwrap().to_owned();
            assert!(nina.post(&format!("{contest}/stages"), &[("stage", "Заочный"), ("starts_on", "01.02.2027"), ("ends_on", "10.02.2027")]).await.says("начнётся 01.02.2027"));
            assert!(anna.open(&contest).await.says("Готовиться к этому конкурсу"));
            let page = anna.post(&format!("{contest}/people"), &[]).await;
            assert!(page.says("План пуст"), "{}", page.html);
            let track = page.path.split('?').next().unwrap().to_owned();
            assert_eq!(anna.post(&format!("{track}/lines"), &[("what", "Сценарий")]).await.status, 422);
            assert!(anna.post(&format!("{track}/lines"), &[("what", "Сценарий"), ("due_on", "20.01.2027")]).await.says("Сценарий"));
            assert!(nina.open(&track).await.says("Учительницына"));
            assert!(ministry.open(&contest).await.status == 200 && !ministry.page.says("Учительницына"));
            assert_eq!(ministry.open(&track).await.status, 404);
            assert!(anna.open("/cabinet/attestation").await.says("Начать подготовку"));
            assert_eq!(anna.post("/cabinet/attestation", &[("target_on", "вчера")]).await.status, 422);
            assert!(anna.post("/cabinet/attestation", &[("category", &category), ("target_on", "15.03.2027")]).await.says("Что уже готово"));
            for code in ["d01", "d07", "d08", "d09", "d10", "d11", "d12"] {
                assert!(anna.open(&format!("/directions/{code}")).await.says("У кого спросить"), "{code}");
                assert_eq!(nina.open(&format!("/directions/{code}")).await.status, 200);
            }
            assert!(anna.open("/directions").await.says("/directions/d12"));
            assert!(nina.open("/directions/d09/resources?q=что-то").await.says("Ничего не нашлось"));
            for visitor in [&mut nina, &mut anna, &mut ministry] {
                assert!(visitor.open("/support").await.says("Разделы"));
            }
        });
    });
}

//! The pages without a script: the whole way of a visit by forms.

use crate::stage::{self, tell};
use kernel::db::testing::on_each_engine;

#[test]
fn a_visit_by_forms_from_the_proposal_to_the_paper() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let (mut methodist, mut anna, mut deputy) = (stage.browser(db, &stage.methodist), stage.browser(db, &stage.anna), stage.browser(db, &stage.deputy));
        let (person, rubric) = (stage.teacher.to_string(), stage.rubric.id.to_string());
        tell(async {
            assert!(methodist.open("/observations").await.says("Наблюдений не нашлось"));
            assert!(methodist.open("/observations/new?text=%D1%80%D0%B5%D0%B4%D0%BA").await.says("Редкофамильцева"), "{}", methodist.page.html);
            let new = format!("/observations/new?person={person}");
            assert!(methodist.open(&new).await.says("Карта наблюдения урока, версия 1"));
            let wrong = [("rubric", rubric.as_str()), ("held_on", "23.11.2026"), ("lesson", "3"), ("grade", "Петя Иванов"), ("topic", "Дроби"), ("subject", ""), ("post", "")];
            let page = methodist.post(&new, &wrong).await;
            assert!(page.status == 422 && page.says("Имена учеников") && page.says("value=\"Петя Иванов\"") && page.says("<title>Ошибка"));
            let right = [("rubric", rubric.as_str()), ("held_on", "23.11.2026"), ("lesson", "3"), ("grade", "7б"), ("topic", "Дроби"), ("subject", "matematika"), ("post", "Методист")];
            assert!(methodist.post(&new, &right).await.says("Предложение отправлено"), "{}", methodist.page.html);
            let visit = methodist.page.path.split('?').next().unwrap().to_owned();
            let own = format!("/cabinet{visit}");
            assert_eq!(methodist.open(&format!("{visit}/record")).await.status, 409, "not agreed yet");
            assert_eq!(deputy.open(&visit).await.status, 404);

            assert!(anna.open("/cabinet/observations").await.says("Методистова Наталья"));
            assert!(anna.open(&own).await.says("На что будут смотреть"));
            assert!(anna.post(&format!("{own}/answer"), &[("version", "1"), ("word", "agree")]).await.says("Вы согласились"), "{}", anna.page.html);
            assert!(anna.open(&format!("{own}/self")).await.says("Мои баллы"));
            let one = [("seen-i1", ""), ("score-i1", "1"), ("words-i1", "Торопилась")];
            assert!(anna.post(&format!("{own}/self"), &one).await.says("Ваши баллы сохранены"), "{}", anna.page.html);

            let record = format!("{visit}/record");
            assert!(methodist.open(&record).await.says("Пример с урока (обязателен)"));
            let page = methodist.post(&record, &[("seen-i1", ""), ("score-i1", "9"), ("words-i1", "У доски")]).await;
            assert!(page.status == 422 && page.says("Балл вне шкалы") && page.says("У доски"), "what was typed stays");
            let mut fields = vec![("then".to_owned(), "finish".to_owned())];
            for indicator in stage.rubric.body.indicators() {
                let code = &indicator.code;
                fields.extend([(format!("seen-{code}"), String::new()), (format!("score-{code}"), "0".into()), (format!("words-{code}"), "Видела сама".into())]);
            }
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            methodist.open(&record).await;
            assert!(methodist.post(&record, &fields).await.says("Карта заполнена вся"), "{}", methodist.page.html);
            assert!(!methodist.page.says("Торопилась"), "the teacher's own scores are seen after the end");
            assert!(!anna.open(&own).await.says("Видела сама"), "nor does the teacher read an unfinished card");
            assert!(methodist.post(&format!("{visit}/finishing"), &[("version", "2")]).await.says("Учитель прочтёт её первым"), "{}", methodist.page.html);
            assert!(methodist.page.says("Торопилась"));

            assert!(anna.open(&own).await.says("Видела сама"));
            assert!(anna.post(&format!("{own}/acknowledgement"), &[("version", "3"), ("comment", "Согласна")]).await.says("вы ознакомились"), "{}", anna.page.html);
            assert!(anna.post(&format!("{own}/sharing"), &[("version", "4"), ("to", "open")]).await.says("Карту видят методисты"), "{}", anna.page.html);
            assert!(deputy.open(&visit).await.says("Согласна"));
            let pdf = anna.open(&format!("{own}/observation.pdf")).await;
            assert!(pdf.status == 200 && pdf.bytes.starts_with(b"%PDF"));
            let sheet = methodist.open("/observations?format=xlsx").await;
            assert!(sheet.status == 200 && sheet.bytes.starts_with(b"PK"));
            assert!(methodist.open("/observations/agreement").await.says("данных пока мало"), "{}", methodist.page.html);
        });
    });
}

#[test]
fn two_records_that_clash_are_chosen_between_on_the_form_too() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let visit = stage.agreed(db, &stage.methodist);
        let mut methodist = stage.browser(db, &stage.methodist);
        tell(async {
            let record = format!("/observations/{visit}/record");
            for score in ["1", "2"] {
                // Both pages were open before either was sent.
                methodist.open(&record).await;
                methodist.post(&record, &[("seen-i1", ""), ("score-i1", score), ("words-i1", "")]).await;
            }
            assert!(methodist.open(&record).await.says("Две разные записи"), "{}", methodist.page.html);
            let choices: Vec<String> = methodist.page.html.split("name=\"choice-i1\" value=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect();
            assert_eq!(choices.len(), 2);
            let seen = choices.join(" ");
            methodist.post(&record, &[("seen-i1", &seen)]).await;
            assert!(methodist.page.says("Две разные записи"), "no choice says nothing");
            methodist.post(&record, &[("seen-i1", &seen), ("choice-i1", &choices[1])]).await;
            assert!(!methodist.page.says("Две разные записи") && methodist.page.says("value=\"2\" checked"), "{}", methodist.page.html);
        });
    });
}

#[test]
fn the_page_without_a_network_is_an_empty_shell_under_a_strict_policy() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let mut methodist = stage.browser(db, &stage.methodist);
        tell(async {
            let page = methodist.open("/observe/").await.clone();
            let policy = page.headers.get("content-security-policy").unwrap().to_str().unwrap();
            assert!(policy.starts_with("default-src 'none'") && policy.contains("worker-src 'self'") && !policy.contains("unsafe"));
            assert!(!page.says("Методистова") && !page.says("style=") && !page.says("onclick"), "nothing about anybody");
            let worker = methodist.open("/observe/worker.js").await;
            assert!(worker.says("/observe/manifest.webmanifest") && worker.says("observe-") && !worker.says("__FILES__") && !worker.says("api/observations"));
            let manifest = methodist.open("/observe/manifest.webmanifest").await;
            assert!(manifest.says("\"scope\":\"/observe/\"") && manifest.says("icon-512"));
        });
    });
}

#[test]
fn rubrics_are_built_by_forms_and_go_out_as_a_sheet() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let mut methodist = stage.browser(db, &stage.methodist);
        tell(async {
            assert_eq!(methodist.post("/rubrics/new", &[("title", ""), ("origin", "empty")]).await.status, 422);
            assert!(methodist.post("/rubrics/new", &[("title", "Урок чтения"), ("origin", "empty")]).await.says("Карта пуста"), "{}", methodist.page.html);
            let rubric = methodist.page.path.clone();
            assert!(methodist.open(&format!("{rubric}/parts/0/new")).await.says("Новый блок"));
            assert!(methodist.post(&format!("{rubric}/parts/0/new"), &[("version", "1"), ("title", "Чтение")]).await.says("1. Чтение"), "{}", methodist.page.html);
            methodist.post(&format!("{rubric}/parts/1/new"), &[("version", "2"), ("title", "Понимание")]).await;
            let page = methodist.post(&format!("{rubric}/parts/1-1/new"), &[("version", "3"), ("title", "Вопросы"), ("scale", "own"), ("steps", "нет"), ("evidence", "optional")]).await;
            assert!(page.status == 422 && page.says("от 2 до") && page.says("value=\"Вопросы\"") | page.says(">Вопросы") | page.says("\nВопросы"), "{}", page.html);
            let steps = [("version", "3"), ("title", "Вопросы"), ("scale", "own"), ("steps", "не было\nбыли"), ("evidence", "optional")];
            assert!(methodist.post(&format!("{rubric}/parts/1-1/new"), &steps).await.says("не было · были"), "{}", methodist.page.html);
            assert!(methodist.open(&format!("{rubric}/parts/1-1-1")).await.says("не было"));
            assert!(methodist.post(&format!("{rubric}/state"), &[("version", "4"), ("to", "live")]).await.says("введена в действие"), "{}", methodist.page.html);
            assert!(methodist.open(&format!("{rubric}/rubric.xlsx")).await.bytes.starts_with(b"PK"));
            assert!(methodist.open("/rubrics/import").await.says("Загрузить карту"));
            assert_eq!(methodist.open(&format!("{rubric}/parts/9")).await.status, 409, "a live version has no forms");
            assert_eq!(methodist.open("/rubrics").await.status, 200);
        });
    });
}

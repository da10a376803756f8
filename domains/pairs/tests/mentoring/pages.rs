//! The pages without a script: empty, full, with errors, and what whoever only oversees does not read.

use crate::stage::{self, tell};
use kernel::db::testing::on_each_engine;

#[test]
fn a_pair_by_forms_from_the_list_to_the_programme_on_paper() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let (mut deputy, mut anna, mut tamara) = (stage.browser(db, &stage.deputy), stage.browser(db, &stage.anna), stage.browser(db, &stage.tamara));
        let (mentee, mentor) = (stage.anna.person.unwrap().to_string(), stage.tamara.person.unwrap().to_string());
        tell(async {
            assert!(deputy.open("/mentoring").await.says("Наставничества пока нет"), "{}", deputy.page.html);
            assert!(deputy.open("/mentoring/needs").await.says("Новикова Анна") && deputy.page.says("Подобрать наставника"), "{}", deputy.page.html);
            let new = format!("/mentoring/new?mentee={mentee}");
            assert!(deputy.open(&new).await.says("Опытнова Тамара") && deputy.page.says("участник актива") && !deputy.page.says("Опытнов Сергей"), "members are suggested: {}", deputy.page.html);
            assert!(deputy.open(&format!("{new}&text=%D0%BE%D0%BF%D1%8B%D1%82")).await.says("Опытнов Сергей"), "anybody may be found by name");
            let wrong = deputy.post("/mentoring/new", &[("mentee", &mentee), ("form", "teacher"), ("starts_on", "вчера"), ("ends_on", "31.05.2027")]).await;
            assert!(wrong.status == 422 && wrong.says("Выберите наставника") && wrong.says("value=\"вчера\""), "{}", wrong.html);
            let fields = [("mentee", mentee.as_str()), ("mentor", &mentor), ("form", "teacher"), ("starts_on", "23.11.2026"), ("ends_on", "31.05.2027"), ("curator", "")];
            assert!(deputy.post("/mentoring/new", &fields).await.says("Предложение отправлено"), "{}", deputy.page.html);
            let card = deputy.page.path.split('?').next().unwrap().to_owned();

            assert!(anna.open("/cabinet/mentoring").await.says("ответьте"), "{}", anna.page.html);
            assert!(anna.open(&card).await.says("Отказ не имеет последствий"));
            assert!(anna.post(&format!("{card}/answer"), &[("word", "yes")]).await.says("Вы согласились"), "{}", anna.page.html);
            tamara.open(&card).await;
            assert!(tamara.post(&format!("{card}/answer"), &[("word", "yes")]).await.says("Записать встречу"), "{}", tamara.page.html);

            let wrong = tamara.post(&format!("{card}/meetings"), &[("held_on", "24.11.2026"), ("minutes", "45"), ("theme", "lesson"), ("next", "Критерии")]).await;
            assert!(wrong.status == 422 && wrong.says("не позже сегодняшнего") && wrong.says("Критерии"), "{}", wrong.html);
            let key = tamara.page.key();
            for _ in 0..2 {
                tamara.post(&format!("{card}/meetings"), &[("_key", &key), ("held_on", "23.11.2026"), ("minutes", "45"), ("theme", "lesson"), ("next", "Критерии")]).await;
            }
            assert!(tamara.page.says("Встреча записана") && tamara.page.says("1\u{a0}встреча"), "a double click writes once: {}", tamara.page.html);

            assert!(anna.open(&format!("{card}/programme")).await.says("Мероприятие 1"), "{}", anna.page.html);
            let version = anna.page.html.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
            let wrong = anna.post(&format!("{card}/programme"), &[("version", &version), ("goals", ""), ("title-0", "Посетить урок"), ("due-0", "31.02.2027")]).await;
            assert!(wrong.status == 422 && wrong.says("value=\"31.02.2027\"") && wrong.says("Напишите цель"), "{}", wrong.html);
            let saved = anna.post(&format!("{card}/programme"), &[("version", &version), ("goals", "Вести урок увереннее"), ("title-0", "Посетить урок"), ("due-0", "01.12.2026"), ("done-0", "")]).await;
            assert!(saved.says("Программа сохранена") && saved.says("Посетить урок"), "{}", saved.html);
            assert!(anna.open(&format!("{card}/programme.pdf")).await.bytes.starts_with(b"%PDF"), "{}", anna.page.html);
        });
    });
}

#[test]
fn whoever_oversees_sees_counts_and_dates_and_strangers_nothing() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.begun(db, &[&stage.anna]);
        stage.met(db, id).unwrap();
        let (mut deputy, mut stranger, mut teacher, mut coordinator) =
            (stage.browser(db, &stage.deputy), stage.browser(db, &stage.far_deputy), stage.browser(db, &stage.far_teacher), stage.browser(db, &stage.coordinator));
        tell(async {
            let card = format!("/mentoring/{id}");
            assert!(deputy.open(&card).await.says("1\u{a0}встреча, 45 мин") && !deputy.page.says("Попробовать критерии"), "{}", deputy.page.html);
            assert_eq!(deputy.open(&format!("{card}/programme")).await.status, 404);
            assert_eq!(deputy.open(&format!("{card}/programme.pdf")).await.status, 404);
            assert!(deputy.open(&format!("{card}/order.pdf")).await.bytes.starts_with(b"%PDF"));
            assert_eq!(deputy.open(&format!("{card}/survey")).await.status, 404);
            assert!(deputy.open(&format!("{card}/handover")).await.says("Передать другому наставнику"), "{}", deputy.page.html);
            assert!(deputy.open(&format!("{card}/ending")).await.says("Завершить наставничество"));
            assert!(coordinator.open("/mentoring?state=all").await.says("Новикова А. П.") && coordinator.page.says("Что говорят участники"), "{}", coordinator.page.html);
            assert!(coordinator.open("/mentoring?format=xlsx&state=all").await.bytes.starts_with(b"PK") && coordinator.open("/mentoring/needs?format=xlsx").await.bytes.starts_with(b"PK"));
            for tail in ["", "/programme", "/ending", "/survey", "/handover", "/order.pdf", "/programme.pdf"] {
                assert_eq!(stranger.open(&format!("{card}{tail}")).await.status, 404, "{tail}");
                assert_eq!(teacher.open(&format!("{card}{tail}")).await.status, 404, "{tail}");
            }
        });
    });
}

#[test]
fn the_survey_shows_words_only_to_whom_they_are_for() {
    on_each_engine(|db| {
        let stage = stage::set(db);
        let id = stage.begun(db, &[&stage.anna]);
        let (mut anna, mut tamara, mut deputy, mut municipal) = (stage.browser(db, &stage.anna), stage.browser(db, &stage.tamara), stage.browser(db, &stage.deputy), stage.browser(db, &stage.municipal));
        tell(async {
            let card = format!("/mentoring/{id}");
            assert_eq!(anna.open(&format!("{card}/survey")).await.status, 409, "it goes on still");
            assert_eq!(anna.open(&format!("{card}/ending")).await.status, 200);
            assert!(anna.post(&format!("{card}/ending"), &[("reason", "")]).await.status == 422);
            assert!(anna.post(&format!("{card}/ending"), &[("reason", "done")]).await.says("цель достигнута"), "{}", anna.page.html);
            assert!(anna.open(&format!("{card}/survey")).await.says("Слова наставнику"));
            assert_eq!(anna.post(&format!("{card}/survey"), &[("goal", "5"), ("to_other", "Спасибо за терпение")]).await.status, 422);
            assert!(anna.page.says("Спасибо за терпение"), "what was typed stays");
            let fields = [("goal", "5"), ("rhythm", "4"), ("useful", "5"), ("to_other", "Спасибо за терпение"), ("to_curator", "Нужно общее окно")];
            assert!(anna.post(&format!("{card}/survey"), &fields).await.says("ответы сохранены"), "{}", anna.page.html);
            assert!(tamara.open(&card).await.says("Спасибо за терпение") && !tamara.page.says("Нужно общее окно"), "{}", tamara.page.html);
            assert!(deputy.open(&card).await.says("Нужно общее окно") && !deputy.page.says("Спасибо за терпение"), "the deputy head is the curator: {}", deputy.page.html);
            assert!(!municipal.open(&card).await.says("Нужно общее окно") && municipal.page.status == 200, "others who oversee read neither");
        });
    });
}

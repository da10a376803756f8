//! Files that are loaded, and taken back.

use crate::stage::{AROUND, CITY, QUARTER, SCHOOL, bring, count, everything, held, khabarovsks, load, set, tell, version};
use jiff::SignedDuration;
use kernel::{Clock, db::testing::on_each_engine};

crate::stories![
    a_summary_in_1251_is_shown_confirmed_loaded_and_undone,
    figures_that_stand_are_replaced_only_when_somebody_says_so_and_come_back,
    schools_called_alike_are_told_apart_by_their_municipality,
    our_sample_is_downloaded_and_loaded,
    after_a_day_nothing_is_undone,
    what_waits_too_long_is_forgotten,
    reports_about_vpr_are_joined_and_stay_out_of_sums,
];

const SUMMARY: &str = "Класс;Предмет;5;4;3;2;Н/А\r\n7A;Математика;5;9;8;2;1\r\n7-б;Математика;4;10;10;0;\r\n";

fn a_summary_in_1251_is_shown_confirmed_loaded_and_undone() {
    on_each_engine(|db| {
        let stage = set(db);
        let mut irina = stage.browser(db, &stage.school);
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(SUMMARY);
        tell(async {
            assert!(irina.open("/outcomes/bring").await.says("сам файл не сохранит"));
            bring(&mut irina, &QUARTER, &bytes).await;
            let page = &irina.page;
            assert!(page.status == 200 && page.says("сводная таблица журнала") && page.says("Загрузить всё") && page.says("2, 8, 9, 5") && !page.says("имена учеников"), "{}", page.html);
            load(&mut irina, false).await;
            assert!(irina.page.says("Результаты загружены") && irina.page.says("Отменить загрузку"), "{}", irina.page.html);
        });
        assert_eq!(held(db, SCHOOL), ["7 А matematika 2 8 9 5", "7 Б matematika 0 10 10 4"]);
        assert!(count(db, "SELECT COUNT(*) FROM outcome_sum") > 0 && count(db, "SELECT COUNT(*) FROM outcome_batch_part") == 0);
        tell(async {
            let (url, at) = (irina.page.path.split('?').next().unwrap().to_owned(), version(&irina.page.html));
            assert_eq!(irina.post(&format!("{url}/loading"), &[("version", &at)]).await.status, 409);
            irina.open(&url).await;
            let page = irina.post(&format!("{url}/undoing"), &[("version", &at)]).await;
            assert!(page.says("Загрузка отменена"), "{}", page.html);
        });
        assert!(held(db, SCHOOL).is_empty());
        assert_eq!(count(db, "SELECT COUNT(*) FROM outcome_sum"), 0);
        for action in ["outcome_file.read", "outcome_file.loaded", "outcome_file.undone"] {
            assert_eq!(count(db, &format!("SELECT COUNT(*) FROM audit_event WHERE action = '{action}'")), 1, "{action}");
        }
    });
}

fn figures_that_stand_are_replaced_only_when_somebody_says_so_and_come_back() {
    on_each_engine(|db| {
        let stage = set(db);
        let mut irina = stage.browser(db, &stage.school);
        tell(async {
            bring(&mut irina, &QUARTER, SUMMARY.as_bytes()).await;
            load(&mut irina, false).await;
            bring(&mut irina, &QUARTER, "Класс;Предмет;5;4;3;2\n7А;Математика;6;9;8;1\n7Б;Математика;4;10;10;0\n".as_bytes()).await;
            let page = &irina.page;
            assert!(page.says("заменят прежние числа: 1") && page.says("уже внесены такими же: 1"), "{}", page.html);
            load(&mut irina, false).await;
            assert!(irina.page.status == 422 && irina.page.says("Подтвердите замену"), "{}", irina.page.html);
        });
        assert_eq!(held(db, SCHOOL)[0], "7 А matematika 2 8 9 5");
        tell(async {
            let url = irina.page.path.replace("/loading", "");
            irina.open(&url).await;
            load(&mut irina, true).await;
            assert!(irina.page.says("заменено: 1"), "{}", irina.page.html);
        });
        assert_eq!(held(db, SCHOOL), ["7 А matematika 1 8 9 6", "7 Б matematika 0 10 10 4"]);
        tell(async {
            let (url, at) = (irina.page.path.split('?').next().unwrap().to_owned(), version(&irina.page.html));
            irina.post(&format!("{url}/undoing"), &[("version", &at)]).await;
        });
        assert_eq!(held(db, SCHOOL), ["7 А matematika 2 8 9 5", "7 Б matematika 0 10 10 4"]);
    });
}

fn schools_called_alike_are_told_apart_by_their_municipality() {
    on_each_engine(|db| {
        let stage = set(db);
        let ((_, city), (_, around)) = db.read(|tx| Ok(khabarovsks(tx))).unwrap();
        let mut nina = stage.browser(db, &stage.coordinator);
        let file = format!("Муниципалитет;Школа;Класс;Предмет;5;4;3;2\n{city};МБОУ СОШ № 60;7А;Математика;5;9;8;2\n{around};МБОУ СОШ № 60;7А;Математика;1;2;3;4\nХабаровск-2;МБОУ СОШ № 60;7А;Математика;1;1;1;1\n");
        tell(async {
            bring(&mut nina, &QUARTER, file.as_bytes()).await;
            let page = &nina.page;
            assert!(page.status == 200 && page.says("Хабаровск-2") && page.says("похожие названия программа не объединяет") && !page.says("Загрузить всё"), "{}", page.html);
            let (url, at) = (page.path.clone(), version(&page.html));
            let wrong = nina.post(&format!("{url}/names"), &[("version", &at), ("school-2", "")]).await;
            assert!(wrong.status == 422 && wrong.says("Выберите школу или"), "{}", wrong.html);
            nina.open(&url).await;
            let page = nina.post(&format!("{url}/names"), &[("version", &at), ("school-2", "skip")]).await;
            assert!(page.says("Загрузить всё") && page.says("оставлено в стороне: 1"), "{}", page.html);
            load(&mut nina, false).await;
            assert!(nina.page.says("Результаты загружены"), "{}", nina.page.html);
        });
        assert_eq!((held(db, CITY), held(db, AROUND)), (vec!["7 А matematika 2 8 9 5".to_owned()], vec!["7 А matematika 4 3 2 1".to_owned()]));
    });
}

fn our_sample_is_downloaded_and_loaded() {
    on_each_engine(|db| {
        let stage = set(db);
        let mut irina = stage.browser(db, &stage.school);
        tell(async {
            let sample = irina.open("/outcomes/bring/template.xlsx").await.bytes.clone();
            bring(&mut irina, &[("source", "school_test"), ("period", "day"), ("day", "20.10.2026"), ("title", "Входная работа")], &sample).await;
            assert!(irina.page.says("наш образец") && irina.page.says("Входная работа"), "{}", irina.page.html);
            load(&mut irina, false).await;
            assert!(irina.page.says("Внесено: 2"), "{}", irina.page.html);
        });
        assert_eq!(held(db, SCHOOL), ["7 А matematika 2 8 9 5", "7 Б matematika – – – –"]);
    });
}

fn after_a_day_nothing_is_undone() {
    on_each_engine(|db| {
        let stage = set(db);
        let mut irina = stage.browser(db, &stage.school);
        tell(async {
            bring(&mut irina, &QUARTER, SUMMARY.as_bytes()).await;
            load(&mut irina, false).await;
        });
        let (url, at) = (irina.page.path.split('?').next().unwrap().to_owned(), version(&irina.page.html));
        stage.app.clock().advance(SignedDuration::from_hours(25));
        let mut irina = stage.browser(db, &stage.school);
        tell(async {
            assert!(!irina.open(&url).await.says("Отменить загрузку"));
            let page = irina.post(&format!("{url}/undoing"), &[("version", &at)]).await;
            assert!(page.status == 409 && page.says("прошли сутки"), "{}", page.html);
        });
        assert_eq!(held(db, SCHOOL).len(), 2);
    });
}

fn what_waits_too_long_is_forgotten() {
    on_each_engine(|db| {
        let stage = set(db);
        let mut irina = stage.browser(db, &stage.school);
        tell(async { bring(&mut irina, &QUARTER, SUMMARY.as_bytes()).await });
        assert_eq!(db.write(outcomes::tidy_files).unwrap(), 0);
        let later = Clock::fixed(db.clock().now() + SignedDuration::from_hours(24 * 8), db.clock().zone().clone());
        assert_eq!(db.with_clock(later).write(outcomes::tidy_files).unwrap(), 1);
        assert!(!everything(db).contains("7-б") && count(db, "SELECT COUNT(*) FROM outcome_batch_part") == 0);
    });
}

fn reports_about_vpr_are_joined_and_stay_out_of_sums() {
    on_each_engine(|db| {
        let stage = set(db);
        let mut irina = stage.browser(db, &stage.school);
        let marks = "ВПР 2026. 5 класс. Математика\n\nГруппы участников;Кол-во ОО;Кол-во участников;2;3;4;5\nХабаровский край;300;12000;14,2;40;33;12,8\nМБОУ СОШ № 6;;50;8;32;40;20\n";
        let tasks = "ВПР 2026. 5 класс. Математика\n\nГруппы участников;Кол-во участников;1;2.1;2.2\nМБОУ СОШ № 6;50;82;64,5;41\n";
        let fields = [("source", "vpr"), ("period", "day"), ("day", "20.10.2026")];
        tell(async {
            bring(&mut irina, &QUARTER, marks.as_bytes()).await;
            assert!(irina.page.status == 422 && irina.page.says("Выберите источник «ВПР»"), "{}", irina.page.html);
            irina.open("/outcomes/bring").await;
            irina.upload("/outcomes/bring", &fields, &[("file", "a.csv", marks.as_bytes()), ("file-2", "b.csv", tasks.as_bytes())]).await;
            assert!(irina.page.says("Статистика по отметкам") && irina.page.says("Выполнение заданий") && irina.page.says("рейтинги"), "{}", irina.page.html);
            load(&mut irina, false).await;
            assert!(irina.page.says("Внесено: 1"), "{}", irina.page.html);
        });
        assert_eq!(held(db, SCHOOL), ["5 matematika 4 16 20 10"]);
        assert_eq!((count(db, "SELECT COUNT(*) FROM outcome_sum"), count(db, "SELECT COUNT(*) FROM outcome WHERE topics LIKE '%Задание 2.1%'")), (0, 1));
    });
}

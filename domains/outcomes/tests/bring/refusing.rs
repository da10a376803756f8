//! What is refused: by row and cell, whole, and to strangers as if it weren't there.

use crate::stage::{QUARTER, SCHOOL, bring, count, held, load, set, tell, version};
use kernel::db::testing::on_each_engine;

crate::stories![
    what_is_wrong_is_named_and_nothing_is_kept,
    hostile_files_are_refused_politely,
    an_overlapping_period_stops_everything,
    a_class_beyond_the_school_is_named_by_its_row,
    a_file_is_its_readers_own,
    a_form_without_a_file_keeps_what_was_typed
];

fn what_is_wrong_is_named_and_nothing_is_kept() {
    on_each_engine(|db| {
        let stage = set(db);
        let mut irina = stage.browser(db, &stage.school);
        let file = "Класс;Предмет;Учащихся;5;4;3;2\n7А;Математика;24;5;9;8;2\n12А;Математика;24;5;9;8;2\n7Б;Математика;25;5;9;8;2\n7В;Математика;24;=A1;9;8;2\n";
        tell(async {
            bring(&mut irina, &QUARTER, file.as_bytes()).await;
            let page = &irina.page;
            assert!(
                page.status == 422
                    && page.says("Файл не загружен")
                    && page.says("строка 3, ячейка A3: 12 класса не бывает")
                    && page.says("строка 4, ячейка C4: итог не сходится")
                    && page.says("строка 5, ячейка D5: здесь формула"),
                "{}",
                page.html
            );
            assert!(page.says("value=\"2026:quarter:1\" selected"), "what was chosen stays: {}", page.html);
        });
        assert_eq!((held(db, SCHOOL).len(), count(db, "SELECT COUNT(*) FROM outcome_batch")), (0, 0));
    });
}

fn hostile_files_are_refused_politely() {
    on_each_engine(|db| {
        let stage = set(db);
        let mut irina = stage.browser(db, &stage.school);
        let nested = format!("<html>{}</html>", "<table><tr><td>".repeat(20_000));
        let files: [(&[u8], &str); 4] = [(b"%PDF-1.7\n%\xe2\xe3", "PDF"), (nested.as_bytes(), "слишком сложная"), (b"PK\x03\x04 broken", "повреждён"), ("а;б\nв;г\n".as_bytes(), "Не удалось узнать")];
        tell(async {
            for (file, says) in files {
                bring(&mut irina, &QUARTER, file).await;
                assert!(irina.page.status == 422 && irina.page.says(says), "{says}: {}", irina.page.html);
            }
        });
    });
}

fn an_overlapping_period_stops_everything() {
    on_each_engine(|db| {
        let stage = set(db);
        let mut irina = stage.browser(db, &stage.school);
        let file = "Класс;Предмет;5;4;3;2\n7А;Математика;5;9;8;2\n7Б;Математика;5;9;8;2\n";
        tell(async {
            bring(&mut irina, &QUARTER, "Класс;Предмет;5;4;3;2\n7А;Математика;5;9;8;2\n".as_bytes()).await;
            load(&mut irina, false).await;
            bring(&mut irina, &[("source", "marks"), ("period", "2026:trimester:1")], file.as_bytes()).await;
            let page = &irina.page;
            assert!(page.says("строка 2: дни перекрываются") && page.says("всё или ничего") && !page.says("Загрузить всё"), "{}", page.html);
            load(&mut irina, true).await;
            assert!(irina.page.status == 409 && irina.page.says("Ничего не загружено"), "{}", irina.page.html);
        });
        assert_eq!(held(db, SCHOOL).len(), 1);
    });
}

fn a_class_beyond_the_school_is_named_by_its_row() {
    on_each_engine(|db| {
        let stage = set(db);
        db.write(|tx| Ok(tx.execute("UPDATE place_name SET name = 'МБОУ ООШ № 6' WHERE place_id = 'sch-six'", kernel::params![])?)).unwrap();
        let mut irina = stage.browser(db, &stage.school);
        tell(async {
            bring(&mut irina, &QUARTER, "Класс;Предмет;5;4;3;2\n7А;Математика;5;9;8;2\n11А;Математика;5;9;8;2\n".as_bytes()).await;
            assert!(irina.page.says("строка 3: В этой школе учатся до 9 класса"), "{}", irina.page.html);
        });
    });
}

fn a_file_is_its_readers_own() {
    on_each_engine(|db| {
        let stage = set(db);
        let (mut irina, mut other, mut ministry, mut member) = (stage.browser(db, &stage.school), stage.browser(db, &stage.second), stage.browser(db, &stage.ministry), stage.browser(db, &stage.member));
        tell(async {
            bring(&mut irina, &QUARTER, "Класс;Предмет;5;4;3;2\n7А;Математика;5;9;8;2\n".as_bytes()).await;
            let (url, at) = (irina.page.path.clone(), version(&irina.page.html));
            for stranger in [&mut other, &mut ministry, &mut member] {
                assert_eq!(stranger.open(&url).await.status, 404);
                for act in ["loading", "names", "undoing", "discarding"] {
                    assert_eq!(stranger.post(&format!("{url}/{act}"), &[("version", &at)]).await.status, 404, "{act}");
                }
            }
            for stranger in [&mut ministry, &mut member] {
                assert_eq!(stranger.open("/outcomes/bring").await.status, 404);
            }
            irina.open(&url).await;
            assert!(irina.post(&format!("{url}/discarding"), &[("version", &at)]).await.says("Прочитанные числа удалены"));
            assert_eq!(irina.open(&url).await.status, 404);
        });
    });
}

fn a_form_without_a_file_keeps_what_was_typed() {
    on_each_engine(|db| {
        let stage = set(db);
        let mut irina = stage.browser(db, &stage.school);
        tell(async {
            irina.open("/outcomes/bring").await;
            irina.upload("/outcomes/bring", &[("source", "oge"), ("three", "8"), ("class", "12Я")], &[]).await;
            let page = &irina.page;
            assert!(
                page.status == 422 && page.says("Выберите файл") && page.says("Выберите, за какой период") && page.says("Впишите все три порога") && page.says("12 класса не бывает") && page.says("value=\"12Я\""),
                "{}",
                page.html
            );
        });
    });
}

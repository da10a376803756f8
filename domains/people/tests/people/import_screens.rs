//! Import over HTTP: a real file through the confined child process.

use crate::world::{add, coordinator, set_up, teacher, tell};
use kernel::db::testing::on_each_engine;
use sheets::{Column, Value};

crate::stories![a_coordinator_loads_a_list_and_takes_it_back, a_file_that_is_no_table_is_refused_in_words, a_zip_bomb_is_refused_politely_whatever_its_directory_says, columns_are_chosen_by_hand];

/// The workbooks made by hand that the tests of sheets are made of.
#[path = "../../../../platform/sheets/tests/sheets/craft.rs"]
#[expect(dead_code, reason = "of the honest ones there is no use here")]
mod craft;

const TITLES: [&str; 5] = ["ФИО учителя", "Муниципалитет", "ОО", "Предмет", "Телефон"];

fn sheet(rows: &[[&str; 5]]) -> Vec<u8> {
    let rows = rows.iter().map(|row| row.iter().map(|cell| Value::from(*cell)).collect::<Vec<_>>());
    sheets::export("Учителя", &TITLES.map(Column::new), rows, None).unwrap()
}

fn a_coordinator_loads_a_list_and_takes_it_back() {
    on_each_engine(|db| {
        set_up(db);
        add(db, teacher("Ли Вера Ким", "sch-6"));
        let file = sheet(&[
            ["Иванова Анна Петровна", "Бикинский округ", "СОШ 6", "математика", "89141234567"],
            ["Ли Вера Ким", "Бикинский округ", "СОШ 6", "математика", ""],
            ["Пак Олег Ли", "Бикинский округ", "СОШ 77", "математика", ""],
        ]);
        let mut vera = coordinator(db);
        tell(async {
            vera.open("/people/import").await;
            vera.upload("/people/import", &[], &[("file", "Список.xlsx", &file)]).await;
            assert!(vera.page.says("Список.xlsx") && vera.page.says("C4") && vera.page.says("Не нашли школу «СОШ 77»"), "{}", vera.page.html);
            let batch = vera.page.path.clone();
            assert!(vera.page.says("Загрузить только готовые строки"));
            assert!(vera.open(&format!("{batch}?verdict=duplicate")).await.says("Ли Вера Ким") && !vera.page.says("Пак Олег"));
            vera.post(&format!("{batch}/choices"), &[("version", "1"), ("back", "verdict=duplicate"), ("bulk", "same")]).await;
            assert!(vera.page.says("Решения записаны"));
            vera.post(&format!("{batch}/choices"), &[("version", "2"), ("choice-4", "skip")]).await;
            assert!(vera.page.says("Загрузить таблицу"), "{}", vera.page.html);
            let xlsx = vera.open(&format!("{batch}/errors.xlsx")).await;
            assert!(xlsx.bytes.starts_with(b"PK"));
            vera.open(&batch).await;
            assert!(vera.post(&format!("{batch}/loading"), &[("version", "3")]).await.says("Таблица загружена"), "{}", vera.page.html);
            assert!(vera.open("/people").await.says("Иванова Анна Петровна"));
            vera.open(&batch).await;
            assert_eq!(vera.post(&format!("{batch}/undoing"), &[("version", "3")]).await.status, 409, "an old page can't undo");
            vera.open(&batch).await;
            assert!(vera.post(&format!("{batch}/undoing"), &[("version", "4")]).await.says("Загрузка отменена"), "{}", vera.page.html);
            assert!(!vera.open("/people").await.says("Иванова Анна Петровна"));
        });
    });
}

fn a_file_that_is_no_table_is_refused_in_words() {
    on_each_engine(|db| {
        set_up(db);
        let mut vera = coordinator(db);
        tell(async {
            vera.open("/people/import").await;
            let files: [(&[u8], &str); 3] = [(b"%PDF-1.7\n%\xe2\xe3", "PDF"), (b"", "Выберите файл"), (b"PK\x03\x04 broken", "xlsx")];
            for (content, word) in files {
                vera.upload("/people/import", &[], &[("file", "Список.xlsx", content)]).await;
                assert!(vera.page.status == 422 && vera.page.says(word), "{word}: {}", vera.page.html);
            }
            assert!(vera.page.says("Таблиц ещё не было"));
        });
    });
}

fn a_zip_bomb_is_refused_politely_whatever_its_directory_says() {
    on_each_engine(|db| {
        set_up(db);
        let mut vera = coordinator(db);
        let bombs = [craft::bomb(1 << 30), craft::bomb(1_000)];
        tell(async {
            for bomb in &bombs {
                let begun = std::time::Instant::now();
                vera.open("/people/import").await;
                vera.upload("/people/import", &[], &[("file", "Список.xlsx", bomb)]).await;
                assert!(vera.page.status == 422 && vera.page.says("href=\"#file\""), "{}", vera.page.html);
                assert!(vera.page.says("слишком большой объём") || vera.page.says("повреждён"), "{}", vera.page.html);
                assert!(begun.elapsed() < std::time::Duration::from_secs(10));
            }
            assert!(vera.page.says("Таблиц ещё не было"), "nothing is kept");
        });
    });
}

fn columns_are_chosen_by_hand() {
    on_each_engine(|db| {
        set_up(db);
        let mut vera = coordinator(db);
        tell(async {
            vera.open("/people/import").await;
            let file = "Кто;Где;Район\nИванова Анна;СОШ 6;Бикинский округ\n";
            vera.upload("/people/import", &[], &[("file", "<b>.csv", file.as_bytes())]).await;
            let batch = vera.page.path.clone();
            assert!(vera.page.says("Сначала укажите") && vera.page.says("&lt;b&gt;.csv"), "{}", vera.page.html);
            vera.post(&format!("{batch}/mapping"), &[("version", "1"), ("column-0", "full_name"), ("column-1", "full_name")]).await;
            assert!(vera.page.status == 422 && vera.page.says("выбрано для двух столбцов"));
            vera.post(&format!("{batch}/mapping"), &[("version", "1"), ("column-0", "full_name"), ("column-1", "school"), ("column-2", "municipality")]).await;
            assert!(vera.page.says("проверены заново") && vera.page.says("Загрузить таблицу"), "{}", vera.page.html);
            vera.post(&format!("{batch}/discarding"), &[]).await;
            assert!(vera.page.says("Таблица удалена"));
        });
    });
}

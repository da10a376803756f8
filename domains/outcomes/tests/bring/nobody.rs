//! A file with pupils' names leaves sums and nothing else: not in the database, not in the data folder, not in the log, not on the disk.

use crate::stage::{QUARTER, SCHOOL, bring, everything, held, load, raw, set, tell};
use kernel::db::testing::on_each_engine;
use std::{
    io::Write,
    path::Path,
    sync::{Arc, Mutex, OnceLock},
};

crate::stories![names_of_pupils_are_nowhere_after_an_import, a_refused_file_leaves_no_name_either, a_protocol_of_an_exam_leaves_nobody];

const NAMES: [&str; 7] = ["Ёлкин", "Аграфен", "Мамедов", "Цой", "Кукушкин", "0805 741258", "112-233-445"];

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The log of the whole program, of all its threads.
static LOG: OnceLock<Log> = OnceLock::new();

fn logged(story: impl FnOnce()) -> String {
    let log = LOG.get_or_init(|| {
        let log = Log::default();
        let kept = log.clone();
        let subscriber = tracing_subscriber::fmt().with_max_level(tracing_subscriber::filter::LevelFilter::TRACE).with_writer(move || kept.clone()).finish();
        tracing::subscriber::set_global_default(subscriber).unwrap();
        log
    });
    story();
    tracing::info!("the log is kept");
    let bytes = log.0.lock().unwrap().clone();
    assert!(has(&bytes, "the log is kept"));
    String::from_utf8_lossy(&bytes).into_owned()
}

fn files_below(folder: &Path) -> Vec<u8> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries.flatten().flat_map(|entry| if entry.path().is_dir() { files_below(&entry.path()) } else { std::fs::read(entry.path()).unwrap_or_default() }).collect()
}

fn has(bytes: &[u8], name: &str) -> bool {
    bytes.windows(name.len()).any(|window| window == name.as_bytes())
}

/// Nothing of a pupil anywhere.
#[track_caller]
fn nowhere(db: &kernel::Db, folder: &Path, log: &str) {
    let (all, files, raw) = (everything(db), files_below(folder), raw(db));
    assert!(db.engine() == kernel::db::Engine::Postgres || has(&raw, "outcome_batch"));
    let shared = files_beside(Path::new("/dev/shm"));
    for name in NAMES {
        assert!(!all.contains(name), "{name} is in the database");
        assert!(!has(&raw, name), "{name} is in the database's files");
        assert!(!has(&files, name), "{name} is in the data folder");
        assert!(!log.contains(name), "{name} is in the log: {log}");
        assert!(!has(&shared, name), "{name} is left in memory's folder");
    }
}

fn files_beside(folder: &Path) -> Vec<u8> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries.flatten().filter(|entry| entry.path().is_file() && entry.metadata().is_ok_and(|about| about.len() < 1 << 20)).flat_map(|entry| std::fs::read(entry.path()).unwrap_or_default()).collect()
}

fn names_of_pupils_are_nowhere_after_an_import() {
    on_each_engine(|db| {
        let stage = set(db);
        let mut irina = stage.browser(db, &stage.school);
        let page = "<html><body><table><tr><td colspan=4>Класс: 7А</td></tr><tr><th>Ученик</th><th>СНИЛС</th><th>Математика</th><th>Физика</th></tr>
            <tr><td>Ёлкина Аграфена Петровна</td><td>112-233-445 95</td><td>5</td><td>4</td></tr><tr><td>Мамедов Али</td><td></td><td>2</td><td>н/а</td></tr><tr><td>Цой</td><td></td><td>3</td><td>осв</td></tr></table></body></html>";
        let log = logged(|| {
            tell(async {
                bring(&mut irina, &QUARTER, page.as_bytes()).await;
                assert!(irina.page.status == 200 && irina.page.says("В файле есть имена учеников. Мы посчитали сводные числа и файл не сохранили"), "{}", irina.page.html);
                assert!(NAMES.iter().all(|name| !irina.page.says(name)), "{}", irina.page.html);
                load(&mut irina, false).await;
                assert!(irina.page.says("Внесено: 2") && irina.page.says("файл не сохранили"), "{}", irina.page.html);
            });
        });
        assert_eq!(held(db, SCHOOL), ["7 А fizika 0 0 1 0", "7 А matematika 1 1 0 1"]);
        nowhere(db, &stage.app.settings.data_dir, &log);
    });
}

fn a_refused_file_leaves_no_name_either() {
    on_each_engine(|db| {
        let stage = set(db);
        let mut irina = stage.browser(db, &stage.school);
        let log = logged(|| {
            tell(async {
                for file in [
                    "Класс: 7А\nУченик;Математика\nЁлкина Аграфена;6\nМамедов Али;Цой\n",
                    "Класс;Предмет;5;4;3;2\nЁлкина Аграфена;Математика;1;1;1;1\n7А;Мамедов Али;1;1;1;1\n",
                    "Фамилия;Адрес\nЁлкина;Цой\n",
                    "Школа;Класс;Предмет;5;4;3;2\nЦой Ли;7А;Математика;1;1;1;1\nЁлкина;7Б;Математика;1;1;1;1\n",
                ] {
                    bring(&mut irina, &QUARTER, file.as_bytes()).await;
                    assert!(irina.page.status == 422 && NAMES.iter().all(|name| !irina.page.says(name)), "{}", irina.page.html);
                }
            });
        });
        nowhere(db, &stage.app.settings.data_dir, &log);
    });
}

fn a_protocol_of_an_exam_leaves_nobody() {
    on_each_engine(|db| {
        let stage = set(db);
        let mut irina = stage.browser(db, &stage.school);
        let file = "ОГЭ 2026;Предмет: 02 - Математика\n№;Класс;Фамилия;Имя;Документ;Задания с кратким ответом;Задания с развёрнутым ответом;Первичный балл\n1;9А;Ёлкина;Аграфена;0805 741258;++-;1(2)0(2);3\n2;9А;Цой;Ли;0806 741259;+++;2(2)2(2);7\n3;9А;Мамедов;Али;0807 741260;+--;0(2)0(2);1\n";
        let fields = [("source", "oge"), ("period", "day"), ("day", "20.10.2026"), ("three", "2"), ("four", "5"), ("five", "7")];
        let log = logged(|| {
            tell(async {
                bring(&mut irina, &fields, file.as_bytes()).await;
                assert!(irina.page.says("протокол экзамена") && irina.page.says("файл не сохранили"), "{}", irina.page.html);
                load(&mut irina, false).await;
                assert!(irina.page.says("Внесено: 1"), "{}", irina.page.html);
            });
        });
        assert_eq!(held(db, SCHOOL), ["9 А matematika 1 1 0 1"]);
        nowhere(db, &stage.app.settings.data_dir, &log);
    });
}

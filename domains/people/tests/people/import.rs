//! Import on both engines: verdicts, commit, undo.

use crate::world::{add, everywhere, set_up, teacher};
use audit::By;
use jiff::civil::date;
use kernel::{Db, Error, Paged, Slice, db::testing::on_each_engine, id::PlaceId};
use people::{
    Filter, Sort, find,
    import::{self, BatchId, Choice, Counts, Level, Mode, RowFilter, Source, StoredRow, Summary, Table, TableRow, Verdict},
    list,
};
use structure::places::REGION;

crate::stories![
    a_sheet_is_read_checked_and_loaded,
    neighbours_with_alike_names_are_never_mixed,
    somebody_known_is_updated_and_namesakes_are_asked_about,
    the_same_person_twice_in_a_sheet_is_asked_about,
    all_or_nothing_means_it,
    values_not_understood_can_be_left_out,
    a_batch_is_undone_as_a_whole,
    undo_is_refused_once_somebody_worked_with_a_card,
    a_wrong_mapping_is_refused_and_a_right_one_checks_again,
    the_template_is_understood,
    rows_to_correct_come_back_as_a_sheet,
    sheets_are_not_kept_for_ever,
    three_hundred_rows_are_loaded,
    a_long_list_is_loaded_piece_by_piece_and_its_journal_holds,
    the_command_prints_first_and_loads_only_when_told,
];

const TITLES: [&str; 8] = ["Ф.И.О.", "Дата рождения", "Муниципалитет", "ОО", "Должность", "Предмет(ы)", "Контакты телефон", "E-mail"];

fn table(rows: &[[&str; 8]]) -> Table {
    let rows = (2..).zip(rows).map(|(line, cells)| TableRow { line, cells: cells.map(Into::into).to_vec() });
    Table { sheet: "Лист1".into(), titles: TITLES.map(Into::into).to_vec(), rows: rows.collect() }
}

const ANNA: [&str; 8] = ["Иванова Анна Петровна", "05.09.1985", "Бикинский округ", "СОШ № 6", "учитель", "математика, физика", "8 914 123-45-67", "anna@school.ru"];

fn read(db: &Db, rows: &[[&str; 8]]) -> BatchId {
    let source = Source { file_name: "Список.xlsx", digest: "00", place: &PlaceId::from(REGION) };
    db.write(|tx| import::read_in(tx, &By::system(), &everywhere(), &source, &table(rows))).unwrap()
}

fn rows(db: &Db, id: BatchId) -> (Vec<StoredRow>, Counts) {
    let (Paged { rows, .. }, counts) = db.read(|tx| import::list_rows(tx, &everywhere(), id, RowFilter::default(), Slice::all(1_000))).unwrap();
    (rows, counts)
}

fn version(db: &Db, id: BatchId) -> i64 {
    db.read(|tx| import::find(tx, &everywhere(), id)).unwrap().version
}

fn load(db: &Db, id: BatchId, mode: Mode) -> kernel::Result<Summary> {
    let version = version(db, id);
    db.write(|tx| import::commit(tx, &By::system(), &everywhere(), id, mode, version))
}

fn undo(db: &Db, id: BatchId) -> kernel::Result<usize> {
    let version = version(db, id);
    db.write(|tx| import::undo(tx, &By::system(), &everywhere(), id, version))
}

fn choose(db: &Db, id: BatchId, choices: &[(u32, Choice)]) {
    let version = version(db, id);
    db.write(|tx| import::set_choices(tx, &everywhere(), id, choices, version)).unwrap();
}

fn everybody(db: &Db) -> Vec<String> {
    db.read(|tx| Ok(list(tx, &everywhere(), &Filter::default(), Sort::default(), Slice::all(1_000))?.people.rows.iter().map(|row| row.name.full()).collect())).unwrap()
}

fn with(change: &[(usize, &'static str)]) -> [&'static str; 8] {
    let mut row = ANNA;
    for (column, value) in change {
        row[*column] = value;
    }
    row
}

fn a_sheet_is_read_checked_and_loaded() {
    on_each_engine(|db| {
        set_up(db);
        let id = read(db, &[ANNA, with(&[(0, "КИМ Oлег"), (1, ""), (2, ""), (3, "МБОУ СОШ №30"), (5, ""), (6, ""), (7, "")]), with(&[(0, "Ли Вера"), (1, "31.02.1980"), (6, "нет"), (7, "v@x.ru")])]);
        let (shown, counts) = rows(db, id);
        assert_eq!((counts.new, counts.error), (2, 1));
        assert!(shown[1].notes.iter().any(|note| note.level == Level::Warning && note.cell == "A3" && note.text.contains("латинские")), "{:?}", shown[1].notes);
        let asked: Vec<&str> = shown[2].notes.iter().filter(|note| note.level == Level::Gap).map(|note| note.cell.as_str()).collect();
        assert_eq!(asked, ["B4", "G4"]);
        let summary = load(db, id, Mode::OnlyGood).unwrap();
        assert_eq!((summary.made, summary.left), (2, 1));
        assert_eq!(everybody(db), ["Иванова Анна Петровна", "Ким Олег"]);
        let anna = rows(db, id).0[0].person.unwrap();
        let anna = db.read(|tx| find(tx, &everywhere(), anna)).unwrap();
        assert_eq!((anna.place.as_str(), anna.phone.as_deref(), anna.position.as_str()), ("sch-6", Some("+79141234567"), "uchitel"));
        assert_eq!(anna.subjects, [("matematika".to_owned(), true), ("fizika".to_owned(), false)]);
        assert_eq!(rows(db, id).0[2].cells[6], "нет", "nothing is thrown away");
    });
}

fn neighbours_with_alike_names_are_never_mixed() {
    on_each_engine(|db| {
        set_up(db);
        let id = read(db, &[with(&[(2, "Хабаровск"), (3, "СОШ 30")]), with(&[(0, "Ким Олег Ли"), (2, "Хабаровский район"), (3, "СОШ 30")]), with(&[(0, "Ли Вера Ким"), (2, "Хабаровск район"), (3, "СОШ 30")])]);
        let (shown, _) = rows(db, id);
        assert_eq!(shown[0].verdict, Verdict::New);
        assert_eq!(shown[1].verdict, Verdict::Error, "the district has no school 30");
        let said = &shown[2].notes.iter().find(|note| note.cell == "C4").unwrap().text;
        assert!(said.contains("Хабаровский район") && said.contains("разные"), "{said}");
    });
}

fn somebody_known_is_updated_and_namesakes_are_asked_about() {
    on_each_engine(|db| {
        set_up(db);
        let anna = add(db, people::NewPerson { birth_on: Some(date(1985, 9, 5)), ..teacher("Иванова Анна Петровна", "sch-3") });
        let vera = add(db, teacher("Ли Вера Ивановна", "sch-6"));
        let olga = add(db, people::NewPerson { email: Some("olga@school.ru".into()), ..teacher("Петрова Ольга Сергеевна", "sch-6") });
        let bare = |name: &'static str, email: &'static str| with(&[(0, name), (1, ""), (6, ""), (7, email)]);
        let id = read(db, &[ANNA, bare("Ли Вера Ивановна", ""), bare("Сидорова Ольга Сергеевна", "olga@school.ru"), with(&[(0, "Иванова Анна Петровна"), (1, "01.01.1990"), (6, ""), (7, "")])]);
        let (shown, _) = rows(db, id);
        let verdicts: Vec<Verdict> = shown.iter().map(|row| row.verdict).collect();
        assert_eq!(verdicts, [Verdict::Update, Verdict::Duplicate, Verdict::Duplicate, Verdict::New]);
        assert_eq!([shown[0].person, shown[1].person, shown[2].person], [Some(anna), Some(vera), Some(olga)]);
        assert!(shown[0].notes.iter().any(|note| note.text.contains("место работы: МБОУ СОШ № 3 → МБОУ СОШ № 6")), "{:?}", shown[0].notes);
        choose(db, id, &[(3, Choice::Other), (4, Choice::Same)]);
        let summary = load(db, id, Mode::AllOrNothing).unwrap();
        assert_eq!((summary.made, summary.updated), (2, 2));
        db.read(|tx| {
            assert_eq!(find(tx, &everywhere(), anna)?.place.as_str(), "sch-6");
            assert_eq!(people::jobs(tx, &everywhere(), anna)?.len(), 2, "the former school stays in the history");
            assert_eq!(find(tx, &everywhere(), olga)?.name.family, "Сидорова");
            assert_eq!(people::past_names(tx, &everywhere(), olga)?[0].name.family, "Петрова");
            Ok(())
        })
        .unwrap();
        let again = read(db, &[ANNA]);
        assert_eq!(rows(db, again).0[0].verdict, Verdict::Skip, "nothing new the second time");
    });
}

fn the_same_person_twice_in_a_sheet_is_asked_about() {
    on_each_engine(|db| {
        set_up(db);
        let id = read(db, &[ANNA, with(&[(5, "информатика")]), with(&[(5, "химия")])]);
        let (shown, _) = rows(db, id);
        assert_eq!(shown.iter().map(|row| row.verdict).collect::<Vec<_>>(), [Verdict::New, Verdict::Duplicate, Verdict::Duplicate]);
        assert!(shown[1].notes.iter().any(|note| note.text.contains("в строке 2")));
        choose(db, id, &[(3, Choice::Same), (4, Choice::Skip)]);
        let summary = load(db, id, Mode::AllOrNothing).unwrap();
        assert_eq!((summary.made, summary.skipped), (1, 1));
        let anna = rows(db, id).0[1].person.unwrap();
        let subjects = db.read(|tx| find(tx, &everywhere(), anna)).unwrap().subjects;
        assert_eq!(subjects.len(), 3, "the second row added a subject: {subjects:?}");
    });
}

fn all_or_nothing_means_it() {
    on_each_engine(|db| {
        set_up(db);
        let id = read(db, &[ANNA, with(&[(0, "Иванова")])]);
        assert!(matches!(load(db, id, Mode::AllOrNothing), Err(Error::Refusal(sentence)) if sentence.contains("строки 3")));
        assert!(everybody(db).is_empty());
        load(db, id, Mode::OnlyGood).unwrap();
        assert!(matches!(load(db, id, Mode::OnlyGood), Err(Error::Refusal(_))), "not twice");
        assert_eq!(everybody(db).len(), 1);
    });
}

fn values_not_understood_can_be_left_out() {
    on_each_engine(|db| {
        set_up(db);
        let id = read(db, &[with(&[(6, "нет"), (5, "колдовство, математика")])]);
        assert_eq!(rows(db, id).0[0].verdict, Verdict::Error);
        choose(db, id, &[(2, Choice::Without)]);
        assert_eq!(rows(db, id).0[0].verdict, Verdict::New);
        load(db, id, Mode::AllOrNothing).unwrap();
        let anna = rows(db, id).0[0].person.unwrap();
        let anna = db.read(|tx| find(tx, &everywhere(), anna)).unwrap();
        assert_eq!((anna.phone, anna.subjects), (None, vec![("matematika".to_owned(), true)]));
    });
}

fn a_batch_is_undone_as_a_whole() {
    on_each_engine(|db| {
        set_up(db);
        let olga = add(db, people::NewPerson { email: Some("anna@school.ru".into()), phone: Some("+79990000000".into()), ..teacher("Петрова Анна Петровна", "sch-3") });
        let before = db.read(|tx| find(tx, &everywhere(), olga)).unwrap();
        let id = read(db, &[ANNA, with(&[(0, "Ли Вера Ким"), (1, ""), (6, ""), (7, "")])]);
        choose(db, id, &[(2, Choice::Same)]);
        load(db, id, Mode::AllOrNothing).unwrap();
        assert_eq!(everybody(db), ["Иванова Анна Петровна", "Ли Вера Ким"]);
        assert_eq!(undo(db, id).unwrap(), 2);
        let after = db.read(|tx| find(tx, &everywhere(), olga)).unwrap();
        assert_eq!(people::Person { version: before.version, ..after }, before);
        db.read(|tx| {
            assert!(people::past_names(tx, &everywhere(), olga)?.is_empty());
            assert_eq!(people::jobs(tx, &everywhere(), olga)?.len(), 1);
            Ok(())
        })
        .unwrap();
        assert_eq!(everybody(db), ["Петрова Анна Петровна"]);
        assert!(matches!(undo(db, id), Err(Error::Refusal(_))));
    });
}

fn undo_is_refused_once_somebody_worked_with_a_card() {
    on_each_engine(|db| {
        set_up(db);
        let id = read(db, &[ANNA]);
        load(db, id, Mode::AllOrNothing).unwrap();
        let anna = rows(db, id).0[0].person.unwrap();
        db.write(|tx| people::rename(tx, &By::system(), anna, &crate::world::full_name("Ким Анна Петровна"), date(2026, 11, 1), 1)).unwrap();
        assert!(matches!(undo(db, id), Err(Error::Refusal(sentence)) if sentence.contains("строки таблицы: 2")));
        assert_eq!(everybody(db), ["Ким Анна Петровна"]);
        let elsewhere = read(db, &[with(&[(0, "Ли Вера Ким"), (1, ""), (6, ""), (7, "")])]);
        load(db, elsewhere, Mode::AllOrNothing).unwrap();
        let vera = rows(db, elsewhere).0[0].person.unwrap();
        db.write(|tx| audit::Record::record(tx, &By::system(), audit::Event::new("application.submitted", "application", "1").of(vera))).unwrap();
        assert!(matches!(undo(db, elsewhere), Err(Error::Refusal(_))), "an act of another domain counts");
    });
}

fn a_wrong_mapping_is_refused_and_a_right_one_checks_again() {
    on_each_engine(|db| {
        set_up(db);
        let source = Source { file_name: "x.csv", digest: "00", place: &PlaceId::from(REGION) };
        let odd = Table {
            titles: ["Кто", "Где", "Что"].map(Into::into).to_vec(), rows: vec![TableRow { line: 2, cells: ["Ким Олег", "Лицей № 6", "Бикинский округ"].map(Into::into).to_vec() }], sheet: "1".into()
        };
        let id = db.write(|tx| import::read_in(tx, &By::system(), &everywhere(), &source, &odd)).unwrap();
        assert_eq!(rows(db, id).1.error, 1);
        let mut mapping = db.read(|tx| import::find(tx, &everywhere(), id)).unwrap().mapping;
        mapping.fields = vec![Some(import::Field::FullName), None, None];
        let bad = mapping.clone();
        assert!(matches!(db.write(|tx| import::remap(tx, &everywhere(), id, &bad, 1)), Err(Error::Fields(_))));
        mapping.fields = vec![Some(import::Field::FullName), Some(import::Field::School), Some(import::Field::Municipality)];
        db.write(|tx| import::remap(tx, &everywhere(), id, &mapping, 1)).unwrap();
        assert_eq!(rows(db, id).1.new, 1);
    });
}

fn book(bytes: &[u8]) -> sheets::Book {
    sheets::read_bytes(bytes, &import::limits()).unwrap()
}

fn the_template_is_understood() {
    let table = Table::of(book(&import::template().unwrap())).unwrap();
    let mapping = import::guess(&table);
    assert!(mapping.check().is_ok());
    assert!(mapping.fields.iter().all(Option::is_some), "{mapping:?}");
    assert_eq!(table.rows.len(), 2);
}

fn rows_to_correct_come_back_as_a_sheet() {
    on_each_engine(|db| {
        set_up(db);
        let id = read(db, &[ANNA, with(&[(0, "=Ли Вера"), (6, "нет")])]);
        let bytes = db.read(|tx| import::errors_sheet(tx, &everywhere(), id)).unwrap();
        let table = Table::of(book(&bytes)).unwrap();
        assert_eq!(table.titles.last().map(String::as_str), Some("Что исправить"));
        assert_eq!(table.rows.len(), 1);
        assert_eq!(table.rows[0].cells[0], "=Ли Вера", "a formula stays a text");
        assert!(table.rows[0].cells.last().unwrap().contains("G3"), "{:?}", table.rows[0].cells);
    });
}

fn sheets_are_not_kept_for_ever() {
    on_each_engine(|db| {
        set_up(db);
        let (waiting, loaded) = (read(db, &[with(&[(0, "Ли Вера Ким")])]), read(db, &[ANNA]));
        load(db, loaded, Mode::AllOrNothing).unwrap();
        let later = db.clock().clone();
        later.advance(jiff::SignedDuration::from_hours(24 * 31));
        db.write(import::tidy).unwrap();
        assert!(matches!(db.read(|tx| import::find(tx, &everywhere(), waiting)), Err(Error::NotFound)));
        assert!(rows(db, loaded).0[0].cells.is_empty());
        assert!(matches!(undo(db, loaded), Err(Error::Refusal(sentence)) if sentence.contains("30")));
    });
}

/// More rows than go into the tables together, more than one thread reads; the telephones begin with `code`.
fn long_list(count: usize, code: &str) -> Table {
    const FAMILIES: [&str; 10] = ["Иванова", "Петрова", "Сидорова", "Ким", "Пак", "Цой", "Бельды", "Киле", "Ходжер", "Оненко"];
    const GIVEN: [&str; 10] = ["Анна", "Вера", "Галина", "Дарья", "Елена", "Жанна", "Зоя", "Инна", "Клара", "Лидия"];
    let row = |at: usize| TableRow {
        line: u32::try_from(at).unwrap() + 2,
        cells: vec![
            format!("{}-{} {} {}овна", FAMILIES[at % 10], FAMILIES[at / 10 % 10], GIVEN[at / 100 % 10], ["Петр", "Иван"][at / 1000]),
            format!("{:02}.{:02}.{}", at % 28 + 1, at % 12 + 1, 1960 + at % 40),
            "Бикинский округ".into(),
            ["СОШ 6", "СОШ № 3", "лицей №6"][at % 3].into(),
            "учитель".into(),
            "математика".into(),
            format!("8{code}{at:07}"),
            format!("t{at}@school.ru"),
        ],
    };
    Table { sheet: "Лист1".into(), titles: TITLES.map(Into::into).to_vec(), rows: (0..count).map(row).collect() }
}

fn a_long_list_is_loaded_piece_by_piece_and_its_journal_holds() {
    on_each_engine(|db| {
        set_up(db);
        let source = Source { file_name: "x.xlsx", digest: "00", place: &PlaceId::from(REGION) };
        let read = |table: Table| db.write(|tx| import::read_in(tx, &By::system(), &everywhere(), &source, &table)).unwrap();
        let count = |sql: &str| db.read(|tx| Ok(tx.count(sql, &[])?)).unwrap();
        let words = "SELECT COUNT(*) FROM token_deletion";
        let before = count(words);
        let first = read(long_list(600, "914"));
        assert_eq!(load(db, first, Mode::AllOrNothing).unwrap(), Summary { made: 600, updated: 0, skipped: 0, left: 0 });
        let (indexed, second) = (count(words), read(long_list(1_200, "924")));
        assert!(indexed > before);
        assert_eq!(load(db, second, Mode::AllOrNothing).unwrap(), Summary { made: 600, updated: 600, skipped: 0, left: 0 });
        assert_eq!(count("SELECT COUNT(*) FROM audit_event WHERE action = 'person.imported'"), 1_800);
        assert_eq!(count("SELECT COUNT(*) FROM import_row WHERE person_id IS NULL OR before IS NULL"), 0);
        assert_eq!(count("SELECT COUNT(*) FROM person p WHERE NOT EXISTS (SELECT 1 FROM person_token t WHERE t.person_id = p.id)"), 0);
        assert_eq!(count("SELECT COUNT(*) FROM person WHERE phone LIKE '+7924%'"), 1_200);
        assert!(matches!(db.read(audit::verify).unwrap(), audit::Verdict::Whole { .. }));
        assert_eq!(undo(db, second).unwrap(), 1_200);
        assert_eq!((count("SELECT COUNT(*) FROM person"), count("SELECT COUNT(*) FROM person WHERE phone LIKE '+7914%'"), count(words)), (600, 600, indexed));
        assert!(matches!(db.read(audit::verify).unwrap(), audit::Verdict::Whole { .. }));
    });
}

fn three_hundred_rows_are_loaded() {
    const FAMILIES: [&str; 10] = ["Иванова", "Петрова", "Сидорова", "Ким", "Пак", "Цой", "Бельды", "Киле", "Ходжер", "Оненко"];
    const GIVEN: [&str; 10] = ["Анна", "Вера", "Галина", "Дарья", "Елена", "Жанна", "Зоя", "Инна", "Клара", "Лидия"];
    on_each_engine(|db| {
        set_up(db);
        let rows: Vec<TableRow> = (0..300_usize)
            .map(|at| {
                let name = format!("{} {} {}овна", FAMILIES[at % 10], GIVEN[at / 10 % 10], ["Петр", "Иван", "Олег"][at / 100]);
                let cells = [
                    name,
                    format!("{:02}.{:02}.{}", at % 28 + 1, at % 12 + 1, 1960 + at % 40),
                    "Бикинский округ".into(),
                    ["СОШ 6", "СОШ № 3", "лицей №6"][at % 3].into(),
                    "учитель".into(),
                    "математика".into(),
                    format!("8914{:07}", at),
                    format!("t{at}@school.ru"),
                ];
                TableRow { line: u32::try_from(at).unwrap() + 2, cells: cells.to_vec() }
            })
            .collect();
        let table = Table { sheet: "Лист1".into(), titles: TITLES.map(Into::into).to_vec(), rows };
        let source = Source { file_name: "x.xlsx", digest: "00", place: &PlaceId::from(REGION) };
        let id = db.write(|tx| import::read_in(tx, &By::system(), &everywhere(), &source, &table)).unwrap();
        let summary = load(db, id, Mode::AllOrNothing).unwrap();
        assert_eq!(summary, Summary { made: 300, updated: 0, skipped: 0, left: 0 });
        db.read(|tx| {
            assert_eq!(tx.count("SELECT COUNT(*) FROM person", &[])?, 300);
            assert_eq!(tx.count("SELECT COUNT(*) FROM person_job", &[])?, 300);
            assert_eq!(tx.count("SELECT COUNT(*) FROM person_token", &[])?, 900);
            assert!(matches!(audit::verify(tx)?, audit::Verdict::Whole { .. }));
            Ok(())
        })
        .unwrap();
        assert_eq!(undo(db, id).unwrap(), 300);
        assert!(everybody(db).is_empty());
        assert_eq!(db.read(|tx| Ok(tx.count("SELECT COUNT(*) FROM token_deletion", &[])?)).unwrap(), 0);
    });
}

fn the_command_prints_first_and_loads_only_when_told() {
    on_each_engine(|db| {
        set_up(db);
        let path = std::env::temp_dir().join(format!("metodaktiv-{}.csv", kernel::id::Uuid::new_v4().simple()));
        std::fs::write(&path, "ФИО;Муниципалитет;Школа;Телефон\nИванова Анна Петровна;Бикинский округ;СОШ 6;нет\nКим Олег;Бикинский округ;СОШ 6;89141234567\n").unwrap();
        let mut said = Vec::new();
        let dry = import::import_command(db, &path, import::Options::default(), &mut said).unwrap();
        let said = String::from_utf8(said).unwrap();
        assert_eq!(dry, Summary::default());
        assert!(said.contains("D2") && said.contains("Ничего не записано") && said.contains("новых 1"), "{said}");
        assert!(everybody(db).is_empty());
        let all = import::Options { commit: true, ..import::Options::default() };
        assert!(matches!(import::import_command(db, &path, all, &mut Vec::new()), Err(Error::Refusal(_))));
        let good = import::Options { mode: Mode::OnlyGood, ..all };
        assert_eq!(import::import_command(db, &path, good, &mut Vec::new()).unwrap().made, 1);
        assert_eq!(everybody(db), ["Ким Олег"]);
        let id = db.read(|tx| import::batches(tx, &everywhere())).unwrap()[0].id;
        assert_eq!(undo(db, id).unwrap(), 1);
        std::fs::remove_file(path).unwrap();
    });
}

//! Headers as people make them.

use sheets::{Cell, Merge, Row, Sheet, header};

fn sheet(rows: &[&[&str]], merges: &[(u32, u32, u32, u32)]) -> Sheet {
    let cell = |text: &&str| match text.parse() {
        _ if text.is_empty() => Cell::Empty,
        Ok(number) => Cell::Number(number),
        Err(_) => Cell::Text((*text).into()),
    };
    let rows = (0..).zip(rows).map(|(index, cells)| Row { index, cells: cells.iter().map(cell).collect() });
    let merges = merges.iter().map(|&(top, left, bottom, right)| Merge { top, left, bottom, right }).collect();
    Sheet { rows: rows.filter(|row| row.filled() > 0).collect(), merges, ..Sheet::default() }
}

fn numbers(sheet: &Sheet) -> Vec<u32> {
    header::find(sheet).unwrap().body(sheet).map(Row::number).collect()
}

#[test]
fn a_plain_header_is_the_first_row() {
    let sheet = sheet(&[&["№", "ФИО", "Стаж"], &["1", "Иванов", "5"], &["2", "Петров", "7"]], &[]);
    assert_eq!(header::find(&sheet).unwrap().titles, ["№", "ФИО", "Стаж"]);
    assert_eq!(numbers(&sheet), [2, 3]);
}

#[test]
fn titles_above_and_totals_below_are_no_part_of_the_table() {
    let sheet = sheet(
        &[
            &["Список педагогов на 01.09.2026"],
            &["Учреждение:", "МБОУ СОШ № 5"],
            &[],
            &["№", "ФИО", "Предмет", "Телефон"],
            &["1", "Иванов", "физика", "89141234567"],
            &["", "", "", ""],
            &["2", "Петров", "химия", "89141234568"],
            &["№", "ФИО", "Предмет", "Телефон"],
            &["3", "Сидоров", "химия", "89141234569"],
            &["Итого:", "3"],
        ],
        &[(0, 0, 0, 3)],
    );
    let header = header::find(&sheet).unwrap();
    assert_eq!((header.rows.clone(), header.set_aside.clone()), (3..=3, vec![7, 9]));
    assert_eq!(numbers(&sheet), [5, 7, 9]);
}

#[test]
fn a_merged_group_names_the_columns_under_it() {
    let sheet = sheet(
        &[&["Сведения о педагогах"], &["№ п/п", "ФИО", "Контакты", "", "Школа"], &["", "", "телефон", "e-mail", ""], &["1", "2", "3", "4", "5"], &["1", "Иванов", "89141234567", "a@example.org", "СОШ 5"]],
        &[(0, 0, 0, 4), (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 2, 4)],
    );
    let header = header::find(&sheet).unwrap();
    assert_eq!(header.titles, ["№ п/п", "ФИО", "Контакты телефон", "Контакты e-mail", "Школа"]);
    assert_eq!((header.rows.clone(), numbers(&sheet)), (1..=3, vec![5]));
}

#[test]
fn a_group_line_of_merged_cells_above_the_titles_is_found() {
    let sheet =
        sheet(&[&["", "Педагог", "", "", "Контакты", ""], &["№", "Фамилия", "Имя", "Отчество", "телефон", "e-mail"], &["1", "Иванов", "Иван", "Иванович", "89141234567", "a@example.org"]], &[(0, 1, 0, 3), (0, 4, 0, 5)]);
    assert_eq!(header::find(&sheet).unwrap().titles, ["№", "Педагог Фамилия", "Педагог Имя", "Педагог Отчество", "Контакты телефон", "Контакты e-mail"]);
}

#[test]
fn without_merged_cells_a_group_is_carried_to_the_right() {
    let sheet = sheet(&[&["ФИО", "Контакты", "", "Школа"], &["", "телефон", "e-mail", ""], &["Иванов", "89141234567", "a@example.org", "СОШ 5"]], &[]);
    assert_eq!(header::find(&sheet).unwrap().titles, ["ФИО", "Контакты телефон", "Контакты e-mail", "Школа"]);
    assert_eq!(numbers(&sheet), [3]);
}

#[test]
fn a_first_row_of_data_is_no_second_line_of_the_header() {
    let sheet = sheet(&[&["ФИО", "Школа", "Предмет"], &["Иванов", "", "физика"], &["Петров", "СОШ 2", ""]], &[]);
    assert_eq!(header::find(&sheet).unwrap().titles, ["ФИО", "Школа", "Предмет"]);
    assert_eq!(numbers(&sheet), [2, 3]);
}

#[test]
fn numbers_alone_have_no_header() {
    assert_eq!(header::find(&sheet(&[&["1", "2"], &["3", "4"]], &[])), None);
    assert_eq!(header::find(&Sheet::default()), None);
}

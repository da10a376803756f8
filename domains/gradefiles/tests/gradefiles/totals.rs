//! Totals of several subjects in columns: lines under a list of pupils, lines of sums in a summary.

use crate::{read, told, wrong};
use proptest::prelude::*;

const LIST: &[&[&str]] = &[
    &["Класс: 7А"],
    &["№", "Ученик", "Математика", "Физика"],
    &["1", "Ёлкина Анна", "5", "4"],
    &["2", "Ким Ли", "4", "н/а"],
    &["3", "Ян Чен", "2", "4"],
    &["", "Количество «5»", "1", "0"],
    &["", "Количество «4»", "1", "2"],
    &["", "Количество «2»", "1", "0"],
    &["", "Не аттестовано", "0", "1"],
    &["", "Итого", "3", "2"],
    &["", "Средний балл", "3,67", "4"],
    &["", "Качество знаний, %", "66,7", "100"],
];

fn with(row: usize, column: usize, text: &'static str) -> Vec<Vec<&'static str>> {
    let mut rows: Vec<Vec<&str>> = LIST.iter().map(|row| row.to_vec()).collect();
    rows[row][column] = text;
    rows
}

fn lent<'a>(rows: &'a [Vec<&'a str>]) -> Vec<&'a [&'a str]> {
    rows.iter().map(Vec::as_slice).collect()
}

#[test]
fn counts_under_a_list_are_compared_for_each_subject() {
    let found = read(LIST).unwrap();
    assert_eq!(told(&found), ["7А Математика: 1 0 1 1", "7А Физика: 0 0 2 0"]);
    assert!(found.notes.iter().all(|note| !note.text.contains("средний балл")), "{:?}", found.notes);
    for (row, column, text, told) in [
        (6, 3, "1", "строка 7, ячейка D7: итог не сходится: отметок «4» 1, а по строкам списка выходит 2"),
        (8, 3, "2", "строка 9, ячейка D9: итог не сходится: не аттестовано 2, а по строкам списка выходит 1"),
        (9, 2, "25", "строка 10, ячейка C10: итог не сходится: в итоговой строке 25, а по строкам списка выходит 3"),
    ] {
        assert_eq!(wrong(&lent(&with(row, column, text))), [told]);
    }
    let mean = read(&lent(&with(10, 2, "4,9"))).unwrap();
    assert!(mean.notes.iter().any(|note| note.text.starts_with("Ячейка C11: средний балл в файле 4,9, а по отметкам выходит 3,67")), "{:?}", mean.notes);
}

#[test]
fn a_line_of_counts_is_no_pupil() {
    let rows: &[&[&str]] = &[&["Класс: 7А"], &["Ученик", "Математика"], &["Ёлкина Анна", "5"], &["Ким Ли", "5"], &["Кол-во «5»", "2"]];
    assert_eq!(told(&read(rows).unwrap()), ["7А Математика: 0 0 0 2"]);
}

#[test]
fn each_class_of_a_list_has_totals_of_its_own() {
    let rows: &[&[&str]] = &[&["Класс: 7А"], &["Ученик", "Математика"], &["Ян Чен", "5"], &["Ким Ли", "4"], &["Всего учащихся", "2"], &["Класс: 7Б"], &["Цой Лев", "2"], &["Всего учащихся", "1"]];
    assert_eq!(read(rows).unwrap().rows.len(), 2);
    let mut more: Vec<Vec<&str>> = rows.iter().map(|row| row.to_vec()).collect();
    more[7][1] = "3";
    assert_eq!(wrong(&lent(&more)), ["строка 8, ячейка B8: итог не сходится: учеников 3, а по строкам списка выходит 1"]);
}

#[test]
fn more_marks_of_a_subject_than_pupils_in_the_class_are_named() {
    let rows: &[&[&str]] = &[&["Класс", "Учащихся", "Математика", "", "", "", "Физика", "", "", ""], &["", "", "5", "4", "3", "2", "5", "4", "3", "2"], &["8А", "10", "1", "2", "3", "4", "5", "5", "5", "5"]];
    assert_eq!(wrong(rows), ["строка 3, ячейка G3: итог не сходится: отметок по предмету 20, а учеников 10"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// A line of totals under several subjects is taken when each is the sum above it, and refused by the cell where one isn't.
    #[test]
    fn totals_of_subjects_in_columns_add_up_or_are_named(counts in prop::collection::vec(prop::array::uniform8(0_i64..9), 1..8), at in 0_usize..8, off in prop::sample::select(vec![0_i64, 1, 3])) {
        let mut sum = [0; 8];
        let mut rows: Vec<Vec<String>> = [
            ["Класс", "Математика", "", "", "", "Физика", "", "", ""],
            ["", "5", "4", "3", "2", "5", "4", "3", "2"],
        ].map(|row| row.map(str::to_owned).to_vec()).to_vec();
        for (letter, row) in ('А'..).zip(&counts) {
            sum.iter_mut().zip(row).for_each(|(sum, count)| *sum += count + 1);
            rows.push(std::iter::once(format!("8{letter}")).chain(row.iter().map(|count| (count + 1).to_string())).collect());
        }
        sum[at] += off;
        rows.push(std::iter::once("Итого".to_owned()).chain(sum.iter().map(ToString::to_string)).collect());
        let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        let read = read(&lent(&rows));
        if off == 0 {
            prop_assert_eq!(read.unwrap().rows.len(), counts.len() * 2);
        } else {
            let cell = format!("{}{}", ["B", "C", "D", "E", "F", "G", "H", "I"][at], counts.len() + 3);
            let told: Vec<String> = read.unwrap_err().list.iter().map(|problem| problem.cell.clone()).collect();
            prop_assert_eq!(told, [cell]);
        }
    }

    /// The same of counts under a list of pupils.
    #[test]
    fn counts_under_a_list_add_up_or_are_named(marks in prop::collection::vec((2_u8..=5, 2_u8..=5), 1..30), mark in 2_u8..=5, subject in 0_usize..2, off in 0_usize..3) {
        let mut rows: Vec<Vec<String>> = vec![vec!["7А класс".into()], ["Ученик", "Математика", "Физика"].map(str::to_owned).to_vec()];
        rows.extend(marks.iter().map(|(one, other)| vec!["Ян Чен".into(), one.to_string(), other.to_string()]));
        let count = |mark: u8| [marks.iter().filter(|(one, _)| *one == mark).count(), marks.iter().filter(|(_, other)| *other == mark).count()];
        for one in 2..=5_u8 {
            let mut said = count(one);
            if one == mark {
                said[subject] += off;
            }
            rows.push(vec![format!("Количество «{one}»"), said[0].to_string(), said[1].to_string()]);
        }
        let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        let read = read(&lent(&rows));
        if off == 0 {
            prop_assert_eq!(read.unwrap().rows.len(), 2);
        } else {
            let cell = format!("{}{}", ["B", "C"][subject], marks.len() + 2 + usize::from(mark) - 1);
            prop_assert_eq!(read.unwrap_err().list.iter().map(|problem| problem.cell.clone()).collect::<Vec<_>>(), [cell]);
        }
    }
}

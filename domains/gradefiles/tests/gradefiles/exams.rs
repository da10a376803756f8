//! Protocols of the exam centre.

use crate::{hints, read, read_with, told, wrong};
use gradefiles::{Hints, Layout, Thresholds};

const HEAD: &[&str] = &["№", "Код ОО", "Класс", "Фамилия", "Имя", "Отчество", "Серия", "Номер", "Задания с кратким ответом", "Задания с развёрнутым ответом", "Первичный балл", "Отметка"];
const TITLE: &[&str] = &["ОГЭ 2026", "Предмет: 02 - Математика"];

fn rows(marks: [&'static str; 3]) -> Vec<Vec<&'static str>> {
    vec![
        TITLE.to_vec(),
        HEAD.to_vec(),
        vec!["1", "274005", "9А", "Ёлкина", "Анна", "Петровна", "0805", "123456", "++-", "1(2)0(2)", "3", marks[0]],
        vec!["2", "274005", "9А", "Ким", "Ли", "", "0805", "654321", "+++", "2(2)2(2)", "7", marks[1]],
        vec!["3", "274005", "9Б", "Ян", "Чен", "", "0806", "111222", "---", "0(2)0(2)", "0", marks[2]],
    ]
}

fn lent<'a>(rows: &'a [Vec<&'static str>]) -> Vec<&'a [&'static str]> {
    rows.iter().map(Vec::as_slice).collect()
}

#[test]
fn a_protocol_gives_sums_of_classes_and_keeps_nobody() {
    let found = read(&lent(&rows(["3", "5", "2"]))).unwrap();
    assert_eq!(told(&found), ["9А Математика: 0 1 0 1", "9Б Математика: 1 0 0 0"]);
    assert!(found.had_people && found.layouts == [Layout::Exam] && found.schools[0].name == "274005");
    let topics: Vec<f64> = found.rows[0].figures.topics.iter().map(|topic| topic.percent).collect();
    assert_eq!(topics, [100.0, 100.0, 50.0, 75.0, 50.0]);
    assert_eq!(found.rows[0].figures.bins.iter().map(|bin| (bin.from, bin.pupils)).collect::<Vec<_>>(), [(3.0, 1), (7.0, 1)]);
    let all = format!("{found:?}");
    for part in ["Ёлкин", "Ким", "Чен", "Петровн", "123456", "654321", "0805"] {
        assert!(!all.contains(part), "{part}: {all}");
    }
}

#[test]
fn without_marks_the_thresholds_of_the_form_are_used() {
    let none = rows(["", "", ""]);
    assert!(wrong(&lent(&none))[0].contains("Впишите в форме, с какого первичного балла"));
    let found = read_with(&lent(&none), &Hints { thresholds: Some(Thresholds([2.0, 5.0, 7.0])), ..hints() }).unwrap();
    assert_eq!(told(&found), ["9А Математика: 0 1 0 1", "9Б Математика: 1 0 0 0"]);
}

#[test]
fn test_scores_of_the_unified_exam_have_their_least_one() {
    let rows: &[&[&str]] = &[
        &["ЕГЭ", "Предмет: Физика", "11А класс"],
        &["Фамилия", "Имя", "Серия документа", "Номер документа", "Первичный балл", "Тестовый балл"],
        &["Ёлкина", "Анна", "0805", "123456", "20", "52"],
        &["Ким", "Ли", "0805", "654321", "8", "30"],
    ];
    let found = read_with(rows, &Hints { least: Some(36.0), ..hints() }).unwrap();
    let figures = &found.rows[0].figures;
    assert_eq!((figures.pupils, figures.under, figures.mean, figures.scale), (Some(2), Some(1), Some(41.0), Some(100.0)));
}

#[test]
fn points_that_do_not_add_up_and_masks_that_cannot_be_read_are_named() {
    let mut broken = rows(["3", "5", "2"]);
    broken[2][10] = "4";
    broken[3][8] = "+?+";
    broken[4][11] = "7";
    let problems = wrong(&lent(&broken));
    assert_eq!(problems[0], "строка 3, ячейка K3: первичный балл 4, а по заданиям выходит 3");
    assert!(problems[1].starts_with("строка 4, ячейка I4: не читается запись о заданиях") && problems[2].starts_with("строка 5, ячейка L5: отметка вне шкалы"), "{problems:?}");
    assert!(!problems.concat().contains("Ким") && !problems.concat().contains("Ёлкин"));
}

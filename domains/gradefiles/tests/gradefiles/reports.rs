//! Reports of ФИС ОКО about ВПР.

use crate::{book, hints, read, read_with, sheet, told, wrong};
use gradefiles::{Hints, Layout, Thresholds};

const TITLE: &[&str] = &["ВПР 2026. 5 класс. Математика"];
const MARKS: &[&str] = &["Группы участников", "Кол-во ОО", "Кол-во участников", "2", "3", "4", "5"];

#[test]
fn statistics_by_marks_become_whole_pupils_of_the_school() {
    let found =
        read(&[TITLE, &[], MARKS, &["Вся выборка", "35000", "1400000", "12", "38", "35", "15"], &["Хабаровский край", "300", "12000", "14,2", "40", "33", "12,8"], &["МБОУ СОШ № 5", "", "50", "8", "32", "40", "20"]])
            .unwrap();
    assert_eq!(told(&found), ["5 Математика: 4 16 20 10"]);
    assert_eq!((found.layouts.as_slice(), found.schools[0].name.as_str(), found.rows[0].line), ([Layout::OkoMarks].as_slice(), "МБОУ СОШ № 5", 6));
    assert!(found.notes.iter().any(|note| note.text.contains("рейтинги")) && found.notes.iter().any(|note| note.text.contains("параллели")));
}

#[test]
fn shares_that_do_not_add_up_are_named() {
    assert_eq!(wrong(&[TITLE, MARKS, &["МБОУ СОШ № 5", "", "50", "8", "32", "40", "30"]]), ["строка 3, ячейка D3: доли не сходятся: вместе 110 %, а должно быть 100 %"]);
    assert!(wrong(&[TITLE, MARKS, &["МБОУ СОШ № 5", "", "50", "8", "132", "40", "30"]])[0].contains("ячейка E3: процент вне пределов"));
    assert!(wrong(&[TITLE, MARKS, &["Хабаровский край", "", "50", "8", "32", "40", "20"]])[0].contains("нет строки школы"));
}

fn points() -> Vec<&'static [&'static str]> {
    vec![TITLE, &["Группы участников", "Кол-во участников", "0", "1", "2", "3", "4"], &["МБОУ СОШ № 5", "50", "8", "12", "20", "40", "20"]]
}

#[test]
fn a_distribution_of_points_needs_marks_or_thresholds() {
    assert!(wrong(&points())[0].contains("Статистика по отметкам"));
    let found = read_with(&points(), &Hints { thresholds: Some(Thresholds([1.0, 3.0, 4.0])), ..hints() }).unwrap();
    assert_eq!((told(&found), found.rows[0].figures.bins.len(), found.rows[0].figures.bins[3].pupils), (vec!["5 Математика: 4 16 20 10".to_owned()], 5, 20));
}

#[test]
fn reports_chosen_together_are_one_result() {
    let tasks: &[&[&str]] = &[
        TITLE,
        &["Группы участников", "Кол-во участников", "1", "2.1", "2.2", "3"],
        &["Макс балл", "", "1", "1", "2", "2"],
        &["Вся выборка", "1400000", "80", "70", "60", "50"],
        &["МБОУ СОШ № 5", "50", "82", "64,5", "41", "30"],
    ];
    let planned: &[&[&str]] =
        &[TITLE, &["№", "Блоки ПООП обучающийся научится / проверяемые требования (умения)", "Макс балл", "Хабаровский край", "ОО", "РФ"], &["1", "Умение выполнять действия с дробями", "1", "60", "52", "63"]];
    let marks: &[&[&str]] = &[TITLE, MARKS, &["МБОУ СОШ № 5", "", "50", "8", "32", "40", "20"]];
    let one = |rows: &[&[&str]]| gradefiles::recognise(&book(vec![sheet(rows)]), &hints()).unwrap();
    let (tasks, planned, marks) = (one(tasks), one(planned), one(marks));
    assert_eq!((tasks.layouts[0], planned.layouts[0]), (Layout::OkoTasks, Layout::OkoPlanned));
    let found = gradefiles::joined(vec![marks, one(&points()), tasks, planned], &hints()).unwrap();
    assert_eq!((found.rows.len(), told(&found)[0].as_str()), (1, "5 Математика: 4 16 20 10"));
    let topics: Vec<(&str, f64)> = found.rows[0].figures.topics.iter().map(|topic| (topic.title.as_str(), topic.percent)).collect();
    assert_eq!(topics, [("Задание 1 (до 1 б.)", 82.0), ("Задание 2.1 (до 1 б.)", 64.5), ("Задание 2.2 (до 2 б.)", 41.0), ("Задание 3 (до 2 б.)", 30.0), ("Умение выполнять действия с дробями", 52.0)]);
}

#[test]
fn a_comparison_with_the_journal_is_told_and_gives_no_result() {
    let rows: &[&[&str]] = &[
        TITLE,
        &["Группы участников", "Кол-во участников", "%"],
        &["МБОУ СОШ № 5", "", ""],
        &["Понизили (Отметка < Отметка по журналу) %", "10", "20"],
        &["Подтвердили (Отметка = Отметке по журналу) %", "35", "70"],
        &["Повысили (Отметка > Отметка по журналу) %", "5", "10"],
        &["Всего", "50", "100"],
    ];
    let found = gradefiles::recognise(&book(vec![sheet(rows)]), &hints()).unwrap();
    assert!(found.layouts == [Layout::OkoJournal] && found.notes.iter().any(|note| note.text == "МБОУ СОШ № 5: понизили отметку по сравнению с журналом 20 %."), "{:?}", found.notes);
    assert!(wrong(rows)[0].contains("Сравнение с журналом прочитано"));
}

//! An invented pathway.

use super::{
    papers::{SUBJECT, facts},
    persons::institute,
};
use crate::kinds::{PathwayConsent, PathwayDifficulty, PathwayDoc, PathwayLine, PathwayReport, PathwayResult};

pub fn pathway(lines: usize) -> PathwayDoc {
    let line = |number: usize| PathwayLine {
        level: "региональный".into(),
        support: "Ольхова И. И., региональный методист".into(),
        activity: format!("{number}. Мастер-класс «Формирующее оценивание на уроке математики»: побывать, опробовать два приёма в своём классе"),
        category: "мастер-класс; перевёрнутый класс".into(),
        term: "с 12.01.2027 по 28.02.2027, 6 ч".into(),
    };
    let consent = |role: &str, name: &str, yes: &str| PathwayConsent {
        role: role.into(), name: name.into(), yes: yes.into(), on: "12.12.2026".into(), words: "Согласна, поможем с заменой уроков".into()
    };
    PathwayDoc {
        operator: institute(),
        caption: "Версия 2, сопровождение С-2026-0123".into(),
        mark: "Согласован 12.12.2026".into(),
        is_draft: false,
        about: facts(&[("Фамилия, имя, отчество", SUBJECT), ("Место работы", "МБОУ СШ № 7 п. Ванино"), ("Должность", "учитель математики"), ("Тьютор", "Кедров П. С.")]),
        difficulties: vec![PathwayDifficulty { title: "Формирующее оценивание".into(), source: "диагностика".into() }, PathwayDifficulty { title: "Итог урока".into(), source: "наблюдение урока".into() }],
        results: vec![PathwayResult {
            instrument: "Методическая диагностика учителя математики".into(),
            taken_on: "20.11.2026".into(),
            competency: "Формирующее оценивание".into(),
            outcome: "похоже на затруднение".into(),
        }],
        results_note: String::new(),
        diagnostic: facts(&[("Входная диагностика", "Диагностика 20.11.2026 и два наблюдения уроков"), ("Повторная диагностика", "Параллельный вариант в мае 2027 года")]),
        target: facts(&[("Цель словами учителя", "Хочу, чтобы мои семиклассники сами подводили итог урока и знали, что у них получилось"), ("Измеримый показатель", "на 8 из 10 уроков итог подводит класс")]),
        content: facts(&[("Как сгруппировано содержание", "Приёмы оценивания; итог урока; проба на своих уроках")]),
        technological: facts(&[("Технологии и методы", "Перевёрнутый класс, разбор видеозаписи урока"), ("Форма работы", "смешанная")]),
        lines: (1..=lines).map(line).collect(),
        expected: facts(&[("Ожидаемые результаты", "Серия из пяти уроков с приёмами оценивания"), ("Признаки результата", "Наблюдатель отмечает итог, подведённый классом")]),
        reports: (1..4)
            .map(|number| PathwayReport {
                activity: format!("Мастер-класс, встреча {number}"),
                content: "Опробовала листы самооценки; класс заполняет их за четыре минуты.".into(),
                link: "https://example.ru/otchet".into(),
            })
            .collect(),
        agreement: vec![
            consent("региональный методист", "Ольхова Ирина Игоревна", "согласна: все разделы"),
            consent("заместитель директора", "Завучева Ирина Петровна", "согласна: все разделы"),
            consent("педагог", SUBJECT, "согласна: маршрут целиком"),
        ],
    }
}

//! An invented plan of help.

use crate::{Fact, Grid, Section, SupportPlanDoc};

pub fn support_plan() -> SupportPlanDoc {
    let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<String>>();
    let section = |title: &str, columns: &[&str], row: &[&str]| Section { title: title.into(), facts: Vec::new(), table: Some(Grid { columns: texts(columns), rows: vec![texts(row)] }) };
    SupportPlanDoc {
        operator: super::persons::institute(),
        title: "План методической помощи школе".into(),
        about: vec![Fact::new("Школа", "Школа № 1 г. Бикина"), Fact::new("Учебный год", "2026/27")],
        sections: vec![
            section("Факторы риска", &["Фактор", "Сначала", "Последнее измерение", "Итог"], &["Низкая учебная мотивация", "проявляется сильно (05.09.2026)", "проявляется слабо (01.02.2027)", "стало лучше"]),
            section(
                "Что делаем",
                &["Что", "Фактор", "Кто", "Срок", "Чего ждём", "Сделано"],
                &["Практикум по обратной связи", "Мотивация", "методист по математике", "15.12.2026", "Шесть учителей пробуют приём на уроках", ""],
            ),
        ],
        note: "Для служебного пользования школы, муниципалитета и тех, кто помогает. Не публикуется.".into(),
    }
}

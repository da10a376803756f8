//! Invented help to a school: the plan and the act.

use super::persons::{institute, signatory};
use crate::{Fact, Grid, Section, SupportActDoc, SupportPlanDoc};

const NOTE: &str = "Для служебного пользования школы, муниципалитета и тех, кто помогает. Не публикуется.";

fn section(title: &str, columns: &[&str], row: &[&str]) -> Section {
    let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<String>>();
    Section { title: title.into(), facts: Vec::new(), table: Some(Grid { columns: texts(columns), rows: vec![texts(row)] }) }
}

pub fn support_plan() -> SupportPlanDoc {
    SupportPlanDoc {
        operator: institute(),
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
        note: NOTE.into(),
    }
}

pub fn support_act() -> SupportActDoc {
    SupportActDoc {
        operator: institute(),
        about: vec![Fact::new("Кому оказана помощь", "Школа № 1 г. Бикина"), Fact::new("Кто помогал", "Кедрова Алла Викторовна"), Fact::new("Всего", "1 посещение, 1 ч 30 мин")],
        sections: vec![
            section(
                "Что сделано и о чём договорились",
                &["Когда", "Кто помогал", "Сколько", "С чем работали", "Что сделано", "О чём договорились"],
                &["14.10.2026", "Кедрова Алла Викторовна", "1 ч 30 мин", "Мотивация", "Посетили два урока, разобрали с учителями", "Провести практикум по обратной связи"],
            ),
            section("Что изменилось", &["Фактор", "Сначала", "Последнее измерение", "Итог"], &["Низкая учебная мотивация", "проявляется сильно (05.09.2026)", "проявляется слабо (01.02.2027)", "стало лучше"]),
        ],
        closing: "Мотивация выросла, школа продолжает сама.".into(),
        gave: vec![signatory("Участник методического актива", "А. В. Кедрова")],
        took: vec![signatory("Директор", "П. И. Тополев")],
        note: NOTE.into(),
    }
}

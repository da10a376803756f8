//! An invented portfolio.

use jiff::civil::date;

use crate::{Fact, Grid, PortfolioDoc, Section};

pub fn portfolio() -> PortfolioDoc {
    let grid = |columns: &[&str], row: &[&str]| Some(Grid { columns: columns.iter().map(|&text| text.to_owned()).collect(), rows: vec![row.iter().map(|&text| text.to_owned()).collect()] });
    PortfolioDoc {
        operator: super::persons::institute(),
        full_name: "Образцова Мария Ивановна".into(),
        place: "Школа № 1 г. Бикина".into(),
        made_on: date(2026, 11, 23),
        sections: vec![
            Section {
                title: "Мастер-класс «Обратная связь на уроке»".into(), facts: vec![Fact::new("Форма", "мастер-класс"), Fact::new("Сколько было участников", "12")], table: None
            },
            Section {
                title: "Выполненные шаги маршрута".into(), facts: Vec::new(), table: grid(&["Шаг", "Принят", "Что получилось"], &["Серия уроков", "01.11.2026", "Ученики сами оценивают работу по признакам"])
            },
        ],
    }
}

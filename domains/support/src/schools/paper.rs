//! The plan of help on paper: for the school and those who help.

use super::model::{Factor, Helper, HelperState, Line, LowSchool, Measure};
use crate::words::Words;
use documents::{Fact, Grid, Section, SupportPlanDoc};
use kernel::{Date, date::short};
use structure::profile::Profile;

pub(super) const NOTE: &str = "Для служебного пользования школы, муниципалитета и тех, кто помогает. Не публикуется.";

/// «проявляется сильно (05.09.2026)».
pub(super) fn level(measure: Option<&Measure>) -> String {
    measure.map_or_else(String::new, |measure| format!("{} ({})", measure.level.label(), short(measure.on)))
}

pub(super) fn section(title: &str, columns: &[&str], rows: Vec<Vec<String>>) -> Section {
    let columns = columns.iter().map(|&name| name.to_owned()).collect();
    Section { title: title.into(), facts: Vec::new(), table: Some(Grid { columns, rows }) }
}

/// The plan as printed today.
#[must_use]
pub fn plan(profile: &Profile, card: &LowSchool, (factors, lines, helpers): (&[Factor], &[Line], &[Helper]), words: &Words, today: Date) -> SupportPlanDoc {
    let factor_rows = factors.iter().map(|factor| {
        let again = factor.again();
        vec![words.label(&factor.code).to_owned(), level(factor.first()), level(again), again.map_or("", |measure| measure.result.label()).to_owned()]
    });
    let line_rows = lines.iter().map(|line| {
        let about = if line.factor.is_empty() { "вся школа" } else { words.short(&line.factor) };
        let done = line.done_on.map_or_else(String::new, |day| format!("{} {}", short(day), line.done_words));
        vec![line.what.clone(), about.to_owned(), line.who.clone(), short(line.due_on), line.expected.clone(), done.trim().to_owned()]
    });
    let helper_rows =
        helpers.iter().filter(|helper| helper.state == HelperState::Yes).map(|helper| vec![helper.name.clone(), if helper.factor.is_empty() { "вся школа".to_owned() } else { words.label(&helper.factor).to_owned() }]);
    SupportPlanDoc {
        operator: (&profile.operator).into(),
        title: "План методической помощи школе".into(),
        about: vec![
            Fact::new("Школа", card.place_name.clone()),
            Fact::new("Муниципалитет", card.municipality.clone()),
            Fact::new("Учебный год", card.year_label()),
            Fact::new("Основание", card.basis.clone()),
            Fact::new("Напечатан", short(today)),
        ],
        sections: vec![
            section("Факторы риска", &["Фактор", "Сначала", "Последнее измерение", "Итог"], factor_rows.collect()),
            section("Что делаем", &["Что", "Фактор", "Кто", "Срок", "Чего ждём", "Сделано"], line_rows.collect()),
            section("Кто помогает", &["Кто", "С чем"], helper_rows.collect()),
        ],
        note: NOTE.into(),
    }
}

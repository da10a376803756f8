//! «Журнал консультаций» on paper: one's own, with names, for oneself.

use super::{model::Consultation, views::Words};
use documents::{Fact, Grid, PaperDoc, Section, Signatory};
use kernel::Date;
use structure::profile::Profile;
use ui::ru;

/// The log of `[from, until]`.
pub fn log(profile: &Profile, who: &str, rows: &[Consultation], words: &Words, (from, until): (Date, Date), today: Date) -> PaperDoc {
    let columns = ["Дата", "Кому", "Тема", "Форма", "Минут", "Результат", "Следующий шаг"].map(str::to_owned).to_vec();
    let line = |one: &Consultation| {
        let theme = if one.about.is_empty() { words.direction(&one.direction).to_owned() } else { format!("{}: {}", words.direction(&one.direction), one.about) };
        vec![ru::date(one.held_on), with(one), theme, one.form.label().to_owned(), one.minutes.to_string(), one.result.clone(), one.next_step.clone()]
    };
    let minutes: i64 = rows.iter().map(|one| one.minutes).sum();
    let totals = format!("{}, {}", ru::counted(rows.len(), "консультация", "консультации", "консультаций"), length(minutes));
    let about = vec![Fact::new("Кто консультировал", who), Fact::new("За какие дни", format!("с {} по {}", ru::date(from), ru::date(until))), Fact::new("Всего", totals), Fact::new("Напечатано", ru::date(today))];
    PaperDoc {
        operator: (&profile.operator).into(),
        title: "Журнал консультаций".into(),
        about,
        sections: vec![Section { title: String::new(), facts: Vec::new(), table: Some(Grid { columns, rows: rows.iter().map(line).collect() }) }],
        signatures: vec![Signatory { post: "Консультировал(а)".into(), name: who.to_owned() }],
        ..PaperDoc::default()
    }
}

/// With whom, or how many.
pub fn with(one: &Consultation) -> String {
    match (&one.person, one.people) {
        (Some(_), _) if one.place_name.is_empty() => one.name.clone(),
        (Some(_), _) => format!("{}, {}", one.name, one.place_name),
        (None, 1) => "без имени".to_owned(),
        (None, people) => format!("без имени, {}", ru::counted(people, "человек", "человека", "человек")),
    }
}

/// «2 ч 30 мин».
pub fn length(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes}\u{a0}мин"),
        (hours, 0) => format!("{}\u{a0}ч", ru::number(hours)),
        (hours, minutes) => format!("{}\u{a0}ч {minutes}\u{a0}мин", ru::number(hours)),
    }
}

//! Papers and sheets of a year.

use super::{
    fact::{Snapshot, Sum},
    model::{Paper, Part, Report, Year, hours, month_name},
};
use documents::{Fact, Grid, PaperDoc, Section, Signatory, Signature};
use jiff::tz::TimeZone;
use kernel::{Date, Error};
use sheets::{Column, Made, Value, Workbook};
use structure::profile::Profile;
use ui::ru;

/// Of whom a paper tells.
pub struct About {
    pub name: String,
    pub place: String,
    pub kind: String,
}

fn grid(columns: &[&str], rows: Vec<Vec<String>>) -> Option<Grid> {
    Some(Grid { columns: columns.iter().map(|&column| column.to_owned()).collect(), rows })
}

fn sums(title: &str, first: &str, sums: &[Sum], name: fn(&Sum) -> String) -> Section {
    let rows = sums.iter().map(|sum| vec![name(sum), sum.count.to_string(), hours(sum.minutes), sum.reached.to_string()]).collect();
    Section { title: title.into(), facts: Vec::new(), table: grid(&[first, "Дел", "Часов", "Участников"], rows) }
}

fn direction(sum: &Sum) -> String {
    sum.direction.clone()
}

fn kind(sum: &Sum) -> String {
    sum.kind.clone()
}

fn both(sum: &Sum) -> String {
    format!("{}: {}", sum.direction, sum.kind.to_lowercase())
}

fn facts(about: &About) -> Vec<Fact> {
    vec![Fact::new("Участник актива", &about.name), Fact::new("Место работы", &about.place), Fact::new("Вид участия", &about.kind)]
}

/// A report: plan beside fact, what was done besides, hours, own words.
pub fn report(profile: &Profile, about: &About, (year, part): (Year, Part), (snapshot, report): (&Snapshot, Option<&Report>)) -> PaperDoc {
    let rows = snapshot.rows.iter().map(|row| {
        let plan = format!("{}, {}", row.count, hours(row.minutes));
        vec![month_name(row.month).to_owned(), row.what.clone(), row.direction.clone(), row.kind.clone(), plan, format!("{}, {}", row.fact_count, hours(row.fact_minutes))]
    });
    let mut sections = vec![Section { title: "План и факт".into(), facts: Vec::new(), table: grid(&["Месяц", "Что", "Направление", "Форма", "План", "Факт"], rows.collect()) }];
    if !snapshot.beside.is_empty() {
        sections.push(sums("Сделано сверх плана", "Направление и форма", &snapshot.beside, both));
    }
    sections.push(sums("Часы по направлениям", "Направление", &snapshot.hours, direction));
    let words: Vec<Fact> = report.iter().flat_map(|report| [("Что получилось", &report.done), ("Что было трудно", &report.hard), ("Что дальше", &report.next)]).map(|(label, words)| Fact::new(label, words)).collect();
    if !words.is_empty() {
        sections.push(Section { title: "Своими словами".into(), facts: words, table: None });
    }
    let state = report.map_or("Ещё не сдан: числа на сегодня", |report| match (report.sent_on, report.decided_on, report.state) {
        (_, Some(_), super::model::ReportState::Accepted) => "Принят",
        (Some(_), _, super::model::ReportState::Sent) => "Сдан",
        _ => "Ещё не сдан: числа на сегодня",
    });
    PaperDoc {
        operator: (&profile.operator).into(),
        title: format!("Отчёт {}", part.title(year)),
        caption: state.into(),
        is_draft: !report.is_some_and(|report| !report.state.is_open()),
        about: facts(about),
        sections,
        signatures: vec![Signatory { post: "Участник актива".into(), name: about.name.clone() }],
        ..PaperDoc::default()
    }
}

/// A certificate of activity: directions and kinds of work with hours.
pub fn certificate(profile: &Profile, about: &About, paper: &Paper, (zone, verify): (&TimeZone, String)) -> PaperDoc {
    let snapshot = Snapshot::read(&paper.snapshot);
    let last: Date = paper.until_on.yesterday().unwrap_or(paper.until_on);
    let on = zone.to_datetime(paper.made_at).date();
    let mut about_whom = facts(about);
    about_whom.push(Fact::new("За какой срок", format!("с {} по {}", ru::date(paper.from_on), ru::date(last))));
    about_whom.push(Fact::new("Всего", format!("{}, {}", ru::counted(snapshot.count, "дело", "дела", "дел"), hours(snapshot.minutes))));
    PaperDoc {
        operator: (&profile.operator).into(),
        title: "Справка о деятельности".into(),
        caption: format!("№ {} от {}", paper.code, ru::date(on)),
        is_draft: false,
        about: about_whom,
        sections: vec![sums("Часы по направлениям работы", "Направление", &snapshot.hours, direction), sums("Часы по видам работы", "Вид работы", &snapshot.kinds, kind)],
        closing: vec!["Справка составлена по записям учёта: каждое дело записано там, где оно произошло. Выдана для представления при аттестации.".into()],
        signatures: vec![Signatory { post: profile.operator.head_position.clone(), name: profile.operator.head_name.clone() }],
        signed: Some(Signature::Electronic {
            name: profile.operator.short_name.clone(),
            signed_at: ru::datetime_zone(paper.made_at, zone),
            means: "Ключ информационной системы, ES256. Подлинность проверяется по QR-коду".into(),
            code: paper.code.clone(),
        }),
        qr: Some(verify),
    }
}

/// A report as a book of sheets.
///
/// # Errors
/// The sheet is longer than Excel takes.
pub fn book(snapshot: &Snapshot, title: String, made: Made) -> kernel::Result<Vec<u8>> {
    let mut book = Workbook::new(Some(Made { filter: title, ..made }));
    let columns = |names: &[&str]| names.iter().map(|&name| Column::new(name)).collect::<Vec<_>>();
    let text = |words: &str| Value::from(words);
    let decimal = |minutes: i64| Value::Number(f64::from(i32::try_from(minutes).unwrap_or(i32::MAX)) / 60.0);
    let rows = snapshot.rows.iter().map(|row| {
        vec![
            text(month_name(row.month)),
            text(&row.what),
            text(&row.direction),
            text(&row.kind),
            text(&row.audience),
            text(&row.expected),
            Value::Integer(row.count),
            decimal(row.minutes),
            Value::Integer(row.fact_count),
            decimal(row.fact_minutes),
            Value::Integer(row.reached),
        ]
    });
    let plan = columns(&["Месяц", "Что", "Направление", "Форма", "Для кого", "Результат", "План: раз", "План: часов", "Факт: раз", "Факт: часов", "Участников"]);
    let sum = |sums: &[Sum]| sums.iter().map(|sum| vec![text(&sum.direction), text(&sum.kind), Value::Integer(sum.count), decimal(sum.minutes), Value::Integer(sum.reached)]).collect::<Vec<_>>();
    let counted = columns(&["Направление", "Форма", "Дел", "Часов", "Участников"]);
    book.add_sheet("План и факт", &plan, rows).map_err(refused)?;
    book.add_sheet("Сверх плана", &counted, sum(&snapshot.beside)).map_err(refused)?;
    book.add_sheet("Часы по направлениям", &counted, sum(&snapshot.hours)).map_err(refused)?;
    book.finish().map_err(refused)
}

fn refused(cause: sheets::WriteError) -> Error {
    Error::refusal(cause.message())
}

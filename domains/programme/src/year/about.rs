//! «Что обо мне хранится»: plans, reports and certificates of one's own.

use super::model::{Part, PlanState, ReportState, Year, hours, month_name};
use documents::{Grid, Section};
use kernel::{Date, Result, Timestamp, Tx, id::PersonId, params};
use ui::ru;

/// What is kept of a person's year.
///
/// # Errors
/// The store fails.
pub fn about_me(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Section>> {
    let zone = structure::zone(tx)?;
    let sql = "SELECT y.year, y.state, l.month, l.what, l.direction, l.kind, l.count, l.minutes FROM year_plan y JOIN year_line l ON l.plan_id = y.id WHERE y.person_id = $1 ORDER BY y.year DESC, l.position";
    let lines = tx.query(sql, params![person], |row| {
        let kind: ledger::DeedKind = row.get(5)?;
        Ok(vec![
            Year::from_number(row.get(0)?).label(),
            row.get::<PlanState>(1)?.label().to_owned(),
            month_name(row.get(2)?).to_owned(),
            row.get(3)?,
            row.get(4)?,
            kind.label().to_owned(),
            row.get::<i64>(6)?.to_string(),
            hours(row.get(7)?),
        ])
    })?;
    let sql = "SELECT year, part, state, done, hard, next, words FROM year_report WHERE person_id = $1 ORDER BY year DESC, part";
    let reports = tx.query(sql, params![person], |row| {
        let (year, part) = (Year::from_number(row.get(0)?), row.get::<Part>(1)?);
        Ok(vec![part.title(year), row.get::<ReportState>(2)?.label().to_owned(), row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?])
    })?;
    let sql = "SELECT code, from_on, until_on, made_at, revoked_on, published_on FROM activity_paper WHERE person_id = $1 ORDER BY made_at DESC";
    let papers = tx.query(sql, params![person], |row| {
        let (made, revoked, published): (Timestamp, Option<Date>, Option<Date>) = (row.get(3)?, row.get(4)?, row.get(5)?);
        let day = |day: Option<Date>| day.map(ru::date).unwrap_or_default();
        Ok(vec![row.get(0)?, format!("{} – {}", ru::date(row.get(1)?), ru::date(row.get(2)?)), ru::datetime(made, &zone), day(revoked), day(published)])
    })?;
    let table = |title: &str, columns: &[&str], rows: Vec<Vec<String>>| {
        (!rows.is_empty()).then(|| Section { title: title.into(), facts: Vec::new(), table: Some(Grid { columns: columns.iter().map(|column| (*column).to_owned()).collect(), rows }) })
    };
    Ok([
        table("Мой план года", &["Год", "Состояние", "Месяц", "Что", "Направление", "Форма", "Раз", "Часов"], lines),
        table("Мои отчёты", &["За что", "Состояние", "Что получилось", "Что было трудно", "Что дальше", "Слова при возврате"], reports),
        table("Справки о деятельности", &["Номер", "Срок", "Когда выдана", "Отозвана", "Значок опубликован"], papers),
    ]
    .into_iter()
    .flatten()
    .collect())
}

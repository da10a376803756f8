//! Open data: sets without anybody's personal data, published by a person's act. A version never changes; a withdrawn one says why and stays in the list.

pub mod noise;
mod sets;

use crate::table::{Passport, Table};
use audit::{By, Event, Record};
use jiff::tz::TimeZone;
use kernel::{Error, Result, Row, Timestamp, Tx, db::DbError, params, text_enum};
use serde_json::json;

text_enum! {
    /// A set of open data.
    Dataset {
        Places = "places",
        Activities = "activities",
        Quotas = "quotas",
        Indicators = "indicators",
        Outcomes = "outcomes",
    }
}

impl Dataset {
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Places => "Муниципалитеты и школы",
            Self::Activities => "Мероприятия актива по направлениям и месяцам",
            Self::Quotas => "Квоты методического актива",
            Self::Indicators => "Показатели региона",
            Self::Outcomes => "Результаты ОГЭ и ЕГЭ по предметам и муниципалитетам",
        }
    }

    /// How it was counted, in words.
    #[must_use]
    pub fn notes(self) -> &'static str {
        match self {
            Self::Places => "Организации, открытые в день публикации. Без руководителей и контактов.",
            Self::Activities => "Сколько мероприятий объявлено и проведено, по месяцу начала, направлению и муниципалитету организатора. Мероприятие с двумя направлениями посчитано в каждом.",
            Self::Quotas => "Квоты и занятые места в день публикации. Приостановленные участники считаются.",
            Self::Indicators => "Из сданных отчётов региона. Определения показателей действовали в день отчёта.",
            Self::Outcomes => {
                "Нет строк, где меньше 10 учеников или меньше 3 учителей, и тех, по которым их можно вычислить. К числу учеников ниже минимума добавлен случайный шум Лапласа (ε = 1): у группы из 25 учеников доля отличается примерно на 6 процентных пунктов, из 100 — на 1,4. Одинаковые исходные числа во всех версиях получают одинаковый шум."
            }
        }
    }
}

/// A published version.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    pub dataset: Dataset,
    pub number: i64,
    pub title: String,
    pub notes: String,
    pub changed: String,
    pub published_at: Timestamp,
    pub withdrawn_at: Option<Timestamp>,
    pub withdrawn_why: String,
    content: String,
}

impl Version {
    /// # Errors
    /// What is kept can't be read.
    pub fn table(&self) -> Result<Table> {
        Ok(serde_json::from_str(&self.content).map_err(anyhow::Error::new)?)
    }

    #[must_use]
    pub fn passport(&self, publisher: &str, url: String) -> Passport {
        Passport {
            dataset: self.dataset.to_string(),
            number: self.number,
            title: self.title.clone(),
            notes: self.notes.clone(),
            changed: self.changed.clone(),
            publisher: publisher.to_owned(),
            published_at: self.published_at,
            url,
        }
    }
}

/// What a new version would hold; nothing of results before the first publication of a version with noise, whose secret is made then.
///
/// # Errors
/// The store fails.
pub fn preview(tx: &mut Tx<'_>, dataset: Dataset, zone: &TimeZone) -> Result<Table> {
    // Only the number of rows is looked at, so any noise will do where none is kept yet.
    let seed = noise::kept(tx)?.unwrap_or_else(|| vec![0; 32]);
    sets::table(tx, dataset, zone, &seed)
}

/// Publishes the next version.
///
/// # Errors
/// It would be empty, or the same as the last.
pub fn publish(tx: &mut Tx<'_>, by: &By, dataset: Dataset, changed: &str, zone: &TimeZone) -> Result<i64> {
    if changed.chars().count() > 1_000 {
        return Err(Error::field("changed", "Слишком длинно: не больше 1000 знаков"));
    }
    let seed = noise::seed(tx)?;
    let table = sets::table(tx, dataset, zone, &seed)?;
    if table.rows.is_empty() {
        return Err(Error::refusal("Публиковать нечего: в наборе нет ни одной строки. Проверьте, есть ли исходные данные."));
    }
    let content = serde_json::to_string(&table).map_err(anyhow::Error::new)?;
    let last = versions(tx, dataset)?.into_iter().next();
    if last.as_ref().is_some_and(|last| last.withdrawn_at.is_none() && last.content == content) {
        return Err(Error::refusal("С прошлой версии ничего не изменилось: новая не нужна."));
    }
    let (number, now) = (last.map_or(1, |last| last.number + 1), tx.now());
    tx.execute(
        "INSERT INTO open_data_version (dataset, number, title, notes, changed, content, published_at, published_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![dataset, number, dataset.title(), dataset.notes(), changed.trim(), content, now, by.account],
    )?;
    tx.record(by, Event::new("open_data.published", "open_data", format!("{dataset}.{number}")).with(json!({"rows": table.rows.len()})))?;
    Ok(number)
}

/// Takes a version off; its line stays, its files go.
///
/// # Errors
/// Not found, withdrawn already, or no reason given.
pub fn withdraw(tx: &mut Tx<'_>, by: &By, dataset: Dataset, number: i64, why: &str) -> Result<()> {
    let why = why.trim();
    if why.is_empty() {
        return Err(Error::field("why", "Напишите, почему версия снята: это прочтут все, кто её скачал"));
    }
    if why.chars().count() > 1_000 {
        return Err(Error::field("why", "Слишком длинно: не больше 1000 знаков"));
    }
    let version = find(tx, dataset, number)?;
    if version.withdrawn_at.is_some() {
        return Err(Error::refusal("Эта версия уже снята. Обновите страницу."));
    }
    let now = tx.now();
    tx.execute("UPDATE open_data_version SET withdrawn_at = $1, withdrawn_why = $2, content = '' WHERE dataset = $3 AND number = $4", params![now, why, dataset, number])?;
    tx.record(by, Event::new("open_data.withdrawn", "open_data", format!("{dataset}.{number}")))
}

const SELECT: &str = "SELECT dataset, number, title, notes, changed, published_at, withdrawn_at, withdrawn_why, content FROM open_data_version";

fn shape(row: &Row<'_>) -> Result<Version, DbError> {
    kernel::row!(Version { dataset, number, title, notes, changed, published_at, withdrawn_at, withdrawn_why, content })(row)
}

/// Every version of a set, newest first.
///
/// # Errors
/// The store fails.
pub fn versions(tx: &mut Tx<'_>, dataset: Dataset) -> Result<Vec<Version>> {
    Ok(tx.query(&format!("{SELECT} WHERE dataset = $1 ORDER BY number DESC"), params![dataset], shape)?)
}

/// # Errors
/// Not found.
pub fn find(tx: &mut Tx<'_>, dataset: Dataset, number: i64) -> Result<Version> {
    tx.maybe(&format!("{SELECT} WHERE dataset = $1 AND number = $2"), params![dataset, number], shape)?.ok_or(Error::NotFound)
}

//! What a lot is asked with.

use jiff::Span;
use kernel::{Date, Error, FieldErrors};

const MOST: i64 = 500;
/// How long the words for a public figure may be, and the figure itself.
pub const SOURCE_CHARS: usize = 200;
pub const VALUE_CHARS: usize = 100;
/// Known to everybody, set by nobody here, kept in an archive that anybody can look into.
const SOURCE: &str = "Курс юаня Банка России на день жребия (cbr.ru), четыре знака после запятой";
/// Days between the announcement and a draw: a figure of the day mustn't be known yet.
const AHEAD: i64 = 7;

/// As typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LotForm {
    /// Code of a competency; empty for any.
    pub competency: String,
    pub capacity: String,
    /// «2027-03», or a day of it.
    pub first_month: String,
    pub draws_on: String,
    /// Which public figure of that day the draw will mix in.
    pub public_source: String,
    /// Digest of the list that stood on the page.
    pub seen: String,
}

/// The same, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub competency: String,
    pub capacity: i64,
    pub first_month: Date,
    pub draws_on: Date,
    pub public_source: String,
}

impl LotForm {
    /// What one would ask with.
    #[must_use]
    pub fn usual(today: Date) -> Self {
        let next = months(today).first().copied().unwrap_or(today);
        Self { competency: String::new(), capacity: "10".into(), first_month: key(next), draws_on: ui::ru::date(ahead(today, AHEAD)), public_source: SOURCE.into(), seen: String::new() }
    }

    /// # Errors
    /// All fields that are wrong.
    pub fn parse(&self, today: Date) -> Result<Asked, FieldErrors> {
        let mut errors = FieldErrors::default();
        let capacity = self.capacity.trim().parse().ok().filter(|count| (1..=MOST).contains(count));
        let capacity = errors.take("capacity", capacity.ok_or(format!("Укажите, сколько педагогов смогут начать в месяц: целое число от 1 до {MOST}")));
        let first = months(today).into_iter().find(|month| key(*month) == self.first_month.trim());
        let first_month = errors.take("first_month", first.ok_or("Выберите месяц из списка"));
        let draws_on = errors.take("draws_on", kernel::date::parse(&self.draws_on));
        if draws_on.is_some_and(|day| day <= today) {
            errors.add("draws_on", "В день жребия берут число, которого сегодня ещё никто не знает. Укажите завтрашний день или более поздний");
        } else if draws_on.zip(first_month).is_some_and(|(day, month)| day > end_of(month)) {
            errors.add("draws_on", "Жребий позже первого месяца сопровождения. Исправьте день или месяц");
        }
        let (competency, public_source) = (self.competency.trim().to_owned(), one_line(&self.public_source));
        if public_source.is_empty() {
            errors.add("public_source", "Напишите, какое число возьмёте в день жребия: его должны видеть все, а заранее не знать никто");
        } else if public_source.chars().count() > SOURCE_CHARS {
            errors.add("public_source", format!("Слишком длинно. Сократите до {SOURCE_CHARS} знаков"));
        }
        errors.or(capacity.zip(first_month).zip(draws_on).map(|((capacity, first_month), draws_on)| Asked { competency, capacity, first_month, draws_on, public_source }))
    }
}

/// One line, single spaces: what is hashed must be what is read on the page.
fn one_line(raw: &str) -> String {
    raw.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The public figure as it enters the draw.
///
/// # Errors
/// Field `public_value`.
pub fn public_value(raw: &str) -> Result<String, Error> {
    let value = one_line(raw);
    match value.chars().count() {
        0 => Err(Error::field("public_value", "Впишите число, о котором договорились при объявлении: без него жребий не провести")),
        count if count > VALUE_CHARS => Err(Error::field("public_value", format!("Слишком длинно. Сократите до {VALUE_CHARS} знаков"))),
        _ => Ok(value),
    }
}

fn ahead(today: Date, days: i64) -> Date {
    today.checked_add(Span::new().days(days)).unwrap_or(today)
}

/// The months in which a queue may begin: the next twelve.
#[must_use]
pub fn months(today: Date) -> Vec<Date> {
    (1..=12).filter_map(|ahead| today.first_of_month().checked_add(Span::new().months(ahead)).ok()).collect()
}

/// «2027-03».
#[must_use]
pub fn key(month: Date) -> String {
    format!("{:04}-{:02}", month.year(), month.month())
}

fn end_of(month: Date) -> Date {
    month.last_of_month()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn what_is_typed_is_checked_all_at_once() {
        let today = date(2026, 11, 23);
        let form = LotForm { capacity: "0".into(), first_month: "2026-11".into(), draws_on: "23.11.2026".into(), ..LotForm::default() };
        let errors = form.parse(today).unwrap_err();
        for field in ["capacity", "first_month", "draws_on", "public_source"] {
            assert!(errors.of(field).is_some(), "{field}");
        }
        for capacity in ["", "-3", "1,5", "501", "много"] {
            assert!(LotForm { capacity: capacity.into(), ..LotForm::usual(today) }.parse(today).is_err(), "{capacity}");
        }
        let late = LotForm { draws_on: "01.01.2027".into(), ..LotForm::usual(today) }.parse(today).unwrap_err();
        assert!(late.of("draws_on").is_some_and(|words| words.contains("позже первого месяца")));
        let asked = LotForm::usual(today).parse(today).unwrap();
        assert_eq!((asked.capacity, asked.first_month, asked.draws_on), (10, date(2026, 12, 1), date(2026, 11, 30)));
        assert!(LotForm { public_source: "к".repeat(201), ..LotForm::usual(today) }.parse(today).is_err());
    }

    #[test]
    fn the_public_figure_is_one_line() {
        assert_eq!(public_value("  11,2345 \n").unwrap(), "11,2345");
        assert!(public_value(" \n").is_err() && public_value(&"1".repeat(101)).is_err());
    }
}

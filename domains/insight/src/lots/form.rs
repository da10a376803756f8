//! What a lot is asked with.

use jiff::Span;
use kernel::{Date, FieldErrors};

const MOST: i64 = 500;

/// As typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LotForm {
    /// Code of a competency; empty for any.
    pub competency: String,
    pub capacity: String,
    /// «2027-03», or a day of it.
    pub first_month: String,
    pub draws_on: String,
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
}

impl LotForm {
    /// What one would ask with.
    #[must_use]
    pub fn usual(today: Date) -> Self {
        let next = months(today).first().copied().unwrap_or(today);
        Self { competency: String::new(), capacity: "10".into(), first_month: key(next), draws_on: ui::ru::date(today), seen: String::new() }
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
        if draws_on.is_some_and(|day| day < today) {
            errors.add("draws_on", "Этот день уже прошёл. Укажите сегодняшний или более поздний");
        } else if draws_on.zip(first_month).is_some_and(|(day, month)| day > end_of(month)) {
            errors.add("draws_on", "Жребий позже первого месяца сопровождения. Исправьте день или месяц");
        }
        let competency = self.competency.trim().to_owned();
        errors.or(capacity.zip(first_month).zip(draws_on).map(|((capacity, first_month), draws_on)| Asked { competency, capacity, first_month, draws_on }))
    }
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
        let form = LotForm { capacity: "0".into(), first_month: "2026-11".into(), draws_on: "22.11.2026".into(), ..LotForm::default() };
        let errors = form.parse(today).unwrap_err();
        for field in ["capacity", "first_month", "draws_on"] {
            assert!(errors.of(field).is_some(), "{field}");
        }
        for capacity in ["", "-3", "1,5", "501", "много"] {
            assert!(LotForm { capacity: capacity.into(), ..LotForm::usual(today) }.parse(today).is_err(), "{capacity}");
        }
        let late = LotForm { draws_on: "01.01.2027".into(), ..LotForm::usual(today) }.parse(today).unwrap_err();
        assert!(late.of("draws_on").is_some_and(|words| words.contains("позже первого месяца")));
        let asked = LotForm::usual(today).parse(today).unwrap();
        assert_eq!((asked.capacity, asked.first_month), (10, date(2026, 12, 1)));
    }
}

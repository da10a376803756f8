//! Dates as people write them: `5.9.1985`, `05/09/1985`, `5 сентября 1985`, `1985-09-05`.

use jiff::civil::Date;

const MONTHS: [&str; 12] = ["январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр"];

/// The sentence for a date that can't be understood.
pub const NOT_A_DATE: &str = "Укажите дату так: 05.09.1985. Такой даты нет в календаре, или она написана непонятно";

/// A date written in any common way.
///
/// # Errors
/// [`NOT_A_DATE`] for what is no day of the calendar (31.02) or has a year outside 1900–2199.
pub fn parse(raw: &str) -> Result<Date, &'static str> {
    let text = raw.trim().to_lowercase();
    let text = text.trim_end_matches("года").trim_end_matches("г.").trim_end_matches('г').trim();
    let parts: Vec<&str> = text.split(|c: char| matches!(c, '.' | '/' | '-' | ',') || c.is_whitespace()).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = parts[..] else { return Err(NOT_A_DATE) };
    let (day, month, year) = if first.len() == 4 { (third, second, first) } else { (first, second, third) };
    let number = |part: &str, digits: usize| (part.len() <= digits && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse::<i16>().ok()).flatten();
    let month = number(month, 2).or_else(|| named_month(month));
    match (number(day, 2), month, number(year, 4)) {
        (Some(day), Some(month), Some(year)) if (1900..2200).contains(&year) => {
            let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else { return Err(NOT_A_DATE) };
            Date::new(year, month, day).map_err(|_| NOT_A_DATE)
        }
        _ => Err(NOT_A_DATE),
    }
}

/// The month of a word in any case: `сентября`, `мая`, `март`.
fn named_month(word: &str) -> Option<i16> {
    let exact = |stem: &str| word.strip_prefix(stem).is_some_and(|ending| matches!(ending, "" | "я" | "й" | "ь" | "е" | "а"));
    MONTHS.iter().position(|stem| exact(stem)).and_then(|at| i16::try_from(at + 1).ok())
}

/// `05.09.1985`.
#[must_use]
pub fn short(date: Date) -> String {
    format!("{:02}.{:02}.{:04}", date.day(), date.month(), date.year())
}

/// Whole years from `since` to `on`; a start in the future counts as 0.
#[must_use]
pub fn full_years(since: Date, on: Date) -> i32 {
    let passed = i32::from(on.year()) - i32::from(since.year());
    let before_day = (on.month(), on.day()) < (since.month(), since.day());
    (passed - i32::from(before_day)).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_are_understood_as_people_write_them() {
        for raw in ["5.9.1985", "05.09.1985", "05/09/1985", "5-9-1985", "1985-09-05", "5 сентября 1985", " 5 сентября 1985 г. ", "05.09.1985г", "5 Сентября 1985 года"] {
            assert_eq!(parse(raw), Ok(date(1985, 9, 5)), "{raw}");
        }
        assert_eq!(parse("1 мая 2026"), Ok(date(2026, 5, 1)));
        assert_eq!(parse("1 марта 2026"), Ok(date(2026, 3, 1)));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for raw in ["", "31.02.2026", "вчера", "00.01.2020", "5.9.85", "1.13.2020", "1.1.0001", "32 мая 2020", "5 мартобря 2020", "٥.٩.١٩٨٥"] {
            assert_eq!(parse(raw), Err(NOT_A_DATE), "{raw}");
        }
    }

    #[test]
    fn years_are_counted_to_the_day() {
        assert_eq!(full_years(date(2020, 9, 1), date(2026, 8, 31)), 5);
        assert_eq!(full_years(date(2020, 9, 1), date(2026, 9, 1)), 6);
        assert_eq!(full_years(date(2030, 1, 1), date(2026, 9, 1)), 0);
        assert_eq!(full_years(date(2020, 2, 29), date(2021, 2, 28)), 0);
    }
}

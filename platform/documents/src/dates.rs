//! Dates as Russian documents write them.

use jiff::civil::Date;
use serde::Serializer;

const MONTHS: [&str; 12] = ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"];

/// «23 ноября 2026 г.» with no-break spaces, as in the body of a document.
pub fn long_date(date: Date) -> String {
    let month = usize::try_from(date.month() - 1).ok().and_then(|index| MONTHS.get(index)).unwrap_or(&"");
    format!("{}\u{a0}{month}\u{a0}{}\u{a0}г.", date.day(), date.year())
}

/// «23.11.2026», as in tables.
pub fn day_date(date: Date) -> String {
    format!("{:02}.{:02}.{:04}", date.day(), date.month(), date.year())
}

pub(crate) fn long<S: Serializer>(date: &Date, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(&long_date(*date))
}

/// A draft has no date yet: the template leaves a place for it.
pub(crate) fn long_or_none<S: Serializer>(date: &Option<Date>, out: S) -> Result<S::Ok, S::Error> {
    match date {
        Some(date) => out.serialize_some(&long_date(*date)),
        None => out.serialize_none(),
    }
}

/// The creation time as typst writes it into the file.
pub(crate) fn utc(at: jiff::Timestamp) -> Option<typst::foundations::Datetime> {
    let at = at.to_zoned_datetime(jiff::tz::TimeZone::UTC);
    let part = |number: i8| u8::try_from(number).ok();
    typst::foundations::Datetime::from_ymd_hms(i32::from(at.year()), part(at.month())?, part(at.day())?, part(at.hour())?, part(at.minute())?, part(at.second())?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_date_is_written_in_words_and_in_figures() {
        assert_eq!(long_date(date(2026, 11, 23)).replace('\u{a0}', " "), "23 ноября 2026 г.");
        assert_eq!(long_date(date(2027, 5, 1)).replace('\u{a0}', " "), "1 мая 2027 г.");
        assert_eq!(day_date(date(2027, 5, 1)), "01.05.2027");
    }
}

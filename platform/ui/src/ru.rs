//! Russian wording of numbers, dates, names and phones as pages show them.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

const MONTHS: [&str; 12] = ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"];
const WEEKDAYS: [&str; 7] = ["понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"];

/// The form of a noun after a number: `plural(21, "заявка", "заявки", "заявок")` is «заявка».
pub fn plural<'a>(n: impl Count, one: &'a str, few: &'a str, many: &'a str) -> &'a str {
    let n = n.magnitude();
    match (n % 10, n % 100) {
        (1, tail) if tail != 11 => one,
        (2..=4, tail) if !(12..=14).contains(&tail) => few,
        _ => many,
    }
}

/// The number together with its noun, joined so that a line never breaks between them.
pub fn counted(n: impl Count, one: &str, few: &str, many: &str) -> String {
    format!("{}\u{a0}{}", number(n), plural(n, one, few, many))
}

/// The same words with a capital letter at their head.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Groups of three digits, a thin space between: 9 000 stays together on a line.
pub fn number(n: impl Count) -> String {
    let digits = n.magnitude().to_string();
    let mut text = String::from(if n.is_below_zero() { "−" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// Whole numbers of any width.
pub trait Count: Copy {
    fn magnitude(self) -> u64;
    fn is_below_zero(self) -> bool;
}

macro_rules! count {
    (signed: $($signed:ty),*; unsigned: $($unsigned:ty),*) => {
        $(impl Count for $signed {
            fn magnitude(self) -> u64 { i64::try_from(self).map_or(u64::MAX, i64::unsigned_abs) }
            fn is_below_zero(self) -> bool { self < 0 }
        })*
        $(impl Count for $unsigned {
            fn magnitude(self) -> u64 { u64::try_from(self).unwrap_or(u64::MAX) }
            fn is_below_zero(self) -> bool { false }
        })*
    };
}
count!(signed: i8, i16, i32, i64, isize; unsigned: u8, u16, u32, u64, usize);

/// 05.09.2026
pub fn date(day: Date) -> String {
    format!("{:02}.{:02}.{:04}", day.day(), day.month(), day.year())
}

/// 5 сентября 2026 г.
pub fn date_long(day: Date) -> String {
    let month = usize::try_from(day.month() - 1).ok().and_then(|index| MONTHS.get(index)).unwrap_or(&"");
    format!("{}\u{a0}{month} {}\u{a0}г.", day.day(), day.year())
}

/// 05.09.2026, суббота: for days on which someone must come or a term ends.
pub fn date_weekday(day: Date) -> String {
    let index = usize::from(day.weekday().to_monday_zero_offset().unsigned_abs());
    format!("{}, {}", date(day), WEEKDAYS.get(index).unwrap_or(&""))
}

/// «с 01.09.2026 по 31.08.2027», «с 01.09.2026».
pub fn period(from: Date, until: Option<Date>) -> String {
    match until {
        Some(until) => format!("с {} по {}", date(from), date(until)),
        None => format!("с {}", date(from)),
    }
}

/// 14:05 in the reader's zone.
pub fn time(at: Timestamp, zone: &TimeZone) -> String {
    let local = zone.to_datetime(at);
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// 05.09.2026 14:05 in the reader's zone.
pub fn datetime(at: Timestamp, zone: &TimeZone) -> String {
    format!("{} {}", date(zone.to_datetime(at).date()), time(at, zone))
}

/// 05.09.2026 14:05 (UTC+10): where the zone matters.
pub fn datetime_zone(at: Timestamp, zone: &TimeZone) -> String {
    format!("{} ({})", datetime(at, zone), zone_name(at, zone))
}

/// UTC+10, UTC+5:30.
pub fn zone_name(at: Timestamp, zone: &TimeZone) -> String {
    let seconds = zone.to_offset(at).seconds();
    let (hours, minutes) = (seconds.abs() / 3600, seconds.abs() % 3600 / 60);
    let sign = if seconds < 0 { '−' } else { '+' };
    if minutes == 0 { format!("UTC{sign}{hours}") } else { format!("UTC{sign}{hours}:{minutes:02}") }
}

/// +7 914 123-45-67 out of any way of writing; what isn't a Russian number is shown as it was given.
pub fn phone(raw: &str) -> String {
    let digits: String = raw.chars().filter(char::is_ascii_digit).collect();
    let national = match (digits.len(), digits.as_bytes().first()) {
        (11, Some(b'7' | b'8')) => digits.get(1..),
        (10, _) => Some(digits.as_str()),
        _ => None,
    };
    let parts = national.and_then(|n| Some((n.get(..3)?, n.get(3..6)?, n.get(6..8)?, n.get(8..)?)));
    parts.map_or_else(|| raw.trim().to_owned(), |(code, a, b, c)| format!("+7\u{a0}{code}\u{a0}{a}-{b}-{c}"))
}

/// «Иванова А. П.»; without a patronymic «Иванова А.»
pub fn initials(family: &str, given: &str, patronymic: &str) -> String {
    let mut text = family.trim().to_owned();
    for letter in [given, patronymic].into_iter().filter_map(|part| part.trim().chars().next()) {
        text.push('\u{a0}');
        text.extend(letter.to_uppercase());
        text.push('.');
    }
    text
}

/// 350 КБ, 2,4 МБ
pub fn file_size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes}\u{a0}Б"),
        1024..1_048_576 => format!("{}\u{a0}КБ", bytes.div_ceil(1024)),
        _ => format!("{},{}\u{a0}МБ", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    #[test]
    fn nouns_follow_their_numbers() {
        let said = |n: u64| plural(n, "заявка", "заявки", "заявок");
        for n in [1, 21, 101, 1001] {
            assert_eq!(said(n), "заявка", "{n}");
        }
        for n in [2, 3, 4, 22, 104] {
            assert_eq!(said(n), "заявки", "{n}");
        }
        for n in [0, 5, 11, 12, 14, 19, 20, 111, 112, 1000] {
            assert_eq!(said(n), "заявок", "{n}");
        }
        assert_eq!(plural(-1, "день", "дня", "дней"), "день");
    }

    #[test]
    fn numbers_are_grouped_and_signed() {
        assert_eq!(number(720), "720");
        assert_eq!(number(9000), "9\u{202f}000");
        assert_eq!(number(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(number(-1500), "−1\u{202f}500");
        assert_eq!(number(i64::MIN), "−9\u{202f}223\u{202f}372\u{202f}036\u{202f}854\u{202f}775\u{202f}808");
    }

    #[test]
    fn dates_are_written_the_russian_way_in_the_readers_zone() {
        assert_eq!(date(day(2026, 9, 5)), "05.09.2026");
        assert_eq!(date_long(day(2026, 9, 5)), "5\u{a0}сентября 2026\u{a0}г.");
        assert_eq!(date_weekday(day(2026, 9, 5)), "05.09.2026, суббота");
        let zone = TimeZone::fixed(jiff::tz::offset(10));
        let at: Timestamp = "2026-09-05T20:05:00Z".parse().unwrap();
        assert_eq!(datetime_zone(at, &zone), "06.09.2026 06:05 (UTC+10)");
    }

    #[test]
    fn words_get_a_capital_letter() {
        assert_eq!((capital("ёлка и дом"), capital("")), ("Ёлка и дом".to_owned(), String::new()));
    }

    #[test]
    fn phones_in_any_style_are_shown_alike() {
        for raw in ["89141234567", "+7 (914) 123-45-67", "9141234567", "8-914-123 45 67"] {
            assert_eq!(phone(raw), "+7\u{a0}914\u{a0}123-45-67");
        }
        assert_eq!(phone(" доб. 12 "), "доб. 12");
    }

    #[test]
    fn a_missing_patronymic_leaves_no_trace() {
        assert_eq!(initials("Иванова", "анна", "Петровна"), "Иванова\u{a0}А.\u{a0}П.");
        assert_eq!(initials("Ким", "Олег", ""), "Ким\u{a0}О.");
    }
}

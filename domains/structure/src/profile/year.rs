//! The working calendar in the profile: statutory holidays of every year plus each year's moved days.

use std::{collections::BTreeMap, ops::RangeInclusive};

use jiff::civil::Date;

use super::reader::Table;
use crate::calendar::{Calendar, SpecialDay, is_weekend};

struct Holiday {
    month: i8,
    days: RangeInclusive<i8>,
    name: String,
}

pub(super) fn read(section: &Table<'_>) -> Calendar {
    let holidays: Vec<Holiday> = section.tables("holiday").into_iter().filter_map(read_holiday).collect();
    let mut days = BTreeMap::new();
    for entry in section.tables("year") {
        read_year(&entry, &holidays, &mut days);
        entry.done();
    }
    Calendar::new(days)
}

fn read_holiday(entry: Table<'_>) -> Option<Holiday> {
    let (month, first) = (entry.whole("month", 1..=12), entry.whole("day", 1..=31));
    let last = entry.whole_or("last_day", first, 1..=31);
    let name = entry.text("name");
    // A leap year allows 29 February; every other impossible day is a slip of the hand.
    let possible = |day: u32| Date::new(2024, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    let days = possible(first).zip(possible(last)).filter(|(first, last)| first <= last);
    if days.is_none() {
        entry.report_at("day", "Такого дня в этом месяце нет.", "Исправьте день, последний день или месяц праздника.");
    }
    entry.done();
    let (first, last) = days?;
    Some(Holiday { month: first.month(), days: first.day()..=last.day(), name })
}

fn read_year(entry: &Table<'_>, holidays: &[Holiday], days: &mut BTreeMap<Date, SpecialDay>) {
    let number = entry.whole("year", 2000..=2200);
    let is_provisional = entry.flag("provisional");
    let source = entry.text("source");
    let Ok(year) = i16::try_from(number) else { return };
    if days.keys().any(|day| day.year() == year) {
        entry.report_at("year", format!("Календарь на {year} год уже задан."), "Оставьте одну из двух записей.");
    }
    let rest = |reason: &str| SpecialDay { is_working: false, reason: reason.to_owned(), is_provisional };
    for holiday in holidays {
        let dates = holiday.days.clone().filter_map(|day| Date::new(year, holiday.month, day).ok());
        days.extend(dates.map(|day| (day, rest(&holiday.name))));
    }
    for moved in entry.tables_if_any("moved") {
        let (from, to) = (moved.date("from"), moved.date("to"));
        report_odd_move(&moved, from, to, days, year);
        days.entry(from).or_insert_with(|| SpecialDay { is_working: true, ..rest(&format!("Рабочий день: выходной перенесён ({source})")) });
        days.insert(to, rest(&format!("Выходной перенесён ({source})")));
        moved.done();
    }
}

fn report_odd_move(moved: &Table<'_>, from: Date, to: Date, days: &BTreeMap<Date, SpecialDay>, year: i16) {
    if from.year() != year || to.year() != year {
        moved.report_at("from", "Дата переноса не из этого года.", "Впишите перенос в раздел своего года.");
    }
    if !is_weekend(from) {
        moved.report_at("from", "Переносят выходной, а этот день — будний.", "Поставьте в «from» субботу или воскресенье.");
    }
    if is_weekend(to) || days.contains_key(&to) {
        moved.report_at("to", "Выходной переносят на рабочий день, а этот и так нерабочий.", "Поставьте в «to» рабочий день.");
    }
}

//! What changes with time: a code stays, what it is called has dates.
//!
//! In the file the present state stands in the entry itself and the earlier ones in `former`, each
//! with the first day on which it was no longer true (`until`). Periods are half-open: `[from, until)`.

use jiff::civil::Date;

use super::reader::Table;

/// A value with the days on which it is in force; `None` means without end on that side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated<T> {
    pub value: T,
    pub from: Option<Date>,
    pub until: Option<Date>,
}

impl<T> Dated<T> {
    pub fn holds_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }
}

/// The state in force on a day; before the first and after the last one, the nearest.
pub fn at<T>(history: &[Dated<T>], day: Date) -> Option<&Dated<T>> {
    let too_early = history.first().filter(|first| first.from.is_some_and(|from| day < from));
    too_early.or_else(|| history.iter().find(|state| state.holds_on(day))).or_else(|| history.last())
}

/// Reads an entry's states, oldest first. `since` and `until` bound the whole life of the entry.
pub(super) fn history<T>(entry: &Table<'_>, read: impl Fn(&Table<'_>) -> T) -> Vec<Dated<T>> {
    let present = read(entry);
    let mut from = entry.date_if_any("since");
    let until = entry.date_if_any("until");
    let mut states = Vec::new();
    for former in entry.tables_if_any("former") {
        let end = former.date("until");
        if from.is_some_and(|from| from >= end) {
            former.report_at("until", "Прежние названия идут не по порядку дат.", "Расставьте их от раннего к позднему.");
        }
        states.push(Dated { value: read(&former), from, until: Some(end) });
        from = Some(end);
        former.done();
    }
    if from.zip(until).is_some_and(|(from, until)| from >= until) {
        entry.report_at("until", "Запись кончается раньше, чем начинается.", "Поставьте в «until» более позднюю дату.");
    }
    states.push(Dated { value: present, from, until });
    states
}

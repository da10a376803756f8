//! Lines under a list of pupils: what they say of each column against what was counted from its rows.

use crate::{
    is_like_a_person,
    key::{Key, is_total, key},
    mark::Mark,
    summary::comma,
};

/// What a line under the list counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    Marks(u8),
    Pupils,
    NotAttested,
    Released,
    Mean,
    /// «Итого»: anything that can be added up of a column.
    Any,
    /// Shares and the like.
    Other,
}

/// What the text that begins a line makes of it; nothing: it is a pupil's.
pub(super) fn line(label: &str) -> Option<Line> {
    // «5» alone may be the number of a pupil, in quotes it is a mark.
    let is_word = label.chars().any(|c| c.is_alphabetic() || matches!(c, '«' | '"'));
    if !is_word || is_like_a_person(label) {
        return None;
    }
    match key(label) {
        // «Хор», «Три» may be all that a list says of a pupil.
        Key::Count(mark) => (label.chars().any(|c| c.is_ascii_digit()) || label.chars().filter(|c| c.is_alphabetic()).count() > 3).then_some(Line::Marks(mark)),
        Key::NotAttested => Some(Line::NotAttested),
        Key::Released => Some(Line::Released),
        Key::Mean => Some(Line::Mean),
        Key::Computed => Some(Line::Other),
        Key::Total => Some(if crate::key::words(label).contains(' ') { Line::Pupils } else { Line::Any }),
        _ if crate::key::words(label).starts_with("средн") => Some(Line::Mean),
        _ if is_total(label) => Some(Line::Any),
        _ => None,
    }
}

/// What was counted of a column since its list began.
#[derive(Debug, Clone, Default)]
pub(super) struct Counted {
    pupils: i64,
    /// Numbers of 1 … 5.
    marks: [i64; 5],
    not_attested: i64,
    released: i64,
}

impl Counted {
    pub fn add(&mut self, mark: Mark) {
        self.pupils += 1;
        let got = match mark {
            Mark::Got(mark) => mark,
            Mark::One => 1,
            Mark::NotAttested => return self.not_attested += 1,
            Mark::Released => return self.released += 1,
            Mark::Credit | Mark::Absent | Mark::Blank => return,
        };
        if let Some(slot) = self.marks.get_mut(usize::from(got.saturating_sub(1))) {
            *slot += 1;
        }
    }

    fn with_marks(&self) -> i64 {
        self.marks.iter().sum()
    }

    fn sum(&self) -> i64 {
        self.marks.iter().zip(1..).map(|(count, mark)| count * mark).sum()
    }

    /// Of the marks, a «1» as it is and as the «2» that it counts as.
    fn means(&self) -> [f64; 2] {
        let [ones, ..] = self.marks;
        [self.sum(), self.sum() + ones].map(|sum| sum as f64 / self.with_marks().max(1) as f64)
    }

    /// How many got at least this mark, of a hundred.
    fn share(&self, least: usize) -> f64 {
        let so_many: i64 = self.marks.iter().skip(least - 1).sum();
        so_many as f64 * 100.0 / self.with_marks().max(1) as f64
    }

    /// What doesn't add up between a number of the line and the rows above it, and whether it stops the file.
    pub fn differs(&self, line: Line, said: f64) -> Option<Differs> {
        let marks = self.with_marks();
        let is_one_of = |counts: &[i64]| counts.iter().any(|count| (said - *count as f64).abs() < 1e-9);
        let is_mean = || self.means().iter().any(|mean| (said - mean).abs() < 0.06);
        let text = |what: &str, counted: i64| Some(Differs::Stops(format!("итог не сходится: {what} {}, а по строкам списка выходит {counted}", comma(said))));
        match line {
            Line::Other => None,
            Line::Marks(mark) => {
                let [ones, twos, ..] = self.marks;
                let counted = if mark == 2 { twos + ones } else { self.marks.get(usize::from(mark.saturating_sub(1))).copied().unwrap_or_default() };
                if is_one_of(&[counted]) || (mark == 2 && is_one_of(&[twos])) { None } else { text(&format!("отметок «{mark}»"), counted) }
            }
            Line::NotAttested => {
                if is_one_of(&[self.not_attested, self.pupils - marks, self.pupils - marks - self.released]) {
                    None
                } else {
                    text("не аттестовано", self.not_attested)
                }
            }
            Line::Released => {
                if is_one_of(&[self.released]) {
                    None
                } else {
                    text("освобождено", self.released)
                }
            }
            Line::Pupils => {
                if is_one_of(&[self.pupils, marks, marks + self.not_attested, self.pupils - self.released]) {
                    None
                } else {
                    text("учеников", self.pupils)
                }
            }
            Line::Mean => (!is_mean()).then(|| Differs::Told(format!("средний балл в файле {}, а по отметкам выходит {}. Загружается посчитанный.", comma(said), comma(self.means()[1])))),
            Line::Any => {
                let is_share = || [3, 4].iter().any(|least| (said - self.share(*least)).abs() < 0.6);
                let fits = is_one_of(&[self.pupils, marks, marks + self.not_attested, self.pupils - self.released, self.sum()]) || is_mean() || is_share();
                if fits { None } else { text("в итоговой строке", marks) }
            }
        }
    }
}

/// A mean is only told, a count stops the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Differs {
    Stops(String),
    Told(String),
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_are_known_and_pupils_are_not_lines() {
        for (label, meant) in [
            ("Количество «5»", Line::Marks(5)),
            ("«4»", Line::Marks(4)),
            ("Кол-во 3", Line::Marks(3)),
            ("Неуд.", Line::Marks(2)),
            ("Итого", Line::Any),
            ("Всего", Line::Any),
            ("Всего учащихся", Line::Pupils),
            ("Н/А", Line::NotAttested),
            ("Освобождены", Line::Released),
            ("Средний балл", Line::Mean),
            ("Качество, %", Line::Other),
            ("Успеваемость", Line::Other),
        ] {
            assert_eq!(line(label), Some(meant), "{label}");
        }
        for pupil in ["Ёлкина Анна", "Ким Ли", "5", "12", "Ян", "Соуза Мария", "Доля Иван", "Хор", "Ученик 5", ""] {
            assert_eq!(line(pupil), None, "{pupil}");
        }
    }

    proptest! {
        /// What is true of a column is never refused; one more or one less always is.
        #[test]
        fn counts_agree_with_their_rows_and_with_nothing_else(marks in prop::collection::vec(1_u8..=7, 1..35), off in prop::sample::select(vec![-1.0, 1.0])) {
            let mut counted = Counted::default();
            for mark in &marks {
                counted.add(match mark { 1 => Mark::Blank, 6 => Mark::NotAttested, 7 => Mark::Released, got => Mark::Got(*got) });
            }
            for mark in 2..=5_u8 {
                let so_many = marks.iter().filter(|got| **got == mark).count() as f64;
                prop_assert_eq!(counted.differs(Line::Marks(mark), so_many), None);
                prop_assert!(matches!(counted.differs(Line::Marks(mark), so_many + off), Some(Differs::Stops(_))));
            }
            for true_of_it in [counted.pupils as f64, counted.with_marks() as f64, counted.sum() as f64, counted.means()[0]] {
                prop_assert_eq!(counted.differs(Line::Any, true_of_it), None);
            }
            prop_assert!(counted.differs(Line::Any, 1_000.0).is_some() && counted.differs(Line::Pupils, counted.pupils as f64 + 1.0).is_some());
        }
    }
}

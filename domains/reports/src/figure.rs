//! A figure: what was counted, out of what, and how it is written.

use kernel::text_enum;
use serde::{Deserialize, Serialize};
use ui::ru;

text_enum! {
    Unit {
        Count = "count",
        Percent = "percent",
        Hours = "hours",
        /// A median: whole or half.
        Days = "days",
    }
}

impl Unit {
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Count => "штук",
            Self::Percent => "процент",
            Self::Hours => "часы",
            Self::Days => "рабочие дни",
        }
    }
}

/// Fewer people than this are not counted aloud where it is about what people have achieved.
pub const FEW: i64 = 5;

/// A line beside the figure: paused members, participants, hours of the middle member.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Extra {
    pub label: String,
    pub value: String,
}

impl Extra {
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into() }
    }

    pub fn count(label: impl Into<String>, count: i64) -> Self {
        Self::new(label, ru::number(count))
    }
}

/// What a counter found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// `None`: hidden, or there was nothing to count.
    pub numerator: Option<f64>,
    /// `None`: the figure is no share, or there is nothing it could be a share of.
    pub denominator: Option<f64>,
    pub extras: Vec<Extra>,
    /// Why there is no figure.
    pub why: String,
}

impl Figure {
    /// So many.
    #[must_use]
    pub fn count(numerator: i64) -> Self {
        Self { numerator: Some(real(numerator)), ..Self::default() }
    }

    /// So many of so many.
    #[must_use]
    pub fn share(numerator: i64, denominator: i64) -> Self {
        Self { numerator: Some(real(numerator)), denominator: Some(real(denominator)), ..Self::default() }
    }

    /// No figure, and why.
    #[must_use]
    pub fn none(why: &str) -> Self {
        Self { why: why.to_owned(), ..Self::default() }
    }

    #[must_use]
    pub fn with(mut self, extras: Vec<Extra>) -> Self {
        self.extras = extras;
        self
    }

    /// The one number that is drawn and compared.
    #[must_use]
    pub fn value(&self, unit: Unit) -> Option<f64> {
        match (unit, self.numerator, self.denominator) {
            (Unit::Percent, Some(numerator), Some(denominator)) if denominator > 0.0 => Some(numerator * 100.0 / denominator),
            (Unit::Percent, _, _) => None,
            (Unit::Count | Unit::Hours | Unit::Days, numerator, _) => numerator,
        }
    }

    /// As on the screen: «62 % (45 из 73)», «12», «3,5 рабочего дня».
    #[must_use]
    pub fn text(&self, unit: Unit) -> String {
        match (self.numerator, self.denominator, unit) {
            (None, _, _) => "—".to_owned(),
            (Some(numerator), Some(denominator), Unit::Percent) if denominator > 0.0 => format!("{}\u{a0}% ({} из {})", number(round(numerator * 100.0 / denominator)), number(numerator), number(denominator)),
            (Some(numerator), _, Unit::Percent | Unit::Count) => number(numerator),
            (Some(numerator), _, Unit::Hours) => format!("{}\u{a0}ч", number(round(numerator))),
            (Some(numerator), _, Unit::Days) => format!("{}\u{a0}раб. дн.", number(round(numerator))),
        }
    }
}

/// To one digit after the comma.
fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// Whole numbers in groups of three; a part after a comma.
#[must_use]
pub fn number(value: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "counts and their means are far below 2^53")]
    let tenths = (value * 10.0).round() as i64;
    let whole = ru::number(tenths / 10);
    let sign = if tenths < 0 && tenths > -10 { "−" } else { "" };
    match tenths.abs() % 10 {
        0 => format!("{sign}{whole}"),
        part => format!("{sign}{whole},{part}"),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
#[must_use]
pub fn real(count: i64) -> f64 {
    count as f64
}

/// The middle of a row; of an even number the mean of the two in the middle.
#[must_use]
pub fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() % 2 {
        1 => values.get(middle).copied(),
        _ => Some(f64::midpoint(*values.get(middle.checked_sub(1)?)?, *values.get(middle)?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_says_of_how_many() {
        let share = Figure::share(45, 73);
        assert_eq!(share.text(Unit::Percent), "61,6\u{a0}% (45 из 73)");
        assert_eq!(share.value(Unit::Percent).map(|value| value.round()), Some(62.0));
        assert_eq!(Figure::share(3, 0).text(Unit::Percent), "3", "of nothing there is no share");
        assert_eq!(Figure::share(3, 0).value(Unit::Percent), None);
        assert_eq!(Figure::none("мало людей").text(Unit::Count), "—");
    }

    #[test]
    fn numbers_are_written_the_russian_way() {
        for (value, text) in [(0.0, "0"), (2.5, "2,5"), (1234.0, "1\u{202f}234"), (-0.4, "−0,4"), (-12.0, "−12"), (99.96, "100")] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn the_middle_of_a_row() {
        assert_eq!(median(&mut []), None);
        assert_eq!(median(&mut [3.0]), Some(3.0));
        assert_eq!(median(&mut [9.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&mut [4.0, 1.0, 2.0, 3.0]), Some(2.5));
    }
}

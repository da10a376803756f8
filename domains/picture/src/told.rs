//! What a cell of a picture's table says: the same in words, in a sheet and for drawing.

use deficits::groups::Share;
use sheets::Value;
use ui::ru;

/// A figure as far as it may be told.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    Text(String),
    Count(i64),
    /// To five.
    About(i64),
    /// The middle of counts.
    Number(f64),
    Percent(f64),
    /// A share of few: in steps.
    AboutPercent(f64),
    Days(f64),
    /// A share with its interval, in percent.
    Range {
        share: f64,
        low: f64,
        high: f64,
    },
    /// Fewer than five, or it would betray such a group.
    Hidden,
    /// There is nothing to count.
    Nothing,
}

impl Told {
    pub fn text(words: impl Into<String>) -> Self {
        Self::Text(words.into())
    }

    /// A share of people below what is expected, as the map of deficits tells it.
    #[must_use]
    pub fn share(share: Share, people: i64) -> Self {
        let percent = crate::tree::real(share.number());
        if matches!(share, Share::About(_)) && people >= 30 { Self::Percent(percent) } else { Self::AboutPercent(percent) }
    }

    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Count(count) => ru::number(*count),
            Self::About(count) => format!("около {}", ru::number(*count)),
            Self::Number(value) => number(*value),
            Self::Percent(percent) => format!("{}\u{a0}%", number(*percent)),
            Self::AboutPercent(percent) => format!("около {}\u{a0}%", number(*percent)),
            Self::Days(days) => format!("{}\u{a0}дн.", number(*days)),
            Self::Range { share, low, high } => format!("{}\u{a0}% (от {} до {})", number(*share), number(*low), number(*high)),
            Self::Hidden => "скрыто".into(),
            Self::Nothing => "—".into(),
        }
    }

    /// For drawing, comparing, sorting of nothing.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Count(count) | Self::About(count) => Some(crate::tree::real(*count)),
            Self::Number(share) | Self::Percent(share) | Self::AboutPercent(share) | Self::Days(share) | Self::Range { share, .. } => Some(*share),
            Self::Text(_) | Self::Hidden | Self::Nothing => None,
        }
    }

    /// A sheet counts with what is exact and reads the rest.
    #[must_use]
    pub fn value(&self) -> Value {
        match self {
            Self::Count(count) => Value::Integer(*count),
            Self::Number(number) | Self::Percent(number) | Self::Days(number) => Value::Number(*number),
            Self::Nothing => Value::Empty,
            Self::Text(_) | Self::About(_) | Self::AboutPercent(_) | Self::Range { .. } | Self::Hidden => self.words().into(),
        }
    }
}

/// To one digit after the comma, the Russian way.
#[must_use]
pub fn number(value: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "percents, days and counts are far below 2^53")]
    let tenths = (value * 10.0).round() as i64;
    let whole = ru::number(tenths / 10);
    let sign = if tenths < 0 && tenths > -10 { "−" } else { "" };
    match tenths.abs() % 10 {
        0 => format!("{sign}{whole}"),
        part => format!("{sign}{whole},{part}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_the_russian_way() {
        let words = [Told::Count(1234), Told::About(15), Told::Percent(12.5), Told::Days(3.0), Told::Hidden, Told::Nothing, Told::Range { share: 12.0, low: 8.5, high: 17.0 }].map(|told| told.words());
        assert_eq!(words, ["1\u{202f}234", "около 15", "12,5\u{a0}%", "3\u{a0}дн.", "скрыто", "—", "12\u{a0}% (от 8,5 до 17)"]);
    }
}

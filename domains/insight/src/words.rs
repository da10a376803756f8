//! Figures as they are read aloud.

use crate::answer::Measured;

/// A number with one digit after the comma, none where it is a whole one or large.
#[must_use]
pub fn number(value: f64) -> String {
    let rounded = if value.abs() >= 10.0 { value.round() } else { (value * 10.0).round() / 10.0 };
    let text = if (rounded - rounded.round()).abs() < 1e-9 { format!("{:.0}", rounded.abs()) } else { format!("{:.1}", rounded.abs()).replace('.', ",") };
    if rounded < 0.0 { format!("−{text}") } else { text }
}

/// «7 п.п.» of a share of one.
#[must_use]
pub fn points(share: f64) -> String {
    format!("{}\u{a0}п.п.", number(share * 100.0))
}

/// «от 3 до 7» of shares of one.
#[must_use]
pub fn between(low: f64, high: f64) -> String {
    format!("от {} до {}", end(low * 100.0), end(high * 100.0))
}

/// An end of an interval: on which side of nought it is decides the verdict, so what is rounded to nought keeps its side.
fn end(value: f64) -> String {
    let hundredths = (value * 100.0).round() / 100.0;
    match value {
        0.0 => "0".into(),
        value if number(value) != "0" => number(value),
        _ if hundredths < 0.0 => format!("−{:.2}", hundredths.abs()).replace('.', ","),
        _ if hundredths > 0.0 => format!("{hundredths:.2}").replace('.', ","),
        ..0.0 => "чуть меньше 0".into(),
        _ => "чуть больше 0".into(),
    }
}

/// Percentage points of a share of one, for a sheet: to a tenth, more exactly where a tenth would make it nought.
#[must_use]
pub fn in_sheet(share: f64) -> f64 {
    let tenths = (share * 1_000.0).round() / 10.0;
    if tenths == 0.0 { (share * 100_000.0).round() / 1_000.0 } else { tenths }
}

/// «−4,9 п.п. (от −7 до −3)».
#[must_use]
pub fn measured(one: &Measured) -> String {
    format!("{} ({})", points(one.value), between(one.low, one.high))
}

/// A whole percent.
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{}\u{a0}%", number((share * 100.0).round()))
}

/// What may be said of a change of the share under the minimum: a direction only where the interval leaves no doubt.
#[must_use]
pub fn direction(change: &Measured) -> &'static str {
    if change.high < 0.0 {
        "улучшилось"
    } else if change.low > 0.0 {
        "ухудшилось"
    } else {
        "в пределах погрешности"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_direction_is_said_only_where_zero_is_out() {
        let of = |low, high| direction(&Measured { value: (low + high) / 2.0, low, high });
        assert_eq!([of(-0.05, -0.01), of(0.01, 0.04), of(-0.03, 0.01), of(-0.03, 0.0)], ["улучшилось", "ухудшилось", "в пределах погрешности", "в пределах погрешности"]);
    }

    #[test]
    fn figures_are_read_in_russian() {
        assert_eq!(points(-0.0491), "−4,9\u{a0}п.п.");
        assert_eq!(between(-0.07, 0.123), "от −7 до 12");
        assert_eq!([between(-0.011, -0.0004), between(-0.011, 0.0), between(0.000_000_1, 0.03), between(-0.03, -0.000_000_1)], ["от −1,1 до −0,04", "от −1,1 до 0", "от чуть больше 0 до 3", "от −3 до чуть меньше 0"]);
        assert_eq!([in_sheet(-0.0004), in_sheet(0.123), in_sheet(0.0)], [-0.04, 12.3, 0.0]);
        assert_eq!((percent(0.666), number(-0.04), number(4.0)), ("67\u{a0}%".into(), "0".into(), "4".into()));
    }
}

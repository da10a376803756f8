//! Each counter against a few rows counted by hand.

mod deeds;
mod helping;
mod members;
mod teachers;

use reports::Figure;

fn pair(figure: &Figure) -> (Option<i64>, Option<i64>) {
    let whole = |value: f64| {
        assert!((value - value.round()).abs() < 1e-9, "{value}");
        value.round() as i64
    };
    (figure.numerator.map(whole), figure.denominator.map(whole))
}

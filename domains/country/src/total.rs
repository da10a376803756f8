//! The country's total of an indicator.

use crate::contribution::Number;
use reports::{Figure, Unit};

/// What can be said of all regions together.
#[derive(Debug, Clone, PartialEq)]
pub enum Total {
    /// The sum of what is shown: so many regions are in it, of so many the number is hidden and not in it.
    Sum { figure: Figure, regions: usize, without: usize },
    /// Medians and shares of places don't add up.
    NotAdditive,
    /// Regions count by different words.
    DifferentDefinitions,
    /// Fewer than two regions show a number.
    TooFew,
}

/// The total of one indicator over regions. Hidden numbers were never given, so the sum can't hold them and nothing can be worked out
/// from it; how many regions are left out is said.
#[must_use]
pub fn total(numbers: &[&Number]) -> Total {
    let Some(first) = numbers.first() else { return Total::TooFew };
    if !first.counter.is_additive() || first.unit == Unit::Days {
        return Total::NotAdditive;
    }
    let is_same = |number: &&Number| (number.counter, number.counter_version, number.unit, number.formula.trim()) == (first.counter, first.counter_version, first.unit, first.formula.trim());
    if !numbers.iter().all(is_same) {
        return Total::DifferentDefinitions;
    }
    let shown: Vec<(f64, Option<f64>)> = numbers.iter().filter_map(|number| Some((number.numerator?, number.denominator))).filter(|(_, of)| first.unit != Unit::Percent || of.is_some()).collect();
    if shown.len() < 2 {
        return Total::TooFew;
    }
    let numerator = shown.iter().map(|(numerator, _)| numerator).sum();
    let denominator = (first.unit == Unit::Percent).then(|| shown.iter().filter_map(|(_, of)| *of).sum());
    Total::Sum { figure: Figure { numerator: Some(numerator), denominator, ..Figure::default() }, regions: shown.len(), without: numbers.len() - shown.len() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reports::Counter;

    fn number(counter: Counter, unit: Unit, value: (Option<f64>, Option<f64>)) -> Number {
        Number {
            indicator: "x".into(),
            position: 0,
            definition_number: 1,
            title: "Показатель".into(),
            formula: "Одно к другому".into(),
            notes: String::new(),
            owner: String::new(),
            unit,
            counter,
            counter_version: 1,
            numerator: value.0,
            denominator: value.1,
            why: String::new(),
        }
    }

    #[test]
    fn a_share_of_the_country_is_made_of_counts_not_of_shares() {
        let (small, large) = (number(Counter::Quota, Unit::Percent, (Some(10.0), Some(20.0))), number(Counter::Quota, Unit::Percent, (Some(100.0), Some(1000.0))));
        let hidden = number(Counter::Quota, Unit::Percent, (None, None));
        let Total::Sum { figure, regions, without } = total(&[&small, &large, &hidden]) else { panic!("no sum") };
        assert_eq!((figure.numerator, figure.denominator, regions, without), (Some(110.0), Some(1020.0), 2, 1));
    }

    #[test]
    fn what_does_not_add_up_has_no_total() {
        let one = number(Counter::Pathways, Unit::Count, (Some(7.0), None));
        assert_eq!(total(&[&one]), Total::TooFew);
        assert_eq!(total(&[]), Total::TooFew);
        let median = number(Counter::Response, Unit::Days, (Some(2.0), None));
        assert_eq!(total(&[&median, &median]), Total::NotAdditive);
        let other = Number { formula: "Иначе".into(), ..one.clone() };
        assert_eq!(total(&[&one, &other]), Total::DifferentDefinitions);
        assert_eq!(total(&[&one, &Number { counter_version: 2, ..one.clone() }]), Total::DifferentDefinitions);
    }
}

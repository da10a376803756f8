//! Marking by the key. The rules, kind by kind (docs/items.md tells them to methodists):
//!
//! * one right answer, a number, a short text: all or nothing;
//! * several right answers: each wrong choice and each missing one takes a point off the most;
//! * order: the most for the exact order; one point less for each exchange of neighbours that would put it right;
//! * matching: each wrong or missing pair takes a point off the most.
//!
//! With one point at most every kind is all or nothing. Never below 0.

use crate::content::{Answer, Ask, ItemBody, Key, Pair, Placed};
use std::collections::BTreeSet;

/// The score of an answer, from 0 to [`ItemBody::max_score`]; `None` where experts mark.
#[must_use]
pub fn score(body: &ItemBody, key: &Key, answer: &Answer) -> Option<u32> {
    let most = body.max_score();
    let mistakes = match (&body.ask, key, answer) {
        (Ask::Open { .. } | Ask::Task { .. }, _, _) | (_, Key::Experts, _) => return None,
        (Ask::Single { .. }, Key::Single { right }, Answer::Single { choice }) => all_or_nothing(choice == right),
        (Ask::Multiple { .. }, Key::Multiple { right }, Answer::Multiple { choices }) => differences(right, choices),
        (Ask::Ordering { .. }, Key::Ordering { order }, Answer::Ordering { places }) => exchanges(order, places),
        (Ask::Matching { .. }, Key::Matching { pairs }, Answer::Matching { pairs: given }) => wrong_pairs(pairs, given),
        (Ask::Number { .. }, Key::Number { value, tolerance }, Answer::Number { text }) => all_or_nothing(number(text).is_some_and(|given| is_near(given, *value, *tolerance))),
        (Ask::Text, Key::Text { accepted }, Answer::Text { text }) => all_or_nothing(is_accepted(accepted, text)),
        _ => None,
    };
    Some(mistakes.map_or(0, |count| most.saturating_sub(count)))
}

/// Mistakes of an answer that has no half: none, or more than any item has points.
fn all_or_nothing(is_right: bool) -> Option<u32> {
    is_right.then_some(0)
}

/// Wrong choices and missing ones.
fn differences(right: &[String], given: &[String]) -> Option<u32> {
    let (right, given): (BTreeSet<&String>, BTreeSet<&String>) = (right.iter().collect(), given.iter().collect());
    u32::try_from(right.symmetric_difference(&given).count()).ok().filter(|_| !given.is_empty())
}

/// Exchanges of neighbours between the given order and the right one; `None` for an order with gaps or doubles.
fn exchanges(order: &[String], places: &[Placed]) -> Option<u32> {
    let place = |element: &String| places.iter().find(|placed| placed.element == *element).map(|placed| placed.place);
    let given: Vec<u32> = order.iter().map(place).collect::<Option<_>>()?;
    let all: BTreeSet<u32> = given.iter().copied().collect();
    let is_whole = places.len() == order.len() && all.len() == order.len() && all.last().copied() == u32::try_from(order.len()).ok();
    let crossed = given.iter().enumerate().map(|(at, place)| given.iter().skip(at + 1).filter(|later| *later < place).count()).sum::<usize>();
    u32::try_from(crossed).ok().filter(|_| is_whole)
}

fn wrong_pairs(pairs: &[Pair], given: &[Pair]) -> Option<u32> {
    let found = pairs.iter().filter(|pair| given.iter().filter(|other| other.left == pair.left).eq([*pair])).count();
    u32::try_from(pairs.len().saturating_sub(found)).ok()
}

/// A number as people type it: `12,5`, `1 200`, `−3`, `40 %`.
#[must_use]
pub fn number(typed: &str) -> Option<f64> {
    let plain: String = typed.trim().trim_end_matches('%').chars().filter(|c| !c.is_whitespace()).map(|c| if matches!(c, '−' | '–') { '-' } else { c }).collect();
    let is_digits = plain.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | ','));
    let comma_once = plain.matches([',', '.']).count() <= 1;
    plain.replace(',', ".").parse::<f64>().ok().filter(|number| is_digits && comma_once && number.is_finite())
}

fn is_near(given: f64, value: f64, tolerance: f64) -> bool {
    // Binary fractions: 0,1 + 0,2 must be within 0 of 0,3.
    (given - value).abs() <= tolerance.max(0.0) + 1e-9 * value.abs().max(1.0)
}

fn is_accepted(accepted: &[String], text: &str) -> bool {
    let given = kernel::search::fold(text);
    !given.is_empty() && accepted.iter().any(|variant| kernel::search::fold(variant) == given)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Choice;

    fn choices(ids: &str) -> Vec<Choice> {
        ids.chars().map(|id| Choice { id: id.to_string(), text: id.to_string() }).collect()
    }

    fn ids(ids: &str) -> Vec<String> {
        ids.chars().map(|id| id.to_string()).collect()
    }

    fn body(ask: Ask, points: u32) -> ItemBody {
        ItemBody { stem: "Вопрос".into(), materials: Vec::new(), ask, points, expected: 0 }
    }

    fn ordered(ids: &str) -> Answer {
        Answer::Ordering { places: (1..).zip(ids.chars()).map(|(place, id)| Placed { element: id.to_string(), place }).collect() }
    }

    #[test]
    fn several_right_answers_lose_a_point_for_each_mistake() {
        let (item, key) = (body(Ask::Multiple { choices: choices("abcde") }, 2), Key::Multiple { right: ids("abc") });
        let of = |given: &str| score(&item, &key, &Answer::Multiple { choices: ids(given) });
        assert_eq!([of("abc"), of("ab"), of("abcd"), of("abd"), of("abcde"), of("")], [Some(2), Some(1), Some(1), Some(0), Some(0), Some(0)]);
        assert_eq!(score(&body(item.ask.clone(), 1), &key, &Answer::Multiple { choices: ids("ab") }), Some(0), "one point is all or nothing");
    }

    #[test]
    fn an_order_loses_a_point_for_each_exchange_and_a_broken_one_gets_nothing() {
        let (item, key) = (body(Ask::Ordering { elements: choices("abcd") }, 2), Key::Ordering { order: ids("dbca") });
        let of = |given: &str| score(&item, &key, &ordered(given));
        assert_eq!([of("dbca"), of("bdca"), of("abcd"), of("dbc")], [Some(2), Some(1), Some(0), Some(0)]);
        let doubled = Answer::Ordering { places: ids("dbca").into_iter().map(|element| Placed { element, place: 1 }).collect() };
        assert_eq!(score(&item, &key, &doubled), Some(0));
    }

    #[test]
    fn a_matching_loses_a_point_for_each_pair_and_two_answers_to_one_are_none() {
        let pair = |text: &str| Pair { left: text[..1].into(), right: text[1..].into() };
        let item = body(Ask::Matching { left: choices("abc"), right: choices("xyz") }, 2);
        let key = Key::Matching { pairs: ["ax", "by", "cz"].map(pair).to_vec() };
        let of = |given: &[&str]| score(&item, &key, &Answer::Matching { pairs: given.iter().map(|text| pair(text)).collect() });
        assert_eq!([of(&["ax", "by", "cz"]), of(&["ax", "by"]), of(&["ax"]), of(&["ax", "ay", "by", "cz"])], [Some(2), Some(1), Some(0), Some(1)]);
    }

    #[test]
    fn numbers_and_words_are_read_as_people_type_them() {
        let item = body(Ask::Number { unit: "%".into() }, 1);
        let key = Key::Number { value: -1200.5, tolerance: 0.5 };
        let of = |text: &str| score(&item, &key, &Answer::Number { text: text.into() });
        assert_eq!([of("−1 200,5"), of("-1200.9 %"), of("-1200"), of("1200,5"), of("1,2,3"), of("inf"), of("")], [Some(1), Some(1), Some(1), Some(0), Some(0), Some(0), Some(0)]);
        let (item, key) = (body(Ask::Text, 1), Key::Text { accepted: vec!["Зачёт".into()] });
        let of = |text: &str| score(&item, &key, &Answer::Text { text: text.into() });
        assert_eq!([of(" ЗАЧЕТ. "), of("незачёт"), of("…")], [Some(1), Some(0), Some(0)]);
    }

    #[test]
    fn experts_mark_what_has_criteria_and_a_foreign_answer_gets_nothing() {
        let open = body(Ask::Open { criteria: Vec::new() }, 1);
        assert_eq!(score(&open, &Key::Experts, &Answer::Open { text: "Ответ".into() }), None);
        let single = body(Ask::Single { choices: choices("ab") }, 1);
        assert_eq!(score(&single, &Key::Single { right: "a".into() }, &Answer::Text { text: "a".into() }), Some(0));
    }
}

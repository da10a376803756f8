//! Whether a body and a key hang together: for what comes from a file or back with a form, and is believed by nobody.

use crate::{
    answer::SHORT,
    content::{Ask, Choice, Criterion, ItemBody, Key, Material},
    form::is_address,
};
use std::collections::BTreeSet;

/// The most points that one item may give.
const MOST_POINTS: u32 = 50;

/// What is wrong, as a sentence.
///
/// # Errors
/// As said.
pub fn sound(body: &ItemBody, key: &Key) -> Result<(), String> {
    let stem = body.stem.chars().count();
    if body.stem.trim().is_empty() || stem > 8_000 {
        return Err(format!("Текст задания пуст или длиннее 8000 знаков (сейчас {stem})"));
    }
    if body.points == 0 || body.max_score() == 0 || body.max_score() > MOST_POINTS {
        return Err(format!("Наибольший балл задания должен быть от 1 до {MOST_POINTS}"));
    }
    if !(-2..=2).contains(&body.expected) {
        return Err("Ожидаемая трудность — целое число от −2 до 2".into());
    }
    body.materials.iter().try_for_each(material)?;
    match (&body.ask, key) {
        (Ask::Single { choices }, Key::Single { right }) => {
            listed(choices, 2)?;
            among(choices, std::slice::from_ref(right), "верный вариант")
        }
        (Ask::Multiple { choices }, Key::Multiple { right }) => {
            listed(choices, 2)?;
            among(choices, right, "верные варианты")
        }
        (Ask::Ordering { elements }, Key::Ordering { order }) => {
            listed(elements, 2)?;
            among(elements, order, "порядок")?;
            if order.len() == elements.len() { Ok(()) } else { Err("В верном порядке названы не все элементы".into()) }
        }
        (Ask::Matching { left, right }, Key::Matching { pairs }) => {
            listed(left, 2)?;
            listed(right, 2)?;
            among(left, &pairs.iter().map(|pair| pair.left.clone()).collect::<Vec<_>>(), "пары")?;
            let known = |id: &String| right.iter().any(|choice| choice.id == *id);
            if pairs.len() == left.len() && pairs.iter().all(|pair| known(&pair.right)) { Ok(()) } else { Err("Пара есть не у каждого элемента слева".into()) }
        }
        (Ask::Number { .. }, Key::Number { value, tolerance }) => {
            if value.is_finite() && tolerance.is_finite() && *tolerance >= 0.0 {
                Ok(())
            } else {
                Err("Верное число или допуск не читаются".into())
            }
        }
        (Ask::Text, Key::Text { accepted }) => {
            let fits = |variant: &String| !kernel::search::fold(variant).is_empty() && variant.chars().count() <= SHORT;
            if !accepted.is_empty() && accepted.iter().all(fits) { Ok(()) } else { Err("Верный ответ пуст, слишком длинен или без букв и цифр".into()) }
        }
        (Ask::Open { criteria: all } | Ask::Task { criteria: all, .. }, Key::Experts) => criteria(all),
        _ => Err("Ключ не подходит к виду задания".into()),
    }
}

fn material(material: &Material) -> Result<(), String> {
    match material {
        Material::Video { address, .. } if !is_address(address) => Err("Адрес видео не похож на адрес".into()),
        Material::Video { .. } | Material::File { .. } => Ok(()),
    }
}

fn listed(choices: &[Choice], least: usize) -> Result<(), String> {
    let ids: BTreeSet<&str> = choices.iter().map(|choice| choice.id.as_str()).collect();
    let is_plain = |choice: &Choice| !choice.id.is_empty() && choice.id.len() <= 8 && choice.id.chars().all(|c| c.is_ascii_alphanumeric());
    if choices.len() < least || choices.len() > 20 || choices.iter().any(|choice| choice.text.trim().is_empty() || choice.text.chars().count() > 1_000) {
        return Err(format!("Вариантов должно быть от {least} до 20, каждый от 1 до 1000 знаков"));
    }
    if ids.len() == choices.len() && choices.iter().all(is_plain) { Ok(()) } else { Err("Обозначения вариантов повторяются".into()) }
}

fn among(choices: &[Choice], ids: &[String], what: &str) -> Result<(), String> {
    let known: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
    let fits = !ids.is_empty() && known.len() == ids.len() && ids.iter().all(|id| choices.iter().any(|choice| choice.id == *id));
    if fits { Ok(()) } else { Err(format!("Не сходится ключ: {what}")) }
}

fn criteria(criteria: &[Criterion]) -> Result<(), String> {
    let fits = |one: &Criterion| !one.title.trim().is_empty() && one.title.chars().count() <= 1_000 && one.about.chars().count() <= 1_000 && (1..=10).contains(&one.max);
    if (1..=10).contains(&criteria.len()) && criteria.iter().all(fits) {
        Ok(())
    } else {
        Err("Критериев должно быть от 1 до 10, у каждого название и балл от 1 до 10".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_names_nothing_or_too_little_is_refused() {
        let choices = |ids: &str| ids.chars().map(|id| Choice { id: id.to_string(), text: id.to_string() }).collect::<Vec<_>>();
        let body = |ask| ItemBody { stem: "Вопрос".into(), materials: Vec::new(), ask, points: 1, expected: 0 };
        let single = body(Ask::Single { choices: choices("ab") });
        assert!(sound(&single, &Key::Single { right: "a".into() }).is_ok());
        assert!(sound(&single, &Key::Single { right: "c".into() }).is_err());
        assert!(sound(&single, &Key::Experts).is_err());
        assert!(sound(&body(Ask::Single { choices: choices("aa") }), &Key::Single { right: "a".into() }).is_err());
        assert!(sound(&body(Ask::Ordering { elements: choices("abc") }), &Key::Ordering { order: vec!["a".into(), "b".into()] }).is_err());
        assert!(sound(&ItemBody { points: u32::MAX, ..single.clone() }, &Key::Single { right: "a".into() }).is_err());
        assert!(sound(&body(Ask::Number { unit: String::new() }), &Key::Number { value: f64::NAN, tolerance: 0.0 }).is_err());
        assert!(sound(&body(Ask::Open { criteria: Vec::new() }), &Key::Experts).is_err());
    }
}

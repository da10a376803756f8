//! One interaction with its key, in the bank's own kinds.

use super::{attribute, declaration::Declaration, elements, prose, word};
use crate::{
    content::{Ask, Choice, Criterion, Key, Pair},
    form::lettered,
    score::number,
};
use roxmltree::Node;

/// The question and the key; `None` for an interaction that isn't taken.
///
/// # Errors
/// What is wrong with it.
pub fn asked(node: &Node<'_, '_>, declaration: &Declaration) -> Result<Option<(Ask, Key)>, String> {
    match word(node).as_str() {
        "choice-interaction" => choice(node, declaration).map(Some),
        "order-interaction" => order(node, declaration).map(Some),
        "match-interaction" => matching(node, declaration).map(Some),
        "associate-interaction" => associate(node, declaration).map(Some),
        "text-entry-interaction" => entry(declaration).map(Some),
        "extended-text-interaction" => Ok(Some((Ask::Open { criteria: vec![Criterion { title: "Ответ верен и полон".into(), about: "Критерии в файле QTI не указаны: уточните их".into(), max: 2 }] }, Key::Experts))),
        _ => Ok(None),
    }
}

/// Identifiers of the file with choices of ours, in the file's order.
fn choices(nodes: impl Iterator<Item = (String, String)>) -> Vec<(String, Choice)> {
    let all: Vec<(String, String)> = nodes.take(20).collect();
    let ours = lettered(all.iter().map(|(_, text)| text.as_str()));
    all.iter().map(|(id, _)| id.clone()).zip(ours).collect()
}

fn ours(known: &[(String, Choice)], id: &str) -> Result<String, String> {
    known.iter().find(|(theirs, _)| theirs == id).map(|(_, choice)| choice.id.clone()).ok_or_else(|| format!("в верном ответе назван «{id}», а такого варианта нет"))
}

fn texts(known: Vec<(String, Choice)>) -> Vec<Choice> {
    known.into_iter().map(|(_, choice)| choice).collect()
}

fn choice(node: &Node<'_, '_>, declaration: &Declaration) -> Result<(Ask, Key), String> {
    let found = elements(node).filter(|child| word(child) == "simple-choice").map(|child| (attribute(&child, "identifier").unwrap_or_default().to_owned(), prose::line(&child)));
    let known = choices(found);
    let right: Vec<String> = declaration.right().iter().map(|id| ours(&known, id)).collect::<Result<_, _>>()?;
    let is_single = attribute(node, "max-choices").unwrap_or("1") == "1";
    match (is_single, right.as_slice()) {
        (_, []) => Err("верный ответ не указан".into()),
        (true, [one]) => Ok((Ask::Single { choices: texts(known) }, Key::Single { right: one.clone() })),
        (true, _) => Err("выбрать можно один вариант, а верных указано несколько".into()),
        (false, _) => Ok((Ask::Multiple { choices: texts(known) }, Key::Multiple { right })),
    }
}

fn order(node: &Node<'_, '_>, declaration: &Declaration) -> Result<(Ask, Key), String> {
    let found = elements(node).filter(|child| word(child) == "simple-choice").map(|child| (attribute(&child, "identifier").unwrap_or_default().to_owned(), prose::line(&child)));
    let known = choices(found);
    let order: Vec<String> = declaration.correct.iter().map(|id| ours(&known, id)).collect::<Result<_, _>>()?;
    // A file that lists the elements in the right order would give the key away.
    let texts_in_order: Vec<String> = known.iter().map(|(_, choice)| choice.text.clone()).collect();
    let shown = lettered(crate::form::shuffled(&texts_in_order).iter().map(String::as_str));
    let moved = |id: &String| known.iter().find(|(_, choice)| choice.id == *id).and_then(|(_, choice)| shown.iter().find(|other| other.text == choice.text)).map(|choice| choice.id.clone()).unwrap_or_default();
    Ok((Ask::Ordering { elements: shown.clone() }, Key::Ordering { order: order.iter().map(moved).collect() }))
}

fn pairs(declaration: &Declaration) -> Result<Vec<(String, String)>, String> {
    let split = |pair: &String| {
        let mut parts = pair.split_whitespace();
        match (parts.next(), parts.next(), parts.next()) {
            (Some(one), Some(other), None) => Ok((one.to_owned(), other.to_owned())),
            _ => Err(format!("пара «{pair}» не читается: нужны два обозначения через пробел")),
        }
    };
    declaration.right().iter().map(split).collect()
}

fn matching(node: &Node<'_, '_>, declaration: &Declaration) -> Result<(Ask, Key), String> {
    let sets: Vec<Node<'_, '_>> = elements(node).filter(|child| word(child) == "simple-match-set").collect();
    let [first, second] = sets.as_slice() else { return Err("нужны ровно два набора simple-match-set".into()) };
    let set = |node: &Node<'_, '_>| {
        choices(elements(node).filter(|child| word(child) == "simple-associable-choice").map(|child| (attribute(&child, "identifier").unwrap_or_default().to_owned(), prose::line(&child))).collect::<Vec<_>>().into_iter())
    };
    let (left, right) = (set(first), set(second));
    let mut found = Vec::new();
    for (one, other) in pairs(declaration)? {
        found.push(Pair { left: ours(&left, &one)?, right: ours(&right, &other)? });
    }
    Ok((Ask::Matching { left: texts(left), right: texts(right) }, Key::Matching { pairs: found }))
}

/// Pairs among one set: whoever stands first in a right pair goes to the left, the others to the right.
fn associate(node: &Node<'_, '_>, declaration: &Declaration) -> Result<(Ask, Key), String> {
    let all: Vec<(String, String)> = elements(node).filter(|child| word(child) == "simple-associable-choice").map(|child| (attribute(&child, "identifier").unwrap_or_default().to_owned(), prose::line(&child))).collect();
    let wanted = pairs(declaration)?;
    let is_left = |id: &String| wanted.iter().any(|(one, _)| one == id);
    if wanted.iter().any(|(_, other)| is_left(other)) {
        return Err("один вариант стоит и слева, и справа в верных парах: такое соответствие не загружается".into());
    }
    let left = choices(all.iter().filter(|(id, _)| is_left(id)).cloned().collect::<Vec<_>>().into_iter());
    let right = choices(all.iter().filter(|(id, _)| !is_left(id)).cloned().collect::<Vec<_>>().into_iter());
    let mut found = Vec::new();
    for (one, other) in &wanted {
        found.push(Pair { left: ours(&left, one)?, right: ours(&right, other)? });
    }
    Ok((Ask::Matching { left: texts(left), right: texts(right) }, Key::Matching { pairs: found }))
}

fn entry(declaration: &Declaration) -> Result<(Ask, Key), String> {
    let accepted = declaration.accepted();
    if matches!(declaration.base.as_str(), "integer" | "float") {
        let value = accepted.first().and_then(|text| number(text)).ok_or("верное число не указано")?;
        return Ok((Ask::Number { unit: String::new() }, Key::Number { value, tolerance: 0.0 }));
    }
    if accepted.is_empty() { Err("верный ответ не указан".into()) } else { Ok((Ask::Text, Key::Text { accepted })) }
}
